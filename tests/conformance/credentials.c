/* IBackgroundCopyJob2: credentials, which can be set and removed, and never read.
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include <stdlib.h>

#include "bits_test.h"

#define USER_NAME_MAX 300
#define PASSWORD_MAX 65536

static const BG_AUTH_TARGET targets[] = {BG_AUTH_TARGET_SERVER, BG_AUTH_TARGET_PROXY};

static HRESULT set(IBackgroundCopyJob5 *job, BG_AUTH_TARGET target, BG_AUTH_SCHEME scheme, const WCHAR *name,
        const WCHAR *password)
{
    BG_AUTH_CREDENTIALS credentials = {target, scheme, {{(WCHAR *)name, (WCHAR *)password}}};

    return IBackgroundCopyJob5_SetCredentials(job, &credentials);
}

static HRESULT set_basic(IBackgroundCopyJob5 *job, const WCHAR *name, const WCHAR *password)
{
    return set(job, BG_AUTH_TARGET_SERVER, BG_AUTH_SCHEME_BASIC, name, password);
}

static HRESULT remove_basic(IBackgroundCopyJob5 *job)
{
    return IBackgroundCopyJob5_RemoveCredentials(job, BG_AUTH_TARGET_SERVER, BG_AUTH_SCHEME_BASIC);
}

/* nf-bits1_5-ibackgroundcopyjob2-setcredentials, -removecredentials: each pair of target and scheme is on its own; what
 * is set twice is there once. */
static void test_each_target_and_scheme_has_its_credentials(void **state)
{
    IBackgroundCopyJob5 *job = create_job5(*state, BG_JOB_TYPE_DOWNLOAD);
    BG_AUTH_SCHEME scheme;
    size_t i;

    for (i = 0; i < ARRAYSIZE(targets); ++i)
    {
        for (scheme = BG_AUTH_SCHEME_BASIC; scheme <= BG_AUTH_SCHEME_PASSPORT; ++scheme)
        {
            assert_hr(IBackgroundCopyJob5_RemoveCredentials(job, targets[i], scheme), S_FALSE);
            assert_hr(set(job, targets[i], scheme, L"DOMAIN\\user", L"first"), S_OK);
            assert_hr(set(job, targets[i], scheme, L"DOMAIN\\user", L"second"), S_OK);
        }
    }
    for (i = 0; i < ARRAYSIZE(targets); ++i)
    {
        for (scheme = BG_AUTH_SCHEME_PASSPORT; scheme >= BG_AUTH_SCHEME_BASIC; --scheme)
        {
            assert_hr(IBackgroundCopyJob5_RemoveCredentials(job, targets[i], scheme), S_OK);
            assert_hr(IBackgroundCopyJob5_RemoveCredentials(job, targets[i], scheme), S_FALSE);
        }
    }
}

/* nf-bits1_5-ibackgroundcopyjob2-setcredentials: NULL stands for the credentials of the logon, which Basic and Digest
 * do not know. */
static void test_SetCredentials_takes_those_of_the_logon(void **state)
{
    IBackgroundCopyJob5 *job = create_job5(*state, BG_JOB_TYPE_DOWNLOAD);
    size_t i;

    for (i = 0; i < ARRAYSIZE(targets); ++i)
    {
        assert_hr(set(job, targets[i], BG_AUTH_SCHEME_NTLM, NULL, NULL), S_OK);
        assert_hr(set(job, targets[i], BG_AUTH_SCHEME_NEGOTIATE, NULL, NULL), S_OK);
        assert_hr(set(job, targets[i], BG_AUTH_SCHEME_BASIC, NULL, NULL), E_INVALIDARG);
        assert_hr(set(job, targets[i], BG_AUTH_SCHEME_BASIC, L"user", NULL), E_INVALIDARG);
        assert_hr(set(job, targets[i], BG_AUTH_SCHEME_BASIC, NULL, L"password"), E_INVALIDARG);
        assert_hr(set(job, targets[i], BG_AUTH_SCHEME_DIGEST, NULL, NULL), E_INVALIDARG);
        assert_hr(set(job, targets[i], BG_AUTH_SCHEME_DIGEST, L"user", NULL), E_INVALIDARG);
        assert_hr(set(job, targets[i], BG_AUTH_SCHEME_DIGEST, NULL, L"password"), E_INVALIDARG);
        assert_hr(IBackgroundCopyJob5_RemoveCredentials(job, targets[i], BG_AUTH_SCHEME_NTLM), S_OK);
        assert_hr(IBackgroundCopyJob5_RemoveCredentials(job, targets[i], BG_AUTH_SCHEME_BASIC), S_FALSE);
    }
}

