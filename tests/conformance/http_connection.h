/* A connection of the test server. Its waits end when the server stops.
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#ifndef HTTP_CONNECTION_H
#define HTTP_CONNECTION_H

#include <winsock2.h>
#include <windows.h>

struct http_connection
{
    SOCKET socket;
    HANDLE stop, stalled, released;     /* events of the server */
};

/* Returns the number of bytes, or 0 when the connection has ended. */
int http_connection_receive(const struct http_connection *connection, char *buffer, int size);
BOOL http_connection_send(const struct http_connection *connection, const char *data, size_t size);

/* Reports the stall and waits until the test releases it; FALSE when the server stops. */
BOOL http_connection_stall(const struct http_connection *connection);

#endif
