/* The Content-Range header: RFC 9110, 14.4.
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include "unit.h"

#include "transfer/content_range.h"

static const struct
{
    const char *text;
    struct content_range range;
}
good[] =
{
    {"bytes 0-0/1", {0, 1, 1}},
    {"bytes 10-19/100", {10, 20, 100}},
    {"bytes 10-19/*", {10, 20, UINT64_MAX}},
    {"bytes */100", {0, 0, 100}},
    {"bytes */0", {0, 0, 0}},
    {"BYTES 0-9/10", {0, 10, 10}},
    {"  bytes  0-9/10\t", {0, 10, 10}},
    {"bytes 007-008/0100", {7, 9, 100}},
    {"bytes 4294967295-4294967296/4294967297", {0xffffffff, 0x100000001, 0x100000001}},
    {"bytes 0-18446744073709551612/18446744073709551614", {0, UINT64_MAX - 2, UINT64_MAX - 1}},
    {"bytes 18446744073709551612-18446744073709551613/*", {UINT64_MAX - 3, UINT64_MAX - 1, UINT64_MAX}},
};

static void test_good_ranges(void **state)
{
    struct content_range range;
    size_t i;

    for (i = 0; i < ARRAYSIZE(good); i++)
    {
        if (!content_range_parse(good[i].text, &range))
            fail_msg("\"%s\" is refused", good[i].text);
        assert_true(range.start == good[i].range.start && range.end == good[i].range.end);
        assert_true(range.total == good[i].range.total);
    }
}

static const char *const bad[] =
{
    "", "bytes", "bytes ", "bytes=0-9/10", "bytes0-9/10", "items 0-9/10", "bytes 0-9", "bytes 0-9/", "bytes 9-0/10",
    "bytes 0-10/10", "bytes -9/10", "bytes 0-/10", "bytes 0/10", "bytes a-b/c", "bytes 0-9/10 x",
    "bytes 0-9/10,20-29/30", "bytes +0-9/10", "bytes 0--9/10", "bytes 0 - 9/10", "bytes 0x0-0x9/10", "bytes */",
    "byte",
    "bytes 0-9/1e1",
    "bytes 0-18446744073709551614/*", "bytes 0-18446744073709551615/*",
    "bytes 0-9/18446744073709551615",
    "bytes 0-18446744073709551616/*", "bytes 0-99999999999999999999/*", "bytes 0-9/184467440737095516150",
};

static void test_bad_ranges(void **state)
{
    struct content_range range;
    size_t i;

    for (i = 0; i < ARRAYSIZE(bad); i++)
    {
        if (content_range_parse(bad[i], &range))
            fail_msg("\"%s\" is taken", bad[i]);
    }
}

int main(void)
{
    static const struct CMUnitTest tests[] =
    {
        cmocka_unit_test(test_good_ranges),
        cmocka_unit_test(test_bad_ranges),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
