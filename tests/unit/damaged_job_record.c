/* Damaged records of jobs: what is no value of its kind is refused.
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include <stdlib.h>

#include "record_test.h"
#include "store/job_record.h"

/* The job that the damage below is done to, and which of its values. */
static struct values full;
static size_t damaged_index;

static int encode_full_job(void **state)
{
    struct job *job = create_full_job();

    job_record_encode(job, &full);
    job_release(job);
    return full.failed;
}

static int free_full_job(void **state)
{
    values_free(&full);
    return 0;
}

static HRESULT try_instead(const struct value *value)
{
    struct value saved = full.items[damaged_index];
    HRESULT hr;

    full.items[damaged_index] = *value;
    hr = try_job(&full);
    full.items[damaged_index] = saved;
    return hr;
}

static void assert_refused(const struct value *damaged, const char *how)
{
    HRESULT hr = try_instead(damaged);

    if (hr != INVALID_DATA)
        fail_msg("value %zu %s (type %u, %u bytes): %#x", damaged_index, how, (unsigned int)damaged->type,
                (unsigned int)damaged->size, (unsigned int)hr);
}

static void test_each_damaged_value_is_refused(void **state)
{
    assert_int_equal(full.count, job_setting_count + 1); /* and the schema */
    assert_hresult(try_job(&full), S_OK);
    for (damaged_index = 0; damaged_index < full.count; damaged_index++)
        damage_value(&full.items[damaged_index], assert_refused);
}

/* It is as if it were never set, but a job is of some schema, is somebody's, and is in some state. */
static void test_each_value_may_be_missing(void **state)
{
    for (damaged_index = 0; damaged_index < full.count; damaged_index++)
    {
        WCHAR *name = full.items[damaged_index].name;
        HRESULT expected = is_always_stored(name) ? INVALID_DATA : S_OK;

        full.items[damaged_index].name = string_copy(L"Other");
        assert_hresult(try_job(&full), expected);
        free(full.items[damaged_index].name);
        full.items[damaged_index].name = name;
    }
}

static void test_nothing_at_all(void **state)
{
    struct values none = {NULL};

    assert_hresult(try_job(&none), INVALID_DATA);
}

/* Whatever the other values mean to it. */
static void test_a_newer_schema(void **state)
{
    struct values values = {NULL};

    values_add_number(&values, L"Schema", RECORD_SCHEMA + 1);
    values_add_string(&values, L"State", L"other");
    assert_hresult(try_job(&values), HRESULT_FROM_WIN32(ERROR_UNKNOWN_REVISION));
    values_free(&values);
}

static void remove_value(struct values *values, const WCHAR *name)
{
    size_t i;

    for (i = 0; i < values->count && !same_text(values->items[i].name, name); i++)
        ;
    if (i < values->count)
        values_remove(values, i);
}

/* What a plain job becomes with another value. */
static HRESULT try_with(const struct value *value)
{
    struct job *job = create_plain_job();
    struct values values = {NULL};
    HRESULT hr;

    job_record_encode(job, &values);
    remove_value(&values, value->name);
    values_add(&values, value->name, value->type, value->data, value->size);
    hr = try_job(&values);
    values_free(&values);
    job_release(job);
    return hr;
}

static void test_numbers(void **state)
{
    static const struct
    {
        const WCHAR *name;
        DWORD number;
        HRESULT expected;
    } numbers[] =
    {
        {L"Schema", 0, INVALID_DATA},
        {L"MinimumRetryDelay", MAXDWORD, S_OK},
        {L"NoProgressTimeout", MAXDWORD, S_OK},
        {L"MaximumDownloadTime", MAXDWORD, S_OK},
        {L"NotifyInterval", MAXDWORD, S_OK},
        {L"FileAclFlags", BG_COPY_FILE_ALL, S_OK},
        {L"FileAclFlags", 16, INVALID_DATA},
        {L"PeerCachingFlags", 7, S_OK},
        {L"PeerCachingFlags", 8, INVALID_DATA},
        {L"NotifyFlags", 0x3f & ~0x10, S_OK},
        {L"NotifyFlags", 0x80, INVALID_DATA},
        {L"SecurityFlags", 0x300, INVALID_DATA},
        {L"DynamicContent", 2, INVALID_DATA},
        {L"HighPerformance", 2, INVALID_DATA},
        {L"OnDemandMode", 2, INVALID_DATA},
        {L"HelperTokenFlags", 3, S_OK},
        {L"HelperTokenFlags", 4, INVALID_DATA},
        {L"UseStoredCredentials", BG_AUTH_TARGET_SERVER, INVALID_DATA},
    };
    size_t i;

    for (i = 0; i < ARRAYSIZE(numbers); i++)
    {
        struct value value = {(WCHAR *)numbers[i].name, REG_DWORD, (BYTE *)&numbers[i].number, sizeof(DWORD)};

        if (try_with(&value) != numbers[i].expected)
            fail_msg("number %zu of the table", i);
    }
}

