/* IEnumBackgroundCopyFiles and IEnumBackgroundCopyJobs.
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include "bits_test.h"

#define ITEM_COUNT 5

/* The two enumerators have the same methods in the same slots, so one set of tests serves both. Other programs may have
 * jobs as well; a snapshot of jobs is therefore only known to have ITEM_COUNT items or more. */
enum kind
{
    FILES,
    JOBS,
    KINDS
};

static IEnumBackgroundCopyFiles *enum_items(struct bits_test *test, enum kind kind)
{
    IEnumBackgroundCopyFiles *items;

    if (kind == FILES)
        assert_hr(IBackgroundCopyJob_EnumFiles(test->jobs[0], &items), S_OK);
    else
        assert_hr(IBackgroundCopyManager_EnumJobs(test->manager, 0, (IEnumBackgroundCopyJobs **)&items), S_OK);
    return items;
}

static int setup(void **state)
{
    static const WCHAR *const names[ITEM_COUNT] = {L"file0", L"file1", L"file2", L"file3", L"file4"};
    struct bits_test *test;
    int i;

    if (bits_test_setup(state))
        return -1;
    test = *state;
    for (i = 0; i < ITEM_COUNT; ++i)
    {
        create_job(test);
        add_file(test, test->jobs[0], "/file", names[i]);
    }
    return 0;
}

static ULONG count(IEnumBackgroundCopyFiles *items)
{
    ULONG count;

    assert_hr(IEnumBackgroundCopyFiles_GetCount(items, &count), S_OK);
    return count;
}

static void release_items(IBackgroundCopyFile **items, ULONG count)
{
    ULONG i;

    for (i = 0; i < count; ++i)
        IBackgroundCopyFile_Release(items[i]);
}

static ULONG count_by_next(IEnumBackgroundCopyFiles *items)
{
    IBackgroundCopyFile *item;
    ULONG count = 0, fetched = 0;

    while (IEnumBackgroundCopyFiles_Next(items, 1, &item, &fetched) == S_OK)
    {
        assert_int_equal(fetched, 1);
        IBackgroundCopyFile_Release(item);
        ++count;
    }
    assert_int_equal(fetched, 0);
    return count;
}

/* nf-bits-ienumbackgroundcopyfiles-getcount: all items, whatever the position. */
static void check_GetCount(IEnumBackgroundCopyFiles *items)
{
    ULONG before = count(items);

    assert_true(before >= ITEM_COUNT);
    assert_int_equal(count_by_next(items), before);
    assert_int_equal(count(items), before);
}

/* nf-bits-ienumbackgroundcopyfiles-next: the count may be left out for one item only. */
static void check_Next_without_count(IEnumBackgroundCopyFiles *items)
{
    IBackgroundCopyFile *item, *two[2] = {NULL, NULL};

    assert_hr(IEnumBackgroundCopyFiles_Next(items, 1, &item, NULL), S_OK);
    assert_non_null(item);
    IBackgroundCopyFile_Release(item);
    assert_failed(IEnumBackgroundCopyFiles_Next(items, 2, two, NULL));
    assert_int_equal(count_by_next(items), count(items) - 1);
}

/* nf-bits-ienumbackgroundcopyfiles-next: S_FALSE when there were fewer than asked for. */
static void check_Next_with_count(IEnumBackgroundCopyFiles *items)
{
    IBackgroundCopyFile *some[256];
    ULONG total = count(items), fetched = 0;

    assert_true(total < ARRAYSIZE(some));
    assert_hr(IEnumBackgroundCopyFiles_Next(items, 2, some, &fetched), S_OK);
    assert_int_equal(fetched, 2);
    release_items(some, fetched);
    fetched = 0;
    assert_hr(IEnumBackgroundCopyFiles_Next(items, ARRAYSIZE(some), some, &fetched), S_FALSE);
    assert_int_equal(fetched, total - 2);
    release_items(some, fetched);
    assert_hr(IEnumBackgroundCopyFiles_Next(items, 1, some, &fetched), S_FALSE);
    assert_int_equal(fetched, 0);
}

/* nf-bits-ienumbackgroundcopyfiles-next: exactly what is left is not fewer. */
static void check_Next_to_the_very_end(IEnumBackgroundCopyFiles *items)
{
    IBackgroundCopyFile *some[256];
    ULONG total = count(items), fetched = 0;

    assert_hr(IEnumBackgroundCopyFiles_Next(items, total, some, &fetched), S_OK);
    assert_int_equal(fetched, total);
    release_items(some, fetched);
}

/* No page says whether this is an error, but nothing may come of it. */
static void check_Next_of_nothing(IEnumBackgroundCopyFiles *items)
{
    IBackgroundCopyFile *item;
    ULONG fetched = 0;

    IEnumBackgroundCopyFiles_Next(items, 0, &item, &fetched);
    assert_int_equal(fetched, 0);
    assert_int_equal(count_by_next(items), count(items));
}

/* nf-bits-ienumbackgroundcopyfiles-skip: S_FALSE, and the end, when there were fewer. */
static void check_Skip(IEnumBackgroundCopyFiles *items)
{
    ULONG total = count(items);

    assert_hr(IEnumBackgroundCopyFiles_Skip(items, 0), S_OK);
    assert_hr(IEnumBackgroundCopyFiles_Skip(items, 2), S_OK);
    assert_int_equal(count_by_next(items), total - 2);
    assert_hr(IEnumBackgroundCopyFiles_Skip(items, 1), S_FALSE);
    assert_hr(IEnumBackgroundCopyFiles_Reset(items), S_OK);
    assert_hr(IEnumBackgroundCopyFiles_Skip(items, total), S_OK);
    assert_int_equal(count_by_next(items), 0);
    assert_hr(IEnumBackgroundCopyFiles_Reset(items), S_OK);
    assert_hr(IEnumBackgroundCopyFiles_Skip(items, total + 1), S_FALSE);
    assert_int_equal(count_by_next(items), 0);
    assert_hr(IEnumBackgroundCopyFiles_Reset(items), S_OK);
    assert_hr(IEnumBackgroundCopyFiles_Skip(items, 1), S_OK);
    assert_hr(IEnumBackgroundCopyFiles_Skip(items, 0xffffffff), S_FALSE);
    assert_int_equal(count_by_next(items), 0);
}

