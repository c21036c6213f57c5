/* Trouble with the target: what the job's error says, and that the job goes on when the cause is gone.
 * handling-errors, ne-bits-bg_error_context
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include <wchar.h>

#include "job_settings.h"
#include <bits3_0.h>
#include <bits5_0.h>

#define MIB (1024 * 1024)
#define HALF (MIB / 2)
#define POLL_INTERVAL 5

#define WIN32_ERROR(name) HRESULT_FROM_WIN32(ERROR_##name)

static const struct http_reply stalling = {.size = MIB, .seed = 1, .fault = HTTP_FAULT_STALL, .fault_at = HALF};

static HANDLE open_file(const struct bits_test *test, const WCHAR *name, DWORD access, DWORD share)
{
    WCHAR path[MAX_PATH];
    HANDLE file;

    local_name(test, name, path);
    file = CreateFileW(path, access, share, NULL, OPEN_EXISTING, 0, NULL);
    assert_ptr_not_equal(file, INVALID_HANDLE_VALUE);
    return file;
}

static void set_attributes(const struct bits_test *test, const WCHAR *name, DWORD attributes)
{
    WCHAR path[MAX_PATH];

    local_name(test, name, path);
    assert_true(SetFileAttributesW(path, attributes));
}

/* The file is on the server; the job, of high performance or not, is to store it under that name. */
static IBackgroundCopyJob *create_download(struct bits_test *test, const WCHAR *name, BOOL high_performance)
{
    BITS_JOB_PROPERTY_VALUE value = {.Enable = high_performance};
    IBackgroundCopyJob *job = create_job(test);

    set_property(job, BITS_JOB_PROPERTY_HIGH_PERFORMANCE, value);
    serve_pattern(test, "/file", MIB, 1);
    add_file(test, job, "/file", name);
    return job;
}

static IBackgroundCopyJob *create_transferred_job(struct bits_test *test, const WCHAR *name)
{
    IBackgroundCopyJob *job = create_download(test, name, FALSE);

    assert_hr(IBackgroundCopyJob_Resume(job), S_OK);
    wait_for_state(job, BG_JOB_STATE_TRANSFERRED);
    return job;
}

/* A job that is suspended when half of its file is there. */
static IBackgroundCopyJob *interrupt_download(struct bits_test *test)
{
    IBackgroundCopyJob *job = start_download(test, &stalling);

    assert_true(http_server_wait_stalled(test->server, BITS_TEST_TIMEOUT));
    wait_for_bytes(job, HALF);
    suspend_transfer(test, job);
    http_server_release(test->server);
    serve_pattern(test, "/file", MIB, 1);
    return job;
}

static void assert_resume_fails(IBackgroundCopyJob *job, BG_JOB_STATE state, HRESULT code)
{
    assert_hr(IBackgroundCopyJob_Resume(job), S_OK);
    wait_for_error(job, state, code, BG_ERROR_CONTEXT_LOCAL_FILE);
}

static void assert_downloads(struct bits_test *test, IBackgroundCopyJob *job, const WCHAR *name)
{
    download(job);
    assert_state(job, BG_JOB_STATE_ACKNOWLEDGED);
    assert_file_is_pattern(test, name, MIB, 1);
}

/* nf-bits-ibackgroundcopyjob-complete: the job stays, as TRANSFERRED, until the problem is fixed. */
static void assert_complete_fails(IBackgroundCopyJob *job, HRESULT code)
{
    assert_hr(IBackgroundCopyJob_Complete(job), code);
    assert_state(job, BG_JOB_STATE_TRANSFERRED);
    assert_false(get_file_progress(job, 0).Completed);
}

static void assert_completes(struct bits_test *test, IBackgroundCopyJob *job, const WCHAR *name)
{
    assert_hr(IBackgroundCopyJob_Complete(job), S_OK);
    assert_file_is_pattern(test, name, MIB, 1);
}

static void test_another_program_has_the_target_at_Complete(void **state)
{
    struct bits_test *test = *state;
    IBackgroundCopyJob *job = create_transferred_job(test, L"file");
    HANDLE file;

    write_file(test, L"file", "old");
    file = open_file(test, L"file", GENERIC_READ, FILE_SHARE_READ);
    assert_complete_fails(job, E_ACCESSDENIED);
    CloseHandle(file);
    assert_file_is_text(test, L"file", "old");
    assert_completes(test, job, L"file");
}

static void test_a_target_that_is_read_only_at_Complete(void **state)
{
    struct bits_test *test = *state;
    IBackgroundCopyJob *job = create_transferred_job(test, L"file");

    write_file(test, L"file", "old");
    set_attributes(test, L"file", FILE_ATTRIBUTE_READONLY);
    assert_complete_fails(job, E_ACCESSDENIED);
    assert_file_is_text(test, L"file", "old");
    set_attributes(test, L"file", FILE_ATTRIBUTE_NORMAL);
    assert_completes(test, job, L"file");
}

