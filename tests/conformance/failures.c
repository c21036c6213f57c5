/* Downloads that fail: which state and error each cause leads to, and that the job can recover.
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include <wchar.h>

#include "bits_test.h"

#define MIB 1048576

#define NAME_NOT_RESOLVED 0x80072ee7    /* ERROR_WINHTTP_NAME_NOT_RESOLVED */
#define CANNOT_CONNECT    0x80072efd    /* ERROR_WINHTTP_CANNOT_CONNECT */
#define CONNECTION_ERROR  0x80072efe    /* ERROR_WINHTTP_CONNECTION_ERROR */

static const char error_page[] = "<html>Something is wrong.</html>";

/* Whatever the job was, after it the service still downloads. */
static void assert_service_works(struct bits_test *test)
{
    IBackgroundCopyJob *job = create_job(test);

    serve_pattern(test, "/good", 100, 1);
    add_file(test, job, "/good", L"good");
    download(job);
    assert_file_is_pattern(test, L"good", 100, 1);
}

/* handling-server-application-errors tells which statuses a retry may cure. */
static const struct
{
    unsigned int status;
    BG_JOB_STATE state;
}
statuses[] =
{
    {400, BG_JOB_STATE_ERROR}, {403, BG_JOB_STATE_ERROR}, {404, BG_JOB_STATE_ERROR}, {410, BG_JOB_STATE_ERROR},
    {408, BG_JOB_STATE_TRANSIENT_ERROR}, {409, BG_JOB_STATE_TRANSIENT_ERROR},
    {500, BG_JOB_STATE_TRANSIENT_ERROR}, {502, BG_JOB_STATE_TRANSIENT_ERROR},
    {503, BG_JOB_STATE_TRANSIENT_ERROR}, {504, BG_JOB_STATE_TRANSIENT_ERROR},
    {501, BG_JOB_STATE_ERROR}, {505, BG_JOB_STATE_ERROR},
};

static void test_statuses(void **state)
{
    struct bits_test *test = *state;
    size_t i;

    for (i = 0; i < ARRAYSIZE(statuses); ++i)
    {
        struct http_reply reply = {statuses[i].status, .body = error_page, .size = sizeof(error_page)};
        IBackgroundCopyJob *job = start_download(test, &reply);

        wait_for_error(job, statuses[i].state, 0x80190000 + statuses[i].status, BG_ERROR_CONTEXT_REMOTE_FILE);
        assert_hr(IBackgroundCopyJob_Cancel(job), S_OK);
        assert_false(file_exists(test, L"file"));
    }
}

/* A job in ERROR can be completed; the page that came with the status is not its file. */
static void test_an_error_page_never_becomes_the_file(void **state)
{
    struct bits_test *test = *state;
    struct http_reply reply = {404, .body = error_page, .size = sizeof(error_page)};
    IBackgroundCopyJob *job = start_download(test, &reply);

    wait_for_state(job, BG_JOB_STATE_ERROR);
    assert_true(SUCCEEDED(IBackgroundCopyJob_Complete(job)));
    assert_state(job, BG_JOB_STATE_ACKNOWLEDGED);
    assert_false(file_exists(test, L"file"));
}

static void test_an_error_page_leaves_the_old_file(void **state)
{
    struct bits_test *test = *state;
    struct http_reply reply = {404, .body = error_page, .size = sizeof(error_page)};
    IBackgroundCopyJob *job;

    write_file(test, L"file", "old");
    job = start_download(test, &reply);
    wait_for_state(job, BG_JOB_STATE_ERROR);
    assert_true(SUCCEEDED(IBackgroundCopyJob_Complete(job)));
    assert_file_is_text(test, L"file", "old");
}

/* The error names the file, its protocol and its address. */
static void test_the_error_names_the_file(void **state)
{
    struct bits_test *test = *state;
    struct http_reply reply = {500};
    IBackgroundCopyJob *job = start_download(test, &reply);
    IBackgroundCopyError *error;
    IBackgroundCopyFile *file;
    WCHAR *text, path[MAX_PATH];

    wait_for_state(job, BG_JOB_STATE_TRANSIENT_ERROR);
    assert_hr(IBackgroundCopyJob_GetError(job, &error), S_OK);
    assert_hr(IBackgroundCopyError_GetFile(error, &file), S_OK);
    assert_hr(IBackgroundCopyFile_GetLocalName(file, &text), S_OK);
    local_name(test, L"file", path);
    assert_task_string(text, path);
    assert_hr(IBackgroundCopyError_GetProtocol(error, &text), S_OK);
    assert_task_string(text, L"http");
    IBackgroundCopyFile_Release(file);
    IBackgroundCopyError_Release(error);
}

