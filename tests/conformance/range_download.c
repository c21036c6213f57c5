/* Downloads of ranges of a file: nf-bits2_0-ibackgroundcopyjob3-addfilewithranges.
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include "range_test.h"

#define MIB 1048576

static void assert_total(IBackgroundCopyJob *job, UINT64 total)
{
    BG_FILE_PROGRESS progress = get_file_progress(job, 0);

    assert_int_equal(progress.BytesTotal, total);
    assert_int_equal(progress.BytesTransferred, total);
}

/* The page's own example: the ranges stand one after another, in the order given. */
static void test_the_ranges_stand_in_the_order_given(void **state)
{
    BG_FILE_RANGE ranges[] = {{100, 100}, {900, 100}, {400, 100}};
    struct http_reply reply = {.size = 1000, .seed = 3};
    struct bits_test *test = *state;
    IBackgroundCopyJob *job = create_range_job(test, &reply, ranges, ARRAYSIZE(ranges));

    download(job);
    assert_total(job, 300);
    assert_file_is_ranges(test, &reply, ranges, ARRAYSIZE(ranges));
}

static void test_a_range_up_to_the_end(void **state)
{
    BG_FILE_RANGE ranges[] = {{24, 17}, {111, BG_LENGTH_TO_EOF}, {83, 7}};
    struct http_reply reply = {.size = 5 * MIB + 1, .seed = 4};
    struct bits_test *test = *state;
    IBackgroundCopyJob *job = create_range_job(test, &reply, ranges, ARRAYSIZE(ranges));

    assert_int_equal(get_file_progress(job, 0).BytesTotal, BG_SIZE_UNKNOWN);
    download(job);
    assert_total(job, 17 + reply.size - 111 + 7);
    assert_file_is_ranges(test, &reply, ranges, ARRAYSIZE(ranges));
}

/* A range may begin or end where the file does, and ranges may touch. */
static void test_ranges_at_the_edges(void **state)
{
    BG_FILE_RANGE ranges[] = {{0, 1}, {1, 1}, {999, 1}, {2, 997}};
    struct http_reply reply = {.size = 1000, .seed = 5};
    struct bits_test *test = *state;
    IBackgroundCopyJob *job = create_range_job(test, &reply, ranges, ARRAYSIZE(ranges));

    download(job);
    assert_total(job, 1000);
    assert_file_is_ranges(test, &reply, ranges, ARRAYSIZE(ranges));
}

static void test_all_of_the_file_as_a_range(void **state)
{
    BG_FILE_RANGE all = {0, BG_LENGTH_TO_EOF};
    struct http_reply reply = {.size = 70000, .seed = 6};
    struct bits_test *test = *state;
    IBackgroundCopyJob *job = create_range_job(test, &reply, &all, 1);

    download(job);
    assert_total(job, 70000);
    assert_file_is_pattern(test, L"file", 70000, 6);
}

/* BytesTotal is the sum of the ranges, also before the server is asked. */
static void test_the_total_is_that_of_the_ranges(void **state)
{
    BG_FILE_RANGE ranges[] = {{10, 20}, {5000, 300}};
    struct http_reply reply = {.size = 10000};
    IBackgroundCopyJob *job = create_range_job(*state, &reply, ranges, ARRAYSIZE(ranges));

    assert_int_equal(get_file_progress(job, 0).BytesTotal, 320);
    assert_int_equal(get_progress(job).BytesTotal, 320);
}

/* Many ranges come over one connection, and nothing else is asked for. */
static void test_only_the_ranges_are_asked_for(void **state)
{
    BG_FILE_RANGE ranges[50];
    struct http_reply reply = {.size = MIB, .seed = 7};
    struct bits_test *test = *state;
    IBackgroundCopyJob *job;
    DWORD i;

    for (i = 0; i < ARRAYSIZE(ranges); ++i)
        ranges[i] = (BG_FILE_RANGE){(i * 37 % 50) * 20000, 1000 + i};
    job = create_range_job(test, &reply, ranges, ARRAYSIZE(ranges));
    download(job);
    assert_file_is_ranges(test, &reply, ranges, ARRAYSIZE(ranges));
    assert_true(http_server_count(test->server, "GET", "/file") <= ARRAYSIZE(ranges));
}

