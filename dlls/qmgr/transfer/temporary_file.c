/* The file that receives a download until the job is completed: BITxxxxxxxx.tmp, hidden, next to its target.
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include <stdlib.h>
#include <string.h>

#include "disk/real_name.h"
#include "disk/removal.h"
#include "disk/unix_name.h"
#include "queue/queue.h"
#include "transfer/temporary_file.h"
#include "wine/debug.h"

WINE_DEFAULT_DEBUG_CHANNEL(qmgr);

/* One write call costs about the same whatever its size, and libcurl, as it is usually built, hands over 16 KiB at
 * most. What comes in large pieces is written without another copy. */
#define BUFFER_SIZE (1024 * 1024)
#define DIRECT_SIZE (256 * 1024)

static HANDLE open_file(const WCHAR *name, DWORD disposition, DWORD attributes)
{
    return CreateFileW(name, GENERIC_WRITE | FILE_READ_ATTRIBUTES, FILE_SHARE_READ, NULL, disposition,
            attributes | FILE_FLAG_OPEN_REPARSE_POINT, NULL);
}

static HANDLE open_new_file(const WCHAR *name, DWORD attributes)
{
    HANDLE handle = INVALID_HANDLE_VALUE;
    WCHAR *exact = unix_name(name);

    if (exact)
        handle = open_file(exact, CREATE_NEW, attributes);
    if (handle == INVALID_HANDLE_VALUE)
        handle = open_file(name, CREATE_NEW, attributes);
    free(exact);
    return handle;
}

static void remove_new_file(HANDLE handle)
{
    WCHAR *name = real_name_of(handle);

    CloseHandle(handle);
    if (name)
        remove_leftover(name);
    free(name);
}

/* No link is followed to create a file, but its folder may have become one, to a folder that the file is not meant
 * for. */
static HRESULT create_file(const WCHAR *name, DWORD attributes, HANDLE *handle)
{
    HRESULT hr;

    *handle = open_new_file(name, attributes);
    if (*handle == INVALID_HANDLE_VALUE)
        return HRESULT_FROM_WIN32(GetLastError());
    if (FAILED(hr = real_name_check(*handle, name)))
        remove_new_file(*handle);
    return hr;
}

static BOOL has_one_name(HANDLE handle)
{
    FILE_STANDARD_INFO info;

    return GetFileInformationByHandleEx(handle, FileStandardInfo, &info, sizeof(info)) && info.NumberOfLinks == 1;
}

/* A file that has another name as well, or to which a link leads, may be anybody's: HRESULT_FROM_WIN32 of
 * ERROR_IS_ELSEWHERE. */
static HRESULT open_existing(const WCHAR *name, HANDLE *handle)
{
    HRESULT hr;

    *handle = open_file(name, OPEN_EXISTING, 0);
    if (*handle == INVALID_HANDLE_VALUE)
        return HRESULT_FROM_WIN32(GetLastError());
    if ((hr = real_name_check(*handle, name)) == S_OK && !has_one_name(*handle))
        hr = HRESULT_FROM_WIN32(ERROR_IS_ELSEWHERE);
    if (FAILED(hr))
        CloseHandle(*handle);
    return hr;
}

/* Takes the handle of the open file. */
static HRESULT attach(struct temporary_file *file, HANDLE handle)
{
    if (!file->buffer && !(file->buffer = malloc(BUFFER_SIZE)))
    {
        CloseHandle(handle);
        return E_OUTOFMEMORY;
    }
    file->handle = handle;
    file->buffered = 0;
    file->position = 0;
    return S_OK;
}

/* Creates the file, with the rights of its folder; HRESULT_FROM_WIN32(ERROR_FILE_EXISTS) if there is anything of this
 * name, ERROR_IS_ELSEWHERE if its folder is another by now. */
HRESULT temporary_file_create(struct temporary_file *file, const WCHAR *name)
{
    HANDLE handle;
    HRESULT hr = create_file(name, FILE_ATTRIBUTE_HIDDEN, &handle);

    return FAILED(hr) ? hr : attach(file, handle);
}

/* Opens a file that has been created before, with what is in it; HRESULT_FROM_WIN32(ERROR_FILE_NOT_FOUND) also if
 * something else has its name. */
HRESULT temporary_file_open(struct temporary_file *file, const WCHAR *name)
{
    HANDLE handle;
    HRESULT hr = open_existing(name, &handle);

    if (hr == HRESULT_FROM_WIN32(ERROR_IS_ELSEWHERE))
        return HRESULT_FROM_WIN32(ERROR_FILE_NOT_FOUND);
    return FAILED(hr) ? hr : attach(file, handle);
}

/* Takes the handle of an existing file, and empties it. */
static HRESULT attach_emptied(struct temporary_file *file, HANDLE handle)
{
    HRESULT hr = attach(file, handle);

    if (SUCCEEDED(hr) && FAILED(hr = temporary_file_empty(file)))
        temporary_file_close(file, NULL);
    return hr;
}

/* Creates the target itself, for a job that does without temporary files, or empties the file of this name;
 * HRESULT_FROM_WIN32(ERROR_IS_ELSEWHERE) if that is another file by a link. */
