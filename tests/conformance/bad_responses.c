/* Responses that contradict themselves, or can be read in more than one way: they end in an error, and never in a wrong
 * file. No page says which error; RFC 9112 says what is wrong with each.
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "job_settings.h"

#define OK "HTTP/1.1 200 OK\r\n"
#define FOUR "Content-Length: 4\r\n"
#define CHUNKED "Transfer-Encoding: chunked\r\n"
#define CHUNKS "4\r\nbody\r\n0\r\n\r\n"

static void assert_no_file(struct bits_test *test, const struct http_reply *reply)
{
    IBackgroundCopyJob *job = start_download(test, reply);

    wait_for_failure(job);
    assert_int_equal(get_file_progress(job, 0).BytesTransferred, 0);
    if (is_wine())
        wait_for_error(job, BG_JOB_STATE_ERROR, BG_E_INVALID_SERVER_RESPONSE, BG_ERROR_CONTEXT_REMOTE_FILE);
    assert_hr(IBackgroundCopyJob_Cancel(job), S_OK);
    assert_false(file_exists(test, L"file"));
}

static void assert_each_brings_no_file(struct bits_test *test, const char *const *answers, size_t count)
{
    size_t i;

    for (i = 0; i < count; ++i)
    {
        struct http_reply reply = {.raw = answers[i]};

        print_message("# %u\n", (unsigned int)i);
        assert_no_file(test, &reply);
    }
}

/* RFC 9112, 6.1 and 6.3; RFC 9110, 8.6. */
static void test_no_clear_end(void **state)
{
    static const char *const answers[] =
    {
        OK FOUR "Content-Length: 5\r\n\r\nbody5",
        OK "Content-Length: 5\r\n" FOUR "\r\nbody5",
        OK "Content-Length: 4, 5\r\n\r\nbody5",
        OK "Content-Length: 4 5\r\n\r\nbody5",
        OK "Content-Length: +4\r\n\r\nbody",
        OK "Content-Length: -4\r\n\r\nbody",
        OK "Content-Length: 0x4\r\n\r\nbody",
        OK "Content-Length: 4a\r\n\r\nbody",
        OK "Content-Length:\r\n\r\nbody",
        OK "Content-Length: 99999999999999999999\r\n\r\nbody",
        OK "Content-Length: 9223372036854775808\r\n\r\nbody",
        OK "Content-Length: 18446744073709551620\r\n\r\nbody",
        OK FOUR CHUNKED "\r\n" CHUNKS,
        OK CHUNKED FOUR "\r\n" CHUNKS,
        OK CHUNKED CHUNKED "\r\n" CHUNKS,
        OK "Transfer-Encoding: identity\r\n\r\nbody",
        OK "Transfer-Encoding: chunked, identity\r\n\r\n" CHUNKS,
        OK "Transfer-Encoding: gzip, chunked\r\n\r\n" CHUNKS,
        OK "Transfer-Encoding: gzip\r\n\r\nbody",
        OK "Transfer-Encoding: xchunked\r\n\r\n" CHUNKS,
        OK "Transfer-Encoding: \x0b" "chunked\r\n\r\n" CHUNKS,
    };

    assert_each_brings_no_file(*state, answers, ARRAYSIZE(answers));
}

static void test_lines_that_are_no_headers(void **state)
{
    static const char *const answers[] =
    {
        OK "Content-Length:\r\n 4\r\n\r\nbody",
        OK FOUR "X-Header: a\r\n b\r\n\r\nbody",
        OK FOUR "X-Header: a\r\n\tb\r\n\r\nbody",
        OK " X-Header: a\r\n" FOUR "\r\nbody",
        OK FOUR "Content-Length : 5\r\n\r\nbody5",
        OK FOUR "Transfer-Encoding : chunked\r\n\r\n" CHUNKS,
        OK FOUR "X-Header: a\rContent-Length: 5\r\n\r\nbody5",
        OK FOUR "no header\r\n\r\nbody",
        OK FOUR ": no name\r\n\r\nbody",
        OK FOUR "HTTP/1.1 200 OK\r\n\r\nbody",
        OK FOUR "X-Header: \x01\r\n\r\nbody",
    };

    assert_each_brings_no_file(*state, answers, ARRAYSIZE(answers));
}

static void test_headers_that_say_two_things(void **state)
{
    static const char *const answers[] =
    {
        OK FOUR "ETag: \"1\"\r\nETag: \"2\"\r\n\r\nbody",
        OK FOUR "Last-Modified: " HTTP_LAST_MODIFIED "\r\nLast-Modified: Wed, 06 Mar 2019 10:20:30 GMT\r\n\r\nbody",
        "HTTP/1.1 302 Found\r\nLocation: /a\r\nLocation: /b\r\nContent-Length: 0\r\n\r\n",
        "HTTP/1.1 404 Not Found\r\n" FOUR "Content-Length: 5\r\n\r\nbody5",
    };

    assert_each_brings_no_file(*state, answers, ARRAYSIZE(answers));
}

