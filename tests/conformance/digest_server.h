/* The server's part of Digest access authentication, RFC 7616: challenges, and a judge of the answers.
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#ifndef DIGEST_SERVER_H
#define DIGEST_SERVER_H

#include "http_server.h"

struct digest
{
    BOOL is_proxy;
    const char *algorithm;  /* "MD5", "MD5-sess", "SHA-256" or "SHA-256-sess"; NULL for MD5 that is not named */
    const char *qop;        /* what is offered, or NULL */
    const char *nonce;
    const char *name, *password;
};

/* The header line of a challenge with this nonce. */
void digest_challenge(const struct digest *digest, const char *parameters, char *line, size_t size);

/* Whether the request answers a challenge at all, and whether it answers this one. */
BOOL digest_is_answered(const struct digest *digest, const struct http_request *request);
BOOL digest_is_right(const struct digest *digest, const struct http_request *request);

#endif
