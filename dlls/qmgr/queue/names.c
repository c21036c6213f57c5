/* The rules for local names: ns-bits-bg_file_info.
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include "queue/queue.h"

static BOOL is_separator(WCHAR c)
{
    return c == '\\' || c == '/';
}

static BOOL is_letter(WCHAR c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

/* What follows the root of a full path ("C:\" or "\\"), or NULL if the path is relative or names a device. */
static const WCHAR *after_root(const WCHAR *path)
{
    if (is_letter(path[0]) && path[1] == ':' && is_separator(path[2]))
        return path + 3;
    if (is_separator(path[0]) && is_separator(path[1]) && path[2] != '?' && path[2] != '.')
        return path + 2;
    return NULL;
}

/* Neither a wildcard nor a stream nor anything else that a name cannot hold. */
static BOOL is_name_char(WCHAR c)
{
    static const WCHAR refused[] = {'*', '?', ':', '"', '<', '>', '|', 0};
    const WCHAR *p;

    for (p = refused; *p && *p != c; p++)
        ;
    return c >= ' ' && !*p;
}

/* Whether the target of a download may have this name: S_OK or E_INVALIDARG. */
HRESULT local_name_check(const WCHAR *name)
{
    const WCHAR *p;

    if (!name || lstrlenW(name) > LOCAL_NAME_MAX || !(p = after_root(name)) || !*p)
        return E_INVALIDARG;
    for (; *p; p++)
    {
        if (!is_name_char(*p))
            return E_INVALIDARG;
    }
    return is_separator(p[-1]) ? E_INVALIDARG : S_OK;
}