HRESULT temporary_file_create_target(struct temporary_file *file, const WCHAR *name)
{
    HANDLE handle;
    HRESULT hr = create_file(name, FILE_ATTRIBUTE_NORMAL, &handle);

    if (SUCCEEDED(hr))
        return attach(file, handle);
    if (hr == HRESULT_FROM_WIN32(ERROR_FILE_EXISTS))
        hr = open_existing(name, &handle);
    return FAILED(hr) ? hr : attach_emptied(file, handle);
}

/* A service that was killed may not have come to it, and the file is only known for a leftover if it is hidden. */
static HRESULT hide_file(HANDLE handle)
{
    FILE_BASIC_INFO hidden = {.FileAttributes = FILE_ATTRIBUTE_HIDDEN};

    if (SetFileInformationByHandle(handle, FileBasicInfo, &hidden, sizeof(hidden)))
        return S_OK;
    return HRESULT_FROM_WIN32(GetLastError());
}

static HRESULT open_leftover(const WCHAR *name, HANDLE *handle)
{
    HRESULT hr = open_existing(name, handle);

    if (FAILED(hr))
        return hr == HRESULT_FROM_WIN32(ERROR_IS_ELSEWHERE) ? HRESULT_FROM_WIN32(ERROR_FILE_EXISTS) : hr;
    hr = is_leftover(*handle) ? hide_file(*handle) : HRESULT_FROM_WIN32(ERROR_FILE_EXISTS);
    if (FAILED(hr))
        CloseHandle(*handle);
    return hr;
}

/* Opens a file that may have been created before, hides and empties it; HRESULT_FROM_WIN32(ERROR_FILE_EXISTS) if it is
 * another program's. */
HRESULT temporary_file_take_over(struct temporary_file *file, const WCHAR *name)
{
    HANDLE handle;
    HRESULT hr = open_leftover(name, &handle);

    return FAILED(hr) ? hr : attach_emptied(file, handle);
}

/* Goes on at another position. Nothing may be waiting for the disk. */
HRESULT temporary_file_seek(struct temporary_file *file, UINT64 position)
{
    LARGE_INTEGER distance = {.QuadPart = position};

    if (file->position == position)
        return S_OK;
    if (!SetFilePointerEx(file->handle, distance, NULL, FILE_BEGIN))
        return HRESULT_FROM_WIN32(GetLastError());
    file->position = position;
    return S_OK;
}

/* Throws away what is in the file behind a position. Nothing may be waiting for the disk. */
static HRESULT cut(struct temporary_file *file, UINT64 position)
{
    HRESULT hr;

    if (FAILED(hr = temporary_file_seek(file, position)))
        return hr;
    return SetEndOfFile(file->handle) ? S_OK : HRESULT_FROM_WIN32(GetLastError());
}

/* Throws away what is in the file, and what waits for the disk. */
HRESULT temporary_file_empty(struct temporary_file *file)
{
    file->buffered = 0;
    return cut(file, 0);
}

/* Keeps so many bytes of a file that was just opened; HRESULT_FROM_WIN32(ERROR_HANDLE_EOF) if it has less. */
HRESULT temporary_file_keep(struct temporary_file *file, UINT64 size)
{
    LARGE_INTEGER actual;
    HRESULT hr = S_OK;

    if (!GetFileSizeEx(file->handle, &actual))
        return HRESULT_FROM_WIN32(GetLastError());
    if ((UINT64)actual.QuadPart < size)
        return HRESULT_FROM_WIN32(ERROR_HANDLE_EOF);
    if ((UINT64)actual.QuadPart > size && SUCCEEDED(hr = cut(file, size)))
        hr = temporary_file_seek(file, 0);
    return hr;
}

/* Wine writes what there is room for, and calls that a success. */
static HRESULT write_out(struct temporary_file *file, const BYTE *data, size_t size)
{
    DWORD done;

    for (; size; data += done, size -= done)
    {
        if (!WriteFile(file->handle, data, size, &done, NULL))
            return HRESULT_FROM_WIN32(GetLastError());
        if (!done)
            return HRESULT_FROM_WIN32(ERROR_DISK_FULL);
        file->position += done;
    }
    return S_OK;
}

/* Appends; the bytes reach the disk when the buffer is full and more come, or with temporary_file_flush. */
HRESULT temporary_file_write(struct temporary_file *file, const void *data, size_t size)
{
    BOOL direct = size >= DIRECT_SIZE;
    HRESULT hr;

    if ((direct || size > BUFFER_SIZE - file->buffered) && FAILED(hr = temporary_file_flush(file)))
        return hr;
    if (direct)
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
        hr = HRESULT_FROM_WIN32(GetLastError());
    free(info);
    return hr;
}

/* Windows drops these at the end of a name, Unix does not. */
static BOOL has_same_name_in_unix(const WCHAR *name)
{
    WCHAR last = name[lstrlenW(name) - 1];

    return last != '.' && last != ' ';
}

