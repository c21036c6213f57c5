/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include <stdlib.h>
#include <string.h>
#include <wchar.h>

#include "store/file_record.h"
#include "store/job_record.h"
#include "store/name_log.h"
#include "store/record_names.h"
#include "store/registry.h"
#include "store/save.h"
#include "wine/debug.h"

WINE_DEFAULT_DEBUG_CHANNEL(qmgr);

#define VALUE_NAME_MAX 31

/* What stands in the registry of one value. */
struct stored_value
{
    UINT64 hash; /* of type and data */
    WCHAR name[VALUE_NAME_MAX + 1];
};

struct stored_values
{
    size_t count;
    struct stored_value items[1];
};

/* The record that was written last, which is often the next one as well. */
struct open_record
{
    GUID id;
    HKEY key;   /* NULL: none is open */
    HKEY files; /* NULL until a file is written */
};

static HKEY jobs_key;
static struct open_record last;

static void close_record(void)
{
    if (last.files)
        RegCloseKey(last.files);
    if (last.key)
        RegCloseKey(last.key);
    last.key = last.files = NULL;
}

static HRESULT open_record(const GUID *id)
{
    WCHAR name[GUID_NAME_SIZE];
    HRESULT hr;

    if (last.key && IsEqualGUID(&last.id, id))
        return S_OK;
    close_record();
    record_name_of_job(id, name);
    if (SUCCEEDED(hr = registry_create(jobs_key, name, &last.key)))
        last.id = *id;
    return hr;
}

void save_start(HKEY jobs)
{
    jobs_key = jobs;
}

void save_stop(void)
{
    close_record();
    jobs_key = NULL;
}

/* FNV-1a: not for secrecy, but to see whether a value is another one. */
static UINT64 hash_bytes(UINT64 hash, const void *data, size_t size)
{
    const BYTE *bytes = data;

    while (size--)
        hash = (hash ^ *bytes++) * 0x100000001b3ull;
    return hash;
}

static UINT64 hash_value(const struct value *value)
{
    return hash_bytes(hash_bytes(0xcbf29ce484222325ull, &value->type, sizeof(value->type)), value->data, value->size);
}

static const struct stored_value *find_stored(const struct stored_values *stored, const WCHAR *name)
{
    size_t i;

    for (i = 0; stored && i < stored->count; i++)
    {
        if (!wcscmp(stored->items[i].name, name))
            return &stored->items[i];
    }
    return NULL;
}

static BOOL is_stored(const struct stored_values *stored, const struct value *value)
{
    const struct stored_value *found = find_stored(stored, value->name);

    return found && found->hash == hash_value(value);
}

static struct stored_values *stored_create(const struct values *values)
{
    struct stored_values *stored;
    size_t i;

    if (!(stored = calloc(1, sizeof(*stored) + values->count * sizeof(stored->items[0]))))
        return NULL;
    for (i = 0; i < values->count; i++)
    {
        stored->items[i].hash = hash_value(&values->items[i]);
        wcsncpy(stored->items[i].name, values->items[i].name, VALUE_NAME_MAX);
    }
    stored->count = values->count;
    return stored;
}

/* From now on every value is another one than the registry has. */
static void stored_forget(struct stored_values *stored)
{
    size_t i;

    for (i = 0; stored && i < stored->count; i++)
        stored->items[i].hash = 0;
}

void save_note(struct job *job, const struct values *values)
{
    struct stored_values *stored = stored_create(values);

    if (!stored)
    {
        stored_forget(job->stored);
        return;
    }
    free(job->stored);
    job->stored = stored;
}

static HRESULT write_values(HKEY key, const struct values *values, const struct stored_values *stored)
{
    HRESULT hr = S_OK;
    size_t i;

    for (i = 0; i < values->count && SUCCEEDED(hr); i++)
    {
        if (!is_stored(stored, &values->items[i]))
            hr = registry_write(key, &values->items[i]);
    }
    return hr;
}

/* What is back at its default. */
static void delete_values(HKEY key, const struct values *values, const struct stored_values *stored)
{
    size_t i;

    for (i = 0; stored && i < stored->count; i++)
    {
        if (!values_find(values, stored->items[i].name))
            RegDeleteValueW(key, stored->items[i].name);
    }
}

