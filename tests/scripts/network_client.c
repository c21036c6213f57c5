/* network_client URL FILE: starts a job that cannot reach its server, and says when it has failed and was tried again.
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include <stdio.h>

#include "client.h"

#define TIMEOUT 20000 /* milliseconds; the retry delay is 10 minutes */
#define POLL_INTERVAL 10

static IBackgroundCopyJob *start_job(const WCHAR *url, const WCHAR *file)
{
    IBackgroundCopyJob *job = create_job(L"network");

    check(IBackgroundCopyJob_AddFile(job, url, file), "AddFile");
    check(IBackgroundCopyJob_Resume(job), "Resume");
    return job;
}

static void wait_for_errors(IBackgroundCopyJob *job, ULONG wanted)
{
    ULONGLONG end = GetTickCount64() + TIMEOUT;
    ULONG count;

    do
    {
        Sleep(POLL_INTERVAL);
        check(IBackgroundCopyJob_GetErrorCount(job, &count), "GetErrorCount");
        check(GetTickCount64() < end ? S_OK : E_FAIL, "waiting");
    } while (count < wanted);
}

static void say(const char *text)
{
    puts(text);
    fflush(stdout);
}

int wmain(int argc, WCHAR **argv);

int wmain(int argc, WCHAR **argv)
{
    IBackgroundCopyJob *job;

    if (argc != 3)
        return 1;
    job = start_job(argv[1], argv[2]);
    wait_for_errors(job, 1);
    say("it has failed");
    wait_for_errors(job, 2);
    say("it was tried again");
    check(IBackgroundCopyJob_Cancel(job), "Cancel");
    IBackgroundCopyJob_Release(job);
    CoUninitialize();
    return 0;
}
