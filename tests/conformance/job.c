/* IBackgroundCopyJob: the files of a job, and its states as far as its methods change them.
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include <stdio.h>
#include <wchar.h>

#include "bits_test.h"

#define FILE_COUNT 3

/* The names of a set of files; the fixture gives them a server and a folder. */
struct file_set
{
    WCHAR urls[FILE_COUNT][256], paths[FILE_COUNT][MAX_PATH];
    BG_FILE_INFO info[FILE_COUNT];
};

static void fill_set(const struct bits_test *test, struct file_set *set)
{
    char path[32];
    WCHAR name[32];
    int i;

    for (i = 0; i < FILE_COUNT; ++i)
    {
        sprintf(path, "/file%d", i);
        remote_name(test, path, set->urls[i], ARRAYSIZE(set->urls[i]));
        swprintf(name, ARRAYSIZE(name), L"file%d", i);
        local_name(test, name, set->paths[i]);
        set->info[i].RemoteName = set->urls[i];
        set->info[i].LocalName = set->paths[i];
    }
}

static void assert_names(IBackgroundCopyJob *job, ULONG index, const BG_FILE_INFO *info)
{
    IBackgroundCopyFile *file = get_file(job, index);
    WCHAR *name;

    assert_hr(IBackgroundCopyFile_GetRemoteName(file, &name), S_OK);
    assert_task_string(name, info->RemoteName);
    assert_hr(IBackgroundCopyFile_GetLocalName(file, &name), S_OK);
    assert_task_string(name, info->LocalName);
    IBackgroundCopyFile_Release(file);
}

/* nf-bits-ibackgroundcopyjob-addfile, nf-bits-ibackgroundcopyjob-enumfiles: files stay in the order added. */
static void test_AddFile_appends(void **state)
{
    struct bits_test *test = *state;
    IBackgroundCopyJob *job = create_job(test);
    struct file_set set;
    ULONG i;

    fill_set(test, &set);
    for (i = 0; i < FILE_COUNT; ++i)
    {
        assert_hr(IBackgroundCopyJob_AddFile(job, set.urls[i], set.paths[i]), S_OK);
        assert_int_equal(count_files(job), i + 1);
    }
    for (i = 0; i < FILE_COUNT; ++i)
        assert_names(job, i, &set.info[i]);
    assert_state(job, BG_JOB_STATE_SUSPENDED);
}

/* nf-bits-ibackgroundcopyjob-addfileset */
static void test_AddFileSet_appends_all(void **state)
{
    struct bits_test *test = *state;
    IBackgroundCopyJob *job = create_job(test);
    struct file_set set;
    ULONG i;

    fill_set(test, &set);
    add_file(test, job, "/first", L"first");
    assert_hr(IBackgroundCopyJob_AddFileSet(job, FILE_COUNT, set.info), S_OK);
    assert_int_equal(count_files(job), FILE_COUNT + 1);
    for (i = 0; i < FILE_COUNT; ++i)
        assert_names(job, i + 1, &set.info[i]);
}

/* nf-bits-ibackgroundcopyjob-addfileset: one bad entry, and none is added. */
static void test_AddFileSet_adds_all_or_none(void **state)
{
    static WCHAR bad_url[] = L"ftp://127.0.0.1/file", bad_path[] = L"relative";
    struct bits_test *test = *state;
    IBackgroundCopyJob *job = create_job(test);
    struct file_set set;
    ULONG i;

    for (i = 0; i < FILE_COUNT; ++i)
    {
        fill_set(test, &set);
        set.info[i].RemoteName = bad_url;
        assert_hr(IBackgroundCopyJob_AddFileSet(job, FILE_COUNT, set.info), E_INVALIDARG);
        assert_int_equal(count_files(job), 0);

        fill_set(test, &set);
        set.info[i].LocalName = bad_path;
        assert_hr(IBackgroundCopyJob_AddFileSet(job, FILE_COUNT, set.info), E_INVALIDARG);
        assert_int_equal(count_files(job), 0);
    }
}

