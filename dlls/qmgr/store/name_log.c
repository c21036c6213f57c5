/* The log is a file of names, each ended by a zero, which is only added to until it is emptied: what was written is in
 * it whatever process is killed then.
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include <stdlib.h>
#include <wchar.h>

#include "disk/removal.h"
#include "queue/queue.h"
#include "store/name_log.h"
#include "wine/debug.h"

WINE_DEFAULT_DEBUG_CHANNEL(qmgr);

#define FILE_NAME L"\\names.log"

static HANDLE name_log = INVALID_HANDLE_VALUE;

/* Sorted names of temporary files. */
struct known_names
{
    const WCHAR **names;
    size_t count;
};

HRESULT name_log_open(const WCHAR *folder)
{
    WCHAR path[MAX_PATH];

    if (wcslen(folder) + ARRAYSIZE(FILE_NAME) > MAX_PATH)
        return HRESULT_FROM_WIN32(ERROR_FILENAME_EXCED_RANGE);
    wcscpy(path, folder);
    wcscat(path, FILE_NAME);
    name_log = CreateFileW(path, GENERIC_READ | GENERIC_WRITE, FILE_SHARE_READ, NULL, OPEN_ALWAYS, 0, NULL);
    return name_log == INVALID_HANDLE_VALUE ? HRESULT_FROM_WIN32(GetLastError()) : S_OK;
}

void name_log_close(void)
{
    if (name_log != INVALID_HANDLE_VALUE)
        CloseHandle(name_log);
    name_log = INVALID_HANDLE_VALUE;
}

void name_log_add(const struct lines *names)
{
    DWORD written;

    if (names->length && !WriteFile(name_log, names->text, names->length * sizeof(*names->text), &written, NULL))
        WARN("error %lu\n", GetLastError());
}

void name_log_clear(void)
{
    SetFilePointer(name_log, 0, NULL, FILE_BEGIN);
    SetEndOfFile(name_log);
}

static int compare_names(const void *a, const void *b)
{
    return wcscmp(*(const WCHAR *const *)a, *(const WCHAR *const *)b);
}

static size_t count_files(void)
{
    size_t i, count = 0;

    for (i = 0; i < queue_count(); i++)
        count += queue_get(i)->file_count;
    return count;
}

static void add_names(struct known_names *known, const struct job *job)
{
    size_t i;

    for (i = 0; i < job->file_count; i++)
    {
        if (job->files[i]->temporary_name)
            known->names[known->count++] = job->files[i]->temporary_name;
    }
}

/* Under the queue's lock, as long as the names are needed. */
static BOOL know_names(struct known_names *known)
{
    size_t i;

    if (!(known->names = calloc(count_files() + 1, sizeof(*known->names))))
        return FALSE;
    for (i = 0; i < queue_count(); i++)
        add_names(known, queue_get(i));
    qsort(known->names, known->count, sizeof(*known->names), compare_names);
    return TRUE;
}

/* Of the names, each ended by a zero, keeps those that no job has, and returns their new end. */
static WCHAR *keep_strangers(WCHAR *names, const WCHAR *end, const struct known_names *known)
{
    WCHAR *name, *next, *kept = names;

    for (name = names; name < end; name = next)
    {
        next = name + wcslen(name) + 1;
        if (bsearch(&name, known->names, known->count, sizeof(*known->names), compare_names))
            continue;
        memmove(kept, name, (next - name) * sizeof(*name));
        kept += next - name;
    }
    return kept;
}

static void remove_strangers(WCHAR *names, const WCHAR *end)
{
    struct known_names known = {NULL};
    const WCHAR *name;

    queue_lock();
    end = know_names(&known) ? keep_strangers(names, end, &known) : names;
    queue_unlock();
    free(known.names);
    for (name = names; name < end; name += wcslen(name) + 1)
    {
        if (is_temporary_name(name + folder_length(name)) && remove_leftover(name) == S_OK)
            TRACE("%s belonged to a job that is lost\n", debugstr_w(name));
    }
}

/* The end of the last whole name. */
static WCHAR *find_end(WCHAR *names, size_t length)
{
    while (length && names[length - 1])
        length--;
    return names + length;
}

HRESULT name_log_remove_strangers(void)
{
    DWORD size = GetFileSize(name_log, NULL), read;
    WCHAR *names;

    if (size == INVALID_FILE_SIZE)
        return HRESULT_FROM_WIN32(GetLastError());
    if (!(names = malloc(size + sizeof(*names))))
        return E_OUTOFMEMORY;
    if (ReadFile(name_log, names, size, &read, NULL))
        remove_strangers(names, find_end(names, read / sizeof(*names)));
    free(names);
    return S_OK;
}
