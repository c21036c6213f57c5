/* What a job's owner is to be told. A file or a job that is transferred and a job that has failed are owed to the owner
 * until one delivery succeeds, also if the owner asks for them later. Modifications and ranges are noted only if
 * somebody wants them, come together, and are spaced by the job's notification interval.
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include <stdlib.h>
#include <string.h>

#include "queue/clock.h"
#include "queue/events.h"
#include "queue/queue.h"

/* nf-bits-ibackgroundcopyjob-setnotifyflags: BG_NOTIFY_DISABLE overrides all others. */
static BOOL job_wants(const struct job *job, ULONG flag)
{
    return (job->notification.flags & (flag | BG_NOTIFY_DISABLE)) == flag;
}

static BOOL job_has_object(const struct job *job)
{
    static const CLSID none;
    const struct notification *notification = &job->notification;

    return notification->callback || notification->instance || !IsEqualGUID(&notification->clsid, &none);
}

/* Only objects hear of anything but the end of a transfer. */
static BOOL job_object_wants(const struct job *job, ULONG flag)
{
    return job_wants(job, flag) && job_has_object(job);
}

static BOOL owner_is_service_account(const struct owner *owner)
{
    static const WCHAR *const accounts[] = {L"S-1-5-18", L"S-1-5-19", L"S-1-5-20"};
    size_t i;

    for (i = 0; i < ARRAYSIZE(accounts) && owner->sid; i++)
    {
        if (CompareStringOrdinal(owner->sid, -1, accounts[i], -1, FALSE) == CSTR_EQUAL)
            return TRUE;
    }
    return FALSE;
}

/* Whether a program is to be run. None is for service accounts: nf-bits1_5-ibackgroundcopyjob2-setnotifycmdline. */
BOOL job_has_command_line(const struct job *job)
{
    return job->notification.program && !owner_is_service_account(&job->owner);
}

static BOOL job_is_at_outcome(const struct job *job)
{
    return job->state == BG_JOB_STATE_TRANSFERRED || job->state == BG_JOB_STATE_ERROR;
}

static BOOL job_owes_outcome(const struct job *job)
{
    ULONG flag = job->state == BG_JOB_STATE_TRANSFERRED ? BG_NOTIFY_JOB_TRANSFERRED : BG_NOTIFY_JOB_ERROR;

    return job->events.outcome && job_wants(job, flag) && (job_has_object(job) || job_has_command_line(job));
}

static BOOL job_owes_modification(const struct job *job)
{
    return job->events.modification && job_object_wants(job, BG_NOTIFY_JOB_MODIFICATION);
}

/* The first transferred file that the owner does not know of, or NULL. An upload is no event of its file:
 * nf-bits3_0-ibackgroundcopycallback2-filetransferred. */
static struct file *job_file_to_announce(const struct job *job)
{
    size_t i;

    if (job->type != BG_JOB_TYPE_DOWNLOAD || job_is_final(job) || !job_object_wants(job, BG_NOTIFY_FILE_TRANSFERRED))
        return NULL;
    for (i = job->events.files_before; job->events.files && i < job->file_count; i++)
    {
        if (job->files[i]->transferred && !job->files[i]->announced)
            return job->files[i];
    }
    return NULL;
}

/* The file with unannounced ranges that is due first, or NULL. */
static struct file *job_file_with_ranges(const struct job *job)
{
    struct file *first = NULL;
    size_t i;

    if (job_is_final(job) || !job_object_wants(job, BG_NOTIFY_FILE_RANGES_TRANSFERRED))
        return NULL;
    for (i = 0; i < job->file_count; i++)
    {
        struct file *file = job->files[i];

        if (file->arrived.count && (!first || file->arrived.quiet_end < first->arrived.quiet_end))
            first = file;
    }
    return first;
}

ULONGLONG job_event_time(const struct job *job)
{
    const struct file *file = job_file_with_ranges(job);
    ULONGLONG time = EVENT_NEVER;

    if (job_file_to_announce(job) || job_owes_outcome(job))
        time = job->events.retry_time;
    if (job_owes_modification(job))
        time = min(time, job->events.quiet_end);
    if (file)
        time = min(time, file->arrived.quiet_end);
    return time;
}

