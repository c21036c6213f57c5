/* The Queue Manager of qmgr.h: its groups and the jobs in them.
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include "group_test.h"

static void assert_interfaces(IUnknown *object, const IID *own)
{
    static const IID *const foreign[] =
    {
        &IID_IBackgroundCopyManager, &IID_IBackgroundCopyJob, &IID_IBackgroundCopyCallback1, &IID_IClassFactory,
    };
    IUnknown *out, *unknown;
    size_t i;

    assert_hr(IUnknown_QueryInterface(object, own, (void **)&out), S_OK);
    assert_hr(IUnknown_QueryInterface(out, &IID_IUnknown, (void **)&unknown), S_OK);
    IUnknown_Release(unknown);
    IUnknown_Release(out);
    for (i = 0; i < ARRAYSIZE(foreign); ++i)
    {
        out = object;
        assert_hr(IUnknown_QueryInterface(object, foreign[i], (void **)&out), E_NOINTERFACE);
        assert_null(out);
    }
}

static void test_each_object_has_its_interface(void **state)
{
    IBackgroundCopyGroup *group = create_group(*state);
    IBackgroundCopyQMgr *manager = create_queue_manager();
    IBackgroundCopyJob1 *job = create_job1(group);
    IEnumBackgroundCopyGroups *groups;
    IEnumBackgroundCopyJobs1 *jobs;

    assert_hr(IBackgroundCopyQMgr_EnumGroups(manager, 0, &groups), S_OK);
    assert_hr(IBackgroundCopyGroup_EnumJobs(group, 0, &jobs), S_OK);
    assert_interfaces((IUnknown *)manager, &IID_IBackgroundCopyQMgr);
    assert_interfaces((IUnknown *)group, &IID_IBackgroundCopyGroup);
    assert_interfaces((IUnknown *)job, &IID_IBackgroundCopyJob1);
    assert_interfaces((IUnknown *)groups, &IID_IEnumBackgroundCopyGroups);
    assert_interfaces((IUnknown *)jobs, &IID_IEnumBackgroundCopyJobs1);
    IEnumBackgroundCopyJobs1_Release(jobs);
    IEnumBackgroundCopyGroups_Release(groups);
    IBackgroundCopyJob1_Release(job);
    IBackgroundCopyQMgr_Release(manager);
    IBackgroundCopyGroup_Release(group);
}

/* nf-qmgr-ibackgroundcopyqmgr-creategroup: the id must be new. */
static void test_CreateGroup_refuses_an_id_in_use(void **state)
{
    IBackgroundCopyGroup *group = create_group(*state), *second = group;
    IBackgroundCopyJob *job = create_job(*state);

    assert_hr(create_group_with_id(group_id(group), &second), E_INVALIDARG);
    assert_null(second);
    second = group;
    assert_hr(create_group_with_id(get_id(job), &second), E_INVALIDARG);
    assert_null(second);
    IBackgroundCopyGroup_Release(group);
}

/* nf-qmgr-ibackgroundcopygroup-suspendgroup: new groups are suspended. */
static void test_a_new_group_is_suspended_and_empty(void **state)
{
    IBackgroundCopyGroup *group;
    GUID id = new_id(), got;
    DWORD size = 1;

    assert_hr(create_group_with_id(id, &group), S_OK);
    group_as_job(*state, group);
    got = group_id(group);
    assert_memory_equal(&got, &id, sizeof(id));
    assert_int_equal(group_status(group), QM_STATUS_GROUP_SUSPENDED | QM_STATUS_GROUP_INCOMPLETE);
    assert_hr(IBackgroundCopyGroup_get_Size(group, &size), S_OK);
    assert_int_equal(size, 0);
    IBackgroundCopyGroup_Release(group);
}

static void test_a_group_is_a_download_job_of_BITS(void **state)
{
    struct bits_test *test = *state;
    IBackgroundCopyGroup *group = create_group(test);
    IBackgroundCopyJob *job = test->jobs[0];
    BG_JOB_TYPE type;
    WCHAR *name;

    assert_hr(IBackgroundCopyJob_GetType(job, &type), S_OK);
    assert_int_equal(type, BG_JOB_TYPE_DOWNLOAD);
    assert_hr(IBackgroundCopyJob_GetDisplayName(job, &name), S_OK);
    assert_task_string(name, L"");
    assert_state(job, BG_JOB_STATE_SUSPENDED);
    IBackgroundCopyGroup_Release(group);
}

