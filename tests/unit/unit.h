/* Included first by every unit test.
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#ifndef QMGR_TESTS_UNIT_H
#define QMGR_TESTS_UNIT_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "queue/queue.h"
#include "windows_shim.h"

#define assert_hresult(actual, expected) assert_int_equal((ULONG)(actual), (ULONG)(expected))

#endif
