/* Calls that are strange rather than wrong: too many at once, too far, too late, and odd texts. The service goes on.
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include <stdlib.h>
#include <wchar.h>

#include "bits_test.h"

#define THREADS 8
#define ROUNDS 40
#define FILES 20

static void assert_service_answers(struct bits_test *test)
{
    IBackgroundCopyJob *job;
    GUID id;

    assert_hr(IBackgroundCopyManager_CreateJob(test->manager, L"alive", BG_JOB_TYPE_DOWNLOAD, &id, &job), S_OK);
    assert_state(job, BG_JOB_STATE_SUSPENDED);
    assert_hr(IBackgroundCopyJob_Cancel(job), S_OK);
    IBackgroundCopyJob_Release(job);
}

/* The files of a new job that has three. */
static IEnumBackgroundCopyFiles *enum_three_files(struct bits_test *test)
{
    IBackgroundCopyJob *job = create_job(test);
    IEnumBackgroundCopyFiles *files;

    add_file(test, job, "/file", L"a");
    add_file(test, job, "/file", L"b");
    add_file(test, job, "/file", L"c");
    assert_hr(IBackgroundCopyJob_EnumFiles(job, &files), S_OK);
    return files;
}

/* nf-bits-ienumbackgroundcopyfiles-next: what is there is given, however much was asked for. */
static void test_Next_of_very_many(void **state)
{
    static const ULONG counts[] = {4, 1000, 0xffff, 0x10000, 0x100000};
    struct bits_test *test = *state;
    IEnumBackgroundCopyFiles *files = enum_three_files(test);
    IBackgroundCopyFile **items = calloc(counts[ARRAYSIZE(counts) - 1], sizeof(*items));
    ULONG fetched, i;

    assert_non_null(items);
    for (i = 0; i < ARRAYSIZE(counts); ++i)
    {
        assert_hr(IEnumBackgroundCopyFiles_Next(files, counts[i], items, &fetched), S_FALSE);
        assert_int_equal(fetched, 3);
        IBackgroundCopyFile_Release(items[0]);
        IBackgroundCopyFile_Release(items[1]);
        IBackgroundCopyFile_Release(items[2]);
        assert_hr(IEnumBackgroundCopyFiles_Reset(files), S_OK);
    }
    free(items);
    IEnumBackgroundCopyFiles_Release(files);
    assert_service_answers(test);
}

/* nf-bits-ienumbackgroundcopyfiles-skip: the end stays the end. */
static void test_Skip_beyond_the_end(void **state)
{
    struct bits_test *test = *state;
    IEnumBackgroundCopyFiles *files = enum_three_files(test);
    IBackgroundCopyFile *file = (IBackgroundCopyFile *)files;
    ULONG fetched = 1, i;

    for (i = 0; i < 3; ++i)
    {
        assert_hr(IEnumBackgroundCopyFiles_Skip(files, 0xffffffff), S_FALSE);
        assert_hr(IEnumBackgroundCopyFiles_Skip(files, 0), S_OK);
        assert_hr(IEnumBackgroundCopyFiles_Skip(files, 0x80000000), S_FALSE);
        assert_hr(IEnumBackgroundCopyFiles_Next(files, 1, &file, &fetched), S_FALSE);
        assert_int_equal(fetched, 0);
    }
    assert_hr(IEnumBackgroundCopyFiles_Next(files, 1, &file, NULL), S_FALSE);
    assert_hr(IEnumBackgroundCopyFiles_Reset(files), S_OK);
    assert_hr(IEnumBackgroundCopyFiles_Skip(files, 3), S_OK);
    IEnumBackgroundCopyFiles_Release(files);
    assert_service_answers(test);
}

