/* IBackgroundCopyJob2::SetNotifyCmdLine and what is run then. The program that is run is this one.
 * nf-bits1_5-ibackgroundcopyjob2-setnotifycmdline
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include "callback.h"
#include "report.h"
#include <bits1_5.h>

#define FLAGS_DEFAULT (BG_NOTIFY_JOB_TRANSFERRED | BG_NOTIFY_JOB_ERROR)
#define PARAMETERS_MAX 4000

static IBackgroundCopyJob2 *job2_of(IBackgroundCopyJob *job)
{
    IBackgroundCopyJob2 *job2;

    assert_hr(IBackgroundCopyJob_QueryInterface(job, &IID_IBackgroundCopyJob2, (void **)&job2), S_OK);
    IBackgroundCopyJob2_Release(job2); /* the job lives on */
    return job2;
}

static HRESULT set_command_line(IBackgroundCopyJob *job, const WCHAR *program, const WCHAR *parameters)
{
    IBackgroundCopyJob2 *job2 = job2_of(job);

    return IBackgroundCopyJob2_SetNotifyCmdLine(job2, program, parameters);
}

static void assert_command_line(IBackgroundCopyJob *job, const WCHAR *program, const WCHAR *parameters)
{
    IBackgroundCopyJob2 *job2 = job2_of(job);
    WCHAR *got_program, *got_parameters;

    assert_hr(IBackgroundCopyJob2_GetNotifyCmdLine(job2, &got_program, &got_parameters), S_OK);
    assert_task_string(got_program, program);
    assert_task_string(got_parameters, parameters);
}

/* nf-bits1_5-ibackgroundcopyjob2-getnotifycmdline: empty strings where none was set. */
static void test_the_command_line(void **state)
{
    IBackgroundCopyJob *job = create_job(*state);

    assert_command_line(job, L"", L"");
    assert_hr(set_command_line(job, L"C:\\program.exe", L"program one \"two three\" %PATH%"), S_OK);
    assert_command_line(job, L"C:\\program.exe", L"program one \"two three\" %PATH%");
    assert_hr(set_command_line(job, L"C:\\other.exe", NULL), S_OK);
    assert_command_line(job, L"C:\\other.exe", L"");
    assert_hr(set_command_line(job, NULL, NULL), S_OK);
    assert_command_line(job, L"", L"");
}

static void test_parameters_need_a_program(void **state)
{
    IBackgroundCopyJob *job = create_job(*state);

    assert_hr(set_command_line(job, L"C:\\program.exe", L"program"), S_OK);
    assert_failed(set_command_line(job, NULL, L"parameters"));
    assert_command_line(job, L"C:\\program.exe", L"program");
}

static void test_long_command_lines(void **state)
{
    static WCHAR program[MAX_PATH + 2], parameters[PARAMETERS_MAX + 2];
    IBackgroundCopyJob *job = create_job(*state);

    fill_text(program, MAX_PATH + 1);
    assert_hr(set_command_line(job, program, NULL), BG_E_STRING_TOO_LONG);
    fill_text(parameters, PARAMETERS_MAX + 1);
    assert_hr(set_command_line(job, L"program", parameters), BG_E_STRING_TOO_LONG);
    assert_command_line(job, L"", L"");
    fill_text(program, MAX_PATH - 1);
    fill_text(parameters, PARAMETERS_MAX - 1);
    assert_hr(set_command_line(job, program, parameters), S_OK);
    fill_text(program, MAX_PATH);
    fill_text(parameters, PARAMETERS_MAX);
    assert_hr(set_command_line(job, program, parameters), S_OK);
    assert_command_line(job, program, parameters);
}

static void test_unusual_characters(void **state)
{
    static const WCHAR *const texts[] = {L"\xd83d\xde00", L"a\xd83d", L"\xde00z", L"\x20ac\x0301", L"\t\n"};
    IBackgroundCopyJob *job = create_job(*state);
    size_t i;

    for (i = 0; i < ARRAYSIZE(texts); ++i)
    {
        assert_hr(set_command_line(job, texts[i], texts[i]), S_OK);
        assert_command_line(job, texts[i], texts[i]);
    }
}

