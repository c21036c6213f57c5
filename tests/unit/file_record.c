/* Files as values of the registry: what is stored comes back, and what is damaged is refused.
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include <stdlib.h>
#include <string.h>

#include "record_test.h"
#include "store/file_record.h"

#define NAME L"00000001"

static void encode(const struct file *file, struct values *values)
{
    file_record_encode(file, NAME, values);
    assert_false(values->failed);
    assert_int_equal(values->count, 1);
}

static struct file *load_from(struct job *job, const struct values *values)
{
    assert_hresult(file_record_decode(job, &values->items[0]), S_OK);
    return job->files[job->file_count - 1];
}

/* Adds it to the same job. */
static struct file *store_and_load(const struct file *file)
{
    struct values values = {NULL};
    struct file *loaded;

    encode(file, &values);
    loaded = load_from(file->job, &values);
    values_free(&values);
    return loaded;
}

static void test_a_plain_file_comes_back(void **state)
{
    struct file *file = add_plain_file(*state);

    assert_same_file(store_and_load(file), file);
}

static void test_each_setting_comes_back(void **state)
{
    struct file *file;
    size_t i;

    for (i = 0; i < file_setting_count; i++)
    {
        file = add_plain_file(*state);
        file_settings[i].set(file);
        assert_same_file(store_and_load(file), file);
    }
}

static void test_many_settings_come_back(void **state)
{
    struct file *file = add_file_in_progress(*state);

    assert_same_file(store_and_load(file), file);
    file = add_finished_file(*state);
    assert_same_file(store_and_load(file), file);
}

/* An empty file has a size. */
static void test_an_empty_file_comes_back(void **state)
{
    struct file *file = add_plain_file(*state);

    file->remote_size = file->bytes_total = 0;
    assert_same_file(store_and_load(file), file);
}

/* Before the size is known, up to the end may be asked for. */
static void test_an_open_end_comes_back(void **state)
{
    struct file *file = add_plain_file(*state);

    range_set_add(&file->requested, 100, BG_SIZE_UNKNOWN);
    range_set_copy(&file->awaited, &file->requested);
    assert_same_file(store_and_load(file), file);
}

/* What the registry has already is not written again. */
static void test_a_loaded_file_is_not_marked(void **state)
{
    assert_false(store_and_load(add_plain_file(*state))->marked);
}

static BOOL begins_with(const WCHAR *line, const WCHAR *name)
{
    while (*name && *line == *name)
    {
        line++;
        name++;
    }
    return !*name && *line == '=';
}

static BOOL has_line(const struct values *values, const WCHAR *name)
{
    const WCHAR *line = (const WCHAR *)values->items[0].data;

    while (*line && !begins_with(line, name))
        line += lstrlenW(line) + 1;
    return *line != 0;
}

static void test_each_setting_has_its_line(void **state)
{
    struct values plain = {NULL};
    size_t i;

    encode(add_plain_file(*state), &plain);
    for (i = 0; i < file_setting_count; i++)
    {
        struct file *file = add_plain_file(*state);
        struct values values = {NULL};

        file_settings[i].set(file);
        encode(file, &values);
        assert_true(has_line(&values, file_settings[i].line));
        assert_false(has_line(&plain, file_settings[i].line));
        values_free(&values);
    }
    values_free(&plain);
}

#define LOCAL_NAME L"LocalName=C:\\folder\\file"
#define REMOTE_NAME L"RemoteName=http://server/file"

/* A file with these lines more. */
static void make_file(const WCHAR *line, const WCHAR *other, struct values *values)
{
    const WCHAR *lines[] = {REMOTE_NAME, LOCAL_NAME, line, other, NULL};

    make_lines(NAME, lines, values);
}

static void test_unknown_lines_are_kept(void **state)
{
    struct values values = {NULL}, again = {NULL};

    make_file(L"Future=1", L"Later=", &values);
    encode(load_from(*state, &values), &again);
    assert_int_equal(values.items[0].size, again.items[0].size);
    assert_memory_equal(values.items[0].data, again.items[0].data, again.items[0].size);
    values_free(&values);
    values_free(&again);
}

static void assert_refused(const struct value *damaged, const char *how)
{
    HRESULT hr = try_file(damaged);

    if (hr != INVALID_DATA)
        fail_msg("%s (type %u, %u bytes): %#x", how, (unsigned int)damaged->type, (unsigned int)damaged->size,
                (unsigned int)hr);
    free(file_record_temporary_name(damaged));
}

