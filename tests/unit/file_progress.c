/* What is there of a file, what is fetched next, and where it goes.
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include <stdlib.h>
#include <string.h>

#include "queue_test.h"

/* The file of a job that has been resumed. */
static struct file *create_file(void)
{
    struct job *job = create_download(1);

    job->state = BG_JOB_STATE_TRANSFERRING;
    return job->files[0];
}

static void set_ranges(struct file *file, const BG_FILE_RANGE *ranges, DWORD count)
{
    file->ranges = malloc(count * sizeof(*ranges));
    memcpy(file->ranges, ranges, count * sizeof(*ranges));
    file->range_count = count;
    file_update_total(file);
}

static void assert_next(const struct file *file, UINT64 position, UINT64 end, UINT64 offset)
{
    struct piece piece;

    assert_true(file_next_piece(file, &piece));
    assert_true(piece.position == position && piece.end == end && piece.offset == offset);
}

static void test_pieces_of_a_whole_file(void **state)
{
    struct file *file = create_file();
    struct piece piece;

    assert_next(file, 0, BG_SIZE_UNKNOWN, 0);
    assert_true(file_is_fresh(file));
    assert_hresult(file_set_size(file, 100), S_OK);
    assert_hresult(file_fill(file, 0, 40), S_OK);
    assert_false(file_is_fresh(file));
    assert_next(file, 40, 100, 40);
    assert_hresult(file_fill(file, 60, 70), S_OK);
    assert_next(file, 40, 60, 40);
    assert_hresult(file_fill(file, 40, 100), S_OK);
    assert_false(file_next_piece(file, &piece));
    assert_true(file_is_filled(file));
    job_release(file->job);
}

/* Beyond what 32 bits can tell, in a file and in the sum of two. */
static void test_the_progress_of_large_files(void **state)
{
    static const UINT64 gib = 1 << 30;
    struct job *job = create_download(2);
    BG_JOB_PROGRESS progress;

    assert_hresult(file_set_size(job->files[0], 6 * gib), S_OK);
    assert_hresult(file_set_size(job->files[1], 3 * gib), S_OK);
    assert_hresult(file_fill(job->files[0], 0, 4 * gib + 5), S_OK);
    assert_next(job->files[0], 4 * gib + 5, 6 * gib, 4 * gib + 5);
    assert_hresult(file_fill(job->files[1], 0, gib), S_OK);
    job_get_progress(job, &progress);
    assert_true(progress.BytesTotal == 9 * gib && progress.BytesTransferred == 5 * gib + 5);
    job_release(job);
}

/* Programs take BytesTransferred == BytesTotal for the end. */
static void test_the_last_byte_counts_when_the_file_is_closed(void **state)
{
    struct file *file = create_file();

    assert_hresult(file_set_size(file, 100), S_OK);
    assert_hresult(file_fill(file, 0, 100), S_OK);
    assert_int_equal(file->bytes_transferred, 99);
    file_set_transferred(file, 100);
    assert_int_equal(file->bytes_transferred, 100);
    assert_int_equal(file->job->state, BG_JOB_STATE_TRANSFERRED);
    job_release(file->job);
}

/* nf-bits2_0-ibackgroundcopyjob3-addfilewithranges */
static void test_pieces_of_a_file_with_ranges(void **state)
{
    static const BG_FILE_RANGE ranges[] = {{24, 17}, {111, BG_LENGTH_TO_EOF}, {83, 7}};
    struct file *file = create_file();

    set_ranges(file, ranges, ARRAYSIZE(ranges));
    assert_true(file->bytes_total == BG_SIZE_UNKNOWN);
    assert_next(file, 0, 17, 24);
    assert_hresult(file_fill(file, 0, 17), S_OK);
    assert_next(file, 17, BG_SIZE_UNKNOWN, 111);
    assert_hresult(file_set_size(file, 1000), S_OK);
    assert_int_equal(file->bytes_total, 17 + 889 + 7);
    assert_next(file, 17, 17 + 889, 111);
    assert_hresult(file_fill(file, 17, 27), S_OK);
    assert_next(file, 27, 17 + 889, 121);
    assert_hresult(file_fill(file, 27, 17 + 889), S_OK);
    assert_next(file, 17 + 889, 17 + 889 + 7, 83);
    job_release(file->job);
}

