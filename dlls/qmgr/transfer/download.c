/* The download of a job's files over HTTP. Files are done in the order in which they were added; small ones are asked
 * for ahead, so that a job of many does not wait for one answer after the other.
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include <stdlib.h>

#include "queue/queue.h"
#include "transfer/fetch.h"
#include "transfer/size_query.h"
#include "transfer/transfer.h"
#include "transfer/url.h"

/* Requests of a job at a time: so many that the answers to others arrive while one is waited for. */
#define FETCHES_MIN 4
#define FETCHES_MAX 12
#define FILE_TIME 2000                /* microseconds that a small file takes when its answer is there, roughly */

#define LOOK_AHEAD_SIZE (1024 * 1024) /* bytes on their way beyond which no further file is asked for */

/* Each receive costs about the same in Wine, so a large file gets the largest buffer that libcurl allows; as
 * tools/build-deps makes it, libcurl touches no more than is to come. A small file gets one that the heap keeps. */
#define SMALL_FILE_SIZE (128 * 1024)
#define SMALL_BUFFER_SIZE (64 * 1024)
#define LARGE_BUFFER_SIZE CURL_MAX_READ_SIZE /* less where several jobs run */
#define SHARED_BUFFER_SIZE (256 * 1024)

struct download
{
    struct transfer transfer;
    struct download *next;  /* in the list of those that run */
    struct fetch *fetches;  /* in the order of the files; the first one's progress is seen */
    struct fetch *spare;    /* to be used again */
    struct size_query *sizes; /* of the files behind a large one; NULL until there was one */
    UINT64 last_size;       /* of the file that was last known: what to expect of the next */
    UINT64 last_wait;       /* microseconds from its request to the first byte of the answer */
};

static struct download *running;

static struct download *download_of_job(const struct job *job)
{
    return CONTAINING_RECORD(job->transfer, struct download, transfer);
}

/* Where the size of the file is not known yet, the last one's has to do. */
static long download_buffer_size(const struct download *download, const struct file *file)
{
    UINT64 expected = file->bytes_total == BG_SIZE_UNKNOWN ? download->last_size : file->bytes_total;
    const struct download *other;
    long size = LARGE_BUFFER_SIZE;

    if (expected <= SMALL_FILE_SIZE)
        return SMALL_BUFFER_SIZE;
    for (other = running; other; other = other->next)
        size = other == download ? size : max(size / 4, SHARED_BUFFER_SIZE);
    return size;
}

static void free_fetches(struct fetch *fetch)
{
    struct fetch *next;

    for (; fetch; fetch = next)
    {
        next = fetch->next;
        fetch_free(fetch);
    }
}

static void download_free(struct download *download)
{
    free_fetches(download->fetches);
    free_fetches(download->spare);
    size_query_free(download->sizes);
    free(download);
}

static void download_unlink(struct download *download)
{
    struct download **link;

    for (link = &running; *link != download; link = &(*link)->next)
        ;
    *link = download->next;
}

/* Stops what still runs and lets go of the job. */
static void download_end(struct download *download)
{
    struct fetch *fetch;

    for (fetch = download->fetches; fetch; fetch = fetch->next)
        fetch_stop(fetch);
    download_unlink(download);
    transfer_detach(&download->transfer);
    download_free(download);
}

static UINT64 fetch_wait_time(const struct fetch *fetch)
{
    curl_off_t sent = 0, answered = 0;

    curl_easy_getinfo(fetch->easy, CURLINFO_PRETRANSFER_TIME_T, &sent);
    curl_easy_getinfo(fetch->easy, CURLINFO_STARTTRANSFER_TIME_T, &answered);
    return answered > sent ? answered - sent : 0;
}

/* The first file has all that is wanted of it now. */
static void download_settle_first(struct download *download)
{
    struct fetch *fetch = download->fetches;

    queue_lock();
    if (fetch->whole)
        file_set_transferred(fetch->file, fetch->size);
    job_settle(fetch->file->job);
    queue_unlock();
    download->last_size = fetch->size;
    download->last_wait = fetch_wait_time(fetch);
    download->fetches = fetch->next;
    fetch->next = download->spare;
    download->spare = fetch;
}

/* Takes note of what has finished, in the order of the files; FALSE if one of them has failed. */
static BOOL download_settle(struct download *download)
{
    struct fetch *fetch;

    while ((fetch = download->fetches))
    {
        if (!fetch->first)
            fetch_make_first(fetch);
        if (!fetch->finished)
            return TRUE;
        if (FAILED(fetch->failure.code))
        {
            transfer_fail(&download->transfer, fetch->file, &fetch->failure);
            return FALSE;
        }
        download_settle_first(download);
    }
    return TRUE;
}

static unsigned int download_fetches_max(const struct download *download)
{
    UINT64 count = download->last_wait / FILE_TIME;

    return min(max(count, FETCHES_MIN), FETCHES_MAX);
}

