/* The load: random calls from several threads, each of which has jobs of its own, until the service is gone.
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include <stdlib.h>
#include <string.h>

#include "content.h"
#include "folders.h"
#include "load.h"

#define THREADS 4
#define JOBS_MAX 5        /* of a thread */
#define NEW_FILES_MAX 12
#define DURATION 20000    /* milliseconds; the kill comes long before that */
#define JOB_NUMBERS 10000 /* of a round */

struct load
{
    const struct load_job *jobs;
    size_t count;
    unsigned int seed;
};

struct load_thread
{
    struct load_job jobs[JOBS_MAX];
    unsigned int count;
    unsigned int next_number;
};

static BOOL set_property(struct load_job *job)
{
    const struct property *property = &properties[random_below(PROPERTY_COUNT)];
    char text[TEXT_MAX];

    property->choose(job->number, text);
    return call_make(job, property->name, text);
}

/* Several files at once, if there is room for them. */
static BOOL add_file_set(struct load_job *job, unsigned int count)
{
    char text[FILES_MAX * TEXT_MAX] = "", file[TEXT_MAX];

    for (count = min(count, FILES_MAX - job->model.file_count); count; count--)
    {
        file_spec_choose_small(file);
        strcat(text, file);
        if (count > 1)
            strcat(text, " ");
    }
    return !*text || call_make(job, "AddFileSet", text);
}

static BOOL add_file(struct load_job *job)
{
    char text[TEXT_MAX];

    if (job->model.file_count == FILES_MAX)
        return TRUE;
    if (one_in(3))
    {
        file_spec_choose_ranges(text);
        return call_make(job, "AddFileWithRanges", text);
    }
    file_spec_choose_small(text);
    return call_make(job, "AddFile", text);
}

static BOOL add_large_file(struct load_job *job)
{
    char text[TEXT_MAX];

    file_spec_choose_large(text);
    return call_make(job, "AddFile", text);
}

/* From 1 to 12 files, a few more often than many. */
static BOOL add_first_files(struct load_job *job)
{
    unsigned int count = 1 + random_below(1 + random_below(NEW_FILES_MAX));

    if (one_in(8))
        return add_large_file(job);
    if (one_in(2))
        return add_file_set(job, count);
    while (count--)
    {
        if (!add_file(job))
            return FALSE;
    }
    return TRUE;
}

static BOOL resume(struct load_job *job)
{
    return !job->model.file_count || call_make(job, "Resume", "");
}

/* A job that is new to the thread begins to count when CreateJob has returned. */
static BOOL create_job(struct load_thread *thread)
{
    struct load_job *job = &thread->jobs[thread->count];
    char name[TEXT_MAX];

    memset(job, 0, sizeof(*job));
    model_init(&job->model);
    job->number = thread->next_number++;
    folder_create(job->number);
    properties[DISPLAY_NAME].choose(job->number, name);
    if (!call_make(job, "CreateJob", name))
        return FALSE;
    thread->count++;
    return add_first_files(job) && (one_in(3) || set_property(job)) && (one_in(3) || resume(job));
}

static BOOL suspend(struct load_job *job)
{
    return job->model.phase != PHASE_RESUMED || call_make(job, "Suspend", "");
}

static BOOL replace_prefix(struct load_job *job)
{
    return call_make(job, "ReplaceRemotePrefix", one_in(2) ? "fast slow" : "slow fast");
}

static BOOL is_transferred(const struct load_job *job)
{
    BG_JOB_PROGRESS progress = {0};
    BG_JOB_STATE state;

    return SUCCEEDED(IBackgroundCopyJob_GetState(job->job, &state)) && state == BG_JOB_STATE_TRANSFERRED
            && SUCCEEDED(IBackgroundCopyJob_GetProgress(job->job, &progress))
            && progress.FilesTransferred == progress.FilesTotal;
}

static BOOL complete(struct load_job *job)
{
    return !is_transferred(job) || call_make(job, "Complete", "");
}

static BOOL cancel(struct load_job *job)
{
    return call_make(job, "Cancel", "");
}

/* One of the calls for a job that is there, some more often than others. */
static BOOL call_job(struct load_job *job)
{
    static const struct
    {
        unsigned int share; /* of 100 */
        BOOL (*call)(struct load_job *job);
    } choices[] =
    {
        {34, set_property}, {10, add_file}, {20, resume}, {8, suspend},
        {4, replace_prefix}, {20, complete}, {4, cancel},
    };
    unsigned int i, share = random_below(100);

    for (i = 0; share >= choices[i].share; i++)
        share -= choices[i].share;
    return choices[i].call(job);
}

static void forget_job(struct load_thread *thread, struct load_job *job)
{
    IBackgroundCopyJob_Release(job->job);
    *job = thread->jobs[--thread->count];
}

static BOOL step(struct load_thread *thread)
{
    struct load_job *job;

    if (!thread->count || (thread->count < JOBS_MAX && one_in(10)))
        return create_job(thread);
    job = &thread->jobs[random_below(thread->count)];
    if (!call_job(job))
        return FALSE;
    if (!model_is_in_queue(&job->model))
        forget_job(thread, job);
    return TRUE;
}

/* The jobs that are there already are shared out. */
static void take_jobs(struct load_thread *thread, const struct load *load, unsigned int number)
{
    size_t i;

    for (i = number; i < load->count && thread->count < JOBS_MAX; i += THREADS)
        thread->jobs[thread->count++] = load->jobs[i];
}

static void run_thread(void *context, unsigned int number)
{
    struct load *load = context;
    struct load_thread *thread = calloc(1, sizeof(*thread));
    ULONGLONG end = GetTickCount64() + DURATION;

    CoInitializeEx(NULL, COINIT_MULTITHREADED);
    srand(load->seed * THREADS + number);
    thread->next_number = session.round * JOB_NUMBERS + number * (JOB_NUMBERS / THREADS) + 1;
    take_jobs(thread, load, number);
    while (step(thread) && GetTickCount64() < end)
        ;
    free(thread);
    CoUninitialize();
}

void load_run(const struct load_job *jobs, size_t count, unsigned int seed)
{
    struct load load = {jobs, count, seed};

    run_threads(THREADS, run_thread, &load);
}
