/* How many jobs, files and ranges there may be: the defaults, the group policies, and who is exempt.
 * https://learn.microsoft.com/windows/win32/bits/group-policies
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include <stdio.h>
#include <stdlib.h>
#include <wchar.h>

#include "standard_user.h"
#include <bits2_0.h>

#define POLICY_KEY L"Software\\Policies\\Microsoft\\Windows\\BITS"
#define POLICY_SIZE_MAX 256
#define JOB_NAME L"test of the limits"

/* The policies that the tests set, and what was there before. */
static struct policy
{
    const WCHAR *name;
    DWORD type; /* REG_NONE: it was not set */
    BYTE data[POLICY_SIZE_MAX];
    DWORD size;
}
policies[] =
{
    {L"MaxJobsPerMachine"},
    {L"MaxJobsPerUser"},
    {L"MaxFilesPerJob"},
    {L"MaxRangesPerFile"},
};

static HKEY policy_key;
static BOOL policy_key_is_new;

static void save_policy(struct policy *policy)
{
    policy->size = sizeof(policy->data);
    if (RegQueryValueExW(policy_key, policy->name, NULL, &policy->type, policy->data, &policy->size))
        policy->type = REG_NONE;
    RegDeleteValueW(policy_key, policy->name);
}

/* Only an administrator sets policies; others skip the tests that set one. */
static void save_policies(void)
{
    DWORD disposition;
    size_t i;

    if (RegCreateKeyExW(HKEY_LOCAL_MACHINE, POLICY_KEY, 0, NULL, 0, KEY_ALL_ACCESS, NULL, &policy_key, &disposition))
        policy_key = NULL;
    policy_key_is_new = policy_key && disposition == REG_CREATED_NEW_KEY;
    for (i = 0; i < ARRAYSIZE(policies); ++i)
        save_policy(&policies[i]);
}

static void restore_policies(void)
{
    size_t i;

    for (i = 0; i < ARRAYSIZE(policies); ++i)
    {
        if (policies[i].type == REG_NONE)
            RegDeleteValueW(policy_key, policies[i].name);
        else
            RegSetValueExW(policy_key, policies[i].name, 0, policies[i].type, policies[i].data, policies[i].size);
    }
    RegCloseKey(policy_key);
    if (policy_key_is_new)
        RegDeleteKeyW(HKEY_LOCAL_MACHINE, POLICY_KEY);
}

static int limits_setup(void **state)
{
    save_policies();
    return bits_test_setup(state);
}

static int limits_teardown(void **state)
{
    restore_policies();
    return bits_test_teardown(state);
}

static void set_policy_value(const WCHAR *name, DWORD type, const void *data, DWORD size)
{
    if (!policy_key)
        skip();
    assert_int_equal(RegSetValueExW(policy_key, name, 0, type, data, size), ERROR_SUCCESS);
}

static void set_policy(const WCHAR *name, DWORD value)
{
    set_policy_value(name, REG_DWORD, &value, sizeof(value));
}

static HRESULT create_limited_job(struct bits_test *test, IBackgroundCopyJob **job)
{
    GUID id;

    return IBackgroundCopyManager_CreateJob(test->manager, JOB_NAME, BG_JOB_TYPE_DOWNLOAD, &id, job);
}

static void cancel_limited_jobs(struct bits_test *test)
{
    IEnumBackgroundCopyJobs *jobs;
    IBackgroundCopyJob *job;
    WCHAR *name;

    assert_hr(IBackgroundCopyManager_EnumJobs(test->manager, 0, &jobs), S_OK);
    while (IEnumBackgroundCopyJobs_Next(jobs, 1, &job, NULL) == S_OK)
    {
        assert_hr(IBackgroundCopyJob_GetDisplayName(job, &name), S_OK);
        if (!wcscmp(name, JOB_NAME))
            assert_hr(IBackgroundCopyJob_Cancel(job), S_OK);
        CoTaskMemFree(name);
        IBackgroundCopyJob_Release(job);
    }
    IEnumBackgroundCopyJobs_Release(jobs);
}

static ULONG create_jobs(struct bits_test *test, ULONG count, HRESULT *hr)
{
    IBackgroundCopyJob *job = NULL;
    ULONG created;

    for (created = 0; created < count && SUCCEEDED(*hr = create_limited_job(test, &job)); ++created)
        IBackgroundCopyJob_Release(job);
    return created;
}

/* A job that ends makes room for another. */
static void assert_jobs_fit(struct bits_test *test, ULONG count, HRESULT then)
{
    IBackgroundCopyJob *job = (IBackgroundCopyJob *)test, *last;
    HRESULT hr;

    assert_int_equal(create_jobs(test, count - 1, &hr), count - 1);
    assert_hr(create_limited_job(test, &last), S_OK);
    assert_hr(create_limited_job(test, &job), then);
    assert_null(job);
    assert_hr(IBackgroundCopyJob_Cancel(last), S_OK);
    assert_hr(create_limited_job(test, &job), S_OK);
    IBackgroundCopyJob_Release(job);
    IBackgroundCopyJob_Release(last);
}

