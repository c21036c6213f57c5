/* The download of one file over HTTP into a temporary file. The bytes that are missing are asked for in pieces, several
 * at once where the server can, until all are there; a file of which nothing is there is one piece, for which a plain
 * GET will do.
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include <stdlib.h>
#include <string.h>

#include "queue/clock.h"
#include "queue/queue.h"
#include "transfer/fetch.h"
#include "wine/debug.h"

WINE_DEFAULT_DEBUG_CHANNEL(qmgr);

#define RESTARTS_MAX 3        /* of a file that changes while it is fetched */
#define WAITING_INTERVAL 1000 /* milliseconds between two looks at what a request waits for, if nobody wakes */

static void fetch_finish(struct fetch *fetch, CURLcode result);

static void finish_fetch(struct transfer_client *client, CURLcode result)
{
    fetch_finish(CONTAINING_RECORD(client, struct fetch, client), result);
}

struct fetch *fetch_create(struct download *download)
{
    struct fetch *fetch = calloc(1, sizeof(*fetch));

    if (!fetch)
        return NULL;
    fetch->client.finish = finish_fetch;
    fetch->download = download;
    fetch->output.handle = INVALID_HANDLE_VALUE;
    fetch->easy = curl_easy_init();
    if (fetch->easy)
        return fetch;
    fetch_free(fetch);
    return NULL;
}

void fetch_free(struct fetch *fetch)
{
    curl_easy_cleanup(fetch->easy);
    request_free(&fetch->request);
    free(fetch->validator);
    free(fetch->output.buffer);
    free(fetch);
}

/* Takes on a file and its job's settings; FALSE if there is no memory for them. The queue's lock is held. */
BOOL fetch_assign(struct fetch *fetch, struct file *file)
{
    if (FAILED(request_copy_settings(&fetch->request, file)))
        return FALSE;
    fetch->file = file;
    fetch->size = BG_SIZE_UNKNOWN;
    fetch->restarts = 0;
    fetch->first = fetch->waiting = fetch->finished = fetch->whole = fetch->accepted = fetch->stale = FALSE;
    memset(&fetch->failure, 0, sizeof(fetch->failure));
    file->taken = TRUE;
    if (file->filled.count && !file_may_resume(file))
        file_start_again(file);
    return TRUE;
}

/* The file's own validator may change while the lock is free. */
static HRESULT fetch_copy_validator(struct fetch *fetch)
{
    const char *validator = fetch->file->validator;

    free(fetch->validator);
    fetch->validator = validator ? strdup(validator) : NULL;
    fetch->wanted.validator = fetch->validator;
    return validator && !fetch->validator ? E_OUTOFMEMORY : S_OK;
}

/* Decides what to ask for next: S_OK, S_FALSE if nothing that is wanted is missing, or E_OUTOFMEMORY. */
static HRESULT fetch_take_pieces(struct fetch *fetch)
{
    struct piece_request *wanted = &fetch->wanted;
    struct file *file = fetch->file;
    HRESULT hr;

    queue_lock();
    hr = fetch_copy_validator(fetch);
    file->order_changed = FALSE;
    wanted->count = file_next_pieces(file, wanted->pieces, fetch->one_by_one ? 1 : PIECES_MAX);
    wanted->refusal = file_needs_ranges(file);
    wanted->remote_size = file->remote_size;
    wanted->continues = file->filled.count != 0;
    wanted->is_whole = wanted->count == 1 && wanted->refusal == S_OK && !wanted->continues
            && !wanted->pieces[0].position && wanted->pieces[0].end == file->bytes_total;
    wanted->allows_no_end = file->job->properties.dynamic_content;
    fetch->whole = !wanted->count && file_is_filled(file);
    fetch->size = file->bytes_total;
    queue_unlock();
    return FAILED(hr) || wanted->count ? hr : S_FALSE;
}

/* From now on the fetch's progress is seen. */
void fetch_make_first(struct fetch *fetch)
{
    fetch->first = TRUE;
    if (!fetch->whole)
        fetch_publish_progress(fetch);
}

