/* Who calls.
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#ifndef QMGR_COM_CALLER_H
#define QMGR_COM_CALLER_H

#include "com/com.h"
#include "queue/access.h"

/* What is known of the client whose call this thread serves; without a call, of the service itself. It may ask the
 * system, so the queue's lock is not held. */
HRESULT caller_get(struct caller *caller);

/* Makes the thread act as the user of the calling process. The level that the client allows with its calls, which is
 * mostly SecurityIdentification, would not do to open files. */
HRESULT caller_impersonate(void);
void caller_stop_impersonating(void);

/* The token of the calling process, to be closed with CloseHandle. */
HRESULT caller_open_process_token(HANDLE *token);

/* Closes the handles to clients that are kept for the next call. */
void callers_forget(void);

/* caller_token.c: an impersonation token of the identity that the caller presents, which may be another than its
 * process'. To be closed with CloseHandle. CO_E_FAILEDTOIMPERSONATE if the caller does not allow to act as it. */
HRESULT caller_copy_token(HANDLE *token);

/* A copy of the token of the calling process, to start programs with. To be closed with CloseHandle. */
HRESULT caller_copy_process_token(HANDLE *token);

/* token.c: E_ACCESSDENIED if the token does not tell. */
HRESULT token_get_facts(HANDLE token, struct caller *caller);

#endif
