/* IBackgroundCopyFile6: what a client wants first, and jobs on demand, which fetch nothing else.
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include <stdio.h>
#include <wchar.h>

#include "callback.h"
#include "job_settings.h"
#include "range_test.h"
#include <bits10_1.h>
#include <bits5_0.h>

#define MIB 1048576

/* A suspended job of /file, on demand or not, and its file, to be released. */
static IBackgroundCopyJob *create_file_job(struct bits_test *test, const struct http_reply *reply, BOOL on_demand,
        IBackgroundCopyFile6 **file)
{
    IBackgroundCopyJob *job = create_job(test);

    if (on_demand)
        enable_property(job, BITS_JOB_PROPERTY_ON_DEMAND_MODE);
    http_server_serve(test->server, "/file", reply);
    add_file(test, job, "/file", L"file");
    *file = get_file6(job, 0);
    return job;
}

static HRESULT request(IBackgroundCopyFile6 *file, UINT64 offset, UINT64 length)
{
    BG_FILE_RANGE range = {offset, length};

    return IBackgroundCopyFile6_RequestFileRanges(file, 1, &range);
}

static void assert_filled(IBackgroundCopyFile6 *file, const BG_FILE_RANGE *expected, DWORD expected_count)
{
    BG_FILE_RANGE *ranges = NULL;
    DWORD i, count = 77;

    assert_hr(IBackgroundCopyFile6_GetFilledFileRanges(file, &count, &ranges), S_OK);
    assert_int_equal(count, expected_count);
    for (i = 0; i < count; ++i)
    {
        assert_int_equal(ranges[i].InitialOffset, expected[i].InitialOffset);
        assert_int_equal(ranges[i].Length, expected[i].Length);
    }
    CoTaskMemFree(ranges);
}

/* The temporary file has the bytes of a range. */
static void assert_there(IBackgroundCopyFile6 *file, UINT64 offset, UINT64 length, unsigned char seed)
{
    FILE *stream;
    WCHAR *name;
    UINT64 i;

    assert_hr(IBackgroundCopyFile6_GetTemporaryName(file, &name), S_OK);
    stream = _wfopen(name, L"rb");
    CoTaskMemFree(name);
    assert_non_null(stream);
    assert_int_equal(fseek(stream, offset, SEEK_SET), 0);
    for (i = offset; i < offset + length; ++i)
        assert_int_equal(getc(stream), http_pattern(seed, i));
    fclose(stream);
}

/* After all that was requested the job is SUSPENDED: nf-bits10_1-ibackgroundcopyfile6-requestfileranges. */
static void resume_until_suspended(IBackgroundCopyJob *job)
{
    ULONGLONG end = GetTickCount64() + BITS_TEST_TIMEOUT;
    BG_JOB_STATE state;

    assert_hr(IBackgroundCopyJob_Resume(job), S_OK);
    while ((state = get_state(job)) != BG_JOB_STATE_SUSPENDED && GetTickCount64() < end)
    {
        assert_int_not_equal(state, BG_JOB_STATE_ERROR);
        assert_int_not_equal(state, BG_JOB_STATE_TRANSIENT_ERROR);
        Sleep(10);
    }
    assert_state(job, BG_JOB_STATE_SUSPENDED);
}

static void test_only_what_is_requested_is_fetched(void **state)
{
    static const BG_FILE_RANGE expected[] = {{1000, 200}, {MIB, 2 * MIB}};
    BG_FILE_RANGE ranges[] = {{MIB, 2 * MIB}, {1000, 100}, {1050, 150}};
    struct http_reply reply = {.size = 5 * MIB, .seed = 1};
    struct bits_test *test = *state;
    IBackgroundCopyFile6 *file;
    IBackgroundCopyJob *job = create_file_job(test, &reply, TRUE, &file);

    assert_filled(file, NULL, 0);
    assert_hr(IBackgroundCopyFile6_RequestFileRanges(file, ARRAYSIZE(ranges), ranges), S_OK);
    resume_until_suspended(job);
    assert_filled(file, expected, ARRAYSIZE(expected));
    assert_there(file, 1000, 200, 1);
    assert_there(file, MIB, 2 * MIB, 1);
    assert_int_equal(get_file_progress(job, 0).BytesTransferred, 200 + 2 * MIB);
    assert_int_equal(get_file_progress(job, 0).BytesTotal, 5 * MIB);
    assert_in_range(http_server_count(test->server, "GET", "/file"), 1, 2);
    IBackgroundCopyFile6_Release(file);
}

