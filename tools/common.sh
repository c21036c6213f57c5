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

# fix_addresses ARGUMENT...: runs the script anew, with these arguments, without random addresses, where the system allows
# it. Debian's Wine is a program at 0x7d000000 whose heap begins anywhere in the GiB behind that. In one process of 8,000
# it lies over 0x7ffe0000, where Wine has to put a page of its own, and the process ends at its start.
fix_addresses()
{
    local personality
    personality=0x$(cat /proc/self/personality 2> /dev/null || echo 0)
    [ $((personality & 0x40000)) -eq 0 ] || return 0
    ! setarch --addr-no-randomize true 2> /dev/null || exec setarch --addr-no-randomize "$BASH" "$0" "$@"
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
