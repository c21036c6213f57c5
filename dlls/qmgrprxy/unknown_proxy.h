/* The methods of IUnknown in a proxy: rpcrt4 has them, mingw's headers declare them for C++ alone.
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include <objbase.h>

HRESULT STDMETHODCALLTYPE IUnknown_QueryInterface_Proxy(IUnknown *This, REFIID riid, void **ppvObject);
ULONG STDMETHODCALLTYPE IUnknown_AddRef_Proxy(IUnknown *This);
ULONG STDMETHODCALLTYPE IUnknown_Release_Proxy(IUnknown *This);
