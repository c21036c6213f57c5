/* The names of files as AddFile and AddFileSet take them: ns-bits-bg_file_info, nf-bits-ibackgroundcopyjob-addfile.
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include <wchar.h>

#include "bits_test.h"
#include <aclapi.h>

#define URL L"http://127.0.0.1/file"

static void assert_AddFile(IBackgroundCopyJob *job, const WCHAR *url, const WCHAR *path, HRESULT expected)
{
    HRESULT hr = IBackgroundCopyJob_AddFile(job, url, path);

    if (hr != expected)
        fail_msg("%ls -> %ls: %#lx, not %#lx", url, path, hr, expected);
}

static IBackgroundCopyJob *create_job_of_type(struct bits_test *test, BG_JOB_TYPE type)
{
    IBackgroundCopyJob *job;
    GUID id;

    assert_hr(IBackgroundCopyManager_CreateJob(test->manager, L"test", type, &id, &job), S_OK);
    hold_job(test, job);
    return job;
}

/* Of files in the fixture's folder. */
static void assert_local_names_are_refused(struct bits_test *test, const WCHAR *const *names, size_t count)
{
    IBackgroundCopyJob *job = create_job(test);
    WCHAR path[MAX_PATH];
    size_t i;

    for (i = 0; i < count; ++i)
    {
        local_name(test, names[i], path);
        assert_AddFile(job, URL, path, E_INVALIDARG);
    }
    assert_int_equal(count_files(job), 0);
}

/* naming-a-file: what Windows takes for a device is no file, in whatever folder and with whatever extension. */
static void test_local_names_are_no_devices(void **state)
{
    static const WCHAR *const devices[] =
    {
        L"CON", L"con.txt", L"PRN", L"AUX", L"NUL", L"nul.tar.gz", L"COM1", L"COM1.txt", L"com9", L"LPT1", L"lpt9.log",
    };

    assert_local_names_are_refused(*state, devices, ARRAYSIZE(devices));
}

static void test_local_names_are_no_folders(void **state)
{
    static const WCHAR *const folders[] = {L"", L".", L"..", L". .", L" ", L"...", L"folder\\"};

    assert_local_names_are_refused(*state, folders, ARRAYSIZE(folders));
}

/* ns-bits-bg_file_info: no prefix, whatever stands behind it. */
static void test_local_names_have_no_prefix(void **state)
{
    static const WCHAR *const prefixes[] =
    {
        L"\\\\?\\", L"\\\\.\\", L"//?/", L"//./", L"\\??\\", L"\\\\?\\UNC\\", L"file://",
    };
    struct bits_test *test = *state;
    IBackgroundCopyJob *job = create_job(test);
    WCHAR name[2 * MAX_PATH], path[MAX_PATH];
    size_t i;

    local_name(test, L"file", path);
    for (i = 0; i < ARRAYSIZE(prefixes); ++i)
    {
        swprintf(name, ARRAYSIZE(name), L"%ls%ls", prefixes[i], path);
        assert_AddFile(job, URL, name, E_INVALIDARG);
    }
    assert_int_equal(count_files(job), 0);
}

static void test_local_names_have_no_control_characters(void **state)
{
    struct bits_test *test = *state;
    IBackgroundCopyJob *job = create_job(test);
    WCHAR name[] = L"a?b", path[MAX_PATH];

    for (name[1] = 1; name[1] < ' '; ++name[1])
    {
        local_name(test, name, path);
        assert_AddFile(job, URL, path, E_INVALIDARG);
    }
    assert_int_equal(count_files(job), 0);
}

/* Half of a character names a file on Windows. No file of Unix has such a name, which Complete finds out; the job then
 * stays: nf-bits-ibackgroundcopyjob-complete. */
static void test_an_unpaired_surrogate_in_a_local_name(void **state)
{
    struct bits_test *test = *state;
    IBackgroundCopyJob *job = create_job(test);

    serve_pattern(test, "/file", 10, 1);
    add_file(test, job, "/file", L"a\xd800z");
    assert_hr(IBackgroundCopyJob_Resume(job), S_OK);
    wait_for_state(job, BG_JOB_STATE_TRANSFERRED);
    if (!is_wine())
        return;
    assert_failed(IBackgroundCopyJob_Complete(job));
    assert_state(job, BG_JOB_STATE_TRANSFERRED);
}

