/* The headers that a program adds to the requests of its job.
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#ifndef QMGR_TRANSFER_CUSTOM_HEADERS_H
#define QMGR_TRANSFER_CUSTOM_HEADERS_H

#include <windows.h>
#include <curl/curl.h>

/* Appends them to the list as libcurl takes them, but for those that BITS sets itself, those that say where a request
 * ends, and those for proxies. FALSE if there is no memory. */
BOOL custom_headers_append(struct curl_slist **list, const WCHAR *headers);

/* Frees a list and leaves nothing of it in memory. */
void slist_wipe(struct curl_slist *list);

#endif
