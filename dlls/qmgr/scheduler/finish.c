/* How a job ends: Complete and Cancel, which stop its transfer and then work on its temporary files.
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include <stdlib.h>

#include "queue/events.h"
#include "queue/queue.h"
#include "scheduler/scheduler.h"
#include "transfer/target_folder.h"
#include "transfer/target_names.h"
#include "transfer/temporary_file.h"

/* Deletes the temporary files that have no final name: S_OK, or BG_S_UNABLE_TO_DELETE_FILES if one is still there.
 * The job is claimed, and the lock is free. */
static HRESULT remove_temporary_files(struct job *job)
{
    HRESULT hr = S_OK;
    size_t i;

    for (i = 0; i < job->file_count; i++)
    {
        const struct file *file = job->files[i];

        if (file_has_temporary(file) && FAILED(temporary_file_remove(file->temporary_name)))
            hr = BG_S_UNABLE_TO_DELETE_FILES;
    }
    return hr;
}

/* Gives a transferred file its final name, which is_new if no file has it; what its owner accepts is valid:
 * nf-bits3_0-ibackgroundcopyfile3-setvalidationstate. No other call and no transfer touches it meanwhile, and the lock
 * is free. */
HRESULT file_finish(struct file *file, BOOL is_new)
{
    HRESULT hr;

    if (file_has_temporary(file) && FAILED(hr = temporary_file_commit(file->temporary_name, file->local_name, is_new)))
        return target_folder_refine_error(file->temporary_name, hr);
    queue_lock();
    file->completed = file->valid = TRUE;
    queue_unlock();
    return S_OK;
}

/* Renames what has been transferred, all of it if possible, and counts it; returns the first failure. */
static HRESULT rename_transferred_files(struct job *job, size_t *count)
{
    struct target_names names = {NULL};
    HRESULT hr, result = S_OK;
    size_t i;

    target_names_read(&names, job);
    for (i = *count = 0; i < job->file_count; i++)
    {
        struct file *file = job->files[i];

        if (!file->transferred)
            continue;
        ++*count;
        if (file->completed)
            continue;
        if (FAILED(hr = file_finish(file, target_names_is_new(&names, file->local_name))) && SUCCEEDED(result))
            result = hr;
    }
    target_names_free(&names);
    return result;
}

static HRESULT save_files(struct job *job)
{
    size_t transferred;
    HRESULT hr;

    if (FAILED(hr = rename_transferred_files(job, &transferred)))
        return hr;
    if ((hr = remove_temporary_files(job)) != S_OK)
        return hr;
    return transferred < job->file_count ? BG_S_PARTIAL_COMPLETE : S_OK;
}

static void job_end(struct job *job, BG_JOB_STATE state)
{
    job_set_state(job, state);
    queue_remove(job);
}

/* Ends the job and keeps what has been transferred: nf-bits-ibackgroundcopyjob-complete. If a file cannot get its name
 * the job stays, in TRANSFERRED. Called with the lock held, which it gives up meanwhile. */
HRESULT job_complete(struct job *job)
{
    HRESULT hr;

    if (FAILED(hr = job_claim(job, JOB_CALL_COMPLETE)))
        return hr;
    queue_unlock();
    hr = save_files(job);
    queue_lock();
    if (FAILED(hr))
        job_set_state(job, BG_JOB_STATE_TRANSFERRED);
    else
        job_end(job, BG_JOB_STATE_ACKNOWLEDGED);
    job_unclaim(job);
    return hr;
}

/* Ends the job and deletes what has been transferred: nf-bits-ibackgroundcopyjob-cancel. Called with the lock held,
 * which it gives up meanwhile. */
HRESULT job_cancel(struct job *job)
{
    HRESULT hr;

    if (FAILED(hr = job_claim(job, JOB_CALL_CANCEL)))
        return hr;
    queue_unlock();
    hr = remove_temporary_files(job);
    queue_lock();
    job_end(job, BG_JOB_STATE_CANCELLED);
    job_unclaim(job);
    return hr;
}

/* Ends a job that does not outlive the service, and deletes its temporary files. Called as job_cancel. */
void job_discard(struct job *job)
{
    while (job->claimed || job->transfer)
        queue_wait();
    job->claimed = TRUE;
    queue_unlock();
    remove_temporary_files(job);
    queue_lock();
    job_forget_notification(job);
    queue_remove(job);
    job_unclaim(job);
}
