/* Bad input: every method answers it with an error, and the service goes on.
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include <stdio.h>
#include <wchar.h>

#include "bits_test.h"

#define MAX_URL 2200

static void assert_service_answers(struct bits_test *test)
{
    IBackgroundCopyJob *job;
    GUID id;

    assert_hr(IBackgroundCopyManager_CreateJob(test->manager, L"alive", BG_JOB_TYPE_DOWNLOAD, &id, &job), S_OK);
    assert_hr(IBackgroundCopyJob_Cancel(job), S_OK);
    IBackgroundCopyJob_Release(job);
}

/* A method with one argument, by its place in the table of methods. */
struct method
{
    const char *name;
    size_t offset;
};

static void assert_null_is_refused(struct bits_test *test, void *object, const struct method *methods, size_t count)
{
    const char *vtbl = *(const char **)object;
    size_t i;

    for (i = 0; i < count; ++i)
    {
        HRESULT (STDMETHODCALLTYPE *method)(void *, void *);

        memcpy(&method, vtbl + methods[i].offset, sizeof(method));
        if (SUCCEEDED(method(object, NULL)))
            fail_msg("%s accepts NULL", methods[i].name);
        assert_service_answers(test);
    }
}

#define METHOD(interface, method) {#interface "::" #method, offsetof(interface ## Vtbl, method)}

/* The pages of these methods: NULL is refused. */
static void test_job_methods_refuse_null(void **state)
{
    static const struct method methods[] =
    {
        METHOD(IBackgroundCopyJob, EnumFiles),
        METHOD(IBackgroundCopyJob, GetId),
        METHOD(IBackgroundCopyJob, GetType),
        METHOD(IBackgroundCopyJob, GetProgress),
        METHOD(IBackgroundCopyJob, GetTimes),
        METHOD(IBackgroundCopyJob, GetState),
        METHOD(IBackgroundCopyJob, GetError),
        METHOD(IBackgroundCopyJob, SetDisplayName),
        METHOD(IBackgroundCopyJob, GetDisplayName),
        METHOD(IBackgroundCopyJob, SetDescription),
        METHOD(IBackgroundCopyJob, GetDescription),
        METHOD(IBackgroundCopyJob, GetErrorCount),
    };

    assert_null_is_refused(*state, create_job(*state), methods, ARRAYSIZE(methods));
}

static void test_file_methods_refuse_null(void **state)
{
    static const struct method methods[] =
    {
        METHOD(IBackgroundCopyFile, GetRemoteName),
        METHOD(IBackgroundCopyFile, GetLocalName),
        METHOD(IBackgroundCopyFile, GetProgress),
    };
    IBackgroundCopyJob *job = create_job(*state);
    IBackgroundCopyFile *file;

    add_file(*state, job, "/file", L"file");
    file = get_file(job, 0);
    assert_null_is_refused(*state, file, methods, ARRAYSIZE(methods));
    IBackgroundCopyFile_Release(file);
}

static void test_enumerator_methods_refuse_null(void **state)
{
    static const struct method files_methods[] =
    {
        METHOD(IEnumBackgroundCopyFiles, Clone),
        METHOD(IEnumBackgroundCopyFiles, GetCount),
    };
    static const struct method jobs_methods[] =
    {
        METHOD(IEnumBackgroundCopyJobs, Clone),
        METHOD(IEnumBackgroundCopyJobs, GetCount),
    };
    struct bits_test *test = *state;
    IBackgroundCopyJob *job = create_job(test);
    IEnumBackgroundCopyFiles *files;
    IEnumBackgroundCopyJobs *jobs;

    assert_hr(IBackgroundCopyJob_EnumFiles(job, &files), S_OK);
    assert_null_is_refused(test, files, files_methods, ARRAYSIZE(files_methods));
    assert_failed(IEnumBackgroundCopyFiles_Next(files, 1, NULL, NULL));
    IEnumBackgroundCopyFiles_Release(files);
    assert_hr(IBackgroundCopyManager_EnumJobs(test->manager, 0, &jobs), S_OK);
    assert_null_is_refused(test, jobs, jobs_methods, ARRAYSIZE(jobs_methods));
    assert_failed(IEnumBackgroundCopyJobs_Next(jobs, 1, NULL, NULL));
    IEnumBackgroundCopyJobs_Release(jobs);
    assert_service_answers(test);
}

