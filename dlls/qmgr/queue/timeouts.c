/* The time-outs that hold for all jobs.
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include "queue/timeouts.h"

#define TIMEOUTS_DEFAULT {.job_inactivity = 90, .maximum_download = 90 * 24 * 60 * 60}

/* Of machines without policies. */
const struct timeouts timeouts_default = TIMEOUTS_DEFAULT;

static struct timeouts current = TIMEOUTS_DEFAULT;

void timeouts_set(const struct timeouts *timeouts)
{
    current = *timeouts;
}

const struct timeouts *timeouts_get(void)
{
    return &current;
}
