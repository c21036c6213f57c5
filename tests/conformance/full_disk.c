/* A disk that is full: the job fails, and goes on when there is room. The disk is a small one that lives in memory,
 * which takes Wine and the right to mount it.
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include "job_settings.h"
#include "links_test.h"

#define MIB 1048576
#define SMALL (MIB / 2)

#define DISK_FULL HRESULT_FROM_WIN32(ERROR_DISK_FULL)

static BOOL disk_has(const struct bits_test *test, ULONGLONG size)
{
    ULARGE_INTEGER available, total, unused;
    WCHAR path[MAX_PATH];

    local_name(test, L"disk", path);
    return GetDiskFreeSpaceExW(path, &available, &total, &unused) && total.QuadPart == size;
}

static void make_small_disk(const struct bits_test *test)
{
    if (!is_wine())
        skip();
    make_folder(test, L"disk");
    run_unix_command(test, L"mount -t tmpfs -o size=512k,mode=777 none disk");
    if (!disk_has(test, SMALL))
        skip();
}

static void make_room(const struct bits_test *test)
{
    run_unix_command(test, L"mount -o remount,size=8m disk");
    assert_true(disk_has(test, 8 * MIB));
}

static int teardown(void **state)
{
    struct bits_test *test = *state;

    if (is_wine())
        run_unix_command(test, L"umount -l disk 2> /dev/null; rmdir disk");
    return bits_test_teardown(state);
}

static void assert_resume_fails(IBackgroundCopyJob *job)
{
    assert_hr(IBackgroundCopyJob_Resume(job), S_OK);
    wait_for_error(job, BG_JOB_STATE_ERROR, DISK_FULL, BG_ERROR_CONTEXT_LOCAL_FILE);
}

static void check_download(struct bits_test *test, BOOL high_performance)
{
    BITS_JOB_PROPERTY_VALUE value = {.Enable = high_performance};
    IBackgroundCopyJob *job = create_job(test);

    make_small_disk(test);
    set_property(job, BITS_JOB_PROPERTY_HIGH_PERFORMANCE, value);
    serve_pattern(test, "/file", MIB, 1);
    add_file(test, job, "/file", L"disk\\file");
    assert_resume_fails(job);
    make_room(test);
    download(job);
    assert_file_is_pattern(test, L"disk\\file", MIB, 1);
}

static void test_a_download(void **state)
{
    check_download(*state, FALSE);
}

static void test_a_download_without_a_temporary_file(void **state)
{
    check_download(*state, TRUE);
}

static void test_a_copy(void **state)
{
    WCHAR source[MAX_PATH], target[MAX_PATH];
    struct bits_test *test = *state;
    IBackgroundCopyJob *job = create_job(test);

    make_small_disk(test);
    run_unix_command(test, L"head -c 1048576 /dev/urandom > source");
    local_name(test, L"source", source);
    local_name(test, L"disk\\file", target);
    assert_hr(IBackgroundCopyJob_AddFile(job, source, target), S_OK);
    assert_resume_fails(job);
    make_room(test);
    download(job);
    run_unix_command(test, L"cmp source disk/file && touch same");
    assert_true(file_exists(test, L"same"));
}

#define full_disk_test(test) cmocka_unit_test_setup_teardown(test, bits_test_setup, teardown)

int main(void)
{
    static const struct CMUnitTest tests[] =
    {
        full_disk_test(test_a_download),
        full_disk_test(test_a_download_without_a_temporary_file),
        full_disk_test(test_a_copy),
    };

    return cmocka_run_group_tests_name("full_disk", tests, bits_program_setup, bits_program_teardown);
}
