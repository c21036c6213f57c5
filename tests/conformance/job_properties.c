/* IBackgroundCopyJob: name, description, progress and times.
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include <wchar.h>

#include "bits_test.h"

/* SetDisplayName's page names both codes for a name that is too long. */
static BOOL is_too_long(HRESULT hr)
{
    return hr == E_INVALIDARG || hr == BG_E_STRING_TOO_LONG;
}

/* nf-bits-ibackgroundcopyjob-setdisplayname: 256 characters; a refused name changes nothing. */
static void test_SetDisplayName_limits_the_name(void **state)
{
    static const size_t lengths[] = {0, 1, 255, 256};
    IBackgroundCopyJob *job = create_job(*state);
    WCHAR name[4097], *got;
    size_t i;

    for (i = 0; i < ARRAYSIZE(lengths); ++i)
    {
        fill_text(name, lengths[i]);
        assert_hr(IBackgroundCopyJob_SetDisplayName(job, name), S_OK);
        assert_hr(IBackgroundCopyJob_GetDisplayName(job, &got), S_OK);
        assert_task_string(got, name);
    }
    fill_text(name, 257);
    assert_true(is_too_long(IBackgroundCopyJob_SetDisplayName(job, name)));
    fill_text(name, 4096);
    assert_true(is_too_long(IBackgroundCopyJob_SetDisplayName(job, name)));
    fill_text(name, 256);
    assert_hr(IBackgroundCopyJob_GetDisplayName(job, &got), S_OK);
    assert_task_string(got, name);
}

/* nf-bits-ibackgroundcopyjob-setdescription: 1024 characters. */
static void test_SetDescription_limits_the_text(void **state)
{
    static const size_t lengths[] = {1, 1023, 1024, 0};
    IBackgroundCopyJob *job = create_job(*state);
    WCHAR description[1026], *got;
    size_t i;

    for (i = 0; i < ARRAYSIZE(lengths); ++i)
    {
        fill_text(description, lengths[i]);
        assert_hr(IBackgroundCopyJob_SetDescription(job, description), S_OK);
        assert_hr(IBackgroundCopyJob_GetDescription(job, &got), S_OK);
        assert_task_string(got, description);
    }
    fill_text(description, 1025);
    assert_hr(IBackgroundCopyJob_SetDescription(job, description), BG_E_STRING_TOO_LONG);
    assert_hr(IBackgroundCopyJob_GetDescription(job, &got), S_OK);
    assert_task_string(got, L"");
}

static void test_a_new_job_has_no_description(void **state)
{
    IBackgroundCopyJob *job = create_job(*state);
    WCHAR *description;

    assert_hr(IBackgroundCopyJob_GetDescription(job, &description), S_OK);
    assert_task_string(description, L"");
}

/* Text that is not plain English: umlauts, Japanese, a character outside the BMP, and surrogates without a partner. */
static void test_texts_keep_every_character(void **state)
{
    static const WCHAR *const texts[] =
    {
        L"Gr\x00fc\x00df" L"e", L"\x30d5\x30a1\x30a4\x30eb", L"\xd83d\xde00", L"\xd800", L"a\xdc00" L"b",
        L"\xde00\xd83d", L"tab\tline\r\nend", L"\xfffe\xffff",
    };
    IBackgroundCopyJob *job = create_job(*state);
    WCHAR *got;
    size_t i;

    for (i = 0; i < ARRAYSIZE(texts); ++i)
    {
        assert_hr(IBackgroundCopyJob_SetDisplayName(job, texts[i]), S_OK);
        assert_hr(IBackgroundCopyJob_GetDisplayName(job, &got), S_OK);
        assert_task_string(got, texts[i]);
        assert_hr(IBackgroundCopyJob_SetDescription(job, texts[i]), S_OK);
        assert_hr(IBackgroundCopyJob_GetDescription(job, &got), S_OK);
        assert_task_string(got, texts[i]);
    }
}

