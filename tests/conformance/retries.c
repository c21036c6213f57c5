/* Priorities, and how often and how long BITS tries again.
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include <string.h>

#include "callback.h"
#include "job_settings.h"
#include "report.h"

#define RETRY_DELAY 5       /* seconds, the smallest */
#define FLAGS_DEFAULT (BG_NOTIFY_JOB_TRANSFERRED | BG_NOTIFY_JOB_ERROR)

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

    http_server_serve(test->server, "/busy", &busy);
    add_file(test, job, "/busy", L"busy");
    assert_hr(IBackgroundCopyJob_SetMinimumRetryDelay(job, retry_delay), S_OK);
    assert_hr(IBackgroundCopyJob_SetNoProgressTimeout(job, timeout), S_OK);
    return job;
}

/* A timeout of 0 makes every error final. */
static void test_no_timeout_no_retry(void **state)
{
    struct bits_test *test = *state;
    IBackgroundCopyJob *job = create_failing_job(test, RETRY_DELAY, 0);

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

/* ne-bits-bg_job_state: a job in TRANSIENT_ERROR goes on by itself. Its maximum download time is shorter than the
 * delay: waiting does not count. */
static IBackgroundCopyJob *start_failing_transfer(struct bits_test *test)
{
    IBackgroundCopyJob *job = create_failing_job(test, RETRY_DELAY, 60);

    set_maximum_time(job, RETRY_DELAY - 1);
    assert_hr(IBackgroundCopyJob_Resume(job), S_OK);
    wait_for_state(job, BG_JOB_STATE_TRANSIENT_ERROR);
    serve_pattern(test, "/busy", 1000, 1);
    return job;
}

static void assert_transfer_succeeds(struct bits_test *test, IBackgroundCopyJob *job)
{
    wait_for_retry(job);
    wait_for_state(job, BG_JOB_STATE_TRANSFERRED);
    assert_hr(IBackgroundCopyJob_Complete(job), S_OK);
    assert_file_is_pattern(test, L"busy", 1000, 1);
}

static struct callback *start_failing_callback(struct bits_test *test, ULONG flags)
{
    struct callback *callback = create_callback();
    IBackgroundCopyJob *job = create_job_with_callback(test, callback, flags);

    callback->failures = 1;
    assert_hr(IBackgroundCopyJob_SetMinimumRetryDelay(job, RETRY_DELAY), S_OK);
    assert_hr(IBackgroundCopyJob_Resume(job), S_OK);
    return callback;
}

static void assert_callback_is_repeated(struct callback *callback, const char *calls)
{
    wait_for_calls(callback, CALLED_JOB_TRANSFERRED, strlen(strchr(calls, CALLED_JOB_TRANSFERRED)));
    assert_string_equal(callback->calls, calls);
    release_callback(callback);
}

/* nf-bits1_5-ibackgroundcopyjob2-setnotifycmdline: the callback that failed is called again, too. */
static struct callback *start_failing_program(struct bits_test *test)
{
    struct callback *callback = create_callback();
    IBackgroundCopyJob *job = create_job_with_callback(test, callback, FLAGS_DEFAULT);

    callback->failures = 2;
    set_report(test, job, 3, L"report");
    assert_hr(IBackgroundCopyJob_SetMinimumRetryDelay(job, RETRY_DELAY), S_OK);
    assert_hr(IBackgroundCopyJob_Resume(job), S_OK);
    return callback;
}

/* nf-bits-ibackgroundcopycallback-jobtransferred and nf-bits3_0-ibackgroundcopycallback2-filetransferred: again, until
 * it gives S_OK. All of them wait at the same time. */
static void test_what_failed_is_tried_again(void **state)
{
    struct bits_test *test = *state;
    struct callback *job_fails, *file_fails, *program_fails;
    IBackgroundCopyJob *transfer;

    serve_pattern(test, "/file", 1000, 1);
    job_fails = start_failing_callback(test, FLAGS_DEFAULT);
    file_fails = start_failing_callback(test, FLAGS_DEFAULT | BG_NOTIFY_FILE_TRANSFERRED);
    program_fails = start_failing_program(test);
    transfer = start_failing_transfer(test);
    assert_transfer_succeeds(test, transfer);
    assert_callback_is_repeated(job_fails, "TT");
    assert_callback_is_repeated(file_fails, "FFT");
    wait_for_reports(test, 3, L"report", 2);
    assert_callback_is_repeated(program_fails, "TT");
}

int main(int argc, char **argv)
{
    const struct CMUnitTest tests[] =
    {
        bits_unit_test(test_SetPriority),
        bits_unit_test(test_SetMinimumRetryDelay),
        bits_unit_test(test_SetNoProgressTimeout),
        bits_unit_test(test_nothing_is_set_after_the_end),
        bits_unit_test(test_no_timeout_no_retry),
        bits_unit_test(test_no_retry_beyond_the_timeout),
        bits_unit_test(test_what_failed_is_tried_again),
    };

    if (is_report(argc, argv))
        return report(argc, argv);
    return cmocka_run_group_tests_name("retries", tests, bits_program_setup, bits_program_teardown);
}
