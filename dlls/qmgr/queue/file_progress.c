/* What is there of a file, and what is to be fetched next.
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include <stdlib.h>

#include "queue/clock.h"
#include "queue/events.h"
#include "queue/queue.h"

/* Whether something of the file is to be fetched now. On demand that is only what has been asked for:
 * ne-bits5_0-bits_job_property_id. */
BOOL file_has_work(const struct file *file)
{
    return !file->transferred && (!file->job->properties.on_demand_mode || file->awaited.count);
}

/* S_OK if all of the remote file will do, else the error if the server cannot send a part of it:
 * nf-bits2_0-ibackgroundcopyjob3-addfilewithranges, nf-bits10_1-ibackgroundcopyfile6-requestfileranges. */
HRESULT file_needs_ranges(const struct file *file)
{
    if (file->ranges)
        return BG_E_INSUFFICIENT_RANGE_SUPPORT;
    return file->job->properties.on_demand_mode ? BG_E_RANDOM_ACCESS_NOT_SUPPORTED : S_OK;
}

/* Nothing is there, and all of it is wanted, from its beginning to its end. */
BOOL file_is_fresh(const struct file *file)
{
    return !file->filled.count && !file->awaited.count && file_needs_ranges(file) == S_OK;
}

/* Whether what is there can be added to. Without a validator it might be of another version than what comes. */
BOOL file_may_resume(const struct file *file)
{
    if (!job_may_continue_files(file->job))
        return FALSE;
    return file->validator && (!file->ranges_refused || FAILED(file_needs_ranges(file)));
}

/* Whether all bytes are on the disk. */
BOOL file_is_filled(const struct file *file)
{
    struct range gap;

    return file->bytes_total != BG_SIZE_UNKNOWN && !range_set_find_gap(&file->filled, 0, file->bytes_total, &gap);
}

/* How long the temporary file must be at least, if all of its bytes are there that count. */
UINT64 file_filled_end(const struct file *file)
{
    return file->filled.count ? file->filled.ranges[file->filled.count - 1].end : 0;
}

static UINT64 range_length(const BG_FILE_RANGE *range, UINT64 remote_size)
{
    if (range->Length != BG_LENGTH_TO_EOF)
        return range->Length;
    return remote_size == BG_SIZE_UNKNOWN ? BG_SIZE_UNKNOWN : remote_size - range->InitialOffset;
}

/* How much there is to transfer: the ranges, or all of the file. */
static UINT64 file_total(const struct file *file, UINT64 remote_size)
{
    UINT64 length, total = 0;
    DWORD i;

    for (i = 0; i < file->range_count; i++)
    {
        length = range_length(&file->ranges[i], remote_size);
        total = length == BG_SIZE_UNKNOWN || total == BG_SIZE_UNKNOWN ? BG_SIZE_UNKNOWN : total + length;
    }
    return file->ranges ? total : remote_size;
}

void file_update_total(struct file *file)
{
    file->bytes_total = file_total(file, file->remote_size);
}

/* ns-bits2_0-bg_file_range: the ranges must exist in the file. */
static BOOL ranges_exist(const struct file *file, UINT64 size)
{
    DWORD i;

    for (i = 0; i < file->range_count; i++)
    {
        const BG_FILE_RANGE *range = &file->ranges[i];

        if (range->InitialOffset >= size)
            return FALSE;
        if (range->Length != BG_LENGTH_TO_EOF && range->Length > size - range->InitialOffset)
            return FALSE;
    }
    return TRUE;
}

/* A size of which only BytesTotal is made, until the file's own answer comes. FALSE if it is no good: an empty file
 * would be taken for a complete one. */
BOOL file_expect_size(struct file *file, UINT64 size)
{
    if (!size || size == BG_SIZE_UNKNOWN || !ranges_exist(file, size))
        return FALSE;
    file->bytes_total = file_total(file, size);
    return TRUE;
}

/* Bytes begin to arrive; the size of the remote file may be BG_SIZE_UNKNOWN. Nothing that a transfer tells counts any
 * more once it has to start again. Fails with BG_E_INVALID_RANGE if something is wanted that the file does not have. */
HRESULT file_set_size(struct file *file, UINT64 size)
{
    if (file->job->restart)
        return S_OK;
    if (!ranges_exist(file, size))
        return BG_E_INVALID_RANGE;
    file->order_changed |= file->remote_size != size && file->download_position;
    file->remote_size = size;
    file_update_total(file);
    if (job_is_active(file->job) && !file->job->claimed)
        job_set_state(file->job, BG_JOB_STATE_TRANSFERRING);
    return file_limit_requests(file, size);
}

