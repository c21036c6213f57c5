/* The helper token of a job. nn-bits4_0-ibitstokenoptions
 * SPDX-License-Identifier: LGPL-2.1-or-later */
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

static HRESULT WINAPI token_options_SetHelperTokenFlags(IBitsTokenOptions *iface, DWORD UsageFlags)
{
    FIXME("iface %p\n", iface);
    return E_NOTIMPL;
}

static HRESULT WINAPI token_options_GetHelperTokenFlags(IBitsTokenOptions *iface, DWORD *pFlags)
{
    FIXME("iface %p\n", iface);
    return E_NOTIMPL;
}

static HRESULT WINAPI token_options_SetHelperToken(IBitsTokenOptions *iface)
{
    FIXME("iface %p\n", iface);
    return E_NOTIMPL;
}

static HRESULT WINAPI token_options_ClearHelperToken(IBitsTokenOptions *iface)
{
    FIXME("iface %p\n", iface);
    return E_NOTIMPL;
}

static HRESULT WINAPI token_options_GetHelperTokenSid(IBitsTokenOptions *iface, LPWSTR *pSid)
{
    FIXME("iface %p\n", iface);
    return E_NOTIMPL;
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
