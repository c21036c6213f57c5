/* The files of the web server, and the comparison of what has come with them.
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include <stdlib.h>
#include <string.h>

#include "content.h"

#define MIB 1048576
#define BUFFER_SIZE 65536
#define SEEDS 3
#define RANGE_FILES_FIRST 8 /* of the small sizes: from here on a file has room for ranges */

static const ULONG small_sizes[] =
{
    0, 1, 7, 100, 1000, 4095, 4096, 4097, 10000, 32768, 65535, 65537, 100000, 200000, 262144, 500001,
};

static const ULONG large_sizes[] = {8 * MIB, 16 * MIB + 1, 32 * MIB, 64 * MIB - 3};

/* The server sends what is in "slow" with a limited rate. */
static const char *const places[] = {"fast", "slow"};

/* Eight bytes of a file's content, with the number "index". */
static ULONGLONG content_word(ULONG seed, ULONGLONG index)
{
    ULONGLONG word = (index + 1) * 0x9e3779b97f4a7c15ull + seed * 0xd1342543de82ef95ull;

    word = (word ^ word >> 32) * 0xd6e8feb86659fd93ull;
    return word ^ word >> 32;
}

/* As many bytes from a position that is divisible by 8. */
static void fill(ULONG seed, ULONGLONG position, BYTE *buffer, size_t size)
{
    size_t i;

    for (i = 0; i < size; i += sizeof(ULONGLONG))
    {
        ULONGLONG word = content_word(seed, (position + i) / sizeof(word));

        memcpy(buffer + i, &word, min(sizeof(word), size - i));
    }
}

static BOOL write_file(const char *folder, ULONG size, ULONG seed)
{
    static BYTE buffer[BUFFER_SIZE];
    char path[MAX_PATH];
    FILE *stream;
    ULONG position, length;
    BOOL good = TRUE;

    snprintf(path, sizeof(path), "%s\\%lu-%lu", folder, size, seed);
    if (!(stream = fopen(path, "wb")))
        return FALSE;
    for (position = 0; position < size; position += length)
    {
        length = min(BUFFER_SIZE, size - position);
        fill(seed, position, buffer, length);
        good &= fwrite(buffer, 1, length, stream) == length;
    }
    return !fclose(stream) && good;
}

BOOL content_prepare(const char *folder)
{
    BOOL good = TRUE;
    ULONG seed;
    size_t i;

    for (i = 0; i < ARRAYSIZE(small_sizes); i++)
    {
        for (seed = 1; seed <= SEEDS; seed++)
            good &= write_file(folder, small_sizes[i], seed);
    }
    for (i = 0; i < ARRAYSIZE(large_sizes); i++)
        good &= write_file(folder, large_sizes[i], 1);
    return good;
}

static BOOL parse_ranges(const char *text, struct file_spec *spec)
{
    int used;

    for (spec->range_count = 0; spec->range_count < RANGES_MAX; text += used)
    {
        BG_FILE_RANGE *range = &spec->ranges[spec->range_count];

        if (sscanf(text, "%*1[@,]%" PRIu64 "+%" PRIu64 "%n", &range->InitialOffset, &range->Length, &used) != 2)
            break;
        spec->range_count++;
    }
    return !*text;
}

BOOL file_spec_parse(const char *text, struct file_spec *spec)
{
    size_t length = strcspn(text, "@");

    snprintf(spec->remote, sizeof(spec->remote), "%.*s", (int)length, text);
    return sscanf(spec->remote, "%*[a-z]/%lu-%lu", &spec->size, &spec->seed) == 2
            && parse_ranges(text + length, spec);
}

void file_spec_format(const struct file_spec *spec, char text[TEXT_MAX])
{
    int length = snprintf(text, TEXT_MAX, "%s", spec->remote);
    DWORD i;

    for (i = 0; i < spec->range_count; i++)
        length += snprintf(text + length, TEXT_MAX - length, "%c%" PRIu64 "+%" PRIu64 "", i ? ',' : '@',
                spec->ranges[i].InitialOffset, spec->ranges[i].Length);
}

static void format_name(char text[TEXT_MAX], ULONG size, ULONG seed)
{
    snprintf(text, TEXT_MAX, "%s/%lu-%lu", places[random_below(ARRAYSIZE(places))], size, seed);
}

void file_spec_choose_small(char text[TEXT_MAX])
{
    format_name(text, small_sizes[random_below(ARRAYSIZE(small_sizes))], 1 + random_below(SEEDS));
}

void file_spec_choose_large(char text[TEXT_MAX])
{
    format_name(text, large_sizes[random_below(ARRAYSIZE(large_sizes))], 1);
}

/* Each range is somewhere in a part of the file for itself. */
void file_spec_choose_ranges(char text[TEXT_MAX])
{
    size_t count = ARRAYSIZE(small_sizes) - RANGE_FILES_FIRST;
    struct file_spec spec;
    ULONG part;
    DWORD i;

    format_name(text, small_sizes[RANGE_FILES_FIRST + random_below(count)], 1 + random_below(SEEDS));
    file_spec_parse(text, &spec);
    spec.range_count = 1 + random_below(RANGES_MAX);
    part = spec.size / spec.range_count;
    for (i = 0; i < spec.range_count; i++)
    {
        ULONG skipped = random_below(part);

        spec.ranges[i] = (BG_FILE_RANGE){i * part + skipped, 1 + random_below(part - skipped)};
    }
    file_spec_format(&spec, text);
}

/* Whether the stream goes on with a part of the file of that seed. */
static BOOL stream_has(FILE *stream, ULONG seed, ULONGLONG offset, ULONGLONG length)
{
    BYTE expected[BUFFER_SIZE], found[BUFFER_SIZE];
    ULONGLONG skipped, done;
    size_t count;

    for (done = 0; done < length; done += count)
    {
        skipped = (offset + done) % sizeof(ULONGLONG);
        count = min(BUFFER_SIZE - skipped, length - done);
        fill(seed, offset + done - skipped, expected, skipped + count);
        if (fread(found, 1, count, stream) != count || memcmp(found, expected + skipped, count))
            return FALSE;
    }
    return TRUE;
}

BOOL content_is_right(const char *path, const struct file_spec *spec)
{
    FILE *stream = fopen(path, "rb");
    BOOL right = TRUE;
    DWORD i;

    if (!stream)
        return FALSE;
    for (i = 0; i < spec->range_count && right; i++)
        right = stream_has(stream, spec->seed, spec->ranges[i].InitialOffset, spec->ranges[i].Length);
    if (!spec->range_count)
        right = stream_has(stream, spec->seed, 0, spec->size);
    right = right && getc(stream) == EOF;
    fclose(stream);
    return right;
}
