/* The headers of the last response, for the program.
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#ifndef QMGR_TRANSFER_RESPONSE_HEADERS_H
#define QMGR_TRANSFER_RESPONSE_HEADERS_H

#include <windows.h>

#define RESPONSE_HEADERS_MAX 65536 /* bytes; what comes after them is left out */

struct response_headers
{
    char *text;
    size_t length, capacity;
    BOOL complete; /* the empty line behind them has come */
};

/* Takes a line of a response; a status line begins a new response. A line for which there is no room is left out. */
void response_headers_take(struct response_headers *headers, const char *line, size_t size);

/* The headers so far as UTF-16, to be freed with free; NULL if there are none, or no memory. */
WCHAR *response_headers_text(const struct response_headers *headers);
void response_headers_free(struct response_headers *headers);

#endif
