/* store_bench: measures what stored jobs cost this project's BITS service. Each line is a name and a figure.
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#define COBJMACROS
#include <stdio.h>
#include <stdlib.h>
#include <wchar.h>
#include <windows.h>
#include <bits.h>
#include <psapi.h>

#include "measure.h"

#define JOBS_KEY L"Software\\Microsoft\\Windows\\CurrentVersion\\BITS\\Jobs"
#define CHECKPOINT L"\\Microsoft\\Network\\Downloader\\qmgr.dat"
#define URL L"http://127.0.0.1:9/a/folder/file-%03u.bin"
#define TEMPORARY_NAME_LENGTH 15 /* after the folder: \BITxxxxxxxx.tmp */
#define FILES_MAX 100
#define TIMEOUT 60.0      /* seconds */
#define KIB 1024.0
#define MEGABYTE 1000000.0

static WCHAR folder[MAX_PATH];
static IBackgroundCopyManager *manager;

static void check(const WCHAR *what, HRESULT hr)
{
    if (FAILED(report(what, hr)))
        exit(1);
}

static void check_flag(const WCHAR *what, BOOL good)
{
    if (!good)
        check(what, HRESULT_FROM_WIN32(GetLastError()));
}

static SC_HANDLE open_service(void)
{
    SC_HANDLE control = OpenSCManagerW(NULL, NULL, SC_MANAGER_CONNECT), service;

    check_flag(L"OpenSCManager", control != NULL);
    service = OpenServiceW(control, L"BITS", SERVICE_START | SERVICE_STOP | SERVICE_QUERY_STATUS);
    check_flag(L"OpenService", service != NULL);
    CloseServiceHandle(control);
    return service;
}

static void query_service(SC_HANDLE service, SERVICE_STATUS_PROCESS *status)
{
    DWORD size;

    check_flag(L"QueryServiceStatusEx",
            QueryServiceStatusEx(service, SC_STATUS_PROCESS_INFO, (BYTE *)status, sizeof(*status), &size));
}

static void wait_for_service(SC_HANDLE service, DWORD state)
{
    double end = now() + TIMEOUT;
    SERVICE_STATUS_PROCESS status;

    while (query_service(service, &status), status.dwCurrentState != state)
    {
        if (now() > end)
            check(L"the state of the service", HRESULT_FROM_WIN32(ERROR_TIMEOUT));
        Sleep(1);
    }
}

static void connect_to_service(void)
{
    HRESULT hr = CoCreateInstance(&CLSID_BackgroundCopyManager, NULL, CLSCTX_LOCAL_SERVER, &IID_IBackgroundCopyManager,
            (void **)&manager);

    check(L"BITS", hr);
}

static IEnumBackgroundCopyJobs *enumerate_jobs(ULONG *count)
{
    IEnumBackgroundCopyJobs *jobs;

    check(L"EnumJobs", IBackgroundCopyManager_EnumJobs(manager, 0, &jobs));
    check(L"GetCount", IEnumBackgroundCopyJobs_GetCount(jobs, count));
    return jobs;
}

static ULONG count_jobs(void)
{
    ULONG count;

    IEnumBackgroundCopyJobs_Release(enumerate_jobs(&count));
    return count;
}

/* The process of the service ends with it. */
static void stop_service(void)
{
    SC_HANDLE service = open_service();
    SERVICE_STATUS status;

    IBackgroundCopyManager_Release(manager);
    check_flag(L"stopping the service", ControlService(service, SERVICE_CONTROL_STOP, &status));
    wait_for_service(service, SERVICE_STOPPED);
    CloseServiceHandle(service);
}

static void start_service(void)
{
    SC_HANDLE service = open_service();

    check_flag(L"StartService", StartServiceW(service, 0, NULL));
    wait_for_service(service, SERVICE_RUNNING);
    CloseServiceHandle(service);
    connect_to_service();
}

static IBackgroundCopyJob *create_job(unsigned int index)
{
    IBackgroundCopyJob *job;
    WCHAR name[32];
    GUID id;

    swprintf(name, ARRAYSIZE(name), L"job %u", index);
    check(L"CreateJob", IBackgroundCopyManager_CreateJob(manager, name, BG_JOB_TYPE_DOWNLOAD, &id, &job));
    return job;
}

static size_t string_size(const WCHAR *string)
{
    return (wcslen(string) + 1) * sizeof(*string);
}

