/* IBackgroundCopyJobHttpOptions, 2 and 3, but for client certificates.
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include <stdlib.h>
#include <wchar.h>

#include "bits_test.h"
#include <bits10_3.h>

#define MAX_HEADERS 16383   /* characters without the terminator */

#define NULL_POINTER HRESULT_FROM_WIN32(RPC_X_NULL_REF_POINTER)

struct options_test
{
    struct bits_test *test;
    IBackgroundCopyJob *job;
    IBackgroundCopyJobHttpOptions3 *options;
};

static IBackgroundCopyJobHttpOptions3 *get_options(IBackgroundCopyJob *job)
{
    IBackgroundCopyJobHttpOptions3 *options;

    assert_hr(IBackgroundCopyJob_QueryInterface(job, &IID_IBackgroundCopyJobHttpOptions3, (void **)&options), S_OK);
    return options;
}

static int setup(void **state)
{
    struct options_test *test = calloc(1, sizeof(*test));

    if (!test || bits_test_setup((void **)&test->test))
        return -1;
    test->job = create_job(test->test);
    test->options = get_options(test->job);
    *state = test;
    return 0;
}

static int teardown(void **state)
{
    struct options_test *test = *state;
    int result;

    IBackgroundCopyJobHttpOptions3_Release(test->options);
    result = bits_test_teardown((void **)&test->test);
    free(test);
    return result;
}

/* An upload job, of which the fixture takes care. */
static IBackgroundCopyJob *create_upload(struct options_test *test, BG_JOB_TYPE type)
{
    IBackgroundCopyJob *job;
    GUID id;

    assert_hr(IBackgroundCopyManager_CreateJob(test->test->manager, L"upload", type, &id, &job), S_OK);
    hold_job(test->test, job);
    return job;
}

static void assert_headers(IBackgroundCopyJobHttpOptions3 *options, const WCHAR *expected)
{
    WCHAR *headers;

    assert_hr(IBackgroundCopyJobHttpOptions3_GetCustomHeaders(options, &headers), S_OK);
    assert_task_string(headers, expected);
}

static void assert_no_headers(IBackgroundCopyJobHttpOptions3 *options)
{
    WCHAR *headers = (WCHAR *)options;

    assert_hr(IBackgroundCopyJobHttpOptions3_GetCustomHeaders(options, &headers), S_FALSE);
    assert_null(headers);
}

/* nf-bits2_5-ibackgroundcopyjobhttpoptions-getcustomheaders */
static void test_a_new_job_has_no_headers(void **state)
{
    struct options_test *test = *state;

    assert_no_headers(test->options);
}

/* nf-bits2_5-ibackgroundcopyjobhttpoptions-setcustomheaders, whose example ends its lines with LF; Firefox sends an
 * empty last line. */
static void test_headers_come_back_as_set(void **state)
{
    static const WCHAR *const headers[] =
    {
        L"A: b\r\n",
        L"MyHeader_1: Header One Value\nMyHeader_2: Header Two Value\nMyHeader_3: Header Three Value\n",
        L"Pragma: no-cache\r\nCache-Control: no-cache\r\n\r\n",
        L"Cookie: a=\"b\"; c=d",
    };
    struct options_test *test = *state;
    size_t i;

    for (i = 0; i < ARRAYSIZE(headers); ++i)
    {
        assert_hr(IBackgroundCopyJobHttpOptions3_SetCustomHeaders(test->options, headers[i]), S_OK);
        assert_headers(test->options, headers[i]);
    }
}

static void test_headers_keep_characters_outside_ASCII(void **state)
{
    static const WCHAR headers[] = L"A: Gr\x00fc\x00df"
                                   L"e \x30d5 \xd83d\xde00\r\n";
    struct options_test *test = *state;

    assert_hr(IBackgroundCopyJobHttpOptions3_SetCustomHeaders(test->options, headers), S_OK);
    assert_headers(test->options, headers);
}

static void test_NULL_removes_headers(void **state)
{
    struct options_test *test = *state;

    assert_hr(IBackgroundCopyJobHttpOptions3_SetCustomHeaders(test->options, L"A: b\r\n"), S_OK);
    assert_hr(IBackgroundCopyJobHttpOptions3_SetCustomHeaders(test->options, NULL), S_OK);
    assert_no_headers(test->options);
}

static WCHAR *make_headers(WCHAR *headers, size_t length)
{
    fill_text(headers, length);
    headers[1] = ':';
    return headers;
}

