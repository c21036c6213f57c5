/* Whether the server of a request is to be trusted.
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#ifndef QMGR_TRANSFER_TLS_H
#define QMGR_TRANSFER_TLS_H

#include <windows.h>
#include <curl/curl.h>

struct tls_guard
{
    CURL *easy;
    BOOL was_secure;    /* a request of this transfer went over https */
    HRESULT verdict;    /* why the server of the last request was refused; S_OK if it was not */
};

/* Installs the guard as the handle's CURLOPT_PREREQFUNCTION: it judges the server before each request, also after a
 * redirect and on a connection used before. A redirect from https to http is refused, too. A refused server gets no
 * request, and libcurl ends the transfer with CURLE_ABORTED_BY_CALLBACK. The guard has to outlive the transfer. */
CURLcode tls_guard_install(struct tls_guard *guard, CURL *easy);

#endif
