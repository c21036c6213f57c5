/* Several ranges of a file in one request, and what servers make of that: RFC 9110, 14.6 and 15.3.7.2;
 * nf-bits2_0-ibackgroundcopyjob3-addfilewithranges; http-requirements-for-bits-downloads.
 * Windows' BITS may ask otherwise, so how often a server is asked has limits here, and not a number.
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include "range_test.h"

#define MIB 1048576

static const BG_FILE_RANGE ranges[] = {{400, 100}, {5000, 200000}, {100, 100}, {900, 100}};

static unsigned int requests(struct bits_test *test)
{
    return http_server_count(test->server, "GET", "/file");
}

static void last_range(struct bits_test *test, char *range, size_t size)
{
    struct http_request request;

    assert_true(http_server_last_request(test->server, "GET", "/file", &request));
    assert_true(http_request_header(&request, "Range", range, size));
}

static void test_one_request_for_several_ranges(void **state)
{
    static const struct http_reply reply = {.size = MIB, .seed = 1};
    struct bits_test *test = *state;
    IBackgroundCopyJob *job = create_range_job(test, &reply, ranges, ARRAYSIZE(ranges));
    char range[256];

    download(job);
    assert_file_is_ranges(test, &reply, ranges, ARRAYSIZE(ranges));
    if (is_wine())
    {
        assert_int_equal(requests(test), 1);
        last_range(test, range, sizeof(range));
        assert_string_equal(range, "bytes=100-199,400-499,900-999,5000-204999");
    }
}

/* Neighbours in the remote file are one range of the request, wherever they go. */
static void test_neighbours(void **state)
{
    static const BG_FILE_RANGE neighbours[] = {{10, 10}, {0, 10}, {20, 10}, {50, 10}};
    static const struct http_reply reply = {.size = 100, .seed = 1};
    struct bits_test *test = *state;
    IBackgroundCopyJob *job = create_range_job(test, &reply, neighbours, ARRAYSIZE(neighbours));
    char range[256];

    download(job);
    assert_file_is_ranges(test, &reply, neighbours, ARRAYSIZE(neighbours));
    if (is_wine())
    {
        last_range(test, range, sizeof(range));
        assert_string_equal(range, "bytes=0-29,50-59");
    }
}

/* RFC 9110, 15.3.7.2: the parts may come in another order than the one that was asked for. */
static void test_parts_in_another_order(void **state)
{
    static const struct http_reply reply = {.size = MIB, .seed = 2, .flags = HTTP_REVERSE_PARTS};
    struct bits_test *test = *state;
    IBackgroundCopyJob *job = create_range_job(test, &reply, ranges, ARRAYSIZE(ranges));

    download(job);
    assert_file_is_ranges(test, &reply, ranges, ARRAYSIZE(ranges));
}

/* Such a server is asked for one range after the other. */
static void test_a_server_that_sends_one_range(void **state)
{
    static const unsigned int flags[] = {HTTP_ONE_RANGE, HTTP_ONE_RANGE_416, HTTP_ONE_RANGE | HTTP_NO_VALIDATORS};
    struct bits_test *test = *state;
    size_t i;

    for (i = 0; i < ARRAYSIZE(flags); ++i)
    {
        struct http_reply reply = {.size = MIB, .seed = 3 + i, .flags = flags[i]};
        IBackgroundCopyJob *job = create_range_job(test, &reply, ranges, ARRAYSIZE(ranges));
        unsigned int before = requests(test);

        download(job);
        assert_file_is_ranges(test, &reply, ranges, ARRAYSIZE(ranges));
        assert_true(requests(test) - before <= ARRAYSIZE(ranges) + 1);
        assert_true(remove_file(test, L"file"));
    }
}

/* The size is known after the first range; then those behind the open one have a place. */
static void test_ranges_behind_an_open_one(void **state)
{
    static const BG_FILE_RANGE open[] = {{24, 17}, {5000, BG_LENGTH_TO_EOF}, {83, 7}, {200, 10}};
    static const struct http_reply reply = {.size = MIB, .seed = 4};
    struct bits_test *test = *state;
    IBackgroundCopyJob *job = create_range_job(test, &reply, open, ARRAYSIZE(open));

    download(job);
    assert_file_is_ranges(test, &reply, open, ARRAYSIZE(open));
    if (is_wine())
        assert_int_equal(requests(test), 2);
}

