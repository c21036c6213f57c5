/* What is registered for BITS: the classes, the interfaces, the service; and that ours comes and goes without a trace.
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <setjmp.h>
#include <cmocka.h>

#include <stdio.h>
#include <wchar.h>
#include <windows.h>

#include "bits.h"
#include "bits1_5.h"
#include "bits2_0.h"
#include "bits2_5.h"
#include "bits3_0.h"
#include "bits4_0.h"
#include "bits5_0.h"
#include "bits10_1.h"
#include "bits10_2.h"
#include "bits10_3.h"
#include "qmgr.h"

#define assert_hr(call, expected) assert_int_equal((ULONG)(call), (ULONG)(expected))
#define assert_text(text, expected) \
    do { if (_wcsicmp(text, expected)) fail_msg("\"%ls\" instead of \"%ls\".", text, expected); } while (0)

#define APPID L"{69AD4AEE-51BE-439b-A92C-86AE490E8B30}"
#define JOBS_KEY L"SOFTWARE\\Microsoft\\Windows\\CurrentVersion\\BITS\\Jobs"
#define SERVICES_KEY L"SYSTEM\\CurrentControlSet\\Services\\"
#define SVCHOST_KEY L"SOFTWARE\\Microsoft\\Windows NT\\CurrentVersion\\SvcHost"
#define FOREIGN_CLASS L"CLSID\\{1c2b3f57-6f5d-4cf0-8a35-0a4f1d3c7e11}"
#define FOREIGN_SERVICE L"qmgr-test" /* Wine's svchost.exe starts no service while the group names one without a DLL */
#define SERVICE_TIMEOUT 10000
#define SERVICE_POLL 50
#define MAX_LIST 4096

static const GUID *const classes[] =
{
    &CLSID_BackgroundCopyManager, &CLSID_BackgroundCopyManager1_5, &CLSID_BackgroundCopyManager2_0,
    &CLSID_BackgroundCopyManager2_5, &CLSID_BackgroundCopyManager3_0, &CLSID_BackgroundCopyManager4_0,
    &CLSID_BackgroundCopyManager5_0, &CLSID_BackgroundCopyManager10_1, &CLSID_BackgroundCopyManager10_2,
    &CLSID_BackgroundCopyManager10_3, &CLSID_BackgroundCopyQMgr,
};

static const GUID *const interfaces[] =
{
    &IID_IBackgroundCopyManager, &IID_IBackgroundCopyError, &IID_IEnumBackgroundCopyJobs,
    &IID_IEnumBackgroundCopyFiles, &IID_IBackgroundCopyJob, &IID_IBackgroundCopyJob2, &IID_IBackgroundCopyJob3,
    &IID_IBackgroundCopyJob4, &IID_IBackgroundCopyJob5, &IID_IBackgroundCopyFile, &IID_IBackgroundCopyFile2,
    &IID_IBackgroundCopyFile3, &IID_IBackgroundCopyFile4, &IID_IBackgroundCopyFile5, &IID_IBackgroundCopyFile6,
    &IID_IBackgroundCopyCallback, &IID_IBackgroundCopyCallback2, &IID_IBackgroundCopyCallback3,
    &IID_IBackgroundCopyJobHttpOptions, &IID_IBackgroundCopyJobHttpOptions2, &IID_IBackgroundCopyJobHttpOptions3,
    &IID_IBackgroundCopyServerCertificateValidationCallback, &IID_IBitsTokenOptions,
    &IID_IBitsPeerCacheAdministration, &IID_IBitsPeerCacheRecord, &IID_IEnumBitsPeerCacheRecords, &IID_IBitsPeer,
    &IID_IEnumBitsPeers, &IID_IBackgroundCopyQMgr, &IID_IBackgroundCopyGroup, &IID_IBackgroundCopyJob1,
    &IID_IBackgroundCopyCallback1, &IID_IEnumBackgroundCopyGroups, &IID_IEnumBackgroundCopyJobs1,
};

/* Microsoft's BITS has a class or an interface only from its version of Windows on, and is never unregistered. */
static BOOL is_ours;

