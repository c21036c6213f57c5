/* What a program sets on a job is set after a new start of the service, too. Where a page says what is not kept, a test
 * names it; about-bits and life-cycle-of-a-bits-job have all the rest kept.
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include <string.h>
#include <wchar.h>

#include "callback.h"
#include "persistence_test.h"
#include "standard_user.h"
#include <bits4_0.h>

#define ODD_TEXT L"text \x00fc\x30d5\xd83d\xde00 \"%PATH%\"\r\n\xd83d end"

#define DISPLAY_NAME_MAX 256
#define DESCRIPTION_MAX 1024
#define PARAMETERS_MAX 4000

static const CLSID class_id = {0x1c2b3f57, 0x6f5d, 0x4cf0, {0x8a, 0x35, 0x0a, 0x4f, 0x1d, 0x3c, 0x7e, 0x12}};

static void *query(IBackgroundCopyJob5 *job, const IID *iid)
{
    void *out;

    assert_hr(IBackgroundCopyJob5_QueryInterface(job, iid, &out), S_OK);
    return out;
}

static void set(IBackgroundCopyJob5 *job, BITS_JOB_PROPERTY_ID id, BITS_JOB_PROPERTY_VALUE value)
{
    assert_hr(IBackgroundCopyJob5_SetProperty(job, id, value), S_OK);
}

static BITS_JOB_PROPERTY_VALUE get(IBackgroundCopyJob5 *job, BITS_JOB_PROPERTY_ID id)
{
    BITS_JOB_PROPERTY_VALUE value = {0};

    assert_hr(IBackgroundCopyJob5_GetProperty(job, id, &value), S_OK);
    return value;
}

/* Checks a number that one of the job's getters gives. */
#define ASSERT_NUMBER(getter, type, expected) \
    do { type number = ~(type)(expected); assert_hr(getter(job, &number), S_OK); \
         assert_int_equal(number, expected); } while (0)

#define ASSERT_STRING(getter, expected) \
    do { WCHAR *string; assert_hr(getter(job, &string), S_OK); assert_task_string(string, expected); } while (0)

static void prepare_display_name(struct bits_test *test, IBackgroundCopyJob5 *job)
{
    WCHAR name[DISPLAY_NAME_MAX + 1];

    fill_text(name, DISPLAY_NAME_MAX);
    wmemcpy(name, ODD_TEXT, wcslen(ODD_TEXT));
    assert_hr(IBackgroundCopyJob5_SetDisplayName(job, name), S_OK);
}

static void check_display_name(struct bits_test *test, IBackgroundCopyJob5 *job)
{
    WCHAR name[DISPLAY_NAME_MAX + 1];

    fill_text(name, DISPLAY_NAME_MAX);
    wmemcpy(name, ODD_TEXT, wcslen(ODD_TEXT));
    ASSERT_STRING(IBackgroundCopyJob5_GetDisplayName, name);
}

static void prepare_empty_display_name(struct bits_test *test, IBackgroundCopyJob5 *job)
{
    assert_hr(IBackgroundCopyJob5_SetDisplayName(job, L""), S_OK);
}

static void check_empty_display_name(struct bits_test *test, IBackgroundCopyJob5 *job)
{
    ASSERT_STRING(IBackgroundCopyJob5_GetDisplayName, L"");
}

static void prepare_description(struct bits_test *test, IBackgroundCopyJob5 *job)
{
    WCHAR text[DESCRIPTION_MAX + 1];

    fill_text(text, DESCRIPTION_MAX);
    assert_hr(IBackgroundCopyJob5_SetDescription(job, text), S_OK);
}

static void check_description(struct bits_test *test, IBackgroundCopyJob5 *job)
{
    WCHAR text[DESCRIPTION_MAX + 1];

    fill_text(text, DESCRIPTION_MAX);
    ASSERT_STRING(IBackgroundCopyJob5_GetDescription, text);
}

static void prepare_priority(struct bits_test *test, IBackgroundCopyJob5 *job)
{
    assert_hr(IBackgroundCopyJob5_SetPriority(job, BG_JOB_PRIORITY_FOREGROUND), S_OK);
}

