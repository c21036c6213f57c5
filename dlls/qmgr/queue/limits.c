/* How many jobs, files and ranges there may be.
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include "queue/limits.h"
#include "queue/queue.h"

/* Of machines without policies. */
const struct limits limits_default =
{
    .jobs_per_machine = 300,
    .jobs_per_user = 60,
    .files_per_job = 200,
    .ranges_per_file = 500,
};

/* Of administrators and services. */
const struct limits limits_none =
{
    .jobs_per_machine = MAXDWORD,
    .jobs_per_user = MAXDWORD,
    .files_per_job = MAXDWORD,
    .ranges_per_file = MAXDWORD,
};

HRESULT limits_check_new_job(const struct limits *limits, const struct caller *caller)
{
    ULONG machine = 0, user = 0;
    size_t i;

    if (access_is_exempt(caller))
        return S_OK;
    for (i = 0; i < queue_count(); i++)
    {
        const struct owner *owner = &queue_get(i)->owner;

        machine += !owner->exempt;
        user += !owner->exempt && access_is_owner(caller, owner);
    }
    if (machine >= limits->jobs_per_machine)
        return BG_E_TOO_MANY_JOBS_PER_MACHINE;
    return user >= limits->jobs_per_user ? BG_E_TOO_MANY_JOBS_PER_USER : S_OK;
}

HRESULT limits_check_files(const struct limits *limits, const struct job *job, ULONG count)
{
    return (UINT64)job->file_count + count > limits->files_per_job ? BG_E_TOO_MANY_FILES_IN_JOB : S_OK;
}

HRESULT limits_check_ranges(const struct limits *limits, ULONG count)
{
    return count > limits->ranges_per_file ? BG_E_TOO_MANY_RANGES_IN_FILE : S_OK;
}
