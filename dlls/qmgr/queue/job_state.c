/* The life cycle of a job: which call is allowed in which state, and the changes of state.
 * https://learn.microsoft.com/windows/win32/bits/life-cycle-of-a-bits-job
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include "queue/clock.h"
#include "queue/events.h"
#include "queue/queue.h"

#define STATE(name) (1u << BG_JOB_STATE_##name)
#define STATES_FINAL (STATE(ACKNOWLEDGED) | STATE(CANCELLED))
#define STATES_ACTIVE (STATE(QUEUED) | STATE(CONNECTING) | STATE(TRANSFERRING))
#define STATES_ERROR (STATE(ERROR) | STATE(TRANSIENT_ERROR))
#define STATES_UNFINISHED (STATES_ACTIVE | STATES_ERROR | STATE(SUSPENDED))
#define STATES_NOT_FINAL (STATES_UNFINISHED | STATE(TRANSFERRED))

/* The states in which a job of each type allows a call, and what it answers in the others. */
struct call_rule
{
    unsigned int states[BG_JOB_TYPE_UPLOAD_REPLY + 1]; /* none at all: the type does not know the call, E_NOTIMPL */
    HRESULT refusal;
};

#define STATES_ALL (STATES_NOT_FINAL | STATES_FINAL)
#define STATES_IDLE (STATE(SUSPENDED) | STATE(ERROR) | STATE(TRANSFERRED))

#define RULE(download, upload, upload_reply, refusal) {{download, upload, upload_reply}, refusal}
#define RULE_ALL_TYPES(states, refusal) RULE(states, states, states, refusal)
#define RULE_DOWNLOADS(states) RULE(states, 0, 0, BG_E_INVALID_STATE)
#define RULE_REPLIES(states) RULE(0, 0, states, BG_E_INVALID_STATE)

static const struct call_rule call_rules[JOB_CALL_COUNT] =
{
    [JOB_CALL_ADD_FILES]                = RULE_ALL_TYPES(STATES_NOT_FINAL, BG_E_INVALID_STATE),
    [JOB_CALL_ADD_FILE_WITH_RANGES]     = RULE_DOWNLOADS(STATES_NOT_FINAL),
    [JOB_CALL_SET_PROPERTY]             = RULE_ALL_TYPES(STATES_NOT_FINAL, BG_E_INVALID_STATE),
    [JOB_CALL_SET_REMOTE_NAME]          = RULE_DOWNLOADS(STATES_NOT_FINAL),
    [JOB_CALL_SET_FILE_ACL_FLAGS]       = RULE_ALL_TYPES(STATES_UNFINISHED, BG_E_INVALID_STATE),
    [JOB_CALL_SET_REPLY_FILE_NAME]      = RULE_REPLIES(STATES_UNFINISHED),
    [JOB_CALL_GET_REPLY]                = RULE_REPLIES(STATES_ALL),
    [JOB_CALL_GET_REPLY_DATA]           = RULE_REPLIES(STATE(TRANSFERRED) | STATE(ACKNOWLEDGED)),
    [JOB_CALL_SET_CERTIFICATE_CALLBACK] = RULE_ALL_TYPES(STATES_IDLE, BG_E_READ_ONLY_WHEN_JOB_ACTIVE),
    [JOB_CALL_SET_VALIDATION_STATE]     = RULE_DOWNLOADS(STATES_NOT_FINAL),
    [JOB_CALL_REQUEST_FILE_RANGES]      = RULE_ALL_TYPES(STATES_NOT_FINAL, BG_E_INVALID_STATE),
    [JOB_CALL_TAKE_OWNERSHIP]           = RULE_ALL_TYPES(STATES_NOT_FINAL, BG_E_INVALID_STATE),
    [JOB_CALL_SUSPEND]                  = RULE_ALL_TYPES(STATES_NOT_FINAL, BG_E_INVALID_STATE),
    [JOB_CALL_RESUME]                   = RULE_ALL_TYPES(STATES_NOT_FINAL, BG_E_INVALID_STATE),
    [JOB_CALL_CANCEL]                   = RULE_ALL_TYPES(STATES_NOT_FINAL, BG_E_INVALID_STATE),
    [JOB_CALL_COMPLETE] = RULE(STATES_NOT_FINAL, STATE(TRANSFERRED), STATE(TRANSFERRED), BG_E_INVALID_STATE),
};