static HRESULT try_text(const WCHAR *name, const WCHAR *text)
{
    struct value value = {(WCHAR *)name, REG_SZ, (BYTE *)text, (lstrlenW(text) + 1) * sizeof(*text)};

    return try_with(&value);
}

static void test_texts(void **state)
{
    static const struct
    {
        const WCHAR *name, *text;
        HRESULT expected;
    } texts[] =
    {
        {L"Type", L"Upload", S_OK},
        {L"Type", L"upload", INVALID_DATA},
        {L"Type", L"", INVALID_DATA},
        {L"Priority", L"Low", S_OK},
        {L"Priority", L"Lowest", INVALID_DATA},
        {L"HttpMethod", L"GET POST", INVALID_DATA},
        {L"HttpMethod", L"", INVALID_DATA},
        {L"ReplyFileName", L"reply", INVALID_DATA},
        {L"NotifyClsid", L"{01234567-89ab-cdef-0102-030405060708}", S_OK},
        {L"NotifyClsid", L"01234567-89ab-cdef-0102-030405060708", INVALID_DATA},
        {L"NotifyClsid", L"{01234567-89ab-cdef-0102-03040506070}8", INVALID_DATA},
    };
    size_t i;

    for (i = 0; i < ARRAYSIZE(texts); i++)
    {
        if (try_text(texts[i].name, texts[i].text) != texts[i].expected)
            fail_msg("text %zu of the table", i);
    }
}

static void fill(WCHAR *text, size_t length)
{
    while (length)
        text[--length] = 'x';
}

static void test_texts_that_are_too_long(void **state)
{
    WCHAR text[DESCRIPTION_MAX + 2] = {0};

    fill(text, DISPLAY_NAME_MAX);
    assert_hresult(try_text(L"DisplayName", text), S_OK);
    fill(text, DISPLAY_NAME_MAX + 1);
    assert_hresult(try_text(L"DisplayName", text), INVALID_DATA);
    fill(text, DESCRIPTION_MAX);
    assert_hresult(try_text(L"Description", text), S_OK);
    fill(text, DESCRIPTION_MAX + 1);
    assert_hresult(try_text(L"Description", text), INVALID_DATA);
}

static HRESULT try_lines(const WCHAR *name, const WCHAR *const *lines)
{
    struct values made = {NULL};
    HRESULT hr;

    make_lines(name, lines, &made);
    hr = try_with(&made.items[0]);
    values_free(&made);
    return hr;
}

struct text_lines
{
    const WCHAR *value;
    const WCHAR *lines[5];
};

static void check_lines(const struct text_lines *rows, size_t count, HRESULT expected)
{
    size_t i;

    for (i = 0; i < count; i++)
    {
        if (try_lines(rows[i].value, rows[i].lines) != expected)
            fail_msg("lines %zu of the table: not %#x", i, (unsigned int)expected);
    }
}

static void test_lines(void **state)
{
    static const struct text_lines good[] =
    {
        {L"Owner", {L"Sid=S-1-1-0", L"Future=1"}},
        {L"Proxy", {L"Usage=NoProxy"}},
        {L"Proxy", {L"Usage=Override", L"List="}},
        {L"NotifyCommandLine", {L"Parameters=a b"}},
        {L"Group", {L"QueueManager=1"}},
        {L"Credentials", {L"Server.Basic=\t", L"Proxy.Negotiate="}},
        {L"CustomHeaders", {L"Headers="}},
        {L"ClientCertificate", {L"Location=Users", L"Store=MY", L"Subject=",
            L"Hash=0123456789abcdef0123456789abcdef01234567"}},
    };

    check_lines(good, ARRAYSIZE(good), S_OK);
}

