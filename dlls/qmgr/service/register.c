/* Registration: the application id, the classes, the service and its place in the svchost group.
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "register.h"

#include <stdlib.h>
#include <wchar.h>

#include "store/store.h"
#include "wine/debug.h"

WINE_DEFAULT_DEBUG_CHANNEL(qmgr);

#define DISPLAY_NAME L"Background Intelligent Transfer Service"
#define DESCRIPTION L"Transfers files in the background, and goes on after an interruption or a restart."
#define PARAMETERS_KEY L"SYSTEM\\CurrentControlSet\\Services\\" SERVICE_NAME L"\\Parameters"
#define SERVICE_DLL L"%SystemRoot%\\System32\\qmgr.dll"
#define IMAGE_PATH L"%SystemRoot%\\System32\\svchost.exe -k " SERVICE_GROUP

#define SVCHOST_KEY L"SOFTWARE\\Microsoft\\Windows NT\\CurrentVersion\\SvcHost"
#define SERVICE_GROUP L"netsvcs"

#define STOP_TIMEOUT_MS 5000
#define STOP_POLL_MS 50

#define APPID L"{69AD4AEE-51BE-439b-A92C-86AE490E8B30}"
#define CLASSES_KEY L"SOFTWARE\\Classes"

/* The string values below CLASSES_KEY. */
static const struct class_value
{
    const WCHAR *key;
    const WCHAR *name;
    const WCHAR *data;
}
class_values[] =
{
#define CLASS(clsid, description) {L"CLSID\\" clsid, NULL, description}, {L"CLSID\\" clsid, L"AppID", APPID}
    {L"AppID\\" APPID, NULL, DISPLAY_NAME},
    {L"AppID\\" APPID, L"LocalService", SERVICE_NAME},
    {L"AppID\\" SERVICE_NAME, L"AppID", APPID},
    CLASS(L"{4991d34b-80a1-4291-83b6-3328366b9097}", L"Background Copy Manager 1.0"),
    CLASS(L"{f087771f-d74f-4c1a-bb8a-e16aca9124ea}", L"Background Copy Manager 1.5"),
    CLASS(L"{6d18ad12-bde3-4393-b311-099c346e6df9}", L"Background Copy Manager 2.0"),
    CLASS(L"{03ca98d6-ff5d-49b8-abc6-03dd84127020}", L"Background Copy Manager 2.5"),
    CLASS(L"{659cdea7-489e-11d9-a9cd-000d56965251}", L"Background Copy Manager 3.0"),
    CLASS(L"{bb6df56b-cace-11dc-9992-0019b93a3a84}", L"Background Copy Manager 4.0"),
    CLASS(L"{1ecca34c-e88a-44e3-8d6a-8921bde9e452}", L"Background Copy Manager 5.0"),
    CLASS(L"{4bd3e4e1-7bd4-4a2b-9964-496400de5193}", L"Background Copy Manager 10.1"),
    CLASS(L"{4575438f-a6c8-4976-b0fe-2f26b80d959e}", L"Background Copy Manager 10.2"),
    CLASS(L"{5fd42ad5-c04e-4d36-adc7-e08ff15737ad}", L"Background Copy Manager 10.3"),
    CLASS(L"{69ad4aee-51be-439b-a92c-86ae490e8b30}", L"Background Copy Queue Manager"),
#undef CLASS
};

static LSTATUS set_string(HKEY root, const WCHAR *key, const WCHAR *name, DWORD type, const WCHAR *data)
{
    return RegSetKeyValueW(root, key, name, type, data, (wcslen(data) + 1) * sizeof(*data));
}

static HRESULT register_classes(void)
{
    LSTATUS status;
    HKEY classes;
    size_t i;

    if ((status = RegOpenKeyExW(HKEY_LOCAL_MACHINE, CLASSES_KEY, 0, KEY_ALL_ACCESS, &classes)))
        return HRESULT_FROM_WIN32(status);
    for (i = 0; !status && i < ARRAYSIZE(class_values); ++i)
        status = set_string(classes, class_values[i].key, class_values[i].name, REG_SZ, class_values[i].data);
    RegCloseKey(classes);
    return HRESULT_FROM_WIN32(status);
}

static HRESULT unregister_classes(void)
{
    LSTATUS status, first = ERROR_SUCCESS;
    HKEY classes;
    size_t i;

    if ((status = RegOpenKeyExW(HKEY_LOCAL_MACHINE, CLASSES_KEY, 0, KEY_ALL_ACCESS, &classes)))
        return HRESULT_FROM_WIN32(status);
    for (i = 0; i < ARRAYSIZE(class_values); ++i)
    {
        status = RegDeleteTreeW(classes, class_values[i].key);
        if (status && status != ERROR_FILE_NOT_FOUND && !first)
            first = status;
    }
    RegCloseKey(classes);
    return HRESULT_FROM_WIN32(first);
}

