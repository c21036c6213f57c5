/* The properties of a group. ne-qmgr-groupprop
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include "com/legacy.h"
#include "queue/queue.h"
#include "wine/debug.h"

WINE_DEFAULT_DEBUG_CHANNEL(qmgr);

#define ONLY_PRIORITY 1

#define NOTIFY_FLAGS (QM_NOTIFY_FILE_DONE | QM_NOTIFY_JOB_DONE | QM_NOTIFY_GROUP_DONE | QM_NOTIFY_DISABLE_NOTIFY \
        | QM_NOTIFY_USE_PROGRESSEX)

static HRESULT number_from_variant(const VARIANT *value, ULONG *number)
{
    switch (V_VT(value))
    {
        case VT_I4:
        case VT_UI4:
        case VT_INT:
        case VT_UINT:
            *number = V_UI4(value);
            return S_OK;
        case VT_I2:
            *number = V_I2(value);
            return S_OK;
        case VT_UI2:
            *number = V_UI2(value);
            return S_OK;
        default:
            return E_INVALIDARG;
    }
}

static HRESULT number_to_variant(ULONG number, VARIANT *value)
{
    V_VT(value) = VT_I4;
    V_I4(value) = number;
    return S_OK;
}

/* An empty string may be a null pointer. */
static HRESULT string_from_variant(const VARIANT *value, const WCHAR **string)
{
    if (V_VT(value) != VT_BSTR)
        return E_INVALIDARG;
    *string = V_BSTR(value) ? V_BSTR(value) : L"";
    return S_OK;
}

static HRESULT string_to_variant(const WCHAR *string, VARIANT *value)
{
    if (!(V_BSTR(value) = SysAllocString(string)))
        return E_OUTOFMEMORY;
    V_VT(value) = VT_BSTR;
    return S_OK;
}

static HRESULT get_priority(struct job *group, VARIANT *value)
{
    return number_to_variant(ONLY_PRIORITY, value);
}

static HRESULT get_protocol(struct job *group, VARIANT *value)
{
    return number_to_variant(QM_PROTOCOL_HTTP, value);
}

static HRESULT get_notify_flags(struct job *group, VARIANT *value)
{
    return number_to_variant(group->group->notify_flags, value);
}

static HRESULT get_notify_clsid(struct job *group, VARIANT *value)
{
    WCHAR clsid[39];

    if (IsEqualGUID(&group->group->notify_clsid, &GUID_NULL))
        return string_to_variant(L"", value);
    StringFromGUID2(&group->group->notify_clsid, clsid, ARRAYSIZE(clsid));
    return string_to_variant(clsid, value);
}

static HRESULT get_display_name(struct job *group, VARIANT *value)
{
    return string_to_variant(group->display_name, value);
}

static HRESULT get_description(struct job *group, VARIANT *value)
{
    return string_to_variant(group->description, value);
}

/* For properties that have only one value. */
static HRESULT check_only_number(const VARIANT *value, ULONG only)
{
    ULONG number;
    HRESULT hr;

    if (FAILED(hr = number_from_variant(value, &number)))
        return hr;
    return number == only ? S_OK : E_INVALIDARG;
}

static HRESULT set_priority(struct job *group, const VARIANT *value)
{
    return check_only_number(value, ONLY_PRIORITY);
}

static HRESULT set_protocol(struct job *group, const VARIANT *value)
{
    return check_only_number(value, QM_PROTOCOL_HTTP);
}

static HRESULT set_notify_flags(struct job *group, const VARIANT *value)
{
    ULONG flags;
    HRESULT hr;

    if (FAILED(hr = number_from_variant(value, &flags)))
        return hr;
    if (flags & ~NOTIFY_FLAGS)
        return E_INVALIDARG;
    group_set_notify_flags(group, flags);
    job_touch(group);
    return S_OK;
}

/* The proxy gives the object of the class with SetNotificationPointer. An empty string stands for no class. */
static HRESULT set_notify_clsid(struct job *group, const VARIANT *value)
{
    CLSID clsid = GUID_NULL;
    const WCHAR *string;
    HRESULT hr;

    if (FAILED(hr = string_from_variant(value, &string)))
        return hr;
    if (*string && FAILED(CLSIDFromString(string, &clsid)))
        return E_INVALIDARG;
    group->group->notify_clsid = clsid;
    job_touch(group);
    return S_OK;
}

static HRESULT set_string(struct job *group, WCHAR **member, const VARIANT *value, int length_max)
{
    const WCHAR *string;
    HRESULT hr;

    if (FAILED(hr = string_from_variant(value, &string)))
        return hr;
    return lstrlenW(string) <= length_max ? job_set_string(group, member, string) : BG_E_STRING_TOO_LONG;
}

static HRESULT set_display_name(struct job *group, const VARIANT *value)
{
    return set_string(group, &group->display_name, value, DISPLAY_NAME_MAX);
}

static HRESULT set_description(struct job *group, const VARIANT *value)
{
    return set_string(group, &group->description, value, DESCRIPTION_MAX);
}

/* Both with the queue's lock held. */
struct property
{
    HRESULT (*get)(struct job *group, VARIANT *value);
    HRESULT (*set)(struct job *group, const VARIANT *value);
};

/* Those without functions are not supported. */
static const struct property properties[] =
{
    [GROUPPROP_PRIORITY]      = {get_priority,     set_priority},
    [GROUPPROP_PROTOCOLFLAGS] = {get_protocol,     set_protocol},
    [GROUPPROP_NOTIFYFLAGS]   = {get_notify_flags, set_notify_flags},
    [GROUPPROP_NOTIFYCLSID]   = {get_notify_clsid, set_notify_clsid},
    [GROUPPROP_DISPLAYNAME]   = {get_display_name, set_display_name},
    [GROUPPROP_DESCRIPTION]   = {get_description,  set_description},
};

static const struct property *find_property(GROUPPROP id)
{
    return (UINT)id < ARRAYSIZE(properties) && properties[id].get ? &properties[id] : NULL;
}

HRESULT WINAPI legacy_group_GetProp(IBackgroundCopyGroup *iface, GROUPPROP id, VARIANT *value)
{
    const struct property *property = find_property(id);
    HRESULT hr;

    TRACE("iface %p, id %u, value %p\n", iface, id, value);

    if (!value)
        return E_INVALIDARG;
    VariantInit(value);
    if (!property)
        return E_NOTIMPL;
    queue_lock();
    hr = property->get(group_from_iface(iface), value);
    queue_unlock();
    return hr;
}

HRESULT WINAPI legacy_group_SetProp(IBackgroundCopyGroup *iface, GROUPPROP id, VARIANT *value)
{
    const struct property *property = find_property(id);
    struct job *group = group_from_iface(iface);
    HRESULT hr;

    TRACE("iface %p, id %u, value %p\n", iface, id, value);

    if (!value)
        return E_INVALIDARG;
    if (!property)
        return E_NOTIMPL;
    queue_lock();
    if (SUCCEEDED(hr = job_check_call(group, JOB_CALL_SET_PROPERTY)))
        hr = property->set(group, value);
    queue_commit();
    return legacy_result(hr);
}
