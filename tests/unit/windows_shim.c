/* The few functions of Windows that the portable code calls, for the host. Tests set the clock.
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

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

#define SECOND 10000000
#define SECONDS_FROM_1601_TO_1970 11644473600

BOOL WINAPI FileTimeToSystemTime(const FILETIME *file_time, SYSTEMTIME *system_time)
{
    UINT64 units = ((UINT64)file_time->dwHighDateTime << 32) | file_time->dwLowDateTime;
    time_t seconds = units / SECOND - SECONDS_FROM_1601_TO_1970;
    struct tm tm;

    if (units >> 63 || !gmtime_r(&seconds, &tm))
        return FALSE;
    *system_time = (SYSTEMTIME){tm.tm_year + 1900, tm.tm_mon + 1, tm.tm_wday, tm.tm_mday, tm.tm_hour, tm.tm_min,
            tm.tm_sec, units % SECOND / 10000};
    return TRUE;
}

BOOL WINAPI SystemTimeToFileTime(const SYSTEMTIME *time, FILETIME *file_time)
{
    struct tm tm = {0}, same;
    UINT64 units;

    if (time->wYear < 1601 || time->wYear > 30827)
        return FALSE;
    tm.tm_year = time->wYear - 1900;
    tm.tm_mon = time->wMonth - 1;
    tm.tm_mday = time->wDay;
    tm.tm_hour = time->wHour;
    tm.tm_min = time->wMinute;
    tm.tm_sec = time->wSecond;
    same = tm;
    units = (timegm(&same) + SECONDS_FROM_1601_TO_1970) * SECOND + time->wMilliseconds * 10000ull;
    if (same.tm_mon != tm.tm_mon || same.tm_mday != tm.tm_mday
            || same.tm_hour != tm.tm_hour || same.tm_min != tm.tm_min || same.tm_sec != tm.tm_sec)
        return FALSE;
    *file_time = (FILETIME){units, units >> 32};
    return TRUE;
}

INT WINAPI StringFromGUID2(const GUID *guid, WCHAR *text, INT size)
{
    const BYTE *last = guid->Data4;
    char bytes[39];
    INT i;

    snprintf(bytes, sizeof(bytes), "{%08X-%04X-%04X-%02X%02X-%02X%02X%02X%02X%02X%02X}", guid->Data1, guid->Data2,
            guid->Data3, last[0], last[1], last[2], last[3], last[4], last[5], last[6], last[7]);
    for (i = 0; i < (INT)sizeof(bytes); i++)
        text[i] = bytes[i];
    return sizeof(bytes);
}

HRESULT WINAPI IIDFromString(const WCHAR *text, GUID *guid)
{
    BYTE *last = guid->Data4;
    WCHAR same[39];
    char bytes[39];
    INT i;

    for (i = 0; i < 38 && text[i] && text[i] <= 0x7f; i++)
        bytes[i] = text[i];
    bytes[i] = 0;
    memset(guid, 0, sizeof(*guid));
    sscanf(bytes, "{%8x-%4hx-%4hx-%2hhx%2hhx-%2hhx%2hhx%2hhx%2hhx%2hhx%2hhx}", &guid->Data1, &guid->Data2,
            &guid->Data3, last, last + 1, last + 2, last + 3, last + 4, last + 5, last + 6, last + 7);
    StringFromGUID2(guid, same, ARRAYSIZE(same));
    return CompareStringOrdinal(same, -1, text, -1, TRUE) == CSTR_EQUAL ? S_OK : CO_E_IIDSTRING;
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
