/* Downloads from disks: ns-bits-bg_file_info.
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include <stdio.h>

#include "bits_test.h"
#include <bits2_0.h>

#define BIG_SIZE (64 * 1024 * 1024)

static void add_local_file(struct bits_test *test, IBackgroundCopyJob *job, const WCHAR *prefix, const WCHAR *source,
        const WCHAR *target)
{
    WCHAR remote[MAX_PATH + 16], local[MAX_PATH], path[MAX_PATH];

    local_name(test, source, path);
    local_name(test, target, local);
    swprintf(remote, ARRAYSIZE(remote), L"%ls%ls", prefix, path);
    assert_hr(IBackgroundCopyJob_AddFile(job, remote, local), S_OK);
}

static void test_a_path(void **state)
{
    struct bits_test *test = *state;
    IBackgroundCopyJob *job = create_job(test);

    write_file(test, L"source", "some text");
    add_local_file(test, job, L"", L"source", L"target");
    download(job);
    assert_file_is_text(test, L"target", "some text");
    assert_true(remove_file(test, L"source"));
}

static void test_file_urls(void **state)
{
    static const WCHAR *const prefixes[] = {L"file://", L"file:///", L"FILE://"};
    struct bits_test *test = *state;
    size_t i;

    write_file(test, L"source", "some text");
    for (i = 0; i < ARRAYSIZE(prefixes); ++i)
    {
        IBackgroundCopyJob *job = create_job(test);

        add_local_file(test, job, prefixes[i], L"source", L"target");
        download(job);
        assert_file_is_text(test, L"target", "some text");
        assert_true(remove_file(test, L"target"));
    }
    assert_true(remove_file(test, L"source"));
}

static void test_an_empty_file(void **state)
{
    struct bits_test *test = *state;
    IBackgroundCopyJob *job = create_job(test);

    write_file(test, L"source", "");
    add_local_file(test, job, L"", L"source", L"target");
    download(job);
    assert_file_is_text(test, L"target", "");
    assert_int_equal(get_file_progress(job, 0).BytesTotal, 0);
    assert_true(remove_file(test, L"source"));
}

/* Files of all kinds come in the order in which they were added. */
static void test_local_and_http_files_in_one_job(void **state)
{
    struct bits_test *test = *state;
    IBackgroundCopyJob *job = create_job(test);

    write_file(test, L"source", "some text");
    serve_pattern(test, "/one", 1000, 1);
    serve_pattern(test, "/three", 3000, 3);
    add_file(test, job, "/one", L"one");
    add_local_file(test, job, L"", L"source", L"two");
    add_file(test, job, "/three", L"three");
    download(job);
    assert_file_is_pattern(test, L"one", 1000, 1);
    assert_file_is_text(test, L"two", "some text");
    assert_file_is_pattern(test, L"three", 3000, 3);
    assert_true(remove_file(test, L"source"));
}

/* nf-bits2_0-ibackgroundcopyfile2-setremotename names the codes. */
static void test_a_missing_source(void **state)
{
    struct bits_test *test = *state;
    IBackgroundCopyJob *job = create_job(test);
    IBackgroundCopyError *error;
    WCHAR *text;

    add_local_file(test, job, L"", L"missing", L"target");
    assert_hr(IBackgroundCopyJob_Resume(job), S_OK);
    wait_for_error(job, BG_JOB_STATE_ERROR, HRESULT_FROM_WIN32(ERROR_FILE_NOT_FOUND), BG_ERROR_CONTEXT_REMOTE_FILE);
    assert_hr(IBackgroundCopyJob_GetError(job, &error), S_OK);
    assert_hr(IBackgroundCopyError_GetProtocol(error, &text), S_OK);
    assert_task_string(text, L"file");
    IBackgroundCopyError_Release(error);

    write_file(test, L"missing", "here now");
    download(job);
    assert_file_is_text(test, L"target", "here now");
    assert_true(remove_file(test, L"missing"));
}

