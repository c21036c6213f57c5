/* Notifications of a program with a single-threaded apartment, which gets its calls while it waits.
 * nn-bits-ibackgroundcopycallback
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include "callback.h"

#define FLAGS (BG_NOTIFY_JOB_TRANSFERRED | BG_NOTIFY_JOB_ERROR | BG_NOTIFY_FILE_TRANSFERRED)

static int apartment_setup(void **state)
{
    return FAILED(CoInitializeEx(NULL, COINIT_APARTMENTTHREADED)) ? -1 : 0;
}

static HRESULT complete(struct callback *callback, IBackgroundCopyJob *job)
{
    return IBackgroundCopyJob_Complete(job);
}

/* BITS gives the callback up from another process, which needs this apartment as well. */
static void wait_in_apartment_for_release(struct callback *callback)
{
    ULONGLONG end = GetTickCount64() + BITS_TEST_TIMEOUT;
    DWORD index;

    while (callback->refs > 1)
    {
        assert_true(GetTickCount64() < end);
        CoWaitForMultipleHandles(0, 10, 1, &callback->called, &index);
    }
}

static void test_the_callback(void **state)
{
    struct callback *callback = create_callback();
    IBackgroundCopyJob *job = create_job_with_callback(*state, callback, FLAGS);
    IUnknown *object;

    assert_hr(IBackgroundCopyJob_GetNotifyInterface(job, &object), S_OK);
    assert_ptr_equal(object, &callback->IBackgroundCopyCallback3_iface);
    IUnknown_Release(object);
    assert_hr(IBackgroundCopyJob_SetNotifyInterface(job, NULL), S_OK);
    wait_in_apartment_for_release(callback);
    release_callback(callback);
}

static void test_Complete_in_JobTransferred(void **state)
{
    struct callback *callback = create_callback();
    IBackgroundCopyJob *job = create_job_with_callback(*state, callback, FLAGS);

    callback->action = complete;
    serve_pattern(*state, "/file", 1000, 1);
    assert_hr(IBackgroundCopyJob_Resume(job), S_OK);
    wait_for_calls(callback, CALLED_JOB_TRANSFERRED, 1);
    wait_in_apartment_for_release(callback);
    assert_hr(callback->action_result, S_OK);
    assert_string_equal(callback->calls, "FT");
    assert_state(job, BG_JOB_STATE_ACKNOWLEDGED);
    assert_file_is_pattern(*state, L"file", 1000, 1);
    release_callback(callback);
}

/* A thread that does not wait gets no call, and keeps nobody else from anything. */
static void test_a_busy_apartment(void **state)
{
    struct callback *callback = create_callback();
    IBackgroundCopyJob *job = create_job_with_callback(*state, callback, FLAGS);

    serve_pattern(*state, "/file", 1000, 1);
    assert_hr(IBackgroundCopyJob_Resume(job), S_OK);
    Sleep(1000);
    assert_string_equal(callback->calls, "");
    assert_hr(IBackgroundCopyJob_SetNotifyInterface(job, NULL), S_OK);
    wait_for_state(job, BG_JOB_STATE_TRANSFERRED);
    assert_hr(IBackgroundCopyJob_Complete(job), S_OK);
    wait_in_apartment_for_release(callback);
    release_callback(callback);
}

int main(void)
{
    static const struct CMUnitTest tests[] =
    {
        bits_unit_test(test_the_callback),
        bits_unit_test(test_Complete_in_JobTransferred),
        bits_unit_test(test_a_busy_apartment),
    };

    return cmocka_run_group_tests_name("apartment", tests, apartment_setup, bits_program_teardown);
}
