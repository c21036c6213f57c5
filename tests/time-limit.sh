# shellcheck shell=bash
# Commands with a time limit; sourced, not run.
# SPDX-License-Identifier: LGPL-2.1-or-later

# The process group of the command that runs, and the process that counts its time.
limited_group=
limited_clock=

# run_limited SECONDS COMMAND...: the status of COMMAND, which may be a function, or 124 when it still runs after SECONDS.
# The caller can look at it then, and calls end_limited. It is a process group of its own, so that all of it can be ended.
run_limited()
{
    local limit=$1 status=0
    shift
    set -m
    "$@" &
    limited_group=$!
    sleep "$limit" > /dev/null 2>&1 &
    limited_clock=$!
    set +m
    wait -n "$limited_group" "$limited_clock" || status=$?
    kill -0 "$limited_clock" 2> /dev/null || return 124
    limited_group=
    end_limited
    return $status
}

# send SIGNAL PROCESS: the shell shall not report what becomes of a process, which may have ended already.
send()
{
    disown "${2#-}" 2> /dev/null || true
    kill "$1" -- "$2" 2> /dev/null || true
}

# end_group SECONDS GROUP: ends a process group. A script may clean up for SECONDS first; nothing but SIGKILL ends the
# threads of a Wine process.
end_group()
{
    local pause
    [ "$1" -eq 0 ] || send -TERM "-$2"
    for ((pause = 0; pause < 10 * $1; ++pause)); do
        kill -0 -- "-$2" 2> /dev/null || return 0
        sleep 0.1
    done
    send -KILL "-$2"
}

# end_limited [SECONDS]: ends what run_limited has left. A young child of the shell would answer SIGTERM with the trap that
# it still shares with its parent.
end_limited()
{
    [ -z "$limited_clock" ] || send -KILL "$limited_clock"
    [ -z "$limited_group" ] || end_group "${1:-0}" "$limited_group"
    limited_clock=
    limited_group=
}

# list_processes PREFIX: every thread of the processes that run in a Wine prefix, and what it waits for.
list_processes()
{
    local processes
    processes=$(cd /proc && grep -lzsxF "WINEPREFIX=$1" [0-9]*/environ | cut -d / -f 1 | paste -sd ,) || true
    [ -z "$processes" ] || ps -ww -L -o pid,lwp,stat,etimes,time,wchan:20,args -p "$processes" || true
}