/* nf-bits-ibackgroundcopyjob-addfileset: an upload has one file. */
static void test_AddFileSet_gives_an_upload_one_file(void **state)
{
    struct bits_test *test = *state;
    IBackgroundCopyJob *job;
    struct file_set set;
    GUID id;

    fill_set(test, &set);
    assert_hr(IBackgroundCopyManager_CreateJob(test->manager, L"up", BG_JOB_TYPE_UPLOAD, &id, &job), S_OK);
    hold_job(test, job);
    assert_hr(IBackgroundCopyJob_AddFileSet(job, FILE_COUNT, set.info), BG_E_TOO_MANY_FILES);
    assert_int_equal(count_files(job), 0);
}

/* adding-files-to-a-job: in any state that is not final. */
static void test_AddFile_works_in_every_state(void **state)
{
    struct bits_test *test = *state;
    struct http_reply stalling = {.size = 1000, .fault = HTTP_FAULT_STALL};
    IBackgroundCopyJob *job = start_download(test, &stalling);

    assert_true(http_server_wait_stalled(test->server, BITS_TEST_TIMEOUT));
    wait_for_state(job, BG_JOB_STATE_TRANSFERRING);
    serve_pattern(test, "/second", 2000, 2);
    add_file(test, job, "/second", L"second");
    http_server_release(test->server);
    wait_for_state(job, BG_JOB_STATE_TRANSFERRED);
    assert_int_equal(get_progress(job).FilesTransferred, 2);

    serve_pattern(test, "/third", 3000, 3);
    add_file(test, job, "/third", L"third");
    download(job);
    assert_file_is_pattern(test, L"second", 2000, 2);
    assert_file_is_pattern(test, L"third", 3000, 3);
}

/* nf-bits-ibackgroundcopyjob-resume */
static void test_Resume_needs_a_file(void **state)
{
    IBackgroundCopyJob *job = create_job(*state);

    assert_hr(IBackgroundCopyJob_Resume(job), BG_E_EMPTY);
    assert_state(job, BG_JOB_STATE_SUSPENDED);
}

/* life-cycle-of-a-bits-job: a job that runs already stays where it is. */
static void test_Resume_twice_does_nothing(void **state)
{
    struct bits_test *test = *state;
    struct http_reply stalling = {.size = 1000, .fault = HTTP_FAULT_STALL, .fault_at = 500};
    IBackgroundCopyJob *job = start_download(test, &stalling);

    assert_hr(IBackgroundCopyJob_Resume(job), S_OK);
    assert_true(http_server_wait_stalled(test->server, BITS_TEST_TIMEOUT));
    wait_for_state(job, BG_JOB_STATE_TRANSFERRING);
    assert_hr(IBackgroundCopyJob_Resume(job), S_OK);
    assert_state(job, BG_JOB_STATE_TRANSFERRING);
    assert_int_equal(http_server_count(test->server, "GET", "/file"), 1);
}

/* nf-bits-ibackgroundcopyjob-suspend, life-cycle-of-a-bits-job */
static void test_Suspend_twice_does_nothing(void **state)
{
    struct bits_test *test = *state;
    IBackgroundCopyJob *job = create_job(test);

    assert_hr(IBackgroundCopyJob_Suspend(job), S_OK);
    assert_hr(IBackgroundCopyJob_Suspend(job), S_OK);
    assert_state(job, BG_JOB_STATE_SUSPENDED);
}

/* nf-bits-ibackgroundcopyjob-cancel: possible in every state that is not final. */
static void test_Cancel_ends_a_job(void **state)
{
    struct bits_test *test = *state;
    IBackgroundCopyJob *empty = create_job(test), *with_file = create_job(test);

    add_file(test, with_file, "/file", L"file");
    assert_hr(IBackgroundCopyJob_Cancel(empty), S_OK);
    assert_state(empty, BG_JOB_STATE_CANCELLED);
    assert_hr(IBackgroundCopyJob_Cancel(with_file), S_OK);
    assert_state(with_file, BG_JOB_STATE_CANCELLED);
    assert_false(file_exists(test, L"file"));
}

static HRESULT call_AddFile(IBackgroundCopyJob *job)
{
    return IBackgroundCopyJob_AddFile(job, L"http://127.0.0.1/file", L"C:\\file");
}

