/* IBackgroundCopyError: what went wrong with a job, as it was when the object was made. nn-bits-ibackgroundcopyerror
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include <stdlib.h>

#include "com/com.h"
#include "com/error_text.h"
#include "queue/queue.h"
#include "transfer/url.h"
#include "wine/debug.h"

WINE_DEFAULT_DEBUG_CHANNEL(qmgr);

struct error_object
{
    IBackgroundCopyError IBackgroundCopyError_iface;
    LONG refs;
    struct job *job;
    struct job_error error;
    const WCHAR *protocol; /* NULL if the error concerns none */
};

static struct error_object *impl_from_IBackgroundCopyError(IBackgroundCopyError *iface)
{
    return CONTAINING_RECORD(iface, struct error_object, IBackgroundCopyError_iface);
}

static HRESULT WINAPI error_QueryInterface(IBackgroundCopyError *iface, REFIID iid, void **out)
{
    TRACE("iface %p, iid %s, out %p\n", iface, debugstr_guid(iid), out);

    if (!out)
        return E_POINTER;
    *out = NULL;
    if (!IsEqualIID(iid, &IID_IUnknown) && !IsEqualIID(iid, &IID_IBackgroundCopyError))
        return E_NOINTERFACE;
    IBackgroundCopyError_AddRef(iface);
    *out = iface;
    return S_OK;
}

static ULONG WINAPI error_AddRef(IBackgroundCopyError *iface)
{
    return InterlockedIncrement(&impl_from_IBackgroundCopyError(iface)->refs);
}

static ULONG WINAPI error_Release(IBackgroundCopyError *iface)
{
    struct error_object *object = impl_from_IBackgroundCopyError(iface);
    ULONG refs = InterlockedDecrement(&object->refs);

    if (!refs)
    {
        job_release(object->job);
        free(object);
    }
    return refs;
}

static HRESULT WINAPI error_GetError(IBackgroundCopyError *iface, BG_ERROR_CONTEXT *context, HRESULT *code)
{
    const struct job_error *error = &impl_from_IBackgroundCopyError(iface)->error;

    TRACE("iface %p, context %p, code %p\n", iface, context, code);

    if (!context || !code)
        return E_INVALIDARG;
    *context = error->context;
    *code = error->code;
    return S_OK;
}

static HRESULT WINAPI error_GetFile(IBackgroundCopyError *iface, IBackgroundCopyFile **out)
{
    const struct job_error *error = &impl_from_IBackgroundCopyError(iface)->error;
    HRESULT hr;

    TRACE("iface %p, out %p\n", iface, out);

    if (!out)
        return E_INVALIDARG;
    *out = NULL;
    if (!error->file)
        return BG_E_FILE_NOT_AVAILABLE;
    queue_lock();
    hr = file_object_get(error->file, out);
    queue_unlock();
    return hr;
}

static HRESULT WINAPI error_GetErrorDescription(IBackgroundCopyError *iface, DWORD language, LPWSTR *out)
{
    TRACE("iface %p, language %#lx, out %p\n", iface, language, out);

    if (!out)
        return E_INVALIDARG;
    *out = NULL;
    if (!language)
        return E_INVALIDARG;
    return error_text(impl_from_IBackgroundCopyError(iface)->error.code, language, out);
}

static HRESULT WINAPI error_GetErrorContextDescription(IBackgroundCopyError *iface, DWORD language, LPWSTR *out)
{
    TRACE("iface %p, language %#lx, out %p\n", iface, language, out);

    if (!out)
        return E_INVALIDARG;
    *out = NULL;
    if (!language)
        return E_INVALIDARG;
    return error_context_text(impl_from_IBackgroundCopyError(iface)->error.context, language, out);
}

static HRESULT WINAPI error_GetProtocol(IBackgroundCopyError *iface, LPWSTR *out)
{
    const WCHAR *protocol = impl_from_IBackgroundCopyError(iface)->protocol;

    TRACE("iface %p, out %p\n", iface, out);

    if (!out)
        return E_INVALIDARG;
    *out = NULL;
    return protocol ? string_to_caller(protocol, out) : BG_E_PROTOCOL_NOT_AVAILABLE;
}

static const IBackgroundCopyErrorVtbl error_vtbl =
{
    error_QueryInterface,
    error_AddRef,
    error_Release,
    error_GetError,
    error_GetFile,
    error_GetErrorDescription,
    error_GetErrorContextDescription,
    error_GetProtocol,
};

/* That of the remote name, which may be changed later, unless the trouble is on this side:
 * nf-bits-ibackgroundcopyerror-getprotocol. */
static const WCHAR *error_protocol(const struct job_error *error)
{
    BOOL is_local;

    if (!error->file || error->context == BG_ERROR_CONTEXT_LOCAL_FILE)
        return NULL;
    queue_lock();
    is_local = remote_name_is_local(error->file->remote_name);
    queue_unlock();
    return is_local ? L"file" : L"http";
}

HRESULT error_object_create(struct job *job, const struct job_error *error, IBackgroundCopyError **out)
{
    struct error_object *object = malloc(sizeof(*object));

    if (!object)
        return E_OUTOFMEMORY;
    object->IBackgroundCopyError_iface.lpVtbl = &error_vtbl;
    object->refs = 1;
    object->job = job;
    object->error = *error;
    object->protocol = error_protocol(error);
    job_addref(job);
    *out = &object->IBackgroundCopyError_iface;
    return S_OK;
}
