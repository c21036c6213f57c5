/* The time-outs that hold for all jobs, and that an administrator can change.
 * https://learn.microsoft.com/windows/win32/bits/group-policies
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#ifndef QMGR_QUEUE_TIMEOUTS_H
#define QMGR_QUEUE_TIMEOUTS_H

#include <windows.h>

struct timeouts
{
    ULONG job_inactivity;   /* days after which a job that nothing happens to is cancelled */
    ULONG maximum_download; /* seconds; for jobs that set no maximum download time of their own */
};

extern const struct timeouts timeouts_default;

/* What holds from now on, or now. The queue's lock is held. */
void timeouts_set(const struct timeouts *timeouts);
const struct timeouts *timeouts_get(void);

#endif