/* Adds the files and returns the size of their strings in memory. */
static size_t add_files(IBackgroundCopyJob *job, unsigned int count)
{
    WCHAR urls[FILES_MAX][MAX_PATH], names[FILES_MAX][MAX_PATH];
    BG_FILE_INFO infos[FILES_MAX];
    unsigned int i;
    size_t size = 0;

    for (i = 0; i < count; i++)
    {
        swprintf(urls[i], MAX_PATH, URL, i);
        swprintf(names[i], MAX_PATH, L"%ls\\file-%03u.bin", folder, i);
        infos[i].RemoteName = urls[i];
        infos[i].LocalName = names[i];
        size += string_size(urls[i]) + string_size(names[i]) + string_size(folder)
                + TEMPORARY_NAME_LENGTH * sizeof(WCHAR);
    }
    check(L"AddFileSet", IBackgroundCopyJob_AddFileSet(job, count, infos));
    return size;
}

static size_t owner_size(IBackgroundCopyJob *job)
{
    WCHAR *owner;
    size_t size;

    check(L"GetOwner", IBackgroundCopyJob_GetOwner(job, &owner));
    size = string_size(owner);
    CoTaskMemFree(owner);
    return size;
}

/* Returns the size of the strings of one job. */
static size_t create_jobs(unsigned int count, unsigned int files)
{
    IBackgroundCopyJob *job;
    size_t size = 0;
    unsigned int i;

    for (i = 0; i < count; i++)
    {
        job = create_job(i);
        size = add_files(job, files) + owner_size(job) + string_size(L"job 999") + string_size(L"");
        IBackgroundCopyJob_Release(job);
    }
    return size;
}

static void cancel_all_jobs(void)
{
    IEnumBackgroundCopyJobs *jobs;
    IBackgroundCopyJob *job;
    ULONG count;

    jobs = enumerate_jobs(&count);
    while (IEnumBackgroundCopyJobs_Next(jobs, 1, &job, NULL) == S_OK)
    {
        check(L"Cancel", IBackgroundCopyJob_Cancel(job));
        IBackgroundCopyJob_Release(job);
    }
    IEnumBackgroundCopyJobs_Release(jobs);
}

/* Private bytes. */
static SIZE_T service_memory(void)
{
    PROCESS_MEMORY_COUNTERS counters;
    SC_HANDLE service = open_service();
    SERVICE_STATUS_PROCESS status;
    HANDLE process;

    query_service(service, &status);
    CloseServiceHandle(service);
    process = OpenProcess(PROCESS_QUERY_INFORMATION | PROCESS_VM_READ, FALSE, status.dwProcessId);
    check_flag(L"OpenProcess", process != NULL);
    check_flag(L"GetProcessMemoryInfo", GetProcessMemoryInfo(process, &counters, sizeof(counters)));
    CloseHandle(process);
    return counters.PagefileUsage;
}

/* From StartService until a client sees all jobs. */
static void measure_start(unsigned int jobs)
{
    double start = now();
    ULONG count;

    start_service();
    count = count_jobs();
    printf("start %.3f\n", now() - start);
    if (count != jobs)
        check(L"the number of jobs", E_FAIL);
}

static void enable_backup(void)
{
    TOKEN_PRIVILEGES privileges = {1};
    HANDLE token;

    check_flag(L"OpenProcessToken", OpenProcessToken(GetCurrentProcess(), TOKEN_ADJUST_PRIVILEGES, &token));
    LookupPrivilegeValueW(NULL, L"SeBackupPrivilege", &privileges.Privileges[0].Luid);
    privileges.Privileges[0].Attributes = SE_PRIVILEGE_ENABLED;
    AdjustTokenPrivileges(token, FALSE, &privileges, 0, NULL, NULL);
    CloseHandle(token);
}

/* The part of a checkpoint during which Wine's server does nothing else. */
static double time_save(void)
{
    WCHAR path[MAX_PATH];
    double start;
    HKEY key;

    swprintf(path, MAX_PATH, L"%ls\\store_bench.dat", folder);
    enable_backup();
    check(L"the key of the jobs",
            HRESULT_FROM_WIN32(RegOpenKeyExW(HKEY_LOCAL_MACHINE, JOBS_KEY, 0, KEY_ALL_ACCESS, &key)));
    start = now();
    check(L"RegSaveKeyEx", HRESULT_FROM_WIN32(RegSaveKeyExW(key, path, NULL, REG_LATEST_FORMAT)));
    start = now() - start;
    RegCloseKey(key);
    DeleteFileW(path);
    return start;
}

static double checkpoint_size(void)
{
    WCHAR path[MAX_PATH];
    WIN32_FILE_ATTRIBUTE_DATA data = {0};

    ExpandEnvironmentStringsW(L"%ProgramData%" CHECKPOINT, path, MAX_PATH);
    GetFileAttributesExW(path, GetFileExInfoStandard, &data);
    return data.nFileSizeLow / MEGABYTE;
}

