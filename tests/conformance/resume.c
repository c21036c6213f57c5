/* How interrupted downloads go on: file-transfer-consistency, http-requirements-for-bits-downloads.
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include <stdio.h>
#include <wchar.h>

#include "bits_test.h"

#define SIZE 3000000
#define HALF 1500000

static const struct http_reply stalling = {.size = SIZE, .seed = 1, .fault = HTTP_FAULT_STALL, .fault_at = HALF};

/* Suspends a download when half of it has come, and answers further requests in another way. */
static IBackgroundCopyJob *interrupt(struct bits_test *test, const struct http_reply *before,
        const struct http_reply *after)
{
    IBackgroundCopyJob *job = start_download(test, before);

    assert_true(http_server_wait_stalled(test->server, BITS_TEST_TIMEOUT));
    wait_for_bytes(job, 1);
    suspend_transfer(test, job);
    http_server_serve(test->server, "/file", after);
    http_server_release(test->server);
    return job;
}

static void last_header(struct bits_test *test, const char *name, char *value, size_t size)
{
    struct http_request request;

    *value = 0;
    assert_true(http_server_last_request(test->server, "GET", "/file", &request));
    http_request_header(&request, name, value, size);
}

/* The last request asked for the rest of the file, if it is still of that version. */
static void assert_resumed(struct bits_test *test, const char *validator)
{
    char range[64], condition[64];
    unsigned int first, last;

    last_header(test, "Range", range, sizeof(range));
    assert_int_equal(sscanf(range, "bytes=%u-%u", &first, &last), 2);
    assert_in_range(first, 1, HALF);
    assert_int_equal(last, SIZE - 1);
    last_header(test, "If-Range", condition, sizeof(condition));
    assert_string_equal(condition, validator);
}

static void test_Resume_goes_on_where_Suspend_stopped(void **state)
{
    static const struct http_reply going_on = {.size = SIZE, .seed = 1};
    struct bits_test *test = *state;
    IBackgroundCopyJob *job = interrupt(test, &stalling, &going_on);
    BG_JOB_PROGRESS progress = get_progress(job);

    assert_in_range(progress.BytesTransferred, 1, HALF);
    assert_int_equal(progress.BytesTotal, SIZE);
    download(job);
    assert_resumed(test, "\"2dc6c0-1\"");
    assert_file_is_pattern(test, L"file", SIZE, 1);
    assert_int_equal(get_progress(job).BytesTransferred, SIZE);
}

/* The date is the validator where there is no strong ETag: RFC 9110, 13.1.5. */
static void test_the_date_is_a_validator_too(void **state)
{
    static const unsigned int flags[] = {HTTP_NO_TAG, HTTP_WEAK_TAG};
    struct bits_test *test = *state;
    size_t i;

    for (i = 0; i < ARRAYSIZE(flags); ++i)
    {
        struct http_reply dropping = {.size = SIZE, .seed = 1, .fault = HTTP_FAULT_DROP, .fault_at = HALF};
        struct http_reply going_on = {.size = SIZE, .seed = 1, .flags = flags[i]};
        IBackgroundCopyJob *job;

        dropping.flags = flags[i];
        job = start_download(test, &dropping);
        wait_for_state(job, BG_JOB_STATE_TRANSIENT_ERROR);
        http_server_serve(test->server, "/file", &going_on);
        download(job);
        assert_resumed(test, HTTP_LAST_MODIFIED);
        assert_file_is_pattern(test, L"file", SIZE, 1);
    }
}

/* A connection that drops again and again costs only what was on its way. */
static void test_every_drop_is_survived(void **state)
{
    struct http_reply dropping = {.size = SIZE, .seed = 1, .fault = HTTP_FAULT_DROP};
    struct bits_test *test = *state;
    IBackgroundCopyJob *job = create_job(test);
    UINT64 at;

    add_file(test, job, "/file", L"file");
    for (at = 1; at < SIZE; at += 500000)
    {
        dropping.fault_at = at;
        http_server_serve(test->server, "/file", &dropping);
        assert_hr(IBackgroundCopyJob_Resume(job), S_OK);
        wait_for_state(job, BG_JOB_STATE_TRANSIENT_ERROR);
        assert_int_equal(get_progress(job).BytesTransferred, at);
    }
    dropping.fault = HTTP_FAULT_NONE;
    http_server_serve(test->server, "/file", &dropping);
    download(job);
    assert_file_is_pattern(test, L"file", SIZE, 1);
}

