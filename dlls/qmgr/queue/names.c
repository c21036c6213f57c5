/* The rules for the names of files on disks and shares: ns-bits-bg_file_info.
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include "queue/queue.h"

#define PART_MAX 255 /* what disks take for the name of a file or a folder */

static BOOL is_separator(WCHAR c)
{
    return c == '\\' || c == '/';
}

static BOOL is_letter(WCHAR c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

static size_t part_length(const WCHAR *part)
{
    size_t length = 0;

    while (part[length] && !is_separator(part[length]))
        length++;
    return length;
}

/* Whether a part of a path is this word, in upper or lower case. */
static BOOL part_is(const WCHAR *part, size_t length, const WCHAR *word)
{
    return CompareStringOrdinal(part, length, word, lstrlenW(word), TRUE) == CSTR_EQUAL;
}

static BOOL part_is_one_of(const WCHAR *part, size_t length, const WCHAR *const *words, size_t count)
{
    while (count && !part_is(part, length, words[count - 1]))
        count--;
    return count != 0;
}

/* COM and LPT are counted with the superscript digits of ISO 8859-1 too. */
static BOOL is_port(const WCHAR *part, size_t length)
{
    if (length != 4 || (!part_is(part, 3, L"COM") && !part_is(part, 3, L"LPT")))
        return FALSE;
    return (part[3] >= '1' && part[3] <= '9') || part[3] == 0xb9 || part[3] == 0xb2 || part[3] == 0xb3;
}

/* Windows takes these names for devices in every folder, whatever extension they have: naming-a-file. */
static BOOL is_device(const WCHAR *part, size_t length)
{
    static const WCHAR *const devices[] = {L"CON", L"PRN", L"AUX", L"NUL", L"CONIN$", L"CONOUT$"};
    size_t base = 0;

    while (base < length && part[base] != '.')
        base++;
    while (base && part[base - 1] == ' ')
        base--;
    return part_is_one_of(part, base, devices, ARRAYSIZE(devices)) || is_port(part, base);
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

static BOOL part_is_valid(const WCHAR *part, size_t length)
{
    size_t i;

    if (length > PART_MAX)
        return FALSE;
    for (i = 0; i < length; i++)
    {
        if (!is_name_char(part[i]))
            return FALSE;
    }
    return !is_device(part, length);
}

/* Windows drops dots and spaces at the end of a name, so that one of nothing else names a folder. */
static BOOL part_names_a_file(const WCHAR *part, size_t length)
{
    while (length && (part[length - 1] == '.' || part[length - 1] == ' '))
        length--;
    return length != 0;
}

/* What follows "\\server\share\", or NULL if the server or the share is missing, or what it shares are no files. */
static const WCHAR *after_share(const WCHAR *server)
{
    static const WCHAR *const no_files[] = {L"PIPE", L"MAILSLOT", L"IPC$"};
    const WCHAR *share = server + part_length(server);
    size_t length;

    if (share == server || !*share || !part_is_valid(server, share - server))
        return NULL;
    length = part_length(++share);
    if (!length || !share[length] || !part_is_valid(share, length))
        return NULL;
    return part_is_one_of(share, length, no_files, ARRAYSIZE(no_files)) ? NULL : share + length + 1;
}

/* What follows the root of a full path ("C:\" or "\\server\share\"), or NULL if the path is relative or names a
 * device. */
static const WCHAR *after_root(const WCHAR *path)
{
    if (is_letter(path[0]) && path[1] == ':' && is_separator(path[2]))
        return path + 3;
    if (is_separator(path[0]) && is_separator(path[1]) && path[2] != '?' && path[2] != '.')
        return after_share(path + 2);
    return NULL;
}

/* The length of what stands before the name of the file itself, with the separator. */
size_t folder_length(const WCHAR *path)
{
    size_t length = lstrlenW(path);

    while (length && !is_separator(path[length - 1]))
        length--;
    return length;
}

/* Whether a file on a disk or a share may have this name: S_OK or E_INVALIDARG. */
HRESULT local_name_check(const WCHAR *name)
{
    const WCHAR *part;
    size_t length;

    if (!name || lstrlenW(name) > LOCAL_NAME_MAX || !(part = after_root(name)))
        return E_INVALIDARG;
    for (;; part += length + 1)
    {
        length = part_length(part);
        if (!part_is_valid(part, length))
            return E_INVALIDARG;
        if (!part[length])
            return part_names_a_file(part, length) ? S_OK : E_INVALIDARG;
    }
}