/* nf-qmgr-ibackgroundcopyqmgr-getgroup */
static void test_GetGroup_finds_groups_alone(void **state)
{
    IBackgroundCopyGroup *group = create_group(*state), *found;
    IBackgroundCopyJob *job = create_job(*state);

    assert_hr(get_group(group_id(group), &found), S_OK);
    assert_ptr_equal(found, group);
    IBackgroundCopyGroup_Release(found);
    assert_hr(get_group(new_id(), &found), QM_E_ITEM_NOT_FOUND);
    assert_null(found);
    assert_hr(get_group(get_id(job), &found), QM_E_ITEM_NOT_FOUND);
    assert_null(found);
    IBackgroundCopyGroup_Release(group);
}

/* nf-qmgr-ibackgroundcopyqmgr-getgroup: a group has an owner, as a job has. */
static void test_a_group_belongs_to_who_makes_it(void **state)
{
    IBackgroundCopyJob *job = create_job(*state), *group_job;
    IBackgroundCopyGroup *group = create_group(*state), *found;
    WCHAR *owner, *group_owner;

    group_job = group_as_job(*state, group);
    assert_hr(IBackgroundCopyJob_GetOwner(job, &owner), S_OK);
    assert_hr(IBackgroundCopyJob_GetOwner(group_job, &group_owner), S_OK);
    assert_task_string(group_owner, owner);
    assert_hr(get_group(group_id(group), &found), S_OK);
    assert_hr(IBackgroundCopyJob_GetOwner(group_job, &group_owner), S_OK);
    assert_task_string(group_owner, owner);
    CoTaskMemFree(owner);
    IBackgroundCopyGroup_Release(found);
    IBackgroundCopyGroup_Release(group);
}

static BOOL enumerates(GUID id)
{
    IBackgroundCopyQMgr *manager = create_queue_manager();
    IEnumBackgroundCopyGroups *groups;
    BOOL found = FALSE;
    ULONG fetched;
    GUID next;

    assert_hr(IBackgroundCopyQMgr_EnumGroups(manager, 0, &groups), S_OK);
    while (!found && IEnumBackgroundCopyGroups_Next(groups, 1, &next, &fetched) == S_OK)
        found = IsEqualGUID(&next, &id);
    IEnumBackgroundCopyGroups_Release(groups);
    IBackgroundCopyQMgr_Release(manager);
    return found;
}

/* nf-qmgr-ibackgroundcopyqmgr-enumgroups */
static void test_EnumGroups_lists_the_groups(void **state)
{
    IBackgroundCopyGroup *first = create_group(*state), *second = create_group(*state);
    IBackgroundCopyJob *job = create_job(*state);

    assert_true(enumerates(group_id(first)));
    assert_true(enumerates(group_id(second)));
    assert_false(enumerates(get_id(job)));
    assert_hr(IBackgroundCopyGroup_CancelGroup(first), S_OK);
    assert_false(enumerates(group_id(first)));
    IBackgroundCopyGroup_Release(first);
    IBackgroundCopyGroup_Release(second);
}

static void test_enumerations_have_no_flags(void **state)
{
    IBackgroundCopyGroup *group = create_group(*state);
    IBackgroundCopyQMgr *manager = create_queue_manager();
    IEnumBackgroundCopyGroups *groups;
    IEnumBackgroundCopyJobs1 *jobs;

    assert_hr(IBackgroundCopyQMgr_EnumGroups(manager, 1, &groups), E_NOTIMPL);
    assert_null(groups);
    assert_hr(IBackgroundCopyQMgr_EnumGroups(manager, 0x80000000, &groups), E_NOTIMPL);
    assert_hr(IBackgroundCopyGroup_EnumJobs(group, 1, &jobs), E_NOTIMPL);
    assert_null(jobs);
    IBackgroundCopyQMgr_Release(manager);
    IBackgroundCopyGroup_Release(group);
}

static IEnumBackgroundCopyGroups *enum_groups(void)
{
    IBackgroundCopyQMgr *manager = create_queue_manager();
    IEnumBackgroundCopyGroups *groups;

    assert_hr(IBackgroundCopyQMgr_EnumGroups(manager, 0, &groups), S_OK);
    IBackgroundCopyQMgr_Release(manager);
    return groups;
}

