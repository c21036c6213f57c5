/* Sets of bytes of a file. Where there are few of them, as here, a sorted array is all that it takes.
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include <stdlib.h>
#include <string.h>

#include "queue/ranges.h"

void range_set_free(struct range_set *set)
{
    free(set->ranges);
    memset(set, 0, sizeof(*set));
}

static BOOL range_set_reserve(struct range_set *set, size_t count)
{
    size_t room = max(count, set->room * 2);
    struct range *ranges;

    if (count <= set->room)
        return TRUE;
    if (!(ranges = realloc(set->ranges, room * sizeof(*ranges))))
        return FALSE;
    set->ranges = ranges;
    set->room = room;
    return TRUE;
}

/* Makes an empty set a copy of another one; FALSE if there is no memory. */
BOOL range_set_copy(struct range_set *copy, const struct range_set *set)
{
    if (!range_set_reserve(copy, set->count))
        return FALSE;
    if (set->count)
        memcpy(copy->ranges, set->ranges, set->count * sizeof(*set->ranges));
    copy->count = set->count;
    return TRUE;
}

/* Puts other ranges in the place of those from first up to, and without, last. */
static BOOL range_set_replace(struct range_set *set, size_t first, size_t last, const struct range *ranges,
        size_t count)
{
    size_t rest = set->count - last;

    if (!range_set_reserve(set, first + count + rest))
        return FALSE;
    if (rest)
        memmove(set->ranges + first + count, set->ranges + last, rest * sizeof(*ranges));
    if (count)
        memcpy(set->ranges + first, ranges, count * sizeof(*ranges));
    set->count = first + count + rest;
    return TRUE;
}

/* Adds the bytes; FALSE, with the set as it was, if there is no memory. A range that grows needs none. */
BOOL range_set_add(struct range_set *set, UINT64 start, UINT64 end)
{
    struct range whole = {start, end};
    size_t first, last;

    if (start >= end)
        return TRUE;
    for (first = 0; first < set->count && set->ranges[first].end < start; first++)
        ;
    for (last = first; last < set->count && set->ranges[last].start <= end; last++)
    {
        whole.start = min(whole.start, set->ranges[last].start);
        whole.end = max(whole.end, set->ranges[last].end);
    }
    return range_set_replace(set, first, last, &whole, 1);
}

/* Takes the bytes out; FALSE, with the set as it was, if there is no memory, which only a split needs. */
BOOL range_set_remove(struct range_set *set, UINT64 start, UINT64 end)
{
    struct range left[2];
    size_t first, last, count = 0;

    for (first = 0; first < set->count && set->ranges[first].end <= start; first++)
        ;
    for (last = first; last < set->count && set->ranges[last].start < end; last++)
        ;
    if (first == last || start >= end)
        return TRUE;
    if (set->ranges[first].start < start)
        left[count++] = (struct range){set->ranges[first].start, start};
    if (set->ranges[last - 1].end > end)
        left[count++] = (struct range){end, set->ranges[last - 1].end};
    return range_set_replace(set, first, last, left, count);
}

/* The number of bytes. */
UINT64 range_set_size(const struct range_set *set)
{
    UINT64 size = 0;
    size_t i;

    for (i = 0; i < set->count; i++)
        size += set->ranges[i].end - set->ranges[i].start;
    return size;
}

/* Finds the first bytes between start and end that are in the set; FALSE if there are none. */
BOOL range_set_find(const struct range_set *set, UINT64 start, UINT64 end, struct range *found)
{
    size_t i;

    for (i = 0; i < set->count && set->ranges[i].end <= start; i++)
        ;
    if (i == set->count || start >= end || set->ranges[i].start >= end)
        return FALSE;
    found->start = max(start, set->ranges[i].start);
    found->end = min(end, set->ranges[i].end);
    return TRUE;
}

/* Finds the first bytes between start and end that are not in the set; FALSE if all are. */
BOOL range_set_find_gap(const struct range_set *set, UINT64 start, UINT64 end, struct range *gap)
{
    size_t i;

    for (i = 0; i < set->count && set->ranges[i].start <= start; i++)
        start = max(start, set->ranges[i].end);
    if (start >= end)
        return FALSE;
    gap->start = start;
    gap->end = i < set->count ? min(end, set->ranges[i].start) : end;
    return TRUE;
}
