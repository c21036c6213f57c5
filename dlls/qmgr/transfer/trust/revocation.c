/* Whether the certificates of a chain have been revoked. Wine 8.0 believes every list, whoever has signed it, and every
 * answer, however old it is, and would wait for ever for one that has no end. So all this is done by us.
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include <stdlib.h>
#include <string.h>
#include <winsock2.h>
#include <curl/curl.h>

#include "queue/clock.h"
#include "transfer/trust/revocation.h"
#include "transfer/utf8.h"

/* Milliseconds. */
#define FETCH_TIMEOUT 10000
#define JUDGE_TIMEOUT 30000

#define FETCH_SIZE_MAX (16 * 1024 * 1024)
#define REDIRECTS_MAX 5

static size_t take_data(char *data, size_t one, size_t size, void *arg)
{
    CRYPT_DATA_BLOB *blob = arg;
    BYTE *grown;

    if (size > FETCH_SIZE_MAX - blob->cbData || !(grown = realloc(blob->pbData, blob->cbData + size)))
        return 0;
    memcpy(grown + blob->cbData, data, size);
    blob->pbData = grown;
    blob->cbData += size;
    return size;
}

static BOOL fetch(CURL *easy, const char *url, long timeout, CRYPT_DATA_BLOB *blob)
{
    curl_easy_setopt(easy, CURLOPT_URL, url);
    curl_easy_setopt(easy, CURLOPT_PROTOCOLS_STR, "http");
    curl_easy_setopt(easy, CURLOPT_REDIR_PROTOCOLS_STR, "http");
    curl_easy_setopt(easy, CURLOPT_FOLLOWLOCATION, 1L);
    curl_easy_setopt(easy, CURLOPT_MAXREDIRS, (long)REDIRECTS_MAX);
    curl_easy_setopt(easy, CURLOPT_PROXY, "");
    curl_easy_setopt(easy, CURLOPT_TIMEOUT_MS, timeout);
    curl_easy_setopt(easy, CURLOPT_FAILONERROR, 1L);
    curl_easy_setopt(easy, CURLOPT_WRITEFUNCTION, take_data);
    curl_easy_setopt(easy, CURLOPT_WRITEDATA, blob);
    return curl_easy_perform(easy) == CURLE_OK && blob->pbData;
}

/* libcurl is initialized once more, since the service may stop meanwhile. */
static BOOL fetch_utf8(const char *url, long timeout, CRYPT_DATA_BLOB *blob)
{
    BOOL fetched = FALSE;
    CURL *easy;

    if (curl_global_init(CURL_GLOBAL_DEFAULT))
        return FALSE;
    if ((easy = curl_easy_init()))
        fetched = fetch(easy, url, timeout, blob);
    curl_easy_cleanup(easy);
    curl_global_cleanup();
    return fetched;
}

BOOL revocation_fetch(const WCHAR *url, ULONGLONG deadline, CRYPT_DATA_BLOB *data)
{
    ULONGLONG now = clock_ticks();
    char *utf8 = utf8_from_wide(url, 0);
    BOOL fetched;

    data->cbData = 0;
    data->pbData = NULL;
    fetched = utf8 && now < deadline && fetch_utf8(utf8, min(FETCH_TIMEOUT, deadline - now), data);
    if (!fetched)
        free(data->pbData);
    free(utf8);
    return fetched;
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
