/* Changes of remote names: IBackgroundCopyFile2::SetRemoteName and IBackgroundCopyJob3::ReplaceRemotePrefix.
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include <wchar.h>

#include "bits_test.h"
#include <bits2_0.h>

#define MAX_URL 2200

static IBackgroundCopyJob3 *get_job3(IBackgroundCopyJob *job)
{
    IBackgroundCopyJob3 *job3;

    assert_hr(IBackgroundCopyJob_QueryInterface(job, &IID_IBackgroundCopyJob3, (void **)&job3), S_OK);
    return job3;
}

static HRESULT replace_prefix(IBackgroundCopyJob *job, const WCHAR *old_prefix, const WCHAR *new_prefix)
{
    IBackgroundCopyJob3 *job3 = get_job3(job);
    HRESULT hr = IBackgroundCopyJob3_ReplaceRemotePrefix(job3, old_prefix, new_prefix);

    IBackgroundCopyJob3_Release(job3);
    return hr;
}

static HRESULT set_name(IBackgroundCopyJob *job, ULONG index, const WCHAR *name)
{
    IBackgroundCopyFile *file = get_file(job, index);
    IBackgroundCopyFile2 *file2;
    HRESULT hr;

    assert_hr(IBackgroundCopyFile_QueryInterface(file, &IID_IBackgroundCopyFile2, (void **)&file2), S_OK);
    hr = IBackgroundCopyFile2_SetRemoteName(file2, name);
    IBackgroundCopyFile2_Release(file2);
    IBackgroundCopyFile_Release(file);
    return hr;
}

/* The name that the server has for a path. */
static HRESULT set_path(struct bits_test *test, IBackgroundCopyJob *job, ULONG index, const char *path)
{
    WCHAR url[256];

    remote_name(test, path, url, ARRAYSIZE(url));
    return set_name(job, index, url);
}

static void assert_name(IBackgroundCopyJob *job, ULONG index, const WCHAR *expected)
{
    IBackgroundCopyFile *file = get_file(job, index);
    WCHAR *name;

    assert_hr(IBackgroundCopyFile_GetRemoteName(file, &name), S_OK);
    assert_task_string(name, expected);
    IBackgroundCopyFile_Release(file);
}

static IBackgroundCopyJob *create_job_with_names(struct bits_test *test, BG_JOB_TYPE type, const WCHAR *const *names,
        size_t count)
{
    IBackgroundCopyJob *job;
    WCHAR path[MAX_PATH];
    size_t i;
    GUID id;

    assert_hr(IBackgroundCopyManager_CreateJob(test->manager, L"test", type, &id, &job), S_OK);
    hold_job(test, job);
    local_name(test, L"file", path);
    for (i = 0; i < count; ++i)
        assert_hr(IBackgroundCopyJob_AddFile(job, names[i], path), S_OK);
    return job;
}

static const WCHAR *const names[] = {L"http://one/a", L"http://one/b", L"http://ONE/c", L"http://two/http://one/d"};

static IBackgroundCopyJob *create_download(struct bits_test *test)
{
    return create_job_with_names(test, BG_JOB_TYPE_DOWNLOAD, names, ARRAYSIZE(names));
}

static void assert_names_unchanged(IBackgroundCopyJob *job)
{
    ULONG i;

    for (i = 0; i < ARRAYSIZE(names); ++i)
        assert_name(job, i, names[i]);
}

/* nf-bits2_0-ibackgroundcopyjob3-replaceremoteprefix: at the beginning, in the same case. */
static void test_ReplaceRemotePrefix_changes_names_that_match(void **state)
{
    IBackgroundCopyJob *job = create_download(*state);

    assert_hr(replace_prefix(job, L"http://one", L"https://other:8443"), S_OK);
    assert_name(job, 0, L"https://other:8443/a");
    assert_name(job, 1, L"https://other:8443/b");
    assert_name(job, 2, names[2]);
    assert_name(job, 3, names[3]);
}

/* A prefix need not end where a part of the URL does, and may be all of it. */
static void test_ReplaceRemotePrefix_takes_any_prefix(void **state)
{
    IBackgroundCopyJob *job = create_download(*state);

    assert_hr(replace_prefix(job, L"http://o", L"http://st"), S_OK);
    assert_name(job, 0, L"http://stne/a");
    assert_hr(replace_prefix(job, L"http://stne/a", L"http://x/y"), S_OK);
    assert_name(job, 0, L"http://x/y");
    assert_hr(replace_prefix(job, L"h", L"h"), S_OK);
    assert_name(job, 0, L"http://x/y");
    assert_hr(replace_prefix(job, L"http://x/", L"\\\\server\\share\\"), S_OK);
    assert_name(job, 0, L"\\\\server\\share\\y");
}

