/* IBitsPeerCacheAdministration: since BITS 4.0 all methods return S_FALSE. nn-bits3_0-ibitspeercacheadministration
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include <stdlib.h>

#include "bits_test.h"
#include <bits3_0.h>

struct peer_test
{
    struct bits_test *test;
    IBitsPeerCacheAdministration *cache;
};

static int setup(void **state)
{
    struct peer_test *test = calloc(1, sizeof(*test));

    if (!test || bits_test_setup((void **)&test->test))
        return -1;
    assert_hr(IBackgroundCopyManager_QueryInterface(test->test->manager, &IID_IBitsPeerCacheAdministration,
                      (void **)&test->cache),
            S_OK);
    *state = test;
    return 0;
}

static int teardown(void **state)
{
    struct peer_test *test = *state;
    int result;

    IBitsPeerCacheAdministration_Release(test->cache);
    result = bits_test_teardown((void **)&test->test);
    free(test);
    return result;
}

/* The page does not say what is in a value beside S_FALSE; this service says 0. */
static void assert_no_value(HRESULT hr, ULONG value)
{
    assert_hr(hr, S_FALSE);
    if (is_wine())
        assert_int_equal(value, 0);
}

static void test_there_is_no_configuration(void **state)
{
    struct peer_test *test = *state;
    ULONG value = 1;
    HRESULT hr;

    hr = IBitsPeerCacheAdministration_GetMaximumCacheSize(test->cache, &value);
    assert_no_value(hr, value);
    value = 1;
    hr = IBitsPeerCacheAdministration_GetMaximumContentAge(test->cache, &value);
    assert_no_value(hr, value);
    value = 1;
    hr = IBitsPeerCacheAdministration_GetConfigurationFlags(test->cache, &value);
    assert_no_value(hr, value);
}

static void test_nothing_can_be_configured(void **state)
{
    static const ULONG values[] = {0, 1, 80, 81, 86400, ~0u};
    struct peer_test *test = *state;
    size_t i;

    for (i = 0; i < ARRAYSIZE(values); ++i)
    {
        assert_hr(IBitsPeerCacheAdministration_SetMaximumCacheSize(test->cache, values[i]), S_FALSE);
        assert_hr(IBitsPeerCacheAdministration_SetMaximumContentAge(test->cache, values[i]), S_FALSE);
        assert_hr(IBitsPeerCacheAdministration_SetConfigurationFlags(test->cache, values[i]), S_FALSE);
    }
    test_there_is_no_configuration(state);
}

static void test_there_is_nothing_to_clear(void **state)
{
    struct peer_test *test = *state;

    assert_hr(IBitsPeerCacheAdministration_ClearRecords(test->cache), S_FALSE);
    assert_hr(IBitsPeerCacheAdministration_ClearPeers(test->cache), S_FALSE);
    assert_hr(IBitsPeerCacheAdministration_DiscoverPeers(test->cache), S_FALSE);
}

static void test_there_is_no_record(void **state)
{
    struct peer_test *test = *state;
    IBitsPeerCacheRecord *record = (IBitsPeerCacheRecord *)test;

    assert_hr(IBitsPeerCacheAdministration_GetRecord(test->cache, &GUID_NULL, &record), S_FALSE);
    assert_null(record);
    assert_hr(IBitsPeerCacheAdministration_DeleteRecord(test->cache, &GUID_NULL), S_FALSE);
    assert_hr(IBitsPeerCacheAdministration_DeleteUrl(test->cache, L"http://server/file"), S_FALSE);
    assert_hr(IBitsPeerCacheAdministration_DeleteUrl(test->cache, L""), S_FALSE);
    assert_hr(IBitsPeerCacheAdministration_DeleteUrl(test->cache, L"\xd800"), S_FALSE);
}

/* The page does not say what the enumerators are beside S_FALSE; this service gives empty ones. */
static void test_there_are_no_records_to_enumerate(void **state)
{
    struct peer_test *test = *state;
    IEnumBitsPeerCacheRecords *records = NULL, *clone;
    IBitsPeerCacheRecord *record = (IBitsPeerCacheRecord *)test;
    ULONG count = 1;

    assert_hr(IBitsPeerCacheAdministration_EnumRecords(test->cache, &records), S_FALSE);
    if (!is_wine() && !records)
        return;
    assert_hr(IEnumBitsPeerCacheRecords_GetCount(records, &count), S_OK);
    assert_int_equal(count, 0);
    count = 1;
    assert_hr(IEnumBitsPeerCacheRecords_Next(records, 1, &record, &count), S_FALSE);
    assert_int_equal(count, 0);
    assert_hr(IEnumBitsPeerCacheRecords_Skip(records, 1), S_FALSE);
    assert_hr(IEnumBitsPeerCacheRecords_Reset(records), S_OK);
    assert_hr(IEnumBitsPeerCacheRecords_Clone(records, &clone), S_OK);
    IEnumBitsPeerCacheRecords_Release(clone);
    IEnumBitsPeerCacheRecords_Release(records);
}

static void test_there_are_no_peers_to_enumerate(void **state)
{
    struct peer_test *test = *state;
    IEnumBitsPeers *peers = NULL, *clone;
    IBitsPeer *peer = (IBitsPeer *)test;
    ULONG count = 1;

    assert_hr(IBitsPeerCacheAdministration_EnumPeers(test->cache, &peers), S_FALSE);
    if (!is_wine() && !peers)
        return;
    assert_hr(IEnumBitsPeers_GetCount(peers, &count), S_OK);
    assert_int_equal(count, 0);
    count = 1;
    assert_hr(IEnumBitsPeers_Next(peers, 1, &peer, &count), S_FALSE);
    assert_int_equal(count, 0);
    assert_hr(IEnumBitsPeers_Skip(peers, 1), S_FALSE);
    assert_hr(IEnumBitsPeers_Reset(peers), S_OK);
    assert_hr(IEnumBitsPeers_Clone(peers, &clone), S_OK);
    IEnumBitsPeers_Release(clone);
    IEnumBitsPeers_Release(peers);
}

static void test_null_is_refused(void **state)
{
    struct peer_test *test = *state;

    assert_failed(IBitsPeerCacheAdministration_GetMaximumCacheSize(test->cache, NULL));
    assert_failed(IBitsPeerCacheAdministration_GetMaximumContentAge(test->cache, NULL));
    assert_failed(IBitsPeerCacheAdministration_GetConfigurationFlags(test->cache, NULL));
    assert_failed(IBitsPeerCacheAdministration_EnumRecords(test->cache, NULL));
    assert_failed(IBitsPeerCacheAdministration_GetRecord(test->cache, &GUID_NULL, NULL));
    assert_failed(IBitsPeerCacheAdministration_DeleteUrl(test->cache, NULL));
    assert_failed(IBitsPeerCacheAdministration_EnumPeers(test->cache, NULL));
    test_there_is_no_configuration(state);
}

#define peer_unit_test(f) cmocka_unit_test_setup_teardown(f, setup, teardown)

int main(void)
{
    static const struct CMUnitTest tests[] =
    {
        peer_unit_test(test_there_is_no_configuration),
        peer_unit_test(test_nothing_can_be_configured),
        peer_unit_test(test_there_is_nothing_to_clear),
        peer_unit_test(test_there_is_no_record),
        peer_unit_test(test_there_are_no_records_to_enumerate),
        peer_unit_test(test_there_are_no_peers_to_enumerate),
        peer_unit_test(test_null_is_refused),
    };

    return cmocka_run_group_tests_name("peer_cache", tests, bits_program_setup, bits_program_teardown);
}