static void test_a_zero_in_a_header(void **state)
{
    static const char *const answers[] =
    {
        OK FOUR "X-Header: a@b\r\n\r\nbody",
        OK FOUR "Content-Length: 4@5\r\n\r\nbody5",
        OK FOUR "Transfer-Encoding@: chunked\r\n\r\n" CHUNKS,
        "HTTP/1.1 200 O@K\r\n" FOUR "\r\nbody",
    };
    size_t i;

    for (i = 0; i < ARRAYSIZE(answers); ++i)
    {
        struct http_reply reply = {.raw_size = strlen(answers[i])};
        char *raw = strdup(answers[i]);

        *strchr(raw, '@') = 0;
        reply.raw = raw;
        assert_no_file(*state, &reply);
        free(raw);
    }
}

/* Writes a response whose head has so many lines of that many letters. */
static char *make_long_head(size_t lines, size_t letters)
{
    char *text = malloc(strlen(OK FOUR) + lines * (letters + 6) + 8), *end = text + sprintf(text, OK FOUR);

    while (lines--)
    {
        end += sprintf(end, "A: ");
        memset(end, 'x', letters);
        end += letters;
        end += sprintf(end, "\r\n");
    }
    strcpy(end, "\r\nbody");
    return text;
}

static void assert_long_head_brings_no_file(struct bits_test *test, size_t lines, size_t letters)
{
    struct http_reply reply = {0};
    char *raw = make_long_head(lines, letters);

    reply.raw = raw;
    assert_no_file(test, &reply);
    free(raw);
}

static void test_very_long_heads(void **state)
{
    assert_long_head_brings_no_file(*state, 1, 4000000);
    assert_long_head_brings_no_file(*state, 1000, 4000);
    assert_long_head_brings_no_file(*state, 400000, 1);
}

static void test_a_long_head_that_is_still_good(void **state)
{
    struct bits_test *test = *state;
    struct http_reply reply = {0};
    char *raw = make_long_head(10, 6000);
    IBackgroundCopyJob *job;

    reply.raw = raw;
    job = start_download(test, &reply);
    wait_for_state(job, BG_JOB_STATE_TRANSFERRED);
    assert_hr(IBackgroundCopyJob_Complete(job), S_OK);
    assert_file_is_text(test, L"file", "body");
    free(raw);
}

/* No response ever comes of it. */
static void test_interim_responses_without_an_end(void **state)
{
    static const char interim[] = "HTTP/1.1 103 Early Hints\r\nLink: </style.css>\r\n\r\n";
    struct http_reply reply = {0};
    size_t i, count = 1000000 / strlen(interim);
    char *raw = malloc(count * strlen(interim) + 1);

    for (i = 0; i < count; ++i)
        strcpy(raw + i * strlen(interim), interim);
    reply.raw = raw;
    assert_no_file(*state, &reply);
    free(raw);
}

/* What has come before the bad chunk may be wrong as well. It may be the network's fault, so that BITS tries again. */
static void test_bad_chunks(void **state)
{
    static const char *const answers[] =
    {
        OK CHUNKED "\r\n4\r\nbody\r\nx\r\n",
        OK CHUNKED "\r\n6\r\nbody\r\n4\r\nmore\r\n0\r\n\r\n",
        OK CHUNKED "\r\n3\r\nbody\r\n0\r\n\r\n",
        OK CHUNKED "\r\n-4\r\nbody\r\n0\r\n\r\n",
        OK CHUNKED "\r\n10000000000000004\r\nbody\r\n0\r\n\r\n",
        OK CHUNKED "\r\n\r\nbody\r\n0\r\n\r\n",
        OK CHUNKED "\r\n4\r\nbody0\r\n\r\n",
    };
    struct bits_test *test = *state;
    size_t i;

    for (i = 0; i < ARRAYSIZE(answers); ++i)
    {
        struct http_reply reply = {.raw = answers[i]};
        IBackgroundCopyJob *job = start_download(test, &reply);

        wait_for_failure(job);
        assert_int_equal(get_file_progress(job, 0).BytesTransferred, 0);
        assert_hr(IBackgroundCopyJob_Cancel(job), S_OK);
        assert_false(file_exists(test, L"file"));
    }
}

/* What comes behind a response answers no other request. */
static void test_a_second_response_that_nobody_asked_for(void **state)
{
    static const struct http_reply twice = {.raw = OK FOUR "\r\nbody" OK FOUR "\r\nevil"};
    struct bits_test *test = *state;
    IBackgroundCopyJob *job = create_job(test);

    http_server_serve(test->server, "/file", &twice);
    add_file(test, job, "/file", L"first");
    serve_pattern(test, "/second", 4, 1);
    add_file(test, job, "/second", L"second");
    download(job);
    assert_file_is_text(test, L"first", "body");
    assert_file_is_pattern(test, L"second", 4, 1);
}

int main(void)
{
    static const struct CMUnitTest tests[] =
    {
        bits_unit_test(test_no_clear_end),
        bits_unit_test(test_lines_that_are_no_headers),
        bits_unit_test(test_headers_that_say_two_things),
        bits_unit_test(test_a_zero_in_a_header),
        bits_unit_test(test_very_long_heads),
        bits_unit_test(test_a_long_head_that_is_still_good),
        bits_unit_test(test_interim_responses_without_an_end),
        bits_unit_test(test_bad_chunks),
        bits_unit_test(test_a_second_response_that_nobody_asked_for),
    };

    return cmocka_run_group_tests_name("bad_responses", tests, bits_program_setup, bits_program_teardown);
}
