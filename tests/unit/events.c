/* The model: what a job's owner is to be told, and when.
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include <stdlib.h>

#include "queue_test.h"
#include "queue/events.h"

#define ALL_EVENTS (BG_NOTIFY_JOB_TRANSFERRED | BG_NOTIFY_JOB_ERROR | BG_NOTIFY_JOB_MODIFICATION \
        | BG_NOTIFY_FILE_TRANSFERRED | BG_NOTIFY_FILE_RANGES_TRANSFERRED)
#define NOW 100000

static WCHAR command[] = L"program";
static IUnknown *const callback = (IUnknown *)1, *const other_callback = (IUnknown *)2;
static unsigned int notified, released;

static void count_notify(struct job *job)
{
    notified++;
}

static void count_release(IUnknown *object)
{
    released++;
}

static int start(void **state)
{
    static const struct notifier notifier = {count_notify, count_release};

    notified = released = 0;
    shim_ticks = NOW;
    start_queue(state);
    queue_set_notifier(&notifier);
    return 0;
}

static int stop(void **state)
{
    queue_set_notifier(NULL);
    return stop_queue(state);
}

/* A job with two files, and a callback that wants to hear of these events. */
static struct job *create_notified_job(ULONG flags)
{
    struct job *job = create_download(2);

    job->notification.flags = flags;
    if (flags)
        job_set_callback(job, callback);
    job->events.modification = FALSE;
    notified = 0;
    return job;
}

static void assert_nothing_is_due(struct job *job)
{
    struct event event;

    assert_false(job_take_event(job, shim_ticks, &event));
}

static struct event take(struct job *job, enum event_type type)
{
    struct event event;

    assert_true(job_take_event(job, shim_ticks, &event));
    assert_int_equal(event.type, type);
    return event;
}

static void deliver(struct job *job, enum event_type type)
{
    struct event event = take(job, type);

    job_end_event(job, &event, TRUE);
}

static void transfer(struct job *job)
{
    size_t i;

    job_set_state(job, BG_JOB_STATE_TRANSFERRING);
    for (i = 0; i < job->file_count; i++)
        file_set_transferred(job->files[i], 1);
    assert_int_equal(job->state, BG_JOB_STATE_TRANSFERRED);
}

/* nf-bits-ibackgroundcopycallback-jobtransferred: called until it gives S_OK, and then no more. */
static void test_an_outcome_is_owed_until_it_is_delivered(void **state)
{
    struct job *job = create_notified_job(BG_NOTIFY_JOB_TRANSFERRED);
    struct event event;

    transfer(job);
    assert_true(notified);
    assert_int_equal(job_event_time(job), 0);
    event = take(job, EVENT_JOB_TRANSFERRED);
    job_end_event(job, &event, FALSE);
    assert_int_equal(job_event_time(job), NOW + 600 * 1000);
    assert_nothing_is_due(job);
    shim_ticks = NOW + 600 * 1000;
    deliver(job, EVENT_JOB_TRANSFERRED);
    assert_true(job_event_time(job) == EVENT_NEVER);
    assert_nothing_is_due(job);
    job_release(job);
}

static void test_an_error_is_an_outcome(void **state)
{
    struct job_error error = {BG_ERROR_CONTEXT_REMOTE_FILE, E_FAIL, NULL};
    struct job *job = create_notified_job(BG_NOTIFY_JOB_ERROR | BG_NOTIFY_JOB_TRANSFERRED);

    job_fail(job, &error, TRUE);
    assert_int_equal(job->state, BG_JOB_STATE_TRANSIENT_ERROR);
    assert_nothing_is_due(job);
    job_fail(job, &error, FALSE);
    deliver(job, EVENT_JOB_ERROR);
    assert_nothing_is_due(job);
    job_release(job);
}

static void test_an_outcome_is_withdrawn(void **state)
{
    static const BG_JOB_STATE states[] = {BG_JOB_STATE_QUEUED, BG_JOB_STATE_ACKNOWLEDGED, BG_JOB_STATE_CANCELLED};
    size_t i;

    for (i = 0; i < ARRAYSIZE(states); i++)
    {
        struct job *job = create_notified_job(BG_NOTIFY_JOB_ERROR);
        struct event event;

        job_set_state(job, BG_JOB_STATE_ERROR);
        event = take(job, EVENT_JOB_ERROR);
        job_set_state(job, states[i]);
        assert_nothing_is_due(job);
        job_end_event(job, &event, FALSE);
        assert_true(job_event_time(job) == EVENT_NEVER);
        job_release(job);
    }
}

