/* What IBackgroundCopyFile3 to IBackgroundCopyFile5 tell of a file: validation, peers and properties.
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include "bits_test.h"
#include <bits5_0.h>

#define FILE_SIZE 1000

static IBackgroundCopyFile5 *get_file5(IBackgroundCopyJob *job, ULONG index)
{
    IBackgroundCopyFile *file = get_file(job, index);
    IBackgroundCopyFile5 *file5;

    assert_hr(IBackgroundCopyFile_QueryInterface(file, &IID_IBackgroundCopyFile5, (void **)&file5), S_OK);
    IBackgroundCopyFile_Release(file);
    return file5;
}

static IBackgroundCopyJob *start_file(struct bits_test *test)
{
    struct http_reply reply = {.size = FILE_SIZE, .seed = 1};

    return start_download(test, &reply);
}

static IBackgroundCopyJob *transfer_file(struct bits_test *test)
{
    IBackgroundCopyJob *job = start_file(test);

    wait_for_state(job, BG_JOB_STATE_TRANSFERRED);
    return job;
}

static HRESULT set_validation(IBackgroundCopyJob *job, ULONG index, BOOL valid)
{
    IBackgroundCopyFile5 *file = get_file5(job, index);
    HRESULT hr = IBackgroundCopyFile5_SetValidationState(file, valid);

    IBackgroundCopyFile5_Release(file);
    return hr;
}

static void assert_validation(IBackgroundCopyJob *job, ULONG index, BOOL expected)
{
    IBackgroundCopyFile5 *file = get_file5(job, index);
    BOOL valid = 42;

    assert_hr(IBackgroundCopyFile5_GetValidationState(file, &valid), S_OK);
    assert_int_equal(valid, expected);
    IBackgroundCopyFile5_Release(file);
}

/* nf-bits3_0-ibackgroundcopyfile3-setvalidationstate: E_PENDING until the file has been transferred. */
static void test_SetValidationState_waits_for_the_transfer(void **state)
{
    struct http_reply stalling = {.size = FILE_SIZE, .fault = HTTP_FAULT_STALL, .fault_at = 500};
    struct bits_test *test = *state;
    IBackgroundCopyJob *job = create_job(test);

    add_file(test, job, "/file", L"file");
    assert_hr(set_validation(job, 0, TRUE), E_PENDING);
    assert_hr(set_validation(job, 0, FALSE), E_PENDING);
    assert_state(job, BG_JOB_STATE_SUSPENDED);

    job = start_download(test, &stalling);
    assert_true(http_server_wait_stalled(test->server, BITS_TEST_TIMEOUT));
    assert_hr(set_validation(job, 0, TRUE), E_PENDING);
    assert_validation(job, 0, FALSE);
    http_server_release(test->server);
    wait_for_state(job, BG_JOB_STATE_TRANSFERRED);
    assert_hr(set_validation(job, 0, TRUE), S_OK);
}

static void test_a_file_that_is_valid(void **state)
{
    IBackgroundCopyJob *job = transfer_file(*state);

    assert_validation(job, 0, FALSE);
    assert_hr(set_validation(job, 0, TRUE), S_OK);
    assert_validation(job, 0, TRUE);
    assert_state(job, BG_JOB_STATE_TRANSFERRED);
    assert_hr(IBackgroundCopyJob_Complete(job), S_OK);
    assert_validation(job, 0, TRUE);
}

/* The job fails, the progress is zero, and Resume transfers the file again. */
static void test_a_file_that_is_not_valid(void **state)
{
    struct bits_test *test = *state;
    IBackgroundCopyJob *job = transfer_file(test);

    assert_hr(set_validation(job, 0, FALSE), S_OK);
    wait_for_error(job, BG_JOB_STATE_ERROR, BG_E_VALIDATION_FAILED, BG_ERROR_CONTEXT_REMOTE_FILE);
    assert_int_equal(get_file_progress(job, 0).BytesTransferred, 0);
    assert_int_equal(get_progress(job).FilesTransferred, 0);
    assert_hr(set_validation(job, 0, TRUE), E_PENDING);

    serve_pattern(test, "/file", 2000, 2);
    assert_hr(IBackgroundCopyJob_Resume(job), S_OK);
    wait_for_state(job, BG_JOB_STATE_TRANSFERRED);
    assert_validation(job, 0, FALSE);
    assert_hr(IBackgroundCopyJob_Complete(job), S_OK);
    assert_file_is_pattern(test, L"file", 2000, 2);
}

