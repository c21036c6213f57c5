/* Asks for the sizes of files that wait behind a large one, so that BytesTotal of their job is soon known: HEAD, one
 * request at a time. What it learns is a hint; the file's own answer counts. What it does not learn is no error.
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include <stdlib.h>
#include <string.h>

#include "queue/queue.h"
#include "transfer/request.h"
#include "transfer/response.h"
#include "transfer/size_query.h"
#include "transfer/transfer.h"
#include "transfer/url.h"
#include "wine/debug.h"

WINE_DEFAULT_DEBUG_CHANNEL(qmgr);

struct size_query
{
    struct transfer_client client;
    struct transfer *transfer;
    CURL *easy;
    struct request request;
    struct file *file;          /* whose size is asked for, or NULL */
    char *origin;               /* scheme, host and port that its name has */
    struct curl_slist *silent;  /* origins that are not asked again */
    size_t next;                /* each file is asked for once */
    BOOL waiting;               /* the request is not ready to be sent */
};

static struct size_query *query_from_client(struct transfer_client *client)
{
    return CONTAINING_RECORD(client, struct size_query, client);
}

/* Another method than GET may have another answer, dynamic content has no size, and a question about a certificate
 * would hold up the job. */
static BOOL job_may_ask(const struct job *job)
{
    return job_may_transfer(job) && !job->properties.dynamic_content && !job->http.method
            && !job->http.certificate_callback;
}

static BOOL file_lacks_size(const struct file *file)
{
    return !file->taken && file->bytes_total == BG_SIZE_UNKNOWN && !remote_name_is_local(file->remote_name);
}

/* The next file to ask for, or NULL. The lock is held. */
static struct file *query_next_file(struct size_query *query)
{
    const struct job *job = query->transfer->job;

    if (!job_may_ask(job))
        return NULL;
    while (query->next < job->file_count)
    {
        struct file *file = job->files[query->next++];

        if (file_lacks_size(file))
            return file;
    }
    return NULL;
}

static char *origin_of_url(CURLU *url)
{
    char *copy = NULL, *origin = NULL;
    CURLU *root = curl_url_dup(url);

    if (root && !curl_url_set(root, CURLUPART_PATH, "/", 0) && !curl_url_set(root, CURLUPART_QUERY, NULL, 0)
            && !curl_url_set(root, CURLUPART_FRAGMENT, NULL, 0) && !curl_url_get(root, CURLUPART_URL, &copy, 0))
        origin = strdup(copy);
    curl_free(copy);
    curl_url_cleanup(root);
    return origin;
}

/* Takes the settings for the next file; FALSE if there is none, or no memory. */
static BOOL query_take_file(struct size_query *query)
{
    BOOL good;

    queue_lock();
    query->file = query_next_file(query);
    good = query->file && SUCCEEDED(request_copy_settings(&query->request, query->file))
            && request_ask_for_headers(&query->request);
    queue_unlock();
    free(query->origin);
    query->origin = good ? origin_of_url(query->request.url) : NULL;
    if (!query->origin)
        query->file = NULL;
    return query->file != NULL;
}

static BOOL query_is_silent(const struct size_query *query)
{
    const struct curl_slist *origin;

    for (origin = query->silent; origin && strcmp(origin->data, query->origin); origin = origin->next)
        ;
    return origin != NULL;
}

static void query_silence(struct size_query *query)
{
    struct curl_slist *grown = curl_slist_append(query->silent, query->origin);

    TRACE("no more of %s\n", debugstr_a(query->origin));
    if (grown)
        query->silent = grown;
}

/* HEAD has no body; if there is one all the same, nobody wants it. */
static size_t refuse_body(char *data, size_t one, size_t size, void *arg)
{
    return 0;
}

static size_t take_header(char *line, size_t one, size_t size, void *arg)
{
    return request_take_header(arg, line, size) ? size : 0;
}

static void query_set_options(struct size_query *query)
{
    request_apply(&query->request, query->easy);
    curl_easy_setopt(query->easy, CURLOPT_PRIVATE, &query->client);
    curl_easy_setopt(query->easy, CURLOPT_HEADERFUNCTION, take_header);
    curl_easy_setopt(query->easy, CURLOPT_HEADERDATA, &query->request);
    curl_easy_setopt(query->easy, CURLOPT_WRITEFUNCTION, refuse_body);
}

static void query_send(struct size_query *query)
{
    query->waiting = !request_is_ready(&query->request);
    if (query->waiting)
        return;
    if (FAILED(query->request.failure.code) || !transfer_add(query->easy))
        query->file = NULL;
}

static void query_ask(struct size_query *query)
{
    if (query_is_silent(query))
    {
        query->file = NULL;
        return;
    }
    query_set_options(query);
    query_send(query);
}

/* BITS_JOB_PROPERTY_MAX_DOWNLOAD_SIZE in ne-bits5_0-bits_job_property_id: nothing is downloaded in vain. */
static HRESULT query_note_size(struct size_query *query, UINT64 size)
{
    struct file *file = query->file;
    HRESULT hr = S_OK;

    queue_lock();
    if (!file->taken && !lstrcmpW(file->remote_name, query->request.remote_name) && file_expect_size(file, size)
            && !job_may_download(file->job, file, file->bytes_total))
        hr = BG_E_MAX_DOWNLOAD_SIZE_LIMIT_REACHED;
    queue_unlock();
    return hr;
}

/* A server that does not know HEAD, or does not answer, is not asked again. */
static void query_take_answer(struct size_query *query, CURLcode result)
{
    struct failure failure;
    struct response response;

    response_read(&response, query->easy);
    if (result || response.status == 405 || response.status == 501)
        query_silence(query);
    else if (response.status == 200 && !response.is_unclear && response.length != BG_SIZE_UNKNOWN)
    {
        failure = failure_of_remote_file(query_note_size(query, response.length));
        if (FAILED(failure.code))
            transfer_fail(query->transfer, query->file, &failure);
    }
}

static void query_finish(struct transfer_client *client, CURLcode result)
{
    struct size_query *query = query_from_client(client);

    transfer_remove(query->easy);
    if (request_continues(&query->request, result))
    {
        query_send(query);
        return;
    }
    query_take_answer(query, result);
    query->file = NULL;
}

struct size_query *size_query_create(struct transfer *transfer)
{
    struct size_query *query = calloc(1, sizeof(*query));

    if (!query)
        return NULL;
    query->client.finish = query_finish;
    query->transfer = transfer;
    query->easy = curl_easy_init();
    if (query->easy)
        return query;
    free(query);
    return NULL;
}

void size_query_advance(struct size_query *query)
{
    if (query->waiting)
        query_send(query);
    while (!query->file && query_take_file(query))
        query_ask(query);
}

void size_query_free(struct size_query *query)
{
    if (!query)
        return;
    if (query->file && !query->waiting)
        transfer_remove(query->easy);
    curl_easy_cleanup(query->easy);
    request_free(&query->request);
    curl_slist_free_all(query->silent);
    free(query->origin);
    free(query);
}
