/* The file that receives a download until the job is completed: BITxxxxxxxx.tmp, hidden, next to its target.
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include <stdlib.h>
#include <string.h>
#include <wchar.h>

#include "queue/queue.h"
#include "transfer/temporary_file.h"
#include "wine/debug.h"

WINE_DEFAULT_DEBUG_CHANNEL(qmgr);

/* One write call costs about the same whatever its size, and libcurl, as it is usually built, hands over 16 KiB at
 * most. What comes in large pieces is written without another copy. */
#define BUFFER_SIZE (1024 * 1024)
#define DIRECT_SIZE (256 * 1024)

static WCHAR *join_unix_name(const char *folder, const WCHAR *name)
{
    static const WCHAR format[] = L"\\\\?\\unix%hs/%ls";
    size_t size = ARRAYSIZE(format) + strlen(folder) + lstrlenW(name);
    WCHAR *joined = malloc(size * sizeof(*joined));

    if (joined)
        _snwprintf(joined, size, format, folder, name);
    return joined;
}

static BOOL is_ascii(const char *text)
{
    while (*text > 0)
        text++;
    return !*text;
}

/* The name of the file in Wine's view of Unix, if the folder has one that is ASCII, else NULL. To be freed. */
static WCHAR *unix_name(const WCHAR *name)
{
    char *(CDECL *get_unix_name)(const WCHAR *) =
            (void *)GetProcAddress(GetModuleHandleW(L"kernel32.dll"), "wine_get_unix_file_name");
    WCHAR *folder, *joined = NULL;
    char *unix_folder;

    if (!get_unix_name || !(folder = string_copy(name)))
        return NULL;
    folder[folder_length(name)] = 0;
    if ((unix_folder = get_unix_name(folder)) && is_ascii(unix_folder))
        joined = join_unix_name(unix_folder, name + folder_length(name));
    HeapFree(GetProcessHeap(), 0, unix_folder);
    free(folder);
    return joined;
}

static HANDLE open_file(const WCHAR *name, DWORD disposition)
{
    return CreateFileW(name, GENERIC_WRITE, FILE_SHARE_READ, NULL, disposition,
            FILE_ATTRIBUTE_HIDDEN | FILE_FLAG_OPEN_REPARSE_POINT, NULL);
}

/* Wine reads the whole directory to find that a name is new in any case, but for names of Unix, whose case is exact.
 * That is enough for our own name. */
static HANDLE create_file(const WCHAR *name)
{
    HANDLE handle = INVALID_HANDLE_VALUE;
    WCHAR *exact = unix_name(name);

    if (exact)
        handle = open_file(exact, CREATE_NEW);
    if (handle == INVALID_HANDLE_VALUE)
        handle = open_file(name, CREATE_NEW);
    free(exact);
    return handle;
}

