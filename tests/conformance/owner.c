/* Whose a job is: the owner's token, TakeOwnership, and what others may do.
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include <stdio.h>
#include <wchar.h>

#include "standard_user.h"
#include <bits2_5.h>
#include <bits3_0.h>
#include <shlwapi.h>

#define MIB 1048576
#define LEFT_JOB L"left by a standard user"

static void *query(void *job, REFIID iid)
{
    void *out;

    assert_hr(IUnknown_QueryInterface((IUnknown *)job, iid, &out), S_OK);
    return out;
}

static ULONG get_integrity_level(IBackgroundCopyJob *job)
{
    IBackgroundCopyJob4 *job4 = query(job, &IID_IBackgroundCopyJob4);
    ULONG level;

    assert_hr(IBackgroundCopyJob4_GetOwnerIntegrityLevel(job4, &level), S_OK);
    IBackgroundCopyJob4_Release(job4);
    return level;
}

static BOOL is_elevated(IBackgroundCopyJob *job)
{
    IBackgroundCopyJob4 *job4 = query(job, &IID_IBackgroundCopyJob4);
    BOOL elevated;

    assert_hr(IBackgroundCopyJob4_GetOwnerElevationState(job4, &elevated), S_OK);
    IBackgroundCopyJob4_Release(job4);
    return elevated;
}

static void assert_owned_by_this_process(IBackgroundCopyJob *job)
{
    struct token_facts facts;
    WCHAR *sid;

    get_token_facts(&facts);
    assert_hr(IBackgroundCopyJob_GetOwner(job, &sid), S_OK);
    assert_task_string(sid, facts.sid);
    assert_int_equal(get_integrity_level(job), facts.integrity_level);
    assert_int_equal(is_elevated(job), facts.elevated);
}

/* nf-bits-ibackgroundcopyjob-getowner, nf-bits3_0-ibackgroundcopyjob4-getownerintegritylevel,
 * -getownerelevationstate */
static void test_a_job_belongs_to_who_makes_it(void **state)
{
    assert_owned_by_this_process(create_job(*state));
}

static void test_the_owner_of_a_job_that_has_ended(void **state)
{
    struct bits_test *test = *state;
    IBackgroundCopyJob *cancelled = create_job(test), *completed = create_job(test);

    assert_hr(IBackgroundCopyJob_Cancel(cancelled), S_OK);
    assert_owned_by_this_process(cancelled);
    serve_pattern(test, "/file", 10, 1);
    add_file(test, completed, "/file", L"file");
    download(completed);
    assert_owned_by_this_process(completed);
}

static void test_the_getters_refuse_null(void **state)
{
    IBackgroundCopyJob *job = create_job(*state);
    IBackgroundCopyJob4 *job4 = query(job, &IID_IBackgroundCopyJob4);

    assert_failed(IBackgroundCopyJob_GetOwner(job, NULL));
    assert_failed(IBackgroundCopyJob4_GetOwnerIntegrityLevel(job4, NULL));
    assert_failed(IBackgroundCopyJob4_GetOwnerElevationState(job4, NULL));
    IBackgroundCopyJob4_Release(job4);
    assert_owned_by_this_process(job);
}

/* Only an administrator can; others skip. */
static void take_ownership(IBackgroundCopyJob *job)
{
    HRESULT hr = IBackgroundCopyJob_TakeOwnership(job);

    if (hr == E_ACCESSDENIED && !is_wine())
        skip();
    assert_hr(hr, S_OK);
}

/* nf-bits-ibackgroundcopyjob-takeownership */
static void test_TakeOwnership_leaves_the_job_as_it_is(void **state)
{
    struct bits_test *test = *state;
    IBackgroundCopyJob *job = create_job(test);
    WCHAR *name;

    serve_pattern(test, "/file", MIB, 1);
    add_file(test, job, "/file", L"file");
    take_ownership(job);
    assert_owned_by_this_process(job);
    assert_state(job, BG_JOB_STATE_SUSPENDED);
    assert_hr(IBackgroundCopyJob_GetDisplayName(job, &name), S_OK);
    assert_task_string(name, L"test");
    assert_int_equal(count_files(job), 1);
    download(job);
    assert_file_is_pattern(test, L"file", MIB, 1);
}

