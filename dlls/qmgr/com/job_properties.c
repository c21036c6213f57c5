/* What can be read from a job, and set.
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include "com/job_object.h"
#include "queue/queue.h"
#include "wine/debug.h"

WINE_DEFAULT_DEBUG_CHANNEL(qmgr);

#define MINIMUM_RETRY_DELAY_MIN 5 /* seconds */

HRESULT WINAPI job_GetId(IBackgroundCopyJob5 *iface, GUID *id)
{
    TRACE("iface %p, id %p\n", iface, id);

    if (!id)
        return E_INVALIDARG;
    *id = job_from_iface(iface)->id;
    return S_OK;
}

HRESULT WINAPI job_GetType(IBackgroundCopyJob5 *iface, BG_JOB_TYPE *type)
{
    TRACE("iface %p, type %p\n", iface, type);

    if (!type)
        return E_INVALIDARG;
    *type = job_from_iface(iface)->type;
    return S_OK;
}

HRESULT WINAPI job_GetProgress(IBackgroundCopyJob5 *iface, BG_JOB_PROGRESS *progress)
{
    TRACE("iface %p, progress %p\n", iface, progress);

    if (!progress)
        return E_INVALIDARG;
    queue_lock();
    job_get_progress(job_from_iface(iface), progress);
    queue_unlock();
    return S_OK;
}

HRESULT WINAPI job_GetTimes(IBackgroundCopyJob5 *iface, BG_JOB_TIMES *times)
{
    TRACE("iface %p, times %p\n", iface, times);

    if (!times)
        return E_INVALIDARG;
    queue_lock();
    *times = job_from_iface(iface)->times;
    queue_unlock();
    return S_OK;
}

HRESULT WINAPI job_GetState(IBackgroundCopyJob5 *iface, BG_JOB_STATE *state)
{
    TRACE("iface %p, state %p\n", iface, state);

    if (!state)
        return E_INVALIDARG;
    queue_lock();
    *state = job_from_iface(iface)->state;
    queue_unlock();
    return S_OK;
}

/* Only a job in ERROR or TRANSIENT_ERROR has one: nf-bits-ibackgroundcopyjob-geterror. */
HRESULT WINAPI job_GetError(IBackgroundCopyJob5 *iface, IBackgroundCopyError **out)
{
    struct job *job = job_from_iface(iface);
    struct job_error error;
    BOOL available;

    TRACE("iface %p, out %p\n", iface, out);

    if (!out)
        return E_INVALIDARG;
    *out = NULL;
    queue_lock();
    available = job->state == BG_JOB_STATE_ERROR || job->state == BG_JOB_STATE_TRANSIENT_ERROR;
    error = job->error;
    queue_unlock();
    return available ? error_object_create(job, &error, out) : BG_E_ERROR_INFORMATION_UNAVAILABLE;
}

HRESULT WINAPI job_SetDisplayName(IBackgroundCopyJob5 *iface, LPCWSTR name)
{
    struct job *job = job_from_iface(iface);

    TRACE("iface %p, name %s\n", iface, debugstr_w(name));
    return job_put_string(job, &job->display_name, name, DISPLAY_NAME_MAX);
}

HRESULT WINAPI job_GetDisplayName(IBackgroundCopyJob5 *iface, LPWSTR *name)
{
    TRACE("iface %p, name %p\n", iface, name);
    return read_string(&job_from_iface(iface)->display_name, name);
}

HRESULT WINAPI job_SetDescription(IBackgroundCopyJob5 *iface, LPCWSTR description)
{
    struct job *job = job_from_iface(iface);

    TRACE("iface %p, description %s\n", iface, debugstr_w(description));
    return job_put_string(job, &job->description, description, DESCRIPTION_MAX);
}

HRESULT WINAPI job_GetDescription(IBackgroundCopyJob5 *iface, LPWSTR *description)
{
    TRACE("iface %p, description %p\n", iface, description);
    return read_string(&job_from_iface(iface)->description, description);
}

HRESULT WINAPI job_SetPriority(IBackgroundCopyJob5 *iface, BG_JOB_PRIORITY priority)
{
    HRESULT hr;

    TRACE("iface %p, priority %u\n", iface, priority);

    queue_lock();
    hr = job_set_priority(job_from_iface(iface), priority);
    queue_commit();
    return hr;
}

HRESULT WINAPI job_GetPriority(IBackgroundCopyJob5 *iface, BG_JOB_PRIORITY *priority)
{
    HRESULT hr;
    ULONG value;

    TRACE("iface %p, priority %p\n", iface, priority);

    if (!priority)
        return E_INVALIDARG;
    if (SUCCEEDED(hr = read_number(&job_from_iface(iface)->priority, &value)))
        *priority = value;
    return hr;
}

/* A smaller delay than the smallest is raised to it: nf-bits-ibackgroundcopyjob-setminimumretrydelay. */
HRESULT WINAPI job_SetMinimumRetryDelay(IBackgroundCopyJob5 *iface, ULONG seconds)
{
    struct job *job = job_from_iface(iface);

    TRACE("iface %p, seconds %lu\n", iface, seconds);
    return job_put_number(job, &job->minimum_retry_delay, max(seconds, MINIMUM_RETRY_DELAY_MIN));
}

HRESULT WINAPI job_GetMinimumRetryDelay(IBackgroundCopyJob5 *iface, ULONG *seconds)
{
    TRACE("iface %p, seconds %p\n", iface, seconds);
    return read_number(&job_from_iface(iface)->minimum_retry_delay, seconds);
}

HRESULT WINAPI job_SetNoProgressTimeout(IBackgroundCopyJob5 *iface, ULONG seconds)
{
    struct job *job = job_from_iface(iface);

    TRACE("iface %p, seconds %lu\n", iface, seconds);
    return job_put_number(job, &job->no_progress_timeout, seconds);
}

HRESULT WINAPI job_GetNoProgressTimeout(IBackgroundCopyJob5 *iface, ULONG *seconds)
{
    TRACE("iface %p, seconds %p\n", iface, seconds);
    return read_number(&job_from_iface(iface)->no_progress_timeout, seconds);
}

HRESULT WINAPI job_GetErrorCount(IBackgroundCopyJob5 *iface, ULONG *count)
{
    TRACE("iface %p, count %p\n", iface, count);
    return read_number(&job_from_iface(iface)->error_count, count);
}
