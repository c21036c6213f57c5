/* When jobs' owners are told, and on which thread. A pool of threads, which grows with the clients that keep them
 * waiting, works on at most one event of each job at a time. A timer wakes it for events that are due later; there is
 * one only while it is needed, because in Wine a pool with a timer wakes up every 5 seconds.
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#define COBJMACROS
#include <stdlib.h>
#include <objbase.h>

#include "notify/notify.h"
#include "queue/clock.h"
#include "queue/events.h"
#include "queue/queue.h"
#include "wine/debug.h"

WINE_DEFAULT_DEBUG_CHANNEL(qmgr);

#define THREADS_MAX 1000    /* more than there are jobs: no client takes the last one */
#define SUBMIT_DELAY 1000   /* milliseconds, after the system has refused a thread */
#define STOP_TIME 2000      /* milliseconds, for clients to return */

static TP_CALLBACK_ENVIRON environment;
static PTP_POOL pool;
static HANDLE idle;          /* an event, set while no worker is at work; it stays for late ones */

/* Guarded by the queue's lock. A worker may outlive the service, and then still counts. */
static ULONG workers;
static PTP_TIMER alarm;      /* NULL while there is nothing to wait for */
static ULONGLONG alarm_time; /* clock_ticks() */

static void CALLBACK alarm_rings(PTP_CALLBACK_INSTANCE instance, void *arg, PTP_TIMER timer);

/* The worker gets no further than the queue's lock, which is held. */
BOOL notify_start_worker(PTP_SIMPLE_CALLBACK work, void *arg)
{
    if (!TrySubmitThreadpoolCallback(work, arg, &environment))
    {
        WARN("no thread: %lu\n", GetLastError());
        return FALSE;
    }
    if (!workers++)
        ResetEvent(idle);
    return TRUE;
}

void notify_end_worker(void)
{
    if (!--workers)
        SetEvent(idle);
}

static void alarm_set(ULONGLONG time)
{
    LARGE_INTEGER due;
    FILETIME relative;

    if (time >= alarm_time)
        return;
    if (!alarm && !(alarm = CreateThreadpoolTimer(alarm_rings, NULL, &environment)))
    {
        ERR("no timer: %lu\n", GetLastError());
        return;
    }
    alarm_time = time;
    due.QuadPart = -10000 * (LONGLONG)(time - min(time, clock_ticks()));
    relative.dwLowDateTime = due.LowPart;
    relative.dwHighDateTime = due.HighPart;
    SetThreadpoolTimer(alarm, &relative, 0, 0);
}

/* A callback that is older than FileTransferred has nothing to be told of files. */
static BOOL is_delivered(const struct event *event, HRESULT hr)
{
    if (event->type == EVENT_FILE_TRANSFERRED)
        return SUCCEEDED(hr) || hr == E_NOINTERFACE;
    return hr == S_OK;
}

static void deliver(struct job *job, struct event *event)
{
    HRESULT hr = callback_deliver(job, event);

    TRACE("job %s, event %u: %#lx\n", debugstr_guid(&job->id), event->type, hr);
    free(event->ranges);
    event->ranges = NULL;
    if (event_is_outcome(event) && hr != S_OK && command_line_start(job, event))
        return;
    queue_lock();
    job_end_event(job, event, is_delivered(event, hr));
    queue_unlock();
}

static void CALLBACK job_worker(PTP_CALLBACK_INSTANCE instance, void *arg)
{
    struct job *job = arg;
    struct event event;

    CoInitializeEx(NULL, COINIT_MULTITHREADED);
    queue_lock();
    while (job_take_event(job, clock_ticks(), &event))
    {
        queue_unlock();
        deliver(job, &event);
        queue_lock();
    }
    job_end_delivery(job);
    notify_end_worker();
    queue_unlock();
    CoUninitialize();
    job_release(job);
}

