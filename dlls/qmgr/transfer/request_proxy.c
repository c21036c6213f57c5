/* The proxies of a request: which it goes through, and what of an answer, or of a failure, is theirs.
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include <windows.h>

#include "transfer/http_auth.h"
#include "transfer/proxy.h"
#include "transfer/proxy_lookup.h"
#include "transfer/redirect.h"
#include "transfer/request.h"
#include "transfer/request_proxy.h"
#include "wine/debug.h"

WINE_DEFAULT_DEBUG_CHANNEL(qmgr);

void request_clear_proxies(struct request *request)
{
    proxy_lookup_free(request->lookup);
    curl_slist_free_all(request->proxies);
    request->lookup = NULL;
    request->proxies = request->proxy = NULL;
}

/* Goes through the proxy in use; "" keeps libcurl from looking for one in the environment. */
static void request_use_proxy(struct request *request)
{
    const char *proxy = request->proxy ? request->proxy->data : "";

    request->tried[TRIED_PROXY] = 0;
    credentials_apply(NULL, BG_AUTH_TARGET_PROXY, request->easy);
    request_fail_if(request, curl_easy_setopt(request->easy, CURLOPT_PROXY, proxy));
}

/* Takes the proxies for the URL from the lists. */
static void request_set_proxies(struct request *request, const WCHAR *proxies, const WCHAR *hosts)
{
    char *scheme = NULL, *host = NULL;

    curl_url_get(request->url, CURLUPART_SCHEME, &scheme, 0);
    curl_url_get(request->url, CURLUPART_HOST, &host, 0);
    if (!scheme || !host || FAILED(proxies_for_host(proxies, hosts, scheme, host, &request->proxies)))
        request_fail_if(request, CURLE_OUT_OF_MEMORY);
    curl_free(scheme);
    curl_free(host);
    request->proxy = request->proxies;
    request_use_proxy(request);
}

static void request_override_proxies(struct request *request)
{
    HRESULT hr = proxy_lists_check(request->proxy_list, request->bypass_list);

    if (FAILED(hr))
        request_fail(request, failure_of_transport(hr));
    else
        request_set_proxies(request, request->proxy_list, request->bypass_list);
}

void request_choose_proxies(struct request *request, const char *url)
{
    request_clear_proxies(request);
    if (request->proxy_usage == BG_JOB_PROXY_USAGE_NO_PROXY)
        request_set_proxies(request, NULL, NULL);
    else if (request->proxy_usage == BG_JOB_PROXY_USAGE_OVERRIDE)
        request_override_proxies(request);
    else if (!(request->lookup = proxy_lookup_start(request->proxy_usage, url)))
        request_fail_if(request, CURLE_OUT_OF_MEMORY);
}

BOOL request_has_proxies(struct request *request)
{
    const WCHAR *proxies, *hosts;
    struct proxy_lookup *lookup = request->lookup;

    if (!lookup)
        return TRUE;
    if (!proxy_lookup_finish(lookup, &proxies, &hosts))
        return FALSE;
    request_set_proxies(request, proxies, hosts);
    request->lookup = NULL;
    proxy_lookup_free(lookup);
    return TRUE;
}

/* Whether the proxy only passes on what it cannot read. */
static BOOL request_has_tunnel(const struct request *request)
{
    return request->proxy && url_has_scheme(request->url, "https");
}

long request_proxy_status(const struct request *request)
{
    long status = 0;

    if (request_has_tunnel(request))
        curl_easy_getinfo(request->easy, CURLINFO_HTTP_CONNECTCODE, &status);
    else if (request->proxy && request_status(request) == 407)
        status = 407;
    return status;
}

/* Whether the proxy was asked for a tunnel, and said nothing. */
static BOOL request_missed_tunnel(const struct request *request)
{
    long connections = 0;

    curl_easy_getinfo(request->easy, CURLINFO_NUM_CONNECTS, &connections);
    return request_has_tunnel(request) && connections && !request_proxy_status(request);
}

BOOL request_missed_proxy(const struct request *request, CURLcode result)
{
    curl_off_t connected = 0;

    if (!result || !request->proxy)
        return FALSE;
    if (result == CURLE_COULDNT_RESOLVE_PROXY || result == CURLE_PROXY || request_missed_tunnel(request))
        return TRUE;
    curl_easy_getinfo(request->easy, CURLINFO_CONNECT_TIME_T, &connected);
    return !connected && (result == CURLE_COULDNT_CONNECT || result == CURLE_OPERATION_TIMEDOUT);
}

BOOL request_try_next_proxy(struct request *request)
{
    if (!request->proxy->next)
        return FALSE;
    request->proxy = request->proxy->next;
    TRACE("trying proxy %s\n", debugstr_a(request->proxy->data));
    request_use_proxy(request);
    return TRUE;
}
