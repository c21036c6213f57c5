/* What a chain of certificates says of a server.
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#ifndef QMGR_TRANSFER_TRUST_CHAIN_POLICY_H
#define QMGR_TRANSFER_TRUST_CHAIN_POLICY_H

#include <windows.h>
#include <wincrypt.h>

struct server;

/* Whether the chain proves that the server is the one that is meant, but for what the flags, BG_SSL_IGNORE_..., do not
 * hold against it: S_OK, or a code of WinHTTP's. nf-bits2_5-ibackgroundcopyjobhttpoptions-setsecurityflags */
HRESULT chain_judge(PCCERT_CHAIN_CONTEXT chain, struct server *server, ULONG flags);

#endif
