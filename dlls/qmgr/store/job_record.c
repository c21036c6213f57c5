/* A job as the values of its registry key.
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include <objbase.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include "queue/queue.h"
#include "store/job_parts.h"
#include "store/job_record.h"
#include "store/lines.h"

#define SCHEMA L"Schema"
#define TYPE L"Type"
#define PRIORITY L"Priority"
#define MAXIMUM_DOWNLOAD_TIME L"MaximumDownloadTime"
#define MAXIMUM_DOWNLOAD_SIZE L"MaximumDownloadSize"
#define NOTIFY_CLSID L"NotifyClsid"
#define STORED_CREDENTIALS L"UseStoredCredentials"

#define NOTIFY_FLAGS (BG_NOTIFY_JOB_TRANSFERRED | BG_NOTIFY_JOB_ERROR | BG_NOTIFY_DISABLE | BG_NOTIFY_JOB_MODIFICATION \
        | BG_NOTIFY_FILE_TRANSFERRED | BG_NOTIFY_FILE_RANGES_TRANSFERRED)
#define PEER_CACHING_FLAGS (BG_JOB_ENABLE_PEERCACHING_CLIENT | BG_JOB_ENABLE_PEERCACHING_SERVER \
        | BG_JOB_DISABLE_BRANCH_CACHE)

/* Members of 32 bits that stand alone; they are left out where they are the default. */
static const struct number_value
{
    const WCHAR *name;
    size_t offset;
    DWORD missing; /* the default */
    DWORD bits;    /* that may be set */
} number_values[] =
{
#define MEMBER(name) offsetof(struct job, name)
    {L"MinimumRetryDelay", MEMBER(minimum_retry_delay), DEFAULT_MINIMUM_RETRY_DELAY, MAXDWORD},
    {L"NoProgressTimeout", MEMBER(no_progress_timeout), DEFAULT_NO_PROGRESS_TIMEOUT, MAXDWORD},
    {L"FileAclFlags", MEMBER(file_acl_flags), 0, BG_COPY_FILE_ALL},
    {L"PeerCachingFlags", MEMBER(peer_caching_flags), 0, PEER_CACHING_FLAGS},
    {L"NotifyFlags", MEMBER(notification.flags), BG_NOTIFY_JOB_TRANSFERRED | BG_NOTIFY_JOB_ERROR, NOTIFY_FLAGS},
    {L"NotifyInterval", MEMBER(notification.interval), DEFAULT_NOTIFICATION_INTERVAL, MAXDWORD},
    {L"SecurityFlags", MEMBER(http.security_flags), 0, MAXDWORD},
    {L"CostFlags", MEMBER(properties.cost_flags), BITS_COST_STATE_TRANSFER_ALWAYS, MAXDWORD},
    {L"DynamicContent", MEMBER(properties.dynamic_content), FALSE, TRUE},
    {L"HighPerformance", MEMBER(properties.high_performance), FALSE, TRUE},
    {L"OnDemandMode", MEMBER(properties.on_demand_mode), FALSE, TRUE},
    {L"HelperTokenFlags", MEMBER(helper_token.flags), 0, BG_TOKEN_LOCAL_FILE | BG_TOKEN_NETWORK},
};

/* Strings that stand alone; they are left out where they are empty. */
static const struct string_value
{
    const WCHAR *name;
    size_t offset, length_max;
} string_values[] =
{
    {L"DisplayName", MEMBER(display_name), DISPLAY_NAME_MAX},
    {L"Description", MEMBER(description), DESCRIPTION_MAX},
    {L"ReplyFileName", MEMBER(reply_file_name), LOCAL_NAME_MAX},
    {L"HttpMethod", MEMBER(http.method), MAXDWORD},
#undef MEMBER
};

static const WCHAR *const types[] =
{
    [BG_JOB_TYPE_DOWNLOAD] = L"Download",
    [BG_JOB_TYPE_UPLOAD] = L"Upload",
    [BG_JOB_TYPE_UPLOAD_REPLY] = L"UploadReply",
};

static const WCHAR *const priorities[] =
{
    [BG_JOB_PRIORITY_FOREGROUND] = L"Foreground",
    [BG_JOB_PRIORITY_HIGH] = L"High",
    [BG_JOB_PRIORITY_NORMAL] = L"Normal",
    [BG_JOB_PRIORITY_LOW] = L"Low",
};

