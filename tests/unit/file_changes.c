/* Changes of files that a job has already: their remote names, and what is said of their content.
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include "queue_test.h"

static struct transfer *const some_transfer = (struct transfer *)1; /* the model only asks whether there is one */

/* A download of two files. */
static int create_two_files(void **state)
{
    static WCHAR one[] = L"http://one/a", two[] = L"http://two/b", local[] = L"C:\\file";
    BG_FILE_INFO files[] = {{one, local}, {two, local}};
    struct job *job = create_job(BG_JOB_TYPE_DOWNLOAD);

    start_queue(state);
    *state = job;
    return FAILED(job_add_files(job, files, ARRAYSIZE(files))) ? -1 : 0;
}

static void assert_name(const struct file *file, const WCHAR *expected)
{
    assert_int_equal(lstrlenW(file->remote_name), lstrlenW(expected));
    assert_memory_equal(file->remote_name, expected, lstrlenW(expected) * sizeof(*expected));
}

static HRESULT accept(const WCHAR *name)
{
    return S_OK;
}

static HRESULT refuse_short_names(const WCHAR *name)
{
    return lstrlenW(name) < 8 ? E_INVALIDARG : S_OK;
}

static void test_a_prefix_is_replaced(void **state)
{
    struct job *job = *state;

    assert_hresult(job_replace_remote_prefix(job, L"http://one", L"https://other", accept), S_OK);
    assert_name(job->files[0], L"https://other/a");
    assert_name(job->files[1], L"http://two/b");
    assert_hresult(job_replace_remote_prefix(job, L"http", L"x", accept), S_OK);
    assert_name(job->files[0], L"xs://other/a");
    assert_name(job->files[1], L"x://two/b");
}

static void test_no_name_has_the_prefix(void **state)
{
    struct job *job = *state;

    assert_hresult(job_replace_remote_prefix(job, L"HTTP", L"x", accept), S_FALSE);
    assert_hresult(job_replace_remote_prefix(job, L"http://one/a/longer", L"x", accept), S_FALSE);
    assert_name(job->files[0], L"http://one/a");
}

/* The second new name is refused, and the first one is not taken either. */
static void test_all_names_or_none(void **state)
{
    struct job *job = *state;

    job->files[0]->bytes_transferred = 5;
    assert_hresult(file_set_remote_name(job->files[1], L"http://"), S_OK);
    assert_hresult(job_replace_remote_prefix(job, L"http", L"x", refuse_short_names), E_INVALIDARG);
    assert_name(job->files[0], L"http://one/a");
    assert_name(job->files[1], L"http://");
    assert_int_equal(job->files[0]->bytes_transferred, 5);
}

static void start_transfer(struct job *job)
{
    job->state = BG_JOB_STATE_TRANSFERRING;
    job->transfer = some_transfer;
    job->files[0]->taken = TRUE;
    file_set_size(job->files[0], 100);
    file_fill(job->files[0], 0, 50);
}

/* What the transfer still tells of the old name is not believed. */
static void test_a_new_name_in_the_middle_of_a_transfer(void **state)
{
    struct job *job = *state;
    struct file *file = job->files[0];

    start_transfer(job);
    assert_hresult(file_set_remote_name(file, L"http://other/a"), S_OK);
    assert_true(job->restart);
    assert_true(queue_changes);
    assert_int_equal(job->state, BG_JOB_STATE_QUEUED);
    file_set_size(file, 100);
    file_fill(file, 0, 60);
    file_set_transferred(file, 100);
    assert_int_equal(file->bytes_transferred, 0);
    assert_int_equal(file->bytes_total, BG_SIZE_UNKNOWN);
    assert_false(file->transferred);
    assert_int_equal(job->state, BG_JOB_STATE_QUEUED);

    job_transfer_has_ended(job);
    assert_null(job->transfer);
    assert_false(job->restart);
    assert_false(file->taken);
    file_fill(file, 0, 10);
    assert_int_equal(file->bytes_transferred, 10);
}

/* The file of the new name may be larger. */
static void test_the_old_name_does_not_limit_requests(void **state)
{
    struct job *job = *state;
    struct file *file = job->files[0];
    BG_FILE_RANGE range = {100, 50};

    start_transfer(job);
    assert_hresult(file_set_remote_name(file, L"http://other/a"), S_OK);
    assert_hresult(file_request_ranges(file, &range, 1), S_OK);
    assert_hresult(file_limit_requests(file, 100), S_OK);
    job_transfer_has_ended(job);
    assert_int_equal(range_set_size(&file->awaited), 50);
}

static void test_the_same_name_stops_nothing(void **state)
{
    struct job *job = *state;

    start_transfer(job);
    assert_hresult(file_set_remote_name(job->files[0], L"http://one/a"), S_OK);
    assert_false(job->restart);
    assert_int_equal(job->files[0]->bytes_transferred, 50);
}

