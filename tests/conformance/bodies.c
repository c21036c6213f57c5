/* What answers a file may come in: http-requirements-for-bits-downloads; RFC 9112, 6.3, says where a body ends.
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include "range_test.h"

#define CONNECTION_ERROR 0x80072efe /* ERROR_WINHTTP_CONNECTION_ERROR */

/* Each of them brings "body". */
static const char *const good_answers[] =
{
    "HTTP/1.0 200 OK\r\nContent-Length: 4\r\n\r\nbody",
    "HTTP/1.1 200 OK\r\nContent-Length: 4\r\nConnection: close\r\n\r\nbody",
    "HTTP/1.1 200 OK\r\ncontent-length:4\r\n\r\nbody",
    "HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\nbody and more",
    "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nbod\r\n1\r\ny\r\n0\r\n\r\n",
    "HTTP/1.1 200 OK\r\nTransfer-Encoding: Chunked\r\n\r\n4;name=value\r\nbody\r\n0\r\nTrailer: yes\r\n\r\n",
    "HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\nbody",
    /* The file is stored as the server has it. */
    "HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: 4\r\n\r\nbody",
};

static void test_good_answers(void **state)
{
    struct bits_test *test = *state;
    size_t i;

    for (i = 0; i < ARRAYSIZE(good_answers); ++i)
    {
        struct http_reply reply = {.raw = good_answers[i]};
        IBackgroundCopyJob *job = start_download(test, &reply);

        wait_for_state(job, BG_JOB_STATE_TRANSFERRED);
        assert_int_equal(get_progress(job).BytesTotal, 4);
        assert_hr(IBackgroundCopyJob_Complete(job), S_OK);
        assert_file_is_text(test, L"file", "body");
        assert_true(remove_file(test, L"file"));
    }
}

/* The body ends where the connection does, which may be anywhere. */
static const char *const endless_answers[] =
{
    "HTTP/1.0 200 OK\r\n\r\nbody",
    "HTTP/1.1 200 OK\r\nConnection: close\r\n\r\nbody",
    "HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\n\r\nbody",
};

static void test_answers_without_an_end(void **state)
{
    struct bits_test *test = *state;
    size_t i;

    for (i = 0; i < ARRAYSIZE(endless_answers); ++i)
    {
        struct http_reply reply = {.raw = endless_answers[i]};
        IBackgroundCopyJob *job = start_download(test, &reply);

        wait_for_error(job, BG_JOB_STATE_ERROR, BG_E_MISSING_FILE_SIZE, BG_ERROR_CONTEXT_REMOTE_FILE);
        assert_hr(IBackgroundCopyJob_Cancel(job), S_OK);
    }
}

/* Another try may bring the rest. */
static const char *const short_answers[] =
{
    "HTTP/1.0 200 OK\r\nContent-Length: 5\r\n\r\nbody",
    "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nbody",
    "HTTP/1.1 200 OK\r\nContent-Length: 5\r\nConnection: close\r\n\r\n",
    "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n4\r\nbody\r\n",
    "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nbody",
};

static void test_answers_that_break_off(void **state)
{
    struct bits_test *test = *state;
    size_t i;

    for (i = 0; i < ARRAYSIZE(short_answers); ++i)
    {
        struct http_reply reply = {.raw = short_answers[i]};
        IBackgroundCopyJob *job = start_download(test, &reply);

        wait_for_error(job, BG_JOB_STATE_TRANSIENT_ERROR, CONNECTION_ERROR, BG_ERROR_CONTEXT_REMOTE_FILE);
        assert_true(SUCCEEDED(IBackgroundCopyJob_Complete(job)));
        assert_false(file_exists(test, L"file"));
    }
}

/* "BITS can use an HTTP/1.0 server as long as it meets the requirements." */
static void test_a_range_of_an_old_server(void **state)
{
    static const struct http_reply reply =
    {
        .raw = "HTTP/1.0 206 Partial Content\r\nContent-Range: bytes 10-13/100\r\nContent-Length: 4\r\n\r\nbody",
    };
    static const BG_FILE_RANGE range = {10, 4};
    struct bits_test *test = *state;
    IBackgroundCopyJob *job = create_range_job(test, &reply, &range, 1);

    download(job);
    assert_file_is_text(test, L"file", "body");
}

/* RFC 9110, 13.1.5: a weak tag is never a condition, for it says nothing of the bytes. */
static void test_a_weak_tag_between_two_ranges(void **state)
{
    static const BG_FILE_RANGE ranges[] = {{10, 10}, {50, 10}};
    struct http_reply reply = {.size = 100, .seed = 1, .flags = HTTP_WEAK_TAG | HTTP_NEW_TAG | HTTP_ONE_RANGE};
    struct bits_test *test = *state;
    IBackgroundCopyJob *job = create_range_job(test, &reply, ranges, ARRAYSIZE(ranges));
    struct http_request request;
    char condition[64];

    download(job);
    assert_file_is_ranges(test, &reply, ranges, ARRAYSIZE(ranges));
    assert_true(http_server_last_request(test->server, "GET", "/file", &request));
    if (http_request_header(&request, "If-Range", condition, sizeof(condition)))
        assert_string_equal(condition, HTTP_LAST_MODIFIED);
}

int main(void)
{
    static const struct CMUnitTest tests[] =
    {
        bits_unit_test(test_good_answers),
        bits_unit_test(test_answers_without_an_end),
        bits_unit_test(test_answers_that_break_off),
        bits_unit_test(test_a_range_of_an_old_server),
        bits_unit_test(test_a_weak_tag_between_two_ranges),
    };

    return cmocka_run_group_tests_name("bodies", tests, bits_program_setup, bits_program_teardown);
}
