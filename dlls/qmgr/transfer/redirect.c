/* Where a redirect leads, and whether a job's request may go there.
 * nf-bits2_5-ibackgroundcopyjobhttpoptions-setsecurityflags
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include <string.h>
#include <windows.h>
#include <winhttp.h>

#include "bits2_5.h"
#include "transfer/redirect.h"

#define REDIRECT_FAILED __HRESULT_FROM_WIN32(ERROR_WINHTTP_REDIRECT_FAILED)

BOOL status_is_redirect(long status)
{
    static const long redirects[] = {300, 301, 302, 303, 307, 308};
    size_t i;

    for (i = 0; i < ARRAYSIZE(redirects) && redirects[i] != status; i++)
        ;
    return i < ARRAYSIZE(redirects);
}

BOOL url_has_scheme(const CURLU *url, const char *name)
{
    char *scheme;
    BOOL same;

    if (curl_url_get((CURLU *)url, CURLUPART_SCHEME, &scheme, 0))
        return FALSE;
    same = !strcmp(scheme, name);
    curl_free(scheme);
    return same;
}

/* Never to anything but http and https, and from https to http only where the job allows it. */
static BOOL redirect_is_allowed(const CURLU *url, const CURLU *target, ULONG security_flags)
{
    if (url_has_scheme(target, "https"))
        return TRUE;
    if (!url_has_scheme(target, "http"))
        return FALSE;
    return url_has_scheme(url, "http") || (security_flags & BG_HTTP_REDIRECT_POLICY_ALLOW_HTTPS_TO_HTTP);
}

HRESULT redirect_resolve(const CURLU *url, const char *location, ULONG security_flags, CURLU **target)
{
    CURLU *resolved = curl_url_dup((CURLU *)url);

    if (!resolved)
        return E_OUTOFMEMORY;
    if (!curl_url_set(resolved, CURLUPART_URL, location, CURLU_URLENCODE | CURLU_ALLOW_SPACE)
            && redirect_is_allowed(url, resolved, security_flags))
    {
        curl_url_set(resolved, CURLUPART_USER, NULL, 0);
        curl_url_set(resolved, CURLUPART_PASSWORD, NULL, 0);
        *target = resolved;
        return S_OK;
    }
    curl_url_cleanup(resolved);
    return REDIRECT_FAILED;
}

static BOOL urls_share(const CURLU *a, const CURLU *b, CURLUPart part)
{
    char *x = NULL, *y = NULL;
    BOOL same;

    same = !curl_url_get((CURLU *)a, part, &x, CURLU_DEFAULT_PORT)
            && !curl_url_get((CURLU *)b, part, &y, CURLU_DEFAULT_PORT) && curl_strequal(x, y);
    curl_free(x);
    curl_free(y);
    return same;
}

BOOL urls_have_same_origin(const CURLU *a, const CURLU *b)
{
    return urls_share(a, b, CURLUPART_SCHEME) && urls_share(a, b, CURLUPART_HOST) && urls_share(a, b, CURLUPART_PORT);
}
