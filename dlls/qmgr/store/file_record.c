/* A file of a job as the lines of a value.
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include <stddef.h>
#include <stdlib.h>
#include <string.h>

#include "queue/queue.h"
#include "store/file_record.h"
#include "store/lines.h"

enum
{
    FILE_REMOTE_NAME,
    FILE_LOCAL_NAME,
    FILE_REAL_NAME,
    FILE_TEMPORARY_NAME,
    FILE_RANGES,
    FILE_REMOTE_SIZE,
    FILE_BYTES_TOTAL,
    FILE_VALIDATOR,
    FILE_FILLED,
    FILE_REQUESTED,
    FILE_DOWNLOAD_POSITION,
    FILE_RESPONSE_HEADERS,
    FILE_FIRST_FLAG,
    FILE_OUTPUT_EXISTS = FILE_FIRST_FLAG,
    FILE_NAME_IS_TOLD,
    FILE_RANGES_REFUSED,
    FILE_REDIRECTED,
    FILE_TRANSFERRED,
    FILE_COMPLETED,
    FILE_ANNOUNCED,
    FILE_VALID,
    FILE_LINES
};

static const WCHAR *const names[FILE_LINES] =
{
    [FILE_REMOTE_NAME] = L"RemoteName",
    [FILE_LOCAL_NAME] = L"LocalName",
    [FILE_REAL_NAME] = L"RealName",
    [FILE_TEMPORARY_NAME] = L"TemporaryName",
    [FILE_RANGES] = L"Ranges",
    [FILE_REMOTE_SIZE] = L"RemoteSize",
    [FILE_BYTES_TOTAL] = L"BytesTotal",
    [FILE_VALIDATOR] = L"Validator",
    [FILE_FILLED] = L"Filled",
    [FILE_REQUESTED] = L"Requested",
    [FILE_DOWNLOAD_POSITION] = L"DownloadPosition",
    [FILE_RESPONSE_HEADERS] = L"ResponseHeaders",
    [FILE_OUTPUT_EXISTS] = L"OutputExists",
    [FILE_NAME_IS_TOLD] = L"NameIsTold",
    [FILE_RANGES_REFUSED] = L"RangesRefused",
    [FILE_REDIRECTED] = L"Redirected",
    [FILE_TRANSFERRED] = L"Transferred",
    [FILE_COMPLETED] = L"Completed",
    [FILE_ANNOUNCED] = L"Announced",
    [FILE_VALID] = L"Valid",
};

static const size_t flag_offsets[FILE_LINES] =
{
    [FILE_OUTPUT_EXISTS] = offsetof(struct file, output_exists),
    [FILE_NAME_IS_TOLD] = offsetof(struct file, name_is_told),
    [FILE_RANGES_REFUSED] = offsetof(struct file, ranges_refused),
    [FILE_REDIRECTED] = offsetof(struct file, redirected),
    [FILE_TRANSFERRED] = offsetof(struct file, transferred),
    [FILE_COMPLETED] = offsetof(struct file, completed),
    [FILE_ANNOUNCED] = offsetof(struct file, announced),
    [FILE_VALID] = offsetof(struct file, valid),
};

/* What BytesTotal is without a line of its own. */
static UINT64 usual_total(const struct file *file)
{
    struct file copy = *file;

    file_update_total(&copy);
    return copy.bytes_total;
}

static void write_names(const struct file *file, struct lines *lines)
{
    const WCHAR *temporary = file->temporary_name;

    lines_add_string(lines, names[FILE_REMOTE_NAME], file->remote_name);
    lines_add_string(lines, names[FILE_LOCAL_NAME], file->local_name);
    lines_add_string(lines, names[FILE_REAL_NAME], file->real_name);
    if (temporary)
        lines_add_string(lines, names[FILE_TEMPORARY_NAME], temporary + folder_length(temporary));
}

/* All of a file that is transferred is there. */
static void write_progress(const struct file *file, struct lines *lines)
{
    lines_add_ranges(lines, names[FILE_RANGES], file->ranges, file->range_count);
    lines_add_size(lines, names[FILE_REMOTE_SIZE], file->remote_size);
    if (file->bytes_total != usual_total(file))
        lines_add_size(lines, names[FILE_BYTES_TOTAL], file->bytes_total);
    lines_add_bytes(lines, names[FILE_VALIDATOR], file->validator);
    if (!file->transferred)
        lines_add_range_set(lines, names[FILE_FILLED], &file->filled);
    lines_add_range_set(lines, names[FILE_REQUESTED], &file->requested);
    lines_add_number(lines, names[FILE_DOWNLOAD_POSITION], file->download_position);
}

