/* The answer to a server or a proxy that wants to know who asks.
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#ifndef QMGR_TRANSFER_HTTP_AUTH_H
#define QMGR_TRANSFER_HTTP_AUTH_H

#include <windows.h>
#include <curl/curl.h>
#include "bits1_5.h"

struct credentials;

/* Copies a job's credentials, and adds the default ones for proxies where the job's property says so
 * (BITS_JOB_PROPERTY_USE_STORED_CREDENTIALS). FALSE if there is no memory. The queue's lock is held. */
BOOL credentials_copy(const struct credentials *from, BG_AUTH_TARGET stored, struct credentials **copy);

/* Adds what a URL holds, for the schemes that the job has no credentials for. FALSE if there is no memory. */
BOOL credentials_add_password(struct credentials **credentials, const char *user_name, const char *password);

/* The credentials for the strongest of the schemes, bits of CURLAUTH_..., that the target offers and that have not been
 * tried; NULL if there are none. Sets the bit of the scheme in *tried. */
const struct credentials *credentials_choose(const struct credentials *credentials, BG_AUTH_TARGET target,
        unsigned long offered, unsigned long *tried);

/* Makes the handle use them, and no other scheme; NULL to make it use none. */
void credentials_apply(const struct credentials *credentials, BG_AUTH_TARGET target, CURL *easy);

#endif
