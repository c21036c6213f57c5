/* The names that Wine gives to the files of Unix.
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#ifndef QMGR_DISK_UNIX_NAME_H
#define QMGR_DISK_UNIX_NAME_H

#include <windows.h>

/* The name of the file in Wine's view of Unix, if its folder has one that is ASCII, else NULL. To be freed. Wine reads
 * the whole folder to find that a name is new in any case, but for these names, whose case is exact. */
WCHAR *unix_name(const WCHAR *name);

#endif
