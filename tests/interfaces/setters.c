/* Shapes of methods that return nothing but a result code.
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "marshal.h"

static HRESULT no_argument_fake(unsigned int slot, IUnknown *iface)
{
    return reply(slot);
}
SLOT_FAKES_0(no_argument)

static void no_argument_call(IUnknown *object, const struct method *method)
{
    check_reply(method, METHOD_FUNCTION(no_argument_function, object, method)(object));
}
SLOT_SHAPE(no_argument);

static HRESULT set_number_fake(unsigned int slot, IUnknown *iface, DWORD value)
{
    return reply_if(slot, value == number_of(slot));
}
SLOT_FAKES_1(set_number, DWORD)

static void set_number_call(IUnknown *object, const struct method *method)
{
    set_number_function *function = METHOD_FUNCTION(set_number_function, object, method);

    check_reply(method, function(object, number_of(method->slot)));
}
SLOT_SHAPE(set_number);

static HRESULT set_long_number_fake(unsigned int slot, IUnknown *iface, UINT64 value)
{
    return reply_if(slot, value == long_number_of(slot));
}
SLOT_FAKES_1(set_long_number, UINT64)

static void set_long_number_call(IUnknown *object, const struct method *method)
{
    set_long_number_function *function = METHOD_FUNCTION(set_long_number_function, object, method);

    check_reply(method, function(object, long_number_of(method->slot)));
}
SLOT_SHAPE(set_long_number);

static HRESULT set_enum_fake(unsigned int slot, IUnknown *iface, int value)
{
    return reply_if(slot, value == enum_of(slot));
}
SLOT_FAKES_1(set_enum, int)

static void set_enum_call(IUnknown *object, const struct method *method)
{
    set_enum_function *function = METHOD_FUNCTION(set_enum_function, object, method);

    check_reply(method, function(object, enum_of(method->slot)));
}
SLOT_SHAPE(set_enum);

static HRESULT set_guid_fake(unsigned int slot, IUnknown *iface, const GUID *value)
{
    return reply_if(slot, bytes_are(value, sizeof(*value), slot));
}
SLOT_FAKES_1(set_guid, const GUID *)

static void set_guid_call(IUnknown *object, const struct method *method)
{
    set_guid_function *function = METHOD_FUNCTION(set_guid_function, object, method);
    GUID value = guid_of(method->slot);

    check_reply(method, function(object, &value));
    check_failure(method, function(object, NULL));
}
SLOT_SHAPE(set_guid);

static HRESULT set_text_fake(unsigned int slot, IUnknown *iface, const WCHAR *text)
{
    return reply_if(slot, text_is(text, slot, 0));
}
SLOT_FAKES_1(set_text, const WCHAR *)

static void set_text_call(IUnknown *object, const struct method *method)
{
    set_text_function *function = METHOD_FUNCTION(set_text_function, object, method);

    check_reply(method, function(object, text_of(method->slot, 0)));
    check_failure(method, function(object, NULL));
}
SLOT_SHAPE(set_text);

static HRESULT set_optional_text_fake(unsigned int slot, IUnknown *iface, const WCHAR *text)
{
    return text ? set_text_fake(slot, iface, text) : S_FALSE;
}
SLOT_FAKES_1(set_optional_text, const WCHAR *)

static void set_optional_text_call(IUnknown *object, const struct method *method)
{
    set_optional_text_function *function = METHOD_FUNCTION(set_optional_text_function, object, method);

    check_reply(method, function(object, text_of(method->slot, 0)));
    check_result(method, function(object, NULL), S_FALSE);
}
SLOT_SHAPE(set_optional_text);

static HRESULT set_two_texts_fake(unsigned int slot, IUnknown *iface, const WCHAR *first, const WCHAR *second)
{
    return reply_if(slot, text_is(first, slot, 0) && text_is(second, slot, 1));
}
SLOT_FAKES_2(set_two_texts, const WCHAR *, const WCHAR *)

static void set_two_texts_call(IUnknown *object, const struct method *method)
{
    set_two_texts_function *function = METHOD_FUNCTION(set_two_texts_function, object, method);
    const WCHAR *first = text_of(method->slot, 0), *second = text_of(method->slot, 1);

    check_reply(method, function(object, first, second));
    check_failure(method, function(object, NULL, second));
    check_failure(method, function(object, first, NULL));
}
SLOT_SHAPE(set_two_texts);

static HRESULT set_two_optional_texts_fake(unsigned int slot, IUnknown *iface, const WCHAR *first,
        const WCHAR *second)
{
    if (!first)
        return S_FALSE;
    return second ? set_two_texts_fake(slot, iface, first, second) : reply_if(slot, text_is(first, slot, 2));
}
SLOT_FAKES_2(set_two_optional_texts, const WCHAR *, const WCHAR *)

static void set_two_optional_texts_call(IUnknown *object, const struct method *method)
{
    set_two_optional_texts_function *function = METHOD_FUNCTION(set_two_optional_texts_function, object, method);

    check_reply(method, function(object, text_of(method->slot, 0), text_of(method->slot, 1)));
    check_reply(method, function(object, text_of(method->slot, 2), NULL));
    check_result(method, function(object, NULL, NULL), S_FALSE);
}
SLOT_SHAPE(set_two_optional_texts);

static HRESULT set_object_fake(unsigned int slot, IUnknown *iface, IUnknown *value)
{
    return value ? reply_if(slot, fake_is(value, fake_method(iface, slot)->object)) : S_FALSE;
}
SLOT_FAKES_1(set_object, IUnknown *)

static void set_object_call(IUnknown *object, const struct method *method)
{
    set_object_function *function = METHOD_FUNCTION(set_object_function, object, method);
    IUnknown *value = fake_create(method->object);

    check_reply(method, function(object, value));
    check_result(method, function(object, NULL), S_FALSE);
    IUnknown_Release(value);
}
SLOT_SHAPE(set_object);
