/* Compares the progress of a download with what is in its temporary file.
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include <stdio.h>
#include <wchar.h>

#include "progress_watch.h"
#include <bits3_0.h>

#define POLL_INTERVAL 5
#define LOOKS_MAX 5 /* at a file that starts again while it is looked at */

static WCHAR *get_temporary_name(IBackgroundCopyJob *job)
{
    IBackgroundCopyFile *file = get_file(job, 0);
    IBackgroundCopyFile3 *file3;
    WCHAR *name;

    assert_hr(IBackgroundCopyFile_QueryInterface(file, &IID_IBackgroundCopyFile3, (void **)&file3), S_OK);
    assert_hr(IBackgroundCopyFile3_GetTemporaryName(file3, &name), S_OK);
    IBackgroundCopyFile3_Release(file3);
    IBackgroundCopyFile_Release(file);
    return name;
}

void progress_watch_start(struct progress_watch *watch, IBackgroundCopyJob *job, const BG_FILE_RANGE *ranges)
{
    *watch = (struct progress_watch){.job = job, .ranges = ranges, .temporary_name = get_temporary_name(job)};
}

void progress_watch_stop(struct progress_watch *watch)
{
    CoTaskMemFree(watch->temporary_name);
}

/* Where the byte at a position of the temporary file stands in the remote file. */
static UINT64 remote_offset(const struct progress_watch *watch, UINT64 position)
{
    const BG_FILE_RANGE *range = watch->ranges;

    if (!range)
        return position;
    for (; position >= range->Length; ++range)
        position -= range->Length;
    return range->InitialOffset + position;
}

/* The first byte tells which version it is. */
static BOOL is_right_byte(struct progress_watch *watch, int byte)
{
    UINT64 offset = remote_offset(watch, watch->checked);

    if (!watch->checked)
        watch->seed = byte - http_pattern(0, offset);
    return byte != EOF && (unsigned char)byte == http_pattern(watch->seed, offset);
}

/* Whether the temporary file has so many bytes, all of one version. */
static BOOL check_bytes(struct progress_watch *watch, UINT64 count)
{
    FILE *stream;
    BOOL right;

    if (watch->checked >= count)
        return watch->checked == count;
    if (!(stream = _wfopen(watch->temporary_name, L"rb")))
        return FALSE;
    assert_int_equal(_fseeki64(stream, watch->checked, SEEK_SET), 0);
    while ((right = is_right_byte(watch, getc(stream))) && ++watch->checked < count)
        ;
    fclose(stream);
    return right;
}

/* Whether so many bytes of the temporary file are right, and of one version, wherever they stand: ranges arrive in any
 * order. Each byte tells of which version it is. */
static BOOL check_scattered_bytes(struct progress_watch *watch, UINT64 count)
{
    UINT64 position = 0, bytes_of_version[256] = {0};
    FILE *stream;
    int byte;

    watch->checked = 0;
    if (!(stream = _wfopen(watch->temporary_name, L"rb")))
        return !count;
    while ((byte = getc(stream)) != EOF)
    {
        unsigned char version = byte - http_pattern(0, remote_offset(watch, position++));

        watch->checked = max(watch->checked, ++bytes_of_version[version]);
    }
    fclose(stream);
    return watch->checked >= count;
}

static BOOL progress_is_true(struct progress_watch *watch, UINT64 count)
{
    return watch->ranges ? check_scattered_bytes(watch, count) : check_bytes(watch, count);
}

/* A file that starts again may do so between the look at its progress and the look at its bytes. */
UINT64 progress_watch_look(struct progress_watch *watch)
{
    unsigned int looks = 0;
    UINT64 count;

    while (!progress_is_true(watch, count = get_progress(watch->job).BytesTransferred))
    {
        if (!watch->may_start_again || ++looks == LOOKS_MAX)
            fail_msg("the progress is %lu, of which %lu bytes are right", (ULONG)count, (ULONG)watch->checked);
        watch->checked = 0;
    }
    return count;
}

static BOOL is_active(BG_JOB_STATE state)
{
    return state == BG_JOB_STATE_QUEUED || state == BG_JOB_STATE_CONNECTING || state == BG_JOB_STATE_TRANSFERRING;
}

BG_JOB_STATE progress_watch_wait(struct progress_watch *watch)
{
    ULONGLONG end = GetTickCount64() + BITS_TEST_TIMEOUT;
    BG_JOB_STATE state;

    while (is_active(state = get_state(watch->job)))
    {
        assert_true(GetTickCount64() < end);
        progress_watch_look(watch);
        Sleep(POLL_INTERVAL);
    }
    progress_watch_look(watch);
    return state;
}
