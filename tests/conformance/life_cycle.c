/* The states that a program sees a job go through, in their order. life-cycle-of-a-bits-job
 *
 * Servers hold a job in each state that has to be seen until it was seen. A state that nobody holds may be too short to
 * be seen.
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include <ctype.h>
#include <stdio.h>
#include <string.h>

#include "bits_test.h"

#define STATES_MAX 64

/* A letter for each state, R for the TRANSIENT_ERROR that is retried and D for the TRANSFERRED that is done. */
static const char letters[] = "QCTSERDAX";

/* A job whose state is looked at all the time, and what was seen. A test that fails leaves it to the teardown. */
static struct watch
{
    struct bits_test *test;
    struct http_server *second; /* as the fixture's server, but released on its own */
    IBackgroundCopyJob *job;
    HANDLE thread;
    HANDLE stop;
    HANDLE seen;
    SRWLOCK lock;
    char states[STATES_MAX + 1];
} the_watch;

static void note_state(struct watch *watch, BG_JOB_STATE state)
{
    size_t length;

    AcquireSRWLockExclusive(&watch->lock);
    length = strlen(watch->states);
    if (length < STATES_MAX && (!length || watch->states[length - 1] != letters[state]))
    {
        watch->states[length] = letters[state];
        SetEvent(watch->seen);
    }
    ReleaseSRWLockExclusive(&watch->lock);
}

static DWORD WINAPI watch_thread(void *arg)
{
    struct watch *watch = arg;
    BG_JOB_STATE state;

    CoInitializeEx(NULL, COINIT_MULTITHREADED);
    while (WaitForSingleObject(watch->stop, 0) == WAIT_TIMEOUT
            && SUCCEEDED(IBackgroundCopyJob_GetState(watch->job, &state)))
        note_state(watch, state);
    CoUninitialize();
    return 0;
}

static HANDLE create_event(BOOL manual)
{
    HANDLE event = CreateEventW(NULL, manual, FALSE, NULL);

    assert_non_null(event);
    return event;
}

static struct watch *watch_start(struct bits_test *test, IBackgroundCopyJob *job)
{
    struct watch *watch = &the_watch;

    memset(watch, 0, sizeof(*watch));
    watch->test = test;
    watch->job = job;
    watch->second = http_server_start();
    watch->stop = create_event(TRUE);
    watch->seen = create_event(FALSE);
    watch->thread = CreateThread(NULL, 0, watch_thread, watch, 0, NULL);
    assert_non_null(watch->thread);
    return watch;
}

static void watch_stop(struct watch *watch)
{
    SetEvent(watch->stop);
    WaitForSingleObject(watch->thread, INFINITE);
    CloseHandle(watch->thread);
    CloseHandle(watch->stop);
    CloseHandle(watch->seen);
    http_server_stop(watch->second);
    watch->thread = NULL;
}

static int teardown(void **state)
{
    if (the_watch.thread)
        watch_stop(&the_watch);
    return bits_test_teardown(state);
}

static BOOL has_seen(struct watch *watch, char letter)
{
    BOOL seen;

    AcquireSRWLockExclusive(&watch->lock);
    seen = *watch->states && watch->states[strlen(watch->states) - 1] == letter;
    ReleaseSRWLockExclusive(&watch->lock);
    return seen;
}

/* Waits until the job is seen in the state, which lasts. */
static void watch_wait(struct watch *watch, char letter)
{
    while (!has_seen(watch, letter))
    {
        if (WaitForSingleObject(watch->seen, BITS_TEST_TIMEOUT))
            fail_msg("no state %c after \"%s\"", letter, watch->states);
    }
}

/* Capitals have to be there, small letters may be. */
static BOOL matches(const char *states, const char *expected)
{
    for (; *expected; ++expected)
    {
        if (*states == toupper(*expected))
            ++states;
        else if (isupper(*expected))
            return FALSE;
    }
    return !*states;
}

static void watch_end(struct watch *watch, const char *expected)
{
    watch_stop(watch);
    if (!matches(watch->states, expected))
        fail_msg("the states were \"%s\", expected \"%s\"", watch->states, expected);
}

/* The job connects until the fixture's server is released, and transfers until the second one is. */
static void serve_in_stages(struct watch *watch)
{
    static char location[64];
    struct http_reply redirect = {.status = 302, .headers = location, .fault = HTTP_FAULT_SILENT};
    struct http_reply stalling = {.size = 1000, .fault = HTTP_FAULT_STALL, .fault_at = 500};

    snprintf(location, sizeof(location), "Location: http://127.0.0.1:%u/file\r\n", http_server_port(watch->second));
    http_server_serve(watch->test->server, "/file", &redirect);
    http_server_serve(watch->second, "/file", &stalling);
}

static struct watch *start(struct bits_test *test)
{
    IBackgroundCopyJob *job = create_job(test);
    struct watch *watch;

    add_file(test, job, "/file", L"file");
    watch = watch_start(test, job);
    watch_wait(watch, 'S');
    serve_in_stages(watch);
    return watch;
}

static void resume(struct watch *watch)
{
    assert_hr(IBackgroundCopyJob_Resume(watch->job), S_OK);
}

