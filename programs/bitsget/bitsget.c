/* bitsget: downloads files through BITS, as a tool and as an example of the API.
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#define COBJMACROS
#include <stdarg.h>
#include <stdio.h>
#include <wchar.h>
#include <windows.h>
#include <bits.h>

#define POLL_INTERVAL 100    /* milliseconds */
#define CANCEL_TIMEOUT 5000  /* milliseconds that Windows, too, allows a program whose console closes */
#define BAR_WIDTH 24
#define MEGABYTE 1000000.0

struct options
{
    BOOL help;
    BOOL quiet;
    BOOL progress;
    BOOL patient;
    WCHAR **names;  /* a URL, its local file, the next URL, ... */
    int name_count;
};

struct download
{
    const struct options *options;
    IBackgroundCopyManager *manager;
    IBackgroundCopyJob *job;
    ULONGLONG start_time;
    int line_length;  /* of the progress line on the terminal, 0 when there is none */
};

static HANDLE interrupted;

static const WCHAR help_text[] =
    L"Usage: bitsget [OPTION]... URL FILE [URL FILE]...\n"
    L"\n"
    L"Downloads each URL into the FILE after it. The Background Intelligent Transfer\n"
    L"Service (BITS) does the work. A file appears only when all are complete.\n"
    L"\n"
    L"  --progress  Draw a progress line, even if the output is no terminal.\n"
    L"  --quiet     Print nothing but errors.\n"
    L"  --patient   When the network or the server fails, wait until BITS tries again.\n"
    L"              Without this option bitsget gives up.\n"
    L"  --help      Print this text.\n"
    L"\n"
    L"Ctrl-C cancels the download. The exit code is 0 when every file is there, else 1.\n"
    L"\n"
    L"Example: bitsget http://example.com/file.zip file.zip\n";

/* A console takes Unicode as it is; files and pipes get UTF-8. */
static void write_text(DWORD stream, const WCHAR *text)
{
    HANDLE output = GetStdHandle(stream);
    int length = wcslen(text);
    char utf8[3 * 4096];
    DWORD written;

    if (WriteConsoleW(output, text, length, &written, NULL))
        return;
    length = WideCharToMultiByte(CP_UTF8, 0, text, length, utf8, sizeof(utf8), NULL, NULL);
    WriteFile(output, utf8, length, &written, NULL);
}

static void print_message(const WCHAR *format, ...)
{
    WCHAR text[4096];
    va_list args;

    va_start(args, format);
    _vsnwprintf(text, ARRAYSIZE(text) - 1, format, args);
    va_end(args);
    text[ARRAYSIZE(text) - 1] = 0;
    write_text(STD_ERROR_HANDLE, text);
}

static BOOL error_is_terminal(void)
{
    DWORD mode;

    return GetConsoleMode(GetStdHandle(STD_ERROR_HANDLE), &mode);
}

static BOOL parse_option(struct options *options, const WCHAR *name)
{
    if (!wcscmp(name, L"--help"))
        options->help = TRUE;
    else if (!wcscmp(name, L"--quiet"))
        options->quiet = TRUE;
    else if (!wcscmp(name, L"--progress"))
        options->progress = TRUE;
    else if (!wcscmp(name, L"--patient"))
        options->patient = TRUE;
    else
        return FALSE;
    return TRUE;
}

static BOOL parse_arguments(struct options *options, int argc, WCHAR **argv)
{
    int i;

    options->progress = error_is_terminal();
    for (i = 1; i < argc && !wcsncmp(argv[i], L"--", 2); i++)
    {
        if (!parse_option(options, argv[i]))
        {
            print_message(L"bitsget: there is no option %ls; see bitsget --help\n", argv[i]);
            return FALSE;
        }
    }
    options->progress = options->progress && !options->quiet;
    options->names = argv + i;
    options->name_count = argc - i;
    if (options->help || (options->name_count && options->name_count % 2 == 0))
        return TRUE;
    print_message(L"bitsget: a URL and a file are needed, or several pairs of them; see bitsget --help\n");
    return FALSE;
}

/* Texts of the service may end with a line break. */
static void print_detail(WCHAR *text)
{
    size_t length = wcslen(text);

    while (length && iswspace(text[length - 1]))
        text[--length] = 0;
    print_message(L"    %ls\n", text);
    CoTaskMemFree(text);
}

static LANGID user_language(void)
{
    return LANGIDFROMLCID(GetThreadLocale());
}

static void clear_progress(struct download *download)
{
    if (download->line_length)
        print_message(L"\r%*ls\r", download->line_length, L"");
    download->line_length = 0;
}

/* For a call that failed; a job that failed has an error object of its own. */
static HRESULT report_call(struct download *download, const WCHAR *action, HRESULT hr)
{
    WCHAR *description = NULL;

    clear_progress(download);
    if (download->manager)
        IBackgroundCopyManager_GetErrorDescription(download->manager, hr, user_language(), &description);
    print_message(L"bitsget: %ls: error 0x%08lx\n", action, hr);
    if (description)
        print_detail(description);
    return hr;
}

