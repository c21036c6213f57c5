/* Work that may take long, away from the thread that moves the bytes.
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include <windows.h>

#include "transfer/background.h"

BOOL background_start(PTP_SIMPLE_CALLBACK work, void *arg)
{
    TP_CALLBACK_ENVIRON environment;
    HMODULE module;

    if (!GetModuleHandleExW(GET_MODULE_HANDLE_EX_FLAG_FROM_ADDRESS | GET_MODULE_HANDLE_EX_FLAG_UNCHANGED_REFCOUNT,
                (const WCHAR *)background_start, &module))
        return FALSE;
    InitializeThreadpoolEnvironment(&environment);
    SetThreadpoolCallbackLibrary(&environment, module);
    SetThreadpoolCallbackRunsLong(&environment);
    return TrySubmitThreadpoolCallback(work, arg, &environment);
}
