/* The Online Certificate Status Protocol: asking a responder of the authority whether a certificate is revoked. The
 * request is a GET, whose URL says which certificate is meant: RFC 6960, RFC 5019
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include <stdlib.h>
#include <string.h>

#include "transfer/trust/certificate_extension.h"
#include "transfer/trust/certificate_strength.h"
#include "transfer/trust/revocation.h"
#include "wine/debug.h"

WINE_DEFAULT_DEBUG_CHANNEL(qmgr);

#define HASH_SIZE 20 /* SHA-1, which names the issuer here, and proves nothing: RFC 5019, 2.1.1 */

#define ASN_SEQUENCE 0x30

/* The parts of an answer. Wine 8.0 cannot decode it as OCSP_BASIC_SIGNED_RESPONSE if there are certificates. */
enum
{
    ANSWER_CONTENT,
    ANSWER_ALGORITHM,
    ANSWER_SIGNATURE,
    ANSWER_CERTIFICATES,
};

/* What the protocol calls a certificate. */
struct identity
{
    OCSP_CERT_ID id;
    BYTE name_hash[HASH_SIZE], key_hash[HASH_SIZE];
};

static BOOL hash(const BYTE *data, DWORD size, BYTE *result)
{
    DWORD result_size = HASH_SIZE;

    return CryptHashCertificate(0, CALG_SHA1, 0, data, size, result, &result_size);
}

static BOOL identity_init(struct identity *identity, const struct revocation_subject *subject)
{
    CERT_INFO *issuer = subject->issuer->pCertInfo;
    CRYPT_BIT_BLOB *key = &issuer->SubjectPublicKeyInfo.PublicKey;
    OCSP_CERT_ID id = {{(char *)szOID_OIWSEC_sha1}, {HASH_SIZE, identity->name_hash}, {HASH_SIZE, identity->key_hash}};

    id.SerialNumber = subject->certificate->pCertInfo->SerialNumber;
    identity->id = id;
    return hash(issuer->Subject.pbData, issuer->Subject.cbData, identity->name_hash)
            && hash(key->pbData, key->cbData, identity->key_hash);
}

/* To be freed with LocalFree, as what decode returns. */
static BYTE *encode(const char *type, const void *value, DWORD *size)
{
    BYTE *encoded;

    if (!CryptEncodeObjectEx(X509_ASN_ENCODING, type, value, CRYPT_ENCODE_ALLOC_FLAG, NULL, &encoded, size))
        return NULL;
    return encoded;
}

static void *decode(const char *type, const BYTE *data, DWORD data_size)
{
    void *decoded;
    DWORD size;

    if (!CryptDecodeObjectEx(X509_ASN_ENCODING, type, data, data_size, CRYPT_DECODE_ALLOC_FLAG, NULL, &decoded, &size))
        return NULL;
    return decoded;
}

static BYTE *encode_request(const OCSP_CERT_ID *id, DWORD *size)
{
    OCSP_REQUEST_ENTRY entry = {*id};
    OCSP_REQUEST_INFO request = {OCSP_REQUEST_V1, NULL, 1, &entry};
    OCSP_SIGNED_REQUEST_INFO unsigned_request = {{0}};
    BYTE *encoded = NULL;

    unsigned_request.ToBeSigned.pbData = encode(OCSP_REQUEST, &request, &unsigned_request.ToBeSigned.cbData);
    if (unsigned_request.ToBeSigned.pbData)
        encoded = encode(OCSP_SIGNED_REQUEST, &unsigned_request, size);
    LocalFree(unsigned_request.ToBeSigned.pbData);
    return encoded;
}

/* Base64 may have three characters that mean something else in a URL. */
static void append_escaped(WCHAR *url, const WCHAR *text)
{
    WCHAR *end = url + lstrlenW(url);

    for (; *text; text++)
        end += swprintf(end, 4, wcschr(L"+/=", *text) ? L"%%%02X" : L"%lc", *text);
}

static WCHAR *make_url(const WCHAR *responder, const BYTE *request, DWORD size)
{
    WCHAR text[512], *url;
    DWORD length = ARRAYSIZE(text);

    if (!CryptBinaryToStringW(request, size, CRYPT_STRING_BASE64 | CRYPT_STRING_NOCRLF, text, &length)
            || !(url = malloc((lstrlenW(responder) + 1 + 3 * length + 1) * sizeof(*url))))
        return NULL;
    lstrcpyW(url, responder);
    if (!*url || url[lstrlenW(url) - 1] != '/')
        lstrcatW(url, L"/");
    append_escaped(url, text);
    return url;
}

