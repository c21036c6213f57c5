/* IBackgroundCopyManager: makes jobs and finds them. nn-bits-ibackgroundcopymanager
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include <stdlib.h>

#include "com/caller.h"
#include "com/com.h"
#include "com/error_text.h"
#include "com/manager_object.h"
#include "com/permissions.h"
#include "queue/queue.h"
#include "wine/debug.h"

WINE_DEFAULT_DEBUG_CHANNEL(qmgr);

static struct manager *impl_from_IBackgroundCopyManager(IBackgroundCopyManager *iface)
{
    return CONTAINING_RECORD(iface, struct manager, IBackgroundCopyManager_iface);
}

static HRESULT WINAPI manager_QueryInterface(IBackgroundCopyManager *iface, REFIID iid, void **out)
{
    TRACE("iface %p, iid %s, out %p\n", iface, debugstr_guid(iid), out);

    if (!out)
        return E_POINTER;
    if (IsEqualIID(iid, &IID_IUnknown) || IsEqualIID(iid, &IID_IBackgroundCopyManager))
        *out = iface;
    else if (IsEqualIID(iid, &IID_IBitsPeerCacheAdministration))
        *out = &impl_from_IBackgroundCopyManager(iface)->IBitsPeerCacheAdministration_iface;
    else
    {
        *out = NULL;
        return E_NOINTERFACE;
    }
    IBackgroundCopyManager_AddRef(iface);
    return S_OK;
}

static ULONG WINAPI manager_AddRef(IBackgroundCopyManager *iface)
{
    return InterlockedIncrement(&impl_from_IBackgroundCopyManager(iface)->refs);
}

static ULONG WINAPI manager_Release(IBackgroundCopyManager *iface)
{
    struct manager *manager = impl_from_IBackgroundCopyManager(iface);
    ULONG refs = InterlockedDecrement(&manager->refs);

    if (!refs)
        free(manager);
    return refs;
}

static HRESULT queue_job(struct job *job, const struct caller *caller, IBackgroundCopyJob **out)
{
    HRESULT hr = RPC_E_DISCONNECTED;
    struct limits limits;

    caller_get_limits(caller, &limits);
    queue_lock();
    if (queue_is_running() && SUCCEEDED(hr = limits_check_new_job(&limits, caller))
            && SUCCEEDED(hr = job_object_get(job, out)))
        hr = queue_add(job);
    queue_commit();
    if (FAILED(hr) && *out)
    {
        IBackgroundCopyJob_Release(*out);
        *out = NULL;
    }
    return hr;
}

/* Makes the caller the owner of a new job, and queues it if he may have one more. *out is NULL before. */
HRESULT manager_add_job(struct job *job, IBackgroundCopyJob **out)
{
    struct caller caller;
    HRESULT hr;

    if (FAILED(hr = caller_get(&caller)) || FAILED(hr = access_check_new_job(&caller))
            || FAILED(hr = job_set_owner(job, &caller)))
        return hr;
    return queue_job(job, &caller, out);
}

static HRESULT WINAPI manager_CreateJob(IBackgroundCopyManager *iface, LPCWSTR name, BG_JOB_TYPE type, GUID *id,
        IBackgroundCopyJob **out)
{
    struct job *job;
    HRESULT hr;

    TRACE("iface %p, name %s, type %u, id %p, out %p\n", iface, debugstr_w(name), type, id, out);

    if (out)
        *out = NULL;
    if (id)
        *id = GUID_NULL;
    if (!name || !id || !out || lstrlenW(name) > DISPLAY_NAME_MAX)
        return E_INVALIDARG;
    if (type != BG_JOB_TYPE_DOWNLOAD && type != BG_JOB_TYPE_UPLOAD && type != BG_JOB_TYPE_UPLOAD_REPLY)
        return E_NOTIMPL;
    if (FAILED(hr = job_create(name, type, &job)))
        return hr;
    if (SUCCEEDED(hr = manager_add_job(job, out)))
        *id = job->id;
    job_release(job);
    return hr;
}

/* The lock is held. A stopped service knows no jobs, which does not mean that there are none. */
static HRESULT get_job(const GUID *id, const struct caller *caller, IBackgroundCopyJob **out)
{
    struct job *job;
    HRESULT hr;

    if (!queue_is_running())
        return RPC_E_DISCONNECTED;
    if (!(job = queue_find(id)))
        return BG_E_NOT_FOUND;
    if (FAILED(hr = access_check_job(caller, &job->owner)))
        return hr;
    return job_object_get(job, out);
}

