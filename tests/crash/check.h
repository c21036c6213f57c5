/* The check after a kill: the jobs that the service has against the journal.
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#ifndef CHECK_H
#define CHECK_H

#include "calls.h"

/* When something was killed, in milliseconds since 1970, and how long before that a call may have returned and yet be
 * lost: 0 for the service alone. */
struct kill
{
    ULONGLONG time;
    ULONGLONG grace;
};

/* Every job must be as it was after one of its calls: after the last one that returned in time, or after any later one.
 * What was found is written to the journal. Returns the jobs that go on; the caller keeps them to the program's end. */
struct load_job *check_jobs(const char *journal_path, const struct kill *kill, size_t *count);

#endif
