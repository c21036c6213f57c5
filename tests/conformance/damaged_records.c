/* Records of jobs that are damaged while the service is away: they are set aside as they are, and the other jobs work.
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include "service_control.h"
#include <stdlib.h>
#include <wchar.h>
#include <bits1_5.h>

#define JOBS_KEY L"Software\\Microsoft\\Windows\\CurrentVersion\\BITS\\Jobs\\"
#define VALUE_SIZE_MAX 4096
#define KEY_SIZE_MAX (16 * 1024)

static const WCHAR job_key[] = L"", files_key[] = L"\\Files";

struct value
{
    DWORD type, size;
    BYTE data[VALUE_SIZE_MAX];
};

static void remove_value(HKEY key, const WCHAR *name, struct value *value)
{
    assert_int_equal(RegDeleteValueW(key, name), ERROR_SUCCESS);
}

static void write_value(HKEY key, const WCHAR *name, DWORD type, const void *data, DWORD size)
{
    assert_int_equal(RegSetValueExW(key, name, 0, type, data, size), ERROR_SUCCESS);
}

static void make_binary(HKEY key, const WCHAR *name, struct value *value)
{
    write_value(key, name, REG_BINARY, value->data, value->size);
}

static void make_string(HKEY key, const WCHAR *name, struct value *value)
{
    write_value(key, name, REG_SZ, value->data, value->size);
}

static void truncate(HKEY key, const WCHAR *name, struct value *value)
{
    write_value(key, name, value->type, value->data, value->size / 4 * 2);
}

static void make_empty(HKEY key, const WCHAR *name, struct value *value)
{
    write_value(key, name, value->type, NULL, 0);
}

/* What follows the last letter in memory may not be zero, else it is stored as well. */
static void remove_terminator(HKEY key, const WCHAR *name, struct value *value)
{
    value->data[value->size - sizeof(WCHAR)] = 'x';
    write_value(key, name, value->type, value->data, value->size - sizeof(WCHAR));
}

static void make_too_long(HKEY key, const WCHAR *name, struct value *value)
{
    WCHAR text[301];

    fill_text(text, 300);
    write_value(key, name, REG_SZ, text, sizeof(text));
}

static void append_bytes(HKEY key, const WCHAR *name, struct value *value)
{
    memset(value->data + value->size, 0, 4);
    write_value(key, name, value->type, value->data, value->size + 4);
}

static void write_2(HKEY key, const WCHAR *name, struct value *value)
{
    static const DWORD number = 2;

    write_value(key, name, REG_DWORD, &number, sizeof(number));
}

static const struct damage
{
    void (*damage)(HKEY key, const WCHAR *name, struct value *value);
    const WCHAR *key, *value;
    BOOL harmless; /* the job is there all the same */
} damages[] =
{
    {remove_value, job_key, L"Schema"},
    {write_2, job_key, L"Schema"}, /* of a later version */
    {make_binary, job_key, L"Schema"},
    {remove_value, job_key, L"Owner"},
    {remove_value, job_key, L"State"},
    {make_string, job_key, L"State"},
    {make_empty, job_key, L"State"},
    {truncate, job_key, L"State"},
    {remove_terminator, job_key, L"State"},
    {truncate, job_key, L"DisplayName"},
    {make_too_long, job_key, L"DisplayName"},
    {append_bytes, job_key, L"MinimumRetryDelay"},
    {make_string, job_key, L"Credentials"},
    {remove_value, files_key, L"00000001"},
    {remove_value, files_key, L"00000002"},
    {truncate, files_key, L"00000001"},
    {remove_value, job_key, L"DisplayName", TRUE},
    {truncate, job_key, L"Credentials", TRUE}, /* as they are where another Windows has encrypted them */
    {write_2, job_key, L"Unknown", TRUE},
};

/* A key and the key of files in it, byte for byte. */
struct key_copy
{
    size_t size;
    BYTE data[KEY_SIZE_MAX];
};

static struct damaged_job
{
    GUID id;
    struct value value;       /* what was damaged */
    struct key_copy key_copy; /* of the damaged record */
} damaged[ARRAYSIZE(damages)];

static GUID first, last; /* the jobs that are left whole */

/* Below the key of one job, whatever view of the registry a 32-bit program has. */
static HKEY open_key(const GUID *id, const WCHAR *subkey)
{
    WCHAR path[MAX_PATH] = JOBS_KEY;
    HKEY key;

    StringFromGUID2(id, path + wcslen(path), 39);
    wcscat(path, subkey);
    assert_int_equal(RegOpenKeyExW(HKEY_LOCAL_MACHINE, path, 0, KEY_ALL_ACCESS | KEY_WOW64_64KEY, &key), ERROR_SUCCESS);
    return key;
}

