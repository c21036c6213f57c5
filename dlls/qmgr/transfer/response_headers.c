/* The headers of the last response, for the program: BITS_FILE_PROPERTY_ID_HTTP_RESPONSE_HEADERS.
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include <stdlib.h>
#include <string.h>

#include "transfer/response_headers.h"

static BOOL make_room(struct response_headers *headers, size_t size)
{
    size_t capacity = headers->capacity ? headers->capacity : 1024;
    char *text;

    if (size > RESPONSE_HEADERS_MAX - headers->length)
        return FALSE;
    while (capacity < headers->length + size)
        capacity *= 2;
    if (capacity == headers->capacity)
        return TRUE;
    if (!(text = realloc(headers->text, capacity)))
        return FALSE;
    headers->text = text;
    headers->capacity = capacity;
    return TRUE;
}

void response_headers_take(struct response_headers *headers, const char *line, size_t size)
{
    if (size >= 5 && !memcmp(line, "HTTP/", 5))
    {
        headers->length = 0;
        headers->complete = FALSE;
    }
    headers->complete |= size == strspn(line, "\r\n");
    if (!make_room(headers, size))
        return;
    memcpy(headers->text + headers->length, line, size);
    headers->length += size;
}

/* RFC 9110 leaves bytes beyond ASCII to history, which is ISO 8859-1: each is a character. */
WCHAR *response_headers_text(const struct response_headers *headers)
{
    WCHAR *text;
    size_t i;

    if (!headers->length || !(text = malloc((headers->length + 1) * sizeof(*text))))
        return NULL;
    for (i = 0; i < headers->length; i++)
        text[i] = (unsigned char)headers->text[i];
    text[i] = 0;
    return text;
}

void response_headers_free(struct response_headers *headers)
{
    free(headers->text);
    memset(headers, 0, sizeof(*headers));
}
