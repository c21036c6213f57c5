/* Whose turn it is among the jobs that want to run.
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include <string.h>

#include "queue_test.h"
#include "scheduler/turns.h"

#define NEVER 0xffffffffull

/* Stands for a transfer, which turns never look into. */
static char a_transfer;

static struct job *queue_job(BG_JOB_PRIORITY priority)
{
    struct job *job = create_download(0);

    job->priority = priority;
    assert_hresult(queue_add(job), S_OK);
    job_release(job);
    job_set_state(job, BG_JOB_STATE_QUEUED);
    return job;
}

static void start(struct job *job, ULONGLONG now)
{
    job->transfer = (struct transfer *)&a_transfer;
    job_set_state(job, BG_JOB_STATE_TRANSFERRING);
    turns_begin(job, now);
}

static void stop(struct job *job)
{
    job->transfer = NULL;
    job_set_state(job, BG_JOB_STATE_QUEUED);
}

static struct job *start_next(ULONGLONG now)
{
    struct job *job = turns_next();

    assert_non_null(job);
    start(job, now);
    return job;
}

static void assert_nothing_changes(ULONGLONG now)
{
    ULONGLONG wait = NEVER;

    assert_null(turns_next());
    assert_null(turns_end(now, &wait));
    assert_int_equal(wait, NEVER);
}

static void test_all_foreground_jobs_and_one_background_job_run(void **state)
{
    struct job *first = queue_job(BG_JOB_PRIORITY_NORMAL), *second = queue_job(BG_JOB_PRIORITY_FOREGROUND);
    struct job *third = queue_job(BG_JOB_PRIORITY_FOREGROUND);

    queue_job(BG_JOB_PRIORITY_LOW);
    assert_ptr_equal(start_next(0), second);
    assert_ptr_equal(start_next(0), third);
    assert_ptr_equal(start_next(0), first);
    assert_nothing_changes(0);
}

static void test_higher_priorities_come_first(void **state)
{
    struct job *low = queue_job(BG_JOB_PRIORITY_LOW), *normal = queue_job(BG_JOB_PRIORITY_NORMAL);
    struct job *high = queue_job(BG_JOB_PRIORITY_HIGH);

    assert_ptr_equal(turns_next(), high);
    job_set_state(high, BG_JOB_STATE_TRANSFERRED);
    assert_ptr_equal(turns_next(), normal);
    job_set_state(normal, BG_JOB_STATE_TRANSIENT_ERROR);
    assert_ptr_equal(turns_next(), low);
}

static void test_a_higher_priority_interrupts(void **state)
{
    struct job *low = queue_job(BG_JOB_PRIORITY_LOW), *high;
    ULONGLONG wait = NEVER;

    start(low, 0);
    high = queue_job(BG_JOB_PRIORITY_HIGH);
    assert_null(turns_next());
    assert_ptr_equal(turns_end(0, &wait), low);
    stop(low);
    assert_ptr_equal(start_next(0), high);
    assert_nothing_changes(NEVER);
}

/* SetPriority on a running job takes effect. */
static void test_a_lowered_priority_gives_way(void **state)
{
    struct job *first = queue_job(BG_JOB_PRIORITY_HIGH);
    ULONGLONG wait = NEVER;

    start(first, 0);
    queue_job(BG_JOB_PRIORITY_NORMAL);
    assert_nothing_changes(NEVER);
    first->priority = BG_JOB_PRIORITY_LOW;
    assert_ptr_equal(turns_end(0, &wait), first);
}

static void test_a_foreground_job_that_becomes_background_makes_room(void **state)
{
    struct job *first = queue_job(BG_JOB_PRIORITY_NORMAL), *second = queue_job(BG_JOB_PRIORITY_FOREGROUND);
    ULONGLONG wait = NEVER;

    start(first, 0);
    start(second, 0);
    second->priority = BG_JOB_PRIORITY_LOW;
    assert_ptr_equal(turns_end(0, &wait), second);
    second->priority = BG_JOB_PRIORITY_HIGH;
    assert_ptr_equal(turns_end(0, &wait), first);
}

