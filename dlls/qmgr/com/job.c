/* The job's COM object: its identity, its files, and the calls that move it through its states.
 * nn-bits-ibackgroundcopyjob
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include <stdlib.h>

#include "com/job_object.h"
#include "queue/queue.h"
#include "scheduler/scheduler.h"
#include "wine/debug.h"

WINE_DEFAULT_DEBUG_CHANNEL(qmgr);

static struct job_object *impl_from_IBackgroundCopyJob5(IBackgroundCopyJob5 *iface)
{
    return CONTAINING_RECORD(iface, struct job_object, IBackgroundCopyJob5_iface);
}

struct interface_version
{
    const IID *iid;
    size_t offset; /* of the interface in the object */
};

static const struct interface_version versions[] =
{
    {&IID_IUnknown, FIELD_OFFSET(struct job_object, IBackgroundCopyJob5_iface)},
    {&IID_IBackgroundCopyJob, FIELD_OFFSET(struct job_object, IBackgroundCopyJob5_iface)},
    {&IID_IBackgroundCopyJob2, FIELD_OFFSET(struct job_object, IBackgroundCopyJob5_iface)},
    {&IID_IBackgroundCopyJob3, FIELD_OFFSET(struct job_object, IBackgroundCopyJob5_iface)},
    {&IID_IBackgroundCopyJob4, FIELD_OFFSET(struct job_object, IBackgroundCopyJob5_iface)},
    {&IID_IBackgroundCopyJob5, FIELD_OFFSET(struct job_object, IBackgroundCopyJob5_iface)},
    {&IID_IBackgroundCopyJobHttpOptions, FIELD_OFFSET(struct job_object, IBackgroundCopyJobHttpOptions3_iface)},
    {&IID_IBackgroundCopyJobHttpOptions2, FIELD_OFFSET(struct job_object, IBackgroundCopyJobHttpOptions3_iface)},
    {&IID_IBackgroundCopyJobHttpOptions3, FIELD_OFFSET(struct job_object, IBackgroundCopyJobHttpOptions3_iface)},
    {&IID_IBitsTokenOptions, FIELD_OFFSET(struct job_object, IBitsTokenOptions_iface)},
};

/* Once a job has been handed out, access is checked here alone: helper-tokens-for-bits-transfer-jobs. COM itself asks
 * for IUnknown, which gives no method of the job. */
static HRESULT WINAPI job_QueryInterface(IBackgroundCopyJob5 *iface, REFIID iid, void **out)
{
    HRESULT hr;
    size_t i;

    TRACE("iface %p, iid %s, out %p\n", iface, debugstr_guid(iid), out);

    if (!out)
        return E_POINTER;
    *out = NULL;
    for (i = 0; i < ARRAYSIZE(versions) && !IsEqualIID(iid, versions[i].iid); i++)
        ;
    if (i == ARRAYSIZE(versions))
        return E_NOINTERFACE;
    if (!IsEqualIID(iid, &IID_IUnknown) && FAILED(hr = job_access_check(job_from_iface(iface))))
        return hr;
    IBackgroundCopyJob5_AddRef(iface);
    *out = (BYTE *)impl_from_IBackgroundCopyJob5(iface) + versions[i].offset;
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

/* Makes a call of the model with the lock held. */
static HRESULT call_locked(IBackgroundCopyJob5 *iface, HRESULT (*call)(struct job *))
{
    HRESULT hr;

    queue_lock();
    hr = call(job_from_iface(iface));
    queue_commit();
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
        object->IBackgroundCopyJobHttpOptions3_iface.lpVtbl = &http_options_vtbl;
        object->IBitsTokenOptions_iface.lpVtbl = &token_options_vtbl;
        object->refs = 1;
        object->job = job;
        job_addref(job);
        job->object = object;
    }
    *out = (IBackgroundCopyJob *)&object->IBackgroundCopyJob5_iface;
    return S_OK;
}
