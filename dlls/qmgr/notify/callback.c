/* Calls of IBackgroundCopyCallback, IBackgroundCopyCallback2 and IBackgroundCopyCallback3.
 * https://learn.microsoft.com/windows/win32/bits/registering-a-com-callback
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include "com/com.h"
#include "notify/notify.h"
#include "queue/events.h"
#include "queue/queue.h"
#include "wine/debug.h"

WINE_DEFAULT_DEBUG_CHANNEL(qmgr);

static HRESULT call_JobTransferred(void *object, IBackgroundCopyJob *about, struct job *job, const struct event *event)
{
    return IBackgroundCopyCallback_JobTransferred((IBackgroundCopyCallback *)object, about);
}

static HRESULT call_JobError(void *object, IBackgroundCopyJob *about, struct job *job, const struct event *event)
{
    IBackgroundCopyCallback *callback = object;
    IBackgroundCopyError *error;
    struct job_error copy;
    HRESULT hr;

    queue_lock();
    copy = job->error;
    queue_unlock();
    if (FAILED(hr = error_object_create(job, &copy, &error)))
        return hr;
    hr = IBackgroundCopyCallback_JobError(callback, about, error);
    IBackgroundCopyError_Release(error);
    return hr;
}

static HRESULT call_JobModification(void *object, IBackgroundCopyJob *about, struct job *job,
        const struct event *event)
{
    return IBackgroundCopyCallback_JobModification((IBackgroundCopyCallback *)object, about, 0);
}

static HRESULT event_get_file(const struct event *event, IBackgroundCopyFile **file)
{
    HRESULT hr;

    queue_lock();
    hr = file_object_get(event->file, file);
    queue_unlock();
    return hr;
}

static HRESULT call_FileTransferred(void *object, IBackgroundCopyJob *about, struct job *job,
        const struct event *event)
{
    IBackgroundCopyCallback2 *callback = object;
    IBackgroundCopyFile *file;
    HRESULT hr;

    if (FAILED(hr = event_get_file(event, &file)))
        return hr;
    hr = IBackgroundCopyCallback2_FileTransferred(callback, about, file);
    IBackgroundCopyFile_Release(file);
    return hr;
}

static HRESULT call_FileRangesTransferred(void *object, IBackgroundCopyJob *about, struct job *job,
        const struct event *event)
{
    IBackgroundCopyCallback3 *callback = object;
    IBackgroundCopyFile *file;
    HRESULT hr;

    if (FAILED(hr = event_get_file(event, &file)))
        return hr;
    hr = IBackgroundCopyCallback3_FileRangesTransferred(callback, about, file, event->range_count, event->ranges);
    IBackgroundCopyFile_Release(file);
    return hr;
}

struct event_call
{
    const IID *iid;
    HRESULT (*call)(void *object, IBackgroundCopyJob *about, struct job *job, const struct event *event);
};

static const struct event_call event_calls[] =
{
    [EVENT_FILE_TRANSFERRED]        = {&IID_IBackgroundCopyCallback2, call_FileTransferred},
    [EVENT_JOB_TRANSFERRED]         = {&IID_IBackgroundCopyCallback, call_JobTransferred},
    [EVENT_JOB_ERROR]               = {&IID_IBackgroundCopyCallback, call_JobError},
    [EVENT_FILE_RANGES_TRANSFERRED] = {&IID_IBackgroundCopyCallback3, call_FileRangesTransferred},
    [EVENT_JOB_MODIFICATION]        = {&IID_IBackgroundCopyCallback, call_JobModification},
};

/* Whether the process of the object is gone, or the object is. */
BOOL callback_is_gone(HRESULT hr)
{
    static const HRESULT codes[] =
    {
        CO_E_OBJNOTCONNECTED,
        CO_E_OBJNOTREG,
        RPC_E_CLIENT_DIED,
        RPC_E_CONNECTION_TERMINATED,
        RPC_E_DISCONNECTED,
        RPC_E_INVALID_IPID,
        RPC_E_INVALID_OBJECT,
        RPC_E_INVALID_OBJREF,
        RPC_E_SERVER_DIED,
        RPC_E_SERVER_DIED_DNE,
        HRESULT_FROM_WIN32(RPC_S_CALL_FAILED),
        HRESULT_FROM_WIN32(RPC_S_CALL_FAILED_DNE),
        HRESULT_FROM_WIN32(RPC_S_COMM_FAILURE),
        HRESULT_FROM_WIN32(RPC_S_SERVER_UNAVAILABLE),
        HRESULT_FROM_WIN32(RPC_S_UNKNOWN_IF),
    };
    size_t i;

    for (i = 0; i < ARRAYSIZE(codes); i++)
    {
        if (hr == codes[i])
            return TRUE;
    }
    return FALSE;
}

