/* Connections to servers on this machine. Linux lets a receive buffer grow by what is read within a round trip. That
 * takes microseconds here, and Linux 6.18 was often seen to leave the buffer at its first 128 KiB: a receive that
 * empties it at once, as ours do, looks like no more than there is room for. A large file takes four times as long.
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include <winsock2.h>
#include <ws2tcpip.h>
#include <stdlib.h>
#include <windows.h>

#include "transfer/loopback.h"
#include "wine/debug.h"

WINE_DEFAULT_DEBUG_CHANNEL(qmgr);

#define RECEIVE_BUFFER_SIZE (4 * 1024 * 1024)
#define LIMIT_FILE L"\\\\?\\unix/proc/sys/net/core/rmem_max" /* socket(7) */

static BOOL is_loopback(const struct curl_sockaddr *address)
{
    const struct sockaddr_in6 *in6 = (const struct sockaddr_in6 *)&address->addr;
    const struct sockaddr_in *in = (const struct sockaddr_in *)&address->addr;

    if (address->family == AF_INET)
        return in->sin_addr.S_un.S_un_b.s_b1 == 127;
    return address->family == AF_INET6 && IN6_IS_ADDR_LOOPBACK(&in6->sin6_addr);
}

/* In bytes; 0 where no limit is known, as on Windows. */
static unsigned long find_limit(void)
{
    char text[32] = "";
    DWORD size;
    HANDLE file =
            CreateFileW(LIMIT_FILE, GENERIC_READ, FILE_SHARE_READ | FILE_SHARE_WRITE, NULL, OPEN_EXISTING, 0, NULL);

    if (file == INVALID_HANDLE_VALUE)
        return 0;
    if (!ReadFile(file, text, sizeof(text) - 1, &size, NULL))
        WARN("no limit: %lu\n", GetLastError());
    CloseHandle(file);
    return strtoul(text, NULL, 10);
}

/* A smaller buffer than was asked for would stay as it is, and be worse than one that may grow. */
static BOOL CALLBACK find_grant(INIT_ONCE *once, void *arg, void **context)
{
    *(BOOL *)arg = find_limit() >= RECEIVE_BUFFER_SIZE;
    return TRUE;
}

static BOOL buffer_is_granted(void)
{
    static INIT_ONCE once = INIT_ONCE_STATIC_INIT;
    static BOOL granted;

    InitOnceExecuteOnce(&once, find_grant, &granted, NULL);
    return granted;
}

curl_socket_t loopback_open_socket(void *client, curlsocktype purpose, struct curl_sockaddr *address)
{
    curl_socket_t connection = socket(address->family, address->socktype, address->protocol);
    int size = RECEIVE_BUFFER_SIZE;

    if (connection != CURL_SOCKET_BAD && is_loopback(address) && buffer_is_granted()
            && setsockopt(connection, SOL_SOCKET, SO_RCVBUF, (char *)&size, sizeof(size)))
        WARN("the receive buffer stays: %d\n", WSAGetLastError());
    return connection;
}
