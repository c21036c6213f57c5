/* The limits of group-policies count the jobs that an earlier service has left, and what their owners are.
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include <stdlib.h>
#include <wchar.h>

#include "service_control.h"
#include "standard_user.h"

#define JOB_NAME L"test of the limits after a new start"
#define JOBS_PER_USER 60
#define JOBS_OF_ADMINISTRATOR 3

static IBackgroundCopyJob *create_named_job(struct bits_test *test, HRESULT expected)
{
    IBackgroundCopyJob *job = NULL;
    GUID id;

    assert_hr(IBackgroundCopyManager_CreateJob(test->manager, JOB_NAME, BG_JOB_TYPE_DOWNLOAD, &id, &job), expected);
    return job;
}

static void leave_jobs(struct bits_test *test, unsigned int count)
{
    IBackgroundCopyJob *job;

    while (count--)
    {
        job = create_named_job(test, S_OK);
        IBackgroundCopyJob_Release(job);
    }
}

static BOOL has_name(IBackgroundCopyJob *job)
{
    WCHAR *name;
    BOOL equal;

    assert_hr(IBackgroundCopyJob_GetDisplayName(job, &name), S_OK);
    equal = !wcscmp(name, JOB_NAME);
    CoTaskMemFree(name);
    return equal;
}

/* Cancels so many of the jobs at most; returns how many it were. */
static unsigned int cancel_jobs(struct bits_test *test, unsigned int limit)
{
    IEnumBackgroundCopyJobs *jobs;
    IBackgroundCopyJob *job;
    unsigned int count = 0;

    assert_hr(IBackgroundCopyManager_EnumJobs(test->manager, BG_JOB_ENUM_ALL_USERS, &jobs), S_OK);
    while (count < limit && IEnumBackgroundCopyJobs_Next(jobs, 1, &job, NULL) == S_OK)
    {
        count += has_name(job) && SUCCEEDED(IBackgroundCopyJob_Cancel(job));
        IBackgroundCopyJob_Release(job);
    }
    IEnumBackgroundCopyJobs_Release(jobs);
    return count;
}

static void standard_user_leaves_jobs(void **state)
{
    leave_jobs(*state, JOBS_PER_USER);
    create_named_job(*state, BG_E_TOO_MANY_JOBS_PER_USER);
}

static void standard_user_has_no_room(void **state)
{
    create_named_job(*state, BG_E_TOO_MANY_JOBS_PER_USER);
}

static void standard_user_has_room_for_one(void **state)
{
    leave_jobs(*state, 1);
    create_named_job(*state, BG_E_TOO_MANY_JOBS_PER_USER);
}

static void restart_service(struct bits_test *test)
{
    SC_HANDLE service = open_service(SERVICE_START | SERVICE_STOP);

    IBackgroundCopyManager_Release(test->manager);
    stop_service(service);
    start_service(service);
    CloseServiceHandle(service);
    test->manager = create_manager();
}

/* nf-bits-ibackgroundcopymanager-createjob: 60 by default. Those of an administrator do not count, and one that was
 * refused has never been. */
static void test_jobs_count_after_a_new_start(void **state)
{
    leave_jobs(*state, JOBS_OF_ADMINISTRATOR);
    run_as_standard_user("standard_user_leaves_jobs", "-");
    restart_service(*state);
    run_as_standard_user("standard_user_has_no_room", "-");
    assert_int_equal(cancel_jobs(*state, JOBS_OF_ADMINISTRATOR + 1), JOBS_OF_ADMINISTRATOR + 1);
    run_as_standard_user("standard_user_has_room_for_one", "-");
    restart_service(*state);
    assert_int_equal(cancel_jobs(*state, 2 * JOBS_PER_USER), JOBS_PER_USER);
}

static int teardown(void **state)
{
    cancel_jobs(*state, 10 * JOBS_PER_USER);
    return bits_test_teardown(state);
}

int main(int argc, char **argv)
{
    static const struct CMUnitTest standard_user_tests[] =
    {
        bits_unit_test(standard_user_leaves_jobs),
        bits_unit_test(standard_user_has_no_room),
        bits_unit_test(standard_user_has_room_for_one),
    };
    static const struct CMUnitTest tests[] =
    {
        cmocka_unit_test_setup_teardown(test_jobs_count_after_a_new_start, bits_test_setup, teardown),
    };

    if (is_standard_user_program(argc, argv))
        return standard_user_program(argv, standard_user_tests, ARRAYSIZE(standard_user_tests));
    return cmocka_run_group_tests_name("persistence_limits", tests, bits_program_setup, bits_program_teardown);
}
