/* What becomes of jobs in each state when the service is stopped and started again: life-cycle-of-a-bits-job.
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include <stdio.h>
#include <string.h>
#include <wchar.h>

#include "job_settings.h"
#include "persistence_test.h"

#define RETRY_DELAY 5000
#define CLOCK_DIFFERENCE 100 /* of the tick count and the date, which do not step together */

static const struct http_reply not_found = {404};
static const struct http_reply busy = {503};

static IBackgroundCopyJob *base_of(IBackgroundCopyJob5 *job)
{
    return (IBackgroundCopyJob *)job;
}

/* The path's last request asked for what has not come before, if the file is still the same. */
static void assert_went_on(struct bits_test *test, const char *path, UINT64 offset, const char *validator)
{
    char range[64];

    snprintf(range, sizeof(range), "bytes=%u-%u", (unsigned int)offset, PERSISTENCE_SIZE - 1);
    assert_string_equal(last_header(test->server, path, "Range"), range);
    assert_string_equal(last_header(test->server, path, "If-Range"), validator);
}

static void assert_error(IBackgroundCopyJob5 *job, HRESULT expected, const WCHAR *remote_name_end)
{
    BG_ERROR_CONTEXT context;
    IBackgroundCopyError *error;
    IBackgroundCopyFile *file;
    HRESULT code;
    WCHAR *name;

    assert_hr(IBackgroundCopyJob5_GetError(job, &error), S_OK);
    assert_hr(IBackgroundCopyError_GetError(error, &context, &code), S_OK);
    assert_hr(code, expected);
    assert_int_equal(context, BG_ERROR_CONTEXT_REMOTE_FILE);
    assert_hr(IBackgroundCopyError_GetFile(error, &file), S_OK);
    assert_hr(IBackgroundCopyFile_GetRemoteName(file, &name), S_OK);
    assert_non_null(wcsstr(name, remote_name_end));
    CoTaskMemFree(name);
    IBackgroundCopyFile_Release(file);
    IBackgroundCopyError_Release(error);
}

static ULONG get_error_count(IBackgroundCopyJob5 *job)
{
    ULONG count = 0;

    assert_hr(IBackgroundCopyJob5_GetErrorCount(job, &count), S_OK);
    return count;
}

static void prepare_suspended(struct bits_test *test, IBackgroundCopyJob5 *job)
{
    fetch_half(test, job, "/suspended", 1);
    serve_whole(test, "/suspended", 1);
}

static void check_suspended(struct bits_test *test, IBackgroundCopyJob5 *job)
{
    assert_state(base_of(job), BG_JOB_STATE_SUSPENDED);
    assert_int_equal(get_progress(base_of(job)).BytesTransferred, PERSISTENCE_HALF);
    assert_int_equal(http_server_count(test->server, "GET", "/suspended"), 1);
    assert_hr(IBackgroundCopyJob5_Resume(job), S_OK);
    assert_completes(test, job, "/suspended", 1);
    assert_went_on(test, "/suspended", PERSISTENCE_HALF, "\"493e0-1\"");
}

static void prepare_connecting(struct bits_test *test, IBackgroundCopyJob5 *job)
{
    struct http_reply silent = {.size = PERSISTENCE_SIZE, .fault = HTTP_FAULT_SILENT};

    start_file(test, job, "/connecting", &silent);
    wait_for_state(base_of(job), BG_JOB_STATE_CONNECTING);
}

static void alter_connecting(struct bits_test *test)
{
    serve_whole(test, "/connecting", 2);
}

static void check_connecting(struct bits_test *test, IBackgroundCopyJob5 *job)
{
    assert_completes(test, job, "/connecting", 2);
}

/* Two of normal priority: while the first one connects, the second one waits. */
static void prepare_first_in_line(struct bits_test *test, IBackgroundCopyJob5 *job)
{
    struct http_reply silent = {.size = PERSISTENCE_SIZE, .fault = HTTP_FAULT_SILENT};

    http_server_serve(test->server, "/first_in_line", &silent);
    add_file(test, base_of(job), "/first_in_line", L"first_in_line");
    assert_hr(IBackgroundCopyJob5_Resume(job), S_OK);
    wait_for_state(base_of(job), BG_JOB_STATE_CONNECTING);
}

