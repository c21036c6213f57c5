/* IBackgroundCopyJob1: the job in a group, which has the files. nn-qmgr-ibackgroundcopyjob1
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include <stdlib.h>

#include "com/legacy.h"
#include "queue/queue.h"
#include "wine/debug.h"

WINE_DEFAULT_DEBUG_CHANNEL(qmgr);

struct legacy_job
{
    IBackgroundCopyJob1 IBackgroundCopyJob1_iface;
    LONG refs; /* reaches 0 under the queue's lock only */
    IBackgroundCopyJob *job;
};

static struct legacy_job *impl_from_IBackgroundCopyJob1(IBackgroundCopyJob1 *iface)
{
    return CONTAINING_RECORD(iface, struct legacy_job, IBackgroundCopyJob1_iface);
}

static struct job *group_from_job(IBackgroundCopyJob1 *iface)
{
    return job_from_iface((IBackgroundCopyJob5 *)impl_from_IBackgroundCopyJob1(iface)->job);
}

static HRESULT WINAPI legacy_job_QueryInterface(IBackgroundCopyJob1 *iface, REFIID iid, void **out)
{
    TRACE("iface %p, iid %s, out %p\n", iface, debugstr_guid(iid), out);

    if (!out)
        return E_POINTER;
    *out = NULL;
    if (!IsEqualIID(iid, &IID_IUnknown) && !IsEqualIID(iid, &IID_IBackgroundCopyJob1))
        return E_NOINTERFACE;
    IBackgroundCopyJob1_AddRef(iface);
    *out = iface;
    return S_OK;
}

static ULONG WINAPI legacy_job_AddRef(IBackgroundCopyJob1 *iface)
{
    return InterlockedIncrement(&impl_from_IBackgroundCopyJob1(iface)->refs);
}

static ULONG WINAPI legacy_job_Release(IBackgroundCopyJob1 *iface)
{
    struct legacy_job *object = impl_from_IBackgroundCopyJob1(iface);
    ULONG refs;

    queue_lock();
    if (!(refs = InterlockedDecrement(&object->refs)))
        group_from_job(iface)->group->job_object = NULL;
    queue_unlock();
    if (!refs)
    {
        IBackgroundCopyJob_Release(object->job);
        free(object);
    }
    return refs;
}

/* CancelJob and SwitchToForeground, which the documentation calls not implemented: nn-qmgr-ibackgroundcopyjob1. */
static HRESULT WINAPI legacy_job_not_implemented(IBackgroundCopyJob1 *iface)
{
    TRACE("iface %p\n", iface);
    return E_NOTIMPL;
}

static HRESULT WINAPI legacy_job_GetProgress(IBackgroundCopyJob1 *iface, DWORD type, DWORD *progress)
{
    TRACE("iface %p, type %lu, progress %p\n", iface, type, progress);
    return legacy_get_progress(group_from_job(iface), type, progress);
}

static HRESULT WINAPI legacy_job_GetStatus(IBackgroundCopyJob1 *iface, DWORD *status, DWORD *win32, DWORD *transport,
        DWORD *retries)
{
    const struct job *group = group_from_job(iface);
    struct group_error error;

    TRACE("iface %p, status %p, win32 %p, transport %p, retries %p\n", iface, status, win32, transport, retries);

    if (!status || !win32 || !transport || !retries)
        return E_INVALIDARG;
    queue_lock();
    *status = group_job_status(group);
    group_get_error(group, &error);
    queue_unlock();
    *win32 = error.win32;
    *transport = error.transport;
    *retries = error.retries;
    return S_OK;
}

static BOOL copy_names(FILESETINFO **files, ULONG count, BG_FILE_INFO *names)
{
    ULONG i;

    for (i = 0; i < count && files[i]; i++)
    {
        names[i].RemoteName = files[i]->bstrRemoteFile;
        names[i].LocalName = files[i]->bstrLocalFile;
    }
    return i == count;
}

static HRESULT WINAPI legacy_job_AddFiles(IBackgroundCopyJob1 *iface, ULONG count, FILESETINFO **files)
{
    BG_FILE_INFO *names;
    HRESULT hr = E_INVALIDARG;

    TRACE("iface %p, count %lu, files %p\n", iface, count, files);

    if (!count || !files)
        return E_INVALIDARG;
    if (!(names = calloc(count, sizeof(*names))))
        return E_OUTOFMEMORY;
    if (copy_names(files, count, names))
        hr = IBackgroundCopyJob_AddFileSet(impl_from_IBackgroundCopyJob1(iface)->job, count, names);
    free(names);
    return legacy_result(hr);
}

static HRESULT copy_file(const struct file *file, FILESETINFO *info)
{
    info->bstrRemoteFile = SysAllocString(file->remote_name);
    info->bstrLocalFile = SysAllocString(file->local_name);
    if (info->bstrRemoteFile && info->bstrLocalFile)
        return S_OK;
    SysFreeString(info->bstrRemoteFile);
    SysFreeString(info->bstrLocalFile);
    memset(info, 0, sizeof(*info));
    return E_OUTOFMEMORY;
}

static HRESULT WINAPI legacy_job_GetFile(IBackgroundCopyJob1 *iface, ULONG index, FILESETINFO *info)
{
    const struct job *group = group_from_job(iface);
    HRESULT hr = QM_E_ITEM_NOT_FOUND;

    TRACE("iface %p, index %lu, info %p\n", iface, index, info);

    if (!info)
        return E_INVALIDARG;
    memset(info, 0, sizeof(*info));
    queue_lock();
    if (index < group->file_count)
        hr = copy_file(group->files[index], info);
    queue_unlock();
    return hr;
}

static HRESULT WINAPI legacy_job_GetFileCount(IBackgroundCopyJob1 *iface, DWORD *count)
{
    TRACE("iface %p, count %p\n", iface, count);

    if (!count)
        return E_INVALIDARG;
    queue_lock();
    *count = group_from_job(iface)->file_count;
    queue_unlock();
    return S_OK;
}

static HRESULT WINAPI legacy_job_get_JobID(IBackgroundCopyJob1 *iface, GUID *id)
{
    TRACE("iface %p, id %p\n", iface, id);

    if (!id)
        return E_INVALIDARG;
    *id = group_from_job(iface)->group->job_id;
    return S_OK;
}

static const IBackgroundCopyJob1Vtbl legacy_job_vtbl =
{
    legacy_job_QueryInterface,
    legacy_job_AddRef,
    legacy_job_Release,
    legacy_job_not_implemented,
    legacy_job_GetProgress,
    legacy_job_GetStatus,
    legacy_job_AddFiles,
    legacy_job_GetFile,
    legacy_job_GetFileCount,
    legacy_job_not_implemented,
    legacy_job_get_JobID,
};

static HRESULT create_object(struct job *group, struct legacy_job **out)
{
    struct legacy_job *object = malloc(sizeof(*object));
    HRESULT hr;

    if (!object)
        return E_OUTOFMEMORY;
    if (FAILED(hr = job_object_get(group, &object->job)))
    {
        free(object);
        return hr;
    }
    object->IBackgroundCopyJob1_iface.lpVtbl = &legacy_job_vtbl;
    object->refs = 0;
    *out = object;
    return S_OK;
}

HRESULT legacy_job_get(struct job *group, IBackgroundCopyJob1 **out)
{
    struct legacy_job *object = group->group->job_object;
    HRESULT hr;

    if (!object && FAILED(hr = create_object(group, &object)))
        return hr;
    group->group->job_object = object;
    InterlockedIncrement(&object->refs);
    *out = &object->IBackgroundCopyJob1_iface;
    return S_OK;
}
