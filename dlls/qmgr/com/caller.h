/* Who calls.
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#ifndef QMGR_COM_CALLER_H
#define QMGR_COM_CALLER_H

#include "com/com.h"
#include "queue/access.h"

/* What is known of the client whose call this thread serves; without a call, of the service itself. It may ask the
 * system, so the queue's lock is not held. */
HRESULT caller_get(struct caller *caller);

/* What is done from here to caller_revert is done with the rights of the client, if a call of one is served. */
HRESULT caller_impersonate(void);
void caller_revert(void);

/* Closes the handles to clients that are kept for the next call. */
void callers_forget(void);

/* token.c: E_ACCESSDENIED if the token does not tell. */
HRESULT token_get_facts(HANDLE token, struct caller *caller);

#endif
