/* IBackgroundCopyFile: names and progress.
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include <wchar.h>

#include "bits_test.h"

static void assert_remote_name(IBackgroundCopyFile *file, const WCHAR *expected)
{
    WCHAR *name;

    assert_hr(IBackgroundCopyFile_GetRemoteName(file, &name), S_OK);
    assert_task_string(name, expected);
}

static void assert_local_name(IBackgroundCopyFile *file, const WCHAR *expected)
{
    WCHAR *name;

    assert_hr(IBackgroundCopyFile_GetLocalName(file, &name), S_OK);
    assert_task_string(name, expected);
}

/* nf-bits-ibackgroundcopyfile-getremotename, ns-bits-bg_file_info: the name as it was given. */
static const WCHAR *const urls[] =
{
    L"http://127.0.0.1/file",
    L"HTTP://LOCALHOST:80/File",
    L"http://127.0.0.1/",
    L"http://127.0.0.1:8080/a/../b/./c.txt",
    L"http://127.0.0.1/file?query=1&other=%20",
    L"http://user:word@127.0.0.1/file",
    L"https://127.0.0.1/file",
    L"http://[::1]:8080/file",
    L"http://127.0.0.1/%41%e2%82%ac",
};

static void test_GetRemoteName_gives_the_name_unchanged(void **state)
{
    struct bits_test *test = *state;
    IBackgroundCopyJob *job = create_job(test);
    WCHAR path[MAX_PATH];
    ULONG i;

    local_name(test, L"file", path);
    for (i = 0; i < ARRAYSIZE(urls); ++i)
    {
        IBackgroundCopyFile *file;

        if (FAILED(IBackgroundCopyJob_AddFile(job, urls[i], path)))
            fail_msg("%ls is refused", urls[i]);
        file = get_file(job, i);
        assert_remote_name(file, urls[i]);
        assert_local_name(file, path);
        IBackgroundCopyFile_Release(file);
    }
}

static void assert_progress(IBackgroundCopyFile *file, UINT64 total, UINT64 transferred, BOOL completed)
{
    BG_FILE_PROGRESS progress;

    assert_hr(IBackgroundCopyFile_GetProgress(file, &progress), S_OK);
    assert_int_equal(progress.BytesTotal, total);
    assert_int_equal(progress.BytesTransferred, transferred);
    assert_int_equal(progress.Completed, completed);
}

/* ns-bits-bg_file_progress: a download is complete when Complete has made it available. */
static void test_GetProgress_through_the_life_of_a_file(void **state)
{
    struct bits_test *test = *state;
    IBackgroundCopyJob *job = create_job(test);
    IBackgroundCopyFile *file;

    serve_pattern(test, "/file", 4321, 1);
    add_file(test, job, "/file", L"file");
    file = get_file(job, 0);
    assert_progress(file, BG_SIZE_UNKNOWN, 0, FALSE);
    assert_hr(IBackgroundCopyJob_Resume(job), S_OK);
    wait_for_state(job, BG_JOB_STATE_TRANSFERRED);
    assert_progress(file, 4321, 4321, FALSE);
    assert_hr(IBackgroundCopyJob_Complete(job), S_OK);
    assert_progress(file, 4321, 4321, TRUE);
    IBackgroundCopyFile_Release(file);
}

static void test_an_empty_file_has_the_size_zero(void **state)
{
    struct bits_test *test = *state;
    struct http_reply empty = {0};
    IBackgroundCopyJob *job = start_download(test, &empty);
    IBackgroundCopyFile *file = get_file(job, 0);

    wait_for_state(job, BG_JOB_STATE_TRANSFERRED);
    assert_progress(file, 0, 0, FALSE);
    assert_hr(IBackgroundCopyJob_Complete(job), S_OK);
    assert_progress(file, 0, 0, TRUE);
    IBackgroundCopyFile_Release(file);
}

/* A file answers after its job is gone. */
static void test_a_file_outlives_its_job(void **state)
{
    struct bits_test *test = *state;
    WCHAR url[256], path[MAX_PATH];
    IBackgroundCopyJob *job;
    IBackgroundCopyFile *file;
    GUID id;

    remote_name(test, "/file", url, ARRAYSIZE(url));
    local_name(test, L"file", path);
    assert_hr(IBackgroundCopyManager_CreateJob(test->manager, L"test", BG_JOB_TYPE_DOWNLOAD, &id, &job), S_OK);
    add_file(test, job, "/file", L"file");
    file = get_file(job, 0);
    assert_hr(IBackgroundCopyJob_Cancel(job), S_OK);
    IBackgroundCopyJob_Release(job);
    assert_remote_name(file, url);
    assert_local_name(file, path);
    assert_progress(file, BG_SIZE_UNKNOWN, 0, FALSE);
    IBackgroundCopyFile_Release(file);
}

static void test_a_file_refuses_foreign_interfaces(void **state)
{
    struct bits_test *test = *state;
    IBackgroundCopyJob *job = create_job(test);
    IBackgroundCopyFile *file;
    void *out = job;

    add_file(test, job, "/file", L"file");
    file = get_file(job, 0);
    assert_hr(IBackgroundCopyFile_QueryInterface(file, &IID_IBackgroundCopyJob, &out), E_NOINTERFACE);
    assert_null(out);
    IBackgroundCopyFile_Release(file);
}

int main(void)
{
    static const struct CMUnitTest tests[] =
    {
        bits_unit_test(test_GetRemoteName_gives_the_name_unchanged),
        bits_unit_test(test_GetProgress_through_the_life_of_a_file),
        bits_unit_test(test_an_empty_file_has_the_size_zero),
        bits_unit_test(test_a_file_outlives_its_job),
        bits_unit_test(test_a_file_refuses_foreign_interfaces),
    };

    return cmocka_run_group_tests_name("file", tests, bits_program_setup, bits_program_teardown);
}
