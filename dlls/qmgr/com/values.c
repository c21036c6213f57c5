/* Values that callers are given.
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include "com/com.h"
#include "queue/queue.h"

HRESULT read_string(WCHAR *const *member, WCHAR **out)
{
    HRESULT hr;

    if (!out)
        return E_INVALIDARG;
    queue_lock();
    hr = string_to_caller(*member, out);
    queue_unlock();
    return hr;
}

HRESULT read_number(const ULONG *member, ULONG *out)
{
    if (!out)
        return E_INVALIDARG;
    queue_lock();
    *out = *member;
    queue_unlock();
    return S_OK;
}

HRESULT read_flag(const BOOL *member, BOOL *out)
{
    if (!out)
        return E_INVALIDARG;
    queue_lock();
    *out = *member;
    queue_unlock();
    return S_OK;
}
