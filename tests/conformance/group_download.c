/* The files of the Queue Manager's groups, and how they come.
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include <wchar.h>

#include "group_test.h"

static const struct http_reply not_found = {.status = 404, .body = "gone", .size = 4};

/* nf-qmgr-ibackgroundcopyjob1-addfiles, -getfile, -getfilecount */
static void test_files_are_added_and_read_back(void **state)
{
    struct bits_test *test = *state;
    IBackgroundCopyGroup *group = create_group(test);
    IBackgroundCopyJob1 *job = create_job1(group);
    FILESETINFO info = {NULL};
    WCHAR url[256], path[MAX_PATH];

    assert_int_equal(file_count(job), 0);
    add_file1(test, job, "/a", L"a");
    add_file1(test, job, "/b", L"b");
    assert_int_equal(file_count(job), 2);
    assert_hr(IBackgroundCopyJob1_GetFile(job, 1, &info), S_OK);
    remote_name(test, "/b", url, ARRAYSIZE(url));
    local_name(test, L"b", path);
    assert_int_equal(wcscmp(info.bstrRemoteFile, url), 0);
    assert_int_equal(wcscmp(info.bstrLocalFile, path), 0);
    SysFreeString(info.bstrRemoteFile);
    SysFreeString(info.bstrLocalFile);
    memset(&info, 0, sizeof(info));
    assert_hr(IBackgroundCopyJob1_GetFile(job, 2, &info), QM_E_ITEM_NOT_FOUND);
    assert_null(info.bstrRemoteFile);
    assert_hr(IBackgroundCopyJob1_GetFile(job, 0xffffffff, &info), QM_E_ITEM_NOT_FOUND);
    IBackgroundCopyJob1_Release(job);
    IBackgroundCopyGroup_Release(group);
}

static void test_AddFiles_adds_all_files_or_none(void **state)
{
    struct bits_test *test = *state;
    IBackgroundCopyGroup *group = create_group(test);
    IBackgroundCopyJob1 *job = create_job1(group);
    FILESETINFO good, bad, *sets[][2] = {{&good, &bad}, {&good, NULL}, {&good, &good}};
    WCHAR path[MAX_PATH];

    local_name(test, L"file", path);
    good = (FILESETINFO){SysAllocString(L"http://127.0.0.1/file"), SysAllocString(path), 7};
    bad = (FILESETINFO){SysAllocString(L"ftp://127.0.0.1/file"), SysAllocString(path), 7};
    assert_hr(IBackgroundCopyJob1_AddFiles(job, 2, sets[0]), E_INVALIDARG);
    assert_failed(IBackgroundCopyJob1_AddFiles(job, 2, sets[1]));
    assert_failed(IBackgroundCopyJob1_AddFiles(job, 0, sets[2]));
    assert_int_equal(file_count(job), 0);
    assert_hr(IBackgroundCopyJob1_AddFiles(job, 1, sets[0]), S_OK);
    assert_int_equal(file_count(job), 1);
    SysFreeString(good.bstrRemoteFile);
    SysFreeString(good.bstrLocalFile);
    SysFreeString(bad.bstrRemoteFile);
    SysFreeString(bad.bstrLocalFile);
    IBackgroundCopyJob1_Release(job);
    IBackgroundCopyGroup_Release(group);
}

/* ns-qmgr-filesetinfo */
static void test_AddFiles_checks_the_names(void **state)
{
    static const WCHAR url[] = L"http://127.0.0.1/file";
    struct bits_test *test = *state;
    IBackgroundCopyGroup *group = create_group(test);
    IBackgroundCopyJob1 *job = create_job1(group);
    WCHAR path[MAX_PATH], missing[MAX_PATH];

    local_name(test, L"file", path);
    local_name(test, L"missing\\file", missing);
    assert_hr(add_names(job, L"gopher://127.0.0.1/file", path), E_INVALIDARG);
    assert_hr(add_names(job, L"", path), E_INVALIDARG);
    assert_failed(add_names(job, NULL, path));
    assert_hr(add_names(job, url, L"file"), E_INVALIDARG);
    assert_hr(add_names(job, url, L""), E_INVALIDARG);
    assert_failed(add_names(job, url, NULL));
    assert_failed(add_names(job, url, missing));
    assert_int_equal(file_count(job), 0);
    assert_hr(add_names(job, url, path), S_OK);
    IBackgroundCopyJob1_Release(job);
    IBackgroundCopyGroup_Release(group);
}

