/* Looks at a download while it runs: its progress is never more than what is in the temporary file, and those bytes are
 * all of one version.
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#ifndef PROGRESS_WATCH_H
#define PROGRESS_WATCH_H

#include "bits_test.h"

/* The first file of a job, whose bytes come from the test's server; without ranges they arrive in their order. */
struct progress_watch
{
    IBackgroundCopyJob *job;
    const BG_FILE_RANGE *ranges; /* that were given with the file, or NULL */
    BOOL may_start_again;        /* the progress may go back, because the server has another version or no ranges */
    WCHAR *temporary_name;
    UINT64 checked;              /* so many bytes of the temporary file are known to be right */
    unsigned char seed;          /* of their version */
};

void progress_watch_start(struct progress_watch *watch, IBackgroundCopyJob *job, const BG_FILE_RANGE *ranges);
void progress_watch_stop(struct progress_watch *watch);

/* Fails where the progress is wrong; returns the bytes transferred. */
UINT64 progress_watch_look(struct progress_watch *watch);

/* Looks until the job is no longer active, and returns its state. */
BG_JOB_STATE progress_watch_wait(struct progress_watch *watch);

#endif