static void test_a_server_without_validators(void **state)
{
    BG_FILE_RANGE ranges[] = {{5, 10}, {50, 10}};
    struct http_reply reply = {.size = 1000, .seed = 8, .flags = HTTP_NO_VALIDATORS};
    struct bits_test *test = *state;
    IBackgroundCopyJob *job = create_range_job(test, &reply, ranges, ARRAYSIZE(ranges));

    download(job);
    assert_file_is_ranges(test, &reply, ranges, ARRAYSIZE(ranges));
}

static void test_a_range_outside_the_file(void **state)
{
    static const BG_FILE_RANGE outside[] =
    {
        {1000, 1}, {1000, BG_LENGTH_TO_EOF}, {999, 2}, {0, 1001}, {5000, 10}, {0x7ffffffffffffff0, 10},
    };
    struct bits_test *test = *state;
    struct http_reply reply = {.size = 1000};
    size_t i;

    for (i = 0; i < ARRAYSIZE(outside); ++i)
    {
        BG_FILE_RANGE ranges[] = {{10, 10}, outside[i]};
        BOOL alone = i & 1;
        IBackgroundCopyJob *job = start_range_job(test, &reply, ranges + alone, ARRAYSIZE(ranges) - alone);

        wait_for_error(job, BG_JOB_STATE_ERROR, BG_E_INVALID_RANGE, BG_ERROR_CONTEXT_REMOTE_FILE);
        assert_hr(IBackgroundCopyJob_Cancel(job), S_OK);
        assert_false(file_exists(test, L"file"));
    }
}

static void test_a_server_without_ranges(void **state)
{
    BG_FILE_RANGE ranges[] = {{10, 10}};
    struct http_reply reply = {.size = 1000, .flags = HTTP_NO_RANGES};
    struct bits_test *test = *state;
    IBackgroundCopyJob *job = start_range_job(test, &reply, ranges, ARRAYSIZE(ranges));

    wait_for_error(job, BG_JOB_STATE_ERROR, BG_E_INSUFFICIENT_RANGE_SUPPORT, BG_ERROR_CONTEXT_REMOTE_FILE);
    assert_int_equal(get_file_progress(job, 0).BytesTransferred, 0);
    reply.flags = 0;
    http_server_serve(test->server, "/file", &reply);
    download(job);
    assert_file_is_ranges(test, &reply, ranges, ARRAYSIZE(ranges));
}

/* Asked for the bytes from 10 to 19 of the file. */
static const char *const lies[] =
{
    "HTTP/1.1 206 Partial Content\r\nContent-Length: 10\r\n\r\n0123456789",
    "HTTP/1.1 206 Partial Content\r\nContent-Range: bytes 11-20/100\r\nContent-Length: 10\r\n\r\n0123456789",
    "HTTP/1.1 206 Partial Content\r\nContent-Range: bytes 0-9/100\r\nContent-Length: 10\r\n\r\n0123456789",
    "HTTP/1.1 206 Partial Content\r\nContent-Range: bytes 10-20/100\r\nContent-Length: 11\r\n\r\n0123456789A",
    "HTTP/1.1 206 Partial Content\r\nContent-Range: bytes 10-19/100\r\nContent-Length: 11\r\n\r\n0123456789A",
    "HTTP/1.1 206 Partial Content\r\nContent-Range: bytes 10-19/100\r\nContent-Length: 9\r\n\r\n012345678",
    "HTTP/1.1 206 Partial Content\r\nContent-Range: bytes 10-19/15\r\nContent-Length: 10\r\n\r\n0123456789",
    "HTTP/1.1 206 Partial Content\r\nContent-Range: bytes */100\r\nContent-Length: 10\r\n\r\n0123456789",
    "HTTP/1.1 206 Partial Content\r\nContent-Range: nonsense\r\nContent-Length: 10\r\n\r\n0123456789",
    "HTTP/1.1 206 Partial Content\r\nContent-Range: bytes 10-19/100\r\nTransfer-Encoding: chunked\r\n\r\n"
    "9\r\n012345678\r\n0\r\n\r\n",
    "HTTP/1.1 206 Partial Content\r\nContent-Range: bytes 10-19/100\r\nTransfer-Encoding: chunked\r\n\r\n"
    "b\r\n0123456789A\r\n0\r\n\r\n",
    "HTTP/1.1 206 Partial Content\r\nContent-Type: multipart/byteranges; boundary=x\r\nContent-Length: 66\r\n\r\n"
    "\r\n--x\r\nContent-Range: bytes 10-19/100\r\n\r\n0123456789\r\n--x--\r\n\r\n\r\n",
};

