/* Next of the enumerators: three items, asked for in every way that the documentation allows.
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "marshal.h"

enum
{
    ITEMS = 3,
    FAILING_COUNT = 7,  /* a count that makes the fake fail */
};

static HRESULT STDMETHODCALLTYPE next_object_fake(IUnknown *iface, ULONG count, IUnknown **items, ULONG *fetched)
{
    ULONG i, found = min(count, ITEMS);

    if (fetched)
        *fetched = 0;
    if (count == FAILING_COUNT || (!fetched && count != 1))
        return E_INVALIDARG;
    for (i = 0; i < found; ++i)
        items[i] = fake_create(fake_method(iface, FIRST_SLOT)->object);
    if (fetched)
        *fetched = found;
    return found == count ? S_OK : S_FALSE;
}

typedef HRESULT STDMETHODCALLTYPE next_object_function(IUnknown *iface, ULONG count, IUnknown **items, ULONG *fetched);

static void check_items(const struct method *method, IUnknown **items, ULONG count, ULONG found)
{
    ULONG i;

    for (i = 0; i < found; ++i)
    {
        check(method, fake_is(items[i], method->object));
        IUnknown_Release(items[i]);
    }
    for (; i < count; ++i)
        check(method, !items[i]);
}

static void next_object_call(IUnknown *object, const struct method *method)
{
    next_object_function *function = METHOD_FUNCTION(next_object_function, object, method);
    IUnknown *items[8];
    ULONG fetched;

    memset(items, 0xcc, sizeof(items));
    fetched = 0xcccccccc;
    check_result(method, function(object, 2, items, &fetched), S_OK);
    check(method, fetched == 2);
    check_items(method, items, 2, 2);

    memset(items, 0xcc, sizeof(items));
    check_result(method, function(object, 5, items, &fetched), S_FALSE);
    check(method, fetched == ITEMS);
    check_items(method, items, 5, ITEMS);

    check_result(method, function(object, 1, items, NULL), S_OK);
    check_items(method, items, 1, 1);

    check_result(method, function(object, 2, items, NULL), E_INVALIDARG);
    check_result(method, function(object, FAILING_COUNT, items, &fetched), E_INVALIDARG);
    check_result(method, function(object, 0, items, &fetched), S_OK);
    check_failure(method, function(object, 1, NULL, &fetched));
}
const struct shape next_object = {.fake = next_object_fake, .call = next_object_call};

static HRESULT STDMETHODCALLTYPE next_guid_fake(IUnknown *iface, ULONG count, GUID *items, ULONG *fetched)
{
    ULONG i;

    *fetched = min(count, ITEMS);
    for (i = 0; i < *fetched; ++i)
        items[i] = guid_of(i);
    return *fetched == count ? S_OK : S_FALSE;
}

typedef HRESULT STDMETHODCALLTYPE next_guid_function(IUnknown *iface, ULONG count, GUID *items, ULONG *fetched);

static void next_guid_call(IUnknown *object, const struct method *method)
{
    next_guid_function *function = METHOD_FUNCTION(next_guid_function, object, method);
    ULONG i, fetched;
    GUID items[5];

    check_result(method, function(object, 2, items, &fetched), S_OK);
    check(method, fetched == 2);
    check_result(method, function(object, 5, items, &fetched), S_FALSE);
    check(method, fetched == ITEMS);
    for (i = 0; i < ITEMS; ++i)
        check(method, bytes_are(&items[i], sizeof(items[i]), i));
    check_failure(method, function(object, 1, items, NULL));
    check_failure(method, function(object, 1, NULL, &fetched));
}
const struct shape next_guid = {.fake = next_guid_fake, .call = next_guid_call};
