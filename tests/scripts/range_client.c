/* range_client URL FILE OFFSET LENGTH...: downloads these ranges through BITS; a length of -1 reaches to the end.
 * Prints the error of a job that fails.
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#define COBJMACROS
#include <stdio.h>
#include <stdlib.h>
#include <windows.h>
#include <bits.h>
#include <bits2_0.h>

#define TIMEOUT 50000 /* milliseconds */
#define POLL_INTERVAL 20
#define RANGES_MAX 100

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
    check(IBackgroundCopyManager_CreateJob(manager, L"ranges", BG_JOB_TYPE_DOWNLOAD, &id, &job), "CreateJob");
    IBackgroundCopyManager_Release(manager);
    return job;
}

static void add_file(IBackgroundCopyJob *job, int argc, WCHAR **argv)
{
    BG_FILE_RANGE ranges[RANGES_MAX];
    IBackgroundCopyJob3 *job3;
    WCHAR path[MAX_PATH];
    DWORD count;

    for (count = 0; count < RANGES_MAX && 2 * count + 4 < (DWORD)argc; count++)
    {
        ranges[count].InitialOffset = _wcstoui64(argv[2 * count + 3], NULL, 10);
        ranges[count].Length = _wcstoui64(argv[2 * count + 4], NULL, 10);
    }
    GetFullPathNameW(argv[2], ARRAYSIZE(path), path, NULL);
    check(IBackgroundCopyJob_QueryInterface(job, &IID_IBackgroundCopyJob3, (void **)&job3), "QueryInterface");
    check(IBackgroundCopyJob3_AddFileWithRanges(job3, argv[1], path, count, ranges), "AddFileWithRanges");
    IBackgroundCopyJob3_Release(job3);
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
    check(IBackgroundCopyError_GetError(error, &context, &code), "GetError of the error");
    printf("error %#lx\n", code);
    IBackgroundCopyError_Release(error);
}

int wmain(int argc, WCHAR **argv);

int wmain(int argc, WCHAR **argv)
{
    IBackgroundCopyJob *job;
    BOOL good;

    if (argc < 5)
        return 2;
    job = create_job();
    add_file(job, argc, argv);
    check(IBackgroundCopyJob_Resume(job), "Resume");
    good = wait_for_end(job) == BG_JOB_STATE_TRANSFERRED;
    if (!good)
        print_error(job);
    check(good ? IBackgroundCopyJob_Complete(job) : IBackgroundCopyJob_Cancel(job), "Complete or Cancel");
    IBackgroundCopyJob_Release(job);
    CoUninitialize();
    return !good;
}
