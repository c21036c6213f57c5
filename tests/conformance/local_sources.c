/* Sources on disks and shares that change, go away or are not what they should be, while they are copied.
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include <stdio.h>
#include <wchar.h>

#include "job_settings.h"
#include <bits2_0.h>
#include <bits5_0.h>

#define MIB (1024 * 1024)
#define MIDDLE_SIZE (64ll * MIB)
#define HUGE_SIZE (4096ll * MIB) /* more than can be copied before the test has done something */
#define ATTEMPTS 20              /* to catch a copy in its middle */

/* Takes no room on the disk. */
static void write_sparse_file(struct bits_test *test, const WCHAR *name, LONGLONG size)
{
    LARGE_INTEGER end = {.QuadPart = size};
    WCHAR path[MAX_PATH];
    HANDLE file;
    DWORD done;

    local_name(test, name, path);
    file = CreateFileW(path, GENERIC_WRITE, 0, NULL, CREATE_ALWAYS, 0, NULL);
    assert_ptr_not_equal(file, INVALID_HANDLE_VALUE);
    DeviceIoControl(file, FSCTL_SET_SPARSE, NULL, 0, NULL, 0, &done, NULL);
    assert_true(SetFilePointerEx(file, end, NULL, FILE_BEGIN));
    assert_true(SetEndOfFile(file));
    CloseHandle(file);
}

static IBackgroundCopyJob *create_copy(struct bits_test *test)
{
    IBackgroundCopyJob *job = create_job(test);
    WCHAR source[MAX_PATH], target[MAX_PATH];

    local_name(test, L"source", source);
    local_name(test, L"target", target);
    assert_hr(IBackgroundCopyJob_AddFile(job, source, target), S_OK);
    return job;
}

static void wait_for_first_bytes(IBackgroundCopyJob *job)
{
    ULONGLONG end = GetTickCount64() + BITS_TEST_TIMEOUT;

    while (!get_progress(job).BytesTransferred)
        assert_true(GetTickCount64() < end);
}

static IBackgroundCopyJob *start_huge_copy(struct bits_test *test)
{
    IBackgroundCopyJob *job;

    write_sparse_file(test, L"source", HUGE_SIZE);
    job = create_copy(test);
    assert_hr(IBackgroundCopyJob_Resume(job), S_OK);
    wait_for_first_bytes(job);
    return job;
}

static BOOL is_interrupted(IBackgroundCopyJob *job)
{
    return get_progress(job).FilesTransferred == 0;
}

/* A job that is suspended in the middle of the copy of "source", which is MIDDLE_SIZE long. */
static IBackgroundCopyJob *interrupt_copy(struct bits_test *test)
{
    IBackgroundCopyJob *job;
    unsigned int i;

    write_sparse_file(test, L"source", MIDDLE_SIZE);
    for (i = 0; i < ATTEMPTS; ++i)
    {
        job = create_copy(test);
        assert_hr(IBackgroundCopyJob_Resume(job), S_OK);
        wait_for_first_bytes(job);
        suspend_transfer(test, job);
        if (is_interrupted(job))
            return job;
        assert_hr(IBackgroundCopyJob_Cancel(job), S_OK);
    }
    fail_msg("no copy was slow enough");
    return NULL;
}

/* Writes into the beginning of a file. */
static void mark_file(struct bits_test *test, const WCHAR *name)
{
    WCHAR path[MAX_PATH];
    HANDLE file;
    DWORD done;

    local_name(test, name, path);
    file = CreateFileW(path, GENERIC_WRITE, 0, NULL, OPEN_EXISTING, 0, NULL);
    assert_ptr_not_equal(file, INVALID_HANDLE_VALUE);
    assert_true(WriteFile(file, "mark", 4, &done, NULL));
    CloseHandle(file);
}

static void mark_temporary_file(struct bits_test *test)
{
    WIN32_FIND_DATAW data;

    assert_true(find_temporary_file(test, &data));
    mark_file(test, data.cFileName);
}

static BOOL has_mark(struct bits_test *test, const WCHAR *name)
{
    char bytes[4] = {0};
    WCHAR path[MAX_PATH];
    FILE *file;

    local_name(test, name, path);
    file = _wfopen(path, L"rb");
    assert_non_null(file);
    assert_int_equal(fread(bytes, 1, sizeof(bytes), file), sizeof(bytes));
    fclose(file);
    return !memcmp(bytes, "mark", sizeof(bytes));
}

