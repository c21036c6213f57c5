/* IBackgroundCopyFile: one file of a job. nn-bits-ibackgroundcopyfile
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include <stdlib.h>

#include "com/file_object.h"
#include "queue/queue.h"
#include "wine/debug.h"

WINE_DEFAULT_DEBUG_CHANNEL(qmgr);

static struct file_object *impl_from_IBackgroundCopyFile6(IBackgroundCopyFile6 *iface)
{
    return CONTAINING_RECORD(iface, struct file_object, IBackgroundCopyFile6_iface);
}

static BOOL is_file_interface(REFIID iid)
{
    static const IID *const versions[] =
    {
        &IID_IUnknown,
        &IID_IBackgroundCopyFile,
        &IID_IBackgroundCopyFile2,
        &IID_IBackgroundCopyFile3,
        &IID_IBackgroundCopyFile4,
        &IID_IBackgroundCopyFile5,
        &IID_IBackgroundCopyFile6,
    };
    size_t i;

    for (i = 0; i < ARRAYSIZE(versions); i++)
    {
        if (IsEqualIID(iid, versions[i]))
            return TRUE;
    }
    return FALSE;
}

static HRESULT WINAPI file_QueryInterface(IBackgroundCopyFile6 *iface, REFIID iid, void **out)
{
    TRACE("iface %p, iid %s, out %p\n", iface, debugstr_guid(iid), out);

    if (!out)
        return E_POINTER;
    *out = NULL;
    if (!is_file_interface(iid))
        return E_NOINTERFACE;
    IBackgroundCopyFile6_AddRef(iface);
    *out = iface;
    return S_OK;
}

static ULONG WINAPI file_AddRef(IBackgroundCopyFile6 *iface)
{
    return InterlockedIncrement(&impl_from_IBackgroundCopyFile6(iface)->refs);
}

static ULONG WINAPI file_Release(IBackgroundCopyFile6 *iface)
{
    struct file_object *object = impl_from_IBackgroundCopyFile6(iface);
    ULONG refs;

    queue_lock();
    if (!(refs = InterlockedDecrement(&object->refs)))
        object->file->object = NULL;
    queue_unlock();
    if (!refs)
    {
        job_release(object->file->job);
        free(object);
    }
    return refs;
}

static HRESULT WINAPI file_GetRemoteName(IBackgroundCopyFile6 *iface, LPWSTR *out)
{
    TRACE("iface %p, out %p\n", iface, out);
    return read_string(&file_from_iface(iface)->remote_name, out);
}

static HRESULT WINAPI file_GetLocalName(IBackgroundCopyFile6 *iface, LPWSTR *out)
{
    TRACE("iface %p, out %p\n", iface, out);
    return read_string(&file_from_iface(iface)->local_name, out);
}

static HRESULT WINAPI file_GetProgress(IBackgroundCopyFile6 *iface, BG_FILE_PROGRESS *progress)
{
    const struct file *file = file_from_iface(iface);

    TRACE("iface %p, progress %p\n", iface, progress);

    if (!progress)
        return E_INVALIDARG;
    memset(progress, 0, sizeof(*progress));
    queue_lock();
    progress->BytesTotal = file->bytes_total;
    progress->BytesTransferred = file->bytes_transferred;
    progress->Completed = file->completed;
    queue_unlock();
    return S_OK;
}

static const IBackgroundCopyFile6Vtbl file_vtbl =
{
    file_QueryInterface,
    file_AddRef,
    file_Release,
    file_GetRemoteName,
    file_GetLocalName,
    file_GetProgress,
    file_GetFileRanges,
    file_SetRemoteName,
    file_GetTemporaryName,
    file_SetValidationState,
    file_GetValidationState,
    file_IsDownloadedFromPeer,
    file_GetPeerDownloadStats,
    file_SetProperty,
    file_GetProperty,
    file_UpdateDownloadPosition,
    file_RequestFileRanges,
    file_GetFilledFileRanges,
};

HRESULT file_object_get(struct file *file, IBackgroundCopyFile **out)
{
    struct file_object *object = file->object;

    if (object)
        InterlockedIncrement(&object->refs);
    else
    {
        if (!(object = malloc(sizeof(*object))))
            return E_OUTOFMEMORY;
        object->IBackgroundCopyFile6_iface.lpVtbl = &file_vtbl;
        object->refs = 1;
        object->file = file;
        job_addref(file->job);
        file->object = object;
    }
    *out = (IBackgroundCopyFile *)&object->IBackgroundCopyFile6_iface;
    return S_OK;
}
