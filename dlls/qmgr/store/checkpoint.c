/* Checkpoints: the jobs' registry key in a file, whole or not at all.
 *
 * RegSaveKeyEx writes the keys in the order of their names, and so the key "~" after those of the jobs. It has the
 * generation that the jobs' key has, and shows that the file is whole: Wine takes what there is of a file that was cut.
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include <windows.h>
#include <sddl.h>
#include <wchar.h>

#include "store/checkpoint.h"
#include "store/key_tree.h"
#include "store/privilege.h"
#include "wine/debug.h"

WINE_DEFAULT_DEBUG_CHANNEL(qmgr);

#define GENERATION L"Generation"
#define LAST_KEY L"~"
#define MOUNT L"BITS checkpoint" /* of HKEY_LOCAL_MACHINE, where a checkpoint is while it is read */

/* The file is the service's word for what is in its registry key: as that key, it is for SYSTEM and administrators. */
#define FOLDER_SECURITY L"D:P(A;OICI;FA;;;SY)(A;OICI;FA;;;BA)"

struct paths
{
    WCHAR file[MAX_PATH];
    WCHAR new_file[MAX_PATH];
    WCHAR bad_file[MAX_PATH]; /* one that was not whole */
};

static DWORD paths_init(struct paths *paths, const WCHAR *folder)
{
    if (lstrlenW(folder) + ARRAYSIZE(L"\\qmgr.dat") > MAX_PATH)
        return ERROR_FILENAME_EXCED_RANGE;
    swprintf(paths->file, MAX_PATH, L"%ls\\qmgr.dat", folder);
    swprintf(paths->new_file, MAX_PATH, L"%ls\\qmgr.new", folder);
    swprintf(paths->bad_file, MAX_PATH, L"%ls\\qmgr.bad", folder);
    return ERROR_SUCCESS;
}

/* regsavekeyexw wants the first privilege, regloadkeyw both. The thread has them until RevertToSelf. */
static DWORD take_privileges(void)
{
    DWORD error;

    if (!ImpersonateSelf(SecurityImpersonation))
        return GetLastError();
    if ((error = privilege_enable(SE_BACKUP_NAME)) || (error = privilege_enable(SE_RESTORE_NAME)))
        RevertToSelf();
    return error;
}

/* 0 if there is none. */
static UINT64 get_generation(HKEY key, const WCHAR *subkey)
{
    UINT64 generation;
    DWORD size = sizeof(generation);

    if (RegGetValueW(key, subkey, GENERATION, RRF_RT_REG_QWORD, NULL, &generation, &size)
            || size != sizeof(generation))
        return 0;
    return generation;
}

static DWORD set_generation(HKEY key, const WCHAR *subkey, UINT64 generation)
{
    return RegSetKeyValueW(key, subkey, GENERATION, REG_QWORD, &generation, sizeof(generation));
}

static DWORD advance_generation(HKEY jobs)
{
    UINT64 generation = max(get_generation(jobs, NULL), get_generation(jobs, LAST_KEY)) + 1;
    DWORD error;

    if ((error = set_generation(jobs, LAST_KEY, generation)))
        return error;
    return set_generation(jobs, NULL, generation);
}

static DWORD create_last_folder(const WCHAR *folder)
{
    SECURITY_ATTRIBUTES attributes = {sizeof(attributes)};
    DWORD error = ERROR_SUCCESS;

    if (!ConvertStringSecurityDescriptorToSecurityDescriptorW(FOLDER_SECURITY, SDDL_REVISION_1,
                &attributes.lpSecurityDescriptor, NULL))
        return GetLastError();
    if (!CreateDirectoryW(folder, &attributes))
        error = GetLastError();
    LocalFree(attributes.lpSecurityDescriptor);
    return error;
}

/* Each folder above, with the rights of its own parent. What cannot be created is missed later. */
static void create_parents(const WCHAR *folder)
{
    WCHAR path[MAX_PATH], *end = path;

    lstrcpynW(path, folder, MAX_PATH);
    while ((end = wcschr(end, '\\')))
    {
        *end = 0;
        CreateDirectoryW(path, NULL);
        *end++ = '\\';
    }
}

static DWORD create_folder(const WCHAR *folder)
{
    DWORD error = create_last_folder(folder);

    if (error == ERROR_PATH_NOT_FOUND)
    {
        create_parents(folder);
        error = create_last_folder(folder);
    }
    return error == ERROR_ALREADY_EXISTS ? ERROR_SUCCESS : error;
}

HRESULT checkpoint_create_folder(const WCHAR *folder)
{
    return HRESULT_FROM_WIN32(create_folder(folder));
}

static DWORD save_key(HKEY key, const WCHAR *file)
{
    DWORD error;

    if ((error = take_privileges()))
        return error;
    error = RegSaveKeyExW(key, file, NULL, REG_LATEST_FORMAT);
    RevertToSelf();
    return error;
}

static DWORD flush_file(const WCHAR *path)
{
    HANDLE file = CreateFileW(path, GENERIC_WRITE, 0, NULL, OPEN_EXISTING, 0, NULL);
    DWORD error = ERROR_SUCCESS;

    if (file == INVALID_HANDLE_VALUE)
        return GetLastError();
    if (!FlushFileBuffers(file))
        error = GetLastError();
    CloseHandle(file);
    return error;
}

static DWORD replace_file(const WCHAR *new_file, const WCHAR *file)
{
    if (!MoveFileExW(new_file, file, MOVEFILE_REPLACE_EXISTING | MOVEFILE_WRITE_THROUGH))
        return GetLastError();
    return ERROR_SUCCESS;
}