/* Wine reads the whole directory to find that a name is new in any case, but for names of Unix. */
static HRESULT rename_to_new_name(HANDLE handle, const WCHAR *target)
{
    WCHAR *exact = has_same_name_in_unix(target) ? unix_name(target) : NULL;
    HRESULT hr = exact ? rename_open_file(handle, exact) : E_NOTIMPL;

    free(exact);
    return SUCCEEDED(hr) ? hr : rename_open_file(handle, target);
}

/* Wine would replace it. */
static BOOL is_read_only(const WCHAR *name)
{
    DWORD attributes = GetFileAttributesW(name);

    return attributes != INVALID_FILE_ATTRIBUTES && (attributes & FILE_ATTRIBUTE_READONLY);
}

static HRESULT rename_to_any_name(HANDLE handle, const WCHAR *target)
{
    return is_read_only(target) ? E_ACCESSDENIED : rename_open_file(handle, target);
}

/* Closes the file on failure. */
static HRESULT open_to_commit(const WCHAR *name, HANDLE *handle)
{
    HRESULT hr;

    *handle = CreateFileW(name, DELETE | FILE_READ_ATTRIBUTES | FILE_WRITE_ATTRIBUTES | SYNCHRONIZE,
            FILE_SHARE_READ | FILE_SHARE_WRITE | FILE_SHARE_DELETE, NULL, OPEN_EXISTING,
            FILE_FLAG_OPEN_REPARSE_POINT, NULL);
    if (*handle == INVALID_HANDLE_VALUE)
        return HRESULT_FROM_WIN32(GetLastError());
    if (SUCCEEDED(hr = real_name_check(*handle, name)))
        return hr;
    CloseHandle(*handle);
    return hr == HRESULT_FROM_WIN32(ERROR_IS_ELSEWHERE) ? HRESULT_FROM_WIN32(ERROR_FILE_NOT_FOUND) : hr;
}

static HRESULT rename_file_of_size(HANDLE handle, const FILE_STANDARD_INFO *info, UINT64 size, const WCHAR *target,
        BOOL is_new)
{
    if ((UINT64)info->EndOfFile.QuadPart != size)
        return HRESULT_FROM_WIN32(ERROR_FILE_CORRUPT);
    return is_new ? rename_to_new_name(handle, target) : rename_to_any_name(handle, target);
}

/* What has another name as well may be anybody's, and keeps its attributes. */
static void show_file(HANDLE handle, const FILE_STANDARD_INFO *info)
{
    FILE_BASIC_INFO visible = {.FileAttributes = FILE_ATTRIBUTE_NORMAL};

    if (info->NumberOfLinks != 1 || !SetFileInformationByHandle(handle, FileBasicInfo, &visible, sizeof(visible)))
        WARN("%p stays hidden: %lu links, error %lu\n", handle, info->NumberOfLinks, GetLastError());
}

static HRESULT commit_open_file(HANDLE handle, UINT64 size, const WCHAR *target, BOOL is_new)
{
    FILE_STANDARD_INFO info;
    HRESULT hr;

    if (!GetFileInformationByHandleEx(handle, FileStandardInfo, &info, sizeof(info)))
        return HRESULT_FROM_WIN32(GetLastError());
    if (SUCCEEDED(hr = rename_file_of_size(handle, &info, size, target, is_new)))
        show_file(handle, &info);
    return hr;
}

/* Gives the file of this size its final name, in place of any file or link that has it, and shows it; is_new if no file
 * is known to have it in any case. One open file for all, since opening is what costs. HRESULT_FROM_WIN32 of
 * ERROR_FILE_NOT_FOUND also if something else has its name, of ERROR_FILE_CORRUPT if somebody has changed its size. */
HRESULT temporary_file_commit(const WCHAR *name, UINT64 size, const WCHAR *target, BOOL is_new)
{
    HANDLE handle;
    HRESULT hr = open_to_commit(name, &handle);

    if (FAILED(hr))
        return hr;
    hr = commit_open_file(handle, size, target, is_new);
    CloseHandle(handle);
    return hr;
}

/* Whether an open target is what temporary_file_commit leaves. */
static BOOL is_committed(HANDLE handle, const WCHAR *target, UINT64 size)
{
    FILE_STANDARD_INFO info;

    if (!GetFileInformationByHandleEx(handle, FileStandardInfo, &info, sizeof(info)) || info.Directory
            || (UINT64)info.EndOfFile.QuadPart != size || FAILED(real_name_check(handle, target)))
        return FALSE;
    show_file(handle, &info);
    return TRUE;
}

/* Whether the target is a file of this size, as temporary_file_commit leaves it; it may have been killed before it
 * could show the file. */
BOOL temporary_file_is_committed(const WCHAR *target, UINT64 size)
{
    HANDLE handle = CreateFileW(target, FILE_READ_ATTRIBUTES | FILE_WRITE_ATTRIBUTES,
            FILE_SHARE_READ | FILE_SHARE_WRITE | FILE_SHARE_DELETE, NULL, OPEN_EXISTING,
            FILE_FLAG_OPEN_REPARSE_POINT, NULL);
    BOOL committed;

    if (handle == INVALID_HANDLE_VALUE)
        return FALSE;
    committed = is_committed(handle, target, size);
    CloseHandle(handle);
    return committed;
}
