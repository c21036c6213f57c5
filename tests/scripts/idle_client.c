/* idle_client COUNT: makes that many jobs, prints a line, waits until its input ends, and cancels them.
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#define COBJMACROS
#include <stdio.h>
#include <stdlib.h>
#include <windows.h>
#include <bits.h>

static void check(HRESULT hr, const char *what)
{
    if (SUCCEEDED(hr))
        return;
    fprintf(stderr, "%s failed: %#lx\n", what, hr);
    exit(2);
}

static IBackgroundCopyManager *create_manager(void)
{
    IBackgroundCopyManager *manager;

    check(CoInitializeEx(NULL, COINIT_MULTITHREADED), "CoInitializeEx");
    check(CoCreateInstance(&CLSID_BackgroundCopyManager, NULL, CLSCTX_LOCAL_SERVER, &IID_IBackgroundCopyManager,
                  (void **)&manager),
            "CoCreateInstance");
    return manager;
}

static IBackgroundCopyJob *create_job(IBackgroundCopyManager *manager)
{
    IBackgroundCopyJob *job;
    GUID id;

    check(IBackgroundCopyManager_CreateJob(manager, L"idle", BG_JOB_TYPE_DOWNLOAD, &id, &job), "CreateJob");
    return job;
}

static void cancel_job(IBackgroundCopyJob *job)
{
    check(IBackgroundCopyJob_Cancel(job), "Cancel");
    IBackgroundCopyJob_Release(job);
}

int wmain(int argc, WCHAR **argv);

int wmain(int argc, WCHAR **argv)
{
    size_t i, count = argc == 2 ? wcstoul(argv[1], NULL, 10) : 0;
    IBackgroundCopyManager *manager = create_manager();
    IBackgroundCopyJob **jobs = calloc(count, sizeof(*jobs));

    if (!count || !jobs)
        return 1;
    for (i = 0; i < count; ++i)
        jobs[i] = create_job(manager);
    printf("%zu jobs\n", count);
    fflush(stdout);
    while (getchar() != EOF)
        ;
    for (i = 0; i < count; ++i)
        cancel_job(jobs[i]);
    IBackgroundCopyManager_Release(manager);
    CoUninitialize();
    return 0;
}
