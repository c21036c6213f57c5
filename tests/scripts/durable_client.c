/* durable_client make FOLDER: leaves jobs of several kinds behind, prints a line at once when the last call has
 *     returned, and waits until it is killed.
 * durable_client list: starts the service and prints the jobs, one a line.
 * durable_client stop: stops the service, and makes the registry older than every checkpoint.
 * durable_client end: completes or cancels the jobs.
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include <stdio.h>
#include <wchar.h>

#include "client.h"

#define UNREACHABLE L"http://127.0.0.1:9/file" /* nobody listens there */
#define TIMEOUT 20000 /* milliseconds */
#define JOBS_KEY L"Software\\Microsoft\\Windows\\CurrentVersion\\BITS\\Jobs"

static const WCHAR *folder;
static IBackgroundCopyManager *manager;

static BG_JOB_STATE get_state(IBackgroundCopyJob *job)
{
    BG_JOB_STATE state;

    check(IBackgroundCopyJob_GetState(job, &state), "GetState");
    return state;
}

/* A job of one file, which gets the name of the job. */
static IBackgroundCopyJob *create_job_of(const WCHAR *name, const WCHAR *url)
{
    IBackgroundCopyJob *job = create_manager_job(manager, name);
    WCHAR path[MAX_PATH];

    swprintf(path, MAX_PATH, L"%ls\\%ls", folder, name);
    check(IBackgroundCopyJob_AddFile(job, url, path), "AddFile");
    return job;
}

static IBackgroundCopyJob *create_transferred_job(const WCHAR *name)
{
    ULONGLONG end = GetTickCount64() + TIMEOUT;
    IBackgroundCopyJob *job;
    WCHAR source[MAX_PATH];

    swprintf(source, MAX_PATH, L"file://%ls\\source", folder);
    job = create_job_of(name, source);
    check(IBackgroundCopyJob_Resume(job), "Resume");
    while (get_state(job) != BG_JOB_STATE_TRANSFERRED && GetTickCount64() < end)
        Sleep(5);
    return job;
}

/* What takes time comes first, so that all that is to last has happened just before the line is printed. */
static void make(void)
{
    IBackgroundCopyJob *completed, *cancelled, *resumed, *changed;

    completed = create_transferred_job(L"completed");
    cancelled = create_transferred_job(L"cancelled");
    create_transferred_job(L"transferred");
    resumed = create_job_of(L"resumed", UNREACHABLE);
    changed = create_job_of(L"changed", UNREACHABLE);
    check(IBackgroundCopyJob_SetDescription(changed, L"before"), "SetDescription");
    Sleep(1000); /* all of that is in a checkpoint */

    check(IBackgroundCopyJob_Complete(completed), "Complete");
    check(IBackgroundCopyJob_Resume(resumed), "Resume");
    check(IBackgroundCopyJob_Cancel(cancelled), "Cancel");
    create_job_of(L"created", UNREACHABLE);
    check(IBackgroundCopyJob_SetDescription(changed, L"after"), "SetDescription");
    puts("done");
    fflush(stdout);
    Sleep(INFINITE);
}

/* A job that runs is in one of several states. */
static const char *state_name(BG_JOB_STATE state)
{
    switch (state)
    {
        case BG_JOB_STATE_SUSPENDED:
            return "suspended";
        case BG_JOB_STATE_TRANSFERRED:
            return "transferred";
        case BG_JOB_STATE_ERROR:
            return "error";
        default:
            return "runs";
    }
}

static void print_file(IBackgroundCopyJob *job)
{
    IEnumBackgroundCopyFiles *files;
    IBackgroundCopyFile *file;
    WCHAR *name;

    check(IBackgroundCopyJob_EnumFiles(job, &files), "EnumFiles");
    check(IEnumBackgroundCopyFiles_Next(files, 1, &file, NULL), "Next");
    check(IBackgroundCopyFile_GetLocalName(file, &name), "GetLocalName");
    printf(" %ls", wcsrchr(name, '\\') + 1);
    CoTaskMemFree(name);
    IBackgroundCopyFile_Release(file);
    IEnumBackgroundCopyFiles_Release(files);
}