/* nf-bits-ienumbackgroundcopyfiles-clone: the copy of an enumerator at its end is at its end. */
static void test_Clone_at_the_end(void **state)
{
    struct bits_test *test = *state;
    IEnumBackgroundCopyFiles *files = enum_three_files(test), *clone;
    IBackgroundCopyFile *file;
    ULONG count, i;

    assert_hr(IEnumBackgroundCopyFiles_Skip(files, 4), S_FALSE);
    for (i = 0; i < 20; ++i)
    {
        assert_hr(IEnumBackgroundCopyFiles_Clone(files, &clone), S_OK);
        IEnumBackgroundCopyFiles_Release(files);
        files = clone;
    }
    assert_hr(IEnumBackgroundCopyFiles_Next(files, 1, &file, NULL), S_FALSE);
    assert_hr(IEnumBackgroundCopyFiles_GetCount(files, &count), S_OK);
    assert_int_equal(count, 3);
    assert_hr(IEnumBackgroundCopyFiles_Reset(files), S_OK);
    assert_hr(IEnumBackgroundCopyFiles_Next(files, 1, &file, NULL), S_OK);
    IBackgroundCopyFile_Release(file);
    IEnumBackgroundCopyFiles_Release(files);
    assert_service_answers(test);
}

/* What a manager has given does not need it. */
static void test_objects_outlive_their_manager(void **state)
{
    struct bits_test *test = *state;
    IBackgroundCopyManager *manager = create_manager();
    IEnumBackgroundCopyJobs *jobs;
    IBackgroundCopyJob *job;
    GUID id, same;
    ULONG count;

    assert_hr(IBackgroundCopyManager_CreateJob(manager, L"job", BG_JOB_TYPE_DOWNLOAD, &id, &job), S_OK);
    hold_job(test, job);
    assert_hr(IBackgroundCopyManager_EnumJobs(manager, 0, &jobs), S_OK);
    IBackgroundCopyManager_Release(manager);
    same = get_id(job);
    assert_memory_equal(&same, &id, sizeof(id));
    assert_hr(IEnumBackgroundCopyJobs_GetCount(jobs, &count), S_OK);
    assert_true(count >= 1);
    assert_hr(IEnumBackgroundCopyJobs_Next(jobs, 1, &job, NULL), S_OK);
    IBackgroundCopyJob_Release(job);
    IEnumBackgroundCopyJobs_Release(jobs);
    assert_service_answers(test);
}

/* nf-bits-ibackgroundcopymanager-enumjobs: there is one flag. */
static void test_EnumJobs_knows_one_flag(void **state)
{
    struct bits_test *test = *state;
    IEnumBackgroundCopyJobs *jobs;
    unsigned int bit;

    for (bit = 1; bit < 32; ++bit)
    {
        jobs = (IEnumBackgroundCopyJobs *)test;
        assert_failed(IBackgroundCopyManager_EnumJobs(test->manager, 1u << bit | BG_JOB_ENUM_ALL_USERS, &jobs));
        assert_null(jobs);
    }
    assert_service_answers(test);
}

/* nf-bits-ibackgroundcopymanager-geterrordescription: languages that do not exist have no text. */
static void test_GetErrorDescription_in_no_language(void **state)
{
    static const DWORD languages[] = {0x3ff, 0x7fff, 0xffff};
    struct bits_test *test = *state;
    WCHAR *text;
    size_t i;

    for (i = 0; i < ARRAYSIZE(languages); ++i)
    {
        text = (WCHAR *)test;
        assert_failed(IBackgroundCopyManager_GetErrorDescription(test->manager, BG_E_EMPTY, languages[i], &text));
        assert_null(text);
    }
    assert_service_answers(test);
}

struct text_property
{
    const char *name;
    size_t put, get;
};

