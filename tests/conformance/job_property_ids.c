/* IBackgroundCopyJob5: the properties that have a number. ne-bits5_0-bits_job_property_id tells their types, defaults
 * and rules, bitsmsg.h the codes.
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include <string.h>

#include "bits_test.h"

static const BG_JOB_TYPE types[] = {BG_JOB_TYPE_DOWNLOAD, BG_JOB_TYPE_UPLOAD, BG_JOB_TYPE_UPLOAD_REPLY};

static const BITS_JOB_PROPERTY_ID ids[] =
{
    BITS_JOB_PROPERTY_ID_COST_FLAGS, BITS_JOB_PROPERTY_NOTIFICATION_CLSID, BITS_JOB_PROPERTY_DYNAMIC_CONTENT,
    BITS_JOB_PROPERTY_HIGH_PERFORMANCE, BITS_JOB_PROPERTY_MAX_DOWNLOAD_SIZE, BITS_JOB_PROPERTY_USE_STORED_CREDENTIALS,
    BITS_JOB_PROPERTY_MINIMUM_NOTIFICATION_INTERVAL_MS, BITS_JOB_PROPERTY_ON_DEMAND_MODE,
};

static IBackgroundCopyJob5 *create_download(struct bits_test *test)
{
    return create_job5(test, BG_JOB_TYPE_DOWNLOAD);
}

static HRESULT set_dword(IBackgroundCopyJob5 *job, BITS_JOB_PROPERTY_ID id, DWORD number)
{
    BITS_JOB_PROPERTY_VALUE value = {.Dword = number};

    return IBackgroundCopyJob5_SetProperty(job, id, value);
}

static HRESULT set_bool(IBackgroundCopyJob5 *job, BITS_JOB_PROPERTY_ID id, BOOL enable)
{
    BITS_JOB_PROPERTY_VALUE value = {.Enable = enable};

    return IBackgroundCopyJob5_SetProperty(job, id, value);
}

static HRESULT set_size(IBackgroundCopyJob5 *job, UINT64 size)
{
    BITS_JOB_PROPERTY_VALUE value = {.Uint64 = size};

    return IBackgroundCopyJob5_SetProperty(job, BITS_JOB_PROPERTY_MAX_DOWNLOAD_SIZE, value);
}

static HRESULT set_target(IBackgroundCopyJob5 *job, int target)
{
    BITS_JOB_PROPERTY_VALUE value = {.Target = target};

    return IBackgroundCopyJob5_SetProperty(job, BITS_JOB_PROPERTY_USE_STORED_CREDENTIALS, value);
}

static HRESULT set_class(IBackgroundCopyJob5 *job, const CLSID *class)
{
    BITS_JOB_PROPERTY_VALUE value = {.ClsID = *class};

    return IBackgroundCopyJob5_SetProperty(job, BITS_JOB_PROPERTY_NOTIFICATION_CLSID, value);
}

static BITS_JOB_PROPERTY_VALUE get(IBackgroundCopyJob5 *job, BITS_JOB_PROPERTY_ID id)
{
    BITS_JOB_PROPERTY_VALUE value;

    memset(&value, 0xcc, sizeof(value));
    assert_hr(IBackgroundCopyJob5_GetProperty(job, id, &value), S_OK);
    return value;
}

static void assert_class(IBackgroundCopyJob5 *job, const CLSID *class)
{
    CLSID got = get(job, BITS_JOB_PROPERTY_NOTIFICATION_CLSID).ClsID;

    assert_memory_equal(&got, class, sizeof(got));
}

/* Where no page tells a default, it is this service's. */
static void test_defaults(void **state)
{
    size_t i;

    for (i = 0; i < ARRAYSIZE(types); ++i)
    {
        IBackgroundCopyJob5 *job = create_job5(*state, types[i]);

        assert_class(job, &GUID_NULL);
        assert_int_equal(get(job, BITS_JOB_PROPERTY_MINIMUM_NOTIFICATION_INTERVAL_MS).Dword, 500);
        if (!is_wine())
            continue;
        assert_int_equal(get(job, BITS_JOB_PROPERTY_ID_COST_FLAGS).Dword, BITS_COST_STATE_TRANSFER_ALWAYS);
        assert_int_equal(get(job, BITS_JOB_PROPERTY_DYNAMIC_CONTENT).Enable, FALSE);
        assert_int_equal(get(job, BITS_JOB_PROPERTY_HIGH_PERFORMANCE).Enable, FALSE);
        assert_int_equal(get(job, BITS_JOB_PROPERTY_MAX_DOWNLOAD_SIZE).Uint64, UINT64_MAX);
        assert_int_equal(get(job, BITS_JOB_PROPERTY_USE_STORED_CREDENTIALS).Target, 0);
        assert_int_equal(get(job, BITS_JOB_PROPERTY_ON_DEMAND_MODE).Enable, FALSE);
    }
}

