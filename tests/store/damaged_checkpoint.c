/* Checkpoints that are cut, or have wrong bytes, are never taken for whole ones.
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include <stdlib.h>
#include <string.h>

#include "store/checkpoint.h"
#include "store/privilege.h"
#include "store_test.h"

#define MARK L"Mark" /* a value that no checkpoint has */

static BYTE *bytes; /* of a whole checkpoint */
static DWORD size;

static void read_checkpoint(void)
{
    HANDLE file = CreateFileW(file_path(L"qmgr.dat"), GENERIC_READ, 0, NULL, OPEN_EXISTING, 0, NULL);

    assert_ptr_not_equal(file, INVALID_HANDLE_VALUE);
    size = GetFileSize(file, NULL);
    assert_non_null(bytes = malloc(size));
    assert_true(ReadFile(file, bytes, size, &size, NULL));
    CloseHandle(file);
}

static void write_checkpoint(const void *data, DWORD count)
{
    HANDLE file = CreateFileW(file_path(L"qmgr.dat"), GENERIC_WRITE, 0, NULL, CREATE_ALWAYS, 0, NULL);
    DWORD written;

    assert_ptr_not_equal(file, INVALID_HANDLE_VALUE);
    assert_true(WriteFile(file, data, count, &written, NULL) && written == count);
    CloseHandle(file);
}

/* The key is of an earlier generation, so that a whole checkpoint would replace it. */
static int make_checkpoint(void **state)
{
    if (empty_place(state))
        return -1;
    write_sample();
    if (FAILED(checkpoint_save(jobs, folder)) || FAILED(checkpoint_save(jobs, folder)))
        return -1;
    read_checkpoint();
    lose_changes();
    set_number(NULL, MARK, 1);
    return 0;
}

static int free_checkpoint(void **state)
{
    free(bytes);
    return 0;
}

static BOOL is_unchanged(void)
{
    return get_generation() == 1 && get_number(NULL, MARK) == 1;
}

static void assert_refused(void)
{
    assert_hr(checkpoint_restore(jobs, folder), S_FALSE);
    assert_true(is_unchanged());
    assert_false(file_exists(L"qmgr.dat"));
    assert_true(file_exists(L"qmgr.bad"));
}

/* The last line may lack its end. */
static void assert_refused_or_restored(void)
{
    HRESULT hr = checkpoint_restore(jobs, folder);

    if (hr == S_OK)
    {
        assert_true(sample_is_there());
        lose_changes();
        set_number(NULL, MARK, 1);
        return;
    }
    assert_hr(hr, S_FALSE);
    assert_true(is_unchanged());
    assert_false(file_exists(L"qmgr.dat"));
}

static void test_a_whole_one_is_restored(void **state)
{
    write_checkpoint(bytes, size);
    assert_hr(checkpoint_restore(jobs, folder), S_OK);
    assert_true(sample_is_there());
    assert_int_equal(get_number(NULL, MARK), MAXDWORD);
}

/* Each of the last bytes, and some of those before. */
static DWORD next_length(DWORD length)
{
    return length + 300 < size ? length + 64 : length + 1;
}

static void test_a_cut_checkpoint(void **state)
{
    DWORD length;

    for (length = 0; length < size - 3; length = next_length(length))
    {
        write_checkpoint(bytes, length);
        assert_refused();
    }
    for (; length < size; length++)
    {
        write_checkpoint(bytes, length);
        assert_refused_or_restored();
    }
}

/* What a disk may have in the place of a part that was never written. */
static void test_a_checkpoint_that_ends_in_zeros(void **state)
{
    DWORD length;

    for (length = 0; length < size - 3; length += 509)
    {
        memset(bytes + size - 3 - length, 0, length + 3);
        write_checkpoint(bytes, size);
        assert_refused();
    }
}

