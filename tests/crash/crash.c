/* crash prepare FOLDER: writes the files of the web server.
 * crash URL TARGET JOURNAL ROUND SEED KILL_TIME GRACE STEP...: does the steps of a round, one after the other:
 *     check    the jobs are as the journal says, after a kill at KILL_TIME (milliseconds since 1970) that may have
 *              undone what returned in the last GRACE milliseconds before it
 *     finish   all jobs are transferred and completed, and their files are right
 *     load     random calls until the service is gone
 *     idle     no calls, for as long
 * After a step a line says how many jobs there are, how many were looked at after their end, and how many files were
 * compared. A line of what is wrong begins with "failed". The last line is "end".
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include <stdlib.h>
#include <string.h>

#include "check.h"
#include "content.h"
#include "finish.h"
#include "journal.h"
#include "load.h"

#define IDLE_TIME 5000 /* milliseconds; the kill comes before that */

struct round
{
    const char *journal_path;
    struct kill kill;
    unsigned int seed;
    struct load_job *jobs;
    size_t count;
};

static void say(const char *what, const struct round *round)
{
    printf("%s %u %u %u\n", what, (unsigned int)round->count, session.ended_jobs, session.compared_files);
    fflush(stdout);
}

static void check_step(struct round *round)
{
    round->jobs = check_jobs(round->journal_path, &round->kill, &round->count);
    say("checked", round);
}

static void finish_step(struct round *round)
{
    finish_jobs(round->jobs, round->count);
    round->count = 0;
    say("finished", round);
}

static void load_step(struct round *round)
{
    say("loading", round);
    load_run(round->jobs, round->count, round->seed);
}

static void idle_step(struct round *round)
{
    say("loading", round);
    Sleep(IDLE_TIME);
}

static void do_step(struct round *round, const char *name)
{
    static const struct
    {
        const char *name;
        void (*step)(struct round *round);
    } steps[] = {{"check", check_step}, {"finish", finish_step}, {"load", load_step}, {"idle", idle_step}};
    size_t i;

    for (i = 0; i < ARRAYSIZE(steps); i++)
    {
        if (!strcmp(name, steps[i].name) && !failure_count())
            steps[i].step(round);
    }
}

int main(int argc, char **argv)
{
    struct round round = {0};
    int i;

    if (argc == 3 && !strcmp(argv[1], "prepare"))
        return !content_prepare(argv[2]);
    if (argc < 9)
        return 2;
    session.url = argv[1];
    session.target = argv[2];
    session.round = strtoul(argv[4], NULL, 10);
    round.journal_path = argv[3];
    round.seed = strtoul(argv[5], NULL, 10);
    round.kill = (struct kill){_strtoui64(argv[6], NULL, 10), strtoul(argv[7], NULL, 10)};
    journal_open(round.journal_path);
    session_connect();
    for (i = 8; i < argc; i++)
        do_step(&round, argv[i]);
    printf("end\n");
    return failure_count() != 0;
}