/* ns-bits-bg_file_info: MAX_PATH characters without the terminator are still a name. Windows opens no file by it. */
static void test_the_longest_local_name(void **state)
{
    struct bits_test *test = *state;
    IBackgroundCopyJob *job = create_job(test);
    WCHAR path[MAX_PATH + 1], url[256];
    size_t start = wcslen(test->folder);

    wcscpy(path, test->folder);
    fill_text(path + start, MAX_PATH - start);
    serve_pattern(test, "/file", 10, 1);
    remote_name(test, "/file", url, ARRAYSIZE(url));
    assert_AddFile(job, url, path, S_OK);
    if (is_wine())
    {
        download(job);
        assert_int_not_equal(GetFileAttributesW(path), INVALID_FILE_ATTRIBUTES);
    }
}

/* No page says that a name may not come twice. */
static void test_one_local_name_twice(void **state)
{
    struct bits_test *test = *state;
    IBackgroundCopyJob *job = create_job(test);

    serve_pattern(test, "/one", 1000, 1);
    serve_pattern(test, "/two", 2000, 2);
    add_file(test, job, "/one", L"file");
    add_file(test, job, "/two", L"file");
    download(job);
    assert_file_is_pattern(test, L"file", 2000, 2);
}

/* ns-bits-bg_file_info: only what is legal in a URL; a name and a password are: authentication. */
static void test_characters_of_remote_names(void **state)
{
    static const struct
    {
        const WCHAR *name;
        HRESULT hr;
    }
    names[] =
    {
        {L"http://user:password@127.0.0.1/file", S_OK},
        {L"http://user@127.0.0.1/file", S_OK},
        {L"http://127.0.0.1/\x30d5\x30a1.txt", S_OK},
        {L"http://127.0.0.1/\xd83d\xde00", S_OK},
        {L"http://127.0.0.1/a\x01z", E_INVALIDARG},
        {L"http://127.0.0.1/a\tz", E_INVALIDARG},
        {L"http://127.0.0.1/a\rz", E_INVALIDARG},
        {L"http://127.0.0.1/a\nz", E_INVALIDARG},
        {L"http://127.0.0.1/a\x7fz", E_INVALIDARG},
        {L"http://127.0.0.1/\xd800", E_INVALIDARG},
        {L"http://127.0.0.1/\xdc00\xd800z", E_INVALIDARG},
        {L"http://us\r\ner@127.0.0.1/", E_INVALIDARG},
        {L"http://user:password@/file", E_INVALIDARG},
        {L"http://127.0.0.1\\file", E_INVALIDARG},
    };
    struct bits_test *test = *state;
    IBackgroundCopyJob *job = create_job(test);
    WCHAR path[MAX_PATH];
    size_t i;

    local_name(test, L"file", path);
    for (i = 0; i < ARRAYSIZE(names); ++i)
        assert_AddFile(job, names[i].name, path, names[i].hr);
    assert_int_equal(count_files(job), 4);
}

/* ns-bits-bg_file_info: "does not support SMB paths to named pipes or devices". */
static void test_remote_names_are_no_pipes_and_no_devices(void **state)
{
    static const WCHAR *const names[] =
    {
        L"\\\\server\\pipe\\name", L"\\\\server\\PIPE\\a\\name", L"\\\\server\\mailslot\\name",
        L"\\\\server\\IPC$\\name", L"file://server/pipe/name", L"\\\\server\\share\\COM1", L"C:\\NUL",
        L"\\\\.\\COM1", L"\\\\.\\pipe\\name", L"\\\\?\\C:\\file", L"file:////./C:/file", L"\\\\server\\share",
        L"\\\\server",
    };
    struct bits_test *test = *state;
    IBackgroundCopyJob *job = create_job(test);
    WCHAR path[MAX_PATH];
    size_t i;

    local_name(test, L"file", path);
    for (i = 0; i < ARRAYSIZE(names); ++i)
        assert_AddFile(job, names[i], path, E_INVALIDARG);
    assert_int_equal(count_files(job), 0);
}