/* 16,384 characters, including the terminator. */
static void test_headers_have_a_limit(void **state)
{
    struct options_test *test = *state;
    WCHAR headers[MAX_HEADERS + 2];

    make_headers(headers, MAX_HEADERS - 1);
    assert_hr(IBackgroundCopyJobHttpOptions3_SetCustomHeaders(test->options, headers), S_OK);
    make_headers(headers, MAX_HEADERS + 1);
    assert_hr(IBackgroundCopyJobHttpOptions3_SetCustomHeaders(test->options, headers), BG_E_STRING_TOO_LONG);
    assert_headers(test->options, make_headers(headers, MAX_HEADERS - 1));
    make_headers(headers, MAX_HEADERS);
    assert_hr(IBackgroundCopyJobHttpOptions3_SetCustomHeaders(test->options, headers), S_OK);
    assert_headers(test->options, headers);
}

/* No page says what becomes of headers that would change the request. This service refuses them. */
static void test_headers_cannot_bend_the_request(void **state)
{
    static const WCHAR *const headers[] =
    {
        L"no header", L"A b: c\r\n", L"A : b\r\n", L": b\r\n", L"A: b\r\n folded\r\n", L"A: b\rC: d\r\n",
        L"A: \x0001\r\n", L"A: b\r\n\r\nGET / HTTP/1.1\r\n", L"A: b\r\n\r\nC: d\r\n",
        L"A: \xd800\r\n", L"A: \xde00\xd83d\r\n",
    };
    struct options_test *test = *state;
    size_t i;

    if (!is_wine())
        skip();
    assert_hr(IBackgroundCopyJobHttpOptions3_SetCustomHeaders(test->options, L"A: b\r\n"), S_OK);
    for (i = 0; i < ARRAYSIZE(headers); ++i)
        assert_hr(IBackgroundCopyJobHttpOptions3_SetCustomHeaders(test->options, headers[i]), E_INVALIDARG);
    assert_headers(test->options, L"A: b\r\n");
}

/* nf-bits10_3-ibackgroundcopyjobhttpoptions3-makecustomheaderswriteonly: they can still be set. */
static void test_headers_that_are_write_only(void **state)
{
    struct options_test *test = *state;
    WCHAR *headers = NULL;

    assert_hr(IBackgroundCopyJobHttpOptions3_SetCustomHeaders(test->options, L"Token: secret\r\n"), S_OK);
    assert_hr(IBackgroundCopyJobHttpOptions3_MakeCustomHeadersWriteOnly(test->options), S_OK);
    assert_hr(IBackgroundCopyJobHttpOptions3_GetCustomHeaders(test->options, &headers), E_ACCESSDENIED);
    assert_null(headers);
    assert_hr(IBackgroundCopyJobHttpOptions3_MakeCustomHeadersWriteOnly(test->options), S_OK);
    assert_hr(IBackgroundCopyJobHttpOptions3_SetCustomHeaders(test->options, L"Token: other\r\n"), S_OK);
    assert_hr(IBackgroundCopyJobHttpOptions3_GetCustomHeaders(test->options, &headers), E_ACCESSDENIED);
}

static void assert_flags(IBackgroundCopyJobHttpOptions3 *options, ULONG expected)
{
    ULONG flags = ~expected;

    assert_hr(IBackgroundCopyJobHttpOptions3_GetSecurityFlags(options, &flags), S_OK);
    assert_int_equal(flags, expected);
}

/* nf-bits2_5-ibackgroundcopyjobhttpoptions-setsecurityflags: the default is to allow redirects. */
static void test_a_new_job_has_no_security_flags(void **state)
{
    struct options_test *test = *state;

    assert_flags(test->options, 0);
}

static void test_every_security_flag_comes_back(void **state)
{
    static const ULONG flags[] =
    {
        BG_SSL_ENABLE_CRL_CHECK,
        BG_SSL_IGNORE_CERT_CN_INVALID,
        BG_SSL_IGNORE_CERT_DATE_INVALID,
        BG_SSL_IGNORE_UNKNOWN_CA,
        BG_SSL_IGNORE_CERT_WRONG_USAGE,
        BG_HTTP_REDIRECT_POLICY_ALLOW_REPORT,
        BG_HTTP_REDIRECT_POLICY_DISALLOW,
        BG_HTTP_REDIRECT_POLICY_ALLOW_HTTPS_TO_HTTP,
        BG_HTTP_REDIRECT_POLICY_ALLOW_HTTPS_TO_HTTP | BG_HTTP_REDIRECT_POLICY_ALLOW_REPORT,
        0x1f,
        0,
    };
    struct options_test *test = *state;
    size_t i;

    for (i = 0; i < ARRAYSIZE(flags); ++i)
    {
        assert_hr(IBackgroundCopyJobHttpOptions3_SetSecurityFlags(test->options, flags[i]), S_OK);
        assert_flags(test->options, flags[i]);
    }
}

