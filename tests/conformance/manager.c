/* IBackgroundCopyManager and the classes that create it.
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include <wchar.h>

#include "bits_test.h"
#include <bits10_3.h>

/* determining-the-version-of-bits-on-a-computer: an older service does not know the classes of newer ones. */
static const struct
{
    const char *version;
    const CLSID *clsid;
}
classes[] =
{
    {"1.0", &CLSID_BackgroundCopyManager},
    {"1.5", &CLSID_BackgroundCopyManager1_5},
    {"2.0", &CLSID_BackgroundCopyManager2_0},
    {"2.5", &CLSID_BackgroundCopyManager2_5},
    {"3.0", &CLSID_BackgroundCopyManager3_0},
    {"4.0", &CLSID_BackgroundCopyManager4_0},
    {"5.0", &CLSID_BackgroundCopyManager5_0},
    {"10.1", &CLSID_BackgroundCopyManager10_1},
    {"10.2", &CLSID_BackgroundCopyManager10_2},
    {"10.3", &CLSID_BackgroundCopyManager10_3},
};

static void test_every_version_has_a_class(void **state)
{
    size_t i;

    for (i = 0; i < ARRAYSIZE(classes); ++i)
    {
        IBackgroundCopyManager *manager;
        HRESULT hr = CoCreateInstance(classes[i].clsid, NULL, CLSCTX_LOCAL_SERVER, &IID_IBackgroundCopyManager,
                (void **)&manager);

        if (hr == REGDB_E_CLASSNOTREG && !is_wine())
            continue;
        if (hr != S_OK)
            fail_msg("BITS %s: %#lx", classes[i].version, hr);
        IBackgroundCopyManager_Release(manager);
    }
}

/* connecting-to-the-bits-service: the service is a local server and nothing else. */
static void test_the_class_is_no_in_process_server(void **state)
{
    IUnknown *manager = (IUnknown *)state;

    assert_failed(CoCreateInstance(&CLSID_BackgroundCopyManager, NULL, CLSCTX_INPROC_SERVER, &IID_IUnknown,
            (void **)&manager));
    assert_null(manager);
}

/* life-cycle-of-a-bits-job */
static void test_CreateJob_makes_a_suspended_empty_job(void **state)
{
    struct bits_test *test = *state;
    IBackgroundCopyJob *job;
    GUID id, same_id;

    assert_hr(IBackgroundCopyManager_CreateJob(test->manager, L"new", BG_JOB_TYPE_DOWNLOAD, &id, &job), S_OK);
    hold_job(test, job);
    assert_state(job, BG_JOB_STATE_SUSPENDED);
    assert_int_equal(count_files(job), 0);
    same_id = get_id(job);
    assert_memory_equal(&id, &same_id, sizeof(id));
}

/* nf-bits-ibackgroundcopymanager-createjob: the name need not be unique. */
static void test_CreateJob_makes_a_new_job_each_time(void **state)
{
    struct bits_test *test = *state;
    GUID first = get_id(create_job(test)), second = get_id(create_job(test));

    assert_memory_not_equal(&first, &second, sizeof(first));
}

/* nf-bits-ibackgroundcopymanager-createjob */
static void test_CreateJob_knows_three_types(void **state)
{
    static const BG_JOB_TYPE types[] = {BG_JOB_TYPE_DOWNLOAD, BG_JOB_TYPE_UPLOAD, BG_JOB_TYPE_UPLOAD_REPLY};
    struct bits_test *test = *state;
    size_t i;

    for (i = 0; i < ARRAYSIZE(types); ++i)
    {
        IBackgroundCopyJob *job;
        BG_JOB_TYPE type;
        GUID id;

        assert_hr(IBackgroundCopyManager_CreateJob(test->manager, L"type", types[i], &id, &job), S_OK);
        hold_job(test, job);
        assert_hr(IBackgroundCopyJob_GetType(job, &type), S_OK);
        assert_int_equal(type, types[i]);
    }
}

/* nf-bits-ibackgroundcopymanager-createjob: 256 characters, and E_INVALIDARG for more. */
static void test_CreateJob_limits_the_name(void **state)
{
    static const struct
    {
        size_t length;
        HRESULT hr;
    }
    names[] = {{0, S_OK}, {255, S_OK}, {256, S_OK}, {257, E_INVALIDARG}, {4096, E_INVALIDARG}};
    struct bits_test *test = *state;
    size_t i;

    for (i = 0; i < ARRAYSIZE(names); ++i)
    {
        IBackgroundCopyJob *job;
        WCHAR name[4097], *got;
        GUID id;

        fill_text(name, names[i].length);
        assert_hr(IBackgroundCopyManager_CreateJob(test->manager, name, BG_JOB_TYPE_DOWNLOAD, &id, &job), names[i].hr);
        if (FAILED(names[i].hr))
            continue;
        hold_job(test, job);
        assert_hr(IBackgroundCopyJob_GetDisplayName(job, &got), S_OK);
        assert_task_string(got, name);
    }
}

