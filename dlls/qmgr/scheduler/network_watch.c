/* Tells of changes of the machine's addresses: a network has come, or gone.
 *
 * Sockets tell it in Windows and in Wine. In Wine 8.0 NotifyAddrChange and its like in iphlpapi.dll never do, and
 * addresses of IPv6 are not watched: there, both sockets tell of IPv4.
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include <winsock2.h>
#include <windows.h>

#include "scheduler/network_watch.h"
#include "wine/debug.h"

WINE_DEFAULT_DEBUG_CHANNEL(qmgr);

static struct watch
{
    int family;
    SOCKET socket;
    OVERLAPPED request; /* under way until an address changes */
}
watches[NETWORK_WATCH_COUNT] =
{
    {AF_INET},
    {AF_INET6},
};

void network_watch_start(void)
{
    size_t i;

    for (i = 0; i < ARRAYSIZE(watches); i++)
        watches[i].socket = WSASocketW(watches[i].family, SOCK_DGRAM, 0, NULL, 0, WSA_FLAG_OVERLAPPED);
}

void network_watch_arm(unsigned int family, HANDLE event)
{
    struct watch *watch = &watches[family];
    DWORD size;

    watch->request = (OVERLAPPED){.hEvent = event};
    if (WSAIoctl(watch->socket, SIO_ADDRESS_LIST_CHANGE, NULL, 0, NULL, 0, &size, &watch->request, NULL)
            && WSAGetLastError() != WSA_IO_PENDING)
        WARN("family %d cannot be watched: %d\n", watch->family, WSAGetLastError());
}

/* The request writes to the watch until it has ended. */
static void watch_stop(struct watch *watch)
{
    DWORD size;

    if (watch->socket == INVALID_SOCKET)
        return;
    CancelIoEx((HANDLE)watch->socket, &watch->request);
    GetOverlappedResult((HANDLE)watch->socket, &watch->request, &size, TRUE);
    closesocket(watch->socket);
}

void network_watch_stop(void)
{
    size_t i;

    for (i = 0; i < ARRAYSIZE(watches); i++)
        watch_stop(&watches[i]);
}
