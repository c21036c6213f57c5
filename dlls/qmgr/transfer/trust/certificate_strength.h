/* Which keys and signatures prove something.
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#ifndef QMGR_TRANSFER_TRUST_CERTIFICATE_STRENGTH_H
#define QMGR_TRANSFER_TRUST_CERTIFICATE_STRENGTH_H

#include <windows.h>
#include <wincrypt.h>

/* Whether the key and the signature of the certificate are strong: an RSA key of 2047 bits or more, or an ECDSA key of
 * 256 or more, and a hash of the SHA-2 family, as szOID_CERT_STRONG_SIGN_OS_1 has it.
 * ns-wincrypt-cert_strong_sign_para */
BOOL certificate_is_strong(PCCERT_CONTEXT certificate);

/* The same for each certificate of the chain. A root proves nothing by its own signature, which does not count. */
BOOL chain_is_strong(const CERT_SIMPLE_CHAIN *chain);

/* Whether a signature with this algorithm, an OID, is strong. */
BOOL signature_is_strong(const char *algorithm);

/* Whether the key of the certificate has made the signature of something, of a type that
 * CryptVerifyCertificateSignatureEx knows. */
BOOL certificate_has_signed(PCCERT_CONTEXT certificate, DWORD type, const void *something);

#endif