static void test_TakeOwnership_during_a_transfer(void **state)
{
    struct bits_test *test = *state;
    struct http_reply stalling = {.size = 4 * MIB, .seed = 3, .fault = HTTP_FAULT_STALL, .fault_at = MIB};
    IBackgroundCopyJob *job = start_download(test, &stalling);

    assert_true(http_server_wait_stalled(test->server, BITS_TEST_TIMEOUT));
    take_ownership(job);
    assert_owned_by_this_process(job);
    http_server_release(test->server);
    wait_for_state(job, BG_JOB_STATE_TRANSFERRED);
    assert_hr(IBackgroundCopyJob_Complete(job), S_OK);
    assert_file_is_pattern(test, L"file", 4 * MIB, 3);
}

/* nf-bits-ibackgroundcopyjob-takeownership: not when it is CANCELLED or ACKNOWLEDGED. */
static void test_TakeOwnership_of_a_job_that_has_ended(void **state)
{
    struct bits_test *test = *state;
    IBackgroundCopyJob *job = create_job(test);

    take_ownership(job);
    assert_hr(IBackgroundCopyJob_Cancel(job), S_OK);
    assert_hr(IBackgroundCopyJob_TakeOwnership(job), BG_E_INVALID_STATE);
    assert_owned_by_this_process(job);

    job = create_job(test);
    serve_pattern(test, "/file", 10, 1);
    add_file(test, job, "/file", L"file");
    download(job);
    assert_hr(IBackgroundCopyJob_TakeOwnership(job), BG_E_INVALID_STATE);
    assert_state(job, BG_JOB_STATE_ACKNOWLEDGED);
}

/* nf-bits-ibackgroundcopyjob-takeownership: BG_E_NEW_OWNER_NO_FILE_ACCESS. A folder of the same name cannot be opened
 * as a file, whatever rights one has. */
static void test_TakeOwnership_needs_access_to_the_temporary_files(void **state)
{
    struct bits_test *test = *state;
    struct http_reply stalling = {.size = 2 * MIB, .fault = HTTP_FAULT_STALL, .fault_at = MIB};
    IBackgroundCopyJob *job = start_download(test, &stalling);
    WIN32_FIND_DATAW file;
    WCHAR path[MAX_PATH];

    assert_true(http_server_wait_stalled(test->server, BITS_TEST_TIMEOUT));
    assert_hr(IBackgroundCopyJob_Suspend(job), S_OK);
    assert_true(find_temporary_file(test, &file));
    take_ownership(job);
    local_name(test, file.cFileName, path);
    assert_true(DeleteFileW(path));
    assert_true(CreateDirectoryW(path, NULL));
    assert_hr(IBackgroundCopyJob_TakeOwnership(job), BG_E_NEW_OWNER_NO_FILE_ACCESS);
    assert_state(job, BG_JOB_STATE_SUSPENDED);
    assert_true(RemoveDirectoryW(path));
    assert_hr(IBackgroundCopyJob_TakeOwnership(job), S_OK);
}

static void assert_no_custom_headers(IBackgroundCopyJob *job)
{
    IBackgroundCopyJobHttpOptions *options = query(job, &IID_IBackgroundCopyJobHttpOptions);
    WCHAR *headers;

    assert_hr(IBackgroundCopyJobHttpOptions_GetCustomHeaders(options, &headers), S_FALSE);
    assert_null(headers);
    IBackgroundCopyJobHttpOptions_Release(options);
}

static HRESULT set_custom_headers(IBackgroundCopyJob *job)
{
    IBackgroundCopyJobHttpOptions *options = query(job, &IID_IBackgroundCopyJobHttpOptions);
    HRESULT hr = IBackgroundCopyJobHttpOptions_SetCustomHeaders(options, L"X-Secret: 1\r\n");

    IBackgroundCopyJobHttpOptions_Release(options);
    return hr;
}

/* nf-bits-ibackgroundcopyjob-takeownership: custom headers are removed, and so is the command line. */
static void test_TakeOwnership_removes_what_the_owner_entrusted(void **state)
{
    IBackgroundCopyJob *job = create_job(*state);
    IBackgroundCopyJob2 *job2 = query(job, &IID_IBackgroundCopyJob2);
    WCHAR *program, *parameters;

    assert_hr(set_custom_headers(job), S_OK);
    assert_hr(IBackgroundCopyJob2_SetNotifyCmdLine(job2, L"C:\\windows\\notepad.exe", L"notepad x"), S_OK);
    take_ownership(job);
    assert_no_custom_headers(job);
    assert_hr(IBackgroundCopyJob2_GetNotifyCmdLine(job2, &program, &parameters), S_OK);
    assert_task_string(program, L"");
    assert_task_string(parameters, L"");
    IBackgroundCopyJob2_Release(job2);
}