/* What has been copied is not copied again: a change of the temporary file is still there in the end. */
static void test_a_copy_goes_on_where_it_was(void **state)
{
    struct bits_test *test = *state;
    IBackgroundCopyJob *job = interrupt_copy(test);
    UINT64 transferred = get_progress(job).BytesTransferred;

    mark_temporary_file(test);
    assert_true(transferred > 0);
    assert_true(get_progress(job).BytesTotal == MIDDLE_SIZE);
    download(job);
    assert_true(has_mark(test, L"target"));
    assert_true(get_progress(job).BytesTransferred == MIDDLE_SIZE);
}

/* file-transfer-consistency: "BITS restarts the transfer of that file". */
static void test_a_source_that_changes_while_the_job_is_suspended(void **state)
{
    struct bits_test *test = *state;
    IBackgroundCopyJob *job = interrupt_copy(test);

    mark_temporary_file(test);
    write_file(test, L"source", "another version");
    download(job);
    assert_file_is_text(test, L"target", "another version");
    assert_true(get_progress(job).BytesTotal == 15);
}

static void test_a_source_with_another_time(void **state)
{
    static const FILETIME time = {0, 0x01d00000};
    struct bits_test *test = *state;
    IBackgroundCopyJob *job = interrupt_copy(test);
    WCHAR path[MAX_PATH];
    HANDLE file;

    mark_temporary_file(test);
    local_name(test, L"source", path);
    file = CreateFileW(path, FILE_WRITE_ATTRIBUTES, 0, NULL, OPEN_EXISTING, 0, NULL);
    assert_true(SetFileTime(file, NULL, NULL, &time));
    CloseHandle(file);
    download(job);
    assert_false(has_mark(test, L"target"));
}

/* The new beginning comes first: a file that is empty for a moment would be a version of its own. */
static void shorten_source(struct bits_test *test)
{
    WCHAR path[MAX_PATH];
    HANDLE file;
    DWORD done;

    local_name(test, L"source", path);
    file = CreateFileW(path, GENERIC_WRITE, FILE_SHARE_READ, NULL, OPEN_EXISTING, 0, NULL);
    assert_ptr_not_equal(file, INVALID_HANDLE_VALUE);
    assert_true(WriteFile(file, "short", 5, &done, NULL));
    assert_true(SetEndOfFile(file));
    CloseHandle(file);
}

/* The same, while the service reads. It does not keep others from writing to a file that takes long to copy. */
static void test_a_source_that_shrinks_during_the_copy(void **state)
{
    struct bits_test *test = *state;
    IBackgroundCopyJob *job = start_huge_copy(test);

    shorten_source(test);
    wait_for_state(job, BG_JOB_STATE_TRANSFERRED);
    assert_hr(IBackgroundCopyJob_Complete(job), S_OK);
    assert_file_is_text(test, L"target", "short");
    assert_true(get_progress(job).BytesTotal == 5);
    assert_true(get_progress(job).BytesTransferred == 5);
}

static void test_a_source_that_is_renamed_during_the_copy(void **state)
{
    struct bits_test *test = *state;
    IBackgroundCopyJob *job;
    WCHAR source[MAX_PATH], other[MAX_PATH];

    local_name(test, L"source", source);
    local_name(test, L"other", other);
    write_sparse_file(test, L"source", MIDDLE_SIZE);
    job = create_copy(test);
    assert_hr(IBackgroundCopyJob_Resume(job), S_OK);
    wait_for_first_bytes(job);
    assert_true(MoveFileW(source, other));
    wait_for_state(job, BG_JOB_STATE_TRANSFERRED);
    assert_hr(IBackgroundCopyJob_Complete(job), S_OK);
    assert_true(get_progress(job).BytesTransferred == MIDDLE_SIZE);
}

static void test_a_source_that_vanishes_while_the_job_is_suspended(void **state)
{
    struct bits_test *test = *state;
    IBackgroundCopyJob *job = interrupt_copy(test);

    assert_true(remove_file(test, L"source"));
    assert_hr(IBackgroundCopyJob_Resume(job), S_OK);
    wait_for_error(job, BG_JOB_STATE_ERROR, HRESULT_FROM_WIN32(ERROR_FILE_NOT_FOUND), BG_ERROR_CONTEXT_REMOTE_FILE);
    write_file(test, L"source", "back");
    download(job);
    assert_file_is_text(test, L"target", "back");
}

