/* Whose turn it is. Every foreground job runs, and one background job: of those with the highest priority the one that
 * has waited longest, for a time slice if others wait too. life-cycle-of-a-bits-job, ne-bits-bg_job_priority
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include "queue/queue.h"
#include "scheduler/turns.h"

#define TIME_SLICE (5 * 60 * 1000) /* milliseconds */

static BOOL is_background(const struct job *job)
{
    return job->priority != BG_JOB_PRIORITY_FOREGROUND;
}

static BOOL is_waiting(const struct job *job)
{
    return job_may_transfer(job) && !job->transfer;
}

static BOOL comes_before(const struct job *job, const struct job *other)
{
    return job->priority == other->priority ? job->ticket < other->ticket : job->priority < other->priority;
}

/* Of the running background jobs the one that is to end first. Usually there is one; a change of priority can make it
 * more. */
static struct job *last_running_job(unsigned int *count)
{
    struct job *last = NULL;
    size_t i;

    for (i = *count = 0; i < queue_count(); i++)
    {
        struct job *job = queue_get(i);

        if (!job->transfer || !is_background(job))
            continue;
        ++*count;
        if (!last || comes_before(last, job))
            last = job;
    }
    return last;
}

static struct job *first_waiting_job(BOOL background)
{
    struct job *first = NULL;
    size_t i;

    for (i = 0; i < queue_count(); i++)
    {
        struct job *job = queue_get(i);

        if (is_background(job) == background && is_waiting(job) && (!first || comes_before(job, first)))
            first = job;
    }
    return first;
}

/* The job to start now, or NULL. */
struct job *turns_next(void)
{
    struct job *job = first_waiting_job(FALSE);
    unsigned int running;

    return job || last_running_job(&running) ? job : first_waiting_job(TRUE);
}

/* The job's time slice begins at now, in clock_ticks(). */
void turns_begin(struct job *job, ULONGLONG now)
{
    job->slice_end = now + TIME_SLICE;
}

/* What has come of a file that cannot be resumed would be lost. Its end is waited for. */
static BOOL can_be_interrupted(const struct job *job)
{
    const struct file *file = job_next_file(job);

    return !file || !file->filled.count || file_may_resume(file);
}

/* The running background job that has to make room for another one, or NULL. *wait, in milliseconds, is lowered to the
 * time until that may be so. A job that is alone goes on for as long as it takes. */
struct job *turns_end(ULONGLONG now, ULONGLONG *wait)
{
    unsigned int count;
    struct job *running = last_running_job(&count), *waiting = first_waiting_job(TRUE);

    if (count > 1)
        return running;
    if (!running || !waiting || waiting->priority > running->priority)
        return NULL;
    if (waiting->priority < running->priority)
        return running;
    if (running->slice_end <= now)
        return can_be_interrupted(running) ? running : NULL;
    *wait = min(*wait, running->slice_end - now);
    return NULL;
}
