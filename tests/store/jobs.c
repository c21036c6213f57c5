/* Jobs whose service, or all of whose Wine, was killed: what is read of their records and files.
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include <stdio.h>
#include <stdlib.h>
#include <wchar.h>

#include "queue/queue.h"
#include "store/load.h"
#include "store/name_log.h"
#include "store/save.h"
#include "store_test.h"
#include "transfer/temporary_file.h"
#include "transfer/transfer.h"

#define SIZE 1000

static WCHAR remote[] = L"http://server/file";

static struct job *job;

static void ignore_change(void)
{
}

static void write_file(const WCHAR *path, DWORD size)
{
    static const BYTE bytes[SIZE];
    HANDLE file = CreateFileW(path, GENERIC_WRITE, 0, NULL, CREATE_ALWAYS, FILE_ATTRIBUTE_HIDDEN, NULL);
    DWORD written;

    assert_ptr_not_equal(file, INVALID_HANDLE_VALUE);
    assert_true(WriteFile(file, bytes, size, &written, NULL));
    CloseHandle(file);
}

static BOOL exists(const WCHAR *path)
{
    return GetFileAttributesW(path) != INVALID_FILE_ATTRIBUTES;
}

static void add_file(const WCHAR *name)
{
    WCHAR path[MAX_PATH];
    BG_FILE_INFO info = {remote, path};

    lstrcpynW(path, file_path(name), MAX_PATH);
    assert_int_equal(job_add_files(job, &info, 1), S_OK);
}

/* A job of two files, of which nothing is there. */
static int create_job(void **state)
{
    if (empty_place(state))
        return -1;
    queue_start(ignore_change);
    save_start(jobs);
    if (FAILED(job_create(L"job", BG_JOB_TYPE_DOWNLOAD, &job)) || FAILED(name_log_open(folder)))
        return -1;
    job->owner.sid = string_copy(L"S-1-5-18");
    add_file(L"one");
    add_file(L"two");
    queue_lock();
    queue_add(job);
    queue_unlock();
    return FAILED(save_job(job));
}

static void leave_queue(void)
{
    queue_lock();
    queue_remove(job);
    queue_unlock();
}

static int drop_job(void **state)
{
    size_t i;

    for (i = 0; i < job->file_count; i++)
    {
        DeleteFileW(job->files[i]->temporary_name);
        DeleteFileW(job->files[i]->local_name);
    }
    leave_queue();
    job_release(job);
    name_log_close();
    DeleteFileW(file_path(L"names.log"));
    save_stop();
    queue_stop();
    return 0;
}

/* The next service reads what this one has stored. */
static void start_again(void)
{
    struct job *loaded;

    leave_queue();
    save_stop();
    save_start(jobs);
    assert_int_equal(load_jobs(jobs), S_OK);
    loaded = queue_get(0);
    assert_non_null(loaded);
    job_release(job);
    job = loaded;
    job_addref(job);
}

static void transfer(struct file *file)
{
    queue_lock();
    file->output_exists = TRUE;
    file_set_transferred(file, SIZE);
    file_mark(file);
    queue_unlock();
}

/* Complete has begun, and has given the first file its name. */
static void begin_to_complete(void)
{
    transfer(job->files[0]);
    transfer(job->files[1]);
    job->completing = TRUE;
    save_job(job);
    write_file(job->files[0]->local_name, SIZE);
}

static void test_a_file_without_output_may_be_left(void **state)
{
    start_again();
    assert_true(job->files[0]->record_may_lag);
    assert_false(job->files[0]->output_exists);
}

/* The first file as a service leaves it that is killed while it creates it: Wine hides it only then. */
static void leave_visible_file(void)
{
    HANDLE file = CreateFileW(job->files[0]->temporary_name, GENERIC_WRITE, 0, NULL, CREATE_NEW, 0, NULL);

    assert_ptr_not_equal(file, INVALID_HANDLE_VALUE);
    CloseHandle(file);
}

/* The service is killed after that, before the record tells. */
static void write_to_first_file(void)
{
    struct temporary_file output = {INVALID_HANDLE_VALUE};

    assert_hr(transfer_open_output(&output, job->files[0]), S_OK);
    assert_hr(temporary_file_write(&output, "bytes", 5), S_OK);
    assert_hr(temporary_file_close(&output, NULL), S_OK);
    free(output.buffer);
}

static void test_a_file_that_two_services_have_left_is_taken_over(void **state)
{
    job->files[0]->name_is_told = TRUE;
    file_mark(job->files[0]);
    assert_hr(save_job(job), S_OK);
    leave_visible_file();
    start_again();
    write_to_first_file();
    start_again();
    write_to_first_file();
    assert_true(GetFileAttributesW(job->files[0]->temporary_name) & FILE_ATTRIBUTE_HIDDEN);
}

