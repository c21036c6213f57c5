/* Changes of the remote names of files that a job has already.
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include <stdlib.h>
#include <string.h>

#include "queue/queue.h"

/* What follows the user name and the password in a URL, which nobody else is to see, or all of a name that has none. */
const WCHAR *remote_name_without_password(const WCHAR *name)
{
    const WCHAR *c = name, *rest = name;

    while (c && *c && (c[0] != '/' || c[1] != '/'))
        c++;
    if (!c || !*c)
        return name;
    for (c += 2; *c && *c != '/' && *c != '\\' && *c != '?' && *c != '#'; c++)
    {
        if (*c == '@')
            rest = c + 1;
    }
    return rest;
}

static BOOL has_name(const struct file *file, const WCHAR *name)
{
    int length = lstrlenW(name), old_length = lstrlenW(file->remote_name);

    return CompareStringOrdinal(file->remote_name, old_length, name, length, FALSE) == CSTR_EQUAL;
}

/* What has come from the old name counts no more, and a transfer that works on the file has to begin anew. */
static void file_restart(struct file *file)
{
    struct job *job = file->job;

    file_start_again(file);
    file->ranges_refused = FALSE;
    if (!job->transfer || !file->taken)
        return;
    job->restart = TRUE;
    if (job_is_active(job))
        job_set_state(job, BG_JOB_STATE_QUEUED);
    queue_changed();
}

/* Gives the file a name, which it takes over. What has been transferred is not transferred again:
 * nf-bits2_0-ibackgroundcopyfile2-setremotename. */
static void file_take_remote_name(struct file *file, WCHAR *name)
{
    BOOL is_other = !has_name(file, name);

    string_wipe(file->remote_name);
    file->remote_name = name;
    if (is_other && !file->transferred)
        file_restart(file);
    file_mark(file);
    job_touch(file->job);
}

/* Changes the name, which has been checked. */
HRESULT file_set_remote_name(struct file *file, const WCHAR *name)
{
    WCHAR *copy = string_copy(name);

    if (!copy)
        return E_OUTOFMEMORY;
    file_take_remote_name(file, copy);
    file->redirected = FALSE;
    return S_OK;
}

static BOOL has_prefix(const WCHAR *name, const WCHAR *prefix)
{
    while (*prefix && *name == *prefix)
    {
        name++;
        prefix++;
    }
    return !*prefix;
}

static WCHAR *join(const WCHAR *left, const WCHAR *right)
{
    size_t left_length = lstrlenW(left), right_size = (lstrlenW(right) + 1) * sizeof(*right);
    WCHAR *joined = malloc(left_length * sizeof(*left) + right_size);

    if (!joined)
        return NULL;
    memcpy(joined, left, left_length * sizeof(*left));
    memcpy(joined + left_length, right, right_size);
    return joined;
}

/* The new name of each file whose name has the prefix, else NULL. */
static HRESULT make_names(const struct job *job, const WCHAR *old_prefix, const WCHAR *new_prefix,
        HRESULT (*check)(const WCHAR *name), WCHAR **names)
{
    size_t i, length = lstrlenW(old_prefix);
    HRESULT hr = S_OK;

    for (i = 0; i < job->file_count && SUCCEEDED(hr); i++)
    {
        const WCHAR *name = job->files[i]->remote_name;

        if (!has_prefix(name, old_prefix))
            continue;
        hr = (names[i] = join(new_prefix, name + length)) ? check(names[i]) : E_OUTOFMEMORY;
    }
    return hr;
}

/* Takes over the names: S_OK, or S_FALSE if there are none. */
static HRESULT take_names(struct job *job, WCHAR **names)
{
    HRESULT hr = S_FALSE;
    size_t i;

    for (i = 0; i < job->file_count; i++)
    {
        if (!names[i])
            continue;
        file_take_remote_name(job->files[i], names[i]);
        hr = S_OK;
    }
    return hr;
}

static void free_names(WCHAR **names, size_t count)
{
    while (count--)
        string_wipe(names[count]);
}

/* Replaces the beginning of the remote names that begin so, in the same case. Returns S_FALSE if there is none, and
 * what check says of a new name that it refuses; then no name has changed. A name that a redirect has given remains
 * one: its rest is not the program's. nf-bits2_0-ibackgroundcopyjob3-replaceremoteprefix */
HRESULT job_replace_remote_prefix(struct job *job, const WCHAR *old_prefix, const WCHAR *new_prefix,
        HRESULT (*check)(const WCHAR *name))
{
    WCHAR **names = calloc(max(job->file_count, 1), sizeof(*names));
    HRESULT hr;

    if (!names)
        return E_OUTOFMEMORY;
    if (SUCCEEDED(hr = make_names(job, old_prefix, new_prefix, check, names)))
        hr = take_names(job, names);
    else
        free_names(names, job->file_count);
    free(names);
    return hr;
}
