/* IBitsTokenOptions: the helper token of a job.
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include <stdlib.h>

#include "bits_test.h"
#include <bits4_0.h>
#include <sddl.h>

struct token_test
{
    struct bits_test *test;
    IBackgroundCopyJob *job;
    IBitsTokenOptions *options;
    WCHAR *sid;     /* of the user who runs the test */
};

static WCHAR *get_own_sid(void)
{
    union
    {
        TOKEN_USER user;
        BYTE space[sizeof(TOKEN_USER) + SECURITY_MAX_SID_SIZE];
    } info;
    HANDLE token;
    WCHAR *sid;
    DWORD size;

    assert_true(OpenProcessToken(GetCurrentProcess(), TOKEN_QUERY, &token));
    assert_true(GetTokenInformation(token, TokenUser, &info, sizeof(info), &size));
    CloseHandle(token);
    assert_true(ConvertSidToStringSidW(info.user.User.Sid, &sid));
    return sid;
}

/* nf-bits4_0-ibitstokenoptions-sethelpertoken: the proxy has to allow the service to act as the caller. In Wine 8.0 it
 * always does, and the call is not implemented. */
static void set_blanket(IBitsTokenOptions *options, DWORD level)
{
    HRESULT hr = CoSetProxyBlanket((IUnknown *)options, RPC_C_AUTHN_DEFAULT, RPC_C_AUTHZ_DEFAULT,
            COLE_DEFAULT_PRINCIPAL, RPC_C_AUTHN_LEVEL_DEFAULT, level, NULL, EOAC_DYNAMIC_CLOAKING);

    if (hr != E_NOTIMPL || !is_wine())
        assert_hr(hr, S_OK);
}

static int setup(void **state)
{
    struct token_test *test = calloc(1, sizeof(*test));

    if (!test || bits_test_setup((void **)&test->test))
        return -1;
    test->sid = get_own_sid();
    test->job = create_job(test->test);
    assert_hr(IBackgroundCopyJob_QueryInterface(test->job, &IID_IBitsTokenOptions, (void **)&test->options), S_OK);
    set_blanket(test->options, RPC_C_IMP_LEVEL_IMPERSONATE);
    *state = test;
    return 0;
}

static int teardown(void **state)
{
    struct token_test *test = *state;
    int result;

    IBitsTokenOptions_Release(test->options);
    LocalFree(test->sid);
    result = bits_test_teardown((void **)&test->test);
    free(test);
    return result;
}

static void assert_flags(IBitsTokenOptions *options, DWORD expected)
{
    DWORD flags = ~expected;

    assert_hr(IBitsTokenOptions_GetHelperTokenFlags(options, &flags), S_OK);
    assert_int_equal(flags, expected);
}

static void assert_sid(IBitsTokenOptions *options, const WCHAR *expected)
{
    WCHAR *sid;

    assert_hr(IBitsTokenOptions_GetHelperTokenSid(options, &sid), S_OK);
    assert_task_string(sid, expected);
}

/* nf-bits4_0-ibitstokenoptions-gethelpertokensid: NULL if no SID is retrieved. */
static void assert_no_sid(IBitsTokenOptions *options)
{
    WCHAR *sid = (WCHAR *)options;

    assert_hr(IBitsTokenOptions_GetHelperTokenSid(options, &sid), S_OK);
    assert_null(sid);
}

static void test_a_new_job_has_no_helper_token(void **state)
{
    struct token_test *test = *state;

    assert_flags(test->options, 0);
    assert_no_sid(test->options);
}

/* nf-bits4_0-ibitstokenoptions-sethelpertokenflags */
static void test_every_flag_comes_back(void **state)
{
    struct token_test *test = *state;
    DWORD flags;

    for (flags = 0; flags <= (BG_TOKEN_LOCAL_FILE | BG_TOKEN_NETWORK); ++flags)
    {
        assert_hr(IBitsTokenOptions_SetHelperTokenFlags(test->options, flags), S_OK);
        assert_flags(test->options, flags);
    }
    assert_no_sid(test->options);
}

