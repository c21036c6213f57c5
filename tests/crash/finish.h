/* The end of all jobs.
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#ifndef FINISH_H
#define FINISH_H

#include "calls.h"

/* Every job is transferred within a time, those that were resumed without further ado, and completed, and its files are
 * right. Nothing is left. */
void finish_jobs(struct load_job *jobs, size_t count);

#endif
