/* What a response means for the pieces of a file that were asked for.
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#ifndef QMGR_TRANSFER_RESPONSE_H
#define QMGR_TRANSFER_RESPONSE_H

#include <windows.h>
#include <curl/curl.h>

#include "transfer/content_range.h"
#include "transfer/piece_request.h"

/* The headers that matter. The strings may be NULL. */
struct response
{
    long status;
    UINT64 length;       /* of the body, or BG_SIZE_UNKNOWN */
    BOOL is_chunked;
    BOOL is_unclear;     /* its headers contradict each other, or do not say where the body ends */
    const char *content_range, *content_type, *entity_tag, *last_modified;
    struct content_range range; /* set by response_judge where it answers RESPONSE_IS_PART */
};

enum response_meaning
{
    RESPONSE_IS_WHOLE,   /* all of the file */
    RESPONSE_IS_PART,    /* bytes of a piece, from its beginning */
    RESPONSE_IS_PARTS,   /* several such, which are judged when they come */
    RESPONSE_IS_REFUSAL, /* of several ranges at once; one of them may be sent */
    RESPONSE_IS_STALE,   /* the file is not the one whose bytes are on the disk */
    RESPONSE_IS_NO_FILE, /* a status that tells of an error, a redirect, or that more is to come */
    RESPONSE_IS_BAD,
};

void response_read(struct response *response, CURL *easy);
enum response_meaning response_judge(struct response *response, const struct piece_request *request, HRESULT *error);
enum response_meaning response_judge_part(struct response *response, const struct piece_request *request,
        HRESULT *error);
const char *response_validator(const struct response *response);
BOOL response_is_of_version(const struct response *response, const char *validator);

#endif
