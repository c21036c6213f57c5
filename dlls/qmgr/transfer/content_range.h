/* The Content-Range header.
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#ifndef QMGR_TRANSFER_CONTENT_RANGE_H
#define QMGR_TRANSFER_CONTENT_RANGE_H

#include <stdint.h>
#include <windows.h>

struct content_range
{
    UINT64 start, end; /* from start up to, and without, end; both 0 where the server sends no bytes: "*" */
    UINT64 total;      /* the size of the file, or UINT64_MAX if the server does not tell it: "*" */
};

BOOL content_range_parse(const char *text, struct content_range *range);

#endif
