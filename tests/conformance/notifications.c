/* IBackgroundCopyJob::SetNotifyInterface and SetNotifyFlags, and what is called then.
 * nn-bits-ibackgroundcopycallback
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include <stdio.h>
#include <string.h>
#include <wchar.h>

#include "callback.h"
#include "class_object.h"
#include <bits5_0.h>

#define FLAGS_DEFAULT (BG_NOTIFY_JOB_TRANSFERRED | BG_NOTIFY_JOB_ERROR)
#define FLAGS_ALL (FLAGS_DEFAULT | BG_NOTIFY_JOB_MODIFICATION | BG_NOTIFY_FILE_TRANSFERRED \
        | BG_NOTIFY_FILE_RANGES_TRANSFERRED)
#define CLIENT_ARGUMENT "client"

static void assert_flags(IBackgroundCopyJob *job, ULONG expected)
{
    ULONG flags = ~0;

    assert_hr(IBackgroundCopyJob_GetNotifyFlags(job, &flags), S_OK);
    assert_int_equal(flags, expected);
}

static void test_the_flags(void **state)
{
    static const ULONG flags[] = {0, FLAGS_ALL, FLAGS_ALL | BG_NOTIFY_DISABLE, BG_NOTIFY_DISABLE,
            BG_NOTIFY_FILE_RANGES_TRANSFERRED, BG_NOTIFY_JOB_ERROR};
    IBackgroundCopyJob *job = create_job(*state);
    size_t i;

    assert_flags(job, FLAGS_DEFAULT);
    for (i = 0; i < ARRAYSIZE(flags); ++i)
    {
        assert_hr(IBackgroundCopyJob_SetNotifyFlags(job, flags[i]), S_OK);
        assert_flags(job, flags[i]);
    }
}

/* nf-bits-ibackgroundcopyjob-setnotifyflags */
static void test_unknown_flags_are_refused(void **state)
{
    static const ULONG flags[] = {0x40, 0x41, 0x80000000, 0xffffffff};
    IBackgroundCopyJob *job = create_job(*state);
    size_t i;

    for (i = 0; i < ARRAYSIZE(flags); ++i)
        assert_hr(IBackgroundCopyJob_SetNotifyFlags(job, flags[i]), E_NOTIMPL);
    assert_flags(job, FLAGS_DEFAULT);
}

static void assert_callback(IBackgroundCopyJob *job, struct callback *expected)
{
    IUnknown *object = (IUnknown *)job;

    assert_hr(IBackgroundCopyJob_GetNotifyInterface(job, &object), S_OK);
    assert_ptr_equal(object, expected ? &expected->IBackgroundCopyCallback3_iface : NULL);
    if (object)
        IUnknown_Release(object);
}

/* nf-bits-ibackgroundcopyjob-setnotifyinterface: the last caller wins, NULL removes. */
static void test_the_callback(void **state)
{
    struct callback *first = create_callback(), *second = create_callback();
    IBackgroundCopyJob *job = create_job(*state);

    assert_callback(job, NULL);
    set_callback(job, first);
    assert_callback(job, first);
    set_callback(job, second);
    assert_callback(job, second);
    wait_for_release(first);
    assert_hr(IBackgroundCopyJob_SetNotifyInterface(job, NULL), S_OK);
    assert_callback(job, NULL);
    wait_for_release(second);
    release_callback(first);
    release_callback(second);
}

static void test_bad_pointers(void **state)
{
    IBackgroundCopyJob *job = create_job(*state);

    assert_failed(IBackgroundCopyJob_GetNotifyFlags(job, NULL));
    assert_failed(IBackgroundCopyJob_GetNotifyInterface(job, NULL));
    assert_flags(job, FLAGS_DEFAULT);
}

