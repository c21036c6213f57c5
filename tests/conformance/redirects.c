/* Where redirects lead, and what goes along: nf-bits2_5-ibackgroundcopyjobhttpoptions-setsecurityflags. What is meant
 * for one server never goes to another.
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include <stdio.h>
#include <wchar.h>

#include "job_settings.h"
#include <bits2_0.h>

#define REDIRECT_FAILED 0x80072f7c /* ERROR_WINHTTP_REDIRECT_FAILED */
#define REDIRECTS_MAX 10           /* as many as WinHTTP follows */

#define CHALLENGE "WWW-Authenticate: Basic realm=\"test\"\r\n"
#define NAME_WORD "Basic bmFtZTp3b3Jk" /* name:word */

static const struct http_reply hundred_bytes = {.size = 100, .seed = 1};

/* Strings that live as long as the servers that send them. */
struct location
{
    char header[2400];
};

static void redirect(struct http_server *server, const char *path, struct location *location, const char *target)
{
    struct http_reply reply = {.status = 302, .headers = location->header};

    snprintf(location->header, sizeof(location->header), "Location: %s\r\n", target);
    http_server_serve(server, path, &reply);
}

static void redirect_to_server(struct http_server *from, const char *path, struct location *location,
        struct http_server *to, const char *target)
{
    char url[256];

    snprintf(url, sizeof(url), "http://127.0.0.1:%u%s", http_server_port(to), target);
    redirect(from, path, location, url);
}

/* A job with secrets for the test's server, which redirects it to /target of the other one. */
static IBackgroundCopyJob *create_with_secrets(struct bits_test *test, struct location *location,
        struct http_server *other, ULONG flags)
{
    IBackgroundCopyJob *job = create_job(test);

    redirect_to_server(test->server, "/file", location, other, "/target");
    add_file(test, job, "/file", L"file");
    set_headers(job, L"X-Secret: 1\r\n");
    set_credentials(job, BG_AUTH_TARGET_SERVER, BG_AUTH_SCHEME_BASIC, L"name", L"word");
    set_security_flags(job, flags);
    return job;
}

/* The server asks for the credentials, and does not get them. */
static void assert_server_gets_no_secrets(IBackgroundCopyJob *job, struct http_server *server)
{
    static const struct http_reply guarded = {.size = 100, .authorization = NAME_WORD, .challenge = CHALLENGE};

    http_server_serve(server, "/target", &guarded);
    assert_hr(IBackgroundCopyJob_Resume(job), S_OK);
    wait_for_error(job, BG_JOB_STATE_ERROR, BG_E_HTTP_ERROR_401, BG_ERROR_CONTEXT_REMOTE_FILE);
    assert_string_equal(last_header(server, "/target", "X-Secret"), "");
    assert_string_equal(last_header(server, "/target", "Authorization"), "");
}

static void test_secrets_do_not_follow(void **state)
{
    struct bits_test *test = *state;
    struct http_server *other = http_server_start();
    struct location location;
    IBackgroundCopyJob *job = create_with_secrets(test, &location, other, 0);

    assert_server_gets_no_secrets(job, other);
    assert_string_equal(last_header(test->server, "/file", "X-Secret"), "1");
    http_server_stop(other);
}

/* The reported name is where the next request goes, on its own account. */
static void test_secrets_do_not_go_to_a_reported_name(void **state)
{
    static const struct http_reply broken =
    {
        .size = 2000000, .fault = HTTP_FAULT_DROP, .fault_at = 1500000, .flags = HTTP_NO_RANGES,
    };
    struct bits_test *test = *state;
    struct http_server *other = http_server_start();
    struct location location;
    IBackgroundCopyJob *job = create_with_secrets(test, &location, other, BG_HTTP_REDIRECT_POLICY_ALLOW_REPORT);
    unsigned int asked;

    http_server_serve(other, "/target", &broken);
    assert_hr(IBackgroundCopyJob_Resume(job), S_OK);
    wait_for_state(job, BG_JOB_STATE_TRANSIENT_ERROR);
    asked = http_server_count(test->server, NULL, "/file");
    assert_server_gets_no_secrets(job, other);
    assert_int_equal(http_server_count(test->server, NULL, "/file"), asked);
    http_server_stop(other);
}

static void test_secrets_do_not_go_to_a_name_that_was_refused(void **state)
{
    struct bits_test *test = *state;
    struct http_server *other = http_server_start();
    struct location location;
    IBackgroundCopyJob *job = create_with_secrets(test, &location, other, BG_HTTP_REDIRECT_POLICY_DISALLOW);

    assert_hr(IBackgroundCopyJob_Resume(job), S_OK);
    wait_for_error(job, BG_JOB_STATE_ERROR, BG_E_HTTP_ERROR_302, BG_ERROR_CONTEXT_REMOTE_FILE);
    assert_server_gets_no_secrets(job, other);
    http_server_stop(other);
}

