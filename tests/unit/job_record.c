/* Jobs as values of the registry: what is stored comes back.
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include "record_test.h"
#include "store/dates.h"
#include "store/job_record.h"

static struct job *decode(const struct values *values, const struct job *origin)
{
    struct job *job = NULL;

    assert_hresult(job_record_decode(&origin->id, values, &job), S_OK);
    return job;
}

static struct job *store_and_load(const struct job *job)
{
    struct values values = {NULL};
    struct job *loaded;

    job_record_encode(job, &values);
    assert_false(values.failed);
    loaded = decode(&values, job);
    values_free(&values);
    return loaded;
}

static void assert_comes_back(struct job *job)
{
    struct job *loaded = store_and_load(job);

    assert_same_job(loaded, job);
    job_release(loaded);
    job_release(job);
}

static void test_a_plain_job_comes_back(void **state)
{
    assert_comes_back(create_plain_job());
}

static void test_each_setting_comes_back(void **state)
{
    struct job *job;
    size_t i;

    for (i = 0; i < job_setting_count; i++)
    {
        job = create_plain_job();
        job_settings[i].set(job);
        assert_comes_back(job);
    }
}

static void test_all_settings_come_back(void **state)
{
    assert_comes_back(create_full_job());
}

static void test_defaults_are_left_out(void **state)
{
    struct job *job = create_plain_job();
    struct values values = {NULL};
    size_t i;

    job_record_encode(job, &values);
    for (i = 0; i < values.count; i++)
        assert_true(is_always_stored(values.items[i].name));
    assert_int_equal(values.count, 3);
    values_free(&values);
    job_release(job);
}

/* A record is read in any order, but the state is written last. */
static void test_each_setting_has_its_value(void **state)
{
    struct job *job;
    size_t i;

    for (i = 0; i < job_setting_count; i++)
    {
        struct values values = {NULL};

        job = create_plain_job();
        job_settings[i].set(job);
        job_record_encode(job, &values);
        assert_non_null(values_find(&values, job_settings[i].value));
        assert_true(same_text(values.items[values.count - 1].name, L"State"));
        values_free(&values);
        job_release(job);
    }
}

static void test_secrets_are_marked_as_such(void **state)
{
    struct job *job = create_full_job();
    struct values values = {NULL};
    size_t i;

    job_record_encode(job, &values);
    for (i = 0; i < values.count; i++)
    {
        const struct value *value = &values.items[i];
        BOOL secret = same_text(value->name, L"Credentials") || same_text(value->name, L"CustomHeaders");

        assert_int_equal(value->secret, secret);
        assert_int_equal(value->type == REG_BINARY, secret);
    }
    values_free(&values);
    job_release(job);
}

/* Else every start of the service would write all of them again. */
static void test_a_loaded_job_is_stored_as_it_was(void **state)
{
    struct job *job = create_full_job(), *loaded = store_and_load(job);
    struct values first = {NULL}, second = {NULL};
    size_t i;

    job_record_encode(job, &first);
    job_record_encode(loaded, &second);
    assert_int_equal(first.count, second.count);
    for (i = 0; i < first.count; i++)
    {
        assert_int_equal(first.items[i].size, second.items[i].size);
        assert_memory_equal(first.items[i].data, second.items[i].data, first.items[i].size);
    }
    values_free(&first);
    values_free(&second);
    job_release(loaded);
    job_release(job);
}

static void test_unknown_values_are_passed_over(void **state)
{
    struct job *job = create_plain_job(), *loaded;
    struct values values = {NULL};

    job_record_encode(job, &values);
    values_add_number(&values, L"Future", 1);
    loaded = decode(&values, job);
    assert_same_job(loaded, job);
    values_free(&values);
    job_release(loaded);
    job_release(job);
}

/* A transfer begins anew, and so does Complete. */
static void test_states(void **state)
{
    static const struct
    {
        BG_JOB_STATE stored, loaded;
    } states[] =
    {
        {BG_JOB_STATE_QUEUED, BG_JOB_STATE_QUEUED},
        {BG_JOB_STATE_CONNECTING, BG_JOB_STATE_QUEUED},
        {BG_JOB_STATE_TRANSFERRING, BG_JOB_STATE_QUEUED},
        {BG_JOB_STATE_SUSPENDED, BG_JOB_STATE_SUSPENDED},
        {BG_JOB_STATE_ERROR, BG_JOB_STATE_ERROR},
        {BG_JOB_STATE_TRANSIENT_ERROR, BG_JOB_STATE_TRANSIENT_ERROR},
        {BG_JOB_STATE_TRANSFERRED, BG_JOB_STATE_TRANSFERRED},
    };
    struct job *job = create_plain_job(), *loaded;
    BOOL completing;
    size_t i;

    job->error.code = E_FAIL;
    for (i = 0; i < 2 * ARRAYSIZE(states); i++)
    {
        completing = i >= ARRAYSIZE(states);
        job->state = states[i % ARRAYSIZE(states)].stored;
        job->completing = completing;
        loaded = store_and_load(job);
        assert_int_equal(loaded->completing, completing);
        assert_int_equal(loaded->state, completing ? BG_JOB_STATE_TRANSFERRED : states[i].loaded);
        job_release(loaded);
    }
    job_release(job);
}

#define SECOND 1000 /* of clock_ticks() */

/* The machine is started anew: so long after the job was stored, by the date, and so long ago. */
static struct job *load_after(const struct job *job, INT64 seconds, ULONGLONG uptime)
{
    struct values values = {NULL};
    struct job *loaded;

    job_record_encode(job, &values);
    shim_time = date_from_number(date_to_number(shim_time) + seconds * DATE_SECOND);
    shim_ticks = uptime;
    loaded = decode(&values, job);
    values_free(&values);
    return loaded;
}

