/* What a job may use: time, bytes, and networks that cost something.
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include "job_settings.h"

#define MIB 1048576

static IBackgroundCopyJob *create_download(struct bits_test *test, const struct http_reply *reply)
{
    IBackgroundCopyJob *job = create_job(test);

    http_server_serve(test->server, "/file", reply);
    add_file(test, job, "/file", L"file");
    return job;
}

static void set_maximum_size(IBackgroundCopyJob *job, UINT64 size)
{
    BITS_JOB_PROPERTY_VALUE value = {.Uint64 = size};

    set_property(job, BITS_JOB_PROPERTY_MAX_DOWNLOAD_SIZE, value);
}

static void set_cost_flags(IBackgroundCopyJob *job, DWORD flags)
{
    BITS_JOB_PROPERTY_VALUE value = {.Dword = flags};

    set_property(job, BITS_JOB_PROPERTY_ID_COST_FLAGS, value);
}

static void set_foreground(IBackgroundCopyJob *job)
{
    assert_hr(IBackgroundCopyJob_SetPriority(job, BG_JOB_PRIORITY_FOREGROUND), S_OK);
}

static void assert_timed_out(IBackgroundCopyJob *job)
{
    wait_for_error(job, BG_JOB_STATE_ERROR, BG_E_MAXDOWNLOAD_TIMEOUT, BG_ERROR_CONTEXT_GENERAL_QUEUE_MANAGER);
}

/* nf-bits3_0-ibackgroundcopyjob4-setmaximumdownloadtime */
static void test_the_maximum_time_ends_a_transfer(void **state)
{
    struct bits_test *test = *state;
    struct http_reply slow = {.size = MIB, .fault = HTTP_FAULT_STALL, .fault_at = MIB / 2};
    IBackgroundCopyJob *job = create_download(test, &slow);
    ULONGLONG start = GetTickCount64();

    set_maximum_time(job, 1);
    assert_hr(IBackgroundCopyJob_Resume(job), S_OK);
    assert_timed_out(job);
    assert_true(GetTickCount64() - start >= 1000);
    http_server_release(test->server);
    set_maximum_time(job, 60);
    download(job);
    assert_file_is_pattern(test, L"file", MIB, 0);
}

static void test_the_maximum_time_ends_a_connection(void **state)
{
    struct bits_test *test = *state;
    struct http_reply silent = {.size = MIB, .fault = HTTP_FAULT_SILENT};
    IBackgroundCopyJob *job = create_download(test, &silent);

    set_maximum_time(job, 1);
    assert_hr(IBackgroundCopyJob_Resume(job), S_OK);
    assert_timed_out(job);
}

/* A new maximum counts for a transfer that runs. */
static void test_the_maximum_time_can_be_set_late(void **state)
{
    struct bits_test *test = *state;
    struct http_reply slow = {.size = MIB, .fault = HTTP_FAULT_STALL, .fault_at = MIB / 2};
    IBackgroundCopyJob *job = start_download(test, &slow);

    assert_true(http_server_wait_stalled(test->server, BITS_TEST_TIMEOUT));
    set_maximum_time(job, 0);
    assert_timed_out(job);
}

static void assert_too_large(IBackgroundCopyJob *job)
{
    wait_for_error(job, BG_JOB_STATE_ERROR, BG_E_MAX_DOWNLOAD_SIZE_LIMIT_REACHED, BG_ERROR_CONTEXT_REMOTE_FILE);
}

/* BITS_JOB_PROPERTY_MAX_DOWNLOAD_SIZE in ne-bits5_0-bits_job_property_id: as soon as the size is known. */
static void test_the_maximum_size(void **state)
{
    struct bits_test *test = *state;
    struct http_reply reply = {.size = 1000};
    IBackgroundCopyJob *job = create_download(test, &reply);

    set_maximum_size(job, 999);
    assert_hr(IBackgroundCopyJob_Resume(job), S_OK);
    assert_too_large(job);
    assert_int_equal(get_progress(job).BytesTransferred, 0);
    job = create_download(test, &reply);
    set_maximum_size(job, 1000);
    download(job);
}

static void test_the_maximum_size_is_that_of_all_files(void **state)
{
    struct bits_test *test = *state;
    IBackgroundCopyJob *job = create_job(test);

    serve_pattern(test, "/one", 600, 1);
    serve_pattern(test, "/two", 600, 2);
    add_file(test, job, "/one", L"one");
    add_file(test, job, "/two", L"two");
    set_maximum_size(job, 1000);
    assert_hr(IBackgroundCopyJob_Resume(job), S_OK);
    assert_too_large(job);
    assert_in_range(get_progress(job).BytesTransferred, 0, 1000);
}

static void test_the_maximum_size_of_an_unknown_size(void **state)
{
    struct bits_test *test = *state;
    struct http_reply chunked = {.size = MIB, .framing = HTTP_FRAMING_CHUNKED};
    IBackgroundCopyJob *job = create_download(test, &chunked);

    set_maximum_size(job, MIB - 1);
    assert_hr(IBackgroundCopyJob_Resume(job), S_OK);
    assert_too_large(job);
    job = create_download(test, &chunked);
    set_maximum_size(job, MIB);
    download(job);
}

static void test_the_maximum_size_of_a_local_file(void **state)
{
    struct bits_test *test = *state;
    IBackgroundCopyJob *job = create_job(test);
    WCHAR source[MAX_PATH], target[MAX_PATH];

    write_file(test, L"source", "1234567890");
    local_name(test, L"source", source);
    local_name(test, L"file", target);
    assert_hr(IBackgroundCopyJob_AddFile(job, source, target), S_OK);
    set_maximum_size(job, 9);
    assert_hr(IBackgroundCopyJob_Resume(job), S_OK);
    assert_too_large(job);
    assert_true(remove_file(test, L"source"));
}