static void test_a_download(void **state)
{
    struct watch *watch = start(*state);

    resume(watch);
    watch_wait(watch, 'C');
    http_server_release(watch->test->server);
    watch_wait(watch, 'T');
    http_server_release(watch->second);
    watch_wait(watch, 'D');
    assert_hr(IBackgroundCopyJob_Complete(watch->job), S_OK);
    watch_wait(watch, 'A');
    watch_end(watch, "SqCTDA");
}

static void test_a_job_that_waits_for_its_turn(void **state)
{
    struct bits_test *test = *state;
    struct http_reply silent = {.size = 1000, .fault = HTTP_FAULT_SILENT};
    IBackgroundCopyJob *other;
    struct watch *watch = start(test);

    serve_pattern(test, "/file", 1000, 1);
    http_server_serve(test->server, "/other", &silent);
    other = create_job(test);
    add_file(test, other, "/other", L"other");
    assert_hr(IBackgroundCopyJob_Resume(other), S_OK);
    wait_for_state(other, BG_JOB_STATE_CONNECTING);
    resume(watch);
    watch_wait(watch, 'Q');
    assert_hr(IBackgroundCopyJob_Suspend(other), S_OK);
    watch_wait(watch, 'D');
    watch_end(watch, "SQctD");
}

/* Suspend stops the transfer in each of its states, and Resume goes through all of them again. */
static void test_Suspend_and_Resume(void **state)
{
    struct watch *watch = start(*state);

    resume(watch);
    watch_wait(watch, 'C');
    assert_hr(IBackgroundCopyJob_Suspend(watch->job), S_OK);
    watch_wait(watch, 'S');
    http_server_release(watch->test->server);
    resume(watch);
    watch_wait(watch, 'T');
    assert_hr(IBackgroundCopyJob_Suspend(watch->job), S_OK);
    watch_wait(watch, 'S');
    http_server_release(watch->second);
    resume(watch);
    watch_wait(watch, 'D');
    watch_end(watch, "SqCSqcTSqctD");
}

/* A job of higher priority comes: the job goes back to the queue, and goes on after it. */
static void test_a_higher_priority(void **state)
{
    IBackgroundCopyJob *high;
    struct watch *watch = start(*state);

    http_server_release(watch->test->server);
    serve_pattern(watch->test, "/high", 1000, 1);
    resume(watch);
    watch_wait(watch, 'T');
    high = create_job(watch->test);
    add_file(watch->test, high, "/high", L"high");
    assert_hr(IBackgroundCopyJob_SetPriority(high, BG_JOB_PRIORITY_HIGH), S_OK);
    assert_hr(IBackgroundCopyJob_Resume(high), S_OK);
    wait_for_state(high, BG_JOB_STATE_TRANSFERRED);
    http_server_release(watch->second);
    watch_wait(watch, 'D');
    watch_end(watch, "SqcTqctD");
}

/* A job that is alone never goes back to the queue, however many files and kinds of sources it has. */
static void test_a_lone_job(void **state)
{
    struct bits_test *test = *state;
    IBackgroundCopyJob *job = create_job(test);
    WCHAR source[MAX_PATH], target[MAX_PATH];
    struct watch *watch;

    write_file(test, L"source", "text");
    local_name(test, L"source", source);
    local_name(test, L"copy", target);
    serve_pattern(test, "/first", 3000000, 1);
    serve_pattern(test, "/last", 1000, 2);
    add_file(test, job, "/first", L"first");
    add_file(test, job, "/last", L"second");
    assert_hr(IBackgroundCopyJob_AddFile(job, source, target), S_OK);
    add_file(test, job, "/last", L"last");
    watch = watch_start(test, job);
    watch_wait(watch, 'S');
    resume(watch);
    watch_wait(watch, 'D');
    watch_end(watch, "SqctctctD");
}

/* A connection that ends without an answer does not leave the job in CONNECTING. Resume tries again. */
static void test_a_transient_error(void **state)
{
    struct http_reply silent_end = {.raw = ""};
    struct watch *watch = start(*state);

    http_server_serve(watch->test->server, "/file", &silent_end);
    resume(watch);
    watch_wait(watch, 'R');
    serve_pattern(watch->test, "/file", 1000, 1);
    resume(watch);
    watch_wait(watch, 'D');
    watch_end(watch, "SqcRqctD");
}

static void test_a_fatal_error(void **state)
{
    struct http_reply not_found = {404};
    struct watch *watch = start(*state);

    http_server_serve(watch->test->server, "/file", &not_found);
    resume(watch);
    watch_wait(watch, 'E');
    assert_hr(IBackgroundCopyJob_Cancel(watch->job), S_OK);
    watch_wait(watch, 'X');
    watch_end(watch, "SqcEX");
}

#define life_cycle_unit_test(f) cmocka_unit_test_setup_teardown(f, bits_test_setup, teardown)

int main(void)
{
    static const struct CMUnitTest tests[] =
    {
        life_cycle_unit_test(test_a_download),
        life_cycle_unit_test(test_a_job_that_waits_for_its_turn),
        life_cycle_unit_test(test_Suspend_and_Resume),
        life_cycle_unit_test(test_a_higher_priority),
        life_cycle_unit_test(test_a_lone_job),
        life_cycle_unit_test(test_a_transient_error),
        life_cycle_unit_test(test_a_fatal_error),
    };

    return cmocka_run_group_tests_name("life_cycle", tests, bits_program_setup, bits_program_teardown);
}
