/* The HTTP options of a job. nn-bits10_3-ibackgroundcopyjobhttpoptions3
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include "com/job_object.h"
#include "queue/queue.h"
#include "wine/debug.h"

WINE_DEFAULT_DEBUG_CHANNEL(qmgr);

static struct job_object *impl_from_IBackgroundCopyJobHttpOptions3(IBackgroundCopyJobHttpOptions3 *iface)
{
    return CONTAINING_RECORD(iface, struct job_object, IBackgroundCopyJobHttpOptions3_iface);
}

static HRESULT WINAPI http_options_QueryInterface(IBackgroundCopyJobHttpOptions3 *iface, REFIID iid, void **out)
{
    return IBackgroundCopyJob5_QueryInterface(
            &impl_from_IBackgroundCopyJobHttpOptions3(iface)->IBackgroundCopyJob5_iface, iid, out);
}

static ULONG WINAPI http_options_AddRef(IBackgroundCopyJobHttpOptions3 *iface)
{
    return IBackgroundCopyJob5_AddRef(&impl_from_IBackgroundCopyJobHttpOptions3(iface)->IBackgroundCopyJob5_iface);
}

static ULONG WINAPI http_options_Release(IBackgroundCopyJobHttpOptions3 *iface)
{
    return IBackgroundCopyJob5_Release(&impl_from_IBackgroundCopyJobHttpOptions3(iface)->IBackgroundCopyJob5_iface);
}

/* A string with a secret is not traced. nf-bits2_5-ibackgroundcopyjobhttpoptions-setcustomheaders */
static HRESULT WINAPI http_options_SetCustomHeaders(IBackgroundCopyJobHttpOptions3 *iface, LPCWSTR headers)
{
    struct job *job = job_from_http_options(iface);
    HRESULT hr;

    TRACE("iface %p, headers %p\n", iface, headers);

    if (headers && lstrlenW(headers) > CUSTOM_HEADERS_MAX)
        return BG_E_STRING_TOO_LONG;
    if (headers && FAILED(hr = custom_headers_check(headers)))
        return hr;
    if (FAILED(hr = job_owner_check(job)))
        return hr;
    queue_lock();
    if (SUCCEEDED(hr = job_check_call(job, JOB_CALL_SET_PROPERTY)))
        hr = job_set_custom_headers(job, headers);
    queue_commit();
    return hr;
}

static HRESULT copy_headers(const struct http_options *http, WCHAR **headers)
{
    if (http->headers_are_write_only)
        return E_ACCESSDENIED;
    return http->headers ? string_to_caller(http->headers, headers) : S_FALSE;
}

static HRESULT WINAPI http_options_GetCustomHeaders(IBackgroundCopyJobHttpOptions3 *iface, LPWSTR *headers)
{
    struct job *job = job_from_http_options(iface);
    HRESULT hr;

    TRACE("iface %p, headers %p\n", iface, headers);

    if (!headers)
        return HRESULT_FROM_WIN32(RPC_X_NULL_REF_POINTER);
    *headers = NULL;
    if (FAILED(hr = job_owner_check(job)))
        return hr;
    queue_lock();
    hr = copy_headers(&job->http, headers);
    queue_unlock();
    return hr;
}

static HRESULT WINAPI http_options_SetSecurityFlags(IBackgroundCopyJobHttpOptions3 *iface, ULONG flags)
{
    HRESULT hr;

    TRACE("iface %p, flags %#lx\n", iface, flags);

    if (FAILED(hr = security_flags_check(flags)))
        return hr;
    queue_lock();
    hr = job_set_security_flags(job_from_http_options(iface), flags);
    queue_commit();
    return hr;
}

static HRESULT WINAPI http_options_GetSecurityFlags(IBackgroundCopyJobHttpOptions3 *iface, ULONG *flags)
{
    TRACE("iface %p, flags %p\n", iface, flags);
    return read_number(&job_from_http_options(iface)->http.security_flags, flags);
}

static HRESULT WINAPI http_options_SetHttpMethod(IBackgroundCopyJobHttpOptions3 *iface, LPCWSTR method)
{
    HRESULT hr;

    TRACE("iface %p, method %s\n", iface, debugstr_w(method));

    if (!method)
        return E_INVALIDARG;
    if (FAILED(hr = http_method_check(method)))
        return hr;
    queue_lock();
    hr = job_set_http_method(job_from_http_options(iface), method);
    queue_commit();
    return hr;
}

static HRESULT WINAPI http_options_GetHttpMethod(IBackgroundCopyJobHttpOptions3 *iface, LPWSTR *method)
{
    HRESULT hr;

    TRACE("iface %p, method %p\n", iface, method);

    if (!method)
        return E_INVALIDARG;
    queue_lock();
    hr = string_to_caller(job_http_method(job_from_http_options(iface)), method);
    queue_unlock();
    return hr;
}

/* Takes over the reference. */
static HRESULT put_certificate_callback(struct job *job, IUnknown *callback)
{
    HRESULT hr;

    queue_lock();
    if (SUCCEEDED(hr = job_check_call(job, JOB_CALL_SET_CERTIFICATE_CALLBACK)))
    {
        job_set_certificate_callback(job, callback);
        job_touch(job);
    }
    queue_commit();
    if (FAILED(hr) && callback)
        IUnknown_Release(callback);
    return hr;
}

static HRESULT WINAPI http_options_SetServerCertificateValidationInterface(IBackgroundCopyJobHttpOptions3 *iface,
        IUnknown *callback)
{
    const IID *iid = &IID_IBackgroundCopyServerCertificateValidationCallback;
    IUnknown *validation = NULL;

    TRACE("iface %p, callback %p\n", iface, callback);

    if (callback && FAILED(IUnknown_QueryInterface(callback, iid, (void **)&validation)))
        return E_NOINTERFACE;
    return put_certificate_callback(job_from_http_options(iface), validation);
}

/* The page has this succeed always. It cannot be undone. */
static HRESULT WINAPI http_options_MakeCustomHeadersWriteOnly(IBackgroundCopyJobHttpOptions3 *iface)
{
    struct job *job = job_from_http_options(iface);

    TRACE("iface %p\n", iface);

    queue_lock();
    job->http.headers_are_write_only = TRUE;
    job_touch(job);
    queue_unlock();
    return S_OK;
}

const IBackgroundCopyJobHttpOptions3Vtbl http_options_vtbl =
{
    http_options_QueryInterface,
    http_options_AddRef,
    http_options_Release,
    http_options_SetClientCertificateByID,
    http_options_SetClientCertificateByName,
    http_options_RemoveClientCertificate,
    http_options_GetClientCertificate,
    http_options_SetCustomHeaders,
    http_options_GetCustomHeaders,
    http_options_SetSecurityFlags,
    http_options_GetSecurityFlags,
    http_options_SetHttpMethod,
    http_options_GetHttpMethod,
    http_options_SetServerCertificateValidationInterface,
    http_options_MakeCustomHeadersWriteOnly,
};