static void print_job(IBackgroundCopyJob *job)
{
    WCHAR *name, *description;

    check(IBackgroundCopyJob_GetDisplayName(job, &name), "GetDisplayName");
    check(IBackgroundCopyJob_GetDescription(job, &description), "GetDescription");
    printf("%ls %s '%ls'", name, state_name(get_state(job)), description);
    print_file(job);
    putchar('\n');
    CoTaskMemFree(description);
    CoTaskMemFree(name);
}

static void end_job(IBackgroundCopyJob *job)
{
    if (get_state(job) == BG_JOB_STATE_TRANSFERRED)
        check(IBackgroundCopyJob_Complete(job), "Complete");
    else
        check(IBackgroundCopyJob_Cancel(job), "Cancel");
}

static void for_each_job(void (*function)(IBackgroundCopyJob *job))
{
    IEnumBackgroundCopyJobs *jobs;
    IBackgroundCopyJob *job;

    check(IBackgroundCopyManager_EnumJobs(manager, 0, &jobs), "EnumJobs");
    while (IEnumBackgroundCopyJobs_Next(jobs, 1, &job, NULL) == S_OK)
    {
        function(job);
        IBackgroundCopyJob_Release(job);
    }
    IEnumBackgroundCopyJobs_Release(jobs);
}

static SC_HANDLE open_service(void)
{
    SC_HANDLE control = OpenSCManagerW(NULL, NULL, SC_MANAGER_CONNECT), service;

    service = OpenServiceW(control, L"BITS", SERVICE_START | SERVICE_STOP | SERVICE_QUERY_STATUS);
    check(service ? S_OK : HRESULT_FROM_WIN32(GetLastError()), "OpenService");
    CloseServiceHandle(control);
    return service;
}

static void wait_for_service(SC_HANDLE service, DWORD state)
{
    ULONGLONG end = GetTickCount64() + TIMEOUT;
    SERVICE_STATUS status;

    while (QueryServiceStatus(service, &status) && status.dwCurrentState != state)
    {
        if (GetTickCount64() > end)
            check(HRESULT_FROM_WIN32(ERROR_TIMEOUT), "the state of the service");
        Sleep(5);
    }
}

/* Wine's COM would first look for it, and then sleep for a second. */
static void start_service(void)
{
    SC_HANDLE service = open_service();

    StartServiceW(service, 0, NULL);
    wait_for_service(service, SERVICE_RUNNING);
    CloseServiceHandle(service);
}

static void stop(void)
{
    SC_HANDLE service = open_service();
    SERVICE_STATUS status;

    ControlService(service, SERVICE_CONTROL_STOP, &status);
    wait_for_service(service, SERVICE_STOPPED);
    CloseServiceHandle(service);
    RegDeleteKeyValueW(HKEY_LOCAL_MACHINE, JOBS_KEY, L"Generation");
}

static void list(void)
{
    for_each_job(print_job);
}

static void end(void)
{
    for_each_job(end_job);
}

static const struct
{
    const WCHAR *name;
    void (*run)(void);
} commands[] =
{
    {L"make", make},
    {L"list", list},
    {L"end", end},
};

static BOOL run_command(const WCHAR *name)
{
    size_t i;

    for (i = 0; i < ARRAYSIZE(commands); i++)
    {
        if (wcscmp(name, commands[i].name))
            continue;
        start_service();
        manager = create_manager();
        commands[i].run();
        IBackgroundCopyManager_Release(manager);
        CoUninitialize();
        return TRUE;
    }
    return FALSE;
}

int wmain(int argc, WCHAR **argv);

int wmain(int argc, WCHAR **argv)
{
    if (argc < 2)
        return 2;
    folder = argv[argc - 1];
    if (!wcscmp(argv[1], L"stop"))
        stop();
    else if (!run_command(argv[1]))
        return 2;
    return 0;
}
