/* Trust in servers, by the certificate stores and policies of the system.
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include <string.h>
#include <winsock2.h>
#include <windows.h>
#include <wincrypt.h>
#include <winhttp.h>

#include "queue/clock.h"
#include "transfer/trust/chain_policy.h"
#include "transfer/trust/server_name.h"
#include "transfer/trust/server_trust.h"

/* For so many milliseconds a change of the system's trusted roots may go unnoticed. */
#define TRUST_LIFETIME 60000

/* What the last judgements left behind; only the thread that transfers comes here. */
static struct
{
    HCERTCHAINENGINE engine;
    ULONGLONG expiry;           /* the clock_ticks() from which on nothing of this counts */
    PCCERT_CONTEXT certificate; /* was found good for this server, under these flags */
    WCHAR server[256];
    ULONG flags;
} trust;

/* Wine 8.0 takes the structure of the Windows versions before 7 only. */
HCERTCHAINENGINE chain_engine_create(void)
{
    CERT_CHAIN_ENGINE_CONFIG config = {RTL_SIZEOF_THROUGH_FIELD(CERT_CHAIN_ENGINE_CONFIG, CycleDetectionModulus)};
    HCERTCHAINENGINE engine;

    return CertCreateCertificateChainEngine(&config, &engine) ? engine : NULL;
}

PCCERT_CHAIN_CONTEXT chain_build(HCERTCHAINENGINE engine, PCCERT_CONTEXT certificate, DWORD flags)
{
    char *usages[] = {(char *)szOID_PKIX_KP_SERVER_AUTH};
    CERT_CHAIN_PARA para = {sizeof(para), {USAGE_MATCH_TYPE_AND, {ARRAYSIZE(usages), usages}}};
    HCERTSTORE sent = certificate->hCertStore;
    PCCERT_CHAIN_CONTEXT chain;

    if (!engine || !CertGetCertificateChain(engine, certificate, NULL, sent, &para, flags, NULL, &chain))
        return NULL;
    return chain;
}

/* Missing certificates are taken from what the server sent, never from the network: no request goes anywhere on behalf
 * of a server that is not trusted yet, and nothing holds up the other transfers. */
static HRESULT judge_certificate(PCCERT_CONTEXT certificate, struct server *server, ULONG flags)
{
    PCCERT_CHAIN_CONTEXT chain = chain_build(trust.engine, certificate, CERT_CHAIN_CACHE_ONLY_URL_RETRIEVAL);
    HRESULT hr;

    if (!chain)
        return __HRESULT_FROM_WIN32(ERROR_WINHTTP_SECURE_FAILURE);
    hr = chain_judge(chain, server, flags);
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

/* Reads the system's roots afresh: in Wine an engine keeps those that it found when it was made. */
static void trust_renew(void)
{
    trust_forget();
    trust.engine = chain_engine_create();
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
HRESULT server_judge(PCCERT_CONTEXT certificate, struct server *server, ULONG flags)
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