static void print_error_file(IBackgroundCopyError *error)
{
    IBackgroundCopyFile *file;
    WCHAR *url;

    if (FAILED(IBackgroundCopyError_GetFile(error, &file)))
        return;
    if (SUCCEEDED(IBackgroundCopyFile_GetRemoteName(file, &url)))
        print_detail(url);
    IBackgroundCopyFile_Release(file);
}

static void print_descriptions(IBackgroundCopyError *error)
{
    WCHAR *description;

    if (SUCCEEDED(IBackgroundCopyError_GetErrorDescription(error, user_language(), &description)))
        print_detail(description);
    if (SUCCEEDED(IBackgroundCopyError_GetErrorContextDescription(error, user_language(), &description)))
        print_detail(description);
}

static void report_job_error(struct download *download, const WCHAR *what)
{
    BG_ERROR_CONTEXT context;
    IBackgroundCopyError *error;
    HRESULT code, hr;

    clear_progress(download);
    if (FAILED(hr = IBackgroundCopyJob_GetError(download->job, &error)))
    {
        print_message(L"bitsget: %ls; BITS does not say why (error 0x%08lx)\n", what, hr);
        return;
    }
    if (SUCCEEDED(IBackgroundCopyError_GetError(error, &context, &code)))
        print_message(L"bitsget: %ls: error 0x%08lx in context %d\n", what, code, context);
    print_error_file(error);
    print_descriptions(error);
    IBackgroundCopyError_Release(error);
}

static double seconds_since(ULONGLONG start_time)
{
    ULONGLONG elapsed = GetTickCount64() - start_time;

    return (elapsed ? elapsed : 1) / 1000.0;
}

static void format_bar(WCHAR *bar, double fraction)
{
    int i;

    for (i = 0; i < BAR_WIDTH; i++)
        bar[i] = i < (int)(fraction * BAR_WIDTH) ? '#' : '.';
    bar[BAR_WIDTH] = 0;
}

static int format_progress(const struct download *download, WCHAR *line, size_t size)
{
    double done, total, rate, fraction;
    BG_JOB_PROGRESS progress;
    WCHAR bar[BAR_WIDTH + 1];

    if (FAILED(IBackgroundCopyJob_GetProgress(download->job, &progress)))
        return 0;
    done = progress.BytesTransferred / MEGABYTE;
    rate = done / seconds_since(download->start_time);
    if (progress.BytesTotal == BG_SIZE_UNKNOWN)
        return _snwprintf(line, size, L"%.1f MB  %.1f MB/s", done, rate);
    total = progress.BytesTotal / MEGABYTE;
    fraction = total > 0 ? done / total : 0;
    format_bar(bar, fraction);
    return _snwprintf(line, size, L"[%ls] %3.0f%%  %.1f of %.1f MB  %.1f MB/s", bar, 100 * fraction, done, total, rate);
}

static void show_progress(struct download *download)
{
    WCHAR line[128];
    int length;

    if (!download->options->progress || (length = format_progress(download, line, ARRAYSIZE(line))) <= 0)
        return;
    print_message(L"\r%-*ls", max(length, download->line_length), line);
    download->line_length = length;
}

static void show_summary(struct download *download)
{
    double seconds = seconds_since(download->start_time), megabytes;
    BG_JOB_PROGRESS progress;
    WCHAR text[128];

    if (download->options->quiet || FAILED(IBackgroundCopyJob_GetProgress(download->job, &progress)))
        return;
    megabytes = progress.BytesTransferred / MEGABYTE;
    _snwprintf(text, ARRAYSIZE(text), L"%lu %ls, %.1f MB in %.1f s, %.1f MB/s\n", progress.FilesTransferred,
               progress.FilesTransferred == 1 ? L"file" : L"files", megabytes, seconds, megabytes / seconds);
    write_text(STD_OUTPUT_HANDLE, text);
}

static HRESULT add_file(struct download *download, const WCHAR *url, const WCHAR *name)
{
    DWORD size = GetFullPathNameW(name, 0, NULL, NULL);
    WCHAR *path = CoTaskMemAlloc(size * sizeof(*path));
    HRESULT hr = E_OUTOFMEMORY;

    /* The service works in another folder than we: it takes absolute names only. */
    if (path && GetFullPathNameW(name, size, path, NULL))
        hr = IBackgroundCopyJob_AddFile(download->job, url, path);
    if (FAILED(hr))
        report_call(download, url, hr);
    CoTaskMemFree(path);
    return hr;
}

static HRESULT create_job(struct download *download)
{
    HRESULT hr;
    GUID id;

    hr = CoCreateInstance(&CLSID_BackgroundCopyManager, NULL, CLSCTX_LOCAL_SERVER, &IID_IBackgroundCopyManager,
                          (void **)&download->manager);
    if (FAILED(hr))
        return report_call(download, L"BITS does not answer", hr);
    hr = IBackgroundCopyManager_CreateJob(download->manager, L"bitsget", BG_JOB_TYPE_DOWNLOAD, &id, &download->job);
    if (FAILED(hr))
        return report_call(download, L"the job cannot be created", hr);
    return S_OK;
}

