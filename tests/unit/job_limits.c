/* What a job may use: time, bytes, and networks that cost something.
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include "queue_test.h"

#define NEVER (~0ull)

static void assert_error(const struct job *job, BG_JOB_STATE state, HRESULT code)
{
    assert_int_equal(job->state, state);
    assert_hresult(job->error.code, code);
}

/* nf-bits3_0-ibackgroundcopyjob4-setmaximumdownloadtime */
static void test_only_connecting_and_transferring_take_time(void **state)
{
    static const BG_JOB_STATE others[] = {BG_JOB_STATE_QUEUED, BG_JOB_STATE_SUSPENDED, BG_JOB_STATE_TRANSIENT_ERROR};
    struct job *job = create_download(1);
    size_t i;

    shim_ticks = 1000;
    assert_hresult(job_set_maximum_download_time(job, 10), S_OK);
    for (i = 0; i < ARRAYSIZE(others); i++)
    {
        job_set_state(job, others[i]);
        shim_ticks += 100000;
        assert_int_equal(job_end_download_time(job, shim_ticks), NEVER);
    }
    job_set_state(job, BG_JOB_STATE_CONNECTING);
    assert_int_equal(job_end_download_time(job, shim_ticks), 10000);
    shim_ticks += 4000;
    job_set_state(job, BG_JOB_STATE_TRANSFERRING);
    assert_int_equal(job_end_download_time(job, shim_ticks), 6000);
    shim_ticks += 5999;
    assert_int_equal(job_end_download_time(job, shim_ticks), 1);
    shim_ticks += 1;
    assert_int_equal(job_end_download_time(job, shim_ticks), 0);
    assert_error(job, BG_JOB_STATE_ERROR, BG_E_MAXDOWNLOAD_TIMEOUT);
    job_release(job);
}

static void test_the_time_adds_up(void **state)
{
    struct job *job = create_download(1);

    assert_hresult(job_set_maximum_download_time(job, 10), S_OK);
    job_set_state(job, BG_JOB_STATE_TRANSFERRING);
    shim_ticks += 7000;
    job_set_state(job, BG_JOB_STATE_TRANSIENT_ERROR);
    shim_ticks += 50000;
    job_set_state(job, BG_JOB_STATE_CONNECTING);
    assert_int_equal(job_end_download_time(job, shim_ticks), 3000);
    job_release(job);
}

static void test_Resume_sets_the_time_to_zero(void **state)
{
    struct job *job = create_download(1);

    assert_hresult(job_set_maximum_download_time(job, 10), S_OK);
    job_set_state(job, BG_JOB_STATE_TRANSFERRING);
    shim_ticks += 7000;
    assert_hresult(job_resume(job), S_OK);
    assert_int_equal(job->state, BG_JOB_STATE_TRANSFERRING);
    assert_int_equal(job_end_download_time(job, shim_ticks), 10000);
    job_release(job);
}

/* BITS_JOB_PROPERTY_MAX_DOWNLOAD_SIZE in ne-bits5_0-bits_job_property_id: all files of the job together. */
static void test_maximum_size(void **state)
{
    struct job *job = create_download(3);

    assert_true(job_may_download(job, job->files[0], ~0ull - 1));
    job->properties.maximum_download_size = 100;
    assert_true(job_may_download(job, job->files[0], 100));
    assert_false(job_may_download(job, job->files[0], 101));
    job->files[0]->bytes_total = 60;
    job->files[1]->bytes_transferred = 10;
    assert_true(job_may_download(job, job->files[2], 30));
    assert_false(job_may_download(job, job->files[2], 31));
    assert_true(job_may_download(job, job->files[0], 90));
    job->files[0]->bytes_total = 1000;
    assert_false(job_may_download(job, job->files[2], 1));
    job_release(job);
}

