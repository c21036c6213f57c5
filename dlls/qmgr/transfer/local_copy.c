/* The copying of files from disks and shares, one after the other. Reading may take any time, so each job has a thread
 * for it. A file that is interrupted goes on where it was if its source is still the same version.
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "queue/queue.h"
#include "transfer/errors.h"
#include "transfer/file_security.h"
#include "transfer/temporary_file.h"
#include "transfer/transfer.h"
#include "transfer/url.h"
#include "wine/debug.h"

WINE_DEFAULT_DEBUG_CHANNEL(qmgr);

#define PIECE_SIZE (256 * 1024) /* bytes after which the copy looks whether it has to stop */
#define RESTARTS_MAX 3          /* of a file that changes while it is copied */
#define VALIDATOR_SIZE 40

/* What tells one version of a source from another: file-transfer-consistency. */
struct version
{
    UINT64 size;
    FILETIME modified;
};

struct copy
{
    struct transfer transfer;
    HANDLE thread;
    struct file *file; /* the one being copied */
    WCHAR *source;
    HANDLE input;
    struct version version;
    unsigned int restarts;
    BOOL whole;   /* all bytes of the version are in the output */
    BOOL changed; /* the source became another version meanwhile */
    struct temporary_file output;
    struct failure failure;
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

static BOOL copy_fail(struct copy *copy, struct failure failure)
{
    copy->failure = failure;
    return FALSE;
}

static BOOL copy_fail_to_read(struct copy *copy)
{
    return copy_fail(copy, failure_of_local_source(GetLastError()));
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
    copy->restarts = 0;
    file->taken = TRUE;
    return TRUE;
}

/* Other programs may go on to write, rename and delete the source: a copy that takes hours is not in their way. Devices
 * are refused: ns-bits-bg_file_info. */
static BOOL copy_open_source(struct copy *copy)
{
    copy->input = CreateFileW(copy->source, GENERIC_READ, FILE_SHARE_READ | FILE_SHARE_WRITE | FILE_SHARE_DELETE, NULL,
            OPEN_EXISTING, FILE_FLAG_SEQUENTIAL_SCAN, NULL);
    if (copy->input == INVALID_HANDLE_VALUE)
        return copy_fail_to_read(copy);
    if (GetFileType(copy->input) == FILE_TYPE_DISK)
        return TRUE;
    CloseHandle(copy->input);
    return copy_fail(copy, failure_of_local_source(ERROR_BAD_DEV_TYPE));
}

static BOOL copy_read_version(struct copy *copy, struct version *version)
{
    BY_HANDLE_FILE_INFORMATION information;

    if (!GetFileInformationByHandle(copy->input, &information))
        return copy_fail_to_read(copy);
    version->size = (UINT64)information.nFileSizeHigh << 32 | information.nFileSizeLow;
    version->modified = information.ftLastWriteTime;
    return TRUE;
}

static BOOL versions_are_equal(const struct version *one, const struct version *other)
{
    return one->size == other->size && !CompareFileTime(&one->modified, &other->modified);
}

static void version_to_validator(const struct version *version, char validator[VALIDATOR_SIZE])
{
    snprintf(validator, VALIDATOR_SIZE, "%" PRIx64 "@%08lx%08lx", version->size, version->modified.dwHighDateTime,
            version->modified.dwLowDateTime);
}

/* Forgets what is there of another version, and takes note of this one. The queue's lock is held. */
static HRESULT copy_note_version(struct copy *copy)
{
    char validator[VALIDATOR_SIZE];
    struct file *file = copy->file;
    HRESULT hr;

    if (file->job->restart)
        return E_ABORT;
    version_to_validator(&copy->version, validator);
    if (!file_may_resume(file) || strcmp(file->validator, validator))
        file_start_again(file);
    if (!file->validator && !(file->validator = strdup(validator)))
        return E_OUTOFMEMORY;
    if (FAILED(hr = file_set_size(file, copy->version.size)))
        return hr;
    return job_may_download(file->job, file, file->bytes_total) ? S_OK : BG_E_MAX_DOWNLOAD_SIZE_LIMIT_REACHED;
}

static BOOL copy_empty_output(struct copy *copy)
{
    HRESULT hr = temporary_file_empty(&copy->output);

    return SUCCEEDED(hr) || copy_fail(copy, failure_of_local_file(hr));
}

/* Finds out which version is to be copied, and keeps what is there of it. */
static BOOL copy_begin(struct copy *copy)
{
    BOOL is_stale;
    HRESULT hr;

    if (!copy_read_version(copy, &copy->version))
        return FALSE;
    queue_lock();
    is_stale = copy->file->filled.count != 0;
    hr = copy_note_version(copy);
    is_stale &= !copy->file->filled.count;
    queue_commit_if(is_stale);
    if (FAILED(hr))
        return copy_fail(copy, failure_of_remote_file(hr));
    return !is_stale || copy_empty_output(copy);
}

/* Chooses what to copy next; FALSE if the copy has to stop, or nothing that is wanted is missing. */
static BOOL copy_take_piece(struct copy *copy, struct piece *piece)
{
    struct job *job = copy->transfer.job;
    BOOL more;

    queue_lock();
    more = !copy->transfer.stopping && job_may_transfer(job) && file_next_piece(copy->file, piece);
    copy->whole = file_is_filled(copy->file);
    queue_unlock();
    return more;
}

/* Reads as much of the piece as there is room for; nothing if the source has become shorter. */
static BOOL copy_read(struct copy *copy, const struct piece *piece, DWORD *size)
{
    OVERLAPPED place = {.Offset = piece->offset, .OffsetHigh = piece->offset >> 32};
    DWORD wanted = min(piece->end - piece->position, PIECE_SIZE);

    *size = 0;
    if (ReadFile(copy->input, copy->piece, wanted, size, &place) || GetLastError() == ERROR_HANDLE_EOF)
        return TRUE;
    return copy_fail_to_read(copy);
}

/* Only what is on the disk counts. */
static BOOL copy_write(struct copy *copy, const struct piece *piece, DWORD size)
{
    struct temporary_file *output = &copy->output;
    HRESULT hr;

    if (FAILED(hr = temporary_file_seek(output, piece->position))
            || FAILED(hr = temporary_file_write(output, copy->piece, size))
            || FAILED(hr = temporary_file_flush(output)))
        return copy_fail(copy, failure_of_local_file(hr));
    queue_lock();
    hr = file_fill(copy->file, piece->position, output->position);
    queue_unlock();
    return SUCCEEDED(hr) || copy_fail(copy, failure_of_local_file(hr));
}

/* Copies what is wanted and missing, until the copy has to stop; FALSE if that fails. */
static BOOL copy_pieces(struct copy *copy)
{
    struct piece piece;
    DWORD size;

    copy->changed = FALSE;
    while (copy_take_piece(copy, &piece))
    {
        if (!copy_read(copy, &piece, &size))
            return FALSE;
        if ((copy->changed = !size))
            return TRUE;
        if (!copy_write(copy, &piece, size))
            return FALSE;
    }
    return TRUE;
}

/* The bytes may be of two versions if the source is not what it was when the copy began. */
static BOOL copy_check_version(struct copy *copy)
{
    struct version now;

    if (!copy->whole)
        return TRUE;
    if (!copy_read_version(copy, &now))
        return FALSE;
    copy->changed = !versions_are_equal(&copy->version, &now);
    return TRUE;
}

static BOOL copy_forget_version(struct copy *copy)
{
    WARN("%s is another file by now\n", debugstr_w(copy->source));
    queue_lock();
    file_start_again(copy->file);
    queue_commit();
    if (++copy->restarts > RESTARTS_MAX)
        return copy_fail(copy, failure_of_remote_file(BG_E_REMOTE_FILE_CHANGED));
    return copy_empty_output(copy);
}

/* Copies one version of the source; FALSE if that fails or has to stop. */
static BOOL copy_one_version(struct copy *copy)
{
    do
    {
        if (!copy_begin(copy) || !copy_pieces(copy) || !copy_check_version(copy))
            return FALSE;
    } while (copy->changed && copy_forget_version(copy));
    return copy->whole && !copy->changed;
}

/* The copy has the time of its source: ns-bits-bg_file_info. */
static BOOL copy_contents(struct copy *copy)
{
    BOOL whole;
    HRESULT hr;

    if (FAILED(hr = transfer_open_output(&copy->output, copy->file)))
        return copy_fail(copy, failure_of_local_file(hr));
    whole = copy_one_version(copy);
    hr = temporary_file_close(&copy->output, whole ? &copy->version.modified : NULL);
    if (whole && FAILED(hr))
        return copy_fail(copy, failure_of_local_file(hr));
    return whole;
}

/* Applied at the end, to a file that nobody writes to any more. A privilege that is missing may be granted later:
 * nf-bits2_0-ibackgroundcopyjob3-setfileaclflags. */
static BOOL copy_security(struct copy *copy)
{
    struct failure failure;
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
    failure = failure_of_local_file(HRESULT_FROM_WIN32(error));
    failure.transient |= error == ERROR_ACCESS_DENIED;
    return copy_fail(copy, failure);
}

/* Copies the file that copy_take_file has taken; FALSE if it fails or has to stop. */
static BOOL copy_file(struct copy *copy)
{
    BOOL whole;

    TRACE("job %s, %s\n", wine_dbgstr_guid(&copy->transfer.job->id), debugstr_w(copy->source));
    if (!copy_open_source(copy))
        return FALSE;
    whole = copy_contents(copy) && copy_security(copy);
    CloseHandle(copy->input);
    return whole;
}

/* The file is whole. Returns whether there is another to copy. */
static BOOL copy_next(struct copy *copy)
{
    BOOL more;

    queue_lock();
    file_set_transferred(copy->file, copy->file->bytes_total);
    more = copy_take_file(copy);
    queue_unlock();
    return more;
}

static void copy_end(struct copy *copy)
{
    if (FAILED(copy->failure.code))
        transfer_fail(&copy->transfer, copy->file, &copy->failure);
    transfer_detach(&copy->transfer);
    copy_free(copy);
}

static DWORD WINAPI copy_thread(void *arg)
{
    struct copy *copy = arg;

    while (copy_file(copy) && copy_next(copy))
        ;
    copy_end(copy);
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

/* The thread owns the copy, and may be at its end, as soon as it runs. Without a thread it is tried again later. */
static void copy_start(struct job *job)
{
    struct copy *copy = copy_of_job(job);
    HANDLE thread = CreateThread(NULL, 0, copy_thread, copy, CREATE_SUSPENDED, NULL);

    copy->thread = thread;
    if (thread)
        ResumeThread(thread);
    else
    {
        copy_fail_to_read(copy);
        copy->failure.transient = TRUE;
        copy_end(copy);
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
