/* The folders that the jobs' files go to: what may be in them, and whether the files are right.
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include <stdlib.h>
#include <string.h>

#include "content.h"
#include "folders.h"

static void folder_path(unsigned int job, char path[MAX_PATH])
{
    snprintf(path, MAX_PATH, "%s\\%u", session.target, job);
}

void folder_file_path(unsigned int job, unsigned int index, char path[MAX_PATH])
{
    snprintf(path, MAX_PATH, "%s\\%u\\%u", session.target, job, index + 1);
}

void folder_create(unsigned int job)
{
    char path[MAX_PATH];

    folder_path(job, path);
    CreateDirectoryA(path, NULL);
}

/* Calls what(job, context, name) for each file in the folder. */
static void list_folder(unsigned int job, void (*what)(unsigned int job, const void *context, const char *name),
        const void *context)
{
    WIN32_FIND_DATAA data;
    char path[MAX_PATH];
    HANDLE search;

    snprintf(path, sizeof(path), "%s\\%u\\*", session.target, job);
    if ((search = FindFirstFileA(path, &data)) == INVALID_HANDLE_VALUE)
        return;
    do
    {
        if (!(data.dwFileAttributes & FILE_ATTRIBUTE_DIRECTORY))
            what(job, context, data.cFileName);
    } while (FindNextFileA(search, &data));
    FindClose(search);
}

static BOOL is_temporary_name(const struct found_job *found, const char *name)
{
    unsigned int i;

    for (i = 0; found && i < found->model.file_count; i++)
    {
        if (!stricmp(found->temporary_names[i], name))
            return TRUE;
    }
    return FALSE;
}

static BOOL is_right(unsigned int job, const struct model *model, unsigned int index)
{
    struct file_spec spec;
    char path[MAX_PATH];

    folder_file_path(job, index, path);
    return file_spec_parse(model->files[index], &spec) && content_is_right(path, &spec);
}

struct folder_context
{
    const struct model *model;
    const struct folder_rules *rules;
};

/* The files' final names are their numbers. A file that Complete has named may belong to a job, or to calls of AddFile,
 * that a kill of Wine has undone together with that. */
static void check_final_name(unsigned int job, const struct folder_context *context, unsigned int number)
{
    char path[MAX_PATH];

    if (!context->rules->files_may_be_there)
        fail("job %u: its file %u has its final name, but Complete was not called", job, number);
    else if (number > context->model->file_count)
    {
        folder_file_path(job, number - 1, path);
        DeleteFileA(path);
    }
    else if (!is_right(job, context->model, number - 1))
        fail("job %u: file %u is not %s", job, number, context->model->files[number - 1]);
}

static void check_entry(unsigned int job, const void *arg, const char *name)
{
    const struct folder_context *context = arg;
    unsigned int number = strtoul(name, NULL, 10);

    if (number && number <= context->model->file_count && context->rules->files_are_there)
        return;
    if (number)
        check_final_name(job, context, number);
    else if (!is_temporary_name(context->rules->found, name))
        fail("job %u: %s belongs to no file", job, name);
}

/* Each file has to be there. */
static void compare_files(unsigned int job, const struct model *model)
{
    unsigned int i;

    for (i = 0; i < model->file_count; i++)
    {
        if (!is_right(job, model, i))
            fail("job %u: it is completed, but file %u is not %s", job, i + 1, model->files[i]);
        session.compared_files++;
    }
}

void folder_check(unsigned int job, const struct model *model, const struct folder_rules *rules)
{
    const struct folder_context context = {model, rules};

    if (rules->files_are_there)
        compare_files(job, model);
    list_folder(job, check_entry, &context);
}

static void remove_entry(unsigned int job, const void *context, const char *name)
{
    char path[MAX_PATH];

    snprintf(path, sizeof(path), "%s\\%u\\%s", session.target, job, name);
    DeleteFileA(path);
}

void folder_remove(unsigned int job)
{
    char path[MAX_PATH];

    list_folder(job, remove_entry, NULL);
    folder_path(job, path);
    RemoveDirectoryA(path);
}