/* Whether the files on their way are few and small enough to ask for another one. */
static BOOL download_may_look_ahead(const struct download *download)
{
    const struct fetch *fetch;
    UINT64 expected = 0;
    unsigned int count = 0;

    for (fetch = download->fetches; fetch; fetch = fetch->next)
    {
        UINT64 size = fetch->size == BG_SIZE_UNKNOWN ? download->last_size : fetch->size;

        if (size > LOOK_AHEAD_SIZE)
            return FALSE;
        expected += size;
        count++;
    }
    return count < download_fetches_max(download) && expected <= LOOK_AHEAD_SIZE;
}

/* A file of another protocol has to wait for that, and one that is not simply new and wanted as a whole until it is the
 * first. */
static BOOL download_may_take(const struct download *download, const struct file *file)
{
    return !remote_name_is_local(file->remote_name) && (!download->fetches || file_is_fresh(file));
}

/* The file after those that are on their way, or NULL if none can be taken now. The queue's lock is held. */
static struct file *download_next_file(const struct download *download)
{
    const struct job *job = download->transfer.job;
    const struct fetch *fetch;
    size_t i;

    for (i = job->files_done; i < job->file_count; i++)
    {
        for (fetch = download->fetches; fetch && fetch->file != job->files[i]; fetch = fetch->next)
            ;
        if (!fetch && file_has_work(job->files[i]))
            return download_may_take(download, job->files[i]) ? job->files[i] : NULL;
    }
    return NULL;
}

static struct fetch *download_new_fetch(struct download *download)
{
    struct fetch *fetch = download->spare;

    if (!fetch)
        return fetch_create(download);
    download->spare = fetch->next;
    return fetch;
}

static void download_append(struct download *download, struct fetch *fetch)
{
    struct fetch **link;

    for (link = &download->fetches; *link; link = &(*link)->next)
        ;
    fetch->next = NULL;
    fetch->first = !download->fetches;
    *link = fetch;
}

/* Prepares a fetch of the next file, if the job may go on and has one. The queue's lock is held. */
static struct fetch *download_take_file(struct download *download)
{
    struct job *job = download->transfer.job;
    struct fetch *fetch;
    struct file *file;

    if (!job_may_transfer(job) || !(file = download_next_file(download)))
        return NULL;
    if (!(fetch = download_new_fetch(download)))
        return NULL;
    if (!fetch_assign(fetch, file))
    {
        fetch_free(fetch);
        return NULL;
    }
    fetch->buffer_size = download_buffer_size(download, file);
    download_append(download, fetch);
    return fetch;
}

static void download_fill(struct download *download)
{
    struct fetch *fetch;

    while (download_may_look_ahead(download))
    {
        queue_lock();
        fetch = download_take_file(download);
        queue_unlock();
        if (!fetch)
            return;
        fetch_start(fetch);
    }
}

/* Asks for the sizes of files that cannot be asked for themselves yet. */
static void download_ask_for_sizes(struct download *download)
{
    const struct fetch *fetch = download->fetches;

    if (!fetch->accepted || fetch->size <= LOOK_AHEAD_SIZE)
        return;
    if (download->sizes || (download->sizes = size_query_create(&download->transfer)))
        size_query_advance(download->sizes);
}

/* Goes on as far as is possible without waiting; ends the download when it has failed or nothing is left to do. */
static void download_advance(struct download *download)
{
    BOOL good;

    do
    {
        if ((good = download_settle(download)))
            download_fill(download);
    } while (good && download->fetches && download->fetches->finished);
    if (!good || !download->fetches)
        download_end(download);
    else
        download_ask_for_sizes(download);
}

/* Does what time and new answers ask for; returns the milliseconds, up to timeout, until there is more to do. */
int downloads_advance(int timeout)
{
    struct download *download, *next;
    struct fetch *fetch;

    for (download = running; download; download = next)
    {
        next = download->next;
        for (fetch = download->fetches; fetch; fetch = fetch->next)
            timeout = fetch_attend(fetch, timeout);
        download_advance(download);
    }
    return timeout;
}

static HRESULT download_attach(struct job *job)
{
    struct download *download = calloc(1, sizeof(*download));

    if (!download)
        return E_OUTOFMEMORY;
    download->transfer.protocol = &http_download;
    download->transfer.job = job;
    download->last_size = BG_SIZE_UNKNOWN;
    if (!download_take_file(download))
    {
        download_free(download);
        return E_OUTOFMEMORY;
    }
    download->next = running;
    running = download;
    job_addref(job);
    job->transfer = &download->transfer;
    job_set_state(job, BG_JOB_STATE_CONNECTING);
    return S_OK;
}

static void download_start(struct job *job)
{
    struct download *download = download_of_job(job);

    fetch_start(download->fetches);
    download_advance(download);
}

static void download_stop(struct job *job)
{
    download_end(download_of_job(job));
}

const struct protocol http_download =
{
    download_attach,
    download_start,
    download_stop,
};