static void test_a_lying_server_never_makes_a_file(void **state)
{
    BG_FILE_RANGE ranges[] = {{10, 10}};
    struct bits_test *test = *state;
    size_t i;

    for (i = 0; i < ARRAYSIZE(lies); ++i)
    {
        struct http_reply reply = {.raw = lies[i]};
        IBackgroundCopyJob *job = start_range_job(test, &reply, ranges, ARRAYSIZE(ranges));

        wait_for_error(job, BG_JOB_STATE_ERROR, BG_E_INVALID_SERVER_RESPONSE, BG_ERROR_CONTEXT_REMOTE_FILE);
        assert_true(SUCCEEDED(IBackgroundCopyJob_Complete(job)));
        assert_false(file_exists(test, L"file"));
    }
}

/* RFC 9110, 15.3.7: a server may send less than it is asked for. */
static void test_a_server_that_sends_less_is_asked_again(void **state)
{
    static const struct http_reply less =
    {
        .raw = "HTTP/1.1 206 Partial Content\r\nContent-Range: bytes 10-14/100\r\nContent-Length: 5\r\n\r\n01234",
    };
    BG_FILE_RANGE ranges[] = {{10, 10}};
    struct bits_test *test = *state;
    IBackgroundCopyJob *job = start_range_job(test, &less, ranges, ARRAYSIZE(ranges));
    struct http_request request;
    char range[64];

    wait_for_error(job, BG_JOB_STATE_ERROR, BG_E_INVALID_SERVER_RESPONSE, BG_ERROR_CONTEXT_REMOTE_FILE);
    assert_int_equal(http_server_count(test->server, "GET", "/file"), 2);
    assert_true(http_server_last_request(test->server, "GET", "/file", &request));
    assert_true(http_request_header(&request, "Range", range, sizeof(range)));
    assert_string_equal(range, "bytes=15-19");
    assert_int_equal(get_file_progress(job, 0).BytesTransferred, 5);
}

/* The size has to be known to know where the end is. */
static void test_an_unknown_size(void **state)
{
    static const struct http_reply unknown =
    {
        .raw = "HTTP/1.1 206 Partial Content\r\nContent-Range: bytes 10-19/*\r\nContent-Length: 10\r\n\r\n0123456789",
    };
    BG_FILE_RANGE range = {10, 10}, to_the_end = {10, BG_LENGTH_TO_EOF};
    struct bits_test *test = *state;
    IBackgroundCopyJob *job = create_range_job(test, &unknown, &range, 1);

    download(job);
    assert_file_is_text(test, L"file", "0123456789");
    job = start_range_job(test, &unknown, &to_the_end, 1);
    wait_for_error(job, BG_JOB_STATE_ERROR, BG_E_MISSING_FILE_SIZE, BG_ERROR_CONTEXT_REMOTE_FILE);
}

