/* The file that receives a download until the job is completed.
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#ifndef QMGR_TRANSFER_TEMPORARY_FILE_H
#define QMGR_TRANSFER_TEMPORARY_FILE_H

#include <windows.h>

struct temporary_file
{
    HANDLE handle;
    BYTE *buffer;    /* bytes on their way to the disk */
    size_t buffered;
    UINT64 position; /* in the file, of the first byte that is not on the disk */
};

HRESULT temporary_file_create(struct temporary_file *file, const WCHAR *name);
HRESULT temporary_file_create_target(struct temporary_file *file, const WCHAR *name);
HRESULT temporary_file_open(struct temporary_file *file, const WCHAR *name);
HRESULT temporary_file_take_over(struct temporary_file *file, const WCHAR *name);
HRESULT temporary_file_seek(struct temporary_file *file, UINT64 position);
HRESULT temporary_file_empty(struct temporary_file *file);
HRESULT temporary_file_keep(struct temporary_file *file, UINT64 size);
HRESULT temporary_file_write(struct temporary_file *file, const void *data, size_t size);
HRESULT temporary_file_flush(struct temporary_file *file);
HRESULT temporary_file_close(struct temporary_file *file, const FILETIME *modified);
HRESULT temporary_file_commit(const WCHAR *name, UINT64 size, const WCHAR *target, BOOL is_new);
BOOL temporary_file_is_committed(const WCHAR *target, UINT64 size);

#endif
