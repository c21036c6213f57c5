/* What a job's requests are made of is kept over a new start of the service: proxies, credentials, the HTTP options.
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include <string.h>
#include <wchar.h>

#include "encoded_certificate.h"
#include "job_settings.h"
#include "persistence_test.h"
#include <bits10_3.h>

#define HASH_SIZE 20
#define HEADERS_MAX 16383
#define CERTIFICATE_STORE L"BitsPersistence"
#define HEADERS L"X-Secret: 1\r\nX-Other: \x00fc\x30d5\nX-Third: 3\r\n\r\n"
#define CHALLENGE "WWW-Authenticate: Basic realm=\"test\"\r\n"
#define NAME_WORD "Basic bmFtZTp3b3Jk" /* name:word */
#define FLAGS (BG_SSL_IGNORE_UNKNOWN_CA | BG_HTTP_REDIRECT_POLICY_DISALLOW)

static IBackgroundCopyJobHttpOptions3 *get_options(IBackgroundCopyJob5 *job)
{
    IBackgroundCopyJobHttpOptions3 *options;

    assert_hr(IBackgroundCopyJob5_QueryInterface(job, &IID_IBackgroundCopyJobHttpOptions3, (void **)&options), S_OK);
    IBackgroundCopyJobHttpOptions3_Release(options); /* the job lives on */
    return options;
}

static void prepare_proxy(struct bits_test *test, IBackgroundCopyJob5 *job)
{
    assert_hr(IBackgroundCopyJob5_SetProxySettings(job, BG_JOB_PROXY_USAGE_OVERRIDE, L"http=proxy:80 other",
                      L"*.local"),
            S_OK);
}

static void assert_proxy(IBackgroundCopyJob5 *job, BG_JOB_PROXY_USAGE usage, const WCHAR *list, const WCHAR *bypass)
{
    WCHAR *got_list, *got_bypass;
    BG_JOB_PROXY_USAGE got_usage;

    assert_hr(IBackgroundCopyJob5_GetProxySettings(job, &got_usage, &got_list, &got_bypass), S_OK);
    assert_int_equal(got_usage, usage);
    if (!list)
        assert_null(got_list);
    else
        assert_task_string(got_list, list);
    if (!bypass)
        assert_null(got_bypass);
    else
        assert_task_string(got_bypass, bypass);
}

static void check_proxy(struct bits_test *test, IBackgroundCopyJob5 *job)
{
    assert_proxy(job, BG_JOB_PROXY_USAGE_OVERRIDE, L"http=proxy:80 other", L"*.local");
}

static void prepare_no_proxy(struct bits_test *test, IBackgroundCopyJob5 *job)
{
    assert_hr(IBackgroundCopyJob5_SetProxySettings(job, BG_JOB_PROXY_USAGE_NO_PROXY, NULL, NULL), S_OK);
}

static void check_no_proxy(struct bits_test *test, IBackgroundCopyJob5 *job)
{
    assert_proxy(job, BG_JOB_PROXY_USAGE_NO_PROXY, NULL, NULL);
}

static void prepare_proxy_without_exceptions(struct bits_test *test, IBackgroundCopyJob5 *job)
{
    assert_hr(IBackgroundCopyJob5_SetProxySettings(job, BG_JOB_PROXY_USAGE_OVERRIDE, L"proxy", NULL), S_OK);
}

static void check_proxy_without_exceptions(struct bits_test *test, IBackgroundCopyJob5 *job)
{
    assert_proxy(job, BG_JOB_PROXY_USAGE_OVERRIDE, L"proxy", NULL);
}

/* The server lets in only who knows the password. */
static void prepare_credentials_used(struct bits_test *test, IBackgroundCopyJob5 *job)
{
    struct http_reply guarded =
    {
        .size = PERSISTENCE_SIZE, .seed = 1, .authorization = NAME_WORD, .challenge = CHALLENGE,
    };

    http_server_serve(test->server, "/credentials_used", &guarded);
    add_file(test, (IBackgroundCopyJob *)job, "/credentials_used", L"credentials_used");
    set_credentials((IBackgroundCopyJob *)job, BG_AUTH_TARGET_SERVER, BG_AUTH_SCHEME_BASIC, L"name", L"word");
}

static void check_credentials_used(struct bits_test *test, IBackgroundCopyJob5 *job)
{
    assert_hr(IBackgroundCopyJob5_Resume(job), S_OK);
    assert_completes(test, job, "/credentials_used", 1);
    assert_string_equal(last_header(test->server, "/credentials_used", "Authorization"), NAME_WORD);
}