/* What the program itself names is to have them. */
static void test_secrets_go_to_a_name_that_the_program_sets(void **state)
{
    struct bits_test *test = *state;
    struct http_server *other = http_server_start();
    struct location location;
    IBackgroundCopyJob *job = create_with_secrets(test, &location, other, BG_HTTP_REDIRECT_POLICY_DISALLOW);
    IBackgroundCopyFile *file;
    IBackgroundCopyFile2 *file2;
    WCHAR *name;

    assert_hr(IBackgroundCopyJob_Resume(job), S_OK);
    wait_for_state(job, BG_JOB_STATE_ERROR);
    assert_server_gets_no_secrets(job, other);
    file = get_file(job, 0);
    assert_hr(IBackgroundCopyFile_QueryInterface(file, &IID_IBackgroundCopyFile2, (void **)&file2), S_OK);
    assert_hr(IBackgroundCopyFile2_GetRemoteName(file2, &name), S_OK);
    assert_hr(IBackgroundCopyFile2_SetRemoteName(file2, name), S_OK);
    CoTaskMemFree(name);
    IBackgroundCopyFile2_Release(file2);
    IBackgroundCopyFile_Release(file);
    download(job);
    assert_string_equal(last_header(other, "/target", "X-Secret"), "1");
    http_server_stop(other);
}

static void test_headers_stay_where_the_server_is_the_same(void **state)
{
    struct bits_test *test = *state;
    struct location location;
    IBackgroundCopyJob *job = create_with_secrets(test, &location, test->server, BG_HTTP_REDIRECT_POLICY_DISALLOW);

    assert_hr(IBackgroundCopyJob_Resume(job), S_OK);
    wait_for_state(job, BG_JOB_STATE_ERROR);
    http_server_serve(test->server, "/target", &hundred_bytes);
    download(job);
    assert_string_equal(last_header(test->server, "/target", "X-Secret"), "1");
}

/* Who sends a request away and back gets no more than the servers between. */
static void test_secrets_do_not_come_back(void **state)
{
    struct bits_test *test = *state;
    struct http_server *other = http_server_start();
    struct location first, second;
    IBackgroundCopyJob *job = create_with_secrets(test, &first, other, 0);

    redirect_to_server(other, "/target", &second, test->server, "/end");
    http_server_serve(test->server, "/end", &hundred_bytes);
    download(job);
    assert_string_equal(last_header(test->server, "/end", "X-Secret"), "");
    http_server_stop(other);
}

/* A job that has begun, and is to be sent to this target. The location must live as long as the server. */
static IBackgroundCopyJob *begin_redirected(struct bits_test *test, struct location *location, const char *target)
{
    IBackgroundCopyJob *job = create_job(test);

    redirect(test->server, "/file", location, target);
    add_file(test, job, "/file", L"file");
    assert_hr(IBackgroundCopyJob_Resume(job), S_OK);
    return job;
}

/* "BITS does not support redirection from HTTP or HTTPs to SMB", and less to anything else. */
static void test_redirects_to_something_else(void **state)
{
    static const char *const targets[] =
    {
        "file:///C:/windows/win.ini", "file://localhost/share/file", "ftp://127.0.0.1/file", "smb://127.0.0.1/file",
        "gopher://127.0.0.1/", "http://", "http://a b/", "http://127.0.0.1:65536/", "http://127.0.0.1:x/",
        "https://",
    };
    struct bits_test *test = *state;
    struct location locations[ARRAYSIZE(targets)];
    size_t i;

    for (i = 0; i < ARRAYSIZE(targets); ++i)
    {
        IBackgroundCopyJob *job = begin_redirected(test, &locations[i], targets[i]);

        wait_for_error(job, BG_JOB_STATE_ERROR, REDIRECT_FAILED, BG_ERROR_CONTEXT_REMOTE_FILE);
        assert_hr(IBackgroundCopyJob_Cancel(job), S_OK);
    }
}

/* What is no URL is the name of something on the same server, whatever it may look like. */
static void test_redirects_to_what_looks_local(void **state)
{
    static const char *const targets[] = {"\\\\localhost\\share\\file", "C:\\windows\\win.ini"};
    struct bits_test *test = *state;
    struct location locations[ARRAYSIZE(targets)];
    size_t i;

    for (i = 0; i < ARRAYSIZE(targets); ++i)
    {
        IBackgroundCopyJob *job = begin_redirected(test, &locations[i], targets[i]);

        wait_for_state(job, BG_JOB_STATE_ERROR);
        assert_hr(IBackgroundCopyJob_Cancel(job), S_OK);
    }
}