static void alter_first_in_line(struct bits_test *test)
{
    serve_whole(test, "/first_in_line", 3);
}

static void check_first_in_line(struct bits_test *test, IBackgroundCopyJob5 *job)
{
    assert_completes(test, job, "/first_in_line", 3);
}

static void prepare_queued(struct bits_test *test, IBackgroundCopyJob5 *job)
{
    serve_whole(test, "/queued", 4);
    add_file(test, base_of(job), "/queued", L"queued");
    assert_hr(IBackgroundCopyJob5_Resume(job), S_OK);
    assert_state(base_of(job), BG_JOB_STATE_QUEUED);
}

static void check_queued(struct bits_test *test, IBackgroundCopyJob5 *job)
{
    assert_completes(test, job, "/queued", 4);
}

/* file-transfer-consistency: what has come is not fetched again, if the server has the same file still. */
static void prepare_transferring(struct bits_test *test, IBackgroundCopyJob5 *job)
{
    struct http_reply stalling =
    {
        .size = PERSISTENCE_SIZE, .seed = 5, .fault = HTTP_FAULT_STALL, .fault_at = PERSISTENCE_HALF,
    };

    start_file(test, job, "/transferring", &stalling);
    wait_for_bytes(base_of(job), PERSISTENCE_HALF);
    assert_state(base_of(job), BG_JOB_STATE_TRANSFERRING);
}

static void alter_transferring(struct bits_test *test)
{
    serve_whole(test, "/transferring", 5);
}

static void check_transferring(struct bits_test *test, IBackgroundCopyJob5 *job)
{
    assert_completes(test, job, "/transferring", 5);
    assert_went_on(test, "/transferring", PERSISTENCE_HALF, "\"493e0-5\"");
    assert_int_equal(get_progress(base_of(job)).BytesTransferred, PERSISTENCE_SIZE);
}

/* The first file is there, half of the second one, and nothing of the third. */
static void prepare_several_files(struct bits_test *test, IBackgroundCopyJob5 *job)
{
    serve_whole(test, "/several_one", 6);
    serve_whole(test, "/several_three", 8);
    add_file(test, base_of(job), "/several_one", L"several_one");
    fetch_half(test, job, "/several_two", 7);
    add_file(test, base_of(job), "/several_three", L"several_three");
    serve_whole(test, "/several_two", 7);
}

static void check_several_files(struct bits_test *test, IBackgroundCopyJob5 *job)
{
    BG_JOB_PROGRESS progress = get_progress(base_of(job));

    assert_int_equal(progress.FilesTransferred, 1);
    assert_int_equal(progress.FilesTotal, 3);
    assert_int_equal(progress.BytesTransferred, PERSISTENCE_SIZE + PERSISTENCE_HALF);
    assert_hr(IBackgroundCopyJob5_Resume(job), S_OK);
    assert_completes(test, job, "/several_two", 7);
    assert_went_on(test, "/several_two", PERSISTENCE_HALF, "\"493e0-7\"");
    assert_int_equal(http_server_count(test->server, "GET", "/several_one"), 1);
    assert_file_is_pattern(test, L"several_one", PERSISTENCE_SIZE, 6);
    assert_file_is_pattern(test, L"several_three", PERSISTENCE_SIZE, 8);
}

/* Its retry delay is 10 minutes: nothing is tried so soon. */
static void prepare_transient_error(struct bits_test *test, IBackgroundCopyJob5 *job)
{
    start_file(test, job, "/transient_error", &busy);
    wait_for_state(base_of(job), BG_JOB_STATE_TRANSIENT_ERROR);
}

static void check_transient_error(struct bits_test *test, IBackgroundCopyJob5 *job)
{
    assert_state(base_of(job), BG_JOB_STATE_TRANSIENT_ERROR);
    assert_error(job, BG_E_HTTP_ERROR_503, L"/transient_error");
    assert_int_equal(get_error_count(job), 1);
    assert_int_equal(http_server_count(test->server, "GET", "/transient_error"), 1);
}

/* It is tried again when the delay is over that has begun before: nf-bits-ibackgroundcopyjob-setminimumretrydelay. */
static ULONGLONG retried_start;

