/* What is asked for of a file in one request, and where the bytes of the answer go.
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#ifndef QMGR_TRANSFER_PIECE_REQUEST_H
#define QMGR_TRANSFER_PIECE_REQUEST_H

#include <windows.h>

#include "queue/job.h"
#include "transfer/content_range.h"

/* Servers have limits of their own: Apache sends no more than 200 ranges at once, and 8 KiB is common for a header. */
#define PIECES_MAX 50
#define RANGE_HEADER_SIZE (PIECES_MAX * 42)

/* The pieces are in the order of the remote file, in which a server reads it. Bytes that have come are taken out. */
struct piece_request
{
    struct piece pieces[PIECES_MAX];
    size_t count;
    BOOL is_whole;       /* simply the file, without a range */
    BOOL is_multiple;    /* more than one range */
    HRESULT refusal;     /* what it means if the server sends no ranges: an error, or S_OK if all of the file will do */
    BOOL allows_no_end;  /* dynamic content, which may end where the connection does */
    BOOL continues;      /* there are bytes of this version on the disk */
    const char *validator; /* of this version, or NULL; the file's own, which only its transfer changes */
    UINT64 remote_size;  /* of this version, or BG_SIZE_UNKNOWN */
};

/* Writes the ranges, without their unit, as the header has them, and sets is_multiple. */
void piece_request_write(struct piece_request *request, char header[RANGE_HEADER_SIZE]);

/* Whether a server may send this part: it begins with a piece, or what is left of one, and ends in one. Between pieces
 * that stand closely together there may be bytes that nobody has asked for: RFC 9110, 15.3.7.2. */
BOOL piece_request_has(const struct piece_request *request, const struct content_range *part);

/* Finds out where the bytes go that have come from this offset in the remote file on: TRUE with their position, or
 * FALSE if they are not wanted. At most count of them, which is lowered where another place begins. */
BOOL piece_request_place(const struct piece_request *request, UINT64 offset, UINT64 *position, UINT64 *count);

/* Takes out the first bytes from this offset on, which is one that piece_request_place has found a place for. */
void piece_request_take(struct piece_request *request, UINT64 offset, UINT64 count);

#endif
