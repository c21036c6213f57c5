/* Checkpoints that are saved and restored.
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include <stdio.h>
#include <wchar.h>

#include "store/checkpoint.h"
#include "store_test.h"

#define FIRST_JOB L"{00000000-first}"
#define LAST_JOB L"{zzzzzzzz-last}"
#define MANY 200  /* jobs */
#define WRITES 40 /* checkpoints while a thread writes */
#define TIMEOUT 20000

static void save(void)
{
    assert_hr(checkpoint_save(jobs, folder), S_OK);
}

static void assert_restored(void)
{
    assert_hr(checkpoint_restore(jobs, folder), S_OK);
}

static void assert_not_restored(void)
{
    assert_hr(checkpoint_restore(jobs, folder), S_FALSE);
}

static void test_every_kind_of_value_comes_back(void **state)
{
    write_sample();
    save();
    lose_changes();
    assert_restored();
    assert_true(sample_is_there());
}

static void test_what_is_not_in_the_checkpoint_goes(void **state)
{
    set_number(LAST_JOB, L"State", 1);
    save();
    set_generation(0);
    set_number(NULL, L"Value", 1);
    set_number(LAST_JOB, L"Other", 1);
    set_number(FIRST_JOB L"\\Files", L"Value", 1);
    assert_restored();
    assert_int_equal(get_number(NULL, L"Value"), MAXDWORD);
    assert_int_equal(get_number(LAST_JOB, L"Other"), MAXDWORD);
    assert_int_equal(get_number(LAST_JOB, L"State"), 1);
    assert_false(key_exists(FIRST_JOB));
}

static void test_each_checkpoint_is_a_generation(void **state)
{
    save();
    assert_int_equal(get_generation(), 1);
    save();
    assert_int_equal(get_generation(), 2);
    set_generation(1);
    assert_restored();
    assert_int_equal(get_generation(), 2);
}

static void test_a_checkpoint_is_not_restored_twice(void **state)
{
    save();
    lose_changes();
    assert_restored();
    set_number(FIRST_JOB, L"State", 1);
    assert_not_restored();
    assert_int_equal(get_number(FIRST_JOB, L"State"), 1);
}

static void test_an_equal_or_earlier_generation_is_left(void **state)
{
    save();
    set_number(FIRST_JOB, L"State", 1);
    assert_not_restored();
    set_generation(2);
    assert_not_restored();
    assert_int_equal(get_number(FIRST_JOB, L"State"), 1);
    assert_true(file_exists(L"qmgr.dat"));
}

/* Nobody but a program that is not ours removes it. */
static void test_a_generation_that_was_removed_does_not_go_backwards(void **state)
{
    set_generation(41);
    save();
    assert_int_equal(RegDeleteValueW(jobs, L"Generation"), 0);
    save();
    assert_int_equal(get_generation(), 43);
}

static void test_nothing_to_restore(void **state)
{
    set_number(FIRST_JOB, L"State", 1);
    assert_not_restored();
    assert_true(RemoveDirectoryW(folder));
    assert_not_restored();
    assert_int_equal(get_number(FIRST_JOB, L"State"), 1);
}

static void create_file(const WCHAR *path)
{
    HANDLE file = CreateFileW(path, GENERIC_WRITE, 0, NULL, CREATE_NEW, 0, NULL);

    assert_ptr_not_equal(file, INVALID_HANDLE_VALUE);
    CloseHandle(file);
}

static void test_an_unfinished_file_is_deleted(void **state)
{
    save();
    create_file(file_path(L"qmgr.new"));
    assert_not_restored();
    assert_false(file_exists(L"qmgr.new"));
    create_file(file_path(L"qmgr.new"));
    save();
    assert_false(file_exists(L"qmgr.new"));
}

static void test_it_is_deleted_with_its_folder(void **state)
{
    save();
    create_file(file_path(L"qmgr.new"));
    create_file(file_path(L"qmgr.bad"));
    assert_hr(checkpoint_delete(folder), S_OK);
    assert_int_equal(GetFileAttributesW(folder), INVALID_FILE_ATTRIBUTES);
    assert_hr(checkpoint_delete(folder), S_OK);
}

static void test_what_else_is_in_the_folder_stays(void **state)
{
    save();
    create_file(file_path(L"other"));
    assert_hr(checkpoint_delete(folder), S_OK);
    assert_false(file_exists(L"qmgr.dat"));
    assert_true(DeleteFileW(file_path(L"other")));
}

static void test_a_missing_folder_is_created(void **state)
{
    assert_true(RemoveDirectoryW(folder));
    assert_true(RemoveDirectoryW(parent_folder));
    set_number(FIRST_JOB, L"State", 1);
    save();
    lose_changes();
    assert_restored();
    assert_int_equal(get_number(FIRST_JOB, L"State"), 1);
}

/* A save that fails changes nothing but the generation, and the next one has the next. */
static void assert_save_fails(void)
{
    UINT64 generation = get_generation();

    assert_true(FAILED(checkpoint_save(jobs, folder)));
    assert_true(get_generation() > generation);
}

