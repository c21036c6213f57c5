/* What goes into a request, where it goes next, and what is kept of the response.
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include <stdlib.h>
#include <string.h>

#include "bits2_5.h"
#include "unit.h"
#include "transfer/trust/client_certificate.h"
#include "transfer/custom_headers.h"
#include "transfer/http_auth.h"
#include "transfer/redirect.h"
#include "transfer/response_headers.h"

#define REDIRECT_FAILED 0x80072f7c

static void assert_headers(const WCHAR *text, const char *expected)
{
    struct curl_slist *list = NULL, *item;
    char got[1024] = "";

    assert_true(custom_headers_append(&list, text));
    for (item = list; item; item = item->next)
        strcat(strcat(got, item->data), "|");
    slist_wipe(list);
    assert_string_equal(got, expected);
}

/* nf-bits2_5-ibackgroundcopyjobhttpoptions-setcustomheaders; its example ends lines with LF, and Firefox
 * adds an empty line. */
static void test_custom_headers(void **state)
{
    assert_headers(NULL, "");
    assert_headers(L"", "");
    assert_headers(L"A: 1\r\n", "A: 1|");
    assert_headers(L"A: 1\r\nB: 2\r\n\r\n", "A: 1|B: 2|");
    assert_headers(L"A: 1\nB: 2\n", "A: 1|B: 2|");
    assert_headers(L"A: 1", "A: 1|");
    assert_headers(L"Accept: text/html\r\nEmpty:\r\nBlank:  \r\n", "Accept: text/html|Empty;|Blank;|");
    assert_headers(L"no header\r\n: no name\r\nA: b:c\r\n", "A: b:c|");
    assert_headers(L"user-agent: x\r\nRANGE: bytes=0-1\r\nIf-Range: x\r\nAccept-Encoding: gzip\r\n", "");
    assert_headers(L"Content-Length: 5\r\nTransfer-Encoding: chunked\r\nConnection: close\r\nhost: other\r\n", "");
    assert_headers(L"Proxy-Authorization: Basic x\r\nproxy-connection: close\r\nProximity: 1\r\n", "Proximity: 1|");
}

static CURLU *parse(const char *text)
{
    CURLU *url = curl_url();

    assert_int_equal(curl_url_set(url, CURLUPART_URL, text, 0), CURLUE_OK);
    return url;
}

static void test_redirects(void **state)
{
    static const struct
    {
        const char *from, *location;
        ULONG flags;
        const char *to; /* NULL if it is refused */
    }
    tests[] =
    {
        {"http://a/b/c?d", "e", 0, "http://a/b/e"},
        {"http://a/b/c", "/e f", 0, "http://a/e%20f"},
        {"http://a/", "//other/x", 0, "http://other/x"},
        {"http://a/", "https://a/", 0, "https://a/"},
        {"https://a/", "https://b/", 0, "https://b/"},
        {"https://a/", "http://a/", 0, NULL},
        {"https://a/", "HTTP://a/", BG_HTTP_REDIRECT_POLICY_ALLOW_REPORT, NULL},
        {"https://a/", "http://a/", BG_HTTP_REDIRECT_POLICY_ALLOW_HTTPS_TO_HTTP, "http://a/"},
        {"http://a/", "http://name:word@b/", 0, "http://b/"},
        {"http://a/", "file:///etc/passwd", ~0u, NULL},
        {"http://a/", "ftp://a/", ~0u, NULL},
        {"http://a/", "smb://a/b", ~0u, NULL},
        {"http://a/", "http://", 0, NULL},
    };
    size_t i;

    for (i = 0; i < ARRAYSIZE(tests); i++)
    {
        CURLU *from = parse(tests[i].from), *to = NULL;
        HRESULT hr = redirect_resolve(from, tests[i].location, tests[i].flags, &to);
        char *text = NULL;

        assert_hresult(hr, tests[i].to ? S_OK : REDIRECT_FAILED);
        if (tests[i].to)
        {
            assert_int_equal(curl_url_get(to, CURLUPART_URL, &text, 0), CURLUE_OK);
            assert_string_equal(text, tests[i].to);
        }
        curl_free(text);
        curl_url_cleanup(from);
        curl_url_cleanup(to);
    }
}