/* Each of the following tests runs a second program, whose part stands before the test. */

static HRESULT find_job(struct bits_test *test, DWORD flags, const WCHAR *wanted, IBackgroundCopyJob **found)
{
    IEnumBackgroundCopyJobs *jobs;
    IBackgroundCopyJob *job;
    HRESULT hr;
    WCHAR *name;

    *found = NULL;
    if (FAILED(hr = IBackgroundCopyManager_EnumJobs(test->manager, flags, &jobs)))
        return hr;
    while (!*found && IEnumBackgroundCopyJobs_Next(jobs, 1, &job, NULL) == S_OK)
    {
        assert_hr(IBackgroundCopyJob_GetDisplayName(job, &name), S_OK);
        if (!wcscmp(name, wanted))
            *found = job;
        else
            IBackgroundCopyJob_Release(job);
        CoTaskMemFree(name);
    }
    IEnumBackgroundCopyJobs_Release(jobs);
    return *found ? S_OK : S_FALSE;
}

static void standard_user_owns_jobs(void **state)
{
    struct bits_test *test = *state;
    IBackgroundCopyJob *job = create_job(test), *found;
    GUID id = get_id(job);

    assert_owned_by_this_process(job);
    assert_hr(find_job(test, 0, L"test", &found), S_OK);
    IBackgroundCopyJob_Release(found);
    assert_hr(IBackgroundCopyManager_GetJob(test->manager, &id, &found), S_OK);
    IBackgroundCopyJob_Release(found);
    assert_hr(IBackgroundCopyJob_TakeOwnership(job), E_ACCESSDENIED);
    serve_pattern(test, "/file", 10, 1);
    add_file(test, job, "/file", L"file");
    download(job);
}

static void test_a_standard_user_uses_jobs_of_his_own(void **state)
{
    run_as_standard_user("standard_user_owns_jobs", "-");
}

/* nf-bits-ibackgroundcopymanager-enumjobs */
static void standard_user_lists_all_jobs(void **state)
{
    struct bits_test *test = *state;
    IEnumBackgroundCopyJobs *jobs = (IEnumBackgroundCopyJobs *)test;

    assert_hr(IBackgroundCopyManager_EnumJobs(test->manager, BG_JOB_ENUM_ALL_USERS, &jobs), E_ACCESSDENIED);
    assert_null(jobs);
}

static void test_a_standard_user_cannot_list_all_jobs(void **state)
{
    run_as_standard_user("standard_user_lists_all_jobs", "-");
}

static void skip_if_elevated(void)
{
    struct token_facts facts;

    get_token_facts(&facts);
    if (facts.elevated)
        skip();
}

/* user-account-control-and-bits: what was made elevated is denied to the same user otherwise. */
static void standard_user_looks_for_an_elevated_job(void **state)
{
    struct bits_test *test = *state;
    IBackgroundCopyJob *job = (IBackgroundCopyJob *)test;
    WCHAR text[40];
    GUID id;

    skip_if_elevated();
    swprintf(text, ARRAYSIZE(text), L"%hs", standard_user_text());
    assert_hr(CLSIDFromString(text, &id), S_OK);
    assert_hr(IBackgroundCopyManager_GetJob(test->manager, &id, &job), E_ACCESSDENIED);
    assert_null(job);
    assert_hr(find_job(test, 0, L"test", &job), S_FALSE);
}

static void skip_unless_elevated(void)
{
    struct token_facts facts;

    get_token_facts(&facts);
    if (!facts.elevated)
        skip();
}

static void test_a_standard_user_does_not_see_an_elevated_job(void **state)
{
    GUID id = get_id(create_job(*state));
    WCHAR wide[40];
    char text[40];

    skip_unless_elevated();
    StringFromGUID2(&id, wide, ARRAYSIZE(wide));
    snprintf(text, sizeof(text), "%ls", wide);
    run_as_standard_user("standard_user_looks_for_an_elevated_job", text);
}

/* A pointer to a job can be handed on to another program, as a stream of bytes. */
static IStream *open_stream(const char *path, DWORD mode)
{
    WCHAR wide[MAX_PATH];
    IStream *stream;

    swprintf(wide, ARRAYSIZE(wide), L"%hs", path);
    assert_hr(SHCreateStreamOnFileW(wide, mode, &stream), S_OK);
    return stream;
}

