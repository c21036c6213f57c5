/* Tells of changes of the group policies.
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#ifndef QMGR_STORE_POLICY_WATCH_H
#define QMGR_STORE_POLICY_WATCH_H

#include <windows.h>

/* Sets the event once: when a policy changes after this call, or when the calling thread ends. */
void policy_watch_arm(HANDLE event);

/* No event is set any more. */
void policy_watch_stop(void);

#endif
