/* The proxies of a request.
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#ifndef QMGR_TRANSFER_REQUEST_PROXY_H
#define QMGR_TRANSFER_REQUEST_PROXY_H

#include "transfer/request.h"

/* Finds the proxies for the URL, which is the request's, as its job says, or has them looked for. */
void request_choose_proxies(struct request *request, const char *url);
void request_clear_proxies(struct request *request);

/* Whether they are known by now. */
BOOL request_has_proxies(struct request *request);

/* The status of the proxy's own response: to CONNECT, or to any request. 0 if there was none. What comes out of a
 * tunnel is the server's. */
long request_proxy_status(const struct request *request);

/* Whether it was the proxy that could not be reached. */
BOOL request_missed_proxy(const struct request *request, CURLcode result);

/* FALSE if the proxy in use is the last one. */
BOOL request_try_next_proxy(struct request *request);

#endif
