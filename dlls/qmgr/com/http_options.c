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

static HRESULT WINAPI http_options_SetClientCertificateByID(IBackgroundCopyJobHttpOptions3 *iface,
        BG_CERT_STORE_LOCATION StoreLocation, LPCWSTR StoreName, BYTE *pCertHashBlob)
{
    FIXME("iface %p\n", iface);
    return E_NOTIMPL;
}

static HRESULT WINAPI http_options_SetClientCertificateByName(IBackgroundCopyJobHttpOptions3 *iface,
        BG_CERT_STORE_LOCATION StoreLocation, LPCWSTR StoreName, LPCWSTR SubjectName)
{
    FIXME("iface %p\n", iface);
    return E_NOTIMPL;
}

static HRESULT WINAPI http_options_RemoveClientCertificate(IBackgroundCopyJobHttpOptions3 *iface)
{
    FIXME("iface %p\n", iface);
    return E_NOTIMPL;
}

static HRESULT WINAPI http_options_GetClientCertificate(IBackgroundCopyJobHttpOptions3 *iface,
        BG_CERT_STORE_LOCATION *pStoreLocation, LPWSTR *pStoreName, BYTE **ppCertHashBlob, LPWSTR *pSubjectName)
{
    FIXME("iface %p\n", iface);
    return E_NOTIMPL;
}

static HRESULT WINAPI http_options_SetCustomHeaders(IBackgroundCopyJobHttpOptions3 *iface, LPCWSTR RequestHeaders)
{
    FIXME("iface %p\n", iface);
    return E_NOTIMPL;
}

static HRESULT WINAPI http_options_GetCustomHeaders(IBackgroundCopyJobHttpOptions3 *iface, LPWSTR *pRequestHeaders)
{
    FIXME("iface %p\n", iface);
    return E_NOTIMPL;
}

static HRESULT WINAPI http_options_SetSecurityFlags(IBackgroundCopyJobHttpOptions3 *iface, ULONG Flags)
{
    FIXME("iface %p\n", iface);
    return E_NOTIMPL;
}

static HRESULT WINAPI http_options_GetSecurityFlags(IBackgroundCopyJobHttpOptions3 *iface, ULONG *pFlags)
{
    FIXME("iface %p\n", iface);
    return E_NOTIMPL;
}

static HRESULT WINAPI http_options_SetHttpMethod(IBackgroundCopyJobHttpOptions3 *iface, LPCWSTR method)
{
    FIXME("iface %p\n", iface);
    return E_NOTIMPL;
}

static HRESULT WINAPI http_options_GetHttpMethod(IBackgroundCopyJobHttpOptions3 *iface, LPWSTR *method)
{
    FIXME("iface %p\n", iface);
    return E_NOTIMPL;
}

static HRESULT WINAPI http_options_SetServerCertificateValidationInterface(IBackgroundCopyJobHttpOptions3 *iface,
        IUnknown *certValidationCallback)
{
    FIXME("iface %p\n", iface);
    return E_NOTIMPL;
}

static HRESULT WINAPI http_options_MakeCustomHeadersWriteOnly(IBackgroundCopyJobHttpOptions3 *iface)
{
    FIXME("iface %p\n", iface);
    return E_NOTIMPL;
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
