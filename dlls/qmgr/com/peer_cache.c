/* The peer cache, which BITS has had no more since 4.0: every method says S_FALSE, and finds nothing.
 * nn-bits3_0-ibitspeercacheadministration
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include "com/manager_object.h"
#include "wine/debug.h"

WINE_DEFAULT_DEBUG_CHANNEL(qmgr);

static struct manager *impl_from_IBitsPeerCacheAdministration(IBitsPeerCacheAdministration *iface)
{
    return CONTAINING_RECORD(iface, struct manager, IBitsPeerCacheAdministration_iface);
}

static HRESULT WINAPI peer_cache_QueryInterface(IBitsPeerCacheAdministration *iface, REFIID iid, void **out)
{
    return IBackgroundCopyManager_QueryInterface(
            &impl_from_IBitsPeerCacheAdministration(iface)->IBackgroundCopyManager_iface, iid, out);
}

static ULONG WINAPI peer_cache_AddRef(IBitsPeerCacheAdministration *iface)
{
    return IBackgroundCopyManager_AddRef(&impl_from_IBitsPeerCacheAdministration(iface)->IBackgroundCopyManager_iface);
}

static ULONG WINAPI peer_cache_Release(IBitsPeerCacheAdministration *iface)
{
    return IBackgroundCopyManager_Release(&impl_from_IBitsPeerCacheAdministration(iface)->IBackgroundCopyManager_iface);
}

static HRESULT give_zero(ULONG *out)
{
    if (!out)
        return E_INVALIDARG;
    *out = 0;
    return S_FALSE;
}

/* An enumerator of nothing, so that a program that goes on at S_FALSE has something to ask and to release. */
static HRESULT give_empty_enumerator(REFIID iid, void **out)
{
    HRESULT hr;

    if (!out)
        return E_INVALIDARG;
    hr = snapshot_create(iid, NULL, 0, out);
    return FAILED(hr) ? hr : S_FALSE;
}

static HRESULT WINAPI peer_cache_GetMaximumCacheSize(IBitsPeerCacheAdministration *iface, DWORD *size)
{
    TRACE("iface %p, size %p\n", iface, size);
    return give_zero(size);
}

static HRESULT WINAPI peer_cache_SetMaximumCacheSize(IBitsPeerCacheAdministration *iface, DWORD size)
{
    TRACE("iface %p, size %lu\n", iface, size);
    return S_FALSE;
}

static HRESULT WINAPI peer_cache_GetMaximumContentAge(IBitsPeerCacheAdministration *iface, ULONG *seconds)
{
    TRACE("iface %p, seconds %p\n", iface, seconds);
    return give_zero(seconds);
}

static HRESULT WINAPI peer_cache_SetMaximumContentAge(IBitsPeerCacheAdministration *iface, ULONG seconds)
{
    TRACE("iface %p, seconds %lu\n", iface, seconds);
    return S_FALSE;
}

static HRESULT WINAPI peer_cache_GetConfigurationFlags(IBitsPeerCacheAdministration *iface, DWORD *flags)
{
    TRACE("iface %p, flags %p\n", iface, flags);
    return give_zero(flags);
}

static HRESULT WINAPI peer_cache_SetConfigurationFlags(IBitsPeerCacheAdministration *iface, DWORD flags)
{
    TRACE("iface %p, flags %#lx\n", iface, flags);
    return S_FALSE;
}

static HRESULT WINAPI peer_cache_EnumRecords(IBitsPeerCacheAdministration *iface, IEnumBitsPeerCacheRecords **out)
{
    TRACE("iface %p, out %p\n", iface, out);
    return give_empty_enumerator(&IID_IEnumBitsPeerCacheRecords, (void **)out);
}

static HRESULT WINAPI peer_cache_GetRecord(IBitsPeerCacheAdministration *iface, REFGUID id, IBitsPeerCacheRecord **out)
{
    TRACE("iface %p, id %s, out %p\n", iface, debugstr_guid(id), out);

    if (out)
        *out = NULL;
    return id && out ? S_FALSE : E_INVALIDARG;
}

static HRESULT WINAPI peer_cache_ClearRecords(IBitsPeerCacheAdministration *iface)
{
    TRACE("iface %p\n", iface);
    return S_FALSE;
}

static HRESULT WINAPI peer_cache_DeleteRecord(IBitsPeerCacheAdministration *iface, REFGUID id)
{
    TRACE("iface %p, id %s\n", iface, debugstr_guid(id));
    return id ? S_FALSE : E_INVALIDARG;
}

static HRESULT WINAPI peer_cache_DeleteUrl(IBitsPeerCacheAdministration *iface, LPCWSTR url)
{
    TRACE("iface %p, url %s\n", iface, debugstr_w(url));
    return url ? S_FALSE : E_INVALIDARG;
}

static HRESULT WINAPI peer_cache_EnumPeers(IBitsPeerCacheAdministration *iface, IEnumBitsPeers **out)
{
    TRACE("iface %p, out %p\n", iface, out);
    return give_empty_enumerator(&IID_IEnumBitsPeers, (void **)out);
}

static HRESULT WINAPI peer_cache_ClearPeers(IBitsPeerCacheAdministration *iface)
{
    TRACE("iface %p\n", iface);
    return S_FALSE;
}

static HRESULT WINAPI peer_cache_DiscoverPeers(IBitsPeerCacheAdministration *iface)
{
    TRACE("iface %p\n", iface);
    return S_FALSE;
}

const IBitsPeerCacheAdministrationVtbl peer_cache_vtbl =
{
    peer_cache_QueryInterface,
    peer_cache_AddRef,
    peer_cache_Release,
    peer_cache_GetMaximumCacheSize,
    peer_cache_SetMaximumCacheSize,
    peer_cache_GetMaximumContentAge,
    peer_cache_SetMaximumContentAge,
    peer_cache_GetConfigurationFlags,
    peer_cache_SetConfigurationFlags,
    peer_cache_EnumRecords,
    peer_cache_GetRecord,
    peer_cache_ClearRecords,
    peer_cache_DeleteRecord,
    peer_cache_DeleteUrl,
    peer_cache_EnumPeers,
    peer_cache_ClearPeers,
    peer_cache_DiscoverPeers,
};
