/* Extensions of certificates and of revocation lists.
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include "transfer/trust/certificate_extension.h"

void *extension_decode(DWORD count, CERT_EXTENSION *extensions, const char *oid)
{
    CERT_EXTENSION *extension = CertFindExtension(oid, count, extensions);
    void *decoded;
    DWORD size;

    if (!extension)
        return NULL;
    if (!CryptDecodeObjectEx(X509_ASN_ENCODING, oid, extension->Value.pbData, extension->Value.cbData,
                CRYPT_DECODE_ALLOC_FLAG, NULL, &decoded, &size))
        return NULL;
    return decoded;
}

void *certificate_extension_decode(PCCERT_CONTEXT certificate, const char *oid)
{
    return extension_decode(certificate->pCertInfo->cExtension, certificate->pCertInfo->rgExtension, oid);
}