#define TEXT_PROPERTY(name) \
    {#name, offsetof(IBackgroundCopyJobVtbl, Set##name), offsetof(IBackgroundCopyJobVtbl, Get##name)}

static HRESULT put_text(IBackgroundCopyJob *job, const struct text_property *property, const WCHAR *text)
{
    HRESULT (STDMETHODCALLTYPE *method)(IBackgroundCopyJob *, const WCHAR *);

    memcpy(&method, (const char *)job->lpVtbl + property->put, sizeof(method));
    return method(job, text);
}

static WCHAR *get_text(IBackgroundCopyJob *job, const struct text_property *property)
{
    HRESULT (STDMETHODCALLTYPE *method)(IBackgroundCopyJob *, WCHAR **);
    WCHAR *text;

    memcpy(&method, (const char *)job->lpVtbl + property->get, sizeof(method));
    assert_hr(method(job, &text), S_OK);
    return text;
}

/* Texts are kept as they are, also those that are not well-formed UTF-16. */
static void test_texts_of_any_characters(void **state)
{
    static const struct text_property properties[] = {TEXT_PROPERTY(DisplayName), TEXT_PROPERTY(Description)};
    static const WCHAR *const texts[] =
    {
        L"\xd83d\xde00", L"\xd83d\xde00\xd83d\xde00\xd83d", L"\xd800", L"\xdfff", L"\xdc00\xd800",
        L"a\xd800" L"a", L"\xfffe", L"\xffff", L"\x0001\x001f", L"\x202e" L"abc", L"e\x0301\x0301\x0301", L"\xfeff",
    };
    struct bits_test *test = *state;
    IBackgroundCopyJob *job = create_job(test);
    size_t i, which;

    for (i = 0; i < ARRAYSIZE(texts); ++i)
    {
        for (which = 0; which < ARRAYSIZE(properties); ++which)
        {
            assert_hr(put_text(job, &properties[which], texts[i]), S_OK);
            assert_task_string(get_text(job, &properties[which]), texts[i]);
        }
    }
    assert_service_answers(test);
}

/* The length is counted in 16-bit units: 128 characters of two units fill a name of 256. */
static void test_a_name_is_counted_in_units(void **state)
{
    struct bits_test *test = *state;
    IBackgroundCopyJob *job = create_job(test);
    WCHAR name[259], *got;
    size_t i;

    for (i = 0; i < 258; i += 2)
    {
        name[i] = 0xd83d;
        name[i + 1] = 0xde00;
    }
    name[258] = 0;
    assert_failed(IBackgroundCopyJob_SetDisplayName(job, name));
    name[257] = 0;
    assert_failed(IBackgroundCopyJob_SetDisplayName(job, name));
    name[256] = 0;
    assert_hr(IBackgroundCopyJob_SetDisplayName(job, name), S_OK);
    assert_hr(IBackgroundCopyJob_GetDisplayName(job, &got), S_OK);
    assert_task_string(got, name);
    assert_service_answers(test);
}

/* A URL may not have such characters, a local name may; neither hurts. */
static void test_names_of_files_with_odd_characters(void **state)
{
    static const WCHAR *const tails[] =
    {
        L"\xd83d\xde00", L"\xd800", L"\xdc00\xd800", L"\xfffe\xffff", L"\x202e" L"gpj",
    };
    struct bits_test *test = *state;
    IBackgroundCopyJob *job = create_job(test);
    WCHAR url[256], path[MAX_PATH], *got;
    IBackgroundCopyFile *file;
    ULONG added = 0;
    size_t i;

    for (i = 0; i < ARRAYSIZE(tails); ++i)
    {
        swprintf(url, ARRAYSIZE(url), L"http://127.0.0.1/%ls", tails[i]);
        local_name(test, tails[i], path);
        if (FAILED(IBackgroundCopyJob_AddFile(job, url, path)))
            continue;
        file = get_file(job, added++);
        assert_hr(IBackgroundCopyFile_GetRemoteName(file, &got), S_OK);
        assert_task_string(got, url);
        assert_hr(IBackgroundCopyFile_GetLocalName(file, &got), S_OK);
        assert_task_string(got, path);
        IBackgroundCopyFile_Release(file);
    }
    assert_int_equal(count_files(job), added);
    assert_service_answers(test);
}

/* One of the threads that use one job at the same time. */
struct caller
{
    IBackgroundCopyJob *job;
    unsigned int number;
    const char *failed; /* the first call that did, and its result */
    HRESULT failure;
};

static void note_result(struct caller *caller, const char *call, HRESULT hr)
{
    if (SUCCEEDED(hr) || caller->failed)
        return;
    caller->failed = call;
    caller->failure = hr;
}

/* The list is the thread's own. Its files would be the same for all, and Wine 8 can break the proxies of an object that
 * several threads get and release at once. */
static HRESULT call_EnumFiles(IBackgroundCopyJob *job)
{
    IEnumBackgroundCopyFiles *files;
    ULONG count;
    HRESULT hr;

    if (FAILED(hr = IBackgroundCopyJob_EnumFiles(job, &files)))
        return hr;
    hr = IEnumBackgroundCopyFiles_GetCount(files, &count);
    IEnumBackgroundCopyFiles_Release(files);
    return SUCCEEDED(hr) && count != 1 ? E_FAIL : hr;
}

static HRESULT call_SetDisplayName(IBackgroundCopyJob *job, unsigned int number)
{
    WCHAR name[100], *got;
    HRESULT hr;

    wmemset(name, 'a' + number, ARRAYSIZE(name) - 1);
    name[ARRAYSIZE(name) - 1] = 0;
    if (FAILED(hr = IBackgroundCopyJob_SetDisplayName(job, name)))
        return hr;
    if (FAILED(hr = IBackgroundCopyJob_GetDisplayName(job, &got)))
        return hr;
    hr = wcslen(got) == ARRAYSIZE(name) - 1 && got[0] == got[ARRAYSIZE(name) - 2] ? S_OK : E_FAIL;
    CoTaskMemFree(got);
    return hr;
}

static DWORD WINAPI use_job(void *arg)
{
    struct caller *caller = arg;
    BG_JOB_STATE state;
    unsigned int i;

    CoInitializeEx(NULL, COINIT_MULTITHREADED);
    for (i = 0; i < ROUNDS; ++i)
    {
        note_result(caller, "Resume", IBackgroundCopyJob_Resume(caller->job));
        note_result(caller, "SetDisplayName", call_SetDisplayName(caller->job, caller->number));
        note_result(caller, "EnumFiles", call_EnumFiles(caller->job));
        note_result(caller, "Suspend", IBackgroundCopyJob_Suspend(caller->job));
        note_result(caller, "GetState", IBackgroundCopyJob_GetState(caller->job, &state));
    }
    CoUninitialize();
    return 0;
}

static void run_callers(struct caller *callers)
{
    HANDLE threads[THREADS];
    unsigned int i;

    for (i = 0; i < THREADS; ++i)
    {
        threads[i] = CreateThread(NULL, 0, use_job, &callers[i], 0, NULL);
        assert_non_null(threads[i]);
    }
    assert_int_equal(WaitForMultipleObjects(THREADS, threads, TRUE, 3 * BITS_TEST_TIMEOUT), WAIT_OBJECT_0);
    for (i = 0; i < THREADS; ++i)
    {
        CloseHandle(threads[i]);
        if (callers[i].failed)
            fail_msg("%s: %#lx", callers[i].failed, callers[i].failure);
    }
}

/* The last word is one of the names, whole; and the job then runs as if nothing had been. */
static void test_many_threads_use_one_job(void **state)
{
    struct http_reply stalling = {.size = 100000, .seed = 5, .fault = HTTP_FAULT_STALL, .fault_at = 50000};
    struct bits_test *test = *state;
    IBackgroundCopyJob *job = create_job(test);
    struct caller callers[THREADS];
    unsigned int i;

    http_server_serve(test->server, "/file", &stalling);
    add_file(test, job, "/file", L"file");
    for (i = 0; i < THREADS; ++i)
        callers[i] = (struct caller){.job = job, .number = i};
    run_callers(callers);
    assert_state(job, BG_JOB_STATE_SUSPENDED);
    http_server_release(test->server);
    download(job);
    assert_file_is_pattern(test, L"file", 100000, 5);
    assert_service_answers(test);
}

/* So many files that the end of the job takes its time, and the threads meet there. */
static void transfer_files(struct bits_test *test, IBackgroundCopyJob *job)
{
    WCHAR name[16];
    unsigned int i;

    serve_pattern(test, "/file", 10, 1);
    for (i = 0; i < FILES; ++i)
    {
        swprintf(name, ARRAYSIZE(name), L"file%u", i);
        add_file(test, job, "/file", name);
    }
    assert_hr(IBackgroundCopyJob_Resume(job), S_OK);
    wait_for_state(job, BG_JOB_STATE_TRANSFERRED);
}

/* Complete has given all of them their names, or Cancel none. */
static void assert_all_files_or_none(const struct bits_test *test, IBackgroundCopyJob *job)
{
    BOOL complete = get_state(job) == BG_JOB_STATE_ACKNOWLEDGED;
    WCHAR name[16];
    unsigned int i;

    for (i = 0; i < FILES; ++i)
    {
        swprintf(name, ARRAYSIZE(name), L"file%u", i);
        assert_int_equal(file_exists(test, name), complete);
    }
}

static DWORD WINAPI end_job(void *arg)
{
    struct caller *caller = arg;
    HRESULT hr;

    CoInitializeEx(NULL, COINIT_MULTITHREADED);
    hr = caller->number % 2 ? IBackgroundCopyJob_Cancel(caller->job) : IBackgroundCopyJob_Complete(caller->job);
    note_result(caller, "the end", hr);
    CoUninitialize();
    return 0;
}

/* nf-bits-ibackgroundcopyjob-cancel, -complete: a job ends once. */
static void test_many_threads_end_one_job(void **state)
{
    struct bits_test *test = *state;
    IBackgroundCopyJob *job = create_job(test);
    struct caller callers[THREADS];
    HANDLE threads[THREADS];
    unsigned int i, refused = 0;

    transfer_files(test, job);
    for (i = 0; i < THREADS; ++i)
    {
        callers[i] = (struct caller){.job = job, .number = i};
        threads[i] = CreateThread(NULL, 0, end_job, &callers[i], 0, NULL);
        assert_non_null(threads[i]);
    }
    assert_int_equal(WaitForMultipleObjects(THREADS, threads, TRUE, BITS_TEST_TIMEOUT), WAIT_OBJECT_0);
    for (i = 0; i < THREADS; ++i)
    {
        CloseHandle(threads[i]);
        refused += callers[i].failure == BG_E_INVALID_STATE;
    }
    assert_int_equal(refused, THREADS - 1);
    assert_all_files_or_none(test, job);
    assert_service_answers(test);
}

int main(void)
{
    static const struct CMUnitTest tests[] =
    {
        bits_unit_test(test_Next_of_very_many),
        bits_unit_test(test_Skip_beyond_the_end),
        bits_unit_test(test_Clone_at_the_end),
        bits_unit_test(test_objects_outlive_their_manager),
        bits_unit_test(test_EnumJobs_knows_one_flag),
        bits_unit_test(test_GetErrorDescription_in_no_language),
        bits_unit_test(test_texts_of_any_characters),
        bits_unit_test(test_a_name_is_counted_in_units),
        bits_unit_test(test_names_of_files_with_odd_characters),
        bits_unit_test(test_many_threads_use_one_job),
        bits_unit_test(test_many_threads_end_one_job),
    };

    return cmocka_run_group_tests_name("bad_calls", tests, bits_program_setup, bits_program_teardown);
}
