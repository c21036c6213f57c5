/* IBackgroundCopyJobHttpOptions: client certificates.
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include <stdio.h>
#include <stdlib.h>
#include <wchar.h>

#include "bits_test.h"
#include "encoded_certificate.h"
#include <bits2_5.h>

#define HASH_SIZE 20
#define MAX_NAME 255    /* characters without the terminator */

#define NULL_POINTER HRESULT_FROM_WIN32(RPC_X_NULL_REF_POINTER)
#define NO_CERTIFICATE HRESULT_FROM_WIN32(RPC_X_BAD_STUB_DATA)
#define NO_STORE HRESULT_FROM_WIN32(ERROR_FILE_NOT_FOUND)

static const WCHAR full_subject[] = L"O=Name3, OU=Name2, CN=Name1";

struct certificate_test
{
    struct bits_test *test;
    IBackgroundCopyJob *job;
    IBackgroundCopyJobHttpOptions *options;
    WCHAR store_name[64];       /* a store of the current user */
    HCERTSTORE store;
};

static int setup(void **state)
{
    struct certificate_test *test = calloc(1, sizeof(*test));

    if (!test || bits_test_setup((void **)&test->test))
        return -1;
    test->job = create_job(test->test);
    assert_hr(IBackgroundCopyJob_QueryInterface(test->job, &IID_IBackgroundCopyJobHttpOptions, (void **)&test->options),
            S_OK);
    swprintf(test->store_name, ARRAYSIZE(test->store_name), L"BitsTest%lu", GetCurrentProcessId());
    test->store = CertOpenStore(CERT_STORE_PROV_SYSTEM_W, 0, 0, CERT_SYSTEM_STORE_CURRENT_USER, test->store_name);
    *state = test;
    return test->store ? 0 : -1;
}

static void close_store(struct certificate_test *test)
{
    if (test->store)
        assert_true(CertCloseStore(test->store, 0));
    test->store = NULL;
}

static int teardown(void **state)
{
    struct certificate_test *test = *state;
    int result;

    close_store(test);
    CertOpenStore(CERT_STORE_PROV_SYSTEM_W, 0, 0, CERT_SYSTEM_STORE_CURRENT_USER | CERT_STORE_DELETE_FLAG,
            test->store_name);
    IBackgroundCopyJobHttpOptions_Release(test->options);
    result = bits_test_teardown((void **)&test->test);
    free(test);
    return result;
}

/* Adds a certificate to the store, and tells its hash. */
static void add_certificate(struct certificate_test *test, const WCHAR *subject, const char *usage, BYTE *hash)
{
    struct encoded certificate;
    PCCERT_CONTEXT context;
    DWORD size = HASH_SIZE;

    encode_certificate(subject, usage, &certificate);
    assert_true(CertAddEncodedCertificateToStore(test->store, X509_ASN_ENCODING, certificate.data, certificate.size,
            CERT_STORE_ADD_ALWAYS, &context));
    assert_true(CertGetCertificateContextProperty(context, CERT_SHA1_HASH_PROP_ID, hash, &size));
    CertFreeCertificateContext(context);
}

static HRESULT set_by_id(struct certificate_test *test, const BYTE *hash)
{
    close_store(test);
    return IBackgroundCopyJobHttpOptions_SetClientCertificateByID(test->options, BG_CERT_STORE_LOCATION_CURRENT_USER,
            test->store_name, (BYTE *)hash);
}

static HRESULT set_by_name(struct certificate_test *test, const WCHAR *subject)
{
    close_store(test);
    return IBackgroundCopyJobHttpOptions_SetClientCertificateByName(test->options, BG_CERT_STORE_LOCATION_CURRENT_USER,
            test->store_name, subject);
}

static void assert_certificate(struct certificate_test *test, const BYTE *hash, const WCHAR *subject)
{
    BG_CERT_STORE_LOCATION location = BG_CERT_STORE_LOCATION_USERS;
    WCHAR *store, *got_subject;
    BYTE *got_hash;

    assert_hr(IBackgroundCopyJobHttpOptions_GetClientCertificate(test->options, &location, &store, &got_hash,
                      &got_subject),
            S_OK);
    assert_int_equal(location, BG_CERT_STORE_LOCATION_CURRENT_USER);
    assert_task_string(store, test->store_name);
    assert_memory_equal(got_hash, hash, HASH_SIZE);
    CoTaskMemFree(got_hash);
    assert_task_string(got_subject, subject);
}