static void test_a_folder_in_place_of_the_target_at_Complete(void **state)
{
    struct bits_test *test = *state;
    IBackgroundCopyJob *job = create_transferred_job(test, L"file");
    WCHAR path[MAX_PATH];

    local_name(test, L"file", path);
    assert_true(CreateDirectoryW(path, NULL));
    assert_complete_fails(job, E_ACCESSDENIED);
    assert_true(RemoveDirectoryW(path));
    assert_completes(test, job, L"file");
}

/* Root may write to them in Wine. */
static BOOL read_only_files_are_protected(const struct bits_test *test)
{
    WCHAR path[MAX_PATH];
    HANDLE file;

    write_file(test, L"trial", "");
    set_attributes(test, L"trial", FILE_ATTRIBUTE_READONLY);
    local_name(test, L"trial", path);
    file = CreateFileW(path, GENERIC_WRITE, 0, NULL, OPEN_EXISTING, 0, NULL);
    CloseHandle(file);
    set_attributes(test, L"trial", FILE_ATTRIBUTE_NORMAL);
    return file == INVALID_HANDLE_VALUE;
}

static void test_the_target_is_read_only_at_Resume(void **state)
{
    struct bits_test *test = *state;
    IBackgroundCopyJob *job;

    if (!read_only_files_are_protected(test))
        skip();
    job = create_download(test, L"file", TRUE);
    write_file(test, L"file", "old");
    set_attributes(test, L"file", FILE_ATTRIBUTE_READONLY);
    assert_resume_fails(job, BG_JOB_STATE_ERROR, E_ACCESSDENIED);
    assert_file_is_text(test, L"file", "old");
    set_attributes(test, L"file", FILE_ATTRIBUTE_NORMAL);
    assert_downloads(test, job, L"file");
}

static void test_another_program_has_the_target_at_Resume(void **state)
{
    struct bits_test *test = *state;
    IBackgroundCopyJob *job = create_download(test, L"file", TRUE);
    HANDLE file;

    write_file(test, L"file", "old");
    file = open_file(test, L"file", GENERIC_READ, FILE_SHARE_READ);
    assert_resume_fails(job, BG_JOB_STATE_TRANSIENT_ERROR, WIN32_ERROR(SHARING_VIOLATION));
    CloseHandle(file);
    assert_downloads(test, job, L"file");
}

static void create_folder(const struct bits_test *test, const WCHAR *name)
{
    WCHAR path[MAX_PATH];

    local_name(test, name, path);
    assert_true(CreateDirectoryW(path, NULL));
}

static BOOL move_folder(const struct bits_test *test, const WCHAR *name, const WCHAR *new_name)
{
    WCHAR path[MAX_PATH], new_path[MAX_PATH];

    local_name(test, name, path);
    local_name(test, new_name, new_path);
    return MoveFileW(path, new_path);
}

static void remove_folder(const struct bits_test *test, const WCHAR *name)
{
    WCHAR path[MAX_PATH];

    local_name(test, name, path);
    assert_true(RemoveDirectoryW(path));
}

static void test_the_folder_is_gone_at_Resume(void **state)
{
    struct bits_test *test = *state;
    IBackgroundCopyJob *job;

    create_folder(test, L"folder");
    job = create_download(test, L"folder\\file", FALSE);
    remove_folder(test, L"folder");
    assert_resume_fails(job, BG_JOB_STATE_ERROR, WIN32_ERROR(PATH_NOT_FOUND));
    create_folder(test, L"folder");
    assert_downloads(test, job, L"folder\\file");
    assert_true(remove_file(test, L"folder\\file"));
    remove_folder(test, L"folder");
}

static void test_the_folder_is_gone_at_Complete(void **state)
{
    struct bits_test *test = *state;
    IBackgroundCopyJob *job;

    create_folder(test, L"folder");
    job = create_transferred_job(test, L"folder\\file");
    assert_true(move_folder(test, L"folder", L"other"));
    assert_complete_fails(job, WIN32_ERROR(PATH_NOT_FOUND));
    assert_true(move_folder(test, L"other", L"folder"));
    assert_completes(test, job, L"folder\\file");
    assert_true(remove_file(test, L"folder\\file"));
    remove_folder(test, L"folder");
}

