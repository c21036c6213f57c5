/* The program that a job runs when it is transferred or has failed. nf-bits1_5-ibackgroundcopyjob2-setnotifycmdline
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include <stdlib.h>
#include <userenv.h>

#include "notify/notify.h"
#include "queue/events.h"
#include "queue/queue.h"
#include "wine/debug.h"

WINE_DEFAULT_DEBUG_CHANNEL(qmgr);

/* A program that was started for an event of a job. */
struct program
{
    struct job *job;
    struct event event;
    HANDLE process; /* NULL until it runs */
    PTP_WAIT wait;
};

struct command_line
{
    WCHAR *application;
    WCHAR *parameters; /* or NULL */
    HANDLE token;      /* or NULL */
};

static void command_line_free(struct command_line *line)
{
    free(line->application);
    free(line->parameters);
    if (line->token)
        CloseHandle(line->token);
}

static BOOL copy_token(HANDLE token, HANDLE *copy)
{
    HANDLE process = GetCurrentProcess();

    return !token || DuplicateHandle(process, token, process, copy, 0, FALSE, DUPLICATE_SAME_ACCESS);
}

/* FALSE if the job has no program to run, or there is no memory. */
static BOOL command_line_get(const struct job *job, struct command_line *line)
{
    const struct notification *notification = &job->notification;
    BOOL valid;

    memset(line, 0, sizeof(*line));
    queue_lock();
    valid = job_has_command_line(job) && string_copy_to(&line->application, notification->program)
            && string_copy_to(&line->parameters, notification->parameters)
            && copy_token(notification->token, &line->token);
    queue_unlock();
    if (!valid)
        command_line_free(line);
    return valid;
}

/* Runs it as the user who set it, with that user's environment. */
static BOOL start_as_user(struct command_line *line, STARTUPINFOW *startup, PROCESS_INFORMATION *info)
{
    void *variables;
    BOOL started;

    if (!CreateEnvironmentBlock(&variables, line->token, FALSE))
        return FALSE;
    started = CreateProcessAsUserW(line->token, line->application, line->parameters, NULL, NULL, FALSE,
            CREATE_UNICODE_ENVIRONMENT, variables, NULL, startup, info);
    DestroyEnvironmentBlock(variables);
    return started;
}

static HANDLE start_process(struct command_line *line)
{
    static WCHAR desktop[] = L"winsta0\\default";
    STARTUPINFOW startup = {sizeof(startup), .lpDesktop = desktop};
    PROCESS_INFORMATION info;
    BOOL started;

    TRACE("%s, parameters %s\n", debugstr_w(line->application), debugstr_w(line->parameters));
    if (line->token)
        started = start_as_user(line, &startup, &info);
    else
        started = CreateProcessW(line->application, line->parameters, NULL, NULL, FALSE, 0, NULL, NULL, &startup,
                &info);
    if (!started)
    {
        WARN("%s does not start: %lu\n", debugstr_w(line->application), GetLastError());
        return NULL;
    }
    CloseHandle(info.hThread);
    return info.hProcess;
}

static void program_free(struct program *program)
{
    job_release(program->job);
    if (program->process)
        CloseHandle(program->process);
    CloseThreadpoolWait(program->wait);
    free(program);
}

/* Runs the program again later if it has failed. */
static void CALLBACK program_ended(PTP_CALLBACK_INSTANCE instance, void *arg, PTP_WAIT wait, TP_WAIT_RESULT result)
{
    struct program *program = arg;
    DWORD code = 1;

    GetExitCodeProcess(program->process, &code);
    TRACE("job %s, exit code %lu\n", debugstr_guid(&program->job->id), code);
    if (code)
    {
        queue_lock();
        job_end_event(program->job, &program->event, FALSE);
        queue_notify(program->job);
        queue_unlock();
    }
    program_free(program);
}

static struct program *program_create(struct job *job, const struct event *event)
{
    struct program *program = calloc(1, sizeof(*program));

    if (!program)
        return NULL;
    if (!(program->wait = notify_create_wait(program_ended, program)))
    {
        free(program);
        return NULL;
    }
    program->job = job;
    program->event = *event;
    job_addref(job);
    return program;
}

static BOOL program_start(struct program *program, struct command_line *line)
{
    if (!(program->process = start_process(line)))
        return FALSE;
    queue_lock();
    job_end_event(program->job, &program->event, TRUE);
    queue_unlock();
    SetThreadpoolWait(program->wait, program->process, NULL);
    return TRUE;
}

/* Starts the job's program, if it has one, and waits for nothing. TRUE if the event is the program's now: it is owed
 * again once the program has failed. */
BOOL command_line_start(struct job *job, const struct event *event)
{
    struct command_line line;
    struct program *program;
    BOOL started;

    if (!command_line_get(job, &line))
        return FALSE;
    program = program_create(job, event);
    started = program && program_start(program, &line);
    if (program && !started)
        program_free(program);
    command_line_free(&line);
    return started;
}