/* nf-bits-ibackgroundcopymanager-getjob; another manager, as another program would have, finds it as well. */
static void test_GetJob_finds_a_job_by_id(void **state)
{
    struct bits_test *test = *state;
    IBackgroundCopyJob *job = create_job(test), *same;
    IBackgroundCopyManager *other = create_manager();
    GUID id = get_id(job), same_id;
    WCHAR *text;

    assert_hr(IBackgroundCopyManager_GetJob(other, &id, &same), S_OK);
    same_id = get_id(same);
    assert_memory_equal(&id, &same_id, sizeof(id));
    assert_hr(IBackgroundCopyJob_SetDescription(same, L"set through the other pointer"), S_OK);
    assert_hr(IBackgroundCopyJob_GetDescription(job, &text), S_OK);
    assert_task_string(text, L"set through the other pointer");
    IBackgroundCopyJob_Release(same);
    IBackgroundCopyManager_Release(other);
}

static void assert_not_found(struct bits_test *test, const GUID *id)
{
    IBackgroundCopyJob *job = (IBackgroundCopyJob *)test;

    assert_hr(IBackgroundCopyManager_GetJob(test->manager, id, &job), BG_E_NOT_FOUND);
    assert_null(job);
}

/* nf-bits-ibackgroundcopymanager-getjob: jobs in a final state have left the queue. */
static void test_GetJob_does_not_find_what_is_not_in_the_queue(void **state)
{
    static const GUID unknown = {0x12345678, 0x1234, 0x5678, {1, 2, 3, 4, 5, 6, 7, 8}};
    struct bits_test *test = *state;
    IBackgroundCopyJob *cancelled = create_job(test), *completed = create_job(test);
    GUID id;

    assert_not_found(test, &unknown);
    id = get_id(cancelled);
    assert_hr(IBackgroundCopyJob_Cancel(cancelled), S_OK);
    assert_not_found(test, &id);

    add_file(test, completed, "/file", L"file");
    serve_pattern(test, "/file", 10, 1);
    download(completed);
    id = get_id(completed);
    assert_not_found(test, &id);
}

static BOOL enumerates(struct bits_test *test, DWORD flags, IBackgroundCopyJob *wanted)
{
    IEnumBackgroundCopyJobs *jobs;
    IBackgroundCopyJob *job;
    GUID wanted_id = get_id(wanted), id;
    BOOL found = FALSE;

    assert_hr(IBackgroundCopyManager_EnumJobs(test->manager, flags, &jobs), S_OK);
    while (IEnumBackgroundCopyJobs_Next(jobs, 1, &job, NULL) == S_OK)
    {
        id = get_id(job);
        found = found || IsEqualGUID(&id, &wanted_id);
        IBackgroundCopyJob_Release(job);
    }
    IEnumBackgroundCopyJobs_Release(jobs);
    return found;
}

static BOOL has_name(IBackgroundCopyJob *job, const WCHAR *name)
{
    WCHAR *text;
    BOOL same;

    assert_hr(IBackgroundCopyJob_GetDisplayName(job, &text), S_OK);
    same = !wcscmp(text, name);
    CoTaskMemFree(text);
    return same;
}

static unsigned int count_jobs_of_name(struct bits_test *test, const WCHAR *name)
{
    IEnumBackgroundCopyJobs *jobs;
    IBackgroundCopyJob *job;
    unsigned int count = 0;

    assert_hr(IBackgroundCopyManager_EnumJobs(test->manager, 0, &jobs), S_OK);
    while (IEnumBackgroundCopyJobs_Next(jobs, 1, &job, NULL) == S_OK)
    {
        count += has_name(job, name);
        IBackgroundCopyJob_Release(job);
    }
    IEnumBackgroundCopyJobs_Release(jobs);
    return count;
}

/* nf-bits-ibackgroundcopymanager-createjob: what cannot be given to the caller is not made. */
static void test_CreateJob_without_a_place_for_it_makes_no_job(void **state)
{
    static const WCHAR name[] = L"a job that nobody gets";
    struct bits_test *test = *state;
    unsigned int count = count_jobs_of_name(test, name);
    IBackgroundCopyJob *job;
    GUID id;

    assert_failed(IBackgroundCopyManager_CreateJob(test->manager, name, BG_JOB_TYPE_DOWNLOAD, &id, NULL));
    assert_failed(IBackgroundCopyManager_CreateJob(test->manager, name, BG_JOB_TYPE_DOWNLOAD, NULL, &job));
    assert_int_equal(count_jobs_of_name(test, name), count);
}

