/* Text for libcurl, and back.
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#ifndef QMGR_TRANSFER_UTF8_H
#define QMGR_TRANSFER_UTF8_H

#include <windows.h>

/* NULL if there is no memory, or if flags has WC_ERR_INVALID_CHARS and the text is no valid UTF-16. To be freed with
 * free. */
char *utf8_from_wide(const WCHAR *string, DWORD flags);
WCHAR *wide_from_utf8(const char *string);

/* Frees a string that may hold a secret, and leaves nothing of it in memory. */
void utf8_wipe(char *string);

#endif
