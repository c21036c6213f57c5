/* Writing a job's record: of what has changed since it was last written, one value each.
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#ifndef QMGR_STORE_SAVE_H
#define QMGR_STORE_SAVE_H

#include "queue/queue.h"
#include "store/values.h"

/* The key of all jobs. The functions below are called by one thread at a time, without the queue's lock. */
void save_start(HKEY jobs);
void save_stop(void);

/* Writes what is new about the job and its marked files. */
HRESULT save_job(struct job *job);

/* Says that the record is to be deleted with the temporary files that it names. Nothing of the job is written after. */
HRESULT save_removal(struct job *job);

/* Deletes the record. */
HRESULT save_remove(const GUID *id);

/* Takes what was read as written. */
void save_note(struct job *job, const struct values *values);

#endif
