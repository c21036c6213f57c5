/* What an open file is really called. A file is opened first and judged then, so that nobody can put a link in its
 * place in between: Windows keeps the folders of an open file where they are, and Wine, which follows the links of Unix
 * whatever flag it is given, keeps the name that it has found.
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include <stdlib.h>
#include <string.h>
#include <wchar.h>

#include "disk/real_name.h"
#include "wine/debug.h"

WINE_DEFAULT_DEBUG_CHANNEL(qmgr);

#define PREFIX L"\\\\?\\"
#define SHARE_PREFIX L"\\\\?\\UNC\\"
#define LENGTH(text) (ARRAYSIZE(text) - 1)

#define DRIVES_TRIES 40
#define DRIVES_INTERVAL 50 /* milliseconds */

/* Names of disks and shares are those that programs use; others, as Wine has for what is on no drive, stay. */
static void remove_prefix(WCHAR *name)
{
    const WCHAR *rest = NULL;

    if (!wcsncmp(name, SHARE_PREFIX, LENGTH(SHARE_PREFIX)))
        rest = ++name + LENGTH(SHARE_PREFIX) - 2;
    else if (!wcsncmp(name, PREFIX, LENGTH(PREFIX)) && name[LENGTH(PREFIX) + 1] == ':')
        rest = name + LENGTH(PREFIX);
    if (rest)
        memmove(name, rest, (wcslen(rest) + 1) * sizeof(*name));
}

WCHAR *real_name_of(HANDLE file)
{
    WCHAR *name;
    DWORD size = GetFinalPathNameByHandleW(file, NULL, 0, 0);

    if (!size || !(name = malloc((size + 1) * sizeof(*name))))
        return NULL;
    if (GetFinalPathNameByHandleW(file, name, size + 1, 0) <= size)
    {
        remove_prefix(name);
        return name;
    }
    free(name);
    return NULL;
}

static HANDLE open_folder(const WCHAR *name)
{
    return CreateFileW(name, FILE_READ_ATTRIBUTES, FILE_SHARE_READ | FILE_SHARE_WRITE | FILE_SHARE_DELETE, NULL,
            OPEN_EXISTING, FILE_FLAG_BACKUP_SEMANTICS, NULL);
}

/* The real name of the drive's root; NULL if it cannot be opened. */
static WCHAR *real_name_of_drive(WCHAR letter)
{
    const WCHAR root[] = {letter, ':', '\\', 0};
    HANDLE folder = open_folder(root);
    WCHAR *name;

    if (folder == INVALID_HANDLE_VALUE)
        return NULL;
    name = real_name_of(folder);
    CloseHandle(folder);
    return name;
}

static BOOL begins_with(const WCHAR *name, const WCHAR *folder, int length)
{
    return lstrlenW(name) >= length && CompareStringOrdinal(name, length, folder, length, TRUE) == CSTR_EQUAL;
}

/* Gives a name in a folder that is the root of a drive the letter of that drive: C:\folder\file may be Q:\file. */
static void name_from_drive(WCHAR *name, WCHAR letter)
{
    WCHAR *root = real_name_of_drive(letter);
    int length = root ? lstrlenW(root) : 0;

    length -= length && root[length - 1] == '\\';
    if (length >= 2 && begins_with(name, root, length) && (name[length] == '\\' || !name[length]))
    {
        memmove(name + 2, name + length, (wcslen(name + length) + 1) * sizeof(*name));
        name[0] = letter;
        name[1] = ':';
    }
    free(root);
}

static BOOL drive_is_gone(const WCHAR *name)
{
    const WCHAR root[] = {name[0], ':', '\\', 0};

    return name[0] && name[1] == ':' && GetFileAttributesW(root) == INVALID_FILE_ATTRIBUTES;
}

static BOOL is_on_other_drive(const WCHAR *real, const WCHAR *name)
{
    return name[0] && name[1] == ':' && !begins_with(real, name, 2);
}

/* On the drive of another name, if the file is there. Wine looks at its drives once a second, and until then names
 * files by a drive that is gone. */
static WCHAR *real_name_beside(HANDLE file, const WCHAR *name)
{
    unsigned int tries = 0;
    WCHAR *real;

    while ((real = real_name_of(file)) && is_on_other_drive(real, name) && drive_is_gone(real)
            && ++tries < DRIVES_TRIES)
    {
        free(real);
        Sleep(DRIVES_INTERVAL);
    }
    if (real && is_on_other_drive(real, name))
        name_from_drive(real, name[0]);
    return real;
}

WCHAR *real_name_of_folder(const WCHAR *name)
{
    HANDLE folder = open_folder(name);
    WCHAR *real;

    if (folder == INVALID_HANDLE_VALUE)
        return NULL;
    real = real_name_beside(folder, name);
    CloseHandle(folder);
    return real;
}

/* Windows drops dots and spaces at the end of a name. */
static int length_of_name(const WCHAR *name)
{
    int length = lstrlenW(name);

    while (length && (name[length - 1] == '.' || name[length - 1] == ' '))
        length--;
    return length;
}

HRESULT real_name_check(HANDLE file, const WCHAR *name)
{
    WCHAR *real = real_name_beside(file, name);
    BOOL is_same;

    if (!real)
        return HRESULT_FROM_WIN32(GetLastError());
    is_same = CompareStringOrdinal(real, length_of_name(real), name, length_of_name(name), TRUE) == CSTR_EQUAL;
    if (!is_same)
        WARN("%s is %s\n", debugstr_w(name), debugstr_w(real));
    free(real);
    return is_same ? S_OK : HRESULT_FROM_WIN32(ERROR_IS_ELSEWHERE);
}
