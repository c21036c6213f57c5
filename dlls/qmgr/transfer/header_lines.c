/* The lines of a response's head, as they come: what servers and proxies may read in different ways is refused, so that
 * nobody on the way can make two responses of one. RFC 9112, 2.2, 5.1 and 5.2.
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include <string.h>

#include "transfer/header_lines.h"

static size_t length_without_end(const char *line, size_t size)
{
    if (size && line[size - 1] == '\n')
        size--;
    if (size && line[size - 1] == '\r')
        size--;
    return size;
}

static BOOL has_controls(const char *text, size_t length)
{
    size_t i;

    for (i = 0; i < length; i++)
    {
        if ((text[i] >= 0 && text[i] < ' ' && text[i] != '\t') || text[i] == 0x7f)
            return TRUE;
    }
    return FALSE;
}

/* RFC 9110, 5.6.2 */
static BOOL is_token_char(char c)
{
    static const char others[] = "!#$%&'*+-.^_`|~";

    return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c && strchr(others, c));
}

static BOOL is_field(const char *line, size_t length)
{
    size_t name = 0;

    while (name < length && is_token_char(line[name]))
        name++;
    return name && name < length && line[name] == ':';
}

static BOOL is_status_line(const char *line, size_t length)
{
    return length >= 5 && !memcmp(line, "HTTP/", 5);
}

static BOOL has_interim_status(const char *line, size_t length)
{
    const char *space = memchr(line, ' ', length);

    return space && space + 1 < line + length && space[1] == '1';
}

static void begin_head(struct header_lines *lines, const char *line, size_t length)
{
    lines->is_inside = TRUE;
    lines->is_interim = has_interim_status(line, length);
}

/* Interim responses count, so that there is an end to them. */
static void end_head(struct header_lines *lines)
{
    lines->is_inside = FALSE;
    if (!lines->is_interim)
        lines->size = 0;
}

BOOL header_lines_take(struct header_lines *lines, const char *line, size_t size)
{
    size_t length = length_without_end(line, size);

    lines->size += size;
    if (lines->size > HEADER_LINES_MAX || has_controls(line, length))
        return FALSE;
    if (lines->is_inside && !length)
        end_head(lines);
    else if (!lines->is_inside && is_status_line(line, length))
        begin_head(lines, line, length);
    else
        return !length || is_field(line, length);
    return TRUE;
}
