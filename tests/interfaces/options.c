/* The options of a job that are interfaces of their own: HTTP and helper tokens.
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "marshal.h"

enum
{
    HASH_SIZE = 20,
};

static HRESULT STDMETHODCALLTYPE set_certificate_by_id_fake(IBackgroundCopyJobHttpOptions *iface,
        BG_CERT_STORE_LOCATION location, const WCHAR *store, BYTE *hash)
{
    return reply_if(3, (int)location == enum_of(3) && text_is(store, 3, 0) && bytes_are(hash, HASH_SIZE, 3));
}

static void set_certificate_by_id_call(IUnknown *object, const struct method *method)
{
    IBackgroundCopyJobHttpOptions *iface = (IBackgroundCopyJobHttpOptions *)object;
    const WCHAR *store = text_of(3, 0);
    BYTE hash[HASH_SIZE];

    fill_bytes(hash, sizeof(hash), 3);
    check_reply(method, IBackgroundCopyJobHttpOptions_SetClientCertificateByID(iface, enum_of(3), store, hash));
    check_failure(method, IBackgroundCopyJobHttpOptions_SetClientCertificateByID(iface, enum_of(3), NULL, hash));
    check_failure(method, IBackgroundCopyJobHttpOptions_SetClientCertificateByID(iface, enum_of(3), store, NULL));
}
SINGLE_SHAPE(set_certificate_by_id);

static HRESULT STDMETHODCALLTYPE set_certificate_by_name_fake(IBackgroundCopyJobHttpOptions *iface,
        BG_CERT_STORE_LOCATION location, const WCHAR *store, const WCHAR *subject)
{
    return reply_if(4, (int)location == enum_of(4) && text_is(store, 4, 0) && text_is(subject, 4, 1));
}

static void set_certificate_by_name_call(IUnknown *object, const struct method *method)
{
    IBackgroundCopyJobHttpOptions *iface = (IBackgroundCopyJobHttpOptions *)object;
    const WCHAR *store = text_of(4, 0), *subject = text_of(4, 1);

    check_reply(method, IBackgroundCopyJobHttpOptions_SetClientCertificateByName(iface, enum_of(4), store, subject));
    check_failure(method, IBackgroundCopyJobHttpOptions_SetClientCertificateByName(iface, enum_of(4), store, NULL));
}
SINGLE_SHAPE(set_certificate_by_name);

static HRESULT STDMETHODCALLTYPE get_certificate_fake(IBackgroundCopyJobHttpOptions *iface,
        BG_CERT_STORE_LOCATION *location, WCHAR **store, BYTE **hash, WCHAR **subject)
{
    if (FAILED(text_copy(6, 0, store)) || FAILED(text_copy(6, 1, subject)) || !(*hash = CoTaskMemAlloc(HASH_SIZE)))
        return E_OUTOFMEMORY;
    *location = enum_of(6);
    fill_bytes(*hash, HASH_SIZE, 6);
    return reply(6);
}

static void get_certificate_call(IUnknown *object, const struct method *method)
{
    IBackgroundCopyJobHttpOptions *iface = (IBackgroundCopyJobHttpOptions *)object;
    WCHAR *store = NULL, *subject = NULL;
    BG_CERT_STORE_LOCATION location;
    BYTE *hash = NULL;

    check_reply(method, IBackgroundCopyJobHttpOptions_GetClientCertificate(iface, &location, &store, &hash, &subject));
    check(method, (int)location == enum_of(6));
    check(method, text_taken(store, 6, 0));
    check(method, text_taken(subject, 6, 1));
    check(method, hash && bytes_are(hash, HASH_SIZE, 6));
    CoTaskMemFree(hash);
    check_failure(method, IBackgroundCopyJobHttpOptions_GetClientCertificate(iface, NULL, &store, &hash, &subject));
    check_failure(method, IBackgroundCopyJobHttpOptions_GetClientCertificate(iface, &location, &store, NULL, &subject));
}
SINGLE_SHAPE(get_certificate);

static const struct method http_options_methods[] =
{
    {3, "SetClientCertificateByID", &set_certificate_by_id},
    {4, "SetClientCertificateByName", &set_certificate_by_name},
    {5, "RemoveClientCertificate", &no_argument},
    {6, "GetClientCertificate", &get_certificate},
    {7, "SetCustomHeaders", &set_optional_text},
    {8, "GetCustomHeaders", &get_text},
    {9, "SetSecurityFlags", &set_number},
    {10, "GetSecurityFlags", &get_value, sizeof(ULONG)},
};
const struct contract http_options = CONTRACT(IBackgroundCopyJobHttpOptions, NULL, http_options_methods);

static const struct method http_options2_methods[] =
{
    {11, "SetHttpMethod", &set_text},
    {12, "GetHttpMethod", &get_text},
};
const struct contract http_options2 =
    CONTRACT(IBackgroundCopyJobHttpOptions2, &http_options, http_options2_methods);

static const struct method http_options3_methods[] =
{
    {13, "SetServerCertificateValidationInterface", &set_object, 0, &certificate_callback},
    {14, "MakeCustomHeadersWriteOnly", &no_argument},
};
const struct contract http_options3 =
    CONTRACT(IBackgroundCopyJobHttpOptions3, &http_options2, http_options3_methods);

static const struct method token_options_methods[] =
{
    {3, "SetHelperTokenFlags", &set_number},
    {4, "GetHelperTokenFlags", &get_value, sizeof(DWORD)},
    {5, "SetHelperToken", &no_argument},
    {6, "ClearHelperToken", &no_argument},
    {7, "GetHelperTokenSid", &get_text},
};
const struct contract token_options = CONTRACT(IBitsTokenOptions, NULL, token_options_methods);