static void system_file(const WCHAR *name, WCHAR *path)
{
    assert_true(GetSystemDirectoryW(path, MAX_PATH));
    wcscat(path, L"\\");
    wcscat(path, name);
}

/* Wine's own DLL has none. */
static void *read_version_resource(void)
{
    WCHAR path[MAX_PATH];
    void *version;
    DWORD size;

    system_file(L"qmgr.dll", path);
    if (!(size = GetFileVersionInfoSizeW(path, NULL)))
        return NULL;
    assert_non_null(version = malloc(size));
    assert_true(GetFileVersionInfoW(path, 0, size, version));
    return version;
}

static int find_out_whose_it_is(void **state)
{
    void *version = read_version_resource();
    WCHAR *product;
    UINT length;

    is_ours = version && VerQueryValueW(version, L"\\StringFileInfo\\040904B0\\ProductName", (void **)&product, &length)
            && !wcscmp(product, L"qmgr");
    free(version);
    return 0;
}

static LSTATUS read_class_value(const WCHAR *key, const WCHAR *name, WCHAR *value)
{
    DWORD size = MAX_PATH * sizeof(*value);

    return RegGetValueW(HKEY_CLASSES_ROOT, key, name, RRF_RT_REG_SZ, NULL, value, &size);
}

static void assert_class_value(const WCHAR *key, const WCHAR *name, const WCHAR *expected)
{
    WCHAR value[MAX_PATH];
    LSTATUS status;

    if ((status = read_class_value(key, name, value)))
        fail_msg("%ls: error %lu.", key, (ULONG)status);
    assert_text(value, expected);
}

static BOOL key_exists(HKEY root, const WCHAR *key)
{
    HKEY opened;

    if (RegOpenKeyExW(root, key, 0, KEY_READ, &opened))
        return FALSE;
    RegCloseKey(opened);
    return TRUE;
}

static void guid_key(const WCHAR *parent, const GUID *guid, const WCHAR *child, WCHAR *key)
{
    WCHAR text[40];

    StringFromGUID2(guid, text, ARRAYSIZE(text));
    swprintf(key, MAX_PATH, L"%ls\\%ls%ls", parent, text, child);
}

static void check_classes(void)
{
    WCHAR key[MAX_PATH];
    size_t i;

    assert_class_value(L"AppID\\" APPID, L"LocalService", L"BITS");
    assert_class_value(L"AppID\\BITS", L"AppID", APPID);
    for (i = 0; i < ARRAYSIZE(classes); ++i)
    {
        guid_key(L"CLSID", classes[i], L"", key);
        if (is_ours || key_exists(HKEY_CLASSES_ROOT, key))
            assert_class_value(key, L"AppID", APPID);
    }
}

static void check_no_classes(void)
{
    WCHAR key[MAX_PATH];
    size_t i;

    assert_false(key_exists(HKEY_CLASSES_ROOT, L"AppID\\" APPID));
    assert_false(key_exists(HKEY_CLASSES_ROOT, L"AppID\\BITS"));
    for (i = 0; i < ARRAYSIZE(classes); ++i)
    {
        guid_key(L"CLSID", classes[i], L"", key);
        assert_false(key_exists(HKEY_CLASSES_ROOT, key));
    }
}

static void check_interface(const GUID *iid)
{
    WCHAR key[MAX_PATH], clsid[MAX_PATH], path[MAX_PATH];
    HMODULE module;

    guid_key(L"Interface", iid, L"\\ProxyStubClsid32", key);
    if (!is_ours && !key_exists(HKEY_CLASSES_ROOT, key))
        return;
    if (read_class_value(key, NULL, clsid))
        fail_msg("%ls is missing.", key);
    swprintf(key, ARRAYSIZE(key), L"CLSID\\%ls\\InprocServer32", clsid);
    if (read_class_value(key, NULL, path))
        fail_msg("%ls is missing.", key);
    if (!(module = LoadLibraryW(path)))
        fail_msg("%ls: error %lu.", path, GetLastError());
    FreeLibrary(module);
}

static void test_classes(void **state)
{
    check_classes();
}

static void test_interfaces_have_proxies(void **state)
{
    size_t i;

    for (i = 0; i < ARRAYSIZE(interfaces); ++i)
        check_interface(interfaces[i]);
}

