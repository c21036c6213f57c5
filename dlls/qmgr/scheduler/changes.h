/* Hears of what changes outside of the service, and tells the jobs.
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#ifndef QMGR_SCHEDULER_CHANGES_H
#define QMGR_SCHEDULER_CHANGES_H

#include <windows.h>

/* Winsock has been started. When this returns, the policies hold. */
HRESULT changes_start(void);
void changes_stop(void);

#endif