static void test_error_methods_refuse_null(void **state)
{
    static const struct method methods[] =
    {
        METHOD(IBackgroundCopyError, GetFile),
        METHOD(IBackgroundCopyError, GetProtocol),
    };
    struct http_reply not_found = {404};
    struct bits_test *test = *state;
    IBackgroundCopyJob *job = start_download(test, &not_found);
    LANGID language = LANGIDFROMLCID(GetThreadLocale());
    IBackgroundCopyError *error;
    BG_ERROR_CONTEXT context;
    HRESULT code;

    wait_for_state(job, BG_JOB_STATE_ERROR);
    assert_hr(IBackgroundCopyJob_GetError(job, &error), S_OK);
    assert_null_is_refused(test, error, methods, ARRAYSIZE(methods));
    assert_failed(IBackgroundCopyError_GetError(error, NULL, &code));
    assert_failed(IBackgroundCopyError_GetError(error, &context, NULL));
    assert_failed(IBackgroundCopyError_GetErrorDescription(error, language, NULL));
    assert_failed(IBackgroundCopyError_GetErrorContextDescription(error, language, NULL));
    IBackgroundCopyError_Release(error);
    assert_service_answers(test);
}

static void test_manager_methods_refuse_null(void **state)
{
    struct bits_test *test = *state;
    IBackgroundCopyJob *job;
    GUID id;

    assert_failed(IBackgroundCopyManager_CreateJob(test->manager, NULL, BG_JOB_TYPE_DOWNLOAD, &id, &job));
    assert_failed(IBackgroundCopyManager_CreateJob(test->manager, L"job", BG_JOB_TYPE_DOWNLOAD, NULL, &job));
    assert_failed(IBackgroundCopyManager_CreateJob(test->manager, L"job", BG_JOB_TYPE_DOWNLOAD, &id, NULL));
    id = get_id(create_job(test));
    assert_failed(IBackgroundCopyManager_GetJob(test->manager, NULL, &job));
    assert_failed(IBackgroundCopyManager_GetJob(test->manager, &id, NULL));
    assert_failed(IBackgroundCopyManager_EnumJobs(test->manager, 0, NULL));
    assert_failed(IBackgroundCopyManager_GetErrorDescription(test->manager, E_FAIL,
            LANGIDFROMLCID(GetThreadLocale()), NULL));
    assert_service_answers(test);
}

/* No page tells the code; this service says E_NOTIMPL as for its other enumerations. Values above 0x7fff do not even
 * leave the program: COM carries an enumeration as 16 bits. */
static void test_CreateJob_refuses_unknown_types(void **state)
{
    static const int types[] = {3, 4, 0x7fff, 0x8000, 0x10000, -1};
    struct bits_test *test = *state;
    IBackgroundCopyJob *job;
    GUID id;
    size_t i;

    for (i = 0; i < ARRAYSIZE(types); ++i)
    {
        HRESULT hr = IBackgroundCopyManager_CreateJob(test->manager, L"job", (BG_JOB_TYPE)types[i], &id, &job);

        if (is_wine() && types[i] >= 0 && types[i] <= 0x7fff)
            assert_hr(hr, E_NOTIMPL);
        assert_failed(hr);
    }
    assert_service_answers(test);
}

static void test_EnumJobs_refuses_unknown_flags(void **state)
{
    struct bits_test *test = *state;
    IEnumBackgroundCopyJobs *jobs;

    assert_failed(IBackgroundCopyManager_EnumJobs(test->manager, 2, &jobs));
    assert_failed(IBackgroundCopyManager_EnumJobs(test->manager, 0xffffffff, &jobs));
    assert_service_answers(test);
}

struct name
{
    const WCHAR *name;
    HRESULT hr;
};

static void assert_AddFile(IBackgroundCopyJob *job, const WCHAR *url, const WCHAR *path, HRESULT expected)
{
    HRESULT hr = IBackgroundCopyJob_AddFile(job, url, path);

    if (hr != expected)
        fail_msg("%ls -> %ls: %#lx, not %#lx", url, path, hr, expected);
}

/* ns-bits-bg_file_info, nf-bits-ibackgroundcopyjob-addfile. Files of other machines, which come through SMB, may be
 * named. */
