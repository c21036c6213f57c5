/* The model: the queue, its jobs and their files, and how the state of a job changes.
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include <pthread.h>
#include "queue_test.h"

static void test_no_call_changes_a_job_after_the_stop(void **state)
{
    struct job *job = create_job(BG_JOB_TYPE_DOWNLOAD);

    queue_stop();
    assert_hresult(job_check_call(job, JOB_CALL_SUSPEND), RPC_E_DISCONNECTED);
    job_release(job);
}

static void test_resume(void **state)
{
    struct job *job = create_job(BG_JOB_TYPE_DOWNLOAD);

    assert_int_equal(job->state, BG_JOB_STATE_SUSPENDED);
    assert_hresult(job_resume(job), BG_E_EMPTY);
    assert_hresult(add_files(job, 1), S_OK);
    assert_hresult(job_resume(job), S_OK);
    assert_int_equal(job->state, BG_JOB_STATE_QUEUED);
    assert_int_equal(queue_changes, 1);
    job_set_state(job, BG_JOB_STATE_TRANSFERRING);
    assert_hresult(job_resume(job), S_OK);
    assert_int_equal(job->state, BG_JOB_STATE_TRANSFERRING);
    job_release(job);
}

static void test_resume_after_the_transfer(void **state)
{
    struct job *job = create_job(BG_JOB_TYPE_DOWNLOAD);

    assert_hresult(add_files(job, 1), S_OK);
    job->files[0]->transferred = TRUE;
    job->state = BG_JOB_STATE_TRANSFERRED;
    assert_hresult(job_resume(job), S_OK);
    assert_int_equal(job->state, BG_JOB_STATE_TRANSFERRED);
    assert_hresult(add_files(job, 1), S_OK);
    assert_hresult(job_resume(job), S_OK);
    assert_int_equal(job->state, BG_JOB_STATE_QUEUED);
    job_release(job);
}

static void test_suspend(void **state)
{
    static const BG_JOB_STATE stays[] = {BG_JOB_STATE_SUSPENDED, BG_JOB_STATE_ERROR, BG_JOB_STATE_TRANSFERRED};
    static const BG_JOB_STATE stops[] = {BG_JOB_STATE_QUEUED, BG_JOB_STATE_CONNECTING, BG_JOB_STATE_TRANSFERRING,
            BG_JOB_STATE_TRANSIENT_ERROR};
    struct job *job = create_job(BG_JOB_TYPE_DOWNLOAD);
    size_t i;

    for (i = 0; i < ARRAYSIZE(stays); i++)
    {
        job->state = stays[i];
        assert_hresult(job_suspend(job), S_OK);
        assert_int_equal(job->state, stays[i]);
    }
    for (i = 0; i < ARRAYSIZE(stops); i++)
    {
        job->state = stops[i];
        assert_hresult(job_suspend(job), S_OK);
        assert_int_equal(job->state, BG_JOB_STATE_SUSPENDED);
    }
    job_release(job);
}

static void *suspend(void *arg)
{
    struct job *job = arg;
    HRESULT hr;

    queue_lock();
    hr = job_suspend(job);
    assert_true(hr == S_OK && (!job->transfer || job->state != BG_JOB_STATE_SUSPENDED));
    queue_unlock();
    return NULL;
}

/* Locks the queue at a time when the thread waits for the transfer of the job. */
static void lock_while_it_waits(const struct job *job)
{
    for (queue_lock(); job->state != BG_JOB_STATE_SUSPENDED; queue_lock())
        queue_unlock();
}

/* The transfer lets go of the job, or another call resumes it. */
static void test_suspend_waits_for_the_transfer(void **state)
{
    static int transfer;
    BOOL resumed;

    for (resumed = FALSE; resumed <= TRUE; resumed++)
    {
        struct job *job = create_job(BG_JOB_TYPE_DOWNLOAD);
        pthread_t thread;

        assert_hresult(add_files(job, 1), S_OK);
        job->state = BG_JOB_STATE_TRANSFERRING;
        job->transfer = (struct transfer *)&transfer;
        assert_int_equal(pthread_create(&thread, NULL, suspend, job), 0);
        lock_while_it_waits(job);
        if (resumed)
            assert_hresult(job_resume(job), S_OK);
        else
            job_transfer_has_ended(job);
        queue_unlock();
        assert_int_equal(pthread_join(thread, NULL), 0);
        job_release(job);
    }
}