static void write_big_file(struct bits_test *test, const WCHAR *name)
{
    LARGE_INTEGER size = {.QuadPart = BIG_SIZE};
    WCHAR path[MAX_PATH];
    HANDLE file;

    local_name(test, name, path);
    file = CreateFileW(path, GENERIC_WRITE, 0, NULL, CREATE_ALWAYS, 0, NULL);
    assert_true(SetFilePointerEx(file, size, NULL, FILE_BEGIN));
    assert_true(SetEndOfFile(file));
    CloseHandle(file);
}

/* A job that has begun to copy "source" to "target". */
static IBackgroundCopyJob *start_big_copy(struct bits_test *test)
{
    IBackgroundCopyJob *job = create_job(test);
    ULONGLONG end = GetTickCount64() + BITS_TEST_TIMEOUT;

    write_big_file(test, L"source");
    add_local_file(test, job, L"", L"source", L"target");
    assert_hr(IBackgroundCopyJob_Resume(job), S_OK);
    while (get_state(job) == BG_JOB_STATE_QUEUED && GetTickCount64() < end)
        Sleep(1);
    assert_int_not_equal(get_state(job), BG_JOB_STATE_QUEUED);
    return job;
}

/* Whatever the copy is doing just then: the fixture finds a temporary file that stays. */
static void test_Cancel_in_the_middle(void **state)
{
    struct bits_test *test = *state;
    IBackgroundCopyJob *job = start_big_copy(test);

    assert_hr(IBackgroundCopyJob_Cancel(job), S_OK);
    assert_false(file_exists(test, L"target"));
    assert_true(remove_file(test, L"source"));
}

static void test_Suspend_and_Resume(void **state)
{
    struct bits_test *test = *state;
    IBackgroundCopyJob *job = start_big_copy(test);

    assert_hr(IBackgroundCopyJob_Suspend(job), S_OK);
    download(job);
    assert_int_equal(get_file_progress(job, 0).BytesTransferred, BIG_SIZE);
    assert_true(remove_file(test, L"source"));
    assert_true(remove_file(test, L"target"));
}

static void set_remote_name(IBackgroundCopyJob *job, const WCHAR *name)
{
    IBackgroundCopyFile *file = get_file(job, 0);
    IBackgroundCopyFile2 *file2;

    assert_hr(IBackgroundCopyFile_QueryInterface(file, &IID_IBackgroundCopyFile2, (void **)&file2), S_OK);
    assert_hr(IBackgroundCopyFile2_SetRemoteName(file2, name), S_OK);
    IBackgroundCopyFile2_Release(file2);
    IBackgroundCopyFile_Release(file);
}

/* nf-bits2_0-ibackgroundcopyfile2-setremotename: whatever the copy is doing just then, the file is one of the two; it
 * is the old one only if it was whole before. */
static void test_SetRemoteName_in_the_middle(void **state)
{
    struct bits_test *test = *state;
    IBackgroundCopyJob *job = start_big_copy(test);
    WCHAR path[MAX_PATH];

    write_file(test, L"other", "some text");
    local_name(test, L"other", path);
    set_remote_name(job, path);
    wait_for_state(job, BG_JOB_STATE_TRANSFERRED);
    assert_hr(IBackgroundCopyJob_Complete(job), S_OK);
    if (get_file_progress(job, 0).BytesTotal != BIG_SIZE)
        assert_file_is_text(test, L"target", "some text");
    assert_true(remove_file(test, L"source"));
    assert_true(remove_file(test, L"target"));
    assert_true(remove_file(test, L"other"));
}

int main(void)
{
    const struct CMUnitTest tests[] =
    {
        bits_unit_test(test_a_path),
        bits_unit_test(test_file_urls),
        bits_unit_test(test_an_empty_file),
        bits_unit_test(test_local_and_http_files_in_one_job),
        bits_unit_test(test_a_missing_source),
        bits_unit_test(test_Cancel_in_the_middle),
        bits_unit_test(test_Suspend_and_Resume),
        bits_unit_test(test_SetRemoteName_in_the_middle),
    };

    return cmocka_run_group_tests_name("local_files", tests, bits_program_setup, bits_program_teardown);
}