static void prepare_retried(struct bits_test *test, IBackgroundCopyJob5 *job)
{
    retried_start = GetTickCount64();
    assert_hr(IBackgroundCopyJob5_SetMinimumRetryDelay(job, RETRY_DELAY / 1000), S_OK);
    start_file(test, job, "/retried", &busy);
    wait_for_state(base_of(job), BG_JOB_STATE_TRANSIENT_ERROR);
    serve_whole(test, "/retried", 18);
}

static void check_retried(struct bits_test *test, IBackgroundCopyJob5 *job)
{
    wait_for_retry(base_of(job));
    assert_true(GetTickCount64() - retried_start >= RETRY_DELAY - CLOCK_DIFFERENCE);
    assert_completes(test, job, "/retried", 18);
}

/* The error belongs to the second file. */
static void prepare_error(struct bits_test *test, IBackgroundCopyJob5 *job)
{
    serve_whole(test, "/before_error", 9);
    add_file(test, base_of(job), "/before_error", L"before_error");
    start_file(test, job, "/error", &not_found);
    wait_for_state(base_of(job), BG_JOB_STATE_ERROR);
}

static void check_error(struct bits_test *test, IBackgroundCopyJob5 *job)
{
    assert_state(base_of(job), BG_JOB_STATE_ERROR);
    assert_error(job, BG_E_HTTP_ERROR_404, L"/error");
    assert_int_equal(get_error_count(job), 1);
    assert_int_equal(http_server_count(test->server, "GET", "/error"), 1);
}

static void prepare_transferred(struct bits_test *test, IBackgroundCopyJob5 *job)
{
    struct http_reply whole = {.size = PERSISTENCE_SIZE, .seed = 10};

    start_file(test, job, "/transferred", &whole);
    wait_for_state(base_of(job), BG_JOB_STATE_TRANSFERRED);
}

static void check_transferred(struct bits_test *test, IBackgroundCopyJob5 *job)
{
    assert_state(base_of(job), BG_JOB_STATE_TRANSFERRED);
    assert_int_equal(get_progress(base_of(job)).BytesTransferred, PERSISTENCE_SIZE);
    assert_int_equal(get_progress(base_of(job)).BytesTotal, PERSISTENCE_SIZE);
    assert_false(file_exists(test, L"transferred"));
    assert_completes(test, job, "/transferred", 10);
    assert_int_equal(http_server_count(test->server, "GET", "/transferred"), 1);
}

static void prepare_empty_file(struct bits_test *test, IBackgroundCopyJob5 *job)
{
    struct http_reply empty = {.size = 0};

    start_file(test, job, "/empty_file", &empty);
    wait_for_state(base_of(job), BG_JOB_STATE_TRANSFERRED);
}

static void check_empty_file(struct bits_test *test, IBackgroundCopyJob5 *job)
{
    assert_state(base_of(job), BG_JOB_STATE_TRANSFERRED);
    assert_hr(IBackgroundCopyJob5_Complete(job), S_OK);
    assert_file_is_pattern(test, L"empty_file", 0, 0);
}

/* nf-bits-ibackgroundcopyjob-complete: where a file cannot be renamed, the others have their names, and the job is
 * TRANSFERRED still. */
static void prepare_half_completed(struct bits_test *test, IBackgroundCopyJob5 *job)
{
    WCHAR path[MAX_PATH];

    serve_whole(test, "/half_one", 11);
    add_file(test, base_of(job), "/half_one", L"half_one");
    start_file(test, job, "/half_two", &(struct http_reply){.size = PERSISTENCE_SIZE, .seed = 12});
    wait_for_state(base_of(job), BG_JOB_STATE_TRANSFERRED);
    local_name(test, L"half_two", path);
    assert_true(CreateDirectoryW(path, NULL));
    assert_failed(IBackgroundCopyJob5_Complete(job));
    assert_true(RemoveDirectoryW(path));
}

static void check_half_completed(struct bits_test *test, IBackgroundCopyJob5 *job)
{
    assert_state(base_of(job), BG_JOB_STATE_TRANSFERRED);
    assert_true(get_file_progress(base_of(job), 0).Completed);
    assert_file_is_pattern(test, L"half_one", PERSISTENCE_SIZE, 11);
    assert_false(file_exists(test, L"half_two"));
    assert_completes(test, job, "/half_two", 12);
    assert_file_is_pattern(test, L"half_one", PERSISTENCE_SIZE, 11);
}