/* nf-bits2_0-ibackgroundcopyfile2-setremotename: ERROR_ACCESS_DENIED for what may not be read. */
static void test_a_source_that_is_a_folder(void **state)
{
    struct bits_test *test = *state;
    IBackgroundCopyJob *job = create_copy(test);
    WCHAR path[MAX_PATH];

    local_name(test, L"source", path);
    assert_true(CreateDirectoryW(path, NULL));
    assert_hr(IBackgroundCopyJob_Resume(job), S_OK);
    wait_for_error(job, BG_JOB_STATE_ERROR, E_ACCESSDENIED, BG_ERROR_CONTEXT_REMOTE_FILE);
    assert_true(RemoveDirectoryW(path));
    write_file(test, L"source", "a file");
    download(job);
    assert_file_is_text(test, L"target", "a file");
}

static void test_a_source_in_a_missing_folder(void **state)
{
    struct bits_test *test = *state;
    IBackgroundCopyJob *job = create_job(test);
    WCHAR source[MAX_PATH], target[MAX_PATH];

    local_name(test, L"missing\\source", source);
    local_name(test, L"target", target);
    assert_hr(IBackgroundCopyJob_AddFile(job, source, target), S_OK);
    assert_hr(IBackgroundCopyJob_Resume(job), S_OK);
    wait_for_error(job, BG_JOB_STATE_ERROR, HRESULT_FROM_WIN32(ERROR_PATH_NOT_FOUND), BG_ERROR_CONTEXT_REMOTE_FILE);
}

/* ns-bits-bg_file_info: "BITS does not support SMB paths to named pipes or devices." */
static void test_a_source_that_is_a_device(void **state)
{
    struct bits_test *test = *state;
    IBackgroundCopyJob *job;
    WCHAR target[MAX_PATH];

    if (!is_wine())
        skip();
    job = create_job(test);
    local_name(test, L"target", target);
    assert_hr(IBackgroundCopyJob_AddFile(job, L"Z:\\dev\\zero", target), S_OK);
    assert_hr(IBackgroundCopyJob_Resume(job), S_OK);
    wait_for_error(job, BG_JOB_STATE_ERROR, HRESULT_FROM_WIN32(ERROR_BAD_DEV_TYPE), BG_ERROR_CONTEXT_REMOTE_FILE);
}

/* Another program may let go of it. */
static void test_a_source_that_is_locked(void **state)
{
    struct bits_test *test = *state;
    IBackgroundCopyJob *job = create_copy(test);
    WCHAR path[MAX_PATH];
    HANDLE file;

    write_file(test, L"source", "some text");
    local_name(test, L"source", path);
    file = CreateFileW(path, GENERIC_READ, 0, NULL, OPEN_EXISTING, 0, NULL);
    assert_ptr_not_equal(file, INVALID_HANDLE_VALUE);
    assert_hr(IBackgroundCopyJob_Resume(job), S_OK);
    wait_for_error(job, BG_JOB_STATE_TRANSIENT_ERROR, HRESULT_FROM_WIN32(ERROR_SHARING_VIOLATION),
            BG_ERROR_CONTEXT_REMOTE_FILE);
    CloseHandle(file);
    download(job);
    assert_file_is_text(test, L"target", "some text");
}

/* ne-bits5_0-bits_job_property_id, MAX_DOWNLOAD_SIZE */
static void test_a_source_that_is_too_large(void **state)
{
    BITS_JOB_PROPERTY_VALUE value = {.Uint64 = HUGE_SIZE - 1};
    struct bits_test *test = *state;
    IBackgroundCopyJob *job = create_copy(test);

    write_sparse_file(test, L"source", HUGE_SIZE);
    set_property(job, BITS_JOB_PROPERTY_MAX_DOWNLOAD_SIZE, value);
    assert_hr(IBackgroundCopyJob_Resume(job), S_OK);
    wait_for_error(job, BG_JOB_STATE_ERROR, BG_E_MAX_DOWNLOAD_SIZE_LIMIT_REACHED, BG_ERROR_CONTEXT_REMOTE_FILE);
    write_file(test, L"source", "small");
    download(job);
    assert_file_is_text(test, L"target", "small");
}

