/* Whether the server of a request is to be trusted.
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#ifndef QMGR_TRANSFER_TRUST_TLS_H
#define QMGR_TRANSFER_TRUST_TLS_H

#include <windows.h>
#include <wincrypt.h>
#include <curl/curl.h>

struct file;
struct revocation_check;

struct tls_guard
{
    CURL *easy;
    struct file *file;  /* what is requested */
    ULONG flags;        /* BG_SSL_...: what is not held against a server, and whether its revocation is checked */
    HRESULT verdict;    /* why the last request was not sent; S_OK if it was, E_PENDING if somebody is asked */
    BOOL checking;                  /* the request is to be sent again: tls_guard_is_ready */
    struct revocation_check *check; /* the last one, or NULL */
    unsigned int check_count;
};

/* Installs the guard as the handle's CURLOPT_PREREQFUNCTION: it judges the server before each request, also on a
 * connection used before. A refused server gets no request, and libcurl ends the transfer with
 * CURLE_ABORTED_BY_CALLBACK. No TLS before 1.2 is spoken. The guard has to outlive the transfer. The flags are those of
 * IBackgroundCopyJobHttpOptions::SetSecurityFlags. */
CURLcode tls_guard_install(struct tls_guard *guard, CURL *easy, ULONG flags);
void tls_guard_release(struct tls_guard *guard);

/* Whether a request that was not sent because the guard is "checking" can be sent again. transfer_wakeup is called when
 * it can. */
BOOL tls_guard_is_ready(const struct tls_guard *guard);

/* The certificate that came with the connection of the request, its store holding the others that the server sent; NULL
 * if there is none. To be freed with CertFreeCertificateContext. */
PCCERT_CONTEXT tls_get_certificate(CURL *easy);

/* A part of the URL that the request is for, which after a redirect is not the job's. To be freed with curl_free. */
char *tls_get_url_part(CURL *easy, CURLUPart part);

#endif
