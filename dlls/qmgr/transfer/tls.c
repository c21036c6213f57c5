/* Trust in the servers of https requests, by the certificate stores and policies of the system.
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#define SECURITY_WIN32
#include <stdlib.h>
#include <string.h>
#include <winsock2.h>
#include <ws2tcpip.h>
#include <windows.h>
#include <wincrypt.h>
#include <winhttp.h>
#include <schannel.h>
#include <sspi.h>

#include "bits2_5.h"
#include "queue/clock.h"
#include "transfer/certificate_ask.h"
#include "transfer/certificate_store.h"
#include "transfer/tls.h"
#include "wine/debug.h"

WINE_DEFAULT_DEBUG_CHANNEL(qmgr);

/* For so many milliseconds a change of the system's trusted roots may go unnoticed. */
#define TRUST_LIFETIME 60000

#define WINHTTP(error) __HRESULT_FROM_WIN32(ERROR_WINHTTP_##error)

/* The host of a URL. */
struct server
{
    WCHAR name[256];
    BYTE address[sizeof(IN6_ADDR)];
    DWORD address_size;         /* 0 if the host is a name */
};

/* What the last judgements left behind; only the thread that transfers comes here. */
static struct
{
    HCERTCHAINENGINE engine;
    ULONGLONG expiry;           /* the clock_ticks() from which on nothing of this counts */
    PCCERT_CONTEXT certificate; /* was found good for this server, under these flags */
    WCHAR server[256];
    ULONG flags;
} trust;

/* The bits of CERT_TRUST_STATUS, the gravest first, and the security flag under which they do not count. */
static const struct trust_error
{
    DWORD bits;
    HRESULT code;
    ULONG ignored_by;
} trust_errors[] =
{
    {CERT_TRUST_IS_REVOKED,                                      WINHTTP(SECURE_CERT_REVOKED)},
    {CERT_TRUST_IS_NOT_SIGNATURE_VALID,                          WINHTTP(SECURE_INVALID_CERT)},
    {CERT_TRUST_IS_UNTRUSTED_ROOT | CERT_TRUST_IS_PARTIAL_CHAIN, WINHTTP(SECURE_INVALID_CA), BG_SSL_IGNORE_UNKNOWN_CA},
    {CERT_TRUST_IS_NOT_VALID_FOR_USAGE, WINHTTP(SECURE_CERT_WRONG_USAGE), BG_SSL_IGNORE_CERT_WRONG_USAGE},
    {CERT_TRUST_IS_NOT_TIME_VALID,      WINHTTP(SECURE_CERT_DATE_INVALID), BG_SSL_IGNORE_CERT_DATE_INVALID},
    {CERT_TRUST_REVOCATION_STATUS_UNKNOWN | CERT_TRUST_IS_OFFLINE_REVOCATION, WINHTTP(SECURE_CERT_REV_FAILED)},
    {~0u,                               WINHTTP(SECURE_INVALID_CERT)},
};

/* What the system's policy calls the security flags. */
static const struct policy_flag
{
    ULONG flag;
    DWORD check;
} policy_flags[] =
{
    {BG_SSL_IGNORE_CERT_CN_INVALID,   SECURITY_FLAG_IGNORE_CERT_CN_INVALID},
    {BG_SSL_IGNORE_CERT_DATE_INVALID, SECURITY_FLAG_IGNORE_CERT_DATE_INVALID},
    {BG_SSL_IGNORE_UNKNOWN_CA,        SECURITY_FLAG_IGNORE_UNKNOWN_CA},
    {BG_SSL_IGNORE_CERT_WRONG_USAGE,  SECURITY_FLAG_IGNORE_CERT_WRONG_USAGE},
};

/* The errors of CertVerifyCertificateChainPolicy; any other is a SECURE_FAILURE. */
static const struct policy_error
{
    HRESULT error;
    HRESULT code;
} policy_errors[] =
{
    {CERT_E_CN_NO_MATCH,     WINHTTP(SECURE_CERT_CN_INVALID)},
    {CERT_E_EXPIRED,         WINHTTP(SECURE_CERT_DATE_INVALID)},
    {CERT_E_UNTRUSTEDROOT,   WINHTTP(SECURE_INVALID_CA)},
    {CERT_E_UNTRUSTEDCA,     WINHTTP(SECURE_INVALID_CA)},
    {CERT_E_CHAINING,        WINHTTP(SECURE_INVALID_CA)},
    {CERT_E_WRONG_USAGE,     WINHTTP(SECURE_CERT_WRONG_USAGE)},
    {CERT_E_PURPOSE,         WINHTTP(SECURE_CERT_WRONG_USAGE)},
    {CERT_E_ROLE,            WINHTTP(SECURE_INVALID_CERT)},
    {CERT_E_CRITICAL,        WINHTTP(SECURE_INVALID_CERT)},
    {TRUST_E_CERT_SIGNATURE, WINHTTP(SECURE_INVALID_CERT)},
    {CERT_E_REVOKED,         WINHTTP(SECURE_CERT_REVOKED)},
    {CRYPT_E_REVOKED,        WINHTTP(SECURE_CERT_REVOKED)},
};

