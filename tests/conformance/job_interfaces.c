/* The interfaces of a job, and their identity by COM's rules.
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include "bits_test.h"
#include <bits5_0.h>

static const struct
{
    const char *name;
    const IID *iid;
}
versions[] =
{
    {"IBackgroundCopyJob", &IID_IBackgroundCopyJob},
    {"IBackgroundCopyJob2", &IID_IBackgroundCopyJob2},
    {"IBackgroundCopyJob3", &IID_IBackgroundCopyJob3},
    {"IBackgroundCopyJob4", &IID_IBackgroundCopyJob4},
    {"IBackgroundCopyJob5", &IID_IBackgroundCopyJob5},
};

static IUnknown *query(IUnknown *object, size_t version)
{
    IUnknown *out = NULL;
    HRESULT hr = IUnknown_QueryInterface(object, versions[version].iid, (void **)&out);

    if (hr != S_OK || !out)
        fail_msg("%s: %#lx", versions[version].name, hr);
    return out;
}

static IUnknown *identity(IUnknown *object)
{
    IUnknown *out;

    assert_hr(IUnknown_QueryInterface(object, &IID_IUnknown, (void **)&out), S_OK);
    IUnknown_Release(out);
    return out;
}

/* Interfaces of an object: each leads to each other one, and all lead to one IUnknown. */
static void test_every_version_leads_to_every_other(void **state)
{
    IUnknown *job = (IUnknown *)create_job(*state);
    size_t from, to;

    for (from = 0; from < ARRAYSIZE(versions); ++from)
    {
        IUnknown *first = query(job, from);

        for (to = 0; to < ARRAYSIZE(versions); ++to)
        {
            IUnknown *second = query(first, to);

            assert_ptr_equal(identity(second), identity(job));
            IUnknown_Release(second);
        }
        IUnknown_Release(first);
    }
}

static void test_every_version_is_the_same_job(void **state)
{
    IBackgroundCopyJob *job = create_job(*state);
    GUID id = get_id(job), same_id;
    size_t i;

    for (i = 0; i < ARRAYSIZE(versions); ++i)
    {
        IBackgroundCopyJob *version = (IBackgroundCopyJob *)query((IUnknown *)job, i);

        same_id = get_id(version);
        assert_memory_equal(&id, &same_id, sizeof(id));
        IBackgroundCopyJob_Release(version);
    }
}

static void test_a_job_refuses_foreign_interfaces(void **state)
{
    static const IID *const foreign[] =
    {
        &IID_IBackgroundCopyManager, &IID_IBackgroundCopyFile, &IID_IBackgroundCopyError, &IID_IEnumBackgroundCopyFiles,
        &IID_IPersist, &IID_IDispatch, &GUID_NULL,
    };
    IBackgroundCopyJob *job = create_job(*state);
    size_t i;

    for (i = 0; i < ARRAYSIZE(foreign); ++i)
    {
        void *out = job;

        assert_hr(IBackgroundCopyJob_QueryInterface(job, foreign[i], &out), E_NOINTERFACE);
        assert_null(out);
    }
}

/* A pointer of one version outlives the one that it came from. */
static void test_versions_are_counted_on_their_own(void **state)
{
    struct bits_test *test = *state;
    IBackgroundCopyJob *job;
    IBackgroundCopyJob5 *last;
    GUID id, same_id;

    assert_hr(IBackgroundCopyManager_CreateJob(test->manager, L"test", BG_JOB_TYPE_DOWNLOAD, &id, &job), S_OK);
    last = (IBackgroundCopyJob5 *)query((IUnknown *)job, ARRAYSIZE(versions) - 1);
    hold_job(test, (IBackgroundCopyJob *)last);
    IBackgroundCopyJob_Release(job);
    assert_hr(IBackgroundCopyJob5_GetId(last, &same_id), S_OK);
    assert_memory_equal(&id, &same_id, sizeof(id));
}

static void test_every_version_comes_from_GetJob_too(void **state)
{
    struct bits_test *test = *state;
    GUID id = get_id(create_job(test));
    IBackgroundCopyJob *job;
    size_t i;

    assert_hr(IBackgroundCopyManager_GetJob(test->manager, &id, &job), S_OK);
    for (i = 0; i < ARRAYSIZE(versions); ++i)
    {
        IUnknown *version = query((IUnknown *)job, i);

        IUnknown_Release(version);
    }
    IBackgroundCopyJob_Release(job);
}

static void test_interfaces_stay_after_Cancel(void **state)
{
    IBackgroundCopyJob *job = create_job(*state);
    size_t i;

    assert_hr(IBackgroundCopyJob_Cancel(job), S_OK);
    for (i = 0; i < ARRAYSIZE(versions); ++i)
    {
        IBackgroundCopyJob *version = (IBackgroundCopyJob *)query((IUnknown *)job, i);

        assert_state(version, BG_JOB_STATE_CANCELLED);
        IBackgroundCopyJob_Release(version);
    }
}

static void test_a_manager_refuses_foreign_interfaces(void **state)
{
    struct bits_test *test = *state;
    void *out = test;

    assert_hr(IBackgroundCopyManager_QueryInterface(test->manager, &IID_IBackgroundCopyJob, &out), E_NOINTERFACE);
    assert_null(out);
    assert_hr(IBackgroundCopyManager_QueryInterface(test->manager, &IID_IUnknown, &out), S_OK);
    assert_ptr_equal(identity((IUnknown *)test->manager), out);
    IUnknown_Release((IUnknown *)out);
}

int main(void)
{
    static const struct CMUnitTest tests[] =
    {
        bits_unit_test(test_every_version_leads_to_every_other),
        bits_unit_test(test_every_version_is_the_same_job),
        bits_unit_test(test_a_job_refuses_foreign_interfaces),
        bits_unit_test(test_versions_are_counted_on_their_own),
        bits_unit_test(test_every_version_comes_from_GetJob_too),
        bits_unit_test(test_interfaces_stay_after_Cancel),
        bits_unit_test(test_a_manager_refuses_foreign_interfaces),
    };

    return cmocka_run_group_tests_name("job_interfaces", tests, bits_program_setup, bits_program_teardown);
}
