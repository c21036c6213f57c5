/* Extensions of certificates and of revocation lists.
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#ifndef QMGR_TRANSFER_TRUST_CERTIFICATE_EXTENSION_H
#define QMGR_TRANSFER_TRUST_CERTIFICATE_EXTENSION_H

#include <windows.h>
#include <wincrypt.h>

/* Decodes the extension of that OID; NULL if there is none, or one that cannot be read. To be freed with LocalFree. */
void *extension_decode(DWORD count, CERT_EXTENSION *extensions, const char *oid);

/* The same of a certificate's extensions. */
void *certificate_extension_decode(PCCERT_CONTEXT certificate, const char *oid);

#endif