static void check_priority(struct bits_test *test, IBackgroundCopyJob5 *job)
{
    ASSERT_NUMBER(IBackgroundCopyJob5_GetPriority, BG_JOB_PRIORITY, BG_JOB_PRIORITY_FOREGROUND);
}

static void prepare_type(struct bits_test *test, IBackgroundCopyJob5 *job)
{
}

static void check_type(struct bits_test *test, IBackgroundCopyJob5 *job)
{
    ASSERT_NUMBER(IBackgroundCopyJob5_GetType, BG_JOB_TYPE, BG_JOB_TYPE_UPLOAD);
}

/* nf-bits-ibackgroundcopyjob-getowner, nf-bits3_0-ibackgroundcopyjob4-getownerintegritylevel,
 * -getownerelevationstate */
static void prepare_owner(struct bits_test *test, IBackgroundCopyJob5 *job)
{
}

static void check_owner(struct bits_test *test, IBackgroundCopyJob5 *job)
{
    struct token_facts facts;

    get_token_facts(&facts);
    ASSERT_STRING(IBackgroundCopyJob5_GetOwner, facts.sid);
    ASSERT_NUMBER(IBackgroundCopyJob5_GetOwnerIntegrityLevel, ULONG, facts.integrity_level);
    ASSERT_NUMBER(IBackgroundCopyJob5_GetOwnerElevationState, BOOL, facts.elevated);
}

static void prepare_notify_flags(struct bits_test *test, IBackgroundCopyJob5 *job)
{
    assert_hr(IBackgroundCopyJob5_SetNotifyFlags(job, BG_NOTIFY_DISABLE | BG_NOTIFY_FILE_TRANSFERRED), S_OK);
}

static void check_notify_flags(struct bits_test *test, IBackgroundCopyJob5 *job)
{
    ASSERT_NUMBER(IBackgroundCopyJob5_GetNotifyFlags, ULONG, BG_NOTIFY_DISABLE | BG_NOTIFY_FILE_TRANSFERRED);
}

static void prepare_retry_delay(struct bits_test *test, IBackgroundCopyJob5 *job)
{
    assert_hr(IBackgroundCopyJob5_SetMinimumRetryDelay(job, 0xffffffff), S_OK);
}

static void check_retry_delay(struct bits_test *test, IBackgroundCopyJob5 *job)
{
    ASSERT_NUMBER(IBackgroundCopyJob5_GetMinimumRetryDelay, ULONG, 0xffffffff);
}

static void prepare_no_progress_timeout(struct bits_test *test, IBackgroundCopyJob5 *job)
{
    assert_hr(IBackgroundCopyJob5_SetNoProgressTimeout(job, 0), S_OK);
}

static void check_no_progress_timeout(struct bits_test *test, IBackgroundCopyJob5 *job)
{
    ASSERT_NUMBER(IBackgroundCopyJob5_GetNoProgressTimeout, ULONG, 0);
}

static void prepare_maximum_download_time(struct bits_test *test, IBackgroundCopyJob5 *job)
{
    assert_hr(IBackgroundCopyJob5_SetMaximumDownloadTime(job, 77), S_OK);
}

static void check_maximum_download_time(struct bits_test *test, IBackgroundCopyJob5 *job)
{
    ASSERT_NUMBER(IBackgroundCopyJob5_GetMaximumDownloadTime, ULONG, 77);
}

static void prepare_command_line(struct bits_test *test, IBackgroundCopyJob5 *job)
{
    static WCHAR parameters[PARAMETERS_MAX + 1];

    fill_text(parameters, PARAMETERS_MAX);
    assert_hr(IBackgroundCopyJob5_SetNotifyCmdLine(job, L"C:\\" ODD_TEXT, parameters), S_OK);
}

static void check_command_line(struct bits_test *test, IBackgroundCopyJob5 *job)
{
    static WCHAR expected[PARAMETERS_MAX + 1];
    WCHAR *program, *parameters;

    fill_text(expected, PARAMETERS_MAX);
    assert_hr(IBackgroundCopyJob5_GetNotifyCmdLine(job, &program, &parameters), S_OK);
    assert_task_string(program, L"C:\\" ODD_TEXT);
    assert_task_string(parameters, expected);
}

