/* bits_bench: measures one thing about the BITS service of this machine, whichever it is, and prints one line.
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#define COBJMACROS
#include <stdio.h>
#include <stdlib.h>
#include <wchar.h>
#include <windows.h>
#include <bits.h>

#include "measure.h"

#define TIME_LIMIT 150.0 /* seconds; an unfinished measurement ends then */
#define MEGABYTE 1000000.0

/* COUNT files, named 0, 1, 2, ..., are fetched from one folder of a server into one local folder. */
struct bench
{
    const WCHAR *name;
    const WCHAR *url_folder;
    const WCHAR *local_folder;
    unsigned int count;
    IBackgroundCopyManager *manager;
    IBackgroundCopyJob **jobs;
    unsigned int job_count;
    double start_time;
};

static HRESULT create_job(struct bench *bench, IBackgroundCopyJob **job)
{
    HRESULT hr;
    GUID id;

    hr = IBackgroundCopyManager_CreateJob(bench->manager, bench->name, BG_JOB_TYPE_DOWNLOAD, &id, job);
    if (SUCCEEDED(hr))
        bench->job_count++;
    return hr;
}

static HRESULT add_file(const struct bench *bench, IBackgroundCopyJob *job, unsigned int index)
{
    WCHAR url[MAX_PATH], path[MAX_PATH];

    swprintf(url, MAX_PATH, L"%ls/%u", bench->url_folder, index);
    swprintf(path, MAX_PATH, L"%ls\\%u", bench->local_folder, index);
    return IBackgroundCopyJob_AddFile(job, url, path);
}

static HRESULT create_job_with_file(struct bench *bench, unsigned int index)
{
    HRESULT hr = create_job(bench, &bench->jobs[index]);

    return SUCCEEDED(hr) ? add_file(bench, bench->jobs[index], index) : hr;
}

static HRESULT create_jobs_with_files(struct bench *bench)
{
    HRESULT hr = S_OK;
    unsigned int i;

    for (i = 0; i < bench->count && SUCCEEDED(hr); i++)
        hr = create_job_with_file(bench, i);
    return report(L"a job with one file", hr);
}

static HRESULT create_job_with_all_files(struct bench *bench)
{
    HRESULT hr = create_job(bench, &bench->jobs[0]);
    unsigned int i;

    for (i = 0; i < bench->count && SUCCEEDED(hr); i++)
        hr = add_file(bench, bench->jobs[0], i);
    return report(L"a job with all files", hr);
}

static HRESULT resume_jobs(struct bench *bench)
{
    HRESULT hr = S_OK;
    unsigned int i;

    bench->start_time = now();
    for (i = 0; i < bench->job_count && SUCCEEDED(hr); i++)
        hr = IBackgroundCopyJob_Resume(bench->jobs[i]);
    return report(L"Resume", hr);
}

static HRESULT job_error(IBackgroundCopyJob *job)
{
    BG_ERROR_CONTEXT context;
    IBackgroundCopyError *error;
    HRESULT code = E_FAIL;

    if (SUCCEEDED(IBackgroundCopyJob_GetError(job, &error)))
    {
        IBackgroundCopyError_GetError(error, &context, &code);
        IBackgroundCopyError_Release(error);
    }
    return code;
}

static HRESULT wait_for_job(const struct bench *bench, IBackgroundCopyJob *job, DWORD poll_interval)
{
    BG_JOB_STATE state;
    HRESULT hr;

    while (now() < bench->start_time + TIME_LIMIT)
    {
        if (FAILED(hr = IBackgroundCopyJob_GetState(job, &state)))
            return report(L"GetState", hr);
        if (state == BG_JOB_STATE_TRANSFERRED)
            return S_OK;
        if (state == BG_JOB_STATE_ERROR || state == BG_JOB_STATE_TRANSIENT_ERROR)
            return report(L"the transfer", job_error(job));
        Sleep(poll_interval);
    }
    return report(L"the transfer", HRESULT_FROM_WIN32(ERROR_TIMEOUT));
}

/* Jobs are waited for in the order in which they were resumed, so that most calls of GetState find one finished. */
static HRESULT wait_for_jobs(struct bench *bench, DWORD poll_interval)
{
    HRESULT hr = S_OK;
    unsigned int i;

    for (i = 0; i < bench->job_count && SUCCEEDED(hr); i++)
    {
        hr = wait_for_job(bench, bench->jobs[i], poll_interval);
        if (SUCCEEDED(hr))
            hr = report(L"Complete", IBackgroundCopyJob_Complete(bench->jobs[i]));
    }
    return hr;
}

/* From the first Resume to the end of the last Complete. */
static HRESULT time_transfer(struct bench *bench, DWORD poll_interval, double *seconds)
{
    HRESULT hr;

    if (SUCCEEDED(hr = resume_jobs(bench)))
        hr = wait_for_jobs(bench, poll_interval);
    *seconds = now() - bench->start_time;
    return hr;
}

static HRESULT big_file(struct bench *bench)
{
    BG_JOB_PROGRESS progress;
    double seconds;
    HRESULT hr;

    if (FAILED(hr = create_job_with_all_files(bench)) || FAILED(hr = time_transfer(bench, 10, &seconds)))
        return hr;
    if (SUCCEEDED(hr = report(L"GetProgress", IBackgroundCopyJob_GetProgress(bench->jobs[0], &progress))))
        printf("big_file %.1f MB/s\n", progress.BytesTransferred / MEGABYTE / seconds);
    return hr;
}

static HRESULT many_files(struct bench *bench)
{
    double seconds;
    HRESULT hr;

    if (FAILED(hr = create_job_with_all_files(bench)) || FAILED(hr = time_transfer(bench, 5, &seconds)))
        return hr;
    printf("%ls %.1f files/s\n", bench->name, bench->count / seconds);
    return hr;
}

