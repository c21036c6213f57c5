/* A small scripted HTTP/1.1 server for tests: it answers each path as told and records what was asked of it.
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#ifndef HTTP_SERVER_H
#define HTTP_SERVER_H

#include <winsock2.h>
#include <windows.h>

/* The time stamp of what the server hands out, unless a reply has another one. */
#define HTTP_LAST_MODIFIED "Tue, 05 Mar 2019 10:20:30 GMT"

enum http_framing
{
    HTTP_FRAMING_LENGTH,        /* the reply has a Content-Length */
    HTTP_FRAMING_CHUNKED,
    HTTP_FRAMING_CLOSE,         /* neither: the body ends where the connection does */
};

enum http_fault
{
    HTTP_FAULT_NONE,
    HTTP_FAULT_DROP,            /* closes the connection before the byte of the body at fault_at */
    HTTP_FAULT_STALL,           /* waits before that byte until http_server_release */
    HTTP_FAULT_SILENT,          /* waits in the same way before it says anything */
};

#define HTTP_NO_HEAD       0x1  /* HEAD is refused with 405 */
#define HTTP_NO_RANGES     0x2  /* Range is ignored */
#define HTTP_NO_VALIDATORS 0x4  /* no ETag and no Last-Modified */
#define HTTP_NO_TAG        0x8  /* no ETag */
#define HTTP_WEAK_TAG      0x10 /* an ETag that does not promise the same bytes */
#define HTTP_NO_IF_RANGE   0x20 /* If-Range is ignored */
#define HTTP_NEW_TAG       0x40 /* each reply has an ETag of its own */
#define HTTP_ONE_RANGE     0x80 /* several ranges at once are ignored */
#define HTTP_ONE_RANGE_416 0x100 /* or refused */
#define HTTP_REVERSE_PARTS 0x200 /* several ranges are sent from the last to the first */

struct http_request;

/* How one path is answered. Zero everywhere means an empty file that supports HEAD and ranges. */
struct http_reply
{
    unsigned int status;        /* 0: 200, or 206 and 416 as the request's range demands */
    const char *headers;        /* further header lines, each with its CR LF */
    const char *last_modified;  /* NULL: HTTP_LAST_MODIFIED */
    const char *body;           /* NULL: the pattern below */
    UINT64 size;
    unsigned char seed;
    enum http_framing framing;
    enum http_fault fault;
    UINT64 fault_at;
    unsigned int flags;
    const char *authorization;  /* what the header has to say, else the answer is 401 with the challenge */
    const char *proxy_authorization; /* in the same way, but 407 */
    const char *challenge;      /* header lines */
    const char *raw;            /* sent as it is, in place of an HTTP reply */
    size_t raw_size;            /* 0: up to the terminator */
    const struct http_reply *head; /* how HEAD is answered, if not in the same way */
    /* Another reply to this request, or NULL for this one. Runs on a thread of the server's. */
    const struct http_reply *(*choose)(const struct http_request *request);
};

#define HTTP_MAX_HEADERS 8192

struct http_request
{
    char method[16];
    char path[2304];
    char headers[HTTP_MAX_HEADERS];
};

struct http_server;

struct http_server *http_server_start(void);
void http_server_stop(struct http_server *server);
unsigned short http_server_port(const struct http_server *server);

/* Sets how a path is answered from now on; what the pointers in the reply point to has to outlive the server. */
void http_server_serve(struct http_server *server, const char *path, const struct http_reply *reply);

/* Waits until a reply has come to its stall; releasing lets that one and all later ones go on. */
BOOL http_server_wait_stalled(struct http_server *server, DWORD timeout);
void http_server_release(struct http_server *server);

/* Whether a reply has come to its stall since the last call. */
BOOL http_server_has_stalled(struct http_server *server);

/* The requests so far for a path; a NULL method counts every method. */
unsigned int http_server_count(struct http_server *server, const char *method, const char *path);
BOOL http_server_last_request(struct http_server *server, const char *method, const char *path,
        struct http_request *request);
BOOL http_request_header(const struct http_request *request, const char *name, char *value, size_t size);

/* The byte of the pattern at an offset. */
unsigned char http_pattern(unsigned char seed, UINT64 offset);

#endif
