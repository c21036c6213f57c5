/* A body of several ranges, multipart/byteranges: RFC 9110, 14.6 and 15.3.7.2; RFC 2046, 5.1. It arrives in pieces of
 * any size. Each part has to be as long as its Content-Range says, and what stands around the parts has its bounds.
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include <string.h>
#include <curl/curl.h>

#include "transfer/multipart.h"

#define OVERHEAD_MAX 4096 /* bytes of delimiters and headers between the bytes of two parts, and at both ends */

static const char *skip_blanks(const char *text)
{
    return text + strspn(text, " \t");
}

static size_t token_length(const char *text)
{
    return strcspn(text, " \t;=\"");
}

static BOOL is_token(const char *text, size_t length, const char *expected)
{
    return strlen(expected) == length && curl_strnequal(text, expected, length);
}

static BOOL append(char *copy, size_t *length, char c)
{
    if (*length == MULTIPART_BOUNDARY_MAX)
        return FALSE;
    copy[(*length)++] = c;
    return TRUE;
}

/* Reads the value of a parameter, quoted or not, and copies as much of it as a boundary may have. Returns what follows;
 * NULL if it is malformed or too long. */
static const char *take_value(const char *text, char *copy)
{
    BOOL quoted = *text == '"';
    const char *end = quoted ? ++text : text + token_length(text);
    size_t length = 0;

    for (; quoted ? *text != '"' : text != end; text++)
    {
        if (quoted && *text == '\\')
            text++;
        if (!*text || !append(copy, &length, *text))
            return NULL;
    }
    copy[length] = 0;
    return text + quoted;
}

/* Reads the parameter behind a semicolon; NULL if it is malformed. */
static const char *take_parameter(const char *text, char *boundary)
{
    char value[MULTIPART_BOUNDARY_MAX + 1];
    size_t length;
    const char *name;

    name = skip_blanks(text + 1);
    length = token_length(name);
    if (!length || name[length] != '=' || !(text = take_value(name + length + 1, value)))
        return NULL;
    if (is_token(name, length, "boundary"))
        strcpy(boundary, value);
    return skip_blanks(text);
}

static BOOL is_byteranges(const char *text)
{
    return is_token(text, token_length(text), "multipart/byteranges");
}

BOOL multipart_begin(struct multipart *multipart, const char *content_type)
{
    const char *text = skip_blanks(content_type);

    memset(multipart, 0, sizeof(*multipart));
    if (!is_byteranges(text))
        return FALSE;
    text = skip_blanks(text + token_length(text));
    while (text && *text == ';')
        text = take_parameter(text, multipart->boundary);
    return text && !*text && *multipart->boundary;
}

static enum multipart_event fail(struct multipart *multipart)
{
    multipart->state = MULTIPART_IS_BROKEN;
    return MULTIPART_BAD;
}

/* What follows the boundary in a line that begins with one, else NULL. */
static const char *behind_boundary(const struct multipart *multipart)
{
    const char *line = multipart->line;
    size_t length = strlen(multipart->boundary);

    if (line[0] != '-' || line[1] != '-' || strncmp(line + 2, multipart->boundary, length))
        return NULL;
    return line + 2 + length;
}

/* Blanks at the end of the line do not count. */
static BOOL is_delimiter(const struct multipart *multipart)
{
    const char *rest = behind_boundary(multipart);

    return rest && !*skip_blanks(rest);
}

static BOOL is_last_delimiter(const struct multipart *multipart)
{
    const char *rest = behind_boundary(multipart);

    return rest && !strcmp(rest, "--");
}

static enum multipart_event begin_headers(struct multipart *multipart)
{
    memset(&multipart->range, 0, sizeof(multipart->range));
    multipart->state = MULTIPART_IN_HEADERS;
    return MULTIPART_NEEDS_INPUT;
}

static enum multipart_event take_preamble(struct multipart *multipart)
{
    return is_delimiter(multipart) ? begin_headers(multipart) : MULTIPART_NEEDS_INPUT;
}

/* Two ranges in the headers of one part would contradict each other. */
static enum multipart_event take_range(struct multipart *multipart, const char *value)
{
    if (multipart->range.end || !content_range_parse(value, &multipart->range) || !multipart->range.end)
        return fail(multipart);
    return MULTIPART_NEEDS_INPUT;
}

