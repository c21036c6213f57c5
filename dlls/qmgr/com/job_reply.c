/* The reply to an upload. nn-bits1_5-ibackgroundcopyjob2
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include <stdlib.h>

#include "com/job_object.h"
#include "queue/queue.h"
#include "transfer/target_folder.h"
#include "wine/debug.h"

WINE_DEFAULT_DEBUG_CHANNEL(qmgr);

HRESULT WINAPI job_GetReplyProgress(IBackgroundCopyJob5 *iface, BG_JOB_REPLY_PROGRESS *progress)
{
    struct job *job = job_from_iface(iface);
    HRESULT hr;

    TRACE("iface %p, progress %p\n", iface, progress);

    if (!progress)
        return E_INVALIDARG;
    memset(progress, 0, sizeof(*progress));
    queue_lock();
    if (SUCCEEDED(hr = job_check_read(job, JOB_CALL_GET_REPLY)))
        *progress = job->reply_progress;
    queue_unlock();
    return hr;
}

/* The state table lets only those jobs pass that have been uploaded, and as long as there are none, no reply is lost
 * here. No buffer and no length mean that the server application has not replied. */
HRESULT WINAPI job_GetReplyData(IBackgroundCopyJob5 *iface, byte **buffer, UINT64 *length)
{
    HRESULT hr;

    TRACE("iface %p, buffer %p, length %p\n", iface, buffer, length);

    if (!buffer || !length)
        return E_INVALIDARG;
    *buffer = NULL;
    *length = 0;
    queue_lock();
    hr = job_check_read(job_from_iface(iface), JOB_CALL_GET_REPLY_DATA);
    queue_unlock();
    return hr;
}

/* NULL and the empty string leave the name to be chosen. */
HRESULT WINAPI job_SetReplyFileName(IBackgroundCopyJob5 *iface, LPCWSTR name)
{
    WCHAR *real_name = NULL;
    HRESULT hr;

    TRACE("iface %p, name %s\n", iface, debugstr_w(name));

    if (name && !*name)
        name = NULL;
    if (name && (FAILED(hr = local_name_check(name)) || FAILED(hr = target_folder_check(name, &real_name))))
        return hr;
    free(real_name);
    queue_lock();
    hr = job_set_reply_file_name(job_from_iface(iface), name);
    queue_commit();
    return hr;
}

/* NULL if no name has been set, and the first Resume has not chosen one. */
HRESULT WINAPI job_GetReplyFileName(IBackgroundCopyJob5 *iface, LPWSTR *name)
{
    struct job *job = job_from_iface(iface);
    HRESULT hr;

    TRACE("iface %p, name %p\n", iface, name);

    if (!name)
        return E_INVALIDARG;
    *name = NULL;
    queue_lock();
    if (SUCCEEDED(hr = job_check_read(job, JOB_CALL_GET_REPLY)))
        hr = string_to_caller(job->reply_file_name, name);
    queue_unlock();
    return hr;
}
