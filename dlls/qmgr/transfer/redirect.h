/* Where a redirect leads, and whether a job's request may go there.
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#ifndef QMGR_TRANSFER_REDIRECT_H
#define QMGR_TRANSFER_REDIRECT_H

#include <windows.h>
#include <curl/curl.h>

/* Whether a response with this status asks for another URL. */
BOOL status_is_redirect(long status);

/* Takes the place that the Location header of a response names, seen from the URL of the request, if the security flags
 * (BG_HTTP_REDIRECT_POLICY_...) let a request go there;
 * a name and a password in it are left out. On success *target is to be freed with curl_url_cleanup.
 * Otherwise the HRESULT says why: that of ERROR_WINHTTP_REDIRECT_FAILED, or E_OUTOFMEMORY. */
HRESULT redirect_resolve(const CURLU *url, const char *location, ULONG security_flags, CURLU **target);

/* Whether the URL has the scheme of that name, which is in lower case. */
BOOL url_has_scheme(const CURLU *url, const char *name);

/* Whether scheme, host and port are the same. */
BOOL urls_have_same_origin(const CURLU *a, const CURLU *b);

#endif
