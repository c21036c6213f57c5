/* How a job uses the network: proxies, credentials, peers, and for how long.
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include "com/job_object.h"
#include "com/permissions.h"
#include "queue/queue.h"
#include "wine/debug.h"

WINE_DEFAULT_DEBUG_CHANNEL(qmgr);

#define PEER_CACHING_FLAGS \
    (BG_JOB_ENABLE_PEERCACHING_CLIENT | BG_JOB_ENABLE_PEERCACHING_SERVER | BG_JOB_DISABLE_BRANCH_CACHE)

HRESULT WINAPI job_SetProxySettings(IBackgroundCopyJob5 *iface, BG_JOB_PROXY_USAGE usage, const WCHAR *list,
        const WCHAR *bypass_list)
{
    struct proxy_settings proxy = {usage, (WCHAR *)list, (WCHAR *)bypass_list};
    struct job *job = job_from_iface(iface);
    HRESULT hr;

    TRACE("iface %p, usage %u, list %p, bypass list %p\n", iface, usage, list, bypass_list);

    if (FAILED(hr = proxy_settings_check(&proxy)))
        return hr;
    queue_lock();
    if (SUCCEEDED(hr = job_check_call(job, JOB_CALL_SET_PROPERTY)))
        hr = job_set_proxy(job, &proxy);
    queue_commit();
    return hr;
}

/* The lists come back as they were set, also those that are NULL. */
HRESULT WINAPI job_GetProxySettings(IBackgroundCopyJob5 *iface, BG_JOB_PROXY_USAGE *usage, LPWSTR *list,
        LPWSTR *bypass_list)
{
    const struct proxy_settings *proxy = &job_from_iface(iface)->proxy;
    HRESULT hr;

    TRACE("iface %p, usage %p, list %p, bypass list %p\n", iface, usage, list, bypass_list);

    if (!usage || !list || !bypass_list)
        return E_INVALIDARG;
    *bypass_list = NULL;
    queue_lock();
    *usage = proxy->usage;
    if (SUCCEEDED(hr = string_to_caller(proxy->list, list)))
        hr = string_to_caller(proxy->bypass_list, bypass_list);
    queue_unlock();
    if (FAILED(hr))
    {
        CoTaskMemFree(*list);
        *list = NULL;
    }
    return hr;
}

/* The trace does not tell what is in the credentials, here and below: they are secret. */
HRESULT WINAPI job_SetCredentials(IBackgroundCopyJob5 *iface, BG_AUTH_CREDENTIALS *credentials)
{
    struct job *job = job_from_iface(iface);
    HRESULT hr;

    TRACE("iface %p, credentials %p\n", iface, credentials);

    if (!credentials)
        return E_INVALIDARG;
    if (FAILED(hr = credentials_check(credentials)) || FAILED(hr = job_owner_check(job)))
        return hr;
    queue_lock();
    if (SUCCEEDED(hr = job_check_call(job, JOB_CALL_SET_PROPERTY)))
        hr = job_set_credentials(job, credentials);
    queue_commit();
    return hr;
}

HRESULT WINAPI job_RemoveCredentials(IBackgroundCopyJob5 *iface, BG_AUTH_TARGET target, BG_AUTH_SCHEME scheme)
{
    struct job *job = job_from_iface(iface);
    HRESULT hr;

    TRACE("iface %p, target %u, scheme %u\n", iface, target, scheme);

    if (FAILED(hr = credentials_check_kind(target, scheme)) || FAILED(hr = job_owner_check(job)))
        return hr;
    queue_lock();
    if (SUCCEEDED(hr = job_check_call(job, JOB_CALL_SET_PROPERTY)))
        hr = job_remove_credentials(job, target, scheme);
    queue_commit();
    return hr;
}

/* Peers have no content for us in Wine, so the flags are kept and change nothing. That others are not implemented
 * stands on the page of the getter: nf-bits3_0-ibackgroundcopyjob4-getpeercachingflags. */
HRESULT WINAPI job_SetPeerCachingFlags(IBackgroundCopyJob5 *iface, DWORD flags)
{
    struct job *job = job_from_iface(iface);

    TRACE("iface %p, flags %#lx\n", iface, flags);

    if (flags & ~PEER_CACHING_FLAGS)
        return E_NOTIMPL;
    return job_put_number(job, &job->peer_caching_flags, flags);
}

HRESULT WINAPI job_GetPeerCachingFlags(IBackgroundCopyJob5 *iface, DWORD *flags)
{
    TRACE("iface %p, flags %p\n", iface, flags);
    return read_number(&job_from_iface(iface)->peer_caching_flags, flags);
}

HRESULT WINAPI job_SetMaximumDownloadTime(IBackgroundCopyJob5 *iface, ULONG seconds)
{
    HRESULT hr;

    TRACE("iface %p, seconds %lu\n", iface, seconds);

    queue_lock();
    hr = job_set_maximum_download_time(job_from_iface(iface), seconds);
    queue_commit();
    return hr;
}

HRESULT WINAPI job_GetMaximumDownloadTime(IBackgroundCopyJob5 *iface, ULONG *seconds)
{
    TRACE("iface %p, seconds %p\n", iface, seconds);

    if (!seconds)
        return E_INVALIDARG;
    queue_lock();
    *seconds = job_maximum_download_time(job_from_iface(iface));
    queue_unlock();
    return S_OK;
}