/* A callback resumes the job, which fails again before the callback returns: that is another failure. */
static void test_a_late_answer_is_about_the_old_outcome(void **state)
{
    struct job *job = create_notified_job(BG_NOTIFY_JOB_ERROR);
    struct event event;

    job_set_state(job, BG_JOB_STATE_ERROR);
    event = take(job, EVENT_JOB_ERROR);
    job_set_state(job, BG_JOB_STATE_QUEUED);
    job_set_state(job, BG_JOB_STATE_ERROR);
    job_end_event(job, &event, TRUE);
    event = take(job, EVENT_JOB_ERROR);
    job_set_state(job, BG_JOB_STATE_QUEUED);
    job_set_state(job, BG_JOB_STATE_ERROR);
    job_end_event(job, &event, FALSE);
    deliver(job, EVENT_JOB_ERROR);
    assert_nothing_is_due(job);
    job_release(job);
}

/* nf-bits-ibackgroundcopyjob-setnotifyflags */
static void test_flags_decide(void **state)
{
    struct job *job = create_notified_job(ALL_EVENTS | BG_NOTIFY_DISABLE);

    transfer(job);
    assert_true(job_event_time(job) == EVENT_NEVER);
    assert_int_equal(notified, 0);
    job->notification.flags = BG_NOTIFY_JOB_ERROR | BG_NOTIFY_JOB_MODIFICATION;
    assert_true(job_event_time(job) == EVENT_NEVER);
    job->notification.flags = BG_NOTIFY_JOB_TRANSFERRED;
    job_touch(job);
    assert_int_equal(notified, 1);
    deliver(job, EVENT_JOB_TRANSFERRED);
    assert_nothing_is_due(job);
    job_release(job);
}

/* nn-bits-ibackgroundcopycallback */
static void test_a_new_callback_is_told_again(void **state)
{
    struct job *job = create_notified_job(BG_NOTIFY_JOB_TRANSFERRED);
    struct event event;

    transfer(job);
    deliver(job, EVENT_JOB_TRANSFERRED);
    job_set_callback(job, other_callback);
    assert_int_equal(released, 1);
    event = take(job, EVENT_JOB_TRANSFERRED);
    job_set_callback(job, callback);
    job_end_event(job, &event, TRUE);
    event = take(job, EVENT_JOB_TRANSFERRED);
    job_end_event(job, &event, FALSE);
    job_set_callback(job, NULL);
    assert_nothing_is_due(job);
    job_set_callback(job, callback);
    deliver(job, EVENT_JOB_TRANSFERRED);
    job_release(job);
}

/* nf-bits3_0-ibackgroundcopycallback2-filetransferred */
static void test_files_come_in_order_and_before_the_outcome(void **state)
{
    struct job *job = create_notified_job(BG_NOTIFY_FILE_TRANSFERRED | BG_NOTIFY_JOB_TRANSFERRED);
    struct event event;

    transfer(job);
    event = take(job, EVENT_FILE_TRANSFERRED);
    assert_ptr_equal(event.file, job->files[0]);
    job_end_event(job, &event, FALSE);
    assert_nothing_is_due(job);
    assert_int_equal(job_event_time(job), NOW + 600 * 1000);
    shim_ticks = NOW + 600 * 1000;
    event = take(job, EVENT_FILE_TRANSFERRED);
    assert_ptr_equal(event.file, job->files[0]);
    job_end_event(job, &event, TRUE);
    event = take(job, EVENT_FILE_TRANSFERRED);
    assert_ptr_equal(event.file, job->files[1]);
    job_end_event(job, &event, TRUE);
    deliver(job, EVENT_JOB_TRANSFERRED);
    assert_nothing_is_due(job);
    job_release(job);
}

static void test_a_file_that_is_transferred_again_is_announced_again(void **state)
{
    struct job *job = create_notified_job(BG_NOTIFY_FILE_TRANSFERRED);

    file_set_transferred(job->files[0], 1);
    deliver(job, EVENT_FILE_TRANSFERRED);
    assert_nothing_is_due(job);
    file_set_transferred(job->files[0], 1);
    deliver(job, EVENT_FILE_TRANSFERRED);
    job_set_state(job, BG_JOB_STATE_CANCELLED);
    assert_nothing_is_due(job);
    job_release(job);
}