/* Has what is owed delivered. */
static void job_notify(struct job *job)
{
    if (job_event_time(job) != EVENT_NEVER)
        queue_notify(job);
}

/* A change may also be one of who is told of what, and so make an event of the past due. */
void job_note_modification(struct job *job)
{
    if (job_object_wants(job, BG_NOTIFY_JOB_MODIFICATION))
        job->events.modification = TRUE;
    job_notify(job);
}

/* What was said of the outcome before no longer counts. */
static void job_owe_outcome(struct job *job, BOOL owed)
{
    job->events.outcome = owed;
    job->events.generation++;
    job->events.retry_time = 0;
}

/* A job that has ended lets go of whom it told, as soon as there is nothing more to tell. */
static void job_end_notification(struct job *job)
{
    if (job_is_final(job) && !job->events.delivering && job_event_time(job) == EVENT_NEVER)
        job_forget_notification(job);
}

/* The outcomes are no modifications: nf-bits-ibackgroundcopycallback-jobmodification. */
void job_note_state(struct job *job)
{
    job_owe_outcome(job, job_is_at_outcome(job));
    if (job_is_final(job))
        job->events.quiet_end = 0;
    if (job->events.outcome)
        job_notify(job);
    else
        job_note_modification(job);
    job_end_notification(job);
}

/* The job was read at the start of the service: what was owed before still is. */
void job_note_start(struct job *job)
{
    job_notify(job);
}

void file_note_transferred(struct file *file)
{
    struct events *events = &file->job->events;

    events->files++;
    if (file->announced)
        events->files_before = 0;
    file->announced = FALSE;
    if (job_file_to_announce(file->job))
        job_notify(file->job);
}

/* The file, which was transferred, is to be transferred anew. */
void file_forget_transferred(struct file *file)
{
    if (!file->announced)
        file->job->events.files--;
}

/* The owner knows that the file is transferred, unless that is no longer so. */
static void file_set_announced(struct file *file)
{
    struct job *job = file->job;
    struct events *events = &job->events;

    if (!file->transferred || file->announced)
        return;
    file->announced = TRUE;
    file_mark_progress(file);
    events->files--;
    while (events->files_before < job->file_count && job->files[events->files_before]->announced)
        events->files_before++;
}

/* Adds a range, or lets the last one grow, which is the usual case. */
static BOOL arrived_add(struct arrived_ranges *arrived, const BG_FILE_RANGE *range)
{
    BG_FILE_RANGE *last = arrived->count ? &arrived->ranges[arrived->count - 1] : NULL, *grown;

    if (last && last->InitialOffset + last->Length == range->InitialOffset)
    {
        last->Length += range->Length;
        return TRUE;
    }
    if (!(grown = realloc(arrived->ranges, (arrived->count + 1) * sizeof(*grown))))
        return FALSE;
    arrived->ranges = grown;
    arrived->ranges[arrived->count++] = *range;
    return TRUE;
}

/* Only jobs in on-demand mode report ranges: nf-bits-ibackgroundcopyjob-setnotifyflags. */
void file_ranges_arrived(struct file *file, const BG_FILE_RANGE *ranges, DWORD count)
{
    struct job *job = file->job;
    DWORD i;

    if (!job->properties.on_demand_mode || !job_object_wants(job, BG_NOTIFY_FILE_RANGES_TRANSFERRED))
        return;
    for (i = 0; i < count && arrived_add(&file->arrived, &ranges[i]); i++)
        ;
    job_notify(job);
}

static void release_object(IUnknown **object)
{
    if (*object)
        queue_release(*object);
    *object = NULL;
}

static void job_release_objects(struct job *job)
{
    release_object(&job->notification.callback);
    release_object(&job->notification.instance);
}

/* Replaces the callback, or removes it. A new one is told of an outcome that an earlier one may know:
 * nn-bits-ibackgroundcopycallback. */
void job_set_callback(struct job *job, IUnknown *callback)
{
    job_release_objects(job);
    job->notification.callback = callback;
    if (callback)
        job_owe_outcome(job, job_is_at_outcome(job));
    job_touch(job);
}

/* The class has changed: the object that was made of the old one is not called any more. */
void job_forget_instance(struct job *job)
{
    release_object(&job->notification.instance);
}

