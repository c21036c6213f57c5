/* IBackgroundCopyGroup: a job as the Queue Manager sees it. What it shares with IBackgroundCopyJob is done there.
 * nn-qmgr-ibackgroundcopygroup
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include <stdlib.h>

#include "com/legacy.h"
#include "queue/queue.h"
#include "wine/debug.h"

WINE_DEFAULT_DEBUG_CHANNEL(qmgr);

static struct legacy_group *impl_from_IBackgroundCopyGroup(IBackgroundCopyGroup *iface)
{
    return CONTAINING_RECORD(iface, struct legacy_group, IBackgroundCopyGroup_iface);
}

static HRESULT WINAPI legacy_group_QueryInterface(IBackgroundCopyGroup *iface, REFIID iid, void **out)
{
    TRACE("iface %p, iid %s, out %p\n", iface, debugstr_guid(iid), out);

    if (!out)
        return E_POINTER;
    *out = NULL;
    if (!IsEqualIID(iid, &IID_IUnknown) && !IsEqualIID(iid, &IID_IBackgroundCopyGroup))
        return E_NOINTERFACE;
    IBackgroundCopyGroup_AddRef(iface);
    *out = iface;
    return S_OK;
}

static ULONG WINAPI legacy_group_AddRef(IBackgroundCopyGroup *iface)
{
    return InterlockedIncrement(&impl_from_IBackgroundCopyGroup(iface)->refs);
}

static ULONG WINAPI legacy_group_Release(IBackgroundCopyGroup *iface)
{
    struct legacy_group *object = impl_from_IBackgroundCopyGroup(iface);
    ULONG refs;

    queue_lock();
    if (!(refs = InterlockedDecrement(&object->refs)))
        group_from_iface(iface)->group->object = NULL;
    queue_unlock();
    if (!refs)
    {
        IBackgroundCopyJob_Release(object->job);
        free(object);
    }
    return refs;
}

/* For groups and the jobs in them, whose progress is the same. */
HRESULT legacy_get_progress(struct job *group, DWORD type, DWORD *progress)
{
    HRESULT hr;

    if (!progress)
        return E_INVALIDARG;
    *progress = 0;
    queue_lock();
    hr = group_get_progress(group, type, progress);
    queue_unlock();
    return hr;
}

static HRESULT WINAPI legacy_group_GetProgress(IBackgroundCopyGroup *iface, DWORD type, DWORD *progress)
{
    TRACE("iface %p, type %lu, progress %p\n", iface, type, progress);
    return legacy_get_progress(group_from_iface(iface), type, progress);
}

static HRESULT WINAPI legacy_group_GetStatus(IBackgroundCopyGroup *iface, DWORD *status, DWORD *job_index)
{
    TRACE("iface %p, status %p, job_index %p\n", iface, status, job_index);

    if (!status || !job_index)
        return E_INVALIDARG;
    *job_index = 0;
    queue_lock();
    *status = group_status(group_from_iface(iface));
    queue_unlock();
    return S_OK;
}

static HRESULT WINAPI legacy_group_GetJob(IBackgroundCopyGroup *iface, GUID id, IBackgroundCopyJob1 **out)
{
    struct job *job = group_from_iface(iface);
    HRESULT hr = QM_E_ITEM_NOT_FOUND;

    TRACE("iface %p, id %s, out %p\n", iface, debugstr_guid(&id), out);

    if (!out)
        return E_INVALIDARG;
    *out = NULL;
    queue_lock();
    if (job->group->has_job && IsEqualGUID(&job->group->job_id, &id))
        hr = legacy_job_get(job, out);
    queue_unlock();
    return hr;
}

static HRESULT WINAPI legacy_group_SuspendGroup(IBackgroundCopyGroup *iface)
{
    TRACE("iface %p\n", iface);
    return legacy_result(IBackgroundCopyJob_Suspend(job_of_group(iface)));
}

static HRESULT WINAPI legacy_group_ResumeGroup(IBackgroundCopyGroup *iface)
{
    TRACE("iface %p\n", iface);
    return legacy_result(IBackgroundCopyJob_Resume(job_of_group(iface)));
}

/* The files that have arrived in full are kept, as Complete keeps them: nf-qmgr-ibackgroundcopygroup-cancelgroup. */
static HRESULT WINAPI legacy_group_CancelGroup(IBackgroundCopyGroup *iface)
{
    HRESULT hr;

    TRACE("iface %p\n", iface);

    hr = IBackgroundCopyJob_Complete(job_of_group(iface));
    return hr == BG_S_PARTIAL_COMPLETE ? S_OK : legacy_result(hr);
}

static HRESULT WINAPI legacy_group_get_Size(IBackgroundCopyGroup *iface, DWORD *size)
{
    TRACE("iface %p, size %p\n", iface, size);

    if (!size)
        return E_INVALIDARG;
    queue_lock();
    *size = group_get_size(group_from_iface(iface));
    queue_unlock();
    return S_OK;
}

