/* Downloads that are interrupted at every kind of place go on exactly there, and what has changed meanwhile never gets
 * mixed: file-transfer-consistency, http-requirements-for-bits-downloads.
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include <stdio.h>
#include <string.h>
#include <wchar.h>

#include "job_settings.h"
#include "progress_watch.h"

#define KIB 1024
#define MIB (KIB * KIB)
#define SIZE (2 * MIB + 100)
#define HALF MIB
#define HUGE_SIZE (4096ull * MIB) /* more than comes before the test has done something */

#define CONNECTION_ERROR 0x80072efe /* ERROR_WINHTTP_CONNECTION_ERROR */

/* Around the sizes of buffers: of libcurl's pieces, of its receive buffer, and of what is written at a time. */
static const UINT64 places[] =
{
    1, 16 * KIB - 1, 16 * KIB, 16 * KIB + 1, 512 * KIB - 1, 512 * KIB, 512 * KIB + 1, MIB - 1, MIB, MIB + 1, 2 * MIB,
    SIZE - 1,
};

static IBackgroundCopyJob *create_watched(struct bits_test *test, struct progress_watch *watch)
{
    IBackgroundCopyJob *job = create_job(test);

    add_file(test, job, "/file", L"file");
    progress_watch_start(watch, job, NULL);
    return job;
}

/* Answers in this way from now on, resumes the job, and waits until it stops. */
static void resume_with(struct bits_test *test, struct progress_watch *watch, const struct http_reply *reply,
        BG_JOB_STATE state)
{
    http_server_serve(test->server, "/file", reply);
    assert_hr(IBackgroundCopyJob_Resume(watch->job), S_OK);
    progress_watch_wait(watch);
    assert_state(watch->job, state);
}

/* Looks at the progress all the time until so many bytes have come. */
static void look_until(struct progress_watch *watch, UINT64 count)
{
    ULONGLONG end = GetTickCount64() + BITS_TEST_TIMEOUT;

    while (progress_watch_look(watch) < count)
        assert_true(GetTickCount64() < end);
}

static void complete(struct bits_test *test, struct progress_watch *watch, UINT64 size, unsigned char seed)
{
    assert_state(watch->job, BG_JOB_STATE_TRANSFERRED);
    assert_int_equal(progress_watch_look(watch), size);
    assert_hr(IBackgroundCopyJob_Complete(watch->job), S_OK);
    assert_file_is_pattern(test, L"file", size, seed);
    progress_watch_stop(watch);
}

/* The first byte that the last request asked for: 0 if it was for all of the file. */
static unsigned int last_start(struct bits_test *test)
{
    struct http_request request;
    char range[64] = "bytes=0-";
    unsigned int start;

    assert_true(http_server_last_request(test->server, "GET", "/file", &request));
    http_request_header(&request, "Range", range, sizeof(range));
    assert_int_equal(sscanf(range, "bytes=%u-", &start), 1);
    return start;
}

/* All that came before the connection was cut is there, and is not asked for again. */
static void test_a_connection_is_cut(void **state)
{
    struct http_reply reply = {.size = SIZE, .seed = 1, .fault = HTTP_FAULT_DROP};
    struct bits_test *test = *state;
    struct progress_watch watch;
    UINT64 start = 0;
    size_t i;

    create_watched(test, &watch);
    for (i = 0; i < ARRAYSIZE(places); ++i)
    {
        reply.fault_at = places[i];
        resume_with(test, &watch, &reply, BG_JOB_STATE_TRANSIENT_ERROR);
        assert_int_equal(last_start(test), start);
        start = progress_watch_look(&watch);
        assert_int_equal(start, places[i]);
    }
    reply.fault = HTTP_FAULT_NONE;
    resume_with(test, &watch, &reply, BG_JOB_STATE_TRANSFERRED);
    assert_int_equal(last_start(test), start);
    complete(test, &watch, SIZE, 1);
}

