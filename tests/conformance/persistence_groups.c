/* Groups of the old Queue Manager and their jobs outlive the service: nn-qmgr-ibackgroundcopygroup.
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include <string.h>
#include <wchar.h>

#include "group_test.h"
#include "job_settings.h"
#include "persistence_test.h"

#define NOTIFY_FLAGS (QM_NOTIFY_GROUP_DONE | QM_NOTIFY_FILE_DONE | QM_NOTIFY_USE_PROGRESSEX)
#define COMPLETE_STATUS (QM_STATUS_GROUP_COMPLETE | QM_STATUS_GROUP_SUSPENDED)

/* A program of such tests makes a job for each; here it is left alone, and a group is made beside it. */
struct kept_group
{
    GUID group_id, job_id;
};

static struct kept_group named, suspended, running, complete, failed;

static IBackgroundCopyGroup *make_group(struct kept_group *kept, IBackgroundCopyJob1 **job)
{
    IBackgroundCopyGroup *group;

    kept->group_id = new_id();
    kept->job_id = new_id();
    assert_hr(create_group_with_id(kept->group_id, &group), S_OK);
    assert_hr(IBackgroundCopyGroup_CreateJob(group, kept->job_id, job), S_OK);
    return group;
}

static IBackgroundCopyGroup *find_group(const struct kept_group *kept, IBackgroundCopyJob1 **job)
{
    IBackgroundCopyGroup *group;

    assert_hr(get_group(kept->group_id, &group), S_OK);
    assert_hr(IBackgroundCopyGroup_GetJob(group, kept->job_id, job), S_OK);
    return group;
}

static void drop(IBackgroundCopyGroup *group, IBackgroundCopyJob1 *job)
{
    IBackgroundCopyJob1_Release(job);
    IBackgroundCopyGroup_Release(group);
}

static void cancel_and_drop(IBackgroundCopyGroup *group, IBackgroundCopyJob1 *job)
{
    assert_hr(IBackgroundCopyGroup_CancelGroup(group), S_OK);
    drop(group, job);
}

/* A group of one file, which the server answers in this way. */
static IBackgroundCopyGroup *start_kept_group(struct bits_test *test, struct kept_group *kept, const char *path,
        const WCHAR *file, const struct http_reply *reply, IBackgroundCopyJob1 **job)
{
    IBackgroundCopyGroup *group = make_group(kept, job);

    http_server_serve(test->server, path, reply);
    add_file1(test, *job, path, file);
    assert_hr(IBackgroundCopyGroup_SwitchToForeground(group), S_OK);
    assert_hr(IBackgroundCopyGroup_ResumeGroup(group), S_OK);
    return group;
}

static void set_string(IBackgroundCopyGroup *group, GROUPPROP property, const WCHAR *string)
{
    VARIANT value = {0};

    V_VT(&value) = VT_BSTR;
    V_BSTR(&value) = SysAllocString(string);
    assert_hr(IBackgroundCopyGroup_SetProp(group, property, &value), S_OK);
    VariantClear(&value);
}

static void assert_string(IBackgroundCopyGroup *group, GROUPPROP property, const WCHAR *expected)
{
    VARIANT value = {0};

    assert_hr(IBackgroundCopyGroup_GetProp(group, property, &value), S_OK);
    assert_int_equal(wcscmp(V_BSTR(&value), expected), 0);
    VariantClear(&value);
}

static DWORD size_done(IBackgroundCopyGroup *group)
{
    DWORD size;

    assert_hr(IBackgroundCopyGroup_GetProgress(group, QM_PROGRESS_SIZE_DONE, &size), S_OK);
    return size;
}

/* ne-qmgr-groupprop. That another group cannot have this id, does not harm this one. */
static void prepare_properties(struct bits_test *test, IBackgroundCopyJob5 *unused)
{
    IBackgroundCopyGroup *other;
    VARIANT flags = {0};
    IBackgroundCopyJob1 *job;
    IBackgroundCopyGroup *group = make_group(&named, &job);

    V_VT(&flags) = VT_I4;
    V_I4(&flags) = NOTIFY_FLAGS;
    set_string(group, GROUPPROP_DISPLAYNAME, L"name \x30d5");
    set_string(group, GROUPPROP_DESCRIPTION, L"description");
    assert_hr(IBackgroundCopyGroup_SetProp(group, GROUPPROP_NOTIFYFLAGS, &flags), S_OK);
    assert_hr(IBackgroundCopyGroup_SwitchToForeground(group), S_OK);
    add_file1(test, job, "/one", L"one");
    add_file1(test, job, "/two", L"two");
    assert_failed(create_group_with_id(named.group_id, &other));
    drop(group, job);
}

static void check_properties(struct bits_test *test, IBackgroundCopyJob5 *unused)
{
    IBackgroundCopyJob1 *job;
    IBackgroundCopyGroup *group = find_group(&named, &job);
    VARIANT flags = {0};
    GUID id;

    assert_string(group, GROUPPROP_DISPLAYNAME, L"name \x30d5");
    assert_string(group, GROUPPROP_DESCRIPTION, L"description");
    assert_hr(IBackgroundCopyGroup_GetProp(group, GROUPPROP_NOTIFYFLAGS, &flags), S_OK);
    assert_int_equal(V_I4(&flags), NOTIFY_FLAGS);
    assert_int_equal(group_status(group),
            QM_STATUS_GROUP_INCOMPLETE | QM_STATUS_GROUP_SUSPENDED | QM_STATUS_GROUP_FOREGROUND);
    assert_hr(IBackgroundCopyJob1_get_JobID(job, &id), S_OK);
    assert_memory_equal(&id, &named.job_id, sizeof(id));
    assert_int_equal(file_count(job), 2);
    cancel_and_drop(group, job);
}

