/* The load: random calls from several threads until the service is gone.
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#ifndef LOAD_H
#define LOAD_H

#include "calls.h"

/* Goes on with these jobs and with new ones; returns when a call of each thread has failed, or after a time. */
void load_run(const struct load_job *jobs, size_t count, unsigned int seed);

#endif
