/* What the Queue Manager of qmgr.h, the API before BITS 1.0, adds to a job. It calls the job a group, in which there is
 * one job at most; the files belong to that one.
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#ifndef QMGR_QUEUE_GROUP_H
#define QMGR_QUEUE_GROUP_H

#include "queue/job.h"

struct group
{
    BOOL has_job;
    GUID job_id;        /* of the job in the group, if it has one */
    ULONG notify_flags; /* QM_NOTIFY_... */
    CLSID notify_clsid; /* of the client's callback, or GUID_NULL */
    void *object;       /* the COM object of the group that clients hold, if any */
    void *job_object;   /* and that of the job in it */
};

/* An error as the Queue Manager tells it. */
struct group_error
{
    DWORD win32;      /* a Win32 code, or the HRESULT where there is none */
    DWORD transport;  /* an HTTP status */
    DWORD retries;    /* how often the group was tried again */
    DWORD file_index; /* (DWORD)-1 if the error concerns no file */
};

HRESULT job_make_group(struct job *job, const GUID *id);
struct job *queue_find_group(const GUID *id);
HRESULT group_create_job(struct job *group, const GUID *id);
void group_set_notify_flags(struct job *group, ULONG flags);
DWORD group_status(const struct job *group);
DWORD group_job_status(const struct job *group);
void group_get_error(const struct job *group, struct group_error *error);
DWORD group_get_size(const struct job *group);
HRESULT group_get_progress(const struct job *group, DWORD type, DWORD *progress);
struct file *group_unpublished_file(struct job *group);

#endif
