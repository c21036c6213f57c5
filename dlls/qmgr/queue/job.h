/* A job and its files: plain data, every field guarded by the queue's lock.
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#ifndef QMGR_QUEUE_JOB_H
#define QMGR_QUEUE_JOB_H

#include <windows.h>
#include "bits.h"
#include "bits1_5.h"
#include "bits2_0.h"
#include "bits2_5.h"
#include "bits3_0.h"
#include "bits4_0.h"
#include "bits5_0.h"
#include "bitsmsg.h"
#include "queue/ranges.h"

/* Limits of the documentation, in characters without the terminator. */
#define DISPLAY_NAME_MAX 256
#define DESCRIPTION_MAX 1024
#define REMOTE_NAME_MAX 2200
#define LOCAL_NAME_MAX MAX_PATH

/* The page of SetProxySettings has two limits: 4,000 characters, and 32 KB. No call that either allows may fail, so it
 * is the larger one, of 16-bit characters. */
#define PROXY_LIST_MAX (32 * 1024 / 2)

/* Defaults of the documentation, in seconds. */
#define DEFAULT_MINIMUM_RETRY_DELAY 600
#define DEFAULT_NO_PROGRESS_TIMEOUT 1209600

#define DEFAULT_NOTIFICATION_INTERVAL 500 /* milliseconds */

#define CUSTOM_HEADERS_MAX 16383
#define CERTIFICATE_STORE_MAX 255
#define CERTIFICATE_SUBJECT_MAX 255

#define CERTIFICATE_HASH_SIZE 20

struct group;
struct job;
struct stored_values;
struct transfer;

/* Ranges of a file that its owner has not been told of. */
struct arrived_ranges
{
    BG_FILE_RANGE *ranges;
    DWORD count;
    ULONGLONG quiet_end; /* clock_ticks() before which they are not announced */
};

/* There may be very many, so its flags are bytes. */
struct file
{
    struct job *job;
    WCHAR *remote_name;
    WCHAR *local_name;
    WCHAR *real_name;         /* where the links of the local name's folder led when it was added; NULL for nowhere */
    WCHAR *temporary_name;    /* NULL until it is chosen */
    BG_FILE_RANGE *ranges;    /* what to transfer, in the order of the temporary file; NULL for all of the file */
    DWORD range_count;
    UINT64 remote_size;       /* BG_SIZE_UNKNOWN until the server tells */
    UINT64 bytes_total;       /* to be transferred; BG_SIZE_UNKNOWN as long as it depends on the size */
    UINT64 bytes_transferred; /* what is in the temporary file */
    char *validator;          /* of the version that is being transferred: a strong ETag or a date, or NULL */
    struct range_set filled;  /* positions in the temporary file whose bytes are on the disk */
    struct range_set requested; /* all that RequestFileRanges has asked for */
    struct range_set awaited; /* of this, what is not on the disk */
    UINT64 download_position; /* UpdateDownloadPosition */
    struct arrived_ranges arrived;
    WCHAR *response_headers;  /* of the last response for this file, or NULL */
    WCHAR *unknown_lines;     /* of its record, each ended by a zero, and all of them by another; or NULL */
    BOOLEAN name_is_stored;   /* the record with the temporary name has been written */
    BOOLEAN name_is_told;     /* a client knows the temporary name, so that no other will do */
    BOOLEAN output_exists;    /* the transfer has created the file that the bytes go to */
    BOOLEAN record_may_lag;   /* behind the disk: see job_doubt_records */
    BOOLEAN order_changed;    /* something else is to come first now */
    BOOLEAN ranges_refused;   /* the server sends no ranges of this file */
    BOOLEAN redirected;       /* to another server, whose name it has now: the secrets are not for that one */
    BOOLEAN taken;            /* the job's transfer works on it, or has done so */
    BOOLEAN transferred;      /* all of it is in the temporary file, which is closed */
    BOOLEAN completed;        /* it has its final name */
    BOOLEAN announced;        /* the owner has been told that it is transferred */
    BOOLEAN valid;            /* SetValidationState */
    BOOLEAN marked;           /* its record is to be stored */
    void *object;             /* the COM object that clients hold, if any */
};