static BOOL ask(const WCHAR *responder, const struct identity *identity, ULONGLONG deadline, CRYPT_DATA_BLOB *answer)
{
    BOOL answered = FALSE;
    BYTE *request;
    DWORD size;
    WCHAR *url;

    if (!(request = encode_request(&identity->id, &size)))
        return FALSE;
    if ((url = make_url(responder, request, size)))
        answered = revocation_fetch(url, deadline, answer);
    LocalFree(request);
    free(url);
    return answered;
}

static CRYPT_SEQUENCE_OF_ANY *decode_sequence(const CRYPT_DER_BLOB *blob)
{
    return decode(X509_SEQUENCE_OF_ANY, blob->pbData, blob->cbData);
}

/* Whether the signer has signed what has the form of a certificate: something, an algorithm, and a signature. */
static BOOL is_signed_by(const CRYPT_DER_BLOB *proof, PCCERT_CONTEXT signer)
{
    CERT_SIGNED_CONTENT_INFO *content = decode(X509_CERT, proof->pbData, proof->cbData);
    BOOL is_strong = content && signature_is_strong(content->SignatureAlgorithm.pszObjId);

    LocalFree(content);
    return is_strong && certificate_has_signed(signer, CRYPT_VERIFY_CERT_SIGN_SUBJECT_BLOB, proof);
}

/* "Any usage" is not enough: RFC 6960, 4.2.2.2. */
static BOOL is_for_answers(PCCERT_CONTEXT certificate)
{
    CERT_ENHKEY_USAGE *usage = certificate_extension_decode(certificate, szOID_ENHANCED_KEY_USAGE);
    BOOL found = FALSE;
    DWORD i;

    for (i = 0; usage && i < usage->cUsageIdentifier; i++)
        found |= !strcmp(usage->rgpszUsageIdentifier[i], szOID_PKIX_KP_OCSP_SIGNING);
    LocalFree(usage);
    return found;
}

/* Whether the issuer has authorized somebody to answer for it. */
static BOOL may_answer(PCCERT_CONTEXT certificate, PCCERT_CONTEXT issuer)
{
    CERT_INFO *info = certificate->pCertInfo;

    return is_for_answers(certificate) && !CertVerifyTimeValidity(NULL, info) && certificate_is_strong(certificate)
            && CertCompareCertificateName(X509_ASN_ENCODING, &info->Issuer, &issuer->pCertInfo->Subject)
            && certificate_has_signed(issuer, CRYPT_VERIFY_CERT_SIGN_SUBJECT_CERT, certificate);
}

static BOOL is_signed_by_delegate(const CRYPT_DER_BLOB *proof, const CRYPT_DER_BLOB *encoded, PCCERT_CONTEXT issuer)
{
    PCCERT_CONTEXT delegate = CertCreateCertificateContext(X509_ASN_ENCODING, encoded->pbData, encoded->cbData);
    BOOL is_signed = delegate && may_answer(delegate, issuer) && is_signed_by(proof, delegate);

    CertFreeCertificateContext(delegate);
    return is_signed;
}

/* The certificates are a sequence in another one, whose tag is changed: it is a context's. */
static CRYPT_SEQUENCE_OF_ANY *decode_certificates(CRYPT_DER_BLOB *tagged)
{
    CRYPT_SEQUENCE_OF_ANY *outer, *certificates = NULL;

    tagged->pbData[0] = ASN_SEQUENCE;
    outer = decode_sequence(tagged);
    if (outer && outer->cValue == 1)
        certificates = decode_sequence(&outer->rgValue[0]);
    LocalFree(outer);
    return certificates;
}

static BOOL is_signed_by_any(const CRYPT_DER_BLOB *proof, CRYPT_DER_BLOB *tagged, PCCERT_CONTEXT issuer)
{
    CRYPT_SEQUENCE_OF_ANY *certificates = decode_certificates(tagged);
    BOOL is_signed = FALSE;
    DWORD i;

    for (i = 0; certificates && i < certificates->cValue && !is_signed; i++)
        is_signed = is_signed_by_delegate(proof, &certificates->rgValue[i], issuer);
    LocalFree(certificates);
    return is_signed;
}

static BOOL is_authentic(const CRYPT_SEQUENCE_OF_ANY *answer, PCCERT_CONTEXT issuer)
{
    CRYPT_SEQUENCE_OF_ANY signed_parts = {ANSWER_CERTIFICATES, answer->rgValue};
    CRYPT_DER_BLOB proof;
    BOOL authentic;

    if (answer->cValue < ANSWER_CERTIFICATES
            || !(proof.pbData = encode(X509_SEQUENCE_OF_ANY, &signed_parts, &proof.cbData)))
        return FALSE;
    authentic = is_signed_by(&proof, issuer)
            || (answer->cValue > ANSWER_CERTIFICATES
                    && is_signed_by_any(&proof, &answer->rgValue[ANSWER_CERTIFICATES], issuer));
    LocalFree(proof.pbData);
    return authentic;
}

