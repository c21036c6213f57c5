/* Downloads through BITS, many at a time. Each line of the standard input is a download: a name, security flags in
 * hexadecimal, and a URL. The file is called "name-flags". Prints the name, the flags, the code of the error, or 0, and
 * the milliseconds since the start.
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include <stdio.h>
#include <stdlib.h>
#include <wchar.h>

#include "client.h"

#define JOBS_MAX 50      /* BITS allows a user 60 */
#define TIMEOUT 60000    /* milliseconds */
#define POLL_INTERVAL 20

struct cell
{
    char name[64];
    char flags[8];
    IBackgroundCopyJob *job; /* NULL if there is none */
};

static struct cell cells[JOBS_MAX];
static ULONGLONG start;

static void cell_begin(struct cell *cell, IBackgroundCopyManager *manager, const char *url)
{
    WCHAR path[MAX_PATH], name[80], remote[256];

    swprintf(name, ARRAYSIZE(name), L"%hs-%hs", cell->name, cell->flags);
    swprintf(remote, ARRAYSIZE(remote), L"%hs", url);
    GetFullPathNameW(name, ARRAYSIZE(path), path, NULL);
    cell->job = create_manager_job(manager, name);
    set_security_flags(cell->job, strtoul(cell->flags, NULL, 16));
    check(IBackgroundCopyJob_SetPriority(cell->job, BG_JOB_PRIORITY_FOREGROUND), "SetPriority");
    check(IBackgroundCopyJob_AddFile(cell->job, remote, path), "AddFile");
    check(IBackgroundCopyJob_Resume(cell->job), "Resume");
}

static HRESULT get_error(IBackgroundCopyJob *job)
{
    IBackgroundCopyError *error;
    BG_ERROR_CONTEXT context;
    HRESULT code;

    check(IBackgroundCopyJob_GetError(job, &error), "GetError");
    check(IBackgroundCopyError_GetError(error, &context, &code), "GetError of the error");
    IBackgroundCopyError_Release(error);
    return code;
}

static void cell_poll(struct cell *cell)
{
    BG_JOB_STATE state;

    check(IBackgroundCopyJob_GetState(cell->job, &state), "GetState");
    if (state <= BG_JOB_STATE_TRANSFERRING)
        return;
    printf("%s %s %#lx %u\n", cell->name, cell->flags,
            state == BG_JOB_STATE_TRANSFERRED ? 0 : get_error(cell->job), (unsigned int)(GetTickCount64() - start));
    check(state == BG_JOB_STATE_TRANSFERRED ? IBackgroundCopyJob_Complete(cell->job)
                                            : IBackgroundCopyJob_Cancel(cell->job),
            "Complete or Cancel");
    IBackgroundCopyJob_Release(cell->job);
    cell->job = NULL;
}

/* Begins the next download in the place of one that has ended; FALSE if there is none. */
static BOOL begin_next(struct cell *cell, IBackgroundCopyManager *manager)
{
    char url[256];

    if (scanf("%63s %7s %255s", cell->name, cell->flags, url) != 3)
        return FALSE;
    cell_begin(cell, manager, url);
    return TRUE;
}

/* Whether any is still on its way. */
static BOOL poll(IBackgroundCopyManager *manager)
{
    BOOL busy = FALSE;
    size_t i;

    for (i = 0; i < JOBS_MAX; i++)
    {
        if (cells[i].job)
            cell_poll(&cells[i]);
        if (cells[i].job || begin_next(&cells[i], manager))
            busy = TRUE;
    }
    return busy;
}

int main(void)
{
    IBackgroundCopyManager *manager = create_manager();

    start = GetTickCount64();
    while (poll(manager) && GetTickCount64() - start < TIMEOUT)
        Sleep(POLL_INTERVAL);
    return 0;
}