static void test_ReplaceRemotePrefix_without_a_match(void **state)
{
    IBackgroundCopyJob *job = create_download(*state), *empty = create_job(*state);

    assert_hr(replace_prefix(job, L"http://three", L"http://four"), S_FALSE);
    assert_hr(replace_prefix(job, L"HTTP://one", L"http://four"), S_FALSE);
    assert_hr(replace_prefix(job, L"one", L"four"), S_FALSE);
    assert_hr(replace_prefix(job, L"http://one/a/and/more", L"http://four"), S_FALSE);
    assert_hr(replace_prefix(empty, L"http://one", L"http://four"), S_FALSE);
    assert_names_unchanged(job);
}

static void test_ReplaceRemotePrefix_needs_text(void **state)
{
    IBackgroundCopyJob *job = create_download(*state);

    assert_hr(replace_prefix(job, L"", L"http://four"), E_INVALIDARG);
    assert_hr(replace_prefix(job, L"http://one", L""), E_INVALIDARG);
    assert_failed(replace_prefix(job, NULL, L"http://four"));
    assert_failed(replace_prefix(job, L"http://one", NULL));
    assert_names_unchanged(job);
}

/* One name that is not valid, and none changes. */
static void test_ReplaceRemotePrefix_changes_all_or_none(void **state)
{
    static const WCHAR *const prefixes[] =
    {
        L"ftp://one", L"relative", L"http:", L"http://one\r\n", L"http://\xd800", L"http://one:port", L"file://",
    };
    IBackgroundCopyJob *job = create_download(*state);
    size_t i;

    for (i = 0; i < ARRAYSIZE(prefixes); ++i)
        assert_hr(replace_prefix(job, L"http://one", prefixes[i]), E_INVALIDARG);
    assert_hr(replace_prefix(job, L"http://one/a", L"ftp://one/a"), E_INVALIDARG);
    assert_hr(replace_prefix(job, L"http://", L"http:///"), E_INVALIDARG);
    assert_names_unchanged(job);
}

/* Fills a URL up to a length, with segments that are short enough. */
static void make_url(WCHAR *url, const WCHAR *start, size_t length)
{
    size_t i;

    wcscpy(url, start);
    for (i = wcslen(url); i < length; ++i)
        url[i] = i % 100 ? 'x' : '/';
    url[length] = 0;
}

static void test_names_have_at_most_2200_characters(void **state)
{
    static const WCHAR *const start = L"http://1";
    struct bits_test *test = *state;
    WCHAR longest[MAX_URL + 2], shorter[MAX_URL + 1];
    const WCHAR *name = shorter;
    IBackgroundCopyJob *job;

    make_url(shorter, start, MAX_URL - 1);
    job = create_job_with_names(test, BG_JOB_TYPE_DOWNLOAD, &name, 1);
    make_url(longest, start, MAX_URL);
    assert_hr(set_name(job, 0, longest), S_OK);
    assert_name(job, 0, longest);
    assert_hr(set_name(job, 0, shorter), S_OK);
    assert_hr(replace_prefix(job, L"http://1", L"http://12"), S_OK);
    assert_hr(replace_prefix(job, L"http://12", L"http://123"), E_INVALIDARG);
    make_url(longest, start, MAX_URL + 1);
    assert_hr(set_name(job, 0, longest), E_INVALIDARG);
    assert_hr(replace_prefix(job, L"http://12", longest), E_INVALIDARG);
}

/* nf-bits2_0-ibackgroundcopyfile2-setremotename: the protocol may change. */
static void test_SetRemoteName_changes_one_name(void **state)
{
    IBackgroundCopyJob *job = create_download(*state);

    assert_hr(set_name(job, 1, L"\\\\server\\share\\file"), S_OK);
    assert_name(job, 0, names[0]);
    assert_name(job, 1, L"\\\\server\\share\\file");
    assert_name(job, 2, names[2]);
    assert_hr(set_name(job, 1, L"https://server/file"), S_OK);
    assert_name(job, 1, L"https://server/file");
}

static void test_SetRemoteName_checks_the_name(void **state)
{
    static const WCHAR *const bad[] =
    {
        L"", L"file", L"ftp://server/file", L"http://", L"http:///file", L"http://server/\r\n", L"http://server/\xd800",
        L"\\\\server\\pipe\\name", L"C:\\NUL",
    };
    IBackgroundCopyJob *job = create_download(*state);
    size_t i;

    for (i = 0; i < ARRAYSIZE(bad); ++i)
        assert_hr(set_name(job, 0, bad[i]), E_INVALIDARG);
    assert_failed(set_name(job, 0, NULL));
    assert_names_unchanged(job);
}

