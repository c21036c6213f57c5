/* Jobs that outlive this program, which prints how many there are at its end.
 * jobs_client start URL FILE: makes one, and waits until 2 MiB have come.
 * jobs_client finish: completes all that there are.
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include <stdio.h>
#include <wchar.h>

#include "client.h"

#define TIMEOUT 20000 /* milliseconds */
#define POLL_INTERVAL 20
#define STARTED_SIZE (2 * 1024 * 1024)

static UINT64 get_bytes(IBackgroundCopyJob *job)
{
    BG_JOB_PROGRESS progress;

    check(IBackgroundCopyJob_GetProgress(job, &progress), "GetProgress");
    return progress.BytesTransferred;
}

static BOOL start_job(IBackgroundCopyManager *manager, const WCHAR *url, const WCHAR *file)
{
    IBackgroundCopyJob *job = create_manager_job(manager, L"kept");
    ULONGLONG end = GetTickCount64() + TIMEOUT;
    WCHAR path[MAX_PATH];
    UINT64 bytes;

    if (!GetFullPathNameW(file, MAX_PATH, path, NULL))
        return FALSE;
    check(IBackgroundCopyJob_AddFile(job, url, path), "AddFile");
    check(IBackgroundCopyJob_Resume(job), "Resume");
    while ((bytes = get_bytes(job)) < STARTED_SIZE && GetTickCount64() < end)
        Sleep(POLL_INTERVAL);
    IBackgroundCopyJob_Release(job);
    return bytes >= STARTED_SIZE;
}

static IEnumBackgroundCopyJobs *enum_jobs(IBackgroundCopyManager *manager)
{
    IEnumBackgroundCopyJobs *jobs;

    check(IBackgroundCopyManager_EnumJobs(manager, 0, &jobs), "EnumJobs");
    return jobs;
}

static BOOL finish_jobs(IBackgroundCopyManager *manager)
{
    IEnumBackgroundCopyJobs *jobs = enum_jobs(manager);
    IBackgroundCopyJob *job;
    BOOL good = TRUE;

    while (IEnumBackgroundCopyJobs_Next(jobs, 1, &job, NULL) == S_OK)
        good = download(job) && good;
    IEnumBackgroundCopyJobs_Release(jobs);
    return good;
}

static void print_count(IBackgroundCopyManager *manager)
{
    IEnumBackgroundCopyJobs *jobs = enum_jobs(manager);
    ULONG count;

    check(IEnumBackgroundCopyJobs_GetCount(jobs, &count), "GetCount");
    IEnumBackgroundCopyJobs_Release(jobs);
    printf("%lu jobs\n", count);
}

int wmain(int argc, WCHAR **argv);

int wmain(int argc, WCHAR **argv)
{
    IBackgroundCopyManager *manager = create_manager();
    BOOL good = TRUE;

    if (argc == 4 && !wcscmp(argv[1], L"start"))
        good = start_job(manager, argv[2], argv[3]);
    else if (argc == 2 && !wcscmp(argv[1], L"finish"))
        good = finish_jobs(manager);
    else
        return 1;
    print_count(manager);
    IBackgroundCopyManager_Release(manager);
    CoUninitialize();
    return !good;
}
