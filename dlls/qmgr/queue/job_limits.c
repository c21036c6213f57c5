/* What a job may use: time, bytes, and networks that cost something.
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include "queue/clock.h"
#include "queue/queue.h"
#include "queue/timeouts.h"

#define DAY (24 * 60 * 60 * 1000ull) /* milliseconds */

static BOOL state_counts(BG_JOB_STATE state)
{
    return state == BG_JOB_STATE_CONNECTING || state == BG_JOB_STATE_TRANSFERRING;
}

/* Milliseconds in CONNECTING and TRANSFERRING since the last Resume. */
ULONGLONG job_download_time(const struct job *job, ULONGLONG now)
{
    return job->download_time + (state_counts(job->state) ? now - job->download_start : 0);
}

/* Counts the time that the job has spent connecting and transferring; called before each change of state. */
void job_count_download_time(struct job *job, BG_JOB_STATE next)
{
    ULONGLONG now = clock_ticks();

    job->download_time = job_download_time(job, now);
    if (state_counts(next))
        job->download_start = now;
}

/* Resume gives a job the whole time again: nf-bits3_0-ibackgroundcopyjob4-setmaximumdownloadtime. */
void job_reset_download_time(struct job *job)
{
    job->download_time = 0;
    job->download_start = clock_ticks();
}

/* In seconds: what the job's program has set, or else what the administrator has:
 * nf-bits3_0-ibackgroundcopyjob4-setmaximumdownloadtime. */
ULONG job_maximum_download_time(const struct job *job)
{
    return job->maximum_download_time_is_set ? job->maximum_download_time : timeouts_get()->maximum_download;
}

HRESULT job_set_maximum_download_time(struct job *job, ULONG seconds)
{
    HRESULT hr;

    if (FAILED(hr = job_check_call(job, JOB_CALL_SET_PROPERTY)))
        return hr;
    job->maximum_download_time = seconds;
    job->maximum_download_time_is_set = TRUE;
    job_touch(job);
    queue_changed();
    return S_OK;
}

/* Ends a job that has used up its maximum download time. Returns the milliseconds until that is due, ULLONG_MAX for a
 * job whose time does not run, or 0 if it was due. */
ULONGLONG job_end_download_time(struct job *job, ULONGLONG now)
{
    struct job_error error = {BG_ERROR_CONTEXT_GENERAL_QUEUE_MANAGER, BG_E_MAXDOWNLOAD_TIMEOUT, NULL};
    ULONGLONG used = job_download_time(job, now), limit = job_maximum_download_time(job) * 1000ull;

    if (!state_counts(job->state) || job->claimed)
        return ~0ull;
    if (used < limit)
        return limit - used;
    job_fail(job, &error, FALSE);
    return 0;
}

/* Data has moved, or a program has changed the job. What the service does by itself, as trying again, is none. */
void job_note_activity(struct job *job)
{
    job->activity_time = clock_ticks();
}

/* Abandons a job that has been inactive for too long: JobInactivityTimeout in group-policies. Returns the milliseconds
 * until that is due, or ULLONG_MAX for a job that is abandoned, or with which a call is busy. */
ULONGLONG job_end_inactivity(struct job *job, ULONGLONG now)
{
    ULONGLONG idle = now - job->activity_time, limit = timeouts_get()->job_inactivity * DAY;

    if (job->claimed)
        return ~0ull;
    if (idle < limit)
        return limit - idle;
    job->abandoned = TRUE;
    return ~0ull;
}

/* Whether the file may be so large; a size that the server has told counts for the job's other files:
 * BITS_JOB_PROPERTY_MAX_DOWNLOAD_SIZE in ne-bits5_0-bits_job_property_id. */
BOOL job_may_download(const struct job *job, const struct file *file, UINT64 size)
{
    UINT64 left = job->properties.maximum_download_size;
    size_t i;

    if (left == UINT64_MAX)
        return TRUE;
    for (i = 0; i < job->file_count && size <= left; i++)
    {
        const struct file *other = job->files[i];
        BOOL known = other->bytes_total != BG_SIZE_UNKNOWN;

        if (other != file)
            left -= min(left, known ? other->bytes_total : other->bytes_transferred);
    }
    return size <= left;
}

/* Whether the flags, a mask of cost states, allow a network of this cost. 0 stands for flags that were never set.
 * The other bits say nothing of the cost. bits-cost-state */
BOOL cost_flags_allow(DWORD flags, DWORD cost)
{
    return !flags || (flags & cost & ~(BITS_COST_OPTION_IGNORE_CONGESTION | BITS_COST_STATE_RESERVED));
}

/* The cost of the network that the machine uses now. Wine does not know any. */
static DWORD network_cost(void)
{
    return BITS_COST_STATE_UNRESTRICTED;
}

static BOOL job_is_too_costly(const struct job *job)
{
    return !cost_flags_allow(job->properties.cost_flags, network_cost());
}

/* Stops a job that the network costs too much, and lets it go on when its flags allow it: life-cycle-of-a-bits-job. It
 * is no error of the job's, which neither counts it nor gives up. Returns whether the job is stopped. */
BOOL job_check_cost(struct job *job)
{
    struct job_error error = {BG_ERROR_CONTEXT_GENERAL_QUEUE_MANAGER, BG_E_BLOCKED_BY_COST_TRANSFER_POLICY, NULL};
    BOOL blocked = job->state == BG_JOB_STATE_TRANSIENT_ERROR && job->error.code == error.code;

    if (job->claimed || (!blocked && !job_is_active(job)))
        return blocked;
    if (job_is_too_costly(job) && !blocked)
    {
        job->error = error;
        job_set_state(job, BG_JOB_STATE_TRANSIENT_ERROR);
    }
    else if (blocked && !job_is_too_costly(job))
        job_set_state(job, BG_JOB_STATE_QUEUED);
    return job_is_too_costly(job);
}

/* BITS cannot throttle content without a length, so only foreground jobs transfer it:
 * BITS_JOB_PROPERTY_DYNAMIC_CONTENT in ne-bits5_0-bits_job_property_id. */
BOOL job_waits_for_foreground(const struct job *job)
{
    return job->properties.dynamic_content && job->priority != BG_JOB_PRIORITY_FOREGROUND;
}

/* Whether an interrupted file may go on where it was; it has to begin again otherwise: ne-bits5_0-bits_job_property_id,
 * nf-bits10_2-ibackgroundcopyjobhttpoptions2-sethttpmethod. */
BOOL job_may_continue_files(const struct job *job)
{
    return !job->http.method && !job->properties.dynamic_content;
}
