/* The calls of the load: how each is made, and what it does to the model. The argument of a call is text, as it stands
 * in the journal; of AddFile and its kin a list of files with spaces between.
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include <stdlib.h>
#include <string.h>

#include "calls.h"
#include "content.h"
#include "folders.h"
#include "journal.h"
#include <bits2_0.h>

struct call_type
{
    const char *name;
    HRESULT (*make)(struct load_job *job, const char *argument);
    void (*apply)(struct model *model, const char *argument);
};

struct names
{
    WCHAR remote[1024];
    WCHAR local[1024];
};

static HRESULT make_CreateJob(struct load_job *job, const char *argument)
{
    WCHAR name[1024];
    GUID id;

    widen(argument, name);
    return IBackgroundCopyManager_CreateJob(session.manager, name, BG_JOB_TYPE_DOWNLOAD, &id, &job->job);
}

static void apply_CreateJob(struct model *model, const char *argument)
{
    model->phase = PHASE_NEW;
    strcpy(model->properties[DISPLAY_NAME], argument);
}

/* The names of the job's next file but "ahead". */
static void choose_names(const struct load_job *job, unsigned int ahead, const struct file_spec *spec,
        struct names *names)
{
    char text[MAX_PATH];

    snprintf(text, sizeof(text), "%s/%s", session.url, spec->remote);
    widen(text, names->remote);
    folder_file_path(job->number, job->model.file_count + ahead, text);
    widen(text, names->local);
}

/* The word at *list, and *list behind it; FALSE at the end. */
static BOOL next_word(const char **list, char word[TEXT_MAX])
{
    size_t length = strcspn(*list, " ");

    snprintf(word, TEXT_MAX, "%.*s", (int)length, *list);
    *list += length;
    *list += strspn(*list, " ");
    return length != 0;
}

static HRESULT make_AddFile(struct load_job *job, const char *argument)
{
    struct file_spec spec;
    struct names names;

    file_spec_parse(argument, &spec);
    choose_names(job, 0, &spec, &names);
    return IBackgroundCopyJob_AddFile(job->job, names.remote, names.local);
}

static HRESULT make_AddFileWithRanges(struct load_job *job, const char *argument)
{
    IBackgroundCopyJob3 *job3;
    struct file_spec spec;
    struct names names;
    HRESULT hr;

    file_spec_parse(argument, &spec);
    choose_names(job, 0, &spec, &names);
    if (FAILED(hr = IBackgroundCopyJob_QueryInterface(job->job, &IID_IBackgroundCopyJob3, (void **)&job3)))
        return hr;
    hr = IBackgroundCopyJob3_AddFileWithRanges(job3, names.remote, names.local, spec.range_count, spec.ranges);
    IBackgroundCopyJob3_Release(job3);
    return hr;
}

static HRESULT make_AddFileSet(struct load_job *job, const char *argument)
{
    struct names *names = calloc(FILES_MAX, sizeof(*names));
    BG_FILE_INFO infos[FILES_MAX];
    struct file_spec spec;
    char word[TEXT_MAX];
    ULONG count = 0;
    HRESULT hr;

    while (next_word(&argument, word))
    {
        file_spec_parse(word, &spec);
        choose_names(job, count, &spec, &names[count]);
        infos[count] = (BG_FILE_INFO){names[count].remote, names[count].local};
        count++;
    }
    hr = IBackgroundCopyJob_AddFileSet(job->job, count, infos);
    free(names);
    return hr;
}

static void apply_files(struct model *model, const char *argument)
{
    while (model->file_count < FILES_MAX && next_word(&argument, model->files[model->file_count]))
        model->file_count++;
}