/* Bytes that stand together in the remote file and in the temporary file. */
struct piece
{
    UINT64 position; /* in the temporary file */
    UINT64 end;      /* in the temporary file, or BG_SIZE_UNKNOWN for all up to the end */
    UINT64 offset;   /* in the remote file */
};

struct job_error
{
    BG_ERROR_CONTEXT context;
    HRESULT code;
    struct file *file; /* NULL if the error concerns no file */
};

/* Who made the job, or has taken it over. */
struct owner
{
    WCHAR *sid;
    ULONG integrity_level; /* a SECURITY_MANDATORY_..._RID */
    BOOL elevated;
    BOOL exempt;           /* an administrator or a service: the limits do not apply, and the job does not count */
};

/* What the owner is told, and how. */
struct notification
{
    ULONG flags;        /* BG_NOTIFY_... */
    IUnknown *callback; /* SetNotifyInterface; only notify/ calls it */
    CLSID clsid;        /* of an object to call instead, or GUID_NULL */
    IUnknown *instance; /* the object of that class, once it was needed */
    ULONG interval;     /* between two modification events, in milliseconds */
    WCHAR *program;     /* the command line, or NULL */
    WCHAR *parameters;
    HANDLE token;       /* of who set the command line; NULL for the service's own */
};

/* What the owner is still to be told: see queue/events.h. */
struct events
{
    BOOL outcome;         /* JobTransferred or JobError, as the state says */
    BOOL modification;
    size_t files;         /* so many transferred files are unannounced */
    size_t files_before;  /* so many files, counted from the first, are announced: where to begin to look */
    ULONG generation;     /* changes with what the outcome is or who is to be told of it */
    ULONGLONG retry_time; /* clock_ticks() before which no file and no outcome is announced */
    ULONGLONG quiet_end;  /* clock_ticks() before which no modification is announced */
    BOOL delivering;      /* a thread of notify/ is at work on the job */
};

struct proxy_settings
{
    BG_JOB_PROXY_USAGE usage;
    WCHAR *list; /* NULL unless usage is OVERRIDE */
    WCHAR *bypass_list;
};

/* For one target and scheme; the strings are NULL for the caller's own. */
struct credentials
{
    struct credentials *next;
    BG_AUTH_TARGET target;
    BG_AUTH_SCHEME scheme;
    WCHAR *user_name;
    WCHAR *password;
};

struct client_certificate
{
    BG_CERT_STORE_LOCATION location;
    WCHAR *store;
    BYTE hash[CERTIFICATE_HASH_SIZE];
    WCHAR *subject;
};

/* A server's certificate, which the callback is asked about or has accepted. */
struct certificate_question
{
    struct certificate_question *next;
    struct file *file;      /* whose request needs the server */
    char *server;           /* its name and port */
    BYTE *certificate;      /* encoded */
    DWORD certificate_size;
    BYTE *store;            /* all certificates that the server sent, as a serialized store */
    DWORD store_size;
};

struct http_options
{
    WCHAR *headers; /* to be added to each request, or NULL */
    BOOL headers_are_write_only;
    ULONG security_flags;
    WCHAR *method;  /* NULL for the default */
    struct client_certificate *certificate;
    IUnknown *certificate_callback;
    struct certificate_question *question; /* whose answer the job waits for, or NULL */
    struct certificate_question *accepted; /* by the callback, since it was set */
};

/* BITS_JOB_PROPERTY_ID, but for the two that belong to the notification. */
struct job_properties
{
    DWORD cost_flags;
    BOOL dynamic_content;
    BOOL high_performance;
    UINT64 maximum_download_size; /* UINT64_MAX for none */
    BG_AUTH_TARGET stored_credentials_target; /* 0 for none */
    BOOL on_demand_mode;
};

