/* All that is below a registry key: deleted or copied, several subkeys at a time.
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include <stdlib.h>

#include "store/key_tree.h"
#include "store/workers.h"

typedef WCHAR key_name[256]; /* registry-element-size-limits */

/* What is done to each subkey of the source. */
struct tree_walk
{
    LSTATUS (*step)(const struct tree_walk *walk, const WCHAR *name);
    HKEY source, target;
    key_name *names;
    DWORD count;
    LONG error; /* of a step that failed; no other one begins then */
};

/* The names are read first, for they move while keys are deleted. */
static LSTATUS read_names(struct tree_walk *walk)
{
    LSTATUS error;
    DWORD i, size;

    error = RegQueryInfoKeyW(walk->source, NULL, NULL, NULL, &walk->count, NULL, NULL, NULL, NULL, NULL, NULL, NULL);
    if (error)
        return error;
    if (!(walk->names = calloc(walk->count + 1, sizeof(*walk->names))))
        return ERROR_NOT_ENOUGH_MEMORY;
    for (i = 0; i < walk->count && !error; i++)
    {
        size = ARRAYSIZE(walk->names[i]);
        error = RegEnumKeyExW(walk->source, i, walk->names[i], &size, NULL, NULL, NULL, NULL);
    }
    return error;
}

static void take_step(void *context, LONG index)
{
    struct tree_walk *walk = context;
    LSTATUS error;

    if (!walk->error && (error = walk->step(walk, walk->names[index])))
        InterlockedExchange(&walk->error, error);
}

static LSTATUS walk_subkeys(struct tree_walk *walk)
{
    LSTATUS error = read_names(walk);

    if (!error)
    {
        workers_run(take_step, walk, walk->count);
        error = walk->error;
    }
    free(walk->names);
    return error;
}

static LSTATUS delete_subkey(const struct tree_walk *walk, const WCHAR *name)
{
    return RegDeleteTreeW(walk->source, name);
}

LSTATUS key_empty(HKEY key)
{
    struct tree_walk walk = {delete_subkey, key};
    LSTATUS error = walk_subkeys(&walk);

    return error ? error : RegDeleteTreeW(key, NULL);
}

static LSTATUS copy_subkey(const struct tree_walk *walk, const WCHAR *name)
{
    LSTATUS error;
    HKEY copy;

    if ((error = RegCreateKeyExW(walk->target, name, 0, NULL, 0, KEY_ALL_ACCESS, NULL, &copy, NULL)))
        return error;
    error = RegCopyTreeW(walk->source, name, copy);
    RegCloseKey(copy);
    return error;
}

/* One value, with room for its name and its data. */
struct value_buffer
{
    WCHAR *name;
    BYTE *data;
    DWORD name_length, data_size; /* the room: characters and bytes */
};

static LSTATUS value_buffer_init(struct value_buffer *buffer, HKEY key)
{
    LSTATUS error;

    error = RegQueryInfoKeyW(key, NULL, NULL, NULL, NULL, NULL, NULL, NULL, &buffer->name_length, &buffer->data_size,
            NULL, NULL);
    if (error)
        return error;
    buffer->name_length++;
    buffer->name = malloc(buffer->name_length * sizeof(WCHAR));
    buffer->data = malloc(buffer->data_size + 1);
    return buffer->name && buffer->data ? ERROR_SUCCESS : ERROR_NOT_ENOUGH_MEMORY;
}

static LSTATUS copy_value(HKEY source, HKEY target, DWORD index, const struct value_buffer *buffer,
        const WCHAR *left_out)
{
    DWORD length = buffer->name_length, size = buffer->data_size, type;
    LSTATUS error;

    if ((error = RegEnumValueW(source, index, buffer->name, &length, NULL, &type, buffer->data, &size)))
        return error;
    if (!lstrcmpiW(buffer->name, left_out))
        return ERROR_SUCCESS;
    return RegSetValueExW(target, buffer->name, 0, type, buffer->data, size);
}

static LSTATUS copy_values(HKEY source, HKEY target, const WCHAR *left_out)
{
    struct value_buffer buffer = {0};
    LSTATUS error;
    DWORD i;

    error = value_buffer_init(&buffer, source);
    for (i = 0; !error; i++)
        error = copy_value(source, target, i, &buffer, left_out);
    free(buffer.name);
    free(buffer.data);
    return error == ERROR_NO_MORE_ITEMS ? ERROR_SUCCESS : error;
}

LSTATUS key_copy(HKEY source, HKEY target, const WCHAR *left_out)
{
    struct tree_walk walk = {copy_subkey, source, target};
    LSTATUS error = walk_subkeys(&walk);

    return error ? error : copy_values(source, target, left_out);
}