static HRESULT create_service(SC_HANDLE manager, SC_HANDLE *service)
{
    *service = CreateServiceW(manager, SERVICE_NAME, DISPLAY_NAME, SERVICE_CHANGE_CONFIG, SERVICE_WIN32_SHARE_PROCESS,
            SERVICE_DEMAND_START, SERVICE_ERROR_NORMAL, IMAGE_PATH, NULL, NULL, SERVICE_DEPENDENCIES,
            L"LocalSystem", NULL);
    return *service ? S_OK : HRESULT_FROM_WIN32(GetLastError());
}

static HRESULT reconfigure_service(SC_HANDLE manager, SC_HANDLE *service)
{
    HRESULT hr;

    if (!(*service = OpenServiceW(manager, SERVICE_NAME, SERVICE_CHANGE_CONFIG)))
        return HRESULT_FROM_WIN32(GetLastError());
    if (ChangeServiceConfigW(*service, SERVICE_WIN32_SHARE_PROCESS, SERVICE_DEMAND_START, SERVICE_ERROR_NORMAL,
                IMAGE_PATH, NULL, NULL, SERVICE_DEPENDENCIES, L"LocalSystem", NULL, DISPLAY_NAME))
        return S_OK;
    hr = HRESULT_FROM_WIN32(GetLastError());
    CloseServiceHandle(*service);
    return hr;
}

static HRESULT describe_service(SC_HANDLE service)
{
    WCHAR text[] = DESCRIPTION;
    SERVICE_DESCRIPTIONW description = {text};

    if (!ChangeServiceConfig2W(service, SERVICE_CONFIG_DESCRIPTION, &description))
        return HRESULT_FROM_WIN32(GetLastError());
    return S_OK;
}

static HRESULT register_service(void)
{
    SC_HANDLE manager, service;
    HRESULT hr;

    if (!(manager = OpenSCManagerW(NULL, NULL, SC_MANAGER_CREATE_SERVICE)))
        return HRESULT_FROM_WIN32(GetLastError());
    if ((hr = create_service(manager, &service)) == HRESULT_FROM_WIN32(ERROR_SERVICE_EXISTS))
        hr = reconfigure_service(manager, &service);
    if (SUCCEEDED(hr))
    {
        hr = describe_service(service);
        CloseServiceHandle(service);
    }
    CloseServiceHandle(manager);
    return hr;
}

/* svchost.exe loads the DLL that it finds here. */
static HRESULT register_service_dll(void)
{
    LSTATUS status = set_string(HKEY_LOCAL_MACHINE, PARAMETERS_KEY, L"ServiceDll", REG_EXPAND_SZ, SERVICE_DLL);

    return HRESULT_FROM_WIN32(status);
}

static HRESULT wait_until_stopped(SC_HANDLE service)
{
    SERVICE_STATUS status;
    DWORD waited;

    for (waited = 0; waited < STOP_TIMEOUT_MS; waited += STOP_POLL_MS)
    {
        if (!QueryServiceStatus(service, &status))
            return HRESULT_FROM_WIN32(GetLastError());
        if (status.dwCurrentState == SERVICE_STOPPED)
            return S_OK;
        Sleep(STOP_POLL_MS);
    }
    return HRESULT_FROM_WIN32(ERROR_SERVICE_REQUEST_TIMEOUT);
}

/* The control manager keeps the entry of a deleted service for as long as the service runs. */
static HRESULT stop_service(SC_HANDLE service)
{
    SERVICE_STATUS status;

    if (!ControlService(service, SERVICE_CONTROL_STOP, &status))
        return GetLastError() == ERROR_SERVICE_NOT_ACTIVE ? S_OK : HRESULT_FROM_WIN32(GetLastError());
    return wait_until_stopped(service);
}

static HRESULT delete_service(SC_HANDLE service)
{
    HRESULT hr = stop_service(service);

    if (!DeleteService(service) && GetLastError() != ERROR_SERVICE_MARKED_FOR_DELETE)
        return HRESULT_FROM_WIN32(GetLastError());
    return hr;
}

