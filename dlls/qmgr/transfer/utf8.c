/* Text for libcurl, and back.
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include <stdlib.h>
#include <string.h>

#include "transfer/utf8.h"

char *utf8_from_wide(const WCHAR *string, DWORD flags)
{
    int size = WideCharToMultiByte(CP_UTF8, flags, string, -1, NULL, 0, NULL, NULL);
    char *utf8;

    if (!size || !(utf8 = malloc(size)))
        return NULL;
    WideCharToMultiByte(CP_UTF8, flags, string, -1, utf8, size, NULL, NULL);
    return utf8;
}

WCHAR *wide_from_utf8(const char *string)
{
    int size = MultiByteToWideChar(CP_UTF8, 0, string, -1, NULL, 0);
    WCHAR *wide;

    if (!size || !(wide = malloc(size * sizeof(*wide))))
        return NULL;
    MultiByteToWideChar(CP_UTF8, 0, string, -1, wide, size);
    return wide;
}

void utf8_wipe(char *string)
{
    if (string)
        SecureZeroMemory(string, strlen(string));
    free(string);
}
