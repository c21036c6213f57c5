/* What the proxy settings of a job do to its requests. nf-bits-ibackgroundcopyjob-setproxysettings
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include <stdio.h>
#include <string.h>
#include <wchar.h>

#include "job_settings.h"

#define CANNOT_CONNECT 0x80072efd /* ERROR_WINHTTP_CANNOT_CONNECT */
#define CONNECTION_ERROR 0x80072efe /* ERROR_WINHTTP_CONNECTION_ERROR */
#define CHALLENGE "Proxy-Authenticate: Basic realm=\"test\"\r\n"
#define NAME_WORD "Basic bmFtZTp3b3Jk" /* name:word */

/* Only a proxy knows this host: RFC 6761. A request through a proxy names the whole URL. */
#define URL "http://server.invalid/file"

static const struct http_reply hundred_bytes = {.size = 100, .seed = 1};

static void set_proxy(IBackgroundCopyJob *job, BG_JOB_PROXY_USAGE usage, const WCHAR *list, const WCHAR *bypass)
{
    assert_hr(IBackgroundCopyJob_SetProxySettings(job, usage, list, bypass), S_OK);
}

/* Sets a list in which %u stands for the port of the test's server. */
static void override_proxy(struct bits_test *test, IBackgroundCopyJob *job, const WCHAR *format, const WCHAR *bypass)
{
    WCHAR list[256];

    swprintf(list, ARRAYSIZE(list), format, http_server_port(test->server));
    set_proxy(job, BG_JOB_PROXY_USAGE_OVERRIDE, list, bypass);
}

/* A job with a file that only the test's server, as a proxy, can hand out. */
static IBackgroundCopyJob *create_proxied(struct bits_test *test, const struct http_reply *reply)
{
    IBackgroundCopyJob *job = create_job(test);

    http_server_serve(test->server, URL, reply);
    add_url(test, job, L"" URL, L"file");
    return job;
}

static void test_a_proxy_is_asked(void **state)
{
    static const WCHAR *const lists[] =
    {
        L"127.0.0.1:%u", L"http=127.0.0.1:%u", L"http=http://127.0.0.1:%u https=other", L"http://127.0.0.1:%u",
        L"https=other.invalid 127.0.0.1:%u",
    };
    struct bits_test *test = *state;
    size_t i;

    for (i = 0; i < ARRAYSIZE(lists); ++i)
    {
        IBackgroundCopyJob *job = create_proxied(test, &hundred_bytes);

        override_proxy(test, job, lists[i], NULL);
        download(job);
        assert_int_equal(http_server_count(test->server, "GET", URL), i + 1);
        assert_file_is_pattern(test, L"file", 100, 1);
        assert_true(remove_file(test, L"file"));
    }
}

static void test_the_next_proxy_is_tried(void **state)
{
    struct bits_test *test = *state;
    struct http_server *gone = http_server_start();
    unsigned short port = http_server_port(gone);
    IBackgroundCopyJob *job = create_proxied(test, &hundred_bytes);
    WCHAR list[128];

    http_server_stop(gone);
    swprintf(list, ARRAYSIZE(list), L"proxy.invalid:80 127.0.0.1:%u 127.0.0.1:%u", port,
            http_server_port(test->server));
    set_proxy(job, BG_JOB_PROXY_USAGE_OVERRIDE, list, NULL);
    download(job);
    assert_file_is_pattern(test, L"file", 100, 1);
}

static void test_no_proxy_can_be_reached(void **state)
{
    struct bits_test *test = *state;
    struct http_server *gone = http_server_start();
    IBackgroundCopyJob *job = create_proxied(test, &hundred_bytes);
    WCHAR list[128];

    swprintf(list, ARRAYSIZE(list), L"127.0.0.1:%u", http_server_port(gone));
    http_server_stop(gone);
    set_proxy(job, BG_JOB_PROXY_USAGE_OVERRIDE, list, NULL);
    assert_hr(IBackgroundCopyJob_Resume(job), S_OK);
    wait_for_error(job, BG_JOB_STATE_TRANSIENT_ERROR, CANNOT_CONNECT, BG_ERROR_CONTEXT_GENERAL_TRANSPORT);
}

