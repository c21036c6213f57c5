/* Shapes of methods that return something.
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "marshal.h"

static HRESULT get_value_fake(unsigned int slot, IUnknown *iface, void *value)
{
    fill_bytes(value, fake_method(iface, slot)->size, slot);
    return reply(slot);
}
SLOT_FAKES_1(get_value, void *)

static void get_value_call(IUnknown *object, const struct method *method)
{
    get_value_function *function = METHOD_FUNCTION(get_value_function, object, method);
    BYTE value[64] = {0};

    check_reply(method, function(object, value));
    check(method, bytes_are(value, method->size, method->slot));
    check_failure(method, function(object, NULL));
}
SLOT_SHAPE(get_value);

static HRESULT get_value_by_number_fake(unsigned int slot, IUnknown *iface, DWORD number, void *value)
{
    fill_bytes(value, fake_method(iface, slot)->size, slot);
    return reply_if(slot, number == number_of(slot));
}
SLOT_FAKES_2(get_value_by_number, DWORD, void *)

static void get_value_by_number_call(IUnknown *object, const struct method *method)
{
    get_value_by_number_function *function = METHOD_FUNCTION(get_value_by_number_function, object, method);
    BYTE value[64] = {0};

    check_reply(method, function(object, number_of(method->slot), value));
    check(method, bytes_are(value, method->size, method->slot));
    check_failure(method, function(object, number_of(method->slot), NULL));
}
SLOT_SHAPE(get_value_by_number);

static HRESULT get_two_values_fake(unsigned int slot, IUnknown *iface, void *first, void *second)
{
    fill_bytes(first, fake_method(iface, slot)->size, slot);
    fill_bytes(second, fake_method(iface, slot)->size, slot + 1);
    return reply(slot);
}
SLOT_FAKES_2(get_two_values, void *, void *)

static void get_two_values_call(IUnknown *object, const struct method *method)
{
    get_two_values_function *function = METHOD_FUNCTION(get_two_values_function, object, method);
    BYTE first[16] = {0}, second[16] = {0};

    check_reply(method, function(object, first, second));
    check(method, bytes_are(first, method->size, method->slot));
    check(method, bytes_are(second, method->size, method->slot + 1));
    check_failure(method, function(object, NULL, second));
    check_failure(method, function(object, first, NULL));
}
SLOT_SHAPE(get_two_values);

static HRESULT get_enum_fake(unsigned int slot, IUnknown *iface, int *value)
{
    *value = enum_of(slot);
    return reply(slot);
}
SLOT_FAKES_1(get_enum, int *)

static void get_enum_call(IUnknown *object, const struct method *method)
{
    get_enum_function *function = METHOD_FUNCTION(get_enum_function, object, method);
    int value = -1;

    check_reply(method, function(object, &value));
    check(method, value == enum_of(method->slot));
    check_failure(method, function(object, NULL));
}
SLOT_SHAPE(get_enum);

static HRESULT get_text_fake(unsigned int slot, IUnknown *iface, WCHAR **text)
{
    HRESULT hr = text_copy(slot, 0, text);

    return FAILED(hr) ? hr : reply(slot);
}
SLOT_FAKES_1(get_text, WCHAR **)

static void get_text_call(IUnknown *object, const struct method *method)
{
    get_text_function *function = METHOD_FUNCTION(get_text_function, object, method);
    WCHAR *text = NULL;

    check_reply(method, function(object, &text));
    check(method, text_taken(text, method->slot, 0));
    check_failure(method, function(object, NULL));
}
SLOT_SHAPE(get_text);

static HRESULT get_text_by_number_fake(unsigned int slot, IUnknown *iface, DWORD number, WCHAR **text)
{
    HRESULT hr = text_copy(slot, 0, text);

    return FAILED(hr) ? hr : reply_if(slot, number == number_of(slot));
}
SLOT_FAKES_2(get_text_by_number, DWORD, WCHAR **)

static void get_text_by_number_call(IUnknown *object, const struct method *method)
{
    get_text_by_number_function *function = METHOD_FUNCTION(get_text_by_number_function, object, method);
    WCHAR *text = NULL;

    check_reply(method, function(object, number_of(method->slot), &text));
    check(method, text_taken(text, method->slot, 0));
    check_failure(method, function(object, number_of(method->slot), NULL));
}
SLOT_SHAPE(get_text_by_number);

/* The second text is missing, which a getter may answer. */
static HRESULT get_two_texts_fake(unsigned int slot, IUnknown *iface, WCHAR **first, WCHAR **second)
{
    HRESULT hr = text_copy(slot, 0, first);

    *second = NULL;
    return FAILED(hr) ? hr : reply(slot);
}
SLOT_FAKES_2(get_two_texts, WCHAR **, WCHAR **)

