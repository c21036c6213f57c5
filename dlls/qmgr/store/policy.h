/* What the machine's administrator has laid down for BITS.
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#ifndef QMGR_STORE_POLICY_H
#define QMGR_STORE_POLICY_H

#include "queue/limits.h"

/* Reads the limits as they are now. What is not set, or not to be understood, has its default. */
void policy_get_limits(struct limits *limits);

#endif
