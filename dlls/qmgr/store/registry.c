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

#define BUFFER_SIZE (64 * 1024) /* more for larger values */
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

        value->secret = value_is_secret(value->name);
        if (value->secret && value->type == REG_BINARY && FAILED(hr = secret_unprotect(value)))
        {
            ERR("%s: %#lx\n", debugstr_w(value->name), hr);
            values_remove(values, i--);
        }
    }
}

static HRESULT read_values(HKEY key, struct values *values, BYTE **buffer, ULONG *size)
{
    NTSTATUS status = STATUS_SUCCESS;
    ULONG index, length;

    for (index = 0; !status; index++)
    {
        status = NtEnumerateValueKey(key, index, FULL_INFORMATION, *buffer, *size, &length);
        if (status == STATUS_BUFFER_OVERFLOW && length <= BUFFER_SIZE_MAX)
        {
            BYTE *grown = realloc(*buffer, length);

            if (!grown)
                return E_OUTOFMEMORY;
            *buffer = grown;
            *size = length;
            status = STATUS_SUCCESS;
            index--;
        }
        else if (!status)
            take_value(values, (const struct full_information *)*buffer);
    }
    if (status != STATUS_NO_MORE_ENTRIES)
        return HRESULT_FROM_NT(status);
    return values->failed ? E_OUTOFMEMORY : S_OK;
}

HRESULT registry_read(HKEY key, struct values *values)
{
    ULONG size = BUFFER_SIZE;
    BYTE *buffer = malloc(size);
    HRESULT hr;

    if (!buffer)
        return E_OUTOFMEMORY;
    if (SUCCEEDED(hr = read_values(key, values, &buffer, &size)))
        reveal_secrets(values);
    free(buffer);
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

    values_add(&copy, value->name, value->type, value->data, value->size);
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
