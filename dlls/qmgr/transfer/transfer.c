/* The libcurl multi handle that drives every HTTP transfer, and the choice of the protocol.
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include <stdlib.h>

#include "queue/queue.h"
#include "transfer/curl_memory.h"
#include "transfer/errors.h"
#include "transfer/proxy_lookup.h"
#include "transfer/trust/revocation_check.h"
#include "transfer/sockets.h"
#include "transfer/transfer.h"
#include "transfer/url.h"
#include "wine/debug.h"

WINE_DEFAULT_DEBUG_CHANNEL(qmgr);

static CURLM *multi;

HRESULT transfer_startup(void)
{
    HRESULT hr = E_OUTOFMEMORY;

    if (curl_memory_init())
        return E_FAIL;
    if (!(multi = curl_multi_init()))
        goto fail_multi_init;
    if (FAILED(hr = sockets_begin(multi)))
        goto fail_sockets_begin;
    proxy_lookup_startup();
    revocation_checks_startup();
    return S_OK;

fail_sockets_begin:
    curl_multi_cleanup(multi);
fail_multi_init:
    curl_global_cleanup();
    return hr;
}

void transfer_shutdown(void)
{
    proxy_lookup_shutdown();
    revocation_checks_shutdown();
    curl_multi_cleanup(multi);
    sockets_end();
    multi = NULL;
    curl_global_cleanup();
}

/* Makes transfer_wait return. Any thread may call it while the queue runs. */
void transfer_wakeup(void)
{
    sockets_wake();
}

BOOL transfer_add(CURL *easy)
{
    return curl_multi_add_handle(multi, easy) == CURLM_OK;
}

void transfer_remove(CURL *easy)
{
    curl_multi_remove_handle(multi, easy);
}

/* Moves what can be moved now, then waits until there is more, for timeout milliseconds, or for transfer_wakeup. */
void transfer_wait(int timeout)
{
    struct transfer_client *client;
    CURLMsg *message;
    CURLcode result;
    int left;

    sockets_act();
    while ((message = curl_multi_info_read(multi, &left)))
    {
        result = message->data.result;
        curl_easy_getinfo(message->easy_handle, CURLINFO_PRIVATE, &client);
        client->finish(client, result);
    }
    sockets_wait(downloads_advance(timeout));
}

/* Gives the job, which has a file to transfer, its transfer. The queue's lock is held. */
HRESULT transfer_attach(struct job *job)
{
    BOOL is_local = remote_name_is_local(job_next_file(job)->remote_name);

    return is_local ? local_copy.attach(job) : http_download.attach(job);
}

/* The transfer no longer touches its job. */
void transfer_detach(struct transfer *transfer)
{
    struct job *job = transfer->job;

    TRACE("transfer %p, job %s\n", transfer, wine_dbgstr_guid(&job->id));
    queue_lock();
    job_transfer_has_ended(job);
    queue_unlock();
    job_release(job);
}

/* Tells the job what went wrong with its file. E_PENDING is no failure: the file is asked for again later. */
void transfer_fail(struct transfer *transfer, struct file *file, const struct failure *failure)
{
    struct job_error error = {failure->context, failure->code, file};

    WARN("job %s: %#lx, context %u, transient %d\n", wine_dbgstr_guid(&transfer->job->id), failure->code,
            failure->context, failure->transient);
    queue_lock();
    if (failure->code != E_PENDING && job_is_active(transfer->job) && !transfer->stopping && !transfer->job->restart)
        job_fail(transfer->job, &error, failure->transient);
    queue_unlock();
}
