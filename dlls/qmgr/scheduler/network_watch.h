/* Tells of changes of the machine's addresses.
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#ifndef QMGR_SCHEDULER_NETWORK_WATCH_H
#define QMGR_SCHEDULER_NETWORK_WATCH_H

#include <windows.h>

#define NETWORK_WATCH_COUNT 2 /* one for each family of addresses */

/* Winsock has been started. */
void network_watch_start(void);

/* Sets the event once: when an address of the family changes after this call. */
void network_watch_arm(unsigned int family, HANDLE event);

/* No event is set any more. */
void network_watch_stop(void);

#endif
