/* What a job's owner is to be told, and when. Every function is called under the queue's lock.
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#ifndef QMGR_QUEUE_EVENTS_H
#define QMGR_QUEUE_EVENTS_H

#include "queue/job.h"

#define COMMAND_PROGRAM_MAX MAX_PATH
#define COMMAND_PARAMETERS_MAX 4000

#define EVENT_NEVER (~0ull)

enum event_type
{
    EVENT_FILE_TRANSFERRED,
    EVENT_JOB_TRANSFERRED,
    EVENT_JOB_ERROR,
    EVENT_FILE_RANGES_TRANSFERRED,
    EVENT_JOB_MODIFICATION,
};

/* One notification for whoever delivers it. */
struct event
{
    enum event_type type;
    ULONG generation;      /* of the job's events when this one was taken */
    struct file *file;     /* NULL for the events of jobs */
    BG_FILE_RANGE *ranges; /* the receiver frees them */
    DWORD range_count;
};

/* What is noted where it happens. Ranges may be lost for want of memory. */
void job_note_modification(struct job *job);
void job_note_state(struct job *job);
void job_note_start(struct job *job);
void file_note_transferred(struct file *file);
void file_forget_transferred(struct file *file);
void file_ranges_arrived(struct file *file, const BG_FILE_RANGE *ranges, DWORD count);

/* Who is told. A reference to a callback goes over to the job, and so does a token. */
void job_set_callback(struct job *job, IUnknown *callback);
HRESULT job_set_command_line(struct job *job, const WCHAR *program, const WCHAR *parameters, HANDLE token);
BOOL job_has_command_line(const struct job *job);
void job_forget_instance(struct job *job);
void job_drop_callback(struct job *job, IUnknown *object);
void job_forget_notification(struct job *job);

/* Delivery. The time is that of clock_ticks() at which the next event is due, 0 for at once, or EVENT_NEVER. */
ULONGLONG job_event_time(const struct job *job);
BOOL event_is_outcome(const struct event *event);
BOOL job_take_event(struct job *job, ULONGLONG now, struct event *event);
void job_end_event(struct job *job, const struct event *event, BOOL delivered);
void job_end_delivery(struct job *job);

#endif
