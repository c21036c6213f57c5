/* The service: svchost.exe calls ServiceMain, which serves clients until it is told to stop.
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include <windows.h>
#include <objbase.h>

#include "com/caller.h"
#include "com/com.h"
#include "notify/notify.h"
#include "queue/queue.h"
#include "scheduler/scheduler.h"
#include "service/register.h"
#include "service/service.h"
#include "service/start_type.h"
#include "store/store.h"
#include "wine/debug.h"

WINE_DEFAULT_DEBUG_CHANNEL(qmgr);

#define STOP_WAIT_HINT 5000 /* milliseconds */

struct service
{
    SERVICE_STATUS_HANDLE handle;
    SERVICE_STATUS status;
    HANDLE stop;
};

static void service_set_status(struct service *service, DWORD state, DWORD exit_code)
{
    SERVICE_STATUS *status = &service->status;

    status->dwServiceType = SERVICE_WIN32_SHARE_PROCESS;
    status->dwCurrentState = state;
    status->dwControlsAccepted = state == SERVICE_RUNNING ? SERVICE_ACCEPT_STOP | SERVICE_ACCEPT_SHUTDOWN : 0;
    status->dwWin32ExitCode = exit_code;
    status->dwWaitHint = state == SERVICE_STOP_PENDING || state == SERVICE_START_PENDING ? STOP_WAIT_HINT : 0;
    SetServiceStatus(service->handle, status);
}

/* The service cannot be paused, as Windows' cannot. */
static DWORD WINAPI service_handler(DWORD control, DWORD event_type, void *event_data, void *context)
{
    struct service *service = context;

    TRACE("control %#lx\n", control);

    switch (control)
    {
        case SERVICE_CONTROL_STOP:
        case SERVICE_CONTROL_SHUTDOWN:
            service_set_status(service, SERVICE_STOP_PENDING, NO_ERROR);
            SetEvent(service->stop);
            return NO_ERROR;
        case SERVICE_CONTROL_INTERROGATE:
            SetServiceStatus(service->handle, &service->status);
            return NO_ERROR;
        default:
            return ERROR_CALL_NOT_IMPLEMENTED;
    }
}

static HRESULT serve_clients(struct service *service)
{
    HRESULT hr;

    if (FAILED(hr = scheduler_start()))
        return hr;
    interfaces_pin();
    if (SUCCEEDED(hr = factories_register()))
    {
        service_set_status(service, SERVICE_RUNNING, NO_ERROR);
        WaitForSingleObject(service->stop, INFINITE);
        factories_revoke();
    }
    callers_forget();
    scheduler_stop();
    clients_disconnect();
    return hr;
}

/* The jobs are there before the first client, and are stored when the last one has gone. */
static HRESULT service_serve(struct service *service)
{
    HRESULT hr;

    if (FAILED(hr = store_start(start_type_follow_jobs)))
        return hr;
    hr = serve_clients(service);
    store_stop();
    queue_clear();
    return hr;
}

static HRESULT service_serve_and_notify(struct service *service)
{
    HRESULT hr;

    if (FAILED(hr = notify_start()))
        return hr;
    hr = service_serve(service);
    notify_stop();
    return hr;
}

static HRESULT service_run(struct service *service)
{
    HRESULT hr;

    if (!(service->stop = CreateEventW(NULL, TRUE, FALSE, NULL)))
        return HRESULT_FROM_WIN32(GetLastError());
    if (SUCCEEDED(hr = CoInitializeEx(NULL, COINIT_MULTITHREADED)))
    {
        hr = service_serve_and_notify(service);
        CoUninitialize();
    }
    CloseHandle(service->stop);
    return hr;
}

/* The entry point that svchost.exe looks up by its name. */
void WINAPI ServiceMain(DWORD argc, WCHAR **argv)
{
    static struct service service; /* the handler may be called late, so it outlives this function */
    HRESULT hr;

    TRACE("argc %lu\n", argc);

    if (!(service.handle = RegisterServiceCtrlHandlerExW(SERVICE_NAME, service_handler, &service)))
    {
        ERR("no control handler: %lu\n", GetLastError());
        return;
    }
    service_set_status(&service, SERVICE_START_PENDING, NO_ERROR);
    if (FAILED(hr = service_run(&service)))
        ERR("%#lx\n", hr);
    service_set_status(&service, SERVICE_STOPPED, FAILED(hr) ? (DWORD)hr : NO_ERROR);
}
