/* The jobs that the service has.
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#ifndef FOUND_JOBS_H
#define FOUND_JOBS_H

#include "model.h"

struct found_job
{
    unsigned int number; /* 0 if the display name has none */
    IBackgroundCopyJob *job;
    BG_JOB_STATE state;
    struct model model;  /* but for the phase */
    char temporary_names[FILES_MAX][TEXT_MAX]; /* of the files, without the folder */
};

/* All jobs of all users; the caller keeps them to the program's end. */
struct found_job *found_jobs_read(size_t *count);

#endif