static HRESULT WINAPI legacy_group_get_GroupID(IBackgroundCopyGroup *iface, GUID *id)
{
    TRACE("iface %p, id %p\n", iface, id);
    return IBackgroundCopyJob_GetId(job_of_group(iface), id);
}

static HRESULT WINAPI legacy_group_CreateJob(IBackgroundCopyGroup *iface, GUID id, IBackgroundCopyJob1 **out)
{
    struct job *job = group_from_iface(iface);
    HRESULT hr;

    TRACE("iface %p, id %s, out %p\n", iface, debugstr_guid(&id), out);

    if (!out)
        return E_INVALIDARG;
    *out = NULL;
    queue_lock();
    if (SUCCEEDED(hr = group_create_job(job, &id)))
        hr = legacy_job_get(job, out);
    queue_commit();
    return hr;
}

static HRESULT copy_job_id(const struct group *group, GUID **ids, ULONG *count)
{
    *count = group->has_job;
    if (!(*ids = malloc(sizeof(**ids))))
        return E_OUTOFMEMORY;
    **ids = group->job_id;
    return S_OK;
}

static HRESULT WINAPI legacy_group_EnumJobs(IBackgroundCopyGroup *iface, DWORD flags, IEnumBackgroundCopyJobs1 **out)
{
    ULONG count;
    HRESULT hr;
    GUID *ids;

    TRACE("iface %p, flags %#lx, out %p\n", iface, flags, out);

    if (!out)
        return E_INVALIDARG;
    *out = NULL;
    if (flags)
        return E_NOTIMPL;
    queue_lock();
    hr = copy_job_id(group_from_iface(iface)->group, &ids, &count);
    queue_unlock();
    if (FAILED(hr))
        return hr;
    return snapshot_create_of_ids(&IID_IEnumBackgroundCopyJobs1, ids, count, (void **)out);
}

static HRESULT WINAPI legacy_group_SwitchToForeground(IBackgroundCopyGroup *iface)
{
    TRACE("iface %p\n", iface);
    return legacy_result(IBackgroundCopyJob_SetPriority(job_of_group(iface), BG_JOB_PRIORITY_FOREGROUND));
}

/* The group's interfaces of BITS 1.0 and later. */
static HRESULT WINAPI legacy_group_QueryNewJobInterface(IBackgroundCopyGroup *iface, REFIID iid, IUnknown **out)
{
    TRACE("iface %p, iid %s, out %p\n", iface, debugstr_guid(iid), out);

    if (!out)
        return E_INVALIDARG;
    return IBackgroundCopyJob_QueryInterface(job_of_group(iface), iid, (void **)out);
}

/* The proxy calls this for GROUPPROP_NOTIFYCLSID with the object that it has made in the client's process. */
static HRESULT WINAPI legacy_group_SetNotificationPointer(IBackgroundCopyGroup *iface, REFIID iid, IUnknown *callback)
{
    TRACE("iface %p, iid %s, callback %p\n", iface, debugstr_guid(iid), callback);

    if (!IsEqualIID(iid, &IID_IBackgroundCopyCallback1))
        return E_NOINTERFACE;
    return legacy_result(IBackgroundCopyJob_SetNotifyInterface(job_of_group(iface), callback));
}

static const IBackgroundCopyGroupVtbl legacy_group_vtbl =
{
    legacy_group_QueryInterface,
    legacy_group_AddRef,
    legacy_group_Release,
    legacy_group_GetProp,
    legacy_group_SetProp,
    legacy_group_GetProgress,
    legacy_group_GetStatus,
    legacy_group_GetJob,
    legacy_group_SuspendGroup,
    legacy_group_ResumeGroup,
    legacy_group_CancelGroup,
    legacy_group_get_Size,
    legacy_group_get_GroupID,
    legacy_group_CreateJob,
    legacy_group_EnumJobs,
    legacy_group_SwitchToForeground,
    legacy_group_QueryNewJobInterface,
    legacy_group_SetNotificationPointer,
};

static HRESULT create_object(struct job *job, struct legacy_group **out)
{
    struct legacy_group *object = malloc(sizeof(*object));
    HRESULT hr;

    if (!object)
        return E_OUTOFMEMORY;
    if (FAILED(hr = job_object_get(job, &object->job)))
    {
        free(object);
        return hr;
    }
    object->IBackgroundCopyGroup_iface.lpVtbl = &legacy_group_vtbl;
    object->refs = 0;
    *out = object;
    return S_OK;
}

HRESULT legacy_group_get(struct job *group, IBackgroundCopyGroup **out)
{
    struct legacy_group *object = group->group->object;
    HRESULT hr;

    if (!object && FAILED(hr = create_object(group, &object)))
        return hr;
    group->group->object = object;
    InterlockedIncrement(&object->refs);
    *out = &object->IBackgroundCopyGroup_iface;
    return S_OK;
}
