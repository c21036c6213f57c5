/* Reads lines "Name=Value", which may be damaged.
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include <objbase.h>
#include <stdlib.h>
#include <string.h>

#include "store/dates.h"
#include "store/lines.h"

void decode_check(HRESULT *hr, BOOL condition)
{
    if (SUCCEEDED(*hr) && !condition)
        *hr = HRESULT_FROM_WIN32(ERROR_INVALID_DATA);
}

/* Whether there is a line at least, and a zero ends the last line and the list, whose data is so many characters. */
static BOOL is_list(const WCHAR *text, size_t length)
{
    size_t i;

    if (length < 3 || text[length - 1] || text[length - 2])
        return FALSE;
    for (i = 0; i < length - 2 && (text[i] || text[i + 1]); i++)
        ;
    return i == length - 2 && text[0];
}

/* What follows "Name=" if that begins the line, or NULL. */
static const WCHAR *after_name(const WCHAR *line, const WCHAR *name)
{
    while (*name && *line == *name)
    {
        line++;
        name++;
    }
    return !*name && *line == '=' ? line + 1 : NULL;
}

static BOOL has_name(const WCHAR *line)
{
    const WCHAR *p = line;

    while (*p && *p != '=')
        p++;
    return *p && p > line;
}

/* TRUE if the line has one of the names, and is the first that has it. */
static BOOL find_line(const WCHAR *line, const WCHAR *const *names, const WCHAR **found, size_t count, HRESULT *hr)
{
    const WCHAR *text = NULL;
    size_t i;

    for (i = 0; i < count && !(text = after_name(line, names[i])); i++)
        ;
    if (!text)
        return FALSE;
    decode_check(hr, !found[i]);
    found[i] = text;
    return TRUE;
}

HRESULT lines_parse(const struct value *value, const WCHAR *const *names, const WCHAR **found, size_t count,
        struct lines *unknown)
{
    const WCHAR *line = (const WCHAR *)value->data;
    HRESULT hr = S_OK;

    memset(found, 0, count * sizeof(*found));
    decode_check(&hr, value->type == (value->secret ? REG_BINARY : REG_MULTI_SZ));
    decode_check(&hr, !(value->size % sizeof(*line)) && is_list(line, value->size / sizeof(*line)));
    for (; SUCCEEDED(hr) && *line; line += lstrlenW(line) + 1)
    {
        decode_check(&hr, has_name(line));
        if (!find_line(line, names, found, count, &hr) && unknown)
            lines_add_line(unknown, line);
    }
    return SUCCEEDED(hr) && unknown && unknown->failed ? E_OUTOFMEMORY : hr;
}

BOOL decode_lines(HRESULT *hr, const struct values *values, const WCHAR *name, const WCHAR *const *names,
        const WCHAR **found, size_t count)
{
    const struct value *value = values_find(values, name);

    memset(found, 0, count * sizeof(*found));
    if (SUCCEEDED(*hr) && value)
        *hr = lines_parse(value, names, found, count, NULL);
    return SUCCEEDED(*hr) && value;
}

void decode_string(HRESULT *hr, const WCHAR *text, size_t length_max, WCHAR **string)
{
    WCHAR *copy;

    decode_check(hr, !text || (size_t)lstrlenW(text) <= length_max);
    if (FAILED(*hr) || !text)
        return;
    if (!(copy = string_copy(text)))
    {
        *hr = E_OUTOFMEMORY;
        return;
    }
    free(*string);
    *string = copy;
}

/* The value of a digit, or the base if it is none. */
static unsigned int digit_value(WCHAR c, unsigned int base)
{
    unsigned int value = base;

    if (c >= '0' && c <= '9')
        value = c - '0';
    else if (c >= 'a' && c <= 'f')
        value = c - 'a' + 10;
    return min(value, base);
}

/* Reads digits, as many as there are, and passes over them. FALSE if there are none, or the number has more than 64
 * bits. */
