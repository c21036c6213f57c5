/* The jobs that the service has, read in the terms of the model.
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include <stdlib.h>
#include <string.h>

#include "content.h"
#include "folders.h"
#include "found_jobs.h"
#include <bits3_0.h>

#define THREADS 4

struct found_jobs
{
    struct found_job *jobs;
    size_t count;
};

static void check_call(const struct found_job *found, HRESULT hr, const char *what)
{
    if (hr != S_OK)
        fail("job %u: %s returns %#lx", found->number, what, hr);
}

/* What stands behind the web server's address. */
static void read_remote_name(const struct found_job *found, IBackgroundCopyFile3 *file, struct file_spec *spec)
{
    size_t length = strlen(session.url) + 1;
    char text[TEXT_MAX] = "";
    WCHAR *name = NULL;

    check_call(found, IBackgroundCopyFile3_GetRemoteName(file, &name), "GetRemoteName");
    if (name)
        narrow(name, text);
    CoTaskMemFree(name);
    snprintf(spec->remote, sizeof(spec->remote), "%s", strlen(text) > length ? text + length : text);
}

static void read_local_name(const struct found_job *found, IBackgroundCopyFile3 *file)
{
    char text[TEXT_MAX] = "", expected[MAX_PATH];
    WCHAR *name = NULL;

    check_call(found, IBackgroundCopyFile3_GetLocalName(file, &name), "GetLocalName");
    if (name)
        narrow(name, text);
    CoTaskMemFree(name);
    folder_file_path(found->number, found->model.file_count, expected);
    if (stricmp(text, expected))
        fail("job %u: file %u goes to %s", found->number, found->model.file_count + 1, text);
}

static void read_temporary_name(struct found_job *found, IBackgroundCopyFile3 *file)
{
    char text[TEXT_MAX] = "";
    const char *slash;
    WCHAR *name = NULL;

    check_call(found, IBackgroundCopyFile3_GetTemporaryName(file, &name), "GetTemporaryName");
    if (name)
        narrow(name, text);
    CoTaskMemFree(name);
    slash = strrchr(text, '\\');
    strcpy(found->temporary_names[found->model.file_count], slash ? slash + 1 : "");
}

/* A file without ranges has S_FALSE, or one range that is all of it: nf-bits2_0-ibackgroundcopyfile2-getfileranges. */
static void read_ranges(const struct found_job *found, IBackgroundCopyFile3 *file, struct file_spec *spec)
{
    BG_FILE_RANGE *ranges = NULL;
    DWORD count = 0;
    HRESULT hr = IBackgroundCopyFile3_GetFileRanges(file, &count, &ranges);

    check_call(found, hr == S_FALSE ? S_OK : hr, "GetFileRanges");
    if (count > RANGES_MAX)
        fail("job %u: file %u has %lu ranges", found->number, found->model.file_count + 1, count);
    else if (count && ranges[0].Length != BG_LENGTH_TO_EOF)
    {
        spec->range_count = count;
        memcpy(spec->ranges, ranges, count * sizeof(*ranges));
    }
    CoTaskMemFree(ranges);
}

static void read_file(struct found_job *found, IBackgroundCopyFile *file)
{
    struct file_spec spec = {{0}};
    IBackgroundCopyFile3 *file3;

    check_call(found, IBackgroundCopyFile_QueryInterface(file, &IID_IBackgroundCopyFile3, (void **)&file3),
            "QueryInterface");
    read_remote_name(found, file3, &spec);
    read_local_name(found, file3);
    read_temporary_name(found, file3);
    read_ranges(found, file3, &spec);
    file_spec_format(&spec, found->model.files[found->model.file_count++]);
    IBackgroundCopyFile3_Release(file3);
}

static void read_files(struct found_job *found)
{
    IEnumBackgroundCopyFiles *files;
    IBackgroundCopyFile *file;

    check_call(found, IBackgroundCopyJob_EnumFiles(found->job, &files), "EnumFiles");
    while (IEnumBackgroundCopyFiles_Next(files, 1, &file, NULL) == S_OK)
    {
        if (found->model.file_count < FILES_MAX)
            read_file(found, file);
        else
            fail("job %u has too many files", found->number);
        IBackgroundCopyFile_Release(file);
    }
    IEnumBackgroundCopyFiles_Release(files);
}

static void read_job(struct found_job *found)
{
    char *text;
    size_t i;

    for (i = 0; i < PROPERTY_COUNT; i++)
    {
        text = found->model.properties[i];
        check_call(found, properties[i].get(found->job, text), properties[i].name);
        if (i == DISPLAY_NAME)
            found->number = strtoul(text, NULL, 10);
    }
    read_files(found);
    check_call(found, IBackgroundCopyJob_GetState(found->job, &found->state), "GetState");
}

static void read_some(void *context, unsigned int number)
{
    struct found_jobs *found = context;
    size_t i;

    CoInitializeEx(NULL, COINIT_MULTITHREADED);
    for (i = number; i < found->count; i += THREADS)
        read_job(&found->jobs[i]);
    CoUninitialize();
}

struct found_job *found_jobs_read(size_t *count)
{
    struct found_jobs found = {0};
    IEnumBackgroundCopyJobs *jobs;
    IBackgroundCopyJob *job;
    HRESULT hr;

    *count = 0;
    if (FAILED(hr = IBackgroundCopyManager_EnumJobs(session.manager, BG_JOB_ENUM_ALL_USERS, &jobs)))
    {
        fail("EnumJobs returns %#lx", hr);
        return NULL;
    }
    while (IEnumBackgroundCopyJobs_Next(jobs, 1, &job, NULL) == S_OK)
    {
        found.jobs = realloc(found.jobs, (found.count + 1) * sizeof(*found.jobs));
        memset(&found.jobs[found.count], 0, sizeof(*found.jobs));
        found.jobs[found.count++].job = job;
    }
    IEnumBackgroundCopyJobs_Release(jobs);
    run_threads(THREADS, read_some, &found);
    *count = found.count;
    return found.jobs;
}