/* The server is reached itself, where a proxy could not be. */
static void test_hosts_bypass_the_proxy(void **state)
{
    static const WCHAR *const lists[] = {L"127.0.0.1", L"other.invalid 127.0.0.1 <local>", L"*.0.0.1", L"*"};
    struct bits_test *test = *state;
    size_t i;

    serve_pattern(test, "/file", 100, 1);
    for (i = 0; i < ARRAYSIZE(lists); ++i)
    {
        IBackgroundCopyJob *job = create_job(test);

        add_file(test, job, "/file", L"file");
        set_proxy(job, BG_JOB_PROXY_USAGE_OVERRIDE, L"proxy.invalid", lists[i]);
        download(job);
        assert_int_equal(http_server_count(test->server, NULL, "/file"), i + 1);
    }
}

static void test_other_hosts_do_not_bypass_it(void **state)
{
    static const WCHAR *const lists[] = {NULL, L"<local>", L"server", L"*.example *.server.invalid"};
    struct bits_test *test = *state;
    size_t i;

    for (i = 0; i < ARRAYSIZE(lists); ++i)
    {
        IBackgroundCopyJob *job = create_proxied(test, &hundred_bytes);

        override_proxy(test, job, L"127.0.0.1:%u", lists[i]);
        download(job);
    }
}

static void test_no_proxy(void **state)
{
    struct bits_test *test = *state;
    IBackgroundCopyJob *job = create_job(test);

    serve_pattern(test, "/file", 100, 1);
    add_file(test, job, "/file", L"file");
    set_proxy(job, BG_JOB_PROXY_USAGE_NO_PROXY, NULL, NULL);
    download(job);
    assert_int_equal(http_server_count(test->server, "GET", "/file"), 1);
}

/* Where the network offers no script, there is no proxy. */
static void test_autodetection(void **state)
{
    struct bits_test *test = *state;
    IBackgroundCopyJob *job = create_job(test);

    serve_pattern(test, "/file", 100, 1);
    add_file(test, job, "/file", L"file");
    set_proxy(job, BG_JOB_PROXY_USAGE_AUTODETECT, NULL, NULL);
    download(job);
}

/* What is wrong with a list is seen when it is used. */
static void test_bad_lists(void **state)
{
    static const struct
    {
        const WCHAR *list, *bypass;
    }
    tests[] = {{L"ftp=proxy"}, {L"proxy:port"}, {L"proxy/path"}, {L"name:word@proxy"}, {L"proxy", L"aaa.*"}};
    struct bits_test *test = *state;
    size_t i;

    for (i = 0; i < ARRAYSIZE(tests); ++i)
    {
        IBackgroundCopyJob *job = create_proxied(test, &hundred_bytes);

        set_proxy(job, BG_JOB_PROXY_USAGE_OVERRIDE, tests[i].list, tests[i].bypass);
        assert_hr(IBackgroundCopyJob_Resume(job), S_OK);
        wait_for_error(job, BG_JOB_STATE_ERROR, BG_E_INVALID_PROXY_INFO, BG_ERROR_CONTEXT_GENERAL_TRANSPORT);
        override_proxy(test, job, L"127.0.0.1:%u", NULL);
        download(job);
    }
}