static void test_a_file_that_waits_stops_nothing(void **state)
{
    struct job *job = *state;

    start_transfer(job);
    assert_hresult(file_set_remote_name(job->files[1], L"http://other/b"), S_OK);
    assert_false(job->restart);
    assert_int_equal(job->state, BG_JOB_STATE_TRANSFERRING);
}

static void test_a_transferred_file_stays_transferred(void **state)
{
    struct job *job = *state;

    start_transfer(job);
    file_set_transferred(job->files[0], 100);
    assert_hresult(file_set_remote_name(job->files[0], L"http://other/a"), S_OK);
    assert_name(job->files[0], L"http://other/a");
    assert_true(job->files[0]->transferred);
    assert_int_equal(job->files[0]->bytes_transferred, 100);
    assert_false(job->restart);
}

/* Suspend waits for the transfer; the new name comes meanwhile. */
static void test_a_suspended_job_stays_suspended(void **state)
{
    struct job *job = *state;

    start_transfer(job);
    job_set_state(job, BG_JOB_STATE_SUSPENDED);
    assert_hresult(file_set_remote_name(job->files[0], L"http://other/a"), S_OK);
    assert_true(job->restart);
    assert_int_equal(job->state, BG_JOB_STATE_SUSPENDED);
}

static void transfer_both(struct job *job)
{
    job->state = BG_JOB_STATE_TRANSFERRING;
    file_set_transferred(job->files[0], 100);
    file_set_transferred(job->files[1], 200);
    assert_int_equal(job->state, BG_JOB_STATE_TRANSFERRED);
}

static void test_only_whole_files_are_validated(void **state)
{
    struct job *job = *state;

    assert_hresult(file_set_validation_state(job->files[0], TRUE), E_PENDING);
    assert_hresult(file_set_validation_state(job->files[0], FALSE), E_PENDING);
    assert_false(job->files[0]->valid);
    transfer_both(job);
    assert_hresult(file_set_validation_state(job->files[0], TRUE), S_OK);
    assert_true(job->files[0]->valid);
    assert_int_equal(job->state, BG_JOB_STATE_TRANSFERRED);
}

static void test_a_bad_file_is_transferred_again(void **state)
{
    struct job *job = *state;

    transfer_both(job);
    assert_hresult(file_set_validation_state(job->files[1], FALSE), S_OK);
    assert_int_equal(job->state, BG_JOB_STATE_ERROR);
    assert_hresult(job->error.code, BG_E_VALIDATION_FAILED);
    assert_int_equal(job->error.context, BG_ERROR_CONTEXT_REMOTE_FILE);
    assert_ptr_equal(job->error.file, job->files[1]);
    assert_int_equal(job->files[1]->bytes_transferred, 0);
    assert_hresult(job_resume(job), S_OK);
    assert_int_equal(job->state, BG_JOB_STATE_QUEUED);
    assert_ptr_equal(job_next_file(job), job->files[1]);
}

static void test_the_first_bad_file_comes_next(void **state)
{
    struct job *job = *state;

    transfer_both(job);
    assert_null(job_next_file(job));
    assert_hresult(file_set_validation_state(job->files[0], FALSE), S_OK);
    assert_hresult(job_resume(job), S_OK);
    assert_ptr_equal(job_next_file(job), job->files[0]);
    file_set_transferred(job->files[0], 100);
    assert_null(job_next_file(job));
    assert_int_equal(job->state, BG_JOB_STATE_TRANSFERRED);
}

/* After a Complete that has failed: the temporary file is no more, since it has its final name. */
static void test_a_bad_file_that_has_its_name(void **state)
{
    struct job *job = *state;
    struct file *file = job->files[0];

    transfer_both(job);
    file->completed = TRUE;
    assert_hresult(file_set_validation_state(file, FALSE), S_OK);
    assert_false(file->completed);
    assert_null(file->temporary_name);
}

#define file_test(f) cmocka_unit_test_setup_teardown(f, create_two_files, stop_queue_with_job)

int main(void)
{
    static const struct CMUnitTest tests[] =
    {
        file_test(test_a_prefix_is_replaced),
        file_test(test_no_name_has_the_prefix),
        file_test(test_all_names_or_none),
        file_test(test_a_new_name_in_the_middle_of_a_transfer),
        file_test(test_the_old_name_does_not_limit_requests),
        file_test(test_the_same_name_stops_nothing),
        file_test(test_a_file_that_waits_stops_nothing),
        file_test(test_a_transferred_file_stays_transferred),
        file_test(test_a_suspended_job_stays_suspended),
        file_test(test_only_whole_files_are_validated),
        file_test(test_a_bad_file_is_transferred_again),
        file_test(test_the_first_bad_file_comes_next),
        file_test(test_a_bad_file_that_has_its_name),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
