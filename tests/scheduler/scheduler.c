/* The scheduler inside a program of its own, with a clock that jumps and transfers that do as they are told.
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <cmocka.h>

#include "queue/clock.h"
#include "queue/queue.h"
#include "scheduler/scheduler.h"
#include "store/policy.h"
#include "transfer/fetch.h"
#include "transfer/transfer.h"

#define DAY (24 * 60 * 60 * 1000ull) /* milliseconds */
#define WAIT_TIME 20000
#define POLL_INTERVAL 1
#define QUIET_TIME 50 /* milliseconds in which a scheduler that does too much shows it */

static WCHAR remote[] = L"http://server/file", local[] = L"C:\\file";

static LONG jumped_days;   /* added to the system's clock */
static HRESULT attach_result;
static LONG attach_count;  /* all three are guarded by the queue's lock */
static HKEY policy_key;

/* In place of queue/clock.c. */

FILETIME clock_now(void)
{
    FILETIME now;

    GetSystemTimeAsFileTime(&now);
    return now;
}

ULONGLONG clock_ticks(void)
{
    return GetTickCount64() + jumped_days * DAY;
}

/* In place of transfer/download.c: a transfer that connects for ever. */

static HRESULT fake_attach(struct job *job)
{
    struct transfer *transfer;

    attach_count++;
    if (FAILED(attach_result) || !(transfer = calloc(1, sizeof(*transfer))))
        return attach_result;
    transfer->protocol = &http_download;
    transfer->job = job;
    job_addref(job);
    job->transfer = transfer;
    job_set_state(job, BG_JOB_STATE_CONNECTING);
    return S_OK;
}

static void fake_start(struct job *job)
{
}

static void fake_stop(struct job *job)
{
    struct transfer *transfer = job->transfer;

    transfer_detach(transfer);
    free(transfer);
}

const struct protocol http_download = {fake_attach, fake_start, fake_stop};

int downloads_advance(int timeout)
{
    return timeout;
}

static int start_scheduler(void **state)
{
    jumped_days = 0;
    attach_result = S_OK;
    attach_count = 0;
    return FAILED(scheduler_start()) ? -1 : 0;
}

static int stop_scheduler(void **state)
{
    scheduler_stop();
    if (policy_key)
    {
        RegDeleteValueW(policy_key, L"JobInactivityTimeout");
        RegDeleteValueW(policy_key, L"MaxDownloadTime");
    }
    return 0;
}

/* Only an administrator sets policies. */
static void create_policy_key(void)
{
    if (RegCreateKeyExW(HKEY_LOCAL_MACHINE, POLICY_KEY, 0, NULL, 0, KEY_ALL_ACCESS, NULL, &policy_key, NULL))
        skip();
}

static void set_policy(const WCHAR *name, DWORD value)
{
    if (!policy_key)
        create_policy_key();
    assert_int_equal(RegSetValueExW(policy_key, name, 0, REG_DWORD, (BYTE *)&value, sizeof(value)), ERROR_SUCCESS);
}

static struct job *create_job(void)
{
    BG_FILE_INFO info = {remote, local};
    struct job *job;

    assert_int_equal(job_create(L"job", BG_JOB_TYPE_DOWNLOAD, &job), S_OK);
    assert_int_equal(job_add_files(job, &info, 1), S_OK);
    queue_lock();
    assert_int_equal(queue_add(job), S_OK);
    queue_unlock();
    return job;
}

static void resume(struct job *job)
{
    queue_lock();
    assert_int_equal(job_resume(job), S_OK);
    queue_unlock();
}

static BG_JOB_STATE get_state(struct job *job)
{
    BG_JOB_STATE state;

    queue_lock();
    state = job->claimed ? BG_JOB_STATE_SUSPENDED : job->state;
    queue_unlock();
    return state;
}

static void wait_for_state(struct job *job, BG_JOB_STATE state)
{
    ULONGLONG end = GetTickCount64() + WAIT_TIME;

    while (get_state(job) != state)
    {
        if (GetTickCount64() > end)
            fail_msg("the job is in state %u, not %u", get_state(job), state);
        Sleep(POLL_INTERVAL);
    }
}

static struct job *start_job(void)
{
    struct job *job = create_job();

    resume(job);
    wait_for_state(job, BG_JOB_STATE_CONNECTING);
    return job;
}

/* The scheduler does not look at the clock before it has a reason to. */
static void jump(LONG days)
{
    queue_lock();
    jumped_days += days;
    queue_changed();
    queue_unlock();
}

static HRESULT get_error(struct job *job)
{
    HRESULT hr;

    queue_lock();
    hr = job->error.code;
    queue_unlock();
    return hr;
}

static LONG get_attach_count(void)
{
    LONG count;

    queue_lock();
    count = attach_count;
    queue_unlock();
    return count;
}

/* group-policies: JobInactivityTimeout is 90 days by default. */
static void test_an_inactive_job_is_cancelled(void **state)
{
    struct job *job = create_job(), *other = create_job();

    jump(89);
    queue_lock();
    job_touch(other);
    queue_unlock();
    jump(1);
    wait_for_state(job, BG_JOB_STATE_CANCELLED);
    assert_int_equal(get_state(other), BG_JOB_STATE_SUSPENDED);
    assert_int_equal(queue_count(), 1);
    job_release(job);
    job_release(other);
}