/* nf-bits10_1-ibackgroundcopycallback3-filerangestransferred */
static void test_FileRangesTransferred(void **state)
{
    struct http_reply reply = {.size = MIB, .seed = 1};
    struct callback *callback = create_callback();
    struct bits_test *test = *state;
    IBackgroundCopyFile6 *file;
    IBackgroundCopyJob *job = create_file_job(test, &reply, TRUE, &file);

    assert_hr(IBackgroundCopyJob_SetNotifyFlags(job, BG_NOTIFY_FILE_RANGES_TRANSFERRED), S_OK);
    set_callback(job, callback);
    assert_hr(request(file, 1000, 200), S_OK);
    resume_until_suspended(job);
    wait_for_calls(callback, CALLED_FILE_RANGES, 1);
    assert_int_equal(callback->arrived, 200);
    assert_hr(IBackgroundCopyJob_SetNotifyInterface(job, NULL), S_OK);
    wait_for_release(callback);
    release_callback(callback);
    IBackgroundCopyFile6_Release(file);
}

/* When every byte has been requested, the job is TRANSFERRED. */
static void test_the_whole_file_piece_by_piece(void **state)
{
    static const BG_FILE_RANGE whole = {0, 3000};
    struct http_reply reply = {.size = 3000, .seed = 2};
    struct bits_test *test = *state;
    IBackgroundCopyFile6 *file;
    IBackgroundCopyJob *job = create_file_job(test, &reply, TRUE, &file);

    assert_hr(request(file, 2000, BG_LENGTH_TO_EOF), S_OK);
    resume_until_suspended(job);
    assert_hr(request(file, 0, 1000), S_OK);
    resume_until_suspended(job);
    assert_hr(request(file, 500, 2000), S_OK);
    assert_hr(IBackgroundCopyJob_Resume(job), S_OK);
    wait_for_state(job, BG_JOB_STATE_TRANSFERRED);
    assert_filled(file, &whole, 1);
    assert_hr(IBackgroundCopyJob_Complete(job), S_OK);
    assert_file_is_pattern(test, L"file", 3000, 2);
    assert_filled(file, &whole, 1);
    IBackgroundCopyFile6_Release(file);
}

/* A request after the job has come to rest sets it going again; it need not be resumed. */
static void test_a_request_wakes_a_job_that_waits_for_it(void **state)
{
    struct http_reply reply = {.size = 3000, .seed = 3};
    IBackgroundCopyFile6 *file;
    IBackgroundCopyJob *job = create_file_job(*state, &reply, TRUE, &file);

    if (!is_wine())
        skip();
    resume_until_suspended(job);
    assert_filled(file, NULL, 0);
    assert_hr(request(file, 0, 3000), S_OK);
    wait_for_state(job, BG_JOB_STATE_TRANSFERRED);
    assert_there(file, 0, 3000, 3);
    IBackgroundCopyFile6_Release(file);
}

/* Suspend is not undone by a request. */
static void test_a_request_leaves_a_suspended_job_alone(void **state)
{
    struct http_reply reply = {.size = 3000};
    struct bits_test *test = *state;
    IBackgroundCopyFile6 *file;
    IBackgroundCopyJob *job = create_file_job(test, &reply, TRUE, &file);

    resume_until_suspended(job);
    assert_hr(IBackgroundCopyJob_Suspend(job), S_OK);
    assert_hr(request(file, 0, 3000), S_OK);
    assert_state(job, BG_JOB_STATE_SUSPENDED);
    assert_int_equal(http_server_count(test->server, NULL, "/file"), 0);
    IBackgroundCopyFile6_Release(file);
}