static void test_origins(void **state)
{
    static const struct
    {
        const char *a, *b;
        BOOL same;
    }
    tests[] =
    {
        {"http://a/x", "http://a/y", TRUE},
        {"http://a/x", "http://A:80/", TRUE},
        {"http://a/", "https://a/", FALSE},
        {"http://a/", "http://a:81/", FALSE},
        {"http://a/", "http://b/", FALSE},
        {"https://a:443/", "https://a/", TRUE},
    };
    size_t i;

    for (i = 0; i < ARRAYSIZE(tests); i++)
    {
        CURLU *a = parse(tests[i].a), *b = parse(tests[i].b);

        assert_int_equal(urls_have_same_origin(a, b), tests[i].same);
        curl_url_cleanup(a);
        curl_url_cleanup(b);
    }
}

static void test_statuses_that_redirect(void **state)
{
    static const long redirects[] = {300, 301, 302, 303, 307, 308}, others[] = {200, 206, 304, 305, 306, 404, 0};
    size_t i;

    for (i = 0; i < ARRAYSIZE(redirects); i++)
        assert_true(status_is_redirect(redirects[i]));
    for (i = 0; i < ARRAYSIZE(others); i++)
        assert_false(status_is_redirect(others[i]));
}

static void take_line(struct response_headers *headers, const char *line)
{
    response_headers_take(headers, line, strlen(line));
}

static void assert_response(const struct response_headers *headers, const char *expected)
{
    WCHAR *text = response_headers_text(headers);
    size_t i;

    assert_non_null(text);
    for (i = 0; expected[i]; i++)
        assert_int_equal(text[i], (unsigned char)expected[i]);
    assert_int_equal(text[i], 0);
    free(text);
}

static void test_response_headers(void **state)
{
    struct response_headers headers = {0};
    char line[1000];
    size_t i;

    assert_null(response_headers_text(&headers));
    take_line(&headers, "HTTP/1.1 302 Found\r\n");
    take_line(&headers, "Location: /\r\n");
    take_line(&headers, "HTTP/1.1 200 OK\r\n");
    take_line(&headers, "A: \xe4\r\n");
    take_line(&headers, "\r\n");
    assert_response(&headers, "HTTP/1.1 200 OK\r\nA: \xe4\r\n\r\n");

    memset(line, 'x', sizeof(line));
    for (i = 0; i < 1000; i++)
        response_headers_take(&headers, line, sizeof(line));
    assert_in_range(headers.length, RESPONSE_HEADERS_MAX - 1000, RESPONSE_HEADERS_MAX);
    response_headers_free(&headers);
    assert_null(headers.text);
}

static struct credentials entry(struct credentials *next, BG_AUTH_TARGET target, BG_AUTH_SCHEME scheme, WCHAR *name)
{
    struct credentials credentials = {next, target, scheme, name, name};

    return credentials;
}

static void test_the_strongest_scheme_is_tried_first(void **state)
{
    static WCHAR name[] = L"name";
    struct credentials basic = entry(NULL, BG_AUTH_TARGET_SERVER, BG_AUTH_SCHEME_BASIC, name);
    struct credentials proxy = entry(&basic, BG_AUTH_TARGET_PROXY, BG_AUTH_SCHEME_NTLM, name);
    struct credentials digest = entry(&proxy, BG_AUTH_TARGET_SERVER, BG_AUTH_SCHEME_DIGEST, name);
    unsigned long tried = 0, all = CURLAUTH_BASIC | CURLAUTH_DIGEST | CURLAUTH_NTLM | CURLAUTH_NEGOTIATE;

    assert_ptr_equal(credentials_choose(&digest, BG_AUTH_TARGET_SERVER, all, &tried), &digest);
    assert_ptr_equal(credentials_choose(&digest, BG_AUTH_TARGET_SERVER, all, &tried), &basic);
    assert_null(credentials_choose(&digest, BG_AUTH_TARGET_SERVER, all, &tried));
    tried = 0;
    assert_null(credentials_choose(&digest, BG_AUTH_TARGET_SERVER, CURLAUTH_NTLM, &tried));
    assert_ptr_equal(credentials_choose(&digest, BG_AUTH_TARGET_SERVER, CURLAUTH_BASIC, &tried), &basic);
    tried = 0;
    assert_ptr_equal(credentials_choose(&digest, BG_AUTH_TARGET_PROXY, all, &tried), &proxy);
}

