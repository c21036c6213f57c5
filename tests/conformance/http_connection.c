/* Reading from and writing to a client of the test server.
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include "http_connection.h"

/* A call of recv cannot be interrupted, so it has to wait its turn in pieces. */
static BOOL wait_for_data(const struct http_connection *connection)
{
    struct timeval interval = {.tv_usec = 100 * 1000};
    fd_set set;

    do
    {
        FD_ZERO(&set);
        FD_SET(connection->socket, &set);
        if (WaitForSingleObject(connection->stop, 0) == WAIT_OBJECT_0)
            return FALSE;
    } while (!select(0, &set, NULL, NULL, &interval));
    return TRUE;
}

int http_connection_receive(const struct http_connection *connection, char *buffer, int size)
{
    int received;

    if (!wait_for_data(connection))
        return 0;
    received = recv(connection->socket, buffer, size, 0);
    return received == SOCKET_ERROR ? 0 : received;
}

BOOL http_connection_send(const struct http_connection *connection, const char *data, size_t size)
{
    while (size)
    {
        int sent = send(connection->socket, data, size, 0);

        if (sent == SOCKET_ERROR)
            return FALSE;
        data += sent;
        size -= sent;
    }
    return TRUE;
}

BOOL http_connection_stall(const struct http_connection *connection)
{
    HANDLE events[] = {connection->stop, connection->released};

    SetEvent(connection->stalled);
    return WaitForMultipleObjects(ARRAYSIZE(events), events, FALSE, INFINITE) != WAIT_OBJECT_0;
}
