/* Runs the fuzz target over valid records and over many that are a little damaged, the same ones each time. With the
 * name of a folder it writes the valid ones there, for a fuzzer to begin with.
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "record_test.h"
#include "records.h"
#include "store/file_record.h"
#include "store/job_record.h"

#define ROUNDS 6000
#define CHANGES_MAX 3

struct record
{
    struct values job, files;
};

/* A record as an input. */
struct input
{
    uint8_t data[32 * 1024];
    size_t size;
};

static void put_byte(struct input *input, unsigned int byte)
{
    assert_true(input->size < sizeof(input->data));
    input->data[input->size++] = byte;
}

static void put_value(struct input *input, const struct value *value)
{
    int i, length = lstrlenW(value->name);
    DWORD byte;

    put_byte(input, length);
    for (i = 0; i < length; i++)
        put_byte(input, value->name[i]);
    put_byte(input, value->type);
    put_byte(input, value->size & 0xff);
    put_byte(input, value->size >> 8);
    for (byte = 0; byte < value->size; byte++)
        put_byte(input, value->data[byte]);
}

static void put_values(struct input *input, const struct values *values)
{
    size_t i;

    for (i = 0; i < values->count; i++)
        put_value(input, &values->items[i]);
}

static void put_record(struct input *input, const struct record *record)
{
    input->size = 0;
    put_values(input, &record->job);
    put_byte(input, 0);
    put_values(input, &record->files);
}

static void run(const struct record *record)
{
    static struct input input;

    put_record(&input, record);
    LLVMFuzzerTestOneInput(input.data, input.size);
}

static void make_record(struct job *job, struct record *record)
{
    size_t i;

    job_record_encode(job, &record->job);
    for (i = 0; i < job->file_count; i++)
        file_record_encode(job->files[i], L"file", &record->files);
    job_release(job);
}

static void make_plain_record(struct record *record)
{
    struct job *job = create_plain_job();

    add_plain_file(job);
    make_record(job, record);
}

/* An upload has one file only. */
static void make_full_record(struct record *record)
{
    struct job *job = create_full_job();

    job->type = BG_JOB_TYPE_DOWNLOAD;
    add_file_in_progress(job);
    add_finished_file(job);
    make_record(job, record);
}

static void free_record(struct record *record)
{
    values_free(&record->job);
    values_free(&record->files);
}

static void copy_values(struct values *copy, const struct values *values)
{
    size_t i;

    for (i = 0; i < values->count; i++)
    {
        const struct value *value = &values->items[i];

        values_add(copy, value->name, value->type, value->data, value->size);
    }
}

/* The numbers of a linear congruential generator; its low bits are poor. */
static unsigned int random_below(unsigned int limit)
{
    static uint64_t state = 1;

    state = state * 6364136223846793005ull + 1442695040888963407ull;
    return (state >> 33) % limit;
}

static void change_byte(struct value *value)
{
    value->data[random_below(value->size)] ^= 1 << random_below(8);
}

static WCHAR *random_char(struct value *value)
{
    return (WCHAR *)value->data + random_below(value->size / sizeof(WCHAR));
}

/* Another of the characters that lines are made of. */
static void change_char(struct value *value)
{
    static const char chars[] = "0123456789abcdefx=,: \t-.TZ{}";

    *random_char(value) = chars[random_below(sizeof(chars))];
}

static void remove_char(struct value *value)
{
    WCHAR *c = random_char(value);

    value->size -= sizeof(*c);
    memmove(c, c + 1, value->data + value->size - (BYTE *)c);
}

static void cut(struct value *value)
{
    value->size = random_below(value->size);
}

static void change_type(struct value *value)
{
    value->type = random_below(REG_QWORD + 1);
}

static void change_name(struct value *value)
{
    value->name[0]++;
}

/* Two characters change places. */
static void swap_chars(struct value *value)
{
    WCHAR *a = random_char(value), *b = random_char(value), c = *a;

    *a = *b;
    *b = c;
}

static void change_value(struct value *value)
{
    static void (*const changes[])(struct value *) =
    {
        change_byte, change_char, change_char, change_char, change_char, remove_char, remove_char, swap_chars,
        cut, change_type, change_name,
    };

    if (value->size >= sizeof(WCHAR))
        changes[random_below(ARRAYSIZE(changes))](value);
}

static void change_values(struct values *values)
{
    change_value(&values->items[random_below(values->count)]);
}

static void run_changed(const struct record *record)
{
    struct record copy = {{NULL}};
    unsigned int changes = 1 + random_below(CHANGES_MAX);

    copy_values(&copy.job, &record->job);
    copy_values(&copy.files, &record->files);
    while (changes--)
        change_values(random_below(2) ? &copy.job : &copy.files);
    run(&copy);
    free_record(&copy);
}

static void run_mutations(void (*make)(struct record *record))
{
    struct record record = {{NULL}};
    unsigned int i;

    make(&record);
    records_accepted = records_refused = 0;
    run(&record);
    assert_int_equal(records_accepted, 1);
    for (i = 0; i < ROUNDS; i++)
        run_changed(&record);
    free_record(&record);
}

/* Damage is mostly seen, but a letter more or less is no damage. */
static void test_mutations(void **state)
{
    run_mutations(make_plain_record);
    assert_true(records_accepted > ROUNDS / 20 && records_refused > ROUNDS / 20);
    run_mutations(make_full_record);
    assert_true(records_accepted > ROUNDS / 20 && records_refused > ROUNDS / 20);
}

static void write_record(const char *folder, const char *name, void (*make)(struct record *record))
{
    struct record record = {{NULL}};
    static struct input input;
    char path[1024];
    FILE *file;

    make(&record);
    put_record(&input, &record);
    free_record(&record);
    snprintf(path, sizeof(path), "%s/%s", folder, name);
    if (!(file = fopen(path, "wb")) || fwrite(input.data, input.size, 1, file) != 1 || fclose(file))
        perror(path);
}

static int write_records(const char *folder)
{
    write_record(folder, "plain", make_plain_record);
    write_record(folder, "full", make_full_record);
    return 0;
}

int main(int argc, char **argv)
{
    static const struct CMUnitTest tests[] =
    {
        cmocka_unit_test(test_mutations),
    };

    return argc > 1 ? write_records(argv[1]) : cmocka_run_group_tests(tests, NULL, NULL);
}
