# shellcheck shell=bash
# The service as the system sees it; sourced, not run.
# SPDX-License-Identifier: LGPL-2.1-or-later

# The process of the service in $WINEPREFIX; nothing if it cannot be seen in /proc.
service_process()
{
    grep -ls "$(realpath "$WINEPREFIX")/drive_c/windows/system32/qmgr.dll" /proc/[0-9]*/maps | cut -d / -f 3 | head -n 1
}

# Wine ends the services when the last program has ended, so one stays, until Wine is stopped or $keeper killed. Where it
# is the first program, its standard error is the service's.
keep_wine_running()
{
    [ -p "$work/keep" ] || mkfifo "$work/keep"
    "$WINE" cmd /c pause <> "$work/keep" > /dev/null &
    keeper=$!
    disown $keeper
}
