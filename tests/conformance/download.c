/* The main job: a download over HTTP, from Resume to Complete.
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include <inttypes.h>
#include <stdio.h>
#include <wchar.h>

#include "bits_test.h"

#define MIB 1048576

static void test_files_of_every_size(void **state)
{
    static const UINT64 sizes[] = {0, 1, 4095, 4096, 4097, 65535, 65536, 65537, MIB - 1, MIB, MIB + 1, 5 * MIB};
    static char paths[ARRAYSIZE(sizes)][16];
    struct bits_test *test = *state;
    IBackgroundCopyJob *job = create_job(test);
    WCHAR names[ARRAYSIZE(sizes)][16];
    size_t i;

    for (i = 0; i < ARRAYSIZE(sizes); ++i)
    {
        sprintf(paths[i], "/%" PRIu64, sizes[i]);
        swprintf(names[i], ARRAYSIZE(names[i]), L"%hs", paths[i] + 1);
        serve_pattern(test, paths[i], sizes[i], i);
        add_file(test, job, paths[i], names[i]);
    }
    download(job);
    for (i = 0; i < ARRAYSIZE(sizes); ++i)
        assert_file_is_pattern(test, names[i], sizes[i], i);
}

/* nf-bits-ibackgroundcopyjob-addfile: one file after the other, in the order added. */
static void test_files_come_in_order(void **state)
{
    struct bits_test *test = *state;
    struct http_reply stalling = {.size = 2000, .fault = HTTP_FAULT_STALL};
    IBackgroundCopyJob *job = create_job(test);
    BG_JOB_PROGRESS progress;

    serve_pattern(test, "/one", 1000, 1);
    http_server_serve(test->server, "/two", &stalling);
    serve_pattern(test, "/three", 3000, 3);
    add_file(test, job, "/one", L"one");
    add_file(test, job, "/two", L"two");
    add_file(test, job, "/three", L"three");
    assert_hr(IBackgroundCopyJob_Resume(job), S_OK);
    assert_true(http_server_wait_stalled(test->server, BITS_TEST_TIMEOUT));
    wait_for_finished_files(job, 1);
    assert_state(job, BG_JOB_STATE_TRANSFERRING);
    progress = get_progress(job);
    assert_int_equal(progress.FilesTransferred, 1);
    assert_int_equal(progress.BytesTransferred, 1000);
    assert_int_equal(get_file_progress(job, 2).BytesTransferred, 0);
    http_server_release(test->server);
    wait_for_state(job, BG_JOB_STATE_TRANSFERRED);
}

/* adding-files-to-a-job: until Complete renames it, the file is a hidden temporary one in the folder of its target. */
static void test_a_temporary_file_holds_the_bytes(void **state)
{
    struct bits_test *test = *state;
    struct http_reply stalling = {.size = MIB, .fault = HTTP_FAULT_STALL, .fault_at = MIB / 2};
    IBackgroundCopyJob *job = start_download(test, &stalling);
    WIN32_FIND_DATAW data;

    assert_true(http_server_wait_stalled(test->server, BITS_TEST_TIMEOUT));
    wait_for_state(job, BG_JOB_STATE_TRANSFERRING);
    assert_true(find_temporary_file(test, &data));
    assert_true(data.dwFileAttributes & FILE_ATTRIBUTE_HIDDEN);
    assert_false(file_exists(test, L"file"));

    http_server_release(test->server);
    wait_for_state(job, BG_JOB_STATE_TRANSFERRED);
    assert_true(find_temporary_file(test, &data));
    assert_file_is_pattern(test, data.cFileName, MIB, 0);
    assert_false(file_exists(test, L"file"));
    assert_hr(IBackgroundCopyJob_Complete(job), S_OK);
    assert_false(find_temporary_file(test, &data));
    assert_file_is_pattern(test, L"file", MIB, 0);
}

static void test_a_completed_file_is_not_hidden(void **state)
{
    struct bits_test *test = *state;
    struct http_reply reply = {.size = 10};
    IBackgroundCopyJob *job = start_download(test, &reply);
    WCHAR path[MAX_PATH];

    wait_for_state(job, BG_JOB_STATE_TRANSFERRED);
    assert_hr(IBackgroundCopyJob_Complete(job), S_OK);
    local_name(test, L"file", path);
    assert_false(GetFileAttributesW(path) & (FILE_ATTRIBUTE_HIDDEN | FILE_ATTRIBUTE_TEMPORARY));
}

