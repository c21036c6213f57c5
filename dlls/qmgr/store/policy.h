/* What the machine's administrator has laid down for BITS.
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#ifndef QMGR_STORE_POLICY_H
#define QMGR_STORE_POLICY_H

#include "queue/limits.h"
#include "queue/timeouts.h"

#define POLICY_KEY L"Software\\Policies\\Microsoft\\Windows\\BITS" /* of HKEY_LOCAL_MACHINE */

/* Read the limits and the time-outs as they are now. What is not set, or not to be understood, has its default. */
void policy_get_limits(struct limits *limits);
void policy_get_timeouts(struct timeouts *timeouts);

#endif