/* The argument is the old place and the new one. S_FALSE: no file had the old one. */
static HRESULT make_ReplaceRemotePrefix(struct load_job *job, const char *argument)
{
    WCHAR old_prefix[1024], new_prefix[1024];
    char place[TEXT_MAX], prefix[TEXT_MAX];
    IBackgroundCopyJob3 *job3;
    HRESULT hr;

    next_word(&argument, place);
    snprintf(prefix, sizeof(prefix), "%s/%s/", session.url, place);
    widen(prefix, old_prefix);
    snprintf(prefix, sizeof(prefix), "%s/%s/", session.url, argument);
    widen(prefix, new_prefix);
    if (FAILED(hr = IBackgroundCopyJob_QueryInterface(job->job, &IID_IBackgroundCopyJob3, (void **)&job3)))
        return hr;
    hr = IBackgroundCopyJob3_ReplaceRemotePrefix(job3, old_prefix, new_prefix);
    IBackgroundCopyJob3_Release(job3);
    return hr == S_FALSE ? S_OK : hr;
}

/* Both places have names of four letters. */
static void apply_ReplaceRemotePrefix(struct model *model, const char *argument)
{
    size_t length = strcspn(argument, " ");
    unsigned int i;

    for (i = 0; i < model->file_count; i++)
    {
        if (!strncmp(model->files[i], argument, length))
            memcpy(model->files[i], argument + length + 1, length);
    }
}

static HRESULT make_Resume(struct load_job *job, const char *argument)
{
    return IBackgroundCopyJob_Resume(job->job);
}

static void apply_Resume(struct model *model, const char *argument)
{
    model->phase = PHASE_RESUMED;
}

static HRESULT make_Suspend(struct load_job *job, const char *argument)
{
    return IBackgroundCopyJob_Suspend(job->job);
}

static void apply_Suspend(struct model *model, const char *argument)
{
    if (model->phase == PHASE_RESUMED)
        model->phase = PHASE_SUSPENDED;
}

static HRESULT make_Cancel(struct load_job *job, const char *argument)
{
    return IBackgroundCopyJob_Cancel(job->job);
}

static void apply_Cancel(struct model *model, const char *argument)
{
    model->phase = PHASE_CANCELLED;
}

static HRESULT make_Complete(struct load_job *job, const char *argument)
{
    return IBackgroundCopyJob_Complete(job->job);
}

static void apply_Complete(struct model *model, const char *argument)
{
    model->phase = PHASE_COMPLETED;
}

static const struct call_type call_types[] =
{
    {"CreateJob", make_CreateJob, apply_CreateJob},
    {"AddFile", make_AddFile, apply_files},
    {"AddFileWithRanges", make_AddFileWithRanges, apply_files},
    {"AddFileSet", make_AddFileSet, apply_files},
    {"ReplaceRemotePrefix", make_ReplaceRemotePrefix, apply_ReplaceRemotePrefix},
    {"Resume", make_Resume, apply_Resume},
    {"Suspend", make_Suspend, apply_Suspend},
    {"Cancel", make_Cancel, apply_Cancel},
    {"Complete", make_Complete, apply_Complete},
};

/* Anything that is not in the table sets a property. */
static const struct call_type *find_type(const char *name)
{
    size_t i;

    for (i = 0; i < ARRAYSIZE(call_types); i++)
    {
        if (!strcmp(call_types[i].name, name))
            return &call_types[i];
    }
    return NULL;
}

static size_t find_property(const char *name)
{
    size_t i = 0;

    while (i < PROPERTY_COUNT - 1 && strcmp(properties[i].name, name))
        i++;
    return i;
}

void call_apply(struct model *model, const char *name, const char *argument)
{
    const struct call_type *type = find_type(name);

    if (type)
        type->apply(model, argument);
    else
        snprintf(model->properties[find_property(name)], TEXT_MAX, "%s", argument);
}

BOOL call_make(struct load_job *job, const char *name, const char *argument)
{
    const struct call_type *type = find_type(name);
    HRESULT hr;

    journal_begin(job->number, name, argument);
    hr = type ? type->make(job, argument) : properties[find_property(name)].set(job->job, argument);
    journal_end(job->number, hr);
    if (hr == S_OK)
        call_apply(&job->model, name, argument);
    return hr == S_OK;
}