static void write_flags(const struct file *file, struct lines *lines)
{
    size_t i;

    for (i = FILE_FIRST_FLAG; i < FILE_LINES; i++)
        lines_add_flag(lines, names[i], ((const BOOLEAN *)file)[flag_offsets[i]]);
}

/* A password in the remote name makes a secret of the record. */
void file_record_encode(const struct file *file, const WCHAR *name, struct values *values)
{
    struct lines lines = {0};

    write_names(file, &lines);
    write_progress(file, &lines);
    write_flags(file, &lines);
    lines_add_string(&lines, names[FILE_RESPONSE_HEADERS], file->response_headers);
    lines_add_all(&lines, file->unknown_lines);
    if (remote_name_without_password(file->remote_name) == file->remote_name)
        lines_to_value(&lines, values, name);
    else
        lines_to_secret(&lines, values, name);
}

/* The file is in the folder of the target. */
static void read_temporary_name(HRESULT *hr, const WCHAR *text, const WCHAR *target, WCHAR **name)
{
    size_t folder = folder_length(target), size;

    decode_check(hr, !text || is_temporary_name(text));
    if (FAILED(*hr) || !text)
        return;
    size = (lstrlenW(text) + 1) * sizeof(*text);
    if ((*name = malloc(folder * sizeof(**name) + size)))
    {
        memcpy(*name, target, folder * sizeof(**name));
        memcpy(*name + folder, text, size);
    }
    else
        *hr = E_OUTOFMEMORY;
}

static BOOL has_name_of(const WCHAR *path, const WCHAR *other)
{
    return CompareStringOrdinal(path + folder_length(path), -1, other + folder_length(other), -1, FALSE) == CSTR_EQUAL;
}

/* Only the folder may have another name than the program has given it. */
static void check_names(HRESULT *hr, const WCHAR **found)
{
    decode_check(hr, found[FILE_REMOTE_NAME] && lstrlenW(found[FILE_REMOTE_NAME]) <= REMOTE_NAME_MAX);
    decode_check(hr, found[FILE_LOCAL_NAME] && local_name_check(found[FILE_LOCAL_NAME]) == S_OK);
    if (SUCCEEDED(*hr) && found[FILE_REAL_NAME])
        decode_check(hr, has_name_of(found[FILE_REAL_NAME], found[FILE_LOCAL_NAME]));
}

/* S_OK, or the failure of damaged data for a file that this type of job cannot have. */
static HRESULT append_file(struct job *job, const WCHAR **found)
{
    BG_FILE_INFO info = {(WCHAR *)found[FILE_REMOTE_NAME], (WCHAR *)found[FILE_LOCAL_NAME]};
    HRESULT hr = job_append_files(job, &info, 1);

    return hr == BG_E_TOO_MANY_FILES ? HRESULT_FROM_WIN32(ERROR_INVALID_DATA) : hr;
}

/* A size of 0 would be no hint, but is a size. */
static BOOL file_may_have_size(struct file *file, UINT64 size)
{
    return size == BG_SIZE_UNKNOWN || (size ? file_expect_size(file, size) : !file->ranges);
}

static void read_sizes(HRESULT *hr, const WCHAR **found, struct file *file)
{
    decode_ranges(hr, found[FILE_RANGES], &file->ranges, &file->range_count);
    if (SUCCEEDED(*hr) && file->ranges)
        decode_check(hr, file_ranges_check(file->ranges, file->range_count) == S_OK);
    decode_number(hr, found[FILE_REMOTE_SIZE], &file->remote_size);
    decode_check(hr, file_may_have_size(file, file->remote_size));
    file_update_total(file);
}

static BOOL is_inside(const struct range_set *set, UINT64 size)
{
    return !set->count || set->ranges[set->count - 1].end <= size;
}

static void read_flags(HRESULT *hr, const WCHAR **found, struct file *file)
{
    BOOLEAN *flags = (BOOLEAN *)file;
    size_t i;

    for (i = FILE_FIRST_FLAG; i < FILE_LINES; i++)
    {
        BOOL flag = flags[flag_offsets[i]];

        decode_flag(hr, found[i], &flag);
        flags[flag_offsets[i]] = flag;
    }
    decode_check(hr, file->transferred || !file->completed);
}

