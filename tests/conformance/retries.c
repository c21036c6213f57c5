/* Priorities, and how often and how long BITS tries again.
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include "bits_test.h"

static ULONG get_retry_delay(IBackgroundCopyJob *job)
{
    ULONG seconds = 0;

    assert_hr(IBackgroundCopyJob_GetMinimumRetryDelay(job, &seconds), S_OK);
    return seconds;
}

static ULONG get_timeout(IBackgroundCopyJob *job)
{
    ULONG seconds = 0;

    assert_hr(IBackgroundCopyJob_GetNoProgressTimeout(job, &seconds), S_OK);
    return seconds;
}

static BG_JOB_PRIORITY get_priority(IBackgroundCopyJob *job)
{
    BG_JOB_PRIORITY priority = BG_JOB_PRIORITY_FOREGROUND;

    assert_hr(IBackgroundCopyJob_GetPriority(job, &priority), S_OK);
    return priority;
}

/* nf-bits-ibackgroundcopyjob-setpriority */
static void test_SetPriority(void **state)
{
    struct bits_test *test = *state;
    IBackgroundCopyJob *job = create_job(test);
    BG_JOB_PRIORITY priority;

    assert_int_equal(get_priority(job), BG_JOB_PRIORITY_NORMAL);
    for (priority = BG_JOB_PRIORITY_FOREGROUND; priority <= BG_JOB_PRIORITY_LOW; ++priority)
    {
        assert_hr(IBackgroundCopyJob_SetPriority(job, priority), S_OK);
        assert_int_equal(get_priority(job), priority);
    }
    assert_hr(IBackgroundCopyJob_SetPriority(job, BG_JOB_PRIORITY_LOW + 1), E_NOTIMPL);
    assert_int_equal(get_priority(job), BG_JOB_PRIORITY_LOW);
}

/* nf-bits-ibackgroundcopyjob-setminimumretrydelay: 600 by default, 5 at least. */
static void test_SetMinimumRetryDelay(void **state)
{
    struct bits_test *test = *state;
    IBackgroundCopyJob *job = create_job(test);

    assert_int_equal(get_retry_delay(job), 600);
    assert_hr(IBackgroundCopyJob_SetMinimumRetryDelay(job, 0), S_OK);
    assert_int_equal(get_retry_delay(job), 5);
    assert_hr(IBackgroundCopyJob_SetMinimumRetryDelay(job, 4), S_OK);
    assert_int_equal(get_retry_delay(job), 5);
    assert_hr(IBackgroundCopyJob_SetMinimumRetryDelay(job, 6), S_OK);
    assert_int_equal(get_retry_delay(job), 6);
    assert_hr(IBackgroundCopyJob_SetMinimumRetryDelay(job, 0xffffffff), S_OK);
    assert_int_equal(get_retry_delay(job), 0xffffffff);
}

/* nf-bits-ibackgroundcopyjob-setnoprogresstimeout: 14 days by default. */
static void test_SetNoProgressTimeout(void **state)
{
    struct bits_test *test = *state;
    IBackgroundCopyJob *job = create_job(test);

    assert_int_equal(get_timeout(job), 1209600);
    assert_hr(IBackgroundCopyJob_SetNoProgressTimeout(job, 0), S_OK);
    assert_int_equal(get_timeout(job), 0);
    assert_hr(IBackgroundCopyJob_SetNoProgressTimeout(job, 0xffffffff), S_OK);
    assert_int_equal(get_timeout(job), 0xffffffff);
    assert_hr(IBackgroundCopyJob_SetNoProgressTimeout(job, 86400), S_OK);
    assert_int_equal(get_timeout(job), 86400);
}

static void test_nothing_is_set_after_the_end(void **state)
{
    struct bits_test *test = *state;
    IBackgroundCopyJob *job = create_job(test);

    assert_hr(IBackgroundCopyJob_Cancel(job), S_OK);
    assert_hr(IBackgroundCopyJob_SetPriority(job, BG_JOB_PRIORITY_LOW), BG_E_INVALID_STATE);
    assert_hr(IBackgroundCopyJob_SetMinimumRetryDelay(job, 60), BG_E_INVALID_STATE);
    assert_hr(IBackgroundCopyJob_SetNoProgressTimeout(job, 60), BG_E_INVALID_STATE);
    assert_int_equal(get_priority(job), BG_JOB_PRIORITY_NORMAL);
    assert_int_equal(get_retry_delay(job), 600);
    assert_int_equal(get_timeout(job), 1209600);
}

static IBackgroundCopyJob *create_failing_job(struct bits_test *test, ULONG retry_delay, ULONG timeout)
{
    struct http_reply busy = {503};
    IBackgroundCopyJob *job = create_job(test);

    http_server_serve(test->server, "/file", &busy);
    add_file(test, job, "/file", L"file");
    assert_hr(IBackgroundCopyJob_SetMinimumRetryDelay(job, retry_delay), S_OK);
    assert_hr(IBackgroundCopyJob_SetNoProgressTimeout(job, timeout), S_OK);
    return job;
}

/* A timeout of 0 makes every error final. */
static void test_no_timeout_no_retry(void **state)
{
    struct bits_test *test = *state;
    IBackgroundCopyJob *job = create_failing_job(test, 5, 0);

    assert_hr(IBackgroundCopyJob_Resume(job), S_OK);
    wait_for_error(job, BG_JOB_STATE_ERROR, BG_E_HTTP_ERROR_503, BG_ERROR_CONTEXT_REMOTE_FILE);
}

/* nf-bits-ibackgroundcopyjob-setminimumretrydelay: BITS does not retry after a delay beyond the timeout. */
static void test_no_retry_beyond_the_timeout(void **state)
{
    struct bits_test *test = *state;
    IBackgroundCopyJob *job = create_failing_job(test, 61, 60);

    assert_hr(IBackgroundCopyJob_Resume(job), S_OK);
    wait_for_error(job, BG_JOB_STATE_ERROR, BG_E_HTTP_ERROR_503, BG_ERROR_CONTEXT_REMOTE_FILE);
}

/* ne-bits-bg_job_state: a job in TRANSIENT_ERROR goes on by itself. */
static void test_a_retry_succeeds(void **state)
{
    struct bits_test *test = *state;
    IBackgroundCopyJob *job = create_failing_job(test, 5, 60);
    ULONGLONG end = GetTickCount64() + BITS_TEST_TIMEOUT;

    assert_hr(IBackgroundCopyJob_Resume(job), S_OK);
    wait_for_state(job, BG_JOB_STATE_TRANSIENT_ERROR);
    serve_pattern(test, "/file", 1000, 1);
    while (get_state(job) != BG_JOB_STATE_TRANSFERRED && GetTickCount64() < end)
        Sleep(10);
    assert_hr(IBackgroundCopyJob_Complete(job), S_OK);
    assert_file_is_pattern(test, L"file", 1000, 1);
}

int main(void)
{
    const struct CMUnitTest tests[] =
    {
        bits_unit_test(test_SetPriority),
        bits_unit_test(test_SetMinimumRetryDelay),
        bits_unit_test(test_SetNoProgressTimeout),
        bits_unit_test(test_nothing_is_set_after_the_end),
        bits_unit_test(test_no_timeout_no_retry),
        bits_unit_test(test_no_retry_beyond_the_timeout),
        bits_unit_test(test_a_retry_succeeds),
    };

    return cmocka_run_group_tests_name("retries", tests, bits_program_setup, bits_program_teardown);
}
