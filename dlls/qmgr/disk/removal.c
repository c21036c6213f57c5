/* The removal of temporary files. Wine deletes what a link of Unix leads to: so a file is opened, and deleted if it is
 * where its name says.
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include <stdlib.h>

#include "disk/real_name.h"
#include "disk/removal.h"
#include "disk/unix_name.h"

BOOL is_leftover(HANDLE file)
{
    BY_HANDLE_FILE_INFORMATION info;

    if (!GetFileInformationByHandle(file, &info))
        return FALSE;
    return ((info.dwFileAttributes & FILE_ATTRIBUTE_HIDDEN) || (!info.nFileSizeHigh && !info.nFileSizeLow))
            && !(info.dwFileAttributes & (FILE_ATTRIBUTE_DIRECTORY | FILE_ATTRIBUTE_REPARSE_POINT));
}

static HRESULT remove_open_file(HANDLE file)
{
    FILE_DISPOSITION_INFO disposition = {TRUE};

    if (SetFileInformationByHandle(file, FileDispositionInfo, &disposition, sizeof(disposition)))
        return S_OK;
    return HRESULT_FROM_WIN32(GetLastError());
}

static HANDLE open_to_remove(const WCHAR *name)
{
    return CreateFileW(name, DELETE | FILE_READ_ATTRIBUTES, FILE_SHARE_READ | FILE_SHARE_WRITE | FILE_SHARE_DELETE,
            NULL, OPEN_EXISTING, FILE_FLAG_OPEN_REPARSE_POINT, NULL);
}

static HRESULT result_of_opening(DWORD error)
{
    return error == ERROR_FILE_NOT_FOUND || error == ERROR_PATH_NOT_FOUND ? S_OK : HRESULT_FROM_WIN32(error);
}

HRESULT remove_temporary(const WCHAR *name)
{
    HANDLE file = open_to_remove(name);
    HRESULT hr;

    if (file == INVALID_HANDLE_VALUE)
        return result_of_opening(GetLastError());
    if ((hr = real_name_check(file, name)) == S_OK)
        hr = remove_open_file(file);
    CloseHandle(file);
    return hr == HRESULT_FROM_WIN32(ERROR_IS_ELSEWHERE) ? S_OK : hr;
}

HRESULT remove_leftover(const WCHAR *name)
{
    WCHAR *exact = unix_name(name);
    HANDLE file = open_to_remove(exact ? exact : name);
    HRESULT hr = S_OK;

    free(exact);
    if (file == INVALID_HANDLE_VALUE)
        return result_of_opening(GetLastError());
    if (real_name_check(file, name) == S_OK && is_leftover(file))
        hr = remove_open_file(file);
    CloseHandle(file);
    return hr;
}