/* nf-bits-ibackgroundcopyjob-addfile: no more files of the job are processed. */
static void test_a_failed_file_stops_the_next(void **state)
{
    struct bits_test *test = *state;
    IBackgroundCopyJob *job = create_job(test);

    serve_pattern(test, "/one", 1000, 1);
    serve_pattern(test, "/three", 3000, 3);
    add_file(test, job, "/one", L"one");
    add_file(test, job, "/two", L"two");
    add_file(test, job, "/three", L"three");
    assert_hr(IBackgroundCopyJob_Resume(job), S_OK);
    wait_for_state(job, BG_JOB_STATE_ERROR);
    assert_int_equal(get_progress(job).FilesTransferred, 1);
    assert_int_equal(get_file_progress(job, 2).BytesTransferred, 0);

    serve_pattern(test, "/two", 2000, 2);
    download(job);
    assert_file_is_pattern(test, L"one", 1000, 1);
    assert_file_is_pattern(test, L"two", 2000, 2);
    assert_file_is_pattern(test, L"three", 3000, 3);
    assert_int_equal(http_server_count(test->server, "GET", "/one"), 1);
}

static void start_download_of(IBackgroundCopyJob *job, struct bits_test *test, const WCHAR *url)
{
    WCHAR path[MAX_PATH];

    local_name(test, L"file", path);
    assert_hr(IBackgroundCopyJob_AddFile(job, url, path), S_OK);
    assert_hr(IBackgroundCopyJob_Resume(job), S_OK);
}

static void test_nobody_listens(void **state)
{
    struct bits_test *test = *state;
    struct http_server *gone = http_server_start();
    IBackgroundCopyJob *job = create_job(test);
    WCHAR url[64];

    swprintf(url, ARRAYSIZE(url), L"http://127.0.0.1:%u/file", http_server_port(gone));
    http_server_stop(gone);
    start_download_of(job, test, url);
    wait_for_error(job, BG_JOB_STATE_TRANSIENT_ERROR, CANNOT_CONNECT, BG_ERROR_CONTEXT_REMOTE_FILE);
}

/* RFC 6761 keeps the top-level name "invalid" free for ever. */
static void test_the_host_has_no_address(void **state)
{
    IBackgroundCopyJob *job = create_job(*state);

    start_download_of(job, *state, L"http://name.invalid/file");
    wait_for_error(job, BG_JOB_STATE_TRANSIENT_ERROR, NAME_NOT_RESOLVED, BG_ERROR_CONTEXT_REMOTE_FILE);
}

static void test_the_connection_drops(void **state)
{
    static const struct http_reply replies[] =
    {
        {.size = 2 * MIB, .fault = HTTP_FAULT_DROP, .fault_at = 0},
        {.size = 2 * MIB, .fault = HTTP_FAULT_DROP, .fault_at = MIB + 1},
        {.size = 2 * MIB, .fault = HTTP_FAULT_DROP, .fault_at = 2 * MIB - 1},
    };
    struct bits_test *test = *state;
    size_t i;

    for (i = 0; i < ARRAYSIZE(replies); ++i)
    {
        IBackgroundCopyJob *job = start_download(test, &replies[i]);

        wait_for_error(job, BG_JOB_STATE_TRANSIENT_ERROR, CONNECTION_ERROR, BG_ERROR_CONTEXT_REMOTE_FILE);
        assert_false(file_exists(test, L"file"));
        serve_pattern(test, "/file", replies[i].size, replies[i].seed);
        download(job);
        assert_file_is_pattern(test, L"file", replies[i].size, 0);
        assert_true(remove_file(test, L"file"));
    }
}

/* A chunked body that breaks off is not taken for a whole one. */
static void test_a_chunked_body_breaks_off(void **state)
{
    struct bits_test *test = *state;
    struct http_reply reply = {.size = 100000, .framing = HTTP_FRAMING_CHUNKED};
    IBackgroundCopyJob *job;

    reply.fault = HTTP_FAULT_DROP;
    reply.fault_at = 65536;
    job = start_download(test, &reply);
    wait_for_failure(job);
    assert_true(SUCCEEDED(IBackgroundCopyJob_Complete(job)));
    assert_false(file_exists(test, L"file"));
}

/* http-requirements-for-bits-downloads: a body that ends where the connection does may be cut without a sign of it. */
static void test_a_body_without_an_end(void **state)
{
    struct bits_test *test = *state;
    struct http_reply reply = {.size = 1000, .framing = HTTP_FRAMING_CLOSE};
    IBackgroundCopyJob *job = start_download(test, &reply);

    wait_for_error(job, BG_JOB_STATE_ERROR, BG_E_MISSING_FILE_SIZE, BG_ERROR_CONTEXT_REMOTE_FILE);
    assert_true(SUCCEEDED(IBackgroundCopyJob_Complete(job)));
    assert_false(file_exists(test, L"file"));
}