/* Windows does not let it go. */
static void test_the_folder_goes_during_the_transfer(void **state)
{
    struct bits_test *test = *state;
    IBackgroundCopyJob *job;

    create_folder(test, L"folder");
    job = create_download(test, L"folder\\file", FALSE);
    http_server_serve(test->server, "/file", &stalling);
    assert_hr(IBackgroundCopyJob_Resume(job), S_OK);
    assert_true(http_server_wait_stalled(test->server, BITS_TEST_TIMEOUT));
    if (move_folder(test, L"folder", L"other"))
    {
        assert_hr(IBackgroundCopyJob_Suspend(job), S_OK);
        serve_pattern(test, "/file", MIB, 1);
        assert_resume_fails(job, BG_JOB_STATE_ERROR, WIN32_ERROR(PATH_NOT_FOUND));
        assert_true(move_folder(test, L"other", L"folder"));
    }
    http_server_release(test->server);
    assert_downloads(test, job, L"folder\\file");
    assert_true(remove_file(test, L"folder\\file"));
    remove_folder(test, L"folder");
}

static void get_temporary_file(const struct bits_test *test, WCHAR name[MAX_PATH])
{
    WIN32_FIND_DATAW data;

    assert_true(find_temporary_file(test, &data));
    wcscpy(name, data.cFileName);
}

static void test_the_temporary_file_is_deleted_in_the_middle(void **state)
{
    struct bits_test *test = *state;
    IBackgroundCopyJob *job = interrupt_download(test);
    WCHAR name[MAX_PATH];

    get_temporary_file(test, name);
    assert_true(remove_file(test, name));
    assert_downloads(test, job, L"file");
}

static void cut_file(const struct bits_test *test, const WCHAR *name, LONG size)
{
    HANDLE file = open_file(test, name, GENERIC_WRITE, FILE_SHARE_READ | FILE_SHARE_WRITE);

    assert_int_equal(SetFilePointer(file, size, NULL, FILE_BEGIN), size);
    assert_true(SetEndOfFile(file));
    CloseHandle(file);
}

/* What somebody has cut off is not taken for zeros. */
static void test_the_temporary_file_is_cut_in_the_middle(void **state)
{
    struct bits_test *test = *state;
    IBackgroundCopyJob *job = interrupt_download(test);
    WCHAR name[MAX_PATH];

    get_temporary_file(test, name);
    cut_file(test, name, HALF - 1);
    assert_downloads(test, job, L"file");
}

/* nf-bits3_0-ibackgroundcopyfile3-gettemporaryname: BITS tries again later. */
static void test_another_program_has_the_temporary_file(void **state)
{
    struct bits_test *test = *state;
    IBackgroundCopyJob *job = interrupt_download(test);
    WCHAR name[MAX_PATH];
    HANDLE file;

    get_temporary_file(test, name);
    file = open_file(test, name, GENERIC_READ, 0);
    assert_resume_fails(job, BG_JOB_STATE_TRANSIENT_ERROR, WIN32_ERROR(SHARING_VIOLATION));
    CloseHandle(file);
    assert_downloads(test, job, L"file");
    assert_int_equal(http_server_count(test->server, "GET", "/file"), 2);
}

static void test_the_temporary_file_is_read_only(void **state)
{
    struct bits_test *test = *state;
    IBackgroundCopyJob *job;
    WCHAR name[MAX_PATH];

    if (!read_only_files_are_protected(test))
        skip();
    job = interrupt_download(test);
    get_temporary_file(test, name);
    set_attributes(test, name, FILE_ATTRIBUTE_READONLY);
    assert_resume_fails(job, BG_JOB_STATE_ERROR, E_ACCESSDENIED);
    set_attributes(test, name, FILE_ATTRIBUTE_NORMAL);
    assert_downloads(test, job, L"file");
}

/* What is lost stays lost; the job can be cancelled. */
static void test_the_temporary_file_is_deleted_before_Complete(void **state)
{
    struct bits_test *test = *state;
    IBackgroundCopyJob *job = create_transferred_job(test, L"file");
    WCHAR name[MAX_PATH];

    get_temporary_file(test, name);
    assert_true(remove_file(test, name));
    assert_complete_fails(job, WIN32_ERROR(FILE_NOT_FOUND));
    assert_hr(IBackgroundCopyJob_Cancel(job), S_OK);
    assert_false(file_exists(test, L"file"));
}

/* A program that finds out transfers the file again. */
static void test_the_temporary_file_is_cut_before_Complete(void **state)
{
    struct bits_test *test = *state;
    IBackgroundCopyJob *job = create_transferred_job(test, L"file");
    IBackgroundCopyFile *file = get_file(job, 0);
    IBackgroundCopyFile3 *file3;
    WCHAR name[MAX_PATH];

    get_temporary_file(test, name);
    cut_file(test, name, MIB - 1);
    assert_complete_fails(job, WIN32_ERROR(FILE_CORRUPT));
    assert_false(file_exists(test, L"file"));
    assert_hr(IBackgroundCopyFile_QueryInterface(file, &IID_IBackgroundCopyFile3, (void **)&file3), S_OK);
    assert_hr(IBackgroundCopyFile3_SetValidationState(file3, FALSE), S_OK);
    IBackgroundCopyFile3_Release(file3);
    IBackgroundCopyFile_Release(file);
    assert_downloads(test, job, L"file");
}

