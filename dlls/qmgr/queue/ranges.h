/* Sets of bytes of a file.
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#ifndef QMGR_QUEUE_RANGES_H
#define QMGR_QUEUE_RANGES_H

#include <stdint.h>
#include <windows.h>

/* From start up to, and without, end. No byte has the position UINT64_MAX, so that it can stand for an open end. */
struct range
{
    UINT64 start, end;
};

/* Sorted; no two ranges overlap or touch. Zero everywhere is the empty set. */
struct range_set
{
    struct range *ranges;
    DWORD count, room;
};

void range_set_free(struct range_set *set);
BOOL range_set_copy(struct range_set *copy, const struct range_set *set);
BOOL range_set_add(struct range_set *set, UINT64 start, UINT64 end);
BOOL range_set_remove(struct range_set *set, UINT64 start, UINT64 end);
UINT64 range_set_size(const struct range_set *set);
BOOL range_set_find(const struct range_set *set, UINT64 start, UINT64 end, struct range *found);
BOOL range_set_find_gap(const struct range_set *set, UINT64 start, UINT64 end, struct range *gap);

#endif