static void test_a_file_in_the_place_of_the_folder(void **state)
{
    assert_true(RemoveDirectoryW(folder));
    create_file(folder);
    assert_save_fails();
    assert_true(DeleteFileW(folder));
    save();
    assert_int_equal(get_generation(), 2);
    assert_true(file_exists(L"qmgr.dat"));
}

static void test_a_folder_in_the_place_of_the_new_file(void **state)
{
    set_number(FIRST_JOB, L"State", 1);
    save();
    set_number(FIRST_JOB, L"State", 2);
    assert_true(CreateDirectoryW(file_path(L"qmgr.new"), NULL));
    assert_save_fails();
    set_generation(0);
    assert_restored();
    assert_int_equal(get_number(FIRST_JOB, L"State"), 1);
    assert_true(RemoveDirectoryW(file_path(L"qmgr.new")));
}

static void test_a_folder_in_the_place_of_the_file(void **state)
{
    assert_true(CreateDirectoryW(file_path(L"qmgr.dat"), NULL));
    assert_save_fails();
    assert_false(file_exists(L"qmgr.new"));
    assert_true(RemoveDirectoryW(file_path(L"qmgr.dat")));
    save();
}

static BOOL can_write(void)
{
    HANDLE file = CreateFileW(file_path(L"qmgr.new"), GENERIC_WRITE | DELETE, 0, NULL, CREATE_NEW,
            FILE_FLAG_DELETE_ON_CLOSE, NULL);

    if (file != INVALID_HANDLE_VALUE)
        CloseHandle(file);
    return file != INVALID_HANDLE_VALUE;
}

/* Wine takes the right to write from the folder; root has it all the same. */
static void test_a_folder_that_is_read_only(void **state)
{
    save();
    assert_true(SetFileAttributesW(folder, FILE_ATTRIBUTE_READONLY));
    if (!can_write())
        assert_save_fails();
    assert_true(SetFileAttributesW(folder, FILE_ATTRIBUTE_NORMAL));
    save();
    assert_false(file_exists(L"qmgr.new"));
}

static void test_a_path_that_is_too_long(void **state)
{
    WCHAR path[MAX_PATH + 1];

    wmemset(path, 'a', MAX_PATH);
    path[MAX_PATH] = 0;
    assert_hr(checkpoint_save(jobs, path), HRESULT_FROM_WIN32(ERROR_FILENAME_EXCED_RANGE));
    assert_hr(checkpoint_restore(jobs, path), HRESULT_FROM_WIN32(ERROR_FILENAME_EXCED_RANGE));
}

static void test_a_key_that_cannot_be_written(void **state)
{
    HKEY key;

    write_sample();
    save();
    lose_changes();
    assert_int_equal(RegOpenKeyExW(jobs, NULL, 0, KEY_READ, &key), ERROR_SUCCESS);
    assert_hr(checkpoint_restore(key, folder), E_ACCESSDENIED);
    RegCloseKey(key);
    assert_true(file_exists(L"qmgr.dat"));
    assert_restored();
    assert_true(sample_is_there());
}

/* What a service leaves that is killed while it reads a checkpoint. */
static void test_a_checkpoint_that_is_still_mounted(void **state)
{
    DWORD number = 1;

    write_sample();
    save();
    lose_changes();
    assert_int_equal(RegSetKeyValueW(HKEY_LOCAL_MACHINE, MOUNT L"\\Left", L"Value", REG_DWORD, &number, 4), 0);
    assert_restored();
    assert_true(sample_is_there());
    assert_false(key_exists(L"Left"));
    assert_int_equal(RegDeleteTreeW(HKEY_LOCAL_MACHINE, MOUNT), ERROR_FILE_NOT_FOUND);
}

static void test_nothing_stays_mounted(void **state)
{
    DWORD number = 1;

    assert_int_equal(RegSetKeyValueW(HKEY_LOCAL_MACHINE, MOUNT, L"Value", REG_DWORD, &number, 4), 0);
    assert_not_restored();
    assert_int_equal(RegDeleteTreeW(HKEY_LOCAL_MACHINE, MOUNT), ERROR_FILE_NOT_FOUND);
}

static void write_jobs(DWORD first, DWORD count)
{
    WCHAR name[40];
    DWORD i;

    for (i = first; i < first + count; i++)
    {
        swprintf(name, ARRAYSIZE(name), L"{%08lx}\\Files", i * 2654435761u);
        set_number(name, L"00000001", i);
    }
}

static DWORD count_jobs(void)
{
    DWORD count = 0;

    RegQueryInfoKeyW(jobs, NULL, NULL, NULL, &count, NULL, NULL, NULL, NULL, NULL, NULL, NULL);
    return count;
}

/* Looks at the key without pause, while it is replaced. */
static DWORD WINAPI watch_restore(void *whole)
{
    ULONGLONG end = GetTickCount64() + TIMEOUT;
    UINT64 generation;
    DWORD before;

    do
    {
        before = count_jobs();
        generation = get_generation();
        if (generation == 1 && before != 1)
            return 1;
    } while (generation != 2 && GetTickCount64() < end);
    *(BOOL *)whole = count_jobs() == MANY + 1 && get_number(NULL, L"Schema") == 1;
    return 0;
}

