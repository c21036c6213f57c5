/* The certificate by which a job names itself to a server.
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#ifndef QMGR_TRANSFER_TRUST_CLIENT_CERTIFICATE_H
#define QMGR_TRANSFER_TRUST_CLIENT_CERTIFICATE_H

#include <windows.h>

struct client_certificate;

/* Where libcurl finds it, as CURLOPT_SSLCERT has it: "CurrentUser\MY\" and the thumbprint. To be freed with free; NULL
 * if there is no memory. */
char *client_certificate_path(const struct client_certificate *certificate);

#endif