static void test_uploads_keep_their_names(void **state)
{
    static const BG_JOB_TYPE types[] = {BG_JOB_TYPE_UPLOAD, BG_JOB_TYPE_UPLOAD_REPLY};
    size_t i;

    for (i = 0; i < ARRAYSIZE(types); ++i)
    {
        IBackgroundCopyJob *job = create_job_with_names(*state, types[i], names, 1);

        assert_hr(set_name(job, 0, L"http://other/a"), E_NOTIMPL);
        assert_hr(replace_prefix(job, L"http://one", L"http://other"), E_NOTIMPL);
        assert_name(job, 0, names[0]);
    }
}

static void test_a_job_that_has_ended_keeps_its_names(void **state)
{
    struct bits_test *test = *state;
    IBackgroundCopyJob *cancelled = create_download(test), *completed = create_job(test);

    assert_hr(IBackgroundCopyJob_Cancel(cancelled), S_OK);
    assert_hr(set_name(cancelled, 0, L"http://other/a"), BG_E_INVALID_STATE);
    assert_hr(replace_prefix(cancelled, L"http://one", L"http://other"), BG_E_INVALID_STATE);
    assert_names_unchanged(cancelled);

    serve_pattern(test, "/file", 10, 1);
    add_file(test, completed, "/file", L"file");
    download(completed);
    assert_hr(set_name(completed, 0, L"http://other/a"), BG_E_INVALID_STATE);
    assert_hr(replace_prefix(completed, L"http", L"https"), BG_E_INVALID_STATE);
}

/* The job is stuck in the first file, at /stuck, and has some bytes of it. */
static IBackgroundCopyJob *start_stuck_download(struct bits_test *test)
{
    struct http_reply stuck = {.size = 3000000, .seed = 9, .fault = HTTP_FAULT_STALL, .fault_at = 2000000};
    IBackgroundCopyJob *job = create_job(test);

    http_server_serve(test->server, "/stuck", &stuck);
    add_file(test, job, "/stuck", L"first");
    serve_pattern(test, "/second", 2000, 2);
    add_file(test, job, "/second", L"second");
    assert_hr(IBackgroundCopyJob_Resume(job), S_OK);
    assert_true(http_server_wait_stalled(test->server, BITS_TEST_TIMEOUT));
    wait_for_state(job, BG_JOB_STATE_TRANSFERRING);
    return job;
}

static void assert_both_files_are_right(struct bits_test *test, IBackgroundCopyJob *job, UINT64 size,
        unsigned char seed)
{
    wait_for_state(job, BG_JOB_STATE_TRANSFERRED);
    assert_hr(IBackgroundCopyJob_Complete(job), S_OK);
    assert_file_is_pattern(test, L"first", size, seed);
    assert_file_is_pattern(test, L"second", 2000, 2);
}

/* The file that is being transferred comes from the new name, without a further call. */
static void test_SetRemoteName_in_the_middle_of_a_file(void **state)
{
    struct bits_test *test = *state;
    IBackgroundCopyJob *job = start_stuck_download(test);

    serve_pattern(test, "/other", 1234567, 7);
    assert_hr(set_path(test, job, 0, "/other"), S_OK);
    assert_both_files_are_right(test, job, 1234567, 7);
    assert_int_equal(http_server_count(test->server, "GET", "/other"), 1);
}

static void test_ReplaceRemotePrefix_in_the_middle_of_a_file(void **state)
{
    struct bits_test *test = *state;
    IBackgroundCopyJob *job = start_stuck_download(test);
    WCHAR old_prefix[256], new_prefix[256];

    serve_pattern(test, "/mirror/stuck", 1234567, 7);
    serve_pattern(test, "/mirror/second", 2000, 2);
    remote_name(test, "/", old_prefix, ARRAYSIZE(old_prefix));
    remote_name(test, "/mirror/", new_prefix, ARRAYSIZE(new_prefix));
    assert_hr(replace_prefix(job, old_prefix, new_prefix), S_OK);
    assert_both_files_are_right(test, job, 1234567, 7);
    assert_int_equal(http_server_count(test->server, "GET", "/second"), 0);
}

/* The progress of a file that waits is not that of the file before it. */
static void test_SetRemoteName_of_a_file_that_waits(void **state)
{
    struct bits_test *test = *state;
    IBackgroundCopyJob *job = start_stuck_download(test);

    serve_pattern(test, "/other", 2000, 2);
    assert_hr(set_path(test, job, 1, "/other"), S_OK);
    assert_state(job, BG_JOB_STATE_TRANSFERRING);
    http_server_release(test->server);
    assert_both_files_are_right(test, job, 3000000, 9);
    assert_int_equal(http_server_count(test->server, "GET", "/stuck"), 1);
    assert_int_equal(http_server_count(test->server, "GET", "/second"), 0);
}

