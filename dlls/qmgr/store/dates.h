/* Times outlive the service as dates: clock_ticks() means nothing after a restart of the machine.
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#ifndef QMGR_STORE_DATES_H
#define QMGR_STORE_DATES_H

#include <windows.h>

#define DATE_SECOND 10000000 /* in the units of a date */
#define DATE_MILLISECOND 10000

UINT64 date_to_number(FILETIME date);
FILETIME date_from_number(UINT64 number);

/* The date of a time of clock_ticks(), the same each time as long as nobody sets the date. Under the queue's lock. */
FILETIME date_of_ticks(ULONGLONG ticks);

/* How many milliseconds ago that was, or how many there are until then; 0 if it is the other way round. */
ULONGLONG date_age(FILETIME date);
ULONGLONG date_distance(FILETIME date);

#endif