static void write_numbers(const struct job *job, struct values *values)
{
    DWORD number;
    size_t i;

    for (i = 0; i < ARRAYSIZE(number_values); i++)
    {
        memcpy(&number, (const BYTE *)job + number_values[i].offset, sizeof(number));
        if (number != number_values[i].missing)
            values_add_number(values, number_values[i].name, number);
    }
}

static void write_string(const WCHAR *name, const WCHAR *string, struct values *values)
{
    if (string && *string)
        values_add_string(values, name, string);
}

static void write_strings(const struct job *job, struct values *values)
{
    size_t i;

    for (i = 0; i < ARRAYSIZE(string_values); i++)
        write_string(string_values[i].name, *(WCHAR *const *)((const BYTE *)job + string_values[i].offset), values);
}

static void write_kind(const struct job *job, struct values *values)
{
    if (job->type != BG_JOB_TYPE_DOWNLOAD)
        values_add_string(values, TYPE, types[job->type]);
    if (job->priority != BG_JOB_PRIORITY_NORMAL)
        values_add_string(values, PRIORITY, priorities[job->priority]);
}

static void write_properties(const struct job *job, struct values *values)
{
    const struct job_properties *properties = &job->properties;

    if (job->maximum_download_time_is_set)
        values_add_number(values, MAXIMUM_DOWNLOAD_TIME, job->maximum_download_time);
    if (properties->maximum_download_size != UINT64_MAX)
        values_add_long(values, MAXIMUM_DOWNLOAD_SIZE, properties->maximum_download_size);
    if (properties->stored_credentials_target)
        values_add_number(values, STORED_CREDENTIALS, properties->stored_credentials_target);
}

static void write_notify_class(const struct job *job, struct values *values)
{
    static const CLSID none;
    WCHAR text[GUID_TEXT_LENGTH + 1];

    if (!IsEqualGUID(&job->notification.clsid, &none)
            && StringFromGUID2(&job->notification.clsid, text, ARRAYSIZE(text)))
        values_add_string(values, NOTIFY_CLSID, text);
}

void job_record_encode(const struct job *job, struct values *values)
{
    values_add_number(values, SCHEMA, RECORD_SCHEMA);
    write_kind(job, values);
    write_strings(job, values);
    write_numbers(job, values);
    write_properties(job, values);
    write_notify_class(job, values);
    command_line_write(job, values);
    proxy_write(job, values);
    credentials_write(job, values);
    custom_headers_write(job, values);
    client_certificate_write(job, values);
    group_write(job, values);
    owner_write(job, values);
    state_write(job, values);
}

/* The data of a value with this type and, if it is not 0, this size; NULL if there is no such value, or *hr is a
 * failure already, or becomes one because the value is another. */
static const void *find_data(HRESULT *hr, const struct values *values, const WCHAR *name, DWORD type, DWORD size)
{
    const struct value *value = values_find(values, name);

    if (!value)
        return NULL;
    decode_check(hr, value->type == type && (!size || value->size == size));
    return SUCCEEDED(*hr) ? value->data : NULL;
}

/* Leaves the number as it is if there is none. */
static void read_number_value(HRESULT *hr, const struct values *values, const WCHAR *name, DWORD *number)
{
    const void *data = find_data(hr, values, name, REG_DWORD, sizeof(*number));

    if (data)
        memcpy(number, data, sizeof(*number));
}

/* The string of a value, or NULL. */
static const WCHAR *find_string(HRESULT *hr, const struct values *values, const WCHAR *name)
{
    const struct value *value = values_find(values, name);
    const WCHAR *string = find_data(hr, values, name, REG_SZ, 0);
    size_t i, length;

    if (!string)
        return NULL;
    length = value->size / sizeof(*string);
    for (i = 0; i < length && string[i]; i++)
        ;
    decode_check(hr, !(value->size % sizeof(*string)) && i + 1 == length);
    return SUCCEEDED(*hr) ? string : NULL;
}

static void read_numbers(HRESULT *hr, const struct values *values, struct job *job)
{
    size_t i;

    for (i = 0; i < ARRAYSIZE(number_values); i++)
    {
        DWORD number = number_values[i].missing;

        read_number_value(hr, values, number_values[i].name, &number);
        decode_check(hr, !(number & ~number_values[i].bits));
        memcpy((BYTE *)job + number_values[i].offset, &number, sizeof(number));
    }
    decode_check(hr, security_flags_check(job->http.security_flags) == S_OK);
}

