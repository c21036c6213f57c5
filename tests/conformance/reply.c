/* IBackgroundCopyJob2: the reply to an upload. Uploads cannot be transferred yet, so there is none to come.
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include <wchar.h>

#include "bits_test.h"

#define SOURCE_TEXT "the file to upload"

static IBackgroundCopyJob5 *create_upload_reply(struct bits_test *test)
{
    return create_job5(test, BG_JOB_TYPE_UPLOAD_REPLY);
}

static void add_source(struct bits_test *test, IBackgroundCopyJob5 *job)
{
    write_file(test, L"source", SOURCE_TEXT);
    add_file(test, (IBackgroundCopyJob *)job, "/upload", L"source");
}

static void assert_no_name(IBackgroundCopyJob5 *job)
{
    WCHAR *name = (WCHAR *)job;

    assert_hr(IBackgroundCopyJob5_GetReplyFileName(job, &name), S_OK);
    assert_null(name);
}

static void assert_name(IBackgroundCopyJob5 *job, const WCHAR *expected)
{
    WCHAR *name;

    assert_hr(IBackgroundCopyJob5_GetReplyFileName(job, &name), S_OK);
    assert_task_string(name, expected);
}

/* nf-bits1_5-ibackgroundcopyjob2-getreplyfilename, -setreplyfilename: NULL and "" take the name back. */
static void test_SetReplyFileName(void **state)
{
    struct bits_test *test = *state;
    IBackgroundCopyJob5 *job = create_upload_reply(test);
    WCHAR path[MAX_PATH];

    assert_no_name(job);
    local_name(test, L"reply", path);
    assert_hr(IBackgroundCopyJob5_SetReplyFileName(job, path), S_OK);
    assert_name(job, path);
    local_name(test, L"\x30d5\x30a1\x30a4\x30eb \xd83d\xde00", path);
    assert_hr(IBackgroundCopyJob5_SetReplyFileName(job, path), S_OK);
    assert_name(job, path);
    assert_hr(IBackgroundCopyJob5_SetReplyFileName(job, NULL), S_OK);
    assert_no_name(job);
    assert_hr(IBackgroundCopyJob5_SetReplyFileName(job, path), S_OK);
    assert_hr(IBackgroundCopyJob5_SetReplyFileName(job, L""), S_OK);
    assert_no_name(job);
    assert_false(file_exists(test, L"reply"));
}

/* nf-bits1_5-ibackgroundcopyjob2-setreplyfilename: a full path of an existing folder, without wildcards, streams and
 * the \\? prefix. A star at the beginning of these names stands for the folder of the test. */
static void test_SetReplyFileName_checks_the_name(void **state)
{
    static const WCHAR *const names[] =
    {
        L"reply", L"folder\\reply", L".\\reply", L"C:reply", L"\\reply", L"*a*b", L"*a?b", L"*reply:stream",
        L"\\\\?\\C:\\reply", L"http://127.0.0.1/reply", L"*missing\\reply", L"*", L"*a\nb", L"C:\\", L"*a|b",
    };
    struct bits_test *test = *state;
    IBackgroundCopyJob5 *job = create_upload_reply(test);
    WCHAR good[MAX_PATH], path[MAX_PATH];
    size_t i;

    local_name(test, L"reply", good);
    assert_hr(IBackgroundCopyJob5_SetReplyFileName(job, good), S_OK);
    for (i = 0; i < ARRAYSIZE(names); ++i)
    {
        HRESULT hr;

        if (*names[i] == '*')
            local_name(test, names[i] + 1, path);
        else
            wcscpy(path, names[i]);
        if ((hr = IBackgroundCopyJob5_SetReplyFileName(job, path)) != E_INVALIDARG)
            fail_msg("%ls: %#lx", path, hr);
    }
    assert_name(job, good);
}

/* nf-bits1_5-ibackgroundcopyjob2-setreplyfilename: MAX_PATH characters without the terminator. Windows itself opens no
 * path of exactly so many. */
static void test_SetReplyFileName_limits_the_name(void **state)
{
    struct bits_test *test = *state;
    IBackgroundCopyJob5 *job = create_upload_reply(test);
    size_t start = wcslen(test->folder);
    WCHAR path[30001];

    wcscpy(path, test->folder);
    fill_text(path + start, MAX_PATH - 1 - start);
    assert_hr(IBackgroundCopyJob5_SetReplyFileName(job, path), S_OK);
    if (is_wine())
    {
        fill_text(path + start, MAX_PATH - start);
        assert_hr(IBackgroundCopyJob5_SetReplyFileName(job, path), S_OK);
        assert_name(job, path);
    }
    fill_text(path + start, MAX_PATH + 1 - start);
    assert_hr(IBackgroundCopyJob5_SetReplyFileName(job, path), E_INVALIDARG);
    fill_text(path + start, 30000 - start);
    assert_hr(IBackgroundCopyJob5_SetReplyFileName(job, path), E_INVALIDARG);
}