/* file-transfer-consistency: never a mix of two versions. The smaller one ends before the place of the interruption. */
static void test_a_changed_file_starts_again(void **state)
{
    static const struct http_reply changed[] =
    {
        {.size = SIZE, .seed = 2},
        {.size = SIZE + 1, .seed = 2},
        {.size = 1000, .seed = 2},
        {.size = 0, .seed = 2},
        {.size = SIZE, .seed = 2, .flags = HTTP_NO_IF_RANGE},
        {.size = 2 * SIZE, .seed = 2, .flags = HTTP_NO_IF_RANGE},
        {.size = 1000, .seed = 2, .flags = HTTP_NO_IF_RANGE},
        {.size = 0, .seed = 2, .flags = HTTP_NO_IF_RANGE},
        {.size = SIZE, .seed = 2, .flags = HTTP_NO_RANGES},
        {.size = SIZE, .seed = 2, .framing = HTTP_FRAMING_CHUNKED},
    };
    struct bits_test *test = *state;
    size_t i;

    for (i = 0; i < ARRAYSIZE(changed); ++i)
    {
        struct http_reply dropping = {.size = SIZE, .seed = 1, .fault = HTTP_FAULT_DROP, .fault_at = HALF};
        IBackgroundCopyJob *job = start_download(test, &dropping);

        wait_for_state(job, BG_JOB_STATE_TRANSIENT_ERROR);
        assert_int_equal(get_progress(job).BytesTransferred, HALF);
        http_server_serve(test->server, "/file", &changed[i]);
        download(job);
        assert_file_is_pattern(test, L"file", changed[i].size, 2);
        assert_int_equal(get_progress(job).BytesTotal, changed[i].size);
    }
}

/* nf-bits3_0-ibackgroundcopyfile3-gettemporaryname: the progress goes back to zero with a new version. */
static void test_progress_goes_back_with_a_new_version(void **state)
{
    static const struct http_reply changed = {.size = SIZE, .seed = 2, .fault = HTTP_FAULT_DROP, .fault_at = 1000};
    struct bits_test *test = *state;
    IBackgroundCopyJob *job = interrupt(test, &stalling, &changed);

    assert_hr(IBackgroundCopyJob_Resume(job), S_OK);
    wait_for_state(job, BG_JOB_STATE_TRANSIENT_ERROR);
    assert_int_equal(get_progress(job).BytesTransferred, 1000);
}

/* Without a validator nobody knows whether the bytes belong together. */
static void test_without_a_validator_it_starts_again(void **state)
{
    static const struct http_reply going_on = {.size = SIZE, .seed = 2, .flags = HTTP_NO_VALIDATORS};
    struct http_reply plain = stalling;
    struct bits_test *test = *state;
    IBackgroundCopyJob *job;
    char range[64];

    plain.flags = HTTP_NO_VALIDATORS;
    job = interrupt(test, &plain, &going_on);
    download(job);
    last_header(test, "Range", range, sizeof(range));
    assert_string_equal(range, "");
    assert_file_is_pattern(test, L"file", SIZE, 2);
}

static void test_a_server_without_ranges_starts_again(void **state)
{
    static const struct http_reply going_on = {.size = SIZE, .seed = 1, .flags = HTTP_NO_RANGES};
    struct http_reply plain = stalling;
    struct bits_test *test = *state;
    IBackgroundCopyJob *job;

    plain.flags = HTTP_NO_RANGES;
    job = interrupt(test, &plain, &going_on);
    download(job);
    assert_file_is_pattern(test, L"file", SIZE, 1);
}

/* The ETag is that of the first half. Asked for the bytes from 1500000 on. */
#define PART "HTTP/1.1 206 Partial Content\r\nETag: \"2dc6c0-1\"\r\n"

static const char *const lies[] =
{
    PART "Content-Length: 10\r\n\r\n0123456789",
    PART "Content-Range: bytes 0-2999999/3000000\r\nContent-Length: 3000000\r\n\r\n0123456789",
    PART "Content-Range: bytes 1499999-2999999/3000000\r\nContent-Length: 1500001\r\n\r\n0123456789",
    PART "Content-Range: bytes 1500001-2999999/3000000\r\nContent-Length: 1499999\r\n\r\n0123456789",
    PART "Content-Range: bytes 1500000-2999999/3000001\r\nContent-Length: 1500000\r\n\r\n0123456789",
    PART "Content-Range: bytes 1500000-3000000/3000001\r\nContent-Length: 1500001\r\n\r\n0123456789",
    PART "Content-Range: bytes 1500000-2999999/3000000\r\nContent-Length: 1500001\r\n\r\n0123456789",
    PART "Content-Range: bytes 1500000-2999999/2000000\r\nContent-Length: 1500000\r\n\r\n0123456789",
    PART "Content-Range: bytes 1500000-1500003/3000000\r\nTransfer-Encoding: chunked\r\n\r\n5\r\n12345\r\n0\r\n\r\n",
    PART "Content-Range: bytes 1500000-1500003/3000000\r\nTransfer-Encoding: chunked\r\n\r\n3\r\n123\r\n0\r\n\r\n",
};

