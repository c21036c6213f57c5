/* Files beyond 4 GiB, of which only small parts are fetched: sizes, positions and ranges have 64 bits. What is in
 * between stays a hole in the temporary file.
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include <inttypes.h>
#include <stdio.h>
#include <wchar.h>

#include "job_settings.h"
#include "range_test.h"
#include <bits10_1.h>
#include <bits2_0.h>
#include <bits5_0.h>

#define MIB 1048576ull
#define GIB (1024 * MIB)
#define SIZE (6 * GIB)
#define SEED 3

static const struct http_reply large = {.size = SIZE, .seed = SEED};

/* Windows fills the holes with zeros, which takes long. */
static IBackgroundCopyJob *create_large_job(struct bits_test *test, const struct http_reply *reply,
        IBackgroundCopyFile6 **file)
{
    IBackgroundCopyJob *job;

    if (!is_wine())
        skip();
    job = create_job(test);
    http_server_serve(test->server, "/file", reply);
    add_file(test, job, "/file", L"file");
    *file = get_file6(job, 0);
    return job;
}

static void assert_bytes_follow(FILE *stream, UINT64 offset, UINT64 length)
{
    UINT64 i;

    for (i = offset; i < offset + length; ++i)
    {
        if (getc(stream) != http_pattern(SEED, i))
            fail_msg("wrong byte at %" PRIu64, i);
    }
}

/* The temporary file has these bytes at their place. */
static void assert_there(IBackgroundCopyFile6 *file, UINT64 offset, UINT64 length)
{
    FILE *stream;
    WCHAR *name;

    assert_hr(IBackgroundCopyFile6_GetTemporaryName(file, &name), S_OK);
    assert_non_null(stream = _wfopen(name, L"rb"));
    CoTaskMemFree(name);
    assert_int_equal(_fseeki64(stream, offset, SEEK_SET), 0);
    assert_bytes_follow(stream, offset, length);
    fclose(stream);
}

/* The bytes that the file has from the offset on, without a hole. */
static UINT64 filled_from(IBackgroundCopyFile6 *file, UINT64 offset)
{
    BG_FILE_RANGE *ranges;
    UINT64 length = 0;
    DWORD i, count;

    assert_hr(IBackgroundCopyFile6_GetFilledFileRanges(file, &count, &ranges), S_OK);
    for (i = 0; i < count; ++i)
    {
        if (ranges[i].InitialOffset == offset)
            length = ranges[i].Length;
    }
    CoTaskMemFree(ranges);
    return length;
}

static void wait_until_filled(IBackgroundCopyFile6 *file, UINT64 offset, UINT64 length)
{
    ULONGLONG end = GetTickCount64() + BITS_TEST_TIMEOUT;

    while (filled_from(file, offset) < length)
    {
        assert_true(GetTickCount64() < end);
        Sleep(10);
    }
    assert_int_equal(filled_from(file, offset), length);
}

static void request(IBackgroundCopyFile6 *file, UINT64 offset, UINT64 length)
{
    BG_FILE_RANGE range = {offset, length};

    assert_hr(IBackgroundCopyFile6_RequestFileRanges(file, 1, &range), S_OK);
}

/* The first byte that the last request asked for. */
static UINT64 last_start(struct bits_test *test)
{
    struct http_request last;
    UINT64 start = 0;
    char range[64];

    assert_true(http_server_last_request(test->server, "GET", "/file", &last));
    assert_true(http_request_header(&last, "Range", range, sizeof(range)));
    assert_int_equal(sscanf(range, "bytes=%" SCNu64 "-", &start), 1);
    return start;
}

/* nf-bits2_0-ibackgroundcopyjob3-addfilewithranges */
static void test_AddFileWithRanges(void **state)
{
    BG_FILE_RANGE ranges[] =
    {
        {4 * GIB - 10, 20}, {2 * GIB - 10, 20}, {5, 10}, {5 * GIB, MIB}, {SIZE - 100, BG_LENGTH_TO_EOF},
    };
    struct bits_test *test = *state;
    WCHAR url[256], path[MAX_PATH];
    IBackgroundCopyJob *job = create_job(test);
    IBackgroundCopyJob3 *job3;
    FILE *stream;
    size_t i;

    http_server_serve(test->server, "/file", &large);
    remote_name(test, "/file", url, ARRAYSIZE(url));
    local_name(test, L"file", path);
    assert_hr(IBackgroundCopyJob_QueryInterface(job, &IID_IBackgroundCopyJob3, (void **)&job3), S_OK);
    assert_hr(IBackgroundCopyJob3_AddFileWithRanges(job3, url, path, ARRAYSIZE(ranges), ranges), S_OK);
    IBackgroundCopyJob3_Release(job3);
    download(job);
    assert_int_equal(get_progress(job).BytesTotal, 50 + MIB + 100);
    ranges[ARRAYSIZE(ranges) - 1].Length = 100;
    assert_non_null(stream = _wfopen(path, L"rb"));
    for (i = 0; i < ARRAYSIZE(ranges); ++i)
        assert_bytes_follow(stream, ranges[i].InitialOffset, ranges[i].Length);
    assert_int_equal(getc(stream), EOF);
    fclose(stream);
}