static HRESULT WINAPI manager_GetJob(IBackgroundCopyManager *iface, REFGUID id, IBackgroundCopyJob **out)
{
    struct caller caller;
    HRESULT hr;

    TRACE("iface %p, id %s, out %p\n", iface, debugstr_guid(id), out);

    if (out)
        *out = NULL;
    if (!id || !out)
        return E_INVALIDARG;
    if (FAILED(hr = caller_get(&caller)))
        return hr;
    queue_lock();
    hr = get_job(id, &caller, out);
    queue_unlock();
    return hr;
}

/* nf-bits-ibackgroundcopymanager-enumjobs */
static HRESULT check_enumeration(const struct caller *caller, DWORD flags)
{
    return flags & BG_JOB_ENUM_ALL_USERS ? access_check_all_jobs(caller) : access_check_caller(caller);
}

static BOOL enumerates_job(const struct caller *caller, DWORD flags, const struct job *job)
{
    return access_check_job(caller, &job->owner) == S_OK
            && ((flags & BG_JOB_ENUM_ALL_USERS) || access_is_owner(caller, &job->owner));
}

static HRESULT copy_jobs(const struct caller *caller, DWORD flags, IUnknown ***items, ULONG *count)
{
    size_t i, total = queue_count();
    HRESULT hr;

    *count = 0;
    if (!(*items = malloc(max(total, 1) * sizeof(**items))))
        return E_OUTOFMEMORY;
    for (i = 0; i < total; i++)
    {
        if (!enumerates_job(caller, flags, queue_get(i)))
            continue;
        if (FAILED(hr = job_object_get(queue_get(i), (IBackgroundCopyJob **)&(*items)[*count])))
            return hr;
        ++*count;
    }
    return S_OK;
}

static HRESULT WINAPI manager_EnumJobs(IBackgroundCopyManager *iface, DWORD flags, IEnumBackgroundCopyJobs **out)
{
    struct caller caller;
    IUnknown **items = NULL;
    ULONG count = 0;
    HRESULT hr;

    TRACE("iface %p, flags %#lx, out %p\n", iface, flags, out);

    if (out)
        *out = NULL;
    if (!out)
        return E_INVALIDARG;
    if (flags & ~BG_JOB_ENUM_ALL_USERS)
        return E_NOTIMPL;
    if (FAILED(hr = caller_get(&caller)) || FAILED(hr = check_enumeration(&caller, flags)))
        return hr;
    queue_lock();
    hr = queue_is_running() ? copy_jobs(&caller, flags, &items, &count) : RPC_E_DISCONNECTED;
    queue_unlock();
    if (FAILED(hr))
    {
        snapshot_free_items(items, count);
        return hr;
    }
    return snapshot_create(&IID_IEnumBackgroundCopyJobs, items, count, (void **)out);
}

static HRESULT WINAPI manager_GetErrorDescription(IBackgroundCopyManager *iface, HRESULT code, DWORD language,
        LPWSTR *out)
{
    TRACE("iface %p, code %#lx, language %#lx, out %p\n", iface, code, language, out);

    if (!out)
        return E_INVALIDARG;
    return error_text(code, language, out);
}

static const IBackgroundCopyManagerVtbl manager_vtbl =
{
    manager_QueryInterface,
    manager_AddRef,
    manager_Release,
    manager_CreateJob,
    manager_GetJob,
    manager_EnumJobs,
    manager_GetErrorDescription,
};

HRESULT manager_create(REFIID iid, void **out)
{
    struct manager *manager = malloc(sizeof(*manager));
    HRESULT hr;

    if (!manager)
        return E_OUTOFMEMORY;
    manager->IBackgroundCopyManager_iface.lpVtbl = &manager_vtbl;
    manager->IBitsPeerCacheAdministration_iface.lpVtbl = &peer_cache_vtbl;
    manager->refs = 1;
    hr = IBackgroundCopyManager_QueryInterface(&manager->IBackgroundCopyManager_iface, iid, out);
    IBackgroundCopyManager_Release(&manager->IBackgroundCopyManager_iface);
    return hr;
}
