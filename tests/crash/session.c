/* What every part of the crash test shares.
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include <stdarg.h>
#include <stdlib.h>

#include "session.h"

#define START_TIMEOUT 30000 /* milliseconds */
#define RETRY_PAUSE 20
#define THREADS_MAX 16
#define UNIX_EPOCH 11644473600000ull /* milliseconds from 1601 to 1970 */

struct session session;

static LONG failures;

struct worker
{
    void (*work)(void *context, unsigned int number);
    void *context;
    unsigned int number;
};

/* COM would start it as well, but looks only once a second whether it runs. */
static void start_service(void)
{
    SC_HANDLE manager = OpenSCManagerW(NULL, NULL, SC_MANAGER_CONNECT);
    SC_HANDLE service = OpenServiceW(manager, L"BITS", SERVICE_START);

    StartServiceW(service, 0, NULL);
    CloseServiceHandle(service);
    CloseServiceHandle(manager);
}

/* For a while after the service was killed, the system does not know it. */
void session_connect(void)
{
    ULONGLONG end = GetTickCount64() + START_TIMEOUT;
    HRESULT hr;

    CoInitializeEx(NULL, COINIT_MULTITHREADED);
    for (;;)
    {
        start_service();
        hr = CoCreateInstance(&CLSID_BackgroundCopyManager, NULL, CLSCTX_LOCAL_SERVER, &IID_IBackgroundCopyManager,
                (void **)&session.manager);
        if (SUCCEEDED(hr))
            return;
        if (GetTickCount64() > end)
            break;
        Sleep(RETRY_PAUSE);
    }
    fail("the service does not answer after %u ms: %#lx", START_TIMEOUT, hr);
    exit(1);
}

ULONGLONG time_now(void)
{
    FILETIME time;

    GetSystemTimePreciseAsFileTime(&time);
    return ((ULONGLONG)time.dwHighDateTime << 32 | time.dwLowDateTime) / 10000 - UNIX_EPOCH;
}

void fail(const char *format, ...)
{
    char text[1024];
    va_list args;

    InterlockedIncrement(&failures);
    va_start(args, format);
    vsnprintf(text, sizeof(text), format, args);
    va_end(args);
    printf("failed: %s\n", text);
    fflush(stdout);
}

unsigned int failure_count(void)
{
    return failures;
}

unsigned int random_below(unsigned int limit)
{
    unsigned int high = rand(), low = rand();

    return (high << 15 | low) % limit;
}

BOOL one_in(unsigned int count)
{
    return !random_below(count);
}

WCHAR *widen(const char *text, WCHAR wide[1024])
{
    MultiByteToWideChar(CP_ACP, 0, text, -1, wide, 1024);
    return wide;
}

void narrow(const WCHAR *wide, char text[TEXT_MAX])
{
    if (!WideCharToMultiByte(CP_ACP, 0, wide, -1, text, TEXT_MAX, NULL, NULL))
        text[0] = 0;
}

static DWORD WINAPI run_worker(void *arg)
{
    struct worker *worker = arg;

    worker->work(worker->context, worker->number);
    return 0;
}

void run_threads(unsigned int count, void (*work)(void *context, unsigned int number), void *context)
{
    struct worker workers[THREADS_MAX];
    HANDLE threads[THREADS_MAX] = {0};
    unsigned int i;

    for (i = 0; i < count; i++)
    {
        workers[i] = (struct worker){work, context, i};
        threads[i] = CreateThread(NULL, 0, run_worker, &workers[i], 0, NULL);
    }
    WaitForMultipleObjects(count, threads, TRUE, INFINITE);
    for (i = 0; i < count; i++)
        CloseHandle(threads[i]);
}
