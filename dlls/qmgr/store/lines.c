/* Makes lines "Name=Value".
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include <objbase.h>
#include <stdlib.h>
#include <string.h>

#include "store/dates.h"
#include "store/lines.h"

#define DECIMAL_DIGITS 20 /* of the largest number of 64 bits */

/* Secrets stand in lines, too, so that nothing is left of them where they have been. */
static void free_text(struct lines *lines)
{
    if (lines->text)
        SecureZeroMemory(lines->text, lines->length * sizeof(*lines->text));
    free(lines->text);
}

static BOOL make_room(struct lines *lines, size_t length)
{
    struct lines grown = *lines;

    if (lines->failed)
        return FALSE;
    if (length <= lines->room - lines->length)
        return TRUE;
    grown.room = max(lines->length + length, max(lines->room * 2, 256));
    if ((lines->failed = !(grown.text = malloc(grown.room * sizeof(*grown.text)))))
        return FALSE;
    if (lines->length)
        memcpy(grown.text, lines->text, lines->length * sizeof(*grown.text));
    free_text(lines);
    *lines = grown;
    return TRUE;
}

static void append(struct lines *lines, const WCHAR *text, size_t length)
{
    if (!make_room(lines, length))
        return;
    memcpy(lines->text + lines->length, text, length * sizeof(*text));
    lines->length += length;
}

static void append_char(struct lines *lines, WCHAR c)
{
    append(lines, &c, 1);
}

static void append_string(struct lines *lines, const WCHAR *string)
{
    append(lines, string, lstrlenW(string));
}

static void begin_line(struct lines *lines, const WCHAR *name)
{
    append_string(lines, name);
    append_char(lines, '=');
}

static void end_line(struct lines *lines)
{
    append_char(lines, 0);
}

static WCHAR digit(unsigned int value)
{
    return value < 10 ? '0' + value : 'a' + value - 10;
}

/* With zeroes in front, if it has fewer digits than these. */
static void append_number(struct lines *lines, UINT64 number, unsigned int base, size_t digits)
{
    WCHAR text[DECIMAL_DIGITS], *end = text + ARRAYSIZE(text), *p = end;

    do
    {
        *--p = digit(number % base);
        number /= base;
    } while (number || (size_t)(end - p) < digits);
    append(lines, p, end - p);
}

void lines_add_string(struct lines *lines, const WCHAR *name, const WCHAR *string)
{
    if (!string)
        return;
    begin_line(lines, name);
    append_string(lines, string);
    end_line(lines);
}

void lines_add_pair(struct lines *lines, const WCHAR *name, const WCHAR *first, const WCHAR *second)
{
    begin_line(lines, name);
    append_string(lines, first);
    append_char(lines, '\t');
    append_string(lines, second);
    end_line(lines);
}

void lines_add_size(struct lines *lines, const WCHAR *name, UINT64 size)
{
    if (size == BG_SIZE_UNKNOWN)
        return;
    begin_line(lines, name);
    append_number(lines, size, 10, 1);
    end_line(lines);
}

void lines_add_number(struct lines *lines, const WCHAR *name, UINT64 number)
{
    if (!number)
        return;
    begin_line(lines, name);
    append_number(lines, number, 10, 1);
    end_line(lines);
}

void lines_add_code(struct lines *lines, const WCHAR *name, DWORD code)
{
    if (!code)
        return;
    begin_line(lines, name);
    append_string(lines, L"0x");
    append_number(lines, code, 16, 8);
    end_line(lines);
}

void lines_add_flag(struct lines *lines, const WCHAR *name, BOOL flag)
{
    lines_add_number(lines, name, flag != FALSE);
}

/* 2000-12-31T23:59:59.1234567Z */
static void append_date(struct lines *lines, const SYSTEMTIME *time, unsigned int fraction)
{
    const WORD parts[] = {time->wYear, time->wMonth, time->wDay, time->wHour, time->wMinute, time->wSecond};
    static const WCHAR separators[] = {'-', '-', 'T', ':', ':', '.'};
    size_t i;

    for (i = 0; i < ARRAYSIZE(parts); i++)
    {
        append_number(lines, parts[i], 10, i ? 2 : 4);
        append_char(lines, separators[i]);
    }
    append_number(lines, fraction, 10, 7);
    append_char(lines, 'Z');
}