/* helper-tokens-for-bits-transfer-jobs: QueryInterface checks the access. Wine's COM makes one code of its refusals. */
static void standard_user_is_handed_an_elevated_job(void **state)
{
    IStream *stream = open_stream(standard_user_text(), STGM_READ);
    IBackgroundCopyJob2 *job2 = (IBackgroundCopyJob2 *)stream;
    IUnknown *job;

    skip_if_elevated();
    assert_hr(CoUnmarshalInterface(stream, &IID_IUnknown, (void **)&job), S_OK);
    IStream_Release(stream);
    assert_hr(IUnknown_QueryInterface(job, &IID_IBackgroundCopyJob2, (void **)&job2),
            is_wine() ? E_NOINTERFACE : E_ACCESSDENIED);
    assert_null(job2);
    IUnknown_Release(job);
}

static void test_QueryInterface_of_a_standard_user_on_an_elevated_job(void **state)
{
    struct bits_test *test = *state;
    IUnknown *job = query(create_job(test), &IID_IUnknown);
    char path[MAX_PATH];
    IStream *stream;

    skip_unless_elevated();
    snprintf(path, sizeof(path), "%lspointer", test->folder);
    stream = open_stream(path, STGM_CREATE | STGM_WRITE);
    assert_hr(CoMarshalInterface(stream, &IID_IUnknown, job, MSHCTX_LOCAL, NULL, MSHLFLAGS_NORMAL), S_OK);
    IStream_Release(stream);
    run_as_standard_user("standard_user_is_handed_an_elevated_job", path);
    IUnknown_Release(job);
}

static void standard_user_leaves_a_job(void **state)
{
    struct bits_test *test = *state;
    IBackgroundCopyJob *job;
    GUID id;

    assert_hr(IBackgroundCopyManager_CreateJob(test->manager, LEFT_JOB, BG_JOB_TYPE_DOWNLOAD, &id, &job), S_OK);
    IBackgroundCopyJob_Release(job);
}

/* An administrator changes the job of another without taking it over, and need not be logged on as he. */
static void test_an_administrator_takes_over_a_job(void **state)
{
    struct bits_test *test = *state;
    IBackgroundCopyJob *job;
    HRESULT hr;

    run_as_standard_user("standard_user_leaves_a_job", "-");
    hr = find_job(test, BG_JOB_ENUM_ALL_USERS, LEFT_JOB, &job);
    if (hr == E_ACCESSDENIED && !is_wine())
        skip();
    assert_hr(hr, S_OK);
    hold_job(test, job);
    if (is_wine())
        assert_false(is_elevated(job));
    assert_hr(IBackgroundCopyJob_SetDescription(job, L"changed by an administrator"), S_OK);
    if (is_wine())
        assert_false(is_elevated(job));
    take_ownership(job);
    assert_owned_by_this_process(job);
}

int main(int argc, char **argv)
{
    static const struct CMUnitTest standard_user_tests[] =
    {
        bits_unit_test(standard_user_owns_jobs),
        bits_unit_test(standard_user_lists_all_jobs),
        bits_unit_test(standard_user_looks_for_an_elevated_job),
        bits_unit_test(standard_user_is_handed_an_elevated_job),
        bits_unit_test(standard_user_leaves_a_job),
    };
    static const struct CMUnitTest tests[] =
    {
        bits_unit_test(test_a_job_belongs_to_who_makes_it),
        bits_unit_test(test_the_owner_of_a_job_that_has_ended),
        bits_unit_test(test_the_getters_refuse_null),
        bits_unit_test(test_TakeOwnership_leaves_the_job_as_it_is),
        bits_unit_test(test_TakeOwnership_during_a_transfer),
        bits_unit_test(test_TakeOwnership_of_a_job_that_has_ended),
        bits_unit_test(test_TakeOwnership_needs_access_to_the_temporary_files),
        bits_unit_test(test_TakeOwnership_removes_what_the_owner_entrusted),
        bits_unit_test(test_a_standard_user_uses_jobs_of_his_own),
        bits_unit_test(test_a_standard_user_cannot_list_all_jobs),
        bits_unit_test(test_a_standard_user_does_not_see_an_elevated_job),
        bits_unit_test(test_QueryInterface_of_a_standard_user_on_an_elevated_job),
        bits_unit_test(test_an_administrator_takes_over_a_job),
    };

    if (is_standard_user_program(argc, argv))
        return standard_user_program(argv, standard_user_tests, ARRAYSIZE(standard_user_tests));
    return cmocka_run_group_tests_name("owner", tests, bits_program_setup, bits_program_teardown);
}