static HRESULT call_with_job(void *object, struct job *job, const struct event *event)
{
    IBackgroundCopyJob *about;
    HRESULT hr;

    queue_lock();
    hr = job_object_get(job, &about);
    queue_unlock();
    if (FAILED(hr))
        return hr;
    hr = event_calls[event->type].call(object, about, job, event);
    IBackgroundCopyJob_Release(about);
    return hr;
}

/* An object that is no callback at all will never be called, and is as good as gone. Wine says the same of an object
 * whose process has ended. */
static HRESULT query_callback(IUnknown *object, REFIID iid, void **callback)
{
    HRESULT hr = IUnknown_QueryInterface(object, iid, callback);
    void *oldest;

    if (hr != E_NOINTERFACE)
        return hr;
    if (FAILED(IUnknown_QueryInterface(object, &IID_IBackgroundCopyCallback, &oldest)))
        return CO_E_OBJNOTCONNECTED;
    IUnknown_Release((IUnknown *)oldest);
    return E_NOINTERFACE;
}

static HRESULT call_object(IUnknown *object, struct job *job, const struct event *event)
{
    void *callback;
    HRESULT hr;

    if (job->group && (hr = legacy_callback_deliver(object, job)) != E_NOINTERFACE)
        return hr;
    if (FAILED(hr = query_callback(object, event_calls[event->type].iid, &callback)))
        return hr;
    hr = call_with_job(callback, job, event);
    IUnknown_Release((IUnknown *)callback);
    return hr;
}

/* Calls the object, and gives it up if it is gone; NULL counts as gone. Takes over the reference. */
static HRESULT tell(IUnknown *object, struct job *job, const struct event *event)
{
    HRESULT hr;

    if (!object)
        return CO_E_OBJNOTCONNECTED;
    if (callback_is_gone(hr = call_object(object, job, event)))
    {
        WARN("the callback of job %s is gone: %#lx\n", debugstr_guid(&job->id), hr);
        queue_lock();
        job_drop_callback(job, object);
        queue_unlock();
    }
    IUnknown_Release(object);
    return hr;
}

/* Another reference to one of the job's objects, or NULL. A proxy counts its references on this side. */
static IUnknown *get_object(IUnknown *const *member)
{
    IUnknown *object;

    queue_lock();
    if ((object = *member))
        IUnknown_AddRef(object);
    queue_unlock();
    return object;
}

/* Keeps an object for the next events, unless the job has ended or has another notification class by now. */
static void keep_instance(struct job *job, const CLSID *clsid, IUnknown *object)
{
    queue_lock();
    if (!job->notification.instance && !job->gone && IsEqualCLSID(clsid, &job->notification.clsid))
    {
        IUnknown_AddRef(object);
        job->notification.instance = object;
    }
    queue_unlock();
}

/* An object of the job's notification class, or NULL. */
static IUnknown *create_instance(struct job *job)
{
    IUnknown *object;
    CLSID clsid;
    HRESULT hr;

    queue_lock();
    clsid = job->notification.clsid;
    queue_unlock();
    if (IsEqualCLSID(&clsid, &CLSID_NULL))
        return NULL;
    if (FAILED(hr = CoCreateInstance(&clsid, NULL, CLSCTX_LOCAL_SERVER, &IID_IUnknown, (void **)&object)))
    {
        WARN("no object of class %s: %#lx\n", debugstr_guid(&clsid), hr);
        return NULL;
    }
    keep_instance(job, &clsid, object);
    return object;
}

/* Tells the job's callback; where that is gone, the object that stands for its class, at last a new one. Returns what
 * the method did, E_NOINTERFACE if the object lacks it, or an error that says that there is none. */
HRESULT callback_deliver(struct job *job, const struct event *event)
{
    HRESULT hr = tell(get_object(&job->notification.callback), job, event);

    if (callback_is_gone(hr))
        hr = tell(get_object(&job->notification.instance), job, event);
    if (callback_is_gone(hr))
        hr = tell(create_instance(job), job, event);
    return hr;
}
