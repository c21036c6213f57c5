/* Folders that are links, or become links while a job waits. A link that was there when a file was added is followed;
 * what the folder's name leads to after that is none of the job's business.
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include <wchar.h>

#include "job_settings.h"
#include "links_test.h"

#define PRECIOUS "precious"
#define SIZE 1000
#define SEED 5
#define RACE_JOBS 30

#define ELSEWHERE HRESULT_FROM_WIN32(ERROR_CANT_ACCESS_FILE)

/* A job for folder\file, and another folder that has a file of this name. */
static IBackgroundCopyJob *add_file_in_folder(struct bits_test *test)
{
    IBackgroundCopyJob *job = create_job(test);

    serve_pattern(test, "/file", SIZE, SEED);
    add_file(test, job, "/file", L"folder\\file");
    return job;
}

static void make_other_folder(struct bits_test *test)
{
    make_folder(test, L"other");
    write_file(test, L"other\\file", PRECIOUS);
}

static IBackgroundCopyJob *create_job_in_folder(struct bits_test *test)
{
    make_other_folder(test);
    make_folder(test, L"folder");
    return add_file_in_folder(test);
}

static void move_folder(struct bits_test *test, const WCHAR *folder, const WCHAR *name)
{
    WCHAR path[MAX_PATH], moved[MAX_PATH];

    local_name(test, folder, path);
    local_name(test, name, moved);
    assert_true(MoveFileW(path, moved));
}

static void replace_folder_by_link(struct bits_test *test)
{
    move_folder(test, L"folder", L"moved");
    make_folder_link(test, L"other", L"folder");
}

/* The other folder has its own file, and nothing else. */
static void assert_other_folder_is_well(struct bits_test *test)
{
    assert_file_is_text(test, L"other\\file", PRECIOUS);
    remove_folder_and(test, L"other", L"file");
}

static void wait_and_cancel(IBackgroundCopyJob *job, HRESULT error)
{
    wait_for_error(job, BG_JOB_STATE_ERROR, error, BG_ERROR_CONTEXT_LOCAL_FILE);
    assert_hr(IBackgroundCopyJob_Cancel(job), S_OK);
}

/* Such as the Downloads of a user, which Wine links to those of Unix. */
static void test_a_link_that_was_there_is_followed(void **state)
{
    struct bits_test *test = *state;

    make_folder(test, L"real");
    make_folder_link(test, L"real", L"folder");
    download(add_file_in_folder(test));
    assert_file_is_pattern(test, L"real\\file", SIZE, SEED);
    remove_link(test, L"folder");
    remove_folder_and(test, L"real", L"file");
}

/* The same folder by another name: nf-bits-ibackgroundcopyjob-addfileset adds each by the name it has there. */
static void test_a_set_of_files_in_a_linked_folder(void **state)
{
    struct bits_test *test = *state;
    IBackgroundCopyJob *job = create_job(test);
    WCHAR one[MAX_PATH], two[MAX_PATH], url[256];
    BG_FILE_INFO files[] = {{url, one}, {url, two}};

    make_folder(test, L"real");
    make_folder_link(test, L"real", L"folder");
    serve_pattern(test, "/file", SIZE, SEED);
    remote_name(test, "/file", url, ARRAYSIZE(url));
    local_name(test, L"folder\\one", one);
    local_name(test, L"folder\\two", two);
    assert_hr(IBackgroundCopyJob_AddFileSet(job, ARRAYSIZE(files), files), S_OK);
    download(job);
    assert_file_is_pattern(test, L"real\\one", SIZE, SEED);
    assert_file_is_pattern(test, L"real\\two", SIZE, SEED);
    remove_link(test, L"folder");
    assert_true(remove_file(test, L"real\\one"));
    remove_folder_and(test, L"real", L"two");
}