/* As many as a file may have by default: nf-bits2_0-ibackgroundcopyjob3-addfilewithranges. */
static void test_as_many_ranges_as_may_be(void **state)
{
    static const struct http_reply reply = {.size = MIB, .seed = 5};
    struct bits_test *test = *state;
    BG_FILE_RANGE many[500];
    IBackgroundCopyJob *job;
    DWORD i;

    for (i = 0; i < ARRAYSIZE(many); ++i)
        many[i] = (BG_FILE_RANGE){(i * 37 % ARRAYSIZE(many)) * 2000, 1 + i};
    job = create_range_job(test, &reply, many, ARRAYSIZE(many));
    download(job);
    assert_file_is_ranges(test, &reply, many, ARRAYSIZE(many));
    if (is_wine())
        assert_int_equal(requests(test), 10);
}

static void test_a_range_outside_the_file(void **state)
{
    static const BG_FILE_RANGE outside[] = {{10, 10}, {500, 10}, {1000, 1}};
    static const struct http_reply reply = {.size = 1000};
    IBackgroundCopyJob *job = start_range_job(*state, &reply, outside, ARRAYSIZE(outside));

    wait_for_error(job, BG_JOB_STATE_ERROR, BG_E_INVALID_RANGE, BG_ERROR_CONTEXT_REMOTE_FILE);
}

/* What has come before the interruption is not asked for again. */
static void test_an_interruption_within_a_part(void **state)
{
    struct http_reply reply = {.size = MIB, .seed = 6, .fault = HTTP_FAULT_DROP, .fault_at = 65000};
    struct bits_test *test = *state;
    IBackgroundCopyJob *job = start_range_job(test, &reply, ranges, ARRAYSIZE(ranges));
    char range[256];

    wait_for_state(job, BG_JOB_STATE_TRANSIENT_ERROR);
    if (is_wine())
        assert_int_equal(get_file_progress(job, 0).BytesTransferred, 300 + 60000);
    reply.fault = HTTP_FAULT_NONE;
    http_server_serve(test->server, "/file", &reply);
    download(job);
    assert_file_is_ranges(test, &reply, ranges, ARRAYSIZE(ranges));
    if (is_wine())
    {
        last_range(test, range, sizeof(range));
        assert_string_equal(range, "bytes=65000-204999");
    }
}

/* file-transfer-consistency: never a mix of two versions. */
static void test_another_version_after_an_interruption(void **state)
{
    static const struct http_reply changed[] =
    {
        {.size = MIB, .seed = 8},
        {.size = MIB, .seed = 8, .flags = HTTP_NO_IF_RANGE},
        {.size = MIB + 1, .seed = 8, .flags = HTTP_NO_IF_RANGE},
        {.size = MIB, .seed = 8, .flags = HTTP_ONE_RANGE},
    };
    static const BG_FILE_RANGE three[] = {{0, 100}, {1000, 100}, {5000, 200000}};
    struct bits_test *test = *state;
    size_t i;

    for (i = 0; i < ARRAYSIZE(changed); ++i)
    {
        struct http_reply dropping = {.size = MIB, .seed = 7, .fault = HTTP_FAULT_DROP, .fault_at = 1050};
        IBackgroundCopyJob *job = start_range_job(test, &dropping, three, ARRAYSIZE(three));

        wait_for_state(job, BG_JOB_STATE_TRANSIENT_ERROR);
        http_server_serve(test->server, "/file", &changed[i]);
        download(job);
        assert_file_is_ranges(test, &changed[i], three, ARRAYSIZE(three));
        assert_true(remove_file(test, L"file"));
    }
}

/* Asked for the bytes from 10 to 14 and from 30 to 34 of a file of 100. */
static const BG_FILE_RANGE two[] = {{10, 5}, {30, 5}};

#define HEAD "HTTP/1.1 206 Partial Content\r\nETag: \"1\"\r\n"
#define PARTS HEAD "Content-Type: multipart/byteranges; boundary=\"x y\"\r\n\r\n"
#define PART(range, data) "--x y\r\nContent-Range: bytes " range "\r\n\r\n" data "\r\n"
#define END "--x y--\r\n"

static const char *const good_answers[] =
{
    PARTS PART("10-14/100", "abcde") PART("30-34/100", "fghij") END,
    PARTS "preamble\r\n" PART("30-34/100", "fghij") PART("10-14/100", "abcde") END "epilogue",
    PARTS PART("10-14/*", "abcde") PART("30-34/100", "fghij") "--x y--",
    PARTS PART("10-12/100", "abc") PART("13-14/100", "de") PART("30-34/100", "fghij") END,
    /* joined, with bytes between that nobody wants */
    PARTS PART("10-34/100", "abcde...............fghij") END,
    HEAD "Content-Range: bytes 10-34/100\r\nContent-Length: 25\r\n\r\nabcde...............fghij",
};