static HRESULT add_files(struct bits_test *test, IBackgroundCopyJob *job, ULONG count)
{
    BG_FILE_INFO *files = calloc(count, sizeof(*files));
    WCHAR url[256];
    HRESULT hr;
    ULONG i;

    assert_non_null(files);
    remote_name(test, "/file", url, ARRAYSIZE(url));
    for (i = 0; i < count; ++i)
    {
        files[i].RemoteName = url;
        files[i].LocalName = malloc(MAX_PATH * sizeof(WCHAR));
        assert_non_null(files[i].LocalName);
        swprintf(files[i].LocalName, MAX_PATH, L"%ls%lu-%lu", test->folder, count, i);
    }
    hr = IBackgroundCopyJob_AddFileSet(job, count, files);
    for (i = 0; i < count; ++i)
        free(files[i].LocalName);
    free(files);
    return hr;
}

/* nf-bits-ibackgroundcopyjob-addfileset: all of the files or none. */
static void assert_files_fit(struct bits_test *test, ULONG count, HRESULT then)
{
    IBackgroundCopyJob *job = create_job(test);

    assert_hr(add_files(test, job, count + 1), then);
    assert_int_equal(count_files(job), 0);
    assert_hr(add_files(test, job, count - 1), S_OK);
    assert_hr(add_files(test, job, 2), then);
    assert_int_equal(count_files(job), count - 1);
    assert_hr(add_files(test, job, 1), S_OK);
    assert_int_equal(count_files(job), count);
}

static HRESULT add_ranges(struct bits_test *test, IBackgroundCopyJob *job, ULONG count)
{
    BG_FILE_RANGE *ranges = calloc(count, sizeof(*ranges));
    WCHAR url[256], local[MAX_PATH];
    IBackgroundCopyJob3 *job3;
    HRESULT hr;
    ULONG i;

    assert_non_null(ranges);
    for (i = 0; i < count; ++i)
        ranges[i] = (BG_FILE_RANGE){.InitialOffset = 10 * i, .Length = 5};
    remote_name(test, "/file", url, ARRAYSIZE(url));
    local_name(test, L"file", local);
    assert_hr(IBackgroundCopyJob_QueryInterface(job, &IID_IBackgroundCopyJob3, (void **)&job3), S_OK);
    hr = IBackgroundCopyJob3_AddFileWithRanges(job3, url, local, count, ranges);
    IBackgroundCopyJob3_Release(job3);
    free(ranges);
    return hr;
}

static void assert_ranges_fit(struct bits_test *test, ULONG count, HRESULT then)
{
    IBackgroundCopyJob *job = create_job(test);

    assert_hr(add_ranges(test, job, count + 1), then);
    assert_int_equal(count_files(job), 0);
    assert_hr(add_ranges(test, job, count), S_OK);
    assert_int_equal(count_files(job), 1);
}

/* The part of the standard user. He is told how many fit, and not why no more do. */

static ULONG wanted_count(void)
{
    return strtoul(standard_user_text(), NULL, 10);
}

static void standard_user_is_limited_in_his_jobs(void **state)
{
    assert_jobs_fit(*state, wanted_count(), BG_E_TOO_MANY_JOBS_PER_USER);
}

static void standard_user_is_limited_by_the_machine(void **state)
{
    assert_jobs_fit(*state, wanted_count(), BG_E_TOO_MANY_JOBS_PER_MACHINE);
}

static void standard_user_is_limited_in_the_files_of_a_job(void **state)
{
    assert_files_fit(*state, wanted_count(), BG_E_TOO_MANY_FILES_IN_JOB);
}

static void standard_user_is_limited_in_the_ranges_of_a_file(void **state)
{
    assert_ranges_fit(*state, wanted_count(), BG_E_TOO_MANY_RANGES_IN_FILE);
}

static int standard_user_teardown(void **state)
{
    cancel_limited_jobs(*state);
    return bits_test_teardown(state);
}

static void assert_limit(const char *test, ULONG count)
{
    char text[16];

    snprintf(text, sizeof(text), "%lu", count);
    run_as_standard_user(test, text);
}

#define assert_limit_of_user(count) assert_limit("standard_user_is_limited_in_his_jobs", count)
#define assert_limit_of_machine(count) assert_limit("standard_user_is_limited_by_the_machine", count)
#define assert_limit_of_files(count) assert_limit("standard_user_is_limited_in_the_files_of_a_job", count)
#define assert_limit_of_ranges(count) assert_limit("standard_user_is_limited_in_the_ranges_of_a_file", count)

