/* The client's object that has a say on the certificates of servers.
 * nf-bits10_3-ibackgroundcopyjobhttpoptions3-setservercertificatevalidationinterface
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include "com/job_object.h"
#include "queue/queue.h"
#include "wine/debug.h"

WINE_DEFAULT_DEBUG_CHANNEL(qmgr);

/* Replaces the job's callback, and returns the one that is no longer its own. The queue's lock is held. */
static IUnknown *exchange_callback(struct job *job, IUnknown *callback)
{
    IUnknown *old = job->http.certificate_callback;

    job->http.certificate_callback = callback;
    return old;
}

/* Takes over the reference. To release the client's object is a call to the client, made without the lock. */
static HRESULT put_callback(struct job *job, IUnknown *callback)
{
    IUnknown *unused = callback;
    HRESULT hr;

    queue_lock();
    if (SUCCEEDED(hr = job_check_call(job, JOB_CALL_SET_CERTIFICATE_CALLBACK)))
    {
        unused = exchange_callback(job, callback);
        job_touch(job);
    }
    queue_unlock();
    if (unused)
        IUnknown_Release(unused);
    return hr;
}

HRESULT WINAPI http_options_SetServerCertificateValidationInterface(IBackgroundCopyJobHttpOptions3 *iface,
        IUnknown *callback)
{
    const IID *iid = &IID_IBackgroundCopyServerCertificateValidationCallback;
    IUnknown *validation = NULL;

    TRACE("iface %p, callback %p\n", iface, callback);

    if (callback && FAILED(IUnknown_QueryInterface(callback, iid, (void **)&validation)))
        return E_NOINTERFACE;
    return put_callback(job_from_http_options(iface), validation);
}

/* Lets go of the client's object once the job has left the queue. The queue's lock is not held. */
void certificate_callback_release(struct job *job)
{
    IUnknown *callback = NULL;

    queue_lock();
    if (!job->queued)
        callback = exchange_callback(job, NULL);
    queue_unlock();
    if (callback)
        IUnknown_Release(callback);
}