/* The same where the job is suspended while the server holds back the next byte. */
static void test_a_job_is_suspended(void **state)
{
    struct http_reply reply = {.size = SIZE, .seed = 1, .fault = HTTP_FAULT_STALL};
    struct bits_test *test = *state;
    struct progress_watch watch;
    IBackgroundCopyJob *job = create_watched(test, &watch);
    size_t i;

    for (i = 0; i < ARRAYSIZE(places); ++i)
    {
        reply.fault_at = places[i];
        http_server_serve(test->server, "/file", &reply);
        assert_hr(IBackgroundCopyJob_Resume(job), S_OK);
        look_until(&watch, places[i]);
        assert_int_equal(last_start(test), i ? places[i - 1] : 0);
        suspend_transfer(test, job);
        assert_int_equal(progress_watch_look(&watch), places[i]);
    }
    reply.fault = HTTP_FAULT_NONE;
    resume_with(test, &watch, &reply, BG_JOB_STATE_TRANSFERRED);
    complete(test, &watch, SIZE, 1);
}

/* Bytes that wait to be written are no progress. */
static void test_progress_is_what_is_written(void **state)
{
    struct http_reply reply = {.size = 8 * MIB, .seed = 1};
    struct bits_test *test = *state;
    struct progress_watch watch;

    create_watched(test, &watch);
    resume_with(test, &watch, &reply, BG_JOB_STATE_TRANSFERRED);
    complete(test, &watch, reply.size, 1);
}

/* nf-bits-ibackgroundcopyjob-suspend: the job is suspended when the call returns, so nothing moves any more. */
static void test_progress_stands_still_after_Suspend(void **state)
{
    struct http_reply reply = {.size = HUGE_SIZE, .seed = 1};
    struct bits_test *test = *state;
    IBackgroundCopyJob *job = create_job(test);
    UINT64 bytes = 0;
    unsigned int i;

    http_server_serve(test->server, "/file", &reply);
    add_file(test, job, "/file", L"file");
    for (i = 0; i < 10; ++i)
    {
        assert_hr(IBackgroundCopyJob_Resume(job), S_OK);
        wait_for_bytes(job, bytes + 1);
        assert_hr(IBackgroundCopyJob_Suspend(job), S_OK);
        bytes = get_progress(job).BytesTransferred;
        suspend_transfer(test, job);
        assert_int_equal(get_progress(job).BytesTransferred, bytes);
        assert_state(job, BG_JOB_STATE_SUSPENDED);
    }
}

static void wait_until_closed(struct bits_test *test, const WCHAR *file)
{
    ULONGLONG end = GetTickCount64() + BITS_TEST_TIMEOUT;

    while (is_in_use(test, file))
    {
        assert_true(GetTickCount64() < end);
        Sleep(1);
    }
}

/* What has come of a file counts as well when its connection was cut while a file before it was on its way. Windows
 * asks for one file after the other. */
static void test_a_connection_is_cut_before_its_turn(void **state)
{
    struct http_reply stalling = {.size = 2 * KIB, .fault = HTTP_FAULT_STALL, .fault_at = KIB};
    struct http_reply cut = {.size = 200 * KIB, .fault = HTTP_FAULT_DROP, .fault_at = 100 * KIB};
    struct bits_test *test = *state;
    IBackgroundCopyJob *job = create_job(test);
    WCHAR *name;

    if (!is_wine())
        skip();
    http_server_serve(test->server, "/one", &stalling);
    http_server_serve(test->server, "/two", &cut);
    add_file(test, job, "/one", L"one");
    add_file(test, job, "/two", L"two");
    name = get_temporary_name(job, 1);
    assert_hr(IBackgroundCopyJob_Resume(job), S_OK);
    wait_until_closed(test, name + wcslen(test->folder));
    CoTaskMemFree(name);
    http_server_release(test->server);
    wait_for_state(job, BG_JOB_STATE_TRANSIENT_ERROR);
    assert_int_equal(get_file_progress(job, 0).BytesTransferred, 2 * KIB);
    assert_int_equal(get_file_progress(job, 1).BytesTransferred, 100 * KIB);
}

