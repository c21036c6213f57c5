/* Remote names.
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#ifndef QMGR_TRANSFER_URL_H
#define QMGR_TRANSFER_URL_H

#include <windows.h>
#include <curl/curl.h>

HRESULT remote_name_check(const WCHAR *name);
BOOL remote_name_is_local(const WCHAR *name);
WCHAR *path_from_remote_name(const WCHAR *name);
CURLU *url_from_remote_name(const WCHAR *name);

#endif
