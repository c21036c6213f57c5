/* When BytesTotal is known, and what asking for sizes must not do: ns-bits-bg_job_progress, ns-bits-bg_file_progress,
 * http-requirements-for-bits-downloads, BITS_JOB_PROPERTY_MAX_DOWNLOAD_SIZE in ne-bits5_0-bits_job_property_id.
 * Windows' BITS depends on HEAD, so how often it is sent counts only elsewhere.
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include <stdio.h>
#include <wchar.h>

#include "job_settings.h"
#include <bits2_0.h>

#define LARGE 3000000

/* Behind a file of this answer a job waits until the server is released. */
static const struct http_reply stalling = {.size = LARGE, .seed = 1, .fault = HTTP_FAULT_STALL, .fault_at = 2000000};

/* A job whose first file is large and stalls. */
static IBackgroundCopyJob *create_stalling_job(struct bits_test *test)
{
    IBackgroundCopyJob *job = create_job(test);

    http_server_serve(test->server, "/large", &stalling);
    add_file(test, job, "/large", L"large");
    return job;
}

static void add_reply(struct bits_test *test, IBackgroundCopyJob *job, const char *path, const WCHAR *file,
        const struct http_reply *reply)
{
    http_server_serve(test->server, path, reply);
    add_file(test, job, path, file);
}

static void wait_for_total(IBackgroundCopyJob *job, UINT64 total)
{
    ULONGLONG end = GetTickCount64() + BITS_TEST_TIMEOUT;

    while (get_progress(job).BytesTotal != total && GetTickCount64() < end)
        Sleep(5);
    assert_int_equal(get_progress(job).BytesTotal, total);
}

static void assert_heads(struct bits_test *test, const char *path, unsigned int count)
{
    if (is_wine())
        assert_int_equal(http_server_count(test->server, "HEAD", path), count);
}

/* Waits until a path has been asked for its size, which Windows' BITS may do later. */
static void wait_for_head(struct bits_test *test, const char *path)
{
    ULONGLONG end = GetTickCount64() + BITS_TEST_TIMEOUT;

    while (is_wine() && !http_server_count(test->server, "HEAD", path) && GetTickCount64() < end)
        Sleep(5);
    assert_heads(test, path, 1);
}

static void resume(IBackgroundCopyJob *job)
{
    assert_hr(IBackgroundCopyJob_Resume(job), S_OK);
}

/* Lets the large file and all others arrive. */
static void finish(struct bits_test *test, IBackgroundCopyJob *job)
{
    http_server_release(test->server);
    wait_for_state(job, BG_JOB_STATE_TRANSFERRED);
    assert_hr(IBackgroundCopyJob_Complete(job), S_OK);
}

static void test_the_total_is_known_while_a_large_file_comes(void **state)
{
    struct bits_test *test = *state;
    IBackgroundCopyJob *job = create_stalling_job(test);

    serve_pattern(test, "/two", 4000, 2);
    serve_pattern(test, "/three", 2000000, 3);
    add_file(test, job, "/two", L"two");
    add_file(test, job, "/three", L"three");
    resume(job);
    assert_true(http_server_wait_stalled(test->server, BITS_TEST_TIMEOUT));
    wait_for_total(job, LARGE + 4000 + 2000000);
    assert_int_equal(get_file_progress(job, 1).BytesTotal, 4000);
    assert_int_equal(get_file_progress(job, 1).BytesTransferred, 0);
    assert_heads(test, "/large", 0);
    assert_heads(test, "/two", 1);
    assert_heads(test, "/three", 1);
    finish(test, job);
    assert_int_equal(http_server_count(test->server, "GET", "/two"), 1);
    assert_file_is_pattern(test, L"two", 4000, 2);
    assert_file_is_pattern(test, L"three", 2000000, 3);
}

/* Their own answers come soon enough. */
static void test_small_files_need_no_HEAD(void **state)
{
    struct bits_test *test = *state;
    IBackgroundCopyJob *job = create_job(test);

    serve_pattern(test, "/one", 4000, 1);
    add_file(test, job, "/one", L"one");
    add_file(test, job, "/one", L"two");
    add_file(test, job, "/one", L"three");
    download(job);
    assert_heads(test, "/one", 0);
}