static void test_bad_pointers(void **state)
{
    IBackgroundCopyJob *job = create_job(*state);
    IBackgroundCopyJob2 *job2 = job2_of(job);
    WCHAR *text = NULL;

    assert_failed(IBackgroundCopyJob2_GetNotifyCmdLine(job2, NULL, &text));
    assert_failed(IBackgroundCopyJob2_GetNotifyCmdLine(job2, &text, NULL));
    assert_null(text);
    assert_command_line(job, L"", L"");
}

static void test_an_ended_job_is_not_changed(void **state)
{
    IBackgroundCopyJob *jobs[2] = {create_job(*state), create_job(*state)};
    size_t i;

    assert_hr(IBackgroundCopyJob_Cancel(jobs[0]), S_OK);
    assert_hr(IBackgroundCopyJob_Complete(jobs[1]), S_OK);
    for (i = 0; i < ARRAYSIZE(jobs); ++i)
    {
        assert_hr(set_command_line(jobs[i], L"program", L"program"), BG_E_INVALID_STATE);
        assert_hr(set_command_line(jobs[i], NULL, NULL), BG_E_INVALID_STATE);
        assert_command_line(jobs[i], L"", L"");
    }
}

/* A suspended job of one file that the server has, or one that it lacks. */
static IBackgroundCopyJob *create_download(struct bits_test *test, BOOL exists)
{
    struct http_reply reply = {.status = exists ? 0 : 404, .size = exists ? 1000 : 0};
    IBackgroundCopyJob *job = create_job(test);

    http_server_serve(test->server, "/file", &reply);
    add_file(test, job, "/file", L"file");
    return job;
}

static void test_the_program_runs_for_a_transferred_job(void **state)
{
    IBackgroundCopyJob *job = create_download(*state, TRUE);

    set_report(*state, job, 0, L"report");
    assert_hr(IBackgroundCopyJob_Resume(job), S_OK);
    wait_for_reports(*state, 0, L"report", 1);
    assert_state(job, BG_JOB_STATE_TRANSFERRED);
}

static void test_the_program_runs_for_an_error(void **state)
{
    IBackgroundCopyJob *job = create_download(*state, FALSE);

    set_report(*state, job, 0, L"report");
    assert_hr(IBackgroundCopyJob_Resume(job), S_OK);
    wait_for_reports(*state, 0, L"report", 1);
    assert_state(job, BG_JOB_STATE_ERROR);
}

static void test_the_program_runs_for_an_event_of_the_past(void **state)
{
    IBackgroundCopyJob *job = create_download(*state, TRUE);

    assert_hr(IBackgroundCopyJob_Resume(job), S_OK);
    wait_for_state(job, BG_JOB_STATE_TRANSFERRED);
    set_report(*state, job, 0, L"report");
    wait_for_reports(*state, 0, L"report", 1);
}

/* The programs that were due before this one have run, too. */
static void run_last_program(struct bits_test *test)
{
    IBackgroundCopyJob *job = create_download(test, TRUE);

    set_report(test, job, 0, L"last");
    assert_hr(IBackgroundCopyJob_Resume(job), S_OK);
    wait_for_reports(test, 0, L"last", 1);
}

