/* Reading the jobs at the start of the service.
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include <stdlib.h>
#include <wchar.h>

#include "disk/removal.h"
#include "queue/events.h"
#include "queue/queue.h"
#include "store/file_record.h"
#include "store/job_record.h"
#include "store/load.h"
#include "store/record_names.h"
#include "store/registry.h"
#include "store/save.h"
#include "store/workers.h"
#include "wine/debug.h"

WINE_DEFAULT_DEBUG_CHANNEL(qmgr);

struct record
{
    WCHAR name[GUID_NAME_SIZE];
    struct job *job; /* what was read, or NULL */
};

static struct
{
    HKEY jobs;
    BOOL discards; /* all records, instead of reading them */
    struct record *records;
    LONG count;
} loading;

static int compare_values(const void *a, const void *b)
{
    return wcscmp(((const struct value *)a)->name, ((const struct value *)b)->name);
}

/* The values of the key of a job's files, in their order; none if there is no such key. */
static HRESULT read_files(HKEY job, struct values *files)
{
    LSTATUS status;
    HRESULT hr;
    HKEY key;

    if ((status = RegOpenKeyExW(job, FILES_KEY, 0, KEY_QUERY_VALUE, &key)))
        return status == ERROR_FILE_NOT_FOUND ? S_OK : registry_result(status);
    hr = registry_read(key, files);
    RegCloseKey(key);
    if (SUCCEEDED(hr) && files->count)
        qsort(files->items, files->count, sizeof(*files->items), compare_values);
    return hr;
}

/* The files are numbered from 1 on, and none is missing. There may be more than the job says it has: those of a call
 * that had not come to its end. */
static HRESULT decode_files(struct job *job, const struct values *files)
{
    WCHAR name[FILE_NAME_SIZE];
    HRESULT hr = S_OK;
    size_t i;

    if (files->count < job->stored_file_count)
        return HRESULT_FROM_WIN32(ERROR_INVALID_DATA);
    for (i = 0; i < job->stored_file_count && SUCCEEDED(hr); i++)
    {
        record_name_of_file(i, name);
        hr = wcscmp(files->items[i].name, name) ? HRESULT_FROM_WIN32(ERROR_INVALID_DATA)
                                                : file_record_decode(job, &files->items[i]);
    }
    return hr;
}

static void remove_temporary_files(const struct values *files)
{
    size_t i;

    for (i = 0; i < files->count; i++)
    {
        WCHAR *name = file_record_temporary_name(&files->items[i]);

        if (name)
            remove_leftover(name);
        free(name);
    }
}

/* The service has ended while the record was made, or after it was given up. */
static BOOL is_discarded(const struct values *values)
{
    return !values->count || values_find(values, DISCARD_VALUE);
}

/* Whether the folder of the file is there, but not the file. */
static BOOL is_missing(const WCHAR *name)
{
    return GetFileAttributesW(name) == INVALID_FILE_ATTRIBUTES && GetLastError() == ERROR_FILE_NOT_FOUND;
}

/* Whether the file is there, but not with the bytes that were transferred. */
static BOOL has_other_size(const struct file *file)
{
    WIN32_FILE_ATTRIBUTE_DATA data;

    return GetFileAttributesExW(file->temporary_name, GetFileExInfoStandard, &data)
            && ((UINT64)data.nFileSizeHigh << 32 | data.nFileSizeLow) != file->bytes_transferred;
}

static BOOL awaits_complete(const struct file *file)
{
    return file->transferred && !file->completed && file_has_temporary(file);
}

/* Whether a file is there under neither of its names: Complete renames files, only Cancel deletes them. */
static BOOL file_was_deleted(const struct job *job)
{
    size_t i;

    for (i = 0; i < job->file_count; i++)
    {
        const struct file *file = job->files[i];

        if (awaits_complete(file) && is_missing(file->temporary_name) && is_missing(file_target(file)))
            return TRUE;
    }
    return FALSE;
}

static void transfer_again(struct file *file)
{
    WARN("%s is lost\n", debugstr_w(file->temporary_name));
    file->transferred = FALSE;
    file_start_again(file);
    if (file->job->state == BG_JOB_STATE_TRANSFERRED)
        file->job->state = BG_JOB_STATE_QUEUED;
}

/* What was transferred and is no longer there is transferred again. Somebody may have deleted it; or all of Wine has
 * ended within a second of Complete or Cancel, which is then forgotten. */
static void check_transferred_files(struct job *job)
{
    size_t i;

    if (job->completing && file_was_deleted(job))
        job->completing = FALSE;
    for (i = 0; i < job->file_count && !job->completing; i++)
    {
        struct file *file = job->files[i];

        if (awaits_complete(file) && (is_missing(file->temporary_name) || has_other_size(file)))
            transfer_again(file);
    }
}