static HRESULT trust_status_to_hresult(DWORD status, ULONG flags)
{
    size_t i;

    for (i = 0; i < ARRAYSIZE(trust_errors); i++)
    {
        if (!(status & trust_errors[i].bits))
            continue;
        if (!(flags & trust_errors[i].ignored_by))
            return trust_errors[i].code;
        status &= ~trust_errors[i].bits;
    }
    return S_OK;
}

static HRESULT policy_error_to_hresult(HRESULT error)
{
    size_t i;

    if (!error)
        return S_OK;
    for (i = 0; i < ARRAYSIZE(policy_errors); i++)
    {
        if (policy_errors[i].error == error)
            return policy_errors[i].code;
    }
    return WINHTTP(SECURE_FAILURE);
}

/* Decodes an extension of the certificate; NULL if it has none, or one that cannot be read. */
static void *decode_extension(PCCERT_CONTEXT certificate, const char *oid)
{
    const CERT_INFO *info = certificate->pCertInfo;
    CERT_EXTENSION *extension = CertFindExtension(oid, info->cExtension, info->rgExtension);
    void *decoded;
    DWORD size;

    if (!extension)
        return NULL;
    if (!CryptDecodeObjectEx(X509_ASN_ENCODING, oid, extension->Value.pbData, extension->Value.cbData,
                CRYPT_DECODE_ALLOC_FLAG, NULL, &decoded, &size))
        return NULL;
    return decoded;
}

/* An authority's usage limits what it issues. Wine looks at the usage of the server's own certificate only. */
static HRESULT judge_usage(const CERT_SIMPLE_CHAIN *chain)
{
    CERT_ENHKEY_USAGE *usage;
    BOOL fits = TRUE;
    DWORD i;

    for (i = 1; i < chain->cElement && fits; i++)
    {
        if ((usage = decode_extension(chain->rgpElement[i]->pCertContext, szOID_ENHANCED_KEY_USAGE)))
            fits = usage_includes(usage, szOID_PKIX_KP_SERVER_AUTH);
        LocalFree(usage);
    }
    return fits ? S_OK : WINHTTP(SECURE_CERT_WRONG_USAGE);
}

static BOOL names_include_address(const CERT_ALT_NAME_INFO *names, const struct server *server)
{
    DWORD i;

    for (i = 0; i < names->cAltEntry; i++)
    {
        const CERT_ALT_NAME_ENTRY *entry = &names->rgAltEntry[i];

        if (entry->dwAltNameChoice == CERT_ALT_NAME_IP_ADDRESS && entry->IPAddress.cbData == server->address_size
                && !memcmp(entry->IPAddress.pbData, server->address, server->address_size))
            return TRUE;
    }
    return FALSE;
}

/* RFC 2818: an address has to be among the certificate's addresses. Wine would look for it among the names. */
static HRESULT judge_address(PCCERT_CONTEXT certificate, const struct server *server)
{
    CERT_ALT_NAME_INFO *names = decode_extension(certificate, szOID_SUBJECT_ALT_NAME2);
    BOOL found = names && names_include_address(names, server);

    LocalFree(names);
    return found ? S_OK : WINHTTP(SECURE_CERT_CN_INVALID);
}

static DWORD policy_checks(ULONG flags)
{
    DWORD checks = 0;
    size_t i;

    for (i = 0; i < ARRAYSIZE(policy_flags); i++)
    {
        if (flags & policy_flags[i].flag)
            checks |= policy_flags[i].check;
    }
    return checks;
}