/* Not for other events, not without the flag, and not with BG_NOTIFY_DISABLE. */
static void test_when_no_program_runs(void **state)
{
    static const ULONG flags[] = {0, BG_NOTIFY_JOB_ERROR, FLAGS_DEFAULT | BG_NOTIFY_DISABLE,
            BG_NOTIFY_JOB_MODIFICATION | BG_NOTIFY_FILE_TRANSFERRED};
    IBackgroundCopyJob *jobs[ARRAYSIZE(flags)];
    size_t i;

    for (i = 0; i < ARRAYSIZE(flags); ++i)
    {
        jobs[i] = create_download(*state, TRUE);
        set_report(*state, jobs[i], 0, L"report");
        assert_hr(IBackgroundCopyJob_SetNotifyFlags(jobs[i], flags[i]), S_OK);
        assert_hr(IBackgroundCopyJob_Resume(jobs[i]), S_OK);
    }
    for (i = 0; i < ARRAYSIZE(flags); ++i)
        wait_for_state(jobs[i], BG_JOB_STATE_TRANSFERRED);
    run_last_program(*state);
    assert_int_equal(count_reports(*state, 0, L"report"), 0);
    assert_hr(IBackgroundCopyJob_SetNotifyFlags(jobs[0], FLAGS_DEFAULT), S_OK);
    wait_for_reports(*state, 0, L"report", 1);
    run_last_program(*state);
    assert_int_equal(count_reports(*state, 0, L"report"), 1);
}

static void test_the_program_runs_when_the_callback_fails(void **state)
{
    struct callback *callback = create_callback();
    IBackgroundCopyJob *job = create_download(*state, TRUE);

    callback->failures = 1;
    set_callback(job, callback);
    set_report(*state, job, 0, L"report");
    assert_hr(IBackgroundCopyJob_Resume(job), S_OK);
    wait_for_reports(*state, 0, L"report", 1);
    assert_string_equal(callback->calls, "T");
    assert_hr(IBackgroundCopyJob_Cancel(job), S_OK);
    wait_for_release(callback);
    release_callback(callback);
}

static void test_a_callback_comes_before_the_program(void **state)
{
    struct callback *callback = create_callback();
    IBackgroundCopyJob *job = create_download(*state, TRUE);

    set_callback(job, callback);
    set_report(*state, job, 0, L"report");
    assert_hr(IBackgroundCopyJob_Resume(job), S_OK);
    wait_for_calls(callback, CALLED_JOB_TRANSFERRED, 1);
    run_last_program(*state);
    assert_int_equal(count_reports(*state, 0, L"report"), 0);
    assert_hr(IBackgroundCopyJob_Cancel(job), S_OK);
    wait_for_release(callback);
    release_callback(callback);
}

static void test_a_program_that_does_not_exist(void **state)
{
    IBackgroundCopyJob *job = create_download(*state, TRUE);

    assert_hr(set_command_line(job, L"C:\\there is no such program.exe", NULL), S_OK);
    assert_hr(IBackgroundCopyJob_Resume(job), S_OK);
    wait_for_state(job, BG_JOB_STATE_TRANSFERRED);
    set_report(*state, job, 0, L"report");
    wait_for_reports(*state, 0, L"report", 1);
    assert_hr(IBackgroundCopyJob_Complete(job), S_OK);
}

int main(int argc, char **argv)
{
    static const struct CMUnitTest tests[] =
    {
        bits_unit_test(test_the_command_line),
        bits_unit_test(test_parameters_need_a_program),
        bits_unit_test(test_long_command_lines),
        bits_unit_test(test_unusual_characters),
        bits_unit_test(test_bad_pointers),
        bits_unit_test(test_an_ended_job_is_not_changed),
        bits_unit_test(test_the_program_runs_for_a_transferred_job),
        bits_unit_test(test_the_program_runs_for_an_error),
        bits_unit_test(test_the_program_runs_for_an_event_of_the_past),
        bits_unit_test(test_when_no_program_runs),
        bits_unit_test(test_the_program_runs_when_the_callback_fails),
        bits_unit_test(test_a_callback_comes_before_the_program),
        bits_unit_test(test_a_program_that_does_not_exist),
    };

    if (is_report(argc, argv))
        return report(argc, argv);
    return cmocka_run_group_tests_name("command_line", tests, bits_program_setup, bits_program_teardown);
}
