/* BITS as a Windows service: its controls, an end during a transfer, a new start, and its version.
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include "callback.h"
#include "service_control.h"

#define MIB 1048576
#define START_TYPE_INTERVAL 20 /* milliseconds between two looks */

/* Jobs of Windows' BITS are there again after a new start; the test has to take back its own. */
static void cancel_survivor(const GUID *id)
{
    IBackgroundCopyManager *manager = create_manager();
    IBackgroundCopyJob *job;

    if (IBackgroundCopyManager_GetJob(manager, id, &job) == S_OK)
    {
        IBackgroundCopyJob_Cancel(job);
        IBackgroundCopyJob_Release(job);
    }
    IBackgroundCopyManager_Release(manager);
}

static void assert_manager_answers(void)
{
    IBackgroundCopyManager *manager = create_manager();
    IEnumBackgroundCopyJobs *jobs;

    assert_hr(IBackgroundCopyManager_EnumJobs(manager, 0, &jobs), S_OK);
    IEnumBackgroundCopyJobs_Release(jobs);
    IBackgroundCopyManager_Release(manager);
}

static void test_the_service_can_be_ended(void **state)
{
    SC_HANDLE service = open_service(0);
    SERVICE_STATUS_PROCESS status = query_service(service);

    assert_int_equal(status.dwCurrentState, SERVICE_RUNNING);
    assert_true(status.dwControlsAccepted & SERVICE_ACCEPT_STOP);
    assert_true(status.dwControlsAccepted & (SERVICE_ACCEPT_SHUTDOWN | SERVICE_ACCEPT_PRESHUTDOWN));
    CloseServiceHandle(service);
}

static void test_the_service_cannot_be_paused(void **state)
{
    SC_HANDLE service = open_service(SERVICE_PAUSE_CONTINUE);
    SERVICE_STATUS status;

    assert_false(query_service(service).dwControlsAccepted & SERVICE_ACCEPT_PAUSE_CONTINUE);
    assert_false(ControlService(service, SERVICE_CONTROL_PAUSE, &status));
    assert_int_equal(query_service(service).dwCurrentState, SERVICE_RUNNING);
    assert_manager_answers();
    CloseServiceHandle(service);
}

static void test_a_manager_starts_the_service(void **state)
{
    SC_HANDLE service = open_service(SERVICE_START | SERVICE_STOP);

    stop_service(service);
    assert_manager_answers();
    assert_int_equal(query_service(service).dwCurrentState, SERVICE_RUNNING);
    CloseServiceHandle(service);
}

static void test_the_service_can_be_started_by_hand(void **state)
{
    SC_HANDLE service = open_service(SERVICE_START | SERVICE_STOP);

    stop_service(service);
    start_service(service);
    assert_manager_answers();
    CloseServiceHandle(service);
}

/* The transfer waits for its server for ever, and so must end by itself. */
static void test_the_service_stops_during_a_transfer(void **state)
{
    struct bits_test *test = *state;
    SC_HANDLE service = open_service(SERVICE_START | SERVICE_STOP);
    struct http_reply stalling = {.size = 64 * MIB, .fault = HTTP_FAULT_STALL, .fault_at = MIB};
    IBackgroundCopyJob *job = start_download(test, &stalling);
    WIN32_FIND_DATAW data;
    BG_JOB_STATE job_state;
    GUID id = get_id(job);

    assert_true(http_server_wait_stalled(test->server, BITS_TEST_TIMEOUT));
    ask_service_to_stop(service);
    wait_for_service(service, SERVICE_STOPPED, STOP_TIME);
    assert_failed(IBackgroundCopyJob_GetState(job, &job_state));
    assert_false(file_exists(test, L"file"));
    assert_true(find_temporary_file(test, &data));
    cancel_survivor(&id);
    CloseServiceHandle(service);
}

/* A program that asks at the wrong moment must not believe that its job is lost. */
static void test_a_stopping_service_denies_no_job(void **state)
{
    struct bits_test *test = *state;
    SC_HANDLE service = open_service(SERVICE_START | SERVICE_STOP);
    IBackgroundCopyJob *job = create_job(test), *again;
    GUID id = get_id(job);
    HRESULT hr;

    ask_service_to_stop(service);
    while ((hr = IBackgroundCopyManager_GetJob(test->manager, &id, &again)) == S_OK)
        IBackgroundCopyJob_Release(again);
    assert_int_not_equal(hr, BG_E_NOT_FOUND);
    wait_for_service(service, SERVICE_STOPPED, STOP_TIME);
    start_service(service);
    cancel_survivor(&id);
    CloseServiceHandle(service);
}

/* The service stops before the server has said a word, and while many jobs wait. */
static void test_the_service_stops_while_jobs_connect(void **state)
{
    struct bits_test *test = *state;
    SC_HANDLE service = open_service(SERVICE_START | SERVICE_STOP);
    struct http_reply silent = {.size = MIB, .fault = HTTP_FAULT_SILENT};
    GUID ids[8];
    size_t i;

    for (i = 0; i < ARRAYSIZE(ids); ++i)
        ids[i] = get_id(start_download(test, &silent));
    assert_true(http_server_wait_stalled(test->server, BITS_TEST_TIMEOUT));
    stop_service(service);
    for (i = 0; i < ARRAYSIZE(ids); ++i)
        cancel_survivor(&ids[i]);
    CloseServiceHandle(service);
}

