/* The ranges of a file: those to transfer, those that are there, those that are wanted first.
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include "com/file_object.h"
#include "queue/queue.h"
#include "wine/debug.h"

WINE_DEFAULT_DEBUG_CHANNEL(qmgr);

HRESULT WINAPI file_GetFileRanges(IBackgroundCopyFile6 *iface, DWORD *RangeCount, BG_FILE_RANGE **Ranges)
{
    FIXME("iface %p\n", iface);
    return E_NOTIMPL;
}

HRESULT WINAPI file_UpdateDownloadPosition(IBackgroundCopyFile6 *iface, UINT64 offset)
{
    FIXME("iface %p\n", iface);
    return E_NOTIMPL;
}

HRESULT WINAPI file_RequestFileRanges(IBackgroundCopyFile6 *iface, DWORD rangeCount, const BG_FILE_RANGE ranges[])
{
    FIXME("iface %p\n", iface);
    return E_NOTIMPL;
}

HRESULT WINAPI file_GetFilledFileRanges(IBackgroundCopyFile6 *iface, DWORD *rangeCount, BG_FILE_RANGE **ranges)
{
    FIXME("iface %p\n", iface);
    return E_NOTIMPL;
}