static enum multipart_event begin_data(struct multipart *multipart)
{
    if (!multipart->range.end)
        return fail(multipart);
    multipart->left = multipart->range.end - multipart->range.start;
    multipart->overhead = 0;
    multipart->state = MULTIPART_IN_DATA;
    return MULTIPART_PART_BEGINS;
}

/* http-requirements-for-bits-downloads: a part may have other headers as well. */
static enum multipart_event take_header(struct multipart *multipart)
{
    const char *line = multipart->line;
    size_t length = strcspn(line, ":");

    if (!*line)
        return begin_data(multipart);
    if (!line[length] || token_length(line) < length)
        return fail(multipart);
    return is_token(line, length, "Content-Range") ? take_range(multipart, line + length + 1) : MULTIPART_NEEDS_INPUT;
}

static enum multipart_event take_separator(struct multipart *multipart)
{
    if (*multipart->line)
        return fail(multipart);
    multipart->state = MULTIPART_AT_DELIMITER;
    return MULTIPART_NEEDS_INPUT;
}

/* Only the delimiter shows that the part before it had its length. */
static enum multipart_event take_delimiter(struct multipart *multipart)
{
    if (!is_delimiter(multipart))
        return fail(multipart);
    begin_headers(multipart);
    return MULTIPART_PART_ENDS;
}

static enum multipart_event take_line(struct multipart *multipart)
{
    switch (multipart->state)
    {
        case MULTIPART_IN_PREAMBLE:
            return take_preamble(multipart);
        case MULTIPART_IN_HEADERS:
            return take_header(multipart);
        case MULTIPART_BEHIND_DATA:
            return take_separator(multipart);
        case MULTIPART_AT_DELIMITER:
            return take_delimiter(multipart);
        default:
            return fail(multipart);
    }
}

/* Lines end with CR LF, and hold no zero bytes. */
static enum multipart_event end_line(struct multipart *multipart)
{
    size_t length = multipart->line_length;

    if (!length || multipart->line[length - 1] != '\r' || memchr(multipart->line, 0, length))
        return fail(multipart);
    multipart->line[length - 1] = 0;
    multipart->line_length = 0;
    return take_line(multipart);
}

/* The body may end right behind the last delimiter, without the end of a line. */
static enum multipart_event continue_line(struct multipart *multipart, char c)
{
    if (multipart->line_length == MULTIPART_LINE_MAX)
        return fail(multipart);
    multipart->line[multipart->line_length++] = c;
    multipart->line[multipart->line_length] = 0;
    if (multipart->state != MULTIPART_AT_DELIMITER || !is_last_delimiter(multipart))
        return MULTIPART_NEEDS_INPUT;
    multipart->state = MULTIPART_IN_EPILOGUE;
    return MULTIPART_PART_ENDS;
}

static enum multipart_event take_character(struct multipart *multipart, char c)
{
    if (++multipart->overhead > OVERHEAD_MAX)
        return fail(multipart);
    if (multipart->state == MULTIPART_IN_EPILOGUE)
        return MULTIPART_NEEDS_INPUT;
    return c == '\n' ? end_line(multipart) : continue_line(multipart, c);
}

static enum multipart_event take_data(struct multipart *multipart, struct multipart_input *input,
        struct multipart_input *data)
{
    data->data = input->data;
    data->size = min((UINT64)input->size, multipart->left);
    input->data += data->size;
    input->size -= data->size;
    multipart->left -= data->size;
    if (!multipart->left)
        multipart->state = MULTIPART_BEHIND_DATA;
    return MULTIPART_DATA;
}

enum multipart_event multipart_next(struct multipart *multipart, struct multipart_input *input,
        struct multipart_input *data)
{
    enum multipart_event event = MULTIPART_NEEDS_INPUT;

    if (multipart->state == MULTIPART_IS_BROKEN)
        return MULTIPART_BAD;
    while (input->size && event == MULTIPART_NEEDS_INPUT)
    {
        if (multipart->state == MULTIPART_IN_DATA)
            return take_data(multipart, input, data);
        event = take_character(multipart, *input->data);
        input->data++;
        input->size--;
    }
    return event;
}

BOOL multipart_is_complete(const struct multipart *multipart)
{
    return multipart->state == MULTIPART_IN_EPILOGUE;
}
