/* The methods that the IDL marks [local]: what crosses instead is the method that has [call_as].
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#define COBJMACROS
#include <bits.h>
#include <qmgr.h>

/* Wine's proxies find that a result has no place when the answer comes, and the service has made what nobody knows: so
 * the methods that make something look first. */
static HRESULT no_place(void)
{
    return HRESULT_FROM_WIN32(RPC_X_NULL_REF_POINTER);
}

HRESULT CALLBACK IBackgroundCopyManager_CreateJob_Proxy(IBackgroundCopyManager *This, LPCWSTR DisplayName,
        BG_JOB_TYPE Type, GUID *pJobId, IBackgroundCopyJob **ppJob)
{
    if (!pJobId || !ppJob)
        return no_place();
    return IBackgroundCopyManager_RemoteCreateJob_Proxy(This, DisplayName, Type, pJobId, ppJob);
}

HRESULT __RPC_STUB IBackgroundCopyManager_CreateJob_Stub(IBackgroundCopyManager *This, LPCWSTR DisplayName,
        BG_JOB_TYPE Type, GUID *pJobId, IBackgroundCopyJob **ppJob)
{
    return IBackgroundCopyManager_CreateJob(This, DisplayName, Type, pJobId, ppJob);
}

HRESULT CALLBACK IBackgroundCopyQMgr_CreateGroup_Proxy(IBackgroundCopyQMgr *This, GUID guidGroupID,
        IBackgroundCopyGroup **ppGroup)
{
    return ppGroup ? IBackgroundCopyQMgr_RemoteCreateGroup_Proxy(This, &guidGroupID, ppGroup) : no_place();
}

HRESULT __RPC_STUB IBackgroundCopyQMgr_CreateGroup_Stub(IBackgroundCopyQMgr *This, const GUID *guidGroupID,
        IBackgroundCopyGroup **ppGroup)
{
    return IBackgroundCopyQMgr_CreateGroup(This, *guidGroupID, ppGroup);
}

HRESULT CALLBACK IBackgroundCopyGroup_CreateJob_Proxy(IBackgroundCopyGroup *This, GUID guidJobID,
        IBackgroundCopyJob1 **ppJob)
{
    return ppJob ? IBackgroundCopyGroup_RemoteCreateJob_Proxy(This, &guidJobID, ppJob) : no_place();
}

HRESULT __RPC_STUB IBackgroundCopyGroup_CreateJob_Stub(IBackgroundCopyGroup *This, const GUID *guidJobID,
        IBackgroundCopyJob1 **ppJob)
{
    return IBackgroundCopyGroup_CreateJob(This, *guidJobID, ppJob);
}

HRESULT CALLBACK IBackgroundCopyFile5_SetProperty_Proxy(IBackgroundCopyFile5 *This, BITS_FILE_PROPERTY_ID PropertyId,
        BITS_FILE_PROPERTY_VALUE PropertyValue)
{
    const WCHAR *string = NULL;

    if (PropertyId == BITS_FILE_PROPERTY_ID_HTTP_RESPONSE_HEADERS)
        string = PropertyValue.String;
    return IBackgroundCopyFile5_RemoteSetProperty_Proxy(This, PropertyId, string);
}

HRESULT __RPC_STUB IBackgroundCopyFile5_SetProperty_Stub(IBackgroundCopyFile5 *This, BITS_FILE_PROPERTY_ID PropertyId,
        const WCHAR *String)
{
    BITS_FILE_PROPERTY_VALUE value = {.String = (WCHAR *)String};

    return IBackgroundCopyFile5_SetProperty(This, PropertyId, value);
}

HRESULT CALLBACK IBackgroundCopyFile5_GetProperty_Proxy(IBackgroundCopyFile5 *This, BITS_FILE_PROPERTY_ID PropertyId,
        BITS_FILE_PROPERTY_VALUE *PropertyValue)
{
    if (!PropertyValue)
        return no_place();
    return IBackgroundCopyFile5_RemoteGetProperty_Proxy(This, PropertyId, &PropertyValue->String);
}

HRESULT __RPC_STUB IBackgroundCopyFile5_GetProperty_Stub(IBackgroundCopyFile5 *This, BITS_FILE_PROPERTY_ID PropertyId,
        WCHAR **String)
{
    BITS_FILE_PROPERTY_VALUE value = {0};
    HRESULT hr = IBackgroundCopyFile5_GetProperty(This, PropertyId, &value);

    *String = value.String;
    return hr;
}

/* The class is activated here, in the client's process: nn-qmgr-ibackgroundcopycallback1. An empty string is no
 * class. */
static HRESULT create_callback(const VARIANT *clsid, IUnknown **callback)
{
    CLSID class;

    if (V_VT(clsid) != VT_BSTR)
        return E_INVALIDARG;
    if (!V_BSTR(clsid) || !*V_BSTR(clsid))
        return S_OK;
    if (FAILED(CLSIDFromString(V_BSTR(clsid), &class)))
        return E_INVALIDARG;
    return CoCreateInstance(&class, NULL, CLSCTX_INPROC_SERVER | CLSCTX_LOCAL_SERVER, &IID_IBackgroundCopyCallback1,
            (void **)callback);
}

static HRESULT set_notify_clsid(IBackgroundCopyGroup *group, VARIANT *clsid)
{
    IUnknown *callback = NULL;
    HRESULT hr;

    if (FAILED(hr = create_callback(clsid, &callback)))
        return hr;
    hr = IBackgroundCopyGroup_InternalSetProp_Proxy(group, GROUPPROP_NOTIFYCLSID, clsid);
    if (SUCCEEDED(hr))
        hr = IBackgroundCopyGroup_SetNotificationPointer(group, &IID_IBackgroundCopyCallback1, callback);
    if (callback)
        IUnknown_Release(callback);
    return hr;
}

HRESULT CALLBACK IBackgroundCopyGroup_SetProp_Proxy(IBackgroundCopyGroup *This, GROUPPROP propID, VARIANT *pvarVal)
{
    if (propID == GROUPPROP_NOTIFYCLSID && pvarVal)
        return set_notify_clsid(This, pvarVal);
    return IBackgroundCopyGroup_InternalSetProp_Proxy(This, propID, pvarVal);
}

HRESULT __RPC_STUB IBackgroundCopyGroup_SetProp_Stub(IBackgroundCopyGroup *This, GROUPPROP propID, VARIANT *pvarVal)
{
    return IBackgroundCopyGroup_SetProp(This, propID, pvarVal);
}