/* Nothing of an answer without all of its headers counts. */
static void test_a_connection_is_cut_before_the_body(void **state)
{
    static const char *const heads[] =
    {
        "", "HTTP/1.1", "HTTP/1.1 206 Partial Content", "HTTP/1.1 206 Partial Content\r\n",
        "HTTP/1.1 206 Partial Content\r\nContent-Range: bytes 1048576-2097251/2097252",
        "HTTP/1.1 206 Partial Content\r\nContent-Range: bytes 1048576-2097251/2097252\r\nContent-Length: 1048676\r\n",
        "HTTP/1.1 206 Partial Content\r\nContent-Range: bytes 1048576-2097251/2097252\r\nContent-Length: 1048676\r\n\r",
        "HTTP/1.1 200 OK\r\nContent-Length: 1", "HTTP/1.1 200 OK\r\n", "HTTP/1.1 404 Not Found\r\n",
    };
    struct http_reply reply = {.size = SIZE, .seed = 1, .fault = HTTP_FAULT_DROP, .fault_at = HALF};
    struct bits_test *test = *state;
    struct progress_watch watch;
    size_t i;

    create_watched(test, &watch);
    resume_with(test, &watch, &reply, BG_JOB_STATE_TRANSIENT_ERROR);
    for (i = 0; i < ARRAYSIZE(heads); ++i)
    {
        struct http_reply head = {.raw = heads[i]};

        resume_with(test, &watch, &head, BG_JOB_STATE_TRANSIENT_ERROR);
        wait_for_error(watch.job, BG_JOB_STATE_TRANSIENT_ERROR, CONNECTION_ERROR, BG_ERROR_CONTEXT_REMOTE_FILE);
        assert_int_equal(progress_watch_look(&watch), HALF);
    }
    reply.fault = HTTP_FAULT_NONE;
    resume_with(test, &watch, &reply, BG_JOB_STATE_TRANSFERRED);
    assert_int_equal(last_start(test), HALF);
    complete(test, &watch, SIZE, 1);
}

/* An error page is never part of the file, and takes nothing away from it: handling-server-application-errors. */
static void test_an_error_in_between(void **state)
{
    static const struct
    {
        unsigned int status;
        BG_JOB_STATE state;
    }
    errors[] =
    {
        {403, BG_JOB_STATE_ERROR}, {404, BG_JOB_STATE_ERROR}, {408, BG_JOB_STATE_TRANSIENT_ERROR},
        {410, BG_JOB_STATE_ERROR}, {412, BG_JOB_STATE_ERROR}, {500, BG_JOB_STATE_TRANSIENT_ERROR},
        {503, BG_JOB_STATE_TRANSIENT_ERROR},
    };
    struct http_reply reply = {.size = SIZE, .seed = 1, .fault = HTTP_FAULT_DROP, .fault_at = HALF};
    struct bits_test *test = *state;
    struct progress_watch watch;
    size_t i;

    create_watched(test, &watch);
    resume_with(test, &watch, &reply, BG_JOB_STATE_TRANSIENT_ERROR);
    for (i = 0; i < ARRAYSIZE(errors); ++i)
    {
        struct http_reply page = {errors[i].status, .size = SIZE, .seed = 2};
        IBackgroundCopyError *error;
        BG_ERROR_CONTEXT context;
        HRESULT code;

        resume_with(test, &watch, &page, errors[i].state);
        assert_hr(IBackgroundCopyJob_GetError(watch.job, &error), S_OK);
        assert_hr(IBackgroundCopyError_GetError(error, &context, &code), S_OK);
        IBackgroundCopyError_Release(error);
        assert_hr(code, 0x80190000 + errors[i].status);
        assert_int_equal(context, BG_ERROR_CONTEXT_REMOTE_FILE);
        assert_int_equal(progress_watch_look(&watch), HALF);
    }
    reply.fault = HTTP_FAULT_NONE;
    resume_with(test, &watch, &reply, BG_JOB_STATE_TRANSFERRED);
    assert_int_equal(last_start(test), HALF);
    complete(test, &watch, SIZE, 1);
}

