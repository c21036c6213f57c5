/* Tests of what outlives the service. Each is a job that is prepared, and looked at when the service has been stopped
 * and started again. All jobs of a program share one new start.
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#ifndef PERSISTENCE_TEST_H
#define PERSISTENCE_TEST_H

#include "bits_test.h"
#include <bits5_0.h>

#define PERSISTENCE_SIZE 300000
#define PERSISTENCE_HALF 150000

struct survivor
{
    const char *name;
    BG_JOB_TYPE type;
    void (*prepare)(struct bits_test *test, IBackgroundCopyJob5 *job);
    void (*meanwhile)(struct bits_test *test); /* called while the service is stopped; or NULL */
    void (*check)(struct bits_test *test, IBackgroundCopyJob5 *job);
    BOOL ends;                                 /* the job has gone before: check gets NULL for it */
    GUID id;
    IBackgroundCopyJob5 *job;
};

/* Statements about downloads, or jobs of another type: prepare_WHAT, check_WHAT and, while the service is stopped,
 * alter_WHAT. */
#define SURVIVES(what) {.name = #what, .prepare = prepare_##what, .check = check_##what}
#define SURVIVES_AS(what, job_type) \
    {.name = #what, .type = job_type, .prepare = prepare_##what, .check = check_##what}
#define SURVIVES_ALTERED(what) \
    {.name = #what, .prepare = prepare_##what, .meanwhile = alter_##what, .check = check_##what}
#define STAYS_AWAY(what) {.name = #what, .prepare = prepare_##what, .check = check_##what, .ends = TRUE}

/* Runs a program of such tests; to be returned by main. */
int run_survivors(const char *program, struct survivor *survivors, size_t count);

/* The ids of the program's jobs, in the order in which they were made. */
size_t survivor_ids(GUID *ids, size_t room);

/* GetTickCount64 when the service began to start again. */
ULONGLONG start_tick(void);

/* Adds a file of this path, whose name without the slash is that of the local file, and starts the job among others. */
void start_file(struct bits_test *test, IBackgroundCopyJob5 *job, const char *path, const struct http_reply *reply);

/* The same with PERSISTENCE_SIZE bytes of the pattern of a seed, of which half comes; then the job is suspended. */
void fetch_half(struct bits_test *test, IBackgroundCopyJob5 *job, const char *path, unsigned char seed);

/* From now on the server has the whole of it. */
void serve_whole(struct bits_test *test, const char *path, unsigned char seed);

/* Completes the job when it is transferred; the local file then has the pattern of the seed. */
void assert_completes(struct bits_test *test, IBackgroundCopyJob5 *job, const char *path, unsigned char seed);

#endif
