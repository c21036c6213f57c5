/* Tells of changes of the group policies.
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#ifndef QMGR_STORE_POLICY_WATCH_H
#define QMGR_STORE_POLICY_WATCH_H

/* Calls changed once before it returns, and after each change of a policy on a thread of the system's, until
 * policy_watch_stop returns. No lock may be held that changed takes. */
void policy_watch_start(void (*changed)(void));
void policy_watch_stop(void);

#endif
