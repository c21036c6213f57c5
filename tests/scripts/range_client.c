/* range_client URL FILE OFFSET LENGTH...: downloads these ranges through BITS; a length of -1 reaches to the end.
 * Prints the error of a job that fails.
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include <wchar.h>

#include "client.h"
#include <bits2_0.h>

#define RANGES_MAX 100

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

int wmain(int argc, WCHAR **argv);

int wmain(int argc, WCHAR **argv)
{
    IBackgroundCopyJob *job;

    if (argc < 5)
        return 2;
    job = create_job(L"ranges");
    add_file(job, argc, argv);
    return !download(job);
}
