/* The ranges of a file: those to transfer, those that are there, those that are wanted first.
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include "com/file_object.h"
#include "queue/queue.h"
#include "transfer/url.h"
#include "wine/debug.h"

WINE_DEFAULT_DEBUG_CHANNEL(qmgr);

/* S_FALSE if the file has none. */
static HRESULT given_ranges_to_caller(const struct file *file, DWORD *count, BG_FILE_RANGE **out)
{
    size_t size = file->range_count * sizeof(**out);

    if (!file->range_count)
        return S_FALSE;
    if (!(*out = CoTaskMemAlloc(size)))
        return E_OUTOFMEMORY;
    memcpy(*out, file->ranges, size);
    *count = file->range_count;
    return S_OK;
}

/* nf-bits2_0-ibackgroundcopyfile2-getfileranges */
HRESULT WINAPI file_GetFileRanges(IBackgroundCopyFile6 *iface, DWORD *RangeCount, BG_FILE_RANGE **Ranges)
{
    HRESULT hr;

    TRACE("iface %p, count %p, ranges %p\n", iface, RangeCount, Ranges);

    if (!RangeCount || !Ranges)
        return E_INVALIDARG;
    *RangeCount = 0;
    *Ranges = NULL;
    queue_lock();
    hr = given_ranges_to_caller(file_from_iface(iface), RangeCount, Ranges);
    queue_unlock();
    return hr;
}

/* Whether the file can be fetched in any order: S_OK or BG_E_RANDOM_ACCESS_NOT_SUPPORTED. */
static HRESULT check_random_access(const struct file *file)
{
    return remote_name_is_local(file->remote_name) ? BG_E_RANDOM_ACCESS_NOT_SUPPORTED : file_check_random_access(file);
}

/* Begins a call that changes the order in which the file is fetched. */
static HRESULT check_request(const struct file *file)
{
    HRESULT hr;

    if (FAILED(hr = job_check_call(file->job, JOB_CALL_REQUEST_FILE_RANGES)))
        return hr;
    return check_random_access(file);
}

HRESULT WINAPI file_UpdateDownloadPosition(IBackgroundCopyFile6 *iface, UINT64 offset)
{
    struct file *file = file_from_iface(iface);
    HRESULT hr;

    TRACE("iface %p, offset %s\n", iface, wine_dbgstr_longlong(offset));

    queue_lock();
    if (SUCCEEDED(hr = check_request(file)))
        hr = file_set_position(file, offset);
    queue_commit();
    return hr;
}

HRESULT WINAPI file_RequestFileRanges(IBackgroundCopyFile6 *iface, DWORD rangeCount, const BG_FILE_RANGE ranges[])
{
    struct file *file = file_from_iface(iface);
    HRESULT hr;

    TRACE("iface %p, rangeCount %lu, ranges %p\n", iface, rangeCount, ranges);

    if (!rangeCount || !ranges)
        return E_INVALIDARG;
    queue_lock();
    if (SUCCEEDED(hr = check_request(file)))
        hr = file_request_ranges(file, ranges, rangeCount);
    queue_commit();
    return hr;
}

static HRESULT range_set_to_caller(const struct range_set *set, DWORD *count, BG_FILE_RANGE **out)
{
    BG_FILE_RANGE *ranges;
    size_t i;

    if (!(ranges = CoTaskMemAlloc(max(set->count, 1) * sizeof(*ranges))))
        return E_OUTOFMEMORY;
    for (i = 0; i < set->count; i++)
    {
        ranges[i].InitialOffset = set->ranges[i].start;
        ranges[i].Length = set->ranges[i].end - set->ranges[i].start;
    }
    *count = set->count;
    *out = ranges;
    return S_OK;
}

HRESULT WINAPI file_GetFilledFileRanges(IBackgroundCopyFile6 *iface, DWORD *rangeCount, BG_FILE_RANGE **ranges)
{
    const struct file *file = file_from_iface(iface);
    HRESULT hr;

    TRACE("iface %p, rangeCount %p, ranges %p\n", iface, rangeCount, ranges);

    if (!rangeCount || !ranges)
        return E_INVALIDARG;
    *rangeCount = 0;
    *ranges = NULL;
    queue_lock();
    if (SUCCEEDED(hr = check_random_access(file)))
        hr = range_set_to_caller(&file->filled, rangeCount, ranges);
    queue_unlock();
    return hr;
}
