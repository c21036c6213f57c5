/* Lists of proxies, and of the hosts that need none. nf-bits-ibackgroundcopyjob-setproxysettings
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include <stdio.h>
#include <string.h>

#include "unit.h"
#include "transfer/proxy.h"

/* The proxies for a URL, one after the other. */
static void join_proxies(const WCHAR *proxies, const WCHAR *hosts, const char *scheme, const char *host, char out[256])
{
    struct curl_slist *list, *item;

    assert_hresult(proxies_for_host(proxies, hosts, scheme, host, &list), S_OK);
    out[0] = 0;
    for (item = list; item; item = item->next)
    {
        if (*out)
            strcat(out, " ");
        strcat(out, item->data);
    }
    curl_slist_free_all(list);
}

static void test_the_proxies_of_a_scheme(void **state)
{
    static const struct
    {
        const WCHAR *proxies;
        const char *for_http, *for_https;
    }
    tests[] =
    {
        {NULL, "", ""},
        {L"", "", ""},
        {L"proxy", "http://proxy:80", "http://proxy:80"},
        {L"proxy:8080", "http://proxy:8080", "http://proxy:8080"},
        {L"  one   two:81\ttwo:82 ", "http://one:80 http://two:81 http://two:82",
                "http://one:80 http://two:81 http://two:82"},
        {L"http=http://http_proxy:80 other_proxy", "http://http_proxy:80", "http://other_proxy:80"},
        {L"HTTP=One;https=Two", "http://one:80", "http://two:80"},
        {L"https=https://secure", "", "http://secure:443"},
        {L"https://secure", "http://secure:443", "http://secure:443"},
        {L"http=[::1]:3128", "http://[::1]:3128", ""},
        {L"ftp=a socks=b:1080 c", "http://c:80", "http://c:80"},
    };
    char got[256];
    size_t i;

    for (i = 0; i < ARRAYSIZE(tests); i++)
    {
        join_proxies(tests[i].proxies, NULL, "http", "server", got);
        assert_string_equal(got, tests[i].for_http);
        join_proxies(tests[i].proxies, NULL, "https", "server", got);
        assert_string_equal(got, tests[i].for_https);
    }
}

static void test_hosts_without_a_proxy(void **state)
{
    static const struct
    {
        const WCHAR *hosts;
        const char *host;
        BOOL bypassed;
    }
    tests[] =
    {
        {L"", "server", FALSE},
        {L"server", "server", TRUE},
        {L"SERVER", "Server", TRUE},
        {L"server", "server2", FALSE},
        {L"server", "a.server", FALSE},
        {L"*.example.com", "www.example.com", TRUE},
        {L"*.example.com", "a.b.EXAMPLE.com", TRUE},
        {L"*.example.com", "example.com", FALSE},
        {L"*.example.com", "www.example.com.org", FALSE},
        {L"*example.com", "badexample.com", TRUE},
        {L"*", "anything", TRUE},
        {L"127.0.0.1", "127.0.0.1", TRUE},
        {L"192.168.*;<local>", "192.168.1.2", TRUE},
        {L"::1", "[::1]", TRUE},
        {L"<local>", "server", TRUE},
        {L"<LOCAL>", "server", TRUE},
        {L"<local>", "server.example", FALSE},
        {L"<local>", "127.0.0.1", FALSE},
        {L"<local>", "[::1]", FALSE},
        {L"one  two <local>", "two", TRUE},
        {L"*a*a*a*a*a*a*a*a*a*a*a*b", "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa", FALSE},
        {L"*ab*ac", "xabyabzac", TRUE},
    };
    char got[256];
    size_t i;

    for (i = 0; i < ARRAYSIZE(tests); i++)
    {
        join_proxies(L"proxy", tests[i].hosts, "http", tests[i].host, got);
        if ((*got == 0) != tests[i].bypassed)
            fail_msg("test %zu: %s", i, got);
    }
}

static void test_bad_lists(void **state)
{
    static const WCHAR *const good[] = {L"proxy", L"http=http://proxy:80 other", L"https=a:1;b", L"1.2.3.4:8080"};
    static const WCHAR *const bad[] =
    {
        NULL, L"", L"  ", L"ftp=proxy", L"ftp://proxy", L"=proxy", L"http=", L"http://", L"proxy:99999", L"proxy:port",
        L"proxy/path", L"proxy?query", L"name:word@proxy", L"a b/c", L"pr\x00f6xy", L"http=http=proxy", L"*.proxy",
        L"http:///proxy", L"proxy#part",
    };
    static const WCHAR *const good_hosts[] = {NULL, L"", L"a *.b *c <local> 10.0.0.1 ::1"};
    static const WCHAR *const bad_hosts[] = {L"aaa.*", L"**", L"a.*.b", L"<remote>", L"http://a", L"a/b", L"\x00e4"};
    static WCHAR long_name[1000];
    size_t i;

    for (i = 0; i < ARRAYSIZE(long_name) - 1; i++)
        long_name[i] = 'a';
    assert_hresult(proxy_lists_check(long_name, NULL), BG_E_INVALID_PROXY_INFO);
    for (i = 0; i < ARRAYSIZE(good); i++)
        assert_hresult(proxy_lists_check(good[i], NULL), S_OK);
    for (i = 0; i < ARRAYSIZE(bad); i++)
    {
        if (proxy_lists_check(bad[i], NULL) != BG_E_INVALID_PROXY_INFO)
            fail_msg("list %zu passes", i);
    }
    for (i = 0; i < ARRAYSIZE(good_hosts); i++)
        assert_hresult(proxy_lists_check(L"proxy", good_hosts[i]), S_OK);
    for (i = 0; i < ARRAYSIZE(bad_hosts); i++)
    {
        if (proxy_lists_check(L"proxy", bad_hosts[i]) != BG_E_INVALID_PROXY_INFO)
            fail_msg("host list %zu passes", i);
    }
}

int main(void)
{
    static const struct CMUnitTest tests[] =
    {
        cmocka_unit_test(test_the_proxies_of_a_scheme),
        cmocka_unit_test(test_hosts_without_a_proxy),
        cmocka_unit_test(test_bad_lists),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