/* A range that only fits where offsets are cut to 32 bits. */
static void test_a_range_outside_the_file(void **state)
{
    BG_FILE_RANGE range = {8 * GIB + 5, 10};
    IBackgroundCopyFile6 *file;
    IBackgroundCopyJob *job = create_large_job(*state, &large, &file);

    enable_property(job, BITS_JOB_PROPERTY_ON_DEMAND_MODE);
    request(file, 0, 10);
    assert_hr(IBackgroundCopyJob_Resume(job), S_OK);
    wait_until_filled(file, 0, 10);
    assert_hr(IBackgroundCopyFile6_RequestFileRanges(file, 1, &range), BG_E_INVALID_RANGE);
    assert_hr(IBackgroundCopyFile6_UpdateDownloadPosition(file, SIZE), BG_E_INVALID_RANGE);
    IBackgroundCopyFile6_Release(file);
}

/* nf-bits10_1-ibackgroundcopyfile6-requestfileranges */
static void test_RequestFileRanges(void **state)
{
    static const UINT64 offsets[] = {0, 2 * GIB - 50, 4 * GIB - 50, 5 * GIB, SIZE - 100};
    IBackgroundCopyFile6 *file;
    IBackgroundCopyJob *job = create_large_job(*state, &large, &file);
    BG_FILE_PROGRESS progress;
    size_t i;

    enable_property(job, BITS_JOB_PROPERTY_ON_DEMAND_MODE);
    for (i = 0; i < ARRAYSIZE(offsets); ++i)
        request(file, offsets[i], 100);
    assert_hr(IBackgroundCopyJob_Resume(job), S_OK);
    for (i = 0; i < ARRAYSIZE(offsets); ++i)
    {
        wait_until_filled(file, offsets[i], 100);
        assert_there(file, offsets[i], 100);
    }
    progress = get_file_progress(job, 0);
    assert_int_equal(progress.BytesTransferred, 100 * ARRAYSIZE(offsets));
    assert_int_equal(progress.BytesTotal, SIZE);
    IBackgroundCopyFile6_Release(file);
}

static void test_a_connection_is_cut_beyond_4_GiB(void **state)
{
    struct http_reply reply = {.size = SIZE, .seed = SEED, .fault = HTTP_FAULT_DROP, .fault_at = 4 * GIB + MIB + 1};
    struct bits_test *test = *state;
    IBackgroundCopyFile6 *file;
    IBackgroundCopyJob *job = create_large_job(test, &reply, &file);

    enable_property(job, BITS_JOB_PROPERTY_ON_DEMAND_MODE);
    request(file, 4 * GIB - MIB, 4 * MIB);
    assert_hr(IBackgroundCopyJob_Resume(job), S_OK);
    wait_for_state(job, BG_JOB_STATE_TRANSIENT_ERROR);
    assert_int_equal(filled_from(file, 4 * GIB - MIB), 2 * MIB + 1);
    reply.fault = HTTP_FAULT_NONE;
    http_server_serve(test->server, "/file", &reply);
    assert_hr(IBackgroundCopyJob_Resume(job), S_OK);
    wait_until_filled(file, 4 * GIB - MIB, 4 * MIB);
    assert_int_equal(last_start(test), reply.fault_at);
    assert_there(file, 4 * GIB - MIB, 4 * MIB);
    IBackgroundCopyFile6_Release(file);
}

/* nf-bits10_1-ibackgroundcopyfile6-updatedownloadposition: from there on up to the end. */
static void test_a_job_is_suspended_beyond_4_GiB(void **state)
{
    struct http_reply reply = {.size = SIZE, .seed = SEED, .fault = HTTP_FAULT_STALL, .fault_at = 4 * GIB + MIB};
    struct bits_test *test = *state;
    IBackgroundCopyFile6 *file;
    IBackgroundCopyJob *job = create_large_job(test, &reply, &file);

    request(file, 4 * GIB + 5, BG_LENGTH_TO_EOF);
    assert_hr(IBackgroundCopyJob_Resume(job), S_OK);
    wait_until_filled(file, 4 * GIB + 5, MIB - 5);
    assert_hr(IBackgroundCopyJob_Suspend(job), S_OK);
    reply.fault_at += 3 * MIB;
    http_server_serve(test->server, "/file", &reply);
    assert_hr(IBackgroundCopyJob_Resume(job), S_OK);
    wait_until_filled(file, 4 * GIB + 5, 4 * MIB - 5);
    assert_int_equal(last_start(test), 4 * GIB + MIB);
    assert_there(file, 4 * GIB + 5, 4 * MIB - 5);
    assert_int_equal(get_progress(job).BytesTotal, SIZE);
    IBackgroundCopyFile6_Release(file);
}

int main(void)
{
    static const struct CMUnitTest tests[] =
    {
        bits_unit_test(test_AddFileWithRanges),
        bits_unit_test(test_a_range_outside_the_file),
        bits_unit_test(test_RequestFileRanges),
        bits_unit_test(test_a_connection_is_cut_beyond_4_GiB),
        bits_unit_test(test_a_job_is_suspended_beyond_4_GiB),
    };

    return cmocka_run_group_tests_name("large_files", tests, bits_program_setup, bits_program_teardown);
}
