/* The certificate by which a job's requests say who they come from. nn-bits2_5-ibackgroundcopyjobhttpoptions
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include "com/caller.h"
#include "com/job_object.h"
#include "queue/queue.h"
#include "transfer/trust/certificate_store.h"
#include "wine/debug.h"

WINE_DEFAULT_DEBUG_CHANNEL(qmgr);

/* Gives the job the certificate, or frees it. */
static HRESULT put_certificate(struct job *job, struct client_certificate *certificate)
{
    HRESULT hr;

    queue_lock();
    if (SUCCEEDED(hr = job_check_call(job, JOB_CALL_SET_PROPERTY)))
        job_set_client_certificate(job, certificate);
    queue_commit();
    if (FAILED(hr))
        client_certificate_free(certificate);
    return hr;
}

/* What can be said before any store is opened. */
static HRESULT check_call(struct job *job)
{
    HRESULT hr;

    if (FAILED(hr = job_owner_check(job)))
        return hr;
    queue_lock();
    hr = job_check_call(job, JOB_CALL_SET_PROPERTY);
    queue_unlock();
    return hr;
}

HRESULT WINAPI http_options_SetClientCertificateByID(IBackgroundCopyJobHttpOptions3 *iface,
        BG_CERT_STORE_LOCATION location, LPCWSTR store, BYTE *hash)
{
    struct job *job = job_from_http_options(iface);
    struct client_certificate *certificate;
    HRESULT hr;

    TRACE("iface %p, location %u, store %s, hash %p\n", iface, location, debugstr_w(store), hash);

    if (!store || !hash)
        return HRESULT_FROM_WIN32(RPC_X_NULL_REF_POINTER);
    if (lstrlenW(store) > CERTIFICATE_STORE_MAX)
        return BG_E_STRING_TOO_LONG;
    if (FAILED(hr = check_call(job)) || FAILED(hr = caller_impersonate()))
        return hr;
    hr = client_certificate_find_by_hash(location, store, hash, &certificate);
    caller_stop_impersonating();
    return FAILED(hr) ? hr : put_certificate(job, certificate);
}

HRESULT WINAPI http_options_SetClientCertificateByName(IBackgroundCopyJobHttpOptions3 *iface,
        BG_CERT_STORE_LOCATION location, LPCWSTR store, LPCWSTR subject)
{
    struct job *job = job_from_http_options(iface);
    struct client_certificate *certificate;
    HRESULT hr;

    TRACE("iface %p, location %u, store %s, subject %s\n", iface, location, debugstr_w(store), debugstr_w(subject));

    if (!store || !subject)
        return HRESULT_FROM_WIN32(RPC_X_NULL_REF_POINTER);
    if (lstrlenW(store) > CERTIFICATE_STORE_MAX || lstrlenW(subject) > CERTIFICATE_SUBJECT_MAX)
        return BG_E_STRING_TOO_LONG;
    if (!*subject)
        return E_INVALIDARG;
    if (FAILED(hr = check_call(job)) || FAILED(hr = caller_impersonate()))
        return hr;
    hr = client_certificate_find_by_subject(location, store, subject, &certificate);
    caller_stop_impersonating();
    return FAILED(hr) ? hr : put_certificate(job, certificate);
}

HRESULT WINAPI http_options_RemoveClientCertificate(IBackgroundCopyJobHttpOptions3 *iface)
{
    struct job *job = job_from_http_options(iface);
    HRESULT hr;

    TRACE("iface %p\n", iface);

    queue_lock();
    if (SUCCEEDED(hr = job_check_call(job, JOB_CALL_SET_PROPERTY)))
    {
        hr = job->http.certificate ? S_OK : S_FALSE;
        if (hr == S_OK)
            job_set_client_certificate(job, NULL);
    }
    queue_commit();
    return hr;
}

static HRESULT copy_certificate(const struct client_certificate *certificate, WCHAR **store, BYTE **hash,
        WCHAR **subject)
{
    HRESULT hr;

    if (FAILED(hr = string_to_caller(certificate->store, store)))
        return hr;
    if (FAILED(hr = string_to_caller(certificate->subject, subject)))
        return hr;
    if (!(*hash = CoTaskMemAlloc(CERTIFICATE_HASH_SIZE)))
        return E_OUTOFMEMORY;
    memcpy(*hash, certificate->hash, CERTIFICATE_HASH_SIZE);
    return S_OK;
}

static void clear_certificate(WCHAR **store, BYTE **hash, WCHAR **subject)
{
    CoTaskMemFree(*store);
    CoTaskMemFree(*hash);
    CoTaskMemFree(*subject);
    *store = *subject = NULL;
    *hash = NULL;
}

HRESULT WINAPI http_options_GetClientCertificate(IBackgroundCopyJobHttpOptions3 *iface,
        BG_CERT_STORE_LOCATION *location, LPWSTR *store, BYTE **hash, LPWSTR *subject)
{
    struct job *job = job_from_http_options(iface);
    HRESULT hr = HRESULT_FROM_WIN32(RPC_X_BAD_STUB_DATA);

    TRACE("iface %p, location %p, store %p, hash %p, subject %p\n", iface, location, store, hash, subject);

    if (!location || !store || !hash || !subject)
        return HRESULT_FROM_WIN32(RPC_X_NULL_REF_POINTER);
    *location = BG_CERT_STORE_LOCATION_CURRENT_USER;
    *store = *subject = NULL;
    *hash = NULL;
    if (FAILED(job_owner_check(job)))
        return hr;
    queue_lock();
    if (job->http.certificate)
    {
        *location = job->http.certificate->location;
        hr = copy_certificate(job->http.certificate, store, hash, subject);
    }
    queue_unlock();
    if (FAILED(hr))
        clear_certificate(store, hash, subject);
    return hr;
}