/* nf-bits3_0-ibackgroundcopyfile3-setvalidationstate */
static void test_files_that_turn_out_to_be_invalid(void **state)
{
    struct job *job = create_notified_job(BG_NOTIFY_FILE_TRANSFERRED);
    struct event event;

    file_set_transferred(job->files[1], 1);
    file_set_validation_state(job->files[1], FALSE);
    assert_nothing_is_due(job);
    transfer(job);
    deliver(job, EVENT_FILE_TRANSFERRED);
    deliver(job, EVENT_FILE_TRANSFERRED);
    assert_nothing_is_due(job);
    file_set_validation_state(job->files[0], FALSE);
    file_set_transferred(job->files[0], 1);
    event = take(job, EVENT_FILE_TRANSFERRED);
    assert_ptr_equal(event.file, job->files[0]);
    job_end_event(job, &event, TRUE);
    assert_nothing_is_due(job);
    job_release(job);
}

static void test_an_upload_has_no_events_of_files(void **state)
{
    struct job *job = create_notified_job(BG_NOTIFY_FILE_TRANSFERRED);

    job->type = BG_JOB_TYPE_UPLOAD;
    file_set_transferred(job->files[0], 1);
    assert_nothing_is_due(job);
    job_release(job);
}

static void test_modifications_are_coalesced_and_spaced(void **state)
{
    struct job *job = create_notified_job(BG_NOTIFY_JOB_MODIFICATION);

    job->notification.interval = 300;
    job_touch(job);
    job_touch(job);
    job_set_state(job, BG_JOB_STATE_QUEUED);
    deliver(job, EVENT_JOB_MODIFICATION);
    assert_nothing_is_due(job);
    job_touch(job);
    assert_nothing_is_due(job);
    assert_int_equal(job_event_time(job), NOW + 300);
    shim_ticks = NOW + 300;
    deliver(job, EVENT_JOB_MODIFICATION);
    assert_true(job_event_time(job) == EVENT_NEVER);
    job_release(job);
}

/* nf-bits-ibackgroundcopycallback-jobmodification */
static void test_an_outcome_is_no_modification(void **state)
{
    struct job *job = create_notified_job(BG_NOTIFY_JOB_MODIFICATION);

    job_set_state(job, BG_JOB_STATE_ERROR);
    assert_nothing_is_due(job);
    job_set_state(job, BG_JOB_STATE_TRANSFERRED);
    assert_nothing_is_due(job);
    job_release(job);
}

static void test_an_ended_job_lets_go_of_its_callback(void **state)
{
    struct job *job = create_notified_job(BG_NOTIFY_JOB_TRANSFERRED);
    struct job *modified = create_notified_job(BG_NOTIFY_JOB_MODIFICATION);

    job_set_state(job, BG_JOB_STATE_CANCELLED);
    assert_null(job->notification.callback);
    assert_int_equal(released, 1);
    modified->events.quiet_end = NOW + 300;
    job_set_state(modified, BG_JOB_STATE_CANCELLED);
    assert_non_null(modified->notification.callback);
    modified->events.delivering = TRUE;
    deliver(modified, EVENT_JOB_MODIFICATION);
    job_end_delivery(modified);
    assert_null(modified->notification.callback);
    assert_int_equal(released, 2);
    job_release(job);
    job_release(modified);
}

/* MakeCustomHeadersWriteOnly succeeds in every state. */
static void test_an_ended_job_has_no_more_changes(void **state)
{
    struct job *job = create_notified_job(BG_NOTIFY_JOB_MODIFICATION);

    job_set_state(job, BG_JOB_STATE_CANCELLED);
    job->events.delivering = TRUE;
    deliver(job, EVENT_JOB_MODIFICATION);
    job_touch(job);
    job_end_delivery(job);
    assert_null(job->notification.callback);
    assert_int_equal(released, 1);
    job_release(job);
}