static void prepare_reply_file_name(struct bits_test *test, IBackgroundCopyJob5 *job)
{
    WCHAR path[MAX_PATH];

    local_name(test, L"reply \x30d5", path);
    assert_hr(IBackgroundCopyJob5_SetReplyFileName(job, path), S_OK);
}

static void check_reply_file_name(struct bits_test *test, IBackgroundCopyJob5 *job)
{
    WCHAR path[MAX_PATH];

    local_name(test, L"reply \x30d5", path);
    ASSERT_STRING(IBackgroundCopyJob5_GetReplyFileName, path);
    ASSERT_NUMBER(IBackgroundCopyJob5_GetType, BG_JOB_TYPE, BG_JOB_TYPE_UPLOAD_REPLY);
}

static void prepare_acl_flags(struct bits_test *test, IBackgroundCopyJob5 *job)
{
    assert_hr(IBackgroundCopyJob5_SetFileACLFlags(job, BG_COPY_FILE_OWNER | BG_COPY_FILE_SACL), S_OK);
}

static void check_acl_flags(struct bits_test *test, IBackgroundCopyJob5 *job)
{
    ASSERT_NUMBER(IBackgroundCopyJob5_GetFileACLFlags, DWORD, BG_COPY_FILE_OWNER | BG_COPY_FILE_SACL);
}

static void prepare_peer_caching_flags(struct bits_test *test, IBackgroundCopyJob5 *job)
{
    assert_hr(IBackgroundCopyJob5_SetPeerCachingFlags(job, BG_JOB_ENABLE_PEERCACHING_CLIENT), S_OK);
}

static void check_peer_caching_flags(struct bits_test *test, IBackgroundCopyJob5 *job)
{
    ASSERT_NUMBER(IBackgroundCopyJob5_GetPeerCachingFlags, DWORD, BG_JOB_ENABLE_PEERCACHING_CLIENT);
}

static void prepare_cost_flags(struct bits_test *test, IBackgroundCopyJob5 *job)
{
    set(job, BITS_JOB_PROPERTY_ID_COST_FLAGS, (BITS_JOB_PROPERTY_VALUE){.Dword = BITS_COST_STATE_UNRESTRICTED});
}

static void check_cost_flags(struct bits_test *test, IBackgroundCopyJob5 *job)
{
    assert_int_equal(get(job, BITS_JOB_PROPERTY_ID_COST_FLAGS).Dword, BITS_COST_STATE_UNRESTRICTED);
}

/* registering-a-com-callback: unlike a callback, the class is kept. */
static void prepare_notification_class(struct bits_test *test, IBackgroundCopyJob5 *job)
{
    set(job, BITS_JOB_PROPERTY_NOTIFICATION_CLSID, (BITS_JOB_PROPERTY_VALUE){.ClsID = class_id});
}

static void check_notification_class(struct bits_test *test, IBackgroundCopyJob5 *job)
{
    BITS_JOB_PROPERTY_VALUE value = get(job, BITS_JOB_PROPERTY_NOTIFICATION_CLSID);

    assert_memory_equal(&value.ClsID, &class_id, sizeof(class_id));
}

static void prepare_dynamic_content(struct bits_test *test, IBackgroundCopyJob5 *job)
{
    set(job, BITS_JOB_PROPERTY_DYNAMIC_CONTENT, (BITS_JOB_PROPERTY_VALUE){.Enable = TRUE});
}

static void check_dynamic_content(struct bits_test *test, IBackgroundCopyJob5 *job)
{
    assert_true(get(job, BITS_JOB_PROPERTY_DYNAMIC_CONTENT).Enable);
}

static void prepare_high_performance(struct bits_test *test, IBackgroundCopyJob5 *job)
{
    set(job, BITS_JOB_PROPERTY_HIGH_PERFORMANCE, (BITS_JOB_PROPERTY_VALUE){.Enable = TRUE});
}