static void assert_no_certificate(struct certificate_test *test)
{
    BG_CERT_STORE_LOCATION location;
    WCHAR *store = NULL, *subject = NULL;
    BYTE *hash = NULL;

    assert_hr(IBackgroundCopyJobHttpOptions_GetClientCertificate(test->options, &location, &store, &hash, &subject),
            NO_CERTIFICATE);
    assert_null(store);
    assert_null(subject);
    assert_null(hash);
}

/* nf-bits2_5-ibackgroundcopyjobhttpoptions-getclientcertificate */
static void test_a_new_job_has_no_certificate(void **state)
{
    assert_no_certificate(*state);
}

/* nf-bits2_5-ibackgroundcopyjobhttpoptions-setclientcertificatebyid */
static void test_a_certificate_by_its_hash(void **state)
{
    struct certificate_test *test = *state;
    BYTE hash[HASH_SIZE];

    add_certificate(test, full_subject, szOID_PKIX_KP_CLIENT_AUTH, hash);
    assert_hr(set_by_id(test, hash), S_OK);
    assert_certificate(test, hash, L"Name3, Name2, Name1");
}

/* nf-bits2_5-ibackgroundcopyjobhttpoptions-getclientcertificate: the subject can be empty. */
static void test_a_certificate_without_a_subject(void **state)
{
    struct certificate_test *test = *state;
    BYTE hash[HASH_SIZE];

    add_certificate(test, L"", szOID_PKIX_KP_CLIENT_AUTH, hash);
    assert_hr(set_by_id(test, hash), S_OK);
    assert_certificate(test, hash, L"");
}

/* nf-bits2_5-ibackgroundcopyjobhttpoptions-setclientcertificatebyname: one or more adjacent RDNs, found as a part of
 * the subject. */
static void test_a_certificate_by_its_subject(void **state)
{
    static const WCHAR *const subjects[] = {L"Name3, Name2, Name1", L"Name2, Name1", L"Name2", L"ame1"};
    struct certificate_test *test = *state;
    BYTE hash[HASH_SIZE], other[HASH_SIZE];
    size_t i;

    add_certificate(test, L"CN=Somebody else", szOID_PKIX_KP_CLIENT_AUTH, other);
    add_certificate(test, full_subject, szOID_PKIX_KP_CLIENT_AUTH, hash);
    for (i = 0; i < ARRAYSIZE(subjects); ++i)
    {
        assert_hr(set_by_name(test, subjects[i]), S_OK);
        assert_certificate(test, hash, L"Name3, Name2, Name1");
        assert_hr(IBackgroundCopyJobHttpOptions_RemoveClientCertificate(test->options), S_OK);
    }
}

/* The same page: the order of the RDNs counts, and the object identifiers are not part of the name. */
static void test_what_the_subject_does_not_contain(void **state)
{
    static const WCHAR *const subjects[] = {L"Name1, Name2, Name3", L"CN=Name1", L"Name4", L"Name3, Name1", L"\xd800"};
    struct certificate_test *test = *state;
    BYTE hash[HASH_SIZE];
    size_t i;

    add_certificate(test, full_subject, szOID_PKIX_KP_CLIENT_AUTH, hash);
    for (i = 0; i < ARRAYSIZE(subjects); ++i)
        assert_hr(set_by_name(test, subjects[i]), CRYPT_E_NOT_FOUND);
    assert_no_certificate(test);
}

static void test_a_subject_outside_ASCII(void **state)
{
    struct certificate_test *test = *state;
    BYTE hash[HASH_SIZE];

    add_certificate(test, L"CN=J\x00f6rg \x30d5", szOID_PKIX_KP_CLIENT_AUTH, hash);
    assert_hr(set_by_name(test, L"J\x00f6rg \x30d5"), S_OK);
    assert_certificate(test, hash, L"J\x00f6rg \x30d5");
}

