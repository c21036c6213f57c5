/* What time does to jobs: inactivity, the policies for it, and what ends a retry delay early.
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include "unit.h"
#include "queue/timeouts.h"

#define DAY (24 * 60 * 60 * 1000ull) /* milliseconds */
#define NEVER (~0ull)

static WCHAR remote[] = L"http://server/file", local[] = L"C:\\file";

static int start_queue(void **state)
{
    queue_start(queue_wake_waiters);
    shim_ticks = 1000 * DAY;
    return 0;
}

static int stop_queue(void **state)
{
    timeouts_set(&timeouts_default);
    queue_stop();
    return 0;
}

static struct job *create_job(void)
{
    BG_FILE_INFO info = {remote, local};
    struct job *job;

    assert_hresult(job_create(L"name", BG_JOB_TYPE_DOWNLOAD, &job), S_OK);
    assert_hresult(job_add_files(job, &info, 1), S_OK);
    return job;
}

static void assert_abandoned(struct job *job)
{
    assert_int_equal(job_end_inactivity(job, shim_ticks), NEVER);
    assert_true(job->abandoned);
}

/* group-policies: JobInactivityTimeout */
static void test_a_job_is_abandoned_after_90_days(void **state)
{
    struct job *job = create_job();

    assert_int_equal(job_end_inactivity(job, shim_ticks), 90 * DAY);
    shim_ticks += 90 * DAY - 1;
    assert_int_equal(job_end_inactivity(job, shim_ticks), 1);
    assert_false(job->abandoned);
    shim_ticks += 1;
    assert_abandoned(job);
    job_release(job);
}

static void test_the_policy_says_when_a_job_is_abandoned(void **state)
{
    struct timeouts timeouts = timeouts_default;
    struct job *job = create_job();

    timeouts.job_inactivity = 2;
    timeouts_set(&timeouts);
    assert_int_equal(job_end_inactivity(job, shim_ticks), 2 * DAY);
    shim_ticks += 999 * DAY - 1;
    timeouts.job_inactivity = 999;
    timeouts_set(&timeouts);
    assert_int_equal(job_end_inactivity(job, shim_ticks), 1);
    shim_ticks += 1;
    assert_abandoned(job);
    job_release(job);
}

static void change_property(struct job *job)
{
    assert_hresult(job_set_string(job, &job->description, L"text"), S_OK);
}

static void move_data(struct job *job)
{
    assert_hresult(file_fill(job->files[0], 0, 10), S_OK);
}

static void suspend(struct job *job)
{
    assert_hresult(job_suspend(job), S_OK);
}

static void resume(struct job *job)
{
    assert_hresult(job_resume(job), S_OK);
}

/* Transfer progress and property changes reset the timer. */
static void test_activity_gives_the_whole_time_again(void **state)
{
    static void (*const activities[])(struct job *) = {change_property, move_data, suspend, resume};
    struct job *job = create_job();
    size_t i;

    for (i = 0; i < ARRAYSIZE(activities); i++)
    {
        shim_ticks += 89 * DAY;
        assert_int_equal(job_end_inactivity(job, shim_ticks), DAY);
        activities[i](job);
        assert_int_equal(job_end_inactivity(job, shim_ticks), 90 * DAY);
    }
    job_release(job);
}

static void fail_transiently(struct job *job, HRESULT code, BG_ERROR_CONTEXT context)
{
    struct job_error error = {context, code, NULL};

    job_fail(job, &error, TRUE);
    assert_int_equal(job->state, BG_JOB_STATE_TRANSIENT_ERROR);
}

static void test_trying_again_is_no_activity(void **state)
{
    struct job *job = create_job();

    resume(job);
    shim_ticks += DAY;
    job_set_state(job, BG_JOB_STATE_CONNECTING);
    fail_transiently(job, E_FAIL, BG_ERROR_CONTEXT_REMOTE_FILE);
    job_set_state(job, BG_JOB_STATE_QUEUED);
    assert_int_equal(job_end_inactivity(job, shim_ticks), 89 * DAY);
    job_release(job);
}

/* Complete may just be at work. */
static void test_a_claimed_job_is_not_abandoned(void **state)
{
    struct job *job = create_job();

    job->claimed = TRUE;
    shim_ticks += 91 * DAY;
    assert_int_equal(job_end_inactivity(job, shim_ticks), NEVER);
    assert_false(job->abandoned);
    job_release(job);
}

