/* Complete of a job with many files in one folder: each replaces the file that has its name, in any case.
 * nf-bits-ibackgroundcopyjob-complete
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include <stdio.h>
#include <wchar.h>

#include "bits_test.h"

#define FILES 30

static void add_copy(struct bits_test *test, IBackgroundCopyJob *job, const WCHAR *target)
{
    WCHAR source[MAX_PATH], path[MAX_PATH];

    local_name(test, L"source", source);
    local_name(test, target, path);
    assert_hr(IBackgroundCopyJob_AddFile(job, source, path), S_OK);
}

static IBackgroundCopyJob *create_copies(struct bits_test *test)
{
    IBackgroundCopyJob *job = create_job(test);
    WCHAR name[16];
    int i;

    write_file(test, L"source", "new");
    for (i = 0; i < FILES; ++i)
    {
        swprintf(name, ARRAYSIZE(name), L"file%d", i);
        add_copy(test, job, name);
    }
    return job;
}

/* Of all names in the folder, in which only the case counts for different ones. */
static unsigned int count_files_like(const struct bits_test *test, const WCHAR *pattern)
{
    WCHAR path[MAX_PATH];
    WIN32_FIND_DATAW data;
    unsigned int count = 0;
    HANDLE find;

    local_name(test, pattern, path);
    find = FindFirstFileW(path, &data);
    if (find == INVALID_HANDLE_VALUE)
        return 0;
    do
    {
        ++count;
    } while (FindNextFileW(find, &data));
    FindClose(find);
    return count;
}

static void test_all_files_get_their_names(void **state)
{
    struct bits_test *test = *state;
    IBackgroundCopyJob *job = create_copies(test);

    download(job);
    assert_int_equal(count_files_like(test, L"file*"), FILES);
    assert_file_is_text(test, L"file0", "new");
    assert_file_is_text(test, L"file29", "new");
}

static void test_a_file_of_this_name_is_replaced(void **state)
{
    struct bits_test *test = *state;
    IBackgroundCopyJob *job = create_copies(test);

    write_file(test, L"file3", "old");
    download(job);
    assert_int_equal(count_files_like(test, L"file*"), FILES);
    assert_file_is_text(test, L"file3", "new");
}

static void test_a_file_of_this_name_in_another_case_is_replaced(void **state)
{
    struct bits_test *test = *state;
    IBackgroundCopyJob *job = create_copies(test);

    write_file(test, L"FILE3", "old");
    download(job);
    assert_int_equal(count_files_like(test, L"file*"), FILES);
    assert_file_is_text(test, L"file3", "new");
    assert_file_is_text(test, L"FILE3", "new");
}

static void test_two_files_whose_names_differ_in_case(void **state)
{
    struct bits_test *test = *state;
    IBackgroundCopyJob *job = create_copies(test);

    add_copy(test, job, L"FILE3");
    download(job);
    assert_int_equal(count_files_like(test, L"file*"), FILES);
}

/* Windows drops the dot. */
static void test_a_name_that_ends_with_a_dot(void **state)
{
    struct bits_test *test = *state;
    IBackgroundCopyJob *job = create_copies(test);
    WIN32_FIND_DATAW data;
    WCHAR path[MAX_PATH];

    add_copy(test, job, L"dotted.");
    download(job);
    local_name(test, L"dotted*", path);
    FindClose(FindFirstFileW(path, &data));
    assert_int_equal(wcscmp(data.cFileName, L"dotted"), 0);
}

static void test_a_read_only_file_is_kept(void **state)
{
    struct bits_test *test = *state;
    IBackgroundCopyJob *job = create_copies(test);
    WCHAR path[MAX_PATH];

    write_file(test, L"File3", "old");
    local_name(test, L"file3", path);
    assert_true(SetFileAttributesW(path, FILE_ATTRIBUTE_READONLY));
    assert_hr(IBackgroundCopyJob_Resume(job), S_OK);
    wait_for_state(job, BG_JOB_STATE_TRANSFERRED);
    assert_hr(IBackgroundCopyJob_Complete(job), E_ACCESSDENIED);
    assert_state(job, BG_JOB_STATE_TRANSFERRED);
    assert_file_is_text(test, L"file3", "old");
    assert_file_is_text(test, L"file4", "new");
    assert_true(SetFileAttributesW(path, FILE_ATTRIBUTE_NORMAL));
    assert_hr(IBackgroundCopyJob_Complete(job), S_OK);
    assert_int_equal(count_files_like(test, L"file*"), FILES);
    assert_file_is_text(test, L"file3", "new");
}

int main(void)
{
    static const struct CMUnitTest tests[] =
    {
        bits_unit_test(test_all_files_get_their_names),
        bits_unit_test(test_a_file_of_this_name_is_replaced),
        bits_unit_test(test_a_file_of_this_name_in_another_case_is_replaced),
        bits_unit_test(test_two_files_whose_names_differ_in_case),
        bits_unit_test(test_a_name_that_ends_with_a_dot),
        bits_unit_test(test_a_read_only_file_is_kept),
    };

    return cmocka_run_group_tests_name("many_targets", tests, bits_program_setup, bits_program_teardown);
}
