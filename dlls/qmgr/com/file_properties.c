/* What newer versions of BITS tell of a file and let change.
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include "com/file_object.h"
#include "queue/queue.h"
#include "wine/debug.h"

WINE_DEFAULT_DEBUG_CHANNEL(qmgr);

HRESULT WINAPI file_SetRemoteName(IBackgroundCopyFile6 *iface, LPCWSTR Val)
{
    FIXME("iface %p\n", iface);
    return E_NOTIMPL;
}

/* The name is chosen before the file exists, and stays. An upload has none. */
HRESULT WINAPI file_GetTemporaryName(IBackgroundCopyFile6 *iface, LPWSTR *pFilename)
{
    struct file *file = file_from_iface(iface);
    const WCHAR *name;
    HRESULT hr;

    TRACE("iface %p, pFilename %p\n", iface, pFilename);

    if (!pFilename)
        return E_INVALIDARG;
    *pFilename = NULL;
    if (file->job->type != BG_JOB_TYPE_DOWNLOAD)
        return E_NOTIMPL;
    queue_lock();
    name = file_output_name(file);
    hr = name ? string_to_caller(name, pFilename) : E_OUTOFMEMORY;
    file->name_is_told |= SUCCEEDED(hr);
    queue_unlock();
    return hr;
}

HRESULT WINAPI file_SetValidationState(IBackgroundCopyFile6 *iface, BOOL state)
{
    FIXME("iface %p\n", iface);
    return E_NOTIMPL;
}

HRESULT WINAPI file_GetValidationState(IBackgroundCopyFile6 *iface, BOOL *pState)
{
    FIXME("iface %p\n", iface);
    return E_NOTIMPL;
}

HRESULT WINAPI file_IsDownloadedFromPeer(IBackgroundCopyFile6 *iface, BOOL *pVal)
{
    FIXME("iface %p\n", iface);
    return E_NOTIMPL;
}

HRESULT WINAPI file_GetPeerDownloadStats(IBackgroundCopyFile6 *iface, UINT64 *pFromOrigin, UINT64 *pFromPeers)
{
    FIXME("iface %p\n", iface);
    return E_NOTIMPL;
}

HRESULT WINAPI file_SetProperty(IBackgroundCopyFile6 *iface, BITS_FILE_PROPERTY_ID PropertyId,
        BITS_FILE_PROPERTY_VALUE PropertyValue)
{
    FIXME("iface %p\n", iface);
    return E_NOTIMPL;
}

HRESULT WINAPI file_GetProperty(IBackgroundCopyFile6 *iface, BITS_FILE_PROPERTY_ID PropertyId,
        BITS_FILE_PROPERTY_VALUE *PropertyValue)
{
    FIXME("iface %p\n", iface);
    return E_NOTIMPL;
}
