/* Where the bytes go until Complete: GetTemporaryName, and jobs of high performance, which have no temporary file.
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include <stdio.h>
#include <wchar.h>

#include "job_settings.h"
#include <bits5_0.h>

#define MIB 1048576
#define HALF (MIB / 2)

static void assert_temporary_name(IBackgroundCopyJob *job, const WCHAR *expected)
{
    assert_task_string(get_temporary_name(job, 0), expected);
}

/* nf-bits3_0-ibackgroundcopyfile3-gettemporaryname: a full path, known before there is a file. */
static void test_the_name_is_known_early_and_stays(void **state)
{
    struct http_reply stalling = {.size = MIB, .fault = HTTP_FAULT_STALL, .fault_at = HALF};
    struct bits_test *test = *state;
    IBackgroundCopyJob *job = create_job(test);
    WIN32_FIND_DATAW data;
    WCHAR *name;

    http_server_serve(test->server, "/file", &stalling);
    add_file(test, job, "/file", L"file");
    name = get_temporary_name(job, 0);
    assert_int_equal(wcsncmp(name, test->folder, wcslen(test->folder)), 0);
    assert_false(find_temporary_file(test, &data));
    assert_hr(IBackgroundCopyJob_Resume(job), S_OK);
    assert_true(http_server_wait_stalled(test->server, BITS_TEST_TIMEOUT));
    assert_temporary_name(job, name);
    assert_true(find_temporary_file(test, &data));
    assert_int_equal(wcscmp(data.cFileName, name + wcslen(test->folder)), 0);
    http_server_release(test->server);
    wait_for_state(job, BG_JOB_STATE_TRANSFERRED);
    assert_temporary_name(job, name);
    CoTaskMemFree(name);
}

static void test_files_have_different_names(void **state)
{
    struct bits_test *test = *state;
    IBackgroundCopyJob *job = create_job(test);
    WCHAR *one, *two;

    add_file(test, job, "/one", L"one");
    add_file(test, job, "/two", L"two");
    one = get_temporary_name(job, 0);
    two = get_temporary_name(job, 1);
    assert_int_not_equal(wcscmp(one, two), 0);
    CoTaskMemFree(one);
    CoTaskMemFree(two);
}

/* The page's own use: reading what has arrived while the rest is on its way, with the share of writing. */
static void test_the_file_can_be_read_while_it_grows(void **state)
{
    struct http_reply stalling = {.size = MIB, .seed = 3, .fault = HTTP_FAULT_STALL, .fault_at = HALF};
    struct bits_test *test = *state;
    IBackgroundCopyJob *job = start_download(test, &stalling);
    unsigned char bytes[1000];
    WCHAR *name;
    HANDLE handle;
    DWORD i, size;

    assert_true(http_server_wait_stalled(test->server, BITS_TEST_TIMEOUT));
    wait_for_bytes(job, sizeof(bytes));
    name = get_temporary_name(job, 0);
    handle = CreateFileW(name, GENERIC_READ, FILE_SHARE_READ | FILE_SHARE_WRITE, NULL, OPEN_EXISTING, 0, NULL);
    assert_ptr_not_equal(handle, INVALID_HANDLE_VALUE);
    assert_true(ReadFile(handle, bytes, sizeof(bytes), &size, NULL));
    assert_int_equal(size, sizeof(bytes));
    for (i = 0; i < size; ++i)
        assert_int_equal(bytes[i], http_pattern(3, i));
    http_server_release(test->server);
    wait_for_state(job, BG_JOB_STATE_TRANSFERRED);
    CloseHandle(handle);
    CoTaskMemFree(name);
    assert_hr(IBackgroundCopyJob_Complete(job), S_OK);
    assert_file_is_pattern(test, L"file", MIB, 3);
}

/* A job that runs into a file of its temporary file's name. */
static IBackgroundCopyJob *start_behind_another_file(struct bits_test *test, WCHAR **name)
{
    IBackgroundCopyJob *job = create_job(test);

    serve_pattern(test, "/file", 1000, 0);
    add_file(test, job, "/file", L"file");
    *name = get_temporary_name(job, 0);
    write_file(test, *name + wcslen(test->folder), "mine");
    assert_hr(IBackgroundCopyJob_Resume(job), S_OK);
    return job;
}

