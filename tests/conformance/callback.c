/* A callback that notes what BITS tells it, and answers as told.
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include <stdlib.h>
#include <string.h>
#include <wchar.h>

#include "callback.h"
#include "registered_interfaces.h"

#define POLL_INTERVAL 10

static struct callback *impl_from_iface(IBackgroundCopyCallback3 *iface)
{
    return CONTAINING_RECORD(iface, struct callback, IBackgroundCopyCallback3_iface);
}

static HRESULT WINAPI callback_QueryInterface(IBackgroundCopyCallback3 *iface, REFIID iid, void **out)
{
    static const IID *const versions[] =
    {
        &IID_IUnknown,
        &IID_IBackgroundCopyCallback,
        &IID_IBackgroundCopyCallback2,
        &IID_IBackgroundCopyCallback3,
    };
    unsigned int i;

    for (i = 0; i <= impl_from_iface(iface)->version; ++i)
    {
        if (IsEqualIID(iid, versions[i]))
        {
            IBackgroundCopyCallback3_AddRef(iface);
            *out = iface;
            return S_OK;
        }
    }
    *out = NULL;
    return E_NOINTERFACE;
}

static ULONG WINAPI callback_AddRef(IBackgroundCopyCallback3 *iface)
{
    return InterlockedIncrement(&impl_from_iface(iface)->refs);
}

static ULONG WINAPI callback_Release(IBackgroundCopyCallback3 *iface)
{
    struct callback *callback = impl_from_iface(iface);
    ULONG refs = InterlockedDecrement(&callback->refs);

    if (!refs)
    {
        CloseHandle(callback->called);
        free(callback);
    }
    return refs;
}

static void note_call(struct callback *callback, char method, WCHAR file)
{
    size_t count;

    AcquireSRWLockExclusive(&callback->lock);
    count = strlen(callback->calls);
    if (count < CALLBACK_MAX_CALLS)
        callback->calls[count] = method;
    if (file && (count = wcslen(callback->files)) < CALLBACK_MAX_CALLS - 1)
        callback->files[count] = file;
    ReleaseSRWLockExclusive(&callback->lock);
    SetEvent(callback->called);
    if (callback->hold)
        WaitForSingleObject(callback->hold, INFINITE);
}

static HRESULT answer(struct callback *callback)
{
    if (!callback->failures)
        return S_OK;
    --callback->failures;
    return E_FAIL;
}

static void act(struct callback *callback, IBackgroundCopyJob *job)
{
    if (callback->action)
        callback->action_result = callback->action(callback, job);
}

static HRESULT WINAPI callback_JobTransferred(IBackgroundCopyCallback3 *iface, IBackgroundCopyJob *job)
{
    struct callback *callback = impl_from_iface(iface);

    note_call(callback, CALLED_JOB_TRANSFERRED, 0);
    act(callback, job);
    return answer(callback);
}

static HRESULT WINAPI callback_JobError(IBackgroundCopyCallback3 *iface, IBackgroundCopyJob *job,
        IBackgroundCopyError *error)
{
    struct callback *callback = impl_from_iface(iface);
    BG_ERROR_CONTEXT context;

    if (FAILED(IBackgroundCopyError_GetError(error, &context, &callback->error)))
        callback->error = S_OK;
    note_call(callback, CALLED_JOB_ERROR, 0);
    act(callback, job);
    return answer(callback);
}

static HRESULT WINAPI callback_JobModification(IBackgroundCopyCallback3 *iface, IBackgroundCopyJob *job,
        DWORD reserved)
{
    note_call(impl_from_iface(iface), CALLED_JOB_MODIFICATION, 0);
    return S_OK;
}

static HRESULT WINAPI callback_FileTransferred(IBackgroundCopyCallback3 *iface, IBackgroundCopyJob *job,
        IBackgroundCopyFile *file)
{
    struct callback *callback = impl_from_iface(iface);
    WCHAR letter = '?', *name;

    if (IBackgroundCopyFile_GetLocalName(file, &name) == S_OK)
    {
        letter = name[wcslen(name) - 1];
        CoTaskMemFree(name);
    }
    note_call(callback, CALLED_FILE_TRANSFERRED, letter);
    return answer(callback);
}

static HRESULT WINAPI callback_FileRangesTransferred(IBackgroundCopyCallback3 *iface, IBackgroundCopyJob *job,
        IBackgroundCopyFile *file, DWORD count, const BG_FILE_RANGE ranges[])
{
    struct callback *callback = impl_from_iface(iface);
    DWORD i;

    AcquireSRWLockExclusive(&callback->lock);
    for (i = 0; i < count; ++i)
        callback->arrived += ranges[i].Length;
    ReleaseSRWLockExclusive(&callback->lock);
    note_call(callback, CALLED_FILE_RANGES, 0);
    return S_OK;
}

static const IBackgroundCopyCallback3Vtbl callback_vtbl =
{
    callback_QueryInterface,
    callback_AddRef,
    callback_Release,
    callback_JobTransferred,
    callback_JobError,
    callback_JobModification,
    callback_FileTransferred,
    callback_FileRangesTransferred,
};

struct callback *create_callback(void)
{
    struct callback *callback = calloc(1, sizeof(*callback));

    assert_non_null(callback);
    keep_callbacks_registered();
    callback->IBackgroundCopyCallback3_iface.lpVtbl = (IBackgroundCopyCallback3Vtbl *)&callback_vtbl;
    callback->refs = 1;
    callback->version = 3;
    callback->called = CreateEventW(NULL, FALSE, FALSE, NULL);
    assert_non_null(callback->called);
    return callback;
}

void release_callback(struct callback *callback)
{
    IBackgroundCopyCallback3_Release(&callback->IBackgroundCopyCallback3_iface);
}

void set_callback(IBackgroundCopyJob *job, struct callback *callback)
{
    IUnknown *object = (IUnknown *)&callback->IBackgroundCopyCallback3_iface;

    assert_hr(IBackgroundCopyJob_SetNotifyInterface(job, object), S_OK);
}

IBackgroundCopyJob *create_job_with_callback(struct bits_test *test, struct callback *callback, ULONG flags)
{
    IBackgroundCopyJob *job = create_job(test);

    add_file(test, job, "/file", L"file");
    assert_hr(IBackgroundCopyJob_SetNotifyFlags(job, flags), S_OK);
    set_callback(job, callback);
    return job;
}

unsigned int count_calls(struct callback *callback, char method)
{
    unsigned int count = 0;
    const char *call;

    AcquireSRWLockExclusive(&callback->lock);
    for (call = callback->calls; *call; ++call)
        count += *call == method;
    ReleaseSRWLockExclusive(&callback->lock);
    return count;
}

void wait_for_calls(struct callback *callback, char method, unsigned int count)
{
    ULONGLONG now, end = GetTickCount64() + BITS_TEST_TIMEOUT;
    DWORD index;

    while (count_calls(callback, method) < count)
    {
        now = GetTickCount64();
        if (now >= end || CoWaitForMultipleHandles(0, end - now, 1, &callback->called, &index) != S_OK)
            fail_msg("%u of %u calls of %c; the calls were \"%s\"", count_calls(callback, method), count, method,
                    callback->calls);
    }
}

void wait_for_release(struct callback *callback)
{
    ULONGLONG end = GetTickCount64() + BITS_TEST_TIMEOUT;

    while (InterlockedCompareExchange(&callback->refs, 0, 0) > 1)
    {
        assert_true(GetTickCount64() < end);
        Sleep(POLL_INTERVAL);
    }
}