/* nf-bits1_5-ibackgroundcopyjob2-setcredentials: the code tells a proxy's refusal from a server's. */
static void test_credentials_for_the_proxy(void **state)
{
    struct bits_test *test = *state;
    struct http_reply guarded = {.size = 100, .proxy_authorization = NAME_WORD, .challenge = CHALLENGE};
    IBackgroundCopyJob *job = create_proxied(test, &guarded);

    override_proxy(test, job, L"127.0.0.1:%u", NULL);
    set_credentials(job, BG_AUTH_TARGET_SERVER, BG_AUTH_SCHEME_BASIC, L"name", L"word");
    assert_hr(IBackgroundCopyJob_Resume(job), S_OK);
    wait_for_error(job, BG_JOB_STATE_ERROR, BG_E_HTTP_ERROR_407, BG_ERROR_CONTEXT_GENERAL_TRANSPORT);
    set_credentials(job, BG_AUTH_TARGET_PROXY, BG_AUTH_SCHEME_BASIC, L"name", L"wrong");
    assert_hr(IBackgroundCopyJob_Resume(job), S_OK);
    wait_for_error(job, BG_JOB_STATE_ERROR, BG_E_HTTP_ERROR_407, BG_ERROR_CONTEXT_GENERAL_TRANSPORT);
    set_credentials(job, BG_AUTH_TARGET_PROXY, BG_AUTH_SCHEME_BASIC, L"name", L"word");
    download(job);
    assert_file_is_pattern(test, L"file", 100, 0);
    assert_string_equal(last_header(test->server, URL, "Authorization"), "");
}

/* A tunnel through the proxy, to a server that only the proxy knows. What is in it concerns the proxy in no way. */
#define TUNNEL "server.invalid:443"
#define TUNNEL_URL L"https://" TUNNEL "/file"

static IBackgroundCopyJob *create_tunnelled(struct bits_test *test)
{
    IBackgroundCopyJob *job = create_job(test);

    add_url(test, job, TUNNEL_URL, L"file");
    set_headers(job, L"X-Secret: 1\r\nAuthorization: Bearer x\r\n");
    return job;
}

static void test_a_proxy_that_refuses_a_tunnel(void **state)
{
    static const struct http_reply forbidden = {.status = 403};
    static const struct http_reply moved = {.status = 302, .headers = "Location: " URL "\r\n"};
    struct bits_test *test = *state;
    IBackgroundCopyJob *job = create_tunnelled(test);

    override_proxy(test, job, L"127.0.0.1:%u", NULL);
    http_server_serve(test->server, TUNNEL, &forbidden);
    assert_hr(IBackgroundCopyJob_Resume(job), S_OK);
    wait_for_error(job, BG_JOB_STATE_ERROR, BG_E_HTTP_ERROR_403, BG_ERROR_CONTEXT_GENERAL_TRANSPORT);
    assert_int_equal(http_server_count(test->server, "CONNECT", TUNNEL), 1);
    assert_string_equal(last_header(test->server, TUNNEL, "X-Secret"), "");
    assert_string_equal(last_header(test->server, TUNNEL, "Authorization"), "");
    http_server_serve(test->server, TUNNEL, &moved);
    assert_hr(IBackgroundCopyJob_Resume(job), S_OK);
    wait_for_error(job, BG_JOB_STATE_ERROR, BG_E_HTTP_ERROR_302, BG_ERROR_CONTEXT_GENERAL_TRANSPORT);
    assert_int_equal(http_server_count(test->server, NULL, URL), 0);
}

static void test_a_proxy_that_does_not_answer(void **state)
{
    static const struct http_reply nothing = {.raw = ""}, forbidden = {.status = 403};
    struct bits_test *test = *state;
    struct http_server *other = http_server_start();
    IBackgroundCopyJob *job = create_tunnelled(test);
    WCHAR list[128];

    http_server_serve(test->server, TUNNEL, &nothing);
    http_server_serve(other, TUNNEL, &forbidden);
    override_proxy(test, job, L"127.0.0.1:%u", NULL);
    assert_hr(IBackgroundCopyJob_Resume(job), S_OK);
    wait_for_error(job, BG_JOB_STATE_TRANSIENT_ERROR, CONNECTION_ERROR, BG_ERROR_CONTEXT_GENERAL_TRANSPORT);
    swprintf(list, ARRAYSIZE(list), L"127.0.0.1:%u 127.0.0.1:%u", http_server_port(test->server),
            http_server_port(other));
    set_proxy(job, BG_JOB_PROXY_USAGE_OVERRIDE, list, NULL);
    assert_hr(IBackgroundCopyJob_Resume(job), S_OK);
    wait_for_error(job, BG_JOB_STATE_ERROR, BG_E_HTTP_ERROR_403, BG_ERROR_CONTEXT_GENERAL_TRANSPORT);
    http_server_stop(other);
}

