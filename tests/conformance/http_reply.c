/* The test server's replies: status line, headers, ranges, framings, and the faults that a test asks for.
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "http_reply.h"

#define PIECE_SIZE 65536
#define RANGES_SIZE 4096
#define MAX_PARTS 200
#define BOUNDARY "THIS_SEPARATES"

/* The part of a body that goes out. */
struct extent
{
    unsigned int status;
    UINT64 first, end;
};

/* Every bit of the offset counts, so that bytes of another place in a large file are seen to be wrong. */
unsigned char http_pattern(unsigned char seed, UINT64 offset)
{
    return seed + offset * 31 + (offset >> 8) * 17 + (offset >> 16) * 7 + (offset >> 24) * 5 + (offset >> 32) * 3;
}

static const char *reason(unsigned int status)
{
    static const struct
    {
        unsigned int status;
        const char *reason;
    }
    reasons[] =
    {
        {200, "OK"}, {206, "Partial Content"}, {301, "Moved Permanently"}, {302, "Found"}, {307, "Temporary Redirect"},
        {403, "Forbidden"}, {404, "Not Found"}, {405, "Method Not Allowed"}, {416, "Range Not Satisfiable"},
        {500, "Internal Server Error"}, {503, "Service Unavailable"},
    };
    size_t i;

    for (i = 0; i < ARRAYSIZE(reasons); ++i)
    {
        if (reasons[i].status == status)
            return reasons[i].reason;
    }
    return "Other";
}

static void entity_tag(const struct http_reply *reply, char *tag, size_t size)
{
    static LONG replies;

    if (reply->flags & HTTP_NEW_TAG)
        snprintf(tag, size, "\"%lx\"", InterlockedIncrement(&replies));
    else
        snprintf(tag, size, "\"%" PRIx64 "-%x\"", reply->size, reply->seed);
}

static const char *last_modified(const struct http_reply *reply)
{
    return reply->last_modified ? reply->last_modified : HTTP_LAST_MODIFIED;
}

/* If-Range makes a range conditional: when the file is another one by now, all of it is sent. */
static BOOL if_range_holds(const struct http_request *request, const struct http_reply *reply)
{
    char wanted[64], tag[64];

    if (reply->flags & HTTP_NO_IF_RANGE)
        return TRUE;
    if (!http_request_header(request, "If-Range", wanted, sizeof(wanted)))
        return TRUE;
    entity_tag(reply, tag, sizeof(tag));
    return !strcmp(wanted, tag) || !strcmp(wanted, last_modified(reply));
}

/* Reads one range, up to the comma that may follow. */
static BOOL parse_range(const char *text, UINT64 size, struct extent *extent)
{
    char *end;

    if (*text == '-')
    {
        UINT64 length = strtoull(text + 1, &end, 10);

        extent->first = length < size ? size - length : 0;
        extent->end = size;
        return TRUE;
    }
    extent->first = strtoull(text, &end, 10);
    if (end == text || *end != '-')
        return FALSE;
    extent->end = end[1] && end[1] != ',' ? strtoull(end + 1, NULL, 10) + 1 : size;
    extent->end = min(extent->end, size);
    return TRUE;
}

/* Whether the request asks for ranges, which are then written without their unit, and the reply takes notice. */
static BOOL wanted_ranges(const struct http_request *request, const struct http_reply *reply, char ranges[RANGES_SIZE])
{
    if ((reply->status && reply->status != 200) || (reply->flags & HTTP_NO_RANGES)
            || reply->framing != HTTP_FRAMING_LENGTH)
        return FALSE;
    if (!http_request_header(request, "Range", ranges, RANGES_SIZE) || !if_range_holds(request, reply))
        return FALSE;
    if (strncmp(ranges, "bytes=", 6) || ((reply->flags & HTTP_ONE_RANGE) && strchr(ranges, ',')))
        return FALSE;
    memmove(ranges, ranges + 6, strlen(ranges + 6) + 1);
    return TRUE;
}

static struct extent choose_extent(const struct http_request *request, const struct http_reply *reply)
{
    struct extent whole = {reply->status ? reply->status : 200, 0, reply->size}, part = {206};
    char ranges[RANGES_SIZE];

    if (!wanted_ranges(request, reply, ranges) || !parse_range(ranges, reply->size, &part))
        return whole;
    if (part.first >= part.end || strchr(ranges, ','))
        return (struct extent){416, 0, 0};
    return part;
}