/* 405: the server is not asked for the other files. */
static void test_HEAD_is_refused(void **state)
{
    struct bits_test *test = *state;
    struct http_reply no_head = {.size = 4000, .seed = 2, .flags = HTTP_NO_HEAD};
    IBackgroundCopyJob *job = create_stalling_job(test);

    add_reply(test, job, "/two", L"two", &no_head);
    add_reply(test, job, "/three", L"three", &no_head);
    resume(job);
    wait_for_head(test, "/two");
    finish(test, job);
    assert_heads(test, "/three", 0);
    assert_file_is_pattern(test, L"three", 4000, 2);
}

/* What HEAD does not tell, the file itself will. */
static void test_HEAD_does_not_help(void **state)
{
    static const struct http_reply heads[] =
    {
        {.status = 404}, {.status = 403}, {.status = 500}, {.status = 503}, {.status = 204}, {.status = 206},
        {.framing = HTTP_FRAMING_CHUNKED, .size = 4000}, {.framing = HTTP_FRAMING_CLOSE, .size = 4000},
        {.size = 0},
        {.status = 302, .headers = "Location: ftp://127.0.0.1/\r\n"},
        {.status = 401, .headers = "WWW-Authenticate: Basic realm=\"r\"\r\n"},
        {.raw = "HTTP/1.1 200 OK\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\n"},
    };
    struct bits_test *test = *state;
    IBackgroundCopyJob *job = create_stalling_job(test);
    static char paths[ARRAYSIZE(heads)][16];
    WCHAR file[16];
    size_t i;

    for (i = 0; i < ARRAYSIZE(heads); ++i)
    {
        struct http_reply reply = {.size = 4000, .seed = i, .head = &heads[i]};

        sprintf(paths[i], "/%u", (unsigned int)i);
        swprintf(file, ARRAYSIZE(file), L"%u", (unsigned int)i);
        add_reply(test, job, paths[i], file, &reply);
    }
    serve_pattern(test, "/last", 100, 1);
    add_file(test, job, "/last", L"last");
    resume(job);
    wait_for_head(test, "/last");
    for (i = 0; is_wine() && i < ARRAYSIZE(heads); ++i)
        assert_int_equal(get_file_progress(job, i + 1).BytesTotal, BG_SIZE_UNKNOWN);
    finish(test, job);
    assert_int_equal(get_progress(job).BytesTotal, LARGE + 4000 * ARRAYSIZE(heads) + 100);
    assert_file_is_pattern(test, L"11", 4000, 11);
}

/* A server that speaks no HTTP to HEAD, or closes the connection, is not asked again. */
static void test_HEAD_breaks_the_connection(void **state)
{
    static const struct http_reply broken = {.raw = "nonsense\r\n\r\n"};
    struct http_reply reply = {.size = 4000, .seed = 2, .head = &broken};
    struct bits_test *test = *state;
    IBackgroundCopyJob *job = create_stalling_job(test);

    add_reply(test, job, "/two", L"two", &reply);
    add_reply(test, job, "/three", L"three", &reply);
    resume(job);
    wait_for_head(test, "/two");
    finish(test, job);
    assert_heads(test, "/three", 0);
    assert_file_is_pattern(test, L"three", 4000, 2);
}

/* The size is a hint: the file's own answer counts, whatever HEAD has said. */
static void test_HEAD_lies(void **state)
{
    static const struct http_reply heads[] = {{.size = 10}, {.size = 99999999}, {.size = 1}};
    struct http_reply two = {.size = 4000, .seed = 2, .head = &heads[0]};
    struct http_reply three = {.size = 4000, .seed = 3, .head = &heads[1]};
    struct http_reply empty = {.size = 0, .head = &heads[2]};
    struct bits_test *test = *state;
    IBackgroundCopyJob *job = create_stalling_job(test);

    add_reply(test, job, "/two", L"two", &two);
    add_reply(test, job, "/three", L"three", &three);
    add_reply(test, job, "/empty", L"empty", &empty);
    resume(job);
    assert_true(http_server_wait_stalled(test->server, BITS_TEST_TIMEOUT));
    if (is_wine())
        wait_for_total(job, LARGE + 10 + 99999999 + 1);
    finish(test, job);
    assert_int_equal(get_progress(job).BytesTotal, LARGE + 8000);
    assert_int_equal(get_progress(job).BytesTransferred, LARGE + 8000);
    assert_file_is_pattern(test, L"two", 4000, 2);
    assert_file_is_pattern(test, L"three", 4000, 3);
    assert_file_is_pattern(test, L"empty", 0, 0);
}