/* bits-cost-state: any of its values, on all jobs. */
static void test_cost_flags(void **state)
{
    static const DWORD valid[] =
    {
        BITS_COST_STATE_TRANSFER_ALWAYS, BITS_COST_STATE_TRANSFER_NOT_ROAMING, BITS_COST_STATE_TRANSFER_NO_SURCHARGE,
        BITS_COST_STATE_TRANSFER_STANDARD, BITS_COST_STATE_TRANSFER_UNRESTRICTED, BITS_COST_STATE_UNRESTRICTED,
        BITS_COST_STATE_ROAMING, BITS_COST_STATE_USAGE_BASED | BITS_COST_STATE_BELOW_CAP,
    };
    size_t i, j;

    for (i = 0; i < ARRAYSIZE(types); ++i)
    {
        IBackgroundCopyJob5 *job = create_job5(*state, types[i]);

        for (j = 0; j < ARRAYSIZE(valid); ++j)
        {
            assert_hr(set_dword(job, BITS_JOB_PROPERTY_ID_COST_FLAGS, valid[j]), S_OK);
            assert_int_equal(get(job, BITS_JOB_PROPERTY_ID_COST_FLAGS).Dword, valid[j]);
        }
    }
}

/* No page tells the code. */
static void test_cost_flags_are_checked(void **state)
{
    static const DWORD invalid[] = {0, 0x100, BITS_COST_STATE_RESERVED | 1, BITS_COST_OPTION_IGNORE_CONGESTION, ~0u};
    IBackgroundCopyJob5 *job = create_download(*state);
    size_t i;

    if (!is_wine())
        skip();
    for (i = 0; i < ARRAYSIZE(invalid); ++i)
        assert_hr(set_dword(job, BITS_JOB_PROPERTY_ID_COST_FLAGS, invalid[i]), E_INVALIDARG);
    assert_int_equal(get(job, BITS_JOB_PROPERTY_ID_COST_FLAGS).Dword, BITS_COST_STATE_TRANSFER_ALWAYS);
}

/* GUID_NULL takes the class back. */
static void test_notification_class(void **state)
{
    static const CLSID class = {0x1b2c3d4e, 0x5f60, 0x7182, {0x93, 0xa4, 0xb5, 0xc6, 0xd7, 0xe8, 0xf9, 0x0a}};
    size_t i;

    for (i = 0; i < ARRAYSIZE(types); ++i)
    {
        IBackgroundCopyJob5 *job = create_job5(*state, types[i]);

        assert_hr(set_class(job, &class), S_OK);
        assert_class(job, &class);
        assert_hr(set_class(job, &GUID_NULL), S_OK);
        assert_class(job, &GUID_NULL);
    }
}

