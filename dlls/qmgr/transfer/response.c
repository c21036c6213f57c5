/* What a response means for the pieces of a file that were asked for. A server may send other bytes, another version,
 * or nonsense; what is taken must never make a wrong file.
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include <string.h>

#include "transfer/multipart.h"
#include "transfer/response.h"

#define VALIDATOR_MAX 1024 /* bytes; servers refuse requests with very long headers */

static const char *find_header(CURL *easy, const char *name)
{
    struct curl_header *header;

    return curl_easy_header(easy, name, 0, CURLH_HEADER, -1, &header) ? NULL : header->value;
}

/* Whether a header is there several times, and not always the same. */
static BOOL has_different_values(CURL *easy, const char *name)
{
    const char *first = find_header(easy, name);
    struct curl_header *header;
    size_t i;

    for (i = 1; !curl_easy_header(easy, name, i, CURLH_HEADER, -1, &header); i++)
    {
        if (strcmp(header->value, first))
            return TRUE;
    }
    return FALSE;
}

static BOOL contradicts_itself(CURL *easy)
{
    static const char *const names[] = {"Content-Length", "Content-Range", "ETag", "Last-Modified", "Location"};
    size_t i;

    for (i = 0; i < ARRAYSIZE(names); i++)
    {
        if (has_different_values(easy, names[i]))
            return TRUE;
    }
    return FALSE;
}

/* Digits, and no more than a size can have: RFC 9110, 8.6. */
static BOOL is_length(const char *value)
{
    size_t digits = strspn(value, "0123456789");

    value += strspn(value, "0");
    return digits && !value[strspn(value, "0123456789")] && strlen(value) < 19;
}

/* Two rules for the end of a body are one too many, and no other coding is asked for: RFC 9112, 6.1 and 6.3. */
static BOOL has_clear_end(CURL *easy)
{
    const char *length = find_header(easy, "Content-Length");
    struct curl_header *coding;

    if (curl_easy_header(easy, "Transfer-Encoding", 0, CURLH_HEADER, -1, &coding))
        return !length || is_length(length);
    return !length && coding->amount == 1 && curl_strequal(coding->value, "chunked");
}

/* Reads the last response. Its strings live until the next one. */
void response_read(struct response *response, CURL *easy)
{
    curl_off_t length;

    memset(response, 0, sizeof(*response));
    curl_easy_getinfo(easy, CURLINFO_RESPONSE_CODE, &response->status);
    curl_easy_getinfo(easy, CURLINFO_CONTENT_LENGTH_DOWNLOAD_T, &length);
    response->length = length < 0 ? BG_SIZE_UNKNOWN : (UINT64)length;
    response->is_chunked = find_header(easy, "Transfer-Encoding") != NULL;
    response->is_unclear = contradicts_itself(easy) || !has_clear_end(easy);
    response->content_range = find_header(easy, "Content-Range");
    response->content_type = find_header(easy, "Content-Type");
    response->entity_tag = find_header(easy, "ETag");
    response->last_modified = find_header(easy, "Last-Modified");
}

/* A weak tag ("W/...") does not promise the same bytes: RFC 9110, 8.8.3. */
static BOOL is_strong_tag(const char *validator)
{
    return validator && *validator == '"';
}

static BOOL may_be_sent(const char *validator)
{
    return validator && strlen(validator) <= VALIDATOR_MAX;
}

/* What If-Range can later ask for: a strong ETag, else the date; NULL if the server gives neither. */
const char *response_validator(const struct response *response)
{
    if (is_strong_tag(response->entity_tag) && may_be_sent(response->entity_tag))
        return response->entity_tag;
    return may_be_sent(response->last_modified) ? response->last_modified : NULL;
}

/* FALSE if the response is of another version. A server need not repeat the date in the answer to If-Range:
 * RFC 9110, 15.3.7. */
BOOL response_is_of_version(const struct response *response, const char *validator)
{
    const char *own = is_strong_tag(validator) ? response->entity_tag : response->last_modified;

    return !validator || !own || !strcmp(own, validator);
}

static enum response_meaning bad_response(HRESULT code, HRESULT *error)
{
    *error = code;
    return RESPONSE_IS_BAD;
}

static BOOL has_same_size(const struct response *response, const struct piece_request *request)
{
    UINT64 size = response->range.total;

    return size == BG_SIZE_UNKNOWN || request->remote_size == BG_SIZE_UNKNOWN || size == request->remote_size;
}

