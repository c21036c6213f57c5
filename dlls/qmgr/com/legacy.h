/* The Queue Manager of qmgr.h, the API before BITS 1.0: a thin layer over the objects of jobs.
 * nn-qmgr-ibackgroundcopyqmgr
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#ifndef QMGR_COM_LEGACY_H
#define QMGR_COM_LEGACY_H

#include "com/job_object.h"
#include "queue/group.h"
#include "qmgr.h"

struct legacy_group
{
    IBackgroundCopyGroup IBackgroundCopyGroup_iface;
    LONG refs; /* reaches 0 under the queue's lock only */
    IBackgroundCopyJob *job;
};

static inline IBackgroundCopyJob *job_of_group(IBackgroundCopyGroup *iface)
{
    return CONTAINING_RECORD(iface, struct legacy_group, IBackgroundCopyGroup_iface)->job;
}

static inline struct job *group_from_iface(IBackgroundCopyGroup *iface)
{
    return job_from_iface((IBackgroundCopyJob5 *)job_of_group(iface));
}

/* The Queue Manager's own code for what BITS calls BG_E_INVALID_STATE. */
static inline HRESULT legacy_result(HRESULT hr)
{
    return hr == BG_E_INVALID_STATE ? (HRESULT)QM_E_INVALID_STATE : hr;
}

/* legacy_manager.c */
HRESULT legacy_manager_create(REFIID iid, void **out);

/* legacy_group.c: the one object of a group. The queue's lock is held. */
HRESULT legacy_group_get(struct job *group, IBackgroundCopyGroup **out);
HRESULT legacy_get_progress(struct job *group, DWORD type, DWORD *progress);

/* legacy_job.c: the one object of the job in a group. The queue's lock is held. */
HRESULT legacy_job_get(struct job *group, IBackgroundCopyJob1 **out);

/* legacy_properties.c */
HRESULT WINAPI legacy_group_GetProp(IBackgroundCopyGroup *iface, GROUPPROP property, VARIANT *value);
HRESULT WINAPI legacy_group_SetProp(IBackgroundCopyGroup *iface, GROUPPROP property, VARIANT *value);

#endif
