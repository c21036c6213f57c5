/* Files on the disk when the service is killed: what is stored before each step, and how a job goes on from a record
 * that is behind the disk.
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <wchar.h>
#include <cmocka.h>

#include "queue/queue.h"
#include "scheduler/scheduler.h"
#include "store/store.h"
#include "transfer/temporary_file.h"
#include "transfer/transfer.h"

#define SIZE 1000
#define NO_FILE -1

static WCHAR remote[] = L"http://server/file";

static WCHAR folder[MAX_PATH];
static struct job *job;
static void (*check)(void); /* what has to be true when something is stored */
static unsigned int commits, removals, removed;

/* The size of a file, or NO_FILE. */
static int size_of(const WCHAR *path)
{
    WIN32_FILE_ATTRIBUTE_DATA data;

    return GetFileAttributesExW(path, GetFileExInfoStandard, &data) ? (int)data.nFileSizeLow : NO_FILE;
}

static void write_file(const WCHAR *path, DWORD size, DWORD attributes)
{
    static const BYTE bytes[2 * SIZE];
    HANDLE file = CreateFileW(path, GENERIC_WRITE, 0, NULL, CREATE_ALWAYS, attributes, NULL);
    DWORD written;

    assert_ptr_not_equal(file, INVALID_HANDLE_VALUE);
    assert_true(WriteFile(file, bytes, size, &written, NULL));
    CloseHandle(file);
}

/* In place of store/store.c. */

void store_begin_removal(struct job *removed_job)
{
    assert_ptr_equal(removed_job, job);
    removals++;
    if (check)
        check();
}

void store_remove(struct job *removed_job)
{
    assert_ptr_equal(removed_job, job);
    assert_int_equal(removals, 1);
    assert_true(job->gone);
    assert_int_equal(size_of(job->files[1]->temporary_name), NO_FILE);
    removed++;
}

static void wake(void)
{
}

static void commit(void)
{
    struct job *marked;

    queue_lock();
    while ((marked = queue_take_marked()))
        job_release(marked);
    queue_unlock();
    commits++;
    if (check)
        check();
}

static void ignore_change(void)
{
}

static void add_file(const WCHAR *name)
{
    WCHAR path[MAX_PATH];
    BG_FILE_INFO info = {remote, path};

    swprintf(path, ARRAYSIZE(path), L"%ls\\%ls", folder, name);
    assert_int_equal(job_add_files(job, &info, 1), S_OK);
    job->files[job->file_count - 1]->name_is_stored = TRUE;
}

/* A job of two files, of which nothing is there. */
static int create_job(void **state)
{
    static const struct saver saver = {wake, commit};
    WCHAR temp[MAX_PATH];

    GetTempPathW(ARRAYSIZE(temp), temp);
    swprintf(folder, ARRAYSIZE(folder), L"%lsfiles%lx", temp, GetCurrentProcessId());
    CreateDirectoryW(folder, NULL);
    check = NULL;
    commits = removals = removed = 0;
    queue_set_saver(&saver);
    queue_start(ignore_change);
    if (FAILED(job_create(L"job", BG_JOB_TYPE_DOWNLOAD, &job)))
        return -1;
    add_file(L"one");
    add_file(L"two");
    queue_lock();
    queue_add(job);
    queue_unlock();
    commit();
    commits = 0;
    return 0;
}

static void delete_files(void)
{
    WCHAR pattern[MAX_PATH], path[2 * MAX_PATH];
    WIN32_FIND_DATAW data;
    HANDLE find;

    swprintf(pattern, ARRAYSIZE(pattern), L"%ls\\*", folder);
    if ((find = FindFirstFileW(pattern, &data)) == INVALID_HANDLE_VALUE)
        return;
    do
    {
        swprintf(path, ARRAYSIZE(path), L"%ls\\%ls", folder, data.cFileName);
        DeleteFileW(path);
    } while (FindNextFileW(find, &data));
    FindClose(find);
    RemoveDirectoryW(folder);
}

static int drop_job(void **state)
{
    check = NULL;
    commit();
    queue_stop();
    queue_set_saver(NULL);
    queue_lock();
    queue_remove(job);
    queue_unlock();
    job_release(job);
    delete_files();
    return 0;
}

