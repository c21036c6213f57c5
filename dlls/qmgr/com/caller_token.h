/* The tokens of the client that calls a method, to be used while the method runs.
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#ifndef QMGR_COM_CALLER_TOKEN_H
#define QMGR_COM_CALLER_TOKEN_H

#include <windows.h>

/* Makes the thread act as the user of the calling process, whatever impersonation the client allows. S_OK, or an error
 * that leaves the thread as it was. */
HRESULT caller_impersonate(void);
void caller_stop_impersonating(void);

/* An impersonation token of the identity that the caller presents, which may be another than its process'. To be closed
 * with CloseHandle. CO_E_FAILEDTOIMPERSONATE if the caller does not allow to act as it. */
HRESULT caller_copy_token(HANDLE *token);

/* The SID of the token's user as a text, to be freed with free: S_OK or an error. */
HRESULT token_get_sid(HANDLE token, WCHAR **sid);

#endif
