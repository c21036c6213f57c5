/* The one source of time.
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#ifndef QMGR_CLOCK_H
#define QMGR_CLOCK_H

#include <windows.h>

FILETIME clock_now(void);     /* the date, UTC */
ULONGLONG clock_ticks(void);  /* milliseconds that have passed; setting the date does not change them */

#endif
