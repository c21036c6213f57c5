/* What the BITS service leaves in the registry and with the service control manager.
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#ifndef QMGR_SERVICE_REGISTER_H
#define QMGR_SERVICE_REGISTER_H

#include <windows.h>

#define SERVICE_NAME L"BITS"
#define SERVICE_DEPENDENCIES L"RpcSs\0"

/* Both can be called again and again, and need administrator's rights. The classes go to the registry view of the
 * caller's bitness; the service and its group exist once for the machine, since only the system's own svchost.exe
 * runs them. The interfaces are qmgrprxy.dll's. */
HRESULT register_server(void);

/* Stops a running service first. Everything that can be removed is, also when something else cannot; the first
 * failure is returned. The jobs go, too, unless they are to be kept or the service goes on running: registry keys,
 * temporary files and checkpoint. */
HRESULT unregister_server(BOOL keep_jobs);

#endif