static void test_good_answers(void **state)
{
    struct bits_test *test = *state;
    size_t i;

    if (!is_wine())
        skip();
    for (i = 0; i < ARRAYSIZE(good_answers); ++i)
    {
        struct http_reply reply = {.raw = good_answers[i]};
        IBackgroundCopyJob *job = create_range_job(test, &reply, two, ARRAYSIZE(two));

        download(job);
        assert_int_equal(requests(test), i + 1);
        assert_file_is_text(test, L"file", "abcdefghij");
        assert_true(remove_file(test, L"file"));
    }
}

static const char *const lies[] =
{
    PARTS PART("10-14/100", "abcd") PART("30-34/100", "fghij") END,                          /* too short */
    PARTS PART("10-14/100", "abcdef") PART("30-34/100", "fghij") END,                        /* too long */
    PARTS PART("10-14/100", "abcde") PART("30-34/100", "fghij"),                             /* no end */
    PARTS PART("10-14/100", "abcde"),
    PARTS PART("10-14/100", "abcde") PART("50-54/100", "fghij") END,                         /* not asked for */
    PARTS PART("10-14/100", "abcde") PART("30-35/100", "fghijk") END,
    PARTS PART("11-15/100", "abcde") END,
    PARTS PART("10-14/100", "abcde") PART("10-14/100", "fghij") PART("30-34/100", "fghij") END, /* twice */
    PARTS PART("10-14/100", "abcde") PART("30-34/200", "fghij") END,                         /* two totals */
    PARTS PART("10-14/100", "abcde") PART("30-34/34", "fghij") END,
    PARTS "--x y\r\nContent-Type: text/plain\r\n\r\nabcde\r\n" PART("30-34/100", "fghij") END, /* no range */
    PARTS,
    PARTS END,
    HEAD "Content-Type: multipart/byteranges; boundary=z\r\n\r\n" PART("10-14/100", "abcde") END,
    HEAD "Content-Type: multipart/byteranges\r\n\r\n" PART("10-14/100", "abcde") PART("30-34/100", "fghij") END,
    HEAD "Content-Type: multipart/mixed; boundary=\"x y\"\r\n\r\n" PART("10-14/100", "abcde") END,
    HEAD "Content-Type: text/plain\r\nContent-Length: 10\r\n\r\nabcdefghij",
};

static void test_a_lying_server_never_makes_a_file(void **state)
{
    struct bits_test *test = *state;
    size_t i;

    for (i = 0; i < ARRAYSIZE(lies); ++i)
    {
        struct http_reply reply = {.raw = lies[i]};
        IBackgroundCopyJob *job = start_range_job(test, &reply, two, ARRAYSIZE(two));

        wait_for_error(job, BG_JOB_STATE_ERROR, BG_E_INVALID_SERVER_RESPONSE, BG_ERROR_CONTEXT_REMOTE_FILE);
        assert_int_equal(get_file_progress(job, 0).BytesTransferred, 0);
        assert_true(SUCCEEDED(IBackgroundCopyJob_Complete(job)));
        assert_false(file_exists(test, L"file"));
    }
}

/* RFC 9110, 15.3.7: a server may send less than it is asked for; the rest is asked for again. */
static void test_less_than_all_parts(void **state)
{
    static const struct http_reply less = {.raw = PARTS PART("10-14/100", "abcde") END};
    struct bits_test *test = *state;
    IBackgroundCopyJob *job = start_range_job(test, &less, two, ARRAYSIZE(two));
    char range[64];

    wait_for_error(job, BG_JOB_STATE_ERROR, BG_E_INVALID_SERVER_RESPONSE, BG_ERROR_CONTEXT_REMOTE_FILE);
    last_range(test, range, sizeof(range));
    assert_string_equal(range, "bytes=30-34");
}

int main(void)
{
    static const struct CMUnitTest tests[] =
    {
        bits_unit_test(test_one_request_for_several_ranges),
        bits_unit_test(test_neighbours),
        bits_unit_test(test_parts_in_another_order),
        bits_unit_test(test_a_server_that_sends_one_range),
        bits_unit_test(test_ranges_behind_an_open_one),
        bits_unit_test(test_as_many_ranges_as_may_be),
        bits_unit_test(test_a_range_outside_the_file),
        bits_unit_test(test_an_interruption_within_a_part),
        bits_unit_test(test_another_version_after_an_interruption),
        bits_unit_test(test_good_answers),
        bits_unit_test(test_a_lying_server_never_makes_a_file),
        bits_unit_test(test_less_than_all_parts),
    };

    return cmocka_run_group_tests_name("multiple_ranges", tests, bits_program_setup, bits_program_teardown);
}
