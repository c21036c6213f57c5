/* The part of a job's record that changes with every change of the job: its state, times and error.
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include "queue/clock.h"
#include "store/dates.h"
#include "store/job_parts.h"
#include "store/lines.h"

#define STATE L"State"

enum
{
    STATE_NAME,
    STATE_CREATED,
    STATE_MODIFIED,
    STATE_TRANSFERRED,
    STATE_ACTIVE,
    STATE_FILES,
    STATE_RESUMED,
    STATE_AWAITS_REQUESTS,
    STATE_COMPLETING,
    STATE_DOWNLOAD_TIME,
    STATE_STALLED,
    STATE_RETRY,
    STATE_ERROR_CONTEXT,
    STATE_ERROR_CODE,
    STATE_ERROR_FILE,
    STATE_ERROR_COUNT,
    STATE_OWES_OUTCOME,
    STATE_OWES_MODIFICATION,
    STATE_LINES
};

static const WCHAR *const state_lines[STATE_LINES] =
{
    [STATE_NAME] = L"State",
    [STATE_CREATED] = L"Created",
    [STATE_MODIFIED] = L"Modified",
    [STATE_TRANSFERRED] = L"Transferred",
    [STATE_ACTIVE] = L"Active",
    [STATE_FILES] = L"Files",
    [STATE_RESUMED] = L"Resumed",
    [STATE_AWAITS_REQUESTS] = L"AwaitsRequests",
    [STATE_COMPLETING] = L"Completing",
    [STATE_DOWNLOAD_TIME] = L"DownloadTime",
    [STATE_STALLED] = L"Stalled",
    [STATE_RETRY] = L"Retry",
    [STATE_ERROR_CONTEXT] = L"ErrorContext",
    [STATE_ERROR_CODE] = L"ErrorCode",
    [STATE_ERROR_FILE] = L"ErrorFile",
    [STATE_ERROR_COUNT] = L"ErrorCount",
    [STATE_OWES_OUTCOME] = L"OwesOutcome",
    [STATE_OWES_MODIFICATION] = L"OwesModification",
};

static const WCHAR *const states[] =
{
    [BG_JOB_STATE_QUEUED] = L"Queued",
    [BG_JOB_STATE_CONNECTING] = L"Connecting",
    [BG_JOB_STATE_TRANSFERRING] = L"Transferring",
    [BG_JOB_STATE_SUSPENDED] = L"Suspended",
    [BG_JOB_STATE_ERROR] = L"Error",
    [BG_JOB_STATE_TRANSIENT_ERROR] = L"TransientError",
    [BG_JOB_STATE_TRANSFERRED] = L"Transferred",
    [BG_JOB_STATE_ACKNOWLEDGED] = L"Acknowledged",
    [BG_JOB_STATE_CANCELLED] = L"Cancelled",
};

static const WCHAR *const contexts[] =
{
    [BG_ERROR_CONTEXT_NONE] = L"None",
    [BG_ERROR_CONTEXT_UNKNOWN] = L"Unknown",
    [BG_ERROR_CONTEXT_GENERAL_QUEUE_MANAGER] = L"QueueManager",
    [BG_ERROR_CONTEXT_QUEUE_MANAGER_NOTIFICATION] = L"Notification",
    [BG_ERROR_CONTEXT_LOCAL_FILE] = L"LocalFile",
    [BG_ERROR_CONTEXT_REMOTE_FILE] = L"RemoteFile",
    [BG_ERROR_CONTEXT_GENERAL_TRANSPORT] = L"Transport",
    [BG_ERROR_CONTEXT_REMOTE_APPLICATION] = L"RemoteApplication",
    [BG_ERROR_CONTEXT_SERVER_CERTIFICATE_CALLBACK] = L"ServerCertificate",
};

/* Mostly a job was active when it was modified last, so that the date is left out. */
static void write_activity(const struct job *job, struct lines *lines)
{
    FILETIME active = date_of_ticks(job->activity_time);
    INT64 difference = date_to_number(active) - date_to_number(job->times.ModificationTime);

    if (difference > DATE_SECOND || difference < -DATE_SECOND)
        lines_add_date(lines, state_lines[STATE_ACTIVE], active);
}

static void write_times(const struct job *job, struct lines *lines)
{
    lines_add_date(lines, state_lines[STATE_CREATED], job->times.CreationTime);
    lines_add_date(lines, state_lines[STATE_MODIFIED], job->times.ModificationTime);
    lines_add_date(lines, state_lines[STATE_TRANSFERRED], job->times.TransferCompletionTime);
    write_activity(job, lines);
    lines_add_number(lines, state_lines[STATE_DOWNLOAD_TIME], job_download_time(job, clock_ticks()));
    if (job->stalled)
        lines_add_date(lines, state_lines[STATE_STALLED], date_of_ticks(job->stall_time));
    if (job->state == BG_JOB_STATE_TRANSIENT_ERROR)
        lines_add_date(lines, state_lines[STATE_RETRY], date_of_ticks(job->retry_time));
}

/* Counted from 1; 0 for none. */
static size_t file_number(const struct job *job, const struct file *file)
{
    size_t i;

    for (i = 0; file && i < job->file_count; i++)
    {
        if (job->files[i] == file)
            return i + 1;
    }
    return 0;
}

