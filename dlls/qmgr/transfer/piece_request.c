/* What is asked for of a file in one request, and where the bytes of the answer go.
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "transfer/piece_request.h"

/* What a server sends along rather than begin another part; the headers of a part have about this size at most. */
#define GAP_MAX 512

/* Where the piece ends in the remote file. */
static UINT64 remote_end(const struct piece *piece)
{
    return piece->end == BG_SIZE_UNKNOWN ? BG_SIZE_UNKNOWN : piece->offset + piece->end - piece->position;
}

/* The last of those that follow one another in the remote file without a gap. */
static size_t find_last_adjacent(const struct piece_request *request, size_t i)
{
    while (i + 1 < request->count && request->pieces[i + 1].offset == remote_end(&request->pieces[i]))
        i++;
    return i;
}

static size_t write_range(char *text, size_t size, UINT64 start, UINT64 end)
{
    if (end == BG_SIZE_UNKNOWN)
        return snprintf(text, size, "%" PRIu64 "-", start);
    return snprintf(text, size, "%" PRIu64 "-%" PRIu64, start, end - 1);
}

void piece_request_write(struct piece_request *request, char header[RANGE_HEADER_SIZE])
{
    size_t i, last, length = 0;

    request->is_multiple = FALSE;
    for (i = 0; i < request->count; i = last + 1)
    {
        if (length)
            header[length++] = ',';
        request->is_multiple = i != 0;
        last = find_last_adjacent(request, i);
        length += write_range(header + length, RANGE_HEADER_SIZE - length, request->pieces[i].offset,
                remote_end(&request->pieces[last]));
    }
    header[length] = 0;
}

/* The first piece that does not begin before the offset. */
static size_t find_piece(const struct piece_request *request, UINT64 offset)
{
    size_t i;

    for (i = 0; i < request->count && request->pieces[i].offset < offset; i++)
        ;
    return i;
}

BOOL piece_request_has(const struct piece_request *request, const struct content_range *part)
{
    size_t i = find_piece(request, part->start);
    UINT64 reached = part->start, gap = 0;

    for (; i < request->count && request->pieces[i].offset < part->end; i++)
    {
        if (request->pieces[i].offset - reached > gap)
            return FALSE;
        reached = remote_end(&request->pieces[i]);
        gap = GAP_MAX;
    }
    return reached >= part->end;
}

BOOL piece_request_place(const struct piece_request *request, UINT64 offset, UINT64 *position, UINT64 *count)
{
    size_t i = find_piece(request, offset);
    const struct piece *piece = &request->pieces[i];

    if (i == request->count)
        return FALSE;
    if (piece->offset != offset)
    {
        *count = min(*count, piece->offset - offset);
        return FALSE;
    }
    *position = piece->position;
    *count = min(*count, piece->end - piece->position);
    return TRUE;
}

void piece_request_take(struct piece_request *request, UINT64 offset, UINT64 count)
{
    size_t i = find_piece(request, offset);
    struct piece *piece = &request->pieces[i];

    piece->position += count;
    piece->offset += count;
    if (piece->position == piece->end)
        memmove(piece, piece + 1, (--request->count - i) * sizeof(*piece));
}
