/* Stops and starts the service once, for all the jobs of a program.
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include <stdio.h>
#include <stdlib.h>

#include "persistence_test.h"
#include "service_control.h"

#define MAX_TESTS 64

static struct survivor *survivors;
static size_t survivor_count;
static struct bits_test *fixture;
static BOOL restarted;
static ULONGLONG start;

static void create(struct survivor *survivor)
{
    IBackgroundCopyJob *job;

    assert_hr(IBackgroundCopyManager_CreateJob(fixture->manager, L"survivor", survivor->type, &survivor->id, &job),
            S_OK);
    assert_hr(IBackgroundCopyJob_QueryInterface(job, &IID_IBackgroundCopyJob5, (void **)&survivor->job), S_OK);
    IBackgroundCopyJob_Release(job);
    survivor->prepare(fixture, survivor->job);
}

static void forget(struct survivor *survivor)
{
    if (survivor->job)
        IBackgroundCopyJob5_Release(survivor->job);
    survivor->job = NULL;
}

static void alter(struct survivor *survivor)
{
    if (survivor->meanwhile)
        survivor->meanwhile(fixture);
}

static void find(struct survivor *survivor)
{
    IBackgroundCopyJob *job;
    HRESULT hr = IBackgroundCopyManager_GetJob(fixture->manager, &survivor->id, &job);

    if (hr == BG_E_NOT_FOUND)
        return;
    assert_hr(hr, S_OK);
    assert_hr(IBackgroundCopyJob_QueryInterface(job, &IID_IBackgroundCopyJob5, (void **)&survivor->job), S_OK);
    IBackgroundCopyJob_Release(job);
}

static void each_survivor(void (*act)(struct survivor *survivor))
{
    size_t i;

    for (i = 0; i < survivor_count; ++i)
        act(&survivors[i]);
}

/* The program's pointers to the old service are dead afterwards. */
static void restart_service(SC_HANDLE service)
{
    each_survivor(forget);
    IBackgroundCopyManager_Release(fixture->manager);
    fixture->manager = NULL;
    stop_service(service);
    each_survivor(alter);
    start = GetTickCount64();
    start_service(service);
    fixture->manager = create_manager();
}

static void test_the_service_starts_again(void **state)
{
    SC_HANDLE service = open_service(SERVICE_START | SERVICE_STOP);

    each_survivor(create);
    restart_service(service);
    each_survivor(find);
    CloseServiceHandle(service);
    restarted = TRUE;
}

static void test_survivor(void **state)
{
    struct survivor *survivor = *state;

    if (!restarted)
        skip();
    if (survivor->ends)
        assert_null(survivor->job);
    else
        assert_non_null(survivor->job);
    survivor->check(fixture, survivor->job);
}

static int group_setup(void **state)
{
    return bits_program_setup(state) || bits_test_setup((void **)&fixture) ? -1 : 0;
}

static void cancel(struct survivor *survivor)
{
    if (survivor->job)
        IBackgroundCopyJob5_Cancel(survivor->job);
    forget(survivor);
}

static int group_teardown(void **state)
{
    int result;

    if (!fixture->manager)
        fixture->manager = create_manager();
    each_survivor(cancel);
    result = bits_test_teardown((void **)&fixture);
    return bits_program_teardown(state) || result ? -1 : 0;
}

int run_survivors(const char *program, struct survivor *list, size_t count)
{
    struct CMUnitTest tests[1 + MAX_TESTS] = {{"the_service_starts_again", test_the_service_starts_again}};
    size_t i;

    survivors = list;
    survivor_count = count;
    for (i = 0; i < count; ++i)
        tests[1 + i] = (struct CMUnitTest){list[i].name, test_survivor, NULL, NULL, &list[i]};
    return _cmocka_run_group_tests(program, tests, 1 + count, group_setup, group_teardown);
}

size_t survivor_ids(GUID *ids, size_t room)
{
    size_t i;

    assert_true(survivor_count <= room);
    for (i = 0; i < survivor_count; ++i)
        ids[i] = survivors[i].id;
    return survivor_count;
}

ULONGLONG start_tick(void)
{
    return start;
}

static void file_of(const char *path, WCHAR *file)
{
    swprintf(file, MAX_PATH, L"%hs", path + 1);
}

void start_file(struct bits_test *test, IBackgroundCopyJob5 *job, const char *path, const struct http_reply *reply)
{
    WCHAR file[MAX_PATH];

    file_of(path, file);
    http_server_serve(test->server, path, reply);
    add_file(test, (IBackgroundCopyJob *)job, path, file);
    assert_hr(IBackgroundCopyJob5_SetPriority(job, BG_JOB_PRIORITY_FOREGROUND), S_OK);
    assert_hr(IBackgroundCopyJob5_Resume(job), S_OK);
}

void fetch_half(struct bits_test *test, IBackgroundCopyJob5 *job, const char *path, unsigned char seed)
{
    struct http_reply dropping =
    {
        .size = PERSISTENCE_SIZE, .seed = seed, .fault = HTTP_FAULT_DROP, .fault_at = PERSISTENCE_HALF,
    };

    start_file(test, job, path, &dropping);
    wait_for_state((IBackgroundCopyJob *)job, BG_JOB_STATE_TRANSIENT_ERROR);
    assert_hr(IBackgroundCopyJob5_Suspend(job), S_OK);
}

void serve_whole(struct bits_test *test, const char *path, unsigned char seed)
{
    serve_pattern(test, path, PERSISTENCE_SIZE, seed);
}

void assert_completes(struct bits_test *test, IBackgroundCopyJob5 *job, const char *path, unsigned char seed)
{
    WCHAR file[MAX_PATH];

    file_of(path, file);
    wait_for_state((IBackgroundCopyJob *)job, BG_JOB_STATE_TRANSFERRED);
    assert_hr(IBackgroundCopyJob5_Complete(job), S_OK);
    assert_file_is_pattern(test, file, PERSISTENCE_SIZE, seed);
}