static void test_an_ended_job_is_not_changed(void **state)
{
    struct callback *callback = create_callback();
    IUnknown *object = (IUnknown *)&callback->IBackgroundCopyCallback3_iface;
    IBackgroundCopyJob *jobs[2] = {create_job(*state), create_job(*state)};
    size_t i;

    assert_hr(IBackgroundCopyJob_Cancel(jobs[0]), S_OK);
    assert_hr(IBackgroundCopyJob_Complete(jobs[1]), S_OK);
    for (i = 0; i < ARRAYSIZE(jobs); ++i)
    {
        assert_hr(IBackgroundCopyJob_SetNotifyInterface(jobs[i], object), BG_E_INVALID_STATE);
        assert_hr(IBackgroundCopyJob_SetNotifyInterface(jobs[i], NULL), BG_E_INVALID_STATE);
        assert_hr(IBackgroundCopyJob_SetNotifyFlags(jobs[i], FLAGS_ALL), BG_E_INVALID_STATE);
        assert_flags(jobs[i], FLAGS_DEFAULT);
        assert_callback(jobs[i], NULL);
    }
    wait_for_release(callback);
    release_callback(callback);
}

/* Whether an object can be called is not seen before it has to be. The job does not mind. */
static void test_any_object_is_accepted(void **state)
{
    struct callback *callback = create_callback();
    IBackgroundCopyJob *job;

    callback->version = 0;
    job = create_job_with_callback(*state, callback, FLAGS_ALL & ~BG_NOTIFY_JOB_MODIFICATION);
    assert_callback(job, callback);
    serve_pattern(*state, "/file", 10, 1);
    download(job);
    wait_for_release(callback);
    assert_string_equal(callback->calls, "");
    release_callback(callback);
}

static void test_an_ended_job_gives_up_its_callback(void **state)
{
    struct callback *callback = create_callback();
    IBackgroundCopyJob *cancelled = create_job_with_callback(*state, callback, FLAGS_ALL);
    IBackgroundCopyJob *completed = create_job_with_callback(*state, callback, FLAGS_DEFAULT);

    assert_hr(IBackgroundCopyJob_Cancel(cancelled), S_OK);
    assert_hr(IBackgroundCopyJob_Complete(completed), BG_S_PARTIAL_COMPLETE);
    wait_for_release(callback);
    release_callback(callback);
}

static void test_JobTransferred(void **state)
{
    struct callback *callback = create_callback();
    IBackgroundCopyJob *job = create_job_with_callback(*state, callback, FLAGS_DEFAULT);

    serve_pattern(*state, "/file", 1000, 1);
    assert_hr(IBackgroundCopyJob_Resume(job), S_OK);
    wait_for_calls(callback, CALLED_JOB_TRANSFERRED, 1);
    assert_state(job, BG_JOB_STATE_TRANSFERRED);
    assert_hr(IBackgroundCopyJob_Complete(job), S_OK);
    wait_for_release(callback);
    assert_string_equal(callback->calls, "T");
    release_callback(callback);
}

/* A program reads the job and ends it with the pointer that it was given. */
static HRESULT complete(struct callback *callback, IBackgroundCopyJob *job)
{
    BG_JOB_PROGRESS progress;
    HRESULT hr;

    if (FAILED(hr = IBackgroundCopyJob_GetProgress(job, &progress)))
        return hr;
    return progress.FilesTransferred == progress.FilesTotal ? IBackgroundCopyJob_Complete(job) : E_UNEXPECTED;
}

static HRESULT cancel(struct callback *callback, IBackgroundCopyJob *job)
{
    return IBackgroundCopyJob_Cancel(job);
}

/* nf-bits-ibackgroundcopycallback-jobtransferred: this is what a program should do there. */
static void test_Complete_in_JobTransferred(void **state)
{
    struct callback *callback = create_callback();
    IBackgroundCopyJob *job = create_job_with_callback(*state, callback, FLAGS_DEFAULT);

    callback->action = complete;
    serve_pattern(*state, "/file", 1000, 1);
    assert_hr(IBackgroundCopyJob_Resume(job), S_OK);
    wait_for_calls(callback, CALLED_JOB_TRANSFERRED, 1);
    wait_for_release(callback);
    assert_hr(callback->action_result, S_OK);
    assert_state(job, BG_JOB_STATE_ACKNOWLEDGED);
    assert_file_is_pattern(*state, L"file", 1000, 1);
    release_callback(callback);
}

