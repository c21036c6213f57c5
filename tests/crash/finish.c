/* The end of all jobs: each is transferred within a time, and completed; its files are compared.
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include "finish.h"
#include "folders.h"
#include "journal.h"

#define TIMEOUT 60000 /* milliseconds, for all jobs */
#define POLL_INTERVAL 20
#define GRACE 1100 /* milliseconds; no kill undoes the end of a job after that */

static BG_JOB_STATE get_state(const struct load_job *job)
{
    BG_JOB_STATE state = BG_JOB_STATE_ERROR;
    HRESULT hr;

    if (FAILED(hr = IBackgroundCopyJob_GetState(job->job, &state)))
        fail("job %u: GetState returns %#lx", job->number, hr);
    return state;
}

static BOOL is_whole(const struct load_job *job)
{
    BG_JOB_PROGRESS progress = {0};

    IBackgroundCopyJob_GetProgress(job->job, &progress);
    return progress.FilesTransferred == progress.FilesTotal;
}

static void fail_state(const struct load_job *job, BG_JOB_STATE state)
{
    BG_ERROR_CONTEXT context = 0;
    BG_JOB_PROGRESS progress = {0};
    IBackgroundCopyError *error;
    HRESULT code = S_OK;

    if (IBackgroundCopyJob_GetError(job->job, &error) == S_OK)
    {
        IBackgroundCopyError_GetError(error, &context, &code);
        IBackgroundCopyError_Release(error);
    }
    IBackgroundCopyJob_GetProgress(job->job, &progress);
    fail("job %u is in state %u, with %lu of %lu files, %" PRIu64 " of %" PRIu64 " bytes, and error %#lx in context %u",
            job->number, state, progress.FilesTransferred, progress.FilesTotal, progress.BytesTransferred,
            progress.BytesTotal, code, context);
}

/* An error is not waited for: the server is there all the time. */
static void wait_for_job(const struct load_job *job, ULONGLONG end)
{
    BG_JOB_STATE state;

    while ((state = get_state(job)) <= BG_JOB_STATE_TRANSFERRING && state != BG_JOB_STATE_SUSPENDED
            && GetTickCount64() < end)
        Sleep(POLL_INTERVAL);
    if (state != BG_JOB_STATE_TRANSFERRED)
        fail_state(job, state);
}

static void wait_for_resumed_jobs(const struct load_job *jobs, size_t count)
{
    ULONGLONG end = GetTickCount64() + TIMEOUT;
    size_t i;

    for (i = 0; i < count; i++)
    {
        if (jobs[i].model.phase == PHASE_RESUMED)
            wait_for_job(&jobs[i], end);
    }
}

/* A job that was transferred before its last file was added needs it as well. */
static void resume(struct load_job *job)
{
    if (job->model.file_count && (job->model.phase != PHASE_RESUMED || !is_whole(job))
            && !call_make(job, "Resume", ""))
        fail("job %u: Resume fails", job->number);
}

static void end_job(struct load_job *job)
{
    struct folder_rules rules = {.files_are_there = job->model.file_count != 0};

    if (!call_make(job, job->model.file_count ? "Complete" : "Cancel", ""))
        fail("job %u with %u files does not end", job->number, job->model.file_count);
    folder_check(job->number, &job->model, &rules);
    folder_remove(job->number);
    session.ended_jobs++;
}

static void check_queue_is_empty(void)
{
    IEnumBackgroundCopyJobs *jobs;
    ULONG count = 0;

    if (SUCCEEDED(IBackgroundCopyManager_EnumJobs(session.manager, BG_JOB_ENUM_ALL_USERS, &jobs)))
    {
        IEnumBackgroundCopyJobs_GetCount(jobs, &count);
        IEnumBackgroundCopyJobs_Release(jobs);
    }
    if (count)
        fail("%lu jobs are left", count);
}

void finish_jobs(struct load_job *jobs, size_t count)
{
    size_t i;

    wait_for_resumed_jobs(jobs, count);
    for (i = 0; i < count; i++)
        resume(&jobs[i]);
    wait_for_resumed_jobs(jobs, count);
    if (failure_count())
        return;
    for (i = 0; i < count; i++)
        end_job(&jobs[i]);
    check_queue_is_empty();
    Sleep(GRACE);
    if (!failure_count())
        journal_clear();
}