/* The same page: the first one that is a client authentication certificate. */
static void test_a_subject_finds_certificates_for_clients_only(void **state)
{
    struct certificate_test *test = *state;
    BYTE server[HASH_SIZE], client[HASH_SIZE], any[HASH_SIZE];

    add_certificate(test, L"CN=Server", szOID_PKIX_KP_SERVER_AUTH, server);
    add_certificate(test, L"O=Twin, CN=Server", szOID_PKIX_KP_SERVER_AUTH, server);
    add_certificate(test, L"O=Twin, CN=Client", szOID_PKIX_KP_CLIENT_AUTH, client);
    add_certificate(test, L"CN=Any use", NULL, any);
    assert_hr(set_by_name(test, L"Server"), CRYPT_E_NOT_FOUND);
    assert_hr(set_by_name(test, L"Twin"), S_OK);
    assert_certificate(test, client, L"Twin, Client");
    assert_hr(set_by_name(test, L"Any use"), S_OK);
    assert_certificate(test, any, L"Any use");
}

static void test_a_new_certificate_replaces_the_old_one(void **state)
{
    struct certificate_test *test = *state;
    BYTE first[HASH_SIZE], second[HASH_SIZE];

    add_certificate(test, L"CN=First", szOID_PKIX_KP_CLIENT_AUTH, first);
    add_certificate(test, L"CN=Second", szOID_PKIX_KP_CLIENT_AUTH, second);
    assert_hr(set_by_id(test, first), S_OK);
    assert_hr(set_by_name(test, L"Second"), S_OK);
    assert_certificate(test, second, L"Second");
    assert_hr(set_by_name(test, L"Third"), CRYPT_E_NOT_FOUND);
    assert_certificate(test, second, L"Second");
}

/* nf-bits2_5-ibackgroundcopyjobhttpoptions-removeclientcertificate */
static void test_RemoveClientCertificate(void **state)
{
    struct certificate_test *test = *state;
    BYTE hash[HASH_SIZE];

    assert_hr(IBackgroundCopyJobHttpOptions_RemoveClientCertificate(test->options), S_FALSE);
    add_certificate(test, full_subject, szOID_PKIX_KP_CLIENT_AUTH, hash);
    assert_hr(set_by_id(test, hash), S_OK);
    assert_hr(IBackgroundCopyJobHttpOptions_RemoveClientCertificate(test->options), S_OK);
    assert_no_certificate(test);
    assert_hr(IBackgroundCopyJobHttpOptions_RemoveClientCertificate(test->options), S_FALSE);
}

/* A certificate that leaves its store stays with the job. */
static void test_the_job_remembers_the_certificate(void **state)
{
    struct certificate_test *test = *state;
    BYTE hash[HASH_SIZE];

    add_certificate(test, full_subject, szOID_PKIX_KP_CLIENT_AUTH, hash);
    assert_hr(set_by_id(test, hash), S_OK);
    CertOpenStore(CERT_STORE_PROV_SYSTEM_W, 0, 0, CERT_SYSTEM_STORE_CURRENT_USER | CERT_STORE_DELETE_FLAG,
            test->store_name);
    assert_certificate(test, hash, L"Name3, Name2, Name1");
}

static BOOL store_exists(const WCHAR *name)
{
    HCERTSTORE store = CertOpenStore(CERT_STORE_PROV_SYSTEM_W, 0, 0,
            CERT_SYSTEM_STORE_CURRENT_USER | CERT_STORE_OPEN_EXISTING_FLAG | CERT_STORE_READONLY_FLAG, name);

    if (store)
        CertCloseStore(store, 0);
    return store != NULL;
}

static void test_an_unknown_store_is_not_made(void **state)
{
    static const WCHAR *const names[] = {L"BitsTestNoSuchStore", L"\xd83d\xde00", L"BitsTest\xd800"};
    struct certificate_test *test = *state;
    BYTE hash[HASH_SIZE] = {0};
    size_t i;

    for (i = 0; i < ARRAYSIZE(names); ++i)
    {
        assert_hr(IBackgroundCopyJobHttpOptions_SetClientCertificateByID(test->options,
                          BG_CERT_STORE_LOCATION_CURRENT_USER, names[i], hash),
                NO_STORE);
        assert_hr(IBackgroundCopyJobHttpOptions_SetClientCertificateByName(test->options,
                          BG_CERT_STORE_LOCATION_CURRENT_USER, names[i], L"Name"),
                NO_STORE);
        assert_false(store_exists(names[i]));
    }
}