/* nf-bits-ibackgroundcopycallback-joberror */
static void test_Cancel_in_JobError(void **state)
{
    struct callback *callback = create_callback();
    IBackgroundCopyJob *job = create_job_with_callback(*state, callback, FLAGS_DEFAULT);
    struct bits_test *test = *state;
    struct http_reply missing = {.status = 404};

    callback->action = cancel;
    http_server_serve(test->server, "/file", &missing);
    assert_hr(IBackgroundCopyJob_Resume(job), S_OK);
    wait_for_calls(callback, CALLED_JOB_ERROR, 1);
    wait_for_release(callback);
    assert_hr(callback->error, BG_E_HTTP_ERROR_404);
    assert_hr(callback->action_result, S_OK);
    assert_state(job, BG_JOB_STATE_CANCELLED);
    assert_string_equal(callback->calls, "E");
    release_callback(callback);
}

static HRESULT repair(struct callback *callback, IBackgroundCopyJob *job)
{
    callback->action = complete;
    return IBackgroundCopyJob_Resume(job);
}

/* The other use of JobError: put right what was wrong, and go on. */
static void test_Resume_in_JobError(void **state)
{
    struct callback *callback = create_callback();
    IBackgroundCopyJob *job = create_job_with_callback(*state, callback, FLAGS_DEFAULT);
    struct bits_test *test = *state;
    struct http_reply missing = {.status = 404};

    callback->action = repair;
    callback->hold = CreateEventW(NULL, TRUE, FALSE, NULL);
    http_server_serve(test->server, "/file", &missing);
    assert_hr(IBackgroundCopyJob_Resume(job), S_OK);
    wait_for_calls(callback, CALLED_JOB_ERROR, 1);
    serve_pattern(test, "/file", 1000, 1);
    SetEvent(callback->hold);
    wait_for_calls(callback, CALLED_JOB_TRANSFERRED, 1);
    wait_for_release(callback);
    assert_hr(callback->action_result, S_OK);
    assert_state(job, BG_JOB_STATE_ACKNOWLEDGED);
    assert_string_equal(callback->calls, "ET");
    CloseHandle(callback->hold);
    release_callback(callback);
}

/* nf-bits-ibackgroundcopycallback-joberror: transient errors are none. */
static void test_no_JobError_for_a_transient_error(void **state)
{
    struct callback *callback = create_callback();
    IBackgroundCopyJob *job = create_job_with_callback(*state, callback, FLAGS_DEFAULT);
    struct bits_test *test = *state;
    struct http_reply busy = {.status = 503};

    http_server_serve(test->server, "/file", &busy);
    assert_hr(IBackgroundCopyJob_Resume(job), S_OK);
    wait_for_state(job, BG_JOB_STATE_TRANSIENT_ERROR);
    assert_hr(IBackgroundCopyJob_Cancel(job), S_OK);
    wait_for_release(callback);
    assert_string_equal(callback->calls, "");
    release_callback(callback);
}

static void add_files(struct bits_test *test, IBackgroundCopyJob *job, const WCHAR *letters)
{
    WCHAR name[2] = {0};

    for (; *letters; ++letters)
    {
        name[0] = *letters;
        add_file(test, job, "/file", name);
    }
}

/* nf-bits3_0-ibackgroundcopycallback2-filetransferred: one call after the other, and before JobTransferred. */
static void test_FileTransferred(void **state)
{
    static const WCHAR files[] = L"123456789";
    struct callback *callback = create_callback();
    IBackgroundCopyJob *job = create_job(*state);

    serve_pattern(*state, "/file", 1000, 1);
    add_files(*state, job, files);
    assert_hr(IBackgroundCopyJob_SetNotifyFlags(job, FLAGS_DEFAULT | BG_NOTIFY_FILE_TRANSFERRED), S_OK);
    set_callback(job, callback);
    assert_hr(IBackgroundCopyJob_Resume(job), S_OK);
    wait_for_calls(callback, CALLED_JOB_TRANSFERRED, 1);
    assert_hr(IBackgroundCopyJob_Complete(job), S_OK);
    wait_for_release(callback);
    assert_string_equal(callback->calls, "FFFFFFFFFT");
    if (wcscmp(callback->files, files))
        fail_msg("the order was %ls", callback->files);
    release_callback(callback);
}

