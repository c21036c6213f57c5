/* How a job's owner hears of it: callbacks and command lines.
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include "com/job_object.h"
#include "queue/queue.h"
#include "wine/debug.h"

WINE_DEFAULT_DEBUG_CHANNEL(qmgr);

HRESULT WINAPI job_SetNotifyFlags(IBackgroundCopyJob5 *iface, ULONG flags)
{
    FIXME("iface %p\n", iface);
    return E_NOTIMPL;
}

HRESULT WINAPI job_GetNotifyFlags(IBackgroundCopyJob5 *iface, ULONG *flags)
{
    FIXME("iface %p\n", iface);
    return E_NOTIMPL;
}

HRESULT WINAPI job_SetNotifyInterface(IBackgroundCopyJob5 *iface, IUnknown *callback)
{
    FIXME("iface %p\n", iface);
    return E_NOTIMPL;
}

HRESULT WINAPI job_GetNotifyInterface(IBackgroundCopyJob5 *iface, IUnknown **callback)
{
    FIXME("iface %p\n", iface);
    return E_NOTIMPL;
}

HRESULT WINAPI job_SetNotifyCmdLine(IBackgroundCopyJob5 *iface, LPCWSTR program, LPCWSTR parameters)
{
    FIXME("iface %p\n", iface);
    return E_NOTIMPL;
}

HRESULT WINAPI job_GetNotifyCmdLine(IBackgroundCopyJob5 *iface, LPWSTR *program, LPWSTR *parameters)
{
    FIXME("iface %p\n", iface);
    return E_NOTIMPL;
}
