/* What may stand in a request: the name of a method and header fields, so that neither bends the request. RFC 9110.
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include <string.h>

#include "queue/queue.h"

/* RFC 9110, 5.6.2 */
static BOOL is_token_char(WCHAR c)
{
    static const char others[] = "!#$%&'*+-.^_`|~";

    if ((c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'))
        return TRUE;
    return c && c < 0x80 && strchr(others, c);
}

static const WCHAR *skip_token(const WCHAR *p)
{
    while (is_token_char(*p))
        p++;
    return p;
}

/* CONNECT would ask a proxy for a tunnel, and not for a file: RFC 9110, 9.3.6. */
static BOOL asks_for_tunnel(const WCHAR *method)
{
    static const WCHAR connect[] = {'C', 'O', 'N', 'N', 'E', 'C', 'T'};
    int length = ARRAYSIZE(connect);

    return CompareStringOrdinal(method, lstrlenW(method), connect, length, TRUE) == CSTR_EQUAL;
}

/* Whether this can be the name of a method: S_OK or E_INVALIDARG. */
HRESULT http_method_check(const WCHAR *method)
{
    const WCHAR *end = skip_token(method);

    return end == method || *end || asks_for_tunnel(method) ? E_INVALIDARG : S_OK;
}

static BOOL is_control(WCHAR c)
{
    return c < ' ' || (c >= 0x7f && c < 0xa0);
}

/* The length of the character that a field's value may have here, or 0: controls and halves of surrogate pairs may not
 * be sent. */
static size_t value_char_length(const WCHAR *p)
{
    if (IS_HIGH_SURROGATE(p[0]))
        return IS_LOW_SURROGATE(p[1]) ? 2 : 0;
    return IS_LOW_SURROGATE(p[0]) || (is_control(p[0]) && p[0] != '\t') ? 0 : 1;
}

static const WCHAR *skip_value(const WCHAR *p)
{
    size_t length;

    while ((length = value_char_length(p)))
        p += length;
    return p;
}

/* The end of a line "Name: value" without its CR LF, or NULL if it is none. */
static const WCHAR *skip_field(const WCHAR *line)
{
    const WCHAR *colon = skip_token(line);

    return colon == line || *colon != ':' ? NULL : skip_value(colon + 1);
}

/* LF alone is what the page's own example ends its lines with. */
static size_t line_end_length(const WCHAR *p)
{
    if (p[0] == '\r' && p[1] == '\n')
        return 2;
    return p[0] == '\n' ? 1 : 0;
}

/* Whether these are lines "Name: value": S_OK or E_INVALIDARG. Each ends with CR LF or LF, the last one also with the
 * string. One empty line may follow. nf-bits2_5-ibackgroundcopyjobhttpoptions-setcustomheaders */
HRESULT custom_headers_check(const WCHAR *headers)
{
    const WCHAR *p = headers;
    size_t end;

    while (*p && !(end = line_end_length(p)))
    {
        if (!(p = skip_field(p)))
            return E_INVALIDARG;
        if (!(end = line_end_length(p)) && *p)
            return E_INVALIDARG;
        p += end;
    }
    return *p && p[end] ? E_INVALIDARG : S_OK;
}
