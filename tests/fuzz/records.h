/* The fuzz target of the records.
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#ifndef QMGR_TESTS_FUZZ_RECORDS_H
#define QMGR_TESTS_FUZZ_RECORDS_H

#include <stddef.h>
#include <stdint.h>

/* The input is values: of a job, and after an empty name of its files. Each is the length of its name (a byte) and the
 * name (bytes), the type (a byte), the size of the data (two bytes, the low one first) and the data. What is decoded
 * has to come back from its own record; aborts where it does not. */
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* How many inputs were records of jobs, and how many were not. */
extern unsigned int records_accepted, records_refused;

#endif