/* ... and any downloaded files are deleted. */
static void test_the_files_of_an_inactive_job_are_deleted(void **state)
{
    WCHAR folder[MAX_PATH], path[MAX_PATH];
    struct job *job = create_job();

    assert_true(GetTempPathW(MAX_PATH, folder) && GetTempFileNameW(folder, L"BIT", 0, path));
    queue_lock();
    free(job->files[0]->temporary_name);
    job->files[0]->temporary_name = string_copy(path);
    job->files[0]->output_exists = TRUE;
    queue_unlock();
    jump(90);
    wait_for_state(job, BG_JOB_STATE_CANCELLED);
    assert_int_equal(GetFileAttributesW(path), INVALID_FILE_ATTRIBUTES);
    job_release(job);
}

static void test_an_inactive_transfer_is_stopped_first(void **state)
{
    struct job *job = start_job();

    queue_lock();
    assert_int_equal(job_set_maximum_download_time(job, MAXDWORD), S_OK);
    queue_unlock();
    jump(90);
    wait_for_state(job, BG_JOB_STATE_CANCELLED);
    assert_null(job->transfer);
    job_release(job);
}

/* Nobody wakes the scheduler but the policy. */
static void test_a_new_JobInactivityTimeout_is_seen(void **state)
{
    struct job *job = create_job();

    jump(3);
    assert_int_equal(get_state(job), BG_JOB_STATE_SUSPENDED);
    set_policy(L"JobInactivityTimeout", 3);
    wait_for_state(job, BG_JOB_STATE_CANCELLED);
    job_release(job);
}

static void wait_for_maximum(const struct job *job, ULONG seconds)
{
    ULONGLONG end = GetTickCount64() + WAIT_TIME;
    ULONG maximum;

    do
    {
        assert_true(GetTickCount64() < end);
        Sleep(POLL_INTERVAL);
        queue_lock();
        maximum = job_maximum_download_time(job);
        queue_unlock();
    } while (maximum != seconds);
}

/* It may change more than once, and be taken back together with its key. */
static void test_each_new_MaxDownloadTime_is_seen(void **state)
{
    struct job *job = create_job();

    set_policy(L"MaxDownloadTime", 20);
    wait_for_maximum(job, 20);
    set_policy(L"MaxDownloadTime", 30);
    wait_for_maximum(job, 30);
    RegCloseKey(policy_key);
    policy_key = NULL;
    assert_int_equal(RegDeleteKeyW(HKEY_LOCAL_MACHINE, POLICY_KEY), ERROR_SUCCESS);
    wait_for_maximum(job, 7776000);
    set_policy(L"MaxDownloadTime", 40);
    wait_for_maximum(job, 40);
    job_release(job);
}

/* policy-csp-bits: from 1 to 999 days. */
static void test_a_policy_out_of_bounds_has_its_default(void **state)
{
    struct timeouts timeouts;

    set_policy(L"JobInactivityTimeout", 999);
    policy_get_timeouts(&timeouts);
    assert_int_equal(timeouts.job_inactivity, 999);
    set_policy(L"JobInactivityTimeout", 1000);
    set_policy(L"MaxDownloadTime", 0);
    policy_get_timeouts(&timeouts);
    assert_int_equal(timeouts.job_inactivity, 90);
    assert_int_equal(timeouts.maximum_download, 7776000);
}

static void test_the_maximum_download_time(void **state)
{
    struct job *job = start_job();

    jump(89);
    queue_lock();
    job_touch(job);
    queue_unlock();
    jump(1);
    wait_for_state(job, BG_JOB_STATE_ERROR);
    assert_int_equal(get_error(job), BG_E_MAXDOWNLOAD_TIMEOUT);
    job_release(job);
}

/* What cannot even begin is tried again after the retry delay, and not before. */
static void test_a_start_that_fails_is_a_transient_error(void **state)
{
    struct job *job = create_job();

    attach_result = E_OUTOFMEMORY;
    resume(job);
    wait_for_state(job, BG_JOB_STATE_TRANSIENT_ERROR);
    assert_int_equal(get_error(job), E_OUTOFMEMORY);
    Sleep(QUIET_TIME);
    assert_int_equal(get_attach_count(), 1);
    queue_lock();
    attach_result = S_OK;
    queue_unlock();
    jump(1);
    wait_for_state(job, BG_JOB_STATE_CONNECTING);
    job_release(job);
}

/* nf-bits-ibackgroundcopyjob-setnoprogresstimeout: 14 days by default. */
static void test_no_progress_ends_in_an_error(void **state)
{
    struct job *job = create_job();

    attach_result = E_OUTOFMEMORY;
    resume(job);
    wait_for_state(job, BG_JOB_STATE_TRANSIENT_ERROR);
    jump(14);
    wait_for_state(job, BG_JOB_STATE_ERROR);
    assert_int_equal(get_error(job), E_OUTOFMEMORY);
    assert_int_equal(get_attach_count(), 1);
    job_release(job);
}

#define scheduler_unit_test(f) cmocka_unit_test_setup_teardown(f, start_scheduler, stop_scheduler)

int main(void)
{
    static const struct CMUnitTest tests[] =
    {
        scheduler_unit_test(test_an_inactive_job_is_cancelled),
        scheduler_unit_test(test_the_files_of_an_inactive_job_are_deleted),
        scheduler_unit_test(test_an_inactive_transfer_is_stopped_first),
        scheduler_unit_test(test_a_new_JobInactivityTimeout_is_seen),
        scheduler_unit_test(test_each_new_MaxDownloadTime_is_seen),
        scheduler_unit_test(test_a_policy_out_of_bounds_has_its_default),
        scheduler_unit_test(test_the_maximum_download_time),
        scheduler_unit_test(test_a_start_that_fails_is_a_transient_error),
        scheduler_unit_test(test_no_progress_ends_in_an_error),
    };

    return cmocka_run_group_tests_name("scheduler", tests, NULL, NULL);
}