static HRESULT judge_policy(PCCERT_CHAIN_CONTEXT chain, struct server *server, ULONG flags)
{
    SSL_EXTRA_CERT_CHAIN_POLICY_PARA ssl = {{sizeof(ssl)}, AUTHTYPE_SERVER};
    CERT_CHAIN_POLICY_PARA para = {sizeof(para), 0, &ssl};
    CERT_CHAIN_POLICY_STATUS status = {sizeof(status)};

    ssl.pwszServerName = server->name;
    ssl.fdwChecks = policy_checks(server->address_size ? flags | BG_SSL_IGNORE_CERT_CN_INVALID : flags);
    if (!CertVerifyCertificateChainPolicy(CERT_CHAIN_POLICY_SSL, chain, &para, &status))
        return WINHTTP(SECURE_FAILURE);
    return policy_error_to_hresult(status.dwError);
}

/* The policy alone passes a chain that does not end in a root, so that the chain's own status counts as well. */
static HRESULT judge_chain(PCCERT_CHAIN_CONTEXT chain, struct server *server, ULONG flags)
{
    HRESULT hr;

    if (FAILED(hr = trust_status_to_hresult(chain->TrustStatus.dwErrorStatus, flags)))
        return hr;
    if (!(flags & BG_SSL_IGNORE_CERT_WRONG_USAGE) && FAILED(hr = judge_usage(chain->rgpChain[0])))
        return hr;
    if (FAILED(hr = judge_policy(chain, server, flags)))
        return hr;
    if (!server->address_size || (flags & BG_SSL_IGNORE_CERT_CN_INVALID))
        return S_OK;
    return judge_address(chain->rgpChain[0]->rgpElement[0]->pCertContext, server);
}

/* Revocation lists come from the network where the system has none that is fresh:
 * nf-bits2_5-ibackgroundcopyjobhttpoptions-setsecurityflags. Without BG_SSL_ENABLE_CRL_CHECK missing certificates are
 * taken from what the server sent, never from the network: no request goes anywhere on behalf of a server that is not
 * trusted yet, and nothing holds up the other transfers. */
static DWORD chain_flags(ULONG flags)
{
    if (flags & BG_SSL_ENABLE_CRL_CHECK)
        return CERT_CHAIN_REVOCATION_CHECK_CHAIN_EXCLUDE_ROOT;
    return CERT_CHAIN_CACHE_ONLY_URL_RETRIEVAL;
}

static HRESULT judge_certificate(PCCERT_CONTEXT certificate, struct server *server, ULONG flags)
{
    char *usages[] = {(char *)szOID_PKIX_KP_SERVER_AUTH};
    CERT_CHAIN_PARA para = {sizeof(para), {USAGE_MATCH_TYPE_AND, {ARRAYSIZE(usages), usages}}};
    PCCERT_CHAIN_CONTEXT chain;
    HRESULT hr;

    if (!trust.engine)
        return WINHTTP(SECURE_FAILURE);
    if (!CertGetCertificateChain(trust.engine, certificate, NULL, certificate->hCertStore, &para, chain_flags(flags),
                NULL, &chain))
        return WINHTTP(SECURE_FAILURE);
    hr = judge_chain(chain, server, flags);
    CertFreeCertificateChain(chain);
    return hr;
}

static void trust_forget(void)
{
    CertFreeCertificateContext(trust.certificate);
    trust.certificate = NULL;
    if (trust.engine)
        CertFreeCertificateChainEngine(trust.engine);
    trust.engine = NULL;
}

/* Reads the system's roots afresh: in Wine an engine keeps those that it found when it was made. Wine 8.0 takes the
 * structure of the Windows versions before 7 only. */
static void trust_renew(void)
{
    CERT_CHAIN_ENGINE_CONFIG config = {RTL_SIZEOF_THROUGH_FIELD(CERT_CHAIN_ENGINE_CONFIG, CycleDetectionModulus)};

    trust_forget();
    if (!CertCreateCertificateChainEngine(&config, &trust.engine))
        trust.engine = NULL;
    trust.expiry = clock_ticks() + TRUST_LIFETIME;
}

static void trust_remember(PCCERT_CONTEXT certificate, const struct server *server, ULONG flags)
{
    CertFreeCertificateContext(trust.certificate);
    trust.certificate = CertDuplicateCertificateContext(certificate);
    lstrcpyW(trust.server, server->name);
    trust.flags = flags;
}

static BOOL trust_remembers(PCCERT_CONTEXT certificate, const struct server *server, ULONG flags)
{
    return trust.certificate && certificate->cbCertEncoded == trust.certificate->cbCertEncoded
            && !memcmp(certificate->pbCertEncoded, trust.certificate->pbCertEncoded, certificate->cbCertEncoded)
            && !wcscmp(server->name, trust.server) && flags == trust.flags;
}

