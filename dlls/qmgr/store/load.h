/* Reading the jobs at the start of the service.
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#ifndef QMGR_STORE_LOAD_H
#define QMGR_STORE_LOAD_H

#include <windows.h>

/* Adds the jobs below the key to the queue, the oldest first. A damaged record is left alone, with a trace; one that
 * was to be deleted goes with its temporary files. */
HRESULT load_jobs(HKEY jobs);

/* Deletes the records below the key, with the temporary files that they name. */
HRESULT discard_jobs(HKEY jobs);

#endif
