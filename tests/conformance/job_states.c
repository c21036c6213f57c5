/* Bringing a download into each of the states that a job can have. life-cycle-of-a-bits-job
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include "job_states.h"

static IBackgroundCopyJob5 *start(struct bits_test *test, const struct http_reply *reply)
{
    IBackgroundCopyJob5 *job = create_job5(test, BG_JOB_TYPE_DOWNLOAD);

    http_server_serve(test->server, "/file", reply);
    add_file(test, (IBackgroundCopyJob *)job, "/file", L"file");
    assert_hr(IBackgroundCopyJob5_Resume(job), S_OK);
    return job;
}

static IBackgroundCopyJob5 *reach(struct bits_test *test, const struct http_reply *reply, BG_JOB_STATE state)
{
    IBackgroundCopyJob5 *job = start(test, reply);

    wait_for_state((IBackgroundCopyJob *)job, state);
    return job;
}

static IBackgroundCopyJob5 *reach_suspended(struct bits_test *test)
{
    IBackgroundCopyJob5 *job = create_job5(test, BG_JOB_TYPE_DOWNLOAD);

    serve_pattern(test, "/file", 1000, 1);
    add_file(test, (IBackgroundCopyJob *)job, "/file", L"file");
    return job;
}

static IBackgroundCopyJob5 *reach_connecting(struct bits_test *test)
{
    struct http_reply silent = {.size = 1000, .fault = HTTP_FAULT_SILENT};

    return reach(test, &silent, BG_JOB_STATE_CONNECTING);
}

/* life-cycle-of-a-bits-job: one background job runs at a time, the next one waits. */
static IBackgroundCopyJob5 *reach_queued(struct bits_test *test)
{
    IBackgroundCopyJob5 *job = create_job5(test, BG_JOB_TYPE_DOWNLOAD);

    reach_connecting(test);
    add_file(test, (IBackgroundCopyJob *)job, "/file", L"second");
    assert_hr(IBackgroundCopyJob5_Resume(job), S_OK);
    assert_state((IBackgroundCopyJob *)job, BG_JOB_STATE_QUEUED);
    return job;
}

static IBackgroundCopyJob5 *reach_transferring(struct bits_test *test)
{
    struct http_reply stalling = {.size = 1000, .fault = HTTP_FAULT_STALL, .fault_at = 500};

    return reach(test, &stalling, BG_JOB_STATE_TRANSFERRING);
}

static IBackgroundCopyJob5 *reach_error(struct bits_test *test)
{
    struct http_reply not_found = {404};

    return reach(test, &not_found, BG_JOB_STATE_ERROR);
}

static IBackgroundCopyJob5 *reach_transient_error(struct bits_test *test)
{
    struct http_reply unavailable = {503};

    return reach(test, &unavailable, BG_JOB_STATE_TRANSIENT_ERROR);
}

static IBackgroundCopyJob5 *reach_transferred(struct bits_test *test)
{
    struct http_reply file = {.size = 1000};

    return reach(test, &file, BG_JOB_STATE_TRANSFERRED);
}

static IBackgroundCopyJob5 *reach_acknowledged(struct bits_test *test)
{
    IBackgroundCopyJob5 *job = reach_transferred(test);

    assert_hr(IBackgroundCopyJob5_Complete(job), S_OK);
    return job;
}

static IBackgroundCopyJob5 *reach_cancelled(struct bits_test *test)
{
    IBackgroundCopyJob5 *job = reach_suspended(test);

    assert_hr(IBackgroundCopyJob5_Cancel(job), S_OK);
    return job;
}

static IBackgroundCopyJob5 *(*const reach_by_state[])(struct bits_test *) =
{
    [BG_JOB_STATE_QUEUED] = reach_queued,
    [BG_JOB_STATE_CONNECTING] = reach_connecting,
    [BG_JOB_STATE_TRANSFERRING] = reach_transferring,
    [BG_JOB_STATE_SUSPENDED] = reach_suspended,
    [BG_JOB_STATE_ERROR] = reach_error,
    [BG_JOB_STATE_TRANSIENT_ERROR] = reach_transient_error,
    [BG_JOB_STATE_TRANSFERRED] = reach_transferred,
    [BG_JOB_STATE_ACKNOWLEDGED] = reach_acknowledged,
    [BG_JOB_STATE_CANCELLED] = reach_cancelled,
};

IBackgroundCopyJob5 *reach_state(struct bits_test *test, BG_JOB_STATE state)
{
    return reach_by_state[state](test);
}
