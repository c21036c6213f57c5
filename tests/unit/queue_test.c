/* The queue, and jobs, for the tests of the model.
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include "queue_test.h"

unsigned int queue_changes;

static void count_change(void)
{
    queue_changes++;
}

struct job *create_job(BG_JOB_TYPE type)
{
    struct job *job;

    assert_hresult(job_create(L"name", type, &job), S_OK);
    return job;
}

struct job *create_download(size_t file_count)
{
    struct job *job = create_job(BG_JOB_TYPE_DOWNLOAD);

    if (file_count)
        assert_hresult(add_files(job, file_count), S_OK);
    return job;
}

HRESULT add_files(struct job *job, size_t count)
{
    static WCHAR remote[] = L"http://server/file", local[] = L"C:\\folder\\file";
    BG_FILE_INFO files[200];
    size_t i;

    assert_true(count <= ARRAYSIZE(files));
    for (i = 0; i < count; i++)
        files[i] = (BG_FILE_INFO){remote, local};
    return job_add_files(job, files, count);
}

int start_queue(void **state)
{
    queue_changes = 0;
    queue_start(count_change);
    return 0;
}

int stop_queue(void **state)
{
    queue_stop();
    while (queue_count())
        queue_remove(queue_get(0));
    return 0;
}

int start_queue_with_job(void **state)
{
    start_queue(state);
    *state = create_download(2);
    return 0;
}

int stop_queue_with_job(void **state)
{
    job_release(*state);
    return stop_queue(state);
}