/* ns-bits-bg_file_info: no SMB for uploads with a reply. */
static void test_uploads_with_a_reply_need_http(void **state)
{
    static const WCHAR *const names[] = {L"\\\\server\\share\\file", L"file://server/share/file", L"C:\\folder\\file"};
    struct bits_test *test = *state;
    IBackgroundCopyJob *job = create_job_of_type(test, BG_JOB_TYPE_UPLOAD_REPLY);
    WCHAR path[MAX_PATH];
    size_t i;

    local_name(test, L"file", path);
    for (i = 0; i < ARRAYSIZE(names); ++i)
        assert_AddFile(job, names[i], path, E_INVALIDARG);
    assert_AddFile(job, URL, path, S_OK);
}

/* nf-bits-ibackgroundcopyjob-addfile: an upload has one file; the first one stays. */
static void test_uploads_have_one_file(void **state)
{
    static const BG_JOB_TYPE types[] = {BG_JOB_TYPE_UPLOAD, BG_JOB_TYPE_UPLOAD_REPLY};
    struct bits_test *test = *state;
    WCHAR path[MAX_PATH];
    size_t i;

    local_name(test, L"file", path);
    for (i = 0; i < ARRAYSIZE(types); ++i)
    {
        IBackgroundCopyJob *job = create_job_of_type(test, types[i]);

        assert_AddFile(job, URL, path, S_OK);
        assert_AddFile(job, URL, path, BG_E_TOO_MANY_FILES);
        assert_int_equal(count_files(job), 1);
    }
}

static WIN32_FILE_ATTRIBUTE_DATA get_attributes(const WCHAR *path)
{
    WIN32_FILE_ATTRIBUTE_DATA data;

    assert_true(GetFileAttributesExW(path, GetFileExInfoStandard, &data));
    return data;
}

/* What an upload names on the client is its source: no call writes to it, moves it or deletes it. */
static void test_an_upload_leaves_its_source_alone(void **state)
{
    struct bits_test *test = *state;
    IBackgroundCopyJob *job = create_job_of_type(test, BG_JOB_TYPE_UPLOAD);
    WIN32_FILE_ATTRIBUTE_DATA before, after;
    WCHAR path[MAX_PATH];

    write_file(test, L"source", "precious");
    local_name(test, L"source", path);
    before = get_attributes(path);
    assert_AddFile(job, URL, path, S_OK);
    IBackgroundCopyJob_Resume(job);
    IBackgroundCopyJob_Suspend(job);
    IBackgroundCopyJob_Complete(job);
    IBackgroundCopyJob_Cancel(job);
    after = get_attributes(path);
    assert_memory_equal(&before.ftLastWriteTime, &after.ftLastWriteTime, sizeof(before.ftLastWriteTime));
    assert_int_equal(before.dwFileAttributes, after.dwFileAttributes);
    assert_file_is_text(test, L"source", "precious");
    assert_true(remove_file(test, L"source"));
}

/* nf-bits-ibackgroundcopyjob-addfileset: the folder of one is missing, and none is added. */
static void test_AddFileSet_looks_at_every_folder(void **state)
{
    static WCHAR url[] = URL;
    struct bits_test *test = *state;
    IBackgroundCopyJob *job = create_job(test);
    WCHAR good[MAX_PATH], bad[MAX_PATH];
    BG_FILE_INFO sets[][3] =
    {
        {{url, good}, {url, good}, {url, bad}},
        {{url, good}, {url, bad}, {url, good}},
        {{url, bad}, {url, good}, {url, good}},
    };
    size_t i;

    local_name(test, L"file", good);
    local_name(test, L"missing\\file", bad);
    for (i = 0; i < ARRAYSIZE(sets); ++i)
    {
        assert_failed(IBackgroundCopyJob_AddFileSet(job, ARRAYSIZE(sets[i]), sets[i]));
        assert_int_equal(count_files(job), 0);
    }
}