static void test_a_transferred_file_that_is_missing_begins_again(void **state)
{
    transfer(job->files[0]);
    transfer(job->files[1]);
    job->state = BG_JOB_STATE_SUSPENDED;
    write_file(job->files[0]->temporary_name, SIZE);
    save_job(job);
    start_again();
    assert_true(job->files[0]->transferred);
    assert_false(job->files[1]->transferred);
    assert_int_equal(job->state, BG_JOB_STATE_SUSPENDED);
}

static void test_a_file_that_has_its_name_is_not_missing(void **state)
{
    begin_to_complete();
    write_file(job->files[1]->temporary_name, SIZE);
    start_again();
    assert_true(job->completing);
    assert_int_equal(job->state, BG_JOB_STATE_TRANSFERRED);
    assert_true(job->files[0]->transferred && job->files[0]->record_may_lag);
}

/* Cancel has deleted the second file, and was forgotten. */
static void test_a_job_that_was_completing_goes_on_after_Cancel(void **state)
{
    begin_to_complete();
    start_again();
    assert_false(job->completing);
    assert_int_equal(job->state, BG_JOB_STATE_QUEUED);
    assert_false(job->files[1]->transferred);
}

static void test_a_file_whose_call_was_interrupted_is_not_there(void **state)
{
    static const WCHAR lines[] = L"RemoteName=http://server/file\0LocalName=C:\\three\0";
    WCHAR key[60];

    swprintf(key, ARRAYSIZE(key), L"{%08lX-%04X-%04X-%02X%02X-%02X%02X%02X%02X%02X%02X}\\Files", job->id.Data1,
            job->id.Data2, job->id.Data3, job->id.Data4[0], job->id.Data4[1], job->id.Data4[2], job->id.Data4[3],
            job->id.Data4[4], job->id.Data4[5], job->id.Data4[6], job->id.Data4[7]);
    assert_true(key_exists(key));
    assert_int_equal(RegSetKeyValueW(jobs, key, L"00000003", REG_MULTI_SZ, lines, sizeof(lines)), 0);
    start_again();
    assert_int_equal(job->file_count, 2);
}

/* The job's own file, and one of a job that is lost. */
static void write_two_files(void)
{
    write_file(job->files[0]->temporary_name, SIZE);
    write_file(file_path(L"BIT00000000.tmp"), SIZE);
}

static void log_name(const WCHAR *name)
{
    struct lines lines = {NULL};

    lines_add_line(&lines, name);
    name_log_add(&lines);
    lines_free(&lines);
}

static void open_log_again(void)
{
    name_log_close();
    assert_int_equal(name_log_open(folder), S_OK);
    assert_int_equal(name_log_remove_strangers(), S_OK);
}

static void test_a_file_of_a_lost_job_is_deleted(void **state)
{
    write_two_files();
    log_name(file_path(L"BIT00000000.tmp"));
    open_log_again();
    assert_true(exists(job->files[0]->temporary_name));
    assert_false(file_exists(L"BIT00000000.tmp"));
}

/* Whatever somebody has written to the log. */
static void test_only_temporary_files_of_the_log_are_deleted(void **state)
{
    write_file(file_path(L"precious"), SIZE);
    log_name(file_path(L"precious"));
    open_log_again();
    assert_true(file_exists(L"precious"));
    DeleteFileW(file_path(L"precious"));
}

static void test_a_log_that_was_cleared_has_no_names(void **state)
{
    write_two_files();
    log_name(file_path(L"BIT00000000.tmp"));
    name_log_clear();
    open_log_again();
    assert_true(file_exists(L"BIT00000000.tmp"));
    DeleteFileW(file_path(L"BIT00000000.tmp"));
}

/* The last name lacks its zero. */
static void test_half_a_name_is_none(void **state)
{
    WCHAR *path = (WCHAR *)file_path(L"BIT00000000.tmp");
    struct lines lines = {path, wcslen(path), wcslen(path)};

    write_two_files();
    name_log_add(&lines);
    open_log_again();
    assert_true(file_exists(L"BIT00000000.tmp"));
    DeleteFileW(file_path(L"BIT00000000.tmp"));
}

#define job_unit_test(f) cmocka_unit_test_setup_teardown(f, create_job, drop_job)

int main(void)
{
    const struct CMUnitTest tests[] =
    {
        job_unit_test(test_a_file_without_output_may_be_left),
        job_unit_test(test_a_file_that_two_services_have_left_is_taken_over),
        job_unit_test(test_a_transferred_file_that_is_missing_begins_again),
        job_unit_test(test_a_file_that_has_its_name_is_not_missing),
        job_unit_test(test_a_job_that_was_completing_goes_on_after_Cancel),
        job_unit_test(test_a_file_whose_call_was_interrupted_is_not_there),
        job_unit_test(test_a_file_of_a_lost_job_is_deleted),
        job_unit_test(test_only_temporary_files_of_the_log_are_deleted),
        job_unit_test(test_a_log_that_was_cleared_has_no_names),
        job_unit_test(test_half_a_name_is_none),
    };

    return cmocka_run_group_tests(tests, create_place, remove_place);
}
