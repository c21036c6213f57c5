/* What has to be true of the directory that a file is to be made in. Both functions wait for the disk: the queue's lock
 * is not held.
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include <stdio.h>
#include <wchar.h>

#include "com/com.h"

#define PROBE_FORMAT L"BITS%08lX.tmp"
#define PROBE_LENGTH 16

/* Copies the part of a checked local name up to its last separator, and returns its length. */
static size_t copy_directory(const WCHAR *file, WCHAR *directory)
{
    size_t length = lstrlenW(file);

    while (file[length - 1] != '\\' && file[length - 1] != '/')
        length--;
    memcpy(directory, file, length * sizeof(*file));
    directory[length] = 0;
    return length;
}

BOOL local_directory_exists(const WCHAR *file)
{
    WCHAR directory[MAX_PATH + 1];
    DWORD attributes;

    copy_directory(file, directory);
    attributes = GetFileAttributesW(directory);
    return attributes != INVALID_FILE_ATTRIBUTES && (attributes & FILE_ATTRIBUTE_DIRECTORY);
}

/* Only an attempt tells whether a file can be made: Wine knows no more of a host's permissions than that. */
static BOOL directory_is_writable(const WCHAR *file)
{
    WCHAR probe[MAX_PATH + PROBE_LENGTH + 1];
    size_t length = copy_directory(file, probe);
    HANDLE handle;

    swprintf(probe + length, PROBE_LENGTH + 1, PROBE_FORMAT, GetCurrentThreadId());
    handle = CreateFileW(probe, GENERIC_WRITE, 0, NULL, CREATE_NEW, FILE_ATTRIBUTE_HIDDEN | FILE_FLAG_DELETE_ON_CLOSE,
            NULL);
    if (handle == INVALID_HANDLE_VALUE)
        return GetLastError() != ERROR_ACCESS_DENIED;
    CloseHandle(handle);
    return TRUE;
}

/* Whether a file of this name, which has been checked, can be made: S_OK, E_INVALIDARG without the directory, or
 * E_ACCESSDENIED. */
HRESULT local_directory_check(const WCHAR *file)
{
    if (!local_directory_exists(file))
        return E_INVALIDARG;
    return directory_is_writable(file) ? S_OK : E_ACCESSDENIED;
}
