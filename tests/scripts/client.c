/* What the programs of the scripts share.
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include <stdio.h>
#include <stdlib.h>

#include "client.h"

#define TIMEOUT 50000 /* milliseconds */
#define POLL_INTERVAL 20

void check(HRESULT hr, const char *what)
{
    if (SUCCEEDED(hr))
        return;
    fprintf(stderr, "%s failed: %#lx\n", what, hr);
    exit(2);
}

IBackgroundCopyManager *create_manager(void)
{
    IBackgroundCopyManager *manager;

    check(CoInitializeEx(NULL, COINIT_MULTITHREADED), "CoInitializeEx");
    check(CoCreateInstance(&CLSID_BackgroundCopyManager, NULL, CLSCTX_LOCAL_SERVER, &IID_IBackgroundCopyManager,
                  (void **)&manager),
            "CoCreateInstance");
    return manager;
}

IBackgroundCopyJob *create_manager_job(IBackgroundCopyManager *manager, const WCHAR *name)
{
    IBackgroundCopyJob *job;
    GUID id;

    check(IBackgroundCopyManager_CreateJob(manager, name, BG_JOB_TYPE_DOWNLOAD, &id, &job), "CreateJob");
    return job;
}

IBackgroundCopyJob *create_job(const WCHAR *name)
{
    IBackgroundCopyManager *manager = create_manager();
    IBackgroundCopyJob *job = create_manager_job(manager, name);

    IBackgroundCopyManager_Release(manager);
    return job;
}

void set_security_flags(IBackgroundCopyJob *job, ULONG flags)
{
    IBackgroundCopyJobHttpOptions *options;

    check(IBackgroundCopyJob_QueryInterface(job, &IID_IBackgroundCopyJobHttpOptions, (void **)&options),
            "QueryInterface");
    check(IBackgroundCopyJobHttpOptions_SetSecurityFlags(options, flags), "SetSecurityFlags");
    IBackgroundCopyJobHttpOptions_Release(options);
}

void set_credentials(IBackgroundCopyJob *job, BG_AUTH_CREDENTIALS *credentials)
{
    IBackgroundCopyJob2 *job2;

    check(IBackgroundCopyJob_QueryInterface(job, &IID_IBackgroundCopyJob2, (void **)&job2), "QueryInterface");
    check(IBackgroundCopyJob2_SetCredentials(job2, credentials), "SetCredentials");
    IBackgroundCopyJob2_Release(job2);
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
    printf("error %#lx, context %u\n", code, context);
    IBackgroundCopyError_Release(error);
}

BOOL download(IBackgroundCopyJob *job)
{
    BOOL good;

    check(IBackgroundCopyJob_Resume(job), "Resume");
    good = wait_for_end(job) == BG_JOB_STATE_TRANSFERRED;
    if (!good)
        print_error(job);
    check(good ? IBackgroundCopyJob_Complete(job) : IBackgroundCopyJob_Cancel(job), "Complete or Cancel");
    IBackgroundCopyJob_Release(job);
    return good;
}