/* No page says what half of the credentials means for the other schemes; this service refuses it. */
static void test_SetCredentials_refuses_halves(void **state)
{
    IBackgroundCopyJob5 *job = create_job5(*state, BG_JOB_TYPE_DOWNLOAD);

    if (!is_wine())
        skip();
    assert_hr(set(job, BG_AUTH_TARGET_SERVER, BG_AUTH_SCHEME_NTLM, L"user", NULL), E_INVALIDARG);
    assert_hr(set(job, BG_AUTH_TARGET_SERVER, BG_AUTH_SCHEME_NTLM, NULL, L"password"), E_INVALIDARG);
    assert_hr(IBackgroundCopyJob5_RemoveCredentials(job, BG_AUTH_TARGET_SERVER, BG_AUTH_SCHEME_NTLM), S_FALSE);
}

static void test_unknown_targets_and_schemes_are_refused(void **state)
{
    static const int bad_targets[] = {0, 3, 0x7fff}, bad_schemes[] = {0, 6, 0x7fff};
    IBackgroundCopyJob5 *job = create_job5(*state, BG_JOB_TYPE_DOWNLOAD);
    size_t i;

    for (i = 0; i < ARRAYSIZE(bad_targets); ++i)
    {
        BG_AUTH_TARGET target = bad_targets[i];
        BG_AUTH_SCHEME scheme = bad_schemes[i];

        assert_hr(set(job, target, BG_AUTH_SCHEME_BASIC, L"user", L"password"), BG_E_INVALID_AUTH_TARGET);
        assert_hr(IBackgroundCopyJob5_RemoveCredentials(job, target, BG_AUTH_SCHEME_BASIC), BG_E_INVALID_AUTH_TARGET);
        assert_hr(set(job, BG_AUTH_TARGET_SERVER, scheme, L"user", L"password"), BG_E_INVALID_AUTH_SCHEME);
        assert_hr(IBackgroundCopyJob5_RemoveCredentials(job, BG_AUTH_TARGET_SERVER, scheme), BG_E_INVALID_AUTH_SCHEME);
    }
    assert_hr(remove_basic(job), S_FALSE);
}

static HRESULT set_name_of(IBackgroundCopyJob5 *job, size_t length)
{
    WCHAR *name = malloc((length + 1) * sizeof(*name));
    HRESULT hr;

    fill_text(name, length);
    hr = set_basic(job, name, L"");
    free(name);
    return hr;
}

static HRESULT set_password_of(IBackgroundCopyJob5 *job, size_t length)
{
    WCHAR *password = malloc((length + 1) * sizeof(*password));
    HRESULT hr;

    fill_text(password, length);
    hr = set_basic(job, L"user", password);
    free(password);
    return hr;
}

/* ns-bits1_5-bg_basic_credentials: 300 characters. A refused name leaves the credentials as they were. */
static void test_SetCredentials_limits_the_user_name(void **state)
{
    static const size_t fitting[] = {0, 1, USER_NAME_MAX - 1, USER_NAME_MAX};
    IBackgroundCopyJob5 *job = create_job5(*state, BG_JOB_TYPE_DOWNLOAD);
    size_t i;

    for (i = 0; i < ARRAYSIZE(fitting); ++i)
    {
        assert_hr(set_name_of(job, fitting[i]), S_OK);
        assert_hr(remove_basic(job), S_OK);
    }
    assert_hr(set_name_of(job, USER_NAME_MAX + 1), BG_E_USERNAME_TOO_LARGE);
    assert_hr(set_name_of(job, 100000), BG_E_USERNAME_TOO_LARGE);
    assert_hr(remove_basic(job), S_FALSE);
}

