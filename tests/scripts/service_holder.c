/* Has the BITS service open, as a service manager's window does: prints a line, and waits until its input ends.
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include <stdio.h>
#include <wchar.h>

#include <windows.h>

int wmain(void);

int wmain(void)
{
    SC_HANDLE manager = OpenSCManagerW(NULL, NULL, SC_MANAGER_CONNECT);
    SC_HANDLE service = OpenServiceW(manager, L"BITS", SERVICE_QUERY_STATUS);

    if (!service)
        return 1;
    printf("open\n");
    fflush(stdout);
    while (getchar() != EOF)
        ;
    CloseServiceHandle(service);
    CloseServiceHandle(manager);
    return 0;
}
