/* Bringing a download into each of the states that a job can have.
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#ifndef JOB_STATES_H
#define JOB_STATES_H

#include "bits_test.h"

/* A new job of the fixture, with one file. It stays in the state, but for the server of the fixture: one that is queued
 * waits for another job, which is connecting. */
IBackgroundCopyJob5 *reach_state(struct bits_test *test, BG_JOB_STATE state);

#endif