static void check_high_performance(struct bits_test *test, IBackgroundCopyJob5 *job)
{
    assert_true(get(job, BITS_JOB_PROPERTY_HIGH_PERFORMANCE).Enable);
}

static void prepare_on_demand_mode(struct bits_test *test, IBackgroundCopyJob5 *job)
{
    set(job, BITS_JOB_PROPERTY_ON_DEMAND_MODE, (BITS_JOB_PROPERTY_VALUE){.Enable = TRUE});
}

static void check_on_demand_mode(struct bits_test *test, IBackgroundCopyJob5 *job)
{
    assert_true(get(job, BITS_JOB_PROPERTY_ON_DEMAND_MODE).Enable);
}

static void prepare_maximum_download_size(struct bits_test *test, IBackgroundCopyJob5 *job)
{
    set(job, BITS_JOB_PROPERTY_MAX_DOWNLOAD_SIZE, (BITS_JOB_PROPERTY_VALUE){.Uint64 = 0x123456789abcull});
}

static void check_maximum_download_size(struct bits_test *test, IBackgroundCopyJob5 *job)
{
    assert_int_equal(get(job, BITS_JOB_PROPERTY_MAX_DOWNLOAD_SIZE).Uint64, 0x123456789abcull);
}

static void prepare_stored_credentials(struct bits_test *test, IBackgroundCopyJob5 *job)
{
    set(job, BITS_JOB_PROPERTY_USE_STORED_CREDENTIALS, (BITS_JOB_PROPERTY_VALUE){.Target = BG_AUTH_TARGET_PROXY});
}

static void check_stored_credentials(struct bits_test *test, IBackgroundCopyJob5 *job)
{
    assert_int_equal(get(job, BITS_JOB_PROPERTY_USE_STORED_CREDENTIALS).Target, BG_AUTH_TARGET_PROXY);
}

static void prepare_notification_interval(struct bits_test *test, IBackgroundCopyJob5 *job)
{
    set(job, BITS_JOB_PROPERTY_MINIMUM_NOTIFICATION_INTERVAL_MS, (BITS_JOB_PROPERTY_VALUE){.Dword = 12345});
}

static void check_notification_interval(struct bits_test *test, IBackgroundCopyJob5 *job)
{
    assert_int_equal(get(job, BITS_JOB_PROPERTY_MINIMUM_NOTIFICATION_INTERVAL_MS).Dword, 12345);
}

static void prepare_defaults(struct bits_test *test, IBackgroundCopyJob5 *job)
{
}

/* Nothing was set, and so nothing is. */
static void check_defaults(struct bits_test *test, IBackgroundCopyJob5 *job)
{
    ASSERT_STRING(IBackgroundCopyJob5_GetDisplayName, L"survivor");
    ASSERT_STRING(IBackgroundCopyJob5_GetDescription, L"");
    ASSERT_NUMBER(IBackgroundCopyJob5_GetType, BG_JOB_TYPE, BG_JOB_TYPE_DOWNLOAD);
    ASSERT_NUMBER(IBackgroundCopyJob5_GetState, BG_JOB_STATE, BG_JOB_STATE_SUSPENDED);
    ASSERT_NUMBER(IBackgroundCopyJob5_GetPriority, BG_JOB_PRIORITY, BG_JOB_PRIORITY_NORMAL);
    ASSERT_NUMBER(IBackgroundCopyJob5_GetNotifyFlags, ULONG, BG_NOTIFY_JOB_TRANSFERRED | BG_NOTIFY_JOB_ERROR);
    ASSERT_NUMBER(IBackgroundCopyJob5_GetMinimumRetryDelay, ULONG, 600);
    ASSERT_NUMBER(IBackgroundCopyJob5_GetNoProgressTimeout, ULONG, 1209600);
    ASSERT_NUMBER(IBackgroundCopyJob5_GetMaximumDownloadTime, ULONG, 7776000);
    ASSERT_NUMBER(IBackgroundCopyJob5_GetErrorCount, ULONG, 0);
    assert_int_equal(count_files((IBackgroundCopyJob *)job), 0);
}