/* Programs take BytesTransferred == BytesTotal for the end, so the last byte counts when the file is closed. */
UINT64 file_bytes_transferred(const struct file *file)
{
    UINT64 transferred = range_set_size(&file->filled);

    return !file->transferred && transferred && transferred == file->bytes_total ? transferred - 1 : transferred;
}

static void file_count_progress(struct file *file)
{
    UINT64 transferred = file_bytes_transferred(file);

    if (transferred > file->bytes_transferred)
        job_has_moved_data(file->job);
    file->bytes_transferred = transferred;
    file_mark_progress(file);
}

/* The bytes from start up to, and without, end are on the disk. Fails with E_OUTOFMEMORY. */
HRESULT file_fill(struct file *file, UINT64 start, UINT64 end)
{
    if (file->job->restart)
        return S_OK;
    if (!range_set_add(&file->filled, start, end))
        return E_OUTOFMEMORY;
    file_count_progress(file);
    file_answer_requests(file, start, end);
    return S_OK;
}

/* The first gap behind a position: of what was asked for, or, when all of that is there, of the file. */
static BOOL file_next_gap(const struct file *file, UINT64 position, struct range *gap)
{
    if (file->awaited.count)
        return range_set_find(&file->awaited, position, BG_SIZE_UNKNOWN, gap);
    return !file->job->properties.on_demand_mode
            && range_set_find_gap(&file->filled, position, file->bytes_total, gap);
}

/* What was asked for comes first, then what follows the download position, then the rest. */
static BOOL file_first_gap(const struct file *file, struct range *gap)
{
    if (!file->awaited.count && file->bytes_total != BG_SIZE_UNKNOWN
            && file_next_gap(file, file->download_position, gap))
        return TRUE;
    return file_next_gap(file, 0, gap);
}

/* Finds where the piece stands in the remote file, and cuts it where its range ends. */
static void file_place_piece(const struct file *file, struct piece *piece)
{
    UINT64 length, start = 0;
    DWORD i;

    piece->offset = piece->position;
    for (i = 0; i < file->range_count; i++)
    {
        length = range_length(&file->ranges[i], file->remote_size);
        if (length > piece->position - start)
        {
            piece->offset = file->ranges[i].InitialOffset + piece->position - start;
            if (length != BG_SIZE_UNKNOWN)
                piece->end = min(piece->end, start + length);
            return;
        }
        start += length;
    }
}

static struct piece file_piece_of_gap(const struct file *file, const struct range *gap)
{
    struct piece piece = {gap->start, gap->end, gap->start};

    file_place_piece(file, &piece);
    return piece;
}

/* What to fetch next; FALSE if nothing is missing, or nothing of it is wanted now. */
BOOL file_next_piece(const struct file *file, struct piece *piece)
{
    return file_next_pieces(file, piece, 1);
}

static void insert_piece(struct piece *pieces, size_t count, struct piece piece)
{
    for (; count && pieces[count - 1].offset > piece.offset; count--)
        pieces[count] = pieces[count - 1];
    pieces[count] = piece;
}

/* The same, with as many as room of those that follow and are as much wanted. They come in the order of the remote
 * file. What follows a piece whose end is not known has no place yet. */
size_t file_next_pieces(const struct file *file, struct piece *pieces, size_t room)
{
    struct piece piece;
    struct range gap;
    size_t count = 0;
    BOOL more;

    for (more = file_first_gap(file, &gap); more && count < room; more = file_next_gap(file, piece.end, &gap))
    {
        piece = file_piece_of_gap(file, &gap);
        if (count && piece.end == BG_SIZE_UNKNOWN)
            break;
        insert_piece(pieces, count++, piece);
    }
    return count;
}

/* Forgets what is there: it is of another version than what comes, or might be. That has to be stored before other
 * bytes come to its place, else a service that is killed takes them for what was there: queue_commit. */
void file_start_again(struct file *file)
{
    range_set_free(&file->filled);
    range_set_free(&file->awaited);
    range_set_copy(&file->awaited, &file->requested);
    free(file->validator);
    file->validator = NULL;
    file->remote_size = BG_SIZE_UNKNOWN;
    file->bytes_transferred = 0;
    file_update_total(file);
    file_mark(file);
}

static void job_count_done(struct job *job)
{
    while (job->files_done < job->file_count && job->files[job->files_done]->transferred)
        job->files_done++;
}

/* The file is whole, and so is the job if this was its last one. */
void file_set_transferred(struct file *file, UINT64 size)
{
    if (file->job->restart)
        return;
    file->bytes_total = file->bytes_transferred = size;
    file->transferred = TRUE;
    job_count_done(file->job);
    range_set_add(&file->filled, 0, size);
    file_answer_requests(file, 0, size);
    file_mark_progress(file);
    job_has_moved_data(file->job);
    file_note_transferred(file);
    if (clock_ticks() >= file->job->slice_end)
        queue_changed();
    job_settle(file->job);
}
