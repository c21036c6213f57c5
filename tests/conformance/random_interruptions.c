/* Random files, interrupted at random places, suspended at random times: what arrives is one version of the file, and
 * the progress is never more than what is there.
 *
 * BITS_TEST_SEED repeats a run from the seed that it has printed; BITS_TEST_SECONDS makes it longer.
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include <stdio.h>
#include <stdlib.h>
#include <wchar.h>

#include "progress_watch.h"
#include <bits10_1.h>
#include <bits2_0.h>
#include <bits5_0.h>

#define SECONDS 3
#define SIZE_MAX_RANDOM 1500000
#define INTERRUPTIONS_MAX 6
#define RANGES_MAX 5

/* Each version of a file has a date of its own. */
static const char *const dates[] =
{
    "Tue, 05 Mar 2019 10:20:30 GMT", "Tue, 05 Mar 2019 10:20:31 GMT", "Tue, 05 Mar 2019 10:20:32 GMT",
    "Tue, 05 Mar 2019 10:20:33 GMT", "Tue, 05 Mar 2019 10:20:34 GMT", "Tue, 05 Mar 2019 10:20:35 GMT",
    "Tue, 05 Mar 2019 10:20:36 GMT",
};

C_ASSERT(ARRAYSIZE(dates) > INTERRUPTIONS_MAX);

struct round
{
    struct bits_test *test;
    IBackgroundCopyJob *job;
    struct progress_watch watch;
    struct http_reply reply;
    struct http_reply asked_for;    /* the version of the last request before the latest changes */
    unsigned int request_count;     /* until then */
    BG_FILE_RANGE ranges[RANGES_MAX];
    DWORD range_count;  /* 0 for all of the file */
    UINT64 total;       /* bytes that are to be transferred */
};

static unsigned int random_below(unsigned int limit)
{
    unsigned int high = rand(), low = rand();

    return (high << 15 | low) % limit;
}

static BOOL one_in(unsigned int count)
{
    return !random_below(count);
}

/* Small sizes are as likely as large ones. */
static unsigned int random_size(unsigned int limit)
{
    return 1 + random_below(one_in(2) ? limit : min(limit, 40000));
}

/* Ranges that do not overlap, in any order; the last byte of the file may be in one of them. */
static void choose_ranges(struct round *round)
{
    UINT64 part = round->reply.size / RANGES_MAX;
    DWORD i, other;

    round->range_count = RANGES_MAX;
    for (i = 0; i < RANGES_MAX; ++i)
    {
        UINT64 skipped = random_below(part);

        round->ranges[i] = (BG_FILE_RANGE){i * part + skipped, 1 + random_below(part - skipped)};
        round->total += round->ranges[i].Length;
    }
    for (i = 0; i < RANGES_MAX; ++i)
    {
        BG_FILE_RANGE range = round->ranges[i];

        other = random_below(RANGES_MAX);
        round->ranges[i] = round->ranges[other];
        round->ranges[other] = range;
    }
}

static void add_with_ranges(struct round *round)
{
    WCHAR url[256], path[MAX_PATH];
    IBackgroundCopyJob3 *job3;

    remote_name(round->test, "/file", url, ARRAYSIZE(url));
    local_name(round->test, L"file", path);
    assert_hr(IBackgroundCopyJob_QueryInterface(round->job, &IID_IBackgroundCopyJob3, (void **)&job3), S_OK);
    assert_hr(IBackgroundCopyJob3_AddFileWithRanges(job3, url, path, round->range_count, round->ranges), S_OK);
    IBackgroundCopyJob3_Release(job3);
}

static void choose_server(struct round *round)
{
    static const unsigned int flags[] =
    {
        0, HTTP_NO_TAG, HTTP_WEAK_TAG, HTTP_NO_IF_RANGE, HTTP_NO_TAG | HTTP_NO_IF_RANGE, HTTP_NO_VALIDATORS,
        HTTP_NO_RANGES,
    };

    round->reply.flags = flags[random_below(ARRAYSIZE(flags) - (round->range_count != 0))];
    round->reply.last_modified = dates[0];
    round->watch.may_start_again = round->reply.flags & (HTTP_NO_VALIDATORS | HTTP_NO_RANGES);
}

static void begin(struct round *round)
{
    round->reply.size = random_size(SIZE_MAX_RANDOM);
    round->reply.seed = 1;
    round->job = create_job(round->test);
    if (round->reply.size > 2 * RANGES_MAX && one_in(2))
        choose_ranges(round);
    if (round->range_count)
        add_with_ranges(round);
    else
        add_file(round->test, round->job, "/file", L"file");
    progress_watch_start(&round->watch, round->job, round->range_count ? round->ranges : NULL);
    choose_server(round);
}

static unsigned int count_requests(struct round *round)
{
    return http_server_count(round->test->server, NULL, "/file");
}

/* A range has to exist in the new version too. */
static void change_version(struct round *round)
{
    unsigned int count = count_requests(round);

    if (count != round->request_count)
        round->asked_for = round->reply;
    round->request_count = count;
    if (!round->range_count)
        round->reply.size = random_size(SIZE_MAX_RANDOM);
    round->reply.last_modified = dates[round->reply.seed];
    round->reply.seed++;
    round->watch.may_start_again = TRUE;
}

