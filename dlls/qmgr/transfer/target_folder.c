/* The folder that a file is to be written to: whether it is there, and whether it takes new files.
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include <stdio.h>
#include <stdlib.h>
#include <wchar.h>

#include "disk/real_name.h"
#include "queue/clock.h"
#include "queue/queue.h"
#include "transfer/target_folder.h"

#define GRANT_DURATION 1000 /* milliseconds */

#define TRIAL_FORMAT L"BITS%08lX.tmp"
#define TRIAL_LENGTH 16

/* Programs add file after file to one folder, and asking costs four calls of Wine's server: the folder that was last
 * found to be fine is so for a moment. Guarded by the queue's lock. */
static struct
{
    WCHAR folder[LOCAL_NAME_MAX + 1];
    WCHAR *real_folder; /* NULL for the same name */
    ULONGLONG end;      /* clock_ticks() */
} last_grant;

static void folder_of_file(const WCHAR *file, WCHAR folder[LOCAL_NAME_MAX + 1])
{
    lstrcpynW(folder, file, folder_length(file) + 1);
}

static BOOL is_folder(const WCHAR *path)
{
    DWORD attributes = GetFileAttributesW(path);

    return attributes != INVALID_FILE_ATTRIBUTES && (attributes & FILE_ATTRIBUTE_DIRECTORY);
}

/* Whether the folder of this file, whose name has been checked, exists. */
BOOL target_folder_exists(const WCHAR *file)
{
    WCHAR folder[LOCAL_NAME_MAX + 1];

    folder_of_file(file, folder);
    return is_folder(folder);
}

static BOOL CALLBACK open_token(INIT_ONCE *once, void *arg, void **token)
{
    HANDLE process_token;
    BOOL opened;

    if (!OpenProcessToken(GetCurrentProcess(), TOKEN_DUPLICATE | TOKEN_QUERY, &process_token))
        return FALSE;
    opened = DuplicateToken(process_token, SecurityIdentification, token);
    CloseHandle(process_token);
    return opened;
}

/* The service's own token, in the form that AccessCheck takes. */
static HANDLE service_token(void)
{
    static INIT_ONCE once = INIT_ONCE_STATIC_INIT;
    HANDLE token = NULL;

    InitOnceExecuteOnce(&once, open_token, NULL, &token);
    return token;
}

static BOOL access_is_granted(const WCHAR *folder)
{
    static const SECURITY_INFORMATION parts =
            OWNER_SECURITY_INFORMATION | GROUP_SECURITY_INFORMATION | DACL_SECURITY_INFORMATION;
    GENERIC_MAPPING mapping = {FILE_GENERIC_READ, FILE_GENERIC_WRITE, FILE_GENERIC_EXECUTE, FILE_ALL_ACCESS};
    ULONG_PTR descriptor[256];
    PRIVILEGE_SET privileges;
    DWORD size = sizeof(privileges), needed, access;
    BOOL granted = FALSE;

    return GetFileSecurityW(folder, parts, descriptor, sizeof(descriptor), &needed)
            && AccessCheck(descriptor, service_token(), FILE_ADD_FILE, &mapping, &privileges, &size, &access, &granted)
            && granted;
}

/* The folder's name ends with a separator. */
static BOOL trial_file_is_refused(const WCHAR *folder)
{
    WCHAR name[LOCAL_NAME_MAX + TRIAL_LENGTH + 1];
    HANDLE file;

    swprintf(name, ARRAYSIZE(name), L"%ls" TRIAL_FORMAT, folder, GetCurrentThreadId());
    file = CreateFileW(name, GENERIC_WRITE, 0, NULL, CREATE_NEW, FILE_ATTRIBUTE_HIDDEN | FILE_FLAG_DELETE_ON_CLOSE,
            NULL);
    if (file == INVALID_HANDLE_VALUE)
        return GetLastError() == ERROR_ACCESS_DENIED;
    CloseHandle(file);
    return FALSE;
}

/* Gives a copy of the folder's real name if there is one. */
static BOOL was_granted_lately(const WCHAR *folder, WCHAR **real_folder)
{
    int length = lstrlenW(folder), last_length;
    BOOL granted;

    queue_lock();
    last_length = lstrlenW(last_grant.folder);
    granted = clock_ticks() < last_grant.end
            && CompareStringOrdinal(folder, length, last_grant.folder, last_length, FALSE) == CSTR_EQUAL
            && string_copy_to(real_folder, last_grant.real_folder);
    queue_unlock();
    return granted;
}