/* nf-bits-ibackgroundcopyjob-resume: an error is left behind when its cause is gone. */
static void test_Resume_after_an_error(void **state)
{
    static const struct http_reply replies[] = {{.status = 404}, {.status = 503}};
    struct bits_test *test = *state;
    size_t i;

    for (i = 0; i < ARRAYSIZE(replies); ++i)
    {
        IBackgroundCopyJob *job = start_download(test, &replies[i]);

        wait_for_failure(job);
        serve_pattern(test, "/file", 4000, i);
        download(job);
        assert_file_is_pattern(test, L"file", 4000, i);
        assert_true(remove_file(test, L"file"));
    }
}

static ULONG error_count(IBackgroundCopyJob *job)
{
    ULONG count;

    assert_hr(IBackgroundCopyJob_GetErrorCount(job, &count), S_OK);
    return count;
}

/* nf-bits-ibackgroundcopyjob-geterrorcount: counts each failed transfer and is never reset. */
static void test_GetErrorCount(void **state)
{
    struct bits_test *test = *state;
    struct http_reply dropping = {.size = MIB, .fault = HTTP_FAULT_DROP, .fault_at = MIB / 2};
    IBackgroundCopyJob *job = create_job(test);

    assert_int_equal(error_count(job), 0);
    job = start_download(test, &dropping);
    wait_for_state(job, BG_JOB_STATE_TRANSIENT_ERROR);
    assert_int_equal(error_count(job), 1);
    dropping.fault_at = MIB * 3 / 4;
    http_server_serve(test->server, "/file", &dropping);
    assert_hr(IBackgroundCopyJob_Resume(job), S_OK);
    wait_for_failure(job);
    assert_int_equal(error_count(job), 2);
    serve_pattern(test, "/file", MIB, 0);
    download(job);
    assert_int_equal(error_count(job), 2);
}

static void test_redirects_to_nowhere(void **state)
{
    static const struct http_reply replies[] =
    {
        {.status = 302, .headers = "Location: /file\r\n"},
        {.status = 302},
        {.status = 302, .headers = "Location: ftp://127.0.0.1/file\r\n"},
        {.status = 302, .headers = "Location: file:///etc/passwd\r\n"},
    };
    struct bits_test *test = *state;
    size_t i;

    for (i = 0; i < ARRAYSIZE(replies); ++i)
    {
        IBackgroundCopyJob *job = start_download(test, &replies[i]);

        wait_for_failure(job);
        assert_hr(IBackgroundCopyJob_Cancel(job), S_OK);
    }
    assert_service_works(test);
}

static const char *const strange_answers[] =
{
    "",
    "\r\n\r\n",
    "This is not HTTP.\r\n\r\n",
    "220 mail.example ready\r\n",
    "HTTP/1.1\r\n\r\n",
    "HTTP/1.1 two hundred\r\n\r\n",
    "HTTP/1.1 200 OK\r\nContent-Length: -1\r\n\r\nbody",
    "HTTP/1.1 200 OK\r\nContent-Length: 99999999999999999999\r\n\r\nbody",
    "HTTP/1.1 200 OK\r\nContent-Length: 2\r\nContent-Length: 4\r\n\r\nbody",
    "HTTP/1.1 200 OK\r\nContent-Length: 4, 2\r\n\r\nbody",
    "HTTP/1.1 200 OK\r\nContent-Length: 10\r\nNo end of the head",
    "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nno chunk\r\n",
    "HTTP/1.1 206 Partial Content\r\nContent-Range: bytes 5-8/100\r\nContent-Length: 4\r\n\r\nbody",
};

static void test_answers_that_are_no_http(void **state)
{
    struct bits_test *test = *state;
    size_t i;

    for (i = 0; i < ARRAYSIZE(strange_answers); ++i)
    {
        struct http_reply reply = {.raw = strange_answers[i]};
        IBackgroundCopyJob *job = start_download(test, &reply);

        wait_for_failure(job);
        assert_hr(IBackgroundCopyJob_Cancel(job), S_OK);
        assert_false(file_exists(test, L"file"));
    }
    assert_service_works(test);
}

int main(void)
{
    static const struct CMUnitTest tests[] =
    {
        bits_unit_test(test_statuses),
        bits_unit_test(test_an_error_page_never_becomes_the_file),
        bits_unit_test(test_an_error_page_leaves_the_old_file),
        bits_unit_test(test_the_error_names_the_file),
        bits_unit_test(test_a_failed_file_stops_the_next),
        bits_unit_test(test_nobody_listens),
        bits_unit_test(test_the_host_has_no_address),
        bits_unit_test(test_the_connection_drops),
        bits_unit_test(test_a_chunked_body_breaks_off),
        bits_unit_test(test_a_body_without_an_end),
        bits_unit_test(test_Resume_after_an_error),
        bits_unit_test(test_GetErrorCount),
        bits_unit_test(test_redirects_to_nowhere),
        bits_unit_test(test_answers_that_are_no_http),
    };

    return cmocka_run_group_tests_name("failures", tests, bits_program_setup, bits_program_teardown);
}