/* BITS_JOB_PROPERTY_DYNAMIC_CONTENT: a body without a length, which ends where the connection does. */
static void test_dynamic_content(void **state)
{
    struct bits_test *test = *state;
    struct http_reply endless = {.size = MIB, .framing = HTTP_FRAMING_CLOSE, .flags = HTTP_NO_HEAD | HTTP_NO_RANGES};
    IBackgroundCopyJob *job = create_download(test, &endless);

    enable_property(job, BITS_JOB_PROPERTY_DYNAMIC_CONTENT);
    set_foreground(job);
    download(job);
    assert_file_is_pattern(test, L"file", MIB, 0);
    assert_string_equal(last_header(test->server, "/file", "Range"), "");
}

static void test_dynamic_content_waits_for_the_foreground(void **state)
{
    struct bits_test *test = *state;
    struct http_reply reply = {.size = 1000};
    IBackgroundCopyJob *job = create_download(test, &reply), *other = create_job(test);

    serve_pattern(test, "/other", 100, 1);
    add_file(test, other, "/other", L"other");
    enable_property(job, BITS_JOB_PROPERTY_DYNAMIC_CONTENT);
    assert_hr(IBackgroundCopyJob_Resume(job), S_OK);
    download(other);
    assert_state(job, BG_JOB_STATE_QUEUED);
    assert_int_equal(http_server_count(test->server, NULL, "/file"), 0);
    set_foreground(job);
    wait_for_state(job, BG_JOB_STATE_TRANSFERRED);
}

static void test_dynamic_content_stops_outside_the_foreground(void **state)
{
    struct bits_test *test = *state;
    struct http_reply slow = {.size = MIB, .fault = HTTP_FAULT_STALL, .fault_at = MIB / 2};
    IBackgroundCopyJob *job = create_download(test, &slow);

    enable_property(job, BITS_JOB_PROPERTY_DYNAMIC_CONTENT);
    set_foreground(job);
    assert_hr(IBackgroundCopyJob_Resume(job), S_OK);
    assert_true(http_server_wait_stalled(test->server, BITS_TEST_TIMEOUT));
    assert_hr(IBackgroundCopyJob_SetPriority(job, BG_JOB_PRIORITY_NORMAL), S_OK);
    wait_for_state(job, BG_JOB_STATE_QUEUED);
    http_server_release(test->server);
    set_foreground(job);
    wait_for_state(job, BG_JOB_STATE_TRANSFERRED);
    assert_string_equal(last_header(test->server, "/file", "Range"), "");
}

/* BITS_JOB_PROPERTY_ID_COST_FLAGS: at once effective. The network of the tests costs nothing. */
static void test_cost_flags(void **state)
{
    struct bits_test *test = *state;
    struct http_reply reply = {.size = 1000};
    IBackgroundCopyJob *job = create_download(test, &reply);

    set_cost_flags(job, BITS_COST_STATE_ROAMING);
    assert_hr(IBackgroundCopyJob_Resume(job), S_OK);
    wait_for_error(job, BG_JOB_STATE_TRANSIENT_ERROR, BG_E_BLOCKED_BY_COST_TRANSFER_POLICY,
            BG_ERROR_CONTEXT_GENERAL_QUEUE_MANAGER);
    assert_int_equal(http_server_count(test->server, NULL, "/file"), 0);
    set_cost_flags(job, BITS_JOB_TRANSFER_POLICY_UNRESTRICTED);
    wait_for_retry(job);
    wait_for_state(job, BG_JOB_STATE_TRANSFERRED);
}

static void test_cost_flags_stop_a_transfer(void **state)
{
    struct bits_test *test = *state;
    struct http_reply slow = {.size = MIB, .fault = HTTP_FAULT_STALL, .fault_at = MIB / 2};
    IBackgroundCopyJob *job = start_download(test, &slow);

    assert_true(http_server_wait_stalled(test->server, BITS_TEST_TIMEOUT));
    set_cost_flags(job, BITS_COST_STATE_ROAMING);
    wait_for_error(job, BG_JOB_STATE_TRANSIENT_ERROR, BG_E_BLOCKED_BY_COST_TRANSFER_POLICY,
            BG_ERROR_CONTEXT_GENERAL_QUEUE_MANAGER);
}

int main(void)
{
    static const struct CMUnitTest tests[] =
    {
        bits_unit_test(test_the_maximum_time_ends_a_transfer),
        bits_unit_test(test_the_maximum_time_ends_a_connection),
        bits_unit_test(test_the_maximum_time_can_be_set_late),
        bits_unit_test(test_the_maximum_size),
        bits_unit_test(test_the_maximum_size_is_that_of_all_files),
        bits_unit_test(test_the_maximum_size_of_an_unknown_size),
        bits_unit_test(test_the_maximum_size_of_a_local_file),
        bits_unit_test(test_dynamic_content),
        bits_unit_test(test_dynamic_content_waits_for_the_foreground),
        bits_unit_test(test_dynamic_content_stops_outside_the_foreground),
        bits_unit_test(test_cost_flags),
        bits_unit_test(test_cost_flags_stop_a_transfer),
    };

    return cmocka_run_group_tests_name("transfer_limits", tests, bits_program_setup, bits_program_teardown);
}
