/* The class factories: every version of the manager's class makes the same object, and the Queue Manager has its own.
 * https://learn.microsoft.com/windows/win32/bits/determining-the-version-of-bits-on-a-computer
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include "com/com.h"
#include "com/legacy.h"
#include "bits10_3.h"
#include "wine/debug.h"

WINE_DEFAULT_DEBUG_CHANNEL(qmgr);

struct factory
{
    IClassFactory IClassFactory_iface;
    HRESULT (*create)(REFIID iid, void **out);
};

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

/* The factories are static. */
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
    return CONTAINING_RECORD(iface, struct factory, IClassFactory_iface)->create(iid, out);
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

static struct factory manager_factory = {{&factory_vtbl}, manager_create};
static struct factory legacy_manager_factory = {{&factory_vtbl}, legacy_manager_create};

static const struct class_object
{
    const CLSID *clsid;
    struct factory *factory;
}
classes[] =
{
    {&CLSID_BackgroundCopyManager, &manager_factory},
    {&CLSID_BackgroundCopyManager1_5, &manager_factory},
    {&CLSID_BackgroundCopyManager2_0, &manager_factory},
    {&CLSID_BackgroundCopyManager2_5, &manager_factory},
    {&CLSID_BackgroundCopyManager3_0, &manager_factory},
    {&CLSID_BackgroundCopyManager4_0, &manager_factory},
    {&CLSID_BackgroundCopyManager5_0, &manager_factory},
    {&CLSID_BackgroundCopyManager10_1, &manager_factory},
    {&CLSID_BackgroundCopyManager10_2, &manager_factory},
    {&CLSID_BackgroundCopyManager10_3, &manager_factory},
    {&CLSID_BackgroundCopyQMgr, &legacy_manager_factory},
};

static DWORD cookies[ARRAYSIZE(classes)];

/* Lets clients create the managers. On failure none of the classes is registered. */
HRESULT factories_register(void)
{
    HRESULT hr;
    size_t i;

    for (i = 0; i < ARRAYSIZE(classes); i++)
    {
        hr = CoRegisterClassObject(classes[i].clsid, (IUnknown *)&classes[i].factory->IClassFactory_iface,
                CLSCTX_LOCAL_SERVER, REGCLS_MULTIPLEUSE, &cookies[i]);
        if (FAILED(hr))
        {
            ERR("class %s: %#lx\n", debugstr_guid(classes[i].clsid), hr);
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
