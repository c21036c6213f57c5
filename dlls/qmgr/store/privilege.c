/* The privileges of a thread that impersonates. The process, which is shared with other services, keeps its own.
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include "store/privilege.h"

static DWORD enable(HANDLE token, const WCHAR *name)
{
    TOKEN_PRIVILEGES privileges = {1, {{{0}, SE_PRIVILEGE_ENABLED}}};

    if (!LookupPrivilegeValueW(NULL, name, &privileges.Privileges[0].Luid))
        return GetLastError();
    if (!AdjustTokenPrivileges(token, FALSE, &privileges, 0, NULL, NULL))
        return GetLastError();
    return GetLastError() == ERROR_NOT_ALL_ASSIGNED ? ERROR_ACCESS_DENIED : ERROR_SUCCESS;
}

DWORD privilege_enable(const WCHAR *name)
{
    HANDLE token;
    DWORD error;

    if (!OpenThreadToken(GetCurrentThread(), TOKEN_ADJUST_PRIVILEGES | TOKEN_QUERY, TRUE, &token))
        return GetLastError();
    error = enable(token, name);
    CloseHandle(token);
    return error;
}
