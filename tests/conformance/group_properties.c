/* The properties of the Queue Manager's groups. ne-qmgr-groupprop
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include <wchar.h>

#include "group_test.h"

static HRESULT set_number(IBackgroundCopyGroup *group, GROUPPROP property, VARTYPE type, LONG number)
{
    VARIANT value = {0};

    V_VT(&value) = type;
    if (type == VT_I2 || type == VT_UI2)
        V_I2(&value) = number;
    else
        V_I4(&value) = number;
    return IBackgroundCopyGroup_SetProp(group, property, &value);
}

static LONG get_number(IBackgroundCopyGroup *group, GROUPPROP property)
{
    VARIANT value = {0};

    assert_hr(IBackgroundCopyGroup_GetProp(group, property, &value), S_OK);
    assert_int_equal(V_VT(&value), VT_I4);
    return V_I4(&value);
}

static HRESULT set_string(IBackgroundCopyGroup *group, GROUPPROP property, const WCHAR *string)
{
    VARIANT value = {0};
    HRESULT hr;

    V_VT(&value) = VT_BSTR;
    V_BSTR(&value) = string ? SysAllocString(string) : NULL;
    hr = IBackgroundCopyGroup_SetProp(group, property, &value);
    VariantClear(&value);
    return hr;
}

static void assert_string(IBackgroundCopyGroup *group, GROUPPROP property, const WCHAR *expected)
{
    VARIANT value = {0};

    assert_hr(IBackgroundCopyGroup_GetProp(group, property, &value), S_OK);
    assert_int_equal(V_VT(&value), VT_BSTR);
    if (wcscmp(V_BSTR(&value), expected))
        fail_msg("property %d is \"%ls\", not \"%ls\"", property, V_BSTR(&value), expected);
    VariantClear(&value);
}

static const GROUPPROP number_properties[] = {GROUPPROP_PRIORITY, GROUPPROP_PROTOCOLFLAGS, GROUPPROP_NOTIFYFLAGS};
static const GROUPPROP string_properties[] = {GROUPPROP_NOTIFYCLSID, GROUPPROP_DISPLAYNAME, GROUPPROP_DESCRIPTION};

static void test_a_new_group_has_the_defaults(void **state)
{
    IBackgroundCopyGroup *group = create_group(*state);

    assert_int_equal(get_number(group, GROUPPROP_PRIORITY), 1);
    assert_int_equal(get_number(group, GROUPPROP_PROTOCOLFLAGS), QM_PROTOCOL_HTTP);
    assert_int_equal(get_number(group, GROUPPROP_NOTIFYFLAGS), 0);
    assert_string(group, GROUPPROP_NOTIFYCLSID, L"");
    assert_string(group, GROUPPROP_DISPLAYNAME, L"");
    assert_string(group, GROUPPROP_DESCRIPTION, L"");
    IBackgroundCopyGroup_Release(group);
}

static void test_numbers_come_in_six_types(void **state)
{
    static const VARTYPE types[] = {VT_I4, VT_I2, VT_UI4, VT_UI2, VT_INT, VT_UINT};
    IBackgroundCopyGroup *group = create_group(*state);
    size_t i, type;

    for (i = 0; i < ARRAYSIZE(number_properties); ++i)
    {
        for (type = 0; type < ARRAYSIZE(types); ++type)
        {
            assert_hr(set_number(group, number_properties[i], types[type], 1), S_OK);
            assert_int_equal(get_number(group, number_properties[i]), 1);
        }
    }
    IBackgroundCopyGroup_Release(group);
}

/* nf-qmgr-ibackgroundcopygroup-setprop: E_INVALIDARG for a type that does not fit. */
static void test_other_types_are_refused(void **state)
{
    static const VARTYPE types[] = {VT_EMPTY, VT_NULL, VT_BOOL, VT_I1, VT_UI1, VT_I8, VT_R4, VT_R8, VT_DATE, VT_ERROR};
    IBackgroundCopyGroup *group = create_group(*state);
    size_t i, type;

    for (type = 0; type < ARRAYSIZE(types); ++type)
    {
        for (i = 0; i < ARRAYSIZE(number_properties); ++i)
            assert_hr(set_number(group, number_properties[i], types[type], 1), E_INVALIDARG);
        for (i = 0; i < ARRAYSIZE(string_properties); ++i)
            assert_hr(set_number(group, string_properties[i], types[type], 1), E_INVALIDARG);
    }
    for (i = 0; i < ARRAYSIZE(number_properties); ++i)
        assert_hr(set_string(group, number_properties[i], L"1"), E_INVALIDARG);
    for (i = 0; i < ARRAYSIZE(string_properties); ++i)
        assert_hr(set_number(group, string_properties[i], VT_I4, 1), E_INVALIDARG);
    IBackgroundCopyGroup_Release(group);
}

