/* Links that somebody puts in the place of a job's files while it waits. The service runs with more rights than many
 * users, so no link makes it write or delete anything but what the job named when the file was added.
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include <string.h>
#include <wchar.h>

#include "job_settings.h"
#include "links_test.h"
#include <bits5_0.h>

#define MIB 1048576
#define HALF (MIB / 2)
#define PRECIOUS "precious"

#define ELSEWHERE HRESULT_FROM_WIN32(ERROR_CANT_ACCESS_FILE)

/* A job of which half is there, suspended, and the name of its temporary file. */
static IBackgroundCopyJob *suspend_halfway(struct bits_test *test, WCHAR name[MAX_PATH])
{
    struct http_reply stalling = {.size = MIB, .seed = 3, .fault = HTTP_FAULT_STALL, .fault_at = HALF};
    IBackgroundCopyJob *job = start_download(test, &stalling);
    WIN32_FIND_DATAW data;

    assert_true(http_server_wait_stalled(test->server, BITS_TEST_TIMEOUT));
    wait_for_bytes(job, HALF);
    suspend_transfer(test, job);
    http_server_release(test->server);
    assert_true(find_temporary_file(test, &data));
    wcscpy(name, data.cFileName);
    return job;
}

/* A job that is transferred, but for its last call. */
static IBackgroundCopyJob *transfer(struct bits_test *test, UINT64 size, WCHAR name[MAX_PATH])
{
    struct http_reply reply = {.size = size};
    IBackgroundCopyJob *job = start_download(test, &reply);
    WIN32_FIND_DATAW data;

    wait_for_state(job, BG_JOB_STATE_TRANSFERRED);
    assert_true(find_temporary_file(test, &data));
    wcscpy(name, data.cFileName);
    return job;
}

typedef void make_link_function(const struct bits_test *test, const WCHAR *target, const WCHAR *name);

static void replace_by_link(const struct bits_test *test, make_link_function *make, const WCHAR *name)
{
    write_file(test, L"victim", PRECIOUS);
    assert_true(remove_file(test, name));
    make(test, L"victim", name);
}

static void assert_victim_is_well(const struct bits_test *test, const WCHAR *link)
{
    assert_file_is_text(test, L"victim", PRECIOUS);
    assert_file_is_text(test, link, PRECIOUS);
    remove_link(test, link);
    assert_true(remove_file(test, L"victim"));
}

/* The job's own file is gone, so it begins again with another. */
static void assert_Resume_ignores(struct bits_test *test, make_link_function *make)
{
    WCHAR name[MAX_PATH];
    IBackgroundCopyJob *job = suspend_halfway(test, name);

    replace_by_link(test, make, name);
    download(job);
    assert_file_is_pattern(test, L"file", MIB, 3);
    assert_victim_is_well(test, name);
}

static void test_Resume_writes_through_no_link(void **state)
{
    assert_Resume_ignores(*state, make_link);
}

static void test_Resume_writes_through_no_hard_link(void **state)
{
    assert_Resume_ignores(*state, make_hard_link);
}

static void assert_Cancel_ignores(struct bits_test *test, make_link_function *make)
{
    WCHAR name[MAX_PATH];
    IBackgroundCopyJob *job = suspend_halfway(test, name);

    replace_by_link(test, make, name);
    assert_hr(IBackgroundCopyJob_Cancel(job), S_OK);
    assert_file_is_text(test, L"victim", PRECIOUS);
    remove_link(test, name);
    assert_true(remove_file(test, L"victim"));
}

static void test_Cancel_deletes_through_no_link(void **state)
{
    assert_Cancel_ignores(*state, make_link);
}

static void test_Cancel_deletes_one_name_of_a_hard_link(void **state)
{
    assert_Cancel_ignores(*state, make_hard_link);
}

/* The victim has the size that the service looks for. */
static void test_Complete_moves_through_no_link(void **state)
{
    struct bits_test *test = *state;
    WCHAR name[MAX_PATH];
    IBackgroundCopyJob *job = transfer(test, strlen(PRECIOUS), name);

    replace_by_link(test, make_link, name);
    assert_failed(IBackgroundCopyJob_Complete(job));
    assert_state(job, BG_JOB_STATE_TRANSFERRED);
    assert_false(file_exists(test, L"file"));
    assert_hr(IBackgroundCopyJob_Cancel(job), S_OK);
    assert_victim_is_well(test, name);
}