/* A job whose file is so many redirects away, at /0. */
static IBackgroundCopyJob *create_far_download(struct bits_test *test, struct location *locations, unsigned int count)
{
    static char paths[REDIRECTS_MAX + 2][8];
    IBackgroundCopyJob *job = create_job(test);
    unsigned int i;

    for (i = 0; i <= count; ++i)
        sprintf(paths[i], "/%u", i);
    http_server_serve(test->server, paths[0], &hundred_bytes);
    for (i = 1; i <= count; ++i)
        redirect(test->server, paths[i], &locations[i], paths[i - 1]);
    add_file(test, job, paths[count], L"file");
    return job;
}

/* No page says how many. */
static void test_a_chain_of_redirects(void **state)
{
    struct bits_test *test = *state;
    struct location locations[REDIRECTS_MAX + 2];

    download(create_far_download(test, locations, REDIRECTS_MAX / 2));
    if (!is_wine())
        skip();
    download(create_far_download(test, locations, REDIRECTS_MAX));
}

static void test_too_many_redirects(void **state)
{
    struct bits_test *test = *state;
    struct location locations[REDIRECTS_MAX + 2];
    IBackgroundCopyJob *job = create_far_download(test, locations, REDIRECTS_MAX + 1);

    if (!is_wine())
        skip();
    assert_hr(IBackgroundCopyJob_Resume(job), S_OK);
    wait_for_error(job, BG_JOB_STATE_ERROR, REDIRECT_FAILED, BG_ERROR_CONTEXT_REMOTE_FILE);
    assert_int_equal(http_server_count(test->server, NULL, "/0"), 0);
}

static void test_two_servers_that_redirect_to_each_other(void **state)
{
    struct bits_test *test = *state;
    struct http_server *other = http_server_start();
    struct location there, back;
    IBackgroundCopyJob *job = create_job(test);

    redirect_to_server(test->server, "/file", &there, other, "/file");
    redirect_to_server(other, "/file", &back, test->server, "/file");
    add_file(test, job, "/file", L"file");
    assert_hr(IBackgroundCopyJob_Resume(job), S_OK);
    wait_for_error(job, BG_JOB_STATE_ERROR, REDIRECT_FAILED, BG_ERROR_CONTEXT_REMOTE_FILE);
    http_server_stop(other);
}

/* A name and a password that a server puts into a URL are not the job's. */
static void test_a_password_in_the_location(void **state)
{
    static const struct http_reply guarded = {.size = 100, .authorization = NAME_WORD, .challenge = CHALLENGE};
    struct bits_test *test = *state;
    IBackgroundCopyJob *job = create_job(test);
    struct location location;
    char url[128];

    snprintf(url, sizeof(url), "http://name:word@127.0.0.1:%u/target", http_server_port(test->server));
    redirect(test->server, "/file", &location, url);
    http_server_serve(test->server, "/target", &guarded);
    add_file(test, job, "/file", L"file");
    assert_hr(IBackgroundCopyJob_Resume(job), S_OK);
    wait_for_error(job, BG_JOB_STATE_ERROR, BG_E_HTTP_ERROR_401, BG_ERROR_CONTEXT_REMOTE_FILE);
    assert_string_equal(last_header(test->server, "/target", "Authorization"), "");
}

int main(void)
{
    static const struct CMUnitTest tests[] =
    {
        bits_unit_test(test_secrets_do_not_follow),
        bits_unit_test(test_secrets_do_not_go_to_a_reported_name),
        bits_unit_test(test_secrets_do_not_go_to_a_name_that_was_refused),
        bits_unit_test(test_secrets_go_to_a_name_that_the_program_sets),
        bits_unit_test(test_headers_stay_where_the_server_is_the_same),
        bits_unit_test(test_secrets_do_not_come_back),
        bits_unit_test(test_redirects_to_something_else),
        bits_unit_test(test_redirects_to_what_looks_local),
        bits_unit_test(test_a_chain_of_redirects),
        bits_unit_test(test_too_many_redirects),
        bits_unit_test(test_two_servers_that_redirect_to_each_other),
        bits_unit_test(test_a_password_in_the_location),
    };

    return cmocka_run_group_tests_name("redirects", tests, bits_program_setup, bits_program_teardown);
}