static void test_notification_interval(void **state)
{
    static const DWORD intervals[] = {0, 1, 499, 60000, 0x80000000, 0xffffffff};
    size_t i, j;

    for (i = 0; i < ARRAYSIZE(types); ++i)
    {
        IBackgroundCopyJob5 *job = create_job5(*state, types[i]);

        for (j = 0; j < ARRAYSIZE(intervals); ++j)
        {
            assert_hr(set_dword(job, BITS_JOB_PROPERTY_MINIMUM_NOTIFICATION_INTERVAL_MS, intervals[j]), S_OK);
            assert_int_equal(get(job, BITS_JOB_PROPERTY_MINIMUM_NOTIFICATION_INTERVAL_MS).Dword, intervals[j]);
        }
    }
}

static void test_stored_credentials_are_for_proxies(void **state)
{
    static const int others[] = {0, BG_AUTH_TARGET_SERVER, 3, 0x7fff};
    IBackgroundCopyJob5 *job = create_download(*state);
    size_t i;

    assert_hr(set_target(job, BG_AUTH_TARGET_PROXY), S_OK);
    for (i = 0; i < ARRAYSIZE(others); ++i)
        assert_hr(set_target(job, others[i]), BG_E_USE_STORED_CREDENTIALS_NOT_SUPPORTED);
    assert_int_equal(get(job, BITS_JOB_PROPERTY_USE_STORED_CREDENTIALS).Target, BG_AUTH_TARGET_PROXY);
}

static void test_maximum_download_size(void **state)
{
    static const UINT64 sizes[] = {1, 0xffffffff, 0x100000000, UINT64_MAX - 1, UINT64_MAX, 5};
    IBackgroundCopyJob5 *job = create_download(*state);
    size_t i;

    for (i = 0; i < ARRAYSIZE(sizes); ++i)
    {
        assert_hr(set_size(job, sizes[i]), S_OK);
        assert_int_equal(get(job, BITS_JOB_PROPERTY_MAX_DOWNLOAD_SIZE).Uint64, sizes[i]);
    }
    assert_hr(set_size(job, 0), BG_E_MAX_DOWNLOAD_SIZE_INVALID_VALUE);
    assert_int_equal(get(job, BITS_JOB_PROPERTY_MAX_DOWNLOAD_SIZE).Uint64, 5);
}

static const BITS_JOB_PROPERTY_ID switches[] =
{
    BITS_JOB_PROPERTY_DYNAMIC_CONTENT, BITS_JOB_PROPERTY_HIGH_PERFORMANCE, BITS_JOB_PROPERTY_ON_DEMAND_MODE,
};

static void test_switches_go_on_and_off(void **state)
{
    size_t i;

    for (i = 0; i < ARRAYSIZE(switches); ++i)
    {
        IBackgroundCopyJob5 *job = create_download(*state);

        assert_hr(set_bool(job, switches[i], TRUE), S_OK);
        assert_int_equal(get(job, switches[i]).Enable, TRUE);
        assert_hr(set_bool(job, switches[i], FALSE), S_OK);
        assert_int_equal(get(job, switches[i]).Enable, FALSE);
    }
}

static void test_some_properties_are_for_downloads_only(void **state)
{
    size_t i, j;

    for (i = 0; i < ARRAYSIZE(types); ++i)
    {
        IBackgroundCopyJob5 *job = create_job5(*state, types[i]);

        if (types[i] == BG_JOB_TYPE_DOWNLOAD)
            continue;
        assert_hr(set_size(job, 1), BG_E_PROPERTY_SUPPORTED_FOR_DOWNLOAD_JOBS_ONLY);
        for (j = 0; j < ARRAYSIZE(switches); ++j)
        {
            assert_hr(set_bool(job, switches[j], TRUE), BG_E_PROPERTY_SUPPORTED_FOR_DOWNLOAD_JOBS_ONLY);
            assert_int_equal(get(job, switches[j]).Enable, FALSE);
        }
    }
}

