/* Delivers what job owners are to be told, so that nobody waits for a client.
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#ifndef QMGR_NOTIFY_NOTIFY_H
#define QMGR_NOTIFY_NOTIFY_H

#include <windows.h>

struct event;
struct job;

/* notify.c: when and on which thread. */
HRESULT notify_start(void);
void notify_stop(void);
PTP_WAIT notify_create_wait(PTP_WAIT_CALLBACK callback, void *arg);

/* callback.c: the job's callback, or the object of its notification class. */
HRESULT callback_deliver(struct job *job, const struct event *event);

/* legacy_callback.c: a group's callback. */
HRESULT legacy_callback_deliver(IUnknown *object, struct job *group);

/* command_line.c: the job's program. */
BOOL command_line_start(struct job *job, const struct event *event);

#endif
