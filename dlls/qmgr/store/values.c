/* The values of a registry key.
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include <stdlib.h>
#include <string.h>

#include "store/values.h"

static void value_free(struct value *value)
{
    if (value->secret && value->data)
        SecureZeroMemory(value->data, value->size);
    free(value->data);
    free(value->name);
}

void values_free(struct values *values)
{
    size_t i;

    for (i = 0; i < values->count; i++)
        value_free(&values->items[i]);
    free(values->items);
    memset(values, 0, sizeof(*values));
}

void values_remove(struct values *values, size_t index)
{
    struct value *item = &values->items[index];

    value_free(item);
    memmove(item, item + 1, (--values->count - index) * sizeof(*item));
}

static BOOL names_are_equal(const WCHAR *a, const WCHAR *b)
{
    while (*a && *a == *b)
    {
        a++;
        b++;
    }
    return *a == *b;
}

/* The value of this name, in the same case, or NULL. */
const struct value *values_find(const struct values *values, const WCHAR *name)
{
    size_t i;

    for (i = 0; i < values->count; i++)
    {
        if (names_are_equal(values->items[i].name, name))
            return &values->items[i];
    }
    return NULL;
}

static void *copy(const void *data, size_t size)
{
    void *block = malloc(max(size, 1));

    return block && size ? memcpy(block, data, size) : block;
}

static BOOL make_room(struct values *values)
{
    size_t capacity = values->capacity ? values->capacity * 2 : 16;
    struct value *items;

    if (values->count < values->capacity)
        return TRUE;
    if (!(items = realloc(values->items, capacity * sizeof(*items))))
        return FALSE;
    values->items = items;
    values->capacity = capacity;
    return TRUE;
}

void values_add(struct values *values, const WCHAR *name, DWORD type, const void *data, DWORD size)
{
    struct value value = {.type = type, .size = size};

    value.name = copy(name, (lstrlenW(name) + 1) * sizeof(*name));
    value.data = copy(data, size);
    if (value.name && value.data && make_room(values))
    {
        values->items[values->count++] = value;
        return;
    }
    value_free(&value);
    values->failed = TRUE;
}

/* As values_add, of a secret. */
void values_add_secret(struct values *values, const WCHAR *name, const void *data, DWORD size)
{
    size_t count = values->count;

    values_add(values, name, REG_BINARY, data, size);
    if (values->count > count)
        values->items[count].secret = TRUE;
}

void values_add_string(struct values *values, const WCHAR *name, const WCHAR *string)
{
    if (string)
        values_add(values, name, REG_SZ, string, (lstrlenW(string) + 1) * sizeof(*string));
}

void values_add_number(struct values *values, const WCHAR *name, DWORD number)
{
    values_add(values, name, REG_DWORD, &number, sizeof(number));
}

void values_add_long(struct values *values, const WCHAR *name, UINT64 number)
{
    values_add(values, name, REG_QWORD, &number, sizeof(number));
}
