/* How a job may use the network: proxies, peers, and for how long.
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include <stdlib.h>

#include "bits_test.h"

/* The smaller and the larger limit of SetProxySettings' page, in characters: 4,000, and 32 KB. */
#define SMALL_LIST 4000
#define LARGE_LIST 16384
#define HUGE_LIST 100000

static void assert_optional_string(WCHAR *text, const WCHAR *expected)
{
    if (expected)
        assert_task_string(text, expected);
    else
        assert_null(text);
}

static void assert_proxy(IBackgroundCopyJob *job, BG_JOB_PROXY_USAGE usage, const WCHAR *list, const WCHAR *bypass)
{
    WCHAR *got_list = (WCHAR *)job, *got_bypass = (WCHAR *)job;
    BG_JOB_PROXY_USAGE got_usage = 0x7fff;

    assert_hr(IBackgroundCopyJob_GetProxySettings(job, &got_usage, &got_list, &got_bypass), S_OK);
    assert_int_equal(got_usage, usage);
    assert_optional_string(got_list, list);
    assert_optional_string(got_bypass, bypass);
}

/* nf-bits-ibackgroundcopyjob-setproxysettings */
static void test_a_new_job_uses_the_preconfigured_proxy(void **state)
{
    assert_proxy(create_job(*state), BG_JOB_PROXY_USAGE_PRECONFIG, NULL, NULL);
}

/* nf-bits-ibackgroundcopyjob-setproxysettings: what the lists say is looked at when they are used. */
static const struct
{
    BG_JOB_PROXY_USAGE usage;
    const WCHAR *list, *bypass;
}
valid_proxies[] =
{
    {BG_JOB_PROXY_USAGE_OVERRIDE, L"http=http://proxy:80 other", L"*.example.com <local>"},
    {BG_JOB_PROXY_USAGE_OVERRIDE, L"proxy:3128", NULL},
    {BG_JOB_PROXY_USAGE_NO_PROXY, NULL, NULL},
    {BG_JOB_PROXY_USAGE_OVERRIDE, L"not a proxy ::: \xd800 \xd83d\xde00", L"aaa.*"},
    {BG_JOB_PROXY_USAGE_AUTODETECT, NULL, NULL},
    {BG_JOB_PROXY_USAGE_OVERRIDE, L"", L""},
    {BG_JOB_PROXY_USAGE_PRECONFIG, NULL, NULL},
};

static void test_SetProxySettings(void **state)
{
    IBackgroundCopyJob *job = create_job(*state);
    size_t i;

    for (i = 0; i < ARRAYSIZE(valid_proxies); ++i)
    {
        assert_hr(IBackgroundCopyJob_SetProxySettings(job, valid_proxies[i].usage, valid_proxies[i].list,
                          valid_proxies[i].bypass),
                S_OK);
        assert_proxy(job, valid_proxies[i].usage, valid_proxies[i].list, valid_proxies[i].bypass);
    }
}

static IBackgroundCopyJob *create_job_with_proxy(struct bits_test *test)
{
    IBackgroundCopyJob *job = create_job(test);

    assert_hr(IBackgroundCopyJob_SetProxySettings(job, BG_JOB_PROXY_USAGE_OVERRIDE, L"proxy", L"bypass"), S_OK);
    return job;
}

/* nf-bits-ibackgroundcopyjob-setproxysettings: lists go with OVERRIDE, which needs the first. A refused call changes
 * nothing. */
static void test_SetProxySettings_wants_lists_with_override_only(void **state)
{
    static const BG_JOB_PROXY_USAGE others[] =
    {
        BG_JOB_PROXY_USAGE_PRECONFIG, BG_JOB_PROXY_USAGE_NO_PROXY, BG_JOB_PROXY_USAGE_AUTODETECT,
    };
    IBackgroundCopyJob *job = create_job_with_proxy(*state);
    size_t i;

    for (i = 0; i < ARRAYSIZE(others); ++i)
    {
        assert_hr(IBackgroundCopyJob_SetProxySettings(job, others[i], L"proxy", NULL), E_INVALIDARG);
        assert_hr(IBackgroundCopyJob_SetProxySettings(job, others[i], NULL, L"bypass"), E_INVALIDARG);
        assert_hr(IBackgroundCopyJob_SetProxySettings(job, others[i], L"", L""), E_INVALIDARG);
    }
    assert_hr(IBackgroundCopyJob_SetProxySettings(job, BG_JOB_PROXY_USAGE_OVERRIDE, NULL, NULL), E_INVALIDARG);
    assert_hr(IBackgroundCopyJob_SetProxySettings(job, BG_JOB_PROXY_USAGE_OVERRIDE, NULL, L"bypass"), E_INVALIDARG);
    assert_proxy(job, BG_JOB_PROXY_USAGE_OVERRIDE, L"proxy", L"bypass");
}

