/* IBackgroundCopyQMgr: makes groups and finds them. nn-qmgr-ibackgroundcopyqmgr
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include <stdlib.h>

#include "com/caller.h"
#include "com/legacy.h"
#include "com/manager_object.h"
#include "queue/queue.h"
#include "wine/debug.h"

WINE_DEFAULT_DEBUG_CHANNEL(qmgr);

struct legacy_manager
{
    IBackgroundCopyQMgr IBackgroundCopyQMgr_iface;
    LONG refs;
};

static struct legacy_manager *impl_from_IBackgroundCopyQMgr(IBackgroundCopyQMgr *iface)
{
    return CONTAINING_RECORD(iface, struct legacy_manager, IBackgroundCopyQMgr_iface);
}

static HRESULT WINAPI legacy_manager_QueryInterface(IBackgroundCopyQMgr *iface, REFIID iid, void **out)
{
    TRACE("iface %p, iid %s, out %p\n", iface, debugstr_guid(iid), out);

    if (!out)
        return E_POINTER;
    *out = NULL;
    if (!IsEqualIID(iid, &IID_IUnknown) && !IsEqualIID(iid, &IID_IBackgroundCopyQMgr))
        return E_NOINTERFACE;
    IBackgroundCopyQMgr_AddRef(iface);
    *out = iface;
    return S_OK;
}

static ULONG WINAPI legacy_manager_AddRef(IBackgroundCopyQMgr *iface)
{
    return InterlockedIncrement(&impl_from_IBackgroundCopyQMgr(iface)->refs);
}

static ULONG WINAPI legacy_manager_Release(IBackgroundCopyQMgr *iface)
{
    struct legacy_manager *manager = impl_from_IBackgroundCopyQMgr(iface);
    ULONG refs = InterlockedDecrement(&manager->refs);

    if (!refs)
        free(manager);
    return refs;
}

static HRESULT create_group_job(const GUID *id, struct job **out)
{
    struct job *job;
    HRESULT hr;

    if (FAILED(hr = job_create(L"", BG_JOB_TYPE_DOWNLOAD, &job)))
        return hr;
    if (SUCCEEDED(hr = job_make_group(job, id)))
        *out = job;
    else
        job_release(job);
    return hr;
}

static HRESULT add_group(struct job *job, IBackgroundCopyGroup **out)
{
    IBackgroundCopyJob *object = NULL;
    HRESULT hr;

    if (FAILED(hr = manager_add_job(job, &object)))
        return hr;
    queue_lock();
    hr = legacy_group_get(job, out);
    queue_unlock();
    if (FAILED(hr))
        IBackgroundCopyJob_Cancel(object);
    IBackgroundCopyJob_Release(object);
    return hr;
}

static HRESULT WINAPI legacy_manager_CreateGroup(IBackgroundCopyQMgr *iface, GUID id, IBackgroundCopyGroup **out)
{
    struct job *job;
    HRESULT hr;

    TRACE("iface %p, id %s, out %p\n", iface, debugstr_guid(&id), out);

    if (!out)
        return E_INVALIDARG;
    *out = NULL;
    if (FAILED(hr = create_group_job(&id, &job)))
        return hr;
    hr = add_group(job, out);
    job_release(job);
    return hr;
}

/* Gives the group if the caller may have it, and says whether the caller owns it. */
static HRESULT find_group(const GUID *id, const struct caller *caller, IBackgroundCopyGroup **out, BOOL *owned)
{
    struct job *job;
    HRESULT hr;

    if (!queue_is_running())
        return RPC_E_DISCONNECTED;
    if (!(job = queue_find_group(id)))
        return QM_E_ITEM_NOT_FOUND;
    if (FAILED(hr = access_check_job(caller, &job->owner)))
        return hr;
    *owned = access_is_owner(caller, &job->owner);
    return legacy_group_get(job, out);
}

/* The caller becomes the group's owner: nf-qmgr-ibackgroundcopyqmgr-getgroup. */
static HRESULT WINAPI legacy_manager_GetGroup(IBackgroundCopyQMgr *iface, GUID id, IBackgroundCopyGroup **out)
{
    struct caller caller;
    BOOL owned;
    HRESULT hr;

    TRACE("iface %p, id %s, out %p\n", iface, debugstr_guid(&id), out);

    if (!out)
        return E_INVALIDARG;
    *out = NULL;
    if (FAILED(hr = caller_get(&caller)))
        return hr;
    queue_lock();
    hr = find_group(&id, &caller, out, &owned);
    queue_unlock();
    if (FAILED(hr) || owned || SUCCEEDED(hr = IBackgroundCopyJob_TakeOwnership(job_of_group(*out))))
        return hr;
    IBackgroundCopyGroup_Release(*out);
    *out = NULL;
    return hr;
}

/* Those of the caller, or all for an administrator: nf-qmgr-ibackgroundcopyqmgr-enumgroups. */
static HRESULT copy_group_ids(const struct caller *caller, GUID **ids, ULONG *count)
{
    size_t i, total = queue_count();

    *count = 0;
    if (!(*ids = malloc(max(total, 1) * sizeof(**ids))))
        return E_OUTOFMEMORY;
    for (i = 0; i < total; i++)
    {
        if (queue_get(i)->group && access_check_job(caller, &queue_get(i)->owner) == S_OK)
            (*ids)[(*count)++] = queue_get(i)->id;
    }
    return S_OK;
}

static HRESULT WINAPI legacy_manager_EnumGroups(IBackgroundCopyQMgr *iface, DWORD flags,
        IEnumBackgroundCopyGroups **out)
{
    struct caller caller;
    ULONG count;
    HRESULT hr;
    GUID *ids;

    TRACE("iface %p, flags %#lx, out %p\n", iface, flags, out);

    if (!out)
        return E_INVALIDARG;
    *out = NULL;
    if (flags)
        return E_NOTIMPL;
    if (FAILED(hr = caller_get(&caller)))
        return hr;
    queue_lock();
    hr = queue_is_running() ? copy_group_ids(&caller, &ids, &count) : RPC_E_DISCONNECTED;
    queue_unlock();
    if (FAILED(hr))
        return hr;
    return snapshot_create_of_ids(&IID_IEnumBackgroundCopyGroups, ids, count, (void **)out);
}

static const IBackgroundCopyQMgrVtbl legacy_manager_vtbl =
{
    legacy_manager_QueryInterface,
    legacy_manager_AddRef,
    legacy_manager_Release,
    legacy_manager_CreateGroup,
    legacy_manager_GetGroup,
    legacy_manager_EnumGroups,
};

HRESULT legacy_manager_create(REFIID iid, void **out)
{
    struct legacy_manager *manager = malloc(sizeof(*manager));
    HRESULT hr;

    if (!manager)
        return E_OUTOFMEMORY;
    manager->IBackgroundCopyQMgr_iface.lpVtbl = &legacy_manager_vtbl;
    manager->refs = 1;
    hr = IBackgroundCopyQMgr_QueryInterface(&manager->IBackgroundCopyQMgr_iface, iid, out);
    IBackgroundCopyQMgr_Release(&manager->IBackgroundCopyQMgr_iface);
    return hr;
}
