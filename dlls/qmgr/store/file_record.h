/* A file of a job as the lines of a REG_MULTI_SZ; docs/REGISTRY.md describes each.
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#ifndef QMGR_STORE_FILE_RECORD_H
#define QMGR_STORE_FILE_RECORD_H

#include "queue/job.h"
#include "store/values.h"

/* Adds the file's value, under the queue's lock. values->failed if there is no memory. */
void file_record_encode(const struct file *file, const WCHAR *name, struct values *values);

/* Adds the file to the end of the job. Fails as job_record_decode does; the job is good for nothing then. */
HRESULT file_record_decode(struct job *job, const struct value *value);

/* The temporary name in a record, to be freed; NULL if it has none. */
WCHAR *file_record_temporary_name(const struct value *value);

#endif
