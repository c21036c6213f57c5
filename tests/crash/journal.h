/* The journal: which calls have begun, which have returned, and what the check has found of them. A line has the time,
 * the number of the job, and one of
 *   begin NAME ARGUMENT    a call begins
 *   end HRESULT            it has returned
 *   settle COUNT           after a kill, so many of the job's calls have happened, and the others have not
 *   close                  the job has ended, and what it has left was looked at
 * The calls of one job come one after the other.
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#ifndef JOURNAL_H
#define JOURNAL_H

#include "session.h"

void journal_open(const char *path);
void journal_begin(unsigned int job, const char *name, const char *argument);
void journal_end(unsigned int job, HRESULT hr);
void journal_settle(unsigned int job, size_t count);
void journal_close(unsigned int job);

/* No job is left: a new journal begins. */
void journal_clear(void);

/* What the journal says of a call. */
struct past_call
{
    const char *name;
    const char *argument;
    BOOL returned;
    HRESULT hr;
    ULONGLONG end_time; /* if it has returned */
};

struct history
{
    unsigned int number;
    struct past_call *calls;
    size_t count;
    BOOL complete_was_tried; /* perhaps in a call that is not among these any more */
    BOOL closed;
};

/* The jobs of the journal, in the order of their numbers' first lines; the caller keeps them to the program's end. */
struct history *journal_read(const char *path, size_t *count);

#endif
