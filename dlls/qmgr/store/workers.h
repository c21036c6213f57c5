/* Many small calls of the registry at a time.
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#ifndef QMGR_STORE_WORKERS_H
#define QMGR_STORE_WORKERS_H

#include <windows.h>

/* Calls the function for each index below the count, on several threads, the caller's among them, and returns when all
 * is done. Wine's server does not fall asleep between the calls then, and gets through eight times as many. */
void workers_run(void (*function)(void *context, LONG index), void *context, LONG count);

#endif
