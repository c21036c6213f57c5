/* A disk that comes and goes. In Wine a drive is a link of Unix: drive Q is the fixture's folder for a while.
 * handling-errors
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include <time.h>

#include "bits_test.h"
#include "links_test.h"

#define MIB (1024 * 1024)
#define POLL_INTERVAL 5

#define PATH_NOT_FOUND HRESULT_FROM_WIN32(ERROR_PATH_NOT_FOUND)
#define DRIVE_LINK L"\\\"${WINEPREFIX:-$HOME/.wine}/dosdevices/q:\\\""

static BOOL volume_exists(void)
{
    return GetFileAttributesW(L"Q:\\") != INVALID_FILE_ATTRIBUTES;
}

static void add_volume(const struct bits_test *test)
{
    if (!is_wine() || volume_exists())
        skip();
    run_unix_command(test, L"ln -s \\\"$PWD\\\" " DRIVE_LINK);
    assert_true(volume_exists());
}

static void unlink_volume(const struct bits_test *test)
{
    run_unix_command(test, L"[ ! " DRIVE_LINK L" -ef . ] || rm " DRIVE_LINK);
}

static void remove_volume(const struct bits_test *test)
{
    unlink_volume(test);
    assert_false(volume_exists());
}

/* A test that has failed leaves its drive behind. */
static int teardown(void **state)
{
    if (is_wine())
        unlink_volume(*state);
    return bits_test_teardown(state);
}

/* A job whose file is on the server. */
static IBackgroundCopyJob *create_download_to(struct bits_test *test, const WCHAR *local)
{
    IBackgroundCopyJob *job = create_job(test);
    WCHAR url[256];

    serve_pattern(test, "/file", MIB, 1);
    remote_name(test, "/file", url, ARRAYSIZE(url));
    assert_hr(IBackgroundCopyJob_AddFile(job, url, local), S_OK);
    return job;
}

static void test_the_volume_is_removed(void **state)
{
    struct bits_test *test = *state;
    IBackgroundCopyJob *job;

    add_volume(test);
    job = create_download_to(test, L"Q:\\file");
    remove_volume(test);
    assert_hr(IBackgroundCopyJob_Resume(job), S_OK);
    wait_for_error(job, BG_JOB_STATE_ERROR, PATH_NOT_FOUND, BG_ERROR_CONTEXT_LOCAL_FILE);
    add_volume(test);
    assert_hr(IBackgroundCopyJob_Resume(job), S_OK);
    wait_for_state(job, BG_JOB_STATE_TRANSFERRED);
    remove_volume(test);
    assert_hr(IBackgroundCopyJob_Complete(job), PATH_NOT_FOUND);
    assert_state(job, BG_JOB_STATE_TRANSFERRED);
    assert_false(get_file_progress(job, 0).Completed);
    add_volume(test);
    assert_hr(IBackgroundCopyJob_Complete(job), S_OK);
    assert_file_is_pattern(test, L"file", MIB, 1);
    remove_volume(test);
}

/* Wine looks at its drives when they are first needed in a second of the clock. */
static void wait_for_new_second(void)
{
    time_t begin = time(NULL);

    while (time(NULL) == begin)
        Sleep(POLL_INTERVAL);
}

static void test_the_volume_was_another_name_of_the_folder(void **state)
{
    struct bits_test *test = *state;
    IBackgroundCopyJob *job;
    WCHAR path[MAX_PATH];

    add_volume(test);
    wait_for_new_second();
    local_name(test, L"other", path);
    create_download_to(test, path);
    remove_volume(test);
    local_name(test, L"file", path);
    job = create_download_to(test, path);
    download(job);
    assert_file_is_pattern(test, L"file", MIB, 1);
}

#define volume_test(test) cmocka_unit_test_setup_teardown(test, bits_test_setup, teardown)

int main(void)
{
    static const struct CMUnitTest tests[] =
    {
        volume_test(test_the_volume_is_removed),
        volume_test(test_the_volume_was_another_name_of_the_folder),
    };

    return cmocka_run_group_tests_name("volumes", tests, bits_program_setup, bits_program_teardown);
}