static void bench_start(unsigned int jobs, unsigned int files)
{
    size_t strings = create_jobs(jobs, files);
    double start = now();

    stop_service();
    printf("stop %.3f\n", now() - start);
    measure_start(jobs);
    printf("memory %.1f\n", service_memory() / KIB);
    printf("strings %.3f\n", strings / KIB);
    printf("save %.3f\n", time_save());
    printf("size %.3f\n", checkpoint_size());
    cancel_all_jobs();
}

/* How many checkpoints there have been. */
static double count_checkpoints(void)
{
    ULONGLONG generation = 0;
    DWORD size = sizeof(generation);

    RegGetValueW(HKEY_LOCAL_MACHINE, JOBS_KEY, L"Generation", RRF_RT_REG_QWORD, NULL, &generation, &size);
    return generation;
}

/* One kind of change, which is made so many times. */
struct change
{
    const char *name;
    void (*make)(IBackgroundCopyJob **jobs, unsigned int index);
};

static void create(IBackgroundCopyJob **jobs, unsigned int index)
{
    jobs[index] = create_job(index);
    add_files(jobs[index], 1);
}

static void describe(IBackgroundCopyJob *job, unsigned int index)
{
    WCHAR text[32];

    swprintf(text, ARRAYSIZE(text), L"description %u", index);
    check(L"SetDescription", IBackgroundCopyJob_SetDescription(job, text));
}

static void change_each(IBackgroundCopyJob **jobs, unsigned int index)
{
    describe(jobs[index], index);
}

static void change_one(IBackgroundCopyJob **jobs, unsigned int index)
{
    describe(jobs[0], index);
}

static void cancel(IBackgroundCopyJob **jobs, unsigned int index)
{
    check(L"Cancel", IBackgroundCopyJob_Cancel(jobs[index]));
    IBackgroundCopyJob_Release(jobs[index]);
}

static const struct change changes[] =
{
    {"create", create},
    {"change_each", change_each},
    {"change_one", change_one},
    {"cancel", cancel},
};

/* The last checkpoint of a change comes while nothing happens. */
static void wait_for_checkpoint(double count)
{
    double end = now() + TIMEOUT;

    while (count_checkpoints() == count && now() < end)
        Sleep(1);
}

static void measure_change(const struct change *change, IBackgroundCopyJob **jobs, unsigned int count)
{
    double checkpoints, start, end;
    unsigned int i;

    checkpoints = count_checkpoints();
    start = now();
    for (i = 0; i < count; i++)
        change->make(jobs, i);
    end = now();
    printf("%s %.3f\n", change->name, 1000 * (end - start) / count);
    wait_for_checkpoint(count_checkpoints());
    printf("%s_checkpoint %.3f\n", change->name, now() - end);
    printf("%s_checkpoints %.0f\n", change->name, count_checkpoints() - checkpoints);
}

/* As many changes of each kind beside so many other jobs. */
static void bench_changes(unsigned int others, unsigned int count)
{
    IBackgroundCopyJob **jobs = calloc(count, sizeof(*jobs));
    unsigned int i;

    if (!jobs)
        check(L"the jobs", E_OUTOFMEMORY);
    create_jobs(others, 1);
    for (i = 0; i < ARRAYSIZE(changes); i++)
        measure_change(&changes[i], jobs, count);
    cancel_all_jobs();
    free(jobs);
}

static const struct
{
    const WCHAR *name;
    void (*run)(unsigned int first, unsigned int second);
} cases[] =
{
    {L"start", bench_start},
    {L"changes", bench_changes},
};

static BOOL run_case(WCHAR **argv)
{
    unsigned int i;

    for (i = 0; i < ARRAYSIZE(cases); i++)
    {
        if (wcscmp(argv[1], cases[i].name))
            continue;
        cases[i].run(wcstoul(argv[2], NULL, 10), wcstoul(argv[3], NULL, 10));
        return TRUE;
    }
    return FALSE;
}

int wmain(int argc, WCHAR **argv);

int wmain(int argc, WCHAR **argv)
{
    BOOL found;

    setvbuf(stdout, NULL, _IONBF, 0);
    GetWindowsDirectoryW(folder, MAX_PATH);
    check(L"COM", CoInitializeEx(NULL, COINIT_MULTITHREADED));
    connect_to_service();
    found = argc == 4 && run_case(argv);
    if (!found)
        fputws(L"Usage: store_bench start JOBS FILES | changes OTHERS COUNT\n", stderr);
    IBackgroundCopyManager_Release(manager);
    CoUninitialize();
    return found ? 0 : 1;
}