/* It keeps its name for clients: nf-bits-ibackgroundcopyfile-getlocalname. */
static void test_the_local_name_stays(void **state)
{
    struct bits_test *test = *state;
    IBackgroundCopyFile *file;
    WCHAR path[MAX_PATH], *name;

    make_folder(test, L"real");
    make_folder_link(test, L"real", L"folder");
    file = get_file(add_file_in_folder(test), 0);
    assert_hr(IBackgroundCopyFile_GetLocalName(file, &name), S_OK);
    local_name(test, L"folder\\file", path);
    assert_task_string(name, path);
    IBackgroundCopyFile_Release(file);
    remove_link(test, L"folder");
    remove_folder_and(test, L"real", L"file");
}

static void test_a_link_that_changes_is_not_followed(void **state)
{
    struct bits_test *test = *state;
    IBackgroundCopyJob *job;

    make_other_folder(test);
    make_folder(test, L"real");
    make_folder_link(test, L"real", L"folder");
    job = add_file_in_folder(test);
    remove_link(test, L"folder");
    make_folder_link(test, L"other", L"folder");
    download(job);
    assert_file_is_pattern(test, L"real\\file", SIZE, SEED);
    remove_link(test, L"folder");
    remove_folder_and(test, L"real", L"file");
    assert_other_folder_is_well(test);
}

static void test_a_folder_that_becomes_a_link_before_Resume(void **state)
{
    struct bits_test *test = *state;
    IBackgroundCopyJob *job = create_job_in_folder(test);

    replace_folder_by_link(test);
    assert_hr(IBackgroundCopyJob_Resume(job), S_OK);
    wait_and_cancel(job, ELSEWHERE);
    remove_link(test, L"folder");
    assert_other_folder_is_well(test);
    remove_folder_and(test, L"moved", L"file");
}

/* The folder is as it was: so is the job, whose error somebody has mended. */
static void test_a_folder_that_comes_back(void **state)
{
    struct bits_test *test = *state;
    IBackgroundCopyJob *job = create_job_in_folder(test);

    replace_folder_by_link(test);
    assert_hr(IBackgroundCopyJob_Resume(job), S_OK);
    wait_for_error(job, BG_JOB_STATE_ERROR, ELSEWHERE, BG_ERROR_CONTEXT_LOCAL_FILE);
    remove_link(test, L"folder");
    move_folder(test, L"moved", L"folder");
    download(job);
    assert_file_is_pattern(test, L"folder\\file", SIZE, SEED);
    remove_folder_and(test, L"folder", L"file");
    assert_other_folder_is_well(test);
}

/* A folder that is made anew is no link. */
static void test_a_folder_that_is_made_anew(void **state)
{
    struct bits_test *test = *state;
    IBackgroundCopyJob *job = create_job_in_folder(test);

    remove_folder_and(test, L"folder", L"file");
    make_folder(test, L"folder");
    download(job);
    assert_file_is_pattern(test, L"folder\\file", SIZE, SEED);
    remove_folder_and(test, L"folder", L"file");
    assert_other_folder_is_well(test);
}

/* The other folder even has a file of the temporary file's name and size. */
static void plant_temporary_file(struct bits_test *test, WCHAR planted[MAX_PATH])
{
    WCHAR pattern[MAX_PATH], name[MAX_PATH];
    WIN32_FIND_DATAW data;
    HANDLE find;

    local_name(test, L"moved\\BIT*.tmp", pattern);
    find = FindFirstFileW(pattern, &data);
    assert_ptr_not_equal(find, INVALID_HANDLE_VALUE);
    FindClose(find);
    swprintf(name, ARRAYSIZE(name), L"moved\\%ls", data.cFileName);
    swprintf(planted, MAX_PATH, L"other\\%ls", data.cFileName);
    move_folder(test, name, planted);
}

static IBackgroundCopyJob *transfer_and_replace_folder(struct bits_test *test, WCHAR planted[MAX_PATH])
{
    IBackgroundCopyJob *job = create_job_in_folder(test);

    assert_hr(IBackgroundCopyJob_Resume(job), S_OK);
    wait_for_state(job, BG_JOB_STATE_TRANSFERRED);
    replace_folder_by_link(test);
    plant_temporary_file(test, planted);
    return job;
}

