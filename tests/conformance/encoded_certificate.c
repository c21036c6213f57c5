/* Making certificates for a store.
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include "encoded_certificate.h"

static void encode(const char *type, const void *info, struct encoded *encoded)
{
    encoded->size = sizeof(encoded->data);
    assert_true(CryptEncodeObject(X509_ASN_ENCODING, type, info, encoded->data, &encoded->size));
}

static void encode_name(const WCHAR *subject, struct encoded *name)
{
    name->size = sizeof(name->data);
    assert_true(CertStrToNameW(X509_ASN_ENCODING, subject, CERT_X500_NAME_STR, NULL, name->data, &name->size, NULL));
}

static void encode_usage(const char *usage, struct encoded *encoded)
{
    CERT_ENHKEY_USAGE usages = {1, (char **)&usage};

    encode(X509_ENHANCED_KEY_USAGE, &usages, encoded);
}

/* What is signed of a certificate for this use, or for every use if it is NULL. */
static void encode_content(const WCHAR *subject, const char *usage, struct encoded *content)
{
    static BYTE serial[] = {1};
    CERT_EXTENSION extension = {(char *)szOID_ENHANCED_KEY_USAGE};
    CERT_INFO info = {CERT_V3};
    struct encoded name, usages;

    encode_name(subject, &name);
    info.SerialNumber = (CRYPT_INTEGER_BLOB){sizeof(serial), serial};
    info.SignatureAlgorithm.pszObjId = info.SubjectPublicKeyInfo.Algorithm.pszObjId = (char *)szOID_RSA_SHA256RSA;
    info.Subject = info.Issuer = (CERT_NAME_BLOB){name.size, name.data};
    info.NotAfter.dwHighDateTime = 0x02000000;
    if (usage)
    {
        encode_usage(usage, &usages);
        extension.Value = (CRYPT_OBJID_BLOB){usages.size, usages.data};
        info.cExtension = 1;
        info.rgExtension = &extension;
    }
    encode(X509_CERT_TO_BE_SIGNED, &info, content);
}

/* Nobody looks at the signature of what is in a store. */
void encode_certificate(const WCHAR *subject, const char *usage, struct encoded *certificate)
{
    static BYTE signature[] = {0};
    struct encoded content;
    CERT_SIGNED_CONTENT_INFO info = {.SignatureAlgorithm.pszObjId = (char *)szOID_RSA_SHA256RSA};

    encode_content(subject, usage, &content);
    info.ToBeSigned = (CRYPT_DER_BLOB){content.size, content.data};
    info.Signature = (CRYPT_BIT_BLOB){sizeof(signature), signature};
    encode(X509_CERT, &info, certificate);
}