/* The same page: E_NOTIMPL. A policy of the mask that is not defined is no policy. */
static void test_unknown_security_flags_are_refused(void **state)
{
    static const ULONG flags[] = {0x20, 0x40, 0x80, 0x300, 0x400, 0x700, 0x1000, 0x80000000, ~0u, 0x21};
    struct options_test *test = *state;
    size_t i;

    assert_hr(IBackgroundCopyJobHttpOptions3_SetSecurityFlags(test->options, BG_SSL_ENABLE_CRL_CHECK), S_OK);
    for (i = 0; i < ARRAYSIZE(flags); ++i)
    {
        assert_hr(IBackgroundCopyJobHttpOptions3_SetSecurityFlags(test->options, flags[i]), E_NOTIMPL);
        assert_flags(test->options, BG_SSL_ENABLE_CRL_CHECK);
    }
}

/* The same page: what has arrived of a file does not count, and the job goes on. */
static void test_the_revocation_check_restarts_the_file(void **state)
{
    struct http_reply reply = {.size = 300000, .seed = 1, .fault = HTTP_FAULT_STALL, .fault_at = 200000};
    struct options_test *test = *state;
    IBackgroundCopyJob *job = start_download(test->test, &reply);
    IBackgroundCopyJobHttpOptions3 *options = get_options(job);

    assert_true(http_server_wait_stalled(test->test->server, BITS_TEST_TIMEOUT));
    assert_hr(IBackgroundCopyJobHttpOptions3_SetSecurityFlags(options, BG_SSL_ENABLE_CRL_CHECK), S_OK);
    http_server_release(test->test->server);
    wait_for_state(job, BG_JOB_STATE_TRANSFERRED);
    assert_int_equal(http_server_count(test->test->server, "GET", "/file"), 2);
    assert_hr(IBackgroundCopyJob_Complete(job), S_OK);
    assert_file_is_pattern(test->test, L"file", 300000, 1);
    IBackgroundCopyJobHttpOptions3_Release(options);
}

static void assert_method(IBackgroundCopyJobHttpOptions3 *options, const WCHAR *expected)
{
    WCHAR *method;

    assert_hr(IBackgroundCopyJobHttpOptions3_GetHttpMethod(options, &method), S_OK);
    assert_task_string(method, expected);
}

static void assert_priority(IBackgroundCopyJob *job, BG_JOB_PRIORITY expected)
{
    BG_JOB_PRIORITY priority;

    assert_hr(IBackgroundCopyJob_GetPriority(job, &priority), S_OK);
    assert_int_equal(priority, expected);
}

/* nf-bits10_2-ibackgroundcopyjobhttpoptions2-gethttpmethod */
static void test_default_methods(void **state)
{
    static const struct
    {
        BG_JOB_TYPE type;
        const WCHAR *method;
    }
    defaults[] =
    {
        {BG_JOB_TYPE_DOWNLOAD, L"GET"},
        {BG_JOB_TYPE_UPLOAD, L"BITS_POST"},
        {BG_JOB_TYPE_UPLOAD_REPLY, L"BITS_POST"},
    };
    struct options_test *test = *state;
    size_t i;

    for (i = 0; i < ARRAYSIZE(defaults); ++i)
    {
        IBackgroundCopyJob *job = create_upload(test, defaults[i].type);
        IBackgroundCopyJobHttpOptions3 *options = get_options(job);

        assert_method(options, defaults[i].method);
        assert_hr(IBackgroundCopyJobHttpOptions3_SetHttpMethod(options, defaults[i].method), S_OK);
        assert_method(options, defaults[i].method);
        assert_priority(job, BG_JOB_PRIORITY_NORMAL);
        IBackgroundCopyJobHttpOptions3_Release(options);
    }
}

