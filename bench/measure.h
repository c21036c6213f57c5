/* What the benchmarks share.
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#ifndef MEASURE_H
#define MEASURE_H

#include <windows.h>

/* Seconds since some moment. */
double now(void);

/* Says on stderr what has failed, if it has, and returns the code. */
HRESULT report(const WCHAR *what, HRESULT hr);

#endif