static void test_damaged_lines(void **state)
{
    static const struct text_lines bad[] =
    {
        {L"Owner", {L"Sid"}},
        {L"Owner", {L"=S-1-1-0"}},
        {L"Owner", {L"Elevated=1"}},
        {L"Owner", {L"Sid=S-1-1-0", L"Sid=S-1-1-0"}},
        {L"Owner", {L"Sid=S-1-1-0", L"Elevated=2"}},
        {L"Owner", {L"Sid=S-1-1-0", L"Exempt="}},
        {L"Owner", {L"Sid=S-1-1-0", L"IntegrityLevel=0x100000000"}},
        {L"Owner", {L"Sid=S-1-1-0", L"IntegrityLevel=-1"}},
        {L"Proxy", {L"Usage=Override"}},
        {L"Proxy", {L"Usage=Other"}},
        {L"Proxy", {L"List=proxy"}},
        {L"Group", {L"NotifyFlags=1"}},
        {L"Group", {L"QueueManager=1", L"Job=1"}},
        {L"Credentials", {L"Server.Basic="}},
        {L"Credentials", {L"Server.Basic=name"}},
        {L"Credentials", {L"Server.Basic=na\nme\tpassword"}},
        {L"CustomHeaders", {L"Headers=A"}},
        {L"ClientCertificate", {L"Store=MY", L"Subject=", L"Hash=0123456789abcdef0123456789abcdef01234567"}},
        {L"ClientCertificate", {L"Location=Users", L"Store=MY", L"Subject=", L"Hash=01"}},
        {L"ClientCertificate", {L"Location=Users", L"Store=MY", L"Subject="}},
        {L"ClientCertificate", {L"Location=Users", L"Store=MY", L"Subject=",
            L"Hash=x123456789abcdef0123456789abcdef01234567"}},
    };

    check_lines(bad, ARRAYSIZE(bad), INVALID_DATA);
}

#define DATE L"2026-02-28T23:59:59.0000000Z"

/* A state with one line more. */
static HRESULT try_state(const WCHAR *name, const WCHAR *line)
{
    const WCHAR *lines[] = {name, L"Created=" DATE, L"Modified=" DATE, line, NULL};

    return try_lines(L"State", lines);
}

static void test_lines_of_the_state(void **state)
{
    static const WCHAR *const bad[] =
    {
        L"Transferred=2026-02-30T00:00:00.0000000Z",
        L"Transferred=2026-02-28T00:00:00Z",
        L"Transferred=2026-02-28T00:00:00.0000000",
        L"Transferred=60000-02-28T00:00:00.0000000Z",
        L"Transferred=99999-02-28T00:00:00.0000000Z",
        L"Transferred=1601-01-01T00:00:00.0000000Z",
        L"Transferred=1600-02-28T00:00:00.0000000Z",
        L"Retry=",
        L"Stalled=yesterday",
        L"Resumed=yes",
        L"DownloadTime=18446744073709551616",
        L"DownloadTime=1x",
        L"DownloadTime=0x",
        L"ErrorContext=Nowhere",
        L"ErrorCode=0x180190194",
        L"ErrorCount=4294967296",
        L"Modified=" DATE,
    };
    static const WCHAR *const good[] = {L"DownloadTime=18446744073709551615", L"Future=1", L"ErrorContext=Transport"};
    size_t i;

    for (i = 0; i < ARRAYSIZE(bad); i++)
        assert_hresult(try_state(L"State=Suspended", bad[i]), INVALID_DATA);
    for (i = 0; i < ARRAYSIZE(good); i++)
        assert_hresult(try_state(L"State=Suspended", good[i]), S_OK);
}

/* A job that has ended has no record, and one in an error state tells its error. */
static void test_states_that_no_job_is_in(void **state)
{
    assert_hresult(try_state(L"State=Error", L"ErrorCode=0x80004005"), S_OK);
    assert_hresult(try_state(L"State=Error", L"ErrorCode=0x00000000"), INVALID_DATA);
    assert_hresult(try_state(L"State=TransientError", NULL), INVALID_DATA);
    assert_hresult(try_state(L"State=Acknowledged", NULL), INVALID_DATA);
    assert_hresult(try_state(L"State=Cancelled", NULL), INVALID_DATA);
    assert_hresult(try_state(L"State=", NULL), INVALID_DATA);
    assert_hresult(try_state(L"Stat=Suspended", NULL), INVALID_DATA);
}

int main(void)
{
    static const struct CMUnitTest tests[] =
    {
        queue_unit_test(test_each_damaged_value_is_refused),
        queue_unit_test(test_each_value_may_be_missing),
        queue_unit_test(test_nothing_at_all),
        queue_unit_test(test_a_newer_schema),
        queue_unit_test(test_numbers),
        queue_unit_test(test_texts),
        queue_unit_test(test_texts_that_are_too_long),
        queue_unit_test(test_lines),
        queue_unit_test(test_damaged_lines),
        queue_unit_test(test_lines_of_the_state),
        queue_unit_test(test_states_that_no_job_is_in),
    };

    return cmocka_run_group_tests(tests, encode_full_job, free_full_job);
}
