/* The one source of time.
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include "queue/clock.h"

FILETIME clock_now(void)
{
    FILETIME now;

    GetSystemTimeAsFileTime(&now);
    return now;
}

ULONGLONG clock_ticks(void)
{
    return GetTickCount64();
}
