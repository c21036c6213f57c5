/* IBackgroundCopyJob5: a union by value whose arm the property id chooses.
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "marshal.h"

static const struct
{
    BITS_JOB_PROPERTY_ID property;
    size_t size;
}
arms[] =
{
    {BITS_JOB_PROPERTY_ID_COST_FLAGS, sizeof(DWORD)},
    {BITS_JOB_PROPERTY_NOTIFICATION_CLSID, sizeof(GUID)},
    {BITS_JOB_PROPERTY_DYNAMIC_CONTENT, sizeof(BOOL)},
    {BITS_JOB_PROPERTY_HIGH_PERFORMANCE, sizeof(BOOL)},
    {BITS_JOB_PROPERTY_MAX_DOWNLOAD_SIZE, sizeof(UINT64)},
    {BITS_JOB_PROPERTY_MINIMUM_NOTIFICATION_INTERVAL_MS, sizeof(DWORD)},
    {BITS_JOB_PROPERTY_ON_DEMAND_MODE, sizeof(BOOL)},
};

/* Ids without an arm still reach the service, which refuses them. */
static const BITS_JOB_PROPERTY_ID unknown_properties[] = {0, 6, 8, 11, 0x7fff};

static size_t arm_size(BITS_JOB_PROPERTY_ID property)
{
    size_t i;

    for (i = 0; i < ARRAY_SIZE(arms); ++i)
    {
        if (arms[i].property == property)
            return arms[i].size;
    }
    return 0;
}

static HRESULT STDMETHODCALLTYPE set_property_fake(IBackgroundCopyJob5 *iface, BITS_JOB_PROPERTY_ID property,
        BITS_JOB_PROPERTY_VALUE value)
{
    size_t size = arm_size(property);

    if (property == BITS_JOB_PROPERTY_USE_STORED_CREDENTIALS)
        return reply_if(53, value.Target == BG_AUTH_TARGET_PROXY);
    return size ? reply_if(53, bytes_are(&value, size, property)) : BG_E_UNKNOWN_PROPERTY_ID;
}

static void set_property_call(IUnknown *object, const struct method *method)
{
    IBackgroundCopyJob5 *iface = (IBackgroundCopyJob5 *)object;
    BITS_JOB_PROPERTY_VALUE value;
    size_t i;

    for (i = 0; i < ARRAY_SIZE(arms); ++i)
    {
        fill_bytes(&value, sizeof(value), arms[i].property);
        check_reply(method, IBackgroundCopyJob5_SetProperty(iface, arms[i].property, value));
    }
    for (i = 0; i < ARRAY_SIZE(unknown_properties); ++i)
        check_result(method, IBackgroundCopyJob5_SetProperty(iface, unknown_properties[i], value),
                BG_E_UNKNOWN_PROPERTY_ID);
    value.Target = BG_AUTH_TARGET_PROXY;
    check_reply(method, IBackgroundCopyJob5_SetProperty(iface, BITS_JOB_PROPERTY_USE_STORED_CREDENTIALS, value));
}
SINGLE_SHAPE(set_property);

static HRESULT STDMETHODCALLTYPE get_property_fake(IBackgroundCopyJob5 *iface, BITS_JOB_PROPERTY_ID property,
        BITS_JOB_PROPERTY_VALUE *value)
{
    size_t size = arm_size(property);

    if (property == BITS_JOB_PROPERTY_USE_STORED_CREDENTIALS)
        value->Target = BG_AUTH_TARGET_PROXY;
    else if (size)
        fill_bytes(value, size, property);
    else
        return BG_E_UNKNOWN_PROPERTY_ID;
    return reply(54);
}

static void get_property_call(IUnknown *object, const struct method *method)
{
    IBackgroundCopyJob5 *iface = (IBackgroundCopyJob5 *)object;
    BITS_JOB_PROPERTY_VALUE value;
    size_t i;

    for (i = 0; i < ARRAY_SIZE(arms); ++i)
    {
        memset(&value, 0, sizeof(value));
        check_reply(method, IBackgroundCopyJob5_GetProperty(iface, arms[i].property, &value));
        check(method, bytes_are(&value, arms[i].size, arms[i].property));
        check_failure(method, IBackgroundCopyJob5_GetProperty(iface, arms[i].property, NULL));
    }
    for (i = 0; i < ARRAY_SIZE(unknown_properties); ++i)
        check_result(method, IBackgroundCopyJob5_GetProperty(iface, unknown_properties[i], &value),
                BG_E_UNKNOWN_PROPERTY_ID);
    check_reply(method, IBackgroundCopyJob5_GetProperty(iface, BITS_JOB_PROPERTY_USE_STORED_CREDENTIALS, &value));
    check(method, value.Target == BG_AUTH_TARGET_PROXY);
}
SINGLE_SHAPE(get_property);

static const struct method job5_methods[] =
{
    {53, "SetProperty", &set_property},
    {54, "GetProperty", &get_property},
};
const struct contract job5 = CONTRACT(IBackgroundCopyJob5, &job4, job5_methods);