/* nf-bits10_2-ibackgroundcopyjobhttpoptions2-sethttpmethod */
static void test_another_method_makes_a_foreground_job(void **state)
{
    struct options_test *test = *state;

    assert_hr(IBackgroundCopyJobHttpOptions3_SetHttpMethod(test->options, L"POST"), S_OK);
    assert_method(test->options, L"POST");
    assert_priority(test->job, BG_JOB_PRIORITY_FOREGROUND);
    assert_failed(IBackgroundCopyJob_SetPriority(test->job, BG_JOB_PRIORITY_LOW));
    assert_priority(test->job, BG_JOB_PRIORITY_FOREGROUND);
}

static void test_a_method_is_a_token(void **state)
{
    static const WCHAR *const methods[] =
    {
        L"", L" ", L"GET ", L"GET /x HTTP/1.1\r\nA: b", L"A:", L"A\tB", L"\x00c4", L"\xd83d\xde00", L"\xd800",
    };
    struct options_test *test = *state;
    size_t i;

    for (i = 0; i < ARRAYSIZE(methods); ++i)
        assert_hr(IBackgroundCopyJobHttpOptions3_SetHttpMethod(test->options, methods[i]), E_INVALIDARG);
    assert_method(test->options, L"GET");
    assert_priority(test->job, BG_JOB_PRIORITY_NORMAL);
}

/* It has to be set before the first call to Resume. */
static void test_the_method_is_fixed_by_Resume(void **state)
{
    struct options_test *test = *state;

    serve_pattern(test->test, "/file", 10, 1);
    add_file(test->test, test->job, "/file", L"file");
    assert_hr(IBackgroundCopyJob_Resume(test->job), S_OK);
    wait_for_state(test->job, BG_JOB_STATE_TRANSFERRED);
    assert_hr(IBackgroundCopyJobHttpOptions3_SetHttpMethod(test->options, L"POST"),
            BG_E_READ_ONLY_PROPERTY_AFTER_RESUME);
    assert_method(test->options, L"GET");
}

/* A client's object, which knows the interfaces of the table. */
struct callback
{
    IUnknown IUnknown_iface;
    LONG refs;
    const IID *iid;
    HANDLE released;
};

static struct callback *impl_from_IUnknown(IUnknown *iface)
{
    return CONTAINING_RECORD(iface, struct callback, IUnknown_iface);
}

static HRESULT STDMETHODCALLTYPE callback_QueryInterface(IUnknown *iface, REFIID iid, void **out)
{
    BOOL known = IsEqualIID(iid, &IID_IUnknown) || IsEqualIID(iid, impl_from_IUnknown(iface)->iid);

    *out = known ? iface : NULL;
    if (known)
        IUnknown_AddRef(iface);
    return known ? S_OK : E_NOINTERFACE;
}

static ULONG STDMETHODCALLTYPE callback_AddRef(IUnknown *iface)
{
    return InterlockedIncrement(&impl_from_IUnknown(iface)->refs);
}

static ULONG STDMETHODCALLTYPE callback_Release(IUnknown *iface)
{
    struct callback *callback = impl_from_IUnknown(iface);
    ULONG refs = InterlockedDecrement(&callback->refs);

    if (refs == 1)
        SetEvent(callback->released);
    return refs;
}

static HRESULT STDMETHODCALLTYPE callback_ValidateServerCertificate(IUnknown *iface, IBackgroundCopyJob *job,
        IBackgroundCopyFile *file, DWORD length, const BYTE *data, DWORD type, DWORD store_length, const BYTE *store)
{
    return S_OK;
}

static struct
{
    IUnknownVtbl unknown;
    HRESULT(STDMETHODCALLTYPE *ValidateServerCertificate)
    (IUnknown *, IBackgroundCopyJob *, IBackgroundCopyFile *,
            DWORD, const BYTE *, DWORD, DWORD, const BYTE *);
}
callback_vtbl =
{
    {callback_QueryInterface, callback_AddRef, callback_Release},
    callback_ValidateServerCertificate,
};

/* The test has one reference; released is set when only that is left. */
static void callback_init(struct callback *callback, const IID *iid)
{
    callback->IUnknown_iface.lpVtbl = &callback_vtbl.unknown;
    callback->refs = 1;
    callback->iid = iid;
    callback->released = CreateEventW(NULL, FALSE, FALSE, NULL);
}