/* Those that one request can ask for, in the order of the remote file. */
static void test_several_pieces(void **state)
{
    static const BG_FILE_RANGE ranges[] = {{24, 17}, {200, 10}, {111, BG_LENGTH_TO_EOF}, {83, 7}};
    struct file *file = create_file();
    struct piece pieces[5];

    set_ranges(file, ranges, ARRAYSIZE(ranges));
    assert_int_equal(file_next_pieces(file, pieces, 5), 2);
    assert_hresult(file_set_size(file, 150), BG_E_INVALID_RANGE);
    assert_hresult(file_set_size(file, 1000), S_OK);
    assert_hresult(file_fill(file, 0, 5), S_OK);
    assert_int_equal(file_next_pieces(file, pieces, 5), 4);
    assert_true(pieces[0].offset == 29 && pieces[0].position == 5 && pieces[0].end == 17);
    assert_true(pieces[1].offset == 83 && pieces[1].position == 27 + 889 && pieces[1].end == 27 + 889 + 7);
    assert_true(pieces[2].offset == 111 && pieces[2].position == 27 && pieces[2].end == 27 + 889);
    assert_true(pieces[3].offset == 200 && pieces[3].position == 17 && pieces[3].end == 27);
    assert_int_equal(file_next_pieces(file, pieces, 2), 2);
    assert_int_equal(pieces[1].offset, 200);
    job_release(file->job);
}

/* What was asked for does not come with the rest, which can wait. */
static void test_several_requested_pieces(void **state)
{
    static const BG_FILE_RANGE requested[] = {{50, 10}, {20, 10}};
    struct file *file = create_file();
    struct piece pieces[5];

    assert_hresult(file_set_size(file, 100), S_OK);
    assert_hresult(file_request_ranges(file, requested, ARRAYSIZE(requested)), S_OK);
    assert_int_equal(file_next_pieces(file, pieces, 5), 2);
    assert_true(pieces[0].offset == 20 && pieces[0].end == 30 && pieces[1].offset == 50 && pieces[1].end == 60);
    assert_hresult(file_fill(file, 20, 60), S_OK);
    assert_int_equal(file_next_pieces(file, pieces, 5), 2);
    assert_true(pieces[0].offset == 0 && pieces[0].end == 20 && pieces[1].offset == 60 && pieces[1].end == 100);
    job_release(file->job);
}

static void test_ranges_outside_the_file(void **state)
{
    static const BG_FILE_RANGE ranges[] =
    {
        {100, 1}, {99, 2}, {100, BG_LENGTH_TO_EOF}, {0, 101}, {1, BG_LENGTH_TO_EOF - 1},
    };
    size_t i;

    for (i = 0; i < ARRAYSIZE(ranges); i++)
    {
        struct file *file = create_file();

        set_ranges(file, &ranges[i], 1);
        assert_hresult(file_set_size(file, 100), BG_E_INVALID_RANGE);
        job_release(file->job);
    }
}

/* Positions near 2^64. */
static void test_the_largest_file(void **state)
{
    static const BG_FILE_RANGE range = {BG_SIZE_UNKNOWN - 11, 10};
    struct file *file = create_file();

    set_ranges(file, &range, 1);
    assert_hresult(file_set_size(file, BG_SIZE_UNKNOWN - 1), S_OK);
    assert_next(file, 0, 10, BG_SIZE_UNKNOWN - 11);
    job_release(file->job);
}