static void test_Cancel_of_a_huge_copy_is_prompt(void **state)
{
    struct bits_test *test = *state;
    IBackgroundCopyJob *job = start_huge_copy(test);
    ULONGLONG start = GetTickCount64();
    WIN32_FIND_DATAW data;

    assert_hr(IBackgroundCopyJob_Cancel(job), S_OK);
    assert_true(GetTickCount64() - start < 1000);
    assert_false(find_temporary_file(test, &data));
}

/* ne-bits-bg_job_priority: a copy makes room for a background job of higher priority, and goes on after it. */
static void test_a_copy_waits_for_its_turn(void **state)
{
    struct bits_test *test = *state;
    IBackgroundCopyJob *job = start_huge_copy(test), *other = create_job(test);

    serve_pattern(test, "/file", 1000, 1);
    add_file(test, other, "/file", L"file");
    assert_hr(IBackgroundCopyJob_SetPriority(other, BG_JOB_PRIORITY_HIGH), S_OK);
    download(other);
    assert_true(is_interrupted(job));
    assert_file_is_pattern(test, L"file", 1000, 1);
}

/* From BITS 3.0 on a file with ranges has to be on a server when it is added; it can be given another source later. */
static void test_ranges_of_a_local_source(void **state)
{
    static BG_FILE_RANGE ranges[] = {{10, 3}, {0, 2}, {14, BG_LENGTH_TO_EOF}};
    struct bits_test *test = *state;
    IBackgroundCopyJob *job = create_job(test);
    WCHAR url[256], path[MAX_PATH];
    IBackgroundCopyFile2 *file2;
    IBackgroundCopyFile *file;
    IBackgroundCopyJob3 *job3;

    if (!is_wine())
        skip();
    write_file(test, L"source", "0123456789abcdefg");
    remote_name(test, "/file", url, ARRAYSIZE(url));
    local_name(test, L"target", path);
    assert_hr(IBackgroundCopyJob_QueryInterface(job, &IID_IBackgroundCopyJob3, (void **)&job3), S_OK);
    assert_hr(IBackgroundCopyJob3_AddFileWithRanges(job3, url, path, ARRAYSIZE(ranges), ranges), S_OK);
    IBackgroundCopyJob3_Release(job3);
    file = get_file(job, 0);
    assert_hr(IBackgroundCopyFile_QueryInterface(file, &IID_IBackgroundCopyFile2, (void **)&file2), S_OK);
    local_name(test, L"source", path);
    assert_hr(IBackgroundCopyFile2_SetRemoteName(file2, path), S_OK);
    IBackgroundCopyFile2_Release(file2);
    IBackgroundCopyFile_Release(file);
    download(job);
    assert_file_is_text(test, L"target", "abc01efg");
}

/* Wine looks for shares below the folder "unc", next to its drives. Makes the folder of that share, or removes it. */
static void change_share(BOOL (*change)(const WCHAR *path))
{
    static const char *const names[] = {"unc", "unc/localhost", "unc/localhost/bits_test"};
    char *(CDECL * get_unix_name)(const WCHAR *) =
            (void *)GetProcAddress(GetModuleHandleW(L"kernel32.dll"), "wine_get_unix_file_name");
    char *drive = get_unix_name(L"C:\\"), *end = strstr(drive, "c:");
    WCHAR path[512];
    size_t i;

    for (i = 0; i < ARRAYSIZE(names); ++i)
    {
        swprintf(path, ARRAYSIZE(path), L"\\\\?\\unix%.*hs%hs", (int)(end - drive), drive, names[i]);
        change(path);
    }
    HeapFree(GetProcessHeap(), 0, drive);
}

static BOOL make_folder(const WCHAR *path)
{
    return CreateDirectoryW(path, NULL);
}

static BOOL remove_share(const WCHAR *path)
{
    return wcsstr(path, L"bits_test") && RemoveDirectoryW(path);
}

static void write_source_on_share(void)
{
    FILE *file = _wfopen(L"\\\\localhost\\bits_test\\source", L"wb");

    assert_non_null(file);
    assert_int_equal(fwrite("shared", 1, 6, file), 6);
    assert_int_equal(fclose(file), 0);
}