static BOOL is_active(BG_JOB_STATE state)
{
    return state == BG_JOB_STATE_QUEUED || state == BG_JOB_STATE_CONNECTING || state == BG_JOB_STATE_TRANSFERRING;
}

/* Suspends the job when it has got so far, or as far as the server lets it. From then on the progress stands still. */
static void suspend_at(struct round *round, UINT64 count)
{
    ULONGLONG end = GetTickCount64() + BITS_TEST_TIMEOUT;

    while (is_active(get_state(round->job)) && progress_watch_look(&round->watch) < count
            && !http_server_has_stalled(round->test->server))
    {
        if (GetTickCount64() > end)
            fail_msg("the job is in state %u, at %lu, on its way to %lu", get_state(round->job),
                    (ULONG)progress_watch_look(&round->watch), (ULONG)count);
    }
    assert_hr(IBackgroundCopyJob_Suspend(round->job), S_OK);
    count = progress_watch_look(&round->watch);
    assert_int_equal(progress_watch_look(&round->watch), count);
}

static void interrupt(struct round *round)
{
    static const enum http_fault faults[] = {HTTP_FAULT_NONE, HTTP_FAULT_DROP, HTTP_FAULT_STALL};

    if (one_in(4))
        change_version(round);
    round->reply.fault = faults[random_below(ARRAYSIZE(faults))];
    round->reply.fault_at = random_below(round->reply.size);
    http_server_serve(round->test->server, "/file", &round->reply);
    http_server_has_stalled(round->test->server);
    assert_hr(IBackgroundCopyJob_Resume(round->job), S_OK);
    if (round->reply.fault == HTTP_FAULT_DROP && one_in(2))
        progress_watch_wait(&round->watch);
    else
        suspend_at(round, random_below(round->reply.size));
}

/* A job that had all bytes when it was suspended, which its progress does not show, asks for no other version. */
static struct http_reply arrived_version(struct round *round)
{
    return count_requests(round) == round->request_count ? round->asked_for : round->reply;
}

/* Compares what has arrived with its version. */
static void compare(struct round *round, const struct http_reply *version)
{
    WCHAR path[MAX_PATH];
    FILE *stream;
    UINT64 i;
    DWORD r;

    if (!round->range_count)
    {
        assert_file_is_pattern(round->test, L"file", version->size, version->seed);
        return;
    }
    local_name(round->test, L"file", path);
    assert_non_null(stream = _wfopen(path, L"rb"));
    for (r = 0; r < round->range_count; ++r)
    {
        for (i = 0; i < round->ranges[r].Length; ++i)
            assert_int_equal(getc(stream), http_pattern(version->seed, round->ranges[r].InitialOffset + i));
    }
    assert_int_equal(getc(stream), EOF);
    fclose(stream);
}

static void finish(struct round *round)
{
    struct http_reply version;

    round->reply.fault = HTTP_FAULT_NONE;
    http_server_serve(round->test->server, "/file", &round->reply);
    assert_hr(IBackgroundCopyJob_Resume(round->job), S_OK);
    progress_watch_wait(&round->watch);
    assert_state(round->job, BG_JOB_STATE_TRANSFERRED);
    version = arrived_version(round);
    assert_int_equal(progress_watch_look(&round->watch), round->range_count ? round->total : version.size);
    assert_hr(IBackgroundCopyJob_Complete(round->job), S_OK);
    compare(round, &version);
}

/* The fixture cancels the job of a round that fails. */
static void end(struct round *round)
{
    progress_watch_stop(&round->watch);
    IBackgroundCopyJob_Release(round->job);
    round->test->job_count--;
    assert_true(remove_file(round->test, L"file"));
}

static BOOL is_whole(const struct round *round)
{
    BG_JOB_PROGRESS progress = get_progress(round->job);

    return progress.FilesTransferred == progress.FilesTotal;
}

static void run_round(struct bits_test *test, unsigned int seed)
{
    struct round round = {.test = test};
    unsigned int i, count;

    srand(seed);
    begin(&round);
    count = random_below(INTERRUPTIONS_MAX + 1);
    for (i = 0; i < count && !is_whole(&round); ++i)
        interrupt(&round);
    finish(&round);
    end(&round);
}

static unsigned int number_from_environment(const char *name, unsigned int otherwise)
{
    const char *text = getenv(name);

    return text ? strtoul(text, NULL, 10) : otherwise;
}

static void test_random_interruptions(void **state)
{
    unsigned int seed = number_from_environment("BITS_TEST_SEED", GetTickCount() % 1000000);
    ULONGLONG end_time = GetTickCount64() + 1000 * number_from_environment("BITS_TEST_SECONDS", SECONDS);

    do
    {
        print_message("seed %u\n", seed);
        run_round(*state, seed++);
    } while (GetTickCount64() < end_time);
}

int main(void)
{
    static const struct CMUnitTest tests[] =
    {
        bits_unit_test(test_random_interruptions),
    };

    return cmocka_run_group_tests_name("random_interruptions", tests, bits_program_setup, bits_program_teardown);
}
