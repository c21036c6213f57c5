/* Times go on while the service does not run, by what really passes; the machine may be started again meanwhile, or its
 * clock be set.
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include "queue_test.h"
#include "queue/timeouts.h"
#include "store/dates.h"
#include "store/job_record.h"

#define SECOND 1000ll /* milliseconds */
#define DAY (24 * 60 * 60 * SECOND)

static const struct job_error busy = {BG_ERROR_CONTEXT_REMOTE_FILE, BG_E_HTTP_ERROR_503};

/* The clocks stand at a date, a long time after the start of the machine. */
static int start(void **state)
{
    start_queue_with_job(state);
    shim_time = date_from_number(134000000000000000ull);
    shim_ticks = 1000 * DAY;
    job_release(*state);
    *state = create_download(2);
    ((struct job *)*state)->owner.sid = string_copy(L"S-1-5-18");
    return 0;
}

static int stop(void **state)
{
    return stop_queue_with_job(state);
}

static void pass(LONGLONG milliseconds)
{
    shim_ticks += milliseconds;
    shim_time = date_from_number(date_to_number(shim_time) + milliseconds * DATE_MILLISECOND);
}

/* The service stores the job and starts again later: a second after the machine has. */
static struct job *restart(void **state, LONGLONG later)
{
    struct values values = {NULL};
    struct job *old = *state, *job;

    job_record_encode(old, &values);
    assert_false(values.failed);
    pass(later);
    shim_ticks = SECOND;
    assert_hresult(job_record_decode(&old->id, &values, &job), S_OK);
    values_free(&values);
    job_release(old);
    *state = job;
    return job;
}

/* group-policies: JobInactivityTimeout, 90 days by default */
static void test_inactivity(void **state)
{
    struct job *job;

    pass(10 * DAY);
    job = restart(state, 30 * DAY);
    assert_in_range(job_end_inactivity(job, shim_ticks), 50 * DAY - SECOND, 50 * DAY);
    assert_false(job->abandoned);
}

static void test_inactivity_is_over(void **state)
{
    struct job *job = restart(state, 91 * DAY);

    job_end_inactivity(job, shim_ticks);
    assert_true(job->abandoned);
}

/* What the service does by itself changes a job, but is no activity. */
static void test_activity_is_not_modification(void **state)
{
    struct job *job = *state;

    job->no_progress_timeout = MAXDWORD;
    pass(10 * DAY);
    job_fail(job, &busy, TRUE);
    job = restart(state, 30 * DAY);
    assert_in_range(job_end_inactivity(job, shim_ticks), 50 * DAY - SECOND, 50 * DAY);
}

static void fail_transiently(struct job *job, ULONG retry_delay, ULONG no_progress_timeout)
{
    job->minimum_retry_delay = retry_delay;
    job->no_progress_timeout = no_progress_timeout;
    job_fail(job, &busy, TRUE);
    assert_int_equal(job->state, BG_JOB_STATE_TRANSIENT_ERROR);
}

/* nf-bits-ibackgroundcopyjob-setminimumretrydelay */
static void test_the_retry_delay_goes_on(void **state)
{
    struct job *job;

    fail_transiently(*state, 60, 1000);
    pass(10 * SECOND);
    job = restart(state, 20 * SECOND);
    assert_int_equal(job_end_transient_error(job, shim_ticks), 30 * SECOND);
    assert_int_equal(job->state, BG_JOB_STATE_TRANSIENT_ERROR);
    pass(30 * SECOND);
    assert_int_equal(job_end_transient_error(job, shim_ticks), 0);
    assert_int_equal(job->state, BG_JOB_STATE_QUEUED);
}

static void test_the_retry_delay_is_over(void **state)
{
    struct job *job;

    fail_transiently(*state, 60, 1000);
    job = restart(state, 61 * SECOND);
    assert_int_equal(job_end_transient_error(job, shim_ticks), 0);
    assert_int_equal(job->state, BG_JOB_STATE_QUEUED);
}

static void test_the_clock_was_set_back(void **state)
{
    struct job *job;

    fail_transiently(*state, 60, 1000);
    job = restart(state, -DAY);
    assert_int_equal(job_end_transient_error(job, shim_ticks), 60 * SECOND);
}

/* nf-bits-ibackgroundcopyjob-setnoprogresstimeout: it counts from the first error without progress. */
static void test_the_no_progress_timeout_goes_on(void **state)
{
    struct job *job;

    fail_transiently(*state, 60, 100);
    pass(60 * SECOND);
    job_end_transient_error(*state, shim_ticks);
    fail_transiently(*state, 60, 100);
    job = restart(state, 30 * SECOND);
    assert_int_equal(job_end_transient_error(job, shim_ticks), 10 * SECOND);
    pass(10 * SECOND);
    assert_int_equal(job_end_transient_error(job, shim_ticks), 0);
    assert_int_equal(job->state, BG_JOB_STATE_ERROR);
    assert_hresult(job->error.code, busy.code);
}

static void test_the_no_progress_timeout_is_over(void **state)
{
    struct job *job;

    fail_transiently(*state, 60, 100);
    job = restart(state, DAY);
    assert_int_equal(job_end_transient_error(job, shim_ticks), 0);
    assert_int_equal(job->state, BG_JOB_STATE_ERROR);
}

/* Also for a job that was trying again when the service ended. */
static void test_a_job_that_tries_again_has_stalled(void **state)
{
    struct job *job;

    fail_transiently(*state, 60, 100);
    pass(60 * SECOND);
    job_end_transient_error(*state, shim_ticks);
    job = restart(state, 50 * SECOND);
    assert_int_equal(job->state, BG_JOB_STATE_QUEUED);
    job_fail(job, &busy, TRUE);
    assert_int_equal(job->state, BG_JOB_STATE_ERROR);
}

/* nf-bits3_0-ibackgroundcopyjob4-setmaximumdownloadtime: only connecting and transferring take of it. */
static void test_the_download_time_stands_still(void **state)
{
    struct job *job = *state;

    assert_hresult(job_set_maximum_download_time(job, 10), S_OK);
    job_set_state(job, BG_JOB_STATE_TRANSFERRING);
    pass(4 * SECOND);
    job = restart(state, DAY);
    assert_int_equal(job->state, BG_JOB_STATE_QUEUED);
    job_set_state(job, BG_JOB_STATE_CONNECTING);
    assert_int_equal(job_end_download_time(job, shim_ticks), 6 * SECOND);
}

#define stored_test(f) cmocka_unit_test_setup_teardown(f, start, stop)

int main(void)
{
    static const struct CMUnitTest tests[] =
    {
        stored_test(test_inactivity),
        stored_test(test_inactivity_is_over),
        stored_test(test_activity_is_not_modification),
        stored_test(test_the_retry_delay_goes_on),
        stored_test(test_the_retry_delay_is_over),
        stored_test(test_the_clock_was_set_back),
        stored_test(test_the_no_progress_timeout_goes_on),
        stored_test(test_the_no_progress_timeout_is_over),
        stored_test(test_a_job_that_tries_again_has_stalled),
        stored_test(test_the_download_time_stands_still),
    };

    return cmocka_run_group_tests_name("stored_times", tests, NULL, NULL);
}