/* An existing target keeps its bytes until Complete. */
static void test_Complete_replaces_the_target(void **state)
{
    struct bits_test *test = *state;
    struct http_reply reply = {.size = 3000, .seed = 9};
    IBackgroundCopyJob *job;

    write_file(test, L"file", "old");
    job = start_download(test, &reply);
    wait_for_state(job, BG_JOB_STATE_TRANSFERRED);
    assert_file_is_text(test, L"file", "old");
    assert_hr(IBackgroundCopyJob_Complete(job), S_OK);
    assert_file_is_pattern(test, L"file", 3000, 9);
}

static void test_Cancel_keeps_the_old_target(void **state)
{
    struct bits_test *test = *state;
    struct http_reply reply = {.size = 3000, .seed = 9};
    WIN32_FIND_DATAW data;
    IBackgroundCopyJob *job;

    write_file(test, L"file", "old");
    job = start_download(test, &reply);
    wait_for_state(job, BG_JOB_STATE_TRANSFERRED);
    assert_hr(IBackgroundCopyJob_Cancel(job), S_OK);
    assert_file_is_text(test, L"file", "old");
    assert_false(find_temporary_file(test, &data));
}

/* The first file, "one", has arrived, and the second, "two", half of it. */
static IBackgroundCopyJob *start_two_files(struct bits_test *test)
{
    struct http_reply stalling = {.size = MIB, .fault = HTTP_FAULT_STALL, .fault_at = MIB / 2};
    IBackgroundCopyJob *job = create_job(test);

    serve_pattern(test, "/one", 1000, 1);
    http_server_serve(test->server, "/two", &stalling);
    add_file(test, job, "/one", L"one");
    add_file(test, job, "/two", L"two");
    assert_hr(IBackgroundCopyJob_Resume(job), S_OK);
    assert_true(http_server_wait_stalled(test->server, BITS_TEST_TIMEOUT));
    wait_for_finished_files(job, 1);
    return job;
}

/* nf-bits-ibackgroundcopyjob-cancel: the files that are finished go as well. */
static void test_Cancel_while_transferring_removes_everything(void **state)
{
    struct bits_test *test = *state;
    IBackgroundCopyJob *job = start_two_files(test);
    WIN32_FIND_DATAW data;

    assert_hr(IBackgroundCopyJob_Cancel(job), S_OK);
    assert_state(job, BG_JOB_STATE_CANCELLED);
    assert_false(find_temporary_file(test, &data));
    assert_false(file_exists(test, L"one"));
    assert_false(file_exists(test, L"two"));
}

static void test_Cancel_before_the_server_answers(void **state)
{
    struct bits_test *test = *state;
    struct http_reply silent = {.size = 10, .fault = HTTP_FAULT_SILENT};
    IBackgroundCopyJob *job = start_download(test, &silent);

    assert_true(http_server_wait_stalled(test->server, BITS_TEST_TIMEOUT));
    assert_hr(IBackgroundCopyJob_Cancel(job), S_OK);
    assert_state(job, BG_JOB_STATE_CANCELLED);
}

/* Programs take BytesTransferred == BytesTotal as the end and complete the job at once, whatever its state: never may
 * more bytes be claimed than there are, and the last one only when the file is whole. */
static void test_progress_is_never_ahead_of_the_file(void **state)
{
    struct bits_test *test = *state;
    struct http_reply reply = {.size = 5 * MIB, .seed = 5};
    IBackgroundCopyJob *job = start_download(test, &reply);
    ULONGLONG end = GetTickCount64() + BITS_TEST_TIMEOUT;
    BG_JOB_PROGRESS progress = get_progress(job);
    UINT64 before = 0;

    while (progress.BytesTransferred != progress.BytesTotal)
    {
        assert_true(progress.BytesTotal == BG_SIZE_UNKNOWN || progress.BytesTotal == reply.size);
        assert_in_range(progress.BytesTransferred, before, reply.size);
        assert_true(GetTickCount64() < end);
        before = progress.BytesTransferred;
        progress = get_progress(job);
    }
    assert_int_equal(progress.BytesTotal, reply.size);
    assert_hr(IBackgroundCopyJob_Complete(job), S_OK);
    assert_file_is_pattern(test, L"file", reply.size, reply.seed);
}

/* nf-bits-ibackgroundcopyjob-complete: the finished files appear, the others are deleted. */
static void test_Complete_of_a_part(void **state)
{
    struct bits_test *test = *state;
    IBackgroundCopyJob *job = start_two_files(test);
    WIN32_FIND_DATAW data;

    assert_hr(IBackgroundCopyJob_Complete(job), BG_S_PARTIAL_COMPLETE);
    assert_state(job, BG_JOB_STATE_ACKNOWLEDGED);
    assert_file_is_pattern(test, L"one", 1000, 1);
    assert_false(file_exists(test, L"two"));
    assert_false(find_temporary_file(test, &data));
}