static void test_unknown_flags_are_refused(void **state)
{
    static const DWORD flags[] = {4, 5, 0x100, 0x80000000, ~0u};
    struct token_test *test = *state;
    size_t i;

    assert_hr(IBitsTokenOptions_SetHelperTokenFlags(test->options, BG_TOKEN_NETWORK), S_OK);
    for (i = 0; i < ARRAYSIZE(flags); ++i)
    {
        assert_failed(IBitsTokenOptions_SetHelperTokenFlags(test->options, flags[i]));
        assert_flags(test->options, BG_TOKEN_NETWORK);
    }
}

static void test_the_token_is_the_callers(void **state)
{
    struct token_test *test = *state;

    assert_hr(IBitsTokenOptions_SetHelperToken(test->options), S_OK);
    assert_sid(test->options, test->sid);
    assert_hr(IBitsTokenOptions_SetHelperToken(test->options), S_OK);
    assert_sid(test->options, test->sid);
    assert_flags(test->options, 0);
}

/* nf-bits4_0-ibitstokenoptions-clearhelpertoken */
static void test_ClearHelperToken_leaves_the_flags(void **state)
{
    struct token_test *test = *state;

    assert_hr(IBitsTokenOptions_ClearHelperToken(test->options), S_OK);
    assert_hr(IBitsTokenOptions_SetHelperToken(test->options), S_OK);
    assert_hr(IBitsTokenOptions_SetHelperTokenFlags(test->options, BG_TOKEN_NETWORK), S_OK);
    assert_hr(IBitsTokenOptions_ClearHelperToken(test->options), S_OK);
    assert_no_sid(test->options);
    assert_flags(test->options, BG_TOKEN_NETWORK);
}

/* nf-bits4_0-ibitstokenoptions-sethelpertoken. Wine does not tell the service what the proxy allows. */
static void test_the_caller_has_to_allow_impersonation(void **state)
{
    struct token_test *test = *state;

    if (is_wine())
        skip();
    set_blanket(test->options, RPC_C_IMP_LEVEL_IDENTIFY);
    assert_hr(IBitsTokenOptions_SetHelperToken(test->options), CO_E_FAILEDTOIMPERSONATE);
    assert_no_sid(test->options);
}

static void test_null_is_refused(void **state)
{
    struct token_test *test = *state;

    assert_failed(IBitsTokenOptions_GetHelperTokenFlags(test->options, NULL));
    assert_failed(IBitsTokenOptions_GetHelperTokenSid(test->options, NULL));
    assert_flags(test->options, 0);
}

static void set_token(struct token_test *test)
{
    assert_hr(IBitsTokenOptions_SetHelperToken(test->options), S_OK);
    assert_hr(IBitsTokenOptions_SetHelperTokenFlags(test->options, BG_TOKEN_LOCAL_FILE), S_OK);
}

static void assert_final(struct token_test *test)
{
    assert_failed(IBitsTokenOptions_SetHelperToken(test->options));
    assert_failed(IBitsTokenOptions_SetHelperTokenFlags(test->options, 0));
    assert_failed(IBitsTokenOptions_ClearHelperToken(test->options));
    assert_flags(test->options, BG_TOKEN_LOCAL_FILE);
    assert_sid(test->options, test->sid);
}

static void test_a_cancelled_job_cannot_be_changed(void **state)
{
    struct token_test *test = *state;

    set_token(test);
    assert_hr(IBackgroundCopyJob_Cancel(test->job), S_OK);
    assert_final(test);
}

static void test_a_completed_job_cannot_be_changed(void **state)
{
    struct token_test *test = *state;

    set_token(test);
    serve_pattern(test->test, "/file", 10, 1);
    add_file(test->test, test->job, "/file", L"file");
    download(test->job);
    assert_final(test);
}

#define token_unit_test(f) cmocka_unit_test_setup_teardown(f, setup, teardown)

int main(void)
{
    static const struct CMUnitTest tests[] =
    {
        token_unit_test(test_a_new_job_has_no_helper_token),
        token_unit_test(test_every_flag_comes_back),
        token_unit_test(test_unknown_flags_are_refused),
        token_unit_test(test_the_token_is_the_callers),
        token_unit_test(test_ClearHelperToken_leaves_the_flags),
        token_unit_test(test_the_caller_has_to_allow_impersonation),
        token_unit_test(test_null_is_refused),
        token_unit_test(test_a_cancelled_job_cannot_be_changed),
        token_unit_test(test_a_completed_job_cannot_be_changed),
    };

    return cmocka_run_group_tests_name("token_options", tests, bits_program_setup, bits_program_teardown);
}
