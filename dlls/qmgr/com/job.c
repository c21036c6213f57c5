/* The job's COM object: its identity, its files, and the calls that move it through its states.
 * nn-bits-ibackgroundcopyjob
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include <stdlib.h>

#include "com/job_object.h"
#include "com/job_unavailable.h"
#include "queue/queue.h"
#include "scheduler/scheduler.h"
#include "transfer/url.h"
#include "wine/debug.h"

WINE_DEFAULT_DEBUG_CHANNEL(qmgr);

static struct job_object *impl_from_IBackgroundCopyJob5(IBackgroundCopyJob5 *iface)
{
    return CONTAINING_RECORD(iface, struct job_object, IBackgroundCopyJob5_iface);
}

static BOOL is_job_interface(REFIID iid)
{
    static const IID *const versions[] =
    {
        &IID_IUnknown,
        &IID_IBackgroundCopyJob,
        &IID_IBackgroundCopyJob2,
        &IID_IBackgroundCopyJob3,
        &IID_IBackgroundCopyJob4,
        &IID_IBackgroundCopyJob5,
    };
    size_t i;

    for (i = 0; i < ARRAYSIZE(versions); i++)
    {
        if (IsEqualIID(iid, versions[i]))
            return TRUE;
    }
    return FALSE;
}

static HRESULT WINAPI job_QueryInterface(IBackgroundCopyJob5 *iface, REFIID iid, void **out)
{
    TRACE("iface %p, iid %s, out %p\n", iface, debugstr_guid(iid), out);

    if (!out)
        return E_POINTER;
    *out = NULL;
    if (!is_job_interface(iid))
        return E_NOINTERFACE;
    IBackgroundCopyJob5_AddRef(iface);
    *out = iface;
    return S_OK;
}

static ULONG WINAPI job_AddRef(IBackgroundCopyJob5 *iface)
{
    return InterlockedIncrement(&impl_from_IBackgroundCopyJob5(iface)->refs);
}

static ULONG WINAPI job_Release(IBackgroundCopyJob5 *iface)
{
    struct job_object *object = impl_from_IBackgroundCopyJob5(iface);
    ULONG refs;

    queue_lock();
    if (!(refs = InterlockedDecrement(&object->refs)))
        object->job->object = NULL;
    queue_unlock();
    if (!refs)
    {
        job_release(object->job);
        free(object);
    }
    return refs;
}

static BOOL directory_exists(const WCHAR *file)
{
    WCHAR directory[MAX_PATH + 1];
    DWORD attributes;
    size_t length = lstrlenW(file);

    while (file[length - 1] != '\\' && file[length - 1] != '/')
        length--;
    memcpy(directory, file, length * sizeof(*file));
    directory[length] = 0;
    attributes = GetFileAttributesW(directory);
    return attributes != INVALID_FILE_ATTRIBUTES && (attributes & FILE_ATTRIBUTE_DIRECTORY);
}

static HRESULT check_file_names(const BG_FILE_INFO *files, ULONG count)
{
    HRESULT hr;
    ULONG i;

    for (i = 0; i < count; i++)
    {
        if (FAILED(hr = remote_name_check(files[i].RemoteName)) || FAILED(hr = local_name_check(files[i].LocalName)))
            return hr;
        if (!directory_exists(files[i].LocalName))
            return E_INVALIDARG;
    }
    return S_OK;
}

static HRESULT WINAPI job_AddFileSet(IBackgroundCopyJob5 *iface, ULONG count, BG_FILE_INFO *files)
{
    struct job *job = job_from_iface(iface);
    HRESULT hr;

    TRACE("iface %p, count %lu, files %p\n", iface, count, files);

    if (!count || !files)
        return E_INVALIDARG;
    if (FAILED(hr = check_file_names(files, count)))
        return hr;
    queue_lock();
    if (SUCCEEDED(hr = job_check_call(job, JOB_CALL_ADD_FILES)))
        hr = job_add_files(job, files, count);
    queue_unlock();
    return hr;
}

static HRESULT WINAPI job_AddFile(IBackgroundCopyJob5 *iface, LPCWSTR remote_name, LPCWSTR local_name)
{
    BG_FILE_INFO file = {(WCHAR *)remote_name, (WCHAR *)local_name};

    TRACE("iface %p, remote %s, local %s\n", iface, debugstr_w(remote_name), debugstr_w(local_name));
    return job_AddFileSet(iface, 1, &file);
}

static HRESULT copy_files(const struct job *job, IUnknown ***items, ULONG *count)
{
    HRESULT hr;
    size_t i;

    *count = 0;
    if (!(*items = malloc(max(job->file_count, 1) * sizeof(**items))))
        return E_OUTOFMEMORY;
    for (i = 0; i < job->file_count; i++)
    {
        if (FAILED(hr = file_object_get(job->files[i], (IBackgroundCopyFile **)&(*items)[i])))
            return hr;
        ++*count;
    }
    return S_OK;
}

static HRESULT WINAPI job_EnumFiles(IBackgroundCopyJob5 *iface, IEnumBackgroundCopyFiles **out)
{
    IUnknown **items;
    ULONG count;
    HRESULT hr;

    TRACE("iface %p, out %p\n", iface, out);

    if (!out)
        return E_INVALIDARG;
    *out = NULL;
    queue_lock();
    hr = copy_files(job_from_iface(iface), &items, &count);
    queue_unlock();
    if (FAILED(hr))
    {
        snapshot_free_items(items, count);
        return hr;
    }
    return snapshot_create(&IID_IEnumBackgroundCopyFiles, items, count, (void **)out);
}

/* Makes a call of the model with the lock held. */
static HRESULT call_locked(IBackgroundCopyJob5 *iface, HRESULT (*call)(struct job *))
{
    HRESULT hr;

    queue_lock();
    hr = call(job_from_iface(iface));
    queue_unlock();
    return hr;
}