static void test_SetProxySettings_refuses_unknown_usages(void **state)
{
    static const int usages[] = {4, 5, 0x7fff};
    IBackgroundCopyJob *job = create_job_with_proxy(*state);
    size_t i;

    for (i = 0; i < ARRAYSIZE(usages); ++i)
        assert_hr(IBackgroundCopyJob_SetProxySettings(job, (BG_JOB_PROXY_USAGE)usages[i], NULL, NULL), E_NOTIMPL);
    assert_failed(IBackgroundCopyJob_SetProxySettings(job, (BG_JOB_PROXY_USAGE)-1, NULL, NULL));
    assert_proxy(job, BG_JOB_PROXY_USAGE_OVERRIDE, L"proxy", L"bypass");
}

static HRESULT set_list_of(IBackgroundCopyJob *job, size_t length)
{
    WCHAR *list = malloc((length + 1) * sizeof(*list));
    HRESULT hr;

    fill_text(list, length);
    hr = IBackgroundCopyJob_SetProxySettings(job, BG_JOB_PROXY_USAGE_OVERRIDE, list, NULL);
    free(list);
    return hr;
}

static HRESULT set_bypass_list_of(IBackgroundCopyJob *job, size_t length)
{
    WCHAR *list = malloc((length + 1) * sizeof(*list));
    HRESULT hr;

    fill_text(list, length);
    hr = IBackgroundCopyJob_SetProxySettings(job, BG_JOB_PROXY_USAGE_OVERRIDE, L"proxy", list);
    free(list);
    return hr;
}

/* nf-bits-ibackgroundcopyjob-setproxysettings: the text says 4,000 characters, the table of return codes 32 KB. This
 * service takes what either allows. */
static void test_SetProxySettings_limits_the_lists(void **state)
{
    static const size_t fitting[] = {SMALL_LIST - 1, SMALL_LIST, LARGE_LIST - 1, LARGE_LIST};
    IBackgroundCopyJob *job = create_job(*state);
    size_t i, count = is_wine() ? ARRAYSIZE(fitting) : 2;

    for (i = 0; i < count; ++i)
    {
        assert_hr(set_list_of(job, fitting[i]), S_OK);
        assert_hr(set_bypass_list_of(job, fitting[i]), S_OK);
    }
    assert_hr(IBackgroundCopyJob_SetProxySettings(job, BG_JOB_PROXY_USAGE_OVERRIDE, L"proxy", L"bypass"), S_OK);
    assert_hr(set_list_of(job, LARGE_LIST + 1), BG_E_PROXY_LIST_TOO_LARGE);
    assert_hr(set_list_of(job, HUGE_LIST), BG_E_PROXY_LIST_TOO_LARGE);
    assert_hr(set_bypass_list_of(job, LARGE_LIST + 1), BG_E_PROXY_BYPASS_LIST_TOO_LARGE);
    assert_hr(set_bypass_list_of(job, HUGE_LIST), BG_E_PROXY_BYPASS_LIST_TOO_LARGE);
    assert_proxy(job, BG_JOB_PROXY_USAGE_OVERRIDE, L"proxy", L"bypass");
}

static void test_GetProxySettings_refuses_null(void **state)
{
    IBackgroundCopyJob *job = create_job_with_proxy(*state);
    BG_JOB_PROXY_USAGE usage;
    WCHAR *list, *bypass;

    assert_failed(IBackgroundCopyJob_GetProxySettings(job, NULL, &list, &bypass));
    assert_failed(IBackgroundCopyJob_GetProxySettings(job, &usage, NULL, &bypass));
    assert_failed(IBackgroundCopyJob_GetProxySettings(job, &usage, &list, NULL));
    assert_proxy(job, BG_JOB_PROXY_USAGE_OVERRIDE, L"proxy", L"bypass");
}

