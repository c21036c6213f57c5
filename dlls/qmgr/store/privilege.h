/* The privileges of a thread that impersonates.
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#ifndef QMGR_STORE_PRIVILEGE_H
#define QMGR_STORE_PRIVILEGE_H

#include <windows.h>

/* Enables the privilege (SE_..._NAME) until the thread reverts to itself. An error code of Windows, ERROR_ACCESS_DENIED
 * if the thread's user does not have it. */
DWORD privilege_enable(const WCHAR *name);

#endif