/* A redirect is a request like any other: its host has a say in which proxy serves it. */
static void test_a_redirect_chooses_its_proxy(void **state)
{
    struct bits_test *test = *state;
    char location[64];
    struct http_reply redirect = {.status = 302, .headers = location};
    IBackgroundCopyJob *job = create_proxied(test, &redirect);

    sprintf(location, "Location: http://127.0.0.1:%u/target\r\n", http_server_port(test->server));
    serve_pattern(test, "/target", 100, 1);
    override_proxy(test, job, L"127.0.0.1:%u", L"127.0.0.1");
    download(job);
    assert_int_equal(http_server_count(test->server, "GET", "/target"), 1);
    assert_file_is_pattern(test, L"file", 100, 1);
}

/* A download through a first proxy, which is gone when a part of the file has come, and then through a second one. */
static void change_proxy(struct bits_test *test, enum http_fault fault, const struct http_reply *second)
{
    struct http_reply reply = {.size = 2000000, .seed = 1, .fault = fault, .fault_at = 1234567};
    IBackgroundCopyJob *job = create_proxied(test, second);
    unsigned int count = http_server_count(test->server, NULL, URL);
    struct http_server *first = http_server_start();
    WCHAR list[128];

    http_server_serve(first, URL, &reply);
    swprintf(list, ARRAYSIZE(list), L"127.0.0.1:%u 127.0.0.1:%u", http_server_port(first),
            http_server_port(test->server));
    set_proxy(job, BG_JOB_PROXY_USAGE_OVERRIDE, list, NULL);
    assert_hr(IBackgroundCopyJob_Resume(job), S_OK);
    if (fault == HTTP_FAULT_DROP)
        wait_for_state(job, BG_JOB_STATE_TRANSIENT_ERROR);
    wait_for_bytes(job, reply.fault_at);
    suspend_transfer(test, job);
    assert_int_equal(http_server_count(test->server, NULL, URL), count);
    http_server_stop(first);
    download(job);
    assert_file_is_pattern(test, L"file", second->size, second->seed);
    assert_string_equal(last_header(test->server, URL, "If-Range"), second->seed == 1 ? "\"1e8480-1\"" : "");
}

/* file-transfer-consistency: what comes through another proxy may be another version, and is then not added. */
static void test_another_proxy_in_the_middle_of_a_file(void **state)
{
    static const struct http_reply same = {.size = 2000000, .seed = 1};
    static const struct http_reply others[] =
    {
        {.size = 2000000, .seed = 2, .flags = HTTP_NO_IF_RANGE},
        {.size = 3000000, .seed = 2, .flags = HTTP_NO_IF_RANGE},
        {.size = 1000, .seed = 2, .flags = HTTP_NO_IF_RANGE},
    };
    size_t i;

    change_proxy(*state, HTTP_FAULT_DROP, &same);
    change_proxy(*state, HTTP_FAULT_STALL, &same);
    for (i = 0; i < ARRAYSIZE(others); ++i)
        change_proxy(*state, HTTP_FAULT_DROP, &others[i]);
}

int main(void)
{
    static const struct CMUnitTest tests[] =
    {
        bits_unit_test(test_a_proxy_is_asked),
        bits_unit_test(test_the_next_proxy_is_tried),
        bits_unit_test(test_no_proxy_can_be_reached),
        bits_unit_test(test_hosts_bypass_the_proxy),
        bits_unit_test(test_other_hosts_do_not_bypass_it),
        bits_unit_test(test_no_proxy),
        bits_unit_test(test_autodetection),
        bits_unit_test(test_bad_lists),
        bits_unit_test(test_credentials_for_the_proxy),
        bits_unit_test(test_a_proxy_that_refuses_a_tunnel),
        bits_unit_test(test_a_proxy_that_does_not_answer),
        bits_unit_test(test_a_redirect_chooses_its_proxy),
        bits_unit_test(test_another_proxy_in_the_middle_of_a_file),
    };

    return cmocka_run_group_tests_name("proxies", tests, bits_program_setup, bits_program_teardown);
}
