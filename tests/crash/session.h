/* What every part of the crash test shares: where things are, what went wrong, and chance.
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#ifndef SESSION_H
#define SESSION_H

#define COBJMACROS
#include <windows.h>
#include <bits.h>
#include <inttypes.h>
#include <stdio.h>

#define TEXT_MAX 160 /* of a property or a file as the journal has them */

struct session
{
    const char *url;    /* of the web server, without a slash at its end */
    const char *target; /* the folder that gets a folder for each job */
    unsigned int round;
    IBackgroundCopyManager *manager;
    unsigned int ended_jobs;     /* that were looked at after their end */
    unsigned int compared_files; /* of these */
};

extern struct session session;

/* Starts the service where it does not run, and sets session.manager. A failure ends the program. */
void session_connect(void);

/* Milliseconds since 1970, as the driver's. */
ULONGLONG time_now(void);

/* Prints what is wrong. The program goes on, and ends with failure_count as its status. */
void __attribute__((format(__MINGW_PRINTF_FORMAT, 1, 2))) fail(const char *format, ...);
unsigned int failure_count(void);

/* From rand(), whose seed each thread has for itself. */
unsigned int random_below(unsigned int limit);
BOOL one_in(unsigned int count);

/* Text of ASCII in both directions. */
WCHAR *widen(const char *text, WCHAR wide[1024]);
void narrow(const WCHAR *wide, char text[TEXT_MAX]);

/* Calls work(context, number) on as many threads, and waits for them. */
void run_threads(unsigned int count, void (*work)(void *context, unsigned int number), void *context);

#endif
