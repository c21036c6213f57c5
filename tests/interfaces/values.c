/* The values that the fakes and their callers exchange.
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "marshal.h"

#include <stdio.h>
#include <wchar.h>

/* A success code, because a failure would leave the results behind. */
HRESULT reply(unsigned int slot)
{
    return MAKE_HRESULT(SEVERITY_SUCCESS, FACILITY_ITF, 0x200 + slot);
}

HRESULT reply_if(unsigned int slot, bool arguments_are_right)
{
    return arguments_are_right ? reply(slot) : E_UNEXPECTED;
}

DWORD number_of(unsigned int slot)
{
    return 0x89abcd00 | slot;
}

/* An enumeration crosses as 16 bits. */
int enum_of(unsigned int slot)
{
    return 0x7e00 | slot;
}

UINT64 long_number_of(unsigned int slot)
{
    return 0x8123456789abcd00 | slot;
}

void fill_bytes(void *bytes, size_t size, unsigned int slot)
{
    size_t i;

    for (i = 0; i < size; ++i)
        ((BYTE *)bytes)[i] = slot + 37 * i;
}

bool bytes_are(const void *bytes, size_t size, unsigned int slot)
{
    size_t i;

    for (i = 0; i < size; ++i)
    {
        if (((const BYTE *)bytes)[i] != (BYTE)(slot + 37 * i))
            return false;
    }
    return true;
}

GUID guid_of(unsigned int slot)
{
    GUID guid;

    fill_bytes(&guid, sizeof(guid), slot);
    return guid;
}

const WCHAR *text_of(unsigned int slot, unsigned int which)
{
    static WCHAR texts[3][MAX_SLOTS][24];
    WCHAR *text = texts[which][slot];

    swprintf(text, ARRAY_SIZE(texts[0][0]), L"text %u of slot %u \x20ac", which, slot);
    return text;
}

bool text_is(const WCHAR *text, unsigned int slot, unsigned int which)
{
    return text && !wcscmp(text, text_of(slot, which));
}

HRESULT text_copy(unsigned int slot, unsigned int which, WCHAR **copy)
{
    const WCHAR *text = text_of(slot, which);

    if (!(*copy = CoTaskMemAlloc((wcslen(text) + 1) * sizeof(WCHAR))))
        return E_OUTOFMEMORY;
    wcscpy(*copy, text);
    return S_OK;
}

bool text_taken(WCHAR *text, unsigned int slot, unsigned int which)
{
    bool right = text_is(text, slot, which);

    CoTaskMemFree(text);
    return right;
}

void fill_ranges(BG_FILE_RANGE *ranges, DWORD count, unsigned int slot)
{
    fill_bytes(ranges, count * sizeof(*ranges), slot);
}

bool ranges_are(const BG_FILE_RANGE *ranges, DWORD count, unsigned int slot)
{
    return ranges && bytes_are(ranges, count * sizeof(*ranges), slot);
}
