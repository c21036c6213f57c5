/* The headers that a program adds to the requests of its job.
 * nf-bits2_5-ibackgroundcopyjobhttpoptions-setcustomheaders
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include <stdlib.h>
#include <string.h>

#include "transfer/custom_headers.h"
#include "transfer/utf8.h"

/* Connections are shared between jobs, so no job may say where a request ends, or for whom it is. */
static BOOL is_reserved(const char *name, size_t length)
{
    static const char *const reserved[] =
    {
        "Accept-Encoding", "Connection", "Content-Length", "Content-Range", "Expect", "Host", "If-Match",
        "If-Modified-Since", "If-None-Match", "If-Range", "If-Unmodified-Since", "Keep-Alive", "Range", "TE",
        "Trailer", "Transfer-Encoding", "Upgrade", "User-Agent",
    };
    size_t i;

    for (i = 0; i < ARRAYSIZE(reserved); i++)
    {
        if (strlen(reserved[i]) == length && curl_strnequal(reserved[i], name, length))
            return TRUE;
    }
    return length >= 6 && curl_strnequal(name, "Proxy-", 6);
}

/* libcurl takes "Name;" for a header without a value, and "Name:" for one that it is not to send. */
static BOOL append_header(struct curl_slist **list, char *line)
{
    size_t name_length = strcspn(line, ":");
    struct curl_slist *grown;

    if (!name_length || !line[name_length] || is_reserved(line, name_length))
        return TRUE;
    if (!line[name_length + 1 + strspn(line + name_length + 1, " \t")])
        strcpy(line + name_length, ";");
    if (!(grown = curl_slist_append(*list, line)))
        return FALSE;
    *list = grown;
    return TRUE;
}

BOOL custom_headers_append(struct curl_slist **list, const WCHAR *headers)
{
    char *text, *line, *next;
    BOOL good = TRUE;
    size_t size;

    if (!headers)
        return TRUE;
    if (!(text = utf8_from_wide(headers, 0)))
        return FALSE;
    size = strlen(text);
    for (line = text; good && *line; line = next)
    {
        next = line + strcspn(line, "\r\n");
        if (*next)
            *next++ = 0;
        good = append_header(list, line);
    }
    SecureZeroMemory(text, size);
    free(text);
    return good;
}

void slist_wipe(struct curl_slist *list)
{
    struct curl_slist *item;

    for (item = list; item; item = item->next)
        SecureZeroMemory(item->data, strlen(item->data));
    curl_slist_free_all(list);
}
