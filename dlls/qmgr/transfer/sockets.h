/* The sockets that libcurl waits for.
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#ifndef QMGR_TRANSFER_SOCKETS_H
#define QMGR_TRANSFER_SOCKETS_H

#include <winsock2.h>
#include <windows.h>
#include <curl/curl.h>

/* Waits for the sockets of a multi handle from now on, until sockets_end. S_OK, or E_OUTOFMEMORY. */
HRESULT sockets_begin(CURLM *multi);
void sockets_end(void);

/* Lets libcurl do what it can do now. */
void sockets_act(void);

/* Waits until libcurl has something to do, for timeout milliseconds, or for sockets_wake. */
void sockets_wait(int timeout);

/* Makes sockets_wait return. Any thread may call it between sockets_begin and sockets_end. */
void sockets_wake(void);

#endif