/* Replaces the command line, or removes it where the program is NULL. It runs also for an outcome of the past:
 * nf-bits1_5-ibackgroundcopyjob2-setnotifycmdline. The token is the job's on success only. */
HRESULT job_set_command_line(struct job *job, const WCHAR *program, const WCHAR *parameters, HANDLE token)
{
    WCHAR *new_program, *new_parameters = NULL;

    if (!string_copy_to(&new_program, program) || !string_copy_to(&new_parameters, parameters))
    {
        free(new_program);
        free(new_parameters);
        return E_OUTOFMEMORY;
    }
    notification_free_command_line(&job->notification);
    job->notification.program = new_program;
    job->notification.parameters = new_parameters;
    job->notification.token = token;
    if (program && !job_has_object(job))
        job_owe_outcome(job, job_is_at_outcome(job));
    job->events.retry_time = 0;
    job_touch(job);
    return S_OK;
}

/* An object that can no longer be called is not tried again. */
void job_drop_callback(struct job *job, IUnknown *object)
{
    struct notification *notification = &job->notification;

    if (object == notification->callback)
        notification->callback = NULL;
    else if (object == notification->instance)
        notification->instance = NULL;
    else
        return;
    queue_release(object);
}

/* From now on the job tells nobody anything. */
void job_forget_notification(struct job *job)
{
    job_release_objects(job);
    notification_free_command_line(&job->notification);
    memset(&job->notification.clsid, 0, sizeof(job->notification.clsid));
}

/* Files come before the outcome: nf-bits3_0-ibackgroundcopycallback2-filetransferred. */
static BOOL job_take_owed(struct job *job, struct event *event)
{
    if ((event->file = job_file_to_announce(job)))
        event->type = EVENT_FILE_TRANSFERRED;
    else if (job_owes_outcome(job))
        event->type = job->state == BG_JOB_STATE_TRANSFERRED ? EVENT_JOB_TRANSFERRED : EVENT_JOB_ERROR;
    else
        return FALSE;
    return TRUE;
}

static BOOL job_take_ranges(struct job *job, ULONGLONG now, struct event *event)
{
    struct file *file = job_file_with_ranges(job);

    if (!file || now < file->arrived.quiet_end)
        return FALSE;
    event->type = EVENT_FILE_RANGES_TRANSFERRED;
    event->file = file;
    event->ranges = file->arrived.ranges;
    event->range_count = file->arrived.count;
    file->arrived.ranges = NULL;
    file->arrived.count = 0;
    file->arrived.quiet_end = now + job->notification.interval;
    return TRUE;
}

static BOOL job_take_modification(struct job *job, ULONGLONG now, struct event *event)
{
    if (!job_owes_modification(job) || now < job->events.quiet_end)
        return FALSE;
    event->type = EVENT_JOB_MODIFICATION;
    job->events.modification = FALSE;
    job->events.quiet_end = now + job->notification.interval;
    return TRUE;
}

/* The next event that is due, if there is one. */
BOOL job_take_event(struct job *job, ULONGLONG now, struct event *event)
{
    memset(event, 0, sizeof(*event));
    event->generation = job->events.generation;
    if (now >= job->events.retry_time && job_take_owed(job, event))
        return TRUE;
    return job_take_ranges(job, now, event) || job_take_modification(job, now, event);
}

BOOL event_is_outcome(const struct event *event)
{
    return event->type == EVENT_JOB_TRANSFERRED || event->type == EVENT_JOB_ERROR;
}

/* What is owed and was not delivered is due again after the minimum retry delay, unless the job has gone on or somebody
 * else is to be told since. What is not owed is lost. */
void job_end_event(struct job *job, const struct event *event, BOOL delivered)
{
    BOOL current = event->generation == job->events.generation;

    if (event->type == EVENT_FILE_TRANSFERRED)
    {
        if (delivered)
            file_set_announced(event->file);
    }
    else if (!event_is_outcome(event))
        return;
    else if (current)
    {
        job->events.outcome = !delivered;
        job_mark(job);
    }
    if (!delivered && current)
        job->events.retry_time = clock_ticks() + job->minimum_retry_delay * 1000ull;
}

/* Whoever delivers has found nothing more that is due. */
void job_end_delivery(struct job *job)
{
    job->events.delivering = FALSE;
    job_end_notification(job);
    job_notify(job);
}
