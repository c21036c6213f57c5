/* Finding out whether a server's certificate has been revoked. That may ask the network, so that a thread of the
 * system's pool does it, and what was found good is good for a while.
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include <stdlib.h>
#include <string.h>

#include "queue/clock.h"
#include "transfer/background.h"
#include "transfer/trust/revocation.h"
#include "transfer/trust/revocation_check.h"
#include "transfer/trust/server_trust.h"
#include "transfer/transfer.h"

/* For so many milliseconds a certificate that was found good is not looked for again. */
#define GOOD_LIFETIME 60000

struct revocation_check
{
    LONG refs;              /* the request's, and the thread's while it works */
    LONG result;            /* E_PENDING until it is known */
    PCCERT_CONTEXT certificate;
};

static struct
{
    SRWLOCK lock;
    BOOL running;           /* transfer_wakeup may be called */
    PCCERT_CONTEXT good;    /* found good last */
    ULONGLONG expiry;       /* the clock_ticks() from which on it is to be looked for again */
} checks;

static void check_release(struct revocation_check *check)
{
    if (InterlockedDecrement(&check->refs))
        return;
    CertFreeCertificateContext(check->certificate);
    free(check);
}

static BOOL is_same_certificate(PCCERT_CONTEXT a, PCCERT_CONTEXT b)
{
    return a->cbCertEncoded == b->cbCertEncoded && !memcmp(a->pbCertEncoded, b->pbCertEncoded, a->cbCertEncoded);
}

static BOOL is_known_good(PCCERT_CONTEXT certificate)
{
    BOOL known;

    AcquireSRWLockShared(&checks.lock);
    known = checks.good && clock_ticks() < checks.expiry && is_same_certificate(checks.good, certificate);
    ReleaseSRWLockShared(&checks.lock);
    return known;
}

static void remember_good(PCCERT_CONTEXT certificate)
{
    CertFreeCertificateContext(checks.good);
    checks.good = CertDuplicateCertificateContext(certificate);
    checks.expiry = clock_ticks() + GOOD_LIFETIME;
}

/* The server has been found to be trusted before, by a chain of the same certificates. */
static HRESULT judge_certificate(PCCERT_CONTEXT certificate)
{
    HRESULT hr = REVOCATION_UNKNOWN;
    HCERTCHAINENGINE engine = chain_engine_create();
    PCCERT_CHAIN_CONTEXT chain = chain_build(engine, certificate, CERT_CHAIN_CACHE_ONLY_URL_RETRIEVAL);

    if (chain)
    {
        hr = revocation_judge(chain->rgpChain[0]);
        CertFreeCertificateChain(chain);
    }
    if (engine)
        CertFreeCertificateChainEngine(engine);
    return hr;
}

static void CALLBACK check_work(TP_CALLBACK_INSTANCE *instance, void *arg)
{
    struct revocation_check *check = arg;
    HRESULT hr = judge_certificate(check->certificate);

    AcquireSRWLockExclusive(&checks.lock);
    InterlockedExchange(&check->result, hr);
    if (checks.running && SUCCEEDED(hr))
        remember_good(check->certificate);
    if (checks.running)
        transfer_wakeup();
    ReleaseSRWLockExclusive(&checks.lock);
    check_release(check);
}

static BOOL check_begin(struct revocation_check *check)
{
    check->refs++;
    if (background_start(check_work, check))
        return TRUE;
    check->refs--;
    return FALSE;
}

struct revocation_check *revocation_check_start(PCCERT_CONTEXT certificate)
{
    struct revocation_check *check = calloc(1, sizeof(*check));

    if (!check)
        return NULL;
    check->refs = 1;
    check->certificate = CertDuplicateCertificateContext(certificate);
    check->result = is_known_good(certificate) ? S_OK : E_PENDING;
    if (check->result != E_PENDING || check_begin(check))
        return check;
    check_release(check);
    return NULL;
}

void revocation_check_free(struct revocation_check *check)
{
    if (check)
        check_release(check);
}

BOOL revocation_check_is_of(const struct revocation_check *check, PCCERT_CONTEXT certificate)
{
    return is_same_certificate(check->certificate, certificate);
}

HRESULT revocation_check_result(const struct revocation_check *check)
{
    return InterlockedCompareExchange((LONG *)&check->result, 0, 0);
}

void revocation_checks_startup(void)
{
    AcquireSRWLockExclusive(&checks.lock);
    checks.running = TRUE;
    ReleaseSRWLockExclusive(&checks.lock);
}

void revocation_checks_shutdown(void)
{
    AcquireSRWLockExclusive(&checks.lock);
    checks.running = FALSE;
    CertFreeCertificateContext(checks.good);
    checks.good = NULL;
    ReleaseSRWLockExclusive(&checks.lock);
}