/* Whatever ends the service meanwhile, the next start begins again. */
static void test_the_generation_goes_first_and_comes_last(void **state)
{
    BOOL whole = FALSE;
    HANDLE thread;
    DWORD error;

    set_generation(1);
    set_number(NULL, L"Schema", 1);
    write_jobs(0, MANY);
    save();
    assert_int_equal(RegDeleteTreeW(jobs, NULL), 0);
    write_jobs(MANY, 1);
    set_generation(1);
    thread = CreateThread(NULL, 0, watch_restore, &whole, 0, NULL);
    assert_restored();
    assert_int_equal(WaitForSingleObject(thread, TIMEOUT), WAIT_OBJECT_0);
    assert_true(GetExitCodeThread(thread, &error) && !error);
    assert_true(whole);
    CloseHandle(thread);
}

static void test_what_was_interrupted_begins_again(void **state)
{
    write_jobs(0, MANY);
    save();
    assert_int_equal(RegDeleteTreeW(jobs, NULL), 0);
    write_jobs(MANY / 2, MANY);
    assert_restored();
    assert_int_equal(count_jobs(), MANY + 1);
    assert_int_equal(get_generation(), 1);
}

static BOOL stop_writing;

/* In every moment the first number is the second, or one more. */
static DWORD WINAPI write_numbers(void *arg)
{
    DWORD i;

    for (i = 1; !*(volatile BOOL *)&stop_writing; i++)
    {
        set_number(FIRST_JOB, L"First", i);
        set_number(LAST_JOB, L"Second", i);
    }
    return 0;
}

static void test_a_checkpoint_is_of_one_moment(void **state)
{
    DWORD i, first, second;
    HANDLE thread;

    write_jobs(0, 20);
    for (i = 0; i < WRITES; i++)
    {
        set_number(FIRST_JOB, L"First", 0);
        set_number(LAST_JOB, L"Second", 0);
        stop_writing = FALSE;
        thread = CreateThread(NULL, 0, write_numbers, NULL, 0, NULL);
        save();
        save();
        stop_writing = TRUE;
        assert_int_equal(WaitForSingleObject(thread, TIMEOUT), WAIT_OBJECT_0);
        CloseHandle(thread);
        set_generation(0);
        assert_restored();
        first = get_number(FIRST_JOB, L"First");
        second = get_number(LAST_JOB, L"Second");
        assert_true(first == second || first == second + 1);
    }
}

static double milliseconds(void)
{
    LARGE_INTEGER now, frequency;

    QueryPerformanceCounter(&now);
    QueryPerformanceFrequency(&frequency);
    return now.QuadPart * 1000.0 / frequency.QuadPart;
}

/* Printed, not judged. */
static void test_what_it_costs(void **state)
{
    DWORD count;
    double times[3];

    for (count = 0; count < 4 * MANY; count += MANY)
    {
        write_jobs(count, MANY);
        times[0] = milliseconds();
        save();
        times[1] = milliseconds();
        set_generation(0);
        assert_restored();
        times[2] = milliseconds();
        print_message("%lu jobs: saved in %.1f ms, restored in %.0f ms\n", count + MANY, times[1] - times[0],
                times[2] - times[1]);
    }
}

#define store_unit_test(f) cmocka_unit_test_setup(f, empty_place)

int main(void)
{
    static const struct CMUnitTest tests[] =
    {
        store_unit_test(test_every_kind_of_value_comes_back),
        store_unit_test(test_what_is_not_in_the_checkpoint_goes),
        store_unit_test(test_each_checkpoint_is_a_generation),
        store_unit_test(test_a_checkpoint_is_not_restored_twice),
        store_unit_test(test_an_equal_or_earlier_generation_is_left),
        store_unit_test(test_a_generation_that_was_removed_does_not_go_backwards),
        store_unit_test(test_nothing_to_restore),
        store_unit_test(test_an_unfinished_file_is_deleted),
        store_unit_test(test_it_is_deleted_with_its_folder),
        store_unit_test(test_what_else_is_in_the_folder_stays),
        store_unit_test(test_a_missing_folder_is_created),
        store_unit_test(test_a_file_in_the_place_of_the_folder),
        store_unit_test(test_a_folder_in_the_place_of_the_new_file),
        store_unit_test(test_a_folder_in_the_place_of_the_file),
        store_unit_test(test_a_folder_that_is_read_only),
        store_unit_test(test_a_path_that_is_too_long),
        store_unit_test(test_a_key_that_cannot_be_written),
        store_unit_test(test_a_checkpoint_that_is_still_mounted),
        store_unit_test(test_nothing_stays_mounted),
        store_unit_test(test_the_generation_goes_first_and_comes_last),
        store_unit_test(test_what_was_interrupted_begins_again),
        store_unit_test(test_a_checkpoint_is_of_one_moment),
        store_unit_test(test_what_it_costs),
    };

    return cmocka_run_group_tests_name("checkpoint", tests, create_place, remove_place);
}
