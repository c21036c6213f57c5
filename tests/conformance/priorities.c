/* Which of several jobs run: their priorities, changes of them, and jobs that have nothing to do.
 * ne-bits-bg_job_priority
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include "job_settings.h"

/* The file of a job that stays where it is. */
static const struct http_reply stalling = {.size = 1000, .fault = HTTP_FAULT_STALL, .fault_at = 500};

static void set_priority(IBackgroundCopyJob *job, BG_JOB_PRIORITY priority)
{
    assert_hr(IBackgroundCopyJob_SetPriority(job, priority), S_OK);
}

static IBackgroundCopyJob *create_prior_job(struct bits_test *test, BG_JOB_PRIORITY priority, const char *path,
        const WCHAR *file)
{
    IBackgroundCopyJob *job = create_job(test);

    add_file(test, job, path, file);
    set_priority(job, priority);
    return job;
}

/* A job that transfers for as long as nobody else stops it. */
static IBackgroundCopyJob *start_endless(struct bits_test *test, BG_JOB_PRIORITY priority, const WCHAR *file)
{
    IBackgroundCopyJob *job = create_prior_job(test, priority, "/endless", file);

    http_server_serve(test->server, "/endless", &stalling);
    assert_hr(IBackgroundCopyJob_Resume(job), S_OK);
    wait_for_state(job, BG_JOB_STATE_TRANSFERRING);
    return job;
}

/* A job that is transferred as soon as it may run. */
static IBackgroundCopyJob *start_short(struct bits_test *test, BG_JOB_PRIORITY priority)
{
    IBackgroundCopyJob *job = create_prior_job(test, priority, "/short", L"short");

    serve_pattern(test, "/short", 1000, 1);
    assert_hr(IBackgroundCopyJob_Resume(job), S_OK);
    return job;
}

static void test_foreground_jobs_run_beside_all_others(void **state)
{
    IBackgroundCopyJob *background = start_endless(*state, BG_JOB_PRIORITY_HIGH, L"1");
    IBackgroundCopyJob *first = start_endless(*state, BG_JOB_PRIORITY_FOREGROUND, L"2");
    IBackgroundCopyJob *second = start_endless(*state, BG_JOB_PRIORITY_FOREGROUND, L"3");

    wait_for_state(start_short(*state, BG_JOB_PRIORITY_FOREGROUND), BG_JOB_STATE_TRANSFERRED);
    assert_state(background, BG_JOB_STATE_TRANSFERRING);
    assert_state(first, BG_JOB_STATE_TRANSFERRING);
    assert_state(second, BG_JOB_STATE_TRANSFERRING);
}

static void test_a_higher_priority_preempts(void **state)
{
    IBackgroundCopyJob *normal = start_endless(*state, BG_JOB_PRIORITY_NORMAL, L"1");
    IBackgroundCopyJob *high = start_endless(*state, BG_JOB_PRIORITY_HIGH, L"2");

    wait_for_state(normal, BG_JOB_STATE_QUEUED);
    assert_hr(IBackgroundCopyJob_Suspend(high), S_OK);
    wait_for_state(normal, BG_JOB_STATE_TRANSFERRING);
}

static void test_an_equal_or_lower_priority_waits(void **state)
{
    IBackgroundCopyJob *normal = start_endless(*state, BG_JOB_PRIORITY_NORMAL, L"1");
    IBackgroundCopyJob *low = start_short(*state, BG_JOB_PRIORITY_LOW), *equal = create_job(*state);

    add_file(*state, equal, "/short", L"equal");
    assert_hr(IBackgroundCopyJob_Resume(equal), S_OK);
    wait_for_state(start_endless(*state, BG_JOB_PRIORITY_FOREGROUND, L"2"), BG_JOB_STATE_TRANSFERRING);
    assert_state(normal, BG_JOB_STATE_TRANSFERRING);
    assert_state(low, BG_JOB_STATE_QUEUED);
    assert_state(equal, BG_JOB_STATE_QUEUED);
}

/* nf-bits-ibackgroundcopyjob-setpriority, here and below, on jobs that are queued or run. */
static void test_a_waiting_job_becomes_foreground(void **state)
{
    IBackgroundCopyJob *running = start_endless(*state, BG_JOB_PRIORITY_NORMAL, L"1");
    IBackgroundCopyJob *job = start_short(*state, BG_JOB_PRIORITY_NORMAL);

    assert_state(job, BG_JOB_STATE_QUEUED);
    set_priority(job, BG_JOB_PRIORITY_FOREGROUND);
    wait_for_state(job, BG_JOB_STATE_TRANSFERRED);
    assert_state(running, BG_JOB_STATE_TRANSFERRING);
}

static void test_a_waiting_job_becomes_high(void **state)
{
    IBackgroundCopyJob *running = start_endless(*state, BG_JOB_PRIORITY_NORMAL, L"1");
    IBackgroundCopyJob *job = start_short(*state, BG_JOB_PRIORITY_LOW);

    assert_state(job, BG_JOB_STATE_QUEUED);
    set_priority(job, BG_JOB_PRIORITY_HIGH);
    wait_for_state(job, BG_JOB_STATE_TRANSFERRED);
    wait_for_state(running, BG_JOB_STATE_TRANSFERRING);
}