static BOOL job_state_is_in(const struct job *job, unsigned int states)
{
    return (states >> job->state) & 1;
}

/* Completed or cancelled: it is no longer in the queue. */
BOOL job_is_final(const struct job *job)
{
    return job_state_is_in(job, STATES_FINAL);
}

/* It has bytes to move and may do so now. */
BOOL job_is_active(const struct job *job)
{
    return job_state_is_in(job, STATES_ACTIVE);
}

/* It is active, and neither a call, a change, a question to its program nor its priority holds it up. */
BOOL job_may_transfer(const struct job *job)
{
    return job_is_active(job) && !job->claimed && !job->restart && !job->http.question
            && !job_waits_for_foreground(job);
}

/* Whether type and state of the job permit the call: S_OK, E_NOTIMPL, or what the state table answers. For calls that
 * change nothing: it waits for no other call, and does not mind that the service has stopped. */
HRESULT job_check_read(const struct job *job, enum job_call call)
{
    unsigned int states = call_rules[call].states[job->type];

    if (!states)
        return E_NOTIMPL;
    return job_state_is_in(job, states) ? S_OK : call_rules[call].refusal;
}

/* As job_check_read, for calls that change the job: waits until no other call has the job for itself, and answers
 * RPC_E_DISCONNECTED once the service has stopped; BG_E_NOT_FOUND if it runs again, and the job was the old one's. */
HRESULT job_check_call(struct job *job, enum job_call call)
{
    HRESULT hr;

    while (job->claimed)
        queue_wait();
    if (FAILED(hr = job_check_read(job, call)))
        return hr;
    if (!queue_is_running())
        return RPC_E_DISCONNECTED;
    return job->gone ? BG_E_NOT_FOUND : S_OK;
}

/* As job_check_call; on success no other call and no transfer touches the job until job_unclaim, not even while the
 * lock is given up. */
HRESULT job_claim(struct job *job, enum job_call call)
{
    HRESULT hr;

    if (FAILED(hr = job_check_call(job, call)))
        return hr;
    job->claimed = TRUE;
    queue_changed();
    while (job->transfer)
        queue_wait();
    return S_OK;
}

void job_unclaim(struct job *job)
{
    job->claimed = FALSE;
    queue_wake_waiters();
    queue_changed();
}

static void job_note_change(struct job *job)
{
    job->times.ModificationTime = clock_now();
    job_note_activity(job);
    job_note_modification(job);
}

/* Notes that something about the job has changed. A job that has ended has told of its last change. */
void job_touch(struct job *job)
{
    if (job_is_final(job))
        return;
    job_note_change(job);
    job_mark(job);
}

/* The service was killed in Complete, and the program does something else now. */
static BOOL job_leaves_complete(const struct job *job, BG_JOB_STATE state)
{
    return job->completing && !job->claimed && !job->transfer && state != BG_JOB_STATE_TRANSFERRED;
}

void job_set_state(struct job *job, BG_JOB_STATE state)
{
    static ULONGLONG last_ticket;

    if (job->state == state)
        return;
    job_count_download_time(job, state);
    job->state = state;
    job->times.ModificationTime = clock_now();
    if (state == BG_JOB_STATE_QUEUED)
        job->ticket = ++last_ticket;
    if (state == BG_JOB_STATE_TRANSFERRED)
        job->times.TransferCompletionTime = job->times.ModificationTime;
    if (job_leaves_complete(job, state))
        job->completing = FALSE;
    job_mark(job);
    job_note_state(job);
    queue_changed();
}

/* When the no-progress timeout is over, or now if that was before. The job may have stalled before the machine was
 * started, and so before any time of clock_ticks(). */
static ULONGLONG job_stall_end(const struct job *job, ULONGLONG now)
{
    ULONGLONG stalled = now - job->stall_time, timeout = job->no_progress_timeout * 1000ull;

    return now + timeout - min(timeout, stalled);
}

/* Whether there is time for another try. A retry delay beyond the no-progress timeout means that there is none, and so
 * does a timeout of 0: nf-bits-ibackgroundcopyjob-setminimumretrydelay, -setnoprogresstimeout. A request with a method
 * of the program's own is not repeated unasked: nf-bits10_2-ibackgroundcopyjobhttpoptions2-sethttpmethod. */
