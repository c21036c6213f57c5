/* A body of several ranges: RFC 9110, 14.6.
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include "unit.h"
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "transfer/multipart.h"

#define TYPE "multipart/byteranges; boundary=THIS"

static void test_content_types(void **state)
{
    static const struct
    {
        const char *text, *boundary;
    }
    types[] =
    {
        {TYPE, "THIS"},
        {"Multipart/ByteRanges;BOUNDARY=\"a b:c\"", "a b:c"},
        {" multipart/byteranges ; charset=\"x;y\" ; boundary=q\t", "q"},
        {"multipart/byteranges; boundary=\"a\\\"b\"; x=y", "a\"b"},
        {"multipart/byteranges; boundary=1234567890123456789012345678901234567890123456789012345678901234567890",
                "1234567890123456789012345678901234567890123456789012345678901234567890"},
        {"multipart/byteranges; boundary=12345678901234567890123456789012345678901234567890123456789012345678901"},
        {""}, {"text/plain"}, {"multipart/byteranges"}, {"multipart/byteranges; boundary"},
        {"multipart/byteranges; boundary="}, {"multipart/byteranges; boundary=\"\""},
        {"multipart/byteranges; boundary=\"a"}, {"multipart/byteranges; boundary=\"a\\"},
        {"multipart/byteranges; boundary=a b"}, {"multipart/byteranges; =a"}, {"multipart/byteranges; ;boundary=a"},
        {"multipart/byteranges boundary=a"}, {"multipart/form-data; boundary=a"}, {"multipart/byteranges; x=y"},
    };
    struct multipart multipart;
    size_t i;

    for (i = 0; i < ARRAYSIZE(types); i++)
    {
        BOOL good = multipart_begin(&multipart, types[i].text);

        if (good != (types[i].boundary != NULL))
            fail_msg("\"%s\" is not judged so", types[i].text);
        if (good)
            assert_string_equal(multipart.boundary, types[i].boundary);
    }
}

/* What has come out of a body, as text: "[start-end/total]data", with "." where a part has ended as it should. */
struct reading
{
    struct multipart multipart;
    char text[8192];
    size_t length;
    BOOL bad;
};

static void begin_reading(struct reading *reading)
{
    memset(reading, 0, sizeof(*reading));
    assert_true(multipart_begin(&reading->multipart, TYPE));
}

static void note_range(struct reading *reading)
{
    const struct content_range *range = &reading->multipart.range;

    assert_true(range->end > range->start && range->end <= range->total);
    reading->length += sprintf(reading->text + reading->length, "[%u-%u/%d]", (unsigned int)range->start,
            (unsigned int)range->end, (int)range->total);
}

static void note_data(struct reading *reading, const struct multipart_input *data)
{
    assert_true(data->size && data->size < sizeof(reading->text) - reading->length);
    memcpy(reading->text + reading->length, data->data, data->size);
    reading->length += data->size;
}

/* Gives a copy of its own to the parser, so that the sanitizer sees reads beyond its ends. */
static void read_piece(struct reading *reading, const char *text, size_t size)
{
    char *copy = malloc(size ? size : 1);
    struct multipart_input input = {memcpy(copy, text, size), size}, data;
    enum multipart_event event;

    while ((event = multipart_next(&reading->multipart, &input, &data)) != MULTIPART_NEEDS_INPUT
            && event != MULTIPART_BAD)
    {
        if (event == MULTIPART_PART_BEGINS)
            note_range(reading);
        else if (event == MULTIPART_DATA)
            note_data(reading, &data);
        else
            reading->text[reading->length++] = '.';
    }
    reading->bad = event == MULTIPART_BAD;
    assert_true(reading->bad || !input.size);
    free(copy);
}

#define PART(range, data) "--THIS\r\nContent-Type: text/plain\r\nContent-Range: bytes " range "\r\n\r\n" data "\r\n"
#define END "--THIS--\r\n"
#define TWO "\r\n" PART("0-3/100", "abcd") PART("10-14/100", "fghij") END
#define TWO_READ "[0-4/100]abcd.[10-15/100]fghij."

static const struct
{
    const char *body, *read;
}
good_bodies[] =
{
    {TWO, TWO_READ},
    {PART("0-3/100", "abcd") END, "[0-4/100]abcd."},
    {PART("10-14/100", "fghij") PART("0-3/100", "abcd") END, "[10-15/100]fghij.[0-4/100]abcd."},
    {"\r\n\r\nThis is a preamble.\r\n" PART("0-0/*", "x") "--THIS--", "[0-1/-1]x."},
    {PART("0-0/1", "x") "--THIS--\r\nThis is an\nepilogue.", "[0-1/1]x."},
    {"--THIS  \r\ncontent-range:bytes 1-1/2\r\nX: y\r\n\r\nz\r\n--THIS-- \r\n", "[1-2/2]z."},
    {PART("0-11/100", "\r\n--THIS--\r\n") END, "[0-12/100]\r\n--THIS--\r\n."},
};

static void test_good_bodies(void **state)
{
    static struct reading reading;
    size_t i;

    for (i = 0; i < ARRAYSIZE(good_bodies); i++)
    {
        begin_reading(&reading);
        read_piece(&reading, good_bodies[i].body, strlen(good_bodies[i].body));
        assert_false(reading.bad);
        assert_true(multipart_is_complete(&reading.multipart));
        assert_string_equal(reading.text, good_bodies[i].read);
    }
}

