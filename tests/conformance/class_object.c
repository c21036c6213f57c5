/* A class of this process that has one object.
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include "class_object.h"

static HRESULT WINAPI factory_QueryInterface(IClassFactory *iface, REFIID iid, void **out)
{
    BOOL known = IsEqualIID(iid, &IID_IUnknown) || IsEqualIID(iid, &IID_IClassFactory);

    *out = known ? iface : NULL;
    return known ? S_OK : E_NOINTERFACE;
}

/* The test holds the factory until it is revoked. */
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
    struct class_object *class = CONTAINING_RECORD(iface, struct class_object, IClassFactory_iface);

    return IUnknown_QueryInterface(class->object, iid, out);
}

static HRESULT WINAPI factory_LockServer(IClassFactory *iface, BOOL lock)
{
    return S_OK;
}

static IClassFactoryVtbl factory_vtbl =
{
    factory_QueryInterface,
    factory_AddRef,
    factory_Release,
    factory_CreateInstance,
    factory_LockServer,
};

HRESULT register_class_object(struct class_object *class, const CLSID *clsid, IUnknown *object, DWORD context)
{
    class->IClassFactory_iface.lpVtbl = &factory_vtbl;
    class->object = object;
    return CoRegisterClassObject(clsid, (IUnknown *)&class->IClassFactory_iface, context, REGCLS_MULTIPLEUSE,
            &class->cookie);
}

HRESULT revoke_class_object(struct class_object *class)
{
    return CoRevokeClassObject(class->cookie);
}
