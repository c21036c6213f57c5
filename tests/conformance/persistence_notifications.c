/* What a job's owner is still to be told when the service ends: registering-a-com-callback. The interface itself is not
 * kept, and whoever wants to be called sets it again.
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include <wchar.h>

#include "callback.h"
#include "persistence_test.h"
#include "report.h"

static IBackgroundCopyJob *base_of(IBackgroundCopyJob5 *job)
{
    return (IBackgroundCopyJob *)job;
}

static void assert_is_called(IBackgroundCopyJob5 *job, char method)
{
    struct callback *callback = create_callback();

    set_callback(base_of(job), callback);
    wait_for_calls(callback, method, 1);
    release_callback(callback);
}

/* nf-bits-ibackgroundcopyjob-setnotifyinterface: of what has happened before, too. */
static void prepare_transferred(struct bits_test *test, IBackgroundCopyJob5 *job)
{
    start_file(test, job, "/transferred", &(struct http_reply){.size = PERSISTENCE_SIZE});
    wait_for_state(base_of(job), BG_JOB_STATE_TRANSFERRED);
}

static void check_transferred(struct bits_test *test, IBackgroundCopyJob5 *job)
{
    assert_is_called(job, CALLED_JOB_TRANSFERRED);
}

static void prepare_error(struct bits_test *test, IBackgroundCopyJob5 *job)
{
    start_file(test, job, "/error", &(struct http_reply){404});
    wait_for_state(base_of(job), BG_JOB_STATE_ERROR);
}

static void check_error(struct bits_test *test, IBackgroundCopyJob5 *job)
{
    assert_is_called(job, CALLED_JOB_ERROR);
}

/* nf-bits3_0-ibackgroundcopycallback2-filetransferred: once for each file. */
static void prepare_files(struct bits_test *test, IBackgroundCopyJob5 *job)
{
    struct callback *callback = create_callback();

    set_callback(base_of(job), callback);
    assert_hr(IBackgroundCopyJob5_SetNotifyFlags(job, BG_NOTIFY_JOB_TRANSFERRED | BG_NOTIFY_FILE_TRANSFERRED), S_OK);
    serve_whole(test, "/files_a", 1);
    add_file(test, base_of(job), "/files_a", L"files_a");
    fetch_half(test, job, "/files_b", 2);
    wait_for_calls(callback, CALLED_FILE_TRANSFERRED, 1);
    release_callback(callback);
    serve_whole(test, "/files_b", 2);
}

static void check_files(struct bits_test *test, IBackgroundCopyJob5 *job)
{
    struct callback *callback = create_callback();

    set_callback(base_of(job), callback);
    assert_hr(IBackgroundCopyJob5_Resume(job), S_OK);
    wait_for_calls(callback, CALLED_JOB_TRANSFERRED, 1);
    assert_string_equal(callback->calls, "FT");
    assert_int_equal(callback->files[0], 'b');
    release_callback(callback);
}

/* nf-bits1_5-ibackgroundcopyjob2-setnotifycmdline */
static void prepare_command_line(struct bits_test *test, IBackgroundCopyJob5 *job)
{
    struct http_reply silent = {.size = PERSISTENCE_SIZE, .fault = HTTP_FAULT_SILENT};

    set_report(test, base_of(job), 0, L"report");
    start_file(test, job, "/command_line", &silent);
}

static void alter_command_line(struct bits_test *test)
{
    serve_whole(test, "/command_line", 3);
}

static void check_command_line(struct bits_test *test, IBackgroundCopyJob5 *job)
{
    wait_for_state(base_of(job), BG_JOB_STATE_TRANSFERRED);
    wait_for_reports(test, 0, L"report", 1);
}

/* A program that has run is not run again. */
static void prepare_command_line_has_run(struct bits_test *test, IBackgroundCopyJob5 *job)
{
    set_report(test, base_of(job), 0, L"early");
    start_file(test, job, "/command_line_has_run", &(struct http_reply){.size = PERSISTENCE_SIZE});
    wait_for_reports(test, 0, L"early", 1);
}

static void check_command_line_has_run(struct bits_test *test, IBackgroundCopyJob5 *job)
{
    assert_state(base_of(job), BG_JOB_STATE_TRANSFERRED);
    assert_int_equal(count_reports(test, 0, L"early"), 1);
}

int main(int argc, char **argv)
{
    static struct survivor survivors[] =
    {
        SURVIVES(command_line_has_run), /* first, so that the service has time to note it */
        SURVIVES(transferred),
        SURVIVES(error),
        SURVIVES(files),
        SURVIVES_ALTERED(command_line),
    };

    if (is_report(argc, argv))
        return report(argc, argv);
    return run_survivors("persistence_notifications", survivors, ARRAYSIZE(survivors));
}
