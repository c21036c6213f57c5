/* Whether the certificates of a chain have been revoked. Wine 8.0 believes every list, whoever has signed it, and every
 * answer, however old it is. So the system only fetches them here, and what they are worth is judged by us.
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include "queue/clock.h"
#include "transfer/revocation.h"

/* Milliseconds. */
#define FETCH_TIMEOUT 10000
#define JUDGE_TIMEOUT 30000

void *revocation_fetch(const WCHAR *url, const char *oid, DWORD flags, ULONGLONG deadline)
{
    ULONGLONG now = clock_ticks();
    DWORD timeout;
    void *object;

    if (now >= deadline || _wcsnicmp(url, L"http://", 7))
        return NULL;
    timeout = min(FETCH_TIMEOUT, deadline - now);
    return CryptRetrieveObjectByUrlW(url, oid, flags, timeout, &object, NULL, NULL, NULL, NULL) ? object : NULL;
}

static HRESULT subject_judge(const struct revocation_subject *subject)
{
    HRESULT hr = revocation_list_judge(subject);

    return hr == REVOCATION_UNKNOWN ? ocsp_judge(subject) : hr;
}

static BOOL is_self_signed(const CERT_CHAIN_ELEMENT *element)
{
    return (element->TrustStatus.dwInfoStatus & CERT_TRUST_IS_SELF_SIGNED) != 0;
}

HRESULT revocation_judge(const CERT_SIMPLE_CHAIN *chain)
{
    struct revocation_subject subject = {.deadline = clock_ticks() + JUDGE_TIMEOUT};
    HRESULT hr = S_OK;
    DWORD i;

    for (i = 0; i < chain->cElement && SUCCEEDED(hr) && !is_self_signed(chain->rgpElement[i]); i++)
    {
        if (i + 1 == chain->cElement)
            return REVOCATION_UNKNOWN;
        subject.certificate = chain->rgpElement[i]->pCertContext;
        subject.issuer = chain->rgpElement[i + 1]->pCertContext;
        subject.is_authority = i > 0;
        hr = subject_judge(&subject);
    }
    return hr;
}
