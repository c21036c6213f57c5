/* Remote names: which are accepted, and how libcurl gets them. ns-bits-bg_file_info
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include <stdlib.h>
#include <string.h>
#include <curl/curl.h>

#include "queue/queue.h"
#include "transfer/url.h"
#include "transfer/utf8.h"

/* The URL that a remote name stands for, with what is not legal in one escaped; to be freed with curl_url_cleanup. NULL
 * if it is none, or if there is no memory. */
CURLU *url_from_remote_name(const WCHAR *name)
{
    char *utf8 = utf8_from_wide(name, WC_ERR_INVALID_CHARS);
    CURLU *url = utf8 ? curl_url() : NULL;

    if (url && curl_url_set(url, CURLUPART_URL, utf8, CURLU_URLENCODE | CURLU_ALLOW_SPACE))
    {
        curl_url_cleanup(url);
        url = NULL;
    }
    utf8_wipe(utf8);
    return url;
}

/* Whether no segment of the path is longer than MAX_PATH. */
static BOOL url_segments_fit(CURLU *url)
{
    char *path, *segment;
    size_t length = 0;

    if (curl_url_get(url, CURLUPART_PATH, &path, 0))
        return FALSE;
    for (segment = path; *segment && length <= MAX_PATH; segment += strspn(segment, "/"))
    {
        length = strcspn(segment, "/");
        segment += length;
    }
    curl_free(path);
    return length <= MAX_PATH;
}

/* A name or a password whose escapes stand for controls cannot be read: libcurl refuses to. */
static BOOL url_part_is_readable(CURLU *url, CURLUPart part)
{
    char *text = NULL;
    BOOL readable = curl_url_get(url, part, &text, CURLU_URLDECODE) != CURLUE_URLDECODE;

    if (text)
        SecureZeroMemory(text, strlen(text));
    curl_free(text);
    return readable;
}

/* What follows the prefix, or NULL if the string does not begin with it. */
static const WCHAR *skip_prefix(const WCHAR *string, const WCHAR *prefix)
{
    int length = lstrlenW(prefix);

    if (lstrlenW(string) < length || CompareStringOrdinal(string, length, prefix, length, TRUE) != CSTR_EQUAL)
        return NULL;
    return string + length;
}

/* libcurl would take the next word for the host if there is none. */
static BOOL is_http_url_with_host(const WCHAR *name)
{
    const WCHAR *host = skip_prefix(name, L"http://");

    if (!host)
        host = skip_prefix(name, L"https://");
    return host && *host != '/';
}

/* The path of a file on a disk or a share that a remote name stands for: a full path, with or without file://. To be
 * freed with free; NULL if the name is no such path, or if there is no memory. */
WCHAR *path_from_remote_name(const WCHAR *name)
{
    const WCHAR *rest = skip_prefix(name, L"file://"), *path = rest ? rest : name;
    WCHAR *unc;

    if (rest && *path == '/')
        path++;
    if (!local_name_check(path))
        return string_copy(path);
    if (!rest || !(unc = malloc((lstrlenW(path) + 3) * sizeof(*unc))))
        return NULL;
    unc[0] = unc[1] = '\\';
    memcpy(unc + 2, path, (lstrlenW(path) + 1) * sizeof(*unc));
    if (!local_name_check(unc))
        return unc;
    free(unc);
    return NULL;
}

BOOL remote_name_is_local(const WCHAR *name)
{
    WCHAR *path = path_from_remote_name(name);

    free(path);
    return path != NULL;
}

/* Whether a job may transfer from or to this name: S_OK or E_INVALIDARG. */
HRESULT remote_name_check(const WCHAR *name)
{
    CURLU *url;
    HRESULT hr;

    if (!name || lstrlenW(name) > REMOTE_NAME_MAX)
        return E_INVALIDARG;
    if (remote_name_is_local(name))
        return S_OK;
    if (!is_http_url_with_host(name) || !(url = url_from_remote_name(name)))
        return E_INVALIDARG;
    hr = E_INVALIDARG;
    if (url_segments_fit(url) && url_part_is_readable(url, CURLUPART_USER)
            && url_part_is_readable(url, CURLUPART_PASSWORD))
        hr = S_OK;
    curl_url_cleanup(url);
    return hr;
}
