/* Jobs and files with everything that a record can hold: one setting each, and all of them.
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include <stdlib.h>
#include <string.h>

#include "queue/group.h"
#include "record_test.h"
#include "store/dates.h"

#define DAY_TICKS (24 * 60 * 60 * 1000)

static const GUID some_id = {0x01234567, 0x89ab, 0xcdef, {1, 2, 3, 4, 5, 6, 7, 8}};

static void set_text(WCHAR **member, const WCHAR *text)
{
    free(*member);
    *member = string_copy(text);
}

#define TEXT_SETTER(name, member, text) \
    static void set_##name(struct job *job) \
    { \
        set_text(&job->member, text); \
    }

#define SETTER(name, member, value) \
    static void set_##name(struct job *job) \
    { \
        job->member = value; \
    }

TEXT_SETTER(display_name, display_name, L"A name")
TEXT_SETTER(description, description, L"What it is for: \x00e4\x4e2d=\t\n")
TEXT_SETTER(reply_file_name, reply_file_name, L"C:\\folder\\reply")

SETTER(type, type, BG_JOB_TYPE_UPLOAD_REPLY)
SETTER(priority, priority, BG_JOB_PRIORITY_FOREGROUND)
SETTER(retry_delay, minimum_retry_delay, 5)
SETTER(no_progress_timeout, no_progress_timeout, 0)
SETTER(acl_flags, file_acl_flags, BG_COPY_FILE_OWNER | BG_COPY_FILE_DACL)
SETTER(peer_caching, peer_caching_flags, BG_JOB_ENABLE_PEERCACHING_CLIENT)
SETTER(notify_flags, notification.flags, BG_NOTIFY_DISABLE)
SETTER(notify_interval, notification.interval, 0)
SETTER(notify_clsid, notification.clsid, some_id)
SETTER(security_flags, http.security_flags, BG_SSL_ENABLE_CRL_CHECK | BG_HTTP_REDIRECT_POLICY_DISALLOW)
SETTER(cost_flags, properties.cost_flags, BITS_COST_STATE_TRANSFER_UNRESTRICTED)
SETTER(dynamic_content, properties.dynamic_content, TRUE)
SETTER(high_performance, properties.high_performance, TRUE)
SETTER(on_demand_mode, properties.on_demand_mode, TRUE)
SETTER(helper_token_flags, helper_token.flags, BG_TOKEN_NETWORK)
SETTER(download_size, properties.maximum_download_size, 0x100000000ull)
SETTER(stored_credentials, properties.stored_credentials_target, BG_AUTH_TARGET_PROXY)

/* 0, for no limit, is not what is so without the value. */
static void set_download_time(struct job *job)
{
    job->maximum_download_time_is_set = TRUE;
    job->maximum_download_time = 0;
}

static void set_http_method(struct job *job)
{
    set_text(&job->http.method, L"POST");
    job->priority = BG_JOB_PRIORITY_FOREGROUND;
}

static void set_command_line(struct job *job)
{
    set_text(&job->notification.program, L"C:\\program.exe");
    set_text(&job->notification.parameters, L"program \"a b\"");
}

static void set_proxy(struct job *job)
{
    job->proxy.usage = BG_JOB_PROXY_USAGE_OVERRIDE;
    set_text(&job->proxy.list, L"http=proxy:8080 other");
    set_text(&job->proxy.bypass_list, L"");
}

static void add_credentials(struct job *job, BG_AUTH_TARGET target, BG_AUTH_SCHEME scheme, const WCHAR *name,
        const WCHAR *password)
{
    struct credentials *entry = credentials_create(target, scheme, name, password);

    entry->next = job->credentials;
    job->credentials = entry;
}

static void set_credentials(struct job *job)
{
    add_credentials(job, BG_AUTH_TARGET_SERVER, BG_AUTH_SCHEME_BASIC, L"name=1", L"pass\tword");
    add_credentials(job, BG_AUTH_TARGET_SERVER, BG_AUTH_SCHEME_NTLM, NULL, NULL);
    add_credentials(job, BG_AUTH_TARGET_PROXY, BG_AUTH_SCHEME_PASSPORT, L"", L"");
}

static void set_headers(struct job *job)
{
    set_text(&job->http.headers, L"A: b\r\nC: d\r\n");
    job->http.headers_are_write_only = TRUE;
}

