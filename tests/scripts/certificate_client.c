/* Downloads a URL twice in one job, and has a say on the certificates of the server.
 * certificate_client URL FILE ANSWER [gone]: the callback answers with the HRESULT; "gone" makes it unreachable.
 * Prints how often it was asked, how many certificates it saw, and the state of the job, or its error and the error's
 * context.
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#define COBJMACROS
#include <stdio.h>
#include <stdlib.h>
#include <wchar.h>
#include <windows.h>
#include <wincrypt.h>
#include <bits10_3.h>

#define TIMEOUT 20000 /* milliseconds */
#define POLL_INTERVAL 50

static IBackgroundCopyServerCertificateValidationCallback callback;
static const WCHAR *url;
static HRESULT answer;
static LONG question_count, certificate_count;

static void require(BOOL good, const char *what)
{
    if (good)
        return;
    printf("failed: %s\n", what);
    exit(2);
}

static HRESULT STDMETHODCALLTYPE callback_QueryInterface(IBackgroundCopyServerCertificateValidationCallback *iface,
        REFIID iid, void **out)
{
    BOOL known = IsEqualIID(iid, &IID_IUnknown)
            || IsEqualIID(iid, &IID_IBackgroundCopyServerCertificateValidationCallback);

    *out = known ? iface : NULL;
    return known ? S_OK : E_NOINTERFACE;
}

/* The callback is static. */
static ULONG STDMETHODCALLTYPE callback_AddRef(IBackgroundCopyServerCertificateValidationCallback *iface)
{
    return 2;
}

static ULONG STDMETHODCALLTYPE callback_Release(IBackgroundCopyServerCertificateValidationCallback *iface)
{
    return 1;
}

static void check_file(IBackgroundCopyFile *file)
{
    WCHAR *name;

    require(IBackgroundCopyFile_GetRemoteName(file, &name) == S_OK && !wcscmp(name, url), "the file");
    CoTaskMemFree(name);
}

static void check_job(IBackgroundCopyJob *job)
{
    WCHAR *name;

    require(IBackgroundCopyJob_GetDisplayName(job, &name) == S_OK && !wcscmp(name, L"certificate"), "the job");
    CoTaskMemFree(name);
}

static LONG count_certificates(HCERTSTORE store)
{
    PCCERT_CONTEXT certificate = NULL;
    LONG count = 0;

    while ((certificate = CertEnumCertificatesInStore(store, certificate)))
        count++;
    return count;
}

/* The certificate is one of those in the store. */
static void check_certificates(DWORD type, const BYTE *data, DWORD size, const BYTE *store_data, DWORD store_size)
{
    CRYPT_DATA_BLOB blob = {store_size, (BYTE *)store_data};
    PCCERT_CONTEXT certificate = CertCreateCertificateContext(type, data, size), found;
    HCERTSTORE store = CertOpenStore(CERT_STORE_PROV_SERIALIZED, 0, 0, 0, &blob);

    require(certificate && store, "the certificates");
    found = CertFindCertificateInStore(store, type, 0, CERT_FIND_EXISTING, certificate, NULL);
    require(found != NULL, "the store");
    certificate_count = count_certificates(store);
    CertFreeCertificateContext(found);
    CertFreeCertificateContext(certificate);
    CertCloseStore(store, 0);
}

static HRESULT STDMETHODCALLTYPE callback_ValidateServerCertificate(
        IBackgroundCopyServerCertificateValidationCallback *iface, IBackgroundCopyJob *job, IBackgroundCopyFile *file,
        DWORD size, const BYTE data[], DWORD type, DWORD store_size, const BYTE store_data[])
{
    InterlockedIncrement(&question_count);
    check_job(job);
    check_file(file);
    check_certificates(type, data, size, store_data, store_size);
    return answer;
}

static IBackgroundCopyServerCertificateValidationCallbackVtbl callback_vtbl =
{
    callback_QueryInterface,
    callback_AddRef,
    callback_Release,
    callback_ValidateServerCertificate,
};

