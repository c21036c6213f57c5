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

/* One for each family of addresses. */
static struct watch
{
    int family;
    SOCKET socket;
    OVERLAPPED overlapped;
    HANDLE wait;
} watches[] =
{
    {AF_INET},
    {AF_INET6},
};

static void (*changed)(void);

/* Asks to be told of one change. */
static void watch_arm(struct watch *watch)
{
    DWORD size;

    if (WSAIoctl(watch->socket, SIO_ADDRESS_LIST_CHANGE, NULL, 0, NULL, 0, &size, &watch->overlapped, NULL)
            && WSAGetLastError() != WSA_IO_PENDING)
        WARN("family %d: %d\n", watch->family, WSAGetLastError());
}

static void CALLBACK addresses_have_changed(void *arg, BOOLEAN timeout)
{
    struct watch *watch = arg;

    TRACE("family %d\n", watch->family);
    watch_arm(watch);
    changed();
}

static void watch_start(struct watch *watch)
{
    HANDLE event = CreateEventW(NULL, FALSE, FALSE, NULL);

    watch->overlapped.hEvent = event;
    watch->socket = WSASocketW(watch->family, SOCK_DGRAM, 0, NULL, 0, WSA_FLAG_OVERLAPPED);
    if (event && watch->socket != INVALID_SOCKET
            && RegisterWaitForSingleObject(&watch->wait, event, addresses_have_changed, watch, INFINITE, 0))
        watch_arm(watch);
    else
        WARN("family %d cannot be watched: %lu\n", watch->family, GetLastError());
}

/* A request that is under way writes to the watch until it is cancelled. */
static void watch_stop(struct watch *watch)
{
    DWORD size;

    if (watch->wait)
    {
        UnregisterWaitEx(watch->wait, INVALID_HANDLE_VALUE);
        CancelIoEx((HANDLE)watch->socket, &watch->overlapped);
        GetOverlappedResult((HANDLE)watch->socket, &watch->overlapped, &size, TRUE);
    }
    if (watch->socket != INVALID_SOCKET)
        closesocket(watch->socket);
    if (watch->overlapped.hEvent)
        CloseHandle(watch->overlapped.hEvent);
    *watch = (struct watch){watch->family};
}

void network_watch_start(void (*function)(void))
{
    size_t i;

    changed = function;
    for (i = 0; i < ARRAYSIZE(watches); i++)
        watch_start(&watches[i]);
}

void network_watch_stop(void)
{
    size_t i;

    for (i = 0; i < ARRAYSIZE(watches); i++)
        watch_stop(&watches[i]);
}
