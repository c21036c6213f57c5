/* What the tests of BITS share: a fixture with a manager, a server and a folder, and waiting for and looking at jobs.
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#ifndef BITS_TEST_H
#define BITS_TEST_H

#define COBJMACROS      /* these name their object twice: give them a variable */
#include "http_server.h"
#include <bits.h>
#include <bitsmsg.h>

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#define BITS_TEST_TIMEOUT 20000
#define BITS_TEST_MAX_JOBS 32

struct bits_test
{
    IBackgroundCopyManager *manager;
    struct http_server *server;
    WCHAR folder[MAX_PATH];             /* ends with a backslash */
    IBackgroundCopyJob *jobs[BITS_TEST_MAX_JOBS];
    unsigned int job_count;
};

/* Every test gets a fixture of its own. Taking it down cancels its jobs, and fails where temporary files remain. */
int bits_test_setup(void **state);
int bits_test_teardown(void **state);
#define bits_unit_test(f) cmocka_unit_test_setup_teardown(f, bits_test_setup, bits_test_teardown)

/* COM for the whole program, to be given to cmocka_run_group_tests. */
int bits_program_setup(void **state);
int bits_program_teardown(void **state);

/* False on Windows, where the service under test is Microsoft's and may be older than BITS 10.3. */
BOOL is_wine(void);

#define assert_hr(call, expected) assert_int_equal((ULONG)(call), (ULONG)(expected))
#define assert_failed(call) assert_true(FAILED(call))

/* Compares a string that a method returned and frees it. */
void assert_task_string(WCHAR *text, const WCHAR *expected);

/* Writes a string of that many letters. */
void fill_text(WCHAR *text, size_t length);

LANGID language_without_text(void);

IBackgroundCopyManager *create_manager(void);

/* The fixture keeps the reference and cancels the job in the end. */
IBackgroundCopyJob *create_job(struct bits_test *test);
void hold_job(struct bits_test *test, IBackgroundCopyJob *job);

/* The same, by the newest interface of jobs. */
IBackgroundCopyJob5 *create_job5(struct bits_test *test, BG_JOB_TYPE type);

void remote_name(const struct bits_test *test, const char *path, WCHAR *url, size_t size);
void local_name(const struct bits_test *test, const WCHAR *file, WCHAR *path);

/* Adds what the server has at a path, to be stored under a name in the fixture's folder. */
void add_file(struct bits_test *test, IBackgroundCopyJob *job, const char *path, const WCHAR *file);
void serve_pattern(struct bits_test *test, const char *path, UINT64 size, unsigned char seed);

/* A job of one file, /file, that the server answers in this way; it is stored as "file". */
IBackgroundCopyJob *start_download(struct bits_test *test, const struct http_reply *reply);

GUID get_id(IBackgroundCopyJob *job);
BG_JOB_STATE get_state(IBackgroundCopyJob *job);
void wait_for_state(IBackgroundCopyJob *job, BG_JOB_STATE state);
void wait_for_failure(IBackgroundCopyJob *job);
void wait_for_retry(IBackgroundCopyJob *job);
void assert_state(IBackgroundCopyJob *job, BG_JOB_STATE state);
BG_JOB_PROGRESS get_progress(IBackgroundCopyJob *job);
BG_FILE_PROGRESS get_file_progress(IBackgroundCopyJob *job, ULONG index);
IBackgroundCopyFile *get_file(IBackgroundCopyJob *job, ULONG index);
ULONG count_files(IBackgroundCopyJob *job);

/* Small files arrive at the same time, and count in their order. */
void wait_for_finished_files(IBackgroundCopyJob *job, ULONG count);
void wait_for_bytes(IBackgroundCopyJob *job, UINT64 count);

/* The job is in the state, and GetError gives the code and the context. */
void wait_for_error(IBackgroundCopyJob *job, BG_JOB_STATE state, HRESULT code, BG_ERROR_CONTEXT context);

/* Resumes the job, waits until it is transferred, and completes it. */
void download(IBackgroundCopyJob *job);

BOOL file_exists(const struct bits_test *test, const WCHAR *file);
BOOL remove_file(const struct bits_test *test, const WCHAR *file);
void write_file(const struct bits_test *test, const WCHAR *file, const char *text);
void assert_file_is_text(const struct bits_test *test, const WCHAR *file, const char *text);
void assert_file_is_pattern(const struct bits_test *test, const WCHAR *file, UINT64 size, unsigned char seed);

/* Another process has the file open. */
BOOL is_in_use(const struct bits_test *test, const WCHAR *file);

/* Suspends the job, and waits until the service has let go of its temporary files. A job that is resumed earlier may go
 * on as if nothing had happened. */
void suspend_transfer(struct bits_test *test, IBackgroundCopyJob *job);

/* The first temporary file of BITS in the folder. */
BOOL find_temporary_file(const struct bits_test *test, WIN32_FIND_DATAW *data);

#endif
