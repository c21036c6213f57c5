/* Where a file's bytes go, and what is to be thought of it after a service was killed.
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include <stdlib.h>

#include "queue_test.h"

#define FOLDER_LENGTH 10 /* of C:\folder\ */
#define NAME_LENGTH (FOLDER_LENGTH + 3 + 8 + 4)

static struct file *last_file(const struct job *job)
{
    return job->files[job->file_count - 1];
}

static BOOL is_digit(WCHAR c)
{
    return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'F');
}

/* nf-bits3_0-ibackgroundcopyfile3-gettemporaryname: it is in the folder of the target. */
static void test_a_name_is_chosen_when_a_file_is_added(void **state)
{
    static const WCHAR start[] = L"C:\\folder\\BIT", end[] = L".tmp";
    struct job *job = *state;
    const WCHAR *name = job->files[0]->temporary_name;
    size_t i;

    assert_int_equal(lstrlenW(name), NAME_LENGTH);
    assert_memory_equal(name, start, sizeof(start) - sizeof(*start));
    for (i = FOLDER_LENGTH + 3; i < FOLDER_LENGTH + 3 + 8; i++)
        assert_true(is_digit(name[i]));
    assert_memory_equal(name + i, end, sizeof(end));
    assert_ptr_equal(file_output_name(job->files[0]), name);
}

static void test_files_have_different_names(void **state)
{
    struct job *job = *state;

    assert_memory_not_equal(job->files[0]->temporary_name, job->files[1]->temporary_name, NAME_LENGTH * sizeof(WCHAR));
}

static void test_a_file_with_ranges_has_a_name(void **state)
{
    static WCHAR remote[] = L"http://server/file", local[] = L"C:\\folder\\file";
    BG_FILE_INFO info = {remote, local};
    BG_FILE_RANGE range = {0, 10};
    struct job *job = *state;

    assert_hresult(job_add_file_with_ranges(job, &info, &range, 1), S_OK);
    assert_non_null(last_file(job)->temporary_name);
}

/* A folder of another name: both files are in it. */
static void test_a_target_in_another_folder(void **state)
{
    static const WCHAR start[] = L"D:\\real\\BIT";
    struct job *job = *state;
    struct file *file = job->files[0];

    assert_ptr_equal(file_target(file), file->local_name);
    file_set_target(file, string_copy(L"D:\\real\\file"));
    assert_memory_equal(file_target(file), L"D:\\real\\file", sizeof(L"D:\\real\\file"));
    assert_memory_equal(file_output_name(file), start, sizeof(start) - sizeof(*start));
    job->properties.high_performance = TRUE;
    assert_ptr_equal(file_output_name(file), file->real_name);
    job->properties.high_performance = FALSE;
}

/* ne-bits5_0-bits_job_property_id: no temporary file. */
static void test_high_performance_needs_no_name(void **state)
{
    struct job *job = create_download(0);

    job->properties.high_performance = TRUE;
    assert_hresult(add_files(job, 1), S_OK);
    assert_null(job->files[0]->temporary_name);
    assert_ptr_equal(file_output_name(job->files[0]), job->files[0]->local_name);
    job->files[0]->output_exists = TRUE;
    assert_false(file_has_temporary(job->files[0]));
    job_release(job);
}

static void test_an_upload_needs_no_name(void **state)
{
    struct job *job = create_job(BG_JOB_TYPE_UPLOAD);

    assert_hresult(add_files(job, 1), S_OK);
    assert_null(job->files[0]->temporary_name);
    job_release(job);
}

static void wake(void)
{
}

static void test_another_name_is_to_be_stored(void **state)
{
    static const struct saver saver = {wake};
    struct job *job = *state;
    WCHAR *old = string_copy(job->files[0]->temporary_name);

    assert_hresult(queue_add(job), S_OK);
    queue_set_saver(&saver);
    job->files[0]->marked = FALSE;
    file_choose_other_name(job->files[0]);
    assert_memory_not_equal(file_output_name(job->files[0]), old, NAME_LENGTH * sizeof(*old));
    assert_true(job->files[0]->marked && job->marked);
    queue_set_saver(NULL);
    job_release(queue_take_marked());
    queue_remove(job);
    free(old);
}

/* It might be the other job's file: the same folder may have several names. */
static void test_a_name_of_two_files_is_no_proof(void **state)
{
    struct job *job = *state, *other = create_download(1);
    WCHAR *name = other->files[0]->temporary_name;

    assert_hresult(queue_add(job), S_OK);
    assert_hresult(queue_add(other), S_OK);
    assert_true(file_owns_name(job->files[0]));
    memcpy(name, job->files[0]->temporary_name, NAME_LENGTH * sizeof(*name));
    name[0] = 'D';
    assert_false(file_owns_name(job->files[0]));
    assert_false(file_owns_name(other->files[0]));
    assert_true(file_owns_name(job->files[1]));
    job_release(other);
}

/* The service was killed after it had created a file, before that was stored. */
static void test_a_file_may_exist_unknown(void **state)
{
    struct job *job = *state;

    assert_false(file_may_have_temporary(job->files[0]));
    job->files[1]->output_exists = TRUE;
    job_doubt_records(job);
    assert_true(file_may_have_temporary(job->files[0]));
    assert_false(file_has_temporary(job->files[0]));
    assert_false(file_may_have_temporary(job->files[1]));
    assert_false(job->files[1]->record_may_lag);
}

/* Only what Complete has begun to rename may have its final name. */
static void test_a_file_may_have_its_final_name(void **state)
{
    struct job *job = *state;
    struct file *file = job->files[0];

    file->output_exists = file->transferred = TRUE;
    job_doubt_records(job);
    assert_false(file->record_may_lag);
    job->completing = TRUE;
    job_doubt_records(job);
    assert_true(file->record_may_lag);
    file->completed = TRUE;
    job_doubt_records(job);
    assert_false(file->record_may_lag);
}

/* After a Complete that was killed a program may go on with the job. */
static void test_a_job_that_goes_on_is_no_longer_completing(void **state)
{
    struct job *job = *state;

    assert_hresult(queue_add(job), S_OK);
    job->state = BG_JOB_STATE_TRANSFERRED;
    job->completing = TRUE;
    assert_hresult(job_resume(job), S_OK);
    assert_int_equal(job->state, BG_JOB_STATE_QUEUED);
    assert_false(job->completing);
}

int main(void)
{
    static const struct CMUnitTest tests[] =
    {
        job_unit_test(test_a_name_is_chosen_when_a_file_is_added),
        job_unit_test(test_files_have_different_names),
        job_unit_test(test_a_file_with_ranges_has_a_name),
        job_unit_test(test_a_target_in_another_folder),
        queue_unit_test(test_high_performance_needs_no_name),
        queue_unit_test(test_an_upload_needs_no_name),
        job_unit_test(test_another_name_is_to_be_stored),
        job_unit_test(test_a_name_of_two_files_is_no_proof),
        job_unit_test(test_a_file_may_exist_unknown),
        job_unit_test(test_a_file_may_have_its_final_name),
        job_unit_test(test_a_job_that_goes_on_is_no_longer_completing),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