static void prepare_suspended_group(struct bits_test *test, IBackgroundCopyJob5 *unused)
{
    struct http_reply stalling =
    {
        .size = PERSISTENCE_SIZE, .seed = 1, .fault = HTTP_FAULT_STALL, .fault_at = PERSISTENCE_HALF,
    };
    IBackgroundCopyJob1 *job;
    IBackgroundCopyGroup *group;

    group = start_kept_group(test, &suspended, "/suspended_group", L"suspended_group", &stalling, &job);
    while (size_done(group) < PERSISTENCE_HALF)
        Sleep(10);
    assert_hr(IBackgroundCopyGroup_SuspendGroup(group), S_OK);
    drop(group, job);
    serve_whole(test, "/suspended_group", 1);
}

static void check_suspended_group(struct bits_test *test, IBackgroundCopyJob5 *unused)
{
    IBackgroundCopyJob1 *job;
    IBackgroundCopyGroup *group = find_group(&suspended, &job);

    assert_true(group_status(group) & QM_STATUS_GROUP_SUSPENDED);
    assert_int_equal(size_done(group), PERSISTENCE_HALF);
    assert_hr(IBackgroundCopyGroup_ResumeGroup(group), S_OK);
    wait_for_status(group, COMPLETE_STATUS);
    assert_file_is_pattern(test, L"suspended_group", PERSISTENCE_SIZE, 1);
    assert_string_equal(last_header(test->server, "/suspended_group", "Range"), "bytes=150000-299999");
    cancel_and_drop(group, job);
}

static void prepare_running_group(struct bits_test *test, IBackgroundCopyJob5 *unused)
{
    struct http_reply silent = {.size = PERSISTENCE_SIZE, .fault = HTTP_FAULT_SILENT};
    IBackgroundCopyJob1 *job;
    IBackgroundCopyGroup *group;

    group = start_kept_group(test, &running, "/running_group", L"running_group", &silent, &job);
    drop(group, job);
}

static void alter_running_group(struct bits_test *test)
{
    serve_whole(test, "/running_group", 2);
}

static void check_running_group(struct bits_test *test, IBackgroundCopyJob5 *unused)
{
    IBackgroundCopyJob1 *job;
    IBackgroundCopyGroup *group = find_group(&running, &job);

    wait_for_status(group, COMPLETE_STATUS);
    assert_file_is_pattern(test, L"running_group", PERSISTENCE_SIZE, 2);
    cancel_and_drop(group, job);
}

/* A group has no Complete: its files have their names, and it is there until it is cancelled. */
static void prepare_complete_group(struct bits_test *test, IBackgroundCopyJob5 *unused)
{
    IBackgroundCopyJob1 *job;
    IBackgroundCopyGroup *group;

    group = start_kept_group(test, &complete, "/complete_group", L"complete_group",
            &(struct http_reply){.size = PERSISTENCE_SIZE, .seed = 3}, &job);
    wait_for_status(group, COMPLETE_STATUS);
    drop(group, job);
}

static void check_complete_group(struct bits_test *test, IBackgroundCopyJob5 *unused)
{
    IBackgroundCopyJob1 *job;
    IBackgroundCopyGroup *group = find_group(&complete, &job);

    assert_true((group_status(group) & COMPLETE_STATUS) == COMPLETE_STATUS);
    assert_int_equal(http_server_count(test->server, "GET", "/complete_group"), 1);
    cancel_and_drop(group, job);
    assert_file_is_pattern(test, L"complete_group", PERSISTENCE_SIZE, 3);
}

static void prepare_failed_group(struct bits_test *test, IBackgroundCopyJob5 *unused)
{
    IBackgroundCopyJob1 *job;
    IBackgroundCopyGroup *group;

    group = start_kept_group(test, &failed, "/failed_group", L"failed_group", &(struct http_reply){404}, &job);
    wait_for_status(group, QM_STATUS_GROUP_ERROR);
    drop(group, job);
}

static void check_failed_group(struct bits_test *test, IBackgroundCopyJob5 *unused)
{
    DWORD status, win32, transport, retries;
    IBackgroundCopyJob1 *job;
    IBackgroundCopyGroup *group = find_group(&failed, &job);

    assert_true(group_status(group) & QM_STATUS_GROUP_ERROR);
    assert_hr(IBackgroundCopyJob1_GetStatus(job, &status, &win32, &transport, &retries), S_OK);
    assert_true(status & QM_STATUS_JOB_ERROR);
    assert_int_equal(transport, 404);
    cancel_and_drop(group, job);
}

int main(void)
{
    static struct survivor survivors[] =
    {
        SURVIVES(properties),
        SURVIVES(suspended_group),
        SURVIVES_ALTERED(running_group),
        SURVIVES(complete_group),
        SURVIVES(failed_group),
    };

    return run_survivors("persistence_groups", survivors, ARRAYSIZE(survivors));
}