/* The recipe of the page: Suspend, SetRemoteName, Resume. */
static void test_SetRemoteName_of_a_suspended_job(void **state)
{
    struct bits_test *test = *state;
    IBackgroundCopyJob *job = start_stuck_download(test);

    assert_hr(IBackgroundCopyJob_Suspend(job), S_OK);
    serve_pattern(test, "/other", 1234567, 7);
    assert_hr(set_path(test, job, 0, "/other"), S_OK);
    assert_state(job, BG_JOB_STATE_SUSPENDED);
    assert_hr(IBackgroundCopyJob_Resume(job), S_OK);
    assert_both_files_are_right(test, job, 1234567, 7);
}

/* A name that cannot be reached is replaced by one that can. */
static void test_SetRemoteName_after_an_error(void **state)
{
    struct http_reply not_found = {404};
    struct bits_test *test = *state;
    IBackgroundCopyJob *job = start_download(test, &not_found);

    wait_for_state(job, BG_JOB_STATE_ERROR);
    serve_pattern(test, "/other", 1000, 1);
    assert_hr(set_path(test, job, 0, "/other"), S_OK);
    assert_state(job, BG_JOB_STATE_ERROR);
    download(job);
    assert_file_is_pattern(test, L"file", 1000, 1);
}

/* "BITS does not restart already transferred files." */
static void test_SetRemoteName_of_a_transferred_file(void **state)
{
    struct http_reply reply = {.size = 1000, .seed = 1};
    struct bits_test *test = *state;
    IBackgroundCopyJob *job = start_download(test, &reply);

    wait_for_state(job, BG_JOB_STATE_TRANSFERRED);
    assert_hr(set_path(test, job, 0, "/other"), S_OK);
    assert_state(job, BG_JOB_STATE_TRANSFERRED);
    assert_int_equal(get_file_progress(job, 0).BytesTransferred, 1000);
    download(job);
    assert_file_is_pattern(test, L"file", 1000, 1);
    assert_int_equal(http_server_count(test->server, NULL, "/other"), 0);
}

/* From HTTP to a disk and back. */
static void test_SetRemoteName_changes_the_protocol(void **state)
{
    struct bits_test *test = *state;
    IBackgroundCopyJob *job = start_stuck_download(test);
    WCHAR path[MAX_PATH];

    write_file(test, L"source", "some text");
    local_name(test, L"source", path);
    assert_hr(set_name(job, 0, path), S_OK);
    wait_for_state(job, BG_JOB_STATE_TRANSFERRED);
    assert_hr(IBackgroundCopyJob_Complete(job), S_OK);
    assert_file_is_text(test, L"first", "some text");
    assert_file_is_pattern(test, L"second", 2000, 2);
    assert_true(remove_file(test, L"source"));
}

/* What is known of the old source is not said of the new one. */
static void test_SetRemoteName_resets_the_progress(void **state)
{
    struct bits_test *test = *state;
    IBackgroundCopyJob *job = start_stuck_download(test);

    assert_hr(IBackgroundCopyJob_Suspend(job), S_OK);
    assert_hr(set_path(test, job, 0, "/other"), S_OK);
    if (is_wine())
    {
        assert_int_equal(get_file_progress(job, 0).BytesTransferred, 0);
        assert_int_equal(get_file_progress(job, 0).BytesTotal, BG_SIZE_UNKNOWN);
    }
}

int main(void)
{
    static const struct CMUnitTest tests[] =
    {
        bits_unit_test(test_ReplaceRemotePrefix_changes_names_that_match),
        bits_unit_test(test_ReplaceRemotePrefix_takes_any_prefix),
        bits_unit_test(test_ReplaceRemotePrefix_without_a_match),
        bits_unit_test(test_ReplaceRemotePrefix_needs_text),
        bits_unit_test(test_ReplaceRemotePrefix_changes_all_or_none),
        bits_unit_test(test_names_have_at_most_2200_characters),
        bits_unit_test(test_SetRemoteName_changes_one_name),
        bits_unit_test(test_SetRemoteName_checks_the_name),
        bits_unit_test(test_uploads_keep_their_names),
        bits_unit_test(test_a_job_that_has_ended_keeps_its_names),
        bits_unit_test(test_SetRemoteName_in_the_middle_of_a_file),
        bits_unit_test(test_ReplaceRemotePrefix_in_the_middle_of_a_file),
        bits_unit_test(test_SetRemoteName_of_a_file_that_waits),
        bits_unit_test(test_SetRemoteName_of_a_suspended_job),
        bits_unit_test(test_SetRemoteName_after_an_error),
        bits_unit_test(test_SetRemoteName_of_a_transferred_file),
        bits_unit_test(test_SetRemoteName_changes_the_protocol),
        bits_unit_test(test_SetRemoteName_resets_the_progress),
    };

    return cmocka_run_group_tests_name("remote_names", tests, bits_program_setup, bits_program_teardown);
}
