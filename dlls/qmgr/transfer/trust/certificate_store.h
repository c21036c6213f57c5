/* Client certificates in the stores of the system, and what certificates are for.
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#ifndef QMGR_TRANSFER_TRUST_CERTIFICATE_STORE_H
#define QMGR_TRANSFER_TRUST_CERTIFICATE_STORE_H

#include <windows.h>
#include <wincrypt.h>
#include "queue/job.h"

/* Whether a certificate of that usage may serve the purpose, an OID. */
BOOL usage_includes(const CERT_ENHKEY_USAGE *usage, const char *purpose);

/* Both look for a certificate in a store that has to exist, and describe it for a job: by its hash of
 * CERTIFICATE_HASH_SIZE bytes, or as the first one fit for clients whose subject contains a text. They read the
 * registry, so the queue's lock may not be held. The stores of the current user are the thread's. Errors: E_NOTIMPL for
 * an unknown location, HRESULT_FROM_WIN32(ERROR_FILE_NOT_FOUND) for an unknown store, E_ACCESSDENIED, and
 * CRYPT_E_NOT_FOUND. nf-bits2_5-ibackgroundcopyjobhttpoptions-setclientcertificatebyid, -setclientcertificatebyname */
HRESULT client_certificate_find_by_hash(BG_CERT_STORE_LOCATION location, const WCHAR *store, const BYTE *hash,
        struct client_certificate **out);
HRESULT client_certificate_find_by_subject(BG_CERT_STORE_LOCATION location, const WCHAR *store, const WCHAR *subject,
        struct client_certificate **out);

#endif
