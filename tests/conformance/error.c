/* IBackgroundCopyError, and when a job has one.
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include <wchar.h>

#include "bits_test.h"
#include "../error_codes.h"

static const struct http_reply not_found = {.status = 404, .body = "gone", .size = 4};

static IBackgroundCopyError *get_error(IBackgroundCopyJob *job)
{
    IBackgroundCopyError *error;

    assert_hr(IBackgroundCopyJob_GetError(job, &error), S_OK);
    return error;
}

/* The error of a file that is not on the server. */
static IBackgroundCopyError *make_error(struct bits_test *test)
{
    IBackgroundCopyJob *job = start_download(test, &not_found);

    wait_for_state(job, BG_JOB_STATE_ERROR);
    return get_error(job);
}

static void assert_no_error(IBackgroundCopyJob *job)
{
    IBackgroundCopyError *error = (IBackgroundCopyError *)job;

    assert_hr(IBackgroundCopyJob_GetError(job, &error), BG_E_ERROR_INFORMATION_UNAVAILABLE);
    assert_null(error);
}

/* nf-bits-ibackgroundcopyjob-geterror: only in ERROR and TRANSIENT_ERROR. */
static void test_GetError_outside_the_error_states(void **state)
{
    struct bits_test *test = *state;
    struct http_reply stalling = {.size = 1000, .fault = HTTP_FAULT_STALL, .fault_at = 10};
    IBackgroundCopyJob *cancelled = create_job(test), *job;

    assert_no_error(cancelled);
    assert_hr(IBackgroundCopyJob_Cancel(cancelled), S_OK);
    assert_no_error(cancelled);

    job = start_download(test, &stalling);
    assert_true(http_server_wait_stalled(test->server, BITS_TEST_TIMEOUT));
    wait_for_state(job, BG_JOB_STATE_TRANSFERRING);
    assert_no_error(job);
    http_server_release(test->server);
    wait_for_state(job, BG_JOB_STATE_TRANSFERRED);
    assert_no_error(job);
    assert_hr(IBackgroundCopyJob_Complete(job), S_OK);
    assert_no_error(job);
}

/* nf-bits-ibackgroundcopyjob-geterror: a method that fails leaves no error with the job. */
static void test_a_failed_call_is_no_error_of_the_job(void **state)
{
    IBackgroundCopyJob *job = create_job(*state);

    assert_hr(IBackgroundCopyJob_Resume(job), BG_E_EMPTY);
    assert_no_error(job);
}

/* nf-bits-ibackgroundcopyerror-geterror */
static void test_GetError_gives_code_and_context(void **state)
{
    IBackgroundCopyError *error = make_error(*state);
    BG_ERROR_CONTEXT context;
    HRESULT code;

    assert_hr(IBackgroundCopyError_GetError(error, &context, &code), S_OK);
    assert_hr(code, BG_E_HTTP_ERROR_404);
    assert_int_equal(context, BG_ERROR_CONTEXT_REMOTE_FILE);
    IBackgroundCopyError_Release(error);
}

/* nf-bits-ibackgroundcopyerror-getfile */
static void test_GetFile_gives_the_file_that_failed(void **state)
{
    struct bits_test *test = *state;
    IBackgroundCopyJob *job = create_job(test);
    IBackgroundCopyError *error;
    IBackgroundCopyFile *file;
    WCHAR *name, url[256];

    serve_pattern(test, "/good", 10, 1);
    add_file(test, job, "/good", L"good");
    add_file(test, job, "/bad", L"bad");
    assert_hr(IBackgroundCopyJob_Resume(job), S_OK);
    wait_for_state(job, BG_JOB_STATE_ERROR);
    error = get_error(job);
    assert_hr(IBackgroundCopyError_GetFile(error, &file), S_OK);
    assert_hr(IBackgroundCopyFile_GetRemoteName(file, &name), S_OK);
    remote_name(test, "/bad", url, ARRAYSIZE(url));
    assert_task_string(name, url);
    IBackgroundCopyFile_Release(file);
    IBackgroundCopyError_Release(error);
}

/* nf-bits-ibackgroundcopyerror-getprotocol */
static void test_GetProtocol_is_http(void **state)
{
    IBackgroundCopyError *error = make_error(*state);
    WCHAR *protocol;

    assert_hr(IBackgroundCopyError_GetProtocol(error, &protocol), S_OK);
    assert_task_string(protocol, L"http");
    IBackgroundCopyError_Release(error);
}

/* The error of a job with one file that comes from a name on this computer. */
static IBackgroundCopyError *make_local_error(struct bits_test *test, const WCHAR *source, const WCHAR *target)
{
    IBackgroundCopyJob *job = create_job(test);
    WCHAR from[MAX_PATH], to[MAX_PATH];

    local_name(test, source, from);
    local_name(test, target, to);
    assert_hr(IBackgroundCopyJob_AddFile(job, from, to), S_OK);
    assert_hr(IBackgroundCopyJob_Resume(job), S_OK);
    wait_for_failure(job);
    return get_error(job);
}