void lines_add_date(struct lines *lines, const WCHAR *name, FILETIME date)
{
    UINT64 number = date_to_number(date);
    SYSTEMTIME time;

    if (!number || !FileTimeToSystemTime(&date, &time))
        return;
    begin_line(lines, name);
    append_date(lines, &time, number % DATE_SECOND);
    end_line(lines);
}

void lines_add_guid(struct lines *lines, const WCHAR *name, const GUID *guid)
{
    static const GUID none;
    WCHAR text[GUID_TEXT_LENGTH + 1];

    if (!IsEqualGUID(guid, &none) && StringFromGUID2(guid, text, ARRAYSIZE(text)))
        lines_add_string(lines, name, text);
}

/* "0,100 500,eof": where each begins, and how long it is. */
static void append_range(struct lines *lines, UINT64 offset, UINT64 length)
{
    append_number(lines, offset, 10, 1);
    append_char(lines, ',');
    if (length == BG_LENGTH_TO_EOF)
        append_string(lines, L"eof");
    else
        append_number(lines, length, 10, 1);
}

void lines_add_ranges(struct lines *lines, const WCHAR *name, const BG_FILE_RANGE *ranges, DWORD count)
{
    DWORD i;

    if (!count)
        return;
    begin_line(lines, name);
    for (i = 0; i < count; i++)
    {
        if (i)
            append_char(lines, ' ');
        append_range(lines, ranges[i].InitialOffset, ranges[i].Length);
    }
    end_line(lines);
}

static UINT64 range_length(const struct range *range)
{
    return range->end == BG_SIZE_UNKNOWN ? BG_LENGTH_TO_EOF : range->end - range->start;
}

void lines_add_range_set(struct lines *lines, const WCHAR *name, const struct range_set *set)
{
    size_t i;

    if (!set->count)
        return;
    begin_line(lines, name);
    for (i = 0; i < set->count; i++)
    {
        if (i)
            append_char(lines, ' ');
        append_range(lines, set->ranges[i].start, range_length(&set->ranges[i]));
    }
    end_line(lines);
}

void lines_add_bytes(struct lines *lines, const WCHAR *name, const char *string)
{
    if (!string)
        return;
    begin_line(lines, name);
    for (; *string; string++)
        append_char(lines, (unsigned char)*string);
    end_line(lines);
}

void lines_add_hash(struct lines *lines, const WCHAR *name, const BYTE *hash, size_t size)
{
    size_t i;

    begin_line(lines, name);
    for (i = 0; i < size; i++)
        append_number(lines, hash[i], 16, 2);
    end_line(lines);
}

void lines_add_line(struct lines *lines, const WCHAR *line)
{
    append_string(lines, line);
    end_line(lines);
}

void lines_add_all(struct lines *lines, const WCHAR *list)
{
    const WCHAR *line;

    for (line = list; line && *line; line += lstrlenW(line) + 1)
        lines_add_line(lines, line);
}

void lines_free(struct lines *lines)
{
    free_text(lines);
    memset(lines, 0, sizeof(*lines));
}

/* A list ends with a zero of its own. */
static BOOL make_list(struct lines *lines)
{
    if (lines->length)
        end_line(lines);
    return lines->length && !lines->failed;
}

BOOL lines_to_list(struct lines *lines, WCHAR **list)
{
    if (make_list(lines))
    {
        *list = lines->text;
        lines->text = NULL;
    }
    return !lines->failed;
}

void lines_to_value(struct lines *lines, struct values *values, const WCHAR *name)
{
    if (make_list(lines))
        values_add(values, name, REG_MULTI_SZ, lines->text, lines->length * sizeof(*lines->text));
    values->failed |= lines->failed;
    lines_free(lines);
}

void lines_to_secret(struct lines *lines, struct values *values, const WCHAR *name)
{
    if (make_list(lines))
        values_add_secret(values, name, lines->text, lines->length * sizeof(*lines->text));
    values->failed |= lines->failed;
    lines_free(lines);
}
