/* What the four state-changing methods of a job make of each of its states. life-cycle-of-a-bits-job
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include "bits_test.h"
#include "job_states.h"

#define NOT_SAID ((BG_JOB_STATE)-1)

/* The state that a state-changing method leads to from each one that is not final; where no page says it, or where it
 * does not last, any will do. */
struct change
{
    HRESULT (*method)(IBackgroundCopyJob5 *);
    BG_JOB_STATE from[BG_JOB_STATE_ACKNOWLEDGED];
};

static void cancel_jobs(const struct bits_test *test)
{
    unsigned int i;

    for (i = 0; i < test->job_count; ++i)
        IBackgroundCopyJob_Cancel(test->jobs[i]);
}

/* life-cycle-of-a-bits-job: from a final state none leads anywhere. */
static void check_change(struct bits_test *test, const struct change *change, BG_JOB_STATE from)
{
    BOOL final = from >= BG_JOB_STATE_ACKNOWLEDGED;
    BG_JOB_STATE to = final ? from : change->from[from];
    IBackgroundCopyJob5 *job = reach_state(test, from);
    HRESULT hr = change->method(job);

    if (final)
        assert_hr(hr, BG_E_INVALID_STATE);
    else if (FAILED(hr))
        fail_msg("from state %d: %#lx", from, hr);
    if (to != NOT_SAID)
        assert_state((IBackgroundCopyJob *)job, to);
    cancel_jobs(test);
}

static void check_changes(struct bits_test *test, const struct change *change)
{
    BG_JOB_STATE from;

    for (from = BG_JOB_STATE_QUEUED; from <= BG_JOB_STATE_CANCELLED; ++from)
        check_change(test, change, from);
}

static HRESULT call_Suspend(IBackgroundCopyJob5 *job)
{
    return IBackgroundCopyJob5_Suspend(job);
}

/* nf-bits-ibackgroundcopyjob-suspend: jobs in ERROR and TRANSFERRED are regarded as suspended. */
static void test_Suspend(void **state)
{
    static const struct change suspend =
    {
        call_Suspend,
        {
            [BG_JOB_STATE_QUEUED] = BG_JOB_STATE_SUSPENDED,
            [BG_JOB_STATE_CONNECTING] = BG_JOB_STATE_SUSPENDED,
            [BG_JOB_STATE_TRANSFERRING] = BG_JOB_STATE_SUSPENDED,
            [BG_JOB_STATE_SUSPENDED] = BG_JOB_STATE_SUSPENDED,
            [BG_JOB_STATE_ERROR] = NOT_SAID,
            [BG_JOB_STATE_TRANSIENT_ERROR] = BG_JOB_STATE_SUSPENDED,
            [BG_JOB_STATE_TRANSFERRED] = NOT_SAID,
        },
    };

    check_changes(*state, &suspend);
}

static HRESULT call_Resume(IBackgroundCopyJob5 *job)
{
    return IBackgroundCopyJob5_Resume(job);
}

/* life-cycle-of-a-bits-job: a job that runs stays in its state, others are tried. */
static void test_Resume(void **state)
{
    static const struct change resume =
    {
        call_Resume,
        {
            [BG_JOB_STATE_QUEUED] = BG_JOB_STATE_QUEUED,
            [BG_JOB_STATE_CONNECTING] = BG_JOB_STATE_CONNECTING,
            [BG_JOB_STATE_TRANSFERRING] = BG_JOB_STATE_TRANSFERRING,
            [BG_JOB_STATE_SUSPENDED] = NOT_SAID,
            [BG_JOB_STATE_ERROR] = NOT_SAID,
            [BG_JOB_STATE_TRANSIENT_ERROR] = NOT_SAID,
            [BG_JOB_STATE_TRANSFERRED] = NOT_SAID,
        },
    };

    check_changes(*state, &resume);
}

static HRESULT call_Cancel(IBackgroundCopyJob5 *job)
{
    return IBackgroundCopyJob5_Cancel(job);
}

/* nf-bits-ibackgroundcopyjob-cancel */
static void test_Cancel(void **state)
{
    static const struct change cancel =
    {
        call_Cancel,
        {
            [BG_JOB_STATE_QUEUED] = BG_JOB_STATE_CANCELLED,
            [BG_JOB_STATE_CONNECTING] = BG_JOB_STATE_CANCELLED,
            [BG_JOB_STATE_TRANSFERRING] = BG_JOB_STATE_CANCELLED,
            [BG_JOB_STATE_SUSPENDED] = BG_JOB_STATE_CANCELLED,
            [BG_JOB_STATE_ERROR] = BG_JOB_STATE_CANCELLED,
            [BG_JOB_STATE_TRANSIENT_ERROR] = BG_JOB_STATE_CANCELLED,
            [BG_JOB_STATE_TRANSFERRED] = BG_JOB_STATE_CANCELLED,
        },
    };

    check_changes(*state, &cancel);
}

static HRESULT call_Complete(IBackgroundCopyJob5 *job)
{
    return IBackgroundCopyJob5_Complete(job);
}

/* nf-bits-ibackgroundcopyjob-complete: a download may be completed at any time. */
static void test_Complete(void **state)
{
    static const struct change complete =
    {
        call_Complete,
        {
            [BG_JOB_STATE_QUEUED] = BG_JOB_STATE_ACKNOWLEDGED,
            [BG_JOB_STATE_CONNECTING] = BG_JOB_STATE_ACKNOWLEDGED,
            [BG_JOB_STATE_TRANSFERRING] = BG_JOB_STATE_ACKNOWLEDGED,
            [BG_JOB_STATE_SUSPENDED] = BG_JOB_STATE_ACKNOWLEDGED,
            [BG_JOB_STATE_ERROR] = BG_JOB_STATE_ACKNOWLEDGED,
            [BG_JOB_STATE_TRANSIENT_ERROR] = BG_JOB_STATE_ACKNOWLEDGED,
            [BG_JOB_STATE_TRANSFERRED] = BG_JOB_STATE_ACKNOWLEDGED,
        },
    };

    check_changes(*state, &complete);
}

/* nf-bits-ibackgroundcopyjob-complete: an upload has to be transferred. */
static void test_Complete_of_an_upload(void **state)
{
    IBackgroundCopyJob5 *upload = create_job5(*state, BG_JOB_TYPE_UPLOAD);

    assert_hr(IBackgroundCopyJob5_Complete(upload), BG_E_INVALID_STATE);
    assert_state((IBackgroundCopyJob *)upload, BG_JOB_STATE_SUSPENDED);
}

int main(void)
{
    static const struct CMUnitTest tests[] =
    {
        bits_unit_test(test_Suspend),
        bits_unit_test(test_Resume),
        bits_unit_test(test_Cancel),
        bits_unit_test(test_Complete),
        bits_unit_test(test_Complete_of_an_upload),
    };

    return cmocka_run_group_tests_name("state_changes", tests, bits_program_setup, bits_program_teardown);
}