static void test_one_of_two_files_is_not_valid(void **state)
{
    struct bits_test *test = *state;
    IBackgroundCopyJob *job = create_job(test);

    serve_pattern(test, "/one", FILE_SIZE, 1);
    serve_pattern(test, "/two", FILE_SIZE, 2);
    add_file(test, job, "/one", L"one");
    add_file(test, job, "/two", L"two");
    assert_hr(IBackgroundCopyJob_Resume(job), S_OK);
    wait_for_state(job, BG_JOB_STATE_TRANSFERRED);
    assert_hr(set_validation(job, 1, TRUE), S_OK);
    assert_hr(set_validation(job, 0, FALSE), S_OK);
    wait_for_state(job, BG_JOB_STATE_ERROR);
    assert_int_equal(get_progress(job).FilesTransferred, 1);
    download(job);
    assert_int_equal(http_server_count(test->server, "GET", "/one"), 2);
    assert_int_equal(http_server_count(test->server, "GET", "/two"), 1);
    assert_file_is_pattern(test, L"one", FILE_SIZE, 1);
    assert_file_is_pattern(test, L"two", FILE_SIZE, 2);
}

/* A file that is not valid is no result: Complete leaves it out, and Cancel removes what is there of it. */
static void test_ends_of_a_job_with_a_file_that_is_not_valid(void **state)
{
    struct bits_test *test = *state;
    IBackgroundCopyJob *completed = transfer_file(test), *cancelled;

    assert_hr(set_validation(completed, 0, FALSE), S_OK);
    assert_hr(IBackgroundCopyJob_Complete(completed), BG_S_PARTIAL_COMPLETE);
    assert_false(file_exists(test, L"file"));
    cancelled = transfer_file(test);
    assert_hr(set_validation(cancelled, 0, FALSE), S_OK);
    assert_hr(IBackgroundCopyJob_Cancel(cancelled), S_OK);
    assert_false(file_exists(test, L"file"));
}

/* "Calling the Complete method implicitly validates the file." */
static void test_Complete_makes_files_valid(void **state)
{
    IBackgroundCopyJob *job = transfer_file(*state);

    assert_hr(IBackgroundCopyJob_Complete(job), S_OK);
    assert_validation(job, 0, TRUE);
    if (is_wine())
        assert_hr(set_validation(job, 0, FALSE), BG_E_INVALID_STATE);
    assert_file_is_pattern(*state, L"file", FILE_SIZE, 1);
}

static void test_a_cancelled_job_validates_nothing(void **state)
{
    IBackgroundCopyJob *job = transfer_file(*state);

    assert_hr(IBackgroundCopyJob_Cancel(job), S_OK);
    assert_failed(set_validation(job, 0, TRUE));
    assert_validation(job, 0, FALSE);
}

/* nf-bits3_0-ibackgroundcopyfile3-isdownloadedfrompeer */
static void test_no_file_comes_from_a_peer(void **state)
{
    IBackgroundCopyJob *job = transfer_file(*state);
    IBackgroundCopyFile5 *file = get_file5(job, 0);
    BOOL from_peer = 42;

    assert_hr(IBackgroundCopyFile5_IsDownloadedFromPeer(file, &from_peer), S_OK);
    assert_false(from_peer);
    IBackgroundCopyFile5_Release(file);
}

static void assert_stats(IBackgroundCopyJob *job, UINT64 expected)
{
    IBackgroundCopyFile5 *file = get_file5(job, 0);
    UINT64 from_origin = 42, from_peers = 42;

    assert_hr(IBackgroundCopyFile5_GetPeerDownloadStats(file, &from_origin, &from_peers), S_OK);
    assert_int_equal(from_origin, expected);
    assert_int_equal(from_peers, 0);
    IBackgroundCopyFile5_Release(file);
}

/* nf-bits4_0-ibackgroundcopyfile4-getpeerdownloadstats */
static void test_all_bytes_come_from_the_origin(void **state)
{
    struct bits_test *test = *state;
    IBackgroundCopyJob *job = create_job(test);

    add_file(test, job, "/file", L"file");
    assert_stats(job, 0);
    job = transfer_file(test);
    assert_stats(job, FILE_SIZE);
    assert_hr(IBackgroundCopyJob_Complete(job), S_OK);
    assert_stats(job, FILE_SIZE);
}