static void fetch_set_options(struct fetch *fetch)
{
    CURL *easy = fetch->easy;

    request_apply(&fetch->request, easy);
    curl_easy_setopt(easy, CURLOPT_PRIVATE, &fetch->client);
    curl_easy_setopt(easy, CURLOPT_BUFFERSIZE, fetch->buffer_size);
    curl_easy_setopt(easy, CURLOPT_FILETIME, 1L);
    fetch_listen(fetch);
}

static void fetch_set_range(struct fetch *fetch)
{
    char range[RANGE_HEADER_SIZE];

    piece_request_write(&fetch->wanted, range);
    TRACE("%s, bytes %s\n", debugstr_w(remote_name_without_password(fetch->request.remote_name)), debugstr_a(range));
    request_set_range(&fetch->request, fetch->wanted.is_whole ? NULL : range,
            fetch->wanted.continues ? fetch->validator : NULL);
}

/* Sends the request if it is ready; fetch_attend tries again if it is not. */
static void fetch_send(struct fetch *fetch)
{
    fetch->waiting = !request_is_ready(&fetch->request);
    if (fetch->waiting)
        return;
    if (FAILED(fetch->request.failure.code) || !transfer_add(fetch->easy))
        fetch_finish(fetch, CURLE_OUT_OF_MEMORY);
}

/* Asks for the pieces that fetch_take_pieces has chosen. */
static void fetch_ask(struct fetch *fetch)
{
    fetch->accepted = fetch->has_parts = fetch->stale = fetch->refused = FALSE;
    fetch_set_range(fetch);
    fetch_send(fetch);
}

/* Opens the file and asks for what is missing. If that fails, or nothing is missing, the fetch is finished at once. */
void fetch_start(struct fetch *fetch)
{
    HRESULT hr;

    if (SUCCEEDED(hr = transfer_open_output(&fetch->output, fetch->file)))
    {
        fetch_set_options(fetch);
        if ((hr = fetch_take_pieces(fetch)) == S_OK)
        {
            fetch_ask(fetch);
            return;
        }
        temporary_file_close(&fetch->output, NULL);
    }
    fetch->failure = failure_of_local_file(hr);
    fetch->finished = TRUE;
}

/* Stops at once; what has arrived is kept. */
void fetch_stop(struct fetch *fetch)
{
    if (fetch->finished)
        return;
    transfer_remove(fetch->easy);
    temporary_file_close(&fetch->output, NULL);
    fetch_publish_progress(fetch);
}

/* The version on the disk is gone: throws it away. */
static HRESULT fetch_forget_version(struct fetch *fetch)
{
    if (++fetch->restarts > RESTARTS_MAX)
        return BG_E_REMOTE_FILE_CHANGED;
    WARN("%s is another file by now\n", debugstr_w(remote_name_without_password(fetch->request.remote_name)));
    queue_lock();
    file_start_again(fetch->file);
    queue_commit();
    return temporary_file_empty(&fetch->output);
}

/* Asks for the next pieces; FALSE if there are none. */
static BOOL fetch_ask_for_more(struct fetch *fetch, HRESULT *hr)
{
    if (FAILED(*hr = fetch_settle_run(fetch)))
        return FALSE;
    if (fetch->stale && FAILED(*hr = fetch_forget_version(fetch)))
        return FALSE;
    if ((*hr = fetch_take_pieces(fetch)) != S_OK)
        return FALSE;
    fetch_ask(fetch);
    return TRUE;
}

/* Whether what has come is not to be trusted: the server contradicts itself, or its chunks may be broken, which libcurl
 * does not tell from an error of the network. */
static BOOL fetch_has_doubtful_bytes(const struct fetch *fetch, CURLcode result)
{
    BOOL may_be_broken = fetch->has_chunks && result == CURLE_RECV_ERROR;

    return fetch->accepted && (may_be_broken || fetch->failure.code == BG_E_INVALID_SERVER_RESPONSE);
}

/* Counts what has come before the failure, if it can be trusted. */
static void fetch_keep_bytes(struct fetch *fetch, CURLcode result)
{
    if (!fetch_has_doubtful_bytes(fetch, result))
    {
        fetch_publish_progress(fetch);
        return;
    }
    fetch->accepted = FALSE;
    queue_lock();
    file_start_again(fetch->file);
    queue_unlock();
}