/* bits-cost-state */
static void test_cost_flags(void **state)
{
    static const DWORD costs[] =
    {
        BITS_COST_STATE_UNRESTRICTED, BITS_COST_STATE_CAPPED_USAGE_UNKNOWN, BITS_COST_STATE_BELOW_CAP,
        BITS_COST_STATE_NEAR_CAP, BITS_COST_STATE_OVERCAP_CHARGED, BITS_COST_STATE_OVERCAP_THROTTLED,
        BITS_COST_STATE_USAGE_BASED, BITS_COST_STATE_ROAMING,
    };
    static const DWORD policies[] =
    {
        BITS_COST_STATE_TRANSFER_ALWAYS, BITS_COST_STATE_TRANSFER_NOT_ROAMING, BITS_COST_STATE_TRANSFER_NO_SURCHARGE,
        BITS_COST_STATE_TRANSFER_STANDARD, BITS_COST_STATE_TRANSFER_UNRESTRICTED, BITS_COST_STATE_ROAMING,
        BITS_COST_OPTION_IGNORE_CONGESTION | BITS_COST_STATE_RESERVED,
    };
    static const char *const allowed[] = {"11111111", "11111110", "11110110", "11100110", "10000100", "00000001",
            "00000000"};
    size_t i, j;

    for (i = 0; i < ARRAYSIZE(policies); i++)
    {
        for (j = 0; j < ARRAYSIZE(costs); j++)
        {
            assert_int_equal(cost_flags_allow(policies[i], costs[j]), allowed[i][j] == '1');
            assert_true(cost_flags_allow(0, costs[j]));
        }
    }
}

static void test_a_costly_job_waits_for_its_flags(void **state)
{
    struct job *job = create_download(1);

    assert_false(job_check_cost(job));
    job->properties.cost_flags = BITS_COST_STATE_ROAMING;
    assert_false(job_check_cost(job));
    assert_int_equal(job->state, BG_JOB_STATE_SUSPENDED);
    assert_hresult(job_resume(job), S_OK);
    assert_true(job_check_cost(job));
    assert_error(job, BG_JOB_STATE_TRANSIENT_ERROR, BG_E_BLOCKED_BY_COST_TRANSFER_POLICY);
    assert_int_equal(job->error_count, 0);
    assert_true(job_check_cost(job));
    job->properties.cost_flags = BITS_COST_STATE_TRANSFER_ALWAYS;
    assert_false(job_check_cost(job));
    assert_int_equal(job->state, BG_JOB_STATE_QUEUED);
    job_release(job);
}

static void test_another_error_has_nothing_to_do_with_cost(void **state)
{
    struct job_error error = {BG_ERROR_CONTEXT_REMOTE_FILE, E_FAIL, NULL};
    struct job *job = create_download(1);

    job_fail(job, &error, TRUE);
    assert_false(job_check_cost(job));
    assert_int_equal(job->state, BG_JOB_STATE_TRANSIENT_ERROR);
    job_release(job);
}

/* BITS_JOB_PROPERTY_DYNAMIC_CONTENT in ne-bits5_0-bits_job_property_id */
static void test_dynamic_content_waits_for_foreground(void **state)
{
    struct job *job = create_download(1);

    job->state = BG_JOB_STATE_QUEUED;
    assert_true(job_may_transfer(job));
    assert_true(job_may_continue_files(job));
    job->properties.dynamic_content = TRUE;
    assert_false(job_may_transfer(job));
    assert_false(job_may_continue_files(job));
    job->priority = BG_JOB_PRIORITY_FOREGROUND;
    assert_true(job_may_transfer(job));
    job_release(job);
}

/* nf-bits10_2-ibackgroundcopyjobhttpoptions2-sethttpmethod */
static void test_no_retry_with_another_method(void **state)
{
    struct job_error error = {BG_ERROR_CONTEXT_REMOTE_FILE, E_FAIL, NULL};
    struct job *job = create_download(1);

    assert_hresult(job_set_string(job, &job->http.method, L"POST"), S_OK);
    assert_false(job_may_continue_files(job));
    job_fail(job, &error, TRUE);
    assert_int_equal(job->state, BG_JOB_STATE_ERROR);
    job_release(job);
}

int main(void)
{
    static const struct CMUnitTest tests[] =
    {
        cmocka_unit_test(test_only_connecting_and_transferring_take_time),
        cmocka_unit_test(test_the_time_adds_up),
        cmocka_unit_test(test_Resume_sets_the_time_to_zero),
        cmocka_unit_test(test_maximum_size),
        cmocka_unit_test(test_cost_flags),
        cmocka_unit_test(test_a_costly_job_waits_for_its_flags),
        cmocka_unit_test(test_another_error_has_nothing_to_do_with_cost),
        cmocka_unit_test(test_dynamic_content_waits_for_foreground),
        cmocka_unit_test(test_no_retry_with_another_method),
    };

    return cmocka_run_group_tests(tests, start_queue, stop_queue);
}
