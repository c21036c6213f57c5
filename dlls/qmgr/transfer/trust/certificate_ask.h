/* Asking the program that owns a job about the certificate of a server.
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#ifndef QMGR_TRANSFER_TRUST_CERTIFICATE_ASK_H
#define QMGR_TRANSFER_TRUST_CERTIFICATE_ASK_H

#include <windows.h>
#include <curl/curl.h>

struct file;

/* Whether the request for a file may go to the server that the handle is connected with, and that the system trusts:
 * S_OK, or E_PENDING while the job's program is asked. The queue's lock is not held. */
HRESULT certificate_ask(CURL *easy, struct file *file);

#endif