/* As was_granted_lately, unless the folder had another real name that is gone by now, with its drive perhaps. */
static BOOL is_granted_still(const WCHAR *folder, WCHAR **real_folder)
{
    if (!was_granted_lately(folder, real_folder))
        return FALSE;
    if (!*real_folder || is_folder(*real_folder))
        return TRUE;
    free(*real_folder);
    *real_folder = NULL;
    return FALSE;
}

static void remember_grant(const WCHAR *folder, const WCHAR *real_folder)
{
    queue_lock();
    lstrcpynW(last_grant.folder, folder, ARRAYSIZE(last_grant.folder));
    free(last_grant.real_folder);
    if (string_copy_to(&last_grant.real_folder, real_folder))
        last_grant.end = clock_ticks() + GRANT_DURATION;
    else
        last_grant.end = 0;
    queue_unlock();
}

static BOOL folders_are_equal(const WCHAR *folder, const WCHAR *real_folder)
{
    int length = lstrlenW(folder), real_length = lstrlenW(real_folder);

    length -= length != real_length;
    return CompareStringOrdinal(folder, length, real_folder, real_length, TRUE) == CSTR_EQUAL;
}

/* The folder without links; NULL if it has none, or may not be opened, in which case it may not be a link when a file
 * is created in it. */
static WCHAR *find_real_folder(const WCHAR *folder)
{
    WCHAR *name = real_name_of_folder(folder);

    if (!name || !folders_are_equal(folder, name))
        return name;
    free(name);
    return NULL;
}

/* Whether a file can be created in this folder: S_OK, E_INVALIDARG without the folder, or E_ACCESSDENIED if the service
 * may not create files in it. The security descriptor answers at once where it grants access. Where it does not, it may
 * still be wrong: Wine makes it up from the rights of Unix, which know neither root nor access control lists. Only a
 * trial tells then. */
static HRESULT check_folder(const WCHAR *folder, WCHAR **real_folder)
{
    if (!is_folder(folder))
        return E_INVALIDARG;
    if (is_granted_still(folder, real_folder))
        return S_OK;
    if (!access_is_granted(folder) && trial_file_is_refused(folder))
        return E_ACCESSDENIED;
    *real_folder = find_real_folder(folder);
    remember_grant(folder, *real_folder);
    return S_OK;
}

/* The name of the file in another folder, whose name need not end with a separator. */
static HRESULT join_name(const WCHAR *folder, const WCHAR *file, WCHAR **joined)
{
    const WCHAR *name = file + folder_length(file);
    int length = lstrlenW(folder);
    size_t size = length + lstrlenW(name) + 2;

    length -= folder[length - 1] == '\\';
    if (!(*joined = malloc(size * sizeof(**joined))))
        return E_OUTOFMEMORY;
    swprintf(*joined, size, L"%.*ls\\%ls", length, folder, name);
    return S_OK;
}

/* Whether this file, whose name has been checked, can be created, as check_folder. If links lead to its folder, gives
 * the file's name without them, to be freed, else NULL. */
HRESULT target_folder_check(const WCHAR *file, WCHAR **real_name)
{
    WCHAR folder[LOCAL_NAME_MAX + 1], *real_folder = NULL;
    HRESULT hr;

    *real_name = NULL;
    folder_of_file(file, folder);
    if (SUCCEEDED(hr = check_folder(folder, &real_folder)) && real_folder)
        hr = join_name(real_folder, file, real_name);
    free(real_folder);
    return hr;
}

/* As target_folder_check, of a file in the same folder as another, whose answer was this. */
HRESULT target_folder_check_next(const WCHAR *file, const WCHAR *other_real_name, WCHAR **real_name)
{
    WCHAR *folder;
    HRESULT hr;

    *real_name = NULL;
    if (!other_real_name)
        return S_OK;
    if (!(folder = string_copy(other_real_name)))
        return E_OUTOFMEMORY;
    folder[folder_length(folder)] = 0;
    hr = join_name(folder, file, real_name);
    free(folder);
    return hr;
}

/* What creating, opening or renaming this file has failed with. Wine says ERROR_FILE_NOT_FOUND also where the drive of
 * the file is gone: that is ERROR_PATH_NOT_FOUND, since the file may still be there when the drive is back. */
HRESULT target_folder_refine_error(const WCHAR *file, HRESULT hr)
{
    if (hr == HRESULT_FROM_WIN32(ERROR_FILE_NOT_FOUND) && !target_folder_exists(file))
        return HRESULT_FROM_WIN32(ERROR_PATH_NOT_FOUND);
    return hr;
}
