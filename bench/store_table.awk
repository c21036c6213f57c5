# Prints the tables of bench/store, whose measurements are the input, one a line: CASE FIRST SECOND NAME FIGURE.
# SPDX-License-Identifier: LGPL-2.1-or-later

function start(files, name)
{
    return figures["start " (files ? 1000 : 0) " " files " " name]
}

# Seconds that the jobs add to a start without any.
function load(files)
{
    return start(files, "start") - start(0, "start")
}

# KiB of the service for one of 1,000 jobs, without its strings.
function memory(files)
{
    return (start(files, "memory") - start(0, "memory")) / 1000 - start(files, "strings")
}

# The same of one of 1,000 more jobs of 10 files.
function memory_of_more()
{
    return (figures["start 2000 10 memory"] - start(10, "memory")) / 1000 - start(10, "strings")
}

function verdict(figure, limit)
{
    return sprintf("at most %g: %s", limit, figure <= limit ? "met" : "missed")
}

function start_row(text, empty, one, ten, limit)
{
    printf "%-50s %9s %9.2f %9.2f  %s\n", text, empty == "" ? "" : sprintf("%.2f", empty), one, ten,
           limit ? verdict(ten, limit) : ""
}

function changes_row(text, name, format,    others, i)
{
    printf "%-50s", text
    split("0 100 1000", others)
    for (i = 1; i <= 3; i++)
        printf " " format, figures["changes " others[i] " 1000 " name]
    print ""
}

function change_rows(text, name)
{
    changes_row(text ", ms", name, "%9.2f")
    changes_row("  checkpoints during 1,000", name "_checkpoints", "%9d")
    changes_row("  until the last is on the disk, s", name "_checkpoint", "%9.2f")
}

{
    figures[$1 " " $2 " " $3 " " $4] = $5
}

END {
    printf "%-50s %9s %9s %9s\n", "1,000 stored jobs, each of", "no job", "1 file", "10 files"
    start_row("StartService to EnumJobs, s", start(0, "start"), start(1, "start"), start(10, "start"))
    start_row("  what the jobs add, s", "", load(1), load(10), 1)
    start_row("memory of a job, without its strings, KiB", "", memory(1), memory(10), 4)
    printf "%-50s %9s %9s %9.2f\n", "  one of 1,000 more, KiB", "", "", memory_of_more()
    start_row("stopping the service, s", start(0, "stop"), start(1, "stop"), start(10, "stop"))
    start_row("RegSaveKeyEx, s", start(0, "save"), start(1, "save"), start(10, "save"))
    start_row("  size of the checkpoint, MB", start(0, "size"), start(1, "size"), start(10, "size"))
    print ""
    printf "%-50s %9s %9s %9s\n", "1,000 changes, beside other jobs, so many", "0", "100", "1,000"
    change_rows("CreateJob and AddFile", "create")
    change_rows("SetDescription, each of another job", "change_each")
    change_rows("SetDescription, all of one job", "change_one")
    change_rows("Cancel", "cancel")
}
