/* Jobs and files with everything that a record can hold, for the tests of the records.
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#ifndef QMGR_TESTS_RECORD_TEST_H
#define QMGR_TESTS_RECORD_TEST_H

#include "queue_test.h"
#include "store/values.h"

#define INVALID_DATA ((HRESULT)0x8007000d) /* HRESULT_FROM_WIN32(ERROR_INVALID_DATA) is no constant in Wine */

/* A setting of a job, and the value that holds it. */
struct job_setting
{
    const WCHAR *value;
    void (*set)(struct job *job);
};

extern const struct job_setting job_settings[];
extern const size_t job_setting_count;

/* The same of a file, with the name of the line. */
struct file_setting
{
    const WCHAR *line;
    void (*set)(struct file *file);
};

extern const struct file_setting file_settings[];
extern const size_t file_setting_count;

/* A suspended job with an owner and nothing else that is stored, a day after the machine was started. */
struct job *create_plain_job(void);

/* A job with all settings, but without files; not every program could make it. */
struct job *create_full_job(void);

/* Add a file of the usual names: as it is added, while it is transferred, and when it is completed. Together the two
 * last have all lines that there are. */
struct file *add_plain_file(struct job *job);
struct file *add_file_in_progress(struct job *job);
struct file *add_finished_file(struct job *job);

/* Both fail the test where something that is stored differs. */
void assert_same_job(const struct job *job, const struct job *expected);
void assert_same_file(const struct file *file, const struct file *expected);

/* Whether every record has the value, since there is no default. */
BOOL is_always_stored(const WCHAR *name);

/* Decode, and give up what comes of it. */
HRESULT try_job(const struct values *values);
HRESULT try_file(const struct value *value);

/* Calls the function with the value damaged in every way that leaves none of its kind: of each other type, cut at each
 * place, longer, and not terminated. */
typedef void check_value(const struct value *damaged, const char *how);
void damage_value(const struct value *value, check_value *check);

/* Adds a value of lines; NULL ends them. */
void make_lines(const WCHAR *name, const WCHAR *const *text, struct values *values);

BOOL same_text(const WCHAR *a, const WCHAR *b);

#endif
