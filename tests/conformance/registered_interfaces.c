/* Interfaces of this process that stay registered with RPC. Wine 8 unregisters one with its last object, and one such
 * call in some thousands does not return; then all of the process's calls wait for it.
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include "bits_test.h"
#include "qmgr.h"
#include "registered_interfaces.h"

struct exported
{
    IUnknown IUnknown_iface;
    const IID *iid;
};

static HRESULT WINAPI exported_QueryInterface(IUnknown *iface, REFIID iid, void **out)
{
    struct exported *exported = CONTAINING_RECORD(iface, struct exported, IUnknown_iface);
    BOOL known = IsEqualIID(iid, &IID_IUnknown) || IsEqualIID(iid, exported->iid);

    *out = known ? iface : NULL;
    return known ? S_OK : E_NOINTERFACE;
}

/* They are static. */
static ULONG WINAPI exported_AddRef(IUnknown *iface)
{
    return 2;
}

static ULONG WINAPI exported_Release(IUnknown *iface)
{
    return 1;
}

static IUnknownVtbl exported_vtbl =
{
    exported_QueryInterface,
    exported_AddRef,
    exported_Release,
};

static struct exported exports[] =
{
    {{&exported_vtbl}, &IID_IUnknown},
    {{&exported_vtbl}, &IID_IBackgroundCopyCallback},
    {{&exported_vtbl}, &IID_IBackgroundCopyCallback1},
    {{&exported_vtbl}, &IID_IBackgroundCopyCallback2},
    {{&exported_vtbl}, &IID_IBackgroundCopyCallback3},
    {{&exported_vtbl}, &IID_IBackgroundCopyServerCertificateValidationCallback},
};

static void export(struct exported *exported)
{
    IStream *stream;

    assert_hr(CreateStreamOnHGlobal(NULL, TRUE, &stream), S_OK);
    assert_hr(CoMarshalInterface(stream, exported->iid, &exported->IUnknown_iface, MSHCTX_LOCAL, NULL,
                      MSHLFLAGS_TABLESTRONG),
            S_OK);
    IStream_Release(stream);
}

void keep_callbacks_registered(void)
{
    static BOOL done;
    size_t i;

    for (i = 0; i < ARRAYSIZE(exports) && !done; ++i)
        export(&exports[i]);
    done = TRUE;
}
