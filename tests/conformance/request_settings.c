/* What the settings of a job do to its requests: headers, method, redirects, credentials, and what is kept of the
 * response.
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include <stdio.h>
#include <string.h>
#include <wchar.h>

#include "job_settings.h"

#define REDIRECT_FAILED 0x80072f7c /* ERROR_WINHTTP_REDIRECT_FAILED */

#define BASIC_CHALLENGE "WWW-Authenticate: Basic realm=\"test\"\r\n"
#define NAME_WORD "Basic bmFtZTp3b3Jk" /* name:word */

static const struct http_reply hundred_bytes = {.size = 100, .seed = 1};

static IBackgroundCopyJob *create_download(struct bits_test *test, const struct http_reply *reply)
{
    IBackgroundCopyJob *job = create_job(test);

    http_server_serve(test->server, "/file", reply);
    add_file(test, job, "/file", L"file");
    return job;
}

/* A job whose file redirects to /target, of the same server or another one. */
static IBackgroundCopyJob *create_redirected(struct bits_test *test, struct http_server *target, char location[128])
{
    struct http_reply redirect = {.status = 302, .headers = location};

    sprintf(location, "Location: http://127.0.0.1:%u/target\r\n", http_server_port(target));
    http_server_serve(target, "/target", &hundred_bytes);
    return create_download(test, &redirect);
}

static void assert_remote_name(IBackgroundCopyJob *job, struct http_server *server, const char *path)
{
    IBackgroundCopyFile *file = get_file(job, 0);
    WCHAR expected[128], *name;

    swprintf(expected, ARRAYSIZE(expected), L"http://127.0.0.1:%u%hs", http_server_port(server), path);
    assert_hr(IBackgroundCopyFile_GetRemoteName(file, &name), S_OK);
    assert_task_string(name, expected);
    IBackgroundCopyFile_Release(file);
}

/* nf-bits2_5-ibackgroundcopyjobhttpoptions-setcustomheaders: with each request. Firefox adds an empty line. */
static void test_custom_headers_are_sent(void **state)
{
    struct bits_test *test = *state;
    IBackgroundCopyJob *job = create_download(test, &hundred_bytes);

    serve_pattern(test, "/two", 200, 2);
    add_file(test, job, "/two", L"two");
    set_headers(job, L"X-One: 1\r\nX-Two: a b\r\n\r\n");
    download(job);
    assert_string_equal(last_header(test->server, "/file", "X-One"), "1");
    assert_string_equal(last_header(test->server, "/file", "X-Two"), "a b");
    assert_string_equal(last_header(test->server, "/two", "X-One"), "1");
    assert_string_equal(last_header(test->server, "/two", "Accept-Encoding"), "identity");
}

static void test_custom_headers_change_nothing_that_BITS_says(void **state)
{
    struct bits_test *test = *state;
    IBackgroundCopyJob *job = create_download(test, &hundred_bytes);

    if (!is_wine())
        skip();
    set_headers(job, L"Accept-Encoding: gzip\r\nRange: bytes=0-1\r\nUser-Agent: other\r\nX-Last: 1\r\n");
    download(job);
    assert_string_equal(last_header(test->server, "/file", "Accept-Encoding"), "identity");
    assert_string_equal(last_header(test->server, "/file", "X-Last"), "1");
    assert_non_null(strstr(last_header(test->server, "/file", "User-Agent"), "BITS"));
    assert_file_is_pattern(test, L"file", 100, 1);
}

static void test_custom_headers_can_be_removed(void **state)
{
    struct bits_test *test = *state;
    IBackgroundCopyJob *job = create_download(test, &hundred_bytes);

    set_headers(job, L"X-One: 1\r\n");
    set_headers(job, NULL);
    download(job);
    assert_string_equal(last_header(test->server, "/file", "X-One"), "");
}