static void CALLBACK release_worker(PTP_CALLBACK_INSTANCE instance, void *arg)
{
    CoInitializeEx(NULL, COINIT_MULTITHREADED);
    IUnknown_Release((IUnknown *)arg);
    queue_lock();
    notify_end_worker();
    queue_unlock();
    CoUninitialize();
}

static void notify_job(struct job *job)
{
    ULONGLONG time = job_event_time(job), now = clock_ticks();

    if (job->events.delivering || time == EVENT_NEVER)
        return;
    if (time > now)
        alarm_set(time);
    else if (notify_start_worker(job_worker, job))
    {
        job->events.delivering = TRUE;
        job_addref(job);
    }
    else
        alarm_set(now + SUBMIT_DELAY);
}

static void notify_release(IUnknown *callback)
{
    notify_start_worker(release_worker, callback);
}

static void CALLBACK alarm_rings(PTP_CALLBACK_INSTANCE instance, void *arg, PTP_TIMER timer)
{
    size_t i;

    queue_lock();
    alarm_time = EVENT_NEVER;
    if (alarm == timer)
    {
        CloseThreadpoolTimer(alarm);
        alarm = NULL;
    }
    for (i = 0; i < queue_count(); i++)
        notify_job(queue_get(i));
    queue_unlock();
}

/* A wait of the pool's, which keeps this library loaded. */
PTP_WAIT notify_create_wait(PTP_WAIT_CALLBACK callback, void *arg)
{
    return CreateThreadpoolWait(callback, arg, &environment);
}

/* Clients may keep a worker for ever, so each has a reference to this library. */
static HRESULT environment_init(void)
{
    static const WCHAR *const address = (const WCHAR *)notify_start;
    HMODULE module;

    if (!GetModuleHandleExW(GET_MODULE_HANDLE_EX_FLAG_FROM_ADDRESS | GET_MODULE_HANDLE_EX_FLAG_UNCHANGED_REFCOUNT,
                address, &module))
        return HRESULT_FROM_WIN32(GetLastError());
    InitializeThreadpoolEnvironment(&environment);
    SetThreadpoolCallbackPool(&environment, pool);
    SetThreadpoolCallbackLibrary(&environment, module);
    SetThreadpoolCallbackRunsLong(&environment);
    return S_OK;
}

static HRESULT notify_init(void)
{
    HRESULT hr;

    if (!idle && !(idle = CreateEventW(NULL, TRUE, TRUE, NULL)))
        return HRESULT_FROM_WIN32(GetLastError());
    if (!(pool = CreateThreadpool(NULL)))
        return HRESULT_FROM_WIN32(GetLastError());
    SetThreadpoolThreadMaximum(pool, THREADS_MAX);
    if (FAILED(hr = environment_init()))
        CloseThreadpool(pool);
    alarm_time = EVENT_NEVER;
    return hr;
}

/* From now on owners are told and asked. */
HRESULT notify_start(void)
{
    static const struct notifier notifier = {notify_job, notify_release};
    HRESULT hr;

    if (FAILED(hr = notify_init()))
        return hr;
    queue_set_notifier(&notifier);
    certificate_questions_start(certificate_callback_ask);
    return S_OK;
}

static void alarm_stop(void)
{
    PTP_TIMER timer;

    queue_lock();
    timer = alarm;
    alarm = NULL;
    queue_unlock();
    if (!timer)
        return;
    SetThreadpoolTimer(timer, NULL, 0, 0);
    WaitForThreadpoolTimerCallbacks(timer, TRUE);
    CloseThreadpoolTimer(timer);
}

/* Nobody is told any more; the queue is empty. A client that does not return is left behind with the thread that waits
 * for it: its job tells nobody anything, and the thread ends with the client. */
void notify_stop(void)
{
    queue_set_notifier(NULL);
    alarm_stop();
    if (WaitForSingleObject(idle, STOP_TIME) == WAIT_TIMEOUT)
        WARN("%lu clients have not returned\n", workers);
    CloseThreadpool(pool);
}
