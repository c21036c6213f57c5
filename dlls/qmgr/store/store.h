/* The jobs in the registry: written as they change, read at the start of the service.
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#ifndef QMGR_STORE_STORE_H
#define QMGR_STORE_STORE_H

#include "queue/job.h"

#define JOBS_KEY L"Software\\Microsoft\\Windows\\CurrentVersion\\BITS\\Jobs" /* of HKEY_LOCAL_MACHINE */

/* Adds the stored jobs to the queue, and from then on stores what is marked. Before the queue is opened. What is to
 * follow the jobs is called some time after each change, and once at the end, without a lock. */
HRESULT store_start(void (*follow)(void));

/* Says in the registry that the job is to be deleted with its temporary files, before these are. Nothing of it is
 * stored after that. Without the queue's lock; nothing else changes the job meanwhile. */
void store_begin_removal(struct job *job);

/* Deletes the record of a job that has left the queue. Without the queue's lock. */
void store_remove(struct job *job);

/* Stores what is marked, makes a last checkpoint, and ends the store's thread. */
void store_stop(void);

/* Deletes all jobs with their temporary files, and what the store has made itself. The service must not run. */
HRESULT store_erase(void);

#endif