static void test_some_properties_are_not_supported(void **state)
{
    static const GROUPPROP properties[] =
    {
        GROUPPROP_REMOTEUSERID, GROUPPROP_REMOTEUSERPWD, GROUPPROP_LOCALUSERID, GROUPPROP_LOCALUSERPWD,
        GROUPPROP_PROGRESSSIZE, GROUPPROP_PROGRESSPERCENT, GROUPPROP_PROGRESSTIME, 13, 0x7fff,
    };
    IBackgroundCopyGroup *group = create_group(*state);
    VARIANT value;
    size_t i;

    for (i = 0; i < ARRAYSIZE(properties); ++i)
    {
        VariantInit(&value);
        assert_hr(IBackgroundCopyGroup_GetProp(group, properties[i], &value), E_NOTIMPL);
        assert_int_equal(V_VT(&value), VT_EMPTY);
        assert_hr(set_string(group, properties[i], L"text"), E_NOTIMPL);
        assert_hr(set_number(group, properties[i], VT_I4, 1), E_NOTIMPL);
    }
    IBackgroundCopyGroup_Release(group);
}

static void test_priority_and_protocol_have_one_value(void **state)
{
    static const LONG refused[] = {0, 2, 3, 4, -1, 0x10001};
    IBackgroundCopyGroup *group = create_group(*state);
    size_t i;

    for (i = 0; i < ARRAYSIZE(refused); ++i)
    {
        assert_hr(set_number(group, GROUPPROP_PRIORITY, VT_I4, refused[i]), E_INVALIDARG);
        assert_hr(set_number(group, GROUPPROP_PROTOCOLFLAGS, VT_UI4, refused[i]), E_INVALIDARG);
    }
    assert_hr(set_number(group, GROUPPROP_PRIORITY, VT_I2, -1), E_INVALIDARG);
    assert_int_equal(get_number(group, GROUPPROP_PRIORITY), 1);
    assert_int_equal(get_number(group, GROUPPROP_PROTOCOLFLAGS), QM_PROTOCOL_HTTP);
    IBackgroundCopyGroup_Release(group);
}

static void test_notify_flags_are_kept(void **state)
{
    static const LONG flags[] =
    {
        QM_NOTIFY_GROUP_DONE, QM_NOTIFY_DISABLE_NOTIFY, QM_NOTIFY_GROUP_DONE | QM_NOTIFY_DISABLE_NOTIFY,
        QM_NOTIFY_FILE_DONE | QM_NOTIFY_JOB_DONE | QM_NOTIFY_USE_PROGRESSEX, 0,
    };
    static const LONG refused[] = {8, 0x100, -1};
    IBackgroundCopyGroup *group = create_group(*state);
    size_t i;

    for (i = 0; i < ARRAYSIZE(flags); ++i)
    {
        assert_hr(set_number(group, GROUPPROP_NOTIFYFLAGS, VT_UI4, flags[i]), S_OK);
        assert_int_equal(get_number(group, GROUPPROP_NOTIFYFLAGS), flags[i]);
    }
    for (i = 0; i < ARRAYSIZE(refused); ++i)
        assert_hr(set_number(group, GROUPPROP_NOTIFYFLAGS, VT_I4, refused[i]), E_INVALIDARG);
    assert_int_equal(get_number(group, GROUPPROP_NOTIFYFLAGS), 0);
    IBackgroundCopyGroup_Release(group);
}

/* The name may have 256 characters, the description 1024; a refused text changes nothing. */
static void test_texts_are_limited(void **state)
{
    static const struct
    {
        GROUPPROP property;
        size_t limit;
    }
    texts[] = {{GROUPPROP_DISPLAYNAME, 256}, {GROUPPROP_DESCRIPTION, 1024}};
    IBackgroundCopyGroup *group = create_group(*state);
    WCHAR text[4097];
    size_t i;

    for (i = 0; i < ARRAYSIZE(texts); ++i)
    {
        fill_text(text, texts[i].limit + 1);
        assert_failed(set_string(group, texts[i].property, text));
        fill_text(text, 4096);
        assert_failed(set_string(group, texts[i].property, text));
        assert_string(group, texts[i].property, L"");
        fill_text(text, texts[i].limit - 1);
        assert_hr(set_string(group, texts[i].property, text), S_OK);
        assert_string(group, texts[i].property, text);
        fill_text(text, texts[i].limit);
        assert_hr(set_string(group, texts[i].property, text), S_OK);
        assert_string(group, texts[i].property, text);
        assert_hr(set_string(group, texts[i].property, L""), S_OK);
        assert_string(group, texts[i].property, L"");
    }
    IBackgroundCopyGroup_Release(group);
}

