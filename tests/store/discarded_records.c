/* What becomes of records at the start of the service, and of all of them when it is unregistered: no temporary file is
 * left without a job, and no other file is touched.
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include <stdlib.h>
#include <wchar.h>

#include "queue/queue.h"
#include "store/load.h"
#include "store/record_names.h"
#include "store/save.h"
#include "store_test.h"

#define DISCARD L"Discard"

static WCHAR remote[] = L"http://server/file";

static int start(void **state)
{
    save_start(jobs);
    return empty_place(state);
}

static int stop(void **state)
{
    queue_clear();
    save_stop();
    return 0;
}

static void create_hidden_file(const WCHAR *path)
{
    HANDLE file = CreateFileW(path, GENERIC_WRITE, 0, NULL, CREATE_NEW, FILE_ATTRIBUTE_HIDDEN, NULL);

    assert_ptr_not_equal(file, INVALID_HANDLE_VALUE);
    CloseHandle(file);
}

struct stored_job
{
    WCHAR key[GUID_NAME_SIZE + ARRAYSIZE(FILES_KEY)];
    WCHAR temporary_name[MAX_PATH];
};

/* Stores a job of one file, whose temporary file is there. */
static struct stored_job store_job(void)
{
    BG_FILE_INFO info = {remote, (WCHAR *)file_path(L"file")};
    struct stored_job stored;
    struct job *job;

    assert_hr(job_create(L"name", BG_JOB_TYPE_DOWNLOAD, &job), S_OK);
    assert_hr(job_add_files(job, &info, 1), S_OK);
    assert_non_null(job->owner.sid = string_copy(L"S-1-5-18"));
    assert_hr(queue_add(job), S_OK);
    assert_hr(save_job(job), S_OK);
    queue_remove(job);
    record_name_of_job(&job->id, stored.key);
    wcscpy(stored.temporary_name, job->files[0]->temporary_name);
    create_hidden_file(stored.temporary_name);
    job_release(job);
    return stored;
}

static void set_value(const WCHAR *key, const WCHAR *name, DWORD type, const void *data, DWORD size)
{
    assert_int_equal(RegSetKeyValueW(jobs, key, name, type, data, size), ERROR_SUCCESS);
}

static BOOL exists(const WCHAR *path)
{
    return GetFileAttributesW(path) != INVALID_FILE_ATTRIBUTES;
}

static void assert_loaded(size_t count)
{
    assert_hr(load_jobs(jobs), S_OK);
    assert_int_equal(queue_count(), count);
}

static void test_a_whole_record_is_loaded(void **state)
{
    struct stored_job stored = store_job();

    assert_loaded(1);
    assert_true(key_exists(stored.key));
    assert_true(exists(stored.temporary_name));
    DeleteFileW(stored.temporary_name);
}

static void test_a_discarded_record_goes_with_its_file(void **state)
{
    struct stored_job stored = store_job();

    set_number(stored.key, DISCARD, 1);
    assert_loaded(0);
    assert_false(key_exists(stored.key));
    assert_false(exists(stored.temporary_name));
}

/* The service was killed when it had made the key. */
static void test_an_empty_record_goes(void **state)
{
    static const WCHAR key[] = L"{1C2B3F57-6F5D-4CF0-8A35-0A4F1D3C7E12}";

    set_number(key, L"value", 1);
    assert_int_equal(RegDeleteKeyValueW(jobs, key, L"value"), ERROR_SUCCESS);
    assert_loaded(0);
    assert_false(key_exists(key));
}

static void damage(const struct stored_job *stored)
{
    set_value(stored->key, L"State", REG_SZ, L"x", sizeof(L"x"));
}

static void test_a_damaged_record_keeps_its_file(void **state)
{
    struct stored_job damaged = store_job(), whole = store_job();

    damage(&damaged);
    assert_loaded(1);
    assert_true(key_exists(damaged.key));
    assert_true(exists(damaged.temporary_name));
    DeleteFileW(damaged.temporary_name);
    DeleteFileW(whole.temporary_name);
}

/* A record cannot be made to delete something else. */
static void test_only_temporary_files_are_deleted(void **state)
{
    WCHAR text[3 * MAX_PATH], *end = text;
    struct stored_job stored = store_job();

    end += swprintf(end, MAX_PATH, L"RemoteName=%ls", remote) + 1;
    end += swprintf(end, MAX_PATH, L"LocalName=%ls", file_path(L"file")) + 1;
    end += swprintf(end, MAX_PATH, L"TemporaryName=precious.tmp") + 1;
    *end++ = 0;
    RegDeleteTreeW(jobs, stored.key);
    set_number(stored.key, DISCARD, 1);
    wcscat(stored.key, L"\\" FILES_KEY);
    set_value(stored.key, L"00000001", REG_MULTI_SZ, text, (end - text) * sizeof(*text));
    create_hidden_file(file_path(L"precious.tmp"));
    assert_loaded(0);
    assert_false(key_exists(stored.key));
    assert_true(DeleteFileW(file_path(L"precious.tmp")));
    DeleteFileW(stored.temporary_name);
}

static void test_all_can_be_discarded(void **state)
{
    struct stored_job damaged = store_job(), whole = store_job();

    damage(&damaged);
    assert_hr(discard_jobs(jobs), S_OK);
    assert_int_equal(queue_count(), 0);
    assert_false(key_exists(damaged.key));
    assert_false(key_exists(whole.key));
    assert_false(exists(damaged.temporary_name));
    assert_false(exists(whole.temporary_name));
}

#define store_unit_test(f) cmocka_unit_test_setup_teardown(f, start, stop)

int main(void)
{
    static const struct CMUnitTest tests[] =
    {
        store_unit_test(test_a_whole_record_is_loaded),
        store_unit_test(test_a_discarded_record_goes_with_its_file),
        store_unit_test(test_an_empty_record_goes),
        store_unit_test(test_a_damaged_record_keeps_its_file),
        store_unit_test(test_only_temporary_files_are_deleted),
        store_unit_test(test_all_can_be_discarded),
    };

    return cmocka_run_group_tests_name("discarded_records", tests, create_place, remove_place);
}