static void append(struct key_copy *copy, const void *data, size_t size)
{
    assert_true(copy->size + size <= KEY_SIZE_MAX);
    memcpy(copy->data + copy->size, data, size);
    copy->size += size;
}

static void copy_values(const GUID *id, const WCHAR *subkey, struct key_copy *copy)
{
    HKEY key = open_key(id, subkey);
    struct value value;
    DWORD i, name_size;
    WCHAR name[64];

    for (i = 0;; i++)
    {
        name_size = ARRAYSIZE(name);
        value.size = sizeof(value.data);
        if (RegEnumValueW(key, i, name, &name_size, NULL, &value.type, value.data, &value.size))
            break;
        append(copy, name, name_size * sizeof(*name));
        append(copy, &value, offsetof(struct value, data) + value.size);
    }
    assert_true(i);
    RegCloseKey(key);
}

static void copy_key(const GUID *id, struct key_copy *copy)
{
    copy->size = 0;
    copy_values(id, job_key, copy);
    copy_values(id, files_key, copy);
}

static void read_value(HKEY key, const WCHAR *name, struct value *value)
{
    value->size = sizeof(value->data);
    if (RegQueryValueExW(key, name, NULL, &value->type, value->data, &value->size))
        value->type = REG_NONE;
}

static void do_damage(const struct damage *damage, struct damaged_job *job)
{
    HKEY key = open_key(&job->id, damage->key);
    struct value copy;

    read_value(key, damage->value, &job->value);
    copy = job->value;
    damage->damage(key, damage->value, &copy);
    RegCloseKey(key);
    copy_key(&job->id, &job->key_copy);
}

static void repair(const struct damage *damage, const struct damaged_job *job)
{
    HKEY key = open_key(&job->id, damage->key);

    if (job->value.type != REG_NONE)
        write_value(key, damage->value, job->value.type, job->value.data, job->value.size);
    RegCloseKey(key);
}

static void set_credentials(IBackgroundCopyJob *job)
{
    static WCHAR name[] = L"name", password[] = L"password";
    BG_AUTH_CREDENTIALS credentials = {BG_AUTH_TARGET_SERVER, BG_AUTH_SCHEME_BASIC, {{name, password}}};
    IBackgroundCopyJob2 *job2;

    assert_hr(IBackgroundCopyJob_QueryInterface(job, &IID_IBackgroundCopyJob2, (void **)&job2), S_OK);
    assert_hr(IBackgroundCopyJob2_SetCredentials(job2, &credentials), S_OK);
    IBackgroundCopyJob2_Release(job2);
}

/* A job that has what is damaged. The fixture does not hold it, since it is not always there. */
static GUID create_record(struct bits_test *test)
{
    IBackgroundCopyJob *job;
    GUID id;

    assert_hr(IBackgroundCopyManager_CreateJob(test->manager, L"name", BG_JOB_TYPE_DOWNLOAD, &id, &job), S_OK);
    assert_hr(IBackgroundCopyJob_SetMinimumRetryDelay(job, 1234), S_OK);
    set_credentials(job);
    add_file(test, job, "/first", L"first");
    add_file(test, job, "/second", L"second");
    IBackgroundCopyJob_Release(job);
    return id;
}

static IBackgroundCopyJob *find_job(struct bits_test *test, const GUID *id)
{
    IBackgroundCopyJob *job = NULL;
    HRESULT hr = IBackgroundCopyManager_GetJob(test->manager, id, &job);

    assert_hr(hr, job ? S_OK : BG_E_NOT_FOUND);
    return job;
}

static BOOL has_job(struct bits_test *test, const GUID *id)
{
    IBackgroundCopyJob *job = find_job(test, id);

    if (job)
        IBackgroundCopyJob_Release(job);
    return job != NULL;
}

static ULONG count_jobs(struct bits_test *test)
{
    IEnumBackgroundCopyJobs *jobs;
    ULONG count;

    assert_hr(IBackgroundCopyManager_EnumJobs(test->manager, 0, &jobs), S_OK);
    assert_hr(IEnumBackgroundCopyJobs_GetCount(jobs, &count), S_OK);
    IEnumBackgroundCopyJobs_Release(jobs);
    return count;
}

