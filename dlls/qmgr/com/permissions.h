/* What the caller of a method may do. Each asks who calls, so the queue's lock is not held.
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#ifndef QMGR_COM_PERMISSIONS_H
#define QMGR_COM_PERMISSIONS_H

#include "com/com.h"
#include "queue/limits.h"

/* Whether the caller may have the job, to read and to change it: S_OK or E_ACCESSDENIED. */
HRESULT job_access_check(struct job *job);

/* Whether the caller owns the job: S_OK or E_ACCESSDENIED. For what only the owner may set. */
HRESULT job_owner_check(struct job *job);

/* What the caller may have. */
void caller_get_limits(const struct caller *caller, struct limits *limits);

/* What the caller may add to the job. */
HRESULT job_get_limits(struct job *job, struct limits *limits);

#endif
