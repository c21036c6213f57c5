/* What the caller of a method may do.
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include "com/caller.h"
#include "com/permissions.h"
#include "queue/queue.h"
#include "store/policy.h"

static HRESULT check(struct job *job, HRESULT (*rule)(const struct caller *, const struct owner *))
{
    struct caller caller;
    HRESULT hr;

    if (FAILED(hr = caller_get(&caller)))
        return hr;
    queue_lock();
    hr = rule(&caller, &job->owner);
    queue_unlock();
    return hr;
}

HRESULT job_access_check(struct job *job)
{
    return check(job, access_check_job);
}

HRESULT job_owner_check(struct job *job)
{
    return check(job, access_check_owner);
}

void caller_get_limits(const struct caller *caller, struct limits *limits)
{
    if (access_is_exempt(caller))
        *limits = limits_none;
    else
        policy_get_limits(limits);
}

static BOOL owner_is_exempt(const struct job *job)
{
    BOOL exempt;

    queue_lock();
    exempt = job->owner.exempt;
    queue_unlock();
    return exempt;
}

/* Only who is exempt as well has access to the job of one who is, so that for most jobs nobody need be asked. */
HRESULT job_get_limits(struct job *job, struct limits *limits)
{
    struct caller caller;
    HRESULT hr;

    *limits = limits_none;
    if (owner_is_exempt(job))
        return S_OK;
    if (SUCCEEDED(hr = caller_get(&caller)))
        caller_get_limits(&caller, limits);
    return hr;
}