/* What is there is not fetched again. */
static void test_a_request_for_what_is_there(void **state)
{
    struct http_reply reply = {.size = 3000};
    struct bits_test *test = *state;
    IBackgroundCopyFile6 *file;
    IBackgroundCopyJob *job = create_file_job(test, &reply, TRUE, &file);
    unsigned int count;

    assert_hr(request(file, 100, 500), S_OK);
    resume_until_suspended(job);
    count = http_server_count(test->server, NULL, "/file");
    assert_hr(request(file, 200, 100), S_OK);
    resume_until_suspended(job);
    assert_int_equal(http_server_count(test->server, NULL, "/file"), count);
    IBackgroundCopyFile6_Release(file);
}

static void test_ranges_outside_the_file(void **state)
{
    struct http_reply reply = {.size = 3000};
    struct bits_test *test = *state;
    IBackgroundCopyFile6 *file;
    IBackgroundCopyJob *job = create_file_job(test, &reply, TRUE, &file);

    assert_hr(request(file, 0, 0), BG_E_INVALID_RANGE);
    assert_hr(request(file, BG_LENGTH_TO_EOF, 1), BG_E_INVALID_RANGE);
    assert_hr(request(file, 10, BG_LENGTH_TO_EOF - 1), BG_E_INVALID_RANGE);
    assert_hr(IBackgroundCopyFile6_RequestFileRanges(file, 0, NULL), E_INVALIDARG);
    assert_hr(request(file, 0, 10), S_OK);
    resume_until_suspended(job);
    assert_hr(request(file, 2999, 1), S_OK);
    assert_hr(request(file, 2999, 2), BG_E_INVALID_RANGE);
    assert_hr(request(file, 3000, 1), BG_E_INVALID_RANGE);
    assert_hr(request(file, 3000, BG_LENGTH_TO_EOF), BG_E_INVALID_RANGE);
    assert_hr(IBackgroundCopyFile6_UpdateDownloadPosition(file, 2999), S_OK);
    assert_hr(IBackgroundCopyFile6_UpdateDownloadPosition(file, 3000), BG_E_INVALID_RANGE);
    IBackgroundCopyFile6_Release(file);
}

/* One bad range refuses them all. */
static void test_a_refused_request_changes_nothing(void **state)
{
    BG_FILE_RANGE ranges[] = {{0, 10}, {20, 0}};
    struct http_reply reply = {.size = 3000};
    struct bits_test *test = *state;
    IBackgroundCopyFile6 *file;
    IBackgroundCopyJob *job = create_file_job(test, &reply, TRUE, &file);

    assert_hr(IBackgroundCopyFile6_RequestFileRanges(file, ARRAYSIZE(ranges), ranges), BG_E_INVALID_RANGE);
    resume_until_suspended(job);
    assert_int_equal(http_server_count(test->server, NULL, "/file"), 0);
    IBackgroundCopyFile6_Release(file);
}

/* Before the size is known nobody can tell; the job fails when it is, and can be resumed without the range. */
static void test_a_range_that_turns_out_to_be_outside(void **state)
{
    static const BG_FILE_RANGE outside[] = {{3000, 1}, {2990, 20}, {1000000, BG_LENGTH_TO_EOF}};
    struct http_reply reply = {.size = 3000};
    struct bits_test *test = *state;
    IBackgroundCopyFile6 *file;
    size_t i;

    for (i = 0; i < ARRAYSIZE(outside); ++i)
    {
        IBackgroundCopyJob *job = create_file_job(test, &reply, TRUE, &file);

        assert_hr(IBackgroundCopyFile6_RequestFileRanges(file, 1, &outside[i]), S_OK);
        assert_hr(IBackgroundCopyJob_Resume(job), S_OK);
        wait_for_error(job, BG_JOB_STATE_ERROR, BG_E_INVALID_RANGE, BG_ERROR_CONTEXT_REMOTE_FILE);
        assert_hr(request(file, 100, 100), S_OK);
        resume_until_suspended(job);
        assert_there(file, 100, 100, 0);
        IBackgroundCopyFile6_Release(file);
    }
}