static void start_again(struct bits_test *test, SC_HANDLE service)
{
    start_service(service);
    IBackgroundCopyManager_Release(test->manager);
    test->manager = create_manager();
}

/* What is damaged is not there, and is left alone; the others are there. */
static void check_jobs(struct bits_test *test, ULONG others)
{
    static struct key_copy now;
    ULONG harmless = 0;
    size_t i;

    for (i = 0; i < ARRAYSIZE(damages); i++)
    {
        harmless += damages[i].harmless;
        if (has_job(test, &damaged[i].id) != damages[i].harmless)
            fail_msg("damage %u of the table: the job is %sthere", (unsigned int)i, damages[i].harmless ? "not " : "");
        copy_key(&damaged[i].id, &now);
        if (now.size != damaged[i].key_copy.size || memcmp(now.data, damaged[i].key_copy.data, now.size))
            fail_msg("damage %u of the table: the record has changed", (unsigned int)i);
    }
    assert_int_equal(count_jobs(test), others + harmless);
}

static void check_download(struct bits_test *test, const GUID *id)
{
    IBackgroundCopyJob *job = find_job(test, id);

    assert_non_null(job);
    hold_job(test, job);
    download(job);
    assert_file_is_pattern(test, L"file", 1000, 1);
}

static GUID create_download(struct bits_test *test)
{
    IBackgroundCopyJob *job = create_job(test);

    serve_pattern(test, "/file", 1000, 1);
    add_file(test, job, "/file", L"file");
    return get_id(job);
}

static void check_repaired(struct bits_test *test)
{
    IBackgroundCopyJob *job;
    size_t i;

    for (i = 0; i < ARRAYSIZE(damages); i++)
    {
        job = find_job(test, &damaged[i].id);
        assert_non_null(job);
        assert_int_equal(count_files(job), 2);
        IBackgroundCopyJob_Release(job);
    }
}

/* One job for each damage, between two that are whole. The layout of the registry is that of this service. */
static void test_damaged_records_are_set_aside(void **state)
{
    struct bits_test *test = *state;
    SC_HANDLE service = open_service(SERVICE_START | SERVICE_STOP);
    ULONG others = count_jobs(test);
    size_t i;

    if (!is_wine())
        skip();
    first = create_download(test);
    for (i = 0; i < ARRAYSIZE(damages); i++)
        damaged[i].id = create_record(test);
    last = get_id(create_job(test));
    stop_service(service);
    for (i = 0; i < ARRAYSIZE(damages); i++)
        do_damage(&damages[i], &damaged[i]);
    start_again(test, service);
    check_jobs(test, others + 2);
    assert_true(has_job(test, &last));
    check_download(test, &first);
    stop_service(service);
    start_again(test, service);
    check_jobs(test, others + 1);
    stop_service(service);
    for (i = 0; i < ARRAYSIZE(damages); i++)
        repair(&damages[i], &damaged[i]);
    start_again(test, service);
    check_repaired(test);
    CloseServiceHandle(service);
}

/* A record that a failed test has left damaged is none of a job that can be cancelled. */
static void remove_record(const GUID *id)
{
    WCHAR path[MAX_PATH] = JOBS_KEY;
    HKEY key;

    StringFromGUID2(id, path + wcslen(path), 39);
    if (RegOpenKeyExW(HKEY_LOCAL_MACHINE, path, 0, KEY_ALL_ACCESS | KEY_WOW64_64KEY, &key))
        return;
    RegDeleteTreeW(key, NULL);
    RegCloseKey(key);
}

static void cancel_job(struct bits_test *test, const GUID *id)
{
    IBackgroundCopyJob *job;

    if (IBackgroundCopyManager_GetJob(test->manager, id, &job) != S_OK)
        return;
    IBackgroundCopyJob_Cancel(job);
    IBackgroundCopyJob_Release(job);
}

/* The fixture only knows what the jobs were before the service was stopped. */
static int remove_jobs(void **state)
{
    size_t i;

    cancel_job(*state, &first);
    cancel_job(*state, &last);
    for (i = 0; i < ARRAYSIZE(damages); i++)
    {
        cancel_job(*state, &damaged[i].id);
        remove_record(&damaged[i].id);
    }
    return bits_test_teardown(state);
}

int main(void)
{
    static const struct CMUnitTest tests[] =
    {
        cmocka_unit_test_setup_teardown(test_damaged_records_are_set_aside, bits_test_setup, remove_jobs),
    };

    return cmocka_run_group_tests_name("damaged_records", tests, bits_program_setup, bits_program_teardown);
}