/* Foreground jobs run all at once. Wine's builtin service knows no priorities, and refuses the call. */
static void prefer_jobs(const struct bench *bench)
{
    unsigned int i;

    for (i = 0; i < bench->job_count; i++)
        IBackgroundCopyJob_SetPriority(bench->jobs[i], BG_JOB_PRIORITY_FOREGROUND);
}

static HRESULT many_jobs(struct bench *bench)
{
    double seconds;
    HRESULT hr;

    if (FAILED(hr = create_jobs_with_files(bench)))
        return hr;
    prefer_jobs(bench);
    if (FAILED(hr = time_transfer(bench, 5, &seconds)))
        return hr;
    printf("many_jobs %.1f jobs/s\n", bench->count / seconds);
    return hr;
}

static HRESULT create_jobs(struct bench *bench)
{
    HRESULT hr;

    bench->start_time = now();
    if (SUCCEEDED(hr = create_jobs_with_files(bench)))
        printf("create_jobs %.1f jobs/s\n", bench->count / (now() - bench->start_time));
    return hr;
}

static int compare_doubles(const void *left, const void *right)
{
    double a = *(const double *)left, b = *(const double *)right;

    return (a > b) - (a < b);
}

static HRESULT time_get_state(IBackgroundCopyJob *job, double *times, unsigned int count)
{
    BG_JOB_STATE state;
    HRESULT hr = S_OK;
    unsigned int i;
    double start;

    for (i = 0; i < count && SUCCEEDED(hr); i++)
    {
        start = now();
        hr = IBackgroundCopyJob_GetState(job, &state);
        times[i] = 1000000 * (now() - start);
    }
    return report(L"GetState", hr);
}

static HRESULT get_state(struct bench *bench)
{
    double *times, sum = 0;
    unsigned int i;
    HRESULT hr;

    if (FAILED(hr = report(L"CreateJob", create_job(bench, &bench->jobs[0]))))
        return hr;
    if (!(times = calloc(bench->count, sizeof(*times))))
        return report(L"the times", E_OUTOFMEMORY);
    if (SUCCEEDED(hr = time_get_state(bench->jobs[0], times, bench->count)))
    {
        qsort(times, bench->count, sizeof(*times), compare_doubles);
        for (i = 0; i < bench->count; i++)
            sum += times[i];
        printf("get_state %.1f us %.1f us_p99\n", sum / bench->count, times[bench->count * 99 / 100]);
    }
    free(times);
    return hr;
}

/* Cancel ends the jobs of a measurement that failed or needed no transfer; completed ones refuse it. */
static void release_jobs(struct bench *bench)
{
    unsigned int i;

    for (i = 0; i < bench->job_count; i++)
    {
        IBackgroundCopyJob_Cancel(bench->jobs[i]);
        IBackgroundCopyJob_Release(bench->jobs[i]);
    }
}

/* Whoever reads the figures looks at the service, which ends with its last client, before and after the measurement,
 * and then sends a line. */
static void let_reader_look(void)
{
    int c;

    fflush(stdout);
    do
        c = getchar();
    while (c != EOF && c != '\n');
}

static HRESULT connect_to_service(struct bench *bench)
{
    HRESULT hr = CoCreateInstance(&CLSID_BackgroundCopyManager, NULL, CLSCTX_LOCAL_SERVER, &IID_IBackgroundCopyManager,
            (void **)&bench->manager);

    return report(L"BITS", hr);
}

/* The first connection starts the service; no measurement contains it. */
static HRESULT run(struct bench *bench, HRESULT (*measure)(struct bench *))
{
    HRESULT hr;

    if (FAILED(hr = connect_to_service(bench)))
        return hr;
    puts("ready");
    let_reader_look();
    if ((bench->jobs = calloc(bench->count, sizeof(*bench->jobs))))
        hr = measure(bench);
    else
        hr = report(L"the jobs", E_OUTOFMEMORY);
    release_jobs(bench);
    free(bench->jobs);
    let_reader_look();
    IBackgroundCopyManager_Release(bench->manager);
    return hr;
}

struct bench_case
{
    const WCHAR *name;
    HRESULT (*measure)(struct bench *bench);
};

static const struct bench_case cases[] =
{
    {L"big_file", big_file},
    {L"many_files", many_files},
    {L"far_files", many_files},
    {L"many_jobs", many_jobs},
    {L"create_jobs", create_jobs},
    {L"get_state", get_state},
};

static HRESULT run_case(struct bench *bench)
{
    unsigned int i;

    for (i = 0; i < ARRAYSIZE(cases); i++)
    {
        if (!wcscmp(bench->name, cases[i].name))
            return run(bench, cases[i].measure);
    }
    return report(bench->name, E_INVALIDARG);
}

int wmain(int argc, WCHAR **argv);

int wmain(int argc, WCHAR **argv)
{
    struct bench bench = {0};
    HRESULT hr;

    if (argc != 5 || !(bench.count = wcstoul(argv[4], NULL, 10)))
    {
        fputws(L"Usage: bits_bench CASE URL_FOLDER LOCAL_FOLDER COUNT\n"
               L"CASE is big_file, many_files, far_files, many_jobs, create_jobs or get_state.\n",
                stderr);
        return 1;
    }
    bench.name = argv[1];
    bench.url_folder = argv[2];
    bench.local_folder = argv[3];
    if (FAILED(report(L"COM", CoInitializeEx(NULL, COINIT_MULTITHREADED))))
        return 1;
    hr = run_case(&bench);
    CoUninitialize();
    return SUCCEEDED(hr) ? 0 : 1;
}
