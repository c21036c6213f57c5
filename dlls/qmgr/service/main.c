/* The DLL's registration entry points.
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include <windows.h>
#include <olectl.h>
#include <shlwapi.h>
#include <wchar.h>

#include "service/register.h"

HRESULT WINAPI DllRegisterServer(void)
{
    return register_server();
}

HRESULT WINAPI DllUnregisterServer(void)
{
    return unregister_server(FALSE);
}

/* regsvr32 /u /n /i:keep-jobs qmgr.dll unregisters the service and leaves its jobs for the next one; nothing else can
 * be asked for. nf-shlwapi-dllinstall */
HRESULT WINAPI DllInstall(BOOL install, const WCHAR *options)
{
    BOOL keep_jobs = options && !_wcsicmp(options, L"keep-jobs");

    if (options && *options && (install || !keep_jobs))
        return E_INVALIDARG;
    return install ? register_server() : unregister_server(keep_jobs);
}