/* Takes the handle that an attempt to open the file has given. */
static HRESULT attach(struct temporary_file *file, HANDLE handle)
{
    if (handle == INVALID_HANDLE_VALUE)
        return HRESULT_FROM_WIN32(GetLastError());
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

/* Creates the file; HRESULT_FROM_WIN32(ERROR_FILE_EXISTS) if there is one of this name. */
HRESULT temporary_file_create(struct temporary_file *file, const WCHAR *name)
{
    return attach(file, create_file(name));
}

/* Creates the target itself, for a job that does without temporary files, in place of any file of this name. */
HRESULT temporary_file_create_target(struct temporary_file *file, const WCHAR *name)
{
    HANDLE handle = CreateFileW(name, GENERIC_WRITE, FILE_SHARE_READ, NULL, CREATE_ALWAYS, FILE_ATTRIBUTE_NORMAL, NULL);

    return attach(file, handle);
}

/* Opens a file that has been created before, with what is in it. */
HRESULT temporary_file_open(struct temporary_file *file, const WCHAR *name)
{
    return attach(file, open_file(name, OPEN_EXISTING));
}

/* Whether a file of the name that was recorded can be what a service that was killed has created. In Wine it may have
 * had no time to hide it. */
static BOOL is_ours(DWORD attributes, DWORD size_high, DWORD size_low)
{
    return ((attributes & FILE_ATTRIBUTE_HIDDEN) || (!size_high && !size_low))
            && !(attributes & (FILE_ATTRIBUTE_DIRECTORY | FILE_ATTRIBUTE_REPARSE_POINT));
}

static BOOL handle_is_ours(HANDLE handle)
{
    BY_HANDLE_FILE_INFORMATION info;

    return GetFileInformationByHandle(handle, &info)
            && is_ours(info.dwFileAttributes, info.nFileSizeHigh, info.nFileSizeLow);
}

/* Opens a file that may have been created before, and empties it; HRESULT_FROM_WIN32(ERROR_FILE_EXISTS) if it is
 * another program's. */
HRESULT temporary_file_take_over(struct temporary_file *file, const WCHAR *name)
{
    HRESULT hr;

    if (FAILED(hr = temporary_file_open(file, name)))
        return hr;
    hr = handle_is_ours(file->handle) ? temporary_file_empty(file) : HRESULT_FROM_WIN32(ERROR_FILE_EXISTS);
    if (FAILED(hr))
        temporary_file_close(file, NULL);
    return hr;
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

static HRESULT write_out(struct temporary_file *file, const void *data, size_t size)
{
    DWORD done;

    if (size && !WriteFile(file->handle, data, size, &done, NULL))
        return HRESULT_FROM_WIN32(GetLastError());
    file->position += size;
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

static HRESULT check_size(HANDLE handle, UINT64 size)
{
    LARGE_INTEGER actual;

    if (!GetFileSizeEx(handle, &actual))
        return HRESULT_FROM_WIN32(GetLastError());
    return (UINT64)actual.QuadPart == size ? S_OK : HRESULT_FROM_WIN32(ERROR_FILE_CORRUPT);
}

/* Gives the file of this size its final name, in place of any file that has it, and shows it; is_new if no file is
 * known to have it in any case. One open file for all, since opening is what costs.
 * HRESULT_FROM_WIN32(ERROR_FILE_CORRUPT) if somebody has changed its size. */
HRESULT temporary_file_commit(const WCHAR *name, UINT64 size, const WCHAR *target, BOOL is_new)
{
    FILE_BASIC_INFO visible = {.FileAttributes = FILE_ATTRIBUTE_NORMAL};
    HANDLE handle = CreateFileW(name, DELETE | FILE_WRITE_ATTRIBUTES | SYNCHRONIZE,
            FILE_SHARE_READ | FILE_SHARE_WRITE | FILE_SHARE_DELETE, NULL, OPEN_EXISTING,
            FILE_FLAG_OPEN_REPARSE_POINT, NULL);
    HRESULT hr;

    if (handle == INVALID_HANDLE_VALUE)
        return HRESULT_FROM_WIN32(GetLastError());
    if (SUCCEEDED(hr = check_size(handle, size)))
        hr = is_new ? rename_to_new_name(handle, target) : rename_to_any_name(handle, target);
    if (SUCCEEDED(hr) && !SetFileInformationByHandle(handle, FileBasicInfo, &visible, sizeof(visible)))
        WARN("%s stays hidden: %lu\n", debugstr_w(target), GetLastError());
    CloseHandle(handle);
    return hr;
}

/* Whether the target is a file of this size, as temporary_file_commit leaves it; it may have been killed before it
 * could show the file. */
BOOL temporary_file_is_committed(const WCHAR *target, UINT64 size)
{
    WIN32_FILE_ATTRIBUTE_DATA data;

    if (!GetFileAttributesExW(target, GetFileExInfoStandard, &data)
            || (data.dwFileAttributes & FILE_ATTRIBUTE_DIRECTORY)
            || ((UINT64)data.nFileSizeHigh << 32 | data.nFileSizeLow) != size)
        return FALSE;
    return !(data.dwFileAttributes & FILE_ATTRIBUTE_HIDDEN) || SetFileAttributesW(target, FILE_ATTRIBUTE_NORMAL);
}

/* Deletes the file; that it is gone already is no error. */
HRESULT temporary_file_remove(const WCHAR *name)
{
    if (DeleteFileW(name) || GetLastError() == ERROR_FILE_NOT_FOUND || GetLastError() == ERROR_PATH_NOT_FOUND)
        return S_OK;
    return HRESULT_FROM_WIN32(GetLastError());
}

/* Deletes the file if there is one, and it is not another program's. */
HRESULT temporary_file_remove_leftover(const WCHAR *name)
{
    WCHAR *exact = unix_name(name);
    WIN32_FILE_ATTRIBUTE_DATA data;
    BOOL exists = GetFileAttributesExW(exact ? exact : name, GetFileExInfoStandard, &data);

    free(exact);
    if (!exists || !is_ours(data.dwFileAttributes, data.nFileSizeHigh, data.nFileSizeLow))
        return S_OK;
    return temporary_file_remove(name);
}