static ULONGLONG retry_delay_after(INT64 seconds)
{
    struct job *job = create_plain_job(), *loaded;
    ULONGLONG delay;

    job->state = BG_JOB_STATE_TRANSIENT_ERROR;
    job->error.code = E_FAIL;
    job->minimum_retry_delay = 60;
    job->retry_time = shim_ticks + 40 * SECOND;
    loaded = load_after(job, seconds, 5 * SECOND);
    delay = loaded->retry_time - shim_ticks;
    job_release(loaded);
    job_release(job);
    return delay;
}

/* Somebody may have set the date meanwhile: nobody waits longer than the whole delay. */
static void test_a_retry_delay_goes_on(void **state)
{
    assert_int_equal(retry_delay_after(0), 40 * SECOND);
    assert_int_equal(retry_delay_after(10), 30 * SECOND);
    assert_int_equal(retry_delay_after(40), 0);
    assert_int_equal(retry_delay_after(1000000), 0);
    assert_int_equal(retry_delay_after(-10), 50 * SECOND);
    assert_int_equal(retry_delay_after(-1000000), 60 * SECOND);
}

/* Longer ago than the machine runs. */
static void test_timeouts_go_on(void **state)
{
    struct job *job = create_plain_job(), *loaded;

    job->stalled = TRUE;
    job->stall_time = shim_ticks - 50 * SECOND;
    job->activity_time = shim_ticks - 70 * SECOND;
    loaded = load_after(job, 100, 5 * SECOND);
    assert_true(loaded->stalled);
    assert_int_equal(shim_ticks - loaded->stall_time, 150 * SECOND);
    assert_int_equal(shim_ticks - loaded->activity_time, 170 * SECOND);
    job_release(loaded);
    job_release(job);
}

/* What was used up of the download time counts, but not that the service was away. */
static void test_download_time_goes_on(void **state)
{
    struct job *job = create_plain_job(), *loaded;

    job->state = BG_JOB_STATE_TRANSFERRING;
    job->download_time = 20 * SECOND;
    job->download_start = shim_ticks - 3 * SECOND;
    loaded = load_after(job, 1000, 5 * SECOND);
    assert_int_equal(job_download_time(loaded, shim_ticks + SECOND), 23 * SECOND);
    job_release(loaded);
    job_release(job);
}

static struct job *load_with_files(const struct job *job, size_t count)
{
    struct job *loaded = store_and_load(job);

    while (loaded->file_count < count)
        add_plain_file(loaded);
    return loaded;
}

static void test_the_file_of_an_error(void **state)
{
    struct job *job = create_plain_job(), *loaded;

    add_plain_file(job);
    add_plain_file(job);
    job->error = (struct job_error){BG_ERROR_CONTEXT_LOCAL_FILE, E_ACCESSDENIED, job->files[1]};
    loaded = load_with_files(job, 2);
    assert_hresult(job_record_settle(loaded), S_OK);
    assert_ptr_equal(loaded->error.file, loaded->files[1]);
    job_release(loaded);
    job_release(job);
}

/* One more may have been stored just before the service was killed. */
static void test_no_file_may_be_missing(void **state)
{
    struct job *job = create_plain_job(), *loaded;
    size_t count;

    add_plain_file(job);
    add_plain_file(job);
    for (count = 0; count < 4; count++)
    {
        loaded = load_with_files(job, count);
        assert_hresult(job_record_settle(loaded), count < 2 ? INVALID_DATA : S_OK);
        job_release(loaded);
    }
    job_release(job);
}

static struct file *add_transferred_file(struct job *job, BOOL completed, BOOL announced)
{
    struct file *file = add_plain_file(job);

    file->transferred = TRUE;
    file->completed = completed;
    file->announced = announced;
    return file;
}

static void test_files_are_counted(void **state)
{
    struct job *job = create_plain_job();

    add_transferred_file(job, TRUE, TRUE);
    add_transferred_file(job, FALSE, TRUE);
    add_transferred_file(job, FALSE, FALSE);
    add_plain_file(job);
    add_transferred_file(job, TRUE, FALSE);
    assert_hresult(job_record_settle(job), S_OK);
    assert_int_equal(job->files_done, 3);
    assert_int_equal(job->files_completed, 1);
    assert_int_equal(job->events.files_before, 2);
    assert_int_equal(job->events.files, 2);
    job_release(job);
}

/* Its last file was stored before the job itself was. */
static void test_a_job_without_work_is_transferred(void **state)
{
    struct job *job = create_plain_job();

    add_transferred_file(job, FALSE, FALSE);
    job->state = BG_JOB_STATE_QUEUED;
    assert_hresult(job_record_settle(job), S_OK);
    assert_int_equal(job->state, BG_JOB_STATE_TRANSFERRED);
    job_release(job);
}

int main(void)
{
    static const struct CMUnitTest tests[] =
    {
        queue_unit_test(test_a_plain_job_comes_back),
        queue_unit_test(test_each_setting_comes_back),
        queue_unit_test(test_all_settings_come_back),
        queue_unit_test(test_defaults_are_left_out),
        queue_unit_test(test_each_setting_has_its_value),
        queue_unit_test(test_secrets_are_marked_as_such),
        queue_unit_test(test_a_loaded_job_is_stored_as_it_was),
        queue_unit_test(test_unknown_values_are_passed_over),
        queue_unit_test(test_states),
        queue_unit_test(test_a_retry_delay_goes_on),
        queue_unit_test(test_timeouts_go_on),
        queue_unit_test(test_download_time_goes_on),
        queue_unit_test(test_the_file_of_an_error),
        queue_unit_test(test_no_file_may_be_missing),
        queue_unit_test(test_files_are_counted),
        queue_unit_test(test_a_job_without_work_is_transferred),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
