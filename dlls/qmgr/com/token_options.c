/* The helper token of a job. nn-bits4_0-ibitstokenoptions
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include <stdlib.h>

#include "com/caller.h"
#include "com/job_object.h"
#include "queue/queue.h"
#include "wine/debug.h"

WINE_DEFAULT_DEBUG_CHANNEL(qmgr);

static struct job_object *impl_from_IBitsTokenOptions(IBitsTokenOptions *iface)
{
    return CONTAINING_RECORD(iface, struct job_object, IBitsTokenOptions_iface);
}

static HRESULT WINAPI token_options_QueryInterface(IBitsTokenOptions *iface, REFIID iid, void **out)
{
    return IBackgroundCopyJob5_QueryInterface(&impl_from_IBitsTokenOptions(iface)->IBackgroundCopyJob5_iface, iid, out);
}

static ULONG WINAPI token_options_AddRef(IBitsTokenOptions *iface)
{
    return IBackgroundCopyJob5_AddRef(&impl_from_IBitsTokenOptions(iface)->IBackgroundCopyJob5_iface);
}

static ULONG WINAPI token_options_Release(IBitsTokenOptions *iface)
{
    return IBackgroundCopyJob5_Release(&impl_from_IBitsTokenOptions(iface)->IBackgroundCopyJob5_iface);
}

static HRESULT WINAPI token_options_SetHelperTokenFlags(IBitsTokenOptions *iface, DWORD flags)
{
    struct job *job = job_from_token_options(iface);

    TRACE("iface %p, flags %#lx\n", iface, flags);

    if (flags & ~(BG_TOKEN_LOCAL_FILE | BG_TOKEN_NETWORK))
        return E_INVALIDARG;
    return job_put_number(job, &job->helper_token.flags, flags);
}

static HRESULT WINAPI token_options_GetHelperTokenFlags(IBitsTokenOptions *iface, DWORD *flags)
{
    TRACE("iface %p, flags %p\n", iface, flags);
    return read_number(&job_from_token_options(iface)->helper_token.flags, flags);
}

/* Takes over the token and its SID on success. */
static HRESULT put_helper_token(struct job *job, HANDLE token, WCHAR *sid)
{
    HRESULT hr;

    queue_lock();
    if (SUCCEEDED(hr = job_check_call(job, JOB_CALL_SET_PROPERTY)))
        job_set_helper_token(job, token, sid);
    queue_commit();
    return hr;
}

static HRESULT put_token_of_user(struct job *job, HANDLE token)
{
    struct caller user;
    WCHAR *sid;
    HRESULT hr;

    if (FAILED(hr = token_get_facts(token, &user)))
        return hr;
    if (!(sid = string_copy(user.sid)))
        return E_OUTOFMEMORY;
    if (FAILED(hr = put_helper_token(job, token, sid)))
        free(sid);
    return hr;
}

/* Whoever got this interface may set the token: the call itself comes from the identity that is to help.
 * helper-tokens-for-bits-transfer-jobs */
static HRESULT WINAPI token_options_SetHelperToken(IBitsTokenOptions *iface)
{
    HANDLE token;
    HRESULT hr;

    TRACE("iface %p\n", iface);

    if (FAILED(hr = caller_copy_token(&token)))
        return hr;
    if (FAILED(hr = put_token_of_user(job_from_token_options(iface), token)))
        CloseHandle(token);
    return hr;
}

static HRESULT WINAPI token_options_ClearHelperToken(IBitsTokenOptions *iface)
{
    TRACE("iface %p\n", iface);
    return put_helper_token(job_from_token_options(iface), NULL, NULL);
}

static HRESULT WINAPI token_options_GetHelperTokenSid(IBitsTokenOptions *iface, LPWSTR *sid)
{
    TRACE("iface %p, sid %p\n", iface, sid);
    return read_string(&job_from_token_options(iface)->helper_token.sid, sid);
}

const IBitsTokenOptionsVtbl token_options_vtbl =
{
    token_options_QueryInterface,
    token_options_AddRef,
    token_options_Release,
    token_options_SetHelperTokenFlags,
    token_options_GetHelperTokenFlags,
    token_options_SetHelperToken,
    token_options_ClearHelperToken,
    token_options_GetHelperTokenSid,
};