/* how-to-get-the-last-set-of-http-headers-received-for-each-file-in-a-bits-download-job: there may be none. */
static void test_there_are_no_headers_before_the_first_response(void **state)
{
    BITS_FILE_PROPERTY_VALUE value = {(WCHAR *)1};
    IBackgroundCopyJob *job = create_job(*state);
    IBackgroundCopyFile5 *file;

    add_file(*state, job, "/file", L"file");
    file = get_file5(job, 0);
    assert_hr(IBackgroundCopyFile5_GetProperty(file, BITS_FILE_PROPERTY_ID_HTTP_RESPONSE_HEADERS, &value), S_OK);
    if (is_wine())
        assert_null(value.String);
    else
        CoTaskMemFree(value.String);
    IBackgroundCopyFile5_Release(file);
}

/* No page names the codes; bitsmsg.h has those that fit. */
static void test_no_property_can_be_set(void **state)
{
    BITS_FILE_PROPERTY_VALUE value = {NULL};
    IBackgroundCopyJob *job = create_job(*state);
    IBackgroundCopyFile5 *file;

    add_file(*state, job, "/file", L"file");
    file = get_file5(job, 0);
    assert_hr(IBackgroundCopyFile5_SetProperty(file, BITS_FILE_PROPERTY_ID_HTTP_RESPONSE_HEADERS, value),
            BG_E_READ_ONLY_PROPERTY);
    value.String = (WCHAR[]){'X', ':', 0xd800, 0};
    assert_hr(IBackgroundCopyFile5_SetProperty(file, BITS_FILE_PROPERTY_ID_HTTP_RESPONSE_HEADERS, value),
            BG_E_READ_ONLY_PROPERTY);
    IBackgroundCopyFile5_Release(file);
}

static void test_unknown_properties(void **state)
{
    static const int ids[] = {0, 2, 3, 0x7fff};
    BITS_FILE_PROPERTY_VALUE value = {NULL};
    IBackgroundCopyJob *job = create_job(*state);
    IBackgroundCopyFile5 *file;
    size_t i;

    add_file(*state, job, "/file", L"file");
    file = get_file5(job, 0);
    for (i = 0; i < ARRAYSIZE(ids); ++i)
    {
        assert_hr(IBackgroundCopyFile5_GetProperty(file, (BITS_FILE_PROPERTY_ID)ids[i], &value),
                BG_E_UNKNOWN_PROPERTY_ID);
        assert_hr(IBackgroundCopyFile5_SetProperty(file, (BITS_FILE_PROPERTY_ID)ids[i], value),
                BG_E_UNKNOWN_PROPERTY_ID);
    }
    IBackgroundCopyFile5_Release(file);
}

static void test_null_is_refused(void **state)
{
    IBackgroundCopyJob *job = create_job(*state);
    IBackgroundCopyFile5 *file;
    UINT64 bytes;

    add_file(*state, job, "/file", L"file");
    file = get_file5(job, 0);
    assert_failed(IBackgroundCopyFile5_GetValidationState(file, NULL));
    assert_failed(IBackgroundCopyFile5_IsDownloadedFromPeer(file, NULL));
    assert_failed(IBackgroundCopyFile5_GetPeerDownloadStats(file, NULL, &bytes));
    assert_failed(IBackgroundCopyFile5_GetPeerDownloadStats(file, &bytes, NULL));
    assert_failed(IBackgroundCopyFile5_GetProperty(file, BITS_FILE_PROPERTY_ID_HTTP_RESPONSE_HEADERS, NULL));
    assert_stats(job, 0);
    IBackgroundCopyFile5_Release(file);
}

int main(void)
{
    static const struct CMUnitTest tests[] =
    {
        bits_unit_test(test_SetValidationState_waits_for_the_transfer),
        bits_unit_test(test_a_file_that_is_valid),
        bits_unit_test(test_a_file_that_is_not_valid),
        bits_unit_test(test_one_of_two_files_is_not_valid),
        bits_unit_test(test_ends_of_a_job_with_a_file_that_is_not_valid),
        bits_unit_test(test_Complete_makes_files_valid),
        bits_unit_test(test_a_cancelled_job_validates_nothing),
        bits_unit_test(test_no_file_comes_from_a_peer),
        bits_unit_test(test_all_bytes_come_from_the_origin),
        bits_unit_test(test_there_are_no_headers_before_the_first_response),
        bits_unit_test(test_no_property_can_be_set),
        bits_unit_test(test_unknown_properties),
        bits_unit_test(test_null_is_refused),
    };

    return cmocka_run_group_tests_name("file_properties", tests, bits_program_setup, bits_program_teardown);
}