static void prepare_completed(struct bits_test *test, IBackgroundCopyJob5 *job)
{
    start_file(test, job, "/completed", &(struct http_reply){.size = PERSISTENCE_SIZE, .seed = 13});
    assert_completes(test, job, "/completed", 13);
}

static void check_completed(struct bits_test *test, IBackgroundCopyJob5 *job)
{
    assert_file_is_pattern(test, L"completed", PERSISTENCE_SIZE, 13);
}

/* With bytes, which have gone with the job. */
static void prepare_cancelled(struct bits_test *test, IBackgroundCopyJob5 *job)
{
    fetch_half(test, job, "/cancelled", 14);
    assert_hr(IBackgroundCopyJob5_Cancel(job), S_OK);
}

static void check_cancelled(struct bits_test *test, IBackgroundCopyJob5 *job)
{
    assert_false(file_exists(test, L"cancelled"));
    assert_int_equal(http_server_count(test->server, "GET", "/cancelled"), 1);
}

/* ne-bits5_0-bits_job_property_id: dynamic content begins anew after every interruption. */
static void prepare_dynamic(struct bits_test *test, IBackgroundCopyJob5 *job)
{
    enable_property(base_of(job), BITS_JOB_PROPERTY_DYNAMIC_CONTENT);
    fetch_half(test, job, "/dynamic", 15);
    serve_whole(test, "/dynamic", 16);
}

static void check_dynamic(struct bits_test *test, IBackgroundCopyJob5 *job)
{
    assert_hr(IBackgroundCopyJob5_Resume(job), S_OK);
    assert_completes(test, job, "/dynamic", 16);
    assert_string_equal(last_header(test->server, "/dynamic", "Range"), "");
}

static void prepare_high_performance(struct bits_test *test, IBackgroundCopyJob5 *job)
{
    enable_property(base_of(job), BITS_JOB_PROPERTY_HIGH_PERFORMANCE);
    fetch_half(test, job, "/high_performance", 17);
    serve_whole(test, "/high_performance", 17);
}

static void check_high_performance(struct bits_test *test, IBackgroundCopyJob5 *job)
{
    assert_hr(IBackgroundCopyJob5_Resume(job), S_OK);
    assert_completes(test, job, "/high_performance", 17);
}

/* ns-bits-bg_job_times */
static BG_JOB_TIMES times;

static void prepare_times(struct bits_test *test, IBackgroundCopyJob5 *job)
{
    start_file(test, job, "/times", &(struct http_reply){.size = PERSISTENCE_SIZE});
    wait_for_state(base_of(job), BG_JOB_STATE_TRANSFERRED);
    assert_hr(IBackgroundCopyJob5_GetTimes(job, &times), S_OK);
}

static void check_times(struct bits_test *test, IBackgroundCopyJob5 *job)
{
    BG_JOB_TIMES now;

    assert_hr(IBackgroundCopyJob5_GetTimes(job, &now), S_OK);
    assert_memory_equal(&now.CreationTime, &times.CreationTime, sizeof(times.CreationTime));
    assert_memory_equal(&now.ModificationTime, &times.ModificationTime, sizeof(times.ModificationTime));
    assert_memory_equal(&now.TransferCompletionTime, &times.TransferCompletionTime,
            sizeof(times.TransferCompletionTime));
}

int main(void)
{
    static struct survivor survivors[] =
    {
        SURVIVES(suspended),
        SURVIVES_ALTERED(connecting),
        SURVIVES_ALTERED(first_in_line),
        SURVIVES(queued),
        SURVIVES_ALTERED(transferring),
        SURVIVES(several_files),
        SURVIVES(transient_error),
        SURVIVES(error),
        SURVIVES(transferred),
        SURVIVES(empty_file),
        SURVIVES(half_completed),
        STAYS_AWAY(completed),
        STAYS_AWAY(cancelled),
        SURVIVES(dynamic),
        SURVIVES(high_performance),
        SURVIVES(times),
        SURVIVES(retried),
    };

    return run_survivors("persistence_states", survivors, ARRAYSIZE(survivors));
}