static void test_high_performance_comes_before_the_files(void **state)
{
    struct bits_test *test = *state;
    IBackgroundCopyJob5 *job = create_download(test);

    assert_hr(set_bool(job, BITS_JOB_PROPERTY_HIGH_PERFORMANCE, TRUE), S_OK);
    add_file(test, (IBackgroundCopyJob *)job, "/file", L"file");
    assert_hr(set_bool(job, BITS_JOB_PROPERTY_HIGH_PERFORMANCE, FALSE), BG_E_READ_ONLY_PROPERTY_AFTER_ADDFILE);
    assert_int_equal(get(job, BITS_JOB_PROPERTY_HIGH_PERFORMANCE).Enable, TRUE);
}

/* A job that has been resumed once, even if it is suspended now. */
static IBackgroundCopyJob5 *create_resumed(struct bits_test *test)
{
    struct http_reply silent = {.size = 10, .fault = HTTP_FAULT_SILENT};
    IBackgroundCopyJob5 *job = create_download(test);

    http_server_serve(test->server, "/file", &silent);
    add_file(test, (IBackgroundCopyJob *)job, "/file", L"file");
    assert_hr(set_size(job, 1000), S_OK);
    assert_hr(set_bool(job, BITS_JOB_PROPERTY_DYNAMIC_CONTENT, FALSE), S_OK);
    assert_hr(IBackgroundCopyJob5_Resume(job), S_OK);
    assert_hr(IBackgroundCopyJob5_Suspend(job), S_OK);
    return job;
}

static void test_some_properties_are_fixed_by_the_first_Resume(void **state)
{
    IBackgroundCopyJob5 *job = create_resumed(*state);

    assert_hr(set_bool(job, BITS_JOB_PROPERTY_DYNAMIC_CONTENT, TRUE), BG_E_READ_ONLY_PROPERTY_AFTER_RESUME);
    assert_hr(set_size(job, 2000), BG_E_READ_ONLY_PROPERTY_AFTER_RESUME);
    assert_int_equal(get(job, BITS_JOB_PROPERTY_DYNAMIC_CONTENT).Enable, FALSE);
    assert_int_equal(get(job, BITS_JOB_PROPERTY_MAX_DOWNLOAD_SIZE).Uint64, 1000);
}

static void test_other_properties_may_change_after_Resume(void **state)
{
    IBackgroundCopyJob5 *job = create_resumed(*state);

    assert_hr(set_dword(job, BITS_JOB_PROPERTY_ID_COST_FLAGS, BITS_COST_STATE_TRANSFER_STANDARD), S_OK);
    assert_hr(set_dword(job, BITS_JOB_PROPERTY_MINIMUM_NOTIFICATION_INTERVAL_MS, 100), S_OK);
    assert_hr(set_class(job, &GUID_NULL), S_OK);
}

/* A Resume that fails has not begun the transfer. */
static void test_a_failed_Resume_fixes_nothing(void **state)
{
    IBackgroundCopyJob5 *job = create_download(*state);

    assert_hr(IBackgroundCopyJob5_Resume(job), BG_E_EMPTY);
    assert_hr(set_bool(job, BITS_JOB_PROPERTY_DYNAMIC_CONTENT, TRUE), S_OK);
}

/* The job must not be dynamic. No page tells the codes. */
static void test_on_demand_jobs_are_not_dynamic(void **state)
{
    IBackgroundCopyJob5 *dynamic = create_download(*state), *on_demand = create_download(*state);

    assert_hr(set_bool(dynamic, BITS_JOB_PROPERTY_DYNAMIC_CONTENT, TRUE), S_OK);
    assert_hr(set_bool(on_demand, BITS_JOB_PROPERTY_ON_DEMAND_MODE, TRUE), S_OK);
    if (is_wine())
    {
        assert_hr(set_bool(dynamic, BITS_JOB_PROPERTY_ON_DEMAND_MODE, TRUE), BG_E_RANDOM_ACCESS_NOT_SUPPORTED);
        assert_hr(set_bool(on_demand, BITS_JOB_PROPERTY_DYNAMIC_CONTENT, TRUE), BG_E_UNSUPPORTED_JOB_CONFIGURATION);
    }
    assert_hr(set_bool(dynamic, BITS_JOB_PROPERTY_ON_DEMAND_MODE, FALSE), S_OK);
    assert_hr(set_bool(on_demand, BITS_JOB_PROPERTY_DYNAMIC_CONTENT, FALSE), S_OK);
}

