# shellcheck shell=bash
# Commands with a time limit; sourced, not run.
# SPDX-License-Identifier: LGPL-2.1-or-later

# The process groups of the command that runs and of its clock.
limited_group=
limited_clock=

# list_processes PREFIX: every thread of the processes that run in a Wine prefix, and what it waits for.
list_processes()
{
    local processes
    processes=$(cd /proc && grep -lzsxF "WINEPREFIX=$1" [0-9]*/environ | cut -d / -f 1 | paste -sd ,) || true
    [ -z "$processes" ] || ps -ww -L -o pid,lwp,stat,etimes,time,wchan:20,args -p "$processes" || true
}

# kill_group SIGNAL GROUP: which may have ended already. The shell shall not report what becomes of it.
kill_group()
{
    disown "$2" 2> /dev/null || true
    kill "$1" -- "-$2" 2> /dev/null || true
}

# end_group SECONDS GROUP: ends a process group. A script may clean up for SECONDS first; nothing but SIGKILL ends the
# threads of a Wine process.
end_group()
{
    local pause
    [ "$1" -eq 0 ] || kill_group -TERM "$2"
    for ((pause = 0; pause < 10 * $1; ++pause)); do
        kill -0 -- "-$2" 2> /dev/null || return 0
        sleep 0.1
    done
    kill_group -KILL "$2"
}

# end_limited [SECONDS]: ends what run_limited has started. The clock shares the trap of the shell at first, and SIGTERM
# would run it.
end_limited()
{
    [ -z "$limited_clock" ] || end_group 0 "$limited_clock"
    [ -z "$limited_group" ] || end_group "${1:-0}" "$limited_group"
    limited_clock=
    limited_group=
}

# end_late SECONDS GRACE GROUP
end_late()
{
    sleep "$1"
    list_processes "${WINEPREFIX:-}"
    end_group "$2" "$3"
}

# run_limited SECONDS GRACE COMMAND...: the status of COMMAND, which may be a function, or 124 where it had to be ended
# after SECONDS. It has GRACE seconds to clean up then, and the output tells the processes of $WINEPREFIX. COMMAND is a
# process group of its own, so that all of it can be ended.
run_limited()
{
    local limit=$1 grace=$2 status=0 start=$SECONDS
    shift 2
    set -m
    "$@" &
    limited_group=$!
    end_late "$limit" "$grace" "$limited_group" &
    limited_clock=$!
    set +m
    wait "$limited_group" 2> /dev/null || status=$?
    limited_group=
    end_limited
    [ $((SECONDS - start)) -lt "$limit" ] || status=124
    return $status
}
