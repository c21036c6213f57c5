/* What an error of a transfer means for its job, row by row.
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include "unit.h"
#include "bitsmsg.h"
#include "transfer/errors.h"

#define LOCAL_FILE BG_ERROR_CONTEXT_LOCAL_FILE
#define REMOTE_FILE BG_ERROR_CONTEXT_REMOTE_FILE
#define TRANSPORT BG_ERROR_CONTEXT_GENERAL_TRANSPORT

static void check_failure(struct failure failure, HRESULT code, BG_ERROR_CONTEXT context, BOOL transient)
{
    assert_hresult(failure.code, code);
    assert_int_equal(failure.context, context);
    assert_int_equal(failure.transient, transient);
}

/* "All 3xx error codes are transient errors except 300 - 305 and 307": handling-server-application-errors */
static void test_http_statuses(void **state)
{
    static const long fatal_outside_4xx[] = {300, 301, 302, 303, 304, 305, 307, 501, 505};
    BOOL transient;
    long status;
    size_t i;

    for (status = 100; status < 1000; status++)
    {
        transient = status < 400 || status >= 500 || status == 408 || status == 409;
        for (i = 0; i < ARRAYSIZE(fatal_outside_4xx); i++)
            transient &= status != fatal_outside_4xx[i];
        check_failure(failure_from_http_status(status), (HRESULT)(0x80190000 + status),
                REMOTE_FILE, transient);
    }
}

static const struct
{
    CURLcode result;
    ULONG code;
    BG_ERROR_CONTEXT context;
    BOOL transient;
}
curl_results[] =
{
    {CURLE_OK,                       S_OK,       REMOTE_FILE, FALSE},
    {CURLE_COULDNT_RESOLVE_HOST,     0x80072ee7, REMOTE_FILE, TRUE},
    {CURLE_COULDNT_RESOLVE_PROXY,    0x80072ee7, REMOTE_FILE, TRUE},
    {CURLE_COULDNT_CONNECT,          0x80072efd, REMOTE_FILE, TRUE},
    {CURLE_PROXY,                    0x80072efd, REMOTE_FILE, TRUE},
    {CURLE_OPERATION_TIMEDOUT,       0x80072ee2, REMOTE_FILE, TRUE},
    {CURLE_GOT_NOTHING,              0x80072efe, REMOTE_FILE, TRUE},
    {CURLE_RECV_ERROR,               0x80072efe, REMOTE_FILE, TRUE},
    {CURLE_SEND_ERROR,               0x80072efe, REMOTE_FILE, TRUE},
    {CURLE_SEND_FAIL_REWIND,         0x80072efe, REMOTE_FILE, TRUE},
    {CURLE_PARTIAL_FILE,             0x80072efe, REMOTE_FILE, TRUE},
    {CURLE_HTTP2,                    0x80072efe, REMOTE_FILE, TRUE},
    {CURLE_HTTP2_STREAM,             0x80072efe, REMOTE_FILE, TRUE},
    {CURLE_SSL_CERTPROBLEM,          0x80072f0c, REMOTE_FILE, FALSE},
    {CURLE_SSL_CLIENTCERT,           0x80072f0c, REMOTE_FILE, FALSE},
    {CURLE_SSL_CONNECT_ERROR,        0x80072f7d, REMOTE_FILE, FALSE},
    {CURLE_SSL_CIPHER,               0x80072f7d, REMOTE_FILE, FALSE},
    {CURLE_PEER_FAILED_VERIFICATION, 0x80072f8f, REMOTE_FILE, FALSE},
    {CURLE_SSL_INVALIDCERTSTATUS,    0x80072f8f, REMOTE_FILE, FALSE},
    {CURLE_LOGIN_DENIED,             0x80072eef, REMOTE_FILE, FALSE},
    {CURLE_AUTH_ERROR,               0x80072eef, REMOTE_FILE, FALSE},
    {CURLE_TOO_MANY_REDIRECTS,       0x80072f7c, REMOTE_FILE, FALSE},
    {CURLE_URL_MALFORMAT,            0x80072ee5, REMOTE_FILE, FALSE},
    {CURLE_UNSUPPORTED_PROTOCOL,     0x8020001b, REMOTE_FILE, FALSE},
    {CURLE_WEIRD_SERVER_REPLY,       0x8020001b, REMOTE_FILE, FALSE},
    {CURLE_BAD_CONTENT_ENCODING,     0x8020001b, REMOTE_FILE, FALSE},
    {CURLE_RANGE_ERROR,              0x80200013, REMOTE_FILE, FALSE},
    {CURLE_OUT_OF_MEMORY,            0x8007000e, TRANSPORT,   TRUE},
    {CURLE_NO_CONNECTION_AVAILABLE,  0x80072efd, TRANSPORT,   TRUE},
};

static void test_curl_results(void **state)
{
    size_t i;

    for (i = 0; i < ARRAYSIZE(curl_results); i++)
        check_failure(failure_from_curl(curl_results[i].result), curl_results[i].code, curl_results[i].context,
                curl_results[i].transient);
}

