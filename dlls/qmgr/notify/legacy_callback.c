/* Calls of IBackgroundCopyCallback1, the callback of the Queue Manager. nn-qmgr-ibackgroundcopycallback1
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include "com/legacy.h"
#include "notify/notify.h"
#include "queue/queue.h"

/* What OnStatus tells, as it was at one moment. */
struct status
{
    IBackgroundCopyGroup *group;
    IBackgroundCopyJob1 *job; /* NULL if the group has none */
    DWORD flags;
    struct group_error error;
};

static void status_release(struct status *status)
{
    if (status->group)
        IBackgroundCopyGroup_Release(status->group);
    if (status->job)
        IBackgroundCopyJob1_Release(status->job);
}

static HRESULT status_get(struct job *group, struct status *status)
{
    HRESULT hr;

    memset(status, 0, sizeof(*status));
    queue_lock();
    status->flags = group_status(group);
    group_get_error(group, &status->error);
    hr = legacy_group_get(group, &status->group);
    if (SUCCEEDED(hr) && group->group->has_job)
        hr = legacy_job_get(group, &status->job);
    queue_unlock();
    return hr;
}

static HRESULT call_OnStatus(IBackgroundCopyCallback1 *callback, struct job *group)
{
    struct status status;
    HRESULT hr;

    hr = status_get(group, &status);
    if (SUCCEEDED(hr))
        hr = IBackgroundCopyCallback1_OnStatus(callback, status.group, status.job, status.error.file_index,
                status.flags, status.error.retries, status.error.win32, status.error.transport);
    status_release(&status);
    return hr;
}

/* Tells the object that the group is complete or has failed. Returns what the object did, or E_NOINTERFACE if it is no
 * callback of the Queue Manager. */
HRESULT legacy_callback_deliver(IUnknown *object, struct job *group)
{
    IBackgroundCopyCallback1 *callback;
    HRESULT hr;

    if (FAILED(hr = IUnknown_QueryInterface(object, &IID_IBackgroundCopyCallback1, (void **)&callback)))
        return hr;
    hr = call_OnStatus(callback, group);
    IBackgroundCopyCallback1_Release(callback);
    return hr;
}
