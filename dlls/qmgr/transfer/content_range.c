/* The Content-Range header: RFC 9110, 14.4.
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include <string.h>

#include "transfer/content_range.h"

static BOOL take_char(const char **text, char c)
{
    if (**text != c)
        return FALSE;
    ++*text;
    return TRUE;
}

static void take_blanks(const char **text)
{
    *text += strspn(*text, " \t");
}

/* UINT64_MAX is refused like the numbers above it: it has a meaning of its own here. */
static BOOL take_number(const char **text, UINT64 *number)
{
    const char *start = *text;
    UINT64 digit;

    for (*number = 0; **text >= '0' && **text <= '9'; ++*text)
    {
        digit = **text - '0';
        if (*number > (UINT64_MAX - 1 - digit) / 10)
            return FALSE;
        *number = *number * 10 + digit;
    }
    return *text != start;
}

/* Units are compared without case. */
static BOOL take_unit(const char **text)
{
    static const char unit[] = "bytes";
    size_t i;

    for (i = 0; unit[i]; i++)
    {
        if (((*text)[i] | 0x20) != unit[i])
            return FALSE;
    }
    *text += i;
    return **text == ' ' || **text == '\t';
}

static BOOL take_positions(const char **text, struct content_range *range)
{
    UINT64 last;

    range->start = range->end = 0;
    if (take_char(text, '*'))
        return TRUE;
    if (!take_number(text, &range->start) || !take_char(text, '-') || !take_number(text, &last) || last < range->start)
        return FALSE;
    range->end = last + 1;
    return range->end != UINT64_MAX;
}

static BOOL take_total(const char **text, struct content_range *range)
{
    range->total = UINT64_MAX;
    return take_char(text, '*') || take_number(text, &range->total);
}

/* Reads the value of the header; FALSE if it is malformed, contradicts itself, or counts something else than bytes. */
BOOL content_range_parse(const char *text, struct content_range *range)
{
    take_blanks(&text);
    if (!take_unit(&text))
        return FALSE;
    take_blanks(&text);
    if (!take_positions(&text, range) || !take_char(&text, '/') || !take_total(&text, range))
        return FALSE;
    take_blanks(&text);
    return !*text && range->end <= range->total;
}