/* Also those of the logon, which have no name. */
static void prepare_all_credentials(struct bits_test *test, IBackgroundCopyJob5 *job)
{
    IBackgroundCopyJob *base = (IBackgroundCopyJob *)job;

    set_credentials(base, BG_AUTH_TARGET_SERVER, BG_AUTH_SCHEME_DIGEST, L"DOMAIN\\\x30d5", L"");
    set_credentials(base, BG_AUTH_TARGET_SERVER, BG_AUTH_SCHEME_NEGOTIATE, NULL, NULL);
    set_credentials(base, BG_AUTH_TARGET_PROXY, BG_AUTH_SCHEME_BASIC, L"name", L"word");
    set_credentials(base, BG_AUTH_TARGET_PROXY, BG_AUTH_SCHEME_NTLM, L"other", L"word");
}

/* They cannot be read; RemoveCredentials says which are there. */
static void check_all_credentials(struct bits_test *test, IBackgroundCopyJob5 *job)
{
    static const HRESULT server[] = {S_FALSE, S_OK, S_FALSE, S_OK, S_FALSE};
    static const HRESULT proxy[] = {S_OK, S_FALSE, S_OK, S_FALSE, S_FALSE};
    BG_AUTH_SCHEME scheme;

    for (scheme = BG_AUTH_SCHEME_BASIC; scheme <= BG_AUTH_SCHEME_PASSPORT; ++scheme)
    {
        assert_hr(IBackgroundCopyJob5_RemoveCredentials(job, BG_AUTH_TARGET_SERVER, scheme), server[scheme - 1]);
        assert_hr(IBackgroundCopyJob5_RemoveCredentials(job, BG_AUTH_TARGET_PROXY, scheme), proxy[scheme - 1]);
    }
}

static void prepare_removed_credentials(struct bits_test *test, IBackgroundCopyJob5 *job)
{
    set_credentials((IBackgroundCopyJob *)job, BG_AUTH_TARGET_SERVER, BG_AUTH_SCHEME_BASIC, L"name", L"word");
    assert_hr(IBackgroundCopyJob5_RemoveCredentials(job, BG_AUTH_TARGET_SERVER, BG_AUTH_SCHEME_BASIC), S_OK);
}

static void check_removed_credentials(struct bits_test *test, IBackgroundCopyJob5 *job)
{
    assert_hr(IBackgroundCopyJob5_RemoveCredentials(job, BG_AUTH_TARGET_SERVER, BG_AUTH_SCHEME_BASIC), S_FALSE);
}

static void prepare_headers(struct bits_test *test, IBackgroundCopyJob5 *job)
{
    set_headers((IBackgroundCopyJob *)job, HEADERS);
}

static void check_headers(struct bits_test *test, IBackgroundCopyJob5 *job)
{
    WCHAR *headers;

    assert_hr(IBackgroundCopyJobHttpOptions3_GetCustomHeaders(get_options(job), &headers), S_OK);
    assert_task_string(headers, HEADERS);
}

static void fill_headers(WCHAR *headers)
{
    fill_text(headers, HEADERS_MAX);
    headers[1] = ':';
}

static void prepare_long_headers(struct bits_test *test, IBackgroundCopyJob5 *job)
{
    static WCHAR headers[HEADERS_MAX + 1];

    fill_headers(headers);
    set_headers((IBackgroundCopyJob *)job, headers);
}

static void check_long_headers(struct bits_test *test, IBackgroundCopyJob5 *job)
{
    static WCHAR expected[HEADERS_MAX + 1];
    WCHAR *headers;

    fill_headers(expected);
    assert_hr(IBackgroundCopyJobHttpOptions3_GetCustomHeaders(get_options(job), &headers), S_OK);
    assert_task_string(headers, expected);
}

/* nf-bits10_3-ibackgroundcopyjobhttpoptions3-makecustomheaderswriteonly: this cannot be taken back. The server still
 * gets them. */
static void prepare_write_only_headers(struct bits_test *test, IBackgroundCopyJob5 *job)
{
    set_headers((IBackgroundCopyJob *)job, L"X-Secret: 1");
    assert_hr(IBackgroundCopyJobHttpOptions3_MakeCustomHeadersWriteOnly(get_options(job)), S_OK);
    serve_whole(test, "/write_only_headers", 1);
    add_file(test, (IBackgroundCopyJob *)job, "/write_only_headers", L"write_only_headers");
}