static void test_MaxJobsPerUser_is_60_by_default(void **state)
{
    assert_limit_of_user(60);
}

/* The service goes on running, and reads a policy anew. */
static void test_MaxJobsPerUser_is_what_the_policy_says(void **state)
{
    set_policy(L"MaxJobsPerUser", 3);
    assert_limit_of_user(3);
    set_policy(L"MaxJobsPerUser", 5);
    assert_limit_of_user(5);
}

static void test_MaxJobsPerMachine_is_300_by_default(void **state)
{
    set_policy(L"MaxJobsPerUser", 1000);
    assert_limit_of_machine(300);
}

static void test_MaxJobsPerMachine_is_what_the_policy_says(void **state)
{
    set_policy(L"MaxJobsPerMachine", 4);
    assert_limit_of_machine(4);
}

static void test_MaxFilesPerJob_is_200_by_default(void **state)
{
    assert_limit_of_files(200);
}

static void test_MaxFilesPerJob_is_what_the_policy_says(void **state)
{
    set_policy(L"MaxFilesPerJob", 7);
    assert_limit_of_files(7);
}

static void test_MaxRangesPerFile_is_500_by_default(void **state)
{
    assert_limit_of_ranges(500);
}

static void test_MaxRangesPerFile_is_what_the_policy_says(void **state)
{
    set_policy(L"MaxRangesPerFile", 2);
    assert_limit_of_ranges(2);
}

/* A policy of the wrong type or beyond the template's maximum counts as none. */
static void test_a_policy_that_makes_no_sense(void **state)
{
    static const UINT64 wide = 3;

    set_policy_value(L"MaxFilesPerJob", REG_SZ, L"3", 2 * sizeof(WCHAR));
    assert_limit_of_files(200);
    set_policy_value(L"MaxFilesPerJob", REG_QWORD, &wide, sizeof(wide));
    assert_limit_of_files(200);
    set_policy_value(L"MaxFilesPerJob", REG_DWORD, &wide, 1);
    assert_limit_of_files(200);
    set_policy(L"MaxFilesPerJob", 0xffffffff);
    assert_limit_of_files(200);
}

/* The limits do not apply to administrators, and their jobs do not count. */
static void test_administrators_are_exempt(void **state)
{
    IBackgroundCopyJob *job = create_job(*state);
    HRESULT hr;
    ULONG created;

    set_policy(L"MaxJobsPerUser", 2);
    set_policy(L"MaxJobsPerMachine", 3);
    set_policy(L"MaxFilesPerJob", 2);
    created = create_jobs(*state, 10, &hr);
    if (SUCCEEDED(hr))
        assert_limit_of_user(2);
    cancel_limited_jobs(*state);
    assert_hr(hr, S_OK);
    assert_int_equal(created, 10);
    assert_hr(add_files(*state, job, 201), S_OK);
    assert_int_equal(count_files(job), 201);
}

#define limits_unit_test(f) cmocka_unit_test_setup_teardown(f, limits_setup, limits_teardown)
#define standard_user_unit_test(f) cmocka_unit_test_setup_teardown(f, bits_test_setup, standard_user_teardown)

int main(int argc, char **argv)
{
    static const struct CMUnitTest standard_user_tests[] =
    {
        standard_user_unit_test(standard_user_is_limited_in_his_jobs),
        standard_user_unit_test(standard_user_is_limited_by_the_machine),
        standard_user_unit_test(standard_user_is_limited_in_the_files_of_a_job),
        standard_user_unit_test(standard_user_is_limited_in_the_ranges_of_a_file),
    };
    static const struct CMUnitTest tests[] =
    {
        limits_unit_test(test_MaxJobsPerUser_is_60_by_default),
        limits_unit_test(test_MaxJobsPerUser_is_what_the_policy_says),
        limits_unit_test(test_MaxJobsPerMachine_is_300_by_default),
        limits_unit_test(test_MaxJobsPerMachine_is_what_the_policy_says),
        limits_unit_test(test_MaxFilesPerJob_is_200_by_default),
        limits_unit_test(test_MaxFilesPerJob_is_what_the_policy_says),
        limits_unit_test(test_MaxRangesPerFile_is_500_by_default),
        limits_unit_test(test_MaxRangesPerFile_is_what_the_policy_says),
        limits_unit_test(test_a_policy_that_makes_no_sense),
        limits_unit_test(test_administrators_are_exempt),
    };

    if (is_standard_user_program(argc, argv))
        return standard_user_program(argv, standard_user_tests, ARRAYSIZE(standard_user_tests));
    return cmocka_run_group_tests_name("limits", tests, bits_program_setup, bits_program_teardown);
}
