/* What the answers to a fetch bring: each is judged by its headers, and then its bytes go to the file.
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include <stdlib.h>
#include <string.h>

#include "queue/queue.h"
#include "transfer/fetch.h"

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
    wanted->pieces[0] = all;
    wanted->count = 1;
    wanted->is_whole = TRUE;
    wanted->continues = FALSE;
    fetch->offset = 0;
    fetch->left = response->length;
}

static void fetch_expect_part(struct fetch *fetch, const struct content_range *range)
{
    fetch->offset = range->start;
    fetch->left = range->end - range->start;
}

/* Takes note of what comes, and of the version. The lock is held. */
static HRESULT fetch_note_response(struct fetch *fetch, const struct response *response, BOOL whole)
{
    const char *validator = response_validator(response);
    struct file *file = fetch->file;
    HRESULT hr;

    if (whole)
        fetch_expect_whole(fetch, response);
    else
        fetch_expect_part(fetch, &response->range);
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
    BOOL is_overwritten;
    HRESULT hr;

    queue_lock();
    is_overwritten = whole && fetch->file->filled.count;
    hr = fetch->file->job->restart ? E_ABORT : fetch_note_response(fetch, response, whole);
    queue_commit_if(is_overwritten);
    return hr;
}

/* The response carries bytes of the file: makes room for them. */
static size_t fetch_accept(struct fetch *fetch, const struct response *response, BOOL whole, size_t size)
{
    BOOL is_empty = !fetch->wanted.continues && !fetch->output.position;
    HRESULT hr;

    if (FAILED(hr = fetch_expect(fetch, response, whole)))
        return fetch_abort(fetch, failure_of_remote_file(hr));
    if (whole && !is_empty && FAILED(hr = temporary_file_empty(&fetch->output)))
        return fetch_abort(fetch, failure_of_local_file(hr));
    fetch->run = fetch->output.position;
    fetch->accepted = TRUE;
    return size;
}

/* Several parts come: what they are, each says itself. */
static size_t fetch_accept_parts(struct fetch *fetch, const struct response *response, size_t size)
{
    multipart_begin(&fetch->multipart, response->content_type);
    fetch->run = fetch->output.position;
    fetch->left = 0;
    fetch->total = BG_SIZE_UNKNOWN;
    fetch->accepted = fetch->has_parts = TRUE;
    return size;
}

