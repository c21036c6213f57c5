/* The guard that stands before each request: whether the server at the other end of the connection is to be trusted.
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#define SECURITY_WIN32
#include <string.h>
#include <winsock2.h>
#include <windows.h>
#include <wincrypt.h>
#include <winhttp.h>
#include <schannel.h>
#include <sspi.h>

#include "bits2_5.h"
#include "transfer/trust/certificate_ask.h"
#include "transfer/trust/revocation.h"
#include "transfer/trust/revocation_check.h"
#include "transfer/trust/server_name.h"
#include "transfer/trust/server_trust.h"
#include "transfer/trust/tls.h"
#include "wine/debug.h"

WINE_DEFAULT_DEBUG_CHANNEL(qmgr);

#define CHECKS_MAX 20 /* certificates whose revocation is found out for one request */

#define WINHTTP(error) __HRESULT_FROM_WIN32(ERROR_WINHTTP_##error)

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

static BOOL get_server(CURL *easy, struct server *server)
{
    char *host = tls_get_url_part(easy, CURLUPART_HOST);
    BOOL found = host && server_init(server, host);

    curl_free(host);
    return found;
}

/* Finding out about revocation takes the network, so that the request waits for it, and the connection does not. A
 * server that comes with another certificate each time is asked no more. */
static HRESULT judge_revocation(struct tls_guard *guard, PCCERT_CONTEXT certificate)
{
    if (!guard->check || !revocation_check_is_of(guard->check, certificate))
    {
        if (guard->check_count++ == CHECKS_MAX)
            return REVOCATION_UNKNOWN;
        revocation_check_free(guard->check);
        if (!(guard->check = revocation_check_start(certificate)))
            return E_OUTOFMEMORY;
    }
    return revocation_check_result(guard->check);
}

static HRESULT judge_certificate(struct tls_guard *guard, PCCERT_CONTEXT certificate)
{
    struct server server;
    HRESULT hr;

    if (!get_server(guard->easy, &server))
        return WINHTTP(SECURE_CHANNEL_ERROR);
    hr = server_judge(certificate, &server, guard->flags);
    if (SUCCEEDED(hr) && (guard->flags & BG_SSL_ENABLE_CRL_CHECK))
        hr = judge_revocation(guard, certificate);
    guard->checking = hr == E_PENDING;
    if (FAILED(hr) && !guard->checking)
        WARN("%s is not trusted: %#lx\n", debugstr_w(server.name), hr);
    return hr;
}

static HRESULT judge_connection(struct tls_guard *guard)
{
    PCCERT_CONTEXT certificate = tls_get_certificate(guard->easy);
    HRESULT hr;

    if (!certificate)
        return WINHTTP(SECURE_CHANNEL_ERROR);
    hr = judge_certificate(guard, certificate);
    CertFreeCertificateContext(certificate);
    return hr;
}

static int guard_request(void *arg, char *remote_address, char *local_address, int remote_port, int local_port)
{
    struct tls_guard *guard = arg;
    char *scheme = tls_get_url_part(guard->easy, CURLUPART_SCHEME);
    BOOL plain = scheme && !strcmp(scheme, "http");

    curl_free(scheme);
    guard->verdict = S_OK;
    guard->checking = FALSE;
    if (!plain && SUCCEEDED(guard->verdict = judge_connection(guard)))
        guard->verdict = certificate_ask(guard->easy, guard->file);
    return SUCCEEDED(guard->verdict) ? CURL_PREREQFUNC_OK : CURL_PREREQFUNC_ABORT;
}

/* TLS 1.0 and 1.1 are out of date: RFC 8996. */
CURLcode tls_guard_install(struct tls_guard *guard, CURL *easy, ULONG flags)
{
    CURLcode result;

    guard->easy = easy;
    guard->flags = flags & ~(BG_HTTP_REDIRECT_POLICY_MASK | BG_HTTP_REDIRECT_POLICY_ALLOW_HTTPS_TO_HTTP);
    guard->verdict = S_OK;
    if ((result = curl_easy_setopt(easy, CURLOPT_SSLVERSION, (long)CURL_SSLVERSION_TLSv1_2))
            || (result = curl_easy_setopt(easy, CURLOPT_PREREQDATA, guard)))
        return result;
    return curl_easy_setopt(easy, CURLOPT_PREREQFUNCTION, guard_request);
}

BOOL tls_guard_is_ready(const struct tls_guard *guard)
{
    return !guard->checking || revocation_check_result(guard->check) != E_PENDING;
}

void tls_guard_release(struct tls_guard *guard)
{
    revocation_check_free(guard->check);
    guard->check = NULL;
}