/* nf-qmgr-ienumbackgroundcopygroups-next, -skip, -reset, -getcount. There may be groups of others. */
static void test_enumerators_of_groups_move(void **state)
{
    IBackgroundCopyGroup *first = create_group(*state), *second = create_group(*state);
    IEnumBackgroundCopyGroups *groups = enum_groups();
    GUID ids[64], again[64];
    ULONG count, fetched;

    assert_hr(IEnumBackgroundCopyGroups_GetCount(groups, &count), S_OK);
    assert_in_range(count, 2, ARRAYSIZE(ids) - 1);
    assert_hr(IEnumBackgroundCopyGroups_Next(groups, count, ids, &fetched), S_OK);
    assert_int_equal(fetched, count);
    assert_hr(IEnumBackgroundCopyGroups_Next(groups, 1, again, &fetched), S_FALSE);
    assert_int_equal(fetched, 0);
    assert_hr(IEnumBackgroundCopyGroups_Reset(groups), S_OK);
    assert_hr(IEnumBackgroundCopyGroups_Skip(groups, 1), S_OK);
    assert_hr(IEnumBackgroundCopyGroups_Next(groups, count, again, &fetched), S_FALSE);
    assert_int_equal(fetched, count - 1);
    assert_memory_equal(again, ids + 1, (count - 1) * sizeof(*ids));
    assert_hr(IEnumBackgroundCopyGroups_Reset(groups), S_OK);
    assert_hr(IEnumBackgroundCopyGroups_Skip(groups, count + 1), S_FALSE);
    assert_hr(IEnumBackgroundCopyGroups_Skip(groups, 0xffffffff), S_FALSE);
    IEnumBackgroundCopyGroups_Release(groups);
    IBackgroundCopyGroup_Release(first);
    IBackgroundCopyGroup_Release(second);
}

/* nf-qmgr-ienumbackgroundcopygroups-clone: the place is the same, and from then on each has its own. */
static void test_enumerators_of_groups_clone(void **state)
{
    IBackgroundCopyGroup *first = create_group(*state), *second = create_group(*state);
    IEnumBackgroundCopyGroups *groups = enum_groups(), *clone;
    GUID next, same;
    ULONG fetched;

    assert_hr(IEnumBackgroundCopyGroups_Skip(groups, 1), S_OK);
    assert_hr(IEnumBackgroundCopyGroups_Clone(groups, &clone), S_OK);
    assert_hr(IEnumBackgroundCopyGroups_Next(groups, 1, &next, &fetched), S_OK);
    IEnumBackgroundCopyGroups_Release(groups);
    assert_hr(IEnumBackgroundCopyGroups_Next(clone, 1, &same, &fetched), S_OK);
    assert_memory_equal(&same, &next, sizeof(next));
    IEnumBackgroundCopyGroups_Release(clone);
    IBackgroundCopyGroup_Release(first);
    IBackgroundCopyGroup_Release(second);
}

/* nf-qmgr-ibackgroundcopygroup-createjob: one job in a group. */
static void test_CreateJob_makes_one_job(void **state)
{
    IBackgroundCopyGroup *group = create_group(*state), *other = create_group(*state);
    IBackgroundCopyJob1 *job, *second;
    GUID id = new_id(), got;

    assert_hr(IBackgroundCopyGroup_CreateJob(group, id, &job), S_OK);
    assert_hr(IBackgroundCopyJob1_get_JobID(job, &got), S_OK);
    assert_memory_equal(&got, &id, sizeof(id));
    assert_hr(IBackgroundCopyGroup_CreateJob(group, new_id(), &second), E_NOTIMPL);
    assert_null(second);
    assert_hr(IBackgroundCopyGroup_CreateJob(other, id, &second), E_INVALIDARG);
    assert_null(second);
    IBackgroundCopyJob1_Release(job);
    IBackgroundCopyGroup_Release(group);
    IBackgroundCopyGroup_Release(other);
}

static void test_CreateJob_refuses_a_group_that_runs(void **state)
{
    struct http_reply stalling = {.size = 1000, .fault = HTTP_FAULT_STALL, .fault_at = 10};
    struct bits_test *test = *state;
    IBackgroundCopyJob1 *job, *second;
    IBackgroundCopyGroup *group = start_group(test, &stalling, &job);

    assert_true(http_server_wait_stalled(test->server, BITS_TEST_TIMEOUT));
    assert_hr(IBackgroundCopyGroup_CreateJob(group, new_id(), &second), QM_E_INVALID_STATE);
    assert_null(second);
    IBackgroundCopyJob1_Release(job);
    IBackgroundCopyGroup_Release(group);
}

