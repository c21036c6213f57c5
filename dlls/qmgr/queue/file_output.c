/* Where a file's bytes go: to a temporary file next to the target, or, in a job of high performance, straight into the
 * target. ne-bits5_0-bits_job_property_id
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include <stdlib.h>
#include <string.h>

#include "queue/clock.h"
#include "queue/queue.h"

#define NAME_START L"BIT"
#define NAME_END L".tmp"
#define DIGITS 4

static WCHAR *append(WCHAR *end, const WCHAR *text, size_t length)
{
    memcpy(end, text, length * sizeof(*text));
    return end + length;
}

static WCHAR *append_number(WCHAR *end, unsigned int number)
{
    static const WCHAR digits[] = {'0', '1', '2', '3', '4', '5', '6', '7', '8', '9', 'A', 'B', 'C', 'D', 'E', 'F'};
    int shift;

    for (shift = 4 * (DIGITS - 1); shift >= 0; shift -= 4)
        *end++ = digits[(number >> shift) & 0xf];
    return end;
}

/* BITxxxx.tmp in the directory of the target, with another number each time. The first one depends on the time, so that
 * what an earlier service has left behind is seldom in the way. */
static WCHAR *choose_temporary_name(const WCHAR *target)
{
    static unsigned int next;
    size_t directory = folder_length(target);
    WCHAR *end, *name = malloc((directory + ARRAYSIZE(NAME_START) + DIGITS + ARRAYSIZE(NAME_END)) * sizeof(*name));

    if (!name)
        return NULL;
    if (!next)
        next = clock_ticks();
    end = append(name, target, directory);
    end = append(end, NAME_START, ARRAYSIZE(NAME_START) - 1);
    end = append_number(end, next++);
    append(end, NAME_END, ARRAYSIZE(NAME_END));
    return name;
}

/* The name of the file that gets the bytes; NULL if there is no memory. It is chosen once, before the file exists:
 * nf-bits3_0-ibackgroundcopyfile3-gettemporaryname. */
const WCHAR *file_output_name(struct file *file)
{
    if (file->job->properties.high_performance)
        return file->local_name;
    if (!file->temporary_name)
        file->temporary_name = choose_temporary_name(file->local_name);
    return file->temporary_name;
}

/* Another file has the chosen name. */
void file_choose_other_name(struct file *file)
{
    free(file->temporary_name);
    file->temporary_name = NULL;
}

/* Whether there is a file to be deleted or renamed when the job ends. */
BOOL file_has_temporary(const struct file *file)
{
    return file->output_exists && !file->completed && !file->job->properties.high_performance;
}
