/* What an open file is really called. A file is opened first and judged then, so that nobody can put a link in its
 * place in between: Windows keeps the folders of an open file where they are, and Wine, which follows the links of Unix
 * whatever flag it is given, keeps the name that it has found.
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include <stdlib.h>
#include <string.h>
#include <wchar.h>

#include "disk/real_name.h"
#include "queue/queue.h"
#include "wine/debug.h"

WINE_DEFAULT_DEBUG_CHANNEL(qmgr);

#define PREFIX L"\\\\?\\"
#define SHARE_PREFIX L"\\\\?\\UNC\\"
#define LENGTH(text) (ARRAYSIZE(text) - 1)

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
    WCHAR *real = real_name_of(file);
    BOOL is_same;

    if (!real)
        return HRESULT_FROM_WIN32(GetLastError());
    is_same = CompareStringOrdinal(real, length_of_name(real), name, length_of_name(name), TRUE) == CSTR_EQUAL;
    if (!is_same)
        WARN("%s is %s\n", debugstr_w(name), debugstr_w(real));
    free(real);
    return is_same ? S_OK : HRESULT_FROM_WIN32(ERROR_IS_ELSEWHERE);
}