/* nf-qmgr-ibackgroundcopygroup-getjob */
static void test_GetJob_finds_the_job(void **state)
{
    IBackgroundCopyGroup *group = create_group(*state);
    IBackgroundCopyJob1 *job, *found;
    GUID id = new_id();

    assert_hr(IBackgroundCopyGroup_GetJob(group, id, &found), QM_E_ITEM_NOT_FOUND);
    assert_null(found);
    assert_hr(IBackgroundCopyGroup_CreateJob(group, id, &job), S_OK);
    assert_hr(IBackgroundCopyGroup_GetJob(group, id, &found), S_OK);
    assert_ptr_equal(found, job);
    IBackgroundCopyJob1_Release(found);
    assert_hr(IBackgroundCopyGroup_GetJob(group, new_id(), &found), QM_E_ITEM_NOT_FOUND);
    assert_null(found);
    IBackgroundCopyJob1_Release(job);
    IBackgroundCopyGroup_Release(group);
}

/* nf-qmgr-ibackgroundcopygroup-enumjobs */
static void test_EnumJobs_lists_the_job(void **state)
{
    IBackgroundCopyGroup *group = create_group(*state);
    IEnumBackgroundCopyJobs1 *jobs, *clone;
    IBackgroundCopyJob1 *job;
    GUID id = new_id(), ids[2];
    ULONG count;

    assert_hr(IBackgroundCopyGroup_EnumJobs(group, 0, &jobs), S_OK);
    assert_hr(IEnumBackgroundCopyJobs1_GetCount(jobs, &count), S_OK);
    assert_int_equal(count, 0);
    IEnumBackgroundCopyJobs1_Release(jobs);
    assert_hr(IBackgroundCopyGroup_CreateJob(group, id, &job), S_OK);
    assert_hr(IBackgroundCopyGroup_EnumJobs(group, 0, &jobs), S_OK);
    assert_hr(IEnumBackgroundCopyJobs1_GetCount(jobs, &count), S_OK);
    assert_int_equal(count, 1);
    assert_hr(IEnumBackgroundCopyJobs1_Next(jobs, 2, ids, &count), S_FALSE);
    assert_int_equal(count, 1);
    assert_memory_equal(&ids[0], &id, sizeof(id));
    assert_hr(IEnumBackgroundCopyJobs1_Skip(jobs, 1), S_FALSE);
    assert_hr(IEnumBackgroundCopyJobs1_Reset(jobs), S_OK);
    assert_hr(IEnumBackgroundCopyJobs1_Clone(jobs, &clone), S_OK);
    assert_hr(IEnumBackgroundCopyJobs1_Skip(jobs, 1), S_OK);
    assert_hr(IEnumBackgroundCopyJobs1_Next(clone, 1, ids, &count), S_OK);
    IEnumBackgroundCopyJobs1_Release(clone);
    IEnumBackgroundCopyJobs1_Release(jobs);
    IBackgroundCopyJob1_Release(job);
    IBackgroundCopyGroup_Release(group);
}

static void test_QueryNewJobInterface_gives_the_job(void **state)
{
    struct bits_test *test = *state;
    IBackgroundCopyGroup *group = create_group(test);
    IUnknown *job;

    assert_hr(IBackgroundCopyGroup_QueryNewJobInterface(group, &IID_IBackgroundCopyJob, &job), S_OK);
    assert_ptr_equal(job, test->jobs[0]);
    IUnknown_Release(job);
    assert_hr(IBackgroundCopyGroup_QueryNewJobInterface(group, &IID_IBackgroundCopyFile, &job), E_NOINTERFACE);
    assert_null(job);
    IBackgroundCopyGroup_Release(group);
}

/* nf-qmgr-ibackgroundcopyqmgr-creategroup: what cannot be given to the caller is not made. */
static void test_CreateGroup_without_a_place_for_it_makes_no_group(void **state)
{
    IBackgroundCopyQMgr *manager = create_queue_manager();
    IBackgroundCopyGroup *group;
    GUID id = new_id();

    assert_failed(IBackgroundCopyQMgr_CreateGroup(manager, id, NULL));
    assert_failed(IBackgroundCopyQMgr_GetGroup(manager, id, &group));
    IBackgroundCopyQMgr_Release(manager);
}