static void get_two_texts_call(IUnknown *object, const struct method *method)
{
    get_two_texts_function *function = METHOD_FUNCTION(get_two_texts_function, object, method);
    WCHAR *first = NULL, *second = (WCHAR *)L"";

    check_reply(method, function(object, &first, &second));
    check(method, text_taken(first, method->slot, 0));
    check(method, !second);
    check_failure(method, function(object, NULL, &second));
    check_failure(method, function(object, &first, NULL));
}
SLOT_SHAPE(get_two_texts);

static HRESULT get_object_fake(unsigned int slot, IUnknown *iface, IUnknown **result)
{
    *result = fake_create(fake_method(iface, slot)->object);
    return reply(slot);
}
SLOT_FAKES_1(get_object, IUnknown **)

static void check_object(IUnknown *result, const struct method *method)
{
    check(method, fake_is(result, method->object));
    IUnknown_Release(result);
}

static void get_object_call(IUnknown *object, const struct method *method)
{
    get_object_function *function = METHOD_FUNCTION(get_object_function, object, method);
    IUnknown *result = NULL;

    check_reply(method, function(object, &result));
    check_object(result, method);
    check_failure(method, function(object, NULL));
}
SLOT_SHAPE(get_object);

static HRESULT get_object_by_number_fake(unsigned int slot, IUnknown *iface, DWORD number, IUnknown **result)
{
    *result = fake_create(fake_method(iface, slot)->object);
    return reply_if(slot, number == number_of(slot));
}
SLOT_FAKES_2(get_object_by_number, DWORD, IUnknown **)

static void get_object_by_number_call(IUnknown *object, const struct method *method)
{
    get_object_by_number_function *function = METHOD_FUNCTION(get_object_by_number_function, object, method);
    IUnknown *result = NULL;

    check_reply(method, function(object, number_of(method->slot), &result));
    check_object(result, method);
    check_failure(method, function(object, number_of(method->slot), NULL));
}
SLOT_SHAPE(get_object_by_number);

static HRESULT get_object_by_guid_fake(unsigned int slot, IUnknown *iface, const GUID *id, IUnknown **result)
{
    *result = fake_create(fake_method(iface, slot)->object);
    return reply_if(slot, bytes_are(id, sizeof(*id), slot));
}
SLOT_FAKES_2(get_object_by_guid, const GUID *, IUnknown **)

static void get_object_by_guid_call(IUnknown *object, const struct method *method)
{
    get_object_by_guid_function *function = METHOD_FUNCTION(get_object_by_guid_function, object, method);
    GUID id = guid_of(method->slot);
    IUnknown *result = NULL;

    check_reply(method, function(object, &id, &result));
    check_object(result, method);
    check_failure(method, function(object, NULL, &result));
    check_failure(method, function(object, &id, NULL));
}
SLOT_SHAPE(get_object_by_guid);

static HRESULT get_object_by_guid_value_fake(unsigned int slot, IUnknown *iface, GUID id, IUnknown **result)
{
    return get_object_by_guid_fake(slot, iface, &id, result);
}
SLOT_FAKES_2(get_object_by_guid_value, GUID, IUnknown **)

static void get_object_by_guid_value_call(IUnknown *object, const struct method *method)
{
    get_object_by_guid_value_function *function = METHOD_FUNCTION(get_object_by_guid_value_function, object, method);
    GUID id = guid_of(method->slot);
    IUnknown *result = NULL;

    check_reply(method, function(object, id, &result));
    check_object(result, method);
    check_failure(method, function(object, id, NULL));
}
SLOT_SHAPE(get_object_by_guid_value);

/* As a service must: the count may be missing. */
static HRESULT get_ranges_fake(unsigned int slot, IUnknown *iface, DWORD *count, BG_FILE_RANGE **ranges)
{
    if (!count)
        return E_INVALIDARG;
    *count = 3;
    if (!(*ranges = CoTaskMemAlloc(*count * sizeof(**ranges))))
        return E_OUTOFMEMORY;
    fill_ranges(*ranges, *count, slot);
    return reply(slot);
}
SLOT_FAKES_2(get_ranges, DWORD *, BG_FILE_RANGE **)

static void get_ranges_call(IUnknown *object, const struct method *method)
{
    get_ranges_function *function = METHOD_FUNCTION(get_ranges_function, object, method);
    BG_FILE_RANGE *ranges = NULL;
    DWORD count = 1;

    check_reply(method, function(object, &count, &ranges));
    check(method, count == 3);
    check(method, ranges_are(ranges, count, method->slot));
    CoTaskMemFree(ranges);
    check_failure(method, function(object, NULL, &ranges));
    check_failure(method, function(object, &count, NULL));
}
SLOT_SHAPE(get_ranges);
