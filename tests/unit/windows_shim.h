/* What tests may set of the host's stand-in for Windows.
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#ifndef QMGR_TESTS_WINDOWS_SHIM_H
#define QMGR_TESTS_WINDOWS_SHIM_H

#include <windows.h>

extern ULONGLONG shim_ticks; /* milliseconds */
extern FILETIME shim_time;
extern unsigned int shim_closed_handles;

#endif
