/* Records, and what damages them.
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include <stdlib.h>
#include <string.h>

#include "record_test.h"
#include "store/file_record.h"
#include "store/job_record.h"
#include "store/lines.h"

BOOL is_always_stored(const WCHAR *name)
{
    return same_text(name, L"Schema") || same_text(name, L"Owner") || same_text(name, L"State");
}

HRESULT try_job(const struct values *values)
{
    static const GUID no_id;
    struct job *job;
    HRESULT hr = job_record_decode(&no_id, values, &job);

    if (SUCCEEDED(hr))
        job_release(job);
    return hr;
}

HRESULT try_file(const struct value *value)
{
    struct job *job = create_plain_job();
    HRESULT hr = file_record_decode(job, value);

    job_release(job);
    return hr;
}

/* Copied to memory of just that size, so that the sanitizer sees what is read beyond. */
static void check_data(const struct value *value, DWORD type, const void *data, DWORD size, check_value *check,
        const char *how)
{
    struct value copy = *value;

    copy.type = type;
    copy.size = size;
    copy.data = memcpy(malloc(max(size, 1)), data, size);
    check(&copy, how);
    free(copy.data);
}

static void check_types(const struct value *value, check_value *check)
{
    DWORD type;

    for (type = REG_NONE; type <= REG_QWORD; type++)
    {
        if (type != value->type)
            check_data(value, type, value->data, value->size, check, "of another type");
    }
}

static void check_sizes(const struct value *value, check_value *check)
{
    BYTE *longer = calloc(1, value->size + 8);
    DWORD size;

    memcpy(longer, value->data, value->size);
    for (size = 0; size < value->size; size++)
        check_data(value, value->type, longer, size, check, size ? "truncated" : "empty");
    check_data(value, value->type, longer, value->size + 1, check, "longer by a byte");
    check_data(value, value->type, longer, value->size + 8, check, "longer");
    free(longer);
}

/* The data ends with a letter, then with a letter after the end. */
static void check_ends(const struct value *value, check_value *check)
{
    static const WCHAR letter = 'x';
    BYTE *data = malloc(value->size + sizeof(letter));

    memcpy(data, value->data, value->size);
    memcpy(data + value->size, &letter, sizeof(letter));
    check_data(value, value->type, data, value->size + sizeof(letter), check, "with something after its end");
    memcpy(data + value->size - sizeof(letter), &letter, sizeof(letter));
    check_data(value, value->type, data, value->size, check, "not terminated");
    free(data);
}

void damage_value(const struct value *value, check_value *check)
{
    check_types(value, check);
    check_sizes(value, check);
    if (value->type != REG_DWORD && value->type != REG_QWORD)
        check_ends(value, check);
}

void make_lines(const WCHAR *name, const WCHAR *const *text, struct values *values)
{
    struct lines lines = {0};

    while (*text)
        lines_add_line(&lines, *text++);
    lines_to_value(&lines, values, name);
}
