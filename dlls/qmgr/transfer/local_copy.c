/* The copying of files from disks and shares, one after the other. Reading may take any time, so each job has a thread
 * for it.
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include <stdlib.h>

#include "queue/queue.h"
#include "transfer/errors.h"
#include "transfer/file_security.h"
#include "transfer/temporary_file.h"
#include "transfer/transfer.h"
#include "transfer/url.h"
#include "wine/debug.h"

WINE_DEFAULT_DEBUG_CHANNEL(qmgr);

#define PIECE_SIZE (256 * 1024)

struct copy
{
    struct transfer transfer;
    HANDLE thread;
    struct file *file; /* the one being copied */
    WCHAR *source;
    HANDLE input;
    struct temporary_file output;
    BYTE piece[PIECE_SIZE];
};

static struct copy *copy_of_job(const struct job *job)
{
    return CONTAINING_RECORD(job->transfer, struct copy, transfer);
}

static void copy_free(struct copy *copy)
{
    free(copy->source);
    free(copy->output.buffer);
    if (copy->thread)
        CloseHandle(copy->thread);
    free(copy);
}

/* Takes the next file, if the job may go on and the file is a local one. The queue's lock is held. */
static BOOL copy_take_file(struct copy *copy)
{
    struct job *job = copy->transfer.job;
    struct file *file = job_next_file(job);

    free(copy->source);
    copy->source = NULL;
    if (!file || !job_may_transfer(job) || !(copy->source = path_from_remote_name(file->remote_name)))
        return FALSE;
    copy->file = file;
    file->taken = TRUE;
    file_start_again(file);
    return TRUE;
}

/* Takes note of the size; FALSE if it is too large for the job. */
static BOOL copy_may_have_size(struct copy *copy, UINT64 size)
{
    BOOL may;

    queue_lock();
    file_set_size(copy->file, size);
    may = job_may_download(copy->transfer.job, copy->file, size);
    queue_unlock();
    return may;
}

static BOOL copy_open_source(struct copy *copy, struct failure *failure)
{
    LARGE_INTEGER size;

    copy->input = CreateFileW(copy->source, GENERIC_READ, FILE_SHARE_READ, NULL, OPEN_EXISTING,
            FILE_FLAG_SEQUENTIAL_SCAN, NULL);
    if (copy->input == INVALID_HANDLE_VALUE)
    {
        *failure = failure_of_local_source(GetLastError());
        return FALSE;
    }
    if (!GetFileSizeEx(copy->input, &size))
    {
        *failure = failure_of_local_source(GetLastError());
        CloseHandle(copy->input);
        return FALSE;
    }
    if (copy_may_have_size(copy, size.QuadPart))
        return TRUE;
    *failure = failure_of_remote_file(BG_E_MAX_DOWNLOAD_SIZE_LIMIT_REACHED);
    CloseHandle(copy->input);
    return FALSE;
}

/* Counts what is on the disk; FALSE if the copy has to stop. */
static BOOL copy_goes_on(struct copy *copy)
{
    BOOL stopping;

    queue_lock();
    if (copy->output.position < copy->file->bytes_total)
        file_fill(copy->file, 0, copy->output.position);
    stopping = copy->transfer.stopping;
    queue_unlock();
    return !stopping;
}

/* Copies until the end of the source; FALSE if it fails or has to stop. */
static BOOL copy_bytes(struct copy *copy, struct failure *failure)
{
    DWORD size;
    HRESULT hr;

    while (copy_goes_on(copy))
    {
        if (!ReadFile(copy->input, copy->piece, sizeof(copy->piece), &size, NULL))
        {
            *failure = failure_of_local_source(GetLastError());
            return FALSE;
        }
        if (!size)
            return TRUE;
        if (FAILED(hr = temporary_file_write(&copy->output, copy->piece, size)))
        {
            *failure = failure_of_local_file(hr);
            return FALSE;
        }
    }
    return FALSE;
}

/* The copy has the time of its source: ns-bits-bg_file_info. */
static BOOL copy_close_target(struct copy *copy, struct failure *failure)
{
    FILETIME modified;
    HRESULT hr;

    hr = temporary_file_close(&copy->output, GetFileTime(copy->input, NULL, NULL, &modified) ? &modified : NULL);
    if (FAILED(hr))
        *failure = failure_of_local_file(hr);
    return SUCCEEDED(hr);
}