struct helper_token
{
    DWORD flags;
    HANDLE token;
    WCHAR *sid; /* NULL without a token */
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
    struct owner owner;
    ULONG minimum_retry_delay;   /* seconds */
    ULONG no_progress_timeout;   /* seconds */
    ULONG maximum_download_time; /* seconds, if a program has set it */
    BOOL maximum_download_time_is_set;
    DWORD file_acl_flags;
    DWORD peer_caching_flags;
    WCHAR *reply_file_name; /* NULL until it is set or chosen */
    BG_JOB_REPLY_PROGRESS reply_progress; /* BytesTotal is BG_SIZE_UNKNOWN until the reply begins to arrive */
    struct notification notification;
    struct events events;
    struct proxy_settings proxy;
    struct credentials *credentials;
    struct http_options http;
    struct job_properties properties;
    struct helper_token helper_token;
    struct group *group; /* what the Queue Manager of qmgr.h adds, or NULL if it did not make the job */
    BG_JOB_TIMES times;
    struct file **files;
    size_t file_count;
    size_t files_done;      /* so many files, counted from the first, are transferred: where to begin to look */
    size_t files_completed; /* so many, in the same way, have their final names */
    struct job_error error;
    DWORD error_file_number; /* of the error's file, counted from 1, while the stored files are added to the job */
    DWORD stored_file_count; /* so many files have been stored, and are to be added, at least */
    ULONG error_count;
    BOOL resumed;           /* Resume has succeeded at least once */
    BOOL awaits_requests;   /* SUSPENDED because all requested ranges are there; the next request resumes it */
    BOOL stalled;           /* no data has moved since a transient error */
    ULONGLONG stall_time;   /* clock_ticks() of that error */
    ULONGLONG retry_time;   /* clock_ticks() at which TRANSIENT_ERROR ends in another try */
    ULONGLONG download_time;  /* milliseconds in CONNECTING and TRANSFERRING since the last Resume, up to ... */
    ULONGLONG download_start; /* ... clock_ticks() at this time */
    ULONGLONG activity_time; /* clock_ticks() when data moved, or a program changed something, for the last time */
    BOOL abandoned;         /* nothing has happened to it for too long: the scheduler cancels it */
    ULONGLONG ticket;       /* its place in line, from when it was last queued */
    ULONGLONG slice_end;    /* clock_ticks() at which it makes room for others of its priority */
    BOOL queued;            /* it is in the queue, and so to be stored */
    BOOL gone;              /* it has left the queue */
    BOOL restart;           /* the transfer works on a name that has changed: it stops, and another one starts */
    BOOL claimed;           /* one call has it for itself: see job_claim */
    BOOL completing;        /* Complete has begun to rename its files */
    BOOL marked;            /* something about it is to be stored */
    BOOL progress_marked;   /* the same, in a while, and only about its files' progress */
    struct job *next_marked;
    BOOL removed;           /* its record is gone, or about to go */
    struct stored_values *stored; /* what the store has written: one block of memory */
    struct transfer *transfer; /* what moves its bytes, or NULL: set by the scheduler's thread */
    void *object;           /* the COM object that clients hold, if any */
};

/* The calls that the state table knows. */
enum job_call
{
    JOB_CALL_ADD_FILES,
    JOB_CALL_ADD_FILE_WITH_RANGES,
    JOB_CALL_SET_PROPERTY,          /* every setter that is not named below */
    JOB_CALL_SET_REMOTE_NAME,       /* and ReplaceRemotePrefix */
    JOB_CALL_SET_FILE_ACL_FLAGS,
    JOB_CALL_SET_REPLY_FILE_NAME,
    JOB_CALL_GET_REPLY,             /* the name and the progress */
    JOB_CALL_GET_REPLY_DATA,
    JOB_CALL_SET_CERTIFICATE_CALLBACK,
    JOB_CALL_SET_VALIDATION_STATE,
    JOB_CALL_REQUEST_FILE_RANGES,   /* and UpdateDownloadPosition */
    JOB_CALL_TAKE_OWNERSHIP,
    JOB_CALL_SUSPEND,
    JOB_CALL_RESUME,
    JOB_CALL_CANCEL,
    JOB_CALL_COMPLETE,
    JOB_CALL_COUNT
};