static HRESULT WINAPI job_Suspend(IBackgroundCopyJob5 *iface)
{
    TRACE("iface %p\n", iface);
    return call_locked(iface, job_suspend);
}

static HRESULT WINAPI job_Resume(IBackgroundCopyJob5 *iface)
{
    TRACE("iface %p\n", iface);
    return call_locked(iface, job_resume);
}

static HRESULT WINAPI job_Cancel(IBackgroundCopyJob5 *iface)
{
    TRACE("iface %p\n", iface);
    return call_locked(iface, job_cancel);
}

static HRESULT WINAPI job_Complete(IBackgroundCopyJob5 *iface)
{
    TRACE("iface %p\n", iface);
    return call_locked(iface, job_complete);
}

static const IBackgroundCopyJob5Vtbl job_vtbl =
{
    job_QueryInterface,
    job_AddRef,
    job_Release,
    job_AddFileSet,
    job_AddFile,
    job_EnumFiles,
    job_Suspend,
    job_Resume,
    job_Cancel,
    job_Complete,
    job_GetId,
    job_GetType,
    job_GetProgress,
    job_GetTimes,
    job_GetState,
    job_GetError,
    job_GetOwner,
    job_SetDisplayName,
    job_GetDisplayName,
    job_SetDescription,
    job_GetDescription,
    job_SetPriority,
    job_GetPriority,
    job_SetNotifyFlags,
    job_GetNotifyFlags,
    job_SetNotifyInterface,
    job_GetNotifyInterface,
    job_SetMinimumRetryDelay,
    job_GetMinimumRetryDelay,
    job_SetNoProgressTimeout,
    job_GetNoProgressTimeout,
    job_GetErrorCount,
    job_SetProxySettings,
    job_GetProxySettings,
    job_TakeOwnership,
    job_SetNotifyCmdLine,
    job_GetNotifyCmdLine,
    job_GetReplyProgress,
    job_GetReplyData,
    job_SetReplyFileName,
    job_GetReplyFileName,
    job_SetCredentials,
    job_RemoveCredentials,
    job_ReplaceRemotePrefix,
    job_AddFileWithRanges,
    job_SetFileACLFlags,
    job_GetFileACLFlags,
    job_SetPeerCachingFlags,
    job_GetPeerCachingFlags,
    job_GetOwnerIntegrityLevel,
    job_GetOwnerElevationState,
    job_SetMaximumDownloadTime,
    job_GetMaximumDownloadTime,
    job_SetProperty,
    job_GetProperty,
};

HRESULT job_object_get(struct job *job, IBackgroundCopyJob **out)
{
    struct job_object *object = job->object;

    if (object)
        InterlockedIncrement(&object->refs);
    else
    {
        if (!(object = malloc(sizeof(*object))))
            return E_OUTOFMEMORY;
        object->IBackgroundCopyJob5_iface.lpVtbl = &job_vtbl;
        object->refs = 1;
        object->job = job;
        job_addref(job);
        job->object = object;
    }
    *out = (IBackgroundCopyJob *)&object->IBackgroundCopyJob5_iface;
    return S_OK;
}