static void test_headers_and_credentials_stay_with_their_server(void **state)
{
    struct bits_test *test = *state;
    struct http_server *other = http_server_start();
    struct http_reply guarded = {.size = 100, .authorization = NAME_WORD, .challenge = BASIC_CHALLENGE};
    char location[128];
    IBackgroundCopyJob *job = create_redirected(test, other, location);

    http_server_serve(other, "/target", &guarded);
    set_headers(job, L"X-Secret: 1\r\nAuthorization: Bearer x\r\n");
    set_credentials(job, BG_AUTH_TARGET_SERVER, BG_AUTH_SCHEME_BASIC, L"name", L"word");
    assert_hr(IBackgroundCopyJob_Resume(job), S_OK);
    wait_for_error(job, BG_JOB_STATE_ERROR, BG_E_HTTP_ERROR_401, BG_ERROR_CONTEXT_REMOTE_FILE);
    assert_string_equal(last_header(test->server, "/file", "X-Secret"), "1");
    assert_string_equal(last_header(other, "/target", "X-Secret"), "");
    assert_string_equal(last_header(other, "/target", "Authorization"), "");
    assert_string_equal(last_header(other, "/target", "Accept-Encoding"), "identity");
    http_server_stop(other);
}

static void test_headers_go_along_within_a_server(void **state)
{
    struct bits_test *test = *state;
    char location[128];
    IBackgroundCopyJob *job = create_redirected(test, test->server, location);

    set_headers(job, L"X-Secret: 1\r\n");
    download(job);
    assert_string_equal(last_header(test->server, "/target", "X-Secret"), "1");
}

/* nf-bits10_2-ibackgroundcopyjobhttpoptions2-sethttpmethod */
static void test_the_method_is_sent(void **state)
{
    struct bits_test *test = *state;
    IBackgroundCopyJob *job = create_download(test, &hundred_bytes);

    set_method(job, L"POST");
    download(job);
    assert_int_equal(http_server_count(test->server, "POST", "/file"), 1);
    assert_int_equal(http_server_count(test->server, NULL, "/file"), 1);
    assert_string_equal(last_header(test->server, "/file", "Content-Length"), "0");
    assert_file_is_pattern(test, L"file", 100, 1);
}

/* An error that may pass ends the job, and Resume begins again. */
static void test_no_retry_with_another_method(void **state)
{
    struct bits_test *test = *state;
    struct http_reply broken = {.size = 2000000, .fault = HTTP_FAULT_DROP, .fault_at = 1500000};
    IBackgroundCopyJob *job = create_download(test, &broken);

    set_method(job, L"REPORT");
    assert_hr(IBackgroundCopyJob_Resume(job), S_OK);
    wait_for_state(job, BG_JOB_STATE_ERROR);
    serve_pattern(test, "/file", 2000000, 0);
    download(job);
    assert_string_equal(last_header(test->server, "/file", "Range"), "");
    assert_file_is_pattern(test, L"file", 2000000, 0);
}

static void test_a_redirect_may_change_the_method(void **state)
{
    static const struct
    {
        unsigned int status;
        const char *method;
    }
    tests[] = {{301, "GET"}, {302, "GET"}, {303, "GET"}, {307, "POST"}, {308, "POST"}};
    struct bits_test *test = *state;
    size_t i;

    for (i = 0; i < ARRAYSIZE(tests); ++i)
    {
        struct http_reply redirect = {.status = tests[i].status, .headers = "Location: /target\r\n"};
        IBackgroundCopyJob *job = create_download(test, &redirect);
        struct http_request request;

        http_server_serve(test->server, "/target", &hundred_bytes);
        set_method(job, L"POST");
        download(job);
        assert_true(http_server_last_request(test->server, NULL, "/target", &request));
        assert_string_equal(request.method, tests[i].method);
    }
}

/* nf-bits2_5-ibackgroundcopyjobhttpoptions-setsecurityflags */
static void test_redirects_that_are_silent(void **state)
{
    struct bits_test *test = *state;
    char location[128];
    IBackgroundCopyJob *job = create_redirected(test, test->server, location);

    download(job);
    assert_file_is_pattern(test, L"file", 100, 1);
    assert_remote_name(job, test->server, "/file");
}

static void test_redirects_that_are_reported(void **state)
{
    struct bits_test *test = *state;
    struct http_server *other = http_server_start();
    char location[128];
    IBackgroundCopyJob *job = create_redirected(test, other, location);

    set_security_flags(job, BG_HTTP_REDIRECT_POLICY_ALLOW_REPORT);
    download(job);
    assert_file_is_pattern(test, L"file", 100, 1);
    assert_remote_name(job, other, "/target");
    http_server_stop(other);
}

