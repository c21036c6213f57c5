/* What the tests of the store share: a registry key and a folder, new for each test.
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <wchar.h>

#include "store_test.h"

#define KEY L"Software\\qmgr-test"

HKEY jobs;
WCHAR folder[MAX_PATH], parent_folder[MAX_PATH];

int create_place(void **state)
{
    WCHAR temporary[MAX_PATH];

    if (!GetTempPathW(ARRAYSIZE(temporary), temporary))
        return -1;
    swprintf(parent_folder, ARRAYSIZE(parent_folder), L"%lsqmgr-test-%lu", temporary, GetCurrentProcessId());
    swprintf(folder, ARRAYSIZE(folder), L"%ls\\Downloader", parent_folder);
    RegDeleteTreeW(HKEY_LOCAL_MACHINE, KEY);
    return RegCreateKeyExW(HKEY_LOCAL_MACHINE, KEY, 0, NULL, 0, KEY_ALL_ACCESS, NULL, &jobs, NULL);
}

static void remove_file(const WCHAR *name)
{
    if (!DeleteFileW(file_path(name)))
        RemoveDirectoryW(file_path(name));
}

static void remove_folder(void)
{
    remove_file(L"qmgr.dat");
    remove_file(L"qmgr.new");
    remove_file(L"qmgr.bad");
    if (!RemoveDirectoryW(folder))
        DeleteFileW(folder);
    RemoveDirectoryW(parent_folder);
}

int remove_place(void **state)
{
    remove_folder();
    RegCloseKey(jobs);
    RegDeleteTreeW(HKEY_LOCAL_MACHINE, KEY);
    return 0;
}

int empty_place(void **state)
{
    remove_folder();
    return RegDeleteTreeW(jobs, NULL) || !CreateDirectoryW(parent_folder, NULL) || !CreateDirectoryW(folder, NULL);
}

const WCHAR *file_path(const WCHAR *name)
{
    static WCHAR paths[4][MAX_PATH + 10];
    static unsigned int next;
    WCHAR *path = paths[next++ % ARRAYSIZE(paths)];

    swprintf(path, ARRAYSIZE(paths[0]), L"%ls\\%ls", folder, name);
    return path;
}

BOOL file_exists(const WCHAR *name)
{
    return GetFileAttributesW(file_path(name)) != INVALID_FILE_ATTRIBUTES;
}

UINT64 get_generation(void)
{
    UINT64 generation = 0;
    DWORD size = sizeof(generation);

    RegGetValueW(jobs, NULL, L"Generation", RRF_RT_REG_QWORD, NULL, &generation, &size);
    return generation;
}

void set_generation(UINT64 generation)
{
    assert_int_equal(RegSetKeyValueW(jobs, NULL, L"Generation", REG_QWORD, &generation, sizeof(generation)), 0);
}

void set_number(const WCHAR *subkey, const WCHAR *name, DWORD number)
{
    assert_int_equal(RegSetKeyValueW(jobs, subkey, name, REG_DWORD, &number, sizeof(number)), 0);
}

DWORD get_number(const WCHAR *subkey, const WCHAR *name)
{
    DWORD number, size = sizeof(number);

    return RegGetValueW(jobs, subkey, name, RRF_RT_REG_DWORD, NULL, &number, &size) ? MAXDWORD : number;
}

BOOL key_exists(const WCHAR *subkey)
{
    HKEY key;

    if (RegOpenKeyExW(jobs, subkey, 0, KEY_READ, &key))
        return FALSE;
    RegCloseKey(key);
    return TRUE;
}

#define JOB L"{11111111-2222-3333-4444-555555555555}"
#define LONG_NAME L"A name of 64 characters, which is what a long one has, and more."

#define VALUE(subkey, name, type, data) {subkey, name, type, data, sizeof(data)}

static const struct sample
{
    const WCHAR *subkey, *name;
    DWORD type;
    const void *data;
    DWORD size;
}
samples[] =
{
    VALUE(NULL, L"Schema", REG_DWORD, "\1\0\0"),
    VALUE(NULL, L"", REG_SZ, L"the value without a name"),
    VALUE(NULL, LONG_NAME LONG_NAME LONG_NAME, REG_SZ, LONG_NAME LONG_NAME LONG_NAME),
    VALUE(JOB, L"String", REG_SZ, L"C:\\folder\\file \"quoted\" [in brackets] = @ # ; %PATH%\\"),
    VALUE(JOB, L"Lines", REG_SZ, L"\r\n\tone\ntwo\r\n\a\x1b\x7f\r"),
    VALUE(JOB, L"Other scripts", REG_SZ, L"\x00e4\x0416\x4e2d\xd83d\xde00\xfeff\xffff"),
    VALUE(JOB, L"Half a pair", REG_SZ, L"\xd83d \xde00"),
    VALUE(JOB, L"", REG_DWORD, "\xff\xff\xff"),
    VALUE(JOB, L"n\x00e4me \"\\[]=@", REG_DWORD, "\0\0\0"),
    VALUE(JOB, L"Expand", REG_EXPAND_SZ, L"%ProgramData%"),
    {JOB, L"Nothing", REG_SZ, "", 0},
    {JOB, L"No lines", REG_MULTI_SZ, "", 0},
    {JOB, L"No bytes", REG_BINARY, "", 0},
    {JOB, L"No type", REG_NONE, "", 0},
    VALUE(JOB, L"Zeros inside", REG_SZ, L"one\0two\0"),
    {JOB, L"Odd size", REG_SZ, L"textual", 7},
    {JOB, L"Short number", REG_DWORD, "\1\2", 2},
    VALUE(JOB, L"Bytes", REG_BINARY, "\0\n\r\"\\\x80\xff\0\0"),
    VALUE(JOB, L"Other type", 0xabcdef, "bytes"),
    {JOB, L"Long number", REG_QWORD, "\xef\xcd\xab\x89\x67\x45\x23\x81", 8},
    VALUE(JOB L"\\Files", L"00000001", REG_MULTI_SZ, L"Name=a \"file\"\0Temporary=\\BIT1.tmp\0"),
    VALUE(JOB L"\\Files", L"00000002", REG_MULTI_SZ, L"one\0\0three\0\0"),
    VALUE(JOB L"\\Files", L"00000003", REG_MULTI_SZ, L""),
    VALUE(L"{ffffffff-2222-3333-4444-555555555555}", L"State", REG_DWORD, "\1\0\0"),
};

static BOOL value_is_there(const struct sample *sample)
{
    DWORD type, size = 1000;
    BYTE data[1000];
    LSTATUS error;
    HKEY key;

    if (RegOpenKeyExW(jobs, sample->subkey, 0, KEY_READ, &key))
        return FALSE;
    error = RegQueryValueExW(key, sample->name, NULL, &type, data, &size);
    RegCloseKey(key);
    return !error && type == sample->type && size == sample->size && !memcmp(data, sample->data, size);
}

BOOL sample_is_there(void)
{
    size_t i;

    for (i = 0; i < ARRAYSIZE(samples); i++)
    {
        if (!value_is_there(&samples[i]))
        {
            print_message("not there: %ls %ls\n", samples[i].subkey ? samples[i].subkey : L"", samples[i].name);
            return FALSE;
        }
    }
    return key_exists(L"{22222222-empty}");
}

void write_sample(void)
{
    HKEY empty;
    size_t i;

    for (i = 0; i < ARRAYSIZE(samples); i++)
        RegSetKeyValueW(jobs, samples[i].subkey, samples[i].name, samples[i].type, samples[i].data, samples[i].size);
    assert_int_equal(RegCreateKeyW(jobs, L"{22222222-empty}", &empty), 0);
    RegCloseKey(empty);
    assert_true(sample_is_there());
}

void lose_changes(void)
{
    UINT64 generation = get_generation();

    assert_int_equal(RegDeleteTreeW(jobs, NULL), 0);
    set_generation(generation - 1);
}
