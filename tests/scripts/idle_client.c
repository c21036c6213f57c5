/* idle_client COUNT: makes that many jobs, prints a line, waits until its input ends, and cancels them.
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include <stdio.h>
#include <stdlib.h>
#include <wchar.h>

#include "client.h"

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
        jobs[i] = create_manager_job(manager, L"idle");
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
