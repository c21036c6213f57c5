/* Client certificates in the stores of the system, and what certificates are for.
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include <stdlib.h>
#include <string.h>

#include "transfer/trust/certificate_store.h"

/* By BG_CERT_STORE_LOCATION. */
static const DWORD locations[] =
{
    CERT_SYSTEM_STORE_CURRENT_USER,
    CERT_SYSTEM_STORE_LOCAL_MACHINE,
    CERT_SYSTEM_STORE_CURRENT_SERVICE,
    CERT_SYSTEM_STORE_SERVICES,
    CERT_SYSTEM_STORE_USERS,
    CERT_SYSTEM_STORE_CURRENT_USER_GROUP_POLICY,
    CERT_SYSTEM_STORE_LOCAL_MACHINE_GROUP_POLICY,
    CERT_SYSTEM_STORE_LOCAL_MACHINE_ENTERPRISE,
};

/* Windows has everyone's personal store from the start, and Wine from its first use. */
static HRESULT store_open(BG_CERT_STORE_LOCATION location, const WCHAR *name, HCERTSTORE *store)
{
    DWORD flags = CERT_STORE_READONLY_FLAG | (lstrcmpiW(name, L"MY") ? CERT_STORE_OPEN_EXISTING_FLAG : 0);

    if ((size_t)location >= ARRAYSIZE(locations))
        return E_NOTIMPL;
    if ((*store = CertOpenStore(CERT_STORE_PROV_SYSTEM_W, 0, 0, flags | locations[location], name)))
        return S_OK;
    return HRESULT_FROM_WIN32(GetLastError());
}

BOOL usage_includes(const CERT_ENHKEY_USAGE *usage, const char *purpose)
{
    DWORD i;

    for (i = 0; i < usage->cUsageIdentifier; i++)
    {
        const char *oid = usage->rgpszUsageIdentifier[i];

        if (!strcmp(oid, purpose) || !strcmp(oid, szOID_ANY_ENHANCED_KEY_USAGE))
            return TRUE;
    }
    return FALSE;
}

/* No usage at all means every usage if CertGetEnhancedKeyUsage sets CRYPT_E_NOT_FOUND. */
static BOOL is_for_clients(PCCERT_CONTEXT context)
{
    CERT_ENHKEY_USAGE *usage;
    DWORD size = 0;
    BOOL fits;

    if (!CertGetEnhancedKeyUsage(context, 0, NULL, &size) || !(usage = malloc(size)))
        return FALSE;
    if (!CertGetEnhancedKeyUsage(context, 0, usage, &size))
        fits = FALSE;
    else if (!usage->cUsageIdentifier)
        fits = GetLastError() == (DWORD)CRYPT_E_NOT_FOUND;
    else
        fits = usage_includes(usage, szOID_PKIX_KP_CLIENT_AUTH);
    free(usage);
    return fits;
}

static PCCERT_CONTEXT find_by_hash(HCERTSTORE store, const void *hash)
{
    CRYPT_HASH_BLOB blob = {CERTIFICATE_HASH_SIZE, (BYTE *)hash};

    return CertFindCertificateInStore(store, X509_ASN_ENCODING, 0, CERT_FIND_SHA1_HASH, &blob, NULL);
}

static PCCERT_CONTEXT find_by_subject(HCERTSTORE store, const void *subject)
{
    PCCERT_CONTEXT context = NULL;

    do
        context = CertFindCertificateInStore(store, X509_ASN_ENCODING, 0, CERT_FIND_SUBJECT_STR_W, subject, context);
    while (context && !is_for_clients(context));
    return context;
}

/* The values of the subject's RDNs, in the order in which they are encoded: certificates are displayed the other way
 * round. */
static WCHAR *copy_subject(PCCERT_CONTEXT context)
{
    CERT_NAME_BLOB *name = &context->pCertInfo->Subject;
    DWORD length = CertNameToStrW(X509_ASN_ENCODING, name, CERT_SIMPLE_NAME_STR, NULL, 0);
    WCHAR *subject = calloc(length + 1, sizeof(*subject));

    if (subject)
        CertNameToStrW(X509_ASN_ENCODING, name, CERT_SIMPLE_NAME_STR, subject, length);
    return subject;
}

static HRESULT describe(PCCERT_CONTEXT context, BG_CERT_STORE_LOCATION location, const WCHAR *store,
        struct client_certificate **out)
{
    struct client_certificate *certificate;
    DWORD size = CERTIFICATE_HASH_SIZE;

    if (!(certificate = calloc(1, sizeof(*certificate))))
        return E_OUTOFMEMORY;
    certificate->location = location;
    certificate->store = string_copy(store);
    certificate->subject = copy_subject(context);
    if (certificate->store && certificate->subject
            && CertGetCertificateContextProperty(context, CERT_SHA1_HASH_PROP_ID, certificate->hash, &size))
    {
        *out = certificate;
        return S_OK;
    }
    client_certificate_free(certificate);
    return E_OUTOFMEMORY;
}

static HRESULT find(BG_CERT_STORE_LOCATION location, const WCHAR *name,
        PCCERT_CONTEXT (*find_in_store)(HCERTSTORE, const void *), const void *key, struct client_certificate **out)
{
    PCCERT_CONTEXT context;
    HCERTSTORE store;
    HRESULT hr;

    if (FAILED(hr = store_open(location, name, &store)))
        return hr;
    if ((context = find_in_store(store, key)))
        hr = describe(context, location, name, out);
    else
        hr = CRYPT_E_NOT_FOUND;
    CertFreeCertificateContext(context);
    CertCloseStore(store, 0);
    return hr;
}

HRESULT client_certificate_find_by_hash(BG_CERT_STORE_LOCATION location, const WCHAR *store, const BYTE *hash,
        struct client_certificate **out)
{
    return find(location, store, find_by_hash, hash, out);
}

HRESULT client_certificate_find_by_subject(BG_CERT_STORE_LOCATION location, const WCHAR *store, const WCHAR *subject,
        struct client_certificate **out)
{
    return find(location, store, find_by_subject, subject, out);
}
