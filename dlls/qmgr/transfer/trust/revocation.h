/* Whether the certificates of a chain have been revoked.
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#ifndef QMGR_TRANSFER_TRUST_REVOCATION_H
#define QMGR_TRANSFER_TRUST_REVOCATION_H

#include <winsock2.h>
#include <windows.h>
#include <wincrypt.h>
#include <winhttp.h>

#define REVOCATION_REVOKED __HRESULT_FROM_WIN32(ERROR_WINHTTP_SECURE_CERT_REVOKED)
#define REVOCATION_UNKNOWN __HRESULT_FROM_WIN32(ERROR_WINHTTP_SECURE_CERT_REV_FAILED)

/* The certificate in question. */
struct revocation_subject
{
    PCCERT_CONTEXT certificate;
    PCCERT_CONTEXT issuer;
    BOOL is_authority;
    ULONGLONG deadline; /* the clock_ticks() at which nothing more is fetched */
};

/* Whether the authority of each certificate of the chain but the root says that it is not revoked: S_OK,
 * REVOCATION_REVOKED or REVOCATION_UNKNOWN. The network is asked, so this takes time, up to half a minute.
 * nf-bits2_5-ibackgroundcopyjobhttpoptions-setsecurityflags */
HRESULT revocation_judge(const CERT_SIMPLE_CHAIN *chain);

/* Fetches a URL of http, which may have 16 MiB, and take 10 seconds, but not beyond the deadline. FALSE if it does not
 * come. The data is to be freed with free. */
BOOL revocation_fetch(const WCHAR *url, ULONGLONG deadline, CRYPT_DATA_BLOB *data);

/* revocation_list.c: what a list says that the authority has signed, and that is up to date. RFC 5280, 6.3 */
HRESULT revocation_list_judge(const struct revocation_subject *subject);

/* ocsp.c: what a responder of the authority answers. RFC 6960 */
HRESULT ocsp_judge(const struct revocation_subject *subject);

#endif