static const struct name remote_names[] =
{
    {L"http://127.0.0.1/file", S_OK},
    {L"https://127.0.0.1/file", S_OK},
    {L"\\\\server\\share\\file", S_OK},
    {L"file://server/share/file", S_OK},
    {L"file:///C:/folder/file", S_OK},
    {L"C:\\folder\\file", S_OK},
    {L"", E_INVALIDARG},
    {L"http", E_INVALIDARG},
    {L"http:", E_INVALIDARG},
    {L"http://", E_INVALIDARG},
    {L"http:///file", E_INVALIDARG},
    {L"http://:80/file", E_INVALIDARG},
    {L"http://127.0.0.1:port/file", E_INVALIDARG},
    {L"http://127.0.0.1:65536/file", E_INVALIDARG},
    {L"://127.0.0.1/file", E_INVALIDARG},
    {L"127.0.0.1/file", E_INVALIDARG},
    {L"file", E_INVALIDARG},
    {L"ftp://127.0.0.1/file", E_INVALIDARG},
    {L"gopher://127.0.0.1/file", E_INVALIDARG},
    {L"mailto:user@example.com", E_INVALIDARG},
    {L"data:text/plain,text", E_INVALIDARG},
    {L"http://127.0.0.1/a b", S_OK},
    {L"http://127.0.0.1/%0d%0a", S_OK},
    {L"http://127.0.0.1/a\r\nX-Header: b", E_INVALIDARG},
    {L"http://127.0.0.1/a\rb", E_INVALIDARG},
    {L"http://127.0.0.1/a\nb", E_INVALIDARG},
    {L"http://127.0.0.1/a\tb", E_INVALIDARG},
    {L"http://127.0.0.1/\x01", E_INVALIDARG},
    {L"http://127.0.0.1/?\x1f", E_INVALIDARG},
    {L"http://127.0.0.1/\x7f", E_INVALIDARG},
    {L"http://127.0.0.1\r\nX-Header: b/", E_INVALIDARG},
    {L"http://127.0.0.1%0d%0aX-Header:80/", E_INVALIDARG},
    {L"http://127.0.0.1%00/", E_INVALIDARG},
    {L"http://127.0.0.1 /", E_INVALIDARG},
    {L"http://name\n:word@127.0.0.1/", E_INVALIDARG},
    {L"http://name%0d%0a:word@127.0.0.1/", E_INVALIDARG},
    {L"http://name:word%00@127.0.0.1/", E_INVALIDARG},
};

static void test_AddFile_checks_the_remote_name(void **state)
{
    struct bits_test *test = *state;
    IBackgroundCopyJob *job = create_job(test);
    WCHAR path[MAX_PATH];
    ULONG i, added = 0;

    local_name(test, L"file", path);
    for (i = 0; i < ARRAYSIZE(remote_names); ++i)
    {
        assert_AddFile(job, remote_names[i].name, path, remote_names[i].hr);
        added += SUCCEEDED(remote_names[i].hr);
        assert_int_equal(count_files(job), added);
    }
}

/* Fills the rest of a URL with segments of at most that many characters. */
static void make_url(WCHAR *url, size_t length, size_t segment)
{
    size_t start;

    wcscpy(url, L"http://127.0.0.1");
    while ((start = wcslen(url)) < length)
    {
        url[start] = '/';
        fill_text(url + start + 1, min(segment, length - start - 1));
    }
}

/* ns-bits-bg_file_info: 2200 characters, and MAX_PATH for a segment. */
static void test_AddFile_limits_the_remote_name(void **state)
{
    static const struct
    {
        size_t length, segment;
        HRESULT hr;
    }
    urls[] =
    {
        {MAX_URL - 1, 200, S_OK}, {MAX_URL, 200, S_OK}, {MAX_URL + 1, 200, E_INVALIDARG}, {60000, 200, E_INVALIDARG},
        {1000, MAX_PATH - 1, S_OK}, {1000, MAX_PATH, S_OK}, {1000, MAX_PATH + 1, E_INVALIDARG},
    };
    struct bits_test *test = *state;
    IBackgroundCopyJob *job = create_job(test);
    WCHAR url[60001], path[MAX_PATH];
    size_t i;

    local_name(test, L"file", path);
    for (i = 0; i < ARRAYSIZE(urls); ++i)
    {
        make_url(url, urls[i].length, urls[i].segment);
        assert_int_equal(wcslen(url), urls[i].length);
        assert_AddFile(job, url, path, urls[i].hr);
    }
}

/* ns-bits-bg_file_info: a full path in an existing folder, without wildcards, streams and the \\? prefix. A star at the
 * beginning of these names stands for the folder of the test. */
static const struct name local_names[] =
{
    {L"*file", S_OK},
    {L"*file with spaces", S_OK},
    {L"*\x30d5\x30a1\x30a4\x30eb \xd83d\xde00", S_OK},
    {L"", E_INVALIDARG},
    {L"file", E_INVALIDARG},
    {L"folder\\file", E_INVALIDARG},
    {L".\\file", E_INVALIDARG},
    {L"C:file", E_INVALIDARG},
    {L"\\file", E_INVALIDARG},
    {L"*a*b", E_INVALIDARG},
    {L"*a?b", E_INVALIDARG},
    {L"*file:stream", E_INVALIDARG},
    {L"*a|b", E_INVALIDARG},
    {L"*a<b>", E_INVALIDARG},
    {L"*a\"b", E_INVALIDARG},
    {L"\\\\?\\C:\\file", E_INVALIDARG},
    {L"http://127.0.0.1/file", E_INVALIDARG},
};

