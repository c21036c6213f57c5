# shellcheck shell=bash
# Test Anything Protocol for shell scripts; sourced, not run. A script calls "check" for each case and "finish" last.
# It has the folder $work to itself. What else it has to undo at its end is its function "clean_up".
# SPDX-License-Identifier: LGPL-2.1-or-later

. "$top_srcdir/tests/time-limit.sh"

cases=0
case_limit=80 # seconds
work=$(mktemp -d)
case_output=$work.output

clean_up()
{
    :
}

end()
{
    end_limited
    clean_up
    chmod -R u+w "$work"
    rm -rf "$work" "$case_output"
}

trap end EXIT

# check NAME COMMAND...: one test case, which passes when COMMAND does; what a failing command prints is shown. The
# output goes to a file, which nothing that is left behind can keep open for us. A case that hangs ends the script, for
# so would those after it.
check()
{
    local name=$1 status=0
    shift
    run_limited "$case_limit" 0 "$@" > "$case_output" 2>&1 < /dev/null || status=$?
    cases=$((cases + 1))
    if [ $status -eq 0 ]; then
        echo "ok $cases - $name"
        return
    fi
    sed 's/^/# /' "$case_output"
    echo "not ok $cases - $name"
    [ $status -ne 124 ] || bail_out "still running after $case_limit seconds: $name"
}

bail_out()
{
    echo "Bail out! $1"
    exit 1
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
