/* The few functions of Windows that the portable code calls, for the host. Tests set the clock.
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include <pthread.h>
#include <stdlib.h>
#include <string.h>

#include <windows.h>
#include <objbase.h>

#include "windows_shim.h"

ULONGLONG shim_ticks;
FILETIME shim_time;
unsigned int shim_closed_handles;

static pthread_mutex_t mutex = PTHREAD_MUTEX_INITIALIZER;
static pthread_cond_t condition = PTHREAD_COND_INITIALIZER;

/* One lock and one condition serve all: the model has no more. */
void WINAPI AcquireSRWLockExclusive(SRWLOCK *lock)
{
    pthread_mutex_lock(&mutex);
}

void WINAPI ReleaseSRWLockExclusive(SRWLOCK *lock)
{
    pthread_mutex_unlock(&mutex);
}

BOOL WINAPI SleepConditionVariableSRW(CONDITION_VARIABLE *variable, SRWLOCK *lock, DWORD timeout, ULONG flags)
{
    return !pthread_cond_wait(&condition, &mutex);
}

void WINAPI WakeAllConditionVariable(CONDITION_VARIABLE *variable)
{
    pthread_cond_broadcast(&condition);
}

void WINAPI GetSystemTimeAsFileTime(FILETIME *time)
{
    *time = shim_time;
}

ULONGLONG WINAPI GetTickCount64(void)
{
    return shim_ticks;
}

HRESULT WINAPI CoCreateGuid(GUID *guid)
{
    static ULONG next;

    memset(guid, 0, sizeof(*guid));
    guid->Data1 = ++next;
    return S_OK;
}

BOOL WINAPI CloseHandle(HANDLE handle)
{
    shim_closed_handles++;
    return TRUE;
}

static WCHAR ascii_upper(WCHAR c)
{
    return c >= 'a' && c <= 'z' ? c - 'a' + 'A' : c;
}

INT WINAPI CompareStringOrdinal(const WCHAR *a, INT length_a, const WCHAR *b, INT length_b, BOOL ignore_case)
{
    INT i;

    length_a = length_a < 0 ? lstrlenW(a) : length_a;
    length_b = length_b < 0 ? lstrlenW(b) : length_b;
    for (i = 0; i < length_a && i < length_b; i++)
    {
        WCHAR x = ignore_case ? ascii_upper(a[i]) : a[i], y = ignore_case ? ascii_upper(b[i]) : b[i];

        if (x != y)
            return x < y ? CSTR_LESS_THAN : CSTR_GREATER_THAN;
    }
    if (length_a == length_b)
        return CSTR_EQUAL;
    return length_a < length_b ? CSTR_LESS_THAN : CSTR_GREATER_THAN;
}

/* ASCII is all that the tests convert; what is not is refused, as an unpaired surrogate is. */
INT WINAPI WideCharToMultiByte(UINT code_page, DWORD flags, const WCHAR *wide, INT length, char *out, INT size,
        const char *default_char, BOOL *used_default)
{
    INT i, count = length < 0 ? lstrlenW(wide) + 1 : length;

    for (i = 0; i < count; i++)
    {
        if (wide[i] > 0x7f)
            return 0;
        if (i < size)
            out[i] = wide[i];
    }
    return count;
}

INT WINAPI MultiByteToWideChar(UINT code_page, DWORD flags, const char *bytes, INT length, WCHAR *out, INT size)
{
    INT i, count = length < 0 ? (INT)strlen(bytes) + 1 : length;

    for (i = 0; i < count && i < size; i++)
        out[i] = bytes[i];
    return count;
}
