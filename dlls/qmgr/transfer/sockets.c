/* The sockets that libcurl waits for. curl_multi_poll would select and deselect the events of every socket each time,
 * and every such call is one of Wine's server; here a socket keeps its event.
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include <stdlib.h>

#include "transfer/sockets.h"
#include "wine/debug.h"

WINE_DEFAULT_DEBUG_CHANNEL(qmgr);

#define EVENTS_MAX (MAXIMUM_WAIT_OBJECTS - 1) /* one more is to wake up; beyond so many, sockets share their events */
#define NO_EVENT EVENTS_MAX

struct watched_socket
{
    curl_socket_t socket; /* CURL_SOCKET_BAD: the place is free */
    int wants;            /* CURL_POLL_... */
};

static CURLM *multi;
static HANDLE wake_event, events[EVENTS_MAX]; /* created when they are needed */
static struct watched_socket *sockets;        /* the event of each is that of its place, modulo EVENTS_MAX */
static size_t socket_count;
static DWORD event_count;
static DWORD fired; /* which event has ended the wait, or NO_EVENT */
static BOOL busy;   /* there is more to do, without waiting */

/* The place of a socket; CURL_SOCKET_BAD finds a free one. socket_count if there is none. */
static size_t find_place(curl_socket_t socket)
{
    size_t i;

    for (i = 0; i < socket_count && sockets[i].socket != socket; i++)
        ;
    return i;
}

static BOOL add_place(void)
{
    struct watched_socket *grown = realloc(sockets, (socket_count + 1) * sizeof(*grown));

    if (!grown)
        return FALSE;
    sockets = grown;
    if (event_count < EVENTS_MAX)
    {
        if (!(events[event_count] = CreateEventW(NULL, FALSE, FALSE, NULL)))
            return FALSE;
        event_count++;
    }
    sockets[socket_count++].socket = CURL_SOCKET_BAD;
    return TRUE;
}

static BOOL watch(size_t place, curl_socket_t socket, int wants)
{
    long mask = FD_CLOSE;

    if (wants & CURL_POLL_IN)
        mask |= FD_READ;
    if (wants & CURL_POLL_OUT)
        mask |= FD_WRITE | FD_CONNECT;
    sockets[place].socket = socket;
    sockets[place].wants = wants;
    return !WSAEventSelect(socket, events[place % EVENTS_MAX], mask);
}

/* A CURLMOPT_SOCKETFUNCTION. A socket that is no longer watched keeps its event: the next one with it is then asked in
 * vain, which is no harm. */
static int watch_callback(CURL *easy, curl_socket_t socket, int wants, void *arg, void *socket_arg)
{
    size_t place = find_place(socket);

    if (wants == CURL_POLL_REMOVE)
    {
        if (place < socket_count)
            sockets[place].socket = CURL_SOCKET_BAD;
        return 0;
    }
    if (place == socket_count)
        place = find_place(CURL_SOCKET_BAD);
    if ((place == socket_count && !add_place()) || !watch(place, socket, wants))
    {
        ERR("socket %#Ix is not watched\n", (ULONG_PTR)socket);
        return -1;
    }
    return 0;
}

HRESULT sockets_begin(CURLM *handle)
{
    if (!(wake_event = CreateEventW(NULL, FALSE, FALSE, NULL)))
        return HRESULT_FROM_WIN32(GetLastError());
    multi = handle;
    fired = NO_EVENT;
    curl_multi_setopt(multi, CURLMOPT_SOCKETFUNCTION, watch_callback);
    return S_OK;
}

void sockets_end(void)
{
    while (event_count)
        CloseHandle(events[--event_count]);
    CloseHandle(wake_event);
    free(sockets);
    sockets = NULL;
    socket_count = 0;
}

/* libcurl looks itself at a socket that waits for more than one thing. */
static void act_on(size_t place)
{
    curl_socket_t socket = sockets[place].socket;
    int ready = sockets[place].wants == CURL_POLL_IN ? CURL_CSELECT_IN : 0, running;

    if (socket != CURL_SOCKET_BAD)
        curl_multi_socket_action(multi, socket, ready, &running);
}

static BOOL may_send(const struct watched_socket *watched)
{
    WSAPOLLFD descriptor = {watched->socket, POLLWRNORM};

    return watched->socket != CURL_SOCKET_BAD && (watched->wants & CURL_POLL_OUT) && WSAPoll(&descriptor, 1, 0) > 0;
}

/* FD_WRITE is told once, and again only after a send that has failed. libcurl need not try until then. */
static void act_on_writable(void)
{
    size_t i;

    for (i = 0, busy = FALSE; i < socket_count; i++)
    {
        if (!may_send(&sockets[i]))
            continue;
        act_on(i);
        busy = TRUE;
    }
}

void sockets_act(void)
{
    int running;
    size_t i;

    for (i = fired; fired != NO_EVENT && i < socket_count; i += EVENTS_MAX)
        act_on(i);
    curl_multi_socket_action(multi, CURL_SOCKET_TIMEOUT, 0, &running);
    act_on_writable();
}

/* Waits for any event. The one behind the last that was set comes first, so that none is forgotten. */
static DWORD wait_for_event(DWORD timeout)
{
    HANDLE handles[MAXIMUM_WAIT_OBJECTS];
    DWORD i, result;

    handles[0] = wake_event;
    for (i = 0; i < event_count; i++)
        handles[1 + i] = events[(fired + 1 + i) % event_count];
    result = WaitForMultipleObjects(1 + event_count, handles, FALSE, timeout) - WAIT_OBJECT_0;
    return result && result <= event_count ? (fired + result) % event_count : NO_EVENT;
}

void sockets_wait(int timeout)
{
    long due = -1;

    curl_multi_timeout(multi, &due);
    if (due >= 0)
        timeout = min(timeout, due);
    fired = busy || !timeout ? NO_EVENT : wait_for_event(timeout);
}

void sockets_wake(void)
{
    SetEvent(wake_event);
}
