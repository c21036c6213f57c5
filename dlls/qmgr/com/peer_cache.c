/* The peer cache, which BITS has had no more since 4.0. nn-bits3_0-ibitspeercacheadministration
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

static HRESULT WINAPI peer_cache_GetMaximumCacheSize(IBitsPeerCacheAdministration *iface, DWORD *pBytes)
{
    FIXME("iface %p\n", iface);
    return E_NOTIMPL;
}

static HRESULT WINAPI peer_cache_SetMaximumCacheSize(IBitsPeerCacheAdministration *iface, DWORD Bytes)
{
    FIXME("iface %p\n", iface);
    return E_NOTIMPL;
}

static HRESULT WINAPI peer_cache_GetMaximumContentAge(IBitsPeerCacheAdministration *iface, ULONG *pSeconds)
{
    FIXME("iface %p\n", iface);
    return E_NOTIMPL;
}

static HRESULT WINAPI peer_cache_SetMaximumContentAge(IBitsPeerCacheAdministration *iface, ULONG Seconds)
{
    FIXME("iface %p\n", iface);
    return E_NOTIMPL;
}

static HRESULT WINAPI peer_cache_GetConfigurationFlags(IBitsPeerCacheAdministration *iface, DWORD *pFlags)
{
    FIXME("iface %p\n", iface);
    return E_NOTIMPL;
}

static HRESULT WINAPI peer_cache_SetConfigurationFlags(IBitsPeerCacheAdministration *iface, DWORD Flags)
{
    FIXME("iface %p\n", iface);
    return E_NOTIMPL;
}

static HRESULT WINAPI peer_cache_EnumRecords(IBitsPeerCacheAdministration *iface, IEnumBitsPeerCacheRecords **ppEnum)
{
    FIXME("iface %p\n", iface);
    return E_NOTIMPL;
}

static HRESULT WINAPI peer_cache_GetRecord(IBitsPeerCacheAdministration *iface, REFGUID id,
        IBitsPeerCacheRecord **ppRecord)
{
    FIXME("iface %p\n", iface);
    return E_NOTIMPL;
}

static HRESULT WINAPI peer_cache_ClearRecords(IBitsPeerCacheAdministration *iface)
{
    FIXME("iface %p\n", iface);
    return E_NOTIMPL;
}

static HRESULT WINAPI peer_cache_DeleteRecord(IBitsPeerCacheAdministration *iface, REFGUID id)
{
    FIXME("iface %p\n", iface);
    return E_NOTIMPL;
}

static HRESULT WINAPI peer_cache_DeleteUrl(IBitsPeerCacheAdministration *iface, LPCWSTR url)
{
    FIXME("iface %p\n", iface);
    return E_NOTIMPL;
}

static HRESULT WINAPI peer_cache_EnumPeers(IBitsPeerCacheAdministration *iface, IEnumBitsPeers **ppEnum)
{
    FIXME("iface %p\n", iface);
    return E_NOTIMPL;
}

static HRESULT WINAPI peer_cache_ClearPeers(IBitsPeerCacheAdministration *iface)
{
    FIXME("iface %p\n", iface);
    return E_NOTIMPL;
}

static HRESULT WINAPI peer_cache_DiscoverPeers(IBitsPeerCacheAdministration *iface)
{
    FIXME("iface %p\n", iface);
    return E_NOTIMPL;
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