/* job.c: one job and its files. */
HRESULT job_create(const WCHAR *display_name, BG_JOB_TYPE type, struct job **out);
void job_addref(struct job *job);
void job_release(struct job *job);
HRESULT job_add_files(struct job *job, const BG_FILE_INFO *infos, size_t count);
HRESULT job_append_files(struct job *job, const BG_FILE_INFO *infos, size_t count);
struct file *job_next_file(const struct job *job);
void job_settle(struct job *job);
void job_get_progress(const struct job *job, BG_JOB_PROGRESS *progress);
void job_transfer_has_ended(struct job *job);

/* file_ranges.c: the ranges that are given with a file. */
HRESULT file_ranges_check(const BG_FILE_RANGE *ranges, DWORD count);
HRESULT job_add_file_with_ranges(struct job *job, const BG_FILE_INFO *info, const BG_FILE_RANGE *ranges, DWORD count);

/* file_progress.c: what is there of a file, and what is to be fetched next. */
BOOL file_has_work(const struct file *file);
HRESULT file_needs_ranges(const struct file *file);
BOOL file_is_fresh(const struct file *file);
BOOL file_may_resume(const struct file *file);
BOOL file_is_filled(const struct file *file);
UINT64 file_filled_end(const struct file *file);
void file_update_total(struct file *file);
BOOL file_expect_size(struct file *file, UINT64 size);
HRESULT file_set_size(struct file *file, UINT64 size);
UINT64 file_bytes_transferred(const struct file *file);
HRESULT file_fill(struct file *file, UINT64 start, UINT64 end);
BOOL file_next_piece(const struct file *file, struct piece *piece);
size_t file_next_pieces(const struct file *file, struct piece *pieces, size_t room);
void file_start_again(struct file *file);
void file_set_transferred(struct file *file, UINT64 size);

/* file_requests.c: what a client wants first. */
HRESULT file_check_random_access(const struct file *file);
HRESULT file_request_ranges(struct file *file, const BG_FILE_RANGE *ranges, DWORD count);
HRESULT file_set_position(struct file *file, UINT64 offset);
HRESULT file_limit_requests(struct file *file, UINT64 size);
void file_answer_requests(struct file *file, UINT64 start, UINT64 end);

/* file_output.c: where a file's bytes go. */
BOOL is_temporary_name(const WCHAR *name);
const WCHAR *file_target(const struct file *file);
void file_set_target(struct file *file, WCHAR *real_name);
const WCHAR *file_output_name(struct file *file);
void file_choose_other_name(struct file *file);
BOOL file_owns_name(const struct file *file);
BOOL file_has_temporary(const struct file *file);
BOOL file_may_have_temporary(const struct file *file);
void job_doubt_records(struct job *job);

/* file_validation.c */
HRESULT file_set_validation_state(struct file *file, BOOL valid);

/* remote_names.c: what may be shown of remote names, and changes of them. */
const WCHAR *remote_name_without_password(const WCHAR *name);
HRESULT file_set_remote_name(struct file *file, const WCHAR *name);
HRESULT job_replace_remote_prefix(struct job *job, const WCHAR *old_prefix, const WCHAR *new_prefix,
        HRESULT (*check)(const WCHAR *name));

/* job_settings.c: what can be set on a job, beside its files. */
void job_settings_init(struct job *job);
void job_settings_free(struct job *job);
HRESULT job_set_string(struct job *job, WCHAR **member, const WCHAR *value);
HRESULT job_set_priority(struct job *job, BG_JOB_PRIORITY priority);
HRESULT job_set_reply_file_name(struct job *job, const WCHAR *name);
HRESULT proxy_settings_check(const struct proxy_settings *proxy);
HRESULT job_set_proxy(struct job *job, const struct proxy_settings *proxy);
void notification_free_command_line(struct notification *notification);
void client_certificate_free(struct client_certificate *certificate);
void job_set_helper_token(struct job *job, HANDLE token, WCHAR *sid);
WCHAR *string_copy(const WCHAR *string);
BOOL string_copy_to(WCHAR **copy, const WCHAR *string);
void string_wipe(WCHAR *string);