static void assert_progress(IBackgroundCopyJob *job, UINT64 total, UINT64 transferred, ULONG files, ULONG files_done)
{
    BG_JOB_PROGRESS progress = get_progress(job);

    assert_int_equal(progress.BytesTotal, total);
    assert_int_equal(progress.BytesTransferred, transferred);
    assert_int_equal(progress.FilesTotal, files);
    assert_int_equal(progress.FilesTransferred, files_done);
}

/* ns-bits-bg_job_progress: the size of the job is unknown while that of one file is. */
static void test_GetProgress_before_and_after_the_transfer(void **state)
{
    struct bits_test *test = *state;
    IBackgroundCopyJob *job = create_job(test);

    assert_progress(job, 0, 0, 0, 0);
    serve_pattern(test, "/one", 1000, 1);
    serve_pattern(test, "/two", 234, 2);
    add_file(test, job, "/one", L"one");
    assert_progress(job, BG_SIZE_UNKNOWN, 0, 1, 0);
    add_file(test, job, "/two", L"two");
    assert_progress(job, BG_SIZE_UNKNOWN, 0, 2, 0);
    download(job);
    assert_progress(job, 1234, 1234, 2, 2);
}

static UINT64 ticks(FILETIME time)
{
    return ((UINT64)time.dwHighDateTime << 32) | time.dwLowDateTime;
}

static BG_JOB_TIMES get_times(IBackgroundCopyJob *job)
{
    BG_JOB_TIMES times;

    assert_hr(IBackgroundCopyJob_GetTimes(job, &times), S_OK);
    return times;
}

static UINT64 now(void)
{
    FILETIME time;

    GetSystemTimeAsFileTime(&time);
    return ticks(time);
}

/* ns-bits-bg_job_times: UTC, as the system clock gives it. */
static void test_GetTimes_tells_the_creation(void **state)
{
    UINT64 before = now();
    IBackgroundCopyJob *job = create_job(*state);
    BG_JOB_TIMES times = get_times(job);

    assert_in_range(ticks(times.CreationTime), before, now());
    assert_in_range(ticks(times.ModificationTime), ticks(times.CreationTime), now());
}

static HRESULT modify_by_name(struct bits_test *test, IBackgroundCopyJob *job)
{
    return IBackgroundCopyJob_SetDisplayName(job, L"modified");
}

static HRESULT modify_by_description(struct bits_test *test, IBackgroundCopyJob *job)
{
    return IBackgroundCopyJob_SetDescription(job, L"modified");
}

static HRESULT modify_by_file(struct bits_test *test, IBackgroundCopyJob *job)
{
    add_file(test, job, "/file", L"file");
    return S_OK;
}

static HRESULT modify_by_cancel(struct bits_test *test, IBackgroundCopyJob *job)
{
    return IBackgroundCopyJob_Cancel(job);
}

/* Waits until the clock that files and jobs are stamped with has moved on. */
static void wait_for_the_clock(void)
{
    UINT64 start = now();

    while (now() == start)
        Sleep(1);
}

/* ns-bits-bg_job_times lists what changes the modification time; the creation time stays. */
static void test_GetTimes_tells_the_modification(void **state)
{
    static HRESULT (*const modify[])(struct bits_test *, IBackgroundCopyJob *) =
    {
        modify_by_name, modify_by_description, modify_by_file, modify_by_cancel,
    };
    struct bits_test *test = *state;
    IBackgroundCopyJob *job = create_job(test);
    BG_JOB_TIMES before = get_times(job), after;
    size_t i;

    for (i = 0; i < ARRAYSIZE(modify); ++i, before = after)
    {
        wait_for_the_clock();
        assert_hr(modify[i](test, job), S_OK);
        after = get_times(job);
        assert_true(ticks(after.ModificationTime) > ticks(before.ModificationTime));
        assert_int_equal(ticks(after.CreationTime), ticks(before.CreationTime));
    }
}

/* ns-bits-bg_job_times: when the job became TRANSFERRED. The page does not say what it is before; this service says
 * zero. */