/* nf-bits-ienumbackgroundcopyfiles-reset */
static void check_Reset(IEnumBackgroundCopyFiles *items)
{
    assert_hr(IEnumBackgroundCopyFiles_Reset(items), S_OK);
    assert_int_equal(count_by_next(items), count(items));
    assert_hr(IEnumBackgroundCopyFiles_Reset(items), S_OK);
    assert_int_equal(count_by_next(items), count(items));
}

/* nf-bits-ienumbackgroundcopyfiles-clone: the same items and the same position, and from then on its own. */
static void check_Clone(IEnumBackgroundCopyFiles *items)
{
    IEnumBackgroundCopyFiles *clone;

    assert_hr(IEnumBackgroundCopyFiles_Skip(items, 3), S_OK);
    assert_hr(IEnumBackgroundCopyFiles_Clone(items, &clone), S_OK);
    assert_int_equal(count(clone), count(items));
    assert_int_equal(count_by_next(clone), count(items) - 3);
    assert_int_equal(count_by_next(items), count(items) - 3);
    assert_hr(IEnumBackgroundCopyFiles_Reset(clone), S_OK);
    assert_int_equal(count_by_next(items), 0);
    assert_int_equal(count_by_next(clone), count(items));
    IEnumBackgroundCopyFiles_Release(clone);
}

static void check_QueryInterface(IEnumBackgroundCopyFiles *items)
{
    void *out = items;

    assert_hr(IEnumBackgroundCopyFiles_QueryInterface(items, &IID_IBackgroundCopyJob, &out), E_NOINTERFACE);
    assert_null(out);
}

static void for_both(void **state, void (*check)(IEnumBackgroundCopyFiles *))
{
    enum kind kind;

    for (kind = FILES; kind < KINDS; ++kind)
    {
        IEnumBackgroundCopyFiles *items = enum_items(*state, kind);

        check(items);
        IEnumBackgroundCopyFiles_Release(items);
    }
}

#define BOTH(name) static void test_##name(void **state) { for_both(state, check_##name); }
BOTH(GetCount)
BOTH(Next_without_count)
BOTH(Next_with_count)
BOTH(Next_to_the_very_end)
BOTH(Next_of_nothing)
BOTH(Skip)
BOTH(Reset)
BOTH(Clone)
BOTH(QueryInterface)

/* enumerating-files-in-a-job: files that are added later are not in the list, and the list outlives the job. */
static void test_a_list_of_files_is_a_snapshot(void **state)
{
    struct bits_test *test = *state;
    IEnumBackgroundCopyFiles *files = enum_items(test, FILES);

    add_file(test, test->jobs[0], "/file", L"later");
    assert_int_equal(count_files(test->jobs[0]), ITEM_COUNT + 1);
    assert_int_equal(count(files), ITEM_COUNT);
    assert_hr(IBackgroundCopyJob_Cancel(test->jobs[0]), S_OK);
    assert_int_equal(count_by_next(files), ITEM_COUNT);
    IEnumBackgroundCopyFiles_Release(files);
}

/* enumerating-jobs-in-the-transfer-queue: a frozen list of live objects. */
static void test_a_list_of_jobs_is_a_snapshot(void **state)
{
    struct bits_test *test = *state;
    IEnumBackgroundCopyJobs *jobs;
    IBackgroundCopyJob *job;
    BG_JOB_STATE cancelled_state = BG_JOB_STATE_QUEUED;
    GUID cancelled = get_id(test->jobs[2]), id;

    assert_hr(IBackgroundCopyManager_EnumJobs(test->manager, 0, &jobs), S_OK);
    assert_hr(IBackgroundCopyJob_Cancel(test->jobs[2]), S_OK);
    while (IEnumBackgroundCopyJobs_Next(jobs, 1, &job, NULL) == S_OK)
    {
        id = get_id(job);
        if (IsEqualGUID(&id, &cancelled))
            cancelled_state = get_state(job);
        IBackgroundCopyJob_Release(job);
    }
    assert_int_equal(cancelled_state, BG_JOB_STATE_CANCELLED);
    IEnumBackgroundCopyJobs_Release(jobs);
}

#define enumerator_test(f) cmocka_unit_test_setup_teardown(f, setup, bits_test_teardown)

int main(void)
{
    static const struct CMUnitTest tests[] =
    {
        enumerator_test(test_GetCount),
        enumerator_test(test_Next_without_count),
        enumerator_test(test_Next_with_count),
        enumerator_test(test_Next_to_the_very_end),
        enumerator_test(test_Next_of_nothing),
        enumerator_test(test_Skip),
        enumerator_test(test_Reset),
        enumerator_test(test_Clone),
        enumerator_test(test_QueryInterface),
        enumerator_test(test_a_list_of_files_is_a_snapshot),
        enumerator_test(test_a_list_of_jobs_is_a_snapshot),
    };

    return cmocka_run_group_tests_name("enumerators", tests, bits_program_setup, bits_program_teardown);
}