static void test_a_lying_server_never_makes_a_file(void **state)
{
    struct http_reply dropping = {.size = SIZE, .seed = 1, .fault = HTTP_FAULT_DROP, .fault_at = HALF};
    struct bits_test *test = *state;
    size_t i;

    for (i = 0; i < ARRAYSIZE(lies); ++i)
    {
        struct http_reply lie = {.raw = lies[i]};
        IBackgroundCopyJob *job = start_download(test, &dropping);

        wait_for_state(job, BG_JOB_STATE_TRANSIENT_ERROR);
        http_server_serve(test->server, "/file", &lie);
        assert_hr(IBackgroundCopyJob_Resume(job), S_OK);
        wait_for_error(job, BG_JOB_STATE_ERROR, BG_E_INVALID_SERVER_RESPONSE, BG_ERROR_CONTEXT_REMOTE_FILE);
        assert_true(SUCCEEDED(IBackgroundCopyJob_Complete(job)));
        assert_false(file_exists(test, L"file"));
    }
}

/* Bytes of a body that contradicts its headers are not kept for the next try. */
static void test_bytes_of_a_lie_are_not_kept(void **state)
{
    static const struct http_reply lie =
    {
        .raw = PART "Content-Range: bytes 1500000-1500003/3000000\r\nTransfer-Encoding: chunked\r\n\r\n"
               "3\r\nXXX\r\n0\r\n\r\n",
    };
    struct http_reply dropping = {.size = SIZE, .seed = 1, .fault = HTTP_FAULT_DROP, .fault_at = HALF};
    struct bits_test *test = *state;
    IBackgroundCopyJob *job = start_download(test, &dropping);

    wait_for_state(job, BG_JOB_STATE_TRANSIENT_ERROR);
    http_server_serve(test->server, "/file", &lie);
    assert_hr(IBackgroundCopyJob_Resume(job), S_OK);
    wait_for_state(job, BG_JOB_STATE_ERROR);
    dropping.fault = HTTP_FAULT_NONE;
    http_server_serve(test->server, "/file", &dropping);
    download(job);
    assert_file_is_pattern(test, L"file", SIZE, 1);
}

/* A part that nobody has asked for is not the file. */
static void test_a_part_instead_of_the_file(void **state)
{
    static const struct http_reply part =
    {
        .raw = "HTTP/1.1 206 Partial Content\r\nContent-Range: bytes 0-3/4\r\nContent-Length: 4\r\n\r\nbody",
    };
    IBackgroundCopyJob *job = start_download(*state, &part);

    wait_for_error(job, BG_JOB_STATE_ERROR, BG_E_INVALID_SERVER_RESPONSE, BG_ERROR_CONTEXT_REMOTE_FILE);
}

/* The second file is interrupted: the first one is not fetched again. */
static void test_finished_files_stay(void **state)
{
    static const struct http_reply going_on = {.size = SIZE, .seed = 1};
    struct bits_test *test = *state;
    IBackgroundCopyJob *job = create_job(test);

    serve_pattern(test, "/one", 2000000, 5);
    http_server_serve(test->server, "/file", &stalling);
    serve_pattern(test, "/three", 3000, 6);
    add_file(test, job, "/one", L"one");
    add_file(test, job, "/file", L"file");
    add_file(test, job, "/three", L"three");
    assert_hr(IBackgroundCopyJob_Resume(job), S_OK);
    assert_true(http_server_wait_stalled(test->server, BITS_TEST_TIMEOUT));
    wait_for_bytes(job, 2000001);
    suspend_transfer(test, job);
    http_server_serve(test->server, "/file", &going_on);
    http_server_release(test->server);
    download(job);
    assert_resumed(test, "\"2dc6c0-1\"");
    assert_int_equal(http_server_count(test->server, "GET", "/one"), 1);
    assert_file_is_pattern(test, L"one", 2000000, 5);
    assert_file_is_pattern(test, L"file", SIZE, 1);
    assert_file_is_pattern(test, L"three", 3000, 6);
}

/* Somebody deletes the temporary file while the job is suspended. */
static void test_a_lost_temporary_file_starts_again(void **state)
{
    static const struct http_reply going_on = {.size = SIZE, .seed = 1};
    struct bits_test *test = *state;
    IBackgroundCopyJob *job = interrupt(test, &stalling, &going_on);
    WIN32_FIND_DATAW data;

    assert_true(find_temporary_file(test, &data));
    assert_true(remove_file(test, data.cFileName));
    download(job);
    assert_file_is_pattern(test, L"file", SIZE, 1);
}

int main(void)
{
    static const struct CMUnitTest tests[] =
    {
        bits_unit_test(test_Resume_goes_on_where_Suspend_stopped),
        bits_unit_test(test_the_date_is_a_validator_too),
        bits_unit_test(test_every_drop_is_survived),
        bits_unit_test(test_a_changed_file_starts_again),
        bits_unit_test(test_progress_goes_back_with_a_new_version),
        bits_unit_test(test_without_a_validator_it_starts_again),
        bits_unit_test(test_a_server_without_ranges_starts_again),
        bits_unit_test(test_a_lying_server_never_makes_a_file),
        bits_unit_test(test_bytes_of_a_lie_are_not_kept),
        bits_unit_test(test_a_part_instead_of_the_file),
        bits_unit_test(test_finished_files_stay),
        bits_unit_test(test_a_lost_temporary_file_starts_again),
    };

    return cmocka_run_group_tests_name("resume", tests, bits_program_setup, bits_program_teardown);
}