static void write_error(const struct job *job, struct lines *lines)
{
    const struct job_error *error = &job->error;

    lines_add_number(lines, state_lines[STATE_ERROR_COUNT], job->error_count);
    if (error->code == S_OK)
        return;
    lines_add_string(lines, state_lines[STATE_ERROR_CONTEXT], contexts[error->context]);
    lines_add_code(lines, state_lines[STATE_ERROR_CODE], error->code);
    lines_add_number(lines, state_lines[STATE_ERROR_FILE], file_number(job, error->file));
}

void state_write(const struct job *job, struct values *values)
{
    struct lines lines = {0};

    lines_add_string(&lines, state_lines[STATE_NAME], states[job->state]);
    write_times(job, &lines);
    lines_add_number(&lines, state_lines[STATE_FILES], job->file_count);
    lines_add_flag(&lines, state_lines[STATE_RESUMED], job->resumed);
    lines_add_flag(&lines, state_lines[STATE_AWAITS_REQUESTS], job->awaits_requests);
    lines_add_flag(&lines, state_lines[STATE_COMPLETING], job->completing);
    write_error(job, &lines);
    lines_add_flag(&lines, state_lines[STATE_OWES_OUTCOME], job->events.outcome);
    lines_add_flag(&lines, state_lines[STATE_OWES_MODIFICATION], job->events.modification);
    lines_to_value(&lines, values, STATE);
}

/* What no transfer works on any more waits for its turn; what Complete had begun can be completed again. */
static BG_JOB_STATE loaded_state(const struct job *job, BG_JOB_STATE state)
{
    if (job->completing)
        return BG_JOB_STATE_TRANSFERRED;
    return state == BG_JOB_STATE_CONNECTING || state == BG_JOB_STATE_TRANSFERRING ? BG_JOB_STATE_QUEUED : state;
}

static void read_flags(HRESULT *hr, const WCHAR **found, struct job *job)
{
    decode_flag(hr, found[STATE_RESUMED], &job->resumed);
    decode_flag(hr, found[STATE_AWAITS_REQUESTS], &job->awaits_requests);
    decode_flag(hr, found[STATE_COMPLETING], &job->completing);
    decode_flag(hr, found[STATE_OWES_OUTCOME], &job->events.outcome);
    decode_flag(hr, found[STATE_OWES_MODIFICATION], &job->events.modification);
}

/* The time of clock_ticks() at that date, which may be before the machine has started: the difference counts. */
static ULONGLONG ticks_of(FILETIME date)
{
    return clock_ticks() - date_age(date);
}

/* If the date was set back meanwhile, the whole delay is over sooner than what seems to be left of it. */
static ULONGLONG retry_ticks(const struct job *job, FILETIME date)
{
    return clock_ticks() + min(date_distance(date), job->minimum_retry_delay * 1000ull);
}

static void read_times(HRESULT *hr, const WCHAR **found, struct job *job)
{
    FILETIME active, stalled = {0}, retry = {0};

    decode_check(hr, found[STATE_CREATED] && found[STATE_MODIFIED]);
    decode_date(hr, found[STATE_CREATED], &job->times.CreationTime);
    decode_date(hr, found[STATE_MODIFIED], &job->times.ModificationTime);
    decode_date(hr, found[STATE_TRANSFERRED], &job->times.TransferCompletionTime);
    active = job->times.ModificationTime;
    decode_date(hr, found[STATE_ACTIVE], &active);
    decode_date(hr, found[STATE_STALLED], &stalled);
    decode_date(hr, found[STATE_RETRY], &retry);
    decode_number(hr, found[STATE_DOWNLOAD_TIME], &job->download_time);
    job->activity_time = ticks_of(active);
    job->stalled = found[STATE_STALLED] != NULL;
    job->stall_time = ticks_of(stalled);
    job->retry_time = retry_ticks(job, retry);
}

static void read_error(HRESULT *hr, const WCHAR **found, struct job *job)
{
    ULONG context = BG_ERROR_CONTEXT_NONE;
    DWORD code = S_OK;

    decode_word(hr, found[STATE_ERROR_CONTEXT], contexts, ARRAYSIZE(contexts), &context);
    decode_dword(hr, found[STATE_ERROR_CODE], &code);
    decode_dword(hr, found[STATE_ERROR_FILE], &job->error_file_number);
    decode_dword(hr, found[STATE_ERROR_COUNT], &job->error_count);
    job->error.context = context;
    job->error.code = code;
}

static BOOL is_error(BG_JOB_STATE state)
{
    return state == BG_JOB_STATE_ERROR || state == BG_JOB_STATE_TRANSIENT_ERROR;
}

/* After the retry delay. A job in an error state tells its error to whoever asks, and one that has ended has no
 * record. */
void state_read(HRESULT *hr, const struct values *values, struct job *job)
{
    const WCHAR *found[STATE_LINES];
    ULONG state = BG_JOB_STATE_SUSPENDED;

    decode_lines(hr, values, STATE, state_lines, found, STATE_LINES);
    decode_check(hr, found[STATE_NAME] != NULL);
    decode_word(hr, found[STATE_NAME], states, ARRAYSIZE(states), &state);
    read_flags(hr, found, job);
    read_times(hr, found, job);
    decode_dword(hr, found[STATE_FILES], &job->stored_file_count);
    read_error(hr, found, job);
    job->state = loaded_state(job, state);
    decode_check(hr, !job_is_final(job));
    decode_check(hr, FAILED(job->error.code) || !is_error(job->state));
}