static void test_equal_jobs_take_turns(void **state)
{
    struct job *jobs[3];
    ULONGLONG now = 1000, wait;
    size_t i;

    for (i = 0; i < ARRAYSIZE(jobs); i++)
        jobs[i] = queue_job(BG_JOB_PRIORITY_NORMAL);
    for (i = 0; i < 2 * ARRAYSIZE(jobs); i++)
    {
        assert_ptr_equal(start_next(now), jobs[i % ARRAYSIZE(jobs)]);
        wait = NEVER;
        assert_null(turns_end(now, &wait));
        assert_true(wait > 0 && wait < NEVER);
        now += wait;
        assert_ptr_equal(turns_end(now, &wait), jobs[i % ARRAYSIZE(jobs)]);
        stop(jobs[i % ARRAYSIZE(jobs)]);
    }
}

/* A file of a server without ranges is not begun again and again. */
static void test_a_file_that_cannot_be_resumed_is_not_interrupted(void **state)
{
    struct job *job = queue_job(BG_JOB_PRIORITY_NORMAL);
    ULONGLONG wait = NEVER;

    assert_hresult(add_files(job, 1), S_OK);
    start(job, 0);
    queue_job(BG_JOB_PRIORITY_NORMAL);
    assert_hresult(file_fill(job->files[0], 0, 10), S_OK);
    assert_null(turns_end(NEVER, &wait));
    job->files[0]->validator = strdup("\"tag\"");
    assert_ptr_equal(turns_end(NEVER, &wait), job);
}

static void test_a_lone_job_goes_on(void **state)
{
    start(queue_job(BG_JOB_PRIORITY_NORMAL), 0);
    queue_job(BG_JOB_PRIORITY_LOW);
    assert_nothing_changes(NEVER);
}

static void test_a_resumed_job_goes_to_the_end_of_the_line(void **state)
{
    struct job *first = queue_job(BG_JOB_PRIORITY_NORMAL), *second = queue_job(BG_JOB_PRIORITY_NORMAL);

    assert_hresult(job_suspend(first), S_OK);
    job_set_state(first, BG_JOB_STATE_QUEUED);
    assert_ptr_equal(turns_next(), second);
}

static void test_a_claimed_job_does_not_start(void **state)
{
    struct job *first = queue_job(BG_JOB_PRIORITY_NORMAL), *second = queue_job(BG_JOB_PRIORITY_NORMAL);

    first->claimed = TRUE;
    assert_ptr_equal(turns_next(), second);
}

/* Nor does one whose program is asked about a certificate: others have their turn meanwhile. */
static void test_a_job_that_waits_for_an_answer_does_not_start(void **state)
{
    struct job *first = queue_job(BG_JOB_PRIORITY_HIGH), *second = queue_job(BG_JOB_PRIORITY_LOW);
    struct certificate_question question = {NULL};

    first->http.question = &question;
    assert_ptr_equal(start_next(0), second);
    assert_nothing_changes(0);
    first->http.question = NULL;
}

int main(void)
{
    static const struct CMUnitTest tests[] =
    {
        queue_unit_test(test_all_foreground_jobs_and_one_background_job_run),
        queue_unit_test(test_higher_priorities_come_first),
        queue_unit_test(test_a_higher_priority_interrupts),
        queue_unit_test(test_a_lowered_priority_gives_way),
        queue_unit_test(test_a_foreground_job_that_becomes_background_makes_room),
        queue_unit_test(test_equal_jobs_take_turns),
        queue_unit_test(test_a_file_that_cannot_be_resumed_is_not_interrupted),
        queue_unit_test(test_a_lone_job_goes_on),
        queue_unit_test(test_a_resumed_job_goes_to_the_end_of_the_line),
        queue_unit_test(test_a_claimed_job_does_not_start),
        queue_unit_test(test_a_job_that_waits_for_an_answer_does_not_start),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
