/* How many jobs, files and ranges there may be.
 * https://learn.microsoft.com/windows/win32/bits/group-policies
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#ifndef QMGR_QUEUE_LIMITS_H
#define QMGR_QUEUE_LIMITS_H

#include "queue/access.h"

struct limits
{
    ULONG jobs_per_machine;
    ULONG jobs_per_user;
    ULONG files_per_job;
    ULONG ranges_per_file;
};

extern const struct limits limits_default;
extern const struct limits limits_none;

/* Whether one more job of the caller's fits into the queue, whose lock is held: S_OK, BG_E_TOO_MANY_JOBS_PER_MACHINE or
 * BG_E_TOO_MANY_JOBS_PER_USER. */
HRESULT limits_check_new_job(const struct limits *limits, const struct caller *caller);

/* Whether the job may get so many more files; the lock is held: S_OK or BG_E_TOO_MANY_FILES_IN_JOB. */
HRESULT limits_check_files(const struct limits *limits, const struct job *job, ULONG count);

/* Whether a file may have so many ranges: S_OK or BG_E_TOO_MANY_RANGES_IN_FILE. */
HRESULT limits_check_ranges(const struct limits *limits, ULONG count);

#endif
