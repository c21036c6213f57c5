/* Strings that callers free.
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include "com/com.h"

/* Copies a string, or NULL, into task memory, which the caller frees with CoTaskMemFree: S_OK or E_OUTOFMEMORY. */
HRESULT string_to_caller(const WCHAR *string, WCHAR **out)
{
    size_t size;

    *out = NULL;
    if (!string)
        return S_OK;
    size = (lstrlenW(string) + 1) * sizeof(*string);
    if (!(*out = CoTaskMemAlloc(size)))
        return E_OUTOFMEMORY;
    memcpy(*out, string, size);
    return S_OK;
}
