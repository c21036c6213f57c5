/* Lists of proxies, and of the hosts that need none.
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#ifndef QMGR_TRANSFER_PROXY_H
#define QMGR_TRANSFER_PROXY_H

#include <windows.h>
#include <curl/curl.h>

/* Entries are separated by spaces or semicolons:
 *   proxies  [protocol=][protocol://]server[:port]
 *   hosts    names and addresses, which may begin with *, and <local> for all names without a dot
 * nf-bits-ibackgroundcopyjob-setproxysettings */

/* Whether the lists, either of which may be NULL, are as the documentation has them: S_OK or
 * BG_E_INVALID_PROXY_INFO. */
HRESULT proxy_lists_check(const WCHAR *proxies, const WCHAR *hosts);

/* Lists the proxies for a scheme and a host in the order in which they are to be tried, as libcurl takes them; NULL for
 * none. What cannot be used is passed over. To be freed with curl_slist_free_all. S_OK or E_OUTOFMEMORY. */
HRESULT proxies_for_host(const WCHAR *proxies, const WCHAR *hosts, const char *scheme, const char *host,
        struct curl_slist **list);

#endif