/* nf-bits3_0-ibackgroundcopycallback2-filetransferred: also before JobError. */
static void test_FileTransferred_comes_before_JobError(void **state)
{
    struct callback *callback = create_callback();
    IBackgroundCopyJob *job = create_job(*state);
    struct bits_test *test = *state;
    struct http_reply missing = {.status = 404};

    serve_pattern(test, "/file", 1000, 1);
    http_server_serve(test->server, "/missing", &missing);
    add_files(test, job, L"12");
    add_file(test, job, "/missing", L"3");
    assert_hr(IBackgroundCopyJob_SetNotifyFlags(job, FLAGS_DEFAULT | BG_NOTIFY_FILE_TRANSFERRED), S_OK);
    set_callback(job, callback);
    assert_hr(IBackgroundCopyJob_Resume(job), S_OK);
    wait_for_calls(callback, CALLED_JOB_ERROR, 1);
    assert_hr(IBackgroundCopyJob_Cancel(job), S_OK);
    wait_for_release(callback);
    assert_string_equal(callback->calls, "FFE");
    release_callback(callback);
}

/* A callback that was written for BITS 1.0 gets what it knows. */
static void test_an_old_callback(void **state)
{
    struct callback *callback = create_callback();
    IBackgroundCopyJob *job;

    callback->version = 1;
    job = create_job_with_callback(*state, callback, FLAGS_DEFAULT | BG_NOTIFY_FILE_TRANSFERRED);
    serve_pattern(*state, "/file", 1000, 1);
    assert_hr(IBackgroundCopyJob_Resume(job), S_OK);
    wait_for_calls(callback, CALLED_JOB_TRANSFERRED, 1);
    assert_string_equal(callback->calls, "T");
    release_callback(callback);
}

/* nf-bits-ibackgroundcopycallback-jobmodification: properties, files, and the state. */
static void test_JobModification(void **state)
{
    struct callback *callback = create_callback();
    IBackgroundCopyJob *job = create_job_with_callback(*state, callback, BG_NOTIFY_JOB_MODIFICATION);

    wait_for_calls(callback, CALLED_JOB_MODIFICATION, 1);
    assert_hr(IBackgroundCopyJob_SetDescription(job, L"text"), S_OK);
    wait_for_calls(callback, CALLED_JOB_MODIFICATION, 2);
    add_file(*state, job, "/file", L"other");
    wait_for_calls(callback, CALLED_JOB_MODIFICATION, 3);
    serve_pattern(*state, "/file", 1000, 1);
    assert_hr(IBackgroundCopyJob_Resume(job), S_OK);
    wait_for_calls(callback, CALLED_JOB_MODIFICATION, 4);
    wait_for_state(job, BG_JOB_STATE_TRANSFERRED);
    assert_hr(IBackgroundCopyJob_Cancel(job), S_OK);
    wait_for_release(callback);
    assert_int_equal(count_calls(callback, CALLED_JOB_TRANSFERRED), 0);
    release_callback(callback);
}

/* ne-bits5_0-bits_job_property_id: at most one each 500 milliseconds, unless the job says otherwise. */
static void test_modifications_are_spaced(void **state)
{
    struct callback *callback = create_callback();
    IBackgroundCopyJob *job = create_job_with_callback(*state, callback, BG_NOTIFY_JOB_MODIFICATION);
    ULONGLONG start = GetTickCount64(), duration;

    while (count_calls(callback, CALLED_JOB_MODIFICATION) < 3)
    {
        assert_true(GetTickCount64() < start + BITS_TEST_TIMEOUT);
        assert_hr(IBackgroundCopyJob_SetDescription(job, L"text"), S_OK);
    }
    duration = GetTickCount64() - start;
    assert_true(duration > 2 * 500 - 100);
    release_callback(callback);
}

