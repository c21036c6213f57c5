/* https_client FLAGS URL FILE: downloads through BITS with these security flags, in hexadecimal. Prints the error of a
 * job that fails.
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#define COBJMACROS
#include <stdio.h>
#include <stdlib.h>
#include <windows.h>
#include <bits.h>

#define TIMEOUT 50000 /* milliseconds */
#define POLL_INTERVAL 20

static void check(HRESULT hr, const char *what)
{
    if (SUCCEEDED(hr))
        return;
    fprintf(stderr, "%s failed: %#lx\n", what, hr);
    exit(2);
}

static IBackgroundCopyJob *create_job(void)
{
    IBackgroundCopyManager *manager;
    IBackgroundCopyJob *job;
    GUID id;

    check(CoInitializeEx(NULL, COINIT_MULTITHREADED), "CoInitializeEx");
    check(CoCreateInstance(&CLSID_BackgroundCopyManager, NULL, CLSCTX_LOCAL_SERVER, &IID_IBackgroundCopyManager,
                  (void **)&manager),
            "CoCreateInstance");
    check(IBackgroundCopyManager_CreateJob(manager, L"https", BG_JOB_TYPE_DOWNLOAD, &id, &job), "CreateJob");
    IBackgroundCopyManager_Release(manager);
    return job;
}

static void set_flags(IBackgroundCopyJob *job, ULONG flags)
{
    IBackgroundCopyJobHttpOptions *options;

    check(IBackgroundCopyJob_QueryInterface(job, &IID_IBackgroundCopyJobHttpOptions, (void **)&options),
            "QueryInterface");
    check(IBackgroundCopyJobHttpOptions_SetSecurityFlags(options, flags), "SetSecurityFlags");
    IBackgroundCopyJobHttpOptions_Release(options);
}

static BG_JOB_STATE wait_for_end(IBackgroundCopyJob *job)
{
    ULONGLONG end = GetTickCount64() + TIMEOUT;
    BG_JOB_STATE state;

    do
    {
        Sleep(POLL_INTERVAL);
        check(IBackgroundCopyJob_GetState(job, &state), "GetState");
    } while (state <= BG_JOB_STATE_TRANSFERRING && GetTickCount64() < end);
    return state;
}

static void print_error(IBackgroundCopyJob *job)
{
    IBackgroundCopyError *error;
    BG_ERROR_CONTEXT context;
    HRESULT code;

    check(IBackgroundCopyJob_GetError(job, &error), "GetError");
    check(IBackgroundCopyError_GetError(error, &context, &code), "GetError");
    IBackgroundCopyError_Release(error);
    printf("error %#lx\n", code);
}

int wmain(int argc, WCHAR **argv);

int wmain(int argc, WCHAR **argv)
{
    IBackgroundCopyJob *job;
    WCHAR path[MAX_PATH];

    if (argc != 4 || !GetFullPathNameW(argv[3], ARRAYSIZE(path), path, NULL))
        return 2;
    job = create_job();
    set_flags(job, wcstoul(argv[1], NULL, 16));
    check(IBackgroundCopyJob_AddFile(job, argv[2], path), "AddFile");
    check(IBackgroundCopyJob_Resume(job), "Resume");
    if (wait_for_end(job) == BG_JOB_STATE_TRANSFERRED)
    {
        check(IBackgroundCopyJob_Complete(job), "Complete");
        return 0;
    }
    print_error(job);
    IBackgroundCopyJob_Cancel(job);
    return 1;
}
