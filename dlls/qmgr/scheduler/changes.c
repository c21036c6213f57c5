/* Hears of what changes outside of the service, policies and the machine's addresses, and tells the jobs.
 *
 * A thread of its own waits for all of it. One of the system's pool would not do nothing meanwhile: in Wine it wakes up
 * every 5 seconds.
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include "queue/queue.h"
#include "queue/timeouts.h"
#include "scheduler/changes.h"
#include "scheduler/network_watch.h"
#include "store/policy.h"
#include "store/policy_watch.h"
#include "wine/debug.h"

WINE_DEFAULT_DEBUG_CHANNEL(qmgr);

/* What the thread waits for. */
enum change
{
    CHANGE_STOP,
    CHANGE_POLICIES,
    CHANGE_NETWORK,
    CHANGE_COUNT = CHANGE_NETWORK + NETWORK_WATCH_COUNT
};

static HANDLE events[CHANGE_COUNT], thread;

static void take_policies(void)
{
    struct timeouts timeouts;

    policy_watch_arm(events[CHANGE_POLICIES]);
    policy_get_timeouts(&timeouts);
    TRACE("jobs may be inactive for %lu days, and transfer for %lu s\n", timeouts.job_inactivity,
            timeouts.maximum_download);
    queue_lock();
    timeouts_set(&timeouts);
    queue_changed();
    queue_unlock();
}

static void network_has_changed(unsigned int family)
{
    size_t i;

    TRACE("family %u\n", family);
    network_watch_arm(family, events[CHANGE_NETWORK + family]);
    queue_lock();
    for (i = 0; i < queue_count(); i++)
        job_note_network_change(queue_get(i));
    queue_changed();
    queue_unlock();
}

static DWORD WINAPI changes_thread(void *arg)
{
    DWORD change;

    while ((change = WaitForMultipleObjects(CHANGE_COUNT, events, FALSE, INFINITE)) != CHANGE_STOP)
    {
        if (change == CHANGE_POLICIES)
            take_policies();
        else
            network_has_changed(change - CHANGE_NETWORK);
    }
    return 0;
}

static void close_events(void)
{
    size_t i;

    for (i = 0; i < CHANGE_COUNT; i++)
    {
        if (events[i])
            CloseHandle(events[i]);
        events[i] = NULL;
    }
}

static HRESULT create_events(void)
{
    HRESULT hr;
    size_t i;

    for (i = 0; i < CHANGE_COUNT; i++)
    {
        if (!(events[i] = CreateEventW(NULL, FALSE, FALSE, NULL)))
        {
            hr = HRESULT_FROM_WIN32(GetLastError());
            close_events();
            return hr;
        }
    }
    return S_OK;
}

static void stop_watching(void)
{
    network_watch_stop();
    policy_watch_stop();
    close_events();
}

HRESULT changes_start(void)
{
    unsigned int family;
    HRESULT hr;

    if (FAILED(hr = create_events()))
        return hr;
    take_policies();
    network_watch_start();
    for (family = 0; family < NETWORK_WATCH_COUNT; family++)
        network_watch_arm(family, events[CHANGE_NETWORK + family]);
    if ((thread = CreateThread(NULL, 0, changes_thread, NULL, 0, NULL)))
        return S_OK;
    hr = HRESULT_FROM_WIN32(GetLastError());
    stop_watching();
    return hr;
}

void changes_stop(void)
{
    SetEvent(events[CHANGE_STOP]);
    WaitForSingleObject(thread, INFINITE);
    CloseHandle(thread);
    stop_watching();
}
