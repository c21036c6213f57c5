/* The download of one file over HTTP into a temporary file.
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include <stdlib.h>
#include <string.h>

#include "queue/clock.h"
#include "queue/queue.h"
#include "transfer/fetch.h"
#include "transfer/transfer.h"
#include "transfer/url.h"
#include "wine/debug.h"

WINE_DEFAULT_DEBUG_CHANNEL(qmgr);

/* Each receive costs about the same in Wine, so libcurl gets the largest buffer that it takes. */
#define RECEIVE_BUFFER_SIZE (512 * 1024)

#define CONNECT_TIMEOUT 30    /* seconds */
#define STALL_TIMEOUT 60      /* seconds without a byte */
#define REDIRECTS_MAX 10      /* as many as WinHTTP follows */
#define PROGRESS_INTERVAL 100 /* milliseconds after which received bytes are written and counted at the latest */
#define USER_AGENT "Microsoft BITS/7.8"

struct fetch *fetch_create(struct download *download)
{
    struct fetch *fetch = calloc(1, sizeof(*fetch));

    if (!fetch)
        return NULL;
    fetch->download = download;
    fetch->output.handle = INVALID_HANDLE_VALUE;
    fetch->easy = curl_easy_init();
    fetch->headers = curl_slist_append(NULL, "Accept-Encoding: identity");
    if (fetch->easy && fetch->headers)
        return fetch;
    fetch_free(fetch);
    return NULL;
}

void fetch_free(struct fetch *fetch)
{
    curl_easy_cleanup(fetch->easy);
    curl_slist_free_all(fetch->headers);
    free(fetch->remote_name);
    free(fetch->local_name);
    free(fetch->temporary_name);
    free(fetch->output.buffer);
    free(fetch);
}

/* Takes on a file; FALSE if there is no memory for its names. The queue's lock is held. */
BOOL fetch_assign(struct fetch *fetch, struct file *file)
{
    free(fetch->remote_name);
    free(fetch->local_name);
    free(fetch->temporary_name);
    fetch->file = file;
    fetch->remote_name = string_copy(file->remote_name);
    fetch->local_name = string_copy(file->local_name);
    fetch->temporary_name = file->temporary_name ? string_copy(file->temporary_name) : NULL;
    fetch->size = BG_SIZE_UNKNOWN;
    fetch->first = fetch->finished = FALSE;
    memset(&fetch->failure, 0, sizeof(fetch->failure));
    file->bytes_transferred = 0;
    return fetch->remote_name && fetch->local_name && (fetch->temporary_name || !file->temporary_name);
}

/* Counts only what is on the disk, and never all of a file before it is whole. */
static void fetch_publish_progress(struct fetch *fetch)
{
    if (!fetch->first)
        return;
    queue_lock();
    file_set_progress(fetch->file, fetch->output.written);
    queue_unlock();
}

/* From now on the fetch's progress is seen. */
void fetch_make_first(struct fetch *fetch)
{
    fetch->first = TRUE;
    if (fetch->output.written && !fetch->finished)
        fetch_publish_progress(fetch);
}

/* Notes the first failure that a callback finds, and makes libcurl give up. */
static size_t fetch_abort(struct fetch *fetch, struct failure failure)
{
    if (SUCCEEDED(fetch->failure.code))
        fetch->failure = failure;
    return 0;
}

static BOOL body_has_an_end(CURL *easy, curl_off_t length)
{
    struct curl_header *header;

    return length >= 0 || !curl_easy_header(easy, "Transfer-Encoding", 0, CURLH_HEADER, -1, &header);
}

/* All headers of a response are here: go on only if it carries the file and tells where the file ends. */
static size_t fetch_take_response(struct fetch *fetch, size_t size)
{
    curl_off_t length;
    long status;

    curl_easy_getinfo(fetch->easy, CURLINFO_RESPONSE_CODE, &status);
    if (status != 200)
        return size;
    curl_easy_getinfo(fetch->easy, CURLINFO_CONTENT_LENGTH_DOWNLOAD_T, &length);
    if (!body_has_an_end(fetch->easy, length))
        return fetch_abort(fetch, failure_of_remote_file(BG_E_MISSING_FILE_SIZE));
    if (length >= 0)
        fetch->size = length;
    queue_lock();
    file_set_size(fetch->file, fetch->size);
    queue_unlock();
    return size;
}

static size_t header_callback(char *line, size_t one, size_t size, void *arg)
{
    return size == strspn(line, "\r\n") ? fetch_take_response(arg, size) : size;
}

static size_t write_callback(char *data, size_t one, size_t size, void *arg)
{
    struct fetch *fetch = arg;
    UINT64 written = fetch->output.written;
    long status;
    HRESULT hr;

    curl_easy_getinfo(fetch->easy, CURLINFO_RESPONSE_CODE, &status);
    if (status != 200)
        return fetch_abort(fetch, failure_from_http_status(status));
    if (!fetch->output.buffered)
        fetch->flush_time = clock_ticks() + PROGRESS_INTERVAL;
    if (FAILED(hr = temporary_file_write(&fetch->output, data, size)))
        return fetch_abort(fetch, failure_of_local_file(hr));
    if (fetch->output.written != written)
        fetch_publish_progress(fetch);
    return size;
}

