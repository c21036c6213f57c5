/* Many small calls of the registry at a time.
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include "store/workers.h"

#define WORKERS_MAX 8

struct task
{
    void (*function)(void *context, LONG index);
    void *context;
    LONG next, count;
};

static DWORD WINAPI work(void *arg)
{
    struct task *task = arg;
    LONG index;

    while ((index = InterlockedIncrement(&task->next) - 1) < task->count)
        task->function(task->context, index);
    return 0;
}

void workers_run(void (*function)(void *context, LONG index), void *context, LONG count)
{
    struct task task = {function, context, 0, count};
    HANDLE threads[WORKERS_MAX - 1];
    DWORD started = 0;

    while (started < ARRAYSIZE(threads) && (LONG)started < count - 1
            && (threads[started] = CreateThread(NULL, 0, work, &task, 0, NULL)))
        started++;
    work(&task);
    WaitForMultipleObjects(started, threads, TRUE, INFINITE);
    while (started)
        CloseHandle(threads[--started]);
}