static HRESULT call_AddFileSet(IBackgroundCopyJob *job)
{
    static WCHAR url[] = L"http://127.0.0.1/file", path[] = L"C:\\file";
    BG_FILE_INFO info = {url, path};

    return IBackgroundCopyJob_AddFileSet(job, 1, &info);
}

static HRESULT call_Suspend(IBackgroundCopyJob *job)
{
    return IBackgroundCopyJob_Suspend(job);
}

static HRESULT call_Resume(IBackgroundCopyJob *job)
{
    return IBackgroundCopyJob_Resume(job);
}

static HRESULT call_Cancel(IBackgroundCopyJob *job)
{
    return IBackgroundCopyJob_Cancel(job);
}

static HRESULT call_Complete(IBackgroundCopyJob *job)
{
    return IBackgroundCopyJob_Complete(job);
}

static HRESULT call_SetDisplayName(IBackgroundCopyJob *job)
{
    return IBackgroundCopyJob_SetDisplayName(job, L"late");
}

static HRESULT call_SetDescription(IBackgroundCopyJob *job)
{
    return IBackgroundCopyJob_SetDescription(job, L"late");
}

/* The pages of these methods: BG_E_INVALID_STATE when the job is cancelled or acknowledged. */
static const struct
{
    const char *name;
    HRESULT (*call)(IBackgroundCopyJob *);
}
changing_methods[] =
{
    {"AddFile", call_AddFile},
    {"AddFileSet", call_AddFileSet},
    {"Suspend", call_Suspend},
    {"Resume", call_Resume},
    {"Cancel", call_Cancel},
    {"Complete", call_Complete},
    {"SetDisplayName", call_SetDisplayName},
    {"SetDescription", call_SetDescription},
};

static void assert_final(IBackgroundCopyJob *job, BG_JOB_STATE final)
{
    size_t i;

    for (i = 0; i < ARRAYSIZE(changing_methods); ++i)
    {
        HRESULT hr = changing_methods[i].call(job);

        if (hr != BG_E_INVALID_STATE)
            fail_msg("%s: %#lx", changing_methods[i].name, hr);
        assert_state(job, final);
    }
}

static void test_a_cancelled_job_is_final(void **state)
{
    IBackgroundCopyJob *job = create_job(*state);

    assert_hr(IBackgroundCopyJob_Cancel(job), S_OK);
    assert_final(job, BG_JOB_STATE_CANCELLED);
}

static void test_a_completed_job_is_final(void **state)
{
    struct bits_test *test = *state;
    IBackgroundCopyJob *job = create_job(test);

    serve_pattern(test, "/file", 10, 1);
    add_file(test, job, "/file", L"file");
    download(job);
    assert_final(job, BG_JOB_STATE_ACKNOWLEDGED);
}

/* nf-bits-ibackgroundcopyjob-complete: a download may be completed early, and then has nothing to show. */
static void test_Complete_before_the_transfer_ends_a_job(void **state)
{
    struct bits_test *test = *state;
    IBackgroundCopyJob *job = create_job(test);

    add_file(test, job, "/file", L"file");
    assert_true(SUCCEEDED(IBackgroundCopyJob_Complete(job)));
    assert_state(job, BG_JOB_STATE_ACKNOWLEDGED);
    assert_false(file_exists(test, L"file"));
}

int main(void)
{
    static const struct CMUnitTest tests[] =
    {
        bits_unit_test(test_AddFile_appends),
        bits_unit_test(test_AddFileSet_appends_all),
        bits_unit_test(test_AddFileSet_adds_all_or_none),
        bits_unit_test(test_AddFileSet_gives_an_upload_one_file),
        bits_unit_test(test_AddFile_works_in_every_state),
        bits_unit_test(test_Resume_needs_a_file),
        bits_unit_test(test_Resume_twice_does_nothing),
        bits_unit_test(test_Suspend_twice_does_nothing),
        bits_unit_test(test_Cancel_ends_a_job),
        bits_unit_test(test_a_cancelled_job_is_final),
        bits_unit_test(test_a_completed_job_is_final),
        bits_unit_test(test_Complete_before_the_transfer_ends_a_job),
    };

    return cmocka_run_group_tests_name("job", tests, bits_program_setup, bits_program_teardown);
}