static void callback_wait_released(struct callback *callback)
{
    assert_int_equal(WaitForSingleObject(callback->released, BITS_TEST_TIMEOUT), WAIT_OBJECT_0);
    CloseHandle(callback->released);
}

/* nf-bits10_3-ibackgroundcopyjobhttpoptions3-setservercertificatevalidationinterface: NULL removes the callback. */
static void test_a_certificate_callback_is_held_and_released(void **state)
{
    struct options_test *test = *state;
    struct callback first, second;

    callback_init(&first, &IID_IBackgroundCopyServerCertificateValidationCallback);
    callback_init(&second, &IID_IBackgroundCopyServerCertificateValidationCallback);
    assert_hr(IBackgroundCopyJobHttpOptions3_SetServerCertificateValidationInterface(test->options,
                      &first.IUnknown_iface),
            S_OK);
    assert_true(first.refs > 1);
    assert_hr(IBackgroundCopyJobHttpOptions3_SetServerCertificateValidationInterface(test->options,
                      &second.IUnknown_iface),
            S_OK);
    callback_wait_released(&first);
    assert_hr(IBackgroundCopyJobHttpOptions3_SetServerCertificateValidationInterface(test->options, NULL), S_OK);
    callback_wait_released(&second);
}

static void test_a_certificate_callback_is_released_with_the_job(void **state)
{
    struct options_test *test = *state;
    struct callback callback;
    IBackgroundCopyJobHttpOptions3 *options;
    IBackgroundCopyJob *job;
    GUID id;

    callback_init(&callback, &IID_IBackgroundCopyServerCertificateValidationCallback);
    assert_hr(IBackgroundCopyManager_CreateJob(test->test->manager, L"test", BG_JOB_TYPE_DOWNLOAD, &id, &job), S_OK);
    options = get_options(job);
    assert_hr(IBackgroundCopyJobHttpOptions3_SetServerCertificateValidationInterface(options,
                      &callback.IUnknown_iface),
            S_OK);
    assert_hr(IBackgroundCopyJob_Cancel(job), S_OK);
    IBackgroundCopyJobHttpOptions3_Release(options);
    IBackgroundCopyJob_Release(job);
    callback_wait_released(&callback);
}

static void test_a_certificate_callback_needs_its_interface(void **state)
{
    struct options_test *test = *state;
    struct callback callback;

    callback_init(&callback, &IID_IBackgroundCopyCallback);
    assert_hr(IBackgroundCopyJobHttpOptions3_SetServerCertificateValidationInterface(test->options,
                      &callback.IUnknown_iface),
            E_NOINTERFACE);
    callback_wait_released(&callback);
}

/* The job must be paused. */
static void test_a_certificate_callback_is_set_while_the_job_waits(void **state)
{
    struct http_reply reply = {.size = 10, .fault = HTTP_FAULT_SILENT};
    struct options_test *test = *state;
    IBackgroundCopyJob *job = start_download(test->test, &reply);
    IBackgroundCopyJobHttpOptions3 *options = get_options(job);

    assert_true(http_server_wait_stalled(test->test->server, BITS_TEST_TIMEOUT));
    assert_hr(IBackgroundCopyJobHttpOptions3_SetServerCertificateValidationInterface(options, NULL),
            BG_E_READ_ONLY_WHEN_JOB_ACTIVE);
    http_server_release(test->test->server);
    wait_for_state(job, BG_JOB_STATE_TRANSFERRED);
    assert_hr(IBackgroundCopyJobHttpOptions3_SetServerCertificateValidationInterface(options, NULL), S_OK);
    IBackgroundCopyJobHttpOptions3_Release(options);
}

static void test_null_is_refused(void **state)
{
    struct options_test *test = *state;

    assert_hr(IBackgroundCopyJobHttpOptions3_GetCustomHeaders(test->options, NULL), NULL_POINTER);
    assert_failed(IBackgroundCopyJobHttpOptions3_GetSecurityFlags(test->options, NULL));
    assert_failed(IBackgroundCopyJobHttpOptions3_SetHttpMethod(test->options, NULL));
    assert_failed(IBackgroundCopyJobHttpOptions3_GetHttpMethod(test->options, NULL));
    assert_no_headers(test->options);
    assert_method(test->options, L"GET");
}