static void test_nothing_is_noted_for_nobody(void **state)
{
    BG_FILE_RANGE range = {0, 10};
    struct job *job = create_notified_job(0);

    job->notification.flags = ALL_EVENTS;
    job->properties.on_demand_mode = TRUE;
    file_ranges_arrived(job->files[0], &range, 1);
    job->properties.on_demand_mode = FALSE;
    transfer(job);
    job_touch(job);
    assert_int_equal(notified, 0);
    assert_null(job->files[0]->arrived.ranges);
    assert_false(job->events.modification);
    job_release(job);
}

static void test_ranges_grow_together(void **state)
{
    static const BG_FILE_RANGE ranges[] = {{0, 10}, {10, 5}, {100, 1}};
    struct job *job = create_notified_job(BG_NOTIFY_FILE_RANGES_TRANSFERRED);
    struct event event;

    file_ranges_arrived(job->files[0], ranges, 3);
    assert_nothing_is_due(job);
    job->properties.on_demand_mode = TRUE;
    file_ranges_arrived(job->files[0], ranges, 3);
    event = take(job, EVENT_FILE_RANGES_TRANSFERRED);
    assert_ptr_equal(event.file, job->files[0]);
    assert_int_equal(event.range_count, 2);
    assert_int_equal(event.ranges[0].Length, 15);
    assert_int_equal(event.ranges[1].InitialOffset, 100);
    free(event.ranges);
    job_release(job);
}

static void test_ranges_of_each_file_are_spaced(void **state)
{
    static const BG_FILE_RANGE range = {0, 10};
    struct job *job = create_notified_job(BG_NOTIFY_FILE_RANGES_TRANSFERRED);
    struct event event;

    job->properties.on_demand_mode = TRUE;
    file_ranges_arrived(job->files[0], &range, 1);
    event = take(job, EVENT_FILE_RANGES_TRANSFERRED);
    free(event.ranges);
    file_ranges_arrived(job->files[0], &range, 1);
    assert_nothing_is_due(job);
    assert_int_equal(job_event_time(job), NOW + 500);
    file_ranges_arrived(job->files[1], &range, 1);
    event = take(job, EVENT_FILE_RANGES_TRANSFERRED);
    assert_ptr_equal(event.file, job->files[1]);
    free(event.ranges);
    job_release(job);
}

/* nf-bits1_5-ibackgroundcopyjob2-setnotifycmdline: only outcomes run it, also those of the past. */
static void test_a_command_line_hears_of_outcomes_only(void **state)
{
    struct job *job = create_notified_job(0);

    job->notification.flags = ALL_EVENTS;
    transfer(job);
    assert_nothing_is_due(job);
    assert_hresult(job_set_command_line(job, command, NULL, NULL), S_OK);
    deliver(job, EVENT_JOB_TRANSFERRED);
    assert_nothing_is_due(job);
    assert_hresult(job_set_command_line(job, command, command, NULL), S_OK);
    deliver(job, EVENT_JOB_TRANSFERRED);
    job_release(job);
}

/* A program that was started has the event, and gives it back if it fails. */
static void test_a_program_that_fails_runs_again(void **state)
{
    struct job *job = create_notified_job(0);
    struct event event;

    job->notification.flags = BG_NOTIFY_JOB_TRANSFERRED;
    assert_hresult(job_set_command_line(job, command, NULL, NULL), S_OK);
    transfer(job);
    event = take(job, EVENT_JOB_TRANSFERRED);
    job_end_event(job, &event, TRUE);
    assert_true(job_event_time(job) == EVENT_NEVER);
    job_end_event(job, &event, FALSE);
    assert_int_equal(job_event_time(job), NOW + 600 * 1000);
    job_set_state(job, BG_JOB_STATE_ACKNOWLEDGED);
    job_end_event(job, &event, FALSE);
    assert_true(job_event_time(job) == EVENT_NEVER);
    job_release(job);
}

static void test_service_accounts_run_no_program(void **state)
{
    static const WCHAR *const accounts[] = {L"S-1-5-18", L"S-1-5-19", L"S-1-5-20"};
    size_t i;

    for (i = 0; i < ARRAYSIZE(accounts); i++)
    {
        struct job *job = create_notified_job(0);

        job->notification.flags = BG_NOTIFY_JOB_TRANSFERRED;
        job->owner.sid = string_copy(accounts[i]);
        assert_hresult(job_set_command_line(job, command, NULL, NULL), S_OK);
        transfer(job);
        assert_nothing_is_due(job);
        job->owner.sid[0] = 'X';
        assert_int_equal(job_event_time(job), 0);
        job_release(job);
    }
}