static void assert_no_random_access(IBackgroundCopyFile6 *file)
{
    BG_FILE_RANGE *ranges = (BG_FILE_RANGE *)1;
    DWORD count = 77;

    assert_hr(request(file, 0, 1), BG_E_RANDOM_ACCESS_NOT_SUPPORTED);
    assert_hr(IBackgroundCopyFile6_UpdateDownloadPosition(file, 0), BG_E_RANDOM_ACCESS_NOT_SUPPORTED);
    assert_hr(IBackgroundCopyFile6_GetFilledFileRanges(file, &count, &ranges), BG_E_RANDOM_ACCESS_NOT_SUPPORTED);
}

static void test_uploads_are_not_read_at_random(void **state)
{
    struct bits_test *test = *state;
    IBackgroundCopyFile6 *file;
    IBackgroundCopyJob *job;
    GUID id;

    assert_hr(IBackgroundCopyManager_CreateJob(test->manager, L"test", BG_JOB_TYPE_UPLOAD, &id, &job), S_OK);
    hold_job(test, job);
    write_file(test, L"file", "text");
    add_file(test, job, "/file", L"file");
    file = get_file6(job, 0);
    assert_no_random_access(file);
    IBackgroundCopyFile6_Release(file);
}

static void test_local_sources_are_not_read_at_random(void **state)
{
    struct bits_test *test = *state;
    IBackgroundCopyJob *job = create_job(test);
    WCHAR source[MAX_PATH], target[MAX_PATH];
    IBackgroundCopyFile6 *file;

    write_file(test, L"source", "text");
    local_name(test, L"source", source);
    local_name(test, L"target", target);
    assert_hr(IBackgroundCopyJob_AddFile(job, source, target), S_OK);
    file = get_file6(job, 0);
    assert_no_random_access(file);
    IBackgroundCopyFile6_Release(file);
}

static void test_dynamic_content_is_not_read_at_random(void **state)
{
    struct bits_test *test = *state;
    IBackgroundCopyJob *job = create_job(test);
    IBackgroundCopyFile6 *file;

    enable_property(job, BITS_JOB_PROPERTY_DYNAMIC_CONTENT);
    add_file(test, job, "/file", L"file");
    file = get_file6(job, 0);
    assert_no_random_access(file);
    IBackgroundCopyFile6_Release(file);
}

static void test_a_server_without_ranges(void **state)
{
    struct http_reply reply = {.size = 3000, .flags = HTTP_NO_RANGES};
    struct bits_test *test = *state;
    IBackgroundCopyFile6 *file;
    IBackgroundCopyJob *job = create_file_job(test, &reply, TRUE, &file);

    assert_hr(request(file, 100, 100), S_OK);
    assert_hr(IBackgroundCopyJob_Resume(job), S_OK);
    wait_for_error(job, BG_JOB_STATE_ERROR, BG_E_RANDOM_ACCESS_NOT_SUPPORTED, BG_ERROR_CONTEXT_REMOTE_FILE);
    IBackgroundCopyFile6_Release(file);
}

/* file-transfer-consistency: all that was requested is of one version. */
static void test_the_file_changes_between_two_requests(void **state)
{
    static const BG_FILE_RANGE expected[] = {{100, 100}, {500, 100}};
    struct http_reply reply = {.size = 3000, .seed = 1}, changed = {.size = 3000, .seed = 2};
    struct bits_test *test = *state;
    IBackgroundCopyFile6 *file;
    IBackgroundCopyJob *job = create_file_job(test, &reply, TRUE, &file);

    assert_hr(request(file, 100, 100), S_OK);
    resume_until_suspended(job);
    http_server_serve(test->server, "/file", &changed);
    assert_hr(request(file, 500, 100), S_OK);
    resume_until_suspended(job);
    assert_filled(file, expected, ARRAYSIZE(expected));
    assert_there(file, 100, 100, 2);
    assert_there(file, 500, 100, 2);
    IBackgroundCopyFile6_Release(file);
}

