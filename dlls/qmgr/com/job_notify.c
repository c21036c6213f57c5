/* How a job's owner hears of it: callbacks and command lines.
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include "com/caller.h"
#include "com/job_object.h"
#include "queue/events.h"
#include "queue/queue.h"
#include "wine/debug.h"

WINE_DEFAULT_DEBUG_CHANNEL(qmgr);

#define NOTIFY_FLAGS (BG_NOTIFY_JOB_TRANSFERRED | BG_NOTIFY_JOB_ERROR | BG_NOTIFY_DISABLE \
        | BG_NOTIFY_JOB_MODIFICATION | BG_NOTIFY_FILE_TRANSFERRED | BG_NOTIFY_FILE_RANGES_TRANSFERRED)

HRESULT WINAPI job_SetNotifyFlags(IBackgroundCopyJob5 *iface, ULONG flags)
{
    struct job *job = job_from_iface(iface);

    TRACE("iface %p, flags %#lx\n", iface, flags);

    if (flags & ~NOTIFY_FLAGS)
        return E_NOTIMPL;
    return job_put_number(job, &job->notification.flags, flags);
}

HRESULT WINAPI job_GetNotifyFlags(IBackgroundCopyJob5 *iface, ULONG *flags)
{
    TRACE("iface %p, flags %p\n", iface, flags);
    return read_number(&job_from_iface(iface)->notification.flags, flags);
}

/* Any object will do; whether it can be called is seen at the first event. Counting a reference to it is no call to the
 * client. */
HRESULT WINAPI job_SetNotifyInterface(IBackgroundCopyJob5 *iface, IUnknown *callback)
{
    struct job *job = job_from_iface(iface);
    HRESULT hr;

    TRACE("iface %p, callback %p\n", iface, callback);

    queue_lock();
    if (SUCCEEDED(hr = job_check_call(job, JOB_CALL_SET_PROPERTY)))
    {
        if (callback)
            IUnknown_AddRef(callback);
        job_set_callback(job, callback);
    }
    queue_commit();
    return hr;
}

/* Without a callback the pointer is NULL, which is no error. */
HRESULT WINAPI job_GetNotifyInterface(IBackgroundCopyJob5 *iface, IUnknown **callback)
{
    struct job *job = job_from_iface(iface);

    TRACE("iface %p, callback %p\n", iface, callback);

    if (!callback)
        return E_INVALIDARG;
    queue_lock();
    if ((*callback = job->notification.callback))
        IUnknown_AddRef(*callback);
    queue_unlock();
    return S_OK;
}

static HRESULT check_command_line(const WCHAR *program, const WCHAR *parameters)
{
    if (!program && parameters)
        return E_INVALIDARG;
    if (program && lstrlenW(program) > COMMAND_PROGRAM_MAX)
        return BG_E_STRING_TOO_LONG;
    if (parameters && lstrlenW(parameters) > COMMAND_PARAMETERS_MAX)
        return BG_E_STRING_TOO_LONG;
    return S_OK;
}

/* Both NULL remove the command line. */
HRESULT WINAPI job_SetNotifyCmdLine(IBackgroundCopyJob5 *iface, LPCWSTR program, LPCWSTR parameters)
{
    struct job *job = job_from_iface(iface);
    HANDLE token = NULL;
    HRESULT hr;

    TRACE("iface %p, program %s, parameters %s\n", iface, debugstr_w(program), debugstr_w(parameters));

    if (FAILED(hr = check_command_line(program, parameters))
            || (program && FAILED(hr = caller_copy_process_token(&token))))
        return hr;
    queue_lock();
    if (SUCCEEDED(hr = job_check_call(job, JOB_CALL_SET_PROPERTY)))
        hr = job_set_command_line(job, program, parameters, token);
    queue_commit();
    if (FAILED(hr) && token)
        CloseHandle(token);
    return hr;
}

/* Two strings for the caller, or none. */
static HRESULT command_line_to_caller(const struct notification *notification, WCHAR **program, WCHAR **parameters)
{
    HRESULT hr;

    if (FAILED(hr = string_to_caller(notification->program ? notification->program : L"", program)))
        return hr;
    if (FAILED(hr = string_to_caller(notification->parameters ? notification->parameters : L"", parameters)))
    {
        CoTaskMemFree(*program);
        *program = NULL;
    }
    return hr;
}

/* What is not set comes as an empty string. */
HRESULT WINAPI job_GetNotifyCmdLine(IBackgroundCopyJob5 *iface, LPWSTR *program, LPWSTR *parameters)
{
    HRESULT hr;

    TRACE("iface %p, program %p, parameters %p\n", iface, program, parameters);

    if (!program || !parameters)
        return E_INVALIDARG;
    *program = *parameters = NULL;
    queue_lock();
    hr = command_line_to_caller(&job_from_iface(iface)->notification, program, parameters);
    queue_unlock();
    return hr;
}