static DWORD get_peer_flags(IBackgroundCopyJob5 *job)
{
    DWORD flags = ~0u;

    assert_hr(IBackgroundCopyJob5_GetPeerCachingFlags(job, &flags), S_OK);
    return flags;
}

/* nf-bits3_0-ibackgroundcopyjob4-setpeercachingflags, -getpeercachingflags */
static void test_SetPeerCachingFlags(void **state)
{
    static const DWORD unknown[] = {8, 0x80000000, 0xffffffff, BG_JOB_ENABLE_PEERCACHING_CLIENT | 8};
    IBackgroundCopyJob5 *job = create_job5(*state, BG_JOB_TYPE_DOWNLOAD);
    DWORD flags;
    size_t i;

    assert_int_equal(get_peer_flags(job), 0);
    for (flags = 0; flags < 8; ++flags)
    {
        assert_hr(IBackgroundCopyJob5_SetPeerCachingFlags(job, flags), S_OK);
        assert_int_equal(get_peer_flags(job), flags);
    }
    for (i = 0; i < ARRAYSIZE(unknown); ++i)
        assert_hr(IBackgroundCopyJob5_SetPeerCachingFlags(job, unknown[i]), E_NOTIMPL);
    assert_failed(IBackgroundCopyJob5_GetPeerCachingFlags(job, NULL));
    assert_int_equal(get_peer_flags(job), 7);
}

/* nf-bits3_0-ibackgroundcopyjob4-setmaximumdownloadtime: 90 days by default; no value is refused. */
static void test_SetMaximumDownloadTime(void **state)
{
    static const ULONG times[] = {0, 1, 86400, 0x7fffffff, 0x80000000, 0xffffffff};
    IBackgroundCopyJob5 *job = create_job5(*state, BG_JOB_TYPE_DOWNLOAD);
    ULONG seconds;
    size_t i;

    assert_hr(IBackgroundCopyJob5_GetMaximumDownloadTime(job, &seconds), S_OK);
    assert_int_equal(seconds, 7776000);
    for (i = 0; i < ARRAYSIZE(times); ++i)
    {
        assert_hr(IBackgroundCopyJob5_SetMaximumDownloadTime(job, times[i]), S_OK);
        assert_hr(IBackgroundCopyJob5_GetMaximumDownloadTime(job, &seconds), S_OK);
        assert_int_equal(seconds, times[i]);
    }
    assert_failed(IBackgroundCopyJob5_GetMaximumDownloadTime(job, NULL));
}

static void test_a_final_job_keeps_its_settings(void **state)
{
    IBackgroundCopyJob5 *job5 = create_job5(*state, BG_JOB_TYPE_DOWNLOAD);
    IBackgroundCopyJob *job = (IBackgroundCopyJob *)job5;
    ULONG seconds;

    assert_hr(IBackgroundCopyJob_Cancel(job), S_OK);
    assert_hr(IBackgroundCopyJob_SetProxySettings(job, BG_JOB_PROXY_USAGE_NO_PROXY, NULL, NULL), BG_E_INVALID_STATE);
    assert_hr(IBackgroundCopyJob5_SetPeerCachingFlags(job5, 1), BG_E_INVALID_STATE);
    assert_hr(IBackgroundCopyJob5_SetMaximumDownloadTime(job5, 1), BG_E_INVALID_STATE);
    assert_proxy(job, BG_JOB_PROXY_USAGE_PRECONFIG, NULL, NULL);
    assert_int_equal(get_peer_flags(job5), 0);
    assert_hr(IBackgroundCopyJob5_GetMaximumDownloadTime(job5, &seconds), S_OK);
    assert_int_equal(seconds, 7776000);
}

int main(void)
{
    static const struct CMUnitTest tests[] =
    {
        bits_unit_test(test_a_new_job_uses_the_preconfigured_proxy),
        bits_unit_test(test_SetProxySettings),
        bits_unit_test(test_SetProxySettings_wants_lists_with_override_only),
        bits_unit_test(test_SetProxySettings_refuses_unknown_usages),
        bits_unit_test(test_SetProxySettings_limits_the_lists),
        bits_unit_test(test_GetProxySettings_refuses_null),
        bits_unit_test(test_SetPeerCachingFlags),
        bits_unit_test(test_SetMaximumDownloadTime),
        bits_unit_test(test_a_final_job_keeps_its_settings),
    };

    return cmocka_run_group_tests_name("network_settings", tests, bits_program_setup, bits_program_teardown);
}
