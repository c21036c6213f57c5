/* The fixture of the tests of BITS, and waiting for and looking at jobs.
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <wchar.h>

#include "bits_test.h"

#define POLL_INTERVAL 10

int bits_program_setup(void **state)
{
    return FAILED(CoInitializeEx(NULL, COINIT_MULTITHREADED)) ? -1 : 0;
}

int bits_program_teardown(void **state)
{
    CoUninitialize();
    return 0;
}

BOOL is_wine(void)
{
    return GetProcAddress(GetModuleHandleW(L"ntdll.dll"), "wine_get_version") != NULL;
}

void assert_task_string(WCHAR *text, const WCHAR *expected)
{
    assert_non_null(text);
    if (wcscmp(text, expected))
        fail_msg("got \"%ls\", expected \"%ls\"", text, expected);
    CoTaskMemFree(text);
}

void fill_text(WCHAR *text, size_t length)
{
    wmemset(text, 'x', length);
    text[length] = 0;
}

LANGID language_without_text(void)
{
    static const WORD rare[] = {LANG_BASQUE, LANG_ICELANDIC, LANG_ZULU};
    WORD system = PRIMARYLANGID(GetSystemDefaultUILanguage()), user = PRIMARYLANGID(GetUserDefaultUILanguage());
    size_t i = 0;

    while (rare[i] == system || rare[i] == user)
        ++i;
    return MAKELANGID(rare[i], SUBLANG_DEFAULT);
}

static BOOL create_folder(WCHAR *folder)
{
    WCHAR temp[MAX_PATH];

    if (!GetTempPathW(ARRAYSIZE(temp), temp) || !GetTempFileNameW(temp, L"job", 0, folder))
        return FALSE;
    DeleteFileW(folder);
    return CreateDirectoryW(folder, NULL) && wcscat(folder, L"\\");
}

static BOOL remove_folder(const struct bits_test *test)
{
    WCHAR path[2 * MAX_PATH];
    WIN32_FIND_DATAW data;
    HANDLE find;

    swprintf(path, ARRAYSIZE(path), L"%ls*", test->folder);
    find = FindFirstFileW(path, &data);
    if (find == INVALID_HANDLE_VALUE)
        return FALSE;
    do
    {
        swprintf(path, ARRAYSIZE(path), L"%ls%ls", test->folder, data.cFileName);
        DeleteFileW(path);
    } while (FindNextFileW(find, &data));
    FindClose(find);
    return RemoveDirectoryW(test->folder);
}

IBackgroundCopyManager *create_manager(void)
{
    IBackgroundCopyManager *manager;

    assert_hr(CoCreateInstance(&CLSID_BackgroundCopyManager, NULL, CLSCTX_LOCAL_SERVER, &IID_IBackgroundCopyManager,
                      (void **)&manager),
            S_OK);
    return manager;
}

int bits_test_setup(void **state)
{
    struct bits_test *test = calloc(1, sizeof(*test));

    if (!test || !create_folder(test->folder))
        return -1;
    test->server = http_server_start();
    test->manager = create_manager();
    *state = test;
    return 0;
}

static BOOL has_temporary_files(const struct bits_test *test)
{
    WIN32_FIND_DATAW data;

    if (!find_temporary_file(test, &data))
        return FALSE;
    print_error("a temporary file remains: %ls\n", data.cFileName);
    return TRUE;
}

int bits_test_teardown(void **state)
{
    struct bits_test *test = *state;
    BOOL clean;

    while (test->job_count)
    {
        IBackgroundCopyJob *job = test->jobs[--test->job_count];

        IBackgroundCopyJob_Cancel(job);
        IBackgroundCopyJob_Release(job);
    }
    IBackgroundCopyManager_Release(test->manager);
    http_server_stop(test->server);
    clean = !has_temporary_files(test);
    clean = remove_folder(test) && clean;
    free(test);
    return clean ? 0 : -1;
}

void hold_job(struct bits_test *test, IBackgroundCopyJob *job)
{
    assert_true(test->job_count < BITS_TEST_MAX_JOBS);
    test->jobs[test->job_count++] = job;
}

IBackgroundCopyJob *create_job(struct bits_test *test)
{
    IBackgroundCopyJob *job;
    GUID id;

    assert_hr(IBackgroundCopyManager_CreateJob(test->manager, L"test", BG_JOB_TYPE_DOWNLOAD, &id, &job), S_OK);
    hold_job(test, job);
    return job;
}

IBackgroundCopyJob5 *create_job5(struct bits_test *test, BG_JOB_TYPE type)
{
    IBackgroundCopyJob *job;
    IBackgroundCopyJob5 *job5;
    GUID id;

    assert_hr(IBackgroundCopyManager_CreateJob(test->manager, L"test", type, &id, &job), S_OK);
    assert_hr(IBackgroundCopyJob_QueryInterface(job, &IID_IBackgroundCopyJob5, (void **)&job5), S_OK);
    IBackgroundCopyJob_Release(job);
    hold_job(test, (IBackgroundCopyJob *)job5);
    return job5;
}

void remote_name(const struct bits_test *test, const char *path, WCHAR *url, size_t size)
{
    swprintf(url, size, L"http://127.0.0.1:%u%hs", http_server_port(test->server), path);
}

void local_name(const struct bits_test *test, const WCHAR *file, WCHAR *path)
{
    swprintf(path, MAX_PATH, L"%ls%ls", test->folder, file);
}

void add_file(struct bits_test *test, IBackgroundCopyJob *job, const char *path, const WCHAR *file)
{
    WCHAR url[256], local[MAX_PATH];

    remote_name(test, path, url, ARRAYSIZE(url));
    local_name(test, file, local);
    assert_hr(IBackgroundCopyJob_AddFile(job, url, local), S_OK);
}

void serve_pattern(struct bits_test *test, const char *path, UINT64 size, unsigned char seed)
{
    struct http_reply reply = {.size = size, .seed = seed};

    http_server_serve(test->server, path, &reply);
}

IBackgroundCopyJob *start_download(struct bits_test *test, const struct http_reply *reply)
{
    IBackgroundCopyJob *job = create_job(test);

    http_server_serve(test->server, "/file", reply);
    add_file(test, job, "/file", L"file");
    assert_hr(IBackgroundCopyJob_Resume(job), S_OK);
    return job;
}

GUID get_id(IBackgroundCopyJob *job)
{
    GUID id;

    assert_hr(IBackgroundCopyJob_GetId(job, &id), S_OK);
    return id;
}

BG_JOB_STATE get_state(IBackgroundCopyJob *job)
{
    BG_JOB_STATE state;

    assert_hr(IBackgroundCopyJob_GetState(job, &state), S_OK);
    return state;
}

static const char *state_name(BG_JOB_STATE state)
{
    static const char *const names[] =
    {
        "QUEUED", "CONNECTING", "TRANSFERRING", "SUSPENDED", "ERROR", "TRANSIENT_ERROR", "TRANSFERRED",
        "ACKNOWLEDGED", "CANCELLED",
    };

    return (unsigned int)state < ARRAYSIZE(names) ? names[state] : "unknown";
}

void assert_state(IBackgroundCopyJob *job, BG_JOB_STATE state)
{
    assert_string_equal(state_name(get_state(job)), state_name(state));
}

static HRESULT get_error(IBackgroundCopyJob *job, BG_ERROR_CONTEXT *context)
{
    IBackgroundCopyError *error;
    HRESULT hr, code = S_OK;

    *context = BG_ERROR_CONTEXT_NONE;
    if (FAILED(hr = IBackgroundCopyJob_GetError(job, &error)))
        return hr;
    hr = IBackgroundCopyError_GetError(error, context, &code);
    IBackgroundCopyError_Release(error);
    return FAILED(hr) ? hr : code;
}

static BOOL has_failed(BG_JOB_STATE state)
{
    return state == BG_JOB_STATE_ERROR || state == BG_JOB_STATE_TRANSIENT_ERROR;
}

void wait_for_state(IBackgroundCopyJob *job, BG_JOB_STATE state)
{
    ULONGLONG end = GetTickCount64() + BITS_TEST_TIMEOUT;
    BG_ERROR_CONTEXT context;
    BG_JOB_STATE current;

    while ((current = get_state(job)) != state)
    {
        if (has_failed(current) || GetTickCount64() > end)
            fail_msg("the job is %s, not %s; its error is %#lx", state_name(current), state_name(state),
                    get_error(job, &context));
        Sleep(POLL_INTERVAL);
    }
}

void wait_for_failure(IBackgroundCopyJob *job)
{
    ULONGLONG end = GetTickCount64() + BITS_TEST_TIMEOUT;
    BG_JOB_STATE current;

    while (!has_failed(current = get_state(job)))
    {
        if (current == BG_JOB_STATE_TRANSFERRED || GetTickCount64() > end)
            fail_msg("the job is %s and has not failed", state_name(current));
        Sleep(POLL_INTERVAL);
    }
}

void wait_for_retry(IBackgroundCopyJob *job)
{
    ULONGLONG end = GetTickCount64() + BITS_TEST_TIMEOUT;

    while (get_state(job) == BG_JOB_STATE_TRANSIENT_ERROR)
    {
        assert_true(GetTickCount64() < end);
        Sleep(POLL_INTERVAL);
    }
}

void wait_for_error(IBackgroundCopyJob *job, BG_JOB_STATE state, HRESULT code, BG_ERROR_CONTEXT context)
{
    BG_ERROR_CONTEXT got;

    wait_for_state(job, state);
    assert_hr(get_error(job, &got), code);
    assert_int_equal(got, context);
}

BG_JOB_PROGRESS get_progress(IBackgroundCopyJob *job)
{
    BG_JOB_PROGRESS progress;

    assert_hr(IBackgroundCopyJob_GetProgress(job, &progress), S_OK);
    return progress;
}

void wait_for_finished_files(IBackgroundCopyJob *job, ULONG count)
{
    ULONGLONG end = GetTickCount64() + BITS_TEST_TIMEOUT;

    while (get_progress(job).FilesTransferred < count)
    {
        assert_true(GetTickCount64() < end);
        Sleep(POLL_INTERVAL);
    }
}

void wait_for_bytes(IBackgroundCopyJob *job, UINT64 count)
{
    ULONGLONG end = GetTickCount64() + BITS_TEST_TIMEOUT;

    while (get_progress(job).BytesTransferred < count)
    {
        assert_true(GetTickCount64() < end);
        Sleep(POLL_INTERVAL);
    }
}

static IEnumBackgroundCopyFiles *enum_files(IBackgroundCopyJob *job)
{
    IEnumBackgroundCopyFiles *files;

    assert_hr(IBackgroundCopyJob_EnumFiles(job, &files), S_OK);
    return files;
}

IBackgroundCopyFile *get_file(IBackgroundCopyJob *job, ULONG index)
{
    IEnumBackgroundCopyFiles *files = enum_files(job);
    IBackgroundCopyFile *file;

    assert_hr(IEnumBackgroundCopyFiles_Skip(files, index), S_OK);
    assert_hr(IEnumBackgroundCopyFiles_Next(files, 1, &file, NULL), S_OK);
    IEnumBackgroundCopyFiles_Release(files);
    return file;
}

BG_FILE_PROGRESS get_file_progress(IBackgroundCopyJob *job, ULONG index)
{
    IBackgroundCopyFile *file = get_file(job, index);
    BG_FILE_PROGRESS progress;

    assert_hr(IBackgroundCopyFile_GetProgress(file, &progress), S_OK);
    IBackgroundCopyFile_Release(file);
    return progress;
}

ULONG count_files(IBackgroundCopyJob *job)
{
    IEnumBackgroundCopyFiles *files = enum_files(job);
    ULONG count;

    assert_hr(IEnumBackgroundCopyFiles_GetCount(files, &count), S_OK);
    IEnumBackgroundCopyFiles_Release(files);
    return count;
}

void download(IBackgroundCopyJob *job)
{
    assert_hr(IBackgroundCopyJob_Resume(job), S_OK);
    wait_for_state(job, BG_JOB_STATE_TRANSFERRED);
    assert_hr(IBackgroundCopyJob_Complete(job), S_OK);
}

BOOL file_exists(const struct bits_test *test, const WCHAR *file)
{
    WCHAR path[MAX_PATH];

    local_name(test, file, path);
    return GetFileAttributesW(path) != INVALID_FILE_ATTRIBUTES;
}

BOOL remove_file(const struct bits_test *test, const WCHAR *file)
{
    WCHAR path[MAX_PATH];

    local_name(test, file, path);
    return DeleteFileW(path);
}

static FILE *open_file(const struct bits_test *test, const WCHAR *file, const WCHAR *mode)
{
    WCHAR path[MAX_PATH];
    FILE *stream;

    local_name(test, file, path);
    stream = _wfopen(path, mode);
    if (!stream)
        fail_msg("cannot open %ls", path);
    return stream;
}

void write_file(const struct bits_test *test, const WCHAR *file, const char *text)
{
    FILE *stream = open_file(test, file, L"wb");

    assert_true(fputs(text, stream) >= 0);
    assert_int_equal(fclose(stream), 0);
}

void assert_file_is_text(const struct bits_test *test, const WCHAR *file, const char *text)
{
    FILE *stream = open_file(test, file, L"rb");
    char content[4096];
    size_t size = fread(content, 1, sizeof(content) - 1, stream);

    fclose(stream);
    content[size] = 0;
    assert_string_equal(content, text);
}

void assert_file_is_pattern(const struct bits_test *test, const WCHAR *file, UINT64 size, unsigned char seed)
{
    FILE *stream = open_file(test, file, L"rb");
    UINT64 offset = 0;
    int byte;

    while ((byte = getc(stream)) != EOF && byte == http_pattern(seed, offset))
        ++offset;
    fclose(stream);
    if (byte != EOF)
        fail_msg("wrong byte at %" PRIu64, offset);
    assert_int_equal(offset, size);
}

BOOL find_temporary_file(const struct bits_test *test, WIN32_FIND_DATAW *data)
{
    WCHAR pattern[MAX_PATH];
    HANDLE find;

    local_name(test, L"BIT*.tmp", pattern);
    find = FindFirstFileW(pattern, data);
    if (find == INVALID_HANDLE_VALUE)
        return FALSE;
    FindClose(find);
    return TRUE;
}

BOOL is_in_use(const struct bits_test *test, const WCHAR *file)
{
    WCHAR path[MAX_PATH];
    HANDLE handle;

    local_name(test, file, path);
    handle = CreateFileW(path, GENERIC_WRITE, 0, NULL, OPEN_EXISTING, 0, NULL);
    if (handle == INVALID_HANDLE_VALUE)
        return TRUE;
    CloseHandle(handle);
    return FALSE;
}

static BOOL are_temporary_files_in_use(const struct bits_test *test)
{
    WCHAR pattern[MAX_PATH];
    WIN32_FIND_DATAW data;
    BOOL in_use = FALSE;
    HANDLE find;

    local_name(test, L"BIT*.tmp", pattern);
    find = FindFirstFileW(pattern, &data);
    if (find == INVALID_HANDLE_VALUE)
        return FALSE;
    do
    {
        in_use |= is_in_use(test, data.cFileName);
    } while (FindNextFileW(find, &data));
    FindClose(find);
    return in_use;
}

void suspend_transfer(struct bits_test *test, IBackgroundCopyJob *job)
{
    ULONGLONG end = GetTickCount64() + BITS_TEST_TIMEOUT;

    assert_hr(IBackgroundCopyJob_Suspend(job), S_OK);
    while (are_temporary_files_in_use(test))
    {
        assert_true(GetTickCount64() < end);
        Sleep(POLL_INTERVAL);
    }
}
