/* The jobs in the registry: written as they change, read at the start of the service.
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#ifndef QMGR_STORE_STORE_H
#define QMGR_STORE_STORE_H

#include <windows.h>

#define JOBS_KEY L"Software\\Microsoft\\Windows\\CurrentVersion\\BITS\\Jobs" /* of HKEY_LOCAL_MACHINE */

/* Adds the stored jobs to the queue, and from then on stores what is marked. Before the queue is opened. */
HRESULT store_start(void);

/* Stores what is marked, makes a last checkpoint, and ends the store's thread. */
void store_stop(void);

#endif
