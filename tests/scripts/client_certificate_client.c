/* Client certificates for the tests:
 *   client_certificate_client add LOCATION STORE NAME
 * puts the certificate in NAME.der, with its key, the PRIVATEKEYBLOB in NAME.blob, into a store; LOCATION is user or
 * machine. A PFX file would do for one certificate: Wine 8 keeps the key of the last one only.
 *   client_certificate_client get LOCATION STORE id|name CERTIFICATE URL FILE [gone]
 * downloads with the certificate that has this hash, in hexadecimal, or this subject; STORE is - for none. The store is
 * deleted before the download starts, if so wanted.
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include <stdio.h>
#include <stdlib.h>
#include <wchar.h>

#include "client.h"
#include <wincrypt.h>

#define HASH_SIZE 20
#define FILE_SIZE_MAX 65536

static void check_system(BOOL success, const char *what)
{
    check(success ? S_OK : HRESULT_FROM_WIN32(GetLastError()), what);
}

static BOOL is_machine(const WCHAR *location)
{
    return !wcscmp(location, L"machine");
}

static DWORD store_flags(const WCHAR *location)
{
    return is_machine(location) ? CERT_SYSTEM_STORE_LOCAL_MACHINE : CERT_SYSTEM_STORE_CURRENT_USER;
}

static DWORD read_file(const WCHAR *name, const WCHAR *extension, BYTE data[FILE_SIZE_MAX])
{
    WCHAR path[MAX_PATH];
    DWORD size = 0;
    FILE *file;

    swprintf(path, ARRAYSIZE(path), L"%ls.%ls", name, extension);
    if ((file = _wfopen(path, L"rb")))
    {
        size = fread(data, 1, FILE_SIZE_MAX, file);
        fclose(file);
    }
    check(size ? S_OK : E_FAIL, "reading a file");
    return size;
}

/* Puts the key into a container of its own, and tells the certificate. It is the user's: Wine 8 looks nowhere else. */
static void add_key(PCCERT_CONTEXT certificate, WCHAR *name, const BYTE *key, DWORD size)
{
    CRYPT_KEY_PROV_INFO info = {name, (WCHAR *)MS_ENHANCED_PROV_W, PROV_RSA_FULL, 0, 0, NULL, AT_KEYEXCHANGE};
    HCRYPTPROV provider;
    HCRYPTKEY imported;

    check_system(CryptAcquireContextW(&provider, name, MS_ENHANCED_PROV_W, PROV_RSA_FULL, CRYPT_NEWKEYSET),
            "CryptAcquireContext");
    check_system(CryptImportKey(provider, key, size, 0, CRYPT_EXPORTABLE, &imported), "CryptImportKey");
    check_system(CertSetCertificateContextProperty(certificate, CERT_KEY_PROV_INFO_PROP_ID, 0, &info),
            "CertSetCertificateContextProperty");
    CryptDestroyKey(imported);
    CryptReleaseContext(provider, 0);
}

static int add(const WCHAR *location, const WCHAR *store_name, WCHAR *name)
{
    HCERTSTORE store = CertOpenStore(CERT_STORE_PROV_SYSTEM_W, 0, 0, store_flags(location), store_name);
    BYTE encoded[FILE_SIZE_MAX], key[FILE_SIZE_MAX];
    DWORD size = read_file(name, L"der", encoded), key_size = read_file(name, L"blob", key);
    PCCERT_CONTEXT certificate;

    check_system(store != NULL, "CertOpenStore");
    check_system(CertAddEncodedCertificateToStore(store, X509_ASN_ENCODING, encoded, size, CERT_STORE_ADD_ALWAYS,
                         &certificate),
            "CertAddEncodedCertificateToStore");
    add_key(certificate, name, key, key_size);
    CertFreeCertificateContext(certificate);
    check_system(CertCloseStore(store, 0), "CertCloseStore");
    return 0;
}

static void delete_store(const WCHAR *location, const WCHAR *name)
{
    CertOpenStore(CERT_STORE_PROV_SYSTEM_W, 0, 0, store_flags(location) | CERT_STORE_DELETE_FLAG, name);
    check(HRESULT_FROM_WIN32(GetLastError()), "deleting the store");
}

static void read_hash(const WCHAR *text, BYTE hash[HASH_SIZE])
{
    WCHAR digits[3] = {0};
    size_t i;

    for (i = 0; i < HASH_SIZE; ++i)
    {
        wmemcpy(digits, text + 2 * i, 2);
        hash[i] = wcstoul(digits, NULL, 16);
    }
}

static void set_certificate(IBackgroundCopyJob *job, WCHAR **argv)
{
    BG_CERT_STORE_LOCATION location =
            is_machine(argv[0]) ? BG_CERT_STORE_LOCATION_LOCAL_MACHINE : BG_CERT_STORE_LOCATION_CURRENT_USER;
    IBackgroundCopyJobHttpOptions *options;
    BYTE hash[HASH_SIZE];
    HRESULT hr;

    check(IBackgroundCopyJob_QueryInterface(job, &IID_IBackgroundCopyJobHttpOptions, (void **)&options),
            "QueryInterface");
    if (!wcscmp(argv[2], L"id"))
    {
        read_hash(argv[3], hash);
        hr = IBackgroundCopyJobHttpOptions_SetClientCertificateByID(options, location, argv[1], hash);
    }
    else
        hr = IBackgroundCopyJobHttpOptions_SetClientCertificateByName(options, location, argv[1], argv[3]);
    check(hr, "SetClientCertificate");
    IBackgroundCopyJobHttpOptions_Release(options);
}

static int get(WCHAR **argv, BOOL gone)
{
    IBackgroundCopyJob *job = create_job(L"client certificate");
    WCHAR path[MAX_PATH];

    check_system(GetFullPathNameW(argv[5], ARRAYSIZE(path), path, NULL), "GetFullPathName");
    if (wcscmp(argv[1], L"-"))
        set_certificate(job, argv);
    if (gone)
        delete_store(argv[0], argv[1]);
    check(IBackgroundCopyJob_AddFile(job, argv[4], path), "AddFile");
    return !download(job);
}

int wmain(int argc, WCHAR **argv);

int wmain(int argc, WCHAR **argv)
{
    if (argc == 5 && !wcscmp(argv[1], L"add"))
        return add(argv[2], argv[3], argv[4]);
    if ((argc == 8 || argc == 9) && !wcscmp(argv[1], L"get"))
        return get(argv + 2, argc == 9);
    return 2;
}
