/* What a client wants first of a file: nf-bits10_1-ibackgroundcopyfile6-requestfileranges, -updatedownloadposition.
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include "queue/events.h"
#include "queue/queue.h"

/* Whether the file can be fetched in any order, as far as the model knows: S_OK or BG_E_RANDOM_ACCESS_NOT_SUPPORTED. */
HRESULT file_check_random_access(const struct file *file)
{
    const struct job *job = file->job;

    if (job->type != BG_JOB_TYPE_DOWNLOAD || job->properties.dynamic_content || job->http.method || file->ranges)
        return BG_E_RANDOM_ACCESS_NOT_SUPPORTED;
    return file->ranges_refused ? BG_E_RANDOM_ACCESS_NOT_SUPPORTED : S_OK;
}

/* The position after the range, or 0 if the range is not in the file. */
static UINT64 range_end(const struct file *file, const BG_FILE_RANGE *range)
{
    UINT64 size = file->remote_size;

    if (!range->Length || range->InitialOffset >= size)
        return 0;
    if (range->Length == BG_LENGTH_TO_EOF)
        return size;
    return range->Length <= size - range->InitialOffset ? range->InitialOffset + range->Length : 0;
}

static HRESULT add_ranges(const struct file *file, const BG_FILE_RANGE *ranges, DWORD count, struct range_set *set)
{
    UINT64 end;
    DWORD i;

    for (i = 0; i < count; i++)
    {
        if (!(end = range_end(file, &ranges[i])))
            return BG_E_INVALID_RANGE;
        if (!range_set_add(set, ranges[i].InitialOffset, end))
            return E_OUTOFMEMORY;
    }
    return S_OK;
}

/* The requested ranges with the new ones, or a failure and no set. */
static HRESULT add_to_copy(const struct file *file, const struct range_set *set, const BG_FILE_RANGE *ranges,
        DWORD count, struct range_set *sum)
{
    HRESULT hr = E_OUTOFMEMORY;

    if (range_set_copy(sum, set))
        hr = add_ranges(file, ranges, count, sum);
    if (FAILED(hr))
        range_set_free(sum);
    return hr;
}

static void replace_set(struct range_set *set, struct range_set *other)
{
    range_set_free(set);
    *set = *other;
}

/* Tells of those requested ranges that are on the disk already. */
static void answer_from_disk(struct file *file)
{
    struct range found = {0, 0};

    while (range_set_find(&file->filled, found.end, BG_SIZE_UNKNOWN, &found))
        file_answer_requests(file, found.start, found.end);
}

static void file_change_order(struct file *file)
{
    struct job *job = file->job;

    file->order_changed = TRUE;
    file_mark(file);
    job_touch(job);
    if (job->awaits_requests && file_has_work(file))
    {
        job->awaits_requests = FALSE;
        job_set_state(job, BG_JOB_STATE_QUEUED);
    }
    queue_changed();
}

/* Puts the ranges before everything else, all of them or, on failure, none: BG_E_RANDOM_ACCESS_NOT_SUPPORTED,
 * BG_E_INVALID_RANGE, E_OUTOFMEMORY. */
HRESULT file_request_ranges(struct file *file, const BG_FILE_RANGE *ranges, DWORD count)
{
    struct range_set requested = {0}, awaited = {0};
    HRESULT hr;

    if (FAILED(hr = file_check_random_access(file)))
        return hr;
    if (FAILED(hr = add_to_copy(file, &file->requested, ranges, count, &requested)))
        return hr;
    if (FAILED(hr = add_to_copy(file, &file->awaited, ranges, count, &awaited)))
    {
        range_set_free(&requested);
        return hr;
    }
    replace_set(&file->requested, &requested);
    replace_set(&file->awaited, &awaited);
    file->arrived.count = 0;
    answer_from_disk(file);
    file_change_order(file);
    return S_OK;
}

/* Fetches what is missing from the offset on first. Before the size is known any offset may be in the file. */
HRESULT file_set_position(struct file *file, UINT64 offset)
{
    HRESULT hr;

    if (FAILED(hr = file_check_random_access(file)))
        return hr;
    if (offset && offset >= file->remote_size)
        return BG_E_INVALID_RANGE;
    file->download_position = offset;
    file_change_order(file);
    return S_OK;
}

/* The size is known by now. Forgets what was requested beyond it, and fails with BG_E_INVALID_RANGE if that was more
 * than an open end. */
HRESULT file_limit_requests(struct file *file, UINT64 size)
{
    struct range beyond;
    HRESULT hr = S_OK;

    if (size == BG_SIZE_UNKNOWN || file->job->restart
            || !range_set_find(&file->requested, size, BG_SIZE_UNKNOWN, &beyond))
        return S_OK;
    if (beyond.end != BG_SIZE_UNKNOWN || !size || !range_set_find(&file->requested, size - 1, size, &beyond))
        hr = BG_E_INVALID_RANGE;
    range_set_remove(&file->requested, size, BG_SIZE_UNKNOWN);
    range_set_remove(&file->awaited, size, BG_SIZE_UNKNOWN);
    return hr;
}

/* These bytes are on the disk: tells of those that a client waits for. */
void file_answer_requests(struct file *file, UINT64 start, UINT64 end)
{
    BG_FILE_RANGE range;
    struct range found;

    while (range_set_find(&file->awaited, start, end, &found))
    {
        if (!range_set_remove(&file->awaited, found.start, found.end))
            return;
        range.InitialOffset = found.start;
        range.Length = found.end - found.start;
        file_ranges_arrived(file, &range, 1);
    }
}
