/* The ranges of files: AddFileWithRanges and GetFileRanges. nf-bits2_0-ibackgroundcopyjob3-addfilewithranges
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include <wchar.h>

#include "bits_test.h"
#include <bits2_0.h>

#define URL L"http://127.0.0.1/file"

static IBackgroundCopyJob3 *create_job3(struct bits_test *test, BG_JOB_TYPE type)
{
    IBackgroundCopyJob *job;
    IBackgroundCopyJob3 *job3;
    GUID id;

    assert_hr(IBackgroundCopyManager_CreateJob(test->manager, L"test", type, &id, &job), S_OK);
    hold_job(test, job);
    assert_hr(IBackgroundCopyJob_QueryInterface(job, &IID_IBackgroundCopyJob3, (void **)&job3), S_OK);
    return job3;
}

static HRESULT add_with_ranges(struct bits_test *test, IBackgroundCopyJob3 *job, BG_FILE_RANGE *ranges, DWORD count)
{
    WCHAR path[MAX_PATH];

    local_name(test, L"file", path);
    return IBackgroundCopyJob3_AddFileWithRanges(job, URL, path, count, ranges);
}

static HRESULT get_ranges(IBackgroundCopyJob3 *job, ULONG index, DWORD *count, BG_FILE_RANGE **ranges)
{
    IBackgroundCopyFile *file = get_file((IBackgroundCopyJob *)job, index);
    IBackgroundCopyFile2 *file2;
    HRESULT hr;

    assert_hr(IBackgroundCopyFile_QueryInterface(file, &IID_IBackgroundCopyFile2, (void **)&file2), S_OK);
    hr = IBackgroundCopyFile2_GetFileRanges(file2, count, ranges);
    IBackgroundCopyFile2_Release(file2);
    IBackgroundCopyFile_Release(file);
    return hr;
}

static void assert_ranges(IBackgroundCopyJob3 *job, ULONG index, const BG_FILE_RANGE *expected, DWORD expected_count)
{
    BG_FILE_RANGE *ranges = NULL;
    DWORD count = 0;

    assert_hr(get_ranges(job, index, &count, &ranges), S_OK);
    assert_int_equal(count, expected_count);
    assert_memory_equal(ranges, expected, count * sizeof(*ranges));
    CoTaskMemFree(ranges);
}

/* The example of the page: the order given stays. */
static void test_ranges_keep_their_order(void **state)
{
    BG_FILE_RANGE ranges[] = {{24, 17}, {111, BG_LENGTH_TO_EOF}, {83, 7}};
    IBackgroundCopyJob3 *job = create_job3(*state, BG_JOB_TYPE_DOWNLOAD);

    assert_hr(add_with_ranges(*state, job, ranges, ARRAYSIZE(ranges)), S_OK);
    assert_ranges(job, 0, ranges, ARRAYSIZE(ranges));
    IBackgroundCopyJob3_Release(job);
}

struct range_set
{
    HRESULT hr;
    DWORD count;
    BG_FILE_RANGE ranges[3];
};

static void assert_sets(struct bits_test *test, const struct range_set *sets, size_t set_count)
{
    IBackgroundCopyJob3 *job = create_job3(test, BG_JOB_TYPE_DOWNLOAD);
    ULONG added = 0;
    size_t i;

    for (i = 0; i < set_count; ++i)
    {
        HRESULT hr = add_with_ranges(test, job, (BG_FILE_RANGE *)sets[i].ranges, sets[i].count);

        if (hr != sets[i].hr)
            fail_msg("set %u: %#lx, not %#lx", (unsigned int)i, hr, sets[i].hr);
        added += SUCCEEDED(hr);
        assert_int_equal(count_files((IBackgroundCopyJob *)job), added);
    }
    IBackgroundCopyJob3_Release(job);
}

/* ns-bits2_0-bg_file_range: no range begins at the end of the file or goes beyond what a number can say. */
static void test_ranges_are_ranges(void **state)
{
    static const struct range_set sets[] =
    {
        {S_OK, 1, {{0, 1}}},
        {S_OK, 1, {{0, BG_LENGTH_TO_EOF}}},
        {S_OK, 1, {{BG_LENGTH_TO_EOF - 1, 1}}},
        {S_OK, 1, {{BG_LENGTH_TO_EOF - 1, BG_LENGTH_TO_EOF}}},
        {BG_E_INVALID_RANGE, 1, {{BG_LENGTH_TO_EOF, 1}}},
        {BG_E_INVALID_RANGE, 1, {{BG_LENGTH_TO_EOF, BG_LENGTH_TO_EOF}}},
        {BG_E_INVALID_RANGE, 1, {{BG_LENGTH_TO_EOF - 1, 2}}},
        {BG_E_INVALID_RANGE, 1, {{2, BG_LENGTH_TO_EOF - 1}}},
        {BG_E_INVALID_RANGE, 3, {{0, 1}, {5, 1}, {BG_LENGTH_TO_EOF, 1}}},
    };

    assert_sets(*state, sets, ARRAYSIZE(sets));
}