/* ns-bits-bg_file_info: both time stamps of a download are the server's. */
static void test_the_file_has_the_time_of_the_server(void **state)
{
    static const SYSTEMTIME last_modified = {2019, 3, 0, 5, 10, 20, 30, 0};
    struct bits_test *test = *state;
    struct http_reply reply = {.size = 10};
    IBackgroundCopyJob *job = start_download(test, &reply);
    WIN32_FILE_ATTRIBUTE_DATA data;
    WCHAR path[MAX_PATH];
    FILETIME expected;

    wait_for_state(job, BG_JOB_STATE_TRANSFERRED);
    assert_hr(IBackgroundCopyJob_Complete(job), S_OK);
    local_name(test, L"file", path);
    assert_true(GetFileAttributesExW(path, GetFileExInfoStandard, &data));
    assert_true(SystemTimeToFileTime(&last_modified, &expected));
    assert_memory_equal(&data.ftLastWriteTime, &expected, sizeof(expected));
    /* A Unix file system under Wine keeps no creation time of its own. */
    if (!is_wine())
        assert_memory_equal(&data.ftCreationTime, &expected, sizeof(expected));
}

/* ne-bits-bg_job_state, life-cycle-of-a-bits-job */
static void test_Suspend_and_Resume_in_the_middle(void **state)
{
    struct bits_test *test = *state;
    struct http_reply stalling = {.size = 2 * MIB, .seed = 7, .fault = HTTP_FAULT_STALL, .fault_at = MIB + 77};
    IBackgroundCopyJob *job = start_download(test, &stalling);

    assert_true(http_server_wait_stalled(test->server, BITS_TEST_TIMEOUT));
    wait_for_state(job, BG_JOB_STATE_TRANSFERRING);
    assert_hr(IBackgroundCopyJob_Suspend(job), S_OK);
    assert_state(job, BG_JOB_STATE_SUSPENDED);
    http_server_release(test->server);
    assert_true(get_progress(job).BytesTransferred < stalling.size);
    assert_false(file_exists(test, L"file"));
    assert_state(job, BG_JOB_STATE_SUSPENDED);
    download(job);
    assert_file_is_pattern(test, L"file", stalling.size, stalling.seed);
}

static void test_Suspend_and_Resume_before_the_server_answers(void **state)
{
    struct bits_test *test = *state;
    struct http_reply silent = {.size = 1000, .fault = HTTP_FAULT_SILENT};
    IBackgroundCopyJob *job = start_download(test, &silent);

    assert_true(http_server_wait_stalled(test->server, BITS_TEST_TIMEOUT));
    assert_hr(IBackgroundCopyJob_Suspend(job), S_OK);
    assert_state(job, BG_JOB_STATE_SUSPENDED);
    http_server_release(test->server);
    download(job);
    assert_file_is_pattern(test, L"file", 1000, 0);
}

/* One job that waits for its server does not hold up the service's calls. */
static void test_another_job_can_be_made_during_a_transfer(void **state)
{
    struct bits_test *test = *state;
    struct http_reply stalling = {.size = MIB, .fault = HTTP_FAULT_STALL, .fault_at = 10};
    IBackgroundCopyJob *first = start_download(test, &stalling), *second;

    assert_true(http_server_wait_stalled(test->server, BITS_TEST_TIMEOUT));
    second = create_job(test);
    serve_pattern(test, "/second", 10, 2);
    add_file(test, second, "/second", L"second");
    assert_hr(IBackgroundCopyJob_Resume(second), S_OK);
    assert_hr(IBackgroundCopyJob_Cancel(first), S_OK);
    wait_for_state(second, BG_JOB_STATE_TRANSFERRED);
}

/* nf-bits2_5-ibackgroundcopyjobhttpoptions-setsecurityflags: redirects are followed and not reported by default. */
static void test_redirects_are_followed(void **state)
{
    static const struct http_reply redirects[] =
    {
        {.status = 301, .headers = "Location: /real\r\n", .body = "moved", .size = 5},
        {.status = 302, .headers = "Location: /real\r\n", .body = "moved", .size = 5},
        {.status = 307, .headers = "Location: /real\r\n", .body = "moved", .size = 5},
    };
    struct bits_test *test = *state;
    WCHAR *name, url[256];
    size_t i;

    serve_pattern(test, "/real", 5000, 3);
    remote_name(test, "/file", url, ARRAYSIZE(url));
    for (i = 0; i < ARRAYSIZE(redirects); ++i)
    {
        IBackgroundCopyJob *job = start_download(test, &redirects[i]);
        IBackgroundCopyFile *file = get_file(job, 0);

        wait_for_state(job, BG_JOB_STATE_TRANSFERRED);
        assert_hr(IBackgroundCopyJob_Complete(job), S_OK);
        assert_file_is_pattern(test, L"file", 5000, 3);
        assert_hr(IBackgroundCopyFile_GetRemoteName(file, &name), S_OK);
        assert_task_string(name, url);
        IBackgroundCopyFile_Release(file);
    }
}

