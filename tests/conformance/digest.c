/* Digest credentials, for servers and for proxies: RFC 7616, nf-bits1_5-ibackgroundcopyjob2-setcredentials.
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include <stdio.h>
#include <string.h>
#include <wchar.h>

#include "digest_server.h"
#include "job_settings.h"

#define NAME "DOMAIN\\name"
#define PASSWORD "a word, or \"two\""
#define WIDE(text) L"" text

#define PATH "/file?a=1&b=2"
#define PROXIED_URL "http://server.invalid" PATH

/* What the server asks for, and what it has seen of answers. One test at a time has it. */
static struct
{
    struct digest digest;
    const char *stale_nonce;    /* right answers to it are out of date, or NULL */
    BOOL always_stale;
    char challenge[1024], stale_challenge[1024];
    LONG answers, right_answers;
    struct http_reply refusal, stale, wanted;
} server;

static const struct http_reply *refuse(const struct http_request *request)
{
    struct digest stale = server.digest;

    if (!digest_is_answered(&server.digest, request))
        return &server.refusal;
    InterlockedIncrement(&server.answers);
    stale.nonce = server.stale_nonce;
    if (server.always_stale || (stale.nonce && digest_is_right(&stale, request)))
        return &server.stale;
    if (!digest_is_right(&server.digest, request))
        return &server.refusal;
    InterlockedIncrement(&server.right_answers);
    return NULL;
}

/* The first challenge has the nonce that will be out of date, if any. */
static void ask_for(const struct digest *digest, const char *stale_nonce, const char *more)
{
    struct digest first = *digest;
    unsigned int status = digest->is_proxy ? 407 : 401;
    size_t length;

    memset(&server, 0, sizeof(server));
    server.digest = *digest;
    server.stale_nonce = stale_nonce;
    if (stale_nonce)
        first.nonce = stale_nonce;
    digest_challenge(&first, "", server.challenge, sizeof(server.challenge));
    length = strlen(server.challenge);
    snprintf(server.challenge + length, sizeof(server.challenge) - length, "%s", more);
    digest_challenge(digest, ", stale=true", server.stale_challenge, sizeof(server.stale_challenge));
    server.refusal = (struct http_reply){.status = status, .headers = server.challenge, .size = 300};
    server.stale = (struct http_reply){.status = status, .headers = server.stale_challenge, .size = 300};
    server.wanted = (struct http_reply){.size = 100, .seed = 1, .choose = refuse};
}

static struct digest usual_digest(void)
{
    return (struct digest){FALSE, "MD5", "auth", "n0nce", NAME, PASSWORD};
}

static IBackgroundCopyJob *create_guarded(struct bits_test *test)
{
    IBackgroundCopyJob *job = create_job(test);
    WCHAR list[64];

    if (server.digest.is_proxy)
    {
        http_server_serve(test->server, PROXIED_URL, &server.wanted);
        add_url(test, job, WIDE(PROXIED_URL), L"file");
        swprintf(list, ARRAYSIZE(list), L"127.0.0.1:%u", http_server_port(test->server));
        assert_hr(IBackgroundCopyJob_SetProxySettings(job, BG_JOB_PROXY_USAGE_OVERRIDE, list, NULL), S_OK);
    }
    else
    {
        http_server_serve(test->server, PATH, &server.wanted);
        add_file(test, job, PATH, L"file");
    }
    return job;
}

static void set_digest(IBackgroundCopyJob *job, const WCHAR *password)
{
    set_credentials(job, server.digest.is_proxy ? BG_AUTH_TARGET_PROXY : BG_AUTH_TARGET_SERVER, BG_AUTH_SCHEME_DIGEST,
            WIDE(NAME), password);
}

static void check_download(struct bits_test *test, const struct digest *digest, const char *more)
{
    IBackgroundCopyJob *job;

    ask_for(digest, NULL, more);
    job = create_guarded(test);
    set_digest(job, WIDE(PASSWORD));
    download(job);
    assert_int_equal(server.right_answers, 1);
    assert_int_equal(server.answers, 1);
    assert_file_is_pattern(test, L"file", 100, 1);
    assert_true(remove_file(test, L"file"));
}

/* RFC 7616 has SHA-256 beside MD5; servers from before RFC 2617 offer no qop. */
static void check_algorithms(struct bits_test *test, BOOL is_proxy)
{
    static const struct
    {
        const char *algorithm, *qop;
    }
    kinds[] =
    {
        {NULL, NULL}, {"MD5", "auth"}, {"MD5-sess", "auth"}, {"SHA-256", "auth"}, {"SHA-256-sess", "auth"},
        {NULL, "auth-int, auth"},
    };
    struct digest digest = usual_digest();
    size_t i;

    digest.is_proxy = is_proxy;
    for (i = 0; i < ARRAYSIZE(kinds); ++i)
    {
        digest.algorithm = kinds[i].algorithm;
        digest.qop = kinds[i].qop;
        check_download(test, &digest, "");
    }
}

static void test_a_server_asks(void **state)
{
    check_algorithms(*state, FALSE);
}

