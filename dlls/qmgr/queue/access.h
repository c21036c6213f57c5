/* Who may do what: functions of what is known of the caller, and of the owner of a job.
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#ifndef QMGR_QUEUE_ACCESS_H
#define QMGR_QUEUE_ACCESS_H

#include "queue/job.h"

#define SID_TEXT_MAX 184 /* characters without the terminator */

/* What the token of a caller says. */
struct caller
{
    WCHAR sid[SID_TEXT_MAX + 1];
    ULONG integrity_level; /* a SECURITY_MANDATORY_..._RID */
    BOOL elevated;
    BOOL administrator;    /* the Administrators group is enabled */
    BOOL service;          /* LocalSystem, LocalService, NetworkService, or logged on as a service */
    BOOL restricted;       /* it has restricting SIDs */
    SECURITY_IMPERSONATION_LEVEL impersonation_level;
};

/* access.c. The checks return S_OK or E_ACCESSDENIED; the pages are user-account-control-and-bits,
 * users-and-network-connections and connecting-to-the-bits-service. */

/* Whether BITS serves the caller at all. */
HRESULT access_check_caller(const struct caller *caller);

/* Whether the caller may make jobs. */
HRESULT access_check_new_job(const struct caller *caller);

/* Whether the caller may have the job, to read and to change it. */
HRESULT access_check_job(const struct caller *caller, const struct owner *owner);

/* Whether the caller may set what is the owner's own business, such as credentials. */
HRESULT access_check_owner(const struct caller *caller, const struct owner *owner);

/* Whether the caller may list everyone's jobs. */
HRESULT access_check_all_jobs(const struct caller *caller);

HRESULT access_check_take_ownership(const struct caller *caller, const struct owner *owner);

/* Whether the owner's SID is the caller's, which is not yet a right to the job. */
BOOL access_is_owner(const struct caller *caller, const struct owner *owner);

/* Administrators and services have no limits, and their jobs do not count: group-policies. */
BOOL access_is_exempt(const struct caller *caller);

/* ownership.c: whose a job is. Both return S_OK, or E_OUTOFMEMORY with nothing changed. */
HRESULT job_set_owner(struct job *job, const struct caller *caller);
HRESULT job_take_over(struct job *job, const struct caller *caller);

#endif
