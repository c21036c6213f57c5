/* Opening the file that a file's bytes go to. What the record says of it is checked against what is on the disk:
 * somebody may have deleted or cut the file, and a service that was killed may have done more than it could note.
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include <stdlib.h>

#include "queue/queue.h"
#include "transfer/target_folder.h"
#include "transfer/temporary_file.h"
#include "transfer/transfer.h"

#define TRIES_MAX 100

#define FILE_IS_CUT HRESULT_FROM_WIN32(ERROR_HANDLE_EOF) /* bytes that count are missing at its end */

/* What is known of the file while the lock is free. */
struct output_plan
{
    WCHAR *name;
    BOOL exists;
    BOOL may_be_left; /* an earlier service may have created it */
    UINT64 kept;      /* so many bytes of it are to be added to; 0 for none */
    BOOL is_target;   /* there is no temporary file */
};

/* What is new about the file has to be stored before the file exists, or other bytes replace old ones. The call that
 * has added it to a running job may still be at that. */
static BOOL plan_output(struct file *file, struct output_plan *plan)
{
    queue_lock();
    plan->is_target = file->job->properties.high_performance;
    plan->name = file_output_name(file) ? string_copy(file_output_name(file)) : NULL;
    plan->exists = file->output_exists;
    plan->may_be_left = file_may_have_temporary(file) && file_owns_name(file);
    plan->kept = file_filled_end(file);
    queue_commit_if(plan->exists ? !plan->kept : !plan->is_target && !file->name_is_stored);
    return plan->name != NULL;
}

static HRESULT open_again(struct temporary_file *output, const struct output_plan *plan)
{
    HRESULT hr;

    if (FAILED(hr = temporary_file_open(output, plan->name)))
        return hr;
    if (FAILED(hr = temporary_file_keep(output, plan->kept)))
        temporary_file_close(output, NULL);
    return hr;
}

static HRESULT create(struct temporary_file *output, const struct output_plan *plan)
{
    HRESULT hr;

    if (plan->is_target)
        return temporary_file_create_target(output, plan->name);
    hr = temporary_file_create(output, plan->name);
    if (plan->may_be_left && hr == HRESULT_FROM_WIN32(ERROR_FILE_EXISTS))
        hr = temporary_file_take_over(output, plan->name);
    return hr;
}

static void note_output(struct file *file)
{
    if (file->output_exists)
        return;
    file->output_exists = TRUE;
    file->record_may_lag = FALSE;
    file_mark(file);
}

/* Takes note of how opening went; TRUE if it is worth another try: with another name, or from the beginning of the
 * file. */
static BOOL settle_output(struct file *file, const struct output_plan *plan, HRESULT hr)
{
    BOOL is_gone = plan->exists && hr == HRESULT_FROM_WIN32(ERROR_FILE_NOT_FOUND);
    BOOL is_lost = is_gone || (plan->exists && hr == FILE_IS_CUT);
    BOOL is_taken;

    queue_lock();
    is_taken = !plan->exists && hr == HRESULT_FROM_WIN32(ERROR_FILE_EXISTS) && !file->name_is_told;
    if (SUCCEEDED(hr))
        note_output(file);
    if (is_taken)
        file_choose_other_name(file);
    if (is_gone)
        file->output_exists = FALSE;
    if (is_lost)
        file_start_again(file);
    queue_commit_if(is_lost);
    return is_lost || is_taken;
}

/* Opens the file that the bytes go to, at its beginning. It is created the first time, and emptied if nothing of it
 * counts. */
HRESULT transfer_open_output(struct temporary_file *output, struct file *file)
{
    unsigned int tries = 0;
    struct output_plan plan;
    HRESULT hr;

    do
    {
        if (!plan_output(file, &plan))
            return E_OUTOFMEMORY;
        hr = target_folder_refine_error(plan.name, plan.exists ? open_again(output, &plan) : create(output, &plan));
        free(plan.name);
    } while (settle_output(file, &plan, hr) && ++tries < TRIES_MAX);
    return hr;
}