/* The extents of several ranges, without those that are not in the file. */
static unsigned int choose_parts(const struct http_request *request, const struct http_reply *reply,
        struct extent parts[MAX_PARTS])
{
    char ranges[RANGES_SIZE], *text = ranges;
    unsigned int count = 0;

    if ((reply->flags & HTTP_ONE_RANGE_416) || !wanted_ranges(request, reply, ranges) || !strchr(ranges, ','))
        return 0;
    for (; text && count < MAX_PARTS; text = strchr(text, ','))
    {
        text += *text == ',';
        if (parse_range(text, reply->size, &parts[count]) && parts[count].first < parts[count].end)
            parts[count++].status = 206;
    }
    return count;
}

static void __attribute__((format(__MINGW_PRINTF_FORMAT, 3, 4)))
append(char *head, size_t size, const char *format, ...)
{
    size_t used = strlen(head);
    va_list args;

    va_start(args, format);
    vsnprintf(head + used, size - used, format, args);
    va_end(args);
}

static void append_size(char *head, size_t size, const struct http_reply *reply, const struct extent *extent)
{
    if (reply->framing == HTTP_FRAMING_CHUNKED)
        append(head, size, "Transfer-Encoding: chunked\r\n");
    else if (reply->framing == HTTP_FRAMING_CLOSE)
        append(head, size, "Connection: close\r\n");
    else
        append(head, size, "Content-Length: %" PRIu64 "\r\n", extent->end - extent->first);
    if (extent->status == 206)
        append(head, size, "Content-Range: bytes %" PRIu64 "-%" PRIu64 "/%" PRIu64 "\r\n", extent->first,
                extent->end - 1, reply->size);
    if (extent->status == 416)
        append(head, size, "Content-Range: bytes */%" PRIu64 "\r\n", reply->size);
}

static void append_validators(char *head, size_t size, const struct http_reply *reply)
{
    char tag[64];

    if (reply->flags & HTTP_NO_VALIDATORS)
        return;
    entity_tag(reply, tag, sizeof(tag));
    if (!(reply->flags & HTTP_NO_TAG))
        append(head, size, "ETag: %s%s\r\n", reply->flags & HTTP_WEAK_TAG ? "W/" : "", tag);
    append(head, size, "Last-Modified: %s\r\n", last_modified(reply));
}

static void append_common(char *head, size_t size, const struct http_reply *reply)
{
    if (!(reply->flags & HTTP_NO_RANGES))
        append(head, size, "Accept-Ranges: bytes\r\n");
    append_validators(head, size, reply);
    if (reply->headers)
        append(head, size, "%s", reply->headers);
}

static BOOL send_head(const struct http_connection *connection, const struct http_reply *reply,
        const struct extent *extent)
{
    char head[4096] = "";

    append(head, sizeof(head), "HTTP/1.1 %u %s\r\n", extent->status, reason(extent->status));
    append_size(head, sizeof(head), reply, extent);
    append_common(head, sizeof(head), reply);
    append(head, sizeof(head), "Content-Type: application/octet-stream\r\n\r\n");
    return http_connection_send(connection, head, strlen(head));
}

static BOOL send_piece(const struct http_connection *connection, const struct http_reply *reply, UINT64 offset,
        size_t size)
{
    char piece[PIECE_SIZE], frame[16];
    size_t i;

    for (i = 0; i < size; ++i)
        piece[i] = reply->body ? reply->body[offset + i] : http_pattern(reply->seed, offset + i);
    if (reply->framing != HTTP_FRAMING_CHUNKED)
        return http_connection_send(connection, piece, size);
    snprintf(frame, sizeof(frame), "%x\r\n", (unsigned int)size);
    return http_connection_send(connection, frame, strlen(frame))
            && http_connection_send(connection, piece, size) && http_connection_send(connection, "\r\n", 2);
}

/* Returns whether the body goes on. */
static BOOL run_fault(const struct http_connection *connection, const struct http_reply *reply)
{
    return reply->fault == HTTP_FAULT_STALL && http_connection_stall(connection);
}