static void test_a_running_job_becomes_low(void **state)
{
    IBackgroundCopyJob *running = start_endless(*state, BG_JOB_PRIORITY_HIGH, L"1");
    IBackgroundCopyJob *job = start_short(*state, BG_JOB_PRIORITY_NORMAL);

    assert_state(job, BG_JOB_STATE_QUEUED);
    set_priority(running, BG_JOB_PRIORITY_LOW);
    wait_for_state(job, BG_JOB_STATE_TRANSFERRED);
    wait_for_state(running, BG_JOB_STATE_TRANSFERRING);
}

/* Two background jobs do not run at the same time, also when one of them was a foreground job. */
static void test_a_foreground_job_becomes_background_and_foreground_again(void **state)
{
    IBackgroundCopyJob *background = start_endless(*state, BG_JOB_PRIORITY_NORMAL, L"1");
    IBackgroundCopyJob *job = start_endless(*state, BG_JOB_PRIORITY_FOREGROUND, L"2");

    set_priority(job, BG_JOB_PRIORITY_LOW);
    wait_for_state(job, BG_JOB_STATE_QUEUED);
    assert_state(background, BG_JOB_STATE_TRANSFERRING);
    set_priority(job, BG_JOB_PRIORITY_FOREGROUND);
    wait_for_state(job, BG_JOB_STATE_TRANSFERRING);
    assert_state(background, BG_JOB_STATE_TRANSFERRING);
}

/* A lone job goes on with its connection whatever its priority is. */
static void test_a_change_does_not_interrupt_a_lone_job(void **state)
{
    struct bits_test *test = *state;
    IBackgroundCopyJob *job = start_endless(test, BG_JOB_PRIORITY_NORMAL, L"1");

    set_priority(job, BG_JOB_PRIORITY_FOREGROUND);
    set_priority(job, BG_JOB_PRIORITY_LOW);
    http_server_release(test->server);
    wait_for_state(job, BG_JOB_STATE_TRANSFERRED);
    assert_int_equal(http_server_count(test->server, "GET", "/endless"), 1);
}

/* Jobs with nothing to do, all of the highest background priority, hold nobody up. */

static void assert_others_run(struct bits_test *test)
{
    wait_for_state(start_short(test, BG_JOB_PRIORITY_LOW), BG_JOB_STATE_TRANSFERRED);
}

static void test_a_suspended_job_holds_nobody_up(void **state)
{
    IBackgroundCopyJob *job = start_endless(*state, BG_JOB_PRIORITY_HIGH, L"1");

    assert_hr(IBackgroundCopyJob_Suspend(job), S_OK);
    assert_others_run(*state);
    assert_state(job, BG_JOB_STATE_SUSPENDED);
}

static void test_a_job_that_waits_for_its_retry_holds_nobody_up(void **state)
{
    struct bits_test *test = *state;
    struct http_reply unavailable = {503};
    IBackgroundCopyJob *job = create_prior_job(test, BG_JOB_PRIORITY_HIGH, "/busy", L"1");

    http_server_serve(test->server, "/busy", &unavailable);
    assert_hr(IBackgroundCopyJob_Resume(job), S_OK);
    wait_for_state(job, BG_JOB_STATE_TRANSIENT_ERROR);
    assert_others_run(test);
    assert_state(job, BG_JOB_STATE_TRANSIENT_ERROR);
}

/* BITS_JOB_PROPERTY_ON_DEMAND_MODE in ne-bits5_0-bits_job_property_id: nothing was asked for. */
static void test_an_on_demand_job_holds_nobody_up(void **state)
{
    struct bits_test *test = *state;
    IBackgroundCopyJob *job = create_prior_job(test, BG_JOB_PRIORITY_HIGH, "/short", L"1");

    enable_property(job, BITS_JOB_PROPERTY_ON_DEMAND_MODE);
    assert_hr(IBackgroundCopyJob_Resume(job), S_OK);
    assert_others_run(test);
}

/* BITS_JOB_PROPERTY_DYNAMIC_CONTENT in ne-bits5_0-bits_job_property_id: it needs FOREGROUND. */
static void test_a_dynamic_job_in_the_background_holds_nobody_up(void **state)
{
    struct bits_test *test = *state;
    IBackgroundCopyJob *job = create_prior_job(test, BG_JOB_PRIORITY_HIGH, "/short", L"1");

    enable_property(job, BITS_JOB_PROPERTY_DYNAMIC_CONTENT);
    assert_hr(IBackgroundCopyJob_Resume(job), S_OK);
    assert_others_run(test);
    set_priority(job, BG_JOB_PRIORITY_FOREGROUND);
    wait_for_state(job, BG_JOB_STATE_TRANSFERRED);
}

int main(void)
{
    static const struct CMUnitTest tests[] =
    {
        bits_unit_test(test_foreground_jobs_run_beside_all_others),
        bits_unit_test(test_a_higher_priority_preempts),
        bits_unit_test(test_an_equal_or_lower_priority_waits),
        bits_unit_test(test_a_waiting_job_becomes_foreground),
        bits_unit_test(test_a_waiting_job_becomes_high),
        bits_unit_test(test_a_running_job_becomes_low),
        bits_unit_test(test_a_foreground_job_becomes_background_and_foreground_again),
        bits_unit_test(test_a_change_does_not_interrupt_a_lone_job),
        bits_unit_test(test_a_suspended_job_holds_nobody_up),
        bits_unit_test(test_a_job_that_waits_for_its_retry_holds_nobody_up),
        bits_unit_test(test_an_on_demand_job_holds_nobody_up),
        bits_unit_test(test_a_dynamic_job_in_the_background_holds_nobody_up),
    };

    return cmocka_run_group_tests_name("priorities", tests, bits_program_setup, bits_program_teardown);
}
