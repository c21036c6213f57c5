# shellcheck shell=bash
# Test Anything Protocol for shell scripts; sourced, not run. A script calls "check" for each case and "finish" last.
# SPDX-License-Identifier: LGPL-2.1-or-later

cases=0

# check NAME COMMAND...: one test case, which passes when COMMAND does; what a failing command prints is shown.
# The output goes to a file: Wine's services, which a command may start, would keep a pipe open for as long as they run.
check()
{
    local name=$1 result=ok output
    shift
    output=$(mktemp)
    ("$@") > "$output" 2>&1 < /dev/null || result='not ok'
    cases=$((cases + 1))
    [ "$result" = ok ] || sed 's/^/# /' "$output"
    rm -f "$output"
    echo "$result $cases - $name"
}

skip_all()
{
    echo "1..0 # SKIP $1"
    exit 0
}

finish()
{
    echo "1..$cases"
}