/* A character outside the BMP, and surrogates without a partner. */
static void test_texts_keep_every_character(void **state)
{
    static const WCHAR *const texts[] =
    {
        L"\x30d5\x30a1", L"\xd83d\xde00", L"\xd800", L"a\xdc00" L"b", L"\xde00\xd83d",
    };
    IBackgroundCopyGroup *group = create_group(*state);
    size_t i;

    for (i = 0; i < ARRAYSIZE(texts); ++i)
    {
        assert_hr(set_string(group, GROUPPROP_DISPLAYNAME, texts[i]), S_OK);
        assert_string(group, GROUPPROP_DISPLAYNAME, texts[i]);
        assert_hr(set_string(group, GROUPPROP_DESCRIPTION, texts[i]), S_OK);
        assert_string(group, GROUPPROP_DESCRIPTION, texts[i]);
    }
    assert_hr(set_string(group, GROUPPROP_DISPLAYNAME, NULL), S_OK);
    assert_string(group, GROUPPROP_DISPLAYNAME, L"");
    IBackgroundCopyGroup_Release(group);
}

static void test_the_texts_are_those_of_the_job(void **state)
{
    struct bits_test *test = *state;
    IBackgroundCopyGroup *group = create_group(test);
    WCHAR *text;

    assert_hr(set_string(group, GROUPPROP_DISPLAYNAME, L"name"), S_OK);
    assert_hr(set_string(group, GROUPPROP_DESCRIPTION, L"description"), S_OK);
    assert_hr(IBackgroundCopyJob_GetDisplayName(test->jobs[0], &text), S_OK);
    assert_task_string(text, L"name");
    assert_hr(IBackgroundCopyJob_GetDescription(test->jobs[0], &text), S_OK);
    assert_task_string(text, L"description");
    assert_hr(IBackgroundCopyJob_SetDisplayName(test->jobs[0], L"other"), S_OK);
    assert_string(group, GROUPPROP_DISPLAYNAME, L"other");
    IBackgroundCopyGroup_Release(group);
}

/* nn-qmgr-ibackgroundcopycallback1: the class is activated, and so has to be there. */
static void test_the_callback_needs_a_class(void **state)
{
    static const WCHAR *const malformed[] =
    {
        L"{", L"{69ad4aee-51be-439b-a92c-86ae490e8b3}", L"{69ad4aee-51be-439b-a92c-86ae490e8b30}}", L"\xd800",
    };
    IBackgroundCopyGroup *group = create_group(*state);
    GUID id = new_id();
    WCHAR clsid[39];
    size_t i;

    for (i = 0; i < ARRAYSIZE(malformed); ++i)
        assert_failed(set_string(group, GROUPPROP_NOTIFYCLSID, malformed[i]));
    StringFromGUID2(&id, clsid, ARRAYSIZE(clsid));
    assert_hr(set_string(group, GROUPPROP_NOTIFYCLSID, clsid), REGDB_E_CLASSNOTREG);
    assert_string(group, GROUPPROP_NOTIFYCLSID, L"");
    IBackgroundCopyGroup_Release(group);
}

int main(void)
{
    static const struct CMUnitTest tests[] =
    {
        bits_unit_test(test_a_new_group_has_the_defaults),
        bits_unit_test(test_numbers_come_in_six_types),
        bits_unit_test(test_other_types_are_refused),
        bits_unit_test(test_some_properties_are_not_supported),
        bits_unit_test(test_priority_and_protocol_have_one_value),
        bits_unit_test(test_notify_flags_are_kept),
        bits_unit_test(test_texts_are_limited),
        bits_unit_test(test_texts_keep_every_character),
        bits_unit_test(test_the_texts_are_those_of_the_job),
        bits_unit_test(test_the_callback_needs_a_class),
    };

    return cmocka_run_group_tests_name("group_properties", tests, bits_program_setup, bits_program_teardown);
}