static void test_the_personal_store_exists(void **state)
{
    struct certificate_test *test = *state;

    assert_hr(IBackgroundCopyJobHttpOptions_SetClientCertificateByName(test->options,
                      BG_CERT_STORE_LOCATION_CURRENT_USER, L"MY", L"BitsTestNobody"),
            CRYPT_E_NOT_FOUND);
}

static void test_an_unknown_certificate(void **state)
{
    struct certificate_test *test = *state;
    BYTE hash[HASH_SIZE];

    add_certificate(test, full_subject, szOID_PKIX_KP_CLIENT_AUTH, hash);
    ++hash[0];
    assert_hr(set_by_id(test, hash), CRYPT_E_NOT_FOUND);
    assert_no_certificate(test);
}

/* Each location has a store of roots or is refused for its store; none is unknown. */
static void test_every_location_is_known(void **state)
{
    struct certificate_test *test = *state;
    BYTE hash[HASH_SIZE] = {0};
    int location;

    for (location = BG_CERT_STORE_LOCATION_CURRENT_USER; location <= BG_CERT_STORE_LOCATION_LOCAL_MACHINE_ENTERPRISE;
            ++location)
    {
        HRESULT hr = IBackgroundCopyJobHttpOptions_SetClientCertificateByID(test->options, location, L"ROOT", hash);

        if (hr != CRYPT_E_NOT_FOUND && hr != NO_STORE)
            fail_msg("location %d: %#lx", location, hr);
    }
    assert_no_certificate(test);
}

static void test_an_unknown_location(void **state)
{
    static const int locations[] = {8, 100, 0x7fff};
    struct certificate_test *test = *state;
    BYTE hash[HASH_SIZE] = {0};
    size_t i;

    for (i = 0; i < ARRAYSIZE(locations); ++i)
    {
        assert_hr(IBackgroundCopyJobHttpOptions_SetClientCertificateByID(test->options, locations[i], L"MY", hash),
                E_NOTIMPL);
        assert_hr(IBackgroundCopyJobHttpOptions_SetClientCertificateByName(test->options, locations[i], L"MY", L"Name"),
                E_NOTIMPL);
    }
}

/* 256 characters, including the terminator. */
static void test_names_have_a_limit(void **state)
{
    static const struct
    {
        size_t length;
        HRESULT store, subject;
    }
    limits[] =
    {
        {MAX_NAME - 1, NO_STORE, CRYPT_E_NOT_FOUND},
        {MAX_NAME, NO_STORE, CRYPT_E_NOT_FOUND},
        {MAX_NAME + 1, BG_E_STRING_TOO_LONG, BG_E_STRING_TOO_LONG},
        {10000, BG_E_STRING_TOO_LONG, BG_E_STRING_TOO_LONG},
    };
    struct certificate_test *test = *state;
    BYTE hash[HASH_SIZE];
    WCHAR name[10001];
    size_t i;

    add_certificate(test, full_subject, szOID_PKIX_KP_CLIENT_AUTH, hash);
    for (i = 0; i < ARRAYSIZE(limits); ++i)
    {
        fill_text(name, limits[i].length);
        assert_hr(IBackgroundCopyJobHttpOptions_SetClientCertificateByID(test->options,
                          BG_CERT_STORE_LOCATION_CURRENT_USER, name, hash),
                limits[i].store);
        assert_hr(set_by_name(test, name), limits[i].subject);
    }
    assert_hr(set_by_name(test, L"Name1"), S_OK);
}

static void test_an_empty_subject_is_refused(void **state)
{
    struct certificate_test *test = *state;
    BYTE hash[HASH_SIZE];

    add_certificate(test, full_subject, szOID_PKIX_KP_CLIENT_AUTH, hash);
    assert_failed(set_by_name(test, L""));
    assert_no_certificate(test);
}

