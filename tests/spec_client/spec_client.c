/* A client written from the documentation alone: it declares the ids, the tables of methods, the enumerations and the
 * structures itself, in the order and with the values that the pages of BITS 1.0 give, and downloads a file.
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include "http_server.h"
#include <objbase.h>

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <wchar.h>
#include <cmocka.h>

#define FILE_SIZE 3000000
#define FILE_SEED 42
#define TIMEOUT 20000

static const GUID clsid_manager = {0x4991d34b, 0x80a1, 0x4291, {0x83, 0xb6, 0x33, 0x28, 0x36, 0x6b, 0x90, 0x97}};
static const GUID iid_manager = {0x5ce34c0d, 0x0dc9, 0x4c1f, {0x89, 0x7c, 0xda, 0xa1, 0xb7, 0x8c, 0xee, 0x7c}};
static const GUID iid_job = {0x37668d37, 0x507e, 0x4160, {0x93, 0x16, 0x26, 0x30, 0x6d, 0x15, 0x0b, 0x12}};

enum
{
    TYPE_DOWNLOAD = 0
};

enum state
{
    STATE_QUEUED,
    STATE_CONNECTING,
    STATE_TRANSFERRING,
    STATE_SUSPENDED,
    STATE_ERROR,
    STATE_TRANSIENT_ERROR,
    STATE_TRANSFERRED,
    STATE_ACKNOWLEDGED,
    STATE_CANCELLED
};

struct job_progress
{
    UINT64 bytes_total, bytes_transferred;
    ULONG files_total, files_transferred;
};

struct file_progress
{
    UINT64 bytes_total, bytes_transferred;
    BOOL completed;
};

#define METHOD(name, ...) HRESULT (STDMETHODCALLTYPE *name)(void *self, ##__VA_ARGS__)
#define IUNKNOWN METHOD(QueryInterface, const GUID *, void **); ULONG (STDMETHODCALLTYPE *AddRef)(void *); \
                 ULONG (STDMETHODCALLTYPE *Release)(void *)

struct file
{
    const struct file_methods *methods;
};

struct file_methods
{
    IUNKNOWN;
    METHOD(GetRemoteName, WCHAR **);
    METHOD(GetLocalName, WCHAR **);
    METHOD(GetProgress, struct file_progress *);
};

struct files
{
    const struct files_methods *methods;
};

struct files_methods
{
    IUNKNOWN;
    METHOD(Next, ULONG, struct file **, ULONG *);
};

struct job
{
    const struct job_methods *methods;
};

struct job_methods
{
    IUNKNOWN;
    METHOD(AddFileSet, ULONG, void *);
    METHOD(AddFile, const WCHAR *, const WCHAR *);
    METHOD(EnumFiles, struct files **);
    METHOD(Suspend);
    METHOD(Resume);
    METHOD(Cancel);
    METHOD(Complete);
    METHOD(GetId, GUID *);
    METHOD(GetType, int *);
    METHOD(GetProgress, struct job_progress *);
    METHOD(GetTimes, void *);
    METHOD(GetState, enum state *);
};

struct manager
{
    const struct manager_methods *methods;
};

struct manager_methods
{
    IUNKNOWN;
    METHOD(CreateJob, const WCHAR *, int, GUID *, struct job **);
    METHOD(GetJob, const GUID *, struct job **);
};

static void watch(struct job *job)
{
    ULONGLONG end = GetTickCount64() + TIMEOUT;
    struct job_progress progress;
    enum state state;

    for (;;)
    {
        assert_int_equal(job->methods->GetState(job, &state), S_OK);
        assert_int_equal(job->methods->GetProgress(job, &progress), S_OK);
        if (state == STATE_TRANSFERRED)
            break;
        assert_in_range(state, STATE_QUEUED, STATE_TRANSFERRING);
        assert_true(GetTickCount64() < end);
        Sleep(10);
    }
    assert_int_equal(progress.bytes_total, FILE_SIZE);
    assert_int_equal(progress.bytes_transferred, FILE_SIZE);
    assert_int_equal(progress.files_total, 1);
    assert_int_equal(progress.files_transferred, 1);
}

static void check_file_of_job(struct job *job, const WCHAR *url, const WCHAR *path)
{
    struct file_progress progress;
    struct files *files;
    struct file *file;
    WCHAR *text;

    assert_int_equal(job->methods->EnumFiles(job, &files), S_OK);
    assert_int_equal(files->methods->Next(files, 1, &file, NULL), S_OK);
    assert_int_equal(file->methods->GetRemoteName(file, &text), S_OK);
    assert_int_equal(wcscmp(text, url), 0);
    CoTaskMemFree(text);
    assert_int_equal(file->methods->GetLocalName(file, &text), S_OK);
    assert_int_equal(wcscmp(text, path), 0);
    CoTaskMemFree(text);
    assert_int_equal(file->methods->GetProgress(file, &progress), S_OK);
    assert_int_equal(progress.bytes_total, FILE_SIZE);
    assert_int_equal(progress.bytes_transferred, FILE_SIZE);
    assert_true(progress.completed);
    file->methods->Release(file);
    files->methods->Release(files);
}

static void compare_bytes(const WCHAR *path)
{
    FILE *stream = _wfopen(path, L"rb");
    UINT64 offset;

    assert_non_null(stream);
    for (offset = 0; offset < FILE_SIZE; ++offset)
        assert_int_equal(getc(stream), http_pattern(FILE_SEED, offset));
    assert_int_equal(getc(stream), EOF);
    fclose(stream);
}

/* Makes the job with one pointer and completes it through another, as two programs would. */
static void download(struct manager *manager, const WCHAR *url, const WCHAR *path)
{
    struct job *job, *same;
    GUID id;

    assert_int_equal(manager->methods->CreateJob(manager, L"From the documentation", TYPE_DOWNLOAD, &id, &job), S_OK);
    assert_int_equal(job->methods->AddFile(job, url, path), S_OK);
    assert_int_equal(job->methods->Resume(job), S_OK);
    watch(job);
    assert_int_equal(manager->methods->GetJob(manager, &id, &same), S_OK);
    assert_int_equal(same->methods->Complete(same), S_OK);
    same->methods->Release(same);
    check_file_of_job(job, url, path);
    assert_int_equal(job->methods->QueryInterface(job, &iid_job, (void **)&same), S_OK);
    same->methods->Release(same);
    job->methods->Release(job);
}

static void test_the_main_job(void **state)
{
    const struct http_reply reply = {.size = FILE_SIZE, .seed = FILE_SEED};
    struct http_server *server = http_server_start();
    WCHAR folder[MAX_PATH], path[MAX_PATH], url[64];
    struct manager *manager;

    http_server_serve(server, "/file", &reply);
    swprintf(url, ARRAYSIZE(url), L"http://127.0.0.1:%u/file", http_server_port(server));
    assert_true(GetTempPathW(ARRAYSIZE(folder), folder));
    assert_true(GetTempFileNameW(folder, L"job", 0, path));

    assert_int_equal(CoInitializeEx(NULL, COINIT_APARTMENTTHREADED), S_OK);
    assert_int_equal(CoCreateInstance(&clsid_manager, NULL, CLSCTX_LOCAL_SERVER, &iid_manager, (void **)&manager),
            S_OK);
    download(manager, url, path);
    manager->methods->Release(manager);
    CoUninitialize();

    compare_bytes(path);
    assert_true(DeleteFileW(path));
    http_server_stop(server);
}

int main(void)
{
    static const struct CMUnitTest tests[] = {cmocka_unit_test(test_the_main_job)};

    return cmocka_run_group_tests_name("spec_client", tests, NULL, NULL);
}
