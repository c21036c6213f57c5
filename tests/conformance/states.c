/* Which methods of a job answer in which of its states: the page of each method.
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include "bits_test.h"
#include "job_states.h"

#define SOURCE_TEXT "the file to upload"

/* A job in one of the states, by the interfaces that the methods need. */
struct subject
{
    struct bits_test *test;
    IBackgroundCopyJob5 *job;
    IBackgroundCopyJobHttpOptions3 *options;
    IBackgroundCopyFile2 *file;
};

static HRESULT call_AddFile(const struct subject *subject)
{
    WCHAR path[MAX_PATH];

    local_name(subject->test, L"added", path);
    return IBackgroundCopyJob5_AddFile(subject->job, L"http://127.0.0.1/added", path);
}

static HRESULT call_AddFileSet(const struct subject *subject)
{
    static WCHAR url[] = L"http://127.0.0.1/set";
    WCHAR path[MAX_PATH];
    BG_FILE_INFO info = {url, path};

    local_name(subject->test, L"set", path);
    return IBackgroundCopyJob5_AddFileSet(subject->job, 1, &info);
}

static HRESULT call_AddFileWithRanges(const struct subject *subject)
{
    BG_FILE_RANGE range = {0, 100};
    WCHAR path[MAX_PATH];

    local_name(subject->test, L"ranges", path);
    return IBackgroundCopyJob5_AddFileWithRanges(subject->job, L"http://127.0.0.1/ranges", path, 1, &range);
}

static HRESULT call_SetDisplayName(const struct subject *subject)
{
    return IBackgroundCopyJob5_SetDisplayName(subject->job, L"name");
}

static HRESULT call_SetDescription(const struct subject *subject)
{
    return IBackgroundCopyJob5_SetDescription(subject->job, L"description");
}

static HRESULT call_SetPriority(const struct subject *subject)
{
    return IBackgroundCopyJob5_SetPriority(subject->job, BG_JOB_PRIORITY_NORMAL);
}

static HRESULT call_SetNotifyFlags(const struct subject *subject)
{
    return IBackgroundCopyJob5_SetNotifyFlags(subject->job, BG_NOTIFY_DISABLE);
}

static HRESULT call_SetNotifyInterface(const struct subject *subject)
{
    return IBackgroundCopyJob5_SetNotifyInterface(subject->job, NULL);
}

static HRESULT call_SetNotifyCmdLine(const struct subject *subject)
{
    return IBackgroundCopyJob5_SetNotifyCmdLine(subject->job, NULL, NULL);
}

static HRESULT call_SetMinimumRetryDelay(const struct subject *subject)
{
    return IBackgroundCopyJob5_SetMinimumRetryDelay(subject->job, 600);
}

static HRESULT call_SetNoProgressTimeout(const struct subject *subject)
{
    return IBackgroundCopyJob5_SetNoProgressTimeout(subject->job, 86400);
}

static HRESULT call_SetProxySettings(const struct subject *subject)
{
    return IBackgroundCopyJob5_SetProxySettings(subject->job, BG_JOB_PROXY_USAGE_NO_PROXY, NULL, NULL);
}

static HRESULT call_TakeOwnership(const struct subject *subject)
{
    return IBackgroundCopyJob5_TakeOwnership(subject->job);
}

static HRESULT call_SetReplyFileName(const struct subject *subject)
{
    return IBackgroundCopyJob5_SetReplyFileName(subject->job, NULL);
}

static HRESULT call_GetReplyData(const struct subject *subject)
{
    byte *buffer = NULL;
    UINT64 length = 0;

    return IBackgroundCopyJob5_GetReplyData(subject->job, &buffer, &length);
}

static HRESULT call_SetCredentials(const struct subject *subject)
{
    BG_AUTH_CREDENTIALS logon = {BG_AUTH_TARGET_PROXY, BG_AUTH_SCHEME_NEGOTIATE, {{NULL, NULL}}};

    return IBackgroundCopyJob5_SetCredentials(subject->job, &logon);
}

static HRESULT call_RemoveCredentials(const struct subject *subject)
{
    return IBackgroundCopyJob5_RemoveCredentials(subject->job, BG_AUTH_TARGET_PROXY, BG_AUTH_SCHEME_NEGOTIATE);
}

static HRESULT call_ReplaceRemotePrefix(const struct subject *subject)
{
    return IBackgroundCopyJob5_ReplaceRemotePrefix(subject->job, L"http://no.such.prefix/", L"http://127.0.0.1/");
}