static void test_Complete_shows_no_file_of_another_name(void **state)
{
    struct bits_test *test = *state;
    WCHAR name[MAX_PATH], path[MAX_PATH];
    IBackgroundCopyJob *job = transfer(test, strlen(PRECIOUS), name);

    replace_by_link(test, make_hard_link, name);
    local_name(test, L"victim", path);
    assert_true(SetFileAttributesW(path, FILE_ATTRIBUTE_HIDDEN));
    IBackgroundCopyJob_Complete(job);
    assert_true(GetFileAttributesW(path) & FILE_ATTRIBUTE_HIDDEN);
    assert_file_is_text(test, L"victim", PRECIOUS);
}

/* A link to nothing, where the temporary file is to be created. */
static void test_no_file_is_created_through_a_link(void **state)
{
    struct bits_test *test = *state;
    IBackgroundCopyJob *job = create_job(test);
    WCHAR *name;

    serve_pattern(test, "/file", 1000, 0);
    add_file(test, job, "/file", L"file");
    name = get_temporary_name(job, 0);
    make_link(test, L"nothing", name + wcslen(test->folder));
    assert_hr(IBackgroundCopyJob_Resume(job), S_OK);
    wait_for_error(job, BG_JOB_STATE_TRANSIENT_ERROR, HRESULT_FROM_WIN32(ERROR_FILE_EXISTS),
            BG_ERROR_CONTEXT_LOCAL_FILE);
    assert_false(file_exists(test, L"nothing"));
    remove_link(test, name + wcslen(test->folder));
    CoTaskMemFree(name);
}

/* Complete replaces what has the target's name, which is the link, not the file. */
static void test_Complete_replaces_a_link(void **state)
{
    struct bits_test *test = *state;
    WCHAR name[MAX_PATH];
    IBackgroundCopyJob *job = transfer(test, 1000, name);

    write_file(test, L"victim", PRECIOUS);
    make_link(test, L"victim", L"file");
    assert_hr(IBackgroundCopyJob_Complete(job), S_OK);
    assert_file_is_pattern(test, L"file", 1000, 0);
    assert_file_is_text(test, L"victim", PRECIOUS);
}

static void assert_high_performance_refuses(struct bits_test *test, make_link_function *make)
{
    IBackgroundCopyJob *job = create_job(test);

    enable_property(job, BITS_JOB_PROPERTY_HIGH_PERFORMANCE);
    serve_pattern(test, "/file", 1000, 0);
    add_file(test, job, "/file", L"file");
    write_file(test, L"victim", PRECIOUS);
    make(test, L"victim", L"file");
    assert_hr(IBackgroundCopyJob_Resume(job), S_OK);
    wait_for_error(job, BG_JOB_STATE_ERROR, ELSEWHERE, BG_ERROR_CONTEXT_LOCAL_FILE);
    assert_hr(IBackgroundCopyJob_Cancel(job), S_OK);
    assert_victim_is_well(test, L"file");
}

/* ne-bits5_0-bits_job_property_id: such a job writes to the target itself. */
static void test_high_performance_writes_through_no_link(void **state)
{
    assert_high_performance_refuses(*state, make_link);
}

static void test_high_performance_writes_through_no_hard_link(void **state)
{
    assert_high_performance_refuses(*state, make_hard_link);
}

int main(void)
{
    static const struct CMUnitTest tests[] =
    {
        bits_unit_test(test_Resume_writes_through_no_link),
        bits_unit_test(test_Resume_writes_through_no_hard_link),
        bits_unit_test(test_Cancel_deletes_through_no_link),
        bits_unit_test(test_Cancel_deletes_one_name_of_a_hard_link),
        bits_unit_test(test_Complete_moves_through_no_link),
        bits_unit_test(test_Complete_shows_no_file_of_another_name),
        bits_unit_test(test_no_file_is_created_through_a_link),
        bits_unit_test(test_Complete_replaces_a_link),
        bits_unit_test(test_high_performance_writes_through_no_link),
        bits_unit_test(test_high_performance_writes_through_no_hard_link),
    };

    return cmocka_run_group_tests_name("links", tests, bits_program_setup, bits_program_teardown);
}
