/* Trust in servers, by the certificate stores and policies of the system.
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#ifndef QMGR_TRANSFER_TRUST_SERVER_TRUST_H
#define QMGR_TRANSFER_TRUST_SERVER_TRUST_H

#include <windows.h>
#include <wincrypt.h>

struct server;

/* An engine with the roots that the system trusts now; NULL if there is none. */
HCERTCHAINENGINE chain_engine_create(void);

/* The chain of a server's certificate, whose store has what the server sent besides; NULL if there is none. The flags
 * are CertGetCertificateChain's. To be freed with CertFreeCertificateChain. */
PCCERT_CHAIN_CONTEXT chain_build(HCERTCHAINENGINE engine, PCCERT_CONTEXT certificate, DWORD flags);

/* Whether the certificate proves the server, as chain_judge has it; nothing is said of revocation. Only the thread that
 * transfers may call it. */
HRESULT server_judge(PCCERT_CONTEXT certificate, struct server *server, ULONG flags);

#endif
