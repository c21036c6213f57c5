/* A body of several ranges: multipart/byteranges.
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#ifndef QMGR_TRANSFER_MULTIPART_H
#define QMGR_TRANSFER_MULTIPART_H

#include <windows.h>

#include "transfer/content_range.h"

#define MULTIPART_BOUNDARY_MAX 70 /* RFC 2046, 5.1.1 */
#define MULTIPART_LINE_MAX 512

enum multipart_state
{
    MULTIPART_IN_PREAMBLE,
    MULTIPART_IN_HEADERS,
    MULTIPART_IN_DATA,
    MULTIPART_BEHIND_DATA, /* before the end of the line that separates the bytes from the delimiter */
    MULTIPART_AT_DELIMITER,
    MULTIPART_IN_EPILOGUE,
    MULTIPART_IS_BROKEN,
};

enum multipart_event
{
    MULTIPART_NEEDS_INPUT, /* all that was given is used up */
    MULTIPART_PART_BEGINS, /* range says which bytes follow */
    MULTIPART_DATA,        /* bytes of the part, one after the other */
    MULTIPART_PART_ENDS,   /* the part was as long as its range says */
    MULTIPART_BAD,         /* this is not what the standard describes; nothing more will come of it */
};

struct multipart
{
    enum multipart_state state;
    char boundary[MULTIPART_BOUNDARY_MAX + 1];
    char line[MULTIPART_LINE_MAX + 1];
    size_t line_length;
    size_t overhead;            /* bytes since the last part's own */
    struct content_range range; /* of the part; its end is 0 until the header has come */
    UINT64 left;                /* bytes of the part that are still to come */
};

/* What is still to be read. */
struct multipart_input
{
    const char *data;
    size_t size;
};

/* Begins a body of this Content-Type; FALSE if that is another type, or has no boundary. */
BOOL multipart_begin(struct multipart *multipart, const char *content_type);

/* Takes from the input up to the next event. The bytes of MULTIPART_DATA stand in the input that was given. */
enum multipart_event multipart_next(struct multipart *multipart, struct multipart_input *input,
        struct multipart_input *data);

/* Whether the body may end here: the last delimiter has come. */
BOOL multipart_is_complete(const struct multipart *multipart);

#endif
