/* A program that a job runs, and its reports: a line with its command line for each run.
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <wchar.h>

#include "report.h"
#include <bits1_5.h>

#define COMMAND_LINE_MAX 1000
#define POLL_INTERVAL 10
#define REPORT_ARGUMENT "report"

BOOL is_report(int argc, char **argv)
{
    return argc > 3 && !strcmp(argv[1], REPORT_ARGUMENT);
}

/* The last argument names the file; the code stands before it. */
int report(int argc, char **argv)
{
    FILE *file = fopen(argv[argc - 1], "ab");

    if (!file)
        return 1;
    fprintf(file, "%s\n", GetCommandLineA());
    fclose(file);
    return atoi(argv[argc - 2]);
}

static void write_command_line(struct bits_test *test, int code, const WCHAR *file, WCHAR *text)
{
    WCHAR path[MAX_PATH];

    local_name(test, file, path);
    swprintf(text, COMMAND_LINE_MAX, L"\"any name\" " REPORT_ARGUMENT L"  \"a b\" %%TEMP%% %d \"%ls\"", code, path);
}

void set_report(struct bits_test *test, IBackgroundCopyJob *job, int code, const WCHAR *file)
{
    WCHAR program[MAX_PATH], parameters[COMMAND_LINE_MAX];
    IBackgroundCopyJob2 *job2;

    GetModuleFileNameW(NULL, program, ARRAYSIZE(program));
    write_command_line(test, code, file, parameters);
    assert_hr(IBackgroundCopyJob_QueryInterface(job, &IID_IBackgroundCopyJob2, (void **)&job2), S_OK);
    assert_hr(IBackgroundCopyJob2_SetNotifyCmdLine(job2, program, parameters), S_OK);
    IBackgroundCopyJob2_Release(job2);
}

unsigned int count_reports(struct bits_test *test, int code, const WCHAR *file)
{
    WCHAR path[MAX_PATH], expected[COMMAND_LINE_MAX];
    char line[COMMAND_LINE_MAX], text[COMMAND_LINE_MAX];
    unsigned int count = 0;
    FILE *stream;

    local_name(test, file, path);
    write_command_line(test, code, file, expected);
    snprintf(text, sizeof(text), "%ls\n", expected);
    if (!(stream = _wfopen(path, L"rb")))
        return 0;
    while (fgets(line, sizeof(line), stream))
    {
        assert_string_equal(line, text);
        ++count;
    }
    fclose(stream);
    return count;
}

void wait_for_reports(struct bits_test *test, int code, const WCHAR *file, unsigned int count)
{
    ULONGLONG end = GetTickCount64() + BITS_TEST_TIMEOUT;

    while (count_reports(test, code, file) < count || is_in_use(test, file))
    {
        assert_true(GetTickCount64() < end);
        Sleep(POLL_INTERVAL);
    }
}
