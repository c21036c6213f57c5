/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "queue/queue.h"
#include "service/register.h"
#include "service/start_type.h"
#include "wine/debug.h"

WINE_DEFAULT_DEBUG_CHANNEL(qmgr);

static BOOL any_job_is_active(void)
{
    BOOL active = FALSE;
    size_t i;

    queue_lock();
    for (i = 0; i < queue_count() && !active; i++)
        active = job_is_active(queue_get(i));
    queue_unlock();
    return active;
}

/* Wine 8 keeps no delay, and starts the service a little earlier. It drops the dependencies if none are given. */
static BOOL configure(SC_HANDLE service, DWORD type)
{
    SERVICE_DELAYED_AUTO_START_INFO delayed = {type == SERVICE_AUTO_START};

    if (!ChangeServiceConfigW(service, SERVICE_NO_CHANGE, type, SERVICE_NO_CHANGE, NULL, NULL, NULL,
                SERVICE_DEPENDENCIES, NULL, NULL, NULL))
        return FALSE;
    if (!ChangeServiceConfig2W(service, SERVICE_CONFIG_DELAYED_AUTO_START_INFO, &delayed))
        TRACE("no delay: %lu\n", GetLastError());
    return TRUE;
}

static BOOL set_start_type(DWORD type)
{
    SC_HANDLE manager, service;
    BOOL done = FALSE;

    if (!(manager = OpenSCManagerW(NULL, NULL, SC_MANAGER_CONNECT)))
        return FALSE;
    if ((service = OpenServiceW(manager, SERVICE_NAME, SERVICE_CHANGE_CONFIG)))
    {
        done = configure(service, type);
        CloseServiceHandle(service);
    }
    CloseServiceHandle(manager);
    return done;
}

void start_type_follow_jobs(void)
{
    static DWORD current = SERVICE_NO_CHANGE;
    DWORD type = any_job_is_active() ? SERVICE_AUTO_START : SERVICE_DEMAND_START;

    if (type == current)
        return;
    if (set_start_type(type))
        current = type;
    else
        WARN("start type %lu: %lu\n", type, GetLastError());
}
