/* The properties that have a number. ne-bits5_0-bits_job_property_id
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include "com/job_object.h"
#include "queue/queue.h"
#include "wine/debug.h"

WINE_DEFAULT_DEBUG_CHANNEL(qmgr);

HRESULT WINAPI job_SetProperty(IBackgroundCopyJob5 *iface, BITS_JOB_PROPERTY_ID property,
        BITS_JOB_PROPERTY_VALUE value)
{
    HRESULT hr;

    TRACE("iface %p, property %u\n", iface, property);

    queue_lock();
    hr = job_set_property(job_from_iface(iface), property, &value);
    queue_commit();
    return hr;
}

HRESULT WINAPI job_GetProperty(IBackgroundCopyJob5 *iface, BITS_JOB_PROPERTY_ID property,
        BITS_JOB_PROPERTY_VALUE *value)
{
    HRESULT hr;

    TRACE("iface %p, property %u, value %p\n", iface, property, value);

    if (!value)
        return E_INVALIDARG;
    queue_lock();
    hr = job_get_property(job_from_iface(iface), property, value);
    queue_unlock();
    return hr;
}
