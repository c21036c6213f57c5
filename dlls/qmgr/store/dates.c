/* Times as dates.
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include "queue/clock.h"
#include "store/dates.h"

UINT64 date_to_number(FILETIME date)
{
    return ((UINT64)date.dwHighDateTime << 32) | date.dwLowDateTime;
}

FILETIME date_from_number(UINT64 number)
{
    FILETIME date = {number, number >> 32};

    return date;
}

/* The date at which clock_ticks() was 0. The two clocks do not step together, so that it comes out a little different
 * each time; a record would change with it. */
static INT64 date_of_start(void)
{
    static INT64 start;
    INT64 now = date_to_number(clock_now()) - clock_ticks() * DATE_MILLISECOND;

    if (now - start > DATE_SECOND || start - now > DATE_SECOND)
        start = now;
    return start;
}

FILETIME date_of_ticks(ULONGLONG ticks)
{
    return date_from_number(date_of_start() + ticks * DATE_MILLISECOND);
}

static ULONGLONG milliseconds_between(FILETIME first, FILETIME last)
{
    UINT64 start = date_to_number(first), end = date_to_number(last);

    return end > start ? (end - start) / DATE_MILLISECOND : 0;
}

ULONGLONG date_age(FILETIME date)
{
    return milliseconds_between(date, clock_now());
}

ULONGLONG date_distance(FILETIME date)
{
    return milliseconds_between(clock_now(), date);
}
