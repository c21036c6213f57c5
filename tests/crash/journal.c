/* The journal. Only processes are killed, never the machine: what was written is in the file.
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include "journal.h"

#define JOBS_MAX 4096

static HANDLE journal;
static SRWLOCK lock = SRWLOCK_INIT;

void journal_open(const char *path)
{
    journal = CreateFileA(path, GENERIC_WRITE, FILE_SHARE_READ | FILE_SHARE_WRITE, NULL, OPEN_ALWAYS, 0, NULL);
    if (journal == INVALID_HANDLE_VALUE)
    {
        fail("the journal %s does not open", path);
        exit(1);
    }
    SetFilePointer(journal, 0, NULL, FILE_END);
}

static void __attribute__((format(__MINGW_PRINTF_FORMAT, 2, 3))) write_line(unsigned int job, const char *format, ...)
{
    char line[8192];
    va_list args;
    DWORD written;
    int length;

    AcquireSRWLockExclusive(&lock);
    length = snprintf(line, sizeof(line), "%" PRIu64 " %u ", time_now(), job);
    va_start(args, format);
    length += vsnprintf(line + length, sizeof(line) - length, format, args);
    va_end(args);
    WriteFile(journal, line, length, &written, NULL);
    ReleaseSRWLockExclusive(&lock);
}

void journal_begin(unsigned int job, const char *name, const char *argument)
{
    write_line(job, "begin %s %s\n", name, argument);
}

void journal_end(unsigned int job, HRESULT hr)
{
    write_line(job, "end %08lx\n", hr);
}

void journal_settle(unsigned int job, size_t count)
{
    write_line(job, "settle %u\n", (unsigned int)count);
}

void journal_close(unsigned int job)
{
    write_line(job, "close\n");
}

void journal_clear(void)
{
    SetFilePointer(journal, 0, NULL, FILE_BEGIN);
    SetEndOfFile(journal);
}

/* All of a file, with a zero behind it. */
static char *read_all(const char *path)
{
    FILE *stream = fopen(path, "rb");
    char *text;
    long size;

    if (!stream)
        return calloc(1, 1);
    fseek(stream, 0, SEEK_END);
    size = ftell(stream);
    rewind(stream);
    text = malloc(size + 1);
    text[fread(text, 1, size, stream)] = 0;
    fclose(stream);
    return text;
}

static struct history *find_history(struct history *histories, size_t *count, unsigned int number)
{
    size_t i;

    for (i = *count; i > 0; i--)
    {
        if (histories[i - 1].number == number)
            return &histories[i - 1];
    }
    histories[*count].number = number;
    return &histories[(*count)++];
}

static void read_begin(struct history *history, char *text)
{
    char *argument = strchr(text, ' ');
    struct past_call *call;

    *argument++ = 0;
    history->calls = realloc(history->calls, (history->count + 1) * sizeof(*history->calls));
    call = &history->calls[history->count++];
    *call = (struct past_call){.name = text, .argument = argument};
    history->complete_was_tried |= !strcmp(text, "Complete");
}

static void set_result(struct history *history, ULONGLONG time, HRESULT hr)
{
    struct past_call *call = &history->calls[history->count - 1];

    call->returned = TRUE;
    call->hr = hr;
    call->end_time = time;
}

/* From now on the last call counts as one that has returned. */
static void read_settle(struct history *history, ULONGLONG time, size_t count)
{
    history->count = count;
    if (count && (!history->calls[count - 1].returned || history->calls[count - 1].hr != S_OK))
        set_result(history, time, S_OK);
}

static void read_line(struct history *history, ULONGLONG time, char *text)
{
    if (!strncmp(text, "begin ", 6))
        read_begin(history, text + 6);
    else if (!strncmp(text, "end ", 4))
        set_result(history, time, strtoul(text + 4, NULL, 16));
    else if (!strncmp(text, "settle ", 7))
        read_settle(history, time, strtoul(text + 7, NULL, 10));
    else
        history->closed = TRUE;
}

struct history *journal_read(const char *path, size_t *count)
{
    struct history *histories = calloc(JOBS_MAX, sizeof(*histories));
    char *end, *text, *line = read_all(path);
    unsigned int number;
    ULONGLONG time;

    *count = 0;
    for (; (end = strchr(line, '\n')); line = end + 1)
    {
        *end = 0;
        time = _strtoui64(line, &text, 10);
        number = strtoul(text, &text, 10);
        read_line(find_history(histories, count, number), time, text + 1);
    }
    return histories;
}