/* job_credentials.c */
HRESULT credentials_check_kind(BG_AUTH_TARGET target, BG_AUTH_SCHEME scheme);
HRESULT credentials_check(const BG_AUTH_CREDENTIALS *credentials);
struct credentials *credentials_create(BG_AUTH_TARGET target, BG_AUTH_SCHEME scheme, const WCHAR *user_name,
        const WCHAR *password);
void credentials_free(struct credentials *credentials);
HRESULT job_set_credentials(struct job *job, const BG_AUTH_CREDENTIALS *credentials);
HRESULT job_remove_credentials(struct job *job, BG_AUTH_TARGET target, BG_AUTH_SCHEME scheme);

/* property_ids.c */
HRESULT job_set_property(struct job *job, BITS_JOB_PROPERTY_ID id, const BITS_JOB_PROPERTY_VALUE *value);
HRESULT job_get_property(const struct job *job, BITS_JOB_PROPERTY_ID id, BITS_JOB_PROPERTY_VALUE *value);

/* http_settings.c: the HTTP options. */
HRESULT job_set_custom_headers(struct job *job, const WCHAR *headers);
void job_set_client_certificate(struct job *job, struct client_certificate *certificate);
HRESULT security_flags_check(ULONG flags);
HRESULT job_set_security_flags(struct job *job, ULONG flags);
const WCHAR *job_http_method(const struct job *job);
HRESULT job_set_http_method(struct job *job, const WCHAR *method);

/* certificate_question.c: the questions of SetServerCertificateValidationInterface. */
void certificate_questions_start(void (*asker)(struct job *job, struct certificate_question *question));
void certificate_question_free(struct certificate_question *question);
void job_forget_certificates(struct job *job);
void job_set_certificate_callback(struct job *job, IUnknown *callback);
BOOL job_accepts_certificate(const struct job *job, const struct certificate_question *question);
HRESULT job_check_certificate(struct job *job, struct certificate_question *question);
void job_answer_certificate(struct job *job, struct certificate_question *question, HRESULT answer);

/* http_syntax.c: what may stand in a request. */
HRESULT http_method_check(const WCHAR *method);
HRESULT custom_headers_check(const WCHAR *headers);

/* job_state.c: the state table and what changes a state. */
BOOL job_is_final(const struct job *job);
BOOL job_is_active(const struct job *job);
BOOL job_may_transfer(const struct job *job);
HRESULT job_check_call(struct job *job, enum job_call call);
HRESULT job_check_read(const struct job *job, enum job_call call);
HRESULT job_claim(struct job *job, enum job_call call);
void job_unclaim(struct job *job);
void job_touch(struct job *job);
void job_set_state(struct job *job, BG_JOB_STATE state);
HRESULT job_suspend(struct job *job);
HRESULT job_resume(struct job *job);
void job_fail(struct job *job, const struct job_error *error, BOOL transient);
ULONGLONG job_end_transient_error(struct job *job, ULONGLONG now);
void job_note_network_change(struct job *job);
void job_has_moved_data(struct job *job);

/* marks.c: what is to be stored. */
void job_mark(struct job *job);
void file_mark(struct file *file);
void file_mark_progress(struct file *file);

/* job_limits.c: what a job may use. */
void job_count_download_time(struct job *job, BG_JOB_STATE next);
ULONGLONG job_download_time(const struct job *job, ULONGLONG now);
void job_reset_download_time(struct job *job);
ULONG job_maximum_download_time(const struct job *job);
HRESULT job_set_maximum_download_time(struct job *job, ULONG seconds);
ULONGLONG job_end_download_time(struct job *job, ULONGLONG now);
void job_note_activity(struct job *job);
ULONGLONG job_end_inactivity(struct job *job, ULONGLONG now);
BOOL job_may_download(const struct job *job, const struct file *file, UINT64 size);
BOOL cost_flags_allow(DWORD flags, DWORD cost);
BOOL job_check_cost(struct job *job);
BOOL job_waits_for_foreground(const struct job *job);
BOOL job_may_continue_files(const struct job *job);

/* names.c: the rules for local names. */
HRESULT local_name_check(const WCHAR *name);
size_t folder_length(const WCHAR *path);

#endif
