/* What the answers to a fetch bring: each is judged by its headers, and then its bytes go to the file.
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include <stdlib.h>
#include <string.h>

#include "queue/clock.h"
#include "queue/queue.h"
#include "transfer/fetch.h"

#define PROGRESS_INTERVAL 100 /* milliseconds after which received bytes are written and counted at the latest */

/* Counts only what is on the disk, and never all of a file before it is whole. */
HRESULT fetch_publish_progress(struct fetch *fetch)
{
    HRESULT hr;

    if (!fetch->first || !fetch->accepted)
        return S_OK;
    queue_lock();
    hr = file_fill(fetch->file, fetch->wanted.piece.position, fetch->output.position);
    queue_unlock();
    return hr;
}

/* Notes the first failure that a callback finds, and makes libcurl give up. */
size_t fetch_abort(struct fetch *fetch, struct failure failure)
{
    if (SUCCEEDED(fetch->failure.code))
        fetch->failure = failure;
    return 0;
}

/* All of the file comes, from its beginning, perhaps in place of a piece. The lock is held. */
static void fetch_expect_whole(struct fetch *fetch, const struct response *response)
{
    static const struct piece all = {0, BG_SIZE_UNKNOWN, 0};
    struct piece_request *wanted = &fetch->wanted;
    struct file *file = fetch->file;

    if (!wanted->is_whole)
        file->ranges_refused |= response_is_of_version(response, wanted->validator);
    file_start_again(file);
    wanted->piece = all;
    wanted->is_whole = TRUE;
    wanted->continues = FALSE;
    fetch->end = response->length;
}

/* Takes note of what comes, and of the version. The lock is held. */
static HRESULT fetch_note_response(struct fetch *fetch, const struct response *response, BOOL whole)
{
    const char *validator = response_validator(response);
    const struct piece *piece = &fetch->wanted.piece;
    struct file *file = fetch->file;
    HRESULT hr;

    if (whole)
        fetch_expect_whole(fetch, response);
    else
        fetch->end = piece->position + response->range.end - response->range.start;
    if (!file->validator && validator)
        file->validator = strdup(validator);
    hr = file_set_size(file, whole ? response->length : response->range.total);
    fetch->size = file->bytes_total;
    if (fetch->size != BG_SIZE_UNKNOWN && !job_may_download(file->job, file, fetch->size))
        hr = BG_E_MAX_DOWNLOAD_SIZE_LIMIT_REACHED;
    return hr;
}

/* What comes from a name that the file no longer has is not its own. */
static HRESULT fetch_expect(struct fetch *fetch, const struct response *response, BOOL whole)
{
    HRESULT hr;

    queue_lock();
    hr = fetch->file->job->restart ? E_ABORT : fetch_note_response(fetch, response, whole);
    queue_unlock();
    return hr;
}

/* The response carries bytes of the file: makes room for them. */
static size_t fetch_accept(struct fetch *fetch, const struct response *response, BOOL whole, size_t size)
{
    HRESULT hr;

    if (FAILED(hr = fetch_expect(fetch, response, whole)))
        return fetch_abort(fetch, failure_of_remote_file(hr));
    if (whole && fetch->output.position && FAILED(hr = temporary_file_empty(&fetch->output)))
        return fetch_abort(fetch, failure_of_local_file(hr));
    fetch->accepted = TRUE;
    return size;
}

/* Something that was asked for is not in the file: it is not asked for again. */
static size_t fetch_refuse_piece(struct fetch *fetch, HRESULT error)
{
    if (error == BG_E_INVALID_RANGE)
    {
        queue_lock();
        file_limit_requests(fetch->file, fetch->wanted.piece.offset);
        queue_unlock();
    }
    return fetch_abort(fetch, failure_of_remote_file(error));
}