static IBackgroundCopyJob *create_job(const WCHAR *file)
{
    IBackgroundCopyManager *manager;
    WCHAR path[2][MAX_PATH];
    IBackgroundCopyJob *job;
    HRESULT hr;
    GUID id;

    GetFullPathNameW(file, MAX_PATH - 2, path[0], NULL);
    swprintf(path[1], MAX_PATH, L"%ls.2", path[0]);
    hr = CoCreateInstance(&CLSID_BackgroundCopyManager, NULL, CLSCTX_LOCAL_SERVER, &IID_IBackgroundCopyManager,
            (void **)&manager);
    require(hr == S_OK, "a manager");
    hr = IBackgroundCopyManager_CreateJob(manager, L"certificate", BG_JOB_TYPE_DOWNLOAD, &id, &job);
    require(hr == S_OK, "a job");
    IBackgroundCopyManager_Release(manager);
    require(IBackgroundCopyJob_AddFile(job, url, path[0]) == S_OK, "a file");
    require(IBackgroundCopyJob_AddFile(job, url, path[1]) == S_OK, "another file");
    return job;
}

static void set_callback(IBackgroundCopyJob *job)
{
    IBackgroundCopyJobHttpOptions3 *options;
    HRESULT hr;

    hr = IBackgroundCopyJob_QueryInterface(job, &IID_IBackgroundCopyJobHttpOptions3, (void **)&options);
    require(hr == S_OK, "the options");
    callback.lpVtbl = &callback_vtbl;
    hr = IBackgroundCopyJobHttpOptions3_SetServerCertificateValidationInterface(options, (IUnknown *)&callback);
    require(hr == S_OK, "the callback");
    IBackgroundCopyJobHttpOptions3_Release(options);
}

static BG_JOB_STATE wait_for_end(IBackgroundCopyJob *job)
{
    ULONGLONG end = GetTickCount64() + TIMEOUT;
    BG_JOB_STATE state;

    while (IBackgroundCopyJob_GetState(job, &state) == S_OK && GetTickCount64() < end)
    {
        if (state == BG_JOB_STATE_TRANSFERRED || state == BG_JOB_STATE_ERROR || state == BG_JOB_STATE_TRANSIENT_ERROR)
            return state;
        Sleep(POLL_INTERVAL);
    }
    require(FALSE, "the job to end");
    return BG_JOB_STATE_ERROR;
}

static void report(IBackgroundCopyJob *job, BG_JOB_STATE state)
{
    IBackgroundCopyError *error;
    BG_ERROR_CONTEXT context;
    HRESULT code;

    if (state == BG_JOB_STATE_TRANSFERRED)
    {
        printf("asked %ld, saw %ld, transferred\n", question_count, certificate_count);
        return;
    }
    require(IBackgroundCopyJob_GetError(job, &error) == S_OK, "the error");
    require(IBackgroundCopyError_GetError(error, &context, &code) == S_OK, "the code");
    IBackgroundCopyError_Release(error);
    printf("asked %ld, saw %ld, %s error %#lx, context %u\n", question_count, certificate_count,
            state == BG_JOB_STATE_TRANSIENT_ERROR ? "transient" : "fatal", code, context);
}

int wmain(int argc, WCHAR **argv);

int wmain(int argc, WCHAR **argv)
{
    IBackgroundCopyJob *job;
    BG_JOB_STATE state;

    require(argc >= 4, "the arguments");
    url = argv[1];
    answer = wcstoul(argv[3], NULL, 0);
    require(CoInitializeEx(NULL, COINIT_MULTITHREADED) == S_OK, "COM");
    job = create_job(argv[2]);
    set_callback(job);
    if (argc > 4)
        CoDisconnectObject((IUnknown *)&callback, 0);
    require(IBackgroundCopyJob_Resume(job) == S_OK, "Resume");
    state = wait_for_end(job);
    report(job, state);
    if (state == BG_JOB_STATE_TRANSFERRED)
        IBackgroundCopyJob_Complete(job);
    else
        IBackgroundCopyJob_Cancel(job);
    IBackgroundCopyJob_Release(job);
    /* Without CoUninitialize: Wine 8 can wait for ever when the callback's interface goes, as com/pins.c says. */
    return state == BG_JOB_STATE_TRANSFERRED ? 0 : 1;
}