static BOOL parse_digits(const WCHAR **text, unsigned int base, UINT64 *number)
{
    const WCHAR *p = *text;
    unsigned int digit;

    for (*number = 0; (digit = digit_value(*p, base)) < base; p++)
    {
        if (*number > (~(UINT64)0 - digit) / base)
            return FALSE;
        *number = *number * base + digit;
    }
    if (p == *text)
        return FALSE;
    *text = p;
    return TRUE;
}

static BOOL parse_number(const WCHAR *text, UINT64 *number)
{
    unsigned int base = text[0] == '0' && text[1] == 'x' ? 16 : 10;

    if (base == 16)
        text += 2;
    return parse_digits(&text, base, number) && !*text;
}

static void read_number_to(HRESULT *hr, const WCHAR *text, UINT64 number_max, UINT64 *number)
{
    UINT64 value = 0;

    if (!text)
        return;
    decode_check(hr, parse_number(text, &value) && value <= number_max);
    if (SUCCEEDED(*hr))
        *number = value;
}

void decode_number(HRESULT *hr, const WCHAR *text, UINT64 *number)
{
    read_number_to(hr, text, ~(UINT64)0, number);
}

void decode_dword(HRESULT *hr, const WCHAR *text, DWORD *number)
{
    UINT64 value = *number;

    read_number_to(hr, text, MAXDWORD, &value);
    *number = value;
}

void decode_flag(HRESULT *hr, const WCHAR *text, BOOL *flag)
{
    UINT64 value = *flag;

    read_number_to(hr, text, TRUE, &value);
    *flag = value;
}

static BOOL strings_are_equal(const WCHAR *a, const WCHAR *b)
{
    return CompareStringOrdinal(a, -1, b, -1, FALSE) == CSTR_EQUAL;
}

void decode_word(HRESULT *hr, const WCHAR *text, const WCHAR *const *words, size_t count, ULONG *index)
{
    size_t i;

    if (FAILED(*hr) || !text)
        return;
    for (i = 0; i < count && !(words[i] && strings_are_equal(text, words[i])); i++)
        ;
    decode_check(hr, i < count);
    if (SUCCEEDED(*hr))
        *index = i;
}

/* 2000-12-31T23:59:59.1234567Z */
static BOOL parse_date(const WCHAR *text, SYSTEMTIME *time, UINT64 *fraction)
{
    static const WCHAR separators[] = {'-', '-', 'T', ':', ':', '.'};
    WORD *const parts[] = {&time->wYear, &time->wMonth, &time->wDay, &time->wHour, &time->wMinute, &time->wSecond};
    UINT64 number;
    size_t i;

    for (i = 0; i < ARRAYSIZE(parts); i++)
    {
        if (!parse_digits(&text, 10, &number) || number > MAXWORD || *text++ != separators[i])
            return FALSE;
        *parts[i] = number;
    }
    return parse_digits(&text, 10, fraction) && *fraction < DATE_SECOND && *text++ == 'Z' && !*text;
}

void decode_date(HRESULT *hr, const WCHAR *text, FILETIME *date)
{
    SYSTEMTIME time = {0};
    UINT64 fraction = 0;
    FILETIME seconds;

    if (!text)
        return;
    decode_check(hr, parse_date(text, &time, &fraction) && SystemTimeToFileTime(&time, &seconds));
    if (FAILED(*hr))
        return;
    *date = date_from_number(date_to_number(seconds) + fraction);
    decode_check(hr, date_to_number(*date) != 0);
}

void decode_guid(HRESULT *hr, const WCHAR *text, GUID *guid)
{
    GUID value;

    if (!text)
        return;
    decode_check(hr, lstrlenW(text) == GUID_TEXT_LENGTH && SUCCEEDED(IIDFromString(text, &value)));
    if (SUCCEEDED(*hr))
        *guid = value;
}

static size_t count_ranges(const WCHAR *text)
{
    size_t count = 1;

    for (; *text; text++)
        count += *text == ' ';
    return count;
}

