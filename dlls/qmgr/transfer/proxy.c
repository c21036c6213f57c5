/* Lists of proxies, and of the hosts that need none. A proxy is always spoken to in plain HTTP; the protocol in front
 * of its name says no more than which port is meant where none is named. nf-bits-ibackgroundcopyjob-setproxysettings
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include <stdio.h>
#include <string.h>

#include "bitsmsg.h"
#include "transfer/proxy.h"

#define ENTRY_MAX 512 /* characters; no host name is longer than 255 */

enum scheme
{
    SCHEME_ANY,
    SCHEME_HTTP,
    SCHEME_HTTPS,
    SCHEME_OTHER,
};

struct proxy_entry
{
    enum scheme serves;    /* requests of this scheme */
    char url[ENTRY_MAX];   /* as libcurl takes it */
};

static BOOL is_separator(WCHAR c)
{
    return c == ' ' || c == ';' || c == '\t' || c == '\r' || c == '\n';
}

static char to_lower(char c)
{
    return c >= 'A' && c <= 'Z' ? c - 'A' + 'a' : c;
}

/* Copies the next entry of the list, in lower case, and moves on behind it. An entry that is too long or not ASCII
 * becomes "?", which no rule accepts. FALSE at the end of the list. */
static BOOL next_entry(const WCHAR **list, char entry[ENTRY_MAX])
{
    const WCHAR *c = *list;
    size_t length = 0;
    BOOL good = TRUE;

    while (c && is_separator(*c))
        c++;
    if (!c || !*c)
        return FALSE;
    for (; *c && !is_separator(*c); c++)
    {
        good = good && *c > ' ' && *c < 0x7f && length < ENTRY_MAX - 1;
        if (good)
            entry[length++] = to_lower(*c);
    }
    entry[length] = 0;
    if (!good)
        strcpy(entry, "?");
    *list = c;
    return TRUE;
}

static enum scheme scheme_from_name(const char *name, size_t length)
{
    if (length == 4 && !memcmp(name, "http", 4))
        return SCHEME_HTTP;
    if (length == 5 && !memcmp(name, "https", 5))
        return SCHEME_HTTPS;
    return SCHEME_OTHER;
}

/* Takes the word in front of a separator off the text: SCHEME_ANY if there is none. */
static enum scheme take_scheme(const char **text, const char *separator)
{
    const char *end = strstr(*text, separator), *name = *text;

    if (!end)
        return SCHEME_ANY;
    *text = end + strlen(separator);
    return scheme_from_name(name, end - name);
}

/* Whether the URL is no more than a host and maybe a port. */
static BOOL is_authority(CURLU *url)
{
    static const CURLUPart parts[] = {CURLUPART_USER, CURLUPART_PASSWORD, CURLUPART_QUERY, CURLUPART_FRAGMENT};
    BOOL bare = TRUE;
    char *text;
    size_t i;

    for (i = 0; i < ARRAYSIZE(parts) && bare; i++)
    {
        bare = curl_url_get(url, parts[i], &text, 0) != CURLUE_OK;
        if (!bare)
            curl_free(text);
    }
    if (!bare || curl_url_get(url, CURLUPART_PATH, &text, 0))
        return FALSE;
    bare = !strcmp(text, "/");
    curl_free(text);
    return bare;
}

/* libcurl would take port 1080 where none is named. */
static BOOL read_server(const char *server, enum scheme scheme, char out[ENTRY_MAX])
{
    char text[ENTRY_MAX + 8], *host = NULL, *port = NULL;
    CURLU *url = curl_url();
    BOOL good = FALSE;

    snprintf(text, sizeof(text), "%s://%s", scheme == SCHEME_HTTPS ? "https" : "http", server);
    if (url && *server && *server != '/' && !strchr(server, '*') && !curl_url_set(url, CURLUPART_URL, text, 0)
            && is_authority(url) && !curl_url_get(url, CURLUPART_HOST, &host, 0)
            && !curl_url_get(url, CURLUPART_PORT, &port, CURLU_DEFAULT_PORT))
        good = snprintf(out, ENTRY_MAX, "http://%s:%s", host, port) < ENTRY_MAX;
    curl_free(host);
    curl_free(port);
    curl_url_cleanup(url);
    return good;
}

