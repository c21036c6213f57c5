/* The service's entry point.
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#ifndef QMGR_SERVICE_SERVICE_H
#define QMGR_SERVICE_SERVICE_H

#include <windows.h>

void WINAPI ServiceMain(DWORD argc, WCHAR **argv);

#endif