/* The roots may have changed since the engine was made, so only a fresh one refuses a server. */
static HRESULT judge_server(PCCERT_CONTEXT certificate, struct server *server, ULONG flags)
{
    HRESULT hr;

    if (clock_ticks() >= trust.expiry)
        trust_renew();
    if (trust_remembers(certificate, server, flags))
        return S_OK;
    if (FAILED(hr = judge_certificate(certificate, server, flags)))
    {
        trust_renew();
        hr = judge_certificate(certificate, server, flags);
    }
    if (SUCCEEDED(hr))
        trust_remember(certificate, server, flags);
    return hr;
}

PCCERT_CONTEXT tls_get_certificate(CURL *easy)
{
    struct curl_tlssessioninfo *session;
    PCCERT_CONTEXT certificate;

    if (curl_easy_getinfo(easy, CURLINFO_TLS_SSL_PTR, &session) || session->backend != CURLSSLBACKEND_SCHANNEL
            || !session->internals)
        return NULL;
    if (QueryContextAttributesW(session->internals, SECPKG_ATTR_REMOTE_CERT_CONTEXT, &certificate))
        return NULL;
    return certificate;
}

char *tls_get_url_part(CURL *easy, CURLUPart part)
{
    CURLU *url = curl_url();
    char *text, *value = NULL;

    if (!curl_easy_getinfo(easy, CURLINFO_EFFECTIVE_URL, &text) && !curl_url_set(url, CURLUPART_URL, text, 0))
        curl_url_get(url, part, &value, CURLU_PUNYCODE | CURLU_DEFAULT_PORT);
    curl_url_cleanup(url);
    return value;
}

/* Tells an address from a name. libcurl has already made all spellings of an IPv4 address one. */
static void server_read_address(struct server *server, const char *host)
{
    if (inet_pton(AF_INET, host, server->address) == 1)
        server->address_size = sizeof(IN_ADDR);
    else if (inet_pton(AF_INET6, host, server->address) == 1)
        server->address_size = sizeof(IN6_ADDR);
    else
        server->address_size = 0;
}

/* Takes the host as it is in a URL, an IPv6 address in brackets, a name maybe with the dot of the DNS root. */
static BOOL server_init(struct server *server, char *host)
{
    size_t length = strlen(host);

    if (length && (host[length - 1] == '.' || host[length - 1] == ']'))
        host[--length] = 0;
    if (host[0] == '[')
        host++;
    server_read_address(server, host);
    return *host && MultiByteToWideChar(CP_UTF8, 0, host, -1, server->name, ARRAYSIZE(server->name));
}

static BOOL get_server(CURL *easy, struct server *server)
{
    char *host = tls_get_url_part(easy, CURLUPART_HOST);
    BOOL found = host && server_init(server, host);

    curl_free(host);
    return found;
}

static HRESULT judge_connection(CURL *easy, ULONG flags)
{
    PCCERT_CONTEXT certificate;
    struct server server;
    HRESULT hr;

    if (!get_server(easy, &server) || !(certificate = tls_get_certificate(easy)))
        return WINHTTP(SECURE_CHANNEL_ERROR);
    hr = judge_server(certificate, &server, flags);
    CertFreeCertificateContext(certificate);
    if (FAILED(hr))
        WARN("%s is not trusted: %#lx\n", debugstr_w(server.name), hr);
    return hr;
}

static int guard_request(void *arg, char *remote_address, char *local_address, int remote_port, int local_port)
{
    struct tls_guard *guard = arg;
    char *scheme = tls_get_url_part(guard->easy, CURLUPART_SCHEME);
    BOOL plain = scheme && !strcmp(scheme, "http");

    curl_free(scheme);
    guard->verdict = S_OK;
    if (!plain && SUCCEEDED(guard->verdict = judge_connection(guard->easy, guard->flags)))
        guard->verdict = certificate_ask(guard->easy, guard->file);
    return SUCCEEDED(guard->verdict) ? CURL_PREREQFUNC_OK : CURL_PREREQFUNC_ABORT;
}

CURLcode tls_guard_install(struct tls_guard *guard, CURL *easy, ULONG flags)
{
    CURLcode result;

    guard->easy = easy;
    guard->flags = flags & ~(BG_HTTP_REDIRECT_POLICY_MASK | BG_HTTP_REDIRECT_POLICY_ALLOW_HTTPS_TO_HTTP);
    guard->verdict = S_OK;
    if ((result = curl_easy_setopt(easy, CURLOPT_PREREQDATA, guard)))
        return result;
    return curl_easy_setopt(easy, CURLOPT_PREREQFUNCTION, guard_request);
}
