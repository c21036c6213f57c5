/* The job's COM object, whose methods stand in several files.
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#ifndef QMGR_COM_JOB_OBJECT_H
#define QMGR_COM_JOB_OBJECT_H

#include "com/com.h"

struct job_object
{
    IBackgroundCopyJob5 IBackgroundCopyJob5_iface;
    LONG refs; /* reaches 0 under the queue's lock only */
    struct job *job;
};

static inline struct job *job_from_iface(IBackgroundCopyJob5 *iface)
{
    return CONTAINING_RECORD(iface, struct job_object, IBackgroundCopyJob5_iface)->job;
}

/* job_properties.c */
HRESULT WINAPI job_GetId(IBackgroundCopyJob5 *iface, GUID *id);
HRESULT WINAPI job_GetType(IBackgroundCopyJob5 *iface, BG_JOB_TYPE *type);
HRESULT WINAPI job_GetProgress(IBackgroundCopyJob5 *iface, BG_JOB_PROGRESS *progress);
HRESULT WINAPI job_GetTimes(IBackgroundCopyJob5 *iface, BG_JOB_TIMES *times);
HRESULT WINAPI job_GetState(IBackgroundCopyJob5 *iface, BG_JOB_STATE *state);
HRESULT WINAPI job_GetError(IBackgroundCopyJob5 *iface, IBackgroundCopyError **out);
HRESULT WINAPI job_SetDisplayName(IBackgroundCopyJob5 *iface, LPCWSTR name);
HRESULT WINAPI job_GetDisplayName(IBackgroundCopyJob5 *iface, LPWSTR *name);
HRESULT WINAPI job_SetDescription(IBackgroundCopyJob5 *iface, LPCWSTR description);
HRESULT WINAPI job_GetDescription(IBackgroundCopyJob5 *iface, LPWSTR *description);
HRESULT WINAPI job_SetPriority(IBackgroundCopyJob5 *iface, BG_JOB_PRIORITY priority);
HRESULT WINAPI job_GetPriority(IBackgroundCopyJob5 *iface, BG_JOB_PRIORITY *priority);
HRESULT WINAPI job_SetMinimumRetryDelay(IBackgroundCopyJob5 *iface, ULONG seconds);
HRESULT WINAPI job_GetMinimumRetryDelay(IBackgroundCopyJob5 *iface, ULONG *seconds);
HRESULT WINAPI job_SetNoProgressTimeout(IBackgroundCopyJob5 *iface, ULONG seconds);
HRESULT WINAPI job_GetNoProgressTimeout(IBackgroundCopyJob5 *iface, ULONG *seconds);
HRESULT WINAPI job_GetErrorCount(IBackgroundCopyJob5 *iface, ULONG *count);

#endif
