/* A job and its files.
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include <stdlib.h>
#include <objbase.h>

#include "queue/clock.h"
#include "queue/events.h"
#include "queue/queue.h"

static void file_free(struct file *file)
{
    if (!file)
        return;
    string_wipe(file->remote_name);
    free(file->local_name);
    free(file->real_name);
    free(file->temporary_name);
    free(file->ranges);
    free(file->arrived.ranges);
    free(file->validator);
    range_set_free(&file->filled);
    range_set_free(&file->requested);
    range_set_free(&file->awaited);
    free(file->response_headers);
    free(file->unknown_lines);
    free(file);
}

static void job_free(struct job *job)
{
    size_t i;

    for (i = 0; i < job->file_count; i++)
        file_free(job->files[i]);
    free(job->files);
    job_settings_free(job);
    free(job->stored);
    free(job);
}

/* Makes a suspended job without files, of which the caller has the only reference. */
HRESULT job_create(const WCHAR *display_name, BG_JOB_TYPE type, struct job **out)
{
    static const WCHAR empty[] = {0};
    struct job *job;
    HRESULT hr;

    if (!(job = calloc(1, sizeof(*job))))
        return E_OUTOFMEMORY;
    job->refs = 1;
    job->type = type;
    job->state = BG_JOB_STATE_SUSPENDED;
    job_settings_init(job);
    job->times.CreationTime = job->times.ModificationTime = clock_now();
    job_note_activity(job);
    job->display_name = string_copy(display_name);
    job->description = string_copy(empty);
    hr = job->display_name && job->description ? CoCreateGuid(&job->id) : E_OUTOFMEMORY;
    if (FAILED(hr))
        job_free(job);
    else
        *out = job;
    return hr;
}

void job_addref(struct job *job)
{
    InterlockedIncrement(&job->refs);
}

void job_release(struct job *job)
{
    if (!InterlockedDecrement(&job->refs))
        job_free(job);
}

static struct file *file_create(struct job *job, const BG_FILE_INFO *info)
{
    struct file *file = calloc(1, sizeof(*file));

    if (!file)
        return NULL;
    file->job = job;
    file->marked = TRUE;
    file->remote_size = file->bytes_total = BG_SIZE_UNKNOWN;
    file->remote_name = string_copy(info->RemoteName);
    file->local_name = string_copy(info->LocalName);
    if (file->remote_name && file->local_name && (job->type != BG_JOB_TYPE_DOWNLOAD || file_output_name(file)))
        return file;
    file_free(file);
    return NULL;
}

/* As job_add_files, of files that the job has had before. */
HRESULT job_append_files(struct job *job, const BG_FILE_INFO *infos, size_t count)
{
    struct file **files;
    size_t i;

    if (job->type != BG_JOB_TYPE_DOWNLOAD && job->file_count + count > 1)
        return BG_E_TOO_MANY_FILES;
    if (!(files = realloc(job->files, (job->file_count + count) * sizeof(*files))))
        return E_OUTOFMEMORY;
    job->files = files;
    for (i = 0; i < count; i++)
    {
        if (!(files[job->file_count + i] = file_create(job, &infos[i])))
            break;
    }
    if (i < count)
    {
        while (i)
            file_free(files[job->file_count + --i]);
        return E_OUTOFMEMORY;
    }
    job->file_count += count;
    return S_OK;
}

/* Adds all of the files, whose names have been checked, or none of them. */
HRESULT job_add_files(struct job *job, const BG_FILE_INFO *infos, size_t count)
{
    HRESULT hr = job_append_files(job, infos, count);

    if (SUCCEEDED(hr))
        job_touch(job);
    return hr;
}

/* The first file, in the order added, of which something is to be fetched now, or NULL. */
struct file *job_next_file(const struct job *job)
{
    size_t i;

    for (i = job->files_done; i < job->file_count; i++)
    {
        if (file_has_work(job->files[i]))
            return job->files[i];
    }
    return NULL;
}

/* Ends the transfer when no file has anything left to fetch; what a group has fetched is published first. On demand the
 * job then waits for the next request: nf-bits10_1-ibackgroundcopyfile6-requestfileranges. */
void job_settle(struct job *job)
{
    if (!job_is_active(job) || job->group || job_next_file(job))
        return;
    job->awaits_requests = job->files_done < job->file_count;
    job_set_state(job, job->awaits_requests ? BG_JOB_STATE_SUSPENDED : BG_JOB_STATE_TRANSFERRED);
}

/* No transfer touches the job and its files any more. */
void job_transfer_has_ended(struct job *job)
{
    size_t i;

    for (i = 0; i < job->file_count; i++)
        job->files[i]->taken = FALSE;
    job->transfer = NULL;
    job->restart = FALSE;
    queue_wake_waiters();
    queue_changed();
}

/* BytesTotal is unknown as long as one file's is: ns-bits-bg_job_progress. */
void job_get_progress(const struct job *job, BG_JOB_PROGRESS *progress)
{
    size_t i;

    memset(progress, 0, sizeof(*progress));
    progress->FilesTotal = job->file_count;
    for (i = 0; i < job->file_count; i++)
    {
        const struct file *file = job->files[i];

        if (file->bytes_total == BG_SIZE_UNKNOWN)
            progress->BytesTotal = BG_SIZE_UNKNOWN;
        else if (progress->BytesTotal != BG_SIZE_UNKNOWN)
            progress->BytesTotal += file->bytes_total;
        progress->BytesTransferred += file->bytes_transferred;
        progress->FilesTransferred += file->transferred;
    }
}