static void test_file_version_says_bits_10(void **state)
{
    void *version = read_version_resource();
    VS_FIXEDFILEINFO *info;
    UINT length;

    assert_non_null(version);
    assert_true(VerQueryValueW(version, L"\\", (void **)&info, &length));
    assert_int_equal(info->dwFileVersionMS, MAKELONG(8, 7));
    free(version);
}

static SC_HANDLE open_service(DWORD access)
{
    SC_HANDLE manager, service;

    assert_non_null(manager = OpenSCManagerW(NULL, NULL, SC_MANAGER_CONNECT));
    service = OpenServiceW(manager, L"BITS", access);
    CloseServiceHandle(manager);
    return service;
}

static void check_service(void)
{
    union
    {
        QUERY_SERVICE_CONFIGW config;
        BYTE room[8192];
    }
    buffer;
    const QUERY_SERVICE_CONFIGW *config = &buffer.config;
    SC_HANDLE service;
    DWORD size;

    assert_non_null(service = open_service(SERVICE_QUERY_CONFIG));
    assert_true(QueryServiceConfigW(service, &buffer.config, sizeof(buffer), &size));
    CloseServiceHandle(service);
    assert_int_equal(config->dwServiceType, SERVICE_WIN32_SHARE_PROCESS);
    assert_int_equal(config->dwErrorControl, SERVICE_ERROR_NORMAL);
    assert_non_null(wcsstr(config->lpBinaryPathName, L"svchost.exe -k netsvcs"));
    assert_text(config->lpServiceStartName, L"LocalSystem");
    if (is_ours)
    {
        assert_int_equal(config->dwStartType, SERVICE_DEMAND_START);
        assert_text(config->lpDisplayName, L"Background Intelligent Transfer Service");
    }
}

static void assert_service_value(const WCHAR *key, const WCHAR *name, DWORD type, const WCHAR *expected)
{
    WCHAR value[MAX_PATH];
    DWORD size = sizeof(value);

    assert_int_equal(RegGetValueW(HKEY_LOCAL_MACHINE, key, name, type, NULL, value, &size), ERROR_SUCCESS);
    assert_text(value, expected);
}

/* QueryServiceConfig does not tell the dependencies in Wine, and the DLL nowhere. */
static void check_service_values(void)
{
    WCHAR expected[MAX_PATH];

    ExpandEnvironmentStringsW(L"%SystemRoot%\\System32\\qmgr.dll", expected, ARRAYSIZE(expected));
    assert_service_value(SERVICES_KEY L"BITS\\Parameters", L"ServiceDll", RRF_RT_REG_SZ, expected);
    assert_service_value(SERVICES_KEY L"BITS", L"DependOnService", RRF_RT_REG_MULTI_SZ, L"RpcSs");
}

static void test_service(void **state)
{
    check_service();
    check_service_values();
}

/* The group of services that svchost.exe -k netsvcs serves: names that each end with a zero, as does the list. */
static HKEY open_groups(REGSAM access)
{
    HKEY key;

    assert_int_equal(RegOpenKeyExW(HKEY_LOCAL_MACHINE, SVCHOST_KEY, 0, access | KEY_WOW64_64KEY, &key), ERROR_SUCCESS);
    return key;
}

static void read_group(WCHAR *names)
{
    HKEY key = open_groups(KEY_QUERY_VALUE);
    DWORD size = MAX_LIST * sizeof(*names);

    assert_int_equal(RegGetValueW(key, NULL, L"netsvcs", RRF_RT_REG_MULTI_SZ, NULL, names, &size), ERROR_SUCCESS);
    RegCloseKey(key);
}

static WCHAR *end_of_names(WCHAR *names)
{
    while (*names)
        names += wcslen(names) + 1;
    return names;
}

static void write_group(WCHAR *names)
{
    HKEY key = open_groups(KEY_SET_VALUE);
    DWORD size = (end_of_names(names) + 1 - names) * sizeof(*names);

    assert_int_equal(RegSetValueExW(key, L"netsvcs", 0, REG_MULTI_SZ, (const BYTE *)names, size), ERROR_SUCCESS);
    RegCloseKey(key);
}