static void test_a_proxy_asks(void **state)
{
    check_algorithms(*state, TRUE);
}

/* Digest does not tell the password, so it goes before Basic. */
static void test_Digest_goes_before_Basic(void **state)
{
    struct bits_test *test = *state;
    struct digest digest = usual_digest();
    IBackgroundCopyJob *job;

    ask_for(&digest, NULL, "WWW-Authenticate: Basic realm=\"test\"\r\n");
    job = create_guarded(test);
    set_credentials(job, BG_AUTH_TARGET_SERVER, BG_AUTH_SCHEME_BASIC, WIDE(NAME), WIDE(PASSWORD));
    set_digest(job, WIDE(PASSWORD));
    download(job);
    assert_int_equal(http_server_count(test->server, NULL, PATH), 2);
    assert_int_equal(server.right_answers, 1);
}

/* The code tells a proxy's refusal from a server's. No password is tried again and again. */
static void check_wrong_password(struct bits_test *test, BOOL is_proxy, HRESULT code, BG_ERROR_CONTEXT context)
{
    struct digest digest = usual_digest();
    IBackgroundCopyJob *job;

    digest.is_proxy = is_proxy;
    ask_for(&digest, NULL, "");
    job = create_guarded(test);
    set_digest(job, L"wrong");
    assert_hr(IBackgroundCopyJob_Resume(job), S_OK);
    wait_for_error(job, BG_JOB_STATE_ERROR, code, context);
    assert_in_range(server.answers, 1, 2);
    set_digest(job, WIDE(PASSWORD));
    download(job);
    assert_int_equal(server.right_answers, 1);
    assert_true(remove_file(test, L"file"));
}

static void test_a_wrong_password(void **state)
{
    check_wrong_password(*state, FALSE, BG_E_HTTP_ERROR_401, BG_ERROR_CONTEXT_REMOTE_FILE);
    check_wrong_password(*state, TRUE, BG_E_HTTP_ERROR_407, BG_ERROR_CONTEXT_GENERAL_TRANSPORT);
}

/* RFC 7616, 3.3: the password is right, and the nonce out of date. */
static void test_a_stale_nonce(void **state)
{
    struct bits_test *test = *state;
    struct digest digest = usual_digest();
    IBackgroundCopyJob *job;

    ask_for(&digest, "old n0nce", "");
    job = create_guarded(test);
    set_digest(job, WIDE(PASSWORD));
    download(job);
    assert_in_range(server.answers, 2, 3);
    assert_int_equal(server.right_answers, 1);
    assert_file_is_pattern(test, L"file", 100, 1);
}

/* A server that says so of every nonce could go on for ever. */
static void test_nonces_that_are_always_stale(void **state)
{
    struct bits_test *test = *state;
    struct digest digest = usual_digest();
    IBackgroundCopyJob *job;

    ask_for(&digest, NULL, "");
    server.always_stale = TRUE;
    job = create_guarded(test);
    set_digest(job, WIDE(PASSWORD));
    assert_hr(IBackgroundCopyJob_Resume(job), S_OK);
    wait_for_error(job, BG_JOB_STATE_ERROR, BG_E_HTTP_ERROR_401, BG_ERROR_CONTEXT_REMOTE_FILE);
    assert_in_range(server.answers, 1, 20);
}

/* Each request for a piece of the file says who asks. */
static void test_pieces_of_a_file(void **state)
{
    struct bits_test *test = *state;
    struct digest digest = usual_digest();
    BG_FILE_RANGE ranges[] = {{10, 5}, {1000, 20}, {5000, 30}};
    IBackgroundCopyJob5 *job = create_job5(test, BG_JOB_TYPE_DOWNLOAD);
    WCHAR url[128], path[MAX_PATH];

    ask_for(&digest, NULL, "");
    server.wanted.size = 100000;
    server.wanted.flags = HTTP_ONE_RANGE;
    http_server_serve(test->server, PATH, &server.wanted);
    remote_name(test, PATH, url, ARRAYSIZE(url));
    local_name(test, L"file", path);
    assert_hr(IBackgroundCopyJob5_AddFileWithRanges(job, url, path, ARRAYSIZE(ranges), ranges), S_OK);
    set_digest((IBackgroundCopyJob *)job, WIDE(PASSWORD));
    download((IBackgroundCopyJob *)job);
    assert_int_equal(get_file_progress((IBackgroundCopyJob *)job, 0).BytesTransferred, 55);
    assert_int_equal(server.answers, server.right_answers);
}

int main(void)
{
    static const struct CMUnitTest tests[] =
    {
        bits_unit_test(test_a_server_asks),
        bits_unit_test(test_a_proxy_asks),
        bits_unit_test(test_Digest_goes_before_Basic),
        bits_unit_test(test_a_wrong_password),
        bits_unit_test(test_a_stale_nonce),
        bits_unit_test(test_nonces_that_are_always_stale),
        bits_unit_test(test_pieces_of_a_file),
    };

    return cmocka_run_group_tests_name("digest", tests, bits_program_setup, bits_program_teardown);
}
