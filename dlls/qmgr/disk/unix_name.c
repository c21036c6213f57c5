/* The names that Wine gives to the files of Unix.
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include <stdlib.h>
#include <string.h>
#include <wchar.h>

#include "disk/unix_name.h"
#include "queue/queue.h"

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

WCHAR *unix_name(const WCHAR *name)
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
