/* Which keys and signatures are too weak to prove anything.
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#ifndef QMGR_TRANSFER_CERTIFICATE_STRENGTH_H
#define QMGR_TRANSFER_CERTIFICATE_STRENGTH_H

#include <windows.h>
#include <wincrypt.h>

/* Whether each key and each signature of the chain is strong: RSA keys of 2047 bits or more, ECDSA keys of 256 or more,
 * and hashes of the SHA-2 family, as szOID_CERT_STRONG_SIGN_OS_1 has it. A root proves nothing by its own signature,
 * which does not count. ns-wincrypt-cert_strong_sign_para */
BOOL chain_is_strong(const CERT_SIMPLE_CHAIN *chain);

/* Whether a signature with this algorithm, an OID, is strong. */
BOOL signature_is_strong(const char *algorithm);

#endif
