/* The writing of a reply of the test server.
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#ifndef HTTP_REPLY_H
#define HTTP_REPLY_H

#include "http_connection.h"
#include "http_server.h"

/* Returns whether the connection can serve another request. */
BOOL http_reply_send(const struct http_connection *connection, const struct http_request *request,
        const struct http_reply *reply);

#endif
