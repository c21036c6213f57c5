/* How a job ends: Complete and Cancel, which stop its transfer and then work on its temporary files.
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include <stdlib.h>

#include "disk/removal.h"
#include "queue/events.h"
#include "queue/queue.h"
#include "scheduler/scheduler.h"
#include "store/store.h"
#include "transfer/target_folder.h"
#include "transfer/target_names.h"
#include "transfer/temporary_file.h"

/* A service that is killed leaves a record that tells what to do with the files: nothing is deleted, and nothing gets
 * its final name, before that is stored. */

/* From now on files of the job may have their final names although that is not stored. Called with the lock held, which
 * it gives up for good. */
void job_begin_completing(struct job *job)
{
    job->completing = TRUE;
    job_mark(job);
    queue_commit();
}

/* The job stays, and what is stored of its files is true again. Called without the lock, which it takes. */
void job_stop_completing(struct job *job)
{
    queue_lock();
    queue_commit();
    queue_lock();
    job->completing = FALSE;
    job_mark(job);
}

static HRESULT remove_temporary_file(const struct file *file)
{
    if (file_has_temporary(file))
        return remove_temporary(file->temporary_name);
    return file_may_have_temporary(file) ? remove_leftover(file->temporary_name) : S_OK;
}

/* Deletes the temporary files that have no final name: S_OK, or BG_S_UNABLE_TO_DELETE_FILES if one is still there.
 * The job is claimed, cannot come back, and the lock is free. */
static HRESULT remove_temporary_files(struct job *job)
{
    HRESULT hr = S_OK;
    size_t i;

    store_begin_removal(job);
    for (i = 0; i < job->file_count; i++)
    {
        if (FAILED(remove_temporary_file(job->files[i])))
            hr = BG_S_UNABLE_TO_DELETE_FILES;
    }
    return hr;
}

/* Whether the file has its final name already, from a service that was killed before it noted that. */
static BOOL file_has_final_name(const struct file *file)
{
    return file->record_may_lag && temporary_file_is_committed(file_target(file), file->bytes_transferred);
}

/* Gives a transferred file its final name, which is_new if no file has it; what its owner accepts is valid:
 * nf-bits3_0-ibackgroundcopyfile3-setvalidationstate. No other call and no transfer touches it meanwhile, and the lock
 * is free. */
HRESULT file_finish(struct file *file, BOOL is_new)
{
    HRESULT hr = S_OK;

    if (file_has_temporary(file))
        hr = temporary_file_commit(file->temporary_name, file->bytes_transferred, file_target(file), is_new);
    if (FAILED(hr) && (hr != HRESULT_FROM_WIN32(ERROR_FILE_NOT_FOUND) || !file_has_final_name(file)))
        return target_folder_refine_error(file->temporary_name, hr);
    queue_lock();
    file->completed = file->valid = TRUE;
    file_mark(file);
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

/* The job leaves the queue, and its record goes. The lock is held, and given up meanwhile. */
static void job_leave(struct job *job)
{
    queue_remove(job);
    job_unclaim(job);
    queue_unlock();
    store_remove(job);
    queue_lock();
}

static void job_end(struct job *job, BG_JOB_STATE state)
{
    job_set_state(job, state);
    job_leave(job);
}

/* Ends the job and keeps what has been transferred: nf-bits-ibackgroundcopyjob-complete. If a file cannot get its name
 * the job stays, in TRANSFERRED. Called with the lock held, which it gives up meanwhile. */
HRESULT job_complete(struct job *job)
{
    HRESULT hr;

    if (FAILED(hr = job_claim(job, JOB_CALL_COMPLETE)))
        return hr;
    job_begin_completing(job);
    if (SUCCEEDED(hr = save_files(job)))
    {
        queue_lock();
        job_end(job, BG_JOB_STATE_ACKNOWLEDGED);
        return hr;
    }
    job_stop_completing(job);
    job_set_state(job, BG_JOB_STATE_TRANSFERRED);
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
    return hr;
}
