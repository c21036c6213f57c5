/* The folder that a file is to be written to.
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#ifndef QMGR_TRANSFER_TARGET_FOLDER_H
#define QMGR_TRANSFER_TARGET_FOLDER_H

#include <windows.h>

BOOL target_folder_exists(const WCHAR *file);
HRESULT target_folder_check(const WCHAR *file, WCHAR **real_name);
HRESULT target_folder_check_next(const WCHAR *file, const WCHAR *other_real_name, WCHAR **real_name);
HRESULT target_folder_refine_error(const WCHAR *file, HRESULT hr);

#endif