/* Calls on a job that has ended. */
static void test_requests_after_the_end(void **state)
{
    struct http_reply reply = {.size = 3000};
    IBackgroundCopyFile6 *file;
    IBackgroundCopyJob *job = create_file_job(*state, &reply, FALSE, &file);

    assert_hr(IBackgroundCopyJob_Cancel(job), S_OK);
    assert_hr(request(file, 0, 1), BG_E_INVALID_STATE);
    assert_hr(IBackgroundCopyFile6_UpdateDownloadPosition(file, 0), BG_E_INVALID_STATE);
    IBackgroundCopyFile6_Release(file);
}

/* Waits until the file has the range. */
static void wait_until_there(IBackgroundCopyFile6 *file, UINT64 offset, UINT64 length)
{
    ULONGLONG end = GetTickCount64() + BITS_TEST_TIMEOUT;
    BG_FILE_RANGE *ranges;
    BOOL there = FALSE;
    DWORD i, count;

    while (!there)
    {
        assert_true(GetTickCount64() < end);
        assert_hr(IBackgroundCopyFile6_GetFilledFileRanges(file, &count, &ranges), S_OK);
        for (i = 0; i < count; ++i)
            there |= ranges[i].InitialOffset <= offset
                    && ranges[i].InitialOffset + ranges[i].Length >= offset + length;
        CoTaskMemFree(ranges);
        Sleep(10);
    }
}

/* Without ON_DEMAND_MODE a request changes the order only: the download stalls before what is wanted next. */
static void test_a_request_comes_first(void **state)
{
    struct http_reply stalling = {.size = 5 * MIB, .seed = 4, .fault = HTTP_FAULT_STALL, .fault_at = MIB};
    struct bits_test *test = *state;
    IBackgroundCopyFile6 *file;
    IBackgroundCopyJob *job = create_file_job(test, &stalling, FALSE, &file);

    assert_hr(IBackgroundCopyJob_Resume(job), S_OK);
    assert_true(http_server_wait_stalled(test->server, BITS_TEST_TIMEOUT));
    wait_until_there(file, 0, 1);
    assert_hr(request(file, 4 * MIB, 1000), S_OK);
    wait_until_there(file, 4 * MIB, 1000);
    assert_there(file, 4 * MIB, 1000, 4);
    http_server_release(test->server);
    wait_for_state(job, BG_JOB_STATE_TRANSFERRED);
    assert_hr(IBackgroundCopyJob_Complete(job), S_OK);
    assert_file_is_pattern(test, L"file", 5 * MIB, 4);
    IBackgroundCopyFile6_Release(file);
}

/* nf-bits10_1-ibackgroundcopyfile6-updatedownloadposition */
static void test_UpdateDownloadPosition(void **state)
{
    struct http_reply stalling = {.size = 5 * MIB, .seed = 5, .fault = HTTP_FAULT_STALL, .fault_at = MIB};
    struct bits_test *test = *state;
    IBackgroundCopyFile6 *file;
    IBackgroundCopyJob *job = create_file_job(test, &stalling, FALSE, &file);

    assert_hr(IBackgroundCopyJob_Resume(job), S_OK);
    assert_true(http_server_wait_stalled(test->server, BITS_TEST_TIMEOUT));
    wait_until_there(file, 0, 1);
    assert_hr(IBackgroundCopyFile6_UpdateDownloadPosition(file, 3 * MIB), S_OK);
    wait_until_there(file, 3 * MIB, 2 * MIB);
    http_server_release(test->server);
    wait_for_state(job, BG_JOB_STATE_TRANSFERRED);
    assert_hr(IBackgroundCopyJob_Complete(job), S_OK);
    assert_file_is_pattern(test, L"file", 5 * MIB, 5);
    IBackgroundCopyFile6_Release(file);
}