static void read_strings(HRESULT *hr, const struct values *values, struct job *job)
{
    size_t i;

    for (i = 0; i < ARRAYSIZE(string_values); i++)
        decode_string(hr, find_string(hr, values, string_values[i].name), string_values[i].length_max,
                (WCHAR **)((BYTE *)job + string_values[i].offset));
    decode_check(hr, !job->http.method || http_method_check(job->http.method) == S_OK);
    decode_check(hr, !job->reply_file_name || local_name_check(job->reply_file_name) == S_OK);
}

/* A method of the program's own goes with FOREGROUND, and one of the two may have been stored without the other. */
static void read_kind(HRESULT *hr, const struct values *values, struct job *job)
{
    ULONG type = BG_JOB_TYPE_DOWNLOAD;

    decode_word(hr, find_string(hr, values, TYPE), types, ARRAYSIZE(types), &type);
    job->type = type;
    decode_word(hr, find_string(hr, values, PRIORITY), priorities, ARRAYSIZE(priorities), &job->priority);
    if (job->http.method)
        job->priority = BG_JOB_PRIORITY_FOREGROUND;
}

static void read_properties(HRESULT *hr, const struct values *values, struct job *job)
{
    UINT64 *size = &job->properties.maximum_download_size;
    const void *data = find_data(hr, values, MAXIMUM_DOWNLOAD_SIZE, REG_QWORD, sizeof(*size));
    DWORD target = 0;

    if (data)
        memcpy(size, data, sizeof(*size));
    decode_check(hr, *size != 0);
    read_number_value(hr, values, MAXIMUM_DOWNLOAD_TIME, &job->maximum_download_time);
    job->maximum_download_time_is_set = values_find(values, MAXIMUM_DOWNLOAD_TIME) != NULL;
    read_number_value(hr, values, STORED_CREDENTIALS, &target);
    decode_check(hr, !target || target == BG_AUTH_TARGET_PROXY);
    job->properties.stored_credentials_target = target;
    decode_guid(hr, find_string(hr, values, NOTIFY_CLSID), &job->notification.clsid);
}

static HRESULT check_schema(const struct values *values)
{
    HRESULT hr = S_OK;
    DWORD schema = 0;

    read_number_value(&hr, values, SCHEMA, &schema);
    decode_check(&hr, schema != 0);
    if (SUCCEEDED(hr) && schema > RECORD_SCHEMA)
        hr = HRESULT_FROM_WIN32(ERROR_UNKNOWN_REVISION);
    return hr;
}

/* The group comes first, because its flags make those of the notification. */
static HRESULT read_job(const struct values *values, struct job *job)
{
    HRESULT hr = S_OK;

    group_read(&hr, values, job);
    read_strings(&hr, values, job);
    read_kind(&hr, values, job);
    read_numbers(&hr, values, job);
    read_properties(&hr, values, job);
    command_line_read(&hr, values, job);
    proxy_read(&hr, values, job);
    credentials_read(&hr, values, job);
    custom_headers_read(&hr, values, job);
    client_certificate_read(&hr, values, job);
    owner_read(&hr, values, job);
    state_read(&hr, values, job);
    return hr;
}

HRESULT job_record_decode(const GUID *id, const struct values *values, struct job **out)
{
    struct job *job;
    HRESULT hr;

    if (FAILED(hr = check_schema(values)))
        return hr;
    if (FAILED(hr = job_create(L"", BG_JOB_TYPE_DOWNLOAD, &job)))
        return hr;
    job->id = *id;
    if (FAILED(hr = read_job(values, job)))
        job_release(job);
    else
        *out = job;
    return hr;
}

static void count_files(struct job *job)
{
    struct events *events = &job->events;
    size_t i;

    for (i = 0; i < job->file_count; i++)
    {
        const struct file *file = job->files[i];

        job->files_done += job->files_done == i && file->transferred;
        job->files_completed += job->files_completed == i && file->completed;
        events->files_before += events->files_before == i && file->announced;
        events->files += file->transferred && !file->announced;
    }
}

HRESULT job_record_settle(struct job *job)
{
    if (job->file_count < job->stored_file_count)
        return HRESULT_FROM_WIN32(ERROR_INVALID_DATA);
    job->files_done = job->files_completed = job->events.files = job->events.files_before = 0;
    count_files(job);
    if (job->error_file_number && job->error_file_number <= job->file_count)
        job->error.file = job->files[job->error_file_number - 1];
    if (job_is_active(job) && !job->file_count)
        job->state = BG_JOB_STATE_SUSPENDED;
    job_settle(job);
    return S_OK;
}