static void test_a_failure_waits_for_the_retry_delay(void **state)
{
    struct job *job = create_job(BG_JOB_TYPE_DOWNLOAD);
    struct job_error error = {BG_ERROR_CONTEXT_REMOTE_FILE, E_FAIL, NULL};

    shim_ticks = 1000;
    job_fail(job, &error, TRUE);
    assert_int_equal(job->state, BG_JOB_STATE_TRANSIENT_ERROR);
    assert_int_equal(job->retry_time, 1000 + 600 * 1000);
    job_fail(job, &error, FALSE);
    assert_int_equal(job->state, BG_JOB_STATE_ERROR);
    assert_int_equal(job->error_count, 2);
    job_release(job);
}

static struct job *fail_job(ULONG retry_delay, ULONG timeout)
{
    struct job *job = create_job(BG_JOB_TYPE_DOWNLOAD);
    struct job_error error = {BG_ERROR_CONTEXT_REMOTE_FILE, E_FAIL, NULL};

    job->minimum_retry_delay = retry_delay;
    job->no_progress_timeout = timeout;
    shim_ticks = 5000;
    job_fail(job, &error, TRUE);
    return job;
}

static void test_a_retry_delay_ends(void **state)
{
    struct job *job = fail_job(10, 100);

    assert_int_equal(job_end_transient_error(job, 5000), 10000);
    assert_int_equal(job->state, BG_JOB_STATE_TRANSIENT_ERROR);
    assert_int_equal(job_end_transient_error(job, 14999), 1);
    assert_int_equal(job_end_transient_error(job, 15000), 0);
    assert_int_equal(job->state, BG_JOB_STATE_QUEUED);
    job_release(job);
}

/* nf-bits-ibackgroundcopyjob-setnoprogresstimeout: the time runs from the first of several errors. */
static void test_a_job_without_progress_is_given_up(void **state)
{
    struct job *job = fail_job(10, 15);

    shim_ticks = 16000;
    job_fail(job, &job->error, TRUE);
    assert_int_equal(job->state, BG_JOB_STATE_TRANSIENT_ERROR);
    assert_int_equal(job_end_transient_error(job, 16000), 4000);
    assert_int_equal(job_end_transient_error(job, 20000), 0);
    assert_int_equal(job->state, BG_JOB_STATE_ERROR);
    job_release(job);
}

static void test_a_late_failure_is_final(void **state)
{
    struct job *job = fail_job(10, 15);

    shim_ticks = 20000;
    job_fail(job, &job->error, TRUE);
    assert_int_equal(job->state, BG_JOB_STATE_ERROR);
    job_release(job);
}

static void test_progress_resets_the_timeout(void **state)
{
    struct job *job = fail_job(10, 15);

    job_has_moved_data(job);
    shim_ticks = 21000;
    job_fail(job, &job->error, TRUE);
    assert_int_equal(job->state, BG_JOB_STATE_TRANSIENT_ERROR);
    assert_int_equal(job_end_transient_error(job, 31000), 0);
    assert_int_equal(job->state, BG_JOB_STATE_QUEUED);
    job_release(job);
}

static void test_without_time_for_a_retry_there_is_none(void **state)
{
    struct job *job = fail_job(10, 0);

    assert_int_equal(job->state, BG_JOB_STATE_ERROR);
    job_release(job);
    job = fail_job(16, 15);
    assert_int_equal(job->state, BG_JOB_STATE_ERROR);
    job_release(job);
}