/* The rest is refused, whatever is asked for: there is no such place in the file any more. Then it is there again. */
static void test_416(void **state)
{
    static const struct http_reply refusal = {416};
    struct http_reply reply = {.size = SIZE, .seed = 1, .fault = HTTP_FAULT_DROP, .fault_at = HALF};
    struct bits_test *test = *state;
    struct progress_watch watch;

    create_watched(test, &watch);
    resume_with(test, &watch, &reply, BG_JOB_STATE_TRANSIENT_ERROR);
    watch.may_start_again = TRUE;
    resume_with(test, &watch, &refusal, BG_JOB_STATE_ERROR);
    wait_for_error(watch.job, BG_JOB_STATE_ERROR, BG_E_HTTP_ERROR_416, BG_ERROR_CONTEXT_REMOTE_FILE);
    reply.fault = HTTP_FAULT_NONE;
    resume_with(test, &watch, &reply, BG_JOB_STATE_TRANSFERRED);
    complete(test, &watch, SIZE, 1);
}

#define OTHER_DATE "Wed, 06 Mar 2019 10:20:30 GMT"
#define DATE_ONLY HTTP_NO_TAG

/* A file before and after the connection was cut, which happens again before it is whole. */
#define SMALL 200000

static const struct
{
    struct http_reply before, after;
}
changes[] =
{
    /* the date, and then the size as well */
    {{.size = SMALL, .flags = DATE_ONLY}, {.size = SMALL, .flags = DATE_ONLY, .last_modified = OTHER_DATE}},
    {{.size = SMALL, .flags = DATE_ONLY},
            {.size = SMALL, .flags = DATE_ONLY | HTTP_NO_IF_RANGE, .last_modified = OTHER_DATE}},
    {{.size = SMALL, .flags = HTTP_WEAK_TAG},
            {.size = SMALL, .flags = HTTP_WEAK_TAG | HTTP_NO_IF_RANGE, .last_modified = OTHER_DATE}},
    {{.size = SMALL, .flags = DATE_ONLY},
            {.size = 2 * SMALL, .flags = DATE_ONLY | HTTP_NO_IF_RANGE, .last_modified = OTHER_DATE}},
    {{.size = SMALL, .flags = DATE_ONLY},
            {.size = SMALL / 4, .flags = DATE_ONLY | HTTP_NO_IF_RANGE, .last_modified = OTHER_DATE}},
    /* the size only: dates have no more than seconds */
    {{.size = SMALL, .flags = DATE_ONLY}, {.size = SMALL + 1, .flags = DATE_ONLY}},
    {{.size = SMALL, .flags = DATE_ONLY}, {.size = SMALL - 1, .flags = DATE_ONLY}},
    {{.size = SMALL, .flags = DATE_ONLY}, {.size = SMALL / 2, .flags = DATE_ONLY}},
    {{.size = SMALL, .flags = DATE_ONLY}, {.size = 1000, .flags = DATE_ONLY}},
    /* the tag, and the server's way to answer */
    {{.size = SMALL}, {.size = SMALL, .flags = HTTP_NO_RANGES}},
    {{.size = SMALL}, {.size = SMALL, .flags = HTTP_NO_IF_RANGE}},
    {{.size = SMALL}, {.size = SMALL, .flags = HTTP_NO_VALIDATORS}},
    {{.size = SMALL}, {.size = SMALL, .flags = HTTP_WEAK_TAG, .last_modified = OTHER_DATE}},
    {{.size = SMALL}, {.size = SMALL, .framing = HTTP_FRAMING_CHUNKED}},
    {{.size = SMALL, .framing = HTTP_FRAMING_CHUNKED}, {.size = SMALL, .flags = HTTP_NO_IF_RANGE}},
    {{.size = SMALL, .flags = HTTP_NO_RANGES}, {.size = SMALL, .flags = HTTP_NO_IF_RANGE}},
    /* nothing tells that it is another file, or that it is the same */
    {{.size = SMALL, .flags = HTTP_NO_VALIDATORS}, {.size = SMALL, .flags = HTTP_NO_VALIDATORS}},
    {{.size = SMALL, .flags = HTTP_NO_VALIDATORS}, {.size = SMALL, .flags = HTTP_NO_VALIDATORS | HTTP_NO_RANGES}},
    {{.size = SMALL, .flags = HTTP_NO_VALIDATORS, .headers = "ETag: W/\"a\"\r\n"},
            {.size = SMALL, .flags = HTTP_NO_VALIDATORS, .headers = "ETag: W/\"a\"\r\n"}},
};

