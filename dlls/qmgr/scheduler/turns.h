/* Whose turn it is. The queue's lock is held.
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#ifndef QMGR_SCHEDULER_TURNS_H
#define QMGR_SCHEDULER_TURNS_H

#include <windows.h>

struct job;

struct job *turns_next(void);
void turns_begin(struct job *job, ULONGLONG now);
struct job *turns_end(ULONGLONG now, ULONGLONG *wait);

#endif
