/* The lists of revoked certificates that authorities publish: RFC 5280, 6.3
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include <stdlib.h>
#include <string.h>

#include "transfer/trust/certificate_extension.h"
#include "transfer/trust/certificate_strength.h"
#include "transfer/trust/revocation.h"
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

static HRESULT judge_by_names(const CERT_ALT_NAME_INFO *names, const struct revocation_subject *subject)
{
    HRESULT hr = REVOCATION_UNKNOWN;
    DWORD i;

    for (i = 0; i < names->cAltEntry && hr == REVOCATION_UNKNOWN; i++)
    {
        const CERT_ALT_NAME_ENTRY *name = &names->rgAltEntry[i];

        if (name->dwAltNameChoice != CERT_ALT_NAME_URL)
            continue;
        hr = list_use(fetch_list(name->pwszURL, subject->deadline), subject);
        TRACE("%s: %#lx\n", debugstr_w(name->pwszURL), hr);
    }
    return hr;
}

/* Points that tell of some reasons only, or whose list somebody else makes, are of no use. */
static BOOL point_is_whole(const CRL_DIST_POINT *point)
{
    return point->DistPointName.dwDistPointNameChoice == CRL_DIST_POINT_FULL_NAME && !point->ReasonFlags.cbData
            && !point->CRLIssuer.cAltEntry;
}

HRESULT revocation_list_judge(const struct revocation_subject *subject)
{
    CRL_DIST_POINTS_INFO *points = certificate_extension_decode(subject->certificate, szOID_CRL_DIST_POINTS);
    HRESULT hr = REVOCATION_UNKNOWN;
    DWORD i;

    for (i = 0; points && i < points->cDistPoint && hr == REVOCATION_UNKNOWN; i++)
    {
        if (point_is_whole(&points->rgDistPoint[i]))
            hr = judge_by_names(&points->rgDistPoint[i].DistPointName.FullName, subject);
    }
    LocalFree(points);
    return hr;
}