/* The calls that were due before this one have come, too. */
static void wait_for_last_call(struct bits_test *test)
{
    struct callback *callback = create_callback();
    IBackgroundCopyJob *job = create_job_with_callback(test, callback, FLAGS_DEFAULT);

    assert_hr(IBackgroundCopyJob_Resume(job), S_OK);
    wait_for_calls(callback, CALLED_JOB_TRANSFERRED, 1);
    release_callback(callback);
}

/* nf-bits-ibackgroundcopyjob-setnotifyflags: DISABLE overrides. Without it the event is still owed. */
static void test_disabled_notification(void **state)
{
    struct callback *callback = create_callback();
    IBackgroundCopyJob *job = create_job_with_callback(*state, callback, FLAGS_ALL | BG_NOTIFY_DISABLE);

    serve_pattern(*state, "/file", 1000, 1);
    assert_hr(IBackgroundCopyJob_Resume(job), S_OK);
    wait_for_state(job, BG_JOB_STATE_TRANSFERRED);
    wait_for_last_call(*state);
    assert_string_equal(callback->calls, "");
    assert_hr(IBackgroundCopyJob_SetNotifyFlags(job, FLAGS_DEFAULT), S_OK);
    wait_for_calls(callback, CALLED_JOB_TRANSFERRED, 1);
    wait_for_last_call(*state);
    assert_string_equal(callback->calls, "T");
    release_callback(callback);
}

/* nf-bits-ibackgroundcopyjob-setnotifyinterface: also for an event of the past; nn-bits-ibackgroundcopycallback: also
 * where an earlier callback was told of it. */
static void test_a_callback_that_comes_late(void **state)
{
    struct callback *first = create_callback(), *second = create_callback();
    struct bits_test *test = *state;
    struct http_reply reply = {.size = 1000};
    IBackgroundCopyJob *job = start_download(test, &reply);

    wait_for_state(job, BG_JOB_STATE_TRANSFERRED);
    set_callback(job, first);
    wait_for_calls(first, CALLED_JOB_TRANSFERRED, 1);
    set_callback(job, second);
    wait_for_calls(second, CALLED_JOB_TRANSFERRED, 1);
    wait_for_release(first);
    assert_string_equal(first->calls, "T");
    release_callback(first);
    release_callback(second);
}

static void test_a_callback_that_does_not_return(void **state)
{
    struct callback *hanging[8], *other = create_callback();
    HANDLE hold = CreateEventW(NULL, TRUE, FALSE, NULL);
    IBackgroundCopyJob *jobs[ARRAYSIZE(hanging)], *job;
    size_t i;

    serve_pattern(*state, "/file", 1000, 1);
    for (i = 0; i < ARRAYSIZE(hanging); ++i)
    {
        hanging[i] = create_callback();
        hanging[i]->hold = hold;
        jobs[i] = create_job_with_callback(*state, hanging[i], FLAGS_DEFAULT);
        assert_hr(IBackgroundCopyJob_Resume(jobs[i]), S_OK);
    }
    for (i = 0; i < ARRAYSIZE(hanging); ++i)
        wait_for_calls(hanging[i], CALLED_JOB_TRANSFERRED, 1);
    job = create_job_with_callback(*state, other, FLAGS_DEFAULT);
    assert_hr(IBackgroundCopyJob_Resume(job), S_OK);
    wait_for_calls(other, CALLED_JOB_TRANSFERRED, 1);
    for (i = 0; i < ARRAYSIZE(hanging); ++i)
        assert_hr(IBackgroundCopyJob_Cancel(jobs[i]), S_OK);
    SetEvent(hold);
    for (i = 0; i < ARRAYSIZE(hanging); ++i)
    {
        wait_for_release(hanging[i]);
        release_callback(hanging[i]);
    }
    release_callback(other);
    CloseHandle(hold);
}

/* Another process of this program, which sets a callback and does not end by itself. */
struct client
{
    HANDLE process;
    HANDLE ready;  /* an event: the callback is set, or has been called if it hangs */
};

#define READY_NAME L"bits notification client"

static struct client start_client(IBackgroundCopyJob *job, const char *behaviour)
{
    PROCESS_INFORMATION info;
    STARTUPINFOA startup = {sizeof(startup)};
    char path[MAX_PATH], line[2 * MAX_PATH];
    struct client client;
    GUID id = get_id(job);
    WCHAR text[40];