static void check_write_only_headers(struct bits_test *test, IBackgroundCopyJob5 *job)
{
    WCHAR *headers = NULL;

    assert_failed(IBackgroundCopyJobHttpOptions3_GetCustomHeaders(get_options(job), &headers));
    assert_null(headers);
    assert_hr(IBackgroundCopyJob5_Resume(job), S_OK);
    assert_completes(test, job, "/write_only_headers", 1);
    assert_string_equal(last_header(test->server, "/write_only_headers", "X-Secret"), "1");
}

static void prepare_security_flags(struct bits_test *test, IBackgroundCopyJob5 *job)
{
    set_security_flags((IBackgroundCopyJob *)job, FLAGS);
}

static void check_security_flags(struct bits_test *test, IBackgroundCopyJob5 *job)
{
    ULONG flags = 0;

    assert_hr(IBackgroundCopyJobHttpOptions3_GetSecurityFlags(get_options(job), &flags), S_OK);
    assert_int_equal(flags, FLAGS);
}

static void prepare_method(struct bits_test *test, IBackgroundCopyJob5 *job)
{
    assert_hr(IBackgroundCopyJob5_SetPriority(job, BG_JOB_PRIORITY_FOREGROUND), S_OK);
    set_method((IBackgroundCopyJob *)job, L"POST");
}

static void check_method(struct bits_test *test, IBackgroundCopyJob5 *job)
{
    WCHAR *method;

    assert_hr(IBackgroundCopyJobHttpOptions3_GetHttpMethod(get_options(job), &method), S_OK);
    assert_task_string(method, L"POST");
}

static HCERTSTORE open_store(DWORD flags)
{
    return CertOpenStore(CERT_STORE_PROV_SYSTEM_W, 0, 0, CERT_SYSTEM_STORE_CURRENT_USER | flags, CERTIFICATE_STORE);
}

static void add_certificate(BYTE *hash)
{
    HCERTSTORE store = open_store(0);
    struct encoded certificate;
    DWORD size = HASH_SIZE;
    PCCERT_CONTEXT context;

    assert_non_null(store);
    encode_certificate(L"CN=persistence", NULL, &certificate);
    assert_true(CertAddEncodedCertificateToStore(store, X509_ASN_ENCODING, certificate.data, certificate.size,
            CERT_STORE_ADD_REPLACE_EXISTING, &context));
    assert_true(CertGetCertificateContextProperty(context, CERT_SHA1_HASH_PROP_ID, hash, &size));
    CertFreeCertificateContext(context);
    assert_true(CertCloseStore(store, 0));
}

static BYTE certificate_hash[HASH_SIZE];

static void prepare_client_certificate(struct bits_test *test, IBackgroundCopyJob5 *job)
{
    add_certificate(certificate_hash);
    assert_hr(IBackgroundCopyJobHttpOptions3_SetClientCertificateByID(get_options(job),
                      BG_CERT_STORE_LOCATION_CURRENT_USER, (WCHAR *)CERTIFICATE_STORE, certificate_hash),
            S_OK);
    open_store(CERT_STORE_DELETE_FLAG);
}

/* The certificate itself need not be there any more. */
static void check_client_certificate(struct bits_test *test, IBackgroundCopyJob5 *job)
{
    BG_CERT_STORE_LOCATION location;
    WCHAR *store, *subject;
    BYTE *hash;

    assert_hr(IBackgroundCopyJobHttpOptions3_GetClientCertificate(get_options(job), &location, &store, &hash,
                      &subject),
            S_OK);
    assert_int_equal(location, BG_CERT_STORE_LOCATION_CURRENT_USER);
    assert_task_string(store, CERTIFICATE_STORE);
    assert_memory_equal(hash, certificate_hash, HASH_SIZE);
    CoTaskMemFree(hash);
    assert_task_string(subject, L"persistence");
}

int main(void)
{
    static struct survivor survivors[] =
    {
        SURVIVES(proxy),
        SURVIVES(no_proxy),
        SURVIVES(proxy_without_exceptions),
        SURVIVES(credentials_used),
        SURVIVES(all_credentials),
        SURVIVES(removed_credentials),
        SURVIVES(headers),
        SURVIVES(long_headers),
        SURVIVES(write_only_headers),
        SURVIVES(security_flags),
        SURVIVES(method),
        SURVIVES(client_certificate),
    };

    return run_survivors("persistence_requests", survivors, ARRAYSIZE(survivors));
}