static void test_GetProtocol_is_file(void **state)
{
    IBackgroundCopyError *error = make_local_error(*state, L"no-such-file", L"file");
    WCHAR *protocol;

    assert_hr(IBackgroundCopyError_GetProtocol(error, &protocol), S_OK);
    assert_task_string(protocol, L"file");
    IBackgroundCopyError_Release(error);
}

/* nf-bits-ibackgroundcopyerror-getprotocol: an error that has nothing to do with the protocol. The folder of the
 * target goes away before the file can be made. */
static void test_GetProtocol_of_a_local_error_is_none(void **state)
{
    struct bits_test *test = *state;
    IBackgroundCopyJob *job = create_job(test);
    IBackgroundCopyError *error;
    BG_ERROR_CONTEXT context;
    WCHAR url[256], folder[MAX_PATH], target[MAX_PATH], *protocol;
    HRESULT code;

    serve_pattern(test, "/file", 100, 1);
    remote_name(test, "/file", url, ARRAYSIZE(url));
    local_name(test, L"folder", folder);
    local_name(test, L"folder\\file", target);
    assert_true(CreateDirectoryW(folder, NULL));
    assert_hr(IBackgroundCopyJob_AddFile(job, url, target), S_OK);
    assert_true(RemoveDirectoryW(folder));
    assert_hr(IBackgroundCopyJob_Resume(job), S_OK);
    wait_for_failure(job);
    error = get_error(job);
    assert_hr(IBackgroundCopyError_GetError(error, &context, &code), S_OK);
    assert_int_equal(context, BG_ERROR_CONTEXT_LOCAL_FILE);
    assert_hr(IBackgroundCopyError_GetProtocol(error, &protocol), BG_E_PROTOCOL_NOT_AVAILABLE);
    assert_null(protocol);
    IBackgroundCopyError_Release(error);
}

/* The object holds what it tells of. */
static void test_an_error_object_outlives_its_job(void **state)
{
    struct bits_test *test = *state;
    IBackgroundCopyJob *job = start_download(test, &not_found);
    IBackgroundCopyError *error;
    IBackgroundCopyFile *file;
    WCHAR *text, url[256];

    wait_for_state(job, BG_JOB_STATE_ERROR);
    error = get_error(job);
    assert_hr(IBackgroundCopyJob_Cancel(job), S_OK);
    IBackgroundCopyJob_Release(job);
    test->job_count = 0;
    assert_hr(IBackgroundCopyError_GetErrorDescription(error, LANGIDFROMLCID(GetThreadLocale()), &text), S_OK);
    CoTaskMemFree(text);
    assert_hr(IBackgroundCopyError_GetProtocol(error, &text), S_OK);
    assert_task_string(text, L"http");
    assert_hr(IBackgroundCopyError_GetFile(error, &file), S_OK);
    IBackgroundCopyError_Release(error);
    assert_hr(IBackgroundCopyFile_GetRemoteName(file, &text), S_OK);
    remote_name(test, "/file", url, ARRAYSIZE(url));
    assert_task_string(text, url);
    IBackgroundCopyFile_Release(file);
}

/* The two methods that describe an error have one contract, so the tests below see them through one type. */
typedef HRESULT (STDMETHODCALLTYPE *describe_method)(IBackgroundCopyError *, DWORD, WCHAR **);

static describe_method describe_methods(IBackgroundCopyError *error, size_t i)
{
    return i ? error->lpVtbl->GetErrorContextDescription : error->lpVtbl->GetErrorDescription;
}

/* nf-bits-ibackgroundcopyerror-geterrordescription, nf-bits-ibackgroundcopyerror-geterrorcontextdescription */
static void test_descriptions_exist_in_the_language_of_the_caller(void **state)
{
    IBackgroundCopyError *error = make_error(*state);
    WCHAR *text;
    size_t i;

    for (i = 0; i < 2; ++i)
    {
        assert_hr(describe_methods(error, i)(error, LANGIDFROMLCID(GetThreadLocale()), &text), S_OK);
        assert_true(wcslen(text) > 5);
        CoTaskMemFree(text);
    }
    IBackgroundCopyError_Release(error);
}

static void test_descriptions_need_a_language(void **state)
{
    IBackgroundCopyError *error = make_error(*state);
    WCHAR *text = NULL;
    size_t i;

    for (i = 0; i < 2; ++i)
    {
        assert_hr(describe_methods(error, i)(error, 0, &text), E_INVALIDARG);
        assert_null(text);
    }
    IBackgroundCopyError_Release(error);
}

static void test_descriptions_do_not_exist_in_every_language(void **state)
{
    IBackgroundCopyError *error = make_error(*state);
    WCHAR *text = NULL;
    size_t i;

    for (i = 0; i < 2; ++i)
    {
        assert_hr(describe_methods(error, i)(error, language_without_text(), &text),
                HRESULT_FROM_WIN32(ERROR_RESOURCE_LANG_NOT_FOUND));
        assert_null(text);
    }
    IBackgroundCopyError_Release(error);
}

