/* What the tests of the store share: a registry key and a folder, new for each test.
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#ifndef STORE_TEST_H
#define STORE_TEST_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <windows.h>
#include <cmocka.h>

#define MOUNT L"BITS checkpoint" /* of HKEY_LOCAL_MACHINE, where the service reads a checkpoint */

extern HKEY jobs;
extern WCHAR folder[MAX_PATH], parent_folder[MAX_PATH];

/* Of all tests of a program. Nobody but an administrator may run them. */
int create_place(void **state);
int remove_place(void **state);

/* Before each test: the key and the folder are empty. */
int empty_place(void **state);

#define assert_hr(hr, expected) assert_int_equal((ULONG)(hr), (ULONG)(expected))

/* The path of a file in the folder; the next call but three uses its room again. */
const WCHAR *file_path(const WCHAR *name);
BOOL file_exists(const WCHAR *name);

UINT64 get_generation(void);
void set_generation(UINT64 generation);
void set_number(const WCHAR *subkey, const WCHAR *name, DWORD number);
DWORD get_number(const WCHAR *subkey, const WCHAR *name); /* MAXDWORD if there is none */
BOOL key_exists(const WCHAR *subkey);

/* Values of all kinds, in the key and in two levels of keys below. */
void write_sample(void);
BOOL sample_is_there(void);

/* As a registry that Wine did not write to the disk in time: nothing is left of the jobs, the generation is earlier. */
void lose_changes(void);

#endif
