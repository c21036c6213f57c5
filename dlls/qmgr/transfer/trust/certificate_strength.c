/* Which keys and signatures prove something, and which are too weak. Wine takes them all.
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include <string.h>

#include "transfer/trust/certificate_strength.h"

static const struct key_strength
{
    const char *algorithm;
    DWORD bits_min;
} key_strengths[] =
{
    {szOID_RSA_RSA,        2047},
    {szOID_ECC_PUBLIC_KEY, 256},
};

static const char *const strong_signatures[] =
{
    szOID_RSA_SHA256RSA,
    szOID_RSA_SHA384RSA,
    szOID_RSA_SHA512RSA,
    szOID_ECDSA_SHA256,
    szOID_ECDSA_SHA384,
    szOID_ECDSA_SHA512,
};

/* The system tells it of RSA keys; in Wine 8.0 of no others. The key of a curve is a point of two numbers behind a byte
 * that says so: RFC 5480, 2.2. */
static DWORD key_bits(CERT_PUBLIC_KEY_INFO *key)
{
    if (strcmp(key->Algorithm.pszObjId, szOID_ECC_PUBLIC_KEY))
        return CertGetPublicKeyLength(X509_ASN_ENCODING, key);
    return key->PublicKey.cbData ? (key->PublicKey.cbData - 1) / 2 * 8 : 0;
}

static BOOL key_is_strong(CERT_PUBLIC_KEY_INFO *key)
{
    size_t i;

    for (i = 0; i < ARRAYSIZE(key_strengths); i++)
    {
        if (!strcmp(key->Algorithm.pszObjId, key_strengths[i].algorithm))
            return key_bits(key) >= key_strengths[i].bits_min;
    }
    return FALSE;
}

BOOL signature_is_strong(const char *algorithm)
{
    size_t i;

    for (i = 0; i < ARRAYSIZE(strong_signatures); i++)
    {
        if (!strcmp(algorithm, strong_signatures[i]))
            return TRUE;
    }
    return FALSE;
}

BOOL certificate_is_strong(PCCERT_CONTEXT certificate)
{
    CERT_INFO *info = certificate->pCertInfo;

    return key_is_strong(&info->SubjectPublicKeyInfo) && signature_is_strong(info->SignatureAlgorithm.pszObjId);
}

static BOOL element_is_strong(const CERT_CHAIN_ELEMENT *element)
{
    if (element->TrustStatus.dwInfoStatus & CERT_TRUST_IS_SELF_SIGNED)
        return key_is_strong(&element->pCertContext->pCertInfo->SubjectPublicKeyInfo);
    return certificate_is_strong(element->pCertContext);
}

BOOL chain_is_strong(const CERT_SIMPLE_CHAIN *chain)
{
    DWORD i;

    for (i = 0; i < chain->cElement; i++)
    {
        if (!element_is_strong(chain->rgpElement[i]))
            return FALSE;
    }
    return TRUE;
}

BOOL certificate_has_signed(PCCERT_CONTEXT certificate, DWORD type, const void *something)
{
    return CryptVerifyCertificateSignatureEx(0, X509_ASN_ENCODING, type, (void *)something,
            CRYPT_VERIFY_CERT_SIGN_ISSUER_CERT, (void *)certificate, 0, NULL);
}