static void change_file(struct bits_test *test, struct http_reply before, struct http_reply after)
{
    struct progress_watch watch;

    before.seed = 1;
    after.seed = 2;
    before.fault = after.fault = HTTP_FAULT_DROP;
    before.fault_at = SMALL / 2;
    after.fault_at = after.size / 2;
    create_watched(test, &watch);
    resume_with(test, &watch, &before, BG_JOB_STATE_TRANSIENT_ERROR);
    watch.may_start_again = TRUE;
    resume_with(test, &watch, &after, BG_JOB_STATE_TRANSIENT_ERROR);
    assert_int_equal(progress_watch_look(&watch), after.fault_at);
    after.fault = HTTP_FAULT_NONE;
    resume_with(test, &watch, &after, BG_JOB_STATE_TRANSFERRED);
    complete(test, &watch, after.size, 2);
}

static void test_a_file_changes(void **state)
{
    struct bits_test *test = *state;
    size_t i;

    for (i = 0; i < ARRAYSIZE(changes); ++i)
        change_file(test, changes[i].before, changes[i].after);
}

/* The version of the first bytes comes back, after bytes of another one have taken their place. */
static void test_a_file_changes_there_and_back(void **state)
{
    struct http_reply first = {.size = SIZE, .seed = 1, .fault = HTTP_FAULT_DROP, .fault_at = HALF};
    struct http_reply second = {.size = SIZE, .seed = 2, .fault = HTTP_FAULT_DROP, .fault_at = HALF / 2};
    struct bits_test *test = *state;
    struct progress_watch watch;

    create_watched(test, &watch);
    watch.may_start_again = TRUE;
    resume_with(test, &watch, &first, BG_JOB_STATE_TRANSIENT_ERROR);
    resume_with(test, &watch, &second, BG_JOB_STATE_TRANSIENT_ERROR);
    assert_int_equal(progress_watch_look(&watch), HALF / 2);
    first.fault = HTTP_FAULT_NONE;
    resume_with(test, &watch, &first, BG_JOB_STATE_TRANSFERRED);
    complete(test, &watch, SIZE, 1);
}

/* A server that stops to send ranges sends all of the file each time, until it comes through. */
static void test_ranges_are_ignored_after_a_drop(void **state)
{
    struct http_reply reply = {.size = SIZE, .seed = 1, .fault = HTTP_FAULT_DROP, .fault_at = HALF};
    struct bits_test *test = *state;
    struct progress_watch watch;

    create_watched(test, &watch);
    resume_with(test, &watch, &reply, BG_JOB_STATE_TRANSIENT_ERROR);
    watch.may_start_again = TRUE;
    reply.flags = HTTP_NO_RANGES;
    for (reply.fault_at = 1000; reply.fault_at < SIZE; reply.fault_at += HALF)
    {
        resume_with(test, &watch, &reply, BG_JOB_STATE_TRANSIENT_ERROR);
        assert_int_equal(progress_watch_look(&watch), reply.fault_at);
    }
    reply.fault = HTTP_FAULT_NONE;
    resume_with(test, &watch, &reply, BG_JOB_STATE_TRANSFERRED);
    assert_int_equal(last_start(test), 0);
    complete(test, &watch, SIZE, 1);
}

int main(void)
{
    static const struct CMUnitTest tests[] =
    {
        bits_unit_test(test_a_connection_is_cut),
        bits_unit_test(test_a_job_is_suspended),
        bits_unit_test(test_progress_is_what_is_written),
        bits_unit_test(test_progress_stands_still_after_Suspend),
        bits_unit_test(test_a_connection_is_cut_before_the_body),
        bits_unit_test(test_a_connection_is_cut_before_its_turn),
        bits_unit_test(test_an_error_in_between),
        bits_unit_test(test_416),
        bits_unit_test(test_a_file_changes),
        bits_unit_test(test_a_file_changes_there_and_back),
        bits_unit_test(test_ranges_are_ignored_after_a_drop),
    };

    return cmocka_run_group_tests_name("interruptions", tests, bits_program_setup, bits_program_teardown);
}