/* Closes the file. One that came as a whole counts from now on. */
static void fetch_conclude(struct fetch *fetch, CURLcode result, struct failure failure)
{
    HRESULT hr;

    if (SUCCEEDED(failure.code) && fetch->wanted.is_whole)
    {
        fetch->size = fetch->output.position + fetch->output.buffered;
        fetch->whole = TRUE;
    }
    hr = fetch_close_output(fetch);
    fetch->failure = FAILED(failure.code) ? failure : failure_of_local_file(hr);
    fetch->finished = TRUE;
    if (FAILED(failure.code))
        fetch_keep_bytes(fetch, result);
}

/* Asks for the next pieces, or finishes. */
static void fetch_go_on(struct fetch *fetch)
{
    HRESULT hr;

    if (fetch_ask_for_more(fetch, &hr))
        return;
    fetch_conclude(fetch, CURLE_OK,
            hr == BG_E_REMOTE_FILE_CHANGED ? failure_of_remote_file(hr) : failure_of_local_file(hr));
}

/* Whether another response is to be asked for. One that has brought bytes of the file is the last. */
static BOOL fetch_is_sent_again(struct fetch *fetch, CURLcode result)
{
    return SUCCEEDED(fetch->failure.code) && !fetch->accepted && !fetch->stale
            && !fetch->refused && request_continues(&fetch->request, result);
}

/* libcurl is done: the request goes on elsewhere, or the next pieces are asked for, or the fetch is finished. */
static void fetch_finish(struct fetch *fetch, CURLcode result)
{
    struct failure failure;

    transfer_remove(fetch->easy);
    if (fetch_is_sent_again(fetch, result))
    {
        fetch_send(fetch);
        return;
    }
    failure = fetch_judge(fetch, result);
    fetch->one_by_one |= fetch->refused;
    if (fetch->stale || fetch->refused || (SUCCEEDED(failure.code) && !fetch->wanted.is_whole))
        fetch_go_on(fetch);
    else
        fetch_conclude(fetch, result, failure);
}

/* Whether bytes wait to be written that are not the end of the response: those are written when it is complete. */
static BOOL fetch_is_behind(const struct fetch *fetch)
{
    return !fetch->finished && fetch->output.buffered && fetch->left;
}

static void fetch_flush(struct fetch *fetch)
{
    HRESULT hr = temporary_file_flush(&fetch->output);

    fetch_publish_progress(fetch);
    if (FAILED(hr))
    {
        fetch_abort(fetch, failure_of_local_file(hr));
        fetch_finish(fetch, CURLE_WRITE_ERROR);
    }
}

/* Whether what has arrived, perhaps without being counted yet, can be added to by another request. The lock is held. */
static BOOL fetch_may_be_interrupted(const struct fetch *fetch)
{
    return file_may_resume(fetch->file) || (!fetch->accepted && !fetch->file->filled.count);
}

/* Whether the bytes at a position are the next to arrive. */
static BOOL fetch_is_at(const struct fetch *fetch, UINT64 position)
{
    return position == fetch->output.position
            || (fetch->wanted.count && position == fetch->wanted.pieces[0].position);
}

/* Whether other bytes are to come first now than those that are on their way. */
static BOOL fetch_is_out_of_order(struct fetch *fetch)
{
    struct file *file = fetch->file;
    struct piece next;
    BOOL out_of_order;

    queue_lock();
    out_of_order = file->order_changed && fetch_may_be_interrupted(fetch) && file_next_piece(file, &next)
            && !fetch_is_at(fetch, next.position);
    file->order_changed = FALSE;
    queue_unlock();
    return out_of_order;
}

/* Writes and counts bytes that have waited long enough, and follows a change of the order. Returns the milliseconds, at
 * most timeout, until the next are due. */
int fetch_attend(struct fetch *fetch, int timeout)
{
    ULONGLONG now = clock_ticks();

    if (fetch->waiting)
    {
        fetch_send(fetch);
        timeout = min(timeout, WAITING_INTERVAL);
    }
    else if (fetch->first && !fetch->finished && fetch_is_out_of_order(fetch))
    {
        transfer_remove(fetch->easy);
        fetch_go_on(fetch);
    }
    if (!fetch_is_behind(fetch))
        return timeout;
    if (fetch->flush_time > now)
        return min((ULONGLONG)timeout, fetch->flush_time - now);
    fetch_flush(fetch);
    return timeout;
}
