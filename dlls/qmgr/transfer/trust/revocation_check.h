/* Finding out whether a server's certificate has been revoked, while other transfers go on.
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#ifndef QMGR_TRANSFER_TRUST_REVOCATION_CHECK_H
#define QMGR_TRANSFER_TRUST_REVOCATION_CHECK_H

#include <windows.h>
#include <wincrypt.h>

struct revocation_check;

/* Begins to find out, on a thread of its own, which calls transfer_wakeup when it is done. NULL if there is no memory
 * or no thread. */
struct revocation_check *revocation_check_start(PCCERT_CONTEXT certificate);
void revocation_check_free(struct revocation_check *check);

BOOL revocation_check_is_of(const struct revocation_check *check, PCCERT_CONTEXT certificate);

/* E_PENDING until it is known, then what revocation_judge says. */
HRESULT revocation_check_result(const struct revocation_check *check);

void revocation_checks_startup(void);

/* Does not wait for the threads; from now on none calls transfer_wakeup. */
void revocation_checks_shutdown(void);

#endif
