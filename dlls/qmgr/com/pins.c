/* Keeps the interfaces that clients get registered with RPC until the process ends.
 *
 * Wine 8 unregisters an interface with its last stub, and waits meanwhile, under a lock of the whole process, for the
 * calls to it to end; the signal of that end can be lost. About one call in 2,000 then stops every client for good, and
 * one stop of the service in 100 does not end. An object that nobody calls, marshalled once for each interface, keeps
 * the last stub from going, and the multithreaded apartment stays, which would take all stubs with it.
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include "com/com.h"
#include "qmgr.h"
#include "wine/debug.h"

WINE_DEFAULT_DEBUG_CHANNEL(qmgr);

struct pin
{
    IUnknown IUnknown_iface;
    const IID *iid;
    IStream *stream; /* the marshalled pointer, which is never unmarshalled */
};

static struct pin *impl_from_IUnknown(IUnknown *iface)
{
    return CONTAINING_RECORD(iface, struct pin, IUnknown_iface);
}

static HRESULT WINAPI pin_QueryInterface(IUnknown *iface, REFIID iid, void **out)
{
    BOOL known = IsEqualIID(iid, &IID_IUnknown) || IsEqualIID(iid, impl_from_IUnknown(iface)->iid);

    *out = known ? iface : NULL;
    return known ? S_OK : E_NOINTERFACE;
}

/* The pins are static. */
static ULONG WINAPI pin_AddRef(IUnknown *iface)
{
    return 2;
}

static ULONG WINAPI pin_Release(IUnknown *iface)
{
    return 1;
}

static const IUnknownVtbl pin_vtbl =
{
    pin_QueryInterface,
    pin_AddRef,
    pin_Release,
};

static struct pin pins[] =
{
    {{&pin_vtbl}, &IID_IUnknown},
    {{&pin_vtbl}, &IID_IClassFactory},
    {{&pin_vtbl}, &IID_IBackgroundCopyManager},
    {{&pin_vtbl}, &IID_IBitsPeerCacheAdministration},
    {{&pin_vtbl}, &IID_IBackgroundCopyJob},
    {{&pin_vtbl}, &IID_IBackgroundCopyJob2},
    {{&pin_vtbl}, &IID_IBackgroundCopyJob3},
    {{&pin_vtbl}, &IID_IBackgroundCopyJob4},
    {{&pin_vtbl}, &IID_IBackgroundCopyJob5},
    {{&pin_vtbl}, &IID_IBackgroundCopyJobHttpOptions},
    {{&pin_vtbl}, &IID_IBackgroundCopyJobHttpOptions2},
    {{&pin_vtbl}, &IID_IBackgroundCopyJobHttpOptions3},
    {{&pin_vtbl}, &IID_IBitsTokenOptions},
    {{&pin_vtbl}, &IID_IBackgroundCopyFile},
    {{&pin_vtbl}, &IID_IBackgroundCopyFile2},
    {{&pin_vtbl}, &IID_IBackgroundCopyFile3},
    {{&pin_vtbl}, &IID_IBackgroundCopyFile4},
    {{&pin_vtbl}, &IID_IBackgroundCopyFile5},
    {{&pin_vtbl}, &IID_IBackgroundCopyFile6},
    {{&pin_vtbl}, &IID_IBackgroundCopyError},
    {{&pin_vtbl}, &IID_IEnumBackgroundCopyJobs},
    {{&pin_vtbl}, &IID_IEnumBackgroundCopyFiles},
    {{&pin_vtbl}, &IID_IEnumBitsPeerCacheRecords},
    {{&pin_vtbl}, &IID_IEnumBitsPeers},
    {{&pin_vtbl}, &IID_IBackgroundCopyQMgr},
    {{&pin_vtbl}, &IID_IBackgroundCopyGroup},
    {{&pin_vtbl}, &IID_IBackgroundCopyJob1},
    {{&pin_vtbl}, &IID_IEnumBackgroundCopyGroups},
    {{&pin_vtbl}, &IID_IEnumBackgroundCopyJobs1},
};

static HRESULT pin_interface(struct pin *pin)
{
    HRESULT hr;

    if (pin->stream)
        return S_OK;
    if (FAILED(hr = CreateStreamOnHGlobal(NULL, TRUE, &pin->stream)))
        return hr;
    hr = CoMarshalInterface(pin->stream, pin->iid, &pin->IUnknown_iface, MSHCTX_LOCAL, NULL, MSHLFLAGS_TABLESTRONG);
    if (FAILED(hr))
    {
        IStream_Release(pin->stream);
        pin->stream = NULL;
    }
    return hr;
}

/* Not every import library has this function of Windows 8. */
static void pin_apartment(void)
{
    HRESULT (WINAPI *increment_usage)(HANDLE *) =
            (void *)GetProcAddress(GetModuleHandleW(L"ole32.dll"), "CoIncrementMTAUsage");
    static HANDLE cookie;

    if (!cookie && increment_usage)
        increment_usage(&cookie);
}

/* To be called in the multithreaded apartment, at each start of the service. An interface that cannot be pinned,
 * because its proxy is not registered, still works as well as without. */
void interfaces_pin(void)
{
    HRESULT hr;
    size_t i;

    pin_apartment();
    for (i = 0; i < ARRAYSIZE(pins); i++)
    {
        if (FAILED(hr = pin_interface(&pins[i])))
            WARN("%s: %#lx\n", debugstr_guid(pins[i].iid), hr);
    }
}
