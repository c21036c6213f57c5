/* What a program says of the content of a file that has been transferred.
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include "queue/events.h"
#include "queue/queue.h"

/* The file is to be transferred anew, from its beginning. */
static void file_reset(struct file *file)
{
    file_forget_transferred(file);
    file->transferred = FALSE;
    file->job->files_done = file->job->files_completed = 0;
    file_start_again(file);
    if (!file->completed)
        return;
    file->completed = file->output_exists = FALSE;
    file_choose_other_name(file);
}

/* Notes that the content is valid, or puts the job into ERROR, from which Resume transfers the file again. E_PENDING
 * until the file has been transferred. nf-bits3_0-ibackgroundcopyfile3-setvalidationstate */
HRESULT file_set_validation_state(struct file *file, BOOL valid)
{
    struct job_error error = {BG_ERROR_CONTEXT_REMOTE_FILE, BG_E_VALIDATION_FAILED, file};

    if (!file->transferred)
        return E_PENDING;
    file->valid = !!valid;
    file_mark(file);
    job_touch(file->job);
    if (!valid)
    {
        file_reset(file);
        job_fail(file->job, &error, FALSE);
    }
    return S_OK;
}
