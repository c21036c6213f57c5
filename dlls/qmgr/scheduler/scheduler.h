/* Who runs now, and how a job ends.
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#ifndef QMGR_SCHEDULER_SCHEDULER_H
#define QMGR_SCHEDULER_SCHEDULER_H

#include <windows.h>

struct file;
struct job;
struct protocol;

/* scheduler.c */
HRESULT scheduler_start(void);
void scheduler_stop(void);

/* publish.c: what takes the place of a transfer when a group has all of its files. */
extern const struct protocol publish;

/* finish.c */
void job_begin_completing(struct job *job);
void job_stop_completing(struct job *job);
HRESULT file_finish(struct file *file, BOOL is_new);
HRESULT job_cancel(struct job *job);
HRESULT job_complete(struct job *job);

#endif
