/* The model: jobs, their files and the queue that holds them. Plain data; every field is guarded by the queue's lock.
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#ifndef QMGR_QUEUE_H
#define QMGR_QUEUE_H

#include <windows.h>
#include "bits.h"
#include "bitsmsg.h"

/* Limits of the documentation, in characters without the terminator. */
#define DISPLAY_NAME_MAX 256
#define DESCRIPTION_MAX 1024
#define REMOTE_NAME_MAX 2200
#define LOCAL_NAME_MAX MAX_PATH

/* Defaults of the documentation, in seconds. */
#define DEFAULT_MINIMUM_RETRY_DELAY 600
#define DEFAULT_NO_PROGRESS_TIMEOUT 1209600

struct job;
struct transfer;

struct file
{
    struct job *job;
    WCHAR *remote_name;
    WCHAR *local_name;
    WCHAR *temporary_name;    /* NULL until the transfer has created the file */
    UINT64 bytes_total;       /* BG_SIZE_UNKNOWN until the server tells */
    UINT64 bytes_transferred; /* what is in the temporary file */
    BOOL transferred;         /* all of it is in the temporary file, which is closed */
    BOOL completed;           /* it has its final name */
    void *object;             /* the COM object that clients hold, if any */
};

struct job_error
{
    BG_ERROR_CONTEXT context;
    HRESULT code;
    struct file *file; /* NULL if the error concerns no file */
};

struct job
{
    LONG refs;
    GUID id;
    BG_JOB_TYPE type;
    BG_JOB_STATE state;
    ULONG priority; /* a BG_JOB_PRIORITY */
    WCHAR *display_name;
    WCHAR *description;
    ULONG minimum_retry_delay; /* seconds */
    ULONG no_progress_timeout; /* seconds */
    BG_JOB_TIMES times;
    struct file **files;
    size_t file_count;
    struct job_error error;
    ULONG error_count;
    BOOL stalled;           /* no data has moved since a transient error */
    ULONGLONG stall_time;   /* clock_ticks() of that error */
    ULONGLONG retry_time;   /* clock_ticks() at which TRANSIENT_ERROR ends in another try */
    BOOL queued;          /* it is in the queue */
    BOOL claimed;         /* one call has it for itself: see job_claim */
    struct transfer *transfer; /* what moves its bytes, or NULL: set by the scheduler's thread */
    void *object;         /* the COM object that clients hold, if any */
};

/* The calls that the state table knows. */
enum job_call
{
    JOB_CALL_ADD_FILES,
    JOB_CALL_SET_PROPERTY,
    JOB_CALL_SUSPEND,
    JOB_CALL_RESUME,
    JOB_CALL_CANCEL,
    JOB_CALL_COMPLETE,
};

/* queue.c: the jobs, the lock, and who is told of changes. */
void queue_start(void (*changed)(void));
void queue_stop(void);
BOOL queue_is_running(void);
void queue_lock(void);
void queue_unlock(void);
void queue_wait(void);
void queue_wake_waiters(void);
void queue_changed(void);
HRESULT queue_add(struct job *job);
void queue_remove(struct job *job);
struct job *queue_find(const GUID *id);
size_t queue_count(void);
struct job *queue_get(size_t index);

/* job.c: one job and its files. */
HRESULT job_create(const WCHAR *display_name, BG_JOB_TYPE type, struct job **out);
void job_addref(struct job *job);
void job_release(struct job *job);
HRESULT job_add_files(struct job *job, const BG_FILE_INFO *infos, size_t count);
HRESULT job_set_string(struct job *job, WCHAR **member, const WCHAR *value);
struct file *job_next_file(const struct job *job);
void file_set_size(struct file *file, UINT64 size);
void file_set_progress(struct file *file, UINT64 transferred);
void file_set_transferred(struct file *file, UINT64 size);
void job_get_progress(const struct job *job, BG_JOB_PROGRESS *progress);
WCHAR *string_copy(const WCHAR *string);

/* job_state.c: the state table and what changes a state. */
BOOL job_is_final(const struct job *job);
BOOL job_is_active(const struct job *job);
HRESULT job_check_call(struct job *job, enum job_call call);
HRESULT job_claim(struct job *job, enum job_call call);
void job_unclaim(struct job *job);
void job_touch(struct job *job);
void job_set_state(struct job *job, BG_JOB_STATE state);
HRESULT job_suspend(struct job *job);
HRESULT job_resume(struct job *job);
void job_fail(struct job *job, const struct job_error *error, BOOL transient);
ULONGLONG job_end_transient_error(struct job *job, ULONGLONG now);
void job_has_moved_data(struct job *job);

/* names.c: the rules for local names. */
HRESULT local_name_check(const WCHAR *name);

#endif
