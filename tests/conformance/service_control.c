/* The BITS service, as the service control manager has it.
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include "service_control.h"

#define POLL_INTERVAL 10

SC_HANDLE open_service(DWORD access)
{
    SC_HANDLE manager = OpenSCManagerW(NULL, NULL, SC_MANAGER_CONNECT), service;

    assert_non_null(manager);
    service = OpenServiceW(manager, L"BITS", SERVICE_QUERY_STATUS | access);
    CloseServiceHandle(manager);
    if (!service && GetLastError() == ERROR_ACCESS_DENIED)
        skip();
    assert_non_null(service);
    return service;
}

SERVICE_STATUS_PROCESS query_service(SC_HANDLE service)
{
    SERVICE_STATUS_PROCESS status;
    DWORD size;

    assert_true(QueryServiceStatusEx(service, SC_STATUS_PROCESS_INFO, (BYTE *)&status, sizeof(status), &size));
    return status;
}

void wait_for_service(SC_HANDLE service, DWORD state, DWORD timeout)
{
    ULONGLONG end = GetTickCount64() + timeout;

    while (query_service(service).dwCurrentState != state)
    {
        assert_true(GetTickCount64() < end);
        Sleep(POLL_INTERVAL);
    }
}

void ask_service_to_stop(SC_HANDLE service)
{
    SERVICE_STATUS status;

    assert_true(ControlService(service, SERVICE_CONTROL_STOP, &status));
}

/* Windows may have other services in the process, which goes on then. */
static void wait_for_process(HANDLE process)
{
    if (!process)
        return;
    WaitForSingleObject(process, STOP_TIME);
    CloseHandle(process);
}

void stop_service(SC_HANDLE service)
{
    HANDLE process = OpenProcess(SYNCHRONIZE, FALSE, query_service(service).dwProcessId);

    ask_service_to_stop(service);
    wait_for_service(service, SERVICE_STOPPED, STOP_TIME);
    wait_for_process(process);
}

void start_service(SC_HANDLE service)
{
    assert_true(StartServiceW(service, 0, NULL));
    wait_for_service(service, SERVICE_RUNNING, BITS_TEST_TIMEOUT);
}
