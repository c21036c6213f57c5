/* A file's COM object, whose methods stand in several files.
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#ifndef QMGR_COM_FILE_OBJECT_H
#define QMGR_COM_FILE_OBJECT_H

#include "com/com.h"

struct file_object
{
    IBackgroundCopyFile6 IBackgroundCopyFile6_iface;
    LONG refs; /* reaches 0 under the queue's lock only */
    struct file *file;
};

static inline struct file *file_from_iface(IBackgroundCopyFile6 *iface)
{
    return CONTAINING_RECORD(iface, struct file_object, IBackgroundCopyFile6_iface)->file;
}

/* file_ranges.c */
HRESULT WINAPI file_GetFileRanges(IBackgroundCopyFile6 *iface, DWORD *RangeCount, BG_FILE_RANGE **Ranges);
HRESULT WINAPI file_UpdateDownloadPosition(IBackgroundCopyFile6 *iface, UINT64 offset);
HRESULT WINAPI file_RequestFileRanges(IBackgroundCopyFile6 *iface, DWORD rangeCount, const BG_FILE_RANGE ranges[]);
HRESULT WINAPI file_GetFilledFileRanges(IBackgroundCopyFile6 *iface, DWORD *rangeCount, BG_FILE_RANGE **ranges);

/* file_properties.c */
HRESULT WINAPI file_SetRemoteName(IBackgroundCopyFile6 *iface, LPCWSTR Val);
HRESULT WINAPI file_GetTemporaryName(IBackgroundCopyFile6 *iface, LPWSTR *pFilename);
HRESULT WINAPI file_SetValidationState(IBackgroundCopyFile6 *iface, BOOL state);
HRESULT WINAPI file_GetValidationState(IBackgroundCopyFile6 *iface, BOOL *pState);
HRESULT WINAPI file_IsDownloadedFromPeer(IBackgroundCopyFile6 *iface, BOOL *pVal);
HRESULT WINAPI file_GetPeerDownloadStats(IBackgroundCopyFile6 *iface, UINT64 *pFromOrigin, UINT64 *pFromPeers);
HRESULT WINAPI file_SetProperty(IBackgroundCopyFile6 *iface, BITS_FILE_PROPERTY_ID PropertyId,
        BITS_FILE_PROPERTY_VALUE PropertyValue);
HRESULT WINAPI file_GetProperty(IBackgroundCopyFile6 *iface, BITS_FILE_PROPERTY_ID PropertyId,
        BITS_FILE_PROPERTY_VALUE *PropertyValue);

#endif
