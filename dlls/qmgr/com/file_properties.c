/* What newer versions of BITS tell of a file and let change.
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include "com/file_object.h"
#include "queue/queue.h"
#include "transfer/url.h"
#include "wine/debug.h"

WINE_DEFAULT_DEBUG_CHANNEL(qmgr);

/* nf-bits2_0-ibackgroundcopyfile2-setremotename */
HRESULT WINAPI file_SetRemoteName(IBackgroundCopyFile6 *iface, LPCWSTR Val)
{
    struct file *file = file_from_iface(iface);
    HRESULT hr;

    TRACE("iface %p, name %s\n", iface, debugstr_w(remote_name_without_password(Val)));

    if (file->job->type != BG_JOB_TYPE_DOWNLOAD)
        return E_NOTIMPL;
    if (FAILED(hr = remote_name_check(Val)))
        return hr;
    queue_lock();
    if (SUCCEEDED(hr = job_check_call(file->job, JOB_CALL_SET_REMOTE_NAME)))
        hr = file_set_remote_name(file, Val);
    queue_commit();
    return hr;
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
    if (SUCCEEDED(hr) && !file->name_is_told)
    {
        file->name_is_told = TRUE;
        file_mark(file);
    }
    queue_commit();
    return hr;
}

/* nf-bits3_0-ibackgroundcopyfile3-setvalidationstate */
HRESULT WINAPI file_SetValidationState(IBackgroundCopyFile6 *iface, BOOL state)
{
    struct file *file = file_from_iface(iface);
    HRESULT hr;

    TRACE("iface %p, state %d\n", iface, state);

    queue_lock();
    if (SUCCEEDED(hr = job_check_call(file->job, JOB_CALL_SET_VALIDATION_STATE)))
        hr = file_set_validation_state(file, !!state);
    queue_commit();
    return hr;
}

HRESULT WINAPI file_GetValidationState(IBackgroundCopyFile6 *iface, BOOL *pState)
{
    TRACE("iface %p, state %p\n", iface, pState);

    if (!pState)
        return E_INVALIDARG;
    queue_lock();
    *pState = file_from_iface(iface)->valid;
    queue_unlock();
    return S_OK;
}

/* There are no peers: each file comes from its origin. */
HRESULT WINAPI file_IsDownloadedFromPeer(IBackgroundCopyFile6 *iface, BOOL *pVal)
{
    TRACE("iface %p, value %p\n", iface, pVal);

    if (!pVal)
        return E_INVALIDARG;
    *pVal = FALSE;
    return S_OK;
}

/* nf-bits4_0-ibackgroundcopyfile4-getpeerdownloadstats */
HRESULT WINAPI file_GetPeerDownloadStats(IBackgroundCopyFile6 *iface, UINT64 *pFromOrigin, UINT64 *pFromPeers)
{
    const struct file *file = file_from_iface(iface);

    TRACE("iface %p, from origin %p, from peers %p\n", iface, pFromOrigin, pFromPeers);

    if (!pFromOrigin || !pFromPeers)
        return E_INVALIDARG;
    *pFromPeers = 0;
    queue_lock();
    *pFromOrigin = file->job->type == BG_JOB_TYPE_DOWNLOAD ? file->bytes_transferred : 0;
    queue_unlock();
    return S_OK;
}

/* The one property that there is belongs to the server. */
HRESULT WINAPI file_SetProperty(IBackgroundCopyFile6 *iface, BITS_FILE_PROPERTY_ID PropertyId,
        BITS_FILE_PROPERTY_VALUE PropertyValue)
{
    TRACE("iface %p, property %d\n", iface, PropertyId);

    if (PropertyId != BITS_FILE_PROPERTY_ID_HTTP_RESPONSE_HEADERS)
        return BG_E_UNKNOWN_PROPERTY_ID;
    return BG_E_READ_ONLY_PROPERTY;
}

/* The headers are NULL until a server has answered. */
HRESULT WINAPI file_GetProperty(IBackgroundCopyFile6 *iface, BITS_FILE_PROPERTY_ID PropertyId,
        BITS_FILE_PROPERTY_VALUE *PropertyValue)
{
    TRACE("iface %p, property %d, value %p\n", iface, PropertyId, PropertyValue);

    if (!PropertyValue)
        return E_INVALIDARG;
    PropertyValue->String = NULL;
    if (PropertyId != BITS_FILE_PROPERTY_ID_HTTP_RESPONSE_HEADERS)
        return BG_E_UNKNOWN_PROPERTY_ID;
    return read_string(&file_from_iface(iface)->response_headers, &PropertyValue->String);
}
