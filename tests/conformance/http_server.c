/* The test server's connections, its script and its record of requests.
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "http_reply.h"

#define STOP_TIMEOUT 10000
#define SEND_TIMEOUT 3000
#define MAX_SCRIPTS 256

struct script
{
    const char *path;
    struct http_reply reply;
};

struct connection
{
    struct connection *next;
    struct http_server *server;
    struct http_connection io;
    HANDLE thread;
    char buffer[HTTP_MAX_HEADERS];
    size_t used;
};

struct http_server
{
    SOCKET listener;
    unsigned short port;
    HANDLE stop, stalled, released, accept_thread;
    struct connection *connections;     /* of accept_thread alone while that runs */
    CRITICAL_SECTION lock;              /* guards what follows */
    struct script scripts[MAX_SCRIPTS];
    unsigned int script_count;
    struct http_request *requests;
    unsigned int request_count;
};

static void fatal(const char *what)
{
    fprintf(stderr, "HTTP test server: %s failed, error %lu\n", what, GetLastError());
    abort();
}

static void *checked(void *pointer, const char *what)
{
    if (!pointer)
        fatal(what);
    return pointer;
}

/* Takes one request, without a body, from the connection; what follows it stays in the buffer. */
static BOOL read_request(struct connection *connection, struct http_request *request)
{
    char *end, *headers;
    int got;

    while (!(end = strstr(connection->buffer, "\r\n\r\n")))
    {
        size_t room = sizeof(connection->buffer) - 1 - connection->used;

        if (!room || !(got = http_connection_receive(&connection->io, connection->buffer + connection->used, room)))
            return FALSE;
        connection->used += got;
        connection->buffer[connection->used] = 0;
    }
    end[2] = 0;
    headers = strstr(connection->buffer, "\r\n") + 2;
    memset(request, 0, sizeof(*request));
    if (sscanf(connection->buffer, "%15s %2303s", request->method, request->path) != 2)
        return FALSE;
    lstrcpynA(request->headers, headers, sizeof(request->headers));
    connection->used -= end + 4 - connection->buffer;
    memmove(connection->buffer, end + 4, connection->used + 1);
    return TRUE;
}

static void record(struct http_server *server, const struct http_request *request)
{
    size_t size = (server->request_count + 1) * sizeof(*request);

    server->requests = checked(realloc(server->requests, size), "realloc");
    server->requests[server->request_count++] = *request;
}

static struct http_reply find_reply(struct http_server *server, const char *path)
{
    unsigned int i;

    for (i = 0; i < server->script_count; ++i)
    {
        if (!strcmp(server->scripts[i].path, path))
            return server->scripts[i].reply;
    }
    return (struct http_reply){.status = 404};
}

static DWORD WINAPI serve_connection(void *arg)
{
    struct connection *connection = arg;
    struct http_server *server = connection->server;
    struct http_request request;
    struct http_reply reply;

    do
    {
        if (!read_request(connection, &request))
            break;
        EnterCriticalSection(&server->lock);
        record(server, &request);
        reply = find_reply(server, request.path);
        LeaveCriticalSection(&server->lock);
    } while (http_reply_send(&connection->io, &request, &reply));

    shutdown(connection->io.socket, SD_BOTH);
    return 0;
}

static void add_connection(struct http_server *server, SOCKET socket)
{
    struct connection *connection = checked(calloc(1, sizeof(*connection)), "calloc");

    connection->io.socket = socket;
    connection->io.stop = server->stop;
    connection->io.stalled = server->stalled;
    connection->io.released = server->released;
    connection->server = server;
    connection->next = server->connections;
    server->connections = connection;
    connection->thread = checked(CreateThread(NULL, 0, serve_connection, connection, 0, NULL), "CreateThread");
}

static BOOL is_stopping(const struct http_server *server)
{
    return WaitForSingleObject(server->stop, 0) == WAIT_OBJECT_0;
}

/* In Wine a send may never return when the other side has gone. */
static void limit_send(SOCKET socket)
{
    DWORD timeout = SEND_TIMEOUT;

    if (setsockopt(socket, SOL_SOCKET, SO_SNDTIMEO, (const char *)&timeout, sizeof(timeout)))
        fatal("setsockopt");
}

static DWORD WINAPI accept_connections(void *arg)
{
    struct http_server *server = arg;
    SOCKET socket;

    while ((socket = accept(server->listener, NULL, NULL)) != INVALID_SOCKET && !is_stopping(server))
    {
        limit_send(socket);
        add_connection(server, socket);
    }
    closesocket(socket);
    return 0;
}

