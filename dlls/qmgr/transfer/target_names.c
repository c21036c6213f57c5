/* Which targets of a job are new to their folder, in any case. Wine reads the whole folder to find that out, for each
 * rename; where a job has many files, one look at the folder serves them all.
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include <stdlib.h>

#include "queue/queue.h"
#include "transfer/target_names.h"

#define FILES_MIN 16 /* of a job, below which each rename may look for itself */

static int compare(const WCHAR *one, int length, const WCHAR *other, int other_length)
{
    return CompareStringOrdinal(one, length, other, other_length, TRUE) - CSTR_EQUAL;
}

static int compare_names(const void *one, const void *other)
{
    return compare(*(const WCHAR *const *)one, -1, *(const WCHAR *const *)other, -1);
}

static BOOL have_same_folder(const WCHAR *path, const WCHAR *other)
{
    return !compare(path, folder_length(path), other, folder_length(other));
}

static BOOL target_names_make_room(struct target_names *names)
{
    size_t room = names->room ? 2 * names->room : 256;
    WCHAR **grown;

    if (names->count < names->room)
        return TRUE;
    if (!(grown = realloc(names->names, room * sizeof(*grown))))
        return FALSE;
    names->names = grown;
    names->room = room;
    return TRUE;
}

static BOOL target_names_add(struct target_names *names, const WCHAR *name)
{
    if (!target_names_make_room(names) || !(names->names[names->count] = string_copy(name)))
        return FALSE;
    names->count++;
    return TRUE;
}

static BOOL target_names_add_found(struct target_names *names, const WIN32_FIND_DATAW *data)
{
    return target_names_add(names, data->cFileName)
            && (!*data->cAlternateFileName || target_names_add(names, data->cAlternateFileName));
}

static BOOL target_names_add_folder(struct target_names *names)
{
    WCHAR pattern[LOCAL_NAME_MAX + 2];
    WIN32_FIND_DATAW data;
    BOOL good = TRUE;
    HANDLE find;

    lstrcpynW(pattern, names->folder, folder_length(names->folder) + 1);
    lstrcatW(pattern, L"*");
    if ((find = FindFirstFileW(pattern, &data)) == INVALID_HANDLE_VALUE)
        return FALSE;
    do
    {
        good = target_names_add_found(names, &data);
    } while (good && FindNextFileW(find, &data));
    good &= GetLastError() == ERROR_NO_MORE_FILES;
    FindClose(find);
    return good;
}

/* Those in other folders, too: they may be the same folder by another name. */
static BOOL target_names_add_job(struct target_names *names, const struct job *job)
{
    size_t i;

    for (i = 0; i < job->file_count; i++)
    {
        const WCHAR *target = job->files[i]->local_name;

        if (!target_names_add(names, target + folder_length(target)))
            return FALSE;
    }
    return TRUE;
}

/* Reads the folder of the first file of a job that has many. If that fails no target is known to be new. No other call
 * and no transfer touches the job meanwhile, and the lock is free. */
void target_names_read(struct target_names *names, const struct job *job)
{
    if (job->file_count < FILES_MIN)
        return;
    names->folder = job->files[0]->local_name;
    if (target_names_add_folder(names) && target_names_add_job(names, job))
        qsort(names->names, names->count, sizeof(*names->names), compare_names);
    else
        target_names_free(names);
}

static BOOL has_neighbour(const struct target_names *names, WCHAR **found)
{
    WCHAR **end = names->names + names->count;

    return (found > names->names && !compare_names(found - 1, found))
            || (found + 1 < end && !compare_names(found, found + 1));
}

/* Whether neither a file that was in the folder nor another target of the job has the name of this target, in any
 * case. */
BOOL target_names_is_new(const struct target_names *names, const WCHAR *target)
{
    const WCHAR *name = target + folder_length(target);
    WCHAR **found;

    if (!names->count || !have_same_folder(target, names->folder))
        return FALSE;
    found = bsearch(&name, names->names, names->count, sizeof(*names->names), compare_names);
    return found && !has_neighbour(names, found);
}

void target_names_free(struct target_names *names)
{
    while (names->count)
        free(names->names[--names->count]);
    free(names->names);
    names->names = NULL;
    names->room = 0;
}
