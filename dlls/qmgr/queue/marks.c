/* What has changed since it was stored. Every function is called under the queue's lock.
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include "queue/queue.h"

static struct job *marked_jobs; /* each is referenced */
static BOOL progress_is_marked; /* that of any job */
static const struct saver *saver;

/* Sets who stores jobs from now on; NULL for nobody. */
void queue_set_saver(const struct saver *new_saver)
{
    queue_lock();
    saver = new_saver;
    queue_unlock();
}

/* Gives up the lock at the end of a call that has changed something, and returns when that will outlive the service. */
void queue_commit(void)
{
    const struct saver *current = saver;

    queue_unlock();
    if (current)
        current->commit();
}

/* The same where the next step needs it, else simply gives up the lock. */
void queue_commit_if(BOOL needed)
{
    if (needed)
        queue_commit();
    else
        queue_unlock();
}

/* Something about the job is to be stored. One that is not in the queue is not: it may have the id of one that is. */
void job_mark(struct job *job)
{
    if (!saver || job->marked || !job->queued)
        return;
    job->marked = TRUE;
    job->next_marked = marked_jobs;
    marked_jobs = job;
    job_addref(job);
    saver->wake();
}

/* The same about a file of it. */
void file_mark(struct file *file)
{
    file->marked = TRUE;
    job_mark(file->job);
}

/* Bytes have come. Whoever stores that may take some time. */
void file_mark_progress(struct file *file)
{
    file->marked = TRUE;
    file->job->progress_marked = TRUE;
    if (saver && !progress_is_marked)
    {
        progress_is_marked = TRUE;
        saver->wake();
    }
}

/* Whether there is progress to be stored in a while. */
BOOL queue_progress_is_marked(void)
{
    return progress_is_marked;
}

/* A job of which only progress is to be stored, which is no longer marked then, though its files may be. The caller
 * gets a reference. NULL if there is none. */
struct job *queue_take_progress(void)
{
    struct job *job;
    size_t i;

    progress_is_marked = FALSE;
    for (i = 0; i < queue_count(); i++)
    {
        job = queue_get(i);
        if (!job->progress_marked || job->marked)
            continue;
        job->progress_marked = FALSE;
        progress_is_marked = TRUE;
        job_addref(job);
        return job;
    }
    return NULL;
}

/* In the same way a job that is to be stored at once. */
struct job *queue_take_marked(void)
{
    struct job *job = marked_jobs;

    if (job)
    {
        marked_jobs = job->next_marked;
        job->marked = job->progress_marked = FALSE;
    }
    return job;
}