/* So much of the file is in its temporary file, and the record knows that. */
static void fill(struct file *file, UINT64 size)
{
    write_file(file->temporary_name, size, FILE_ATTRIBUTE_HIDDEN);
    file->output_exists = TRUE;
    assert_true(range_set_add(&file->filled, 0, size));
}

static void transfer(struct file *file)
{
    fill(file, SIZE);
    queue_lock();
    file_set_transferred(file, SIZE);
    queue_unlock();
}

static void transfer_both(void)
{
    transfer(job->files[0]);
    transfer(job->files[1]);
    job->state = BG_JOB_STATE_TRANSFERRED;
    commit();
    commits = 0;
}

static HRESULT complete(void)
{
    HRESULT hr;

    queue_lock();
    hr = job_complete(job);
    queue_unlock();
    return hr;
}

static HRESULT cancel(void)
{
    HRESULT hr;

    queue_lock();
    hr = job_cancel(job);
    queue_unlock();
    return hr;
}

/* Opens the first file's output, and closes it again. */
static void open_output(void)
{
    struct temporary_file output = {INVALID_HANDLE_VALUE};

    assert_int_equal(transfer_open_output(&output, job->files[0]), S_OK);
    assert_int_equal(temporary_file_close(&output, NULL), S_OK);
    free(output.buffer);
    assert_true(job->files[0]->output_exists);
}

/* The service was killed when it had created the file. */
static void take_over(UINT64 size, DWORD attributes)
{
    struct file *file = job->files[0];
    WCHAR *name = string_copy(file->temporary_name);

    write_file(name, size, attributes);
    job_doubt_records(job);
    open_output();
    assert_int_equal(wcscmp(file->temporary_name, name), 0);
    assert_int_equal(size_of(name), 0);
    assert_false(file->record_may_lag);
    free(name);
}

static void test_a_file_that_is_left_is_taken_over(void **state)
{
    take_over(SIZE, FILE_ATTRIBUTE_HIDDEN);
}

/* In Wine a new file is not hidden yet for a moment. */
static void test_an_empty_file_that_is_left_is_taken_over(void **state)
{
    take_over(0, FILE_ATTRIBUTE_NORMAL);
}

static WCHAR *old_name;

static void check_that_the_new_name_is_free(void)
{
    assert_int_not_equal(wcscmp(job->files[0]->temporary_name, old_name), 0);
    assert_int_equal(size_of(job->files[0]->temporary_name), NO_FILE);
}

/* Somebody else's file has the name. The other name is stored before a file has it. */
static void open_beside_another_file(DWORD attributes)
{
    old_name = string_copy(job->files[0]->temporary_name);
    write_file(old_name, SIZE, attributes);
    check = check_that_the_new_name_is_free;
    open_output();
    assert_int_equal(commits, 1);
    assert_int_equal(size_of(job->files[0]->temporary_name), 0);
    assert_int_equal(size_of(old_name), SIZE);
    free(old_name);
}

static void test_a_visible_file_is_not_taken_over(void **state)
{
    job_doubt_records(job);
    open_beside_another_file(FILE_ATTRIBUTE_NORMAL);
}

static void test_a_new_job_takes_over_nothing(void **state)
{
    open_beside_another_file(FILE_ATTRIBUTE_HIDDEN);
}

static void check_that_the_name_is_free(void)
{
    assert_int_equal(size_of(job->files[0]->temporary_name), NO_FILE);
}

/* The call that has added the file has not written its record yet. */
static void test_a_name_is_stored_before_there_is_a_file(void **state)
{
    job->files[0]->name_is_stored = FALSE;
    check = check_that_the_name_is_free;
    open_output();
    assert_int_equal(commits, 1);
}

/* What is behind them was not noted, or is somebody else's, and does not count. */
static void test_a_file_with_all_of_its_bytes_goes_on(void **state)
{
    fill(job->files[0], SIZE);
    write_file(job->files[0]->temporary_name, SIZE + 1, FILE_ATTRIBUTE_HIDDEN);
    open_output();
    assert_int_equal(job->files[0]->filled.count, 1);
    assert_int_equal(size_of(job->files[0]->temporary_name), SIZE);
    assert_int_equal(commits, 0);
}