/* HEAD that is never answered holds nothing up. */
static void test_HEAD_is_not_answered(void **state)
{
    static const struct http_reply silent = {.fault = HTTP_FAULT_SILENT};
    struct http_reply large = {.size = LARGE, .seed = 1}, two = {.size = 4000, .seed = 2, .head = &silent};
    struct bits_test *test = *state;
    IBackgroundCopyJob *job = create_job(test);

    if (!is_wine())
        skip();
    add_reply(test, job, "/large", L"large", &large);
    add_reply(test, job, "/two", L"two", &two);
    download(job);
    assert_file_is_pattern(test, L"two", 4000, 2);
}

/* nf-bits2_5-ibackgroundcopyjobhttpoptions-setsecurityflags: redirects are followed; the name changes with its turn. */
static void test_HEAD_is_redirected(void **state)
{
    static const struct http_reply away = {.status = 302, .headers = "Location: /target\r\n"};
    struct bits_test *test = *state;
    IBackgroundCopyJob *job = create_stalling_job(test);
    IBackgroundCopyFile *file;
    WCHAR url[256], *name;

    serve_pattern(test, "/target", 4000, 2);
    add_reply(test, job, "/two", L"two", &away);
    set_security_flags(job, BG_HTTP_REDIRECT_POLICY_ALLOW_REPORT);
    resume(job);
    assert_true(http_server_wait_stalled(test->server, BITS_TEST_TIMEOUT));
    wait_for_total(job, LARGE + 4000);
    if (is_wine())
    {
        remote_name(test, "/two", url, ARRAYSIZE(url));
        file = get_file(job, 1);
        assert_hr(IBackgroundCopyFile_GetRemoteName(file, &name), S_OK);
        assert_task_string(name, url);
        IBackgroundCopyFile_Release(file);
    }
    finish(test, job);
    assert_file_is_pattern(test, L"two", 4000, 2);
}

static void test_HEAD_has_the_headers_and_credentials_of_the_job(void **state)
{
    static const struct http_reply guarded =
    {
        .size = 4000, .seed = 2, .authorization = "Basic bmFtZTpzZWNyZXQ=",
        .challenge = "WWW-Authenticate: Basic realm=\"r\"\r\n",
    };
    struct bits_test *test = *state;
    IBackgroundCopyJob *job = create_stalling_job(test);
    struct http_request request;
    char value[64];

    add_reply(test, job, "/two", L"two", &guarded);
    set_headers(job, L"X-Test: yes\r\n");
    set_credentials(job, BG_AUTH_TARGET_SERVER, BG_AUTH_SCHEME_BASIC, L"name", L"secret");
    resume(job);
    assert_true(http_server_wait_stalled(test->server, BITS_TEST_TIMEOUT));
    wait_for_total(job, LARGE + 4000);
    assert_true(http_server_last_request(test->server, "HEAD", "/two", &request));
    assert_true(http_request_header(&request, "X-Test", value, sizeof(value)));
    assert_true(http_request_header(&request, "Accept-Encoding", value, sizeof(value)));
    assert_string_equal(value, "identity");
    finish(test, job);
}