/* Notes what the registry has of the values that the service writes, so that it leaves the others alone. */
static void note_values(struct job *job, struct values *values)
{
    struct values written = {NULL};
    size_t i;

    job_record_encode(job, &written);
    for (i = values->count; i; i--)
    {
        if (!values_find(&written, values->items[i - 1].name))
            values_remove(values, i - 1);
    }
    if (!written.failed)
        save_note(job, values);
    values_free(&written);
}

static HRESULT settle(struct job *job, struct values *values)
{
    HRESULT hr;

    queue_lock();
    job_doubt_records(job);
    if (SUCCEEDED(hr = job_record_settle(job)))
        note_values(job, values);
    queue_unlock();
    return hr;
}

static HRESULT add_files(struct job *job, struct values *values, const struct values *files)
{
    HRESULT hr;

    if (FAILED(hr = decode_files(job, files)))
        return hr;
    check_transferred_files(job);
    return settle(job, values);
}

static HRESULT decode(const WCHAR *name, struct values *values, const struct values *files, struct job **out)
{
    struct job *job;
    HRESULT hr;
    GUID id;

    if (!record_name_to_job(name, &id))
        return HRESULT_FROM_WIN32(ERROR_INVALID_NAME);
    if (FAILED(hr = job_record_decode(&id, values, &job)))
        return hr;
    if (FAILED(hr = add_files(job, values, files)))
        job_release(job);
    else
        *out = job;
    return hr;
}

static HRESULT read_record(HKEY key, struct record *record)
{
    struct values values = {NULL}, files = {NULL};
    HRESULT hr;

    if (SUCCEEDED(hr = registry_read(key, &values)) && SUCCEEDED(hr = read_files(key, &files)))
    {
        if (!loading.discards && !is_discarded(&values))
            hr = decode(record->name, &values, &files, &record->job);
        else
        {
            remove_temporary_files(&files);
            hr = S_FALSE;
        }
    }
    values_free(&values);
    values_free(&files);
    return hr;
}

static void load_record(void *context, LONG index)
{
    struct record *record = &loading.records[index];
    HRESULT hr;
    HKEY key;

    if (FAILED(hr = registry_result(RegOpenKeyExW(loading.jobs, record->name, 0, KEY_READ, &key))))
    {
        ERR("job %s cannot be read: %#lx\n", debugstr_w(record->name), hr);
        return;
    }
    hr = read_record(key, record);
    RegCloseKey(key);
    if (FAILED(hr))
        ERR("job %s is set aside: %#lx\n", debugstr_w(record->name), hr);
    else if (hr == S_FALSE)
        RegDeleteTreeW(loading.jobs, record->name);
}

/* Only names of jobs: there is another key, and a program may have added more. */
static HRESULT read_names(void)
{
    DWORD i, size, capacity = 0;
    WCHAR name[GUID_NAME_SIZE];
    LSTATUS status;
    GUID id;

    RegQueryInfoKeyW(loading.jobs, NULL, NULL, NULL, &capacity, NULL, NULL, NULL, NULL, NULL, NULL, NULL);
    if (!(loading.records = calloc(capacity + 1, sizeof(*loading.records))))
        return E_OUTOFMEMORY;
    for (i = loading.count = 0; i < capacity; i++)
    {
        size = ARRAYSIZE(name);
        status = RegEnumKeyExW(loading.jobs, i, name, &size, NULL, NULL, NULL, NULL);
        if (status == ERROR_NO_MORE_ITEMS)
            break;
        if (!status && record_name_to_job(name, &id))
            wcscpy(loading.records[loading.count++].name, name);
    }
    return S_OK;
}

static int compare_records(const void *a, const void *b)
{
    const struct job *x = ((const struct record *)a)->job, *y = ((const struct record *)b)->job;

    if (!x || !y)
        return !x - !y;
    return CompareFileTime(&x->times.CreationTime, &y->times.CreationTime);
}

static void queue_records(void)
{
    HRESULT hr;
    LONG i;

    qsort(loading.records, loading.count, sizeof(*loading.records), compare_records);
    queue_lock();
    for (i = 0; i < loading.count && loading.records[i].job; i++)
    {
        if (FAILED(hr = queue_add(loading.records[i].job)))
            ERR("job %s: %#lx\n", debugstr_w(loading.records[i].name), hr);
        job_note_start(loading.records[i].job);
        job_release(loading.records[i].job);
    }
    queue_unlock();
    TRACE("%ld records\n", loading.count);
}

static HRESULT attend_to_records(HKEY jobs, BOOL discards)
{
    HRESULT hr;

    loading.jobs = jobs;
    loading.discards = discards;
    if (SUCCEEDED(hr = read_names()))
    {
        workers_run(load_record, NULL, loading.count);
        queue_records();
    }
    free(loading.records);
    loading.records = NULL;
    return hr;
}

HRESULT load_jobs(HKEY jobs)
{
    return attend_to_records(jobs, FALSE);
}

HRESULT discard_jobs(HKEY jobs)
{
    return attend_to_records(jobs, TRUE);
}
