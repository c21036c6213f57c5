/* The job's methods that are not there yet: each says so with E_NOTIMPL. docs/STATUS.md lists them.
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include "com/job_unavailable.h"
#include "wine/debug.h"

WINE_DEFAULT_DEBUG_CHANNEL(qmgr);

HRESULT WINAPI job_GetOwner(IBackgroundCopyJob5 *iface, LPWSTR *owner)
{
    FIXME("iface %p\n", iface);
    return E_NOTIMPL;
}

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

HRESULT WINAPI job_SetProxySettings(IBackgroundCopyJob5 *iface, BG_JOB_PROXY_USAGE usage, const WCHAR *list,
        const WCHAR *bypass_list)
{
    FIXME("iface %p\n", iface);
    return E_NOTIMPL;
}

HRESULT WINAPI job_GetProxySettings(IBackgroundCopyJob5 *iface, BG_JOB_PROXY_USAGE *usage, LPWSTR *list,
        LPWSTR *bypass_list)
{
    FIXME("iface %p\n", iface);
    return E_NOTIMPL;
}

HRESULT WINAPI job_TakeOwnership(IBackgroundCopyJob5 *iface)
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

HRESULT WINAPI job_GetReplyProgress(IBackgroundCopyJob5 *iface, BG_JOB_REPLY_PROGRESS *progress)
{
    FIXME("iface %p\n", iface);
    return E_NOTIMPL;
}

HRESULT WINAPI job_GetReplyData(IBackgroundCopyJob5 *iface, byte **buffer, UINT64 *length)
{
    FIXME("iface %p\n", iface);
    return E_NOTIMPL;
}

HRESULT WINAPI job_SetReplyFileName(IBackgroundCopyJob5 *iface, LPCWSTR name)
{
    FIXME("iface %p\n", iface);
    return E_NOTIMPL;
}

HRESULT WINAPI job_GetReplyFileName(IBackgroundCopyJob5 *iface, LPWSTR *name)
{
    FIXME("iface %p\n", iface);
    return E_NOTIMPL;
}

HRESULT WINAPI job_SetCredentials(IBackgroundCopyJob5 *iface, BG_AUTH_CREDENTIALS *credentials)
{
    FIXME("iface %p\n", iface);
    return E_NOTIMPL;
}

HRESULT WINAPI job_RemoveCredentials(IBackgroundCopyJob5 *iface, BG_AUTH_TARGET target, BG_AUTH_SCHEME scheme)
{
    FIXME("iface %p\n", iface);
    return E_NOTIMPL;
}

HRESULT WINAPI job_ReplaceRemotePrefix(IBackgroundCopyJob5 *iface, LPCWSTR old_prefix, LPCWSTR new_prefix)
{
    FIXME("iface %p\n", iface);
    return E_NOTIMPL;
}

HRESULT WINAPI job_AddFileWithRanges(IBackgroundCopyJob5 *iface, LPCWSTR remote_name, LPCWSTR local_name, DWORD count,
        BG_FILE_RANGE ranges[])
{
    FIXME("iface %p\n", iface);
    return E_NOTIMPL;
}

HRESULT WINAPI job_SetFileACLFlags(IBackgroundCopyJob5 *iface, DWORD flags)
{
    FIXME("iface %p\n", iface);
    return E_NOTIMPL;
}

HRESULT WINAPI job_GetFileACLFlags(IBackgroundCopyJob5 *iface, DWORD *flags)
{
    FIXME("iface %p\n", iface);
    return E_NOTIMPL;
}

HRESULT WINAPI job_SetPeerCachingFlags(IBackgroundCopyJob5 *iface, DWORD flags)
{
    FIXME("iface %p\n", iface);
    return E_NOTIMPL;
}

HRESULT WINAPI job_GetPeerCachingFlags(IBackgroundCopyJob5 *iface, DWORD *flags)
{
    FIXME("iface %p\n", iface);
    return E_NOTIMPL;
}

HRESULT WINAPI job_GetOwnerIntegrityLevel(IBackgroundCopyJob5 *iface, ULONG *level)
{
    FIXME("iface %p\n", iface);
    return E_NOTIMPL;
}

HRESULT WINAPI job_GetOwnerElevationState(IBackgroundCopyJob5 *iface, BOOL *elevated)
{
    FIXME("iface %p\n", iface);
    return E_NOTIMPL;
}

HRESULT WINAPI job_SetMaximumDownloadTime(IBackgroundCopyJob5 *iface, ULONG seconds)
{
    FIXME("iface %p\n", iface);
    return E_NOTIMPL;
}

HRESULT WINAPI job_GetMaximumDownloadTime(IBackgroundCopyJob5 *iface, ULONG *seconds)
{
    FIXME("iface %p\n", iface);
    return E_NOTIMPL;
}

HRESULT WINAPI job_SetProperty(IBackgroundCopyJob5 *iface, BITS_JOB_PROPERTY_ID property,
        BITS_JOB_PROPERTY_VALUE value)
{
    FIXME("iface %p\n", iface);
    return E_NOTIMPL;
}

HRESULT WINAPI job_GetProperty(IBackgroundCopyJob5 *iface, BITS_JOB_PROPERTY_ID property,
        BITS_JOB_PROPERTY_VALUE *value)
{
    FIXME("iface %p\n", iface);
    return E_NOTIMPL;
}
