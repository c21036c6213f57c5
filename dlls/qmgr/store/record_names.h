/* The names of keys and values in the store.
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#ifndef QMGR_STORE_RECORD_NAMES_H
#define QMGR_STORE_RECORD_NAMES_H

#include <windows.h>

#define FILES_KEY L"Files"         /* in a job's key */
#define DISCARD_VALUE L"Discard"   /* in a job's key: the record is not whole, or not wanted any more */

#define GUID_NAME_SIZE 39          /* characters, with the terminator */
#define FILE_NAME_SIZE 11

/* {xxxxxxxx-xxxx-xxxx-xxxx-xxxxxxxxxxxx} */
void record_name_of_job(const GUID *id, WCHAR name[GUID_NAME_SIZE]);

/* The other way; FALSE if it is no such name. */
BOOL record_name_to_job(const WCHAR *name, GUID *id);

/* 00000001 for the first file, whose index is 0. */
void record_name_of_file(size_t index, WCHAR name[FILE_NAME_SIZE]);

#endif