/* A file that another program has made in the meantime is not touched. */
static void test_a_file_of_this_name_is_in_the_way(void **state)
{
    struct bits_test *test = *state;
    WCHAR *name;
    IBackgroundCopyJob *job = start_behind_another_file(test, &name);

    wait_for_error(job, BG_JOB_STATE_TRANSIENT_ERROR, HRESULT_FROM_WIN32(ERROR_FILE_EXISTS),
            BG_ERROR_CONTEXT_LOCAL_FILE);
    assert_hr(IBackgroundCopyJob_Cancel(job), S_OK);
    assert_file_is_text(test, name + wcslen(test->folder), "mine");
    assert_true(remove_file(test, name + wcslen(test->folder)));
    CoTaskMemFree(name);
}

static void test_a_file_in_the_way_goes_away(void **state)
{
    struct bits_test *test = *state;
    WCHAR *name;
    IBackgroundCopyJob *job = start_behind_another_file(test, &name);

    wait_for_state(job, BG_JOB_STATE_TRANSIENT_ERROR);
    assert_true(remove_file(test, name + wcslen(test->folder)));
    download(job);
    assert_file_is_pattern(test, L"file", 1000, 0);
    CoTaskMemFree(name);
}

static IBackgroundCopyJob *create_fast_job(struct bits_test *test, const struct http_reply *reply)
{
    IBackgroundCopyJob *job = create_job(test);

    enable_property(job, BITS_JOB_PROPERTY_HIGH_PERFORMANCE);
    http_server_serve(test->server, "/file", reply);
    add_file(test, job, "/file", L"file");
    return job;
}

/* ne-bits5_0-bits_job_property_id, HIGH_PERFORMANCE: straight into the target. */
static void test_high_performance_writes_the_target(void **state)
{
    struct http_reply reply = {.size = MIB, .seed = 4};
    struct bits_test *test = *state;
    IBackgroundCopyJob *job = create_fast_job(test, &reply);
    WIN32_FIND_DATAW data;

    write_file(test, L"file", "old");
    assert_hr(IBackgroundCopyJob_Resume(job), S_OK);
    wait_for_state(job, BG_JOB_STATE_TRANSFERRED);
    assert_false(find_temporary_file(test, &data));
    assert_file_is_pattern(test, L"file", MIB, 4);
    assert_false(get_file_progress(job, 0).Completed);
    assert_hr(IBackgroundCopyJob_Complete(job), S_OK);
    assert_true(get_file_progress(job, 0).Completed);
    assert_file_is_pattern(test, L"file", MIB, 4);
}

/* The same: what is there of a cancelled or failed job is the caller's to delete. */
static void test_high_performance_leaves_what_is_there(void **state)
{
    struct http_reply dropping = {.size = MIB, .seed = 5, .fault = HTTP_FAULT_DROP, .fault_at = HALF};
    struct bits_test *test = *state;
    IBackgroundCopyJob *job = create_fast_job(test, &dropping);

    assert_hr(IBackgroundCopyJob_Resume(job), S_OK);
    wait_for_state(job, BG_JOB_STATE_TRANSIENT_ERROR);
    assert_hr(IBackgroundCopyJob_Cancel(job), S_OK);
    assert_file_is_pattern(test, L"file", HALF, 5);
}

static void test_high_performance_goes_on_after_a_drop(void **state)
{
    struct http_reply dropping = {.size = MIB, .seed = 6, .fault = HTTP_FAULT_DROP, .fault_at = HALF};
    struct bits_test *test = *state;
    IBackgroundCopyJob *job = create_fast_job(test, &dropping);

    assert_hr(IBackgroundCopyJob_Resume(job), S_OK);
    wait_for_state(job, BG_JOB_STATE_TRANSIENT_ERROR);
    serve_pattern(test, "/file", MIB, 6);
    download(job);
    assert_file_is_pattern(test, L"file", MIB, 6);
}

int main(void)
{
    static const struct CMUnitTest tests[] =
    {
        bits_unit_test(test_the_name_is_known_early_and_stays),
        bits_unit_test(test_files_have_different_names),
        bits_unit_test(test_the_file_can_be_read_while_it_grows),
        bits_unit_test(test_a_file_of_this_name_is_in_the_way),
        bits_unit_test(test_a_file_in_the_way_goes_away),
        bits_unit_test(test_high_performance_writes_the_target),
        bits_unit_test(test_high_performance_leaves_what_is_there),
        bits_unit_test(test_high_performance_goes_on_after_a_drop),
    };

    return cmocka_run_group_tests_name("temporary_name", tests, bits_program_setup, bits_program_teardown);
}