static HRESULT unregister_service(void)
{
    SC_HANDLE manager, service;
    HRESULT hr;

    if (!(manager = OpenSCManagerW(NULL, NULL, SC_MANAGER_CONNECT)))
        return HRESULT_FROM_WIN32(GetLastError());
    if ((service = OpenServiceW(manager, SERVICE_NAME, SERVICE_STOP | SERVICE_QUERY_STATUS | DELETE)))
    {
        hr = delete_service(service);
        CloseServiceHandle(service);
    }
    else
    {
        hr = GetLastError() == ERROR_SERVICE_DOES_NOT_EXIST ? S_OK : HRESULT_FROM_WIN32(GetLastError());
    }
    CloseServiceHandle(manager);
    return hr;
}

static WCHAR *find_name(WCHAR *names, const WCHAR *name)
{
    while (*names && _wcsicmp(names, name))
        names += wcslen(names) + 1;
    return *names ? names : NULL;
}

static WCHAR *end_of_names(WCHAR *names)
{
    while (*names)
        names += wcslen(names) + 1;
    return names;
}

static void remove_name(WCHAR *entry)
{
    WCHAR *rest = entry + wcslen(entry) + 1;

    memmove(entry, rest, (end_of_names(rest) + 1 - rest) * sizeof(*rest));
}

/* The names in the group, an empty one last, with zeroed room for the service's own. */
static LSTATUS read_group(HKEY svchost, WCHAR **names)
{
    DWORD size = 0;
    LSTATUS status;

    status = RegGetValueW(svchost, NULL, SERVICE_GROUP, RRF_RT_REG_MULTI_SZ, NULL, NULL, &size);
    if (status && status != ERROR_FILE_NOT_FOUND)
        return status;
    if (!(*names = calloc(1, size + sizeof(SERVICE_NAME) + sizeof(WCHAR))))
        return ERROR_OUTOFMEMORY;
    if (status == ERROR_FILE_NOT_FOUND)
        return ERROR_SUCCESS;
    if ((status = RegGetValueW(svchost, NULL, SERVICE_GROUP, RRF_RT_REG_MULTI_SZ, NULL, *names, &size)))
        free(*names);
    return status;
}

static LSTATUS write_group(HKEY svchost, WCHAR *names)
{
    DWORD size = (end_of_names(names) + 1 - names) * sizeof(*names);

    return RegSetValueExW(svchost, SERVICE_GROUP, 0, REG_MULTI_SZ, (const BYTE *)names, size);
}

static LSTATUS join_group(HKEY svchost)
{
    LSTATUS status;
    WCHAR *names;

    if ((status = read_group(svchost, &names)))
        return status;
    if (!find_name(names, SERVICE_NAME))
    {
        wcscpy(end_of_names(names), SERVICE_NAME);
        status = write_group(svchost, names);
    }
    free(names);
    return status;
}

static LSTATUS leave_group(HKEY svchost)
{
    WCHAR *names, *entry;
    LSTATUS status;

    if ((status = read_group(svchost, &names)))
        return status;
    if ((entry = find_name(names, SERVICE_NAME)))
    {
        remove_name(entry);
        status = write_group(svchost, names);
    }
    free(names);
    return status;
}

static HRESULT change_group(LSTATUS (*change)(HKEY svchost))
{
    LSTATUS status;
    HKEY svchost;

    status = RegCreateKeyExW(HKEY_LOCAL_MACHINE, SVCHOST_KEY, 0, NULL, 0,
            KEY_QUERY_VALUE | KEY_SET_VALUE | KEY_WOW64_64KEY, NULL, &svchost, NULL);
    if (!status)
    {
        status = change(svchost);
        RegCloseKey(svchost);
    }
    return HRESULT_FROM_WIN32(status);
}

/* A 32-bit program of a 64-bit system sees its own classes; the service is the 64-bit side's. */
static BOOL is_wow64(void)
{
    BOOL wow64 = FALSE;

    return IsWow64Process(GetCurrentProcess(), &wow64) && wow64;
}

HRESULT register_server(void)
{
    HRESULT hr;

    TRACE("\n");

    hr = register_classes();
    if (SUCCEEDED(hr) && !is_wow64() && SUCCEEDED(hr = register_service()) && SUCCEEDED(hr = register_service_dll()))
        hr = change_group(join_group);
    if (FAILED(hr))
        WARN("Registration failed, hr %#lx.\n", hr);
    return hr;
}

HRESULT unregister_server(BOOL keep_jobs)
{
    HRESULT service = S_OK, group = S_OK, jobs = S_OK, classes;

    TRACE("keep_jobs %d\n", keep_jobs);

    if (!is_wow64())
    {
        service = unregister_service();
        group = change_group(leave_group);
        if (SUCCEEDED(service) && !keep_jobs)
            jobs = store_erase();
    }
    classes = unregister_classes();
    if (FAILED(service) || FAILED(jobs))
        return FAILED(service) ? service : jobs;
    return FAILED(group) ? group : classes;
}
