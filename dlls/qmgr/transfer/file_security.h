/* The owner and the access control lists of a copied file.
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#ifndef QMGR_TRANSFER_FILE_SECURITY_H
#define QMGR_TRANSFER_FILE_SECURITY_H

#include <windows.h>

DWORD file_security_copy(WCHAR *source, const WCHAR *target, DWORD flags);

#endif
