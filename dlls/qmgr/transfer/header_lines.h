/* The lines of a response's head, as they come.
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#ifndef QMGR_TRANSFER_HEADER_LINES_H
#define QMGR_TRANSFER_HEADER_LINES_H

#include <windows.h>

#define HEADER_LINES_MAX 262144 /* bytes of a response's head, with those of interim responses before it */

/* Zero before the first response. */
struct header_lines
{
    size_t size;     /* bytes so far */
    BOOL is_inside;  /* between a status line and the empty line */
    BOOL is_interim; /* the status is 1xx: another response follows */
};

/* Takes the next line, with its end, of a response or of its trailer. FALSE if it is not to be trusted: too long,
 * folded, no "Name: value", or with characters in it that no line may have. */
BOOL header_lines_take(struct header_lines *lines, const char *line, size_t size);

#endif
