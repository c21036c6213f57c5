/* The file that receives a download until the job is completed: BITxxxx.tmp, hidden, next to its target.
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include <stdlib.h>
#include <stdio.h>
#include <wchar.h>

#include "transfer/temporary_file.h"
#include "wine/debug.h"

WINE_DEFAULT_DEBUG_CHANNEL(qmgr);

/* One write call costs the same whatever its size, and libcurl hands over 16 KiB at most. */
#define BUFFER_SIZE (1024 * 1024)

#define NAME_FORMAT L"BIT%04X.tmp"
#define NAME_LENGTH 11

static HRESULT last_error(void)
{
    return HRESULT_FROM_WIN32(GetLastError());
}

/* Wine reads the whole directory to find that a name is new in any case, unless it is asked for the exact case. That
 * is enough for our own name, but not for the directories that the caller has named. */
static HANDLE open_file(const WCHAR *name, DWORD disposition)
{
    DWORD flags = FILE_ATTRIBUTE_HIDDEN | FILE_FLAG_OPEN_REPARSE_POINT;
    HANDLE handle = CreateFileW(name, GENERIC_WRITE, FILE_SHARE_READ, NULL, disposition,
            flags | FILE_FLAG_POSIX_SEMANTICS, NULL);

    if (handle != INVALID_HANDLE_VALUE || GetLastError() != ERROR_PATH_NOT_FOUND)
        return handle;
    return CreateFileW(name, GENERIC_WRITE, FILE_SHARE_READ, NULL, disposition, flags, NULL);
}

static HRESULT attach(struct temporary_file *file, HANDLE handle)
{
    if (!file->buffer && !(file->buffer = malloc(BUFFER_SIZE)))
    {
        CloseHandle(handle);
        return E_OUTOFMEMORY;
    }
    file->handle = handle;
    file->buffered = 0;
    file->written = 0;
    return S_OK;
}

static size_t directory_length(const WCHAR *path)
{
    size_t length = lstrlenW(path);

    while (length && path[length - 1] != '\\' && path[length - 1] != '/')
        length--;
    return length;
}

/* Creates a file of a new name in the directory of the target. The name, to be freed with free, is set on success. */
HRESULT temporary_file_create(struct temporary_file *file, const WCHAR *target, WCHAR **name)
{
    static LONG next;
    size_t directory = directory_length(target);
    WCHAR *path = malloc((directory + NAME_LENGTH + 1) * sizeof(*path));
    HANDLE handle;
    unsigned int tries;
    HRESULT hr;

    if (!path)
        return E_OUTOFMEMORY;
    memcpy(path, target, directory * sizeof(*path));
    for (tries = 0; tries <= 0xffff; tries++)
    {
        swprintf(path + directory, NAME_LENGTH + 1, NAME_FORMAT, InterlockedIncrement(&next) & 0xffff);
        if ((handle = open_file(path, CREATE_NEW)) != INVALID_HANDLE_VALUE || GetLastError() != ERROR_FILE_EXISTS)
            break;
    }
    hr = handle == INVALID_HANDLE_VALUE ? last_error() : attach(file, handle);
    if (FAILED(hr))
        free(path);
    else
        *name = path;
    return hr;
}

/* Opens a file that temporary_file_create has made, and empties it. */
HRESULT temporary_file_reopen(struct temporary_file *file, const WCHAR *name)
{
    HANDLE handle = open_file(name, TRUNCATE_EXISTING);

    return handle == INVALID_HANDLE_VALUE ? last_error() : attach(file, handle);
}

static HRESULT write_out(struct temporary_file *file, const void *data, size_t size)
{
    DWORD done;

    if (size && !WriteFile(file->handle, data, size, &done, NULL))
        return last_error();
    file->written += size;
    return S_OK;
}

/* Appends; the bytes reach the disk when the buffer is full and more come, or with temporary_file_flush. */
HRESULT temporary_file_write(struct temporary_file *file, const void *data, size_t size)
{
    HRESULT hr;

    if (size > BUFFER_SIZE - file->buffered && FAILED(hr = temporary_file_flush(file)))
        return hr;
    if (size > BUFFER_SIZE)
        return write_out(file, data, size);
    memcpy(file->buffer + file->buffered, data, size);
    file->buffered += size;
    return S_OK;
}

HRESULT temporary_file_flush(struct temporary_file *file)
{
    HRESULT hr = write_out(file, file->buffer, file->buffered);

    file->buffered = 0;
    return hr;
}

/* Writes what is buffered, dates the file if the server told a date, and lets go of it. */
HRESULT temporary_file_close(struct temporary_file *file, const FILETIME *modified)
{
    HRESULT hr = temporary_file_flush(file);

    if (modified)
        SetFileTime(file->handle, modified, NULL, modified);
    CloseHandle(file->handle);
    file->handle = INVALID_HANDLE_VALUE;
    return hr;
}

static HRESULT rename_open_file(HANDLE handle, const WCHAR *target)
{
    size_t length = lstrlenW(target) * sizeof(*target), size = sizeof(FILE_RENAME_INFO) + length;
    FILE_RENAME_INFO *info = calloc(1, size);
    HRESULT hr = S_OK;

    if (!info)
        return E_OUTOFMEMORY;
    info->ReplaceIfExists = TRUE;
    info->FileNameLength = length;
    memcpy(info->FileName, target, length);
    if (!SetFileInformationByHandle(handle, FileRenameInfo, info, size))
        hr = last_error();
    free(info);
    return hr;
}

/* Gives the file its final name, in place of any file that has it, and shows it. One open file for both, since opening
 * is what costs. */
HRESULT temporary_file_commit(const WCHAR *name, const WCHAR *target)
{
    FILE_BASIC_INFO visible = {.FileAttributes = FILE_ATTRIBUTE_NORMAL};
    HANDLE handle = CreateFileW(name, DELETE | FILE_WRITE_ATTRIBUTES | SYNCHRONIZE,
            FILE_SHARE_READ | FILE_SHARE_WRITE | FILE_SHARE_DELETE, NULL, OPEN_EXISTING,
            FILE_FLAG_OPEN_REPARSE_POINT, NULL);
    HRESULT hr;

    if (handle == INVALID_HANDLE_VALUE)
        return last_error();
    if (SUCCEEDED(hr = rename_open_file(handle, target))
            && !SetFileInformationByHandle(handle, FileBasicInfo, &visible, sizeof(visible)))
        WARN("%s stays hidden: %lu\n", debugstr_w(target), GetLastError());
    CloseHandle(handle);
    return hr;
}

/* Deletes the file; that it is gone already is no error. */
HRESULT temporary_file_remove(const WCHAR *name)
{
    if (DeleteFileW(name) || GetLastError() == ERROR_FILE_NOT_FOUND || GetLastError() == ERROR_PATH_NOT_FOUND)
        return S_OK;
    return last_error();
}