static void assert_progress(IBackgroundCopyGroup *group, IBackgroundCopyJob1 *job, DWORD size, DWORD percent)
{
    DWORD progress;

    assert_hr(IBackgroundCopyGroup_GetProgress(group, QM_PROGRESS_SIZE_DONE, &progress), S_OK);
    assert_int_equal(progress, size);
    assert_hr(IBackgroundCopyJob1_GetProgress(job, QM_PROGRESS_SIZE_DONE, &progress), S_OK);
    assert_int_equal(progress, size);
    assert_hr(IBackgroundCopyGroup_GetProgress(group, QM_PROGRESS_PERCENT_DONE, &progress), S_OK);
    assert_int_equal(progress, percent);
    assert_hr(IBackgroundCopyJob1_GetProgress(job, QM_PROGRESS_PERCENT_DONE, &progress), S_OK);
    assert_int_equal(progress, percent);
}

/* nf-qmgr-ibackgroundcopygroup-getprogress: the time is not supported. */
static void test_GetProgress_knows_sizes_alone(void **state)
{
    static const DWORD refused[] = {QM_PROGRESS_TIME_DONE, 0, 4, 0xffffffff};
    IBackgroundCopyGroup *group = create_group(*state);
    IBackgroundCopyJob1 *job = create_job1(group);
    DWORD progress;
    size_t i;

    assert_progress(group, job, 0, 0);
    for (i = 0; i < ARRAYSIZE(refused); ++i)
    {
        assert_hr(IBackgroundCopyGroup_GetProgress(group, refused[i], &progress), E_NOTIMPL);
        assert_hr(IBackgroundCopyJob1_GetProgress(job, refused[i], &progress), E_NOTIMPL);
    }
    IBackgroundCopyJob1_Release(job);
    IBackgroundCopyGroup_Release(group);
}

/* A group has no Complete: its files are there when it is complete, and CancelGroup takes it out of the queue. */
static void test_a_group_downloads_its_files(void **state)
{
    struct bits_test *test = *state;
    IBackgroundCopyGroup *group = create_group(test), *found;
    IBackgroundCopyJob1 *job = create_job1(group);
    DWORD size;

    serve_pattern(test, "/a", 100000, 1);
    serve_pattern(test, "/b", 50000, 2);
    add_file1(test, job, "/a", L"a");
    add_file1(test, job, "/b", L"b");
    assert_int_equal(job_status(job), QM_STATUS_JOB_INCOMPLETE);
    assert_hr(IBackgroundCopyGroup_ResumeGroup(group), S_OK);
    wait_for_status(group, QM_STATUS_GROUP_COMPLETE | QM_STATUS_GROUP_SUSPENDED);
    assert_int_equal(group_status(group), QM_STATUS_GROUP_COMPLETE | QM_STATUS_GROUP_SUSPENDED);
    assert_int_equal(job_status(job), QM_STATUS_JOB_COMPLETE);
    assert_hr(IBackgroundCopyGroup_get_Size(group, &size), S_OK);
    assert_int_equal(size, 150000);
    assert_progress(group, job, 150000, 100);
    assert_file_is_pattern(test, L"a", 100000, 1);
    assert_file_is_pattern(test, L"b", 50000, 2);
    assert_state(test->jobs[0], BG_JOB_STATE_TRANSFERRED);
    assert_hr(get_group(group_id(group), &found), S_OK);
    IBackgroundCopyGroup_Release(found);
    assert_hr(IBackgroundCopyGroup_CancelGroup(group), S_OK);
    assert_hr(get_group(group_id(group), &found), QM_E_ITEM_NOT_FOUND);
    assert_file_is_pattern(test, L"a", 100000, 1);
    IBackgroundCopyJob1_Release(job);
    IBackgroundCopyGroup_Release(group);
}

static void test_a_finished_group_takes_more_files(void **state)
{
    struct http_reply first = {.size = 1000, .seed = 1};
    struct bits_test *test = *state;
    IBackgroundCopyJob1 *job;
    IBackgroundCopyGroup *group = start_group(test, &first, &job);

    wait_for_status(group, QM_STATUS_GROUP_COMPLETE);
    serve_pattern(test, "/more", 2000, 2);
    add_file1(test, job, "/more", L"more");
    assert_int_equal(group_status(group) & QM_STATUS_GROUP_COMPLETE, 0);
    assert_hr(IBackgroundCopyGroup_ResumeGroup(group), S_OK);
    wait_for_status(group, QM_STATUS_GROUP_COMPLETE);
    assert_file_is_pattern(test, L"file", 1000, 1);
    assert_file_is_pattern(test, L"more", 2000, 2);
    assert_int_equal(http_server_count(test->server, "GET", "/file"), 1);
    IBackgroundCopyJob1_Release(job);
    IBackgroundCopyGroup_Release(group);
}