/* The total of a range up to the end needs the size; that of other ranges is known. */
static void test_files_with_ranges(void **state)
{
    static BG_FILE_RANGE open[] = {{10, 5}, {100, BG_LENGTH_TO_EOF}, {20, 5}}, closed[] = {{10, 5}, {20, 5}};
    struct bits_test *test = *state;
    IBackgroundCopyJob *job = create_stalling_job(test);
    WCHAR url[256], path[MAX_PATH];
    IBackgroundCopyJob3 *job3;

    serve_pattern(test, "/open", 4000, 2);
    serve_pattern(test, "/closed", 4000, 2);
    assert_hr(IBackgroundCopyJob_QueryInterface(job, &IID_IBackgroundCopyJob3, (void **)&job3), S_OK);
    remote_name(test, "/closed", url, ARRAYSIZE(url));
    local_name(test, L"closed", path);
    assert_hr(IBackgroundCopyJob3_AddFileWithRanges(job3, url, path, 2, closed), S_OK);
    remote_name(test, "/open", url, ARRAYSIZE(url));
    local_name(test, L"open", path);
    assert_hr(IBackgroundCopyJob3_AddFileWithRanges(job3, url, path, 3, open), S_OK);
    IBackgroundCopyJob3_Release(job3);
    resume(job);
    assert_true(http_server_wait_stalled(test->server, BITS_TEST_TIMEOUT));
    wait_for_total(job, LARGE + 10 + 5 + 3900 + 5);
    finish(test, job);
    assert_heads(test, "/closed", 0);
    assert_int_equal(get_file_progress(job, 2).BytesTransferred, 5 + 3900 + 5);
}

/* Dynamic content has no size, another method another answer, and a local file no server. */
static void test_jobs_without_HEAD(void **state)
{
    static const struct http_reply large = {.size = LARGE, .seed = 1};
    struct bits_test *test = *state;
    IBackgroundCopyJob *jobs[] = {create_job(test), create_job(test), create_job(test)};
    WCHAR source[MAX_PATH];
    size_t i;

    serve_pattern(test, "/small", 100, 1);
    for (i = 0; i < ARRAYSIZE(jobs); ++i)
    {
        add_reply(test, jobs[i], "/large", L"large", &large);
        if (i < 2)
            add_file(test, jobs[i], "/small", L"small");
    }
    enable_property(jobs[0], BITS_JOB_PROPERTY_DYNAMIC_CONTENT);
    assert_hr(IBackgroundCopyJob_SetPriority(jobs[0], BG_JOB_PRIORITY_FOREGROUND), S_OK);
    set_method(jobs[1], L"POST");
    write_file(test, L"source", "1234567890");
    local_name(test, L"source", source);
    add_url(test, jobs[2], source, L"copy");
    for (i = 0; i < ARRAYSIZE(jobs); ++i)
        download(jobs[i]);
    assert_heads(test, "/small", 0);
    assert_file_is_text(test, L"copy", "1234567890");
    assert_true(remove_file(test, L"source"));
}

/* As soon as the sizes are known, and not after most of it has been downloaded in vain. */
static void test_the_maximum_size_counts_all_files(void **state)
{
    struct bits_test *test = *state;
    IBackgroundCopyJob *job = create_stalling_job(test);
    BITS_JOB_PROPERTY_VALUE maximum = {.Uint64 = LARGE + 4000 + 3999};

    serve_pattern(test, "/two", 4000, 2);
    add_file(test, job, "/two", L"two");
    add_file(test, job, "/two", L"three");
    set_property(job, BITS_JOB_PROPERTY_MAX_DOWNLOAD_SIZE, maximum);
    resume(job);
    wait_for_error(job, BG_JOB_STATE_ERROR, BG_E_MAX_DOWNLOAD_SIZE_LIMIT_REACHED, BG_ERROR_CONTEXT_REMOTE_FILE);
    assert_true(get_progress(job).BytesTransferred < LARGE);
    assert_int_equal(http_server_count(test->server, "GET", "/two"), 0);
}

int main(void)
{
    static const struct CMUnitTest tests[] =
    {
        bits_unit_test(test_the_total_is_known_while_a_large_file_comes),
        bits_unit_test(test_small_files_need_no_HEAD),
        bits_unit_test(test_HEAD_is_refused),
        bits_unit_test(test_HEAD_does_not_help),
        bits_unit_test(test_HEAD_breaks_the_connection),
        bits_unit_test(test_HEAD_lies),
        bits_unit_test(test_HEAD_is_not_answered),
        bits_unit_test(test_HEAD_is_redirected),
        bits_unit_test(test_HEAD_has_the_headers_and_credentials_of_the_job),
        bits_unit_test(test_files_with_ranges),
        bits_unit_test(test_jobs_without_HEAD),
        bits_unit_test(test_the_maximum_size_counts_all_files),
    };

    return cmocka_run_group_tests_name("sizes", tests, bits_program_setup, bits_program_teardown);
}
