/* The removal of temporary files.
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#ifndef QMGR_DISK_REMOVAL_H
#define QMGR_DISK_REMOVAL_H

#include <windows.h>

/* Whether an open file, whose name was recorded, can be what a service that was killed has created. In Wine it may have
 * had no time to hide it. */
BOOL is_leftover(HANDLE file);

/* Deletes the file. That it is gone already, and something else may have its name, is no error. */
HRESULT remove_temporary(const WCHAR *name);

/* Deletes the file if there is one, and it is not another program's. */
HRESULT remove_leftover(const WCHAR *name);

#endif