static void append_name(WCHAR *names, const WCHAR *name)
{
    WCHAR *end = end_of_names(names);

    wcscpy(end, name);
    end[wcslen(name) + 1] = 0;
}

static void remove_name(WCHAR *names, const WCHAR *name)
{
    WCHAR *rest;

    while (*names && _wcsicmp(names, name))
        names += wcslen(names) + 1;
    if (!*names)
        return;
    rest = names + wcslen(names) + 1;
    memmove(names, rest, (end_of_names(rest) + 1 - rest) * sizeof(*rest));
}

static void assert_group(WCHAR *expected)
{
    WCHAR names[MAX_LIST];

    read_group(names);
    assert_int_equal(end_of_names(names) - names, end_of_names(expected) - expected);
    assert_memory_equal(names, expected, (end_of_names(names) - names) * sizeof(*names));
}

static void test_svchost_group_names_the_service_once(void **state)
{
    WCHAR names[MAX_LIST], *name;
    unsigned int count = 0;

    read_group(names);
    for (name = names; *name; name += wcslen(name) + 1)
        count += !_wcsicmp(name, L"BITS");
    assert_int_equal(count, 1);
}

/* From here on the registration is taken away and put back. */

static void call_twice(const char *name)
{
    HRESULT (WINAPI *entry)(void);
    WCHAR path[MAX_PATH];
    HMODULE module;

    system_file(L"qmgr.dll", path);
    assert_non_null(module = LoadLibraryW(path));
    assert_non_null(entry = (void *)GetProcAddress(module, name));
    assert_hr(entry(), S_OK);
    assert_hr(entry(), S_OK);
    FreeLibrary(module);
}

/* nf-shlwapi-dllinstall */
static HRESULT install(BOOL install, const WCHAR *options)
{
    HRESULT (WINAPI *entry)(BOOL install, const WCHAR *options);
    WCHAR path[MAX_PATH];
    HMODULE module;
    HRESULT hr;

    system_file(L"qmgr.dll", path);
    assert_non_null(module = LoadLibraryW(path));
    assert_non_null(entry = (void *)GetProcAddress(module, "DllInstall"));
    hr = entry(install, options);
    FreeLibrary(module);
    return hr;
}

static int add_foreign_class(void **state)
{
    HKEY key;

    if (!is_ours)
        return 0;
    assert_int_equal(RegCreateKeyW(HKEY_CLASSES_ROOT, FOREIGN_CLASS, &key), ERROR_SUCCESS);
    RegCloseKey(key);
    return 0;
}

static int restore_registration(void **state)
{
    WCHAR names[MAX_LIST];

    if (!is_ours)
        return 0;
    call_twice("DllRegisterServer");
    read_group(names);
    remove_name(names, FOREIGN_SERVICE);
    write_group(names);
    RegDeleteTreeW(HKEY_CLASSES_ROOT, FOREIGN_CLASS);
    return 0;
}

static void start_service(void)
{
    SC_HANDLE service;
    SERVICE_STATUS status;
    DWORD waited;

    assert_non_null(service = open_service(SERVICE_START | SERVICE_QUERY_STATUS));
    if (!StartServiceW(service, 0, NULL))
        assert_int_equal(GetLastError(), ERROR_SERVICE_ALREADY_RUNNING);
    for (waited = 0; waited < SERVICE_TIMEOUT; waited += SERVICE_POLL)
    {
        assert_true(QueryServiceStatus(service, &status));
        if (status.dwCurrentState == SERVICE_RUNNING)
            break;
        Sleep(SERVICE_POLL);
    }
    CloseServiceHandle(service);
    assert_int_equal(status.dwCurrentState, SERVICE_RUNNING);
}

static BOOL is_wow64(void)
{
    BOOL wow64 = FALSE;

    return IsWow64Process(GetCurrentProcess(), &wow64) && wow64;
}