static DWORD start_type(SC_HANDLE service)
{
    union
    {
        QUERY_SERVICE_CONFIGW config;
        BYTE room[8192];
    }
    buffer;
    DWORD size;

    assert_true(QueryServiceConfigW(service, &buffer.config, sizeof(buffer), &size));
    return buffer.config.dwStartType;
}

/* BITS changes it some time after the job. */
static void wait_for_start_type(SC_HANDLE service, DWORD type)
{
    ULONGLONG end = GetTickCount64() + BITS_TEST_TIMEOUT;

    while (start_type(service) != type)
    {
        assert_true(GetTickCount64() < end);
        Sleep(START_TYPE_INTERVAL);
    }
}

/* bits-startup-type */
static void test_the_service_starts_with_the_machine_while_a_job_is_active(void **state)
{
    struct bits_test *test = *state;
    SC_HANDLE service = open_service(SERVICE_QUERY_CONFIG);
    struct http_reply stalling = {.size = 64 * MIB, .fault = HTTP_FAULT_STALL, .fault_at = MIB};
    IBackgroundCopyJob *job;

    wait_for_start_type(service, SERVICE_DEMAND_START);
    job = start_download(test, &stalling);
    wait_for_start_type(service, SERVICE_AUTO_START);
    assert_hr(IBackgroundCopyJob_Suspend(job), S_OK);
    wait_for_start_type(service, SERVICE_DEMAND_START);
    assert_hr(IBackgroundCopyJob_Cancel(job), S_OK);
    CloseServiceHandle(service);
}

/* A client that does not return from its callback holds up nobody, not even the end of the service. */
static void test_the_service_stops_during_a_callback(void **state)
{
    struct bits_test *test = *state;
    SC_HANDLE service = open_service(SERVICE_START | SERVICE_STOP);
    struct callback *callback = create_callback();
    IBackgroundCopyJob *job = create_job_with_callback(test, callback, BG_NOTIFY_JOB_TRANSFERRED);
    HANDLE hold = CreateEventW(NULL, TRUE, FALSE, NULL);
    GUID id = get_id(job);

    callback->hold = hold;
    serve_pattern(test, "/file", 1000, 1);
    assert_hr(IBackgroundCopyJob_Resume(job), S_OK);
    wait_for_calls(callback, CALLED_JOB_TRANSFERRED, 1);
    stop_service(service);
    assert_manager_answers();
    SetEvent(hold); /* for a callback that nobody may release any more */
    cancel_survivor(&id);
    CloseServiceHandle(service);
}

static void test_the_service_downloads_after_a_new_start(void **state)
{
    struct bits_test *test = *state;
    SC_HANDLE service = open_service(SERVICE_START | SERVICE_STOP);
    IBackgroundCopyJob *job;

    stop_service(service);
    IBackgroundCopyManager_Release(test->manager);
    test->manager = create_manager();
    job = create_job(test);
    serve_pattern(test, "/file", MIB, 1);
    add_file(test, job, "/file", L"file");
    download(job);
    assert_file_is_pattern(test, L"file", MIB, 1);
    CloseServiceHandle(service);
}

/* determining-the-version-of-bits-on-a-computer: the file version of qmgr.dll tells it; 7.8 and more is BITS 10.x. */
static void test_the_version_of_the_library(void **state)
{
    WCHAR path[MAX_PATH];
    VS_FIXEDFILEINFO *info;
    char data[8192];
    UINT size;

    assert_true(GetSystemDirectoryW(path, MAX_PATH));
    wcscat(path, L"\\qmgr.dll");
    assert_true(GetFileVersionInfoW(path, 0, sizeof(data), data));
    assert_true(VerQueryValueW(data, L"\\", (void **)&info, &size));
    assert_int_equal(HIWORD(info->dwFileVersionMS), 7);
    assert_int_equal(LOWORD(info->dwFileVersionMS), 8);
}

int main(void)
{
    static const struct CMUnitTest tests[] =
    {
        cmocka_unit_test(test_the_version_of_the_library),
        bits_unit_test(test_the_service_can_be_ended),
        bits_unit_test(test_the_service_cannot_be_paused),
        bits_unit_test(test_a_manager_starts_the_service),
        bits_unit_test(test_the_service_can_be_started_by_hand),
        bits_unit_test(test_the_service_stops_during_a_transfer),
        bits_unit_test(test_a_stopping_service_denies_no_job),
        bits_unit_test(test_the_service_stops_while_jobs_connect),
        bits_unit_test(test_the_service_starts_with_the_machine_while_a_job_is_active),
        bits_unit_test(test_the_service_stops_during_a_callback),
        bits_unit_test(test_the_service_downloads_after_a_new_start),
    };

    return cmocka_run_group_tests_name("service", tests, bits_program_setup, bits_program_teardown);
}
