/* The ranges of a file that a job is to download, as they are given with it.
 * nf-bits2_0-ibackgroundcopyjob3-addfilewithranges
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include <stdlib.h>
#include <string.h>

#include "queue/queue.h"

/* A length is no number of bytes if it reaches to the end of the file. */
static BOOL range_is_valid(const BG_FILE_RANGE *range)
{
    if (range->InitialOffset == BG_LENGTH_TO_EOF)
        return FALSE;
    return range->Length == BG_LENGTH_TO_EOF || range->Length <= BG_LENGTH_TO_EOF - range->InitialOffset;
}

static UINT64 range_end(const BG_FILE_RANGE *range)
{
    return range->Length == BG_LENGTH_TO_EOF ? BG_LENGTH_TO_EOF : range->InitialOffset + range->Length;
}

/* Ranges of one offset stay in the order given. */
static int compare_offsets(const void *left, const void *right)
{
    const BG_FILE_RANGE *a = *(const BG_FILE_RANGE *const *)left, *b = *(const BG_FILE_RANGE *const *)right;

    if (a->InitialOffset != b->InitialOffset)
        return a->InitialOffset < b->InitialOffset ? -1 : 1;
    return (a > b) - (a < b);
}

static const BG_FILE_RANGE **sorted_by_offset(const BG_FILE_RANGE *ranges, DWORD count)
{
    const BG_FILE_RANGE **sorted = malloc(count * sizeof(*sorted));
    DWORD i;

    if (!sorted)
        return NULL;
    for (i = 0; i < count; i++)
        sorted[i] = &ranges[i];
    qsort(sorted, count, sizeof(*sorted), compare_offsets);
    return sorted;
}

static HRESULT check_overlaps(const BG_FILE_RANGE *ranges, DWORD count)
{
    const BG_FILE_RANGE **sorted = sorted_by_offset(ranges, count);
    HRESULT hr = S_OK;
    DWORD i;

    if (!sorted)
        return E_OUTOFMEMORY;
    for (i = 1; i < count && SUCCEEDED(hr); i++)
    {
        if (range_end(sorted[i - 1]) > sorted[i]->InitialOffset)
            hr = BG_E_OVERLAPPING_RANGES;
    }
    free(sorted);
    return hr;
}

/* Whether a file may have these ranges: S_OK, E_INVALIDARG, BG_E_INVALID_RANGE, BG_E_OVERLAPPING_RANGES or
 * E_OUTOFMEMORY. An empty range is refused last, since the page has one overlap: (100, 5) and then (100, 0). */
HRESULT file_ranges_check(const BG_FILE_RANGE *ranges, DWORD count)
{
    BOOL any_is_empty = FALSE;
    HRESULT hr;
    DWORD i;

    if (!ranges || !count)
        return E_INVALIDARG;
    for (i = 0; i < count; i++)
    {
        if (!range_is_valid(&ranges[i]))
            return BG_E_INVALID_RANGE;
        any_is_empty |= !ranges[i].Length;
    }
    if (FAILED(hr = check_overlaps(ranges, count)))
        return hr;
    return any_is_empty ? BG_E_INVALID_RANGE : S_OK;
}

/* Adds a file, of which only these ranges are to be transferred, in the order given. Names and ranges have been
 * checked. Content that is made anew each time has no ranges: ne-bits5_0-bits_job_property_id. */
HRESULT job_add_file_with_ranges(struct job *job, const BG_FILE_INFO *info, const BG_FILE_RANGE *ranges, DWORD count)
{
    BG_FILE_RANGE *copy;
    struct file *file;
    HRESULT hr;

    if (job->properties.dynamic_content)
        return BG_E_UNSUPPORTED_JOB_CONFIGURATION;
    if (!(copy = malloc(count * sizeof(*copy))))
        return E_OUTOFMEMORY;
    if (FAILED(hr = job_add_files(job, info, 1)))
    {
        free(copy);
        return hr;
    }
    file = job->files[job->file_count - 1];
    file->ranges = memcpy(copy, ranges, count * sizeof(*copy));
    file->range_count = count;
    file_update_total(file);
    return S_OK;
}