static void test_a_class_is_told_where_there_is_no_callback(void **state)
{
    struct job *job = create_notified_job(0);

    job->notification.flags = BG_NOTIFY_JOB_TRANSFERRED;
    transfer(job);
    assert_nothing_is_due(job);
    job->notification.clsid.Data1 = 1;
    job_touch(job);
    assert_int_equal(notified, 1);
    deliver(job, EVENT_JOB_TRANSFERRED);
    job_release(job);
}

static HRESULT set_class(struct job *job, DWORD number)
{
    BITS_JOB_PROPERTY_VALUE value = {.ClsID = {number}};

    return job_set_property(job, BITS_JOB_PROPERTY_NOTIFICATION_CLSID, &value);
}

static void test_a_new_class_is_told_through_a_new_object(void **state)
{
    struct job *job = create_notified_job(0);

    assert_hresult(set_class(job, 1), S_OK);
    job->notification.instance = callback;
    assert_hresult(set_class(job, 2), S_OK);
    assert_null(job->notification.instance);
    assert_int_equal(released, 1);
    job_release(job);
}

static void test_a_dead_callback_is_dropped(void **state)
{
    struct job *job = create_notified_job(BG_NOTIFY_JOB_TRANSFERRED);
    struct event event;

    transfer(job);
    event = take(job, EVENT_JOB_TRANSFERRED);
    job_drop_callback(job, other_callback);
    assert_int_equal(released, 0);
    job_drop_callback(job, callback);
    assert_int_equal(released, 1);
    job_end_event(job, &event, FALSE);
    assert_true(job_event_time(job) == EVENT_NEVER);
    job_set_callback(job, other_callback);
    deliver(job, EVENT_JOB_TRANSFERRED);
    job_release(job);
}

static void test_tokens_are_closed(void **state)
{
    struct job *job = create_notified_job(0);
    HANDLE token = (HANDLE)5;

    shim_closed_handles = 0;
    assert_hresult(job_set_command_line(job, command, NULL, token), S_OK);
    assert_hresult(job_set_command_line(job, NULL, NULL, NULL), S_OK);
    assert_int_equal(shim_closed_handles, 1);
    assert_null(job->notification.program);
    assert_hresult(job_set_command_line(job, command, NULL, token), S_OK);
    job_release(job);
    assert_int_equal(shim_closed_handles, 2);
}

#define events_unit_test(f) cmocka_unit_test_setup_teardown(f, start, stop)

int main(void)
{
    static const struct CMUnitTest tests[] =
    {
        events_unit_test(test_an_outcome_is_owed_until_it_is_delivered),
        events_unit_test(test_an_error_is_an_outcome),
        events_unit_test(test_an_outcome_is_withdrawn),
        events_unit_test(test_a_late_answer_is_about_the_old_outcome),
        events_unit_test(test_flags_decide),
        events_unit_test(test_a_new_callback_is_told_again),
        events_unit_test(test_files_come_in_order_and_before_the_outcome),
        events_unit_test(test_a_file_that_is_transferred_again_is_announced_again),
        events_unit_test(test_files_that_turn_out_to_be_invalid),
        events_unit_test(test_an_upload_has_no_events_of_files),
        events_unit_test(test_modifications_are_coalesced_and_spaced),
        events_unit_test(test_an_outcome_is_no_modification),
        events_unit_test(test_an_ended_job_lets_go_of_its_callback),
        events_unit_test(test_an_ended_job_has_no_more_changes),
        events_unit_test(test_nothing_is_noted_for_nobody),
        events_unit_test(test_ranges_grow_together),
        events_unit_test(test_ranges_of_each_file_are_spaced),
        events_unit_test(test_a_command_line_hears_of_outcomes_only),
        events_unit_test(test_a_program_that_fails_runs_again),
        events_unit_test(test_service_accounts_run_no_program),
        events_unit_test(test_a_class_is_told_where_there_is_no_callback),
        events_unit_test(test_a_new_class_is_told_through_a_new_object),
        events_unit_test(test_a_dead_callback_is_dropped),
        events_unit_test(test_tokens_are_closed),
    };

    return cmocka_run_group_tests_name("events", tests, NULL, NULL);
}
