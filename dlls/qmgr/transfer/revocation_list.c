/* The lists of revoked certificates that authorities publish: RFC 5280, 6.3
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include <stdlib.h>
#include <string.h>

#include "transfer/certificate_extension.h"
#include "transfer/certificate_strength.h"
#include "transfer/revocation.h"
#include "wine/debug.h"

WINE_DEFAULT_DEBUG_CHANNEL(qmgr);

/* An authority whose certificate does not say what its key is for may sign lists. */
static BOOL may_sign_lists(PCCERT_CONTEXT issuer)
{
    BYTE usage = 0;

    if (!CertFindExtension(szOID_KEY_USAGE, issuer->pCertInfo->cExtension, issuer->pCertInfo->rgExtension))
        return TRUE;
    return CertGetIntendedKeyUsage(X509_ASN_ENCODING, issuer->pCertInfo, &usage, sizeof(usage))
            && (usage & CERT_CRL_SIGN_KEY_USAGE);
}

/* Whether the issuer of the certificate, and nobody else, has made the list. */
static BOOL list_is_authentic(PCCRL_CONTEXT list, const struct revocation_subject *subject)
{
    CERT_NAME_BLOB *issuer = &subject->certificate->pCertInfo->Issuer;

    return CertCompareCertificateName(X509_ASN_ENCODING, &list->pCrlInfo->Issuer, issuer)
            && may_sign_lists(subject->issuer)
            && signature_is_strong(list->pCrlInfo->SignatureAlgorithm.pszObjId)
            && certificate_has_signed(subject->issuer, CRYPT_VERIFY_CERT_SIGN_SUBJECT_CRL, list);
}

/* A list that does not say when it ends could be an old one. */
static BOOL list_is_current(PCCRL_CONTEXT list)
{
    const FILETIME *end = &list->pCrlInfo->NextUpdate;

    return (end->dwLowDateTime || end->dwHighDateTime) && !CertVerifyCRLTimeValidity(NULL, list->pCrlInfo);
}

/* What is critical changes the meaning of the list; here it is that it has only changes since an earlier one. */
static BOOL list_is_understood(PCCRL_CONTEXT list)
{
    DWORD i;

    for (i = 0; i < list->pCrlInfo->cExtension; i++)
    {
        const CERT_EXTENSION *extension = &list->pCrlInfo->rgExtension[i];

        if (extension->fCritical && strcmp(extension->pszObjId, szOID_ISSUING_DIST_POINT))
            return FALSE;
    }
    return TRUE;
}

static BOOL point_includes(const CRL_ISSUING_DIST_POINT *point, const struct revocation_subject *subject)
{
    return !point->fIndirectCRL && !point->OnlySomeReasonFlags.cbData
            && !(subject->is_authority ? point->fOnlyContainsUserCerts : point->fOnlyContainsCACerts);
}

/* RFC 5280, 5.2.5: a list may be about some of the authority's certificates only. */
static BOOL list_includes(PCCRL_CONTEXT list, const struct revocation_subject *subject)
{
    CRL_INFO *info = list->pCrlInfo;
    CRL_ISSUING_DIST_POINT *point;
    BOOL includes;

    if (!CertFindExtension(szOID_ISSUING_DIST_POINT, info->cExtension, info->rgExtension))
        return TRUE;
    point = extension_decode(info->cExtension, info->rgExtension, szOID_ISSUING_DIST_POINT);
    includes = point && point_includes(point, subject)
            && CertIsValidCRLForCertificate(subject->certificate, list, 0, NULL);
    LocalFree(point);
    return includes;
}

static HRESULT list_judge(PCCRL_CONTEXT list, const struct revocation_subject *subject)
{
    CRL_ENTRY *entry = NULL;

    if (!list_is_authentic(list, subject) || !list_is_current(list) || !list_is_understood(list)
            || !list_includes(list, subject) || !CertFindCertificateInCRL(subject->certificate, list, 0, NULL, &entry))
        return REVOCATION_UNKNOWN;
    return entry ? REVOCATION_REVOKED : S_OK;
}

/* Where other addresses than those of http lead is not for a certificate to say. */
static PCCRL_CONTEXT get_kept_list(const WCHAR *url)
{
    DWORD flags = CRYPT_CACHE_ONLY_RETRIEVAL;
    void *list;

    if (_wcsnicmp(url, L"http://", 7)
            || !CryptRetrieveObjectByUrlW(url, CONTEXT_OID_CRL, flags, 0, &list, NULL, NULL, NULL, NULL))
        return NULL;
    return list;
}

static PCCRL_CONTEXT fetch_list(const WCHAR *url, ULONGLONG deadline)
{
    CRYPT_DATA_BLOB data;
    PCCRL_CONTEXT list;

    if (!revocation_fetch(url, deadline, &data))
        return NULL;
    list = CertCreateCRLContext(X509_ASN_ENCODING, data.pbData, data.cbData);
    free(data.pbData);
    return list;
}

/* Takes over the list, which may be NULL. */
static HRESULT list_use(PCCRL_CONTEXT list, const struct revocation_subject *subject)
{
    HRESULT hr;

    if (!list)
        return REVOCATION_UNKNOWN;
    hr = list_judge(list, subject);
    CertFreeCRLContext(list);
    return hr;
}

/* What is kept on this computer may be out of date, or forged. */
static HRESULT judge_by_urls(const CRYPT_URL_ARRAY *urls, const struct revocation_subject *subject)
{
    HRESULT hr = REVOCATION_UNKNOWN;
    DWORD i;

    for (i = 0; i < urls->cUrl && hr == REVOCATION_UNKNOWN; i++)
    {
        if ((hr = list_use(get_kept_list(urls->rgwszUrl[i]), subject)) == REVOCATION_UNKNOWN)
            hr = list_use(fetch_list(urls->rgwszUrl[i], subject->deadline), subject);
        TRACE("%s: %#lx\n", debugstr_w(urls->rgwszUrl[i]), hr);
    }
    return hr;
}

static BOOL get_urls(PCCERT_CONTEXT certificate, CRYPT_URL_ARRAY *urls, DWORD *size)
{
    return CryptGetObjectUrl(URL_OID_CERTIFICATE_CRL_DIST_POINT, (void *)certificate, CRYPT_GET_URL_FROM_EXTENSION,
            urls, size, NULL, NULL, NULL);
}

HRESULT revocation_list_judge(const struct revocation_subject *subject)
{
    CRYPT_URL_ARRAY *urls;
    HRESULT hr = REVOCATION_UNKNOWN;
    DWORD size = 0;

    if (!get_urls(subject->certificate, NULL, &size) || !(urls = malloc(size)))
        return REVOCATION_UNKNOWN;
    if (get_urls(subject->certificate, urls, &size))
        hr = judge_by_urls(urls, subject);
    free(urls);
    return hr;
}
