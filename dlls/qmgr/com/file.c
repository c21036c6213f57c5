/* IBackgroundCopyFile: one file of a job. nn-bits-ibackgroundcopyfile
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include <stdlib.h>

#include "com/com.h"
#include "queue/queue.h"
#include "wine/debug.h"

WINE_DEFAULT_DEBUG_CHANNEL(qmgr);

struct file_object
{
    IBackgroundCopyFile IBackgroundCopyFile_iface;
    LONG refs; /* reaches 0 under the queue's lock only */
    struct file *file;
};

static struct file_object *impl_from_IBackgroundCopyFile(IBackgroundCopyFile *iface)
{
    return CONTAINING_RECORD(iface, struct file_object, IBackgroundCopyFile_iface);
}

static HRESULT WINAPI file_QueryInterface(IBackgroundCopyFile *iface, REFIID iid, void **out)
{
    TRACE("iface %p, iid %s, out %p\n", iface, debugstr_guid(iid), out);

    if (!out)
        return E_POINTER;
    *out = NULL;
    if (!IsEqualIID(iid, &IID_IUnknown) && !IsEqualIID(iid, &IID_IBackgroundCopyFile))
        return E_NOINTERFACE;
    IBackgroundCopyFile_AddRef(iface);
    *out = iface;
    return S_OK;
}

static ULONG WINAPI file_AddRef(IBackgroundCopyFile *iface)
{
    return InterlockedIncrement(&impl_from_IBackgroundCopyFile(iface)->refs);
}

static ULONG WINAPI file_Release(IBackgroundCopyFile *iface)
{
    struct file_object *object = impl_from_IBackgroundCopyFile(iface);
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

static HRESULT WINAPI file_GetRemoteName(IBackgroundCopyFile *iface, LPWSTR *out)
{
    HRESULT hr;

    TRACE("iface %p, out %p\n", iface, out);

    if (!out)
        return E_INVALIDARG;
    queue_lock();
    hr = string_to_caller(impl_from_IBackgroundCopyFile(iface)->file->remote_name, out);
    queue_unlock();
    return hr;
}

static HRESULT WINAPI file_GetLocalName(IBackgroundCopyFile *iface, LPWSTR *out)
{
    HRESULT hr;

    TRACE("iface %p, out %p\n", iface, out);

    if (!out)
        return E_INVALIDARG;
    queue_lock();
    hr = string_to_caller(impl_from_IBackgroundCopyFile(iface)->file->local_name, out);
    queue_unlock();
    return hr;
}

static HRESULT WINAPI file_GetProgress(IBackgroundCopyFile *iface, BG_FILE_PROGRESS *progress)
{
    const struct file *file = impl_from_IBackgroundCopyFile(iface)->file;

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

static const IBackgroundCopyFileVtbl file_vtbl =
{
    file_QueryInterface,
    file_AddRef,
    file_Release,
    file_GetRemoteName,
    file_GetLocalName,
    file_GetProgress,
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
        object->IBackgroundCopyFile_iface.lpVtbl = &file_vtbl;
        object->refs = 1;
        object->file = file;
        job_addref(file->job);
        file->object = object;
    }
    *out = &object->IBackgroundCopyFile_iface;
    return S_OK;
}