/* Reads "0,100" or "500,eof", and passes over it. */
static BOOL parse_range(const WCHAR **text, BG_FILE_RANGE *range)
{
    static const WCHAR eof[] = {'e', 'o', 'f'};

    if (!parse_digits(text, 10, &range->InitialOffset) || *(*text)++ != ',')
        return FALSE;
    if (**text != eof[0])
        return parse_digits(text, 10, &range->Length);
    range->Length = BG_LENGTH_TO_EOF;
    return *(*text)++ == eof[0] && *(*text)++ == eof[1] && *(*text)++ == eof[2];
}

static BOOL parse_ranges(const WCHAR *text, BG_FILE_RANGE *ranges, size_t count)
{
    size_t i;

    for (i = 0; i < count; i++)
    {
        if (!parse_range(&text, &ranges[i]) || *text++ != (i + 1 < count ? ' ' : 0))
            return FALSE;
    }
    return TRUE;
}

void decode_ranges(HRESULT *hr, const WCHAR *text, BG_FILE_RANGE **out, DWORD *out_count)
{
    BG_FILE_RANGE *ranges;
    size_t count;

    if (FAILED(*hr) || !text)
        return;
    count = count_ranges(text);
    if (!(ranges = malloc(count * sizeof(*ranges))))
        *hr = E_OUTOFMEMORY;
    else
        decode_check(hr, parse_ranges(text, ranges, count));
    if (FAILED(*hr))
    {
        free(ranges);
        return;
    }
    *out = ranges;
    *out_count = count;
}

/* Whether the range can come next in the set. */
static BOOL is_next(const struct range_set *set, const BG_FILE_RANGE *range)
{
    if (set->count && range->InitialOffset <= set->ranges[set->count - 1].end)
        return FALSE;
    return range->Length && range->InitialOffset < BG_LENGTH_TO_EOF
            && (range->Length == BG_LENGTH_TO_EOF || range->Length <= BG_LENGTH_TO_EOF - range->InitialOffset);
}

static UINT64 range_end(const BG_FILE_RANGE *range)
{
    return range->Length == BG_LENGTH_TO_EOF ? BG_SIZE_UNKNOWN : range->InitialOffset + range->Length;
}

/* Ranges of a set stand in order and do not touch each other. */
static void make_set(HRESULT *hr, const BG_FILE_RANGE *ranges, DWORD count, struct range_set *set)
{
    DWORD i;

    if (!(set->ranges = malloc(count * sizeof(*set->ranges))))
    {
        *hr = E_OUTOFMEMORY;
        return;
    }
    set->room = count;
    for (i = 0; i < count && is_next(set, &ranges[i]); i++)
        set->ranges[set->count++] = (struct range){ranges[i].InitialOffset, range_end(&ranges[i])};
    decode_check(hr, i == count);
}

void decode_range_set(HRESULT *hr, const WCHAR *text, struct range_set *set)
{
    BG_FILE_RANGE *ranges = NULL;
    DWORD count = 0;

    decode_ranges(hr, text, &ranges, &count);
    if (count)
        make_set(hr, ranges, count, set);
    free(ranges);
}

/* Such a string becomes a part of requests, and may not end a line there. */
static BOOL may_be_sent(WCHAR c)
{
    return (c >= ' ' && c != 0x7f) || c == '\t';
}

void decode_bytes(HRESULT *hr, const WCHAR *text, char **string)
{
    size_t i, length;
    char *bytes;

    if (FAILED(*hr) || !text)
        return;
    length = lstrlenW(text);
    if (!(bytes = malloc(length + 1)))
    {
        *hr = E_OUTOFMEMORY;
        return;
    }
    for (i = 0; i <= length; i++)
    {
        decode_check(hr, text[i] <= 0xff && (i == length || may_be_sent(text[i])));
        bytes[i] = text[i];
    }
    *string = bytes;
}

void decode_hash(HRESULT *hr, const WCHAR *text, BYTE *hash, size_t size)
{
    size_t i;

    decode_check(hr, text && (size_t)lstrlenW(text) == 2 * size);
    for (i = 0; SUCCEEDED(*hr) && i < size; i++)
    {
        unsigned int high = digit_value(text[2 * i], 16), low = digit_value(text[2 * i + 1], 16);

        decode_check(hr, high < 16 && low < 16);
        hash[i] = high << 4 | low;
    }
}
