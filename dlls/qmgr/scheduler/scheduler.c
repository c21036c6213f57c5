/* Starts and stops the transfers of jobs as their states and turns ask for; queues a job in TRANSIENT_ERROR again when
 * its retry delay is over or the network has changed, ends one that takes too long, and cancels one that is abandoned.
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include <limits.h>

#include "queue/clock.h"
#include "queue/queue.h"
#include "scheduler/changes.h"
#include "scheduler/scheduler.h"
#include "scheduler/turns.h"
#include "transfer/transfer.h"
#include "wine/debug.h"

WINE_DEFAULT_DEBUG_CHANNEL(qmgr);

static HANDLE thread;
static BOOL stopping, changed; /* guarded by the queue's lock */

/* The queue's listener. One wake-up is enough for all changes until the thread looks. */
static void queue_has_changed(void)
{
    if (changed)
        return;
    changed = TRUE;
    transfer_wakeup();
}

static BOOL job_may_run(const struct job *job)
{
    return job_may_transfer(job) && !job->abandoned && !stopping;
}

static struct job *find_job_to_stop(void)
{
    size_t i;

    for (i = 0; i < queue_count(); i++)
    {
        struct job *job = queue_get(i);

        if (job->transfer && !job->transfer->stopping && !job_may_run(job))
            return job;
    }
    return NULL;
}

/* Does what is due for the job's transfer, and returns the milliseconds until there is more. */
static ULONGLONG attend_transfer(struct job *job, ULONGLONG now)
{
    if (job_check_cost(job))
        return INT_MAX;
    if (job->state == BG_JOB_STATE_TRANSIENT_ERROR)
        return job_end_transient_error(job, now);
    if (job_is_active(job) && !job_may_transfer(job) && !job->claimed)
        job_set_state(job, BG_JOB_STATE_QUEUED);
    return job_end_download_time(job, now);
}

static ULONGLONG attend_job(struct job *job, ULONGLONG now)
{
    return min(job_end_inactivity(job, now), attend_transfer(job, now));
}

/* Ends what time has ended; *wait is lowered to the milliseconds until the next is due. */
static void attend_jobs(ULONGLONG now, ULONGLONG *wait)
{
    size_t i;

    for (i = 0; i < queue_count(); i++)
        *wait = min(*wait, attend_job(queue_get(i), now));
}

static void stop_job(struct job *job)
{
    const struct protocol *protocol = job->transfer->protocol;

    job->transfer->stopping = TRUE;
    job_addref(job);
    queue_unlock();
    protocol->stop(job);
    queue_lock();
    job_release(job);
}

static void stop_transfers(void)
{
    struct job *job;

    while ((job = find_job_to_stop()))
        stop_job(job);
}

/* A job whose transfer still works, or with which a call is busy, is found again when that is over. */
static struct job *find_abandoned_job(void)
{
    size_t i;

    for (i = 0; i < queue_count(); i++)
    {
        struct job *job = queue_get(i);

        if (job->abandoned && !job->transfer && !job->claimed)
            return job;
    }
    return NULL;
}

static void cancel_abandoned_jobs(void)
{
    HRESULT hr = S_OK;
    struct job *job;

    while (SUCCEEDED(hr) && (job = find_abandoned_job()))
    {
        WARN("job %s\n", wine_dbgstr_guid(&job->id));
        job_addref(job);
        hr = job_cancel(job);
        job_release(job);
    }
}

/* A job whose turn is over goes to the end of the line, unless it has left it while the lock was free. */
static void end_turns(ULONGLONG now, ULONGLONG *wait)
{
    struct job *job;

    while ((job = turns_end(now, wait)) && !job->transfer->stopping)
    {
        if (job_is_active(job))
            job_set_state(job, BG_JOB_STATE_QUEUED);
        stop_job(job);
    }
}

static HRESULT attach(struct job *job)
{
    return job_next_file(job) ? transfer_attach(job) : publish.attach(job);
}

static void start_job(struct job *job)
{
    struct job_error error = {BG_ERROR_CONTEXT_GENERAL_QUEUE_MANAGER, S_OK, NULL};
    const struct protocol *protocol;

    if (!job_next_file(job) && !job->group)
        job_settle(job);
    else if (FAILED(error.code = attach(job)))
        job_fail(job, &error, TRUE);
    else
    {
        turns_begin(job, clock_ticks());
        protocol = job->transfer->protocol;
        queue_unlock();
        protocol->start(job);
        queue_lock();
    }
}

/* Stops what may not run and starts what may; returns how long that can stay so if nothing changes. */
static int schedule(void)
{
    ULONGLONG now = clock_ticks(), wait = INT_MAX;
    struct job *job;

    changed = FALSE;
    attend_jobs(now, &wait);
    stop_transfers();
    cancel_abandoned_jobs();
    end_turns(now, &wait);
    while ((job = turns_next()))
        start_job(job);
    return changed ? 0 : wait;
}

static DWORD WINAPI scheduler_thread(void *arg)
{
    ULONGLONG due = 0;
    int wait = 0;

    queue_lock();
    while (!stopping)
    {
        if (changed || clock_ticks() >= due)
        {
            wait = schedule();
            due = clock_ticks() + wait;
        }
        wait = due - min(due, clock_ticks());
        queue_unlock();
        transfer_wait(wait);
        queue_lock();
    }
    stop_transfers();
    queue_unlock();
    return 0;
}

static HRESULT start_thread(void)
{
    stopping = changed = FALSE;
    thread = CreateThread(NULL, 0, scheduler_thread, NULL, 0, NULL);
    return thread ? S_OK : HRESULT_FROM_WIN32(GetLastError());
}

HRESULT scheduler_start(void)
{
    HRESULT hr;

    if (FAILED(hr = transfer_startup()))
        return hr;
    if (FAILED(hr = changes_start()))
        goto fail_transfer_shutdown;
    if (FAILED(hr = start_thread()))
        goto fail_changes_stop;
    queue_start(queue_has_changed);
    return S_OK;

fail_changes_stop:
    changes_stop();
fail_transfer_shutdown:
    transfer_shutdown();
    return hr;
}

/* Stops every transfer. When it returns, no job changes any more. */
void scheduler_stop(void)
{
    changes_stop();
    queue_stop();
    queue_lock();
    stopping = TRUE;
    queue_unlock();
    transfer_wakeup();
    WaitForSingleObject(thread, INFINITE);
    CloseHandle(thread);
    queue_settle();
    transfer_shutdown();
}