/* Something that was asked for is not in the file: it is not asked for again. */
static size_t fetch_refuse_piece(struct fetch *fetch, HRESULT error)
{
    if (error == BG_E_INVALID_RANGE)
    {
        queue_lock();
        file_limit_requests(fetch->file, fetch->wanted.pieces[0].offset);
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
    fetch->has_chunks = response.is_chunked;
    meaning = response_judge(&response, &fetch->wanted, &error);
    if (meaning == RESPONSE_IS_NO_FILE)
        return size;
    if (meaning == RESPONSE_IS_BAD)
        return fetch_refuse_piece(fetch, error);
    if (meaning == RESPONSE_IS_PARTS)
        return fetch_accept_parts(fetch, &response, size);
    fetch->stale = meaning == RESPONSE_IS_STALE;
    fetch->refused = meaning == RESPONSE_IS_REFUSAL;
    if (fetch->stale || fetch->refused)
        return 0;
    return fetch_accept(fetch, &response, meaning == RESPONSE_IS_WHOLE, size);
}

static size_t header_callback(char *line, size_t one, size_t size, void *arg)
{
    struct fetch *fetch = arg;

    if (!request_take_header(&fetch->request, line, size))
        return fetch_abort(fetch, failure_of_remote_file(BG_E_INVALID_SERVER_RESPONSE));
    return size == strspn(line, "\r\n") ? fetch_take_response(fetch, size) : size;
}

static struct failure fetch_failure_from_status(struct fetch *fetch)
{
    long status;

    curl_easy_getinfo(fetch->easy, CURLINFO_RESPONSE_CODE, &status);
    return failure_from_http_status(status);
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

/* Bytes of the response, or of its present part; FALSE if they cannot be taken. */
static BOOL fetch_take_bytes(struct fetch *fetch, const char *data, size_t size)
{
    HRESULT hr;

    if (size > fetch->left)
        fetch_abort(fetch, failure_of_remote_file(BG_E_INVALID_SERVER_RESPONSE));
    else if (!fetch_may_grow(fetch, size))
        fetch_abort(fetch, failure_of_remote_file(BG_E_MAX_DOWNLOAD_SIZE_LIMIT_REACHED));
    else if (FAILED(hr = fetch_distribute(fetch, data, size)))
        fetch_abort(fetch, failure_of_local_file(hr));
    if (fetch->left != BG_SIZE_UNKNOWN)
        fetch->left -= size;
    return SUCCEEDED(fetch->failure.code);
}

/* All parts of a response have to agree about the size of the file. */
static BOOL fetch_agrees(struct fetch *fetch, UINT64 total)
{
    BOOL agrees = total == BG_SIZE_UNKNOWN || fetch->total == BG_SIZE_UNKNOWN || total == fetch->total;

    if (total != BG_SIZE_UNKNOWN)
        fetch->total = total;
    return agrees;
}

static BOOL fetch_begin_part(struct fetch *fetch)
{
    enum response_meaning meaning;
    struct response response;
    HRESULT error;

    response_read(&response, fetch->easy);
    response.length = BG_SIZE_UNKNOWN;
    response.range = fetch->multipart.range;
    meaning = response_judge_part(&response, &fetch->wanted, &error);
    fetch->stale = meaning == RESPONSE_IS_STALE;
    if (fetch->stale)
        return FALSE;
    if (meaning == RESPONSE_IS_BAD || !fetch_agrees(fetch, response.range.total))
        error = BG_E_INVALID_SERVER_RESPONSE;
    else
        error = fetch_expect(fetch, &response, FALSE);
    if (FAILED(error))
        fetch_abort(fetch, failure_of_remote_file(error));
    return SUCCEEDED(error);
}

/* The part had the length that it was to have. */
static BOOL fetch_end_part(struct fetch *fetch)
{
    HRESULT hr = fetch_settle_run(fetch);

    if (FAILED(hr))
        fetch_abort(fetch, failure_of_local_file(hr));
    return SUCCEEDED(hr);
}

static BOOL fetch_take_event(struct fetch *fetch, enum multipart_event event, const struct multipart_input *data)
{
    switch (event)
    {
        case MULTIPART_PART_BEGINS:
            return fetch_begin_part(fetch);
        case MULTIPART_DATA:
            return fetch_take_bytes(fetch, data->data, data->size);
        case MULTIPART_PART_ENDS:
            return fetch_end_part(fetch);
        default:
            fetch_abort(fetch, failure_of_remote_file(BG_E_INVALID_SERVER_RESPONSE));
            return FALSE;
    }
}

static BOOL fetch_take_parts(struct fetch *fetch, const char *text, size_t size)
{
    struct multipart_input input = {text, size}, data;
    enum multipart_event event;

    while ((event = multipart_next(&fetch->multipart, &input, &data)) != MULTIPART_NEEDS_INPUT)
    {
        if (!fetch_take_event(fetch, event, &data))
            return FALSE;
    }
    return TRUE;
}

static size_t write_callback(char *data, size_t one, size_t size, void *arg)
{
    struct fetch *fetch = arg;
    BOOL good;

    if (request_discards(&fetch->request, size))
        return size;
    if (!fetch->accepted)
        return fetch_abort(fetch, fetch_failure_from_status(fetch));
    good = fetch->has_parts ? fetch_take_parts(fetch, data, size) : fetch_take_bytes(fetch, data, size);
    return good ? size : 0;
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

/* Whether all of the response has come that its headers promise. */
static BOOL fetch_is_complete(const struct fetch *fetch)
{
    if (fetch->has_parts)
        return multipart_is_complete(&fetch->multipart);
    return !fetch->left || fetch->left == BG_SIZE_UNKNOWN;
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
    if (!fetch_is_complete(fetch))
        return failure_of_remote_file(BG_E_INVALID_SERVER_RESPONSE);
    return failure;
}