static void check_that_nothing_counts(void)
{
    assert_int_equal(job->files[0]->filled.count, 0);
    assert_int_not_equal(size_of(job->files[0]->temporary_name), 0);
}

/* Somebody has cut the file. That nothing of it counts is stored before it is emptied. */
static void test_a_file_that_is_cut_starts_again(void **state)
{
    fill(job->files[0], SIZE);
    write_file(job->files[0]->temporary_name, SIZE - 1, FILE_ATTRIBUTE_HIDDEN);
    check = check_that_nothing_counts;
    open_output();
    assert_int_equal(job->files[0]->filled.count, 0);
    assert_int_equal(size_of(job->files[0]->temporary_name), 0);
    assert_true(commits > 0);
}

/* The same where it is gone. */
static void test_a_file_that_is_gone_starts_again(void **state)
{
    fill(job->files[0], SIZE);
    assert_true(DeleteFileW(job->files[0]->temporary_name));
    check = check_that_nothing_counts;
    open_output();
    assert_int_equal(job->files[0]->filled.count, 0);
    assert_int_equal(size_of(job->files[0]->temporary_name), 0);
    assert_true(commits > 0);
}

static void check_that_Complete_is_stored(void)
{
    unsigned int i;

    assert_true(job->completing);
    for (i = 0; i < 2 && !commits; i++)
        assert_int_equal(size_of(job->files[i]->local_name), NO_FILE);
    for (i = 0; i < 2 && removals; i++)
        assert_int_equal(size_of(job->files[i]->local_name), job->files[i]->transferred ? SIZE : NO_FILE);
    if (removals && !job->files[1]->transferred)
        assert_int_equal(size_of(job->files[1]->temporary_name), SIZE);
}

static void test_Complete_is_stored_before_the_first_name(void **state)
{
    transfer_both();
    job->files[0]->marked = job->files[1]->marked = FALSE;
    check = check_that_Complete_is_stored;
    assert_int_equal(complete(), S_OK);
    assert_int_equal(commits, 1);
    assert_int_equal(removed, 1);
    assert_true(job->files[0]->marked && job->files[1]->marked);
}

/* nf-bits-ibackgroundcopyjob-complete: the rest is deleted, after that was stored. */
static void test_Complete_of_a_part(void **state)
{
    transfer(job->files[0]);
    fill(job->files[1], SIZE);
    commit();
    commits = 0;
    check = check_that_Complete_is_stored;
    assert_int_equal(complete(), BG_S_PARTIAL_COMPLETE);
    assert_int_equal(commits, 1);
    assert_int_equal(removed, 1);
}

/* The state after a service was killed in Complete, when it had renamed the first file. */
static void load_after_Complete(DWORD attributes)
{
    transfer_both();
    assert_true(MoveFileW(job->files[0]->temporary_name, job->files[0]->local_name));
    assert_true(SetFileAttributesW(job->files[0]->local_name, attributes));
    job->completing = TRUE;
    job_doubt_records(job);
}

static void assert_completes(void)
{
    assert_int_equal(complete(), S_OK);
    assert_true(job->files[0]->completed && job->files[1]->completed);
    assert_int_equal(size_of(job->files[0]->local_name), SIZE);
    assert_int_equal(size_of(job->files[1]->local_name), SIZE);
    assert_false(GetFileAttributesW(job->files[0]->local_name) & FILE_ATTRIBUTE_HIDDEN);
    assert_int_equal(removed, 1);
}

static void test_Complete_goes_on_where_it_was(void **state)
{
    load_after_Complete(FILE_ATTRIBUTE_NORMAL);
    assert_completes();
}

/* It was killed before it could show the file. */
static void test_Complete_shows_what_it_had_renamed(void **state)
{
    load_after_Complete(FILE_ATTRIBUTE_HIDDEN);
    assert_completes();
}

static void check_that_the_names_are_stored_first(void)
{
    assert_true(job->completing);
    if (commits == 2)
        assert_true(job->files[1]->completed);
}

