/* Whose a job is.
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include "com/caller.h"
#include "com/job_object.h"
#include "queue/queue.h"
#include "wine/debug.h"

WINE_DEFAULT_DEBUG_CHANNEL(qmgr);

HRESULT WINAPI job_GetOwner(IBackgroundCopyJob5 *iface, LPWSTR *owner)
{
    TRACE("iface %p, owner %p\n", iface, owner);
    return read_string(&job_from_iface(iface)->owner.sid, owner);
}

/* Whether the caller may read, change and delete the file. One that is not there, or that another has opened for
 * himself, is no question of rights. */
static HRESULT check_file_access(const WCHAR *path)
{
    HANDLE file = CreateFileW(path, GENERIC_READ | GENERIC_WRITE | DELETE,
            FILE_SHARE_READ | FILE_SHARE_WRITE | FILE_SHARE_DELETE, NULL, OPEN_EXISTING, FILE_ATTRIBUTE_NORMAL, NULL);

    if (file == INVALID_HANDLE_VALUE)
        return GetLastError() == ERROR_ACCESS_DENIED ? BG_E_NEW_OWNER_NO_FILE_ACCESS : S_OK;
    CloseHandle(file);
    return S_OK;
}

/* Nobody changes the files meanwhile: the job is claimed. */
static HRESULT check_temporary_files(const struct job *job)
{
    HRESULT hr;
    size_t i;

    if (FAILED(hr = caller_impersonate()))
        return hr;
    for (i = 0; i < job->file_count && SUCCEEDED(hr); i++)
    {
        const struct file *file = job->files[i];

        if (file_has_temporary(file))
            hr = check_file_access(file->temporary_name);
    }
    caller_stop_impersonating();
    return hr;
}

/* The lock is held, and given up meanwhile. */
static HRESULT take_ownership(struct job *job, const struct caller *caller)
{
    HRESULT hr;

    if (FAILED(hr = access_check_take_ownership(caller, &job->owner))
            || FAILED(hr = job_claim(job, JOB_CALL_TAKE_OWNERSHIP)))
        return hr;
    queue_unlock();
    hr = check_temporary_files(job);
    queue_lock();
    if (SUCCEEDED(hr))
        hr = job_take_over(job, caller);
    job_unclaim(job);
    return hr;
}

HRESULT WINAPI job_TakeOwnership(IBackgroundCopyJob5 *iface)
{
    struct caller caller;
    HRESULT hr;

    TRACE("iface %p\n", iface);

    if (FAILED(hr = caller_get(&caller)))
        return hr;
    queue_lock();
    hr = take_ownership(job_from_iface(iface), &caller);
    queue_commit();
    return hr;
}

HRESULT WINAPI job_GetOwnerIntegrityLevel(IBackgroundCopyJob5 *iface, ULONG *level)
{
    TRACE("iface %p, level %p\n", iface, level);
    return read_number(&job_from_iface(iface)->owner.integrity_level, level);
}

HRESULT WINAPI job_GetOwnerElevationState(IBackgroundCopyJob5 *iface, BOOL *elevated)
{
    TRACE("iface %p, elevated %p\n", iface, elevated);
    return read_flag(&job_from_iface(iface)->owner.elevated, elevated);
}
