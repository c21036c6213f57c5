/* What is noted of the jobs that are to be stored.
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include "queue_test.h"

static unsigned int wakes, commits;

static void wake(void)
{
    wakes++;
}

static void commit(void)
{
    commits++;
}

static const struct saver test_saver = {wake, commit};

static int start_saving(void **state)
{
    start_queue_with_job(state);
    queue_add(*state);
    wakes = commits = 0;
    queue_set_saver(&test_saver);
    return 0;
}

static int stop_saving(void **state)
{
    struct job *job;

    while ((job = queue_take_marked()) || (job = queue_take_progress()))
        job_release(job);
    queue_set_saver(NULL);
    return stop_queue_with_job(state);
}

static void take(struct job *(*take_job)(void), struct job *expected)
{
    struct job *job = take_job();

    assert_ptr_equal(job, expected);
    job_release(job);
}

static void test_a_new_job_is_stored(void **state)
{
    struct job *job = create_job(BG_JOB_TYPE_DOWNLOAD);

    queue_add(job);
    take(queue_take_marked, job);
    assert_null(queue_take_marked());
    job_release(job);
}

static void test_a_job_is_taken_once(void **state)
{
    struct job *job = *state;

    job_touch(job);
    job_set_state(job, BG_JOB_STATE_QUEUED);
    assert_int_equal(wakes, 1);
    take(queue_take_marked, job);
    assert_null(queue_take_marked());
    job_touch(job);
    take(queue_take_marked, job);
}

static void test_progress_may_wait(void **state)
{
    struct job *job = *state;

    file_mark_progress(job->files[0]);
    file_mark_progress(job->files[1]);
    assert_int_equal(wakes, 1);
    assert_true(queue_progress_is_marked());
    assert_null(queue_take_marked());
    assert_true(job->files[0]->marked && job->files[1]->marked);
    take(queue_take_progress, job);
    assert_null(queue_take_progress());
    assert_false(queue_progress_is_marked());
}

static void test_progress_is_stored_with_the_rest(void **state)
{
    struct job *job = *state;

    file_mark_progress(job->files[0]);
    job_touch(job);
    assert_null(queue_take_progress());
    take(queue_take_marked, job);
    assert_null(queue_take_progress());
}

/* A new job that is refused has the id of a stored one, or is one too many. */
static void test_a_job_outside_of_the_queue_is_not_stored(void **state)
{
    struct job *stored = *state, *job = create_download(1);

    job->id = stored->id;
    job_touch(job);
    assert_hresult(queue_add(job), E_INVALIDARG);
    assert_null(queue_take_marked());
    job_release(job);
}

static void test_a_job_that_is_gone_is_not_stored(void **state)
{
    struct job *job = *state;

    queue_remove(job);
    job_mark(job);
    file_mark_progress(job->files[0]);
    assert_null(queue_take_marked());
    assert_null(queue_take_progress());
}

static void test_a_call_ends_when_its_changes_are_stored(void **state)
{
    queue_lock();
    queue_commit();
    assert_int_equal(commits, 1);
    queue_set_saver(NULL);
    queue_lock();
    queue_commit();
    assert_int_equal(commits, 1);
}

#define saving_test(f) cmocka_unit_test_setup_teardown(f, start_saving, stop_saving)

int main(void)
{
    static const struct CMUnitTest tests[] =
    {
        saving_test(test_a_new_job_is_stored),
        saving_test(test_a_job_is_taken_once),
        saving_test(test_progress_may_wait),
        saving_test(test_progress_is_stored_with_the_rest),
        saving_test(test_a_job_outside_of_the_queue_is_not_stored),
        saving_test(test_a_job_that_is_gone_is_not_stored),
        saving_test(test_a_call_ends_when_its_changes_are_stored),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