/* A name that is taken by a folder cannot be given; the group can go on when it is free. */
static void test_a_file_that_cannot_get_its_name_is_an_error(void **state)
{
    struct http_reply reply = {.size = 1000, .seed = 1};
    struct bits_test *test = *state;
    WCHAR path[MAX_PATH];
    IBackgroundCopyJob1 *job;
    IBackgroundCopyGroup *group;

    local_name(test, L"file", path);
    assert_true(CreateDirectoryW(path, NULL));
    group = start_group(test, &reply, &job);
    wait_for_status(group, QM_STATUS_GROUP_ERROR);
    assert_int_equal(group_status(group) & QM_STATUS_GROUP_COMPLETE, 0);
    assert_true(RemoveDirectoryW(path));
    assert_hr(IBackgroundCopyGroup_ResumeGroup(group), S_OK);
    wait_for_status(group, QM_STATUS_GROUP_COMPLETE);
    assert_file_is_pattern(test, L"file", 1000, 1);
    IBackgroundCopyJob1_Release(job);
    IBackgroundCopyGroup_Release(group);
}

/* nf-qmgr-ibackgroundcopygroup-cancelgroup: files that are complete are kept, at any time. */
static void test_CancelGroup_keeps_whole_files(void **state)
{
    struct http_reply stalling = {.size = 1000, .fault = HTTP_FAULT_STALL, .fault_at = 10};
    struct bits_test *test = *state;
    IBackgroundCopyGroup *group = create_group(test);
    IBackgroundCopyJob1 *job = create_job1(group);

    serve_pattern(test, "/whole", 500, 3);
    http_server_serve(test->server, "/part", &stalling);
    add_file1(test, job, "/whole", L"whole");
    add_file1(test, job, "/part", L"part");
    assert_hr(IBackgroundCopyGroup_ResumeGroup(group), S_OK);
    assert_true(http_server_wait_stalled(test->server, BITS_TEST_TIMEOUT));
    wait_for_finished_files(test->jobs[0], 1);
    assert_hr(IBackgroundCopyGroup_CancelGroup(group), S_OK);
    assert_file_is_pattern(test, L"whole", 500, 3);
    assert_false(file_exists(test, L"part"));
    http_server_release(test->server);
    IBackgroundCopyJob1_Release(job);
    IBackgroundCopyGroup_Release(group);
}

static void test_a_cancelled_group_answers(void **state)
{
    struct bits_test *test = *state;
    IBackgroundCopyGroup *group = create_group(test);
    IBackgroundCopyJob1 *job = create_job1(group), *second;
    VARIANT value = {0};
    WCHAR path[MAX_PATH];

    assert_hr(IBackgroundCopyGroup_CancelGroup(group), S_OK);
    assert_hr(IBackgroundCopyGroup_CancelGroup(group), QM_E_INVALID_STATE);
    assert_hr(IBackgroundCopyGroup_SuspendGroup(group), QM_E_INVALID_STATE);
    assert_hr(IBackgroundCopyGroup_ResumeGroup(group), QM_E_INVALID_STATE);
    assert_hr(IBackgroundCopyGroup_SwitchToForeground(group), QM_E_INVALID_STATE);
    assert_hr(IBackgroundCopyGroup_CreateJob(group, new_id(), &second), QM_E_INVALID_STATE);
    V_VT(&value) = VT_I4;
    assert_hr(IBackgroundCopyGroup_SetProp(group, GROUPPROP_NOTIFYFLAGS, &value), QM_E_INVALID_STATE);
    local_name(test, L"file", path);
    assert_hr(add_names(job, L"http://127.0.0.1/file", path), QM_E_INVALID_STATE);
    assert_int_equal(group_status(group), QM_STATUS_GROUP_INCOMPLETE);
    assert_int_equal(file_count(job), 0);
    IBackgroundCopyJob1_Release(job);
    IBackgroundCopyGroup_Release(group);
}

static void test_SuspendGroup_and_ResumeGroup(void **state)
{
    struct http_reply stalling = {.size = 1000, .fault = HTTP_FAULT_STALL, .fault_at = 10};
    struct bits_test *test = *state;
    IBackgroundCopyJob1 *job;
    IBackgroundCopyGroup *group = start_group(test, &stalling, &job);

    assert_true(http_server_wait_stalled(test->server, BITS_TEST_TIMEOUT));
    assert_int_equal(group_status(group), QM_STATUS_GROUP_INCOMPLETE);
    assert_hr(IBackgroundCopyGroup_SuspendGroup(group), S_OK);
    assert_int_equal(group_status(group), QM_STATUS_GROUP_INCOMPLETE | QM_STATUS_GROUP_SUSPENDED);
    assert_hr(IBackgroundCopyGroup_SuspendGroup(group), S_OK);
    http_server_release(test->server);
    assert_hr(IBackgroundCopyGroup_ResumeGroup(group), S_OK);
    wait_for_status(group, QM_STATUS_GROUP_COMPLETE);
    IBackgroundCopyJob1_Release(job);
    IBackgroundCopyGroup_Release(group);
}

