/* The libcurl multi handle that drives every HTTP transfer, and the choice of the protocol.
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include "queue/queue.h"
#include "transfer/errors.h"
#include "transfer/fetch.h"
#include "transfer/temporary_file.h"
#include "transfer/transfer.h"
#include "transfer/url.h"
#include "wine/debug.h"

WINE_DEFAULT_DEBUG_CHANNEL(qmgr);

static CURLM *multi;

HRESULT transfer_startup(void)
{
    if (curl_global_init(CURL_GLOBAL_DEFAULT))
        return E_FAIL;
    if (!(multi = curl_multi_init()))
    {
        curl_global_cleanup();
        return E_OUTOFMEMORY;
    }
    return S_OK;
}

void transfer_shutdown(void)
{
    curl_multi_cleanup(multi);
    multi = NULL;
    curl_global_cleanup();
}

/* Makes transfer_wait return. Any thread may call it while the queue runs. */
void transfer_wakeup(void)
{
    curl_multi_wakeup(multi);
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
    struct fetch *fetch;
    CURLMsg *message;
    CURLcode result;
    int left;

    curl_multi_perform(multi, &left);
    while ((message = curl_multi_info_read(multi, &left)))
    {
        result = message->data.result;
        curl_easy_getinfo(message->easy_handle, CURLINFO_PRIVATE, &fetch);
        fetch_finish(fetch, result);
    }
    curl_multi_poll(multi, NULL, 0, downloads_advance(timeout), NULL);
}

/* Gives the job its transfer. One without a file to transfer is a group to be published. The queue's lock is held. */
HRESULT transfer_attach(struct job *job)
{
    const struct file *file = job_next_file(job);

    if (!file)
        return publish.attach(job);
    return remote_name_is_local(file->remote_name) ? local_copy.attach(job) : http_download.attach(job);
}

/* The transfer no longer touches its job. */
void transfer_detach(struct transfer *transfer)
{
    struct job *job = transfer->job;

    TRACE("transfer %p, job %s\n", transfer, wine_dbgstr_guid(&job->id));
    queue_lock();
    job->transfer = NULL;
    queue_wake_waiters();
    queue_changed();
    queue_unlock();
    job_release(job);
}

/* Opens the file's temporary file, empty. It is created next to the target if it has no name yet, and the file gets the
 * name. The names are copies, since the lock is free. */
HRESULT transfer_open_output(struct temporary_file *output, struct file *file, const WCHAR *target, const WCHAR *name)
{
    WCHAR *new_name;
    HRESULT hr;

    if (name)
        return temporary_file_reopen(output, name);
    if (FAILED(hr = temporary_file_create(output, target, &new_name)))
        return hr;
    queue_lock();
    file->temporary_name = new_name;
    queue_unlock();
    return S_OK;
}

/* Tells the job what went wrong with its file. */
void transfer_fail(struct transfer *transfer, struct file *file, const struct failure *failure)
{
    struct job_error error = {failure->context, failure->code, file};

    WARN("job %s: %#lx, context %u, transient %d\n", wine_dbgstr_guid(&transfer->job->id), failure->code,
            failure->context, failure->transient);
    queue_lock();
    if (job_is_active(transfer->job) && !transfer->stopping)
        job_fail(transfer->job, &error, failure->transient);
    queue_unlock();
}
