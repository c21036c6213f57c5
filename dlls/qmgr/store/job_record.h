/* A job as the values of its registry key; docs/REGISTRY.md describes each.
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#ifndef QMGR_STORE_JOB_RECORD_H
#define QMGR_STORE_JOB_RECORD_H

#include "queue/job.h"
#include "store/values.h"

#define RECORD_SCHEMA 1

/* All values of the job but its files. Under the queue's lock. The state comes last: it is written when the rest is.
 * values->failed if there is no memory. */
void job_record_encode(const struct job *job, struct values *values);

/* Makes the job of which these values are, without files; the caller has the only reference. Values that are not known
 * are passed over. HRESULT_FROM_WIN32(ERROR_INVALID_DATA) if one is missing that must be there, has another type, or
 * cannot be what it says; ERROR_UNKNOWN_REVISION in the same way if it is of a newer schema; or E_OUTOFMEMORY. */
HRESULT job_record_decode(const GUID *id, const struct values *values, struct job **job);

/* What follows from all files together, once each of them is what it will be. A job that has nothing left to transfer
 * because its last file was stored before the job itself is transferred now. S_OK, or the failure of damaged data if a
 * file is missing. Under the queue's lock. */
HRESULT job_record_settle(struct job *job);

#endif