/* nf-bits-ibackgroundcopymanager-geterrordescription: the manager has the same text for the code. */
static void test_the_manager_describes_an_error_in_the_same_words(void **state)
{
    struct bits_test *test = *state;
    IBackgroundCopyError *error = make_error(test);
    LANGID language = LANGIDFROMLCID(GetThreadLocale());
    WCHAR *text, *same;

    assert_hr(IBackgroundCopyError_GetErrorDescription(error, language, &text), S_OK);
    assert_hr(IBackgroundCopyManager_GetErrorDescription(test->manager, BG_E_HTTP_ERROR_404, language, &same), S_OK);
    assert_task_string(same, text);
    CoTaskMemFree(text);
    IBackgroundCopyError_Release(error);
}

static void describe_codes(struct bits_test *test, const struct code_range *ranges, size_t count)
{
    HRESULT code, hr;
    WCHAR *text;
    size_t i;

    for (i = 0; i < count; ++i)
    {
        for (code = ranges[i].first; code <= ranges[i].last; ++code)
        {
            hr = IBackgroundCopyManager_GetErrorDescription(test->manager, code, LANGIDFROMLCID(GetThreadLocale()),
                    &text);
            if (hr != S_OK || wcslen(text) < 5)
                fail_msg("%#lx has no text: %#lx", code, hr);
            CoTaskMemFree(text);
        }
    }
}

/* nf-bits-ibackgroundcopymanager-geterrordescription: any code of BITS. tests/registration says more of the texts. */
static void test_the_manager_describes_every_code(void **state)
{
    describe_codes(*state, bits_codes, ARRAYSIZE(bits_codes));
    describe_codes(*state, foreign_codes, ARRAYSIZE(foreign_codes));
    if (is_wine())
        describe_codes(*state, old_codes, ARRAYSIZE(old_codes));
}

/* No page tells what to answer for a code that means nothing, but nothing may come of it. */
static void test_the_manager_knows_not_every_code(void **state)
{
    static const HRESULT codes[] = {BITS_CODE(0), BITS_CODE(0x4a), BITS_CODE(0xffff), (HRESULT)0xa0001234};
    struct bits_test *test = *state;
    WCHAR *text;
    size_t i;

    for (i = 0; i < ARRAYSIZE(codes); ++i)
    {
        text = (WCHAR *)test;
        assert_failed(IBackgroundCopyManager_GetErrorDescription(test->manager, codes[i],
                LANGIDFROMLCID(GetThreadLocale()), &text));
        assert_null(text);
    }
}

/* nf-bits-ibackgroundcopyjob-geterror: the object tells of the error that the job had when it was asked. */
static void test_an_error_object_does_not_change(void **state)
{
    struct bits_test *test = *state;
    IBackgroundCopyJob *job = start_download(test, &not_found);
    IBackgroundCopyError *error;
    BG_ERROR_CONTEXT context;
    HRESULT code;

    wait_for_state(job, BG_JOB_STATE_ERROR);
    error = get_error(job);
    serve_pattern(test, "/file", 100, 1);
    download(job);
    assert_no_error(job);
    assert_hr(IBackgroundCopyError_GetError(error, &context, &code), S_OK);
    assert_hr(code, BG_E_HTTP_ERROR_404);
    assert_int_equal(context, BG_ERROR_CONTEXT_REMOTE_FILE);
    IBackgroundCopyError_Release(error);
}

/* nf-bits-ibackgroundcopyjob-geterror: Suspend takes the job out of ERROR, and its error with it. */
static void test_a_suspended_job_has_no_error(void **state)
{
    IBackgroundCopyJob *job = start_download(*state, &not_found);

    wait_for_state(job, BG_JOB_STATE_ERROR);
    assert_hr(IBackgroundCopyJob_Suspend(job), S_OK);
    if (get_state(job) == BG_JOB_STATE_SUSPENDED)
        assert_no_error(job);
}

int main(void)
{
    static const struct CMUnitTest tests[] =
    {
        bits_unit_test(test_GetError_outside_the_error_states),
        bits_unit_test(test_a_failed_call_is_no_error_of_the_job),
        bits_unit_test(test_GetError_gives_code_and_context),
        bits_unit_test(test_GetFile_gives_the_file_that_failed),
        bits_unit_test(test_GetProtocol_is_http),
        bits_unit_test(test_GetProtocol_is_file),
        bits_unit_test(test_GetProtocol_of_a_local_error_is_none),
        bits_unit_test(test_an_error_object_outlives_its_job),
        bits_unit_test(test_descriptions_exist_in_the_language_of_the_caller),
        bits_unit_test(test_descriptions_need_a_language),
        bits_unit_test(test_descriptions_do_not_exist_in_every_language),
        bits_unit_test(test_the_manager_describes_an_error_in_the_same_words),
        bits_unit_test(test_the_manager_describes_every_code),
        bits_unit_test(test_the_manager_knows_not_every_code),
        bits_unit_test(test_an_error_object_does_not_change),
        bits_unit_test(test_a_suspended_job_has_no_error),
    };

    return cmocka_run_group_tests_name("error", tests, bits_program_setup, bits_program_teardown);
}
