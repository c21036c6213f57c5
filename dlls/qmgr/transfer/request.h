/* A request for a file: what a job's settings make of it, and where it goes next.
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#ifndef QMGR_TRANSFER_REQUEST_H
#define QMGR_TRANSFER_REQUEST_H

#include <windows.h>
#include <curl/curl.h>
#include "bits1_5.h"

#include "transfer/errors.h"
#include "transfer/header_lines.h"
#include "transfer/response_headers.h"
#include "transfer/trust/tls.h"

struct client_certificate;
struct credentials;
struct file;
struct proxy_lookup;

/* The places of request.tried. */
enum
{
    TRIED_SERVER,
    TRIED_PROXY,
};

struct request
{
    WCHAR *remote_name;               /* this and the next are copies of the job's settings */
    char *method;                     /* NULL for GET */
    char *certificate;                /* of the client, as libcurl takes it, or NULL */
    ULONG security_flags;
    BG_JOB_PROXY_USAGE proxy_usage;
    WCHAR *proxy_list, *bypass_list;
    struct credentials *credentials;
    struct curl_slist *headers;       /* BITS' own and the job's */
    struct curl_slist *condition;     /* what is said in front of them, or NULL */

    CURL *easy;                       /* from here on, where the request is */
    struct file *file;
    CURLU *url;
    BOOL only_headers;                /* nothing else of the file changes: request_ask_for_headers */
    BOOL left_origin;                 /* a redirect has led it to another scheme, host or port */
    unsigned int redirects;
    unsigned long tried[2];           /* CURLAUTH_...: the schemes in which server and proxy were answered */
    long challenge;                   /* the status that was answered last: 401, 407, or 0 */
    size_t discarded;                 /* bytes of bodies that are no file */
    struct proxy_lookup *lookup;      /* while its proxies are not known */
    struct curl_slist *proxies, *proxy; /* all of them, and the one in use; NULL for none */
    struct header_lines lines;        /* of the response that comes */
    struct response_headers response;
    struct tls_guard guard;
    struct failure failure;           /* why it cannot go on, if it cannot */
};

/* Notes why the request cannot go on; the first reason counts. */
void request_fail(struct request *request, struct failure failure);
void request_fail_if(struct request *request, CURLcode result);

/* The HTTP status of the last response, 0 without one. */
long request_status(const struct request *request);

/* Takes copies of what the file's job says of its requests, with the queue's lock held: S_OK, E_INVALIDARG for a remote
 * name that is no URL, or E_OUTOFMEMORY. What the request held before is freed. */
HRESULT request_copy_settings(struct request *request, struct file *file);
void request_free(struct request *request);

/* Asks for nothing but the headers, which do not count as an answer for the file: its name stays as it is. To be called
 * before request_apply; FALSE if there is no memory. */
BOOL request_ask_for_headers(struct request *request);

/* Sets all that the request says on the handle, which is reset first. The lock is free, from here on. */
void request_apply(struct request *request, CURL *easy);

/* Asks for a range of the file, provided that it is still the version of the validator. The range is NULL for all of
 * the file, and the validator for any version. */
void request_set_range(struct request *request, const char *range, const char *validator);

/* Whether the response says what there is, and carries nothing of it. */
BOOL request_wants_no_body(const struct request *request);

/* Whether the request can be sent. It waits while its proxies are looked for, or whether its server's certificate is
 * revoked; transfer_wakeup is called when that is known. request_judge tells whether there was a failure. */
BOOL request_is_ready(struct request *request);

/* To be called with each line of the response's headers, and with the empty one behind them. FALSE if the line is not
 * to be trusted, nor the rest of the response. */
BOOL request_take_header(struct request *request, const char *line, size_t size);

/* Whether the bytes, which came with a response that is not the last one, are to be thrown away. */
BOOL request_discards(struct request *request, size_t size);

/* libcurl is done. Whether the request is to be sent again once it is ready: to where a redirect leads, with the
 * credentials that were asked for, or through the next proxy. */
BOOL request_continues(struct request *request, CURLcode result);

/* Why the request failed, or a failure with a code of success if it did not, or only the body did. */
struct failure request_judge(const struct request *request, CURLcode result);

#endif