static BOOL copy_contents(struct copy *copy, struct failure *failure)
{
    BOOL whole, closed;
    HRESULT hr;

    if (FAILED(hr = transfer_open_output(&copy->output, copy->file)))
    {
        *failure = failure_of_local_file(hr);
        return FALSE;
    }
    whole = copy_bytes(copy, failure);
    closed = copy_close_target(copy, failure);
    return whole && closed;
}

/* Applied at the end, to a file that nobody writes to any more. A privilege that is missing may be granted later:
 * nf-bits2_0-ibackgroundcopyjob3-setfileaclflags. */
static BOOL copy_security(struct copy *copy, struct failure *failure)
{
    WCHAR *output;
    DWORD flags, error;

    queue_lock();
    output = string_copy(file_output_name(copy->file));
    flags = copy->transfer.job->file_acl_flags;
    queue_unlock();
    error = output ? file_security_copy(copy->source, output, flags) : ERROR_OUTOFMEMORY;
    free(output);
    if (!error)
        return TRUE;
    *failure = failure_of_local_file(HRESULT_FROM_WIN32(error));
    failure->transient = error == ERROR_ACCESS_DENIED;
    return FALSE;
}

/* Copies the file that copy_take_file has taken; FALSE if it fails or has to stop. */
static BOOL copy_file(struct copy *copy, struct failure *failure)
{
    BOOL whole;

    TRACE("job %s, %s\n", wine_dbgstr_guid(&copy->transfer.job->id), debugstr_w(copy->source));
    if (copy->file->ranges) /* BITS 2 had them: nf-bits2_0-ibackgroundcopyjob3-addfilewithranges */
    {
        *failure = failure_of_remote_file(BG_E_INSUFFICIENT_RANGE_SUPPORT);
        return FALSE;
    }
    if (!copy_open_source(copy, failure))
        return FALSE;
    whole = copy_contents(copy, failure) && copy_security(copy, failure);
    CloseHandle(copy->input);
    return whole;
}

/* The file is whole. Returns whether there is another to copy. */
static BOOL copy_next(struct copy *copy)
{
    BOOL more;

    queue_lock();
    file_set_transferred(copy->file, copy->output.position);
    more = copy_take_file(copy);
    queue_unlock();
    return more;
}

static void copy_end(struct copy *copy, const struct failure *failure)
{
    if (FAILED(failure->code))
        transfer_fail(&copy->transfer, copy->file, failure);
    transfer_detach(&copy->transfer);
    copy_free(copy);
}

static DWORD WINAPI copy_thread(void *arg)
{
    struct failure failure = {S_OK};
    struct copy *copy = arg;
    BOOL whole;

    do
    {
        whole = copy_file(copy, &failure);
    } while (whole && copy_next(copy));
    copy_end(copy, &failure);
    return 0;
}

static HRESULT copy_attach(struct job *job)
{
    struct copy *copy = calloc(1, sizeof(*copy));

    if (!copy)
        return E_OUTOFMEMORY;
    copy->transfer.protocol = &local_copy;
    copy->transfer.job = job;
    if (!copy_take_file(copy))
    {
        copy_free(copy);
        return E_OUTOFMEMORY;
    }
    job_addref(job);
    job->transfer = &copy->transfer;
    job_set_state(job, BG_JOB_STATE_CONNECTING);
    return S_OK;
}

/* The thread owns the copy, and may be at its end, as soon as it runs. */
static void copy_start(struct job *job)
{
    struct copy *copy = copy_of_job(job);
    HANDLE thread = CreateThread(NULL, 0, copy_thread, copy, CREATE_SUSPENDED, NULL);
    struct failure failure;

    copy->thread = thread;
    if (thread)
        ResumeThread(thread);
    else
    {
        failure = failure_of_local_source(GetLastError());
        copy_end(copy, &failure);
    }
}

static void copy_stop(struct job *job)
{
    queue_lock();
    if (job->transfer)
        CancelSynchronousIo(copy_of_job(job)->thread);
    queue_unlock();
}

const struct protocol local_copy =
{
    copy_attach,
    copy_start,
    copy_stop,
};