/* nf-bits-ibackgroundcopyjob-cancel: BG_S_UNABLE_TO_DELETE_FILES; the job has ended all the same. */
static void test_Cancel_while_another_program_has_the_temporary_file(void **state)
{
    struct bits_test *test = *state;
    IBackgroundCopyJob *job = interrupt_download(test);
    WCHAR name[MAX_PATH];
    HANDLE file;

    get_temporary_file(test, name);
    file = open_file(test, name, GENERIC_READ, FILE_SHARE_READ | FILE_SHARE_WRITE);
    assert_hr(IBackgroundCopyJob_Cancel(job), BG_S_UNABLE_TO_DELETE_FILES);
    assert_state(job, BG_JOB_STATE_CANCELLED);
    CloseHandle(file);
    assert_true(remove_file(test, name));
}

/* nf-bits-ibackgroundcopyjob-complete */
static void test_Complete_while_another_program_has_the_temporary_file(void **state)
{
    struct bits_test *test = *state;
    IBackgroundCopyJob *job = interrupt_download(test);
    WCHAR name[MAX_PATH];
    HANDLE file;

    get_temporary_file(test, name);
    file = open_file(test, name, GENERIC_READ, FILE_SHARE_READ | FILE_SHARE_WRITE);
    assert_hr(IBackgroundCopyJob_Complete(job), BG_S_UNABLE_TO_DELETE_FILES);
    assert_state(job, BG_JOB_STATE_ACKNOWLEDGED);
    CloseHandle(file);
    assert_true(remove_file(test, name));
}

/* Of several files those that can get their names do, and the next call of Complete deals with the others. */
static void test_Complete_renames_what_it_can(void **state)
{
    struct bits_test *test = *state;
    IBackgroundCopyJob *job = create_job(test);
    HANDLE file;

    serve_pattern(test, "/file", MIB, 1);
    add_file(test, job, "/file", L"one");
    add_file(test, job, "/file", L"two");
    assert_hr(IBackgroundCopyJob_Resume(job), S_OK);
    wait_for_state(job, BG_JOB_STATE_TRANSFERRED);
    write_file(test, L"one", "old");
    file = open_file(test, L"one", GENERIC_READ, FILE_SHARE_READ);
    assert_complete_fails(job, E_ACCESSDENIED);
    assert_true(get_file_progress(job, 1).Completed);
    assert_file_is_pattern(test, L"two", MIB, 1);
    CloseHandle(file);
    assert_completes(test, job, L"one");
}

/* No disk takes a name of 256 characters, though a path may have more. */
static void test_a_name_that_is_too_long(void **state)
{
    struct bits_test *test = *state;
    IBackgroundCopyJob *job = create_job(test);
    WCHAR url[256], path[MAX_PATH + 1] = L"C:\\";

    fill_text(path + 3, 256);
    remote_name(test, "/file", url, ARRAYSIZE(url));
    assert_hr(IBackgroundCopyJob_AddFile(job, url, path), E_INVALIDARG);
}

int main(void)
{
    static const struct CMUnitTest tests[] =
    {
        bits_unit_test(test_another_program_has_the_target_at_Complete),
        bits_unit_test(test_a_target_that_is_read_only_at_Complete),
        bits_unit_test(test_a_folder_in_place_of_the_target_at_Complete),
        bits_unit_test(test_the_target_is_read_only_at_Resume),
        bits_unit_test(test_another_program_has_the_target_at_Resume),
        bits_unit_test(test_the_folder_is_gone_at_Resume),
        bits_unit_test(test_the_folder_is_gone_at_Complete),
        bits_unit_test(test_the_folder_goes_during_the_transfer),
        bits_unit_test(test_the_temporary_file_is_deleted_in_the_middle),
        bits_unit_test(test_the_temporary_file_is_cut_in_the_middle),
        bits_unit_test(test_another_program_has_the_temporary_file),
        bits_unit_test(test_the_temporary_file_is_read_only),
        bits_unit_test(test_the_temporary_file_is_deleted_before_Complete),
        bits_unit_test(test_the_temporary_file_is_cut_before_Complete),
        bits_unit_test(test_Cancel_while_another_program_has_the_temporary_file),
        bits_unit_test(test_Complete_while_another_program_has_the_temporary_file),
        bits_unit_test(test_Complete_renames_what_it_can),
        bits_unit_test(test_a_name_that_is_too_long),
    };

    return cmocka_run_group_tests_name("disks", tests, bits_program_setup, bits_program_teardown);
}
