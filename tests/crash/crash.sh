#!/bin/bash
# Kills the service, or all of Wine, under a mixed load at random instants, and checks after each new start that nothing
# is lost. crash.c is the client: it makes the load and does the checks.
#
#   crash.sh          ROUNDS says how many kills (25); SEED repeats a run. What a failed check needs to be understood
#                     is kept in tests/crash/failures of the build folder, until somebody removes it.
#   crash.sh clean    ends and removes what a run has left behind that was killed itself
#
# A kill of the service undoes nothing. A kill of all of Wine may undo what returned in the last second before it. In
# some rounds Wine is killed again while it starts, or while there is no load.
# SPDX-License-Identifier: LGPL-2.1-or-later
set -eu
. "$top_srcdir/tools/common.sh"
fix_addresses "$@"
. "$top_srcdir/tools/web-server.sh"
. "$top_srcdir/tests/time-limit.sh"
. "$top_srcdir/tests/scripts/service.sh"

rounds=${ROUNDS:-25}
seed=${SEED:-$((10#$(date +%N) % 1000000))}
wine=${WINE:-wine}
client=$top_builddir/tests/crash/crash.exe
work=$(realpath -m "$top_builddir/tests/crash/run")
kept=$(realpath -m "$top_builddir/tests/crash/failures/$seed")
jobs_key='HKLM\Software\Microsoft\Windows\CurrentVersion\BITS\Jobs'
grace=1000    # milliseconds
step_limit=90 # seconds for the checks of a round
kills_service=0
kills_wine=0
ended_jobs=0
compared_files=0
calls=0
kill_time=0
kill_grace=0

# Only the processes of Wine are to have it in their environment: see prefix_processes.
export -n WINEPREFIX
WINEPREFIX=$work/prefix
export WINEDEBUG=${WINEDEBUG:--all,+qmgr}

# In place of the one of web-server.sh: the files under two names, one of which is limited to 64 MiB a second.
web_server_contents()
{
    cat << END
        location /fast/ { alias $1/files/; }
        location /slow/ { alias $1/files/; limit_rate 64m; }
END
}

in_prefix()
{
    WINEPREFIX=$WINEPREFIX timeout -k 5 "$@"
}

prefix_processes()
{
    (cd /proc && grep -lzsxF "WINEPREFIX=$WINEPREFIX" [0-9]*/environ) | cut -d / -f 1
}

# Until there is none twice: one that is being started has no environment for a moment.
kill_all_of_wine()
{
    local processes i none=0
    for ((i = 0; i < 200 && none < 2; i++)); do
        mapfile -t processes < <(prefix_processes)
        [ ${#processes[@]} -eq 0 ] || kill -KILL "${processes[@]}" 2> /dev/null || true
        none=$((${#processes[@]} == 0 ? none + 1 : 0))
        sleep 0.02
    done
    [ $none -eq 2 ] || die 'the processes of Wine do not end'
}

clean_up()
{
    trap '' INT TERM HUP
    kill_all_of_wine
    stop_web_server "$work"
    rm -rf "$work"
}

# What a failed check needs to be understood.
keep()
{
    rm -rf "$kept"
    mkdir -p "$kept"
    cp "$work"/journal "$work"/wine.log* "$work"/output "$kept"
    list_processes "$WINEPREFIX" > "$kept/processes"
    in_prefix 20 "$wine" reg export "$jobs_key" "Z:${kept//\//\\}\\jobs.reg" /y > /dev/null 2>&1 || true
    find "$work/target" -type f -printf '%s %p\n' > "$kept/files"
}

give_up()
{
    keep
    echo "round $round, SEED=$seed: $*; see $kept"
    exit 1
}

prepare()
{
    mkdir -p "$work/files" "$work/target"
    : > "$work/wine.log"
    "$top_srcdir/tools/make-prefix" "$fresh_prefix"
    "$top_srcdir/tools/make-prefix" "$WINEPREFIX" "$fresh_prefix"
    WINEPREFIX=$WINEPREFIX "$top_srcdir/setup_qmgr.sh" install --build "$test_build"
    in_prefix 60 "$wine" "$client" prepare "Z:${work//\//\\}\\files"
    # Only a clean end of Wine writes what was installed to the disk at once.
    in_prefix 20 "${WINESERVER:-wineserver}" -k
    in_prefix 20 "${WINESERVER:-wineserver}" -w
    start_web_server "$work"
}

# start_client STEP...
start_client()
{
    local folder=Z:${work//\//\\}
    exec {lines}< <(WINEPREFIX=$WINEPREFIX exec timeout -k 5 150 "$wine" "$client" "$url" "$folder\\target" \
        "$folder\\journal" $round $((seed + round)) $kill_time $kill_grace "$@" 2>> "$work/wine.log")
    client_process=$!
}

# Reads what the client says until it says $1; fails where it says that something is wrong.
await()
{
    local what numbers live=0 ended=0 compared=0 failed=
    while read -r -t $step_limit what numbers <&"$lines"; do
        echo "$what $numbers" >> "$work/output"
        numbers=${numbers%$'\r'}
        case ${what%$'\r'} in
            failed:) echo "$what $numbers"; failed=yes;;
            checked|finished|loading) read -r live ended compared <<< "$numbers";;
        esac
        [ "${what%$'\r'}" != "$1" ] || break
        what=
    done
    [ -z "$failed" ] || give_up 'a check has failed'
    [ "${what%$'\r'}" = "$1" ] || give_up "the client does not get to \"$1\""
    live_jobs=$live
    ended_jobs=$((ended_jobs + ended))
    compared_files=$((compared_files + compared))
}

# The client may take a while to see that its calls fail.
end_client()
{
    local i
    for ((i = 0; i < 200; i++)); do
        kill -0 $client_process 2> /dev/null || break
        sleep 0.05
    done
    [ $i -lt 200 ] || give_up 'the client hangs after the kill'
    wait $client_process || true
    exec {lines}<&-
}

# choose_delay MIN MAX: milliseconds, rather few.
choose_delay()
{
    local chance=$((RANDOM * 1000 / 32768))
    delay=$(($1 + ($2 - $1) * chance * chance / 1000000))
}

pause()
{
    sleep "$((delay / 1000)).$(printf %03d $((delay % 1000)))"
}

now()
{
    local time=$EPOCHREALTIME
    echo $((${time/[.,]/} / 1000))
}

# The process of a service of Wine: its name.
process_named()
{
    local process
    for process in $(prefix_processes); do
        ! grep -sqx "$1" "/proc/$process/comm" || echo "$process"
    done
}

# Wine 8's rpcss.exe goes on to send clients to a killed server of a class for as long as it runs itself.
kill_service()
{
    local processes
    processes="$(service_process) $(process_named rpcss.exe)"
    [ "${processes:0:1}" != ' ' ] || give_up 'the service does not run'
    pause
    kill_time=$(now)
    kill_grace=0
    # shellcheck disable=SC2086
    kill -KILL $processes
    kills_service=$((kills_service + 1))
}

kill_wine()
{
    pause
    kill_time=$(now)
    kill_grace=$grace
    kill_all_of_wine
    kills_wine=$((kills_wine + 1))
}

# Of the calls since the time.
count_calls()
{
    awk -v time="$1" '$1 > time && $3 == "end" && $4 == "00000000" { ++count } END { print count + 0 }' "$work/journal"
}

start_round()
{
    cp "$work/wine.log" "$work/wine.log.before"
    : > "$work/wine.log"
    start_client "$@"
}

# run_round VICTIM STEP...
run_round()
{
    local begin
    begin=$(now)
    start_round "${@:2}"
    await loading
    "kill_$1"
    end_client
    calls=$((calls + $(count_calls "$begin")))
    echo "round $round: $live_jobs jobs, $1 killed after $delay ms of ${*: -1}"
}

# Kills Wine once more before all is checked: what the kill before it may have undone is still the same.
run_early_round()
{
    local old_time=$kill_time
    start_round check
    kill_wine
    end_client
    kill_time=$old_time
    echo "round $round: wine killed after $delay ms of its start"
}

choose_victim()
{
    victim=service
    [ $((RANDOM % 2)) -eq 0 ] || victim=wine
}

choose_round()
{
    local kind=$((RANDOM % 20))
    choose_delay 100 2200
    choose_victim
    if [ $kind -lt 4 ]; then
        run_round $victim check finish load
    elif [ $kind -lt 6 ]; then
        delay=$((grace + delay / 2))
        run_round wine check idle
    elif [ $kind -lt 9 ] && [ "$kill_grace" -gt 0 ]; then
        choose_delay 300 2000
        run_early_round
    else
        run_round $victim check load
    fi
}

# What is left when all jobs have ended.
check_end()
{
    local i
    [ -z "$(find "$work/target" -type f)" ] || give_up 'files are left without a job'
    for ((i = 0; i < 100; i++)); do
        [ -n "$(find "$WINEPREFIX/drive_c" -name qmgr.new)" ] || return 0
        sleep 0.05
    done
    give_up 'a checkpoint stays half-written'
}

run()
{
    RANDOM=$seed
    for ((round = 1; round <= rounds; round++)); do
        choose_round
    done
    start_round check finish
    await finished
    end_client
    check_end
}

if [ "${1:-}" = clean ]; then
    clean_up
    exit 0
fi
echo "crashtest: $rounds rounds, SEED=$seed"
trap clean_up EXIT
clean_up
trap 'exit 1' INT TERM HUP
prepare
run
echo "crashtest: $rounds rounds, $kills_service kills of the service, $kills_wine of Wine, $ended_jobs jobs," \
    "$compared_files files completed, $calls calls acknowledged, $SECONDS s, SEED=$seed, 0 failures"