static void test_unregistering_takes_away_only_ours(void **state)
{
    WCHAR names[MAX_LIST];

    if (!is_ours || is_wow64())
        skip();
    start_service();
    read_group(names);
    append_name(names, FOREIGN_SERVICE);
    write_group(names);

    call_twice("DllUnregisterServer");

    check_no_classes();
    assert_null(open_service(SERVICE_QUERY_STATUS));
    assert_int_equal(GetLastError(), ERROR_SERVICE_DOES_NOT_EXIST);
    assert_false(key_exists(HKEY_LOCAL_MACHINE, SERVICES_KEY L"BITS"));
    remove_name(names, L"BITS");
    assert_group(names);
    assert_true(key_exists(HKEY_CLASSES_ROOT, FOREIGN_CLASS));
    assert_false(key_exists(HKEY_LOCAL_MACHINE, JOBS_KEY));
    test_interfaces_have_proxies(state);
}

static void test_unregistering_keeps_the_jobs_if_asked(void **state)
{
    if (!is_ours || is_wow64())
        skip();
    start_service();
    assert_hr(install(FALSE, L"keep-jobs"), S_OK);
    check_no_classes();
    assert_null(open_service(SERVICE_QUERY_STATUS));
    assert_true(key_exists(HKEY_LOCAL_MACHINE, JOBS_KEY));
}

static void test_DllInstall_does_the_same_without_options(void **state)
{
    if (!is_ours || is_wow64())
        skip();
    start_service();
    assert_hr(install(FALSE, NULL), S_OK);
    assert_false(key_exists(HKEY_LOCAL_MACHINE, JOBS_KEY));
    assert_hr(install(TRUE, L""), S_OK);
    check_classes();
    check_service();
}

static void test_DllInstall_refuses_what_it_does_not_know(void **state)
{
    if (!is_ours)
        skip();
    assert_hr(install(FALSE, L"keep"), E_INVALIDARG);
    assert_hr(install(TRUE, L"keep-jobs"), E_INVALIDARG);
    check_classes();
}

static void test_registering_brings_all_back(void **state)
{
    WCHAR names[MAX_LIST];

    if (!is_ours || is_wow64())
        skip();
    call_twice("DllUnregisterServer");
    read_group(names);

    call_twice("DllRegisterServer");

    check_classes();
    check_service();
    check_service_values();
    append_name(names, L"BITS");
    assert_group(names);
    start_service();
}

static void test_registering_finds_the_group_entry_in_any_case(void **state)
{
    WCHAR names[MAX_LIST];

    if (!is_ours || is_wow64())
        skip();
    read_group(names);
    remove_name(names, L"BITS");
    append_name(names, L"bits");
    write_group(names);

    call_twice("DllRegisterServer");

    assert_group(names);
    call_twice("DllUnregisterServer");
    remove_name(names, L"BITS");
    assert_group(names);
}

/* The service is the 64-bit side's. */
static void test_the_32_bit_side_has_classes_only(void **state)
{
    WCHAR names[MAX_LIST];

    if (!is_ours || !is_wow64())
        skip();
    read_group(names);

    call_twice("DllUnregisterServer");

    check_no_classes();
    check_service();
    assert_group(names);
    call_twice("DllRegisterServer");
    check_classes();
    check_service();
    assert_group(names);
}

int main(void)
{
#define registration_test(f) cmocka_unit_test_setup_teardown(f, add_foreign_class, restore_registration)
    const struct CMUnitTest tests[] =
    {
        cmocka_unit_test(test_classes),
        cmocka_unit_test(test_interfaces_have_proxies),
        cmocka_unit_test(test_file_version_says_bits_10),
        cmocka_unit_test(test_service),
        cmocka_unit_test(test_svchost_group_names_the_service_once),
        registration_test(test_unregistering_takes_away_only_ours),
        registration_test(test_unregistering_keeps_the_jobs_if_asked),
        registration_test(test_DllInstall_does_the_same_without_options),
        registration_test(test_DllInstall_refuses_what_it_does_not_know),
        registration_test(test_registering_brings_all_back),
        registration_test(test_registering_finds_the_group_entry_in_any_case),
        registration_test(test_the_32_bit_side_has_classes_only),
    };
#undef registration_test

    return cmocka_run_group_tests(tests, find_out_whose_it_is, NULL);
}