/* A finished file does not keep a job from being changed, as Wine's tests of Windows show. */
static void test_a_transferred_job_can_be_changed(void **state)
{
    struct options_test *test = *state;

    serve_pattern(test->test, "/file", 10, 1);
    add_file(test->test, test->job, "/file", L"file");
    assert_hr(IBackgroundCopyJob_Resume(test->job), S_OK);
    wait_for_state(test->job, BG_JOB_STATE_TRANSFERRED);
    assert_hr(IBackgroundCopyJobHttpOptions3_SetCustomHeaders(test->options, L"A: b\r\n"), S_OK);
    assert_hr(IBackgroundCopyJobHttpOptions3_SetSecurityFlags(test->options, BG_SSL_ENABLE_CRL_CHECK), S_OK);
    assert_state(test->job, BG_JOB_STATE_TRANSFERRED);
    assert_headers(test->options, L"A: b\r\n");
}

/* Getters go on answering. */
static void assert_final(IBackgroundCopyJobHttpOptions3 *options)
{
    assert_hr(IBackgroundCopyJobHttpOptions3_SetCustomHeaders(options, NULL), BG_E_INVALID_STATE);
    assert_hr(IBackgroundCopyJobHttpOptions3_SetCustomHeaders(options, L"C: d\r\n"), BG_E_INVALID_STATE);
    assert_failed(IBackgroundCopyJobHttpOptions3_SetSecurityFlags(options, 0));
    assert_failed(IBackgroundCopyJobHttpOptions3_SetHttpMethod(options, L"POST"));
    assert_failed(IBackgroundCopyJobHttpOptions3_SetServerCertificateValidationInterface(options, NULL));
    assert_headers(options, L"A: b\r\n");
    assert_flags(options, BG_SSL_IGNORE_UNKNOWN_CA);
    assert_method(options, L"GET");
    assert_hr(IBackgroundCopyJobHttpOptions3_MakeCustomHeadersWriteOnly(options), S_OK);
}

static void set_something(IBackgroundCopyJobHttpOptions3 *options)
{
    assert_hr(IBackgroundCopyJobHttpOptions3_SetCustomHeaders(options, L"A: b\r\n"), S_OK);
    assert_hr(IBackgroundCopyJobHttpOptions3_SetSecurityFlags(options, BG_SSL_IGNORE_UNKNOWN_CA), S_OK);
}

static void test_a_cancelled_job_cannot_be_changed(void **state)
{
    struct options_test *test = *state;

    set_something(test->options);
    assert_hr(IBackgroundCopyJob_Cancel(test->job), S_OK);
    assert_final(test->options);
}

static void test_a_completed_job_cannot_be_changed(void **state)
{
    struct options_test *test = *state;

    set_something(test->options);
    serve_pattern(test->test, "/file", 10, 1);
    add_file(test->test, test->job, "/file", L"file");
    download(test->job);
    assert_final(test->options);
}

#define options_unit_test(f) cmocka_unit_test_setup_teardown(f, setup, teardown)

int main(void)
{
    static const struct CMUnitTest tests[] =
    {
        options_unit_test(test_a_new_job_has_no_headers),
        options_unit_test(test_headers_come_back_as_set),
        options_unit_test(test_headers_keep_characters_outside_ASCII),
        options_unit_test(test_NULL_removes_headers),
        options_unit_test(test_headers_have_a_limit),
        options_unit_test(test_headers_cannot_bend_the_request),
        options_unit_test(test_headers_that_are_write_only),
        options_unit_test(test_a_new_job_has_no_security_flags),
        options_unit_test(test_every_security_flag_comes_back),
        options_unit_test(test_unknown_security_flags_are_refused),
        options_unit_test(test_the_revocation_check_restarts_the_file),
        options_unit_test(test_default_methods),
        options_unit_test(test_another_method_makes_a_foreground_job),
        options_unit_test(test_a_method_is_a_token),
        options_unit_test(test_the_method_is_fixed_by_Resume),
        options_unit_test(test_a_certificate_callback_is_held_and_released),
        options_unit_test(test_a_certificate_callback_is_released_with_the_job),
        options_unit_test(test_a_certificate_callback_needs_its_interface),
        options_unit_test(test_a_certificate_callback_is_set_while_the_job_waits),
        options_unit_test(test_null_is_refused),
        options_unit_test(test_a_transferred_job_can_be_changed),
        options_unit_test(test_a_cancelled_job_cannot_be_changed),
        options_unit_test(test_a_completed_job_cannot_be_changed),
    };

    return cmocka_run_group_tests_name("http_options", tests, bits_program_setup, bits_program_teardown);
}
