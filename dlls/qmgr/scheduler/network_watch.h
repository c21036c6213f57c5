/* Tells of changes of the machine's addresses.
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#ifndef QMGR_SCHEDULER_NETWORK_WATCH_H
#define QMGR_SCHEDULER_NETWORK_WATCH_H

/* Calls changed after each change, on a thread of the system's, until network_watch_stop returns. Winsock has been
 * started. */
void network_watch_start(void (*changed)(void));
void network_watch_stop(void);

#endif
