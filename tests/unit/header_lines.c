/* Which lines of a response's head are taken.
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include "unit.h"
#include <string.h>

#include "transfer/header_lines.h"

static BOOL take(struct header_lines *lines, const char *line)
{
    return header_lines_take(lines, line, strlen(line));
}

static struct header_lines begin(const char *status_line)
{
    struct header_lines lines = {0};

    assert_true(take(&lines, status_line));
    return lines;
}

static void test_good_lines(void **state)
{
    static const char *const good[] =
    {
        "A: b\r\n", "A:b\r\n", "A:\r\n", "A: b\n", "A: b: c\td\r\n", "A: \xe4\xff\r\n",
        "!#$%&'*+-.^_`|~09azAZ: b\r\n", "\r\n",
    };
    size_t i;

    for (i = 0; i < ARRAYSIZE(good); i++)
    {
        struct header_lines lines = begin("HTTP/1.1 200 OK\r\n");

        assert_true(take(&lines, good[i]));
    }
}

static void test_bad_lines(void **state)
{
    static const char *const bad[] =
    {
        " folded\r\n", "\tfolded\r\n", "no field\r\n", ": no name\r\n", "A : b\r\n", "A b: c\r\n", "A\xe4: b\r\n",
        "A: b\rC: d\r\n", "A: b\r\r\n", "A: \x01\r\n", "A: \x7f\r\n", "HTTP/1.1 200 OK\r\n", " \r\n",
    };
    static const char with_zero[] = "A: b\0c\r\n";
    struct header_lines lines;
    size_t i;

    for (i = 0; i < ARRAYSIZE(bad); i++)
    {
        lines = begin("HTTP/1.1 200 OK\r\n");
        assert_false(take(&lines, bad[i]));
    }
    lines = begin("HTTP/1.1 200 OK\r\n");
    assert_false(header_lines_take(&lines, with_zero, sizeof(with_zero) - 1));
}

static void test_a_trailer(void **state)
{
    struct header_lines lines = begin("HTTP/1.1 200 OK\r\n");

    assert_true(take(&lines, "\r\n"));
    assert_true(take(&lines, "A: b\r\n"));
    assert_false(take(&lines, " folded\r\n"));
    assert_true(take(&lines, "\r\n"));
}

/* How many bytes of such lines are taken. */
static size_t take_lines(struct header_lines *lines, const char *const *text, size_t count)
{
    size_t i, size = 0;

    for (i = 0; take(lines, text[i % count]); i++)
        size += strlen(text[i % count]);
    return size;
}

static void test_there_is_an_end_to_them(void **state)
{
    static const char *const interim[] = {"HTTP/1.1 103 Early Hints\r\n", "A: b\r\n", "\r\n"};
    static const char *const fields[] = {"A: b\r\n"};
    struct header_lines lines = begin("HTTP/1.1 200 OK\r\n"), none = {0};

    assert_in_range(take_lines(&lines, fields, 1), HEADER_LINES_MAX - 100, HEADER_LINES_MAX);
    assert_in_range(take_lines(&none, interim, 3), HEADER_LINES_MAX - 100, HEADER_LINES_MAX);
}

/* Responses that follow each other count by themselves. */
static void test_each_response_counts_anew(void **state)
{
    struct header_lines lines = {0};
    size_t i;

    for (i = 0; i < HEADER_LINES_MAX / 10; i++)
    {
        assert_true(take(&lines, "HTTP/1.1 200 OK\r\n"));
        assert_true(take(&lines, "\r\n"));
    }
}

int main(void)
{
    static const struct CMUnitTest tests[] =
    {
        cmocka_unit_test(test_good_lines),
        cmocka_unit_test(test_bad_lines),
        cmocka_unit_test(test_a_trailer),
        cmocka_unit_test(test_there_is_an_end_to_them),
        cmocka_unit_test(test_each_response_counts_anew),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