static BOOL read_proxy(const char *text, struct proxy_entry *entry)
{
    enum scheme scheme;

    entry->serves = take_scheme(&text, "=");
    scheme = take_scheme(&text, "://");
    return entry->serves != SCHEME_OTHER && scheme != SCHEME_OTHER && read_server(text, scheme, entry->url);
}

/* A star stands for any characters, none as well. Only the last star can be in need of more than it was given. */
static BOOL matches(const char *pattern, const char *host)
{
    const char *star = NULL, *rest = host;

    while (*host)
    {
        if (*pattern == '*')
        {
            star = pattern++;
            rest = host;
        }
        else if (*pattern == *host)
        {
            pattern++;
            host++;
        }
        else if (star)
        {
            pattern = star + 1;
            host = ++rest;
        }
        else
            return FALSE;
    }
    return !pattern[strspn(pattern, "*")];
}

static BOOL is_local_name(const char *host)
{
    return !strpbrk(host, ".:");
}

/* The host is in lower case, and without brackets. */
static BOOL is_bypassed(const WCHAR *hosts, const char *host)
{
    char entry[ENTRY_MAX];

    while (next_entry(&hosts, entry))
    {
        if (!strcmp(entry, "<local>") ? is_local_name(host) : matches(entry, host))
            return TRUE;
    }
    return FALSE;
}

static void normalize_host(const char *host, char out[ENTRY_MAX])
{
    size_t i;

    host += *host == '[';
    for (i = 0; host[i] && host[i] != ']' && i < ENTRY_MAX - 1; i++)
        out[i] = to_lower(host[i]);
    out[i] = 0;
}

static BOOL is_host_pattern(const char *entry)
{
    if (!strcmp(entry, "<local>"))
        return TRUE;
    entry += *entry == '*';
    return !strpbrk(entry, "*<>?/=@");
}

HRESULT proxy_lists_check(const WCHAR *proxies, const WCHAR *hosts)
{
    struct proxy_entry proxy;
    char entry[ENTRY_MAX];
    size_t count = 0;

    for (; next_entry(&proxies, entry); count++)
    {
        if (!read_proxy(entry, &proxy))
            return BG_E_INVALID_PROXY_INFO;
    }
    while (next_entry(&hosts, entry))
    {
        if (!is_host_pattern(entry))
            return BG_E_INVALID_PROXY_INFO;
    }
    return count ? S_OK : BG_E_INVALID_PROXY_INFO;
}

/* Lists the proxies that serve exactly this scheme. */
static HRESULT list_proxies(const WCHAR *proxies, enum scheme scheme, struct curl_slist **list)
{
    struct curl_slist *grown;
    struct proxy_entry proxy;
    char entry[ENTRY_MAX];

    *list = NULL;
    while (next_entry(&proxies, entry))
    {
        if (!read_proxy(entry, &proxy) || proxy.serves != scheme)
            continue;
        if (!(grown = curl_slist_append(*list, proxy.url)))
        {
            curl_slist_free_all(*list);
            *list = NULL;
            return E_OUTOFMEMORY;
        }
        *list = grown;
    }
    return S_OK;
}

HRESULT proxies_for_host(const WCHAR *proxies, const WCHAR *hosts, const char *scheme, const char *host,
        struct curl_slist **list)
{
    char name[ENTRY_MAX];
    HRESULT hr;

    *list = NULL;
    normalize_host(host, name);
    if (is_bypassed(hosts, name))
        return S_OK;
    if (FAILED(hr = list_proxies(proxies, scheme_from_name(scheme, strlen(scheme)), list)) || *list)
        return hr;
    return list_proxies(proxies, SCHEME_ANY, list);
}
