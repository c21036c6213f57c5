/* Jobs as the Queue Manager of qmgr.h sees them. nn-qmgr-ibackgroundcopygroup
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include <stdlib.h>

#include "queue/group.h"
#include "queue/queue.h"

/* qmgr.h has methods of these names, which winuser.h makes macros. */
#undef GetProp
#undef SetProp
#include "qmgr.h"

/* Makes the job, which is not in the queue yet, the group with this id: S_OK or E_OUTOFMEMORY. */
HRESULT job_make_group(struct job *job, const GUID *id)
{
    if (!(job->group = calloc(1, sizeof(*job->group))))
        return E_OUTOFMEMORY;
    job->id = *id;
    group_set_notify_flags(job, 0);
    return S_OK;
}

/* The group with this id, or NULL. */
struct job *queue_find_group(const GUID *id)
{
    struct job *job = queue_find(id);

    return job && job->group ? job : NULL;
}

static BOOL job_id_is_used(const GUID *id)
{
    const struct group *group;
    size_t i;

    for (i = 0; i < queue_count(); i++)
    {
        group = queue_get(i)->group;
        if (group && group->has_job && IsEqualGUID(&group->job_id, id))
            return TRUE;
    }
    return FALSE;
}

/* Gives the group its job: S_OK, QM_E_INVALID_STATE if it is running or has ended, E_NOTIMPL if it has one, or
 * E_INVALIDARG if another group's job has the id. nf-qmgr-ibackgroundcopygroup-createjob */
HRESULT group_create_job(struct job *group, const GUID *id)
{
    if (job_is_active(group) || FAILED(job_check_call(group, JOB_CALL_SET_PROPERTY)))
        return QM_E_INVALID_STATE;
    if (group->group->has_job)
        return E_NOTIMPL;
    if (job_id_is_used(id))
        return E_INVALIDARG;
    group->group->has_job = TRUE;
    group->group->job_id = *id;
    job_touch(group);
    return S_OK;
}

/* Errors are notified unless everything is turned off; the flags for files, jobs and progress have no effect:
 * ne-qmgr-groupprop. */
void group_set_notify_flags(struct job *group, ULONG flags)
{
    group->group->notify_flags = flags;
    job_mark(group);
    group->notification.flags = BG_NOTIFY_JOB_ERROR;
    if (flags & QM_NOTIFY_GROUP_DONE)
        group->notification.flags |= BG_NOTIFY_JOB_TRANSFERRED;
    if (flags & QM_NOTIFY_DISABLE_NOTIFY)
        group->notification.flags |= BG_NOTIFY_DISABLE;
}

static BOOL group_is_complete(const struct job *group)
{
    size_t i;

    for (i = 0; i < group->file_count && group->files[i]->completed; i++)
        ;
    return i && i == group->file_count;
}

static BOOL group_has_error(const struct job *group)
{
    return group->state == BG_JOB_STATE_ERROR || group->state == BG_JOB_STATE_TRANSIENT_ERROR;
}

/* New groups, and those that have failed or finished, are suspended: nf-qmgr-ibackgroundcopygroup-suspendgroup. */
static BOOL group_is_suspended(const struct job *group)
{
    return group->state == BG_JOB_STATE_SUSPENDED || group->state == BG_JOB_STATE_ERROR
            || group->state == BG_JOB_STATE_TRANSFERRED;
}

/* The QM_STATUS_GROUP_... flags: nf-qmgr-ibackgroundcopygroup-getstatus. */
DWORD group_status(const struct job *group)
{
    DWORD status = group_is_complete(group) ? QM_STATUS_GROUP_COMPLETE : QM_STATUS_GROUP_INCOMPLETE;

    if (group_is_suspended(group))
        status |= QM_STATUS_GROUP_SUSPENDED;
    if (group_has_error(group))
        status |= QM_STATUS_GROUP_ERROR;
    if (group->priority == BG_JOB_PRIORITY_FOREGROUND)
        status |= QM_STATUS_GROUP_FOREGROUND;
    return status;
}

/* The QM_STATUS_JOB_... flags: nf-qmgr-ibackgroundcopyjob1-getstatus. */
DWORD group_job_status(const struct job *group)
{
    DWORD status = group_is_complete(group) ? QM_STATUS_JOB_COMPLETE : QM_STATUS_JOB_INCOMPLETE;

    return group_has_error(group) ? status | QM_STATUS_JOB_ERROR : status;
}

static DWORD file_index(const struct job *group, const struct file *file)
{
    size_t i;

    for (i = 0; i < group->file_count && group->files[i] != file; i++)
        ;
    return i < group->file_count ? i : (DWORD)-1;
}

/* The group's error; without one there are zeroes and no file. */
void group_get_error(const struct job *group, struct group_error *error)
{
    HRESULT code = group->error.code;

    memset(error, 0, sizeof(*error));
    error->file_index = -1;
    if (!group_has_error(group))
        return;
    if (HRESULT_FACILITY(code) == FACILITY_HTTP)
        error->transport = HRESULT_CODE(code);
    else
        error->win32 = HRESULT_FACILITY(code) == FACILITY_WIN32 ? (DWORD)HRESULT_CODE(code) : (DWORD)code;
    error->retries = max(group->error_count, 1) - 1;
    error->file_index = file_index(group, group->error.file);
}

/* The values have 32 bits; larger ones become the largest. */
static DWORD to_dword(UINT64 value)
{
    return min(value, MAXDWORD);
}

static UINT64 known_size(const BG_JOB_PROGRESS *progress)
{
    return progress->BytesTotal == BG_SIZE_UNKNOWN ? 0 : progress->BytesTotal;
}

/* In bytes, 0 if it is unknown: nf-qmgr-ibackgroundcopygroup-get_size. */
DWORD group_get_size(const struct job *group)
{
    BG_JOB_PROGRESS progress;

    job_get_progress(group, &progress);
    return to_dword(known_size(&progress));
}

static DWORD group_get_percent(const struct job *group, const BG_JOB_PROGRESS *progress)
{
    UINT64 size = known_size(progress);

    if (group_is_complete(group))
        return 100;
    return size ? progress->BytesTransferred * 100 / size : 0;
}

/* E_NOTIMPL for everything but the percentage and the size: nf-qmgr-ibackgroundcopygroup-getprogress. */
HRESULT group_get_progress(const struct job *group, DWORD type, DWORD *progress)
{
    BG_JOB_PROGRESS bytes;

    job_get_progress(group, &bytes);
    if (type == QM_PROGRESS_SIZE_DONE)
        *progress = to_dword(bytes.BytesTransferred);
    else if (type == QM_PROGRESS_PERCENT_DONE)
        *progress = group_get_percent(group, &bytes);
    else
        return E_NOTIMPL;
    return S_OK;
}

/* The first file that has been transferred and does not have its final name yet, or NULL. */
struct file *group_unpublished_file(struct job *group)
{
    size_t i;

    while (group->files_completed < group->file_count && group->files[group->files_completed]->completed)
        group->files_completed++;
    for (i = group->files_completed; i < group->file_count; i++)
    {
        if (group->files[i]->transferred && !group->files[i]->completed)
            return group->files[i];
    }
    return NULL;
}