/* Two cuts at every place. */
static void test_every_split(void **state)
{
    static struct reading reading;
    size_t first, second, size = strlen(TWO);

    for (first = 0; first <= size; first++)
    {
        for (second = first; second <= size; second++)
        {
            begin_reading(&reading);
            read_piece(&reading, TWO, first);
            read_piece(&reading, &TWO[first], second - first);
            read_piece(&reading, &TWO[second], size - second);
            assert_true(multipart_is_complete(&reading.multipart));
            assert_string_equal(reading.text, TWO_READ);
        }
    }
}

/* Whatever is missing at the end, the body is not complete, and no part counts before its delimiter. */
static void test_every_cut(void **state)
{
    static struct reading reading;
    size_t size, last = strstr(TWO, "--THIS--") + strlen("--THIS--") - TWO;

    for (size = 0; size < last; size++)
    {
        begin_reading(&reading);
        read_piece(&reading, TWO, size);
        assert_false(reading.bad);
        assert_false(multipart_is_complete(&reading.multipart));
        assert_true(strlen(reading.text) < strlen(TWO_READ));
    }
}

static const char *const bad_bodies[] =
{
    PART("0-4/100", "abcd") END,                              /* too short */
    PART("0-4/100", "abcd") PART("10-14/100", "fghij") END,
    PART("0-2/100", "abcd") END,                              /* too long */
    PART("0-3/100", "abcd") "--THAT--\r\n",
    PART("0-3/100", "abcd") "--THISx\r\n",
    PART("0-3/100", "abcd") "--THIS-x\r\n",
    PART("0-3/100", "abcd") "\r\n" END,
    "--THIS\r\nContent-Type: text/plain\r\n\r\nabcd\r\n" END, /* no range */
    "--THIS\r\nContent-Range: bytes 0-3/100\r\nContent-Range: bytes 0-3/100\r\n\r\nabcd\r\n" END,
    "--THIS\r\nContent-Range: bytes 0-3/100\r\nno header\r\n\r\nabcd\r\n" END,
    "--THIS\r\nContent-Range: bytes 0-3/100\r\n : nothing\r\n\r\nabcd\r\n" END,
    "--THIS\r\nContent-Range: bytes 0-3/100\n\r\nabcd\r\n" END,
    "--THIS\r\nContent-Range: bytes */100\r\n\r\n\r\n" END,
    PART("0-3/3", "abcd") END,
    PART("3-0/100", "abcd") END,
    PART("nonsense", "abcd") END,
};

static void test_bad_bodies(void **state)
{
    static struct reading reading;
    size_t i;

    for (i = 0; i < ARRAYSIZE(bad_bodies); i++)
    {
        begin_reading(&reading);
        read_piece(&reading, bad_bodies[i], strlen(bad_bodies[i]));
        if (!reading.bad)
            fail_msg("body %zu of the table is taken", i);
        assert_false(multipart_is_complete(&reading.multipart));
        read_piece(&reading, "more", 4);
        assert_true(reading.bad);
    }
}

/* What is no part of the file must not go on for ever. */
static void test_endless_bodies(void **state)
{
    static const char *const starts[] = {"", "--THIS\r\n", PART("0-0/1", "x") END};
    static const char *const endless[] = {"x", "X: y\r\n"};
    static struct reading reading;
    size_t i, j, n;

    for (i = 0; i < ARRAYSIZE(starts); i++)
    {
        for (j = 0; j < ARRAYSIZE(endless); j++)
        {
            begin_reading(&reading);
            read_piece(&reading, starts[i], strlen(starts[i]));
            for (n = 0; n < 5000 && !reading.bad; n++)
                read_piece(&reading, endless[j], strlen(endless[j]));
            assert_true(reading.bad);
        }
    }
}

/* Always the same numbers, so that a failure can be seen again. */
static unsigned int next_number(unsigned int limit)
{
    static unsigned int seed = 1;

    seed = seed * 1103515245 + 12345;
    return (seed >> 8) % limit;
}

static void corrupt(char *body, size_t size)
{
    static const char interesting[] = "\r\n-:/*0T \t\"";
    unsigned int i, changes = 1 + next_number(4);

    for (i = 0; i < changes; i++)
        body[next_number(size)] = interesting[next_number(sizeof(interesting))];
    if (next_number(2))
        body[next_number(size)] = next_number(256);
}

static void read_in_pieces(struct reading *reading, const char *body, size_t size)
{
    size_t done, piece;

    for (done = 0; done < size && !reading->bad; done += piece)
    {
        piece = 1 + next_number(40);
        piece = min(piece, size - done);
        read_piece(reading, body + done, piece);
    }
}

/* Nothing breaks the parser, and it comes to the same end however the bytes arrive. */
static void test_corrupted_bodies(void **state)
{
    static struct reading whole, pieces;
    char body[sizeof(TWO)];
    unsigned int i;

    for (i = 0; i < 20000; i++)
    {
        memcpy(body, TWO, sizeof(body));
        corrupt(body, sizeof(body) - 1);
        begin_reading(&whole);
        read_piece(&whole, body, sizeof(body) - 1);
        begin_reading(&pieces);
        read_in_pieces(&pieces, body, sizeof(body) - 1);
        assert_int_equal(whole.bad, pieces.bad);
        assert_int_equal(whole.length, pieces.length);
        assert_memory_equal(whole.text, pieces.text, whole.length);
        assert_int_equal(multipart_is_complete(&whole.multipart), multipart_is_complete(&pieces.multipart));
    }
}

int main(void)
{
    static const struct CMUnitTest tests[] =
    {
        cmocka_unit_test(test_content_types),
        cmocka_unit_test(test_good_bodies),
        cmocka_unit_test(test_every_split),
        cmocka_unit_test(test_every_cut),
        cmocka_unit_test(test_bad_bodies),
        cmocka_unit_test(test_endless_bodies),
        cmocka_unit_test(test_corrupted_bodies),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
