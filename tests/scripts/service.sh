# shellcheck shell=bash
# The service as the system sees it; sourced, not run.
# SPDX-License-Identifier: LGPL-2.1-or-later

# The process of the service in $WINEPREFIX; nothing if it cannot be seen in /proc.
service_process()
{
    grep -ls "$(realpath "$WINEPREFIX")/drive_c/windows/system32/qmgr.dll" /proc/[0-9]*/maps | cut -d / -f 3 | head -n 1
}
