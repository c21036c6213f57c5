/* The lists of revoked certificates that authorities publish.
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#ifndef QMGR_TRANSFER_REVOCATION_LIST_H
#define QMGR_TRANSFER_REVOCATION_LIST_H

#include <windows.h>
#include <wincrypt.h>

/* Whether a list that its authority has signed, and that is up to date, says of each certificate of the chain but the
 * root that it is not revoked: S_OK, or the codes ERROR_WINHTTP_SECURE_CERT_REVOKED and _REV_FAILED. Lists that are not
 * on this computer come from the network, so this takes time, but no more than half a minute.
 * nf-bits2_5-ibackgroundcopyjobhttpoptions-setsecurityflags */
HRESULT revocation_lists_judge(const CERT_SIMPLE_CHAIN *chain);

#endif
