/* Where the bytes go that a fetch brings: they are gathered, written and counted.
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include "queue/clock.h"
#include "queue/queue.h"
#include "transfer/fetch.h"

#define PROGRESS_INTERVAL 100 /* milliseconds after which received bytes are written and counted at the latest */

/* Counts only what is on the disk, and never all of a file before it is whole. */
HRESULT fetch_publish_progress(struct fetch *fetch)
{
    HRESULT hr;

    if (!fetch->first || !fetch->accepted)
        return S_OK;
    queue_lock();
    hr = file_fill(fetch->file, fetch->run, fetch->output.position);
    queue_unlock();
    return hr;
}

/* Writes and counts what is buffered. */
HRESULT fetch_settle_run(struct fetch *fetch)
{
    HRESULT hr = temporary_file_flush(&fetch->output);

    return FAILED(hr) ? hr : fetch_publish_progress(fetch);
}

/* The next bytes go to this position. */
static HRESULT fetch_move_to(struct fetch *fetch, UINT64 position)
{
    HRESULT hr;

    if (position == fetch->output.position + fetch->output.buffered)
        return S_OK;
    if (FAILED(hr = fetch_settle_run(fetch)) || FAILED(hr = temporary_file_seek(&fetch->output, position)))
        return hr;
    fetch->run = position;
    return S_OK;
}

/* Writes bytes that go to one place. */
static HRESULT fetch_store(struct fetch *fetch, const char *data, size_t size, UINT64 target)
{
    UINT64 position;
    HRESULT hr;

    if (FAILED(hr = fetch_move_to(fetch, target)))
        return hr;
    position = fetch->output.position;
    if (!fetch->output.buffered)
        fetch->flush_time = clock_ticks() + PROGRESS_INTERVAL;
    if (FAILED(hr = temporary_file_write(&fetch->output, data, size)))
        return hr;
    piece_request_take(&fetch->wanted, fetch->offset, size);
    return fetch->output.position == position ? S_OK : fetch_publish_progress(fetch);
}

/* Brings the bytes to their places, and drops those that nobody has asked for. */
HRESULT fetch_distribute(struct fetch *fetch, const char *data, size_t size)
{
    UINT64 position, count;
    HRESULT hr = S_OK;

    while (SUCCEEDED(hr) && size)
    {
        count = size;
        if (piece_request_place(&fetch->wanted, fetch->offset, &position, &count))
            hr = fetch_store(fetch, data, count, position);
        fetch->offset += count;
        data += count;
        size -= count;
    }
    return hr;
}

static FILETIME filetime_from_unix(curl_off_t seconds)
{
    ULARGE_INTEGER value;
    FILETIME time;

    value.QuadPart = (seconds + 11644473600ll) * 10000000ull;
    time.dwLowDateTime = value.LowPart;
    time.dwHighDateTime = value.HighPart;
    return time;
}

/* ns-bits-bg_file_info: the file has the time of the server. */
HRESULT fetch_close_output(struct fetch *fetch)
{
    FILETIME modified;
    curl_off_t seconds;

    curl_easy_getinfo(fetch->easy, CURLINFO_FILETIME_T, &seconds);
    if (seconds < 0)
        return temporary_file_close(&fetch->output, NULL);
    modified = filetime_from_unix(seconds);
    return temporary_file_close(&fetch->output, &modified);
}