/* "Do not specify a zero byte length"; no page tells the code. */
static void test_no_range_is_empty(void **state)
{
    static const struct range_set sets[] =
    {
        {BG_E_INVALID_RANGE, 1, {{0, 0}}},
        {BG_E_INVALID_RANGE, 2, {{100, 0}, {100, 5}}},
        {BG_E_INVALID_RANGE, 3, {{0, 5}, {10, 0}, {20, 5}}},
    };

    if (is_wine())
        assert_sets(*state, sets, ARRAYSIZE(sets));
}

static void test_ranges_do_not_overlap(void **state)
{
    static const struct range_set sets[] =
    {
        {S_OK, 3, {{100, 100}, {900, 100}, {400, 100}}},
        {S_OK, 2, {{0, 100}, {100, 100}}},
        {S_OK, 2, {{100, 100}, {0, 100}}},
        {S_OK, 2, {{100, BG_LENGTH_TO_EOF}, {0, 100}}},
        {BG_E_OVERLAPPING_RANGES, 2, {{0, 100}, {0, 100}}},
        {BG_E_OVERLAPPING_RANGES, 2, {{0, 101}, {100, 100}}},
        {BG_E_OVERLAPPING_RANGES, 2, {{100, 100}, {0, 101}}},
        {BG_E_OVERLAPPING_RANGES, 2, {{0, 1000}, {10, 10}}},
        {BG_E_OVERLAPPING_RANGES, 3, {{500, 10}, {0, 10}, {505, 1}}},
        {BG_E_OVERLAPPING_RANGES, 2, {{0, BG_LENGTH_TO_EOF}, {100, 1}}},
        {BG_E_OVERLAPPING_RANGES, 2, {{0, BG_LENGTH_TO_EOF}, {100, BG_LENGTH_TO_EOF}}},
        {BG_E_OVERLAPPING_RANGES, 2, {{100, 5}, {100, 0}}},
    };

    assert_sets(*state, sets, ARRAYSIZE(sets));
}

static void test_a_range_is_needed(void **state)
{
    BG_FILE_RANGE range = {0, 1};
    IBackgroundCopyJob3 *job = create_job3(*state, BG_JOB_TYPE_DOWNLOAD);

    assert_hr(add_with_ranges(*state, job, &range, 0), E_INVALIDARG);
    assert_failed(add_with_ranges(*state, job, NULL, 0));
    assert_failed(add_with_ranges(*state, job, NULL, 1));
    assert_int_equal(count_files((IBackgroundCopyJob *)job), 0);
    IBackgroundCopyJob3_Release(job);
}

/* The rules of AddFile; from BITS 3.0 on no ranges over SMB. */
static void test_names_are_checked(void **state)
{
    static const WCHAR *const urls[] =
    {
        L"", L"ftp://127.0.0.1/file", L"file", L"\\\\server\\share\\file", L"file://server/share/file", L"C:\\file",
    };
    static const WCHAR *const paths[] = {L"", L"relative", L"C:\\missing folder\\file", L"C:\\NUL", L"\\\\?\\C:\\file"};
    BG_FILE_RANGE range = {0, 1};
    struct bits_test *test = *state;
    IBackgroundCopyJob3 *job = create_job3(test, BG_JOB_TYPE_DOWNLOAD);
    WCHAR path[MAX_PATH];
    size_t i;

    local_name(test, L"file", path);
    for (i = 0; i < ARRAYSIZE(urls); ++i)
        assert_hr(IBackgroundCopyJob3_AddFileWithRanges(job, urls[i], path, 1, &range), E_INVALIDARG);
    for (i = 0; i < ARRAYSIZE(paths); ++i)
        assert_hr(IBackgroundCopyJob3_AddFileWithRanges(job, URL, paths[i], 1, &range), E_INVALIDARG);
    assert_failed(IBackgroundCopyJob3_AddFileWithRanges(job, NULL, path, 1, &range));
    assert_failed(IBackgroundCopyJob3_AddFileWithRanges(job, URL, NULL, 1, &range));
    assert_int_equal(count_files((IBackgroundCopyJob *)job), 0);
    IBackgroundCopyJob3_Release(job);
}

