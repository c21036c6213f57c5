/* What is asked for of a file in one request, and where the bytes of the answer go.
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include "unit.h"
#include <string.h>

#include "transfer/piece_request.h"

#define UNKNOWN BG_SIZE_UNKNOWN

static const struct
{
    struct piece_request request;
    const char *header;
}
headers[] =
{
    {{{{0, 10, 50}}, 1}, "50-59"},
    {{{{7, UNKNOWN, 50}}, 1}, "50-"},
    {{{{0, UNKNOWN, 0}}, 1}, "0-"},
    {{{{0, 1, 0}, {10, 20, 90}}, 2, .is_multiple = TRUE}, "0-0,90-99"},
    {{{{10, 20, 0}, {0, 10, 10}, {20, 21, 21}}, 3, .is_multiple = TRUE}, "0-19,21-21"},
    {{{{10, 20, 0}, {0, 10, 10}, {20, 21, 20}}, 3}, "0-20"},
    {{{{0, 1, 0xfffffffffffffff0}, {1, 2, 0xfffffffffffffffd}}, 2, .is_multiple = TRUE},
            "18446744073709551600-18446744073709551600,18446744073709551613-18446744073709551613"},
};

static void test_headers(void **state)
{
    char header[RANGE_HEADER_SIZE];
    size_t i;

    for (i = 0; i < ARRAYSIZE(headers); i++)
    {
        struct piece_request request = headers[i].request;

        request.is_multiple = !request.is_multiple;
        piece_request_write(&request, header);
        assert_string_equal(header, headers[i].header);
        assert_int_equal(request.is_multiple, headers[i].request.is_multiple);
    }
}

/* The longest header has room. */
static void test_the_longest_header(void **state)
{
    struct piece_request request = {.count = PIECES_MAX};
    char header[RANGE_HEADER_SIZE];
    size_t i;

    for (i = 0; i < PIECES_MAX; i++)
        request.pieces[i] = (struct piece){2 * i, 2 * i + 1, 0xfffffffffffff000 + 2 * i};
    piece_request_write(&request, header);
    assert_true(request.is_multiple);
    assert_string_equal(header + strlen(header) - 41, "18446744073709547618-18446744073709547618");
    assert_true(strlen(header) < RANGE_HEADER_SIZE);
}

/* The bytes from 100 to 109, 120 to 129 and 1000 to 1009, in another order in the local file. */
static const struct piece_request three = {{{20, 30, 100}, {0, 10, 120}, {10, 20, 1000}}, 3};

static void test_parts_that_may_come(void **state)
{
    static const struct
    {
        UINT64 start, end;
        BOOL fits;
    }
    parts[] =
    {
        {100, 110, TRUE}, {120, 130, TRUE}, {1000, 1010, TRUE}, {100, 101, TRUE}, {1000, 1009, TRUE},
        {100, 130, TRUE}, {100, 121, TRUE},                 /* joined */
        {99, 110}, {101, 110}, {100, 111}, {100, 120}, {100, 131}, {110, 120}, {120, 1010}, {100, 1010}, {0, 2000},
        {5000, 5010}, {1010, 1011}, {100, 0xffffffffffffffff},
    };
    size_t i;

    for (i = 0; i < ARRAYSIZE(parts); i++)
    {
        struct content_range part = {parts[i].start, parts[i].end, UNKNOWN};

        if (piece_request_has(&three, &part) != parts[i].fits)
            fail_msg("part %zu of the table is not judged so", i);
    }
}

static void assert_place(const struct piece_request *request, UINT64 offset, BOOL wanted, UINT64 position, UINT64 count)
{
    UINT64 found = 0, most = 50;

    assert_int_equal(piece_request_place(request, offset, &found, &most), wanted);
    assert_int_equal(found, position);
    assert_int_equal(most, count);
}

static void test_places(void **state)
{
    struct piece_request request = three;
    struct content_range rest = {104, 110, UNKNOWN}, again = {100, 110, UNKNOWN};

    assert_place(&request, 100, TRUE, 20, 10);
    assert_place(&request, 90, FALSE, 0, 10);
    assert_place(&request, 110, FALSE, 0, 10);
    assert_place(&request, 130, FALSE, 0, 50);
    assert_place(&request, 1010, FALSE, 0, 50);
    piece_request_take(&request, 100, 4);
    assert_place(&request, 104, TRUE, 24, 6);
    assert_true(piece_request_has(&request, &rest));
    assert_false(piece_request_has(&request, &again));
    piece_request_take(&request, 104, 6);
    assert_false(piece_request_has(&request, &rest));
    assert_int_equal(request.count, 2);
    assert_place(&request, 120, TRUE, 0, 10);
    piece_request_take(&request, 1000, 10);
    piece_request_take(&request, 120, 10);
    assert_int_equal(request.count, 0);
    assert_false(piece_request_has(&request, &again));
}

static void test_a_file_without_an_end(void **state)
{
    struct piece_request request = {{{0, UNKNOWN, 0}}, 1};
    UINT64 position, count = 1000;

    piece_request_take(&request, 0, 12345);
    assert_true(piece_request_place(&request, 12345, &position, &count));
    assert_int_equal(position, 12345);
    assert_int_equal(count, 1000);
}

int main(void)
{
    static const struct CMUnitTest tests[] =
    {
        cmocka_unit_test(test_headers),
        cmocka_unit_test(test_the_longest_header),
        cmocka_unit_test(test_parts_that_may_come),
        cmocka_unit_test(test_places),
        cmocka_unit_test(test_a_file_without_an_end),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
