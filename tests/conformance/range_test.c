/* What the tests of ranges share.
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include <stdio.h>
#include <wchar.h>

#include "range_test.h"

static void add_ranges(struct bits_test *test, IBackgroundCopyJob *job, const BG_FILE_RANGE *ranges, DWORD count)
{
    WCHAR url[256], path[MAX_PATH];
    IBackgroundCopyJob3 *job3;

    remote_name(test, "/file", url, ARRAYSIZE(url));
    local_name(test, L"file", path);
    assert_hr(IBackgroundCopyJob_QueryInterface(job, &IID_IBackgroundCopyJob3, (void **)&job3), S_OK);
    assert_hr(IBackgroundCopyJob3_AddFileWithRanges(job3, url, path, count, (BG_FILE_RANGE *)ranges), S_OK);
    IBackgroundCopyJob3_Release(job3);
}

IBackgroundCopyJob *create_range_job(struct bits_test *test, const struct http_reply *reply,
        const BG_FILE_RANGE *ranges, DWORD count)
{
    IBackgroundCopyJob *job = create_job(test);

    http_server_serve(test->server, "/file", reply);
    add_ranges(test, job, ranges, count);
    return job;
}

IBackgroundCopyJob *start_range_job(struct bits_test *test, const struct http_reply *reply,
        const BG_FILE_RANGE *ranges, DWORD count)
{
    IBackgroundCopyJob *job = create_range_job(test, reply, ranges, count);

    assert_hr(IBackgroundCopyJob_Resume(job), S_OK);
    return job;
}

IBackgroundCopyFile6 *get_file6(IBackgroundCopyJob *job, ULONG index)
{
    IBackgroundCopyFile *file = get_file(job, index);
    IBackgroundCopyFile6 *file6;

    assert_hr(IBackgroundCopyFile_QueryInterface(file, &IID_IBackgroundCopyFile6, (void **)&file6), S_OK);
    IBackgroundCopyFile_Release(file);
    return file6;
}

/* Checks that the pattern of a range comes next in the stream. */
static void assert_range_follows(FILE *stream, const BG_FILE_RANGE *range, const struct http_reply *reply)
{
    UINT64 end = range->Length == BG_LENGTH_TO_EOF ? reply->size : range->InitialOffset + range->Length, offset;

    for (offset = range->InitialOffset; offset < end; ++offset)
    {
        if (getc(stream) != http_pattern(reply->seed, offset))
            fail_msg("wrong byte at %lu of the remote file", (ULONG)offset);
    }
}

void assert_file_is_ranges(const struct bits_test *test, const struct http_reply *reply,
        const BG_FILE_RANGE *ranges, DWORD count)
{
    WCHAR path[MAX_PATH];
    FILE *stream;
    DWORD i;

    local_name(test, L"file", path);
    stream = _wfopen(path, L"rb");
    assert_non_null(stream);
    for (i = 0; i < count; ++i)
        assert_range_follows(stream, &ranges[i], reply);
    assert_int_equal(getc(stream), EOF);
    fclose(stream);
}
