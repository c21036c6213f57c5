/* Links to files and folders. Wine 8 makes none of those that Windows has, but starts programs of Unix, of whose end it
 * does not tell.
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include <wchar.h>

#include "links_test.h"

#define RUNNING L"command-is-running"

void run_unix_command(const struct bits_test *test, const WCHAR *command)
{
    static const WCHAR shell[] = L"\\\\?\\unix/bin/sh";
    ULONGLONG end = GetTickCount64() + BITS_TEST_TIMEOUT;
    STARTUPINFOW startup = {sizeof(startup)};
    PROCESS_INFORMATION process;
    WCHAR line[1024];

    write_file(test, RUNNING, "");
    swprintf(line, ARRAYSIZE(line), L"sh -c \"%ls; rm -f %ls\"", command, RUNNING);
    assert_true(CreateProcessW(shell, line, NULL, NULL, FALSE, 0, NULL, test->folder, &startup, &process));
    CloseHandle(process.hProcess);
    CloseHandle(process.hThread);
    while (file_exists(test, RUNNING))
    {
        assert_true(GetTickCount64() < end);
        Sleep(1);
    }
}

static void run_unix(const struct bits_test *test, const WCHAR *program, const WCHAR *target, const WCHAR *name)
{
    WCHAR command[512];

    swprintf(command, ARRAYSIZE(command), L"%ls %ls %ls", program, target, name);
    run_unix_command(test, command);
}

static void make_native_link(const struct bits_test *test, const WCHAR *target, const WCHAR *name, DWORD flags)
{
    WCHAR path[MAX_PATH];

    local_name(test, name, path);
    if (!CreateSymbolicLinkW(path, target, flags | SYMBOLIC_LINK_FLAG_ALLOW_UNPRIVILEGED_CREATE))
        skip();
}

void make_link(const struct bits_test *test, const WCHAR *target, const WCHAR *name)
{
    if (is_wine())
        run_unix(test, L"ln -s", target, name);
    else
        make_native_link(test, target, name, 0);
}

void make_folder_link(const struct bits_test *test, const WCHAR *target, const WCHAR *name)
{
    if (is_wine())
        run_unix(test, L"ln -s", target, name);
    else
        make_native_link(test, target, name, SYMBOLIC_LINK_FLAG_DIRECTORY);
}

void make_hard_link(const struct bits_test *test, const WCHAR *target, const WCHAR *name)
{
    WCHAR target_path[MAX_PATH], path[MAX_PATH];

    local_name(test, target, target_path);
    local_name(test, name, path);
    assert_true(CreateHardLinkW(path, target_path, NULL));
}

void remove_link(const struct bits_test *test, const WCHAR *name)
{
    WCHAR path[MAX_PATH];

    local_name(test, name, path);
    if (is_wine())
        run_unix(test, L"rm -f", L"--", name);
    else
        assert_true(DeleteFileW(path) || RemoveDirectoryW(path));
}

void make_folder(const struct bits_test *test, const WCHAR *folder)
{
    WCHAR path[MAX_PATH];

    local_name(test, folder, path);
    assert_true(CreateDirectoryW(path, NULL));
}

void remove_folder_and(const struct bits_test *test, const WCHAR *folder, const WCHAR *file)
{
    WCHAR path[MAX_PATH], inner[MAX_PATH];

    local_name(test, folder, path);
    swprintf(inner, ARRAYSIZE(inner), L"%ls\\%ls", path, file);
    DeleteFileW(inner);
    assert_true(RemoveDirectoryW(path));
}
