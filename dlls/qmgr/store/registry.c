/* Values of the registry, read and written.
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include <stdlib.h>
#include <string.h>
#define WIN32_NO_STATUS
#include <windows.h>
#undef WIN32_NO_STATUS
#include <ntstatus.h>
#include <winternl.h>

#include "store/registry.h"
#include "store/secrets.h"
#include "wine/debug.h"

WINE_DEFAULT_DEBUG_CHANNEL(qmgr);

#define BUFFER_SIZE (8 * 1024) /* more for larger values */
#define BUFFER_SIZE_MAX (16 * 1024 * 1024)

#define FULL_INFORMATION 1 /* of KEY_VALUE_INFORMATION_CLASS */

/* KEY_VALUE_FULL_INFORMATION of the WDK. */
struct full_information
{
    ULONG title_index;
    ULONG type;
    ULONG data_offset;
    ULONG data_length;
    ULONG name_length;
    WCHAR name[1];
};

/* Where values are read. It is on the stack: on the heap, large blocks that come and go between the jobs that are
 * loaded would leave holes for ever. */
struct buffer
{
    struct full_information *info;
    ULONG size;
    void *grown; /* what the heap has given, or NULL */
};

/* ZwEnumerateValueKey of the WDK: name and data come with one call. RegEnumValueW needs two for all but short ones. */
NTSTATUS NTAPI NtEnumerateValueKey(HANDLE key, ULONG index, int class, void *info, ULONG length, ULONG *result_length);

HRESULT registry_result(LSTATUS status)
{
    return HRESULT_FROM_WIN32(status);
}

static void take_value(struct values *values, const struct full_information *info)
{
    WCHAR *name = calloc(info->name_length / sizeof(*name) + 1, sizeof(*name));

    if (name)
    {
        memcpy(name, info->name, info->name_length);
        values_add(values, name, info->type, (const BYTE *)info + info->data_offset, info->data_length);
    }
    values->failed |= !name;
    free(name);
}

/* A secret that is read from elsewhere, or by another user, is lost; the job is not. What is of another type never was
 * one of the service's, and stays for whoever decodes the values. */
static void reveal_secrets(struct values *values)
{
    HRESULT hr;
    size_t i;

    for (i = 0; i < values->count; i++)
    {
        struct value *value = &values->items[i];

        value->secret = value_is_secret(value);
        if (value->secret && value->type == REG_BINARY && FAILED(hr = secret_unprotect(value)))
        {
            ERR("%s: %#lx\n", debugstr_w(value->name), hr);
            values_remove(values, i--);
        }
    }
}

static BOOL buffer_grow(struct buffer *buffer, ULONG size)
{
    void *grown = realloc(buffer->grown, size);

    if (!grown)
        return FALSE;
    buffer->grown = buffer->info = grown;
    buffer->size = size;
    return TRUE;
}

/* Reads the value, whatever its size. The buffer grows for one that needs it. */
static NTSTATUS read_value(HKEY key, ULONG index, struct buffer *buffer)
{
    NTSTATUS status;
    ULONG length;

    status = NtEnumerateValueKey(key, index, FULL_INFORMATION, buffer->info, buffer->size, &length);
    if (status != STATUS_BUFFER_OVERFLOW || length > BUFFER_SIZE_MAX)
        return status;
    if (!buffer_grow(buffer, length))
        return STATUS_NO_MEMORY;
    return read_value(key, index, buffer);
}

static HRESULT read_values(HKEY key, struct values *values, struct buffer *buffer)
{
    NTSTATUS status;
    ULONG index;

    for (index = 0; !(status = read_value(key, index, buffer)); index++)
        take_value(values, buffer->info);
    if (status != STATUS_NO_MORE_ENTRIES)
        return HRESULT_FROM_NT(status);
    return values->failed ? E_OUTOFMEMORY : S_OK;
}

HRESULT registry_read(HKEY key, struct values *values)
{
    ULONG room[BUFFER_SIZE / sizeof(ULONG)];
    struct buffer buffer = {(struct full_information *)room, sizeof(room)};
    HRESULT hr;

    if (SUCCEEDED(hr = read_values(key, values, &buffer)))
        reveal_secrets(values);
    free(buffer.grown);
    return hr;
}

static LSTATUS set_value(HKEY key, const struct value *value)
{
    return RegSetValueExW(key, value->name, 0, value->type, value->data, value->size);
}

static HRESULT write_secret(HKEY key, const struct value *value)
{
    struct values copy = {NULL};
    HRESULT hr = E_OUTOFMEMORY;

    values_add_secret(&copy, value->name, value->data, value->size);
    if (!copy.failed && SUCCEEDED(hr = secret_protect(&copy.items[0])))
        hr = registry_result(set_value(key, &copy.items[0]));
    values_free(&copy);
    return hr;
}

HRESULT registry_write(HKEY key, const struct value *value)
{
    return value->secret ? write_secret(key, value) : registry_result(set_value(key, value));
}

HRESULT registry_create(HKEY parent, const WCHAR *name, HKEY *key)
{
    return registry_result(RegCreateKeyExW(parent, name, 0, NULL, 0, KEY_ALL_ACCESS, NULL, key, NULL));
}