static BOOL send_body(const struct http_connection *connection, const struct http_reply *reply,
        const struct extent *extent)
{
    BOOL faulty = reply->fault == HTTP_FAULT_DROP || reply->fault == HTTP_FAULT_STALL;
    UINT64 offset = extent->first;

    while (offset < extent->end)
    {
        UINT64 size = min(extent->end - offset, PIECE_SIZE);

        if (faulty && offset == reply->fault_at && !run_fault(connection, reply))
            return FALSE;
        if (faulty && offset < reply->fault_at)
            size = min(size, reply->fault_at - offset);
        if (!send_piece(connection, reply, offset, size))
            return FALSE;
        offset += size;
    }
    return reply->framing != HTTP_FRAMING_CHUNKED || http_connection_send(connection, "0\r\n\r\n", 5);
}

static void part_head(const struct http_reply *reply, const struct extent *part, char *head, size_t size)
{
    snprintf(head, size, "\r\n--" BOUNDARY "\r\nContent-Range: bytes %" PRIu64 "-%" PRIu64 "/%" PRIu64 "\r\n\r\n",
            part->first, part->end - 1, reply->size);
}

static BOOL send_parts_head(const struct http_connection *connection, const struct http_reply *reply,
        const struct extent *parts, unsigned int count)
{
    char head[4096] = "HTTP/1.1 206 Partial Content\r\n", part[256];
    UINT64 length = strlen("\r\n--" BOUNDARY "--\r\n");
    unsigned int i;

    for (i = 0; i < count; ++i)
    {
        part_head(reply, &parts[i], part, sizeof(part));
        length += strlen(part) + parts[i].end - parts[i].first;
    }
    append_common(head, sizeof(head), reply);
    append(head, sizeof(head), "Content-Length: %" PRIu64 "\r\n", length);
    append(head, sizeof(head), "Content-Type: multipart/byteranges; boundary=" BOUNDARY "\r\n\r\n");
    return http_connection_send(connection, head, strlen(head));
}

static BOOL send_parts(const struct http_connection *connection, const struct http_reply *reply,
        const struct extent *parts, unsigned int count)
{
    static const char end[] = "\r\n--" BOUNDARY "--\r\n";
    char head[256];
    unsigned int i;

    if (!send_parts_head(connection, reply, parts, count))
        return FALSE;
    for (i = 0; i < count; ++i)
    {
        const struct extent *part = &parts[reply->flags & HTTP_REVERSE_PARTS ? count - 1 - i : i];

        part_head(reply, part, head, sizeof(head));
        if (!http_connection_send(connection, head, strlen(head)) || !send_body(connection, reply, part))
            return FALSE;
    }
    return http_connection_send(connection, end, strlen(end));
}

static BOOL header_is(const struct http_request *request, const char *name, const char *expected)
{
    char value[1024];

    return !expected || (http_request_header(request, name, value, sizeof(value)) && !strcmp(value, expected));
}

/* 401 or 407 for a request that does not say what the reply wants to hear, else 0. */
static unsigned int missing_authorization(const struct http_request *request, const struct http_reply *reply)
{
    if (!header_is(request, "Proxy-Authorization", reply->proxy_authorization))
        return 407;
    return header_is(request, "Authorization", reply->authorization) ? 0 : 401;
}

BOOL http_reply_send(const struct http_connection *connection, const struct http_request *request,
        const struct http_reply *reply)
{
    static const struct http_reply no_head = {.status = 405};
    BOOL head = !strcmp(request->method, "HEAD");
    struct http_reply refusal = {.status = missing_authorization(request, reply), .headers = reply->challenge};
    const struct http_reply *other = reply->choose ? reply->choose(request) : NULL;
    struct extent extent, parts[MAX_PARTS];
    unsigned int part_count;

    if (other)
        return http_reply_send(connection, request, other);
    if (head && reply->head)
        return http_reply_send(connection, request, reply->head);
    if (reply->raw)
    {
        http_connection_send(connection, reply->raw, reply->raw_size ? reply->raw_size : strlen(reply->raw));
        return FALSE;
    }
    if (reply->fault == HTTP_FAULT_SILENT && !http_connection_stall(connection))
        return FALSE;
    if (refusal.status)
        reply = &refusal;
    if (head && (reply->flags & HTTP_NO_HEAD))
        reply = &no_head;
    if (!head && (part_count = choose_parts(request, reply, parts)))
        return send_parts(connection, reply, parts, part_count);
    extent = choose_extent(request, reply);
    if (!send_head(connection, reply, &extent))
        return FALSE;
    return (head || send_body(connection, reply, &extent)) && reply->framing != HTTP_FRAMING_CLOSE;
}