/* The target becomes the remote name, so that Resume goes there. */
static void test_redirects_that_are_refused(void **state)
{
    struct bits_test *test = *state;
    char location[128];
    IBackgroundCopyJob *job = create_redirected(test, test->server, location);

    set_security_flags(job, BG_HTTP_REDIRECT_POLICY_DISALLOW);
    assert_hr(IBackgroundCopyJob_Resume(job), S_OK);
    wait_for_error(job, BG_JOB_STATE_ERROR, BG_E_HTTP_ERROR_302, BG_ERROR_CONTEXT_REMOTE_FILE);
    assert_int_equal(http_server_count(test->server, NULL, "/target"), 0);
    assert_remote_name(job, test->server, "/target");
    download(job);
    assert_file_is_pattern(test, L"file", 100, 1);
}

static void test_redirects_with_a_body(void **state)
{
    struct bits_test *test = *state;
    struct http_reply redirect = {.status = 302, .headers = "Location: /target\r\n", .size = 100000, .seed = 9};
    IBackgroundCopyJob *job = create_download(test, &redirect);

    http_server_serve(test->server, "/target", &hundred_bytes);
    download(job);
    assert_file_is_pattern(test, L"file", 100, 1);
}

static void test_redirects_without_an_end(void **state)
{
    struct bits_test *test = *state;
    struct http_reply redirect = {.status = 302, .headers = "Location: /file\r\n"};
    IBackgroundCopyJob *job = create_download(test, &redirect);

    assert_hr(IBackgroundCopyJob_Resume(job), S_OK);
    wait_for_error(job, BG_JOB_STATE_ERROR, REDIRECT_FAILED, BG_ERROR_CONTEXT_REMOTE_FILE);
    assert_in_range(http_server_count(test->server, NULL, "/file"), 6, 21);
}

/* nf-bits1_5-ibackgroundcopyjob2-setcredentials: in answer to a request, and to nobody else. */
static void test_Basic_credentials(void **state)
{
    struct bits_test *test = *state;
    struct http_reply guarded = {.size = 100, .authorization = NAME_WORD, .challenge = BASIC_CHALLENGE};
    IBackgroundCopyJob *job = create_download(test, &guarded);

    serve_pattern(test, "/open", 200, 2);
    add_file(test, job, "/open", L"open");
    set_credentials(job, BG_AUTH_TARGET_SERVER, BG_AUTH_SCHEME_BASIC, L"name", L"word");
    download(job);
    assert_file_is_pattern(test, L"file", 100, 0);
    assert_int_equal(http_server_count(test->server, NULL, "/file"), 2);
    assert_string_equal(last_header(test->server, "/open", "Authorization"), "");
}

static void test_wrong_credentials(void **state)
{
    struct bits_test *test = *state;
    struct http_reply guarded = {.size = 100, .authorization = NAME_WORD, .challenge = BASIC_CHALLENGE};
    IBackgroundCopyJob *job = create_download(test, &guarded);

    assert_hr(IBackgroundCopyJob_Resume(job), S_OK);
    wait_for_error(job, BG_JOB_STATE_ERROR, BG_E_HTTP_ERROR_401, BG_ERROR_CONTEXT_REMOTE_FILE);
    assert_int_equal(http_server_count(test->server, NULL, "/file"), 1);
    set_credentials(job, BG_AUTH_TARGET_SERVER, BG_AUTH_SCHEME_BASIC, L"name", L"wrong");
    assert_hr(IBackgroundCopyJob_Resume(job), S_OK);
    wait_for_error(job, BG_JOB_STATE_ERROR, BG_E_HTTP_ERROR_401, BG_ERROR_CONTEXT_REMOTE_FILE);
    set_credentials(job, BG_AUTH_TARGET_SERVER, BG_AUTH_SCHEME_BASIC, L"name", L"word");
    download(job);
    assert_file_is_pattern(test, L"file", 100, 0);
}

