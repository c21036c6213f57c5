/* Where a file's bytes go: to a temporary file next to the target, or, in a job of high performance, straight into the
 * target. ne-bits5_0-bits_job_property_id
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include <stdlib.h>
#include <string.h>
#include <objbase.h>

#include "queue/queue.h"

#define NAME_START L"BIT"
#define NAME_END L".tmp"
#define DIGITS 8

static WCHAR *append(WCHAR *end, const WCHAR *text, size_t length)
{
    memcpy(end, text, length * sizeof(*text));
    return end + length;
}

static WCHAR *append_number(WCHAR *end, ULONG number)
{
    static const WCHAR digits[] = {'0', '1', '2', '3', '4', '5', '6', '7', '8', '9', 'A', 'B', 'C', 'D', 'E', 'F'};
    int shift;

    for (shift = 4 * (DIGITS - 1); shift >= 0; shift -= 4)
        *end++ = digits[(number >> shift) & 0xf];
    return end;
}

/* Each service counts from a random number, so that its names are hardly ever those of an earlier one. */
static ULONG next_number(void)
{
    static BOOL has_begun;
    static ULONG next;
    GUID random = {0};

    if (!has_begun)
    {
        CoCreateGuid(&random);
        next = random.Data1;
        has_begun = TRUE;
    }
    return next++;
}

/* BITxxxxxxxx.tmp in the directory of the target, with another number each time. */
static WCHAR *choose_temporary_name(const WCHAR *target)
{
    size_t directory = folder_length(target);
    WCHAR *end, *name = malloc((directory + ARRAYSIZE(NAME_START) + DIGITS + ARRAYSIZE(NAME_END)) * sizeof(*name));

    if (!name)
        return NULL;
    end = append(name, target, directory);
    end = append(end, NAME_START, ARRAYSIZE(NAME_START) - 1);
    end = append_number(end, next_number());
    append(end, NAME_END, ARRAYSIZE(NAME_END));
    return name;
}

static BOOL is_hexadecimal(WCHAR c)
{
    return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'F');
}

/* Whether a name without a folder can be one of ours. */
BOOL is_temporary_name(const WCHAR *name)
{
    if (name[0] != 'B' || name[1] != 'I' || name[2] != 'T' || !is_hexadecimal(name[3]))
        return FALSE;
    for (name += 3; is_hexadecimal(*name); name++)
        ;
    return name[0] == '.' && name[1] == 't' && name[2] == 'm' && name[3] == 'p' && !name[4];
}

/* The full name that the file gets in the end: the local name without the links that its folder had when it was added.
 * Where a folder is replaced by a link after that, the names of the files in it are others. */
const WCHAR *file_target(const struct file *file)
{
    return file->real_name ? file->real_name : file->local_name;
}

/* Takes the target's name, of a file that was just added. */
void file_set_target(struct file *file, WCHAR *real_name)
{
    file->real_name = real_name;
    file_choose_other_name(file);
}

/* The name of the file that gets the bytes; NULL if there is no memory. It is chosen when the file is added, and stored
 * before the file can exist, so that a service that is killed leaves no file behind that nobody knows.
 * nf-bits3_0-ibackgroundcopyfile3-gettemporaryname */
const WCHAR *file_output_name(struct file *file)
{
    if (file->job->properties.high_performance)
        return file_target(file);
    if (!file->temporary_name && (file->temporary_name = choose_temporary_name(file_target(file))))
        file_mark(file);
    return file->temporary_name;
}

/* Another file has the chosen name. */
void file_choose_other_name(struct file *file)
{
    free(file->temporary_name);
    file->temporary_name = NULL;
    file->name_is_stored = FALSE;
    file->record_may_lag = FALSE;
    file_mark(file);
}

static const WCHAR *without_folder(const WCHAR *path)
{
    return path + folder_length(path);
}

static BOOL has_same_name(const struct file *file, const struct file *other)
{
    const WCHAR *name = without_folder(file->temporary_name);

    return other != file && other->temporary_name
            && CompareStringOrdinal(name, -1, without_folder(other->temporary_name), -1, TRUE) == CSTR_EQUAL;
}

static BOOL job_has_same_name(const struct job *job, const struct file *file)
{
    size_t i;

    for (i = 0; i < job->file_count && !has_same_name(file, job->files[i]); i++)
        ;
    return i < job->file_count;
}

/* Whether no other file has the temporary name, in this folder or, since folders may have several names, in any. */
BOOL file_owns_name(const struct file *file)
{
    size_t i;

    for (i = 0; i < queue_count() && !job_has_same_name(queue_get(i), file); i++)
        ;
    return i == queue_count();
}

/* Whether there is a file to be deleted or renamed when the job ends. */
BOOL file_has_temporary(const struct file *file)
{
    return file->output_exists && !file->completed && file->temporary_name;
}

/* Whether an earlier service may have created the temporary file without noting that. */
BOOL file_may_have_temporary(const struct file *file)
{
    return file->record_may_lag && !file->output_exists && !file->completed && file->temporary_name;
}

/* To be called when the job and all of its files have been read from their records. A service that was killed may have
 * created a temporary file, or given it its final name in Complete, and have noted neither. */
void job_doubt_records(struct job *job)
{
    size_t i;

    for (i = 0; i < job->file_count; i++)
    {
        struct file *file = job->files[i];

        file->record_may_lag = !file->output_exists || (job->completing && file->transferred && !file->completed);
    }
}
