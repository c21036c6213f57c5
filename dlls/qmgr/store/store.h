/* The jobs in the registry: written as they change, read at the start of the service.
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#ifndef QMGR_STORE_STORE_H
#define QMGR_STORE_STORE_H

#include <windows.h>

struct job;

#define JOBS_KEY L"Software\\Microsoft\\Windows\\CurrentVersion\\BITS\\Jobs" /* of HKEY_LOCAL_MACHINE */

/* Adds the stored jobs to the queue, and from then on stores what is marked. Before the queue is opened. */
HRESULT store_start(void);

/* Stores what is marked, makes a last checkpoint, and ends the store's thread. */
void store_stop(void);

/* Notes that the job is to be deleted, together with its temporary files, and returns when that is in the registry.
 * Without the queue's lock; nothing else changes the job meanwhile. */
void store_begin_removal(const struct job *job);

/* Deletes the record of a job that has left the queue. Without the queue's lock. */
void store_remove(struct job *job);

#endif