static BOOL is_same_blob(const CRYPT_DATA_BLOB *a, const CRYPT_DATA_BLOB *b)
{
    return a->cbData == b->cbData && !memcmp(a->pbData, b->pbData, a->cbData);
}

static BOOL is_same_id(const OCSP_CERT_ID *a, const OCSP_CERT_ID *b)
{
    return a->HashAlgorithm.pszObjId && !strcmp(a->HashAlgorithm.pszObjId, b->HashAlgorithm.pszObjId)
            && is_same_blob(&a->IssuerNameHash, &b->IssuerNameHash)
            && is_same_blob(&a->IssuerKeyHash, &b->IssuerKeyHash) && is_same_blob(&a->SerialNumber, &b->SerialNumber);
}

/* An answer that does not say when it ends could be an old one; then the end is 0. */
static BOOL is_current(const OCSP_BASIC_RESPONSE_ENTRY *entry)
{
    FILETIME now;

    GetSystemTimeAsFileTime(&now);
    return CompareFileTime(&entry->ThisUpdate, &now) <= 0 && CompareFileTime(&now, &entry->NextUpdate) <= 0;
}

static HRESULT judge_entries(const OCSP_BASIC_RESPONSE_INFO *answer, const OCSP_CERT_ID *id)
{
    DWORD i;

    for (i = 0; i < answer->cResponseEntry; i++)
    {
        const OCSP_BASIC_RESPONSE_ENTRY *entry = &answer->rgResponseEntry[i];

        if (!is_same_id(&entry->CertId, id) || !is_current(entry))
            continue;
        if (entry->dwCertStatus == OCSP_BASIC_REVOKED_CERT_STATUS)
            return REVOCATION_REVOKED;
        return entry->dwCertStatus == OCSP_BASIC_GOOD_CERT_STATUS ? S_OK : REVOCATION_UNKNOWN;
    }
    return REVOCATION_UNKNOWN;
}

static HRESULT judge_signed(const CRYPT_OBJID_BLOB *blob, const struct identity *identity, PCCERT_CONTEXT issuer)
{
    CRYPT_SEQUENCE_OF_ANY *answer = decode_sequence(blob);
    OCSP_BASIC_RESPONSE_INFO *content = NULL;
    HRESULT hr = REVOCATION_UNKNOWN;

    if (answer && is_authentic(answer, issuer))
        content = decode(OCSP_BASIC_RESPONSE, answer->rgValue[ANSWER_CONTENT].pbData,
                answer->rgValue[ANSWER_CONTENT].cbData);
    if (content)
        hr = judge_entries(content, &identity->id);
    LocalFree(content);
    LocalFree(answer);
    return hr;
}

static HRESULT judge_answer(const CRYPT_DATA_BLOB *blob, const struct identity *identity, PCCERT_CONTEXT issuer)
{
    OCSP_RESPONSE_INFO *answer = decode(OCSP_RESPONSE, blob->pbData, blob->cbData);
    HRESULT hr = REVOCATION_UNKNOWN;

    if (answer && answer->dwStatus == OCSP_SUCCESSFUL_RESPONSE && answer->pszObjId
            && !strcmp(answer->pszObjId, szOID_PKIX_OCSP_BASIC_SIGNED_RESPONSE))
        hr = judge_signed(&answer->Value, identity, issuer);
    LocalFree(answer);
    return hr;
}

static HRESULT judge_by_responder(const WCHAR *responder, const struct revocation_subject *subject)
{
    struct identity identity;
    CRYPT_DATA_BLOB answer;
    HRESULT hr;

    if (!identity_init(&identity, subject) || !ask(responder, &identity, subject->deadline, &answer))
        return REVOCATION_UNKNOWN;
    hr = judge_answer(&answer, &identity, subject->issuer);
    TRACE("%s: %#lx\n", debugstr_w(responder), hr);
    free(answer.pbData);
    return hr;
}

HRESULT ocsp_judge(const struct revocation_subject *subject)
{
    CERT_AUTHORITY_INFO_ACCESS *access;
    HRESULT hr = REVOCATION_UNKNOWN;
    DWORD i;

    access = certificate_extension_decode(subject->certificate, szOID_AUTHORITY_INFO_ACCESS);
    for (i = 0; access && i < access->cAccDescr && hr == REVOCATION_UNKNOWN; i++)
    {
        CERT_ACCESS_DESCRIPTION *description = &access->rgAccDescr[i];

        if (!strcmp(description->pszAccessMethod, szOID_PKIX_OCSP)
                && description->AccessLocation.dwAltNameChoice == CERT_ALT_NAME_URL)
            hr = judge_by_responder(description->AccessLocation.pwszURL, subject);
    }
    LocalFree(access);
    return hr;
}
