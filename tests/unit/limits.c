/* How many jobs, files and ranges a caller may have; the caller and the policies are the test's own.
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include <stdlib.h>

#include "queue_test.h"
#include "com/caller.h"
#include "com/permissions.h"
#include "store/policy.h"

static WCHAR alice[] = L"S-1-5-21-1-2-3-1001", bob[] = L"S-1-5-21-1-2-3-1002";

static struct caller current_caller;
static struct limits policies;
static unsigned int callers_asked, policies_read;

/* These two stand in for com/caller.c and store/policy.c. */
HRESULT caller_get(struct caller *caller)
{
    callers_asked++;
    *caller = current_caller;
    return S_OK;
}

void policy_get_limits(struct limits *limits)
{
    policies_read++;
    *limits = policies;
}

static void call_as(const WCHAR *sid, BOOL administrator, BOOL service)
{
    memset(&current_caller, 0, sizeof(current_caller));
    memcpy(current_caller.sid, sid, (lstrlenW(sid) + 1) * sizeof(*sid));
    current_caller.administrator = current_caller.elevated = administrator;
    current_caller.service = service;
    current_caller.impersonation_level = SecurityImpersonation;
}

static int setup(void **state)
{
    start_queue(state);
    policies = limits_default;
    callers_asked = policies_read = 0;
    call_as(alice, FALSE, FALSE);
    return 0;
}

/* As CreateJob does it. */
static HRESULT add_job(void)
{
    struct limits limits;
    struct job *job;
    HRESULT hr;

    caller_get_limits(&current_caller, &limits);
    if (FAILED(hr = limits_check_new_job(&limits, &current_caller)))
        return hr;
    job = create_download(0);
    assert_hresult(job_set_owner(job, &current_caller), S_OK);
    assert_hresult(queue_add(job), S_OK);
    job_release(job);
    return S_OK;
}

static void assert_jobs_fit(unsigned int count, HRESULT then)
{
    while (count--)
        assert_hresult(add_job(), S_OK);
    assert_hresult(add_job(), then);
}

/* group-policies: the defaults. */
static void test_a_machine_without_policies(void **state)
{
    assert_int_equal(limits_default.jobs_per_machine, 300);
    assert_int_equal(limits_default.jobs_per_user, 60);
    assert_int_equal(limits_default.files_per_job, 200);
    assert_int_equal(limits_default.ranges_per_file, 500);
}

static void test_jobs_of_a_user(void **state)
{
    assert_jobs_fit(60, BG_E_TOO_MANY_JOBS_PER_USER);
    call_as(bob, FALSE, FALSE);
    assert_jobs_fit(60, BG_E_TOO_MANY_JOBS_PER_USER);
    queue_remove(queue_get(119));
    assert_jobs_fit(1, BG_E_TOO_MANY_JOBS_PER_USER);
}

static void test_jobs_of_the_machine(void **state)
{
    policies.jobs_per_user = 200;
    assert_jobs_fit(200, BG_E_TOO_MANY_JOBS_PER_USER);
    call_as(bob, FALSE, FALSE);
    assert_jobs_fit(100, BG_E_TOO_MANY_JOBS_PER_MACHINE);
}

static void test_a_policy_counts_at_once(void **state)
{
    policies.jobs_per_user = 2;
    assert_jobs_fit(2, BG_E_TOO_MANY_JOBS_PER_USER);
    policies.jobs_per_user = 3;
    assert_jobs_fit(1, BG_E_TOO_MANY_JOBS_PER_USER);
    policies.jobs_per_machine = 1;
    assert_hresult(add_job(), BG_E_TOO_MANY_JOBS_PER_MACHINE);
}

/* policy-csp-admx-bits: their jobs do not count, not even for others. */
static void test_administrators_and_services_are_exempt(void **state)
{
    call_as(alice, TRUE, FALSE);
    assert_jobs_fit(400, S_OK);
    call_as(bob, FALSE, TRUE);
    assert_jobs_fit(400, S_OK);
    assert_int_equal(policies_read, 0);
    call_as(alice, FALSE, FALSE);
    assert_jobs_fit(60, BG_E_TOO_MANY_JOBS_PER_USER);
}

static struct job *add_job_of_caller(void)
{
    assert_hresult(add_job(), S_OK);
    return queue_get(queue_count() - 1);
}

static HRESULT check_files(struct job *job, ULONG count)
{
    struct limits limits;

    assert_hresult(job_get_limits(job, &limits), S_OK);
    return limits_check_files(&limits, job, count);
}

static void test_files_of_a_job(void **state)
{
    struct job *job = add_job_of_caller();

    assert_hresult(check_files(job, 200), S_OK);
    assert_hresult(check_files(job, 201), BG_E_TOO_MANY_FILES_IN_JOB);
    assert_hresult(add_files(job, 150), S_OK);
    assert_hresult(check_files(job, 50), S_OK);
    assert_hresult(check_files(job, 51), BG_E_TOO_MANY_FILES_IN_JOB);
    assert_hresult(check_files(job, MAXDWORD), BG_E_TOO_MANY_FILES_IN_JOB);
    policies.files_per_job = 10;
    assert_hresult(check_files(job, 1), BG_E_TOO_MANY_FILES_IN_JOB);
    call_as(bob, TRUE, FALSE);
    assert_hresult(check_files(job, 1000), S_OK);
}

static void test_ranges_of_a_file(void **state)
{
    struct job *job = add_job_of_caller();
    struct limits limits;

    assert_hresult(job_get_limits(job, &limits), S_OK);
    assert_hresult(limits_check_ranges(&limits, 500), S_OK);
    assert_hresult(limits_check_ranges(&limits, 501), BG_E_TOO_MANY_RANGES_IN_FILE);
    call_as(bob, FALSE, TRUE);
    assert_hresult(job_get_limits(job, &limits), S_OK);
    assert_hresult(limits_check_ranges(&limits, MAXDWORD), S_OK);
}

/* Adding files is to be fast. */
static void test_nobody_is_asked_for_the_job_of_an_exempt_owner(void **state)
{
    struct job *job;

    call_as(alice, TRUE, FALSE);
    job = add_job_of_caller();
    assert_hresult(check_files(job, 1000), S_OK);
    assert_int_equal(callers_asked, 0);
    assert_int_equal(policies_read, 0);
}

/* The checks of a job go by who calls at that time. */
static void test_the_access_to_a_job(void **state)
{
    struct job *job = add_job_of_caller();

    assert_hresult(job_access_check(job), S_OK);
    assert_hresult(job_owner_check(job), S_OK);
    call_as(bob, FALSE, FALSE);
    assert_hresult(job_access_check(job), E_ACCESSDENIED);
    assert_hresult(job_owner_check(job), E_ACCESSDENIED);
    call_as(bob, TRUE, FALSE);
    assert_hresult(job_access_check(job), S_OK);
    assert_hresult(job_owner_check(job), E_ACCESSDENIED);
}

#define limits_unit_test(f) cmocka_unit_test_setup_teardown(f, setup, stop_queue)

int main(void)
{
    static const struct CMUnitTest tests[] =
    {
        cmocka_unit_test(test_a_machine_without_policies),
        limits_unit_test(test_jobs_of_a_user),
        limits_unit_test(test_jobs_of_the_machine),
        limits_unit_test(test_a_policy_counts_at_once),
        limits_unit_test(test_administrators_and_services_are_exempt),
        limits_unit_test(test_files_of_a_job),
        limits_unit_test(test_ranges_of_a_file),
        limits_unit_test(test_nobody_is_asked_for_the_job_of_an_exempt_owner),
        limits_unit_test(test_the_access_to_a_job),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