/* bitsmsg.h: BG_E_UNKNOWN_PROPERTY_ID. */
static void test_unknown_properties_are_refused(void **state)
{
    static const int unknown[] = {0, 6, 8, 11, 100, 0x7fff};
    IBackgroundCopyJob5 *job = create_download(*state);
    BITS_JOB_PROPERTY_VALUE value = {0};
    size_t i;

    for (i = 0; i < ARRAYSIZE(unknown); ++i)
    {
        BITS_JOB_PROPERTY_ID id = unknown[i];

        assert_hr(IBackgroundCopyJob5_SetProperty(job, id, value), BG_E_UNKNOWN_PROPERTY_ID);
        assert_hr(IBackgroundCopyJob5_GetProperty(job, id, &value), BG_E_UNKNOWN_PROPERTY_ID);
    }
    assert_failed(IBackgroundCopyJob5_SetProperty(job, (BITS_JOB_PROPERTY_ID)-1, value));
}

static void test_GetProperty_refuses_null(void **state)
{
    IBackgroundCopyJob5 *job = create_download(*state);
    size_t i;

    for (i = 0; i < ARRAYSIZE(ids); ++i)
        assert_failed(IBackgroundCopyJob5_GetProperty(job, ids[i], NULL));
    assert_int_equal(get(job, BITS_JOB_PROPERTY_MINIMUM_NOTIFICATION_INTERVAL_MS).Dword, 500);
}

static void assert_properties_are_final(IBackgroundCopyJob5 *job)
{
    static const BITS_JOB_PROPERTY_VALUE value = {.Target = BG_AUTH_TARGET_PROXY};
    size_t i;

    for (i = 0; i < ARRAYSIZE(ids); ++i)
    {
        assert_hr(IBackgroundCopyJob5_SetProperty(job, ids[i], value), BG_E_INVALID_STATE);
        get(job, ids[i]);
    }
}

static void test_a_final_job_keeps_its_properties(void **state)
{
    struct bits_test *test = *state;
    IBackgroundCopyJob5 *cancelled = create_download(test), *completed = create_download(test);

    assert_hr(IBackgroundCopyJob5_Cancel(cancelled), S_OK);
    assert_properties_are_final(cancelled);
    serve_pattern(test, "/file", 10, 1);
    add_file(test, (IBackgroundCopyJob *)completed, "/file", L"file");
    download((IBackgroundCopyJob *)completed);
    assert_properties_are_final(completed);
}

int main(void)
{
    static const struct CMUnitTest tests[] =
    {
        bits_unit_test(test_defaults),
        bits_unit_test(test_cost_flags),
        bits_unit_test(test_cost_flags_are_checked),
        bits_unit_test(test_notification_class),
        bits_unit_test(test_notification_interval),
        bits_unit_test(test_stored_credentials_are_for_proxies),
        bits_unit_test(test_maximum_download_size),
        bits_unit_test(test_switches_go_on_and_off),
        bits_unit_test(test_some_properties_are_for_downloads_only),
        bits_unit_test(test_high_performance_comes_before_the_files),
        bits_unit_test(test_some_properties_are_fixed_by_the_first_Resume),
        bits_unit_test(test_other_properties_may_change_after_Resume),
        bits_unit_test(test_a_failed_Resume_fixes_nothing),
        bits_unit_test(test_on_demand_jobs_are_not_dynamic),
        bits_unit_test(test_unknown_properties_are_refused),
        bits_unit_test(test_GetProperty_refuses_null),
        bits_unit_test(test_a_final_job_keeps_its_properties),
    };

    return cmocka_run_group_tests_name("job_property_ids", tests, bits_program_setup, bits_program_teardown);
}