/* nf-bits-ibackgroundcopymanager-enumjobs, life-cycle-of-a-bits-job */
static void test_EnumJobs_lists_the_jobs_of_the_queue(void **state)
{
    struct bits_test *test = *state;
    IBackgroundCopyJob *first = create_job(test), *second = create_job(test);

    assert_true(enumerates(test, 0, first));
    assert_true(enumerates(test, 0, second));
    assert_hr(IBackgroundCopyJob_Cancel(first), S_OK);
    assert_false(enumerates(test, 0, first));
    assert_true(enumerates(test, 0, second));
}

/* nf-bits-ibackgroundcopymanager-enumjobs: only an administrator may see everyone's jobs. */
static void test_EnumJobs_lists_the_jobs_of_all_users(void **state)
{
    struct bits_test *test = *state;
    IBackgroundCopyJob *job = create_job(test);
    IEnumBackgroundCopyJobs *jobs;
    HRESULT hr = IBackgroundCopyManager_EnumJobs(test->manager, BG_JOB_ENUM_ALL_USERS, &jobs);

    if (hr == E_ACCESSDENIED && !is_wine())
        skip();
    assert_hr(hr, S_OK);
    IEnumBackgroundCopyJobs_Release(jobs);
    assert_true(enumerates(test, BG_JOB_ENUM_ALL_USERS, job));
}

/* nf-bits-ibackgroundcopymanager-geterrordescription: any code that a job or a method of BITS can give. */
static void test_GetErrorDescription_has_texts(void **state)
{
    static const HRESULT codes[] =
    {
        BG_E_NOT_FOUND, BG_E_INVALID_STATE, BG_E_EMPTY, BG_E_MISSING_FILE_SIZE, BG_E_HTTP_ERROR_404,
        BG_E_HTTP_ERROR_500, E_INVALIDARG, E_ACCESSDENIED, HRESULT_FROM_WIN32(ERROR_PATH_NOT_FOUND),
        (HRESULT)0x80072ee7, (HRESULT)0x80072efd, (HRESULT)0x80072efe,
    };
    struct bits_test *test = *state;
    size_t i;

    for (i = 0; i < ARRAYSIZE(codes); ++i)
    {
        WCHAR *text = NULL;
        HRESULT hr = IBackgroundCopyManager_GetErrorDescription(test->manager, codes[i],
                LANGIDFROMLCID(GetThreadLocale()), &text);

        if (hr != S_OK || !text || !*text)
            fail_msg("%#lx has no text: %#lx", codes[i], hr);
        CoTaskMemFree(text);
    }
}

/* nf-bits-ibackgroundcopymanager-geterrordescription */
static void test_GetErrorDescription_knows_not_every_language(void **state)
{
    struct bits_test *test = *state;
    WCHAR *text = NULL;

    assert_hr(IBackgroundCopyManager_GetErrorDescription(test->manager, BG_E_NOT_FOUND, language_without_text(), &text),
            HRESULT_FROM_WIN32(ERROR_RESOURCE_LANG_NOT_FOUND));
    assert_null(text);
}

/* A service may lose itself in the coming and going of its clients' pointers: see com/pins.c. */
static void test_a_thousand_jobs_come_and_go(void **state)
{
    struct bits_test *test = *state;
    unsigned int i;

    for (i = 0; i < 1000; ++i)
    {
        IBackgroundCopyJob *job;
        GUID id;

        assert_hr(IBackgroundCopyManager_CreateJob(test->manager, L"job", BG_JOB_TYPE_DOWNLOAD, &id, &job), S_OK);
        assert_hr(IBackgroundCopyJob_Cancel(job), S_OK);
        assert_int_equal(IBackgroundCopyJob_Release(job), 0);
    }
}

int main(void)
{
    static const struct CMUnitTest tests[] =
    {
        cmocka_unit_test(test_every_version_has_a_class),
        cmocka_unit_test(test_the_class_is_no_in_process_server),
        bits_unit_test(test_CreateJob_makes_a_suspended_empty_job),
        bits_unit_test(test_CreateJob_makes_a_new_job_each_time),
        bits_unit_test(test_a_thousand_jobs_come_and_go),
        bits_unit_test(test_CreateJob_knows_three_types),
        bits_unit_test(test_CreateJob_limits_the_name),
        bits_unit_test(test_GetJob_finds_a_job_by_id),
        bits_unit_test(test_GetJob_does_not_find_what_is_not_in_the_queue),
        bits_unit_test(test_CreateJob_without_a_place_for_it_makes_no_job),
        bits_unit_test(test_EnumJobs_lists_the_jobs_of_the_queue),
        bits_unit_test(test_EnumJobs_lists_the_jobs_of_all_users),
        bits_unit_test(test_GetErrorDescription_has_texts),
        bits_unit_test(test_GetErrorDescription_knows_not_every_language),
    };

    return cmocka_run_group_tests_name("manager", tests, bits_program_setup, bits_program_teardown);
}