/* A file in place of the folder. */
static void test_a_folder_is_no_file(void **state)
{
    struct bits_test *test = *state;
    IBackgroundCopyJob *job = create_job(test);
    WCHAR path[MAX_PATH];

    write_file(test, L"file", "text");
    local_name(test, L"file\\file", path);
    assert_failed(IBackgroundCopyJob_AddFile(job, URL, path));
    assert_int_equal(count_files(job), 0);
}

/* Lets everybody read the folder, and nobody write to it. */
static void make_read_only(WCHAR *folder)
{
    SECURITY_DESCRIPTOR descriptor;
    BYTE everyone[SECURITY_MAX_SID_SIZE], buffer[256];
    DWORD size = sizeof(everyone);
    ACL *acl = (ACL *)buffer;

    assert_true(CreateDirectoryW(folder, NULL));
    assert_true(CreateWellKnownSid(WinWorldSid, NULL, everyone, &size));
    assert_true(InitializeAcl(acl, sizeof(buffer), ACL_REVISION));
    assert_true(AddAccessAllowedAce(acl, ACL_REVISION, FILE_GENERIC_READ | FILE_GENERIC_EXECUTE | DELETE, everyone));
    assert_true(InitializeSecurityDescriptor(&descriptor, SECURITY_DESCRIPTOR_REVISION));
    assert_true(SetSecurityDescriptorDacl(&descriptor, TRUE, acl, FALSE));
    assert_true(SetFileSecurityW(folder, DACL_SECURITY_INFORMATION, &descriptor));
}

static BOOL denies_new_files(const WCHAR *path)
{
    HANDLE file = CreateFileW(path, GENERIC_WRITE, 0, NULL, CREATE_NEW, FILE_FLAG_DELETE_ON_CLOSE, NULL);
    BOOL denied = file == INVALID_HANDLE_VALUE && GetLastError() == ERROR_ACCESS_DENIED;

    CloseHandle(file);
    return denied;
}

static void assert_AddFile_agrees(IBackgroundCopyJob *job, const WCHAR *path)
{
    assert_AddFile(job, URL, path, denies_new_files(path) ? E_ACCESSDENIED : S_OK);
}

/* nf-bits-ibackgroundcopyjob-addfile: E_ACCESSDENIED if the caller may not write to the folder. The last one is for
 * Wine that is run by root, who may write everywhere else. */
static void test_AddFile_needs_a_folder_that_may_be_written_to(void **state)
{
    struct bits_test *test = *state;
    IBackgroundCopyJob *job = create_job(test);
    WCHAR folder[MAX_PATH], path[MAX_PATH];

    local_name(test, L"read-only", folder);
    local_name(test, L"read-only\\file", path);
    make_read_only(folder);
    assert_AddFile_agrees(job, path);
    assert_AddFile_agrees(job, L"C:\\Windows\\file");
    if (is_wine())
        assert_AddFile_agrees(job, L"Z:\\sys\\file");
    assert_true(RemoveDirectoryW(folder));
}

int main(void)
{
    static const struct CMUnitTest tests[] =
    {
        bits_unit_test(test_local_names_are_no_devices),
        bits_unit_test(test_local_names_are_no_folders),
        bits_unit_test(test_local_names_have_no_prefix),
        bits_unit_test(test_local_names_have_no_control_characters),
        bits_unit_test(test_an_unpaired_surrogate_in_a_local_name),
        bits_unit_test(test_the_longest_local_name),
        bits_unit_test(test_one_local_name_twice),
        bits_unit_test(test_characters_of_remote_names),
        bits_unit_test(test_remote_names_are_no_pipes_and_no_devices),
        bits_unit_test(test_uploads_with_a_reply_need_http),
        bits_unit_test(test_uploads_have_one_file),
        bits_unit_test(test_an_upload_leaves_its_source_alone),
        bits_unit_test(test_AddFileSet_looks_at_every_folder),
        bits_unit_test(test_a_folder_is_no_file),
        bits_unit_test(test_AddFile_needs_a_folder_that_may_be_written_to),
    };

    return cmocka_run_group_tests_name("file_names", tests, bits_program_setup, bits_program_teardown);
}