static HRESULT call_SetFileACLFlags(const struct subject *subject)
{
    return IBackgroundCopyJob5_SetFileACLFlags(subject->job, 0);
}

static HRESULT call_SetPeerCachingFlags(const struct subject *subject)
{
    return IBackgroundCopyJob5_SetPeerCachingFlags(subject->job, BG_JOB_DISABLE_BRANCH_CACHE);
}

static HRESULT call_SetMaximumDownloadTime(const struct subject *subject)
{
    return IBackgroundCopyJob5_SetMaximumDownloadTime(subject->job, 86400);
}

static HRESULT call_SetProperty(const struct subject *subject)
{
    BITS_JOB_PROPERTY_VALUE value = {.Dword = BITS_COST_STATE_TRANSFER_ALWAYS};

    return IBackgroundCopyJob5_SetProperty(subject->job, BITS_JOB_PROPERTY_ID_COST_FLAGS, value);
}

static HRESULT call_SetCustomHeaders(const struct subject *subject)
{
    return IBackgroundCopyJobHttpOptions3_SetCustomHeaders(subject->options, NULL);
}

static HRESULT call_SetSecurityFlags(const struct subject *subject)
{
    return IBackgroundCopyJobHttpOptions3_SetSecurityFlags(subject->options, 0);
}

static HRESULT call_RemoveClientCertificate(const struct subject *subject)
{
    return IBackgroundCopyJobHttpOptions3_RemoveClientCertificate(subject->options);
}

static HRESULT call_SetServerCertificateValidationInterface(const struct subject *subject)
{
    return IBackgroundCopyJobHttpOptions3_SetServerCertificateValidationInterface(subject->options, NULL);
}

static HRESULT call_SetRemoteName(const struct subject *subject)
{
    HRESULT hr;
    WCHAR *name;

    assert_hr(IBackgroundCopyFile2_GetRemoteName(subject->file, &name), S_OK);
    hr = IBackgroundCopyFile2_SetRemoteName(subject->file, name);
    CoTaskMemFree(name);
    return hr;
}

/* Methods that leave the state as it is. */
struct method
{
    const char *name;
    HRESULT (*call)(const struct subject *);
    const char *types;   /* what the row is about: downloads, uploads, uploads with a reply */
    const char *allowed; /* a + for each state that permits the call, in the order of BG_JOB_STATE */
    HRESULT answer;      /* in those, and in the others: */
    HRESULT refusal;
};

#define NOT_FINAL "+++++++--"
#define UNFINISHED "++++++---"
#define IDLE "---++-+--"
#define DONE "------++-"
#define NEVER "---------"

