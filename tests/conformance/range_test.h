/* What the tests of ranges share: jobs of one file, /file, which is stored as "file".
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#ifndef RANGE_TEST_H
#define RANGE_TEST_H

#include "bits_test.h"
#include <bits10_1.h>
#include <bits2_0.h>

IBackgroundCopyJob *create_range_job(struct bits_test *test, const struct http_reply *reply,
        const BG_FILE_RANGE *ranges, DWORD count);
IBackgroundCopyJob *start_range_job(struct bits_test *test, const struct http_reply *reply,
        const BG_FILE_RANGE *ranges, DWORD count);

/* To be released. */
IBackgroundCopyFile6 *get_file6(IBackgroundCopyJob *job, ULONG index);

/* Checks that the file consists of the ranges of the reply's pattern. */
void assert_file_is_ranges(const struct bits_test *test, const struct http_reply *reply,
        const BG_FILE_RANGE *ranges, DWORD count);

#endif