/* The same of nf-qmgr-ibackgroundcopygroup-createjob: a group takes one job. */
static void test_CreateJob_of_a_group_without_a_place_makes_no_job(void **state)
{
    IBackgroundCopyGroup *group = create_group(*state);
    IBackgroundCopyJob1 *job;

    assert_failed(IBackgroundCopyGroup_CreateJob(group, new_id(), NULL));
    job = create_job1(group);
    IBackgroundCopyJob1_Release(job);
    IBackgroundCopyGroup_Release(group);
}

/* The methods' pages: a result needs a place. */
static void test_results_need_a_place(void **state)
{
    IBackgroundCopyGroup *group = create_group(*state);
    IBackgroundCopyQMgr *manager = create_queue_manager();
    IBackgroundCopyJob1 *job = create_job1(group);
    DWORD value;

    assert_failed(IBackgroundCopyQMgr_CreateGroup(manager, new_id(), NULL));
    assert_failed(IBackgroundCopyQMgr_GetGroup(manager, group_id(group), NULL));
    assert_failed(IBackgroundCopyQMgr_EnumGroups(manager, 0, NULL));
    assert_failed(IBackgroundCopyGroup_GetProgress(group, QM_PROGRESS_SIZE_DONE, NULL));
    assert_failed(IBackgroundCopyGroup_GetStatus(group, NULL, &value));
    assert_failed(IBackgroundCopyGroup_GetStatus(group, &value, NULL));
    assert_failed(IBackgroundCopyGroup_GetJob(group, new_id(), NULL));
    assert_failed(IBackgroundCopyGroup_CreateJob(group, new_id(), NULL));
    assert_failed(IBackgroundCopyGroup_EnumJobs(group, 0, NULL));
    assert_failed(IBackgroundCopyGroup_get_Size(group, NULL));
    assert_failed(IBackgroundCopyGroup_get_GroupID(group, NULL));
    assert_failed(IBackgroundCopyGroup_GetProp(group, GROUPPROP_PRIORITY, NULL));
    assert_failed(IBackgroundCopyGroup_SetProp(group, GROUPPROP_PRIORITY, NULL));
    assert_failed(IBackgroundCopyJob1_GetProgress(job, QM_PROGRESS_SIZE_DONE, NULL));
    assert_failed(IBackgroundCopyJob1_GetStatus(job, &value, &value, &value, NULL));
    assert_failed(IBackgroundCopyJob1_AddFiles(job, 1, NULL));
    assert_failed(IBackgroundCopyJob1_GetFile(job, 0, NULL));
    assert_failed(IBackgroundCopyJob1_GetFileCount(job, NULL));
    assert_failed(IBackgroundCopyJob1_get_JobID(job, NULL));
    assert_int_equal(file_count(job), 0);
    IBackgroundCopyJob1_Release(job);
    IBackgroundCopyQMgr_Release(manager);
    IBackgroundCopyGroup_Release(group);
}

int main(void)
{
    static const struct CMUnitTest tests[] =
    {
        bits_unit_test(test_each_object_has_its_interface),
        bits_unit_test(test_CreateGroup_refuses_an_id_in_use),
        bits_unit_test(test_a_new_group_is_suspended_and_empty),
        bits_unit_test(test_a_group_is_a_download_job_of_BITS),
        bits_unit_test(test_GetGroup_finds_groups_alone),
        bits_unit_test(test_a_group_belongs_to_who_makes_it),
        bits_unit_test(test_EnumGroups_lists_the_groups),
        bits_unit_test(test_enumerations_have_no_flags),
        bits_unit_test(test_enumerators_of_groups_move),
        bits_unit_test(test_enumerators_of_groups_clone),
        bits_unit_test(test_CreateJob_makes_one_job),
        bits_unit_test(test_CreateJob_refuses_a_group_that_runs),
        bits_unit_test(test_GetJob_finds_the_job),
        bits_unit_test(test_EnumJobs_lists_the_job),
        bits_unit_test(test_QueryNewJobInterface_gives_the_job),
        bits_unit_test(test_CreateGroup_without_a_place_for_it_makes_no_group),
        bits_unit_test(test_CreateJob_of_a_group_without_a_place_makes_no_job),
        bits_unit_test(test_results_need_a_place),
    };

    return cmocka_run_group_tests_name("queue_manager", tests, bits_program_setup, bits_program_teardown);
}
