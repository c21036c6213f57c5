/* Takes the jobs from the clients when the service stops. The process may go on for a while, and what it would say of
 * them then is no longer true: the next service has them.
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include <stdlib.h>

#include "com/com.h"
#include "queue/queue.h"
#include "wine/debug.h"

WINE_DEFAULT_DEBUG_CHANNEL(qmgr);

/* One object for each job and each file, at most. */
static size_t count_objects(void)
{
    size_t i, count = queue_count();

    for (i = 0; i < queue_count(); i++)
        count += queue_get(i)->file_count;
    return count;
}

static ULONG take_objects_of_job(struct job *job, IUnknown **objects)
{
    ULONG count = 0;
    size_t i;

    if (job->object && SUCCEEDED(job_object_get(job, (IBackgroundCopyJob **)&objects[count])))
        count++;
    for (i = 0; i < job->file_count; i++)
    {
        if (job->files[i]->object
                && SUCCEEDED(file_object_get(job->files[i], (IBackgroundCopyFile **)&objects[count])))
            count++;
    }
    return count;
}

static IUnknown **take_objects(ULONG *count)
{
    IUnknown **objects;
    size_t i;

    *count = 0;
    queue_lock();
    if ((objects = malloc(max(count_objects(), 1) * sizeof(*objects))))
    {
        for (i = 0; i < queue_count(); i++)
            *count += take_objects_of_job(queue_get(i), objects + *count);
    }
    queue_unlock();
    return objects;
}

/* To be called once no call changes a job any more. From then on, calls to jobs and files fail in RPC. */
void clients_disconnect(void)
{
    ULONG i, count;
    IUnknown **objects = take_objects(&count);

    TRACE("%lu objects\n", count);

    for (i = 0; i < count; i++)
        CoDisconnectObject(objects[i], 0);
    snapshot_free_items(objects, count);
}