/* ns-bits-bg_file_info: "You can specify the remote name as a UNC path ... or use the file:// prefix." */
static void test_a_source_on_a_share(void **state)
{
    static const WCHAR *const names[] =
            {
                    L"\\\\localhost\\bits_test\\source",
                    L"file://localhost/bits_test/source",
                    L"file://\\\\localhost\\bits_test\\source",
            };
    struct bits_test *test = *state;
    WCHAR path[MAX_PATH];
    size_t i;

    if (!is_wine())
        skip();
    change_share(make_folder);
    write_source_on_share();
    local_name(test, L"target", path);
    for (i = 0; i < ARRAYSIZE(names); ++i)
    {
        IBackgroundCopyJob *job = create_job(test);

        assert_hr(IBackgroundCopyJob_AddFile(job, names[i], path), S_OK);
        download(job);
        assert_file_is_text(test, L"target", "shared");
        assert_true(remove_file(test, L"target"));
    }
    assert_true(DeleteFileW(L"\\\\localhost\\bits_test\\source"));
    change_share(remove_share);
}

/* And the target: "Instead of using network drives ... use UNC paths". */
static void test_a_target_on_a_share(void **state)
{
    struct bits_test *test = *state;
    IBackgroundCopyJob *job;
    WCHAR source[MAX_PATH];

    if (!is_wine())
        skip();
    change_share(make_folder);
    write_file(test, L"source", "some text");
    local_name(test, L"source", source);
    job = create_job(test);
    assert_hr(IBackgroundCopyJob_AddFile(job, source, L"\\\\localhost\\bits_test\\target"), S_OK);
    download(job);
    assert_true(DeleteFileW(L"\\\\localhost\\bits_test\\target"));
    change_share(remove_share);
}

static void test_a_share_that_is_not_there(void **state)
{
    struct bits_test *test = *state;
    IBackgroundCopyJob *job = create_job(test);
    BG_ERROR_CONTEXT context;
    IBackgroundCopyError *error;
    WCHAR path[MAX_PATH];
    HRESULT code;

    local_name(test, L"target", path);
    assert_hr(IBackgroundCopyJob_AddFile(job, L"\\\\localhost\\no such share\\source", path), S_OK);
    assert_hr(IBackgroundCopyJob_Resume(job), S_OK);
    wait_for_failure(job);
    assert_hr(IBackgroundCopyJob_GetError(job, &error), S_OK);
    assert_hr(IBackgroundCopyError_GetError(error, &context, &code), S_OK);
    IBackgroundCopyError_Release(error);
    assert_int_equal(context, BG_ERROR_CONTEXT_REMOTE_FILE);
    if (code != HRESULT_FROM_WIN32(ERROR_BAD_NETPATH) && code != HRESULT_FROM_WIN32(ERROR_BAD_NET_NAME))
        assert_hr(code, HRESULT_FROM_WIN32(ERROR_PATH_NOT_FOUND));
}

int main(void)
{
    static const struct CMUnitTest tests[] =
    {
        bits_unit_test(test_a_copy_goes_on_where_it_was),
        bits_unit_test(test_a_source_that_changes_while_the_job_is_suspended),
        bits_unit_test(test_a_source_with_another_time),
        bits_unit_test(test_a_source_that_shrinks_during_the_copy),
        bits_unit_test(test_a_source_that_is_renamed_during_the_copy),
        bits_unit_test(test_a_source_that_vanishes_while_the_job_is_suspended),
        bits_unit_test(test_a_source_that_is_a_folder),
        bits_unit_test(test_a_source_in_a_missing_folder),
        bits_unit_test(test_a_source_that_is_a_device),
        bits_unit_test(test_a_source_that_is_locked),
        bits_unit_test(test_a_source_that_is_too_large),
        bits_unit_test(test_Cancel_of_a_huge_copy_is_prompt),
        bits_unit_test(test_a_copy_waits_for_its_turn),
        bits_unit_test(test_ranges_of_a_local_source),
        bits_unit_test(test_a_source_on_a_share),
        bits_unit_test(test_a_target_on_a_share),
        bits_unit_test(test_a_share_that_is_not_there),
    };

    return cmocka_run_group_tests_name("local_sources", tests, bits_program_setup, bits_program_teardown);
}