static void test_null_is_refused(void **state)
{
    struct certificate_test *test = *state;
    IBackgroundCopyJobHttpOptions *options = test->options;
    BG_CERT_STORE_LOCATION location = BG_CERT_STORE_LOCATION_CURRENT_USER;
    WCHAR *store = NULL, *subject = NULL;
    BYTE *hash = NULL, some_hash[HASH_SIZE] = {0};

    assert_hr(IBackgroundCopyJobHttpOptions_SetClientCertificateByID(options, location, NULL, some_hash), NULL_POINTER);
    assert_hr(IBackgroundCopyJobHttpOptions_SetClientCertificateByID(options, location, L"MY", NULL), NULL_POINTER);
    assert_hr(IBackgroundCopyJobHttpOptions_SetClientCertificateByName(options, location, NULL, L"Name"), NULL_POINTER);
    assert_hr(IBackgroundCopyJobHttpOptions_SetClientCertificateByName(options, location, L"MY", NULL), NULL_POINTER);
    assert_hr(IBackgroundCopyJobHttpOptions_GetClientCertificate(options, NULL, &store, &hash, &subject), NULL_POINTER);
    assert_hr(IBackgroundCopyJobHttpOptions_GetClientCertificate(options, &location, NULL, &hash, &subject),
            NULL_POINTER);
    assert_hr(IBackgroundCopyJobHttpOptions_GetClientCertificate(options, &location, &store, NULL, &subject),
            NULL_POINTER);
    assert_hr(IBackgroundCopyJobHttpOptions_GetClientCertificate(options, &location, &store, &hash, NULL),
            NULL_POINTER);
    assert_no_certificate(test);
}

static void assert_final(struct certificate_test *test, const BYTE *hash)
{
    assert_hr(set_by_id(test, hash), BG_E_INVALID_STATE);
    assert_hr(set_by_name(test, L"Name1"), BG_E_INVALID_STATE);
    assert_hr(IBackgroundCopyJobHttpOptions_RemoveClientCertificate(test->options), BG_E_INVALID_STATE);
    assert_certificate(test, hash, L"Name3, Name2, Name1");
}

static void test_a_cancelled_job_cannot_be_changed(void **state)
{
    struct certificate_test *test = *state;
    BYTE hash[HASH_SIZE];

    add_certificate(test, full_subject, szOID_PKIX_KP_CLIENT_AUTH, hash);
    assert_hr(set_by_id(test, hash), S_OK);
    assert_hr(IBackgroundCopyJob_Cancel(test->job), S_OK);
    assert_final(test, hash);
}

static void test_a_completed_job_cannot_be_changed(void **state)
{
    struct certificate_test *test = *state;
    BYTE hash[HASH_SIZE];

    add_certificate(test, full_subject, szOID_PKIX_KP_CLIENT_AUTH, hash);
    assert_hr(set_by_id(test, hash), S_OK);
    serve_pattern(test->test, "/file", 10, 1);
    add_file(test->test, test->job, "/file", L"file");
    download(test->job);
    assert_final(test, hash);
}

#define certificate_unit_test(f) cmocka_unit_test_setup_teardown(f, setup, teardown)

int main(void)
{
    static const struct CMUnitTest tests[] =
    {
        certificate_unit_test(test_a_new_job_has_no_certificate),
        certificate_unit_test(test_a_certificate_by_its_hash),
        certificate_unit_test(test_a_certificate_without_a_subject),
        certificate_unit_test(test_a_certificate_by_its_subject),
        certificate_unit_test(test_what_the_subject_does_not_contain),
        certificate_unit_test(test_a_subject_outside_ASCII),
        certificate_unit_test(test_a_subject_finds_certificates_for_clients_only),
        certificate_unit_test(test_a_new_certificate_replaces_the_old_one),
        certificate_unit_test(test_RemoveClientCertificate),
        certificate_unit_test(test_the_job_remembers_the_certificate),
        certificate_unit_test(test_an_unknown_store_is_not_made),
        certificate_unit_test(test_the_personal_store_exists),
        certificate_unit_test(test_an_unknown_certificate),
        certificate_unit_test(test_every_location_is_known),
        certificate_unit_test(test_an_unknown_location),
        certificate_unit_test(test_names_have_a_limit),
        certificate_unit_test(test_an_empty_subject_is_refused),
        certificate_unit_test(test_null_is_refused),
        certificate_unit_test(test_a_cancelled_job_cannot_be_changed),
        certificate_unit_test(test_a_completed_job_cannot_be_changed),
    };

    return cmocka_run_group_tests_name("client_certificate", tests, bits_program_setup, bits_program_teardown);
}