static void fetch_set_options(struct fetch *fetch, const char *url)
{
    CURL *easy = fetch->easy;

    curl_easy_reset(easy);
    curl_easy_setopt(easy, CURLOPT_PRIVATE, fetch);
    curl_easy_setopt(easy, CURLOPT_URL, url);
    curl_easy_setopt(easy, CURLOPT_HTTP_VERSION, (long)CURL_HTTP_VERSION_1_1);
    curl_easy_setopt(easy, CURLOPT_USERAGENT, USER_AGENT);
    curl_easy_setopt(easy, CURLOPT_HTTPHEADER, fetch->headers);
    curl_easy_setopt(easy, CURLOPT_PROTOCOLS_STR, "http,https");
    curl_easy_setopt(easy, CURLOPT_REDIR_PROTOCOLS_STR, "http,https");
    curl_easy_setopt(easy, CURLOPT_FOLLOWLOCATION, 1L);
    curl_easy_setopt(easy, CURLOPT_MAXREDIRS, (long)REDIRECTS_MAX);
    curl_easy_setopt(easy, CURLOPT_SSL_OPTIONS, (long)CURLSSLOPT_NO_REVOKE);
    curl_easy_setopt(easy, CURLOPT_CONNECTTIMEOUT, (long)CONNECT_TIMEOUT);
    curl_easy_setopt(easy, CURLOPT_LOW_SPEED_LIMIT, 1L);
    curl_easy_setopt(easy, CURLOPT_LOW_SPEED_TIME, (long)STALL_TIMEOUT);
    curl_easy_setopt(easy, CURLOPT_BUFFERSIZE, (long)RECEIVE_BUFFER_SIZE);
    curl_easy_setopt(easy, CURLOPT_FILETIME, 1L);
    curl_easy_setopt(easy, CURLOPT_HEADERFUNCTION, header_callback);
    curl_easy_setopt(easy, CURLOPT_HEADERDATA, fetch);
    curl_easy_setopt(easy, CURLOPT_WRITEFUNCTION, write_callback);
    curl_easy_setopt(easy, CURLOPT_WRITEDATA, fetch);
}

static HRESULT fetch_send_request(struct fetch *fetch)
{
    char *url = url_from_remote_name(fetch->remote_name);
    CURLcode result;

    if (!url)
        return E_OUTOFMEMORY;
    fetch_set_options(fetch, url);
    curl_free(url);
    result = tls_guard_install(&fetch->guard, fetch->easy);
    return !result && transfer_add(fetch->easy) ? S_OK : E_OUTOFMEMORY;
}

/* Creates the temporary file and sends the request. If that fails, the fetch is finished at once. */
void fetch_start(struct fetch *fetch)
{
    HRESULT hr;

    TRACE("%s to %s\n", debugstr_w(fetch->remote_name), debugstr_w(fetch->local_name));
    hr = transfer_open_output(&fetch->output, fetch->file, fetch->local_name, fetch->temporary_name);
    if (FAILED(hr))
        fetch->finished = TRUE;
    else if (FAILED(hr = fetch_send_request(fetch)))
    {
        temporary_file_close(&fetch->output, NULL);
        fetch->finished = TRUE;
    }
    if (fetch->finished)
        fetch->failure = failure_of_local_file(hr);
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

static FILETIME filetime_from_unix(curl_off_t seconds)
{
    ULARGE_INTEGER value;
    FILETIME time;

    value.QuadPart = (seconds + 11644473600ll) * 10000000ull;
    time.dwLowDateTime = value.LowPart;
    time.dwHighDateTime = value.HighPart;
    return time;
}

static HRESULT fetch_close_output(struct fetch *fetch)
{
    FILETIME modified;
    curl_off_t seconds;

    curl_easy_getinfo(fetch->easy, CURLINFO_FILETIME_T, &seconds);
    if (seconds < 0)
        return temporary_file_close(&fetch->output, NULL);
    modified = filetime_from_unix(seconds);
    return temporary_file_close(&fetch->output, &modified);
}

/* Why the request failed, or a failure with a code of success. What a callback of ours has found comes first. */
static struct failure fetch_judge(struct fetch *fetch, CURLcode result)
{
    struct failure none = {S_OK};
    long status;

    curl_easy_getinfo(fetch->easy, CURLINFO_RESPONSE_CODE, &status);
    if (FAILED(fetch->guard.verdict))
        return failure_of_remote_file(fetch->guard.verdict);
    if (FAILED(fetch->failure.code))
        return fetch->failure;
    if (result == CURLE_UNSUPPORTED_PROTOCOL && status >= 300 && status < 400)
        return failure_from_curl(CURLE_TOO_MANY_REDIRECTS);
    if (result)
        return failure_from_curl(result);
    return status == 200 ? none : failure_from_http_status(status);
}

/* libcurl is done with the request: the fetch is finished, with or without the file. */
void fetch_finish(struct fetch *fetch, CURLcode result)
{
    HRESULT hr;

    transfer_remove(fetch->easy);
    hr = fetch_close_output(fetch);
    fetch->failure = fetch_judge(fetch, result);
    if (FAILED(fetch->failure.code))
        fetch_publish_progress(fetch);
    else if (FAILED(hr))
        fetch->failure = failure_of_local_file(hr);
    fetch->finished = TRUE;
}

/* Whether bytes wait to be written that are not the end of the file: those are written when it is whole. */
static BOOL fetch_is_behind(const struct fetch *fetch)
{
    const struct temporary_file *output = &fetch->output;

    return !fetch->finished && output->buffered && output->written + output->buffered != fetch->size;
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

/* Writes and counts bytes that have waited long enough. Returns the milliseconds, at most timeout, until the next. */
int fetch_attend(struct fetch *fetch, int timeout)
{
    ULONGLONG now = clock_ticks();

    if (!fetch_is_behind(fetch))
        return timeout;
    if (fetch->flush_time > now)
        return min((ULONGLONG)timeout, fetch->flush_time - now);
    fetch_flush(fetch);
    return timeout;
}
