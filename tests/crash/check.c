/* The check after a kill: the jobs that the service has against the journal.
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include <stdlib.h>
#include <string.h>

#include "check.h"
#include "folders.h"
#include "found_jobs.h"
#include "journal.h"

#define NO_MATCH ((size_t)-1)

/* What differs first between a job that was found, or NULL, and the model; FALSE if nothing does. */
static BOOL find_difference(const struct model *model, const struct found_job *found, char *text, size_t size)
{
    unsigned int i;

    if (model_is_in_queue(model) != (found != NULL))
    {
        snprintf(text, size, found ? "there is such a job" : "there is no such job");
        return TRUE;
    }
    for (i = 0; found && i < PROPERTY_COUNT; i++)
    {
        if (!strcmp(model->properties[i], found->model.properties[i]))
            continue;
        snprintf(text, size, "%s has given \"%s\" instead of \"%s\"", properties[i].name, found->model.properties[i],
                model->properties[i]);
        return TRUE;
    }
    for (i = 0; found && i < FILES_MAX; i++)
    {
        if (model_has_file(model, i, found->model.files[i]))
            continue;
        snprintf(text, size, "file %u is \"%s\" instead of \"%s\"", i + 1, found->model.files[i], model->files[i]);
        return TRUE;
    }
    snprintf(text, size, "the state is %u", found ? found->state : 0);
    return found && !model_allows_state(model, found->state);
}

/* So many of the calls must have happened. */
static size_t count_kept_calls(const struct history *history, const struct kill *kill)
{
    size_t i, kept = 0;

    for (i = 0; i < history->count; i++)
    {
        const struct past_call *call = &history->calls[i];

        if (call->returned && call->hr == S_OK && (!kill->grace || call->end_time + kill->grace <= kill->time))
            kept = i + 1;
    }
    return kept;
}

/* Only a kill makes a call fail. */
static void check_results(const struct history *history, const struct kill *kill)
{
    size_t i;

    for (i = 0; i < history->count; i++)
    {
        const struct past_call *call = &history->calls[i];

        if (call->returned && call->hr != S_OK && call->end_time < kill->time)
            fail("job %u: %s %s returned %#lx before the kill", history->number, call->name, call->argument, call->hr);
    }
}

static void fail_difference(const struct history *history, size_t kept, const struct model *model,
        const struct found_job *found)
{
    const struct past_call *call = history->count ? &history->calls[history->count - 1] : NULL;
    char text[3 * TEXT_MAX];

    find_difference(model, found, text, sizeof(text));
    fail("job %u is not as after any of its calls from number %u to %u; after the last one, %s %s: %s", history->number,
            (unsigned int)kept, (unsigned int)history->count, call ? call->name : "", call ? call->argument : "", text);
}

/* A call that was interrupted may have changed some of the files. */
static BOOL may_be_done_in_part(const struct history *history)
{
    const struct past_call *call = &history->calls[history->count - 1];

    return !strcmp(call->name, "ReplaceRemotePrefix") && (!call->returned || call->hr != S_OK);
}

/* The number of calls after which the job is as it was found, and the model of it; or NO_MATCH. It is the greatest one
 * of a job that is there; one that is not may have been undone from its beginning on. */
static size_t match(const struct history *history, const struct kill *kill, const struct found_job *found,
        struct model *matched)
{
    size_t i, count = NO_MATCH, kept = count_kept_calls(history, kill);
    char text[3 * TEXT_MAX];
    struct model model;

    model_init(&model);
    model.may_start_again = history->complete_was_tried;
    for (i = 0; i <= history->count; i++)
    {
        if (i)
            call_apply(&model, history->calls[i - 1].name, history->calls[i - 1].argument);
        model.any_place = i == history->count && i && may_be_done_in_part(history);
        if (i < kept || find_difference(&model, found, text, sizeof(text)))
            continue;
        *matched = model;
        count = i;
        if (!found)
            break;
    }
    if (count == NO_MATCH)
        fail_difference(history, kept, &model, found);
    return count;
}

/* The job's number is its own. */
static const struct found_job *find_job(const struct found_job *jobs, size_t count, unsigned int number)
{
    const struct found_job *found = NULL;
    size_t i;

    for (i = 0; i < count; i++)
    {
        if (jobs[i].number != number)
            continue;
        if (found)
            fail("job %u is there twice", number);
        found = &jobs[i];
    }
    return found;
}

static void check_folder(const struct history *history, const struct model *model, const struct found_job *found)
{
    struct folder_rules rules =
    {
        .files_are_there = model->phase == PHASE_COMPLETED,
        .files_may_be_there = history->complete_was_tried,
        .found = found,
    };

    folder_check(history->number, model, &rules);
    if (found)
        return;
    journal_close(history->number);
    folder_remove(history->number);
    session.ended_jobs += model->phase != PHASE_NONE;
}

static void repeat_call(struct load_job *job, const struct past_call *call)
{
    if (!call_make(job, call->name, call->argument))
        fail("job %u: %s %s fails", job->number, call->name, call->argument);
    job->model.any_place = FALSE;
}

static void check_job(const struct history *history, const struct kill *kill, const struct found_job *found,
        struct load_job *job)
{
    size_t count;

    check_results(history, kill);
    if ((count = match(history, kill, found, &job->model)) == NO_MATCH)
        return;
    job->number = history->number;
    job->job = found ? found->job : NULL;
    journal_settle(history->number, count);
    if (job->model.any_place)
        repeat_call(job, &history->calls[count - 1]);
    check_folder(history, &job->model, found);
}

/* A job that has ended does not come back, and nobody else makes jobs. */
static void check_strangers(const struct found_job *jobs, size_t job_count, const struct history *histories,
        size_t count)
{
    size_t i, j;

    for (i = 0; i < job_count; i++)
    {
        for (j = 0; j < count && histories[j].number != jobs[i].number; j++)
            ;
        if (j == count)
            fail("there is a job \"%s\" that the journal does not know", jobs[i].model.properties[DISPLAY_NAME]);
        else if (histories[j].closed)
            fail("job %u had ended, and has come back", jobs[i].number);
    }
}

struct load_job *check_jobs(const char *journal_path, const struct kill *kill, size_t *count)
{
    size_t i, history_count, found_count;
    struct history *histories = journal_read(journal_path, &history_count);
    struct found_job *found = found_jobs_read(&found_count);
    struct load_job *jobs = calloc(history_count + 1, sizeof(*jobs));

    *count = 0;
    check_strangers(found, found_count, histories, history_count);
    for (i = 0; i < history_count; i++)
    {
        if (histories[i].closed)
        {
            folder_remove(histories[i].number);
            continue;
        }
        check_job(&histories[i], kill, find_job(found, found_count, histories[i].number), &jobs[*count]);
        *count += jobs[*count].job != NULL;
    }
    return jobs;
}