/* A file may change twice within the second of its date; another size tells: file-transfer-consistency. */
static BOOL is_same_version(const struct response *response, const struct piece_request *request)
{
    return response_is_of_version(response, request->validator)
            && (is_strong_tag(request->validator) || has_same_size(response, request));
}

/* The bytes are wanted, and the numbers do not contradict each other. */
static BOOL is_wanted_part(const struct response *response, const struct piece_request *request)
{
    const struct content_range *range = &response->range;

    if (range->end == range->start || !piece_request_has(request, range))
        return FALSE;
    if (response->length != BG_SIZE_UNKNOWN && response->length != range->end - range->start)
        return FALSE;
    return !request->continues || has_same_size(response, request);
}

/* Where all up to the end is wanted, the end has to be known. */
static BOOL has_known_end(const struct response *response, const struct piece_request *request)
{
    return response->range.total != BG_SIZE_UNKNOWN || request->pieces[0].end != BG_SIZE_UNKNOWN;
}

/* Finds out what the bytes of the response's range mean: part, another version, or nonsense. */
enum response_meaning response_judge_part(struct response *response, const struct piece_request *request,
        HRESULT *error)
{
    if (request->continues && !is_same_version(response, request))
        return RESPONSE_IS_STALE;
    if (!is_wanted_part(response, request))
        return bad_response(BG_E_INVALID_SERVER_RESPONSE, error);
    if (!has_known_end(response, request))
        return bad_response(BG_E_MISSING_FILE_SIZE, error);
    return RESPONSE_IS_PART;
}

/* RFC 9110, 15.3.7.2: who asks for one range gets no multipart. */
static BOOL is_multipart(const struct response *response)
{
    struct multipart multipart;

    return response->content_type && multipart_begin(&multipart, response->content_type);
}

static enum response_meaning judge_parts(const struct response *response, const struct piece_request *request,
        HRESULT *error)
{
    if (!request->is_multiple || !is_multipart(response))
        return bad_response(BG_E_INVALID_SERVER_RESPONSE, error);
    if (request->continues && !response_is_of_version(response, request->validator))
        return RESPONSE_IS_STALE;
    return RESPONSE_IS_PARTS;
}

static enum response_meaning judge_partial(struct response *response, const struct piece_request *request,
        HRESULT *error)
{
    if (request->is_whole)
        return bad_response(BG_E_INVALID_SERVER_RESPONSE, error);
    if (!response->content_range)
        return judge_parts(response, request, error);
    if (!content_range_parse(response->content_range, &response->range))
        return bad_response(BG_E_INVALID_SERVER_RESPONSE, error);
    return response_judge_part(response, request, error);
}

/* A body that ends where the connection does may have been cut: http-requirements-for-bits-downloads. */
static enum response_meaning judge_whole(const struct response *response, const struct piece_request *request,
        HRESULT *error)
{
    if (FAILED(request->refusal) && request->continues)
        return RESPONSE_IS_STALE;
    if (FAILED(request->refusal))
        return bad_response(request->refusal, error);
    if (response->length == BG_SIZE_UNKNOWN && !response->is_chunked && !request->allows_no_end)
        return bad_response(BG_E_MISSING_FILE_SIZE, error);
    return RESPONSE_IS_WHOLE;
}

/* Servers that send one range may have limits for several: some send all of the file then, others nothing. */
static BOOL is_refusal(const struct response *response, const struct piece_request *request)
{
    return request->is_multiple && (response->status == 200 || response->status == 400 || response->status == 416);
}

/* Finds out what a response means, by its status and headers; error is set for RESPONSE_IS_BAD. */
enum response_meaning response_judge(struct response *response, const struct piece_request *request, HRESULT *error)
{
    if (response->is_unclear)
        return bad_response(BG_E_INVALID_SERVER_RESPONSE, error);
    if (is_refusal(response, request))
        return RESPONSE_IS_REFUSAL;
    if (response->status == 416 && !request->is_whole)
        return request->continues ? RESPONSE_IS_STALE : bad_response(BG_E_INVALID_RANGE, error);
    if (response->status != 200 && response->status != 206)
        return RESPONSE_IS_NO_FILE;
    return response->status == 200 ? judge_whole(response, request, error) : judge_partial(response, request, error);
}