static BOOL has(const struct credentials *list, BG_AUTH_TARGET target, BG_AUTH_SCHEME scheme, BOOL with_name)
{
    for (; list; list = list->next)
    {
        if (list->target == target && list->scheme == scheme)
            return !list->user_name == !with_name;
    }
    return FALSE;
}

/* authentication: implicit credentials for a proxy also serve the server that has none. */
static void test_implicit_credentials(void **state)
{
    static WCHAR name[] = L"name";
    struct credentials proxy = entry(NULL, BG_AUTH_TARGET_PROXY, BG_AUTH_SCHEME_NTLM, NULL), *copy;
    struct credentials server = entry(&proxy, BG_AUTH_TARGET_SERVER, BG_AUTH_SCHEME_BASIC, name);

    assert_true(credentials_copy(&proxy, 0, &copy));
    assert_true(has(copy, BG_AUTH_TARGET_SERVER, BG_AUTH_SCHEME_NTLM, FALSE));
    credentials_free(copy);
    assert_true(credentials_copy(&server, 0, &copy));
    assert_false(has(copy, BG_AUTH_TARGET_SERVER, BG_AUTH_SCHEME_NTLM, FALSE));
    assert_true(has(copy, BG_AUTH_TARGET_SERVER, BG_AUTH_SCHEME_BASIC, TRUE));
    credentials_free(copy);
    assert_true(credentials_copy(NULL, BG_AUTH_TARGET_PROXY, &copy));
    assert_true(has(copy, BG_AUTH_TARGET_PROXY, BG_AUTH_SCHEME_NEGOTIATE, FALSE));
    assert_false(has(copy, BG_AUTH_TARGET_SERVER, BG_AUTH_SCHEME_NEGOTIATE, FALSE));
    credentials_free(copy);
}

static void test_a_password_in_the_URL_comes_second(void **state)
{
    static WCHAR name[] = L"name";
    struct credentials basic = entry(NULL, BG_AUTH_TARGET_SERVER, BG_AUTH_SCHEME_BASIC, name), *copy;
    const struct credentials *found;
    unsigned long tried = 0;

    assert_true(credentials_copy(&basic, 0, &copy));
    assert_true(credentials_add_password(&copy, "other", "word"));
    found = credentials_choose(copy, BG_AUTH_TARGET_SERVER, CURLAUTH_BASIC, &tried);
    assert_int_equal(found->user_name[0], 'n');
    found = credentials_choose(copy, BG_AUTH_TARGET_SERVER, CURLAUTH_DIGEST, &tried);
    assert_int_equal(found->user_name[0], 'o');
    credentials_free(copy);
}

static void test_client_certificate_path(void **state)
{
    static WCHAR store[] = L"MY";
    struct client_certificate certificate = {BG_CERT_STORE_LOCATION_LOCAL_MACHINE, store, {0x01, 0xab, 0xff}};
    char *path = client_certificate_path(&certificate);

    assert_string_equal(path, "LocalMachine\\MY\\01ABFF0000000000000000000000000000000000");
    free(path);
}

int main(void)
{
    static const struct CMUnitTest tests[] =
    {
        cmocka_unit_test(test_custom_headers),
        cmocka_unit_test(test_redirects),
        cmocka_unit_test(test_origins),
        cmocka_unit_test(test_statuses_that_redirect),
        cmocka_unit_test(test_response_headers),
        cmocka_unit_test(test_the_strongest_scheme_is_tried_first),
        cmocka_unit_test(test_implicit_credentials),
        cmocka_unit_test(test_a_password_in_the_URL_comes_second),
        cmocka_unit_test(test_client_certificate_path),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
