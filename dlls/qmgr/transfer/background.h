/* Work that may take long.
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#ifndef QMGR_TRANSFER_BACKGROUND_H
#define QMGR_TRANSFER_BACKGROUND_H

#include <windows.h>

/* Has a thread of the system's pool do the work, which keeps this library loaded and may outlive the service. FALSE if
 * there is none. */
BOOL background_start(PTP_SIMPLE_CALLBACK work, void *arg);

#endif
