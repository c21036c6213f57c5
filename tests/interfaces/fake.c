/* An object that has the fakes of an interface in its vtable.
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "marshal.h"

#include <stdlib.h>

struct fake
{
    IUnknown IUnknown_iface;
    LONG references;
    const struct contract *contract;
    const void *vtable[MAX_SLOTS];
};

static struct fake *impl_from_IUnknown(IUnknown *iface)
{
    return CONTAINING_RECORD(iface, struct fake, IUnknown_iface);
}

static HRESULT STDMETHODCALLTYPE fake_QueryInterface(IUnknown *iface, REFIID iid, void **out)
{
    const struct contract *contract = impl_from_IUnknown(iface)->contract;

    *out = NULL;
    while (contract && !IsEqualGUID(iid, contract->iid))
        contract = contract->base;
    if (!contract && !IsEqualGUID(iid, &IID_IUnknown))
        return E_NOINTERFACE;
    IUnknown_AddRef(iface);
    *out = iface;
    return S_OK;
}

static ULONG STDMETHODCALLTYPE fake_AddRef(IUnknown *iface)
{
    return InterlockedIncrement(&impl_from_IUnknown(iface)->references);
}

static ULONG STDMETHODCALLTYPE fake_Release(IUnknown *iface)
{
    struct fake *fake = impl_from_IUnknown(iface);
    ULONG references = InterlockedDecrement(&fake->references);

    if (!references)
        free(fake);
    return references;
}

const struct method *find_method(const struct contract *contract, unsigned int slot)
{
    size_t i;

    for (; contract; contract = contract->base)
    {
        for (i = 0; i < contract->method_count; ++i)
        {
            if (contract->methods[i].slot == slot)
                return &contract->methods[i];
        }
    }
    return NULL;
}

const struct method *fake_method(IUnknown *iface, unsigned int slot)
{
    return find_method(impl_from_IUnknown(iface)->contract, slot);
}

static const void *function_of(const struct method *method)
{
    return method->shape->fakes ? method->shape->fakes[method->slot - FIRST_SLOT] : method->shape->fake;
}

IUnknown *fake_create(const struct contract *contract)
{
    struct fake *fake = calloc(1, sizeof(*fake));
    unsigned int slot;

    if (!fake)
        abort();
    fake->vtable[0] = fake_QueryInterface;
    fake->vtable[1] = fake_AddRef;
    fake->vtable[2] = fake_Release;
    for (slot = FIRST_SLOT; slot < contract->slots; ++slot)
        fake->vtable[slot] = function_of(find_method(contract, slot));
    fake->IUnknown_iface.lpVtbl = (IUnknownVtbl *)fake->vtable;
    fake->references = 1;
    fake->contract = contract;
    return &fake->IUnknown_iface;
}

bool fake_is(IUnknown *object, const struct contract *contract)
{
    IUnknown *same;

    if (!object || FAILED(IUnknown_QueryInterface(object, contract->iid, (void **)&same)))
        return false;
    IUnknown_Release(same);
    return true;
}
