/* The DLL's registration entry points.
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include <windows.h>
#include <olectl.h>

#include "service/register.h"

HRESULT WINAPI DllRegisterServer(void)
{
    return register_server();
}

HRESULT WINAPI DllUnregisterServer(void)
{
    return unregister_server();
}
