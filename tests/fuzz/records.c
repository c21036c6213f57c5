/* The fuzz target of the records.
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include <stdlib.h>
#include <string.h>

#include "queue/queue.h"
#include "records.h"
#include "store/dates.h"
#include "store/file_record.h"
#include "store/job_record.h"
#include "windows_shim.h"

#define DAY_TICKS (24 * 60 * 60 * 1000)

unsigned int records_accepted, records_refused;

struct record
{
    struct values job, files;
};

struct input
{
    const uint8_t *data;
    size_t size;
};

static void record_free(struct record *record)
{
    values_free(&record->job);
    values_free(&record->files);
}

/* The next bytes, fewer at the end. */
static const uint8_t *take(struct input *input, size_t size, size_t *taken)
{
    const uint8_t *data = input->data;

    *taken = size < input->size ? size : input->size;
    input->data += *taken;
    input->size -= *taken;
    return data;
}

static unsigned int take_byte(struct input *input)
{
    size_t taken;
    const uint8_t *data = take(input, 1, &taken);

    return taken ? *data : 0;
}

/* FALSE for an empty name. */
static BOOL take_name(struct input *input, WCHAR name[256])
{
    size_t i, length;
    const uint8_t *data = take(input, take_byte(input), &length);

    for (i = 0; i < length; i++)
        name[i] = data[i];
    name[length] = 0;
    return length != 0;
}

static void add_value(struct values *values, const WCHAR *name, DWORD type, const uint8_t *data, size_t size)
{
    if (type == REG_BINARY)
        values_add_secret(values, name, data, size);
    else
        values_add(values, name, type, data, size);
}

static void take_values(struct input *input, struct values *values)
{
    WCHAR name[256];
    unsigned int type, low;
    const uint8_t *data;
    size_t size;

    while (take_name(input, name))
    {
        type = take_byte(input);
        low = take_byte(input);
        data = take(input, take_byte(input) << 8 | low, &size);
        add_value(values, name, type, data, size);
    }
}

static HRESULT decode_files(struct job *job, const struct values *files)
{
    HRESULT hr = S_OK;
    size_t i;

    for (i = 0; i < files->count && SUCCEEDED(hr); i++)
        hr = file_record_decode(job, &files->items[i]);
    return SUCCEEDED(hr) ? job_record_settle(job) : hr;
}

/* The job, or NULL if this is no record of one. */
static struct job *decode(const struct record *record)
{
    static const GUID id;
    struct job *job;

    if (FAILED(job_record_decode(&id, &record->job, &job)))
        return NULL;
    if (SUCCEEDED(decode_files(job, &record->files)))
        return job;
    job_release(job);
    return NULL;
}

static void encode(const struct job *job, struct record *record)
{
    size_t i;

    job_record_encode(job, &record->job);
    for (i = 0; i < job->file_count; i++)
        file_record_encode(job->files[i], L"file", &record->files);
}

static void check(BOOL condition)
{
    if (!condition)
        abort();
}

static void check_same(const struct values *a, const struct values *b)
{
    size_t i;

    check(a->count == b->count);
    for (i = 0; i < a->count; i++)
    {
        check(a->items[i].type == b->items[i].type && a->items[i].size == b->items[i].size);
        check(!memcmp(a->items[i].data, b->items[i].data, a->items[i].size));
    }
}

/* The job's own record is good, and says the same as it. */
static void check_record(const struct job *job)
{
    struct record first = {{NULL}}, second = {{NULL}};
    struct job *again;

    encode(job, &first);
    check((again = decode(&first)) != NULL);
    encode(again, &second);
    check_same(&first.job, &second.job);
    check_same(&first.files, &second.files);
    job_release(again);
    record_free(&first);
    record_free(&second);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct input input = {data, size};
    struct record record = {{NULL}};
    struct job *job;

    shim_ticks = DAY_TICKS;
    shim_time = date_from_number(0x1dc000001234567ull);
    take_values(&input, &record.job);
    take_values(&input, &record.files);
    if ((job = decode(&record)))
    {
        records_accepted++;
        check_record(job);
        job_release(job);
    }
    else
        records_refused++;
    record_free(&record);
    return 0;
}