static void test_a_folder_that_becomes_a_link_before_Complete(void **state)
{
    struct bits_test *test = *state;
    WCHAR planted[MAX_PATH];
    IBackgroundCopyJob *job = transfer_and_replace_folder(test, planted);

    assert_failed(IBackgroundCopyJob_Complete(job));
    assert_state(job, BG_JOB_STATE_TRANSFERRED);
    assert_file_is_pattern(test, planted, SIZE, SEED);
    remove_link(test, L"folder");
    assert_true(remove_file(test, planted));
    assert_other_folder_is_well(test);
    remove_folder_and(test, L"moved", L"file");
}

static void test_a_folder_that_becomes_a_link_before_Cancel(void **state)
{
    struct bits_test *test = *state;
    WCHAR planted[MAX_PATH];
    IBackgroundCopyJob *job = transfer_and_replace_folder(test, planted);

    IBackgroundCopyJob_Cancel(job);
    assert_file_is_pattern(test, planted, SIZE, SEED);
    remove_link(test, L"folder");
    assert_true(remove_file(test, planted));
    assert_other_folder_is_well(test);
    remove_folder_and(test, L"moved", L"file");
}

static void run_until_it_ends(IBackgroundCopyJob *job)
{
    ULONGLONG end = GetTickCount64() + BITS_TEST_TIMEOUT;
    BG_JOB_STATE state;

    assert_hr(IBackgroundCopyJob_Resume(job), S_OK);
    while ((state = get_state(job)) < BG_JOB_STATE_ERROR)
    {
        assert_true(GetTickCount64() < end);
        Sleep(1);
    }
    IBackgroundCopyJob_Complete(job);
    IBackgroundCopyJob_Cancel(job);
}

/* Somebody makes a link of the folder, and a folder of the link, until the file "race" is gone. */
static void start_race(struct bits_test *test)
{
    write_file(test, L"race", "");
    write_file(test, L"racing", "");
    run_unix_command(test, L"(while [ -e race ]; do mv folder moved; ln -s other folder; rm folder; mv moved folder;"
                           L"done; rm racing) & true");
}

/* Jobs leave their temporary files in a folder that is not there when they are cancelled. */
static void end_race(struct bits_test *test)
{
    assert_true(remove_file(test, L"race"));
    run_unix_command(test, L"while [ -e racing ]; do :; done; rm -r folder");
}

/* Wine looks up the name of a file after it has created it. If the link has changed by then it finds none, and a file
 * without a name cannot be removed: docs/STATUS.md. */
static void remove_empty_files(struct bits_test *test)
{
    run_unix_command(test, L"find other -name 'BIT*.tmp' -empty -delete");
}

/* Whatever becomes of the jobs, the other folder is left alone. */
static void test_a_folder_that_becomes_a_link_at_any_time(void **state)
{
    IBackgroundCopyJob *jobs[RACE_JOBS];
    struct bits_test *test = *state;
    size_t i;

    if (!is_wine())
        skip();
    jobs[0] = create_job_in_folder(test);
    for (i = 1; i < RACE_JOBS; ++i)
        jobs[i] = add_file_in_folder(test);
    start_race(test);
    for (i = 0; i < RACE_JOBS; ++i)
        run_until_it_ends(jobs[i]);
    end_race(test);
    remove_empty_files(test);
    assert_other_folder_is_well(test);
}

int main(void)
{
    static const struct CMUnitTest tests[] =
    {
        bits_unit_test(test_a_link_that_was_there_is_followed),
        bits_unit_test(test_a_set_of_files_in_a_linked_folder),
        bits_unit_test(test_the_local_name_stays),
        bits_unit_test(test_a_link_that_changes_is_not_followed),
        bits_unit_test(test_a_folder_that_becomes_a_link_before_Resume),
        bits_unit_test(test_a_folder_that_comes_back),
        bits_unit_test(test_a_folder_that_is_made_anew),
        bits_unit_test(test_a_folder_that_becomes_a_link_before_Complete),
        bits_unit_test(test_a_folder_that_becomes_a_link_before_Cancel),
        bits_unit_test(test_a_folder_that_becomes_a_link_at_any_time),
    };

    return cmocka_run_group_tests_name("linked_folders", tests, bits_program_setup, bits_program_teardown);
}