/* Progress counts what is in the local file, range by range. */
static void test_progress_in_the_middle_of_a_range(void **state)
{
    BG_FILE_RANGE ranges[] = {{300, 100}, {1000, 2 * MIB}, {0, 50}};
    struct http_reply stalling = {.size = 4 * MIB, .seed = 9, .fault = HTTP_FAULT_STALL, .fault_at = 1000 + MIB};
    struct bits_test *test = *state;
    IBackgroundCopyJob *job = start_range_job(test, &stalling, ranges, ARRAYSIZE(ranges));
    BG_FILE_PROGRESS progress;

    assert_true(http_server_wait_stalled(test->server, BITS_TEST_TIMEOUT));
    wait_for_bytes(job, 100);
    suspend_transfer(test, job);
    progress = get_file_progress(job, 0);
    assert_int_equal(progress.BytesTotal, 2 * MIB + 150);
    assert_in_range(progress.BytesTransferred, 100, 150 + MIB);
    http_server_release(test->server);
    download(job);
    assert_total(job, 2 * MIB + 150);
    assert_file_is_ranges(test, &stalling, ranges, ARRAYSIZE(ranges));
}

/* file-transfer-consistency: when the file changes between two ranges, all of them are fetched again. */
static void test_the_file_changes_between_two_ranges(void **state)
{
    BG_FILE_RANGE ranges[] = {{0, 100}, {1000, 100}};
    struct http_reply stalling = {.size = 4000, .seed = 1, .fault = HTTP_FAULT_STALL, .fault_at = 1000};
    struct http_reply changed = {.size = 4000, .seed = 2};
    struct bits_test *test = *state;
    IBackgroundCopyJob *job = start_range_job(test, &stalling, ranges, ARRAYSIZE(ranges));

    assert_true(http_server_wait_stalled(test->server, BITS_TEST_TIMEOUT));
    wait_for_bytes(job, 100);
    suspend_transfer(test, job);
    assert_int_equal(get_file_progress(job, 0).BytesTransferred, 100);
    http_server_serve(test->server, "/file", &changed);
    http_server_release(test->server);
    download(job);
    assert_file_is_ranges(test, &changed, ranges, ARRAYSIZE(ranges));
}

/* A server whose file never stays the same must not keep the job busy for ever. */
static void test_a_file_that_always_changes(void **state)
{
    static const unsigned int flags[] = {HTTP_NEW_TAG, HTTP_NEW_TAG | HTTP_NO_IF_RANGE};
    BG_FILE_RANGE ranges[] = {{0, 10}, {20, 10}};
    struct bits_test *test = *state;
    size_t i;

    for (i = 0; i < ARRAYSIZE(flags); ++i)
    {
        struct http_reply reply = {.size = 100, .flags = flags[i] | HTTP_ONE_RANGE};
        IBackgroundCopyJob *job = start_range_job(test, &reply, ranges, ARRAYSIZE(ranges));

        wait_for_error(job, BG_JOB_STATE_ERROR, BG_E_REMOTE_FILE_CHANGED, BG_ERROR_CONTEXT_REMOTE_FILE);
        assert_true(SUCCEEDED(IBackgroundCopyJob_Complete(job)));
        assert_false(file_exists(test, L"file"));
    }
}

int main(void)
{
    static const struct CMUnitTest tests[] =
    {
        bits_unit_test(test_the_ranges_stand_in_the_order_given),
        bits_unit_test(test_a_range_up_to_the_end),
        bits_unit_test(test_ranges_at_the_edges),
        bits_unit_test(test_all_of_the_file_as_a_range),
        bits_unit_test(test_the_total_is_that_of_the_ranges),
        bits_unit_test(test_only_the_ranges_are_asked_for),
        bits_unit_test(test_a_server_without_validators),
        bits_unit_test(test_a_range_outside_the_file),
        bits_unit_test(test_a_server_without_ranges),
        bits_unit_test(test_a_lying_server_never_makes_a_file),
        bits_unit_test(test_a_server_that_sends_less_is_asked_again),
        bits_unit_test(test_an_unknown_size),
        bits_unit_test(test_progress_in_the_middle_of_a_range),
        bits_unit_test(test_the_file_changes_between_two_ranges),
        bits_unit_test(test_a_file_that_always_changes),
    };

    return cmocka_run_group_tests_name("range_download", tests, bits_program_setup, bits_program_teardown);
}