/* nf-bits3_0-ibackgroundcopyjob4-setmaximumdownloadtime overrides MaxDownloadTime. */
static void test_the_policy_of_the_maximum_download_time(void **state)
{
    struct timeouts timeouts = {.job_inactivity = 90, .maximum_download = 20};
    struct job *job = create_job(), *other = create_job();

    assert_int_equal(job_maximum_download_time(job), 7776000);
    assert_hresult(job_set_maximum_download_time(other, 0), S_OK);
    timeouts_set(&timeouts);
    assert_int_equal(job_maximum_download_time(job), 20);
    assert_int_equal(job_maximum_download_time(other), 0);
    job_set_state(job, BG_JOB_STATE_TRANSFERRING);
    assert_int_equal(job_end_download_time(job, shim_ticks), 20000);
    job_release(job);
    job_release(other);
}

/* What the way to the server has caused is tried again when the machine's addresses change. */
static void test_another_network_ends_the_retry_delay(void **state)
{
    static const BG_ERROR_CONTEXT contexts[] = {BG_ERROR_CONTEXT_REMOTE_FILE, BG_ERROR_CONTEXT_GENERAL_TRANSPORT};
    struct job *job = create_job();
    size_t i;

    for (i = 0; i < ARRAYSIZE(contexts); i++)
    {
        fail_transiently(job, HRESULT_FROM_WIN32(12029), contexts[i]);
        assert_int_equal(job_end_transient_error(job, shim_ticks), 600000);
        job_note_network_change(job);
        assert_int_equal(job_end_transient_error(job, shim_ticks), 0);
        assert_int_equal(job->state, BG_JOB_STATE_QUEUED);
    }
    job_release(job);
}

static void assert_no_network_helps(HRESULT code, BG_ERROR_CONTEXT context)
{
    struct job *job = create_job();

    fail_transiently(job, code, context);
    job_note_network_change(job);
    assert_int_equal(job_end_transient_error(job, shim_ticks), 600000);
    job_release(job);
}

static void test_other_errors_wait_whatever_the_network(void **state)
{
    assert_no_network_helps(BG_E_HTTP_ERROR_503, BG_ERROR_CONTEXT_REMOTE_FILE);
    assert_no_network_helps(HRESULT_FROM_WIN32(ERROR_SHARING_VIOLATION), BG_ERROR_CONTEXT_LOCAL_FILE);
    assert_no_network_helps(E_ACCESSDENIED, BG_ERROR_CONTEXT_SERVER_CERTIFICATE_CALLBACK);
}

static void test_another_network_leaves_other_states_alone(void **state)
{
    struct job_error error = {BG_ERROR_CONTEXT_REMOTE_FILE, HRESULT_FROM_WIN32(12029), NULL};
    struct job *job = create_job();

    job_fail(job, &error, FALSE);
    job_note_network_change(job);
    assert_int_equal(job->state, BG_JOB_STATE_ERROR);
    job_release(job);
}

/* A program may hold an object of a job while the service stops and starts again. */
static void test_a_job_of_an_earlier_service_is_not_found(void **state)
{
    struct job *job = create_job();

    assert_hresult(queue_add(job), S_OK);
    queue_stop();
    queue_remove(job);
    assert_hresult(job_resume(job), RPC_E_DISCONNECTED);
    queue_start(queue_wake_waiters);
    assert_hresult(job_resume(job), BG_E_NOT_FOUND);
    assert_hresult(job_set_priority(job, BG_JOB_PRIORITY_LOW), BG_E_NOT_FOUND);
    assert_int_equal(job->state, BG_JOB_STATE_SUSPENDED);
    job_release(job);
}

#define timed_unit_test(f) cmocka_unit_test_setup_teardown(f, start_queue, stop_queue)

int main(void)
{
    static const struct CMUnitTest tests[] =
    {
        timed_unit_test(test_a_job_is_abandoned_after_90_days),
        timed_unit_test(test_the_policy_says_when_a_job_is_abandoned),
        timed_unit_test(test_activity_gives_the_whole_time_again),
        timed_unit_test(test_trying_again_is_no_activity),
        timed_unit_test(test_a_claimed_job_is_not_abandoned),
        timed_unit_test(test_the_policy_of_the_maximum_download_time),
        timed_unit_test(test_another_network_ends_the_retry_delay),
        timed_unit_test(test_other_errors_wait_whatever_the_network),
        timed_unit_test(test_another_network_leaves_other_states_alone),
        timed_unit_test(test_a_job_of_an_earlier_service_is_not_found),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
