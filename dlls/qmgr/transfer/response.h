/* What a response means for the piece of a file that was asked for.
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#ifndef QMGR_TRANSFER_RESPONSE_H
#define QMGR_TRANSFER_RESPONSE_H

#include <windows.h>
#include <curl/curl.h>

#include "queue/job.h"
#include "transfer/content_range.h"

/* What was asked for, and what is known of the file. */
struct piece_request
{
    struct piece piece;
    BOOL is_whole;       /* simply the file, without a range */
    HRESULT refusal;     /* what it means if the server sends no ranges: an error, or S_OK if all of the file will do */
    BOOL allows_no_end;  /* dynamic content, which may end where the connection does */
    BOOL continues;      /* there are bytes of this version on the disk */
    const char *validator; /* of this version, or NULL; the file's own, which only its transfer changes */
    UINT64 remote_size;  /* of this version, or BG_SIZE_UNKNOWN */
};

/* The headers that matter. The strings may be NULL. */
struct response
{
    long status;
    UINT64 length;       /* of the body, or BG_SIZE_UNKNOWN */
    BOOL is_chunked;
    BOOL lengths_differ; /* Content-Length says more than one thing */
    const char *content_range, *entity_tag, *last_modified;
    struct content_range range; /* set by response_judge where it answers RESPONSE_IS_PART */
};

enum response_meaning
{
    RESPONSE_IS_WHOLE,   /* all of the file */
    RESPONSE_IS_PART,    /* bytes of the piece, from its beginning */
    RESPONSE_IS_STALE,   /* the file is not the one whose bytes are on the disk */
    RESPONSE_IS_NO_FILE, /* a status that tells of an error, a redirect, or that more is to come */
    RESPONSE_IS_BAD,
};

void response_read(struct response *response, CURL *easy);
enum response_meaning response_judge(struct response *response, const struct piece_request *request, HRESULT *error);
const char *response_validator(const struct response *response);
BOOL response_is_of_version(const struct response *response, const char *validator);

#endif