static void test_GetTimes_tells_the_end_of_the_transfer(void **state)
{
    struct bits_test *test = *state;
    UINT64 before = now(), end;
    struct http_reply reply = {.size = 100};
    IBackgroundCopyJob *job = create_job(test);

    if (is_wine())
        assert_int_equal(ticks(get_times(job).TransferCompletionTime), 0);
    job = start_download(test, &reply);
    wait_for_state(job, BG_JOB_STATE_TRANSFERRED);
    end = ticks(get_times(job).TransferCompletionTime);
    assert_in_range(end, before, now());
    wait_for_the_clock();
    assert_hr(IBackgroundCopyJob_Complete(job), S_OK);
    assert_int_equal(ticks(get_times(job).TransferCompletionTime), end);
}

/* No page of a getter names a state error: programs read a job that they have completed or cancelled. */
static void assert_getters_answer(IBackgroundCopyJob *job, BG_JOB_TYPE wanted_type)
{
    IEnumBackgroundCopyFiles *files;
    BG_JOB_TYPE type;
    ULONG errors;
    WCHAR *text;
    GUID id;

    assert_hr(IBackgroundCopyJob_GetId(job, &id), S_OK);
    assert_hr(IBackgroundCopyJob_GetType(job, &type), S_OK);
    assert_int_equal(type, wanted_type);
    assert_hr(IBackgroundCopyJob_GetDisplayName(job, &text), S_OK);
    assert_task_string(text, L"held");
    assert_hr(IBackgroundCopyJob_GetDescription(job, &text), S_OK);
    assert_task_string(text, L"described");
    assert_hr(IBackgroundCopyJob_GetErrorCount(job, &errors), S_OK);
    assert_int_equal(errors, 0);
    assert_true(ticks(get_times(job).CreationTime) != 0);
    assert_hr(IBackgroundCopyJob_EnumFiles(job, &files), S_OK);
    IEnumBackgroundCopyFiles_Release(files);
}

static void test_getters_answer_after_Cancel(void **state)
{
    IBackgroundCopyJob *job = create_job(*state);

    assert_hr(IBackgroundCopyJob_SetDisplayName(job, L"held"), S_OK);
    assert_hr(IBackgroundCopyJob_SetDescription(job, L"described"), S_OK);
    assert_hr(IBackgroundCopyJob_Cancel(job), S_OK);
    assert_getters_answer(job, BG_JOB_TYPE_DOWNLOAD);
    assert_state(job, BG_JOB_STATE_CANCELLED);
}

static void test_getters_answer_after_Complete(void **state)
{
    struct bits_test *test = *state;
    IBackgroundCopyJob *job = create_job(test);

    assert_hr(IBackgroundCopyJob_SetDisplayName(job, L"held"), S_OK);
    assert_hr(IBackgroundCopyJob_SetDescription(job, L"described"), S_OK);
    serve_pattern(test, "/file", 77, 1);
    add_file(test, job, "/file", L"file");
    download(job);
    assert_getters_answer(job, BG_JOB_TYPE_DOWNLOAD);
    assert_progress(job, 77, 77, 1, 1);
    assert_state(job, BG_JOB_STATE_ACKNOWLEDGED);
}

int main(void)
{
    static const struct CMUnitTest tests[] =
    {
        bits_unit_test(test_SetDisplayName_limits_the_name),
        bits_unit_test(test_SetDescription_limits_the_text),
        bits_unit_test(test_a_new_job_has_no_description),
        bits_unit_test(test_texts_keep_every_character),
        bits_unit_test(test_GetProgress_before_and_after_the_transfer),
        bits_unit_test(test_GetTimes_tells_the_creation),
        bits_unit_test(test_GetTimes_tells_the_modification),
        bits_unit_test(test_GetTimes_tells_the_end_of_the_transfer),
        bits_unit_test(test_getters_answer_after_Cancel),
        bits_unit_test(test_getters_answer_after_Complete),
    };

    return cmocka_run_group_tests_name("job_properties", tests, bits_program_setup, bits_program_teardown);
}
