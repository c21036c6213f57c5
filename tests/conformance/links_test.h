/* Links to files and folders, which in Wine are those of Unix.
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#ifndef LINKS_TEST_H
#define LINKS_TEST_H

#include "bits_test.h"

/* Names are in the fixture's folder, and hold nothing that a shell takes for more than a letter. Without the right to
 * make a link the test is skipped. */
void make_link(const struct bits_test *test, const WCHAR *target, const WCHAR *name);
void make_folder_link(const struct bits_test *test, const WCHAR *target, const WCHAR *name);
void make_hard_link(const struct bits_test *test, const WCHAR *target, const WCHAR *name);
void remove_link(const struct bits_test *test, const WCHAR *name);

/* Gives a file to a folder of its own, and removes both. */
void make_folder(const struct bits_test *test, const WCHAR *folder);
void remove_folder_and(const struct bits_test *test, const WCHAR *folder, const WCHAR *file);

/* Runs a command of Unix in the fixture's folder, and waits for its end; only in Wine. */
void run_unix_command(const struct bits_test *test, const WCHAR *command);

#endif