/* ns-bits1_5-bg_basic_credentials: 65,536 characters, or none; bits-return-values says one less. */
static void test_SetCredentials_limits_the_password(void **state)
{
    static const size_t fitting[] = {0, 1, PASSWORD_MAX - 1, PASSWORD_MAX};
    IBackgroundCopyJob5 *job = create_job5(*state, BG_JOB_TYPE_DOWNLOAD);
    size_t i;

    for (i = 0; i < ARRAYSIZE(fitting); ++i)
    {
        if (fitting[i] == PASSWORD_MAX && !is_wine())
            continue;
        assert_hr(set_password_of(job, fitting[i]), S_OK);
        assert_hr(remove_basic(job), S_OK);
    }
    assert_hr(set_password_of(job, PASSWORD_MAX + 1), BG_E_PASSWORD_TOO_LARGE);
    assert_hr(set_password_of(job, 1000000), BG_E_PASSWORD_TOO_LARGE);
    assert_hr(remove_basic(job), S_FALSE);
}

/* Names of people are more than ASCII, and passwords may be anything. */
static void test_SetCredentials_takes_any_text(void **state)
{
    static const WCHAR *const texts[] = {L"J\x00f6rg", L"\x30e6\x30fc\x30b6", L"\xd83d\xde00", L"\xd800", L"a:b@c"};
    IBackgroundCopyJob5 *job = create_job5(*state, BG_JOB_TYPE_DOWNLOAD);
    size_t i;

    for (i = 0; i < ARRAYSIZE(texts); ++i)
    {
        assert_hr(set_basic(job, texts[i], texts[i]), S_OK);
        assert_hr(remove_basic(job), S_OK);
    }
    assert_hr(set_basic(job, L"user", L"tab\tline\r\nend\x7f"), S_OK);
}

/* No page says so, but such a name could only be meant to add lines to a request. */
static void test_SetCredentials_refuses_control_characters_in_names(void **state)
{
    static const WCHAR *const names[] = {L"user\r\nX-Header: a", L"a\nb", L"a\rb", L"\ta", L"a\x01", L"\x7f", L"\x1f"};
    IBackgroundCopyJob5 *job = create_job5(*state, BG_JOB_TYPE_DOWNLOAD);
    size_t i;

    if (!is_wine())
        skip();
    for (i = 0; i < ARRAYSIZE(names); ++i)
        assert_hr(set_basic(job, names[i], L"password"), E_INVALIDARG);
    assert_hr(remove_basic(job), S_FALSE);
}

static void test_SetCredentials_refuses_null(void **state)
{
    IBackgroundCopyJob5 *job = create_job5(*state, BG_JOB_TYPE_DOWNLOAD);

    assert_failed(IBackgroundCopyJob5_SetCredentials(job, NULL));
    assert_hr(set_basic(job, L"user", L"password"), S_OK);
}

static void test_a_final_job_takes_no_credentials(void **state)
{
    IBackgroundCopyJob5 *job = create_job5(*state, BG_JOB_TYPE_DOWNLOAD);

    assert_hr(set_basic(job, L"user", L"password"), S_OK);
    assert_hr(IBackgroundCopyJob5_Cancel(job), S_OK);
    assert_hr(set_basic(job, L"user", L"password"), BG_E_INVALID_STATE);
    assert_hr(remove_basic(job), BG_E_INVALID_STATE);
}

int main(void)
{
    static const struct CMUnitTest tests[] =
    {
        bits_unit_test(test_each_target_and_scheme_has_its_credentials),
        bits_unit_test(test_SetCredentials_takes_those_of_the_logon),
        bits_unit_test(test_SetCredentials_refuses_halves),
        bits_unit_test(test_unknown_targets_and_schemes_are_refused),
        bits_unit_test(test_SetCredentials_limits_the_user_name),
        bits_unit_test(test_SetCredentials_limits_the_password),
        bits_unit_test(test_SetCredentials_takes_any_text),
        bits_unit_test(test_SetCredentials_refuses_control_characters_in_names),
        bits_unit_test(test_SetCredentials_refuses_null),
        bits_unit_test(test_a_final_job_takes_no_credentials),
    };

    return cmocka_run_group_tests_name("credentials", tests, bits_program_setup, bits_program_teardown);
}