static void listen_on_free_port(struct http_server *server)
{
    struct sockaddr_in address = {.sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
    int size = sizeof(address);

    server->listener = socket(AF_INET, SOCK_STREAM, IPPROTO_TCP);
    if (bind(server->listener, (struct sockaddr *)&address, sizeof(address)) || listen(server->listener, SOMAXCONN)
            || getsockname(server->listener, (struct sockaddr *)&address, &size))
        fatal("listening");
    server->port = ntohs(address.sin_port);
}

struct http_server *http_server_start(void)
{
    struct http_server *server = checked(calloc(1, sizeof(*server)), "calloc");
    WSADATA data;

    if (WSAStartup(MAKEWORD(2, 2), &data))
        fatal("WSAStartup");
    InitializeCriticalSection(&server->lock);
    server->stop = checked(CreateEventW(NULL, TRUE, FALSE, NULL), "CreateEvent");
    server->stalled = checked(CreateEventW(NULL, TRUE, FALSE, NULL), "CreateEvent");
    server->released = checked(CreateEventW(NULL, TRUE, FALSE, NULL), "CreateEvent");
    listen_on_free_port(server);
    server->accept_thread = checked(CreateThread(NULL, 0, accept_connections, server, 0, NULL), "CreateThread");
    return server;
}

static void join(HANDLE thread)
{
    if (WaitForSingleObject(thread, STOP_TIMEOUT) != WAIT_OBJECT_0)
        fatal("stopping a thread");
    CloseHandle(thread);
}

static void join_connections(struct http_server *server)
{
    struct connection *connection;

    while ((connection = server->connections))
    {
        join(connection->thread);
        closesocket(connection->io.socket);
        server->connections = connection->next;
        free(connection);
    }
}

/* Makes accept return. */
static void poke(const struct http_server *server)
{
    struct sockaddr_in address = {.sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
    SOCKET socket_to_self = socket(AF_INET, SOCK_STREAM, IPPROTO_TCP);

    address.sin_port = htons(server->port);
    connect(socket_to_self, (struct sockaddr *)&address, sizeof(address));
    closesocket(socket_to_self);
}

void http_server_stop(struct http_server *server)
{
    SetEvent(server->stop);
    poke(server);
    join(server->accept_thread);
    join_connections(server);
    closesocket(server->listener);
    CloseHandle(server->stop);
    CloseHandle(server->stalled);
    CloseHandle(server->released);
    DeleteCriticalSection(&server->lock);
    free(server->requests);
    free(server);
    WSACleanup();
}

unsigned short http_server_port(const struct http_server *server)
{
    return server->port;
}

void http_server_serve(struct http_server *server, const char *path, const struct http_reply *reply)
{
    struct script *script = server->scripts;

    EnterCriticalSection(&server->lock);
    while (script < server->scripts + server->script_count && strcmp(script->path, path))
        ++script;
    if (script == server->scripts + server->script_count && ++server->script_count > MAX_SCRIPTS)
        fatal("adding a path");
    script->path = path;
    script->reply = *reply;
    LeaveCriticalSection(&server->lock);
}

BOOL http_server_wait_stalled(struct http_server *server, DWORD timeout)
{
    return WaitForSingleObject(server->stalled, timeout) == WAIT_OBJECT_0;
}

void http_server_release(struct http_server *server)
{
    SetEvent(server->released);
}

BOOL http_server_has_stalled(struct http_server *server)
{
    if (!http_server_wait_stalled(server, 0))
        return FALSE;
    ResetEvent(server->stalled);
    return TRUE;
}

static BOOL is_request(const struct http_request *request, const char *method, const char *path)
{
    return (!method || !strcmp(request->method, method)) && !strcmp(request->path, path);
}

unsigned int http_server_count(struct http_server *server, const char *method, const char *path)
{
    unsigned int i, count = 0;

    EnterCriticalSection(&server->lock);
    for (i = 0; i < server->request_count; ++i)
        count += is_request(&server->requests[i], method, path);
    LeaveCriticalSection(&server->lock);
    return count;
}

BOOL http_server_last_request(struct http_server *server, const char *method, const char *path,
        struct http_request *request)
{
    unsigned int i;

    EnterCriticalSection(&server->lock);
    for (i = server->request_count; i && !is_request(&server->requests[i - 1], method, path); --i)
        ;
    if (i)
        *request = server->requests[i - 1];
    LeaveCriticalSection(&server->lock);
    return i != 0;
}

BOOL http_request_header(const struct http_request *request, const char *name, char *value, size_t size)
{
    size_t name_length = strlen(name);
    const char *line;

    for (line = request->headers; *line; line = strstr(line, "\r\n") + 2)
    {
        if (!_strnicmp(line, name, name_length) && line[name_length] == ':')
        {
            line += name_length + 1;
            line += strspn(line, " \t");
            lstrcpynA(value, line, min(size, strcspn(line, "\r\n") + 1));
            return TRUE;
        }
    }
    return FALSE;
}
