/* Sets of bytes of a file.
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include "unit.h"
#include <string.h>

#include "queue/ranges.h"

static void add(struct range_set *set, UINT64 start, UINT64 end)
{
    assert_true(range_set_add(set, start, end));
}

static void assert_ranges(const struct range_set *set, const struct range *expected, size_t count)
{
    assert_int_equal(set->count, count);
    assert_memory_equal(set->ranges, expected, count * sizeof(*expected));
}

#define ASSERT_RANGES(set, ...) do { \
        static const struct range expected[] = {__VA_ARGS__}; \
        assert_ranges(set, expected, ARRAYSIZE(expected)); \
    } while (0)

static void test_add_merges(void **state)
{
    struct range_set set = {0};

    add(&set, 10, 20);
    add(&set, 30, 40);
    ASSERT_RANGES(&set, {10, 20}, {30, 40});
    add(&set, 5, 5);
    ASSERT_RANGES(&set, {10, 20}, {30, 40});
    add(&set, 20, 25);
    ASSERT_RANGES(&set, {10, 25}, {30, 40});
    add(&set, 0, 2);
    ASSERT_RANGES(&set, {0, 2}, {10, 25}, {30, 40});
    add(&set, 25, 30);
    ASSERT_RANGES(&set, {0, 2}, {10, 40});
    add(&set, 1, 50);
    ASSERT_RANGES(&set, {0, 50});
    assert_int_equal(range_set_size(&set), 50);
    range_set_free(&set);
    assert_int_equal(range_set_size(&set), 0);
}

static void test_remove_splits(void **state)
{
    struct range_set set = {0};

    add(&set, 0, 100);
    assert_true(range_set_remove(&set, 40, 60));
    ASSERT_RANGES(&set, {0, 40}, {60, 100});
    assert_true(range_set_remove(&set, 40, 60));
    assert_true(range_set_remove(&set, 20, 20));
    assert_true(range_set_remove(&set, 50, 70));
    ASSERT_RANGES(&set, {0, 40}, {70, 100});
    assert_true(range_set_remove(&set, 0, 10));
    assert_true(range_set_remove(&set, 90, UINT64_MAX));
    ASSERT_RANGES(&set, {10, 40}, {70, 90});
    assert_true(range_set_remove(&set, 0, UINT64_MAX));
    assert_int_equal(set.count, 0);
    range_set_free(&set);
}

static void test_the_largest_positions(void **state)
{
    struct range_set set = {0};
    struct range range;

    add(&set, UINT64_MAX - 10, UINT64_MAX);
    add(&set, 0, 1);
    assert_true(range_set_size(&set) == 11);
    assert_true(range_set_find_gap(&set, 0, UINT64_MAX, &range));
    assert_true(range.start == 1 && range.end == UINT64_MAX - 10);
    assert_false(range_set_find_gap(&set, UINT64_MAX - 10, UINT64_MAX, &range));
    assert_true(range_set_find(&set, 1, UINT64_MAX, &range));
    assert_true(range.start == UINT64_MAX - 10 && range.end == UINT64_MAX);
    add(&set, 1, UINT64_MAX);
    ASSERT_RANGES(&set, {0, UINT64_MAX});
    range_set_free(&set);
}

static void test_find_stays_within_its_limits(void **state)
{
    struct range_set set = {0};
    struct range range;

    assert_false(range_set_find(&set, 0, UINT64_MAX, &range));
    assert_true(range_set_find_gap(&set, 3, 7, &range));
    assert_true(range.start == 3 && range.end == 7);
    assert_false(range_set_find_gap(&set, 7, 7, &range));
    add(&set, 10, 20);
    assert_false(range_set_find(&set, 0, 10, &range));
    assert_false(range_set_find(&set, 20, 30, &range));
    assert_false(range_set_find(&set, 15, 15, &range));
    assert_true(range_set_find(&set, 15, 30, &range));
    assert_true(range.start == 15 && range.end == 20);
    assert_true(range_set_find_gap(&set, 12, 30, &range));
    assert_true(range.start == 20 && range.end == 30);
    range_set_free(&set);
}

static void test_copy(void **state)
{
    struct range_set set = {0}, copy = {0};

    assert_true(range_set_copy(&copy, &set));
    assert_int_equal(copy.count, 0);
    add(&set, 1, 2);
    add(&set, 3, 4);
    assert_true(range_set_copy(&copy, &set));
    add(&set, 2, 3);
    ASSERT_RANGES(&copy, {1, 2}, {3, 4});
    range_set_free(&set);
    range_set_free(&copy);
}

#define MODEL_SIZE 64

/* One flag a byte. */
static void assert_is_model(const struct range_set *set, const BOOL *model)
{
    UINT64 i, size = 0;
    struct range range;
    size_t r;

    for (i = 0; i < MODEL_SIZE; i++)
    {
        assert_int_equal(range_set_find(set, i, i + 1, &range), model[i]);
        assert_int_equal(range_set_find_gap(set, i, i + 1, &range), !model[i]);
        size += model[i];
    }
    assert_int_equal(range_set_size(set), size);
    for (r = 0; r < set->count; r++)
    {
        assert_true(set->ranges[r].start < set->ranges[r].end);
        assert_true(!r || set->ranges[r - 1].end < set->ranges[r].start);
    }
}

static void assert_first_gap(const struct range_set *set, const BOOL *model, UINT64 start, UINT64 end)
{
    struct range gap;
    UINT64 i, j;

    for (i = start; i < end && model[i]; i++)
        ;
    for (j = i; j < end && !model[j]; j++)
        ;
    assert_int_equal(range_set_find_gap(set, start, end, &gap), i < end);
    assert_true(i >= end || (gap.start == i && gap.end == j));
}

static unsigned int next_random(void)
{
    static unsigned int seed = 1;

    seed = seed * 1103515245 + 12345;
    return seed >> 16;
}

static void test_random_changes_against_a_model(void **state)
{
    struct range_set set = {0};
    BOOL model[MODEL_SIZE] = {0};
    unsigned int n;

    for (n = 0; n < 5000; n++)
    {
        UINT64 start = next_random() % MODEL_SIZE, end = start + next_random() % 9, i;
        BOOL adds = next_random() & 1;

        end = min(end, MODEL_SIZE);
        assert_true(adds ? range_set_add(&set, start, end) : range_set_remove(&set, start, end));
        for (i = start; i < end; i++)
            model[i] = adds;
        assert_is_model(&set, model);
        assert_first_gap(&set, model, start, MODEL_SIZE);
    }
    range_set_free(&set);
}

int main(void)
{
    static const struct CMUnitTest tests[] =
    {
        cmocka_unit_test(test_add_merges),
        cmocka_unit_test(test_remove_splits),
        cmocka_unit_test(test_the_largest_positions),
        cmocka_unit_test(test_find_stays_within_its_limits),
        cmocka_unit_test(test_copy),
        cmocka_unit_test(test_random_changes_against_a_model),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
