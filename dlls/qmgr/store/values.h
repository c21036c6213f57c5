/* The values of a registry key, as they are stored and read back: plain data, without the registry.
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#ifndef QMGR_STORE_VALUES_H
#define QMGR_STORE_VALUES_H

#include <windows.h>

struct value
{
    WCHAR *name;
    DWORD type;  /* REG_... */
    BYTE *data;
    DWORD size;  /* of the data, in bytes */
    BOOL secret; /* the registry gets the data only encrypted, as REG_BINARY */
};

struct values
{
    struct value *items;
    size_t count, capacity;
    BOOL failed; /* there was no memory for one of them */
};

void values_free(struct values *values);
void values_remove(struct values *values, size_t index);
const struct value *values_find(const struct values *values, const WCHAR *name);

/* These copy what they are given. */
void values_add(struct values *values, const WCHAR *name, DWORD type, const void *data, DWORD size);
void values_add_secret(struct values *values, const WCHAR *name, const void *data, DWORD size); /* REG_BINARY */
void values_add_string(struct values *values, const WCHAR *name, const WCHAR *string); /* none for NULL */
void values_add_number(struct values *values, const WCHAR *name, DWORD number);
void values_add_long(struct values *values, const WCHAR *name, UINT64 number);

#endif