static HRESULT write_files(const struct values *files)
{
    HRESULT hr = S_OK;

    if (!files->count)
        return S_OK;
    if (!last.files)
        hr = registry_create(last.key, FILES_KEY, &last.files);
    return SUCCEEDED(hr) ? write_values(last.files, files, NULL) : hr;
}

static HRESULT set_discard(HKEY key)
{
    static const DWORD yes = 1;

    return registry_result(RegSetValueExW(key, DISCARD_VALUE, 0, REG_DWORD, (const BYTE *)&yes, sizeof(yes)));
}

/* A record is not to be taken for whole before it is. Files come first, for the state of the job depends on them. */
static HRESULT write_record(const GUID *id, const struct values *values, const struct values *files,
        const struct stored_values *stored)
{
    HRESULT hr;

    if (FAILED(hr = open_record(id)) || (!stored && FAILED(hr = set_discard(last.key))))
        return hr;
    if (FAILED(hr = write_files(files)) || FAILED(hr = write_values(last.key, values, stored)))
        return hr;
    delete_values(last.key, values, stored);
    return stored ? S_OK : registry_result(RegDeleteValueW(last.key, DISCARD_VALUE));
}

/* Progress is stored often, the name of a file that does not exist yet seldom. */
static void add_new_name(const struct file *file, struct lines *new_names)
{
    if (file->temporary_name && !file->output_exists)
        lines_add_line(new_names, file->temporary_name);
}

static void encode_marked_files(struct job *job, struct values *files, struct lines *new_names)
{
    WCHAR name[FILE_NAME_SIZE];
    size_t i;

    for (i = 0; i < job->file_count; i++)
    {
        if (!job->files[i]->marked)
            continue;
        record_name_of_file(i, name);
        file_record_encode(job->files[i], name, files);
        add_new_name(job->files[i], new_names);
    }
}

static void set_files_marked(struct job *job, BOOL marked)
{
    size_t i;

    for (i = 0; i < job->file_count; i++)
        job->files[i]->marked = marked;
}

/* FALSE if nothing is to be written. */
static BOOL encode(struct job *job, struct values *values, struct values *files, struct lines *new_names)
{
    BOOL wanted;

    queue_lock();
    if ((wanted = !job->removed && job->queued))
    {
        encode_marked_files(job, files, new_names);
        job_record_encode(job, values);
        set_files_marked(job, FALSE);
    }
    queue_unlock();
    return wanted;
}

/* What could not be written is written with the next change. A record that was whole is not given up meanwhile. */
static void save_later(struct job *job)
{
    queue_lock();
    set_files_marked(job, TRUE);
    queue_unlock();
    stored_forget(job->stored);
    close_record();
}

/* Of a file that was marked again meanwhile the name may be another one now. */
static void note_names(struct job *job)
{
    size_t i;

    queue_lock();
    for (i = 0; i < job->file_count; i++)
        job->files[i]->name_is_stored |= !job->files[i]->marked && job->files[i]->temporary_name;
    queue_unlock();
}

HRESULT save_job(struct job *job)
{
    struct values values = {NULL}, files = {NULL};
    struct lines new_names = {NULL};
    HRESULT hr = E_OUTOFMEMORY;

    if (!encode(job, &values, &files, &new_names))
        return S_OK;
    name_log_add(&new_names);
    if (!values.failed && !files.failed && SUCCEEDED(hr = write_record(&job->id, &values, &files, job->stored)))
    {
        save_note(job, &values);
        note_names(job);
    }
    else
    {
        ERR("job %s: %#lx\n", wine_dbgstr_guid(&job->id), hr);
        save_later(job);
    }
    values_free(&values);
    values_free(&files);
    lines_free(&new_names);
    return hr;
}

HRESULT save_removal(struct job *job)
{
    HRESULT hr;

    queue_lock();
    job->removed = TRUE;
    queue_unlock();
    if (!job->stored)
        return S_OK;
    return FAILED(hr = open_record(&job->id)) ? hr : set_discard(last.key);
}

HRESULT save_remove(const GUID *id)
{
    WCHAR name[GUID_NAME_SIZE];
    LSTATUS status;

    close_record();
    record_name_of_job(id, name);
    status = RegDeleteTreeW(jobs_key, name);
    return status == ERROR_FILE_NOT_FOUND ? S_OK : registry_result(status);
}
