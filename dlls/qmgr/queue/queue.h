/* The queue that holds the jobs, and the lock that guards the model.
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#ifndef QMGR_QUEUE_H
#define QMGR_QUEUE_H

#include "queue/job.h"

/* Who delivers notifications. Both are called under the lock, and only see to it that the work gets done. */
struct notifier
{
    void (*notify)(struct job *job);     /* the job has an event, which may be due later */
    void (*release)(IUnknown *callback); /* no job calls this object any more */
};

/* Who stores the jobs. */
struct saver
{
    void (*wake)(void);   /* something was marked; called under the lock */
    void (*commit)(void); /* returns when all that was marked is stored; called without the lock */
};

/* queue.c: the jobs, the lock, and who is told of changes. */
void queue_start(void (*changed)(void));
void queue_stop(void);
BOOL queue_is_running(void);
void queue_lock(void);
void queue_unlock(void);
void queue_wait(void);
void queue_wake_waiters(void);
void queue_changed(void);
void queue_set_notifier(const struct notifier *notifier);
void queue_notify(struct job *job);
void queue_release(IUnknown *object);
HRESULT queue_add(struct job *job);
void queue_remove(struct job *job);
void queue_settle(void);
void queue_clear(void);
struct job *queue_find(const GUID *id);
size_t queue_count(void);
struct job *queue_get(size_t index);

/* marks.c: what is to be stored. */
void queue_set_saver(const struct saver *saver);
void queue_commit(void);
void queue_commit_if(BOOL needed);
BOOL queue_is_marked(void);
BOOL queue_progress_is_marked(void);
struct job *queue_take_progress(void);
struct job *queue_take_marked(void);

#endif
