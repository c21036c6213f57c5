/* Groups: jobs as the Queue Manager of qmgr.h sees them.
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include "queue_test.h"
#include "queue/group.h"

/* qmgr.h has methods of these names, which winuser.h makes macros. */
#undef GetProp
#undef SetProp
#include "qmgr.h"

static const GUID id = {1};

static struct job *create_group(size_t file_count)
{
    struct job *group = create_download(file_count);

    assert_hresult(job_make_group(group, &id), S_OK);
    return group;
}

static void complete(struct file *file, UINT64 size)
{
    file_set_transferred(file, size);
    file->completed = TRUE;
}

/* nf-qmgr-ibackgroundcopygroup-getstatus, -suspendgroup */
static void test_status_follows_the_state(void **state)
{
    static const struct
    {
        BG_JOB_STATE state;
        DWORD group, job;
    }
    statuses[] =
    {
        {BG_JOB_STATE_QUEUED, 0, 0},
        {BG_JOB_STATE_CONNECTING, 0, 0},
        {BG_JOB_STATE_TRANSFERRING, 0, 0},
        {BG_JOB_STATE_SUSPENDED, QM_STATUS_GROUP_SUSPENDED, 0},
        {BG_JOB_STATE_ERROR, QM_STATUS_GROUP_SUSPENDED | QM_STATUS_GROUP_ERROR, QM_STATUS_JOB_ERROR},
        {BG_JOB_STATE_TRANSIENT_ERROR, QM_STATUS_GROUP_ERROR, QM_STATUS_JOB_ERROR},
        {BG_JOB_STATE_TRANSFERRED, QM_STATUS_GROUP_SUSPENDED, 0},
        {BG_JOB_STATE_ACKNOWLEDGED, 0, 0},
        {BG_JOB_STATE_CANCELLED, 0, 0},
    };
    struct job *group = create_group(1);
    size_t i;

    for (i = 0; i < ARRAY_SIZE(statuses); i++)
    {
        group->state = statuses[i].state;
        assert_int_equal(group_status(group), statuses[i].group | QM_STATUS_GROUP_INCOMPLETE);
        assert_int_equal(group_job_status(group), statuses[i].job | QM_STATUS_JOB_INCOMPLETE);
    }
    group->priority = BG_JOB_PRIORITY_FOREGROUND;
    assert_int_equal(group_status(group), QM_STATUS_GROUP_FOREGROUND | QM_STATUS_GROUP_INCOMPLETE);
    job_release(group);
}

static void test_a_group_is_complete_with_its_last_file(void **state)
{
    struct job *group = create_group(2);

    group->state = BG_JOB_STATE_TRANSFERRING;
    complete(group->files[0], 10);
    file_set_transferred(group->files[1], 10);
    assert_int_equal(group->state, BG_JOB_STATE_TRANSFERRING);
    assert_int_equal(group_status(group), QM_STATUS_GROUP_INCOMPLETE);
    assert_ptr_equal(group_unpublished_file(group), group->files[1]);
    group->files[1]->completed = TRUE;
    assert_null(group_unpublished_file(group));
    assert_int_equal(group_status(group), QM_STATUS_GROUP_COMPLETE);
    assert_int_equal(group_job_status(group), QM_STATUS_JOB_COMPLETE);
    job_release(group);
}

static void test_a_group_without_files_is_not_complete(void **state)
{
    struct job *group = create_group(0);

    assert_int_equal(group_status(group), QM_STATUS_GROUP_SUSPENDED | QM_STATUS_GROUP_INCOMPLETE);
    job_release(group);
}

/* nf-qmgr-ibackgroundcopyjob1-getstatus, nf-qmgr-ibackgroundcopycallback1-onstatus */
static void test_errors_are_win32_or_http(void **state)
{
    static const struct
    {
        HRESULT code;
        DWORD win32, transport;
    }
    errors[] =
    {
        {BG_E_HTTP_ERROR_404, 0, 404},
        {BG_E_HTTP_ERROR_503, 0, 503},
        {(HRESULT)0x80070005, 5, 0},
        {(HRESULT)0x80072ee7, 12007, 0},
        {BG_E_MISSING_FILE_SIZE, (DWORD)BG_E_MISSING_FILE_SIZE, 0},
        {E_OUTOFMEMORY, 14, 0},
    };
    struct job *group = create_group(2);
    struct group_error error;
    size_t i;

    group_get_error(group, &error);
    assert_int_equal(error.file_index, (DWORD)-1);
    for (i = 0; i < ARRAY_SIZE(errors); i++)
    {
        struct job_error fault = {BG_ERROR_CONTEXT_REMOTE_FILE, errors[i].code, group->files[1]};

        job_fail(group, &fault, FALSE);
        group_get_error(group, &error);
        assert_int_equal(error.win32, errors[i].win32);
        assert_int_equal(error.transport, errors[i].transport);
        assert_int_equal(error.retries, i);
        assert_int_equal(error.file_index, 1);
    }
    group->error_count = 0;
    group_get_error(group, &error);
    assert_int_equal(error.retries, 0);
    job_release(group);
}

