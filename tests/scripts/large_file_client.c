/* large_file_client URL FILE SUSPEND_AT: downloads a file through BITS, and suspends the job once when so many bytes
 * have come. The progress is looked at all the time. A line of input starts the download, another one completes it.
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include <inttypes.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <wchar.h>

#include "client.h"

#define TIMEOUT 120000 /* milliseconds */
#define POLL_INTERVAL 20

static UINT64 total, transferred; /* as they were at the last look */

static void __attribute__((format(__MINGW_PRINTF_FORMAT, 1, 2), noreturn)) fail(const char *format, ...)
{
    va_list args;

    va_start(args, format);
    vfprintf(stderr, format, args);
    va_end(args);
    exit(2);
}

/* The total is known from the first byte on and stays, and the bytes only grow. */
static void look(IBackgroundCopyJob *job)
{
    BG_JOB_PROGRESS progress;

    check(IBackgroundCopyJob_GetProgress(job, &progress), "GetProgress");
    if (progress.BytesTransferred < transferred || (total && progress.BytesTotal != total)
            || progress.BytesTransferred > progress.BytesTotal)
        fail("after %" PRIu64 " of %" PRIu64 " comes %" PRIu64 " of %" PRIu64 "\n", transferred, total,
                progress.BytesTransferred, progress.BytesTotal);
    transferred = progress.BytesTransferred;
    if (progress.BytesTotal != BG_SIZE_UNKNOWN)
        total = progress.BytesTotal;
}

static BOOL is_active(IBackgroundCopyJob *job)
{
    BG_JOB_STATE state;

    check(IBackgroundCopyJob_GetState(job, &state), "GetState");
    if (state == BG_JOB_STATE_ERROR || state == BG_JOB_STATE_TRANSIENT_ERROR)
        fail("the job has failed after %" PRIu64 " bytes\n", transferred);
    return state != BG_JOB_STATE_TRANSFERRED;
}

/* Waits until so many bytes have come, or all. */
static void wait_for_bytes(IBackgroundCopyJob *job, UINT64 count)
{
    ULONGLONG end = GetTickCount64() + TIMEOUT;

    for (look(job); transferred < count && is_active(job); look(job))
    {
        if (GetTickCount64() > end)
            fail("%" PRIu64 " of %" PRIu64 " bytes after %u ms\n", transferred, total, TIMEOUT);
        Sleep(POLL_INTERVAL);
    }
}

static void suspend(IBackgroundCopyJob *job)
{
    UINT64 before;

    check(IBackgroundCopyJob_Suspend(job), "Suspend");
    look(job);
    before = transferred;
    Sleep(POLL_INTERVAL);
    look(job);
    if (transferred != before)
        fail("%" PRIu64 " bytes have come after Suspend\n", transferred - before);
}

/* Says where the download is, and waits for a line of input. */
static void pause(const char *where)
{
    printf("%s %" PRIu64 " %" PRIu64 "\n", where, transferred, total);
    fflush(stdout);
    while (getchar() != '\n')
    {
        if (feof(stdin))
            exit(2);
    }
}

int wmain(int argc, WCHAR **argv);

int wmain(int argc, WCHAR **argv)
{
    UINT64 suspend_at;
    IBackgroundCopyJob *job;

    if (argc != 4)
        fail("usage: large_file_client URL FILE SUSPEND_AT\n");
    suspend_at = _wcstoui64(argv[3], NULL, 10);
    job = create_job(L"large file");
    check(IBackgroundCopyJob_AddFile(job, argv[1], argv[2]), "AddFile");
    pause("ready");
    check(IBackgroundCopyJob_Resume(job), "Resume");
    if (suspend_at)
    {
        wait_for_bytes(job, suspend_at);
        suspend(job);
        printf("suspended %" PRIu64 " %" PRIu64 "\n", transferred, total);
        check(IBackgroundCopyJob_Resume(job), "Resume");
    }
    wait_for_bytes(job, BG_SIZE_UNKNOWN);
    pause("transferred");
    check(IBackgroundCopyJob_Complete(job), "Complete");
    IBackgroundCopyJob_Release(job);
    CoUninitialize();
    return 0;
}