/* All headers of a response are here: go on only if it carries bytes that can be used. */
static size_t fetch_take_response(struct fetch *fetch, size_t size)
{
    struct response response;
    enum response_meaning meaning;
    HRESULT error;

    if (fetch->accepted)
        return size;
    response_read(&response, fetch->easy);
    if (request_wants_no_body(&fetch->request))
        response.length = 0;
    meaning = response_judge(&response, &fetch->wanted, &error);
    if (meaning == RESPONSE_IS_NO_FILE)
        return size;
    if (meaning == RESPONSE_IS_BAD)
        return fetch_refuse_piece(fetch, error);
    fetch->stale = meaning == RESPONSE_IS_STALE;
    return fetch->stale ? 0 : fetch_accept(fetch, &response, meaning == RESPONSE_IS_WHOLE, size);
}

static size_t header_callback(char *line, size_t one, size_t size, void *arg)
{
    struct fetch *fetch = arg;

    request_take_header(&fetch->request, line, size);
    return size == strspn(line, "\r\n") ? fetch_take_response(fetch, size) : size;
}

static struct failure fetch_failure_from_status(struct fetch *fetch)
{
    long status;

    curl_easy_getinfo(fetch->easy, CURLINFO_RESPONSE_CODE, &status);
    return failure_from_http_status(status);
}

/* Bytes of the response that have not arrived. */
UINT64 fetch_outstanding(const struct fetch *fetch)
{
    return fetch->end - fetch->output.position - fetch->output.buffered;
}

/* A body of unknown length may be too long for the job. */
static BOOL fetch_may_grow(struct fetch *fetch, size_t size)
{
    BOOL may;

    if (fetch->size != BG_SIZE_UNKNOWN)
        return TRUE;
    queue_lock();
    may = job_may_download(fetch->file->job, fetch->file, fetch->output.position + fetch->output.buffered + size);
    queue_unlock();
    return may;
}

static size_t write_callback(char *data, size_t one, size_t size, void *arg)
{
    struct fetch *fetch = arg;
    UINT64 position = fetch->output.position;
    HRESULT hr;

    if (request_discards(&fetch->request, size))
        return size;
    if (!fetch->accepted)
        return fetch_abort(fetch, fetch_failure_from_status(fetch));
    if (size > fetch_outstanding(fetch))
        return fetch_abort(fetch, failure_of_remote_file(BG_E_INVALID_SERVER_RESPONSE));
    if (!fetch_may_grow(fetch, size))
        return fetch_abort(fetch, failure_of_remote_file(BG_E_MAX_DOWNLOAD_SIZE_LIMIT_REACHED));
    if (!fetch->output.buffered)
        fetch->flush_time = clock_ticks() + PROGRESS_INTERVAL;
    if (FAILED(hr = temporary_file_write(&fetch->output, data, size)))
        return fetch_abort(fetch, failure_of_local_file(hr));
    if (fetch->output.position != position)
        fetch_publish_progress(fetch);
    return size;
}

/* The answers to the fetch's requests come here. */
void fetch_listen(struct fetch *fetch)
{
    CURL *easy = fetch->easy;

    curl_easy_setopt(easy, CURLOPT_HEADERFUNCTION, header_callback);
    curl_easy_setopt(easy, CURLOPT_HEADERDATA, fetch);
    curl_easy_setopt(easy, CURLOPT_WRITEFUNCTION, write_callback);
    curl_easy_setopt(easy, CURLOPT_WRITEDATA, fetch);
}

/* Why the request failed, or a failure with a code of success. What a callback of ours has found comes first. */
struct failure fetch_judge(struct fetch *fetch, CURLcode result)
{
    struct failure failure = request_judge(&fetch->request, result);

    if (FAILED(fetch->request.failure.code) || FAILED(fetch->request.guard.verdict))
        return failure;
    if (FAILED(fetch->failure.code))
        return fetch->failure;
    if (FAILED(failure.code))
        return failure;
    if (!fetch->accepted)
        return fetch_failure_from_status(fetch);
    if (fetch->end != BG_SIZE_UNKNOWN && fetch_outstanding(fetch))
        return failure_of_remote_file(BG_E_INVALID_SERVER_RESPONSE);
    return failure;
}