static void test_no_checkpoint_at_all(void **state)
{
    static const char *const texts[] = {"", "\n", "regf", "REGEDIT4\n", "WINE REGISTRY Version 2",
            "WINE REGISTRY Version 2\n", "WINE REGISTRY Version 3\n", "\xff\xfe", "<?xml?>"};
    size_t i;

    for (i = 0; i < ARRAYSIZE(texts); i++)
    {
        write_checkpoint(texts[i], strlen(texts[i]));
        assert_refused();
    }
}

/* Saves the key without the service's help. */
static void save_key(void)
{
    DeleteFileW(file_path(L"qmgr.dat"));
    assert_true(ImpersonateSelf(SecurityImpersonation));
    assert_int_equal(privilege_enable(SE_BACKUP_NAME), 0);
    assert_int_equal(RegSaveKeyExW(jobs, file_path(L"qmgr.dat"), NULL, REG_LATEST_FORMAT), 0);
    RevertToSelf();
}

static void save_with_generations(UINT64 generation, DWORD type, const void *last, DWORD last_size)
{
    set_generation(generation);
    assert_int_equal(RegSetKeyValueW(jobs, L"~", L"Generation", type, last, last_size), 0);
    save_key();
    lose_changes();
    set_generation(1);
    set_number(NULL, MARK, 1);
}

static void test_a_checkpoint_without_the_last_key(void **state)
{
    set_generation(2);
    save_key();
    set_generation(1);
    assert_refused();
}

static void test_a_last_key_that_does_not_fit(void **state)
{
    static const struct
    {
        DWORD type;
        BYTE generation[9];
        DWORD size;
    }
    last[] =
    {
        {REG_QWORD, {1}, 8},
        {REG_QWORD, {3}, 8},
        {REG_QWORD, {2, 0, 0, 0, 0, 0, 0, 1}, 8},
        {REG_QWORD, {2}, 7},
        {REG_QWORD, {2}, 9},
        {REG_BINARY, {2}, 8},
        {REG_DWORD, {2}, 4},
    };
    size_t i;

    for (i = 0; i < ARRAYSIZE(last); i++)
    {
        save_with_generations(2, last[i].type, last[i].generation, last[i].size);
        assert_refused();
    }
}

/* The generation 0 is that of a key which has none. */
static void test_a_checkpoint_without_a_generation(void **state)
{
    save_with_generations(0, REG_QWORD, "\0\0\0\0\0\0\0", 8);
    assert_int_equal(RegDeleteValueW(jobs, L"Generation"), 0);
    assert_hr(checkpoint_restore(jobs, folder), S_FALSE);
    assert_int_equal(get_number(NULL, MARK), 1);
    assert_true(file_exists(L"qmgr.bad"));
}

/* In Wine a wrong byte may pass for a value's; the decoder of the records judges it then. */
static void test_wrong_bytes(void **state)
{
    DWORD i;
    HRESULT hr;

    for (i = 0; i < size; i += 37)
    {
        bytes[i] ^= 0x11;
        write_checkpoint(bytes, size);
        bytes[i] ^= 0x11;
        hr = checkpoint_restore(jobs, folder);
        if (hr == S_OK)
            assert_int_equal(get_generation(), 2);
        else
            assert_hr(hr, S_FALSE);
        assert_true(hr == S_OK || is_unchanged());
        lose_changes();
        set_generation(1);
        set_number(NULL, MARK, 1);
    }
}

#define damage_unit_test(f) cmocka_unit_test_setup_teardown(f, make_checkpoint, free_checkpoint)

int main(void)
{
    static const struct CMUnitTest tests[] =
    {
        damage_unit_test(test_a_whole_one_is_restored),
        damage_unit_test(test_a_cut_checkpoint),
        damage_unit_test(test_a_checkpoint_that_ends_in_zeros),
        damage_unit_test(test_no_checkpoint_at_all),
        damage_unit_test(test_a_checkpoint_without_the_last_key),
        damage_unit_test(test_a_last_key_that_does_not_fit),
        damage_unit_test(test_a_checkpoint_without_a_generation),
        damage_unit_test(test_wrong_bytes),
    };

    return cmocka_run_group_tests_name("damaged_checkpoint", tests, create_place, remove_place);
}
