/* The folders that the jobs' files go to, one a job.
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#ifndef FOLDERS_H
#define FOLDERS_H

#include "found_jobs.h"

void folder_create(unsigned int job);

/* The path of the job's file with that index. */
void folder_file_path(unsigned int job, unsigned int index, char path[MAX_PATH]);

/* What is in the folder of a job, and must be so or may be so. */
struct folder_rules
{
    BOOL files_are_there;          /* each file has its final name */
    BOOL files_may_be_there;       /* a file that has its final name is right */
    const struct found_job *found; /* whose temporary files may be there, or NULL */
};

/* Fails what is not as it must be. */
void folder_check(unsigned int job, const struct model *model, const struct folder_rules *rules);

/* Removes the folder of a job that has ended, with all that is in it. */
void folder_remove(unsigned int job);

#endif
