/* What an open file is really called.
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#ifndef QMGR_DISK_REAL_NAME_H
#define QMGR_DISK_REAL_NAME_H

#include <windows.h>

/* What is reached through a link that is not to be followed. */
#define ERROR_IS_ELSEWHERE ERROR_CANT_ACCESS_FILE

/* The full name of an open file or folder, without any link; NULL with the error in GetLastError. To be freed. */
WCHAR *real_name_of(HANDLE file);

/* The same of a folder by its name, on the drive of that name if it is there: a drive may begin in a folder of another.
 * NULL also if it cannot be opened. */
WCHAR *real_name_of_folder(const WCHAR *name);

/* Whether the open file has this full name, in any case: S_OK, HRESULT_FROM_WIN32(ERROR_IS_ELSEWHERE) if a link has led
 * to another, or why that cannot be told. */
HRESULT real_name_check(HANDLE file, const WCHAR *name);

#endif