static void test_starting_again(void **state)
{
    struct file *file = create_file();
    BG_FILE_RANGE range = {10, 20};

    assert_hresult(file_set_size(file, 100), S_OK);
    assert_hresult(file_request_ranges(file, &range, 1), S_OK);
    assert_hresult(file_fill(file, 10, 30), S_OK);
    assert_int_equal(file->awaited.count, 0);
    file_start_again(file);
    assert_int_equal(file->bytes_transferred, 0);
    assert_true(file->bytes_total == BG_SIZE_UNKNOWN);
    assert_next(file, 10, 30, 10);
    job_release(file->job);
}

/* nf-bits10_1-ibackgroundcopyfile6-requestfileranges, -updatedownloadposition */
static void test_the_order_of_requests(void **state)
{
    struct file *file = create_file();
    BG_FILE_RANGE range = {50, 10};

    assert_hresult(file_set_size(file, 100), S_OK);
    assert_hresult(file_request_ranges(file, &range, 1), S_OK);
    assert_hresult(file_set_position(file, 90), S_OK);
    assert_true(file->order_changed);
    assert_next(file, 50, 60, 50);
    assert_hresult(file_fill(file, 50, 55), S_OK);
    assert_next(file, 55, 60, 55);
    assert_hresult(file_fill(file, 55, 60), S_OK);
    assert_next(file, 90, 100, 90);
    assert_hresult(file_fill(file, 90, 100), S_OK);
    assert_next(file, 0, 50, 0);
    job_release(file->job);
}

static void test_on_demand(void **state)
{
    struct file *file = create_file();
    struct job *job = file->job;
    BG_FILE_RANGE range = {50, 10};
    struct piece piece;

    job->properties.on_demand_mode = TRUE;
    assert_false(file_next_piece(file, &piece));
    assert_null(job_next_file(job));
    job_settle(job);
    assert_int_equal(job->state, BG_JOB_STATE_SUSPENDED);
    assert_hresult(file_request_ranges(file, &range, 1), S_OK);
    assert_int_equal(job->state, BG_JOB_STATE_QUEUED);
    assert_next(file, 50, 60, 50);
    assert_hresult(file_fill(file, 50, 60), S_OK);
    job_settle(job);
    assert_int_equal(job->state, BG_JOB_STATE_SUSPENDED);
    assert_hresult(job_suspend(job), S_OK);
    range.InitialOffset = 0;
    assert_hresult(file_request_ranges(file, &range, 1), S_OK);
    assert_int_equal(job->state, BG_JOB_STATE_SUSPENDED);
    job_release(job);
}

static void test_requests_beyond_the_end(void **state)
{
    static const struct
    {
        BG_FILE_RANGE range;
        HRESULT expected;
    }
    requests[] =
    {
        {{0, 100}, S_OK}, {{50, BG_LENGTH_TO_EOF}, S_OK}, {{100, BG_LENGTH_TO_EOF}, BG_E_INVALID_RANGE},
        {{99, 2}, BG_E_INVALID_RANGE}, {{100, 1}, BG_E_INVALID_RANGE},
    };
    size_t i;

    for (i = 0; i < ARRAYSIZE(requests); i++)
    {
        struct file *file = create_file();

        assert_hresult(file_request_ranges(file, &requests[i].range, 1), S_OK);
        assert_hresult(file_set_size(file, 100), requests[i].expected);
        assert_hresult(file_set_size(file, 100), S_OK);
        job_release(file->job);
    }
}

int main(void)
{
    static const struct CMUnitTest tests[] =
    {
        queue_unit_test(test_pieces_of_a_whole_file),
        queue_unit_test(test_the_progress_of_large_files),
        queue_unit_test(test_the_last_byte_counts_when_the_file_is_closed),
        queue_unit_test(test_pieces_of_a_file_with_ranges),
        queue_unit_test(test_several_pieces),
        queue_unit_test(test_several_requested_pieces),
        queue_unit_test(test_ranges_outside_the_file),
        queue_unit_test(test_the_largest_file),
        queue_unit_test(test_starting_again),
        queue_unit_test(test_the_order_of_requests),
        queue_unit_test(test_on_demand),
        queue_unit_test(test_requests_beyond_the_end),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