/* The caller is an administrator, who may take a job over. */
static const struct method methods[] =
{
    {"AddFile", call_AddFile, "D", NOT_FINAL, S_OK, BG_E_INVALID_STATE},
    {"AddFile", call_AddFile, "UR", NOT_FINAL, BG_E_TOO_MANY_FILES, BG_E_INVALID_STATE},
    {"AddFileSet", call_AddFileSet, "D", NOT_FINAL, S_OK, BG_E_INVALID_STATE},
    {"AddFileSet", call_AddFileSet, "UR", NOT_FINAL, BG_E_TOO_MANY_FILES, BG_E_INVALID_STATE},
    {"AddFileWithRanges", call_AddFileWithRanges, "D", NOT_FINAL, S_OK, BG_E_INVALID_STATE},
    {"AddFileWithRanges", call_AddFileWithRanges, "UR", NEVER, S_OK, E_NOTIMPL},
    {"SetDisplayName", call_SetDisplayName, "DUR", NOT_FINAL, S_OK, BG_E_INVALID_STATE},
    {"SetDescription", call_SetDescription, "DUR", NOT_FINAL, S_OK, BG_E_INVALID_STATE},
    {"SetPriority", call_SetPriority, "DUR", NOT_FINAL, S_OK, BG_E_INVALID_STATE},
    {"SetNotifyFlags", call_SetNotifyFlags, "DUR", NOT_FINAL, S_OK, BG_E_INVALID_STATE},
    {"SetNotifyInterface", call_SetNotifyInterface, "DUR", NOT_FINAL, S_OK, BG_E_INVALID_STATE},
    {"SetNotifyCmdLine", call_SetNotifyCmdLine, "DUR", NOT_FINAL, S_OK, BG_E_INVALID_STATE},
    {"SetMinimumRetryDelay", call_SetMinimumRetryDelay, "DUR", NOT_FINAL, S_OK, BG_E_INVALID_STATE},
    {"SetNoProgressTimeout", call_SetNoProgressTimeout, "DUR", NOT_FINAL, S_OK, BG_E_INVALID_STATE},
    {"SetProxySettings", call_SetProxySettings, "DUR", NOT_FINAL, S_OK, BG_E_INVALID_STATE},
    {"TakeOwnership", call_TakeOwnership, "DUR", NOT_FINAL, S_OK, BG_E_INVALID_STATE},
    {"SetReplyFileName", call_SetReplyFileName, "R", UNFINISHED, S_OK, BG_E_INVALID_STATE},
    {"SetReplyFileName", call_SetReplyFileName, "DU", NEVER, S_OK, E_NOTIMPL},
    {"GetReplyData", call_GetReplyData, "R", DONE, S_OK, BG_E_INVALID_STATE},
    {"GetReplyData", call_GetReplyData, "DU", NEVER, S_OK, E_NOTIMPL},
    {"SetCredentials", call_SetCredentials, "DUR", NOT_FINAL, S_OK, BG_E_INVALID_STATE},
    {"RemoveCredentials", call_RemoveCredentials, "DUR", NOT_FINAL, S_OK, BG_E_INVALID_STATE},
    {"ReplaceRemotePrefix", call_ReplaceRemotePrefix, "D", NOT_FINAL, S_FALSE, BG_E_INVALID_STATE},
    {"ReplaceRemotePrefix", call_ReplaceRemotePrefix, "UR", NEVER, S_OK, E_NOTIMPL},
    {"SetFileACLFlags", call_SetFileACLFlags, "DUR", UNFINISHED, S_OK, BG_E_INVALID_STATE},
    {"SetPeerCachingFlags", call_SetPeerCachingFlags, "DUR", NOT_FINAL, S_OK, BG_E_INVALID_STATE},
    {"SetMaximumDownloadTime", call_SetMaximumDownloadTime, "DUR", NOT_FINAL, S_OK, BG_E_INVALID_STATE},
    {"SetProperty", call_SetProperty, "DUR", NOT_FINAL, S_OK, BG_E_INVALID_STATE},
    {"SetCustomHeaders", call_SetCustomHeaders, "DUR", NOT_FINAL, S_OK, BG_E_INVALID_STATE},
    {"SetSecurityFlags", call_SetSecurityFlags, "DUR", NOT_FINAL, S_OK, BG_E_INVALID_STATE},
    {"RemoveClientCertificate", call_RemoveClientCertificate, "DUR", NOT_FINAL, S_FALSE, BG_E_INVALID_STATE},
    {"SetServerCertificateValidationInterface", call_SetServerCertificateValidationInterface, "DUR", IDLE, S_OK,
        BG_E_READ_ONLY_WHEN_JOB_ACTIVE},
    {"SetRemoteName", call_SetRemoteName, "D", NOT_FINAL, S_OK, BG_E_INVALID_STATE},
    {"SetRemoteName", call_SetRemoteName, "UR", NEVER, S_OK, E_NOTIMPL},
};

static void make_subject(struct subject *subject, struct bits_test *test, IBackgroundCopyJob5 *job)
{
    IBackgroundCopyFile *file = get_file((IBackgroundCopyJob *)job, 0);

    subject->test = test;
    subject->job = job;
    assert_hr(IBackgroundCopyFile_QueryInterface(file, &IID_IBackgroundCopyFile2, (void **)&subject->file), S_OK);
    IBackgroundCopyFile_Release(file);
    assert_hr(IBackgroundCopyJob5_QueryInterface(job, &IID_IBackgroundCopyJobHttpOptions3,
                      (void **)&subject->options),
            S_OK);
}

static void release_subject(struct subject *subject)
{
    IBackgroundCopyFile2_Release(subject->file);
    IBackgroundCopyJobHttpOptions3_Release(subject->options);
}

static BOOL answers_as_documented(const struct method *method, const struct subject *subject, BG_JOB_STATE state)
{
    HRESULT hr = method->call(subject), expected = method->allowed[state] == '+' ? method->answer : method->refusal;

    if (hr != expected)
        print_error("%s: %#lx, not %#lx\n", method->name, hr, expected);
    return hr == expected;
}

