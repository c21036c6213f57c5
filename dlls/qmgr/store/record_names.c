/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include <objbase.h>
#include <wchar.h>

#include "store/record_names.h"

void record_name_of_job(const GUID *id, WCHAR name[GUID_NAME_SIZE])
{
    StringFromGUID2(id, name, GUID_NAME_SIZE);
}

BOOL record_name_to_job(const WCHAR *name, GUID *id)
{
    return SUCCEEDED(IIDFromString(name, id));
}

void record_name_of_file(size_t index, WCHAR name[FILE_NAME_SIZE])
{
    swprintf(name, FILE_NAME_SIZE, L"%08lu", (unsigned long)index + 1);
}