static BOOL file_can_be_made(const WCHAR *path)
{
    HANDLE file = CreateFileW(path, GENERIC_WRITE, 0, NULL, CREATE_NEW, FILE_FLAG_DELETE_ON_CLOSE, NULL);

    if (file == INVALID_HANDLE_VALUE)
        return GetLastError() != ERROR_ACCESS_DENIED;
    CloseHandle(file);
    return TRUE;
}

/* nf-bits1_5-ibackgroundcopyjob2-setreplyfilename. Nobody may make files in the host's /sys, where it has one. */
static void test_SetReplyFileName_wants_a_writable_folder(void **state)
{
    IBackgroundCopyJob5 *job = create_upload_reply(*state);

    if (!is_wine() || file_can_be_made(L"Z:\\sys\\reply"))
        skip();
    assert_hr(IBackgroundCopyJob5_SetReplyFileName(job, L"Z:\\sys\\reply"), E_ACCESSDENIED);
    assert_no_name(job);
}

/* The check of the folder leaves nothing behind. */
static void test_SetReplyFileName_makes_no_file(void **state)
{
    struct bits_test *test = *state;
    WCHAR path[MAX_PATH];

    local_name(test, L"reply", path);
    assert_hr(IBackgroundCopyJob5_SetReplyFileName(create_upload_reply(test), path), S_OK);
    assert_false(file_exists(test, L"*"));
}

/* ns-bits1_5-bg_job_reply_progress: the size is unknown until the reply begins. */
static void test_GetReplyProgress_before_the_reply(void **state)
{
    IBackgroundCopyJob5 *job = create_upload_reply(*state);
    BG_JOB_REPLY_PROGRESS progress = {1, 2};

    assert_hr(IBackgroundCopyJob5_GetReplyProgress(job, &progress), S_OK);
    assert_int_equal(progress.BytesTotal, BG_SIZE_UNKNOWN);
    assert_int_equal(progress.BytesTransferred, 0);
}

/* nf-bits1_5-ibackgroundcopyjob2-getreplydata: only when the job is transferred. */
static void test_GetReplyData_needs_a_transferred_job(void **state)
{
    struct bits_test *test = *state;
    IBackgroundCopyJob5 *job = create_upload_reply(test);
    UINT64 length = 0;
    byte *buffer = NULL;

    assert_hr(IBackgroundCopyJob5_GetReplyData(job, &buffer, &length), BG_E_INVALID_STATE);
    assert_null(buffer);
    add_source(test, job);
    assert_hr(IBackgroundCopyJob5_GetReplyData(job, &buffer, &length), BG_E_INVALID_STATE);
    assert_hr(IBackgroundCopyJob5_Cancel(job), S_OK);
    assert_hr(IBackgroundCopyJob5_GetReplyData(job, &buffer, &length), BG_E_INVALID_STATE);
    assert_null(buffer);
}

static void test_methods_refuse_null(void **state)
{
    IBackgroundCopyJob5 *job = create_upload_reply(*state);
    byte *buffer = NULL;
    UINT64 length = 0;

    assert_failed(IBackgroundCopyJob5_GetReplyProgress(job, NULL));
    assert_failed(IBackgroundCopyJob5_GetReplyFileName(job, NULL));
    assert_failed(IBackgroundCopyJob5_GetReplyData(job, NULL, &length));
    assert_failed(IBackgroundCopyJob5_GetReplyData(job, &buffer, NULL));
    assert_no_name(job);
}

/* The pages of the getters: E_NOTIMPL. That of SetReplyFileName names no code. */
static void test_other_jobs_have_no_reply(void **state)
{
    static const BG_JOB_TYPE types[] = {BG_JOB_TYPE_DOWNLOAD, BG_JOB_TYPE_UPLOAD};
    struct bits_test *test = *state;
    BG_JOB_REPLY_PROGRESS progress;
    UINT64 length = 0;
    byte *buffer = NULL;
    WCHAR path[MAX_PATH], *name;
    size_t i;

    local_name(test, L"reply", path);
    for (i = 0; i < ARRAYSIZE(types); ++i)
    {
        IBackgroundCopyJob5 *job = create_job5(test, types[i]);

        assert_hr(IBackgroundCopyJob5_GetReplyProgress(job, &progress), E_NOTIMPL);
        assert_hr(IBackgroundCopyJob5_GetReplyData(job, &buffer, &length), E_NOTIMPL);
        assert_hr(IBackgroundCopyJob5_GetReplyFileName(job, &name), E_NOTIMPL);
        if (is_wine())
            assert_hr(IBackgroundCopyJob5_SetReplyFileName(job, path), E_NOTIMPL);
        assert_failed(IBackgroundCopyJob5_SetReplyFileName(job, path));
    }
}

