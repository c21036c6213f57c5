/* network_client URL FILE: starts a job that cannot reach its server, and says when it has failed and was tried again.
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#define COBJMACROS
#include <stdio.h>
#include <stdlib.h>
#include <windows.h>
#include <bits.h>

#define TIMEOUT 20000 /* milliseconds; the retry delay is 10 minutes */
#define POLL_INTERVAL 10

static void check(HRESULT hr, const char *what)
{
    if (SUCCEEDED(hr))
        return;
    fprintf(stderr, "%s failed: %#lx\n", what, hr);
    exit(2);
}

static IBackgroundCopyJob *start_job(const WCHAR *url, const WCHAR *file)
{
    IBackgroundCopyManager *manager;
    IBackgroundCopyJob *job;
    GUID id;

    check(CoInitializeEx(NULL, COINIT_MULTITHREADED), "CoInitializeEx");
    check(CoCreateInstance(&CLSID_BackgroundCopyManager, NULL, CLSCTX_LOCAL_SERVER, &IID_IBackgroundCopyManager,
                  (void **)&manager),
            "CoCreateInstance");
    check(IBackgroundCopyManager_CreateJob(manager, L"network", BG_JOB_TYPE_DOWNLOAD, &id, &job), "CreateJob");
    check(IBackgroundCopyJob_AddFile(job, url, file), "AddFile");
    check(IBackgroundCopyJob_Resume(job), "Resume");
    IBackgroundCopyManager_Release(manager);
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