static void test_uploads_have_no_ranges(void **state)
{
    static const BG_JOB_TYPE types[] = {BG_JOB_TYPE_UPLOAD, BG_JOB_TYPE_UPLOAD_REPLY};
    BG_FILE_RANGE range = {0, 1};
    size_t i;

    for (i = 0; i < ARRAYSIZE(types); ++i)
    {
        IBackgroundCopyJob3 *job = create_job3(*state, types[i]);

        assert_hr(add_with_ranges(*state, job, &range, 1), E_NOTIMPL);
        assert_int_equal(count_files((IBackgroundCopyJob *)job), 0);
        IBackgroundCopyJob3_Release(job);
    }
}

static void test_a_job_that_has_ended_takes_no_file(void **state)
{
    BG_FILE_RANGE range = {0, 1};
    IBackgroundCopyJob3 *job = create_job3(*state, BG_JOB_TYPE_DOWNLOAD);

    assert_hr(add_with_ranges(*state, job, &range, 1), S_OK);
    assert_hr(IBackgroundCopyJob3_Cancel(job), S_OK);
    assert_hr(add_with_ranges(*state, job, &range, 1), BG_E_INVALID_STATE);
    assert_ranges(job, 0, &range, 1);
    IBackgroundCopyJob3_Release(job);
}

static void assert_no_ranges(IBackgroundCopyJob3 *job, ULONG index)
{
    BG_FILE_RANGE *ranges = (BG_FILE_RANGE *)1;
    DWORD count = 42;

    assert_hr(get_ranges(job, index, &count, &ranges), S_FALSE);
    assert_int_equal(count, 0);
    assert_null(ranges);
}

/* nf-bits2_0-ibackgroundcopyfile2-getfileranges: S_FALSE, zero and NULL. */
static void test_GetFileRanges_of_a_whole_file(void **state)
{
    static const BG_JOB_TYPE types[] = {BG_JOB_TYPE_DOWNLOAD, BG_JOB_TYPE_UPLOAD, BG_JOB_TYPE_UPLOAD_REPLY};
    size_t i;

    for (i = 0; i < ARRAYSIZE(types); ++i)
    {
        IBackgroundCopyJob3 *job = create_job3(*state, types[i]);

        add_file(*state, (IBackgroundCopyJob *)job, "/file", L"file");
        assert_no_ranges(job, 0);
        IBackgroundCopyJob3_Release(job);
    }
}

static void test_GetFileRanges_refuses_null(void **state)
{
    BG_FILE_RANGE range = {0, 1}, *ranges;
    IBackgroundCopyJob3 *job = create_job3(*state, BG_JOB_TYPE_DOWNLOAD);
    DWORD count = 0;

    assert_hr(add_with_ranges(*state, job, &range, 1), S_OK);
    assert_failed(get_ranges(job, 0, NULL, &ranges));
    assert_failed(get_ranges(job, 0, &count, NULL));
    assert_ranges(job, 0, &range, 1);
    IBackgroundCopyJob3_Release(job);
}

static void test_many_ranges(void **state)
{
    static BG_FILE_RANGE ranges[500];
    IBackgroundCopyJob3 *job = create_job3(*state, BG_JOB_TYPE_DOWNLOAD);
    DWORD i;

    for (i = 0; i < ARRAYSIZE(ranges); ++i)
    {
        ranges[i].InitialOffset = (UINT64)(ARRAYSIZE(ranges) - i) << 32;
        ranges[i].Length = (UINT64)1 << 32;
    }
    assert_hr(add_with_ranges(*state, job, ranges, ARRAYSIZE(ranges)), S_OK);
    assert_ranges(job, 0, ranges, ARRAYSIZE(ranges));
    ranges[250].Length += 1;
    assert_hr(add_with_ranges(*state, job, ranges, ARRAYSIZE(ranges)), BG_E_OVERLAPPING_RANGES);
    IBackgroundCopyJob3_Release(job);
}

int main(void)
{
    static const struct CMUnitTest tests[] =
    {
        bits_unit_test(test_ranges_keep_their_order),
        bits_unit_test(test_ranges_are_ranges),
        bits_unit_test(test_no_range_is_empty),
        bits_unit_test(test_ranges_do_not_overlap),
        bits_unit_test(test_a_range_is_needed),
        bits_unit_test(test_names_are_checked),
        bits_unit_test(test_uploads_have_no_ranges),
        bits_unit_test(test_a_job_that_has_ended_takes_no_file),
        bits_unit_test(test_GetFileRanges_of_a_whole_file),
        bits_unit_test(test_GetFileRanges_refuses_null),
        bits_unit_test(test_many_ranges),
    };

    return cmocka_run_group_tests_name("file_ranges", tests, bits_program_setup, bits_program_teardown);
}