/* So that the registry gets it only encrypted. */
static void test_a_password_in_the_name_is_a_secret(void **state)
{
    struct file *file = add_plain_file(*state);
    struct values values = {NULL};

    encode(file, &values);
    assert_false(values.items[0].secret);
    values_free(&values);
    memset(&values, 0, sizeof(values));
    assert_hresult(file_set_remote_name(file, L"http://name:word@server/file"), S_OK);
    encode(file, &values);
    assert_true(values.items[0].secret);
    assert_same_file(load_from(file->job, &values), file);
    values_free(&values);
}

static void test_each_damaged_value_is_refused(void **state)
{
    struct values values = {NULL};
    size_t i;

    encode(add_file_in_progress(*state), &values);
    file_record_encode(add_finished_file(*state), NAME, &values);
    for (i = 0; i < values.count; i++)
    {
        assert_hresult(try_file(&values.items[i]), S_OK);
        damage_value(&values.items[i], assert_refused);
    }
    values_free(&values);
}

static HRESULT try_lines(const WCHAR *const *lines)
{
    struct values values = {NULL};
    HRESULT hr;

    make_lines(NAME, lines, &values);
    hr = try_file(&values.items[0]);
    values_free(&values);
    return hr;
}

static void test_names(void **state)
{
    static const struct
    {
        const WCHAR *lines[3];
        HRESULT expected;
    } names[] =
    {
        {{REMOTE_NAME, LOCAL_NAME}, S_OK},
        {{REMOTE_NAME}, INVALID_DATA},
        {{LOCAL_NAME}, INVALID_DATA},
        {{LOCAL_NAME, LOCAL_NAME}, INVALID_DATA},
        {{REMOTE_NAME, L"LocalName=file"}, INVALID_DATA},
        {{REMOTE_NAME, L"LocalName=C:\\folder\\NUL"}, INVALID_DATA},
        {{REMOTE_NAME, L"LocalName="}, INVALID_DATA},
    };
    size_t i;

    for (i = 0; i < ARRAYSIZE(names); i++)
    {
        if (try_lines(names[i].lines) != names[i].expected)
            fail_msg("names %zu of the table", i);
    }
}

struct lines_row
{
    const WCHAR *line, *other;
};

static void check_rows(const struct lines_row *rows, size_t count, HRESULT expected)
{
    struct values values = {NULL};
    size_t i;

    for (i = 0; i < count; i++)
    {
        make_file(rows[i].line, rows[i].other, &values);
        if (try_file(&values.items[0]) != expected)
            fail_msg("row %zu of the table: not %#x", i, (unsigned int)expected);
        values_free(&values);
    }
}

static void test_lines(void **state)
{
    static const struct lines_row good[] =
    {
        {L"RemoteSize=0"},
        {L"Validator=", L"ResponseHeaders="},
        {L"Ranges=5,5 0,5", L"RemoteSize=10"},
        {L"Ranges=18446744073709551614,eof"},
        {L"Filled=0,10", L"BytesTotal=10"},
        {L"Transferred=1", L"BytesTotal=0"},
        {L"Requested=0,10", L"RemoteSize=10"},
        {L"Requested=0,eof"},
        {L"Announced=1"},
    };

    check_rows(good, ARRAYSIZE(good), S_OK);
}

static void test_damaged_lines(void **state)
{
    static const struct lines_row bad[] =
    {
        {L"no name"},
        {L"=1"},
        {L"Valid=2"},
        {L"Valid=1", L"Valid=1"},
        {L"RemoteSize="},
        {L"RemoteSize=1 "},
        {L"RemoteSize=-1"},
        {L"RemoteSize=18446744073709551616"},
        {L"Validator=\x0100"},
        {L"Validator=a\rb"},
        {L"Validator=a\nA: b"},
        {L"Validator=a\x7f"},
        {L"Ranges="},
        {L"Ranges=0"},
        {L"Ranges=0,"},
        {L"Ranges=0,1 "},
        {L"Ranges=0,1,2"},
        {L"Ranges=0,eo"},
        {L"Ranges=0,end"},
        {L"Ranges=0,0"},
        {L"Ranges=0,10 5,10"},
        {L"Ranges=18446744073709551615,1"},
        {L"Ranges=0,11", L"RemoteSize=10"},
        {L"Ranges=10,eof", L"RemoteSize=10"},
        {L"Ranges=0,eof", L"RemoteSize=0"},
        {L"Filled=0,10 10,1"},
        {L"Filled=10,1 0,1"},
        {L"Filled=0,0"},
        {L"Filled=0,eof"},
        {L"Filled=1,18446744073709551614"},
        {L"Filled=2,18446744073709551614"},
        {L"Filled=0,11", L"RemoteSize=10"},
        {L"Filled=0,6", L"Ranges=0,5"},
        {L"Filled=0,1", L"Transferred=1"},
        {L"Requested=0,11", L"RemoteSize=10"},
        {L"Requested=0,1", L"Ranges=0,1"},
        {L"BytesTotal=18446744073709551615"},
        {L"Transferred=1"},
        {L"Completed=1", L"BytesTotal=1"},
    };

    check_rows(bad, ARRAYSIZE(bad), INVALID_DATA);
}