static void test_an_upload_has_one_file(void **state)
{
    struct job *job = create_job(BG_JOB_TYPE_UPLOAD);

    assert_hresult(add_files(job, 2), BG_E_TOO_MANY_FILES);
    assert_int_equal(job->file_count, 0);
    assert_hresult(add_files(job, 1), S_OK);
    assert_hresult(add_files(job, 1), BG_E_TOO_MANY_FILES);
    assert_int_equal(job->file_count, 1);
    job_release(job);
}

/* ns-bits-bg_job_progress */
static void test_progress(void **state)
{
    struct job *job = create_job(BG_JOB_TYPE_DOWNLOAD);
    BG_JOB_PROGRESS progress;

    job_get_progress(job, &progress);
    assert_int_equal(progress.BytesTotal, 0);
    assert_hresult(add_files(job, 2), S_OK);
    job->files[0]->bytes_total = job->files[0]->bytes_transferred = 0x100000000;
    job->files[0]->transferred = TRUE;
    job_get_progress(job, &progress);
    assert_true(progress.BytesTotal == BG_SIZE_UNKNOWN);
    assert_true(progress.BytesTransferred == 0x100000000);
    job->files[1]->bytes_total = 5;
    job_get_progress(job, &progress);
    assert_true(progress.BytesTotal == 0x100000005);
    assert_int_equal(progress.FilesTotal, 2);
    assert_int_equal(progress.FilesTransferred, 1);
    assert_ptr_equal(job_next_file(job), job->files[1]);
    job_release(job);
}

static void test_times(void **state)
{
    struct job *job;

    shim_time.dwLowDateTime = 1;
    job = create_job(BG_JOB_TYPE_DOWNLOAD);
    assert_int_equal(job->times.CreationTime.dwLowDateTime, 1);
    assert_int_equal(job->times.TransferCompletionTime.dwLowDateTime, 0);
    shim_time.dwLowDateTime = 2;
    assert_hresult(job_set_string(job, &job->description, L"text"), S_OK);
    assert_int_equal(job->times.ModificationTime.dwLowDateTime, 2);
    shim_time.dwLowDateTime = 3;
    job_set_state(job, BG_JOB_STATE_TRANSFERRED);
    assert_int_equal(job->times.ModificationTime.dwLowDateTime, 3);
    assert_int_equal(job->times.TransferCompletionTime.dwLowDateTime, 3);
    assert_int_equal(job->times.CreationTime.dwLowDateTime, 1);
    job_release(job);
}

static void test_queue(void **state)
{
    struct job *jobs[40];
    size_t i;

    for (i = 0; i < ARRAYSIZE(jobs); i++)
    {
        jobs[i] = create_job(BG_JOB_TYPE_DOWNLOAD);
        assert_hresult(queue_add(jobs[i]), S_OK);
    }
    assert_int_equal(queue_count(), ARRAYSIZE(jobs));
    assert_ptr_equal(queue_find(&jobs[20]->id), jobs[20]);
    queue_remove(jobs[20]);
    queue_remove(jobs[20]);
    assert_int_equal(queue_count(), ARRAYSIZE(jobs) - 1);
    assert_null(queue_find(&jobs[20]->id));
    assert_ptr_equal(queue_get(20), jobs[21]);
    for (i = 0; i < ARRAYSIZE(jobs); i++)
        job_release(jobs[i]);
}

int main(void)
{
    static const struct CMUnitTest tests[] =
    {
        queue_unit_test(test_no_call_changes_a_job_after_the_stop),
        queue_unit_test(test_resume),
        queue_unit_test(test_resume_after_the_transfer),
        queue_unit_test(test_suspend),
        queue_unit_test(test_suspend_waits_for_the_transfer),
        queue_unit_test(test_a_failure_waits_for_the_retry_delay),
        queue_unit_test(test_a_retry_delay_ends),
        queue_unit_test(test_a_job_without_progress_is_given_up),
        queue_unit_test(test_a_late_failure_is_final),
        queue_unit_test(test_progress_resets_the_timeout),
        queue_unit_test(test_without_time_for_a_retry_there_is_none),
        queue_unit_test(test_an_upload_has_one_file),
        queue_unit_test(test_progress),
        queue_unit_test(test_times),
        queue_unit_test(test_queue),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