/* nf-qmgr-ibackgroundcopygroup-switchtoforeground, -getstatus */
static void test_SwitchToForeground_shows_in_the_status(void **state)
{
    struct bits_test *test = *state;
    IBackgroundCopyGroup *group = create_group(test);
    BG_JOB_PRIORITY priority;

    assert_hr(IBackgroundCopyGroup_SwitchToForeground(group), S_OK);
    assert_true(group_status(group) & QM_STATUS_GROUP_FOREGROUND);
    assert_hr(IBackgroundCopyJob_GetPriority(test->jobs[0], &priority), S_OK);
    assert_int_equal(priority, BG_JOB_PRIORITY_FOREGROUND);
    IBackgroundCopyGroup_Release(group);
}

/* nf-qmgr-ibackgroundcopyjob1-getstatus: an HTTP status is a transport result. */
static void test_GetStatus_tells_an_http_error(void **state)
{
    IBackgroundCopyJob1 *job;
    IBackgroundCopyGroup *group = start_group(*state, &not_found, &job);
    DWORD status, win32, transport, retries;

    wait_for_status(group, QM_STATUS_GROUP_ERROR | QM_STATUS_GROUP_SUSPENDED);
    assert_hr(IBackgroundCopyJob1_GetStatus(job, &status, &win32, &transport, &retries), S_OK);
    assert_int_equal(status, QM_STATUS_JOB_ERROR | QM_STATUS_JOB_INCOMPLETE);
    assert_int_equal(win32, 0);
    assert_int_equal(transport, 404);
    assert_int_equal(retries, 0);
    IBackgroundCopyJob1_Release(job);
    IBackgroundCopyGroup_Release(group);
}

/* nf-qmgr-ibackgroundcopyjob1-getstatus: other errors are Win32 codes. */
static void test_GetStatus_tells_a_local_error(void **state)
{
    struct bits_test *test = *state;
    IBackgroundCopyGroup *group = create_group(test);
    IBackgroundCopyJob1 *job = create_job1(group);
    DWORD status, win32, transport, retries;
    WCHAR source[MAX_PATH], target[MAX_PATH];

    local_name(test, L"no-such-file", source);
    local_name(test, L"file", target);
    assert_hr(add_names(job, source, target), S_OK);
    assert_hr(IBackgroundCopyGroup_ResumeGroup(group), S_OK);
    wait_for_status(group, QM_STATUS_GROUP_ERROR);
    assert_hr(IBackgroundCopyJob1_GetStatus(job, &status, &win32, &transport, &retries), S_OK);
    assert_true(status & QM_STATUS_JOB_ERROR);
    assert_int_equal(win32, ERROR_FILE_NOT_FOUND);
    assert_int_equal(transport, 0);
    IBackgroundCopyJob1_Release(job);
    IBackgroundCopyGroup_Release(group);
}

/* nn-qmgr-ibackgroundcopyjob1: not implemented. */
static void test_methods_that_are_not_implemented(void **state)
{
    IBackgroundCopyGroup *group = create_group(*state);
    IBackgroundCopyJob1 *job = create_job1(group);

    assert_hr(IBackgroundCopyJob1_CancelJob(job), E_NOTIMPL);
    assert_hr(IBackgroundCopyJob1_SwitchToForeground(job), E_NOTIMPL);
    assert_int_equal(group_status(group), QM_STATUS_GROUP_SUSPENDED | QM_STATUS_GROUP_INCOMPLETE);
    IBackgroundCopyJob1_Release(job);
    IBackgroundCopyGroup_Release(group);
}

int main(void)
{
    static const struct CMUnitTest tests[] =
    {
        bits_unit_test(test_files_are_added_and_read_back),
        bits_unit_test(test_AddFiles_adds_all_files_or_none),
        bits_unit_test(test_AddFiles_checks_the_names),
        bits_unit_test(test_GetProgress_knows_sizes_alone),
        bits_unit_test(test_a_group_downloads_its_files),
        bits_unit_test(test_a_finished_group_takes_more_files),
        bits_unit_test(test_a_file_that_cannot_get_its_name_is_an_error),
        bits_unit_test(test_CancelGroup_keeps_whole_files),
        bits_unit_test(test_a_cancelled_group_answers),
        bits_unit_test(test_SuspendGroup_and_ResumeGroup),
        bits_unit_test(test_SwitchToForeground_shows_in_the_status),
        bits_unit_test(test_GetStatus_tells_an_http_error),
        bits_unit_test(test_GetStatus_tells_a_local_error),
        bits_unit_test(test_methods_that_are_not_implemented),
    };

    return cmocka_run_group_tests_name("group_download", tests, bits_program_setup, bits_program_teardown);
}