static void assert_Complete_fails(HRESULT expected)
{
    check = check_that_the_names_are_stored_first;
    assert_int_equal(complete(), expected);
    assert_int_equal(commits, 2);
    assert_int_equal(removals, 0);
    assert_int_equal(job->state, BG_JOB_STATE_TRANSFERRED);
    assert_false(job->completing || job->claimed || job->files[0]->completed);
}

/* Another file is no proof. */
static void test_a_target_of_another_size_is_not_what_was_renamed(void **state)
{
    load_after_Complete(FILE_ATTRIBUTE_NORMAL);
    write_file(job->files[0]->local_name, SIZE + 1, FILE_ATTRIBUTE_NORMAL);
    assert_Complete_fails(HRESULT_FROM_WIN32(ERROR_FILE_NOT_FOUND));
}

/* No Complete has been at work: what has the name is an older file. */
static void test_an_old_target_is_not_what_was_lost(void **state)
{
    transfer_both();
    job_doubt_records(job);
    assert_true(DeleteFileW(job->files[0]->temporary_name));
    write_file(job->files[0]->local_name, SIZE, FILE_ATTRIBUTE_NORMAL);
    assert_Complete_fails(HRESULT_FROM_WIN32(ERROR_FILE_NOT_FOUND));
}

static void test_a_file_of_another_size_gets_no_name(void **state)
{
    transfer_both();
    write_file(job->files[0]->temporary_name, SIZE - 1, FILE_ATTRIBUTE_HIDDEN);
    assert_Complete_fails(HRESULT_FROM_WIN32(ERROR_FILE_CORRUPT));
    assert_int_equal(size_of(job->files[0]->local_name), NO_FILE);
}

static void check_that_the_files_are_there(void)
{
    assert_int_equal(size_of(job->files[0]->temporary_name), SIZE);
    assert_int_equal(size_of(job->files[1]->temporary_name), SIZE);
}

static void test_Cancel_is_stored_before_files_are_deleted(void **state)
{
    fill(job->files[0], SIZE);
    transfer(job->files[1]);
    check = check_that_the_files_are_there;
    assert_int_equal(cancel(), S_OK);
    assert_int_equal(size_of(job->files[0]->temporary_name), NO_FILE);
    assert_int_equal(removed, 1);
}

/* The service was killed when it had created the second file. The first name is somebody else's by now. */
static void test_Cancel_deletes_a_file_that_is_left(void **state)
{
    write_file(job->files[0]->temporary_name, SIZE, FILE_ATTRIBUTE_NORMAL);
    write_file(job->files[1]->temporary_name, SIZE, FILE_ATTRIBUTE_HIDDEN);
    job_doubt_records(job);
    assert_int_equal(cancel(), S_OK);
    assert_int_equal(size_of(job->files[0]->temporary_name), SIZE);
    assert_int_equal(removed, 1);
}

#define files_unit_test(f) cmocka_unit_test_setup_teardown(f, create_job, drop_job)

int main(void)
{
    static const struct CMUnitTest tests[] =
    {
        files_unit_test(test_a_file_that_is_left_is_taken_over),
        files_unit_test(test_an_empty_file_that_is_left_is_taken_over),
        files_unit_test(test_a_visible_file_is_not_taken_over),
        files_unit_test(test_a_new_job_takes_over_nothing),
        files_unit_test(test_a_name_is_stored_before_there_is_a_file),
        files_unit_test(test_a_file_with_all_of_its_bytes_goes_on),
        files_unit_test(test_a_file_that_is_cut_starts_again),
        files_unit_test(test_a_file_that_is_gone_starts_again),
        files_unit_test(test_Complete_is_stored_before_the_first_name),
        files_unit_test(test_Complete_of_a_part),
        files_unit_test(test_Complete_goes_on_where_it_was),
        files_unit_test(test_Complete_shows_what_it_had_renamed),
        files_unit_test(test_a_target_of_another_size_is_not_what_was_renamed),
        files_unit_test(test_an_old_target_is_not_what_was_lost),
        files_unit_test(test_a_file_of_another_size_gets_no_name),
        files_unit_test(test_Cancel_is_stored_before_files_are_deleted),
        files_unit_test(test_Cancel_deletes_a_file_that_is_left),
    };

    return cmocka_run_group_tests_name("files", tests, NULL, NULL);
}