static void fill_transferred(HRESULT *hr, struct file *file)
{
    decode_check(hr, file->bytes_total != BG_SIZE_UNKNOWN);
    if (SUCCEEDED(*hr) && !range_set_add(&file->filled, 0, file->bytes_total))
        *hr = E_OUTOFMEMORY;
}

/* No disk holds all bytes that have a position. */
static void read_filled(HRESULT *hr, const WCHAR **found, struct file *file)
{
    decode_check(hr, !file->transferred || !found[FILE_FILLED]);
    decode_range_set(hr, found[FILE_FILLED], &file->filled);
    decode_check(hr, is_inside(&file->filled, min(file->bytes_total, BG_SIZE_UNKNOWN - 1)));
}

static void read_progress(HRESULT *hr, const WCHAR **found, struct file *file)
{
    decode_bytes(hr, found[FILE_VALIDATOR], &file->validator);
    read_filled(hr, found, file);
    decode_number(hr, found[FILE_BYTES_TOTAL], &file->bytes_total);
    decode_check(hr, !found[FILE_BYTES_TOTAL] || file->bytes_total != BG_SIZE_UNKNOWN);
    if (file->transferred)
        fill_transferred(hr, file);
    file->bytes_transferred = file_bytes_transferred(file);
}

/* What was requested and is not there is still awaited. */
static void read_requests(HRESULT *hr, const WCHAR **found, struct file *file)
{
    size_t i;

    decode_range_set(hr, found[FILE_REQUESTED], &file->requested);
    decode_check(hr, is_inside(&file->requested, file->remote_size) && (!file->ranges || !file->requested.count));
    decode_number(hr, found[FILE_DOWNLOAD_POSITION], &file->download_position);
    if (SUCCEEDED(*hr) && !range_set_copy(&file->awaited, &file->requested))
        *hr = E_OUTOFMEMORY;
    for (i = 0; SUCCEEDED(*hr) && i < file->filled.count; i++)
    {
        if (!range_set_remove(&file->awaited, file->filled.ranges[i].start, file->filled.ranges[i].end))
            *hr = E_OUTOFMEMORY;
    }
}

static HRESULT read_file(const WCHAR **found, struct file *file)
{
    HRESULT hr = S_OK;

    free(file->temporary_name);
    file->temporary_name = NULL;
    decode_string(&hr, found[FILE_REAL_NAME], MAXDWORD, &file->real_name);
    read_temporary_name(&hr, found[FILE_TEMPORARY_NAME], file_target(file), &file->temporary_name);
    file->name_is_stored = file->temporary_name != NULL;
    read_flags(&hr, found, file);
    read_sizes(&hr, found, file);
    read_progress(&hr, found, file);
    read_requests(&hr, found, file);
    decode_string(&hr, found[FILE_RESPONSE_HEADERS], MAXDWORD, &file->response_headers);
    return hr;
}

static HRESULT add_file(struct job *job, const WCHAR **found, struct lines *unknown)
{
    struct file *file;
    HRESULT hr = S_OK;

    check_names(&hr, found);
    if (FAILED(hr) || FAILED(hr = append_file(job, found)))
        return hr;
    file = job->files[job->file_count - 1];
    if (SUCCEEDED(hr = read_file(found, file)) && !lines_to_list(unknown, &file->unknown_lines))
        hr = E_OUTOFMEMORY;
    file->marked = FALSE;
    return hr;
}

HRESULT file_record_decode(struct job *job, const struct value *value)
{
    const WCHAR *found[FILE_LINES];
    struct lines unknown = {0};
    HRESULT hr = lines_parse(value, names, found, FILE_LINES, &unknown);

    if (SUCCEEDED(hr))
        hr = add_file(job, found, &unknown);
    lines_free(&unknown);
    return hr;
}

WCHAR *file_record_temporary_name(const struct value *value)
{
    const WCHAR *found[FILE_LINES];
    const WCHAR *target;
    WCHAR *name = NULL;
    HRESULT hr = lines_parse(value, names, found, FILE_LINES, NULL);

    if (FAILED(hr))
        return NULL;
    check_names(&hr, found);
    target = found[FILE_REAL_NAME] ? found[FILE_REAL_NAME] : found[FILE_LOCAL_NAME];
    if (SUCCEEDED(hr))
        read_temporary_name(&hr, found[FILE_TEMPORARY_NAME], target, &name);
    return name;
}
