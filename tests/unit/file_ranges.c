/* The ranges that are given with a file: nf-bits2_0-ibackgroundcopyjob3-addfilewithranges.
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include "queue_test.h"

#define RANGES_MAX 3

struct range_case
{
    HRESULT expected;
    DWORD count;
    BG_FILE_RANGE ranges[RANGES_MAX];
};

static const struct range_case sets[] =
{
    {S_OK, 1, {{0, 1}}},
    {S_OK, 1, {{0, BG_LENGTH_TO_EOF}}},
    {S_OK, 3, {{24, 17}, {111, BG_LENGTH_TO_EOF}, {83, 7}}},
    {S_OK, 2, {{100, 100}, {0, 100}}},
    {S_OK, 1, {{BG_LENGTH_TO_EOF - 1, 1}}},
    {BG_E_INVALID_RANGE, 1, {{BG_LENGTH_TO_EOF, 1}}},
    {BG_E_INVALID_RANGE, 1, {{BG_LENGTH_TO_EOF - 1, 2}}},
    {BG_E_INVALID_RANGE, 1, {{2, BG_LENGTH_TO_EOF - 1}}},
    {BG_E_INVALID_RANGE, 1, {{5, 0}}},
    {BG_E_INVALID_RANGE, 2, {{100, 0}, {100, 5}}},
    {BG_E_INVALID_RANGE, 2, {{100, 0}, {100, 0}}},
    {BG_E_OVERLAPPING_RANGES, 2, {{100, 5}, {100, 0}}},
    {BG_E_OVERLAPPING_RANGES, 2, {{0, 10}, {0, 10}}},
    {BG_E_OVERLAPPING_RANGES, 2, {{5, 10}, {0, 6}}},
    {BG_E_OVERLAPPING_RANGES, 3, {{500, 10}, {0, 10}, {505, 1}}},
    {BG_E_OVERLAPPING_RANGES, 2, {{100, 1}, {0, BG_LENGTH_TO_EOF}}},
    {BG_E_OVERLAPPING_RANGES, 2, {{7, BG_LENGTH_TO_EOF}, {7, BG_LENGTH_TO_EOF}}},
    {BG_E_INVALID_RANGE, 3, {{0, 10}, {0, 10}, {BG_LENGTH_TO_EOF, 1}}},
};

static void test_sets(void **state)
{
    size_t i;

    for (i = 0; i < ARRAYSIZE(sets); i++)
    {
        if (file_ranges_check(sets[i].ranges, sets[i].count) != sets[i].expected)
            fail_msg("set %zu of the table: not %#x", i, (unsigned int)sets[i].expected);
    }
}

static void test_no_ranges(void **state)
{
    BG_FILE_RANGE range = {0, 1};

    assert_hresult(file_ranges_check(&range, 0), E_INVALIDARG);
    assert_hresult(file_ranges_check(NULL, 1), E_INVALIDARG);
    assert_hresult(file_ranges_check(NULL, 0), E_INVALIDARG);
}

static HRESULT add_file(struct job *job, const BG_FILE_RANGE *ranges, DWORD count)
{
    static WCHAR remote[] = L"http://server/file", local[] = L"C:\\file";
    BG_FILE_INFO info = {remote, local};

    return job_add_file_with_ranges(job, &info, ranges, count);
}

static void test_a_file_keeps_its_ranges(void **state)
{
    static const BG_FILE_RANGE ranges[] = {{24, 17}, {111, BG_LENGTH_TO_EOF}, {83, 7}};
    const struct file *file;
    struct job *job = create_job(BG_JOB_TYPE_DOWNLOAD);

    assert_hresult(add_file(job, ranges, 1), S_OK);
    assert_hresult(add_file(job, ranges, ARRAYSIZE(ranges)), S_OK);
    assert_int_equal(job->file_count, 2);
    file = job->files[1];
    assert_int_equal(file->range_count, ARRAYSIZE(ranges));
    assert_memory_equal(file->ranges, ranges, sizeof(ranges));
    job_release(job);
}

/* Nothing is left over. */
static void test_a_file_that_is_refused(void **state)
{
    static const BG_FILE_RANGE range = {0, 1};
    struct job *job = create_job(BG_JOB_TYPE_UPLOAD);

    assert_hresult(add_file(job, &range, 1), S_OK);
    assert_hresult(add_file(job, &range, 1), BG_E_TOO_MANY_FILES);
    assert_int_equal(job->file_count, 1);
    job_release(job);
}

int main(void)
{
    static const struct CMUnitTest tests[] =
    {
        cmocka_unit_test(test_sets),
        cmocka_unit_test(test_no_ranges),
        cmocka_unit_test(test_a_file_keeps_its_ranges),
        cmocka_unit_test(test_a_file_that_is_refused),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
