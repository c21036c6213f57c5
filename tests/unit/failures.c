/* What an error of a transfer means for its job.
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include "unit.h"
#include "transfer/errors.h"

static void check_http_status(long status, BOOL transient)
{
    struct failure failure = failure_from_http_status(status);

    assert_hresult(failure.code, 0x80190000 + status);
    assert_int_equal(failure.context,
            status == 407 ? BG_ERROR_CONTEXT_GENERAL_TRANSPORT : BG_ERROR_CONTEXT_REMOTE_FILE);
    assert_int_equal(failure.transient, transient);
}

/* handling-server-application-errors */
static void test_http_statuses(void **state)
{
    static const long fatal_outside_4xx[] = {300, 301, 302, 303, 304, 305, 307, 501, 505};
    long status;
    size_t i;

    for (status = 400; status < 500; status++)
        check_http_status(status, status == 408 || status == 409);
    for (i = 0; i < ARRAYSIZE(fatal_outside_4xx); i++)
        check_http_status(fatal_outside_4xx[i], FALSE);
    check_http_status(206, TRUE);
    check_http_status(306, TRUE);
    check_http_status(308, TRUE);
    check_http_status(500, TRUE);
    check_http_status(502, TRUE);
    check_http_status(503, TRUE);
    check_http_status(504, TRUE);
}

static void test_curl_results(void **state)
{
    static const struct
    {
        CURLcode result;
        ULONG code;
        BOOL transient;
    }
    tests[] =
    {
        {CURLE_OK, S_OK, FALSE},
        {CURLE_COULDNT_RESOLVE_HOST, 0x80072ee7, TRUE},
        {CURLE_COULDNT_CONNECT, 0x80072efd, TRUE},
        {CURLE_OPERATION_TIMEDOUT, 0x80072ee2, TRUE},
        {CURLE_PARTIAL_FILE, 0x80072efe, TRUE},
        {CURLE_RECV_ERROR, 0x80072efe, TRUE},
        {CURLE_TOO_MANY_REDIRECTS, 0x80072f7c, FALSE},
        {CURLE_PEER_FAILED_VERIFICATION, 0x80072f8f, FALSE},
        {CURLE_FTP_ACCEPT_FAILED, E_FAIL, FALSE},
    };
    size_t i;

    for (i = 0; i < ARRAYSIZE(tests); i++)
    {
        struct failure failure = failure_from_curl(tests[i].result);

        assert_hresult(failure.code, tests[i].code);
        assert_int_equal(failure.context, BG_ERROR_CONTEXT_REMOTE_FILE);
        assert_int_equal(failure.transient, tests[i].transient);
    }
}

int main(void)
{
    static const struct CMUnitTest tests[] =
    {
        cmocka_unit_test(test_http_statuses),
        cmocka_unit_test(test_curl_results),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