/* Before the server is asked the size is unknown, and any position will do. */
static void test_positions_before_the_size_is_known(void **state)
{
    static const UINT64 positions[] = {0, 4 * MIB, 5 * MIB, BG_SIZE_UNKNOWN - 1};
    struct http_reply reply = {.size = 5 * MIB, .seed = 6};
    struct bits_test *test = *state;
    IBackgroundCopyFile6 *file;
    size_t i;

    for (i = 0; i < ARRAYSIZE(positions); ++i)
    {
        IBackgroundCopyJob *job = create_file_job(test, &reply, FALSE, &file);

        assert_hr(IBackgroundCopyFile6_UpdateDownloadPosition(file, positions[i]), S_OK);
        download(job);
        assert_file_is_pattern(test, L"file", 5 * MIB, 6);
        IBackgroundCopyFile6_Release(file);
    }
}

/* A server that cannot follow the new order still gives the file. */
static void test_a_new_order_without_ranges(void **state)
{
    struct http_reply stalling = {.size = MIB, .seed = 7, .fault = HTTP_FAULT_STALL, .fault_at = 1000};
    struct bits_test *test = *state;
    IBackgroundCopyFile6 *file;
    IBackgroundCopyJob *job;

    if (!is_wine())
        skip();
    stalling.flags = HTTP_NO_RANGES;
    job = create_file_job(test, &stalling, FALSE, &file);
    assert_hr(IBackgroundCopyJob_Resume(job), S_OK);
    assert_true(http_server_wait_stalled(test->server, BITS_TEST_TIMEOUT));
    wait_until_there(file, 0, 1);
    assert_hr(request(file, MIB / 2, 1000), S_OK);
    http_server_release(test->server);
    wait_for_state(job, BG_JOB_STATE_TRANSFERRED);
    assert_hr(IBackgroundCopyJob_Complete(job), S_OK);
    assert_file_is_pattern(test, L"file", MIB, 7);
    IBackgroundCopyFile6_Release(file);
}

/* Bytes that come later cannot be told to be of the same version, so nothing is asked for a second time. */
static void test_a_new_order_without_validators(void **state)
{
    struct http_reply reply = {.size = 5 * MIB, .seed = 8, .flags = HTTP_NO_VALIDATORS};
    struct bits_test *test = *state;
    IBackgroundCopyFile6 *file;
    IBackgroundCopyJob *job;

    if (!is_wine())
        skip();
    job = create_file_job(test, &reply, FALSE, &file);
    assert_hr(IBackgroundCopyFile6_UpdateDownloadPosition(file, 3 * MIB), S_OK);
    download(job);
    assert_file_is_pattern(test, L"file", 5 * MIB, 8);
    assert_int_equal(http_server_count(test->server, "GET", "/file"), 1);
    IBackgroundCopyFile6_Release(file);
}

int main(void)
{
    static const struct CMUnitTest tests[] =
    {
        bits_unit_test(test_only_what_is_requested_is_fetched),
        bits_unit_test(test_FileRangesTransferred),
        bits_unit_test(test_the_whole_file_piece_by_piece),
        bits_unit_test(test_a_request_wakes_a_job_that_waits_for_it),
        bits_unit_test(test_a_request_leaves_a_suspended_job_alone),
        bits_unit_test(test_a_request_for_what_is_there),
        bits_unit_test(test_ranges_outside_the_file),
        bits_unit_test(test_a_refused_request_changes_nothing),
        bits_unit_test(test_a_range_that_turns_out_to_be_outside),
        bits_unit_test(test_uploads_are_not_read_at_random),
        bits_unit_test(test_local_sources_are_not_read_at_random),
        bits_unit_test(test_dynamic_content_is_not_read_at_random),
        bits_unit_test(test_a_server_without_ranges),
        bits_unit_test(test_the_file_changes_between_two_requests),
        bits_unit_test(test_requests_after_the_end),
        bits_unit_test(test_a_request_comes_first),
        bits_unit_test(test_UpdateDownloadPosition),
        bits_unit_test(test_positions_before_the_size_is_known),
        bits_unit_test(test_a_new_order_without_ranges),
        bits_unit_test(test_a_new_order_without_validators),
    };

    return cmocka_run_group_tests_name("on_demand", tests, bits_program_setup, bits_program_teardown);
}
