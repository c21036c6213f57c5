/* The end of a group's transfer. The Queue Manager has no Complete: the files of a group get their final names before
 * the group is reported to be complete, and it then stays in the queue until it is cancelled.
 * nf-qmgr-ibackgroundcopygroup-cancelgroup
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include <stdlib.h>

#include "queue/group.h"
#include "queue/queue.h"
#include "scheduler/scheduler.h"
#include "transfer/errors.h"
#include "transfer/transfer.h"

static struct file *take_file(struct transfer *transfer)
{
    struct file *file;

    queue_lock();
    file = transfer->stopping ? NULL : group_unpublished_file(transfer->job);
    queue_unlock();
    return file;
}

static BOOL publish_file(struct transfer *transfer, struct file *file)
{
    HRESULT hr = file_finish(file, FALSE);
    struct failure failure;

    if (SUCCEEDED(hr))
        return TRUE;
    failure = failure_of_local_file(hr);
    transfer_fail(transfer, file, &failure);
    return FALSE;
}

/* More files may have been added meanwhile. */
static void publish_end(struct transfer *transfer)
{
    struct job *job = transfer->job;

    job_stop_completing(job);
    if (job_is_active(job) && !transfer->stopping && !job_next_file(job))
        job_set_state(job, BG_JOB_STATE_TRANSFERRED);
    queue_unlock();
    transfer_detach(transfer);
    free(transfer);
}

static DWORD WINAPI publish_thread(void *arg)
{
    struct transfer *transfer = arg;
    struct file *file;

    queue_lock();
    job_begin_completing(transfer->job);
    while ((file = take_file(transfer)) && publish_file(transfer, file))
        ;
    publish_end(transfer);
    return 0;
}

static HRESULT publish_attach(struct job *job)
{
    struct transfer *transfer = calloc(1, sizeof(*transfer));

    if (!transfer)
        return E_OUTOFMEMORY;
    transfer->protocol = &publish;
    transfer->job = job;
    job_addref(job);
    job->transfer = transfer;
    return S_OK;
}

static void publish_start(struct job *job)
{
    HANDLE thread = CreateThread(NULL, 0, publish_thread, job->transfer, 0, NULL);

    if (thread)
        CloseHandle(thread);
    else
        publish_thread(job->transfer);
}

/* The thread looks after each file. */
static void publish_stop(struct job *job)
{
}

const struct protocol publish =
{
    publish_attach,
    publish_start,
    publish_stop,
};