    client.ready = CreateEventW(NULL, TRUE, FALSE, READY_NAME);
    assert_non_null(client.ready);
    GetModuleFileNameA(NULL, path, ARRAYSIZE(path));
    StringFromGUID2(&id, text, ARRAYSIZE(text));
    snprintf(line, sizeof(line), "\"%s\" " CLIENT_ARGUMENT " %s %ls", path, behaviour, text);
    assert_true(CreateProcessA(path, line, NULL, NULL, FALSE, 0, NULL, NULL, &startup, &info));
    CloseHandle(info.hThread);
    client.process = info.hProcess;
    return client;
}

static void wait_for_client(const struct client *client)
{
    assert_int_equal(WaitForSingleObject(client->ready, BITS_TEST_TIMEOUT), WAIT_OBJECT_0);
}

static void kill_client(const struct client *client)
{
    TerminateProcess(client->process, 1);
    assert_int_equal(WaitForSingleObject(client->process, BITS_TEST_TIMEOUT), WAIT_OBJECT_0);
    CloseHandle(client->process);
    CloseHandle(client->ready);
}

static HRESULT signal_and_hang(struct callback *callback, IBackgroundCopyJob *job)
{
    SetEvent(OpenEventW(EVENT_MODIFY_STATE, FALSE, READY_NAME));
    Sleep(INFINITE);
    return S_OK;
}

static int run_client(const char *behaviour, const char *id)
{
    struct callback *callback;
    IBackgroundCopyJob *job;
    WCHAR text[40];
    GUID guid;

    swprintf(text, ARRAYSIZE(text), L"%hs", id);
    if (FAILED(CoInitializeEx(NULL, COINIT_MULTITHREADED)) || FAILED(CLSIDFromString(text, &guid)))
        return 1;
    if (FAILED(IBackgroundCopyManager_GetJob(create_manager(), &guid, &job)))
        return 1;
    callback = create_callback();
    callback->action = !strcmp(behaviour, "hang") ? signal_and_hang : NULL;
    set_callback(job, callback);
    if (!callback->action)
        SetEvent(OpenEventW(EVENT_MODIFY_STATE, FALSE, READY_NAME));
    Sleep(INFINITE);
    return 0;
}

/* registering-a-com-callback: the callback ends with its process; the event waits for the next one. */
static void test_a_client_that_has_died(void **state)
{
    struct callback *callback = create_callback();
    IBackgroundCopyJob *job = create_job(*state);
    struct client client;

    serve_pattern(*state, "/file", 1000, 1);
    add_file(*state, job, "/file", L"file");
    client = start_client(job, "idle");
    wait_for_client(&client);
    kill_client(&client);
    assert_hr(IBackgroundCopyJob_Resume(job), S_OK);
    wait_for_state(job, BG_JOB_STATE_TRANSFERRED);
    if (is_wine())
    {
        IUnknown *object = (IUnknown *)job;
        ULONGLONG end = GetTickCount64() + BITS_TEST_TIMEOUT;

        while (IBackgroundCopyJob_GetNotifyInterface(job, &object) != S_OK || object)
            assert_true(GetTickCount64() < end);
    }
    set_callback(job, callback);
    wait_for_calls(callback, CALLED_JOB_TRANSFERRED, 1);
    release_callback(callback);
}

static void test_a_client_that_dies_in_its_callback(void **state)
{
    struct callback *callback = create_callback();
    IBackgroundCopyJob *job = create_job(*state);
    struct client client;

    serve_pattern(*state, "/file", 1000, 1);
    add_file(*state, job, "/file", L"file");
    client = start_client(job, "hang");
    assert_hr(IBackgroundCopyJob_Resume(job), S_OK);
    wait_for_client(&client);
    kill_client(&client);
    set_callback(job, callback);
    wait_for_calls(callback, CALLED_JOB_TRANSFERRED, 1);
    release_callback(callback);
}

