/* The class factory: every version of the manager's class makes the same object.
 * https://learn.microsoft.com/windows/win32/bits/determining-the-version-of-bits-on-a-computer
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include "com/com.h"
#include "bits10_3.h"
#include "wine/debug.h"

WINE_DEFAULT_DEBUG_CHANNEL(qmgr);

static const CLSID *const manager_classes[] =
{
    &CLSID_BackgroundCopyManager,
    &CLSID_BackgroundCopyManager1_5,
    &CLSID_BackgroundCopyManager2_0,
    &CLSID_BackgroundCopyManager2_5,
    &CLSID_BackgroundCopyManager3_0,
    &CLSID_BackgroundCopyManager4_0,
    &CLSID_BackgroundCopyManager5_0,
    &CLSID_BackgroundCopyManager10_1,
    &CLSID_BackgroundCopyManager10_2,
    &CLSID_BackgroundCopyManager10_3,
};

static DWORD cookies[ARRAYSIZE(manager_classes)];

static HRESULT WINAPI factory_QueryInterface(IClassFactory *iface, REFIID iid, void **out)
{
    if (!out)
        return E_POINTER;
    if (IsEqualIID(iid, &IID_IUnknown) || IsEqualIID(iid, &IID_IClassFactory))
    {
        *out = iface;
        return S_OK;
    }
    *out = NULL;
    return E_NOINTERFACE;
}

/* The factory is static. */
static ULONG WINAPI factory_AddRef(IClassFactory *iface)
{
    return 2;
}

static ULONG WINAPI factory_Release(IClassFactory *iface)
{
    return 1;
}

static HRESULT WINAPI factory_CreateInstance(IClassFactory *iface, IUnknown *outer, REFIID iid, void **out)
{
    TRACE("outer %p, iid %s, out %p\n", outer, debugstr_guid(iid), out);

    if (!out)
        return E_POINTER;
    *out = NULL;
    if (outer)
        return CLASS_E_NOAGGREGATION;
    return manager_create(iid, out);
}

static HRESULT WINAPI factory_LockServer(IClassFactory *iface, BOOL lock)
{
    return S_OK;
}

static const IClassFactoryVtbl factory_vtbl =
{
    factory_QueryInterface,
    factory_AddRef,
    factory_Release,
    factory_CreateInstance,
    factory_LockServer,
};

static IClassFactory factory = {&factory_vtbl};

/* Lets clients create the manager. On failure none of the classes is registered. */
HRESULT factories_register(void)
{
    HRESULT hr;
    size_t i;

    for (i = 0; i < ARRAYSIZE(manager_classes); i++)
    {
        hr = CoRegisterClassObject(manager_classes[i], (IUnknown *)&factory, CLSCTX_LOCAL_SERVER,
                REGCLS_MULTIPLEUSE, &cookies[i]);
        if (FAILED(hr))
        {
            ERR("class %s: %#lx\n", debugstr_guid(manager_classes[i]), hr);
            factories_revoke();
            return hr;
        }
    }
    return S_OK;
}

void factories_revoke(void)
{
    size_t i;

    for (i = 0; i < ARRAYSIZE(cookies); i++)
    {
        if (cookies[i])
            CoRevokeClassObject(cookies[i]);
        cookies[i] = 0;
    }
}