static HRESULT start_job(struct download *download)
{
    const struct options *options = download->options;
    HRESULT hr;
    int i;

    for (i = 0; i < options->name_count; i += 2)
    {
        if (FAILED(hr = add_file(download, options->names[i], options->names[i + 1])))
            return hr;
    }
    /* Somebody waits for the file. A service that knows no priorities does its best anyway. */
    IBackgroundCopyJob_SetPriority(download->job, BG_JOB_PRIORITY_FOREGROUND);
    download->start_time = GetTickCount64();
    if (FAILED(hr = IBackgroundCopyJob_Resume(download->job)))
        report_call(download, L"the job cannot be started", hr);
    return hr;
}

/* Files get their final names only here; until then they are temporary files of BITS. */
static BOOL complete_job(struct download *download)
{
    HRESULT hr = IBackgroundCopyJob_Complete(download->job);

    if (FAILED(hr))
    {
        report_call(download, L"the files cannot be put in place", hr);
        return FALSE;
    }
    show_progress(download);
    if (download->line_length)
        print_message(L"\n");
    show_summary(download);
    return TRUE;
}

/* Looks at the state of the job, which is new; returns whether there is something to wait for. */
static BOOL enter_state(struct download *download, BG_JOB_STATE state)
{
    switch (state)
    {
    case BG_JOB_STATE_TRANSFERRED:
        return FALSE;
    case BG_JOB_STATE_ERROR:
        report_job_error(download, L"the download failed");
        return FALSE;
    case BG_JOB_STATE_TRANSIENT_ERROR:
        report_job_error(download, download->options->patient ? L"BITS waits and tries again later"
                                                              : L"the download failed for now");
        return download->options->patient;
    case BG_JOB_STATE_CANCELLED:
    case BG_JOB_STATE_ACKNOWLEDGED:
        clear_progress(download);
        print_message(L"bitsget: another program ended the job\n");
        return FALSE;
    default:
        return TRUE;
    }
}

static BOOL wait_for_interval(struct download *download)
{
    if (WaitForSingleObject(interrupted, POLL_INTERVAL) == WAIT_TIMEOUT)
        return TRUE;
    clear_progress(download);
    print_message(L"bitsget: cancelled\n");
    return FALSE;
}

/* Watches the job until it has all files. A program with a message loop would rather use SetNotifyInterface. */
static BOOL wait_for_job(struct download *download)
{
    BG_JOB_STATE state, last_state = BG_JOB_STATE_SUSPENDED;
    HRESULT hr;

    do
    {
        if (FAILED(hr = IBackgroundCopyJob_GetState(download->job, &state)))
        {
            report_call(download, L"the job does not answer", hr);
            return FALSE;
        }
        if (state != last_state && !enter_state(download, state))
            return state == BG_JOB_STATE_TRANSFERRED;
        last_state = state;
        show_progress(download);
    } while (wait_for_interval(download));
    return FALSE;
}

static BOOL run_job(struct download *download)
{
    BOOL complete;

    if (FAILED(create_job(download)))
        return FALSE;
    complete = SUCCEEDED(start_job(download)) && wait_for_job(download) && complete_job(download);
    /* A job belongs to the service and would outlive this program. */
    if (!complete)
        IBackgroundCopyJob_Cancel(download->job);
    return complete;
}

static void release(struct download *download)
{
    if (download->job)
        IBackgroundCopyJob_Release(download->job);
    if (download->manager)
        IBackgroundCopyManager_Release(download->manager);
}

/* Runs on a thread of its own. The main thread cancels the job and ends the program before this returns; when the
 * console closes, Windows ends the program as soon as this returns. */
static BOOL WINAPI handle_interrupt(DWORD type)
{
    SetEvent(interrupted);
    Sleep(CANCEL_TIMEOUT);
    return TRUE;
}

int wmain(int argc, WCHAR **argv);

int wmain(int argc, WCHAR **argv)
{
    struct options options = {0};
    struct download download = {&options};
    BOOL complete;
    HRESULT hr;

    if (!parse_arguments(&options, argc, argv))
        return 1;
    if (options.help)
    {
        write_text(STD_OUTPUT_HANDLE, help_text);
        return 0;
    }
    interrupted = CreateEventW(NULL, TRUE, FALSE, NULL);
    SetConsoleCtrlHandler(handle_interrupt, TRUE);
    if (FAILED(hr = CoInitializeEx(NULL, COINIT_MULTITHREADED)))
    {
        report_call(&download, L"COM cannot be used", hr);
        return 1;
    }
    complete = run_job(&download);
    release(&download);
    CoUninitialize();
    return complete ? 0 : 1;
}