/* Calls every method on the job, and tells of each one that differs. */
static void check_methods(struct bits_test *test, IBackgroundCopyJob5 *job, char type, BG_JOB_STATE state)
{
    unsigned int failures = 0;
    struct subject subject;
    size_t i;

    make_subject(&subject, test, job);
    for (i = 0; i < ARRAYSIZE(methods); ++i)
    {
        if (strchr(methods[i].types, type) && !answers_as_documented(&methods[i], &subject, state))
            ++failures;
    }
    release_subject(&subject);
    assert_int_equal(failures, 0);
}

static BOOL is_settled(BG_JOB_STATE state)
{
    return state != BG_JOB_STATE_QUEUED && state != BG_JOB_STATE_CONNECTING && state != BG_JOB_STATE_TRANSFERRING;
}

static void check_state(struct bits_test *test, BG_JOB_STATE state)
{
    IBackgroundCopyJob5 *job = reach_state(test, state);

    check_methods(test, job, 'D', state);
    if (is_settled(state))
        assert_state((IBackgroundCopyJob *)job, state);
}

static void test_methods_of_a_queued_job(void **state)
{
    check_state(*state, BG_JOB_STATE_QUEUED);
}

static void test_methods_of_a_connecting_job(void **state)
{
    check_state(*state, BG_JOB_STATE_CONNECTING);
}

static void test_methods_of_a_transferring_job(void **state)
{
    check_state(*state, BG_JOB_STATE_TRANSFERRING);
}

static void test_methods_of_a_suspended_job(void **state)
{
    check_state(*state, BG_JOB_STATE_SUSPENDED);
}

static void test_methods_of_a_job_in_error(void **state)
{
    check_state(*state, BG_JOB_STATE_ERROR);
}

static void test_methods_of_a_job_in_transient_error(void **state)
{
    check_state(*state, BG_JOB_STATE_TRANSIENT_ERROR);
}

static void test_methods_of_a_transferred_job(void **state)
{
    check_state(*state, BG_JOB_STATE_TRANSFERRED);
}

static void test_methods_of_an_acknowledged_job(void **state)
{
    check_state(*state, BG_JOB_STATE_ACKNOWLEDGED);
}

static void test_methods_of_a_cancelled_job(void **state)
{
    check_state(*state, BG_JOB_STATE_CANCELLED);
}

static IBackgroundCopyJob5 *create_upload(struct bits_test *test, BG_JOB_TYPE type)
{
    IBackgroundCopyJob5 *job = create_job5(test, type);

    write_file(test, L"source", SOURCE_TEXT);
    add_file(test, (IBackgroundCopyJob *)job, "/upload", L"source");
    return job;
}

/* This service cannot transfer uploads yet, so they are suspended or cancelled. */
static void check_upload(struct bits_test *test, BG_JOB_TYPE type, char letter)
{
    IBackgroundCopyJob5 *job = create_upload(test, type);

    check_methods(test, job, letter, BG_JOB_STATE_SUSPENDED);
    assert_hr(IBackgroundCopyJob5_Cancel(job), S_OK);
    check_methods(test, job, letter, BG_JOB_STATE_CANCELLED);
    assert_file_is_text(test, L"source", SOURCE_TEXT);
}

static void test_methods_of_an_upload(void **state)
{
    check_upload(*state, BG_JOB_TYPE_UPLOAD, 'U');
}

static void test_methods_of_an_upload_with_a_reply(void **state)
{
    check_upload(*state, BG_JOB_TYPE_UPLOAD_REPLY, 'R');
}

int main(void)
{
    static const struct CMUnitTest tests[] =
    {
        bits_unit_test(test_methods_of_a_queued_job),
        bits_unit_test(test_methods_of_a_connecting_job),
        bits_unit_test(test_methods_of_a_transferring_job),
        bits_unit_test(test_methods_of_a_suspended_job),
        bits_unit_test(test_methods_of_a_job_in_error),
        bits_unit_test(test_methods_of_a_job_in_transient_error),
        bits_unit_test(test_methods_of_a_transferred_job),
        bits_unit_test(test_methods_of_an_acknowledged_job),
        bits_unit_test(test_methods_of_a_cancelled_job),
        bits_unit_test(test_methods_of_an_upload),
        bits_unit_test(test_methods_of_an_upload_with_a_reply),
    };

    return cmocka_run_group_tests_name("states", tests, bits_program_setup, bits_program_teardown);
}