static void set_certificate(struct job *job)
{
    struct client_certificate *certificate = calloc(1, sizeof(*certificate));

    certificate->location = BG_CERT_STORE_LOCATION_LOCAL_MACHINE;
    certificate->store = string_copy(L"MY");
    certificate->subject = string_copy(L"Somebody");
    certificate->hash[0] = 0xab;
    certificate->hash[CERTIFICATE_HASH_SIZE - 1] = 0x01;
    job->http.certificate = certificate;
}

/* The group's flags make others of the job's own, which may have been changed since. */
static void set_group(struct job *job)
{
    ULONG flags = job->notification.flags;

    job_make_group(job, &job->id);
    job->notification.flags = flags;
    job->group->notify_flags = 1;
    job->group->notify_clsid = some_id;
    job->group->has_job = TRUE;
    job->group->job_id = some_id;
}

static void set_owner(struct job *job)
{
    set_text(&job->owner.sid, L"S-1-5-21-1-2-3-500");
    job->owner.integrity_level = SECURITY_MANDATORY_HIGH_RID;
    job->owner.elevated = job->owner.exempt = TRUE;
}

static void set_state_times(struct job *job)
{
    job->times.TransferCompletionTime = date_of_ticks(shim_ticks - 7000);
    job->activity_time = shim_ticks - 2000;
    job->download_time = 1234;
    job->stalled = TRUE;
    job->stall_time = shim_ticks - 3000;
    job->retry_time = shim_ticks + 4000;
}

static void set_state(struct job *job)
{
    set_state_times(job);
    job->state = BG_JOB_STATE_TRANSIENT_ERROR;
    job->resumed = job->awaits_requests = TRUE;
    job->error = (struct job_error){BG_ERROR_CONTEXT_REMOTE_FILE, BG_E_HTTP_ERROR_404, NULL};
    job->error_count = 3;
    job->events.outcome = job->events.modification = TRUE;
}

const struct job_setting job_settings[] =
{
    {L"Type", set_type},
    {L"Priority", set_priority},
    {L"DisplayName", set_display_name},
    {L"Description", set_description},
    {L"ReplyFileName", set_reply_file_name},
    {L"HttpMethod", set_http_method},
    {L"MinimumRetryDelay", set_retry_delay},
    {L"NoProgressTimeout", set_no_progress_timeout},
    {L"FileAclFlags", set_acl_flags},
    {L"PeerCachingFlags", set_peer_caching},
    {L"NotifyFlags", set_notify_flags},
    {L"NotifyInterval", set_notify_interval},
    {L"SecurityFlags", set_security_flags},
    {L"CostFlags", set_cost_flags},
    {L"DynamicContent", set_dynamic_content},
    {L"HighPerformance", set_high_performance},
    {L"OnDemandMode", set_on_demand_mode},
    {L"HelperTokenFlags", set_helper_token_flags},
    {L"MaximumDownloadTime", set_download_time},
    {L"MaximumDownloadSize", set_download_size},
    {L"UseStoredCredentials", set_stored_credentials},
    {L"NotifyClsid", set_notify_clsid},
    {L"NotifyCommandLine", set_command_line},
    {L"Proxy", set_proxy},
    {L"Credentials", set_credentials},
    {L"CustomHeaders", set_headers},
    {L"ClientCertificate", set_certificate},
    {L"Group", set_group},
    {L"Owner", set_owner},
    {L"State", set_state},
};
const size_t job_setting_count = ARRAYSIZE(job_settings);

struct job *create_plain_job(void)
{
    struct job *job;

    shim_ticks = DAY_TICKS;
    shim_time = date_from_number(0x1dc000001234567ull);
    assert_hresult(job_create(L"", BG_JOB_TYPE_DOWNLOAD, &job), S_OK);
    job->owner.sid = string_copy(L"S-1-5-18");
    return job;
}

struct job *create_full_job(void)
{
    struct job *job = create_plain_job();
    size_t i;

    for (i = 0; i < job_setting_count; i++)
        job_settings[i].set(job);
    return job;
}

#define FILE_SETTER(name, member, value) \
    static void set_file_##name(struct file *file) \
    { \
        file->member = value; \
    }