static DWORD save(HKEY jobs, const WCHAR *folder, const struct paths *paths)
{
    DWORD error;

    if ((error = advance_generation(jobs)) || (error = create_folder(folder)))
        return error;
    DeleteFileW(paths->new_file);
    if (!(error = save_key(jobs, paths->new_file)) && !(error = flush_file(paths->new_file)))
        error = replace_file(paths->new_file, paths->file);
    if (error)
        DeleteFileW(paths->new_file);
    return error;
}

HRESULT checkpoint_save(HKEY jobs, const WCHAR *folder)
{
    struct paths paths;
    DWORD error;

    if (!(error = paths_init(&paths, folder)) && (error = save(jobs, folder, &paths)))
        WARN("no checkpoint in %s: error %lu\n", debugstr_w(folder), error);
    return HRESULT_FROM_WIN32(error);
}

/* 0 if the checkpoint is not whole. */
static UINT64 get_whole_generation(HKEY checkpoint)
{
    UINT64 generation = get_generation(checkpoint, NULL);

    return get_generation(checkpoint, LAST_KEY) == generation ? generation : 0;
}

/* A key without a generation is older than every checkpoint: whatever ends the service meanwhile, it begins again. */
static DWORD replace_key(HKEY jobs, HKEY checkpoint, UINT64 generation)
{
    DWORD error = RegDeleteValueW(jobs, GENERATION);

    if (error && error != ERROR_FILE_NOT_FOUND)
        return error;
    if ((error = key_empty(jobs)) || (error = key_copy(checkpoint, jobs, GENERATION)))
        return error;
    return set_generation(jobs, NULL, generation);
}

static HRESULT restore_key(HKEY jobs, HKEY checkpoint)
{
    UINT64 generation = get_whole_generation(checkpoint), own = get_generation(jobs, NULL);
    DWORD error;

    if (!generation)
        return HRESULT_FROM_WIN32(ERROR_BADDB);
    if (generation <= own)
        return S_FALSE;
    TRACE("generation %s instead of %s\n", wine_dbgstr_longlong(generation), wine_dbgstr_longlong(own));
    error = replace_key(jobs, checkpoint, generation);
    return HRESULT_FROM_WIN32(error);
}

static HRESULT restore_mounted(HKEY jobs)
{
    DWORD error;
    HRESULT hr;
    HKEY key;

    if ((error = RegOpenKeyExW(HKEY_LOCAL_MACHINE, MOUNT, 0, KEY_READ, &key)))
        return HRESULT_FROM_WIN32(error);
    hr = restore_key(jobs, key);
    RegCloseKey(key);
    return hr;
}

/* A service that was killed may have left a checkpoint mounted, and a later registry of Wine has it still. */
static HRESULT mount_and_restore(HKEY jobs, const WCHAR *file)
{
    DWORD error;
    HRESULT hr;

    RegUnLoadKeyW(HKEY_LOCAL_MACHINE, MOUNT);
    if ((error = RegLoadKeyW(HKEY_LOCAL_MACHINE, MOUNT, file)))
        return HRESULT_FROM_WIN32(error);
    hr = restore_mounted(jobs);
    RegUnLoadKeyW(HKEY_LOCAL_MACHINE, MOUNT);
    return hr;
}

static HRESULT restore(HKEY jobs, const WCHAR *file)
{
    DWORD error;
    HRESULT hr;

    if ((error = take_privileges()))
        return HRESULT_FROM_WIN32(error);
    hr = mount_and_restore(jobs, file);
    RevertToSelf();
    return hr;
}

static BOOL is_missing(HRESULT hr)
{
    return hr == HRESULT_FROM_WIN32(ERROR_FILE_NOT_FOUND) || hr == HRESULT_FROM_WIN32(ERROR_PATH_NOT_FOUND);
}

static BOOL is_damaged(HRESULT hr)
{
    return hr == HRESULT_FROM_WIN32(ERROR_BADDB) || hr == HRESULT_FROM_WIN32(ERROR_NOT_REGISTRY_FILE)
            || hr == HRESULT_FROM_WIN32(ERROR_REGISTRY_CORRUPT);
}

static void set_aside(const struct paths *paths)
{
    ERR("%s is no whole checkpoint and is not used\n", debugstr_w(paths->file));
    replace_file(paths->file, paths->bad_file);
}

HRESULT checkpoint_restore(HKEY jobs, const WCHAR *folder)
{
    struct paths paths;
    DWORD error;
    HRESULT hr;

    if ((error = paths_init(&paths, folder)))
        return HRESULT_FROM_WIN32(error);
    DeleteFileW(paths.new_file);
    hr = restore(jobs, paths.file);
    if (is_damaged(hr))
        set_aside(&paths);
    return is_damaged(hr) || is_missing(hr) ? S_FALSE : hr;
}

static DWORD delete_file(const WCHAR *path)
{
    DWORD error = DeleteFileW(path) ? ERROR_SUCCESS : GetLastError();

    return error == ERROR_FILE_NOT_FOUND || error == ERROR_PATH_NOT_FOUND ? ERROR_SUCCESS : error;
}

HRESULT checkpoint_delete(const WCHAR *folder)
{
    struct paths paths;
    DWORD error;

    if ((error = paths_init(&paths, folder)) || (error = delete_file(paths.file)))
        return HRESULT_FROM_WIN32(error);
    delete_file(paths.new_file);
    delete_file(paths.bad_file);
    RemoveDirectoryW(folder);
    return S_OK;
}
