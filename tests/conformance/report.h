/* A program that a job runs: the test program itself, which then reports how it was run.
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#ifndef REPORT_H
#define REPORT_H

#include "bits_test.h"

/* What main has to ask first, and what it then has to return. */
BOOL is_report(int argc, char **argv);
int report(int argc, char **argv);

/* Makes the job run the program, which reports in a file of the fixture's folder and ends with the code. */
void set_report(struct bits_test *test, IBackgroundCopyJob *job, int code, const WCHAR *file);

/* How often the program has run; its command line has to be the one of set_report. */
unsigned int count_reports(struct bits_test *test, int code, const WCHAR *file);

/* Waits until the program has run so many times and has closed its file. */
void wait_for_reports(struct bits_test *test, int code, const WCHAR *file, unsigned int count);

#endif