static BOOL job_may_retry(const struct job *job, ULONGLONG now)
{
    return !job->http.method && now < job_stall_end(job, now) && job->minimum_retry_delay <= job->no_progress_timeout;
}

/* Puts the job into ERROR, or into TRANSIENT_ERROR until the minimum retry delay is over. */
void job_fail(struct job *job, const struct job_error *error, BOOL transient)
{
    ULONGLONG now = clock_ticks();

    job->error = *error;
    job->error_count++;
    if (!job->stalled)
        job->stall_time = now;
    job->stalled = TRUE;
    job->retry_time = now + job->minimum_retry_delay * 1000ull;
    job_set_state(job, transient && job_may_retry(job, now) ? BG_JOB_STATE_TRANSIENT_ERROR : BG_JOB_STATE_ERROR);
}

/* Queues a job in TRANSIENT_ERROR whose retry delay is over, and gives up one that has made no progress for too long.
 * Returns the milliseconds until one of them is due, or 0 if one was. */
ULONGLONG job_end_transient_error(struct job *job, ULONGLONG now)
{
    ULONGLONG end = job_stall_end(job, now);

    if (end <= now)
        job_set_state(job, BG_JOB_STATE_ERROR);
    else if (job->retry_time <= now)
        job_set_state(job, BG_JOB_STATE_QUEUED);
    else
        return min(end, job->retry_time) - now;
    return 0;
}

/* Whether the way to the server is to blame. What a server has answered has a facility of its own. */
static BOOL job_failed_on_its_way(const struct job *job)
{
    const struct job_error *error = &job->error;

    return (error->context == BG_ERROR_CONTEXT_REMOTE_FILE || error->context == BG_ERROR_CONTEXT_GENERAL_TRANSPORT)
            && HRESULT_FACILITY(error->code) == FACILITY_WIN32;
}

/* The network may be another one by now: what failed for its sake is tried again at once. */
void job_note_network_change(struct job *job)
{
    if (job->state == BG_JOB_STATE_TRANSIENT_ERROR && job_failed_on_its_way(job))
        job->retry_time = clock_ticks();
}

/* The time without progress begins anew with the next error. */
void job_has_moved_data(struct job *job)
{
    job->stalled = FALSE;
    if (!job_is_final(job))
        job_note_change(job);
}

/* Waits until the transfer has let go of the job, or the job is resumed. */
static void job_wait_for_transfer(const struct job *job)
{
    while (job->transfer && job->state == BG_JOB_STATE_SUSPENDED)
        queue_wait();
}

/* Stops the transfer: nothing moves and no progress is made once it returns. A job in ERROR or TRANSFERRED counts as
 * suspended already: nf-bits-ibackgroundcopyjob-suspend. */
HRESULT job_suspend(struct job *job)
{
    HRESULT hr;

    if (FAILED(hr = job_check_call(job, JOB_CALL_SUSPEND)))
        return hr;
    if (job_state_is_in(job, STATES_ACTIVE | STATE(TRANSIENT_ERROR)))
        job_set_state(job, BG_JOB_STATE_SUSPENDED);
    job->awaits_requests = FALSE;
    job_note_activity(job);
    job_wait_for_transfer(job);
    return S_OK;
}

/* Queues the job, and gives it the whole no-progress timeout: nf-bits-ibackgroundcopyjob-resume. Uploads cannot be
 * transferred yet. */
HRESULT job_resume(struct job *job)
{
    HRESULT hr;

    if (FAILED(hr = job_check_call(job, JOB_CALL_RESUME)))
        return hr;
    if (!job->file_count)
        return BG_E_EMPTY;
    if (job->type != BG_JOB_TYPE_DOWNLOAD)
        return E_NOTIMPL;
    job_reset_download_time(job);
    job_note_activity(job);
    job_mark(job);
    if (job_is_active(job) || (job->state == BG_JOB_STATE_TRANSFERRED && !job_next_file(job)))
        return S_OK;
    job->resumed = TRUE;
    job->awaits_requests = FALSE;
    job->stalled = FALSE;
    job_set_state(job, BG_JOB_STATE_QUEUED);
    queue_wake_waiters();
    return S_OK;
}