/* Credentials for one scheme or target are no answer to another. */
static void test_credentials_for_something_else(void **state)
{
    struct bits_test *test = *state;
    struct http_reply guarded = {.size = 100, .authorization = NAME_WORD, .challenge = BASIC_CHALLENGE};
    IBackgroundCopyJob *job = create_download(test, &guarded);

    set_credentials(job, BG_AUTH_TARGET_PROXY, BG_AUTH_SCHEME_BASIC, L"name", L"word");
    set_credentials(job, BG_AUTH_TARGET_SERVER, BG_AUTH_SCHEME_NTLM, L"name", L"word");
    set_credentials(job, BG_AUTH_TARGET_SERVER, BG_AUTH_SCHEME_DIGEST, L"name", L"word");
    assert_hr(IBackgroundCopyJob_Resume(job), S_OK);
    wait_for_error(job, BG_JOB_STATE_ERROR, BG_E_HTTP_ERROR_401, BG_ERROR_CONTEXT_REMOTE_FILE);
    assert_string_equal(last_header(test->server, "/file", "Authorization"), "");
}

/* authentication: a name and a password may be part of the URL. */
static void test_a_password_in_the_URL(void **state)
{
    struct bits_test *test = *state;
    struct http_reply guarded = {.size = 100, .authorization = NAME_WORD, .challenge = BASIC_CHALLENGE};
    IBackgroundCopyJob *job = create_job(test);
    WCHAR url[128];

    http_server_serve(test->server, "/file", &guarded);
    swprintf(url, ARRAYSIZE(url), L"http://name:word@127.0.0.1:%u/file", http_server_port(test->server));
    add_url(test, job, url, L"file");
    download(job);
    assert_file_is_pattern(test, L"file", 100, 0);
}

/* how-to-get-the-last-set-of-http-headers-received-for-each-file-in-a-bits-download-job */
static void test_response_headers(void **state)
{
    struct bits_test *test = *state;
    struct http_reply redirect = {.status = 302, .headers = "Location: /target\r\nX-Answer: first\r\n"};
    struct http_reply target = {.size = 100, .headers = "X-Answer: last\r\n"};
    IBackgroundCopyJob *job = create_download(test, &redirect);
    WCHAR *headers;

    http_server_serve(test->server, "/target", &target);
    download(job);
    headers = get_response_headers(job, 0);
    assert_non_null(headers);
    assert_non_null(wcsstr(headers, L"HTTP/1.1 200 OK\r\n"));
    assert_non_null(wcsstr(headers, L"X-Answer: last\r\n"));
    assert_null(wcsstr(headers, L"first"));
    CoTaskMemFree(headers);
}

static void test_response_headers_of_an_error(void **state)
{
    struct bits_test *test = *state;
    struct http_reply missing = {.status = 404, .headers = "X-Answer: none\r\n"};
    IBackgroundCopyJob *job = start_download(test, &missing);
    WCHAR *headers;

    wait_for_state(job, BG_JOB_STATE_ERROR);
    headers = get_response_headers(job, 0);
    assert_non_null(headers);
    assert_non_null(wcsstr(headers, L"X-Answer: none\r\n"));
    CoTaskMemFree(headers);
}

int main(void)
{
    static const struct CMUnitTest tests[] =
    {
        bits_unit_test(test_custom_headers_are_sent),
        bits_unit_test(test_custom_headers_change_nothing_that_BITS_says),
        bits_unit_test(test_custom_headers_can_be_removed),
        bits_unit_test(test_headers_and_credentials_stay_with_their_server),
        bits_unit_test(test_headers_go_along_within_a_server),
        bits_unit_test(test_the_method_is_sent),
        bits_unit_test(test_no_retry_with_another_method),
        bits_unit_test(test_a_redirect_may_change_the_method),
        bits_unit_test(test_redirects_that_are_silent),
        bits_unit_test(test_redirects_that_are_reported),
        bits_unit_test(test_redirects_that_are_refused),
        bits_unit_test(test_redirects_with_a_body),
        bits_unit_test(test_redirects_without_an_end),
        bits_unit_test(test_Basic_credentials),
        bits_unit_test(test_wrong_credentials),
        bits_unit_test(test_credentials_for_something_else),
        bits_unit_test(test_a_password_in_the_URL),
        bits_unit_test(test_response_headers),
        bits_unit_test(test_response_headers_of_an_error),
    };

    return cmocka_run_group_tests_name("request_settings", tests, bits_program_setup, bits_program_teardown);
}