/* creating-a-job: what holds before the first Resume still does. */
static void prepare_before_resume(struct bits_test *test, IBackgroundCopyJob5 *job)
{
    add_file(test, (IBackgroundCopyJob *)job, "/before_resume", L"before_resume");
}

static void check_before_resume(struct bits_test *test, IBackgroundCopyJob5 *job)
{
    set(job, BITS_JOB_PROPERTY_DYNAMIC_CONTENT, (BITS_JOB_PROPERTY_VALUE){.Enable = TRUE});
}

/* ne-bits5_0-bits_job_property_id: and what cannot be set after it, cannot be set now. */
static void prepare_after_resume(struct bits_test *test, IBackgroundCopyJob5 *job)
{
    fetch_half(test, job, "/after_resume", 1);
}

static void check_after_resume(struct bits_test *test, IBackgroundCopyJob5 *job)
{
    BITS_JOB_PROPERTY_VALUE value = {.Enable = TRUE};

    assert_failed(IBackgroundCopyJob5_SetProperty(job, BITS_JOB_PROPERTY_DYNAMIC_CONTENT, value));
}

/* registering-a-com-callback: the interface is not kept. */
static void prepare_callback_goes(struct bits_test *test, IBackgroundCopyJob5 *job)
{
    struct callback *callback = create_callback();

    set_callback((IBackgroundCopyJob *)job, callback);
    release_callback(callback);
}

static void check_callback_goes(struct bits_test *test, IBackgroundCopyJob5 *job)
{
    IUnknown *callback = (IUnknown *)job;

    assert_hr(IBackgroundCopyJob5_GetNotifyInterface(job, &callback), S_OK);
    assert_null(callback);
}

/* helper-tokens-for-bits-transfer-jobs: the token is not kept, so that it has to be given again; the job knows for what
 * it needs one. */
static void prepare_helper_token_goes(struct bits_test *test, IBackgroundCopyJob5 *job)
{
    IBitsTokenOptions *options = query(job, &IID_IBitsTokenOptions);

    assert_hr(IBitsTokenOptions_SetHelperToken(options), S_OK);
    assert_hr(IBitsTokenOptions_SetHelperTokenFlags(options, BG_TOKEN_NETWORK), S_OK);
    IBitsTokenOptions_Release(options);
}

static void check_helper_token_goes(struct bits_test *test, IBackgroundCopyJob5 *job)
{
    IBitsTokenOptions *options = query(job, &IID_IBitsTokenOptions);
    WCHAR *sid = (WCHAR *)options;
    DWORD flags;

    assert_hr(IBitsTokenOptions_GetHelperTokenSid(options, &sid), S_OK);
    assert_null(sid);
    assert_hr(IBitsTokenOptions_GetHelperTokenFlags(options, &flags), S_OK);
    assert_int_equal(flags, BG_TOKEN_NETWORK);
    IBitsTokenOptions_Release(options);
}

int main(void)
{
    static struct survivor survivors[] =
    {
        SURVIVES(display_name),
        SURVIVES(empty_display_name),
        SURVIVES(description),
        SURVIVES(priority),
        SURVIVES_AS(type, BG_JOB_TYPE_UPLOAD),
        SURVIVES(owner),
        SURVIVES(notify_flags),
        SURVIVES(retry_delay),
        SURVIVES(no_progress_timeout),
        SURVIVES(maximum_download_time),
        SURVIVES(command_line),
        SURVIVES_AS(reply_file_name, BG_JOB_TYPE_UPLOAD_REPLY),
        SURVIVES(acl_flags),
        SURVIVES(peer_caching_flags),
        SURVIVES(cost_flags),
        SURVIVES(notification_class),
        SURVIVES(dynamic_content),
        SURVIVES(high_performance),
        SURVIVES(on_demand_mode),
        SURVIVES(maximum_download_size),
        SURVIVES(stored_credentials),
        SURVIVES(notification_interval),
        SURVIVES(defaults),
        SURVIVES(before_resume),
        SURVIVES(after_resume),
        SURVIVES(callback_goes),
        SURVIVES(helper_token_goes),
    };

    return run_survivors("persistence_properties", survivors, ARRAYSIZE(survivors));
}