/* http-requirements-for-bits-downloads demands HEAD, ranges and a length. This service needs none of them where the end
 * of the body can be trusted. */
static void test_modest_servers_will_do(void **state)
{
    static const struct http_reply replies[] =
    {
        {.size = 70000, .flags = HTTP_NO_HEAD},
        {.size = 70000, .flags = HTTP_NO_RANGES},
        {.size = 70000, .flags = HTTP_NO_VALIDATORS},
        {.size = 70000, .flags = HTTP_NO_HEAD | HTTP_NO_RANGES | HTTP_NO_VALIDATORS},
        {.size = 70000, .framing = HTTP_FRAMING_CHUNKED},
        {.size = 0, .framing = HTTP_FRAMING_CHUNKED},
        {.size = 0, .flags = HTTP_NO_HEAD | HTTP_NO_RANGES},
    };
    struct bits_test *test = *state;
    size_t i;

    if (!is_wine())
        skip();
    for (i = 0; i < ARRAYSIZE(replies); ++i)
    {
        IBackgroundCopyJob *job = start_download(test, &replies[i]);

        wait_for_state(job, BG_JOB_STATE_TRANSFERRED);
        assert_int_equal(get_progress(job).BytesTotal, replies[i].size);
        assert_hr(IBackgroundCopyJob_Complete(job), S_OK);
        assert_file_is_pattern(test, L"file", replies[i].size, 0);
    }
}

/* Without ranges an interrupted file starts again. */
static void test_Resume_without_ranges_starts_again(void **state)
{
    struct bits_test *test = *state;
    struct http_reply stalling = {.size = MIB, .fault = HTTP_FAULT_STALL, .fault_at = MIB / 2, .flags = HTTP_NO_RANGES};
    IBackgroundCopyJob *job;

    if (!is_wine())
        skip();
    job = start_download(test, &stalling);
    assert_true(http_server_wait_stalled(test->server, BITS_TEST_TIMEOUT));
    assert_hr(IBackgroundCopyJob_Suspend(job), S_OK);
    http_server_release(test->server);
    download(job);
    assert_file_is_pattern(test, L"file", MIB, 0);
}

/* The bytes have to arrive as they are in the file, so the server must not be asked to compress them. */
static void test_requests_are_plain(void **state)
{
    struct bits_test *test = *state;
    struct http_reply reply = {.size = 10};
    IBackgroundCopyJob *job = start_download(test, &reply);
    struct http_request request;
    char value[256], host[32];

    wait_for_state(job, BG_JOB_STATE_TRANSFERRED);
    assert_true(http_server_last_request(test->server, "GET", "/file", &request));
    sprintf(host, "127.0.0.1:%u", http_server_port(test->server));
    assert_true(http_request_header(&request, "Host", value, sizeof(value)));
    assert_string_equal(value, host);
    assert_true(http_request_header(&request, "User-Agent", value, sizeof(value)));
    assert_string_equal(value, "Microsoft BITS/7.8");
    if (http_request_header(&request, "Accept-Encoding", value, sizeof(value)))
        assert_string_equal(value, "identity");
}

int main(void)
{
    static const struct CMUnitTest tests[] =
    {
        bits_unit_test(test_files_of_every_size),
        bits_unit_test(test_files_come_in_order),
        bits_unit_test(test_a_temporary_file_holds_the_bytes),
        bits_unit_test(test_a_completed_file_is_not_hidden),
        bits_unit_test(test_Complete_replaces_the_target),
        bits_unit_test(test_Cancel_keeps_the_old_target),
        bits_unit_test(test_Cancel_while_transferring_removes_everything),
        bits_unit_test(test_Cancel_before_the_server_answers),
        bits_unit_test(test_progress_is_never_ahead_of_the_file),
        bits_unit_test(test_Complete_of_a_part),
        bits_unit_test(test_the_file_has_the_time_of_the_server),
        bits_unit_test(test_Suspend_and_Resume_in_the_middle),
        bits_unit_test(test_Suspend_and_Resume_before_the_server_answers),
        bits_unit_test(test_another_job_can_be_made_during_a_transfer),
        bits_unit_test(test_redirects_are_followed),
        bits_unit_test(test_modest_servers_will_do),
        bits_unit_test(test_Resume_without_ranges_starts_again),
        bits_unit_test(test_requests_are_plain),
    };

    return cmocka_run_group_tests_name("download", tests, bits_program_setup, bits_program_teardown);
}
