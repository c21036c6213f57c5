# shellcheck shell=bash
# What every script of the project shares; sourced, not run.
# SPDX-License-Identifier: LGPL-2.1-or-later

top=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd -P)
program=$(basename "$0")

say()
{
    printf '%s: %s\n' "$program" "$*" >&2
}

die()
{
    say "$*"
    exit 1
}

# step MESSAGE LOG COMMAND...: runs a long command with its output in LOG, and shows the end of LOG if it fails.
# Call it as a plain statement: behind "if" or before "||" the shell would ignore failures inside COMMAND.
step()
{
    local message=$1 log=$2 status
    shift 2
    say "$message"
    mkdir -p "$(dirname "$log")"
    set +e
    (set -e; "$@") > "$log" 2>&1 < /dev/null
    status=$?
    set -e
    [ $status -eq 0 ] && return 0
    tail -n 40 "$log" >&2
    say "that failed with status $status; the whole log is in $log"
    return $status
}