static void test_many_jobs_with_callbacks(void **state)
{
    unsigned int i;

    serve_pattern(*state, "/file", 100, 1);
    for (i = 0; i < 50; ++i)
    {
        struct bits_test *test = *state;
        struct callback *callback = create_callback();
        IBackgroundCopyJob *job = create_job_with_callback(test, callback, FLAGS_ALL);

        callback->action = complete;
        assert_hr(IBackgroundCopyJob_Resume(job), S_OK);
        wait_for_calls(callback, CALLED_JOB_TRANSFERRED, 1);
        wait_for_release(callback);
        assert_hr(callback->action_result, S_OK);
        assert_true(remove_file(test, L"file"));
        release_callback(callback);
        IBackgroundCopyJob_Release(job);
        --test->job_count;
    }
}

static HRESULT set_notification_class(IBackgroundCopyJob *job, const CLSID *clsid)
{
    BITS_JOB_PROPERTY_VALUE value = {.ClsID = *clsid};
    IBackgroundCopyJob5 *job5;
    HRESULT hr;

    if (FAILED(hr = IBackgroundCopyJob_QueryInterface(job, &IID_IBackgroundCopyJob5, (void **)&job5)))
        return hr;
    hr = IBackgroundCopyJob5_SetProperty(job5, BITS_JOB_PROPERTY_NOTIFICATION_CLSID, value);
    IBackgroundCopyJob5_Release(job5);
    return hr;
}

/* registering-a-com-callback: where there is no callback, an object of the job's class is called. */
static void test_a_notification_class(void **state)
{
    struct callback *callback = create_callback();
    IBackgroundCopyJob *job = create_job(*state);
    struct class_object class;
    CLSID clsid;

    assert_hr(CoCreateGuid(&clsid), S_OK);
    assert_hr(register_class_object(&class, &clsid, (IUnknown *)&callback->IBackgroundCopyCallback3_iface,
                      CLSCTX_LOCAL_SERVER),
            S_OK);
    if (FAILED(set_notification_class(job, &clsid)))
    {
        revoke_class_object(&class);
        skip();
    }
    serve_pattern(*state, "/file", 1000, 1);
    add_file(*state, job, "/file", L"file");
    callback->action = complete;
    assert_hr(IBackgroundCopyJob_Resume(job), S_OK);
    wait_for_calls(callback, CALLED_JOB_TRANSFERRED, 1);
    wait_for_release(callback);
    assert_hr(callback->action_result, S_OK);
    assert_hr(revoke_class_object(&class), S_OK);
    release_callback(callback);
}

int main(int argc, char **argv)
{
    static const struct CMUnitTest tests[] =
    {
        bits_unit_test(test_the_flags),
        bits_unit_test(test_unknown_flags_are_refused),
        bits_unit_test(test_the_callback),
        bits_unit_test(test_bad_pointers),
        bits_unit_test(test_an_ended_job_is_not_changed),
        bits_unit_test(test_any_object_is_accepted),
        bits_unit_test(test_an_ended_job_gives_up_its_callback),
        bits_unit_test(test_JobTransferred),
        bits_unit_test(test_Complete_in_JobTransferred),
        bits_unit_test(test_Cancel_in_JobError),
        bits_unit_test(test_Resume_in_JobError),
        bits_unit_test(test_no_JobError_for_a_transient_error),
        bits_unit_test(test_FileTransferred),
        bits_unit_test(test_FileTransferred_comes_before_JobError),
        bits_unit_test(test_an_old_callback),
        bits_unit_test(test_JobModification),
        bits_unit_test(test_modifications_are_spaced),
        bits_unit_test(test_disabled_notification),
        bits_unit_test(test_a_callback_that_comes_late),
        bits_unit_test(test_a_callback_that_does_not_return),
        bits_unit_test(test_a_client_that_has_died),
        bits_unit_test(test_a_client_that_dies_in_its_callback),
        bits_unit_test(test_many_jobs_with_callbacks),
        bits_unit_test(test_a_notification_class),
    };

    if (argc == 4 && !strcmp(argv[1], CLIENT_ARGUMENT))
        return run_client(argv[2], argv[3]);
    return cmocka_run_group_tests_name("notifications", tests, bits_program_setup, bits_program_teardown);
}
