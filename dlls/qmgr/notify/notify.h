/* Delivers what job owners are to be told, so that nobody waits for a client.
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#ifndef QMGR_NOTIFY_NOTIFY_H
#define QMGR_NOTIFY_NOTIFY_H

#include <windows.h>

struct certificate_question;
struct event;
struct job;

/* notify.c: when and on which thread. A worker may be at work for as long as a client likes. It is started under the
 * queue's lock, and ends with notify_end_worker, under the lock again. */
HRESULT notify_start(void);
void notify_stop(void);
BOOL notify_start_worker(PTP_SIMPLE_CALLBACK work, void *arg);
void notify_end_worker(void);
PTP_WAIT notify_create_wait(PTP_WAIT_CALLBACK callback, void *arg);

/* callback.c: the job's callback, or the object of its notification class. */
HRESULT callback_deliver(struct job *job, const struct event *event);
BOOL callback_is_gone(HRESULT hr);

/* certificate_callback.c: the callback that is asked about servers. The queue's lock is held. */
void certificate_callback_ask(struct job *job, struct certificate_question *question);

/* legacy_callback.c: a group's callback. */
HRESULT legacy_callback_deliver(IUnknown *object, struct job *group);

/* command_line.c: the job's program. */
BOOL command_line_start(struct job *job, const struct event *event);

#endif