static void test_AddFile_checks_the_local_name(void **state)
{
    struct bits_test *test = *state;
    IBackgroundCopyJob *job = create_job(test);
    WCHAR path[MAX_PATH];
    size_t i;

    for (i = 0; i < ARRAYSIZE(local_names); ++i)
    {
        if (*local_names[i].name == '*')
            local_name(test, local_names[i].name + 1, path);
        else
            wcscpy(path, local_names[i].name);
        assert_AddFile(job, L"http://127.0.0.1/file", path, local_names[i].hr);
    }
    assert_int_equal(count_files(job), 3);
}

/* ns-bits-bg_file_info says that the folders must exist, and no page says which code tells that they do not. */
static void test_AddFile_needs_the_folder(void **state)
{
    struct bits_test *test = *state;
    IBackgroundCopyJob *job = create_job(test);
    WCHAR path[MAX_PATH];
    HRESULT hr;

    local_name(test, L"missing\\file", path);
    hr = IBackgroundCopyJob_AddFile(job, L"http://127.0.0.1/file", path);
    assert_true(hr == E_INVALIDARG || hr == HRESULT_FROM_WIN32(ERROR_PATH_NOT_FOUND));
    assert_int_equal(count_files(job), 0);
}

/* ns-bits-bg_file_info: MAX_PATH characters without the terminator. */
static void test_AddFile_limits_the_local_name(void **state)
{
    static const struct
    {
        size_t length;
        HRESULT hr;
    }
    paths[] = {{MAX_PATH - 1, S_OK}, {MAX_PATH + 1, E_INVALIDARG}, {30000, E_INVALIDARG}};
    struct bits_test *test = *state;
    IBackgroundCopyJob *job = create_job(test);
    size_t i, start = wcslen(test->folder);
    WCHAR path[30001];

    wcscpy(path, test->folder);
    for (i = 0; i < ARRAYSIZE(paths); ++i)
    {
        fill_text(path + start, paths[i].length - start);
        assert_AddFile(job, L"http://127.0.0.1/file", path, paths[i].hr);
    }
}

static void test_AddFile_refuses_null(void **state)
{
    struct bits_test *test = *state;
    IBackgroundCopyJob *job = create_job(test);
    WCHAR path[MAX_PATH];

    local_name(test, L"file", path);
    assert_failed(IBackgroundCopyJob_AddFile(job, NULL, path));
    assert_failed(IBackgroundCopyJob_AddFile(job, L"http://127.0.0.1/file", NULL));
    assert_failed(IBackgroundCopyJob_AddFile(job, NULL, NULL));
    assert_int_equal(count_files(job), 0);
}

static void test_AddFileSet_refuses_null(void **state)
{
    static WCHAR url[] = L"http://127.0.0.1/file";
    struct bits_test *test = *state;
    IBackgroundCopyJob *job = create_job(test);
    WCHAR path[MAX_PATH];
    BG_FILE_INFO sets[][2] = {{{NULL, path}, {url, path}}, {{url, path}, {url, NULL}}, {{NULL, NULL}, {NULL, NULL}}};
    size_t i;

    local_name(test, L"file", path);
    assert_failed(IBackgroundCopyJob_AddFileSet(job, 1, NULL));
    for (i = 0; i < ARRAYSIZE(sets); ++i)
        assert_failed(IBackgroundCopyJob_AddFileSet(job, ARRAYSIZE(sets[i]), sets[i]));
    assert_int_equal(count_files(job), 0);
}

int main(void)
{
    static const struct CMUnitTest tests[] =
    {
        bits_unit_test(test_job_methods_refuse_null),
        bits_unit_test(test_file_methods_refuse_null),
        bits_unit_test(test_enumerator_methods_refuse_null),
        bits_unit_test(test_error_methods_refuse_null),
        bits_unit_test(test_manager_methods_refuse_null),
        bits_unit_test(test_CreateJob_refuses_unknown_types),
        bits_unit_test(test_EnumJobs_refuses_unknown_flags),
        bits_unit_test(test_AddFile_checks_the_remote_name),
        bits_unit_test(test_AddFile_limits_the_remote_name),
        bits_unit_test(test_AddFile_checks_the_local_name),
        bits_unit_test(test_AddFile_needs_the_folder),
        bits_unit_test(test_AddFile_limits_the_local_name),
        bits_unit_test(test_AddFile_refuses_null),
        bits_unit_test(test_AddFileSet_refuses_null),
    };

    return cmocka_run_group_tests_name("bad_input", tests, bits_program_setup, bits_program_teardown);
}
