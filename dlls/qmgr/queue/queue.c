/* The queue: every job of the machine, the lock that guards the model, and the listeners that hear of changes.
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include <stdlib.h>

#include "queue/events.h"
#include "queue/queue.h"

static SRWLOCK lock = SRWLOCK_INIT;
static CONDITION_VARIABLE changed_state = CONDITION_VARIABLE_INIT;
static void (*listener)(void);
static const struct notifier *notifier;
static struct job **jobs;
static size_t job_count, job_capacity;

/* Opens the queue. The listener is called under the lock at each change that may start or stop a transfer. */
void queue_start(void (*changed)(void))
{
    queue_lock();
    listener = changed;
    queue_unlock();
}

/* From now on no call changes a job: job_check_call refuses. */
void queue_stop(void)
{
    queue_lock();
    listener = NULL;
    queue_unlock();
}

BOOL queue_is_running(void)
{
    return listener != NULL;
}

void queue_lock(void)
{
    AcquireSRWLockExclusive(&lock);
}

void queue_unlock(void)
{
    ReleaseSRWLockExclusive(&lock);
}

/* Gives up the lock until queue_wake_waiters is called, and takes it again. */
void queue_wait(void)
{
    SleepConditionVariableSRW(&changed_state, &lock, INFINITE, 0);
}

void queue_wake_waiters(void)
{
    WakeAllConditionVariable(&changed_state);
}

/* Tells the listener that there may be something to start or to stop. */
void queue_changed(void)
{
    if (listener)
        listener();
}

/* Sets who delivers notifications from now on; NULL for nobody. */
void queue_set_notifier(const struct notifier *new_notifier)
{
    queue_lock();
    notifier = new_notifier;
    queue_unlock();
}

void queue_notify(struct job *job)
{
    if (notifier)
        notifier->notify(job);
}

/* Gives up a reference to an object of a client's. Its release may be a call to the client, so it waits for nobody. */
void queue_release(IUnknown *object)
{
    if (notifier)
        notifier->release(object);
}

/* Adds a job, which the queue then references: S_OK, E_INVALIDARG if another has its id, or E_OUTOFMEMORY. */
HRESULT queue_add(struct job *job)
{
    if (queue_find(&job->id))
        return E_INVALIDARG;
    if (job_count == job_capacity)
    {
        size_t capacity = job_capacity ? job_capacity * 2 : 16;
        struct job **grown = realloc(jobs, capacity * sizeof(*jobs));

        if (!grown)
            return E_OUTOFMEMORY;
        jobs = grown;
        job_capacity = capacity;
    }
    jobs[job_count++] = job;
    job_addref(job);
    job->queued = TRUE;
    job_mark(job);
    return S_OK;
}

/* A job that leaves the queue has no more to ask of its program. */
void queue_remove(struct job *job)
{
    size_t i;

    for (i = 0; i < job_count && jobs[i] != job; i++)
        ;
    if (i == job_count)
        return;
    memmove(&jobs[i], &jobs[i + 1], (job_count - i - 1) * sizeof(*jobs));
    job_count--;
    job->queued = FALSE;
    job->gone = TRUE;
    job_set_certificate_callback(job, NULL);
    job_release(job);
}

/* Waits until no call has a job for itself and no transfer works on one. */
void queue_settle(void)
{
    size_t i = 0;

    queue_lock();
    while (i < job_count)
    {
        if (!jobs[i]->claimed && !jobs[i]->transfer)
            i++;
        else
        {
            queue_wait();
            i = 0;
        }
    }
    queue_unlock();
}

/* Forgets all jobs, when the service has ended and they are stored. Clients may still hold some. */
void queue_clear(void)
{
    queue_lock();
    while (job_count)
    {
        struct job *job = jobs[job_count - 1];

        job_forget_notification(job);
        queue_remove(job);
    }
    queue_unlock();
}

/* The job with this id, or NULL. */
struct job *queue_find(const GUID *id)
{
    size_t i;

    for (i = 0; i < job_count; i++)
    {
        if (IsEqualGUID(&jobs[i]->id, id))
            return jobs[i];
    }
    return NULL;
}

size_t queue_count(void)
{
    return job_count;
}

/* Jobs are numbered from 0, the oldest first. */
struct job *queue_get(size_t index)
{
    return jobs[index];
}