static BOOL has_row(CURLcode result)
{
    size_t i;

    for (i = 0; i < ARRAYSIZE(curl_results); i++)
    {
        if (curl_results[i].result == result)
            return TRUE;
    }
    return FALSE;
}

/* No result of libcurl passes for a success. */
static void test_other_curl_results(void **state)
{
    int result;

    for (result = 0; result < CURL_LAST + 10; result++)
    {
        if (!has_row(result))
            check_failure(failure_from_curl(result), 0x80072ee4, TRANSPORT, FALSE);
    }
}

static const struct
{
    DWORD error;
    ULONG local_code;
    ULONG source_code;
    BOOL transient;
}
file_errors[] =
{
    {ERROR_SHARING_VIOLATION,     0x80070020, 0x80070020, TRUE},
    {ERROR_LOCK_VIOLATION,        0x80070021, 0x80070021, TRUE},
    {ERROR_FILE_EXISTS,           0x80070050, 0x80070050, TRUE},
    {ERROR_NOT_ENOUGH_MEMORY,     0x80070008, 0x80070008, TRUE},
    {ERROR_OUTOFMEMORY,           0x8007000e, 0x8007000e, TRUE},
    {ERROR_NO_SYSTEM_RESOURCES,   0x800705aa, 0x800705aa, TRUE},
    {ERROR_DRIVE_LOCKED,          0x8020000d, 0x8007006c, TRUE},
    {ERROR_WRONG_DISK,            0x8020000e, 0x80070022, FALSE},
    {ERROR_FILE_INVALID,          0x8020000e, 0x800703ee, FALSE},
    {ERROR_MEDIA_CHANGED,         0x8020000e, 0x80070456, FALSE},
    {ERROR_REM_NOT_LIST,          0x80070033, 0x80070033, TRUE},
    {ERROR_BAD_NETPATH,           0x80070035, 0x80070035, TRUE},
    {ERROR_NETWORK_BUSY,          0x80070036, 0x80070036, TRUE},
    {ERROR_UNEXP_NET_ERR,         0x8007003b, 0x8007003b, TRUE},
    {ERROR_NETNAME_DELETED,       0x80070040, 0x80070040, TRUE},
    {ERROR_SEM_TIMEOUT,           0x80070079, 0x80070079, TRUE},
    {ERROR_NETWORK_UNREACHABLE,   0x800704cf, 0x800704cf, TRUE},
    {ERROR_HOST_UNREACHABLE,      0x800704d0, 0x800704d0, TRUE},
    {ERROR_CONNECTION_ABORTED,    0x800704d4, 0x800704d4, TRUE},
    /* What is in no table is fatal, under Windows' own code. */
    {ERROR_FILE_NOT_FOUND,        0x80070002, 0x80070002, FALSE},
    {ERROR_PATH_NOT_FOUND,        0x80070003, 0x80070003, FALSE},
    {ERROR_ACCESS_DENIED,         0x80070005, 0x80070005, FALSE},
    {ERROR_INVALID_DRIVE,         0x8007000f, 0x8007000f, FALSE},
    {ERROR_WRITE_PROTECT,         0x80070013, 0x80070013, FALSE},
    {ERROR_NOT_READY,             0x80070015, 0x80070015, FALSE},
    {ERROR_BAD_NET_NAME,          0x80070043, 0x80070043, FALSE},
    {ERROR_DISK_FULL,             0x80070070, 0x80070070, FALSE},
    {ERROR_INVALID_NAME,          0x8007007b, 0x8007007b, FALSE},
    {ERROR_FILENAME_EXCED_RANGE,  0x800700ce, 0x800700ce, FALSE},
};

static void test_errors_of_files(void **state)
{
    size_t i;

    for (i = 0; i < ARRAYSIZE(file_errors); i++)
    {
        check_failure(failure_of_local_file(HRESULT_FROM_WIN32(file_errors[i].error)), file_errors[i].local_code,
                LOCAL_FILE, file_errors[i].transient);
        check_failure(failure_of_local_source(file_errors[i].error), file_errors[i].source_code, REMOTE_FILE,
                file_errors[i].transient);
    }
}

/* Callers hand on how a call went, whether it has failed or not. */
static void test_success_is_no_failure(void **state)
{
    assert_hresult(failure_of_local_file(S_OK).code, S_OK);
    assert_hresult(failure_from_curl(CURLE_OK).code, S_OK);
}

static void test_failures_of_the_remote_side(void **state)
{
    check_failure(failure_of_remote_file(BG_E_MISSING_FILE_SIZE), BG_E_MISSING_FILE_SIZE, REMOTE_FILE, FALSE);
    check_failure(failure_of_transport(BG_E_INVALID_PROXY_INFO), BG_E_INVALID_PROXY_INFO, TRANSPORT, FALSE);
}

int main(void)
{
    static const struct CMUnitTest tests[] =
    {
        cmocka_unit_test(test_http_statuses),
        cmocka_unit_test(test_curl_results),
        cmocka_unit_test(test_other_curl_results),
        cmocka_unit_test(test_errors_of_files),
        cmocka_unit_test(test_success_is_no_failure),
        cmocka_unit_test(test_failures_of_the_remote_side),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
