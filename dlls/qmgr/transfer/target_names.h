/* Which targets of a job are new to their folder.
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#ifndef QMGR_TRANSFER_TARGET_NAMES_H
#define QMGR_TRANSFER_TARGET_NAMES_H

#include "queue/job.h"

/* The names in one folder: those of its files, and those that the job's files are to have. Zero everywhere knows
 * nothing. */
struct target_names
{
    const WCHAR *folder; /* a file in it */
    WCHAR **names;       /* sorted, once they are all there */
    size_t count, room;
};

void target_names_read(struct target_names *names, const struct job *job);
BOOL target_names_is_new(const struct target_names *names, const WCHAR *target);
void target_names_free(struct target_names *names);

#endif