/* The getters go on answering. */
static void test_a_cancelled_job_keeps_its_name(void **state)
{
    struct bits_test *test = *state;
    IBackgroundCopyJob5 *job = create_upload_reply(test);
    BG_JOB_REPLY_PROGRESS progress;
    WCHAR path[MAX_PATH];

    local_name(test, L"reply", path);
    assert_hr(IBackgroundCopyJob5_SetReplyFileName(job, path), S_OK);
    assert_hr(IBackgroundCopyJob5_Cancel(job), S_OK);
    assert_hr(IBackgroundCopyJob5_SetReplyFileName(job, NULL), BG_E_INVALID_STATE);
    assert_name(job, path);
    assert_hr(IBackgroundCopyJob5_GetReplyProgress(job, &progress), S_OK);
}

/* What the other tests look at as files: the source of an upload is none of theirs to change. */
static void assert_source_is_untouched(struct bits_test *test, const WIN32_FILE_ATTRIBUTE_DATA *before)
{
    WIN32_FILE_ATTRIBUTE_DATA after;
    WCHAR path[MAX_PATH];

    local_name(test, L"source", path);
    assert_true(GetFileAttributesExW(path, GetFileExInfoStandard, &after));
    assert_memory_equal(&after.ftLastWriteTime, &before->ftLastWriteTime, sizeof(FILETIME));
    assert_int_equal(after.dwFileAttributes, before->dwFileAttributes);
    assert_file_is_text(test, L"source", SOURCE_TEXT);
}

static void end_job(IBackgroundCopyJob5 *job, BOOL cancel)
{
    if (cancel)
        assert_hr(IBackgroundCopyJob5_Cancel(job), S_OK);
    else
        assert_hr(IBackgroundCopyJob5_Complete(job), BG_E_INVALID_STATE);
}

/* No call on an upload ever changes the file to upload. This service cannot transfer uploads yet, and says so. */
static void test_no_call_touches_the_source(void **state)
{
    static const BG_JOB_TYPE types[] = {BG_JOB_TYPE_UPLOAD, BG_JOB_TYPE_UPLOAD_REPLY};
    struct bits_test *test = *state;
    WIN32_FILE_ATTRIBUTE_DATA before;
    WCHAR path[MAX_PATH];
    size_t i;

    if (!is_wine())
        skip();
    local_name(test, L"source", path);
    for (i = 0; i < ARRAYSIZE(types); ++i)
    {
        IBackgroundCopyJob5 *job = create_job5(test, types[i]);

        add_source(test, job);
        assert_true(GetFileAttributesExW(path, GetFileExInfoStandard, &before));
        IBackgroundCopyJob5_SetReplyFileName(job, path);
        assert_hr(IBackgroundCopyJob5_Resume(job), E_NOTIMPL);
        assert_state((IBackgroundCopyJob *)job, BG_JOB_STATE_SUSPENDED);
        assert_source_is_untouched(test, &before);
        assert_hr(IBackgroundCopyJob5_Suspend(job), S_OK);
        end_job(job, FALSE);
        assert_source_is_untouched(test, &before);
        end_job(job, TRUE);
        assert_source_is_untouched(test, &before);
    }
    assert_int_equal(http_server_count(test->server, NULL, "/upload"), 0);
}

int main(void)
{
    static const struct CMUnitTest tests[] =
    {
        bits_unit_test(test_SetReplyFileName),
        bits_unit_test(test_SetReplyFileName_checks_the_name),
        bits_unit_test(test_SetReplyFileName_limits_the_name),
        bits_unit_test(test_SetReplyFileName_wants_a_writable_folder),
        bits_unit_test(test_SetReplyFileName_makes_no_file),
        bits_unit_test(test_GetReplyProgress_before_the_reply),
        bits_unit_test(test_GetReplyData_needs_a_transferred_job),
        bits_unit_test(test_methods_refuse_null),
        bits_unit_test(test_other_jobs_have_no_reply),
        bits_unit_test(test_a_cancelled_job_keeps_its_name),
        bits_unit_test(test_no_call_touches_the_source),
    };

    return cmocka_run_group_tests_name("reply", tests, bits_program_setup, bits_program_teardown);
}
