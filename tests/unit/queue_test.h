/* The queue, and jobs, for the tests of the model.
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#ifndef QMGR_TESTS_QUEUE_TEST_H
#define QMGR_TESTS_QUEUE_TEST_H

#include "unit.h"

extern unsigned int queue_changes; /* how often the queue's listener was called since start_queue */

/* A job without files, and a download with some. The caller has the only reference. */
struct job *create_job(BG_JOB_TYPE type);
struct job *create_download(size_t file_count);

/* Adds files that all have the same names: as job_add_files. */
HRESULT add_files(struct job *job, size_t count);

/* Around a test: stop_queue drops the jobs that are left. With a job, *state is a download of two files. */
int start_queue(void **state);
int stop_queue(void **state);
int start_queue_with_job(void **state);
int stop_queue_with_job(void **state);

#define queue_unit_test(f) cmocka_unit_test_setup_teardown(f, start_queue, stop_queue)
#define job_unit_test(f) cmocka_unit_test_setup_teardown(f, start_queue_with_job, stop_queue_with_job)

#endif