/* Damage never makes it the name of somebody else's file: at the start such files are deleted. */
static void test_temporary_names(void **state)
{
    static const struct lines_row good[] =
    {
        {L"TemporaryName=BIT01234567.tmp"},
        {L"TemporaryName=BITABCDEF.tmp"},
    };
    static const struct lines_row bad[] =
    {
        {L"TemporaryName="},
        {L"TemporaryName=file"},
        {L"TemporaryName=BIT.tmp"},
        {L"TemporaryName=BIT1.tmp.exe"},
        {L"TemporaryName=BIT1.tm"},
        {L"TemporaryName=BIT1"},
        {L"TemporaryName=BITabcdef.tmp"},
        {L"TemporaryName=BIT1.TMP"},
        {L"TemporaryName=BIT1\\1.tmp"},
        {L"TemporaryName=..\\BIT1.tmp"},
        {L"TemporaryName=C:\\folder\\BIT1.tmp"},
    };

    check_rows(good, ARRAYSIZE(good), S_OK);
    check_rows(bad, ARRAYSIZE(bad), INVALID_DATA);
}

/* Only the folder may be another. */
static void test_real_names(void **state)
{
    static const struct lines_row good[] =
    {
        {L"RealName=D:\\real\\file"},
        {L"RealName=\\\\?\\unix\\real\\file"},
    };
    static const struct lines_row bad[] =
    {
        {L"RealName="},
        {L"RealName=D:\\real\\other"},
        {L"RealName=D:\\real\\file\\"},
        {L"RealName=D:\\real\\file:stream"},
    };

    check_rows(good, ARRAYSIZE(good), S_OK);
    check_rows(bad, ARRAYSIZE(bad), INVALID_DATA);
}

static void test_the_temporary_name_of_a_record(void **state)
{
    struct values values = {NULL};
    WCHAR *name;

    make_file(L"TemporaryName=BIT1.tmp", L"Filled=damaged", &values);
    make_file(L"TemporaryName=BIT1.exe", NULL, &values);
    make_file(NULL, NULL, &values);
    make_file(L"TemporaryName=BIT1.tmp", L"RealName=D:\\real\\file", &values);
    name = file_record_temporary_name(&values.items[0]);
    assert_true(same_text(name, L"C:\\folder\\BIT1.tmp"));
    free(name);
    assert_null(file_record_temporary_name(&values.items[1]));
    assert_null(file_record_temporary_name(&values.items[2]));
    name = file_record_temporary_name(&values.items[3]);
    assert_true(same_text(name, L"D:\\real\\BIT1.tmp"));
    free(name);
    values_free(&values);
}

/* ne-bits-bg_job_type */
static void test_an_upload_has_one_file(void **state)
{
    struct job *job = *state;
    struct values values = {NULL};

    job->type = BG_JOB_TYPE_UPLOAD;
    make_file(NULL, NULL, &values);
    assert_hresult(file_record_decode(job, &values.items[0]), S_OK);
    assert_hresult(file_record_decode(job, &values.items[0]), INVALID_DATA);
    values_free(&values);
}

static int create_test_job(void **state)
{
    start_queue(state);
    *state = create_plain_job();
    return 0;
}

#define file_test(f) cmocka_unit_test_setup_teardown(f, create_test_job, stop_queue_with_job)

int main(void)
{
    static const struct CMUnitTest tests[] =
    {
        file_test(test_a_plain_file_comes_back),
        file_test(test_each_setting_comes_back),
        file_test(test_many_settings_come_back),
        file_test(test_an_empty_file_comes_back),
        file_test(test_an_open_end_comes_back),
        file_test(test_a_loaded_file_is_not_marked),
        file_test(test_each_setting_has_its_line),
        file_test(test_unknown_lines_are_kept),
        file_test(test_a_password_in_the_name_is_a_secret),
        file_test(test_each_damaged_value_is_refused),
        file_test(test_names),
        file_test(test_lines),
        file_test(test_damaged_lines),
        file_test(test_temporary_names),
        file_test(test_real_names),
        file_test(test_the_temporary_name_of_a_record),
        file_test(test_an_upload_has_one_file),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