static DWORD progress(const struct job *group, DWORD type)
{
    DWORD value;

    assert_hresult(group_get_progress(group, type, &value), S_OK);
    return value;
}

/* nf-qmgr-ibackgroundcopygroup-get_size, -getprogress */
static void test_sizes_fit_into_32_bits(void **state)
{
    struct job *group = create_group(1);
    DWORD value;

    assert_int_equal(group_get_size(group), 0);
    group->files[0]->bytes_transferred = 5;
    assert_int_equal(progress(group, QM_PROGRESS_SIZE_DONE), 5);
    assert_int_equal(progress(group, QM_PROGRESS_PERCENT_DONE), 0);
    group->files[0]->bytes_total = 0x300000000;
    group->files[0]->bytes_transferred = 0x100000000;
    assert_int_equal(group_get_size(group), 0xffffffff);
    assert_int_equal(progress(group, QM_PROGRESS_SIZE_DONE), 0xffffffff);
    assert_int_equal(progress(group, QM_PROGRESS_PERCENT_DONE), 33);
    assert_hresult(group_get_progress(group, QM_PROGRESS_TIME_DONE, &value), E_NOTIMPL);
    complete(group->files[0], 0);
    assert_int_equal(progress(group, QM_PROGRESS_PERCENT_DONE), 100);
    job_release(group);
}

/* ne-qmgr-groupprop: errors by default, the end on demand. */
static void test_notify_flags(void **state)
{
    struct job *group = create_group(0);

    assert_int_equal(group->notification.flags, BG_NOTIFY_JOB_ERROR);
    group_set_notify_flags(group, QM_NOTIFY_GROUP_DONE);
    assert_int_equal(group->notification.flags, BG_NOTIFY_JOB_ERROR | BG_NOTIFY_JOB_TRANSFERRED);
    group_set_notify_flags(group, QM_NOTIFY_FILE_DONE | QM_NOTIFY_JOB_DONE | QM_NOTIFY_USE_PROGRESSEX);
    assert_int_equal(group->notification.flags, BG_NOTIFY_JOB_ERROR);
    group_set_notify_flags(group, QM_NOTIFY_DISABLE_NOTIFY);
    assert_int_equal(group->notification.flags, BG_NOTIFY_JOB_ERROR | BG_NOTIFY_DISABLE);
    job_release(group);
}

/* nf-qmgr-ibackgroundcopygroup-createjob */
static void test_a_group_gets_one_job(void **state)
{
    static const GUID job_id = {2}, other_id = {3};
    struct job *group = create_group(0), *other = create_group(0);

    other->id = other_id;
    queue_lock();
    assert_hresult(queue_add(group), S_OK);
    assert_hresult(queue_add(group), E_INVALIDARG);
    assert_hresult(queue_add(other), S_OK);
    assert_ptr_equal(queue_find_group(&id), group);
    assert_null(queue_find_group(&job_id));
    assert_hresult(group_create_job(group, &job_id), S_OK);
    assert_hresult(group_create_job(group, &other_id), E_NOTIMPL);
    assert_hresult(group_create_job(other, &job_id), E_INVALIDARG);
    other->state = BG_JOB_STATE_CONNECTING;
    assert_hresult(group_create_job(other, &other_id), QM_E_INVALID_STATE);
    other->state = BG_JOB_STATE_CANCELLED;
    assert_hresult(group_create_job(other, &other_id), QM_E_INVALID_STATE);
    queue_unlock();
    job_release(group);
    job_release(other);
}

int main(void)
{
    static const struct CMUnitTest tests[] =
    {
        cmocka_unit_test(test_status_follows_the_state),
        cmocka_unit_test(test_a_group_is_complete_with_its_last_file),
        cmocka_unit_test(test_a_group_without_files_is_not_complete),
        cmocka_unit_test(test_errors_are_win32_or_http),
        cmocka_unit_test(test_sizes_fit_into_32_bits),
        cmocka_unit_test(test_notify_flags),
        queue_unit_test(test_a_group_gets_one_job),
    };

    return cmocka_run_group_tests_name("group", tests, NULL, NULL);
}