FILE_SETTER(output_exists, output_exists, TRUE)
FILE_SETTER(name_is_told, name_is_told, TRUE)
FILE_SETTER(ranges_refused, ranges_refused, TRUE)
FILE_SETTER(redirected, redirected, TRUE)
FILE_SETTER(valid, valid, TRUE)
FILE_SETTER(download_position, download_position, 0x100000001ull)

/* Nothing is there yet, and another has told the size. */
static void set_file_total(struct file *file)
{
    file->bytes_total = 1000;
}

static void set_file_real_name(struct file *file)
{
    file_set_target(file, string_copy(L"D:\\real\\file"));
    file_output_name(file);
}

static void set_file_remote_size(struct file *file)
{
    file->remote_size = 1000;
    file_update_total(file);
}

static void set_file_ranges(struct file *file)
{
    static const BG_FILE_RANGE ranges[] = {{500, BG_LENGTH_TO_EOF}, {10, 40}, {60, 1}};

    file->ranges = memcpy(malloc(sizeof(ranges)), ranges, sizeof(ranges));
    file->range_count = ARRAYSIZE(ranges);
    file_update_total(file);
}

static void set_file_filled(struct file *file)
{
    range_set_add(&file->filled, 0, 10);
    range_set_add(&file->filled, 100, 541);
    file->bytes_transferred = file_bytes_transferred(file);
}

/* A part of it is there, so that it is no longer awaited. */
static void set_file_requests(struct file *file)
{
    range_set_add(&file->requested, 5, 20);
    range_set_add(&file->requested, 900, 1000);
    range_set_copy(&file->awaited, &file->requested);
    range_set_remove(&file->awaited, 5, file->filled.count ? 10 : 5);
}

static void set_file_validator(struct file *file)
{
    file->validator = strdup("\"\xe4=1\"");
}

static void set_file_headers(struct file *file)
{
    file->response_headers = string_copy(L"HTTP/1.1 200 OK\r\nA: b\r\n\r\n");
}

/* All of it is there, and it may have been longer than was said first. */
static void set_file_transferred(struct file *file)
{
    file->transferred = TRUE;
    range_set_free(&file->filled);
    file->bytes_total = file->bytes_transferred = 600;
    range_set_add(&file->filled, 0, 600);
}

static void set_file_completed(struct file *file)
{
    set_file_transferred(file);
    file->completed = TRUE;
}

static void set_file_announced(struct file *file)
{
    set_file_transferred(file);
    file->announced = TRUE;
}

const struct file_setting file_settings[] =
{
    {L"RealName", set_file_real_name},
    {L"RemoteSize", set_file_remote_size},
    {L"BytesTotal", set_file_total},
    {L"Ranges", set_file_ranges},
    {L"Validator", set_file_validator},
    {L"Filled", set_file_filled},
    {L"Requested", set_file_requests},
    {L"DownloadPosition", set_file_download_position},
    {L"ResponseHeaders", set_file_headers},
    {L"OutputExists", set_file_output_exists},
    {L"NameIsTold", set_file_name_is_told},
    {L"RangesRefused", set_file_ranges_refused},
    {L"Redirected", set_file_redirected},
    {L"Valid", set_file_valid},
    {L"Transferred", set_file_transferred},
    {L"Completed", set_file_completed},
    {L"Announced", set_file_announced},
};
const size_t file_setting_count = ARRAYSIZE(file_settings);

struct file *add_plain_file(struct job *job)
{
    assert_hresult(add_files(job, 1), S_OK);
    return job->files[job->file_count - 1];
}

struct file *add_file_in_progress(struct job *job)
{
    struct file *file = add_plain_file(job);

    set_file_real_name(file);
    set_file_remote_size(file);
    set_file_validator(file);
    set_file_filled(file);
    set_file_requests(file);
    set_file_download_position(file);
    set_file_headers(file);
    set_file_output_exists(file);
    set_file_name_is_told(file);
    set_file_ranges_refused(file);
    set_file_redirected(file);
    return file;
}

struct file *add_finished_file(struct job *job)
{
    struct file *file = add_plain_file(job);

    set_file_ranges(file);
    set_file_remote_size(file);
    set_file_output_exists(file);
    set_file_completed(file);
    set_file_announced(file);
    set_file_valid(file);
    return file;
}
