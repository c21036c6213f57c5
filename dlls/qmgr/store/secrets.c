/* Encrypts and decrypts secrets.
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include <stdlib.h>
#include <string.h>
#include <windows.h>
#include <dpapi.h>
#include <wincrypt.h>

#include "store/secrets.h"

/* The service has nobody to ask, and may run as another user the next time. */
#define FLAGS (CRYPTPROTECT_UI_FORBIDDEN | CRYPTPROTECT_LOCAL_MACHINE)

static HRESULT last_error(void)
{
    DWORD error = GetLastError();

    return error ? HRESULT_FROM_WIN32(error) : E_FAIL;
}

/* Copies the new data, which is wiped. */
static HRESULT take_data(struct value *value, DATA_BLOB *from)
{
    BYTE *data = malloc(max(from->cbData, 1));

    if (data)
    {
        memcpy(data, from->pbData, from->cbData);
        SecureZeroMemory(value->data, value->size);
        free(value->data);
        value->data = data;
        value->size = from->cbData;
    }
    SecureZeroMemory(from->pbData, from->cbData);
    LocalFree(from->pbData);
    return data ? S_OK : E_OUTOFMEMORY;
}

HRESULT secret_protect(struct value *value)
{
    DATA_BLOB from = {value->size, value->data}, to;

    if (!CryptProtectData(&from, NULL, NULL, NULL, NULL, FLAGS, &to))
        return last_error();
    return take_data(value, &to);
}

HRESULT secret_unprotect(struct value *value)
{
    DATA_BLOB from = {value->size, value->data}, to;
    HRESULT hr;

    if (value->type != REG_BINARY)
        return HRESULT_FROM_WIN32(ERROR_INVALID_DATA);
    if (!CryptUnprotectData(&from, NULL, NULL, NULL, NULL, FLAGS, &to))
        return last_error();
    if (SUCCEEDED(hr = take_data(value, &to)))
        value->secret = TRUE;
    return hr;
}

static BOOL is_number(const WCHAR *name)
{
    while (*name >= '0' && *name <= '9')
        name++;
    return !*name;
}

BOOL value_is_secret(const struct value *value)
{
    if (!lstrcmpW(value->name, CREDENTIALS) || !lstrcmpW(value->name, CUSTOM_HEADERS))
        return TRUE;
    return value->type == REG_BINARY && is_number(value->name);
}
