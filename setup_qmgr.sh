#!/bin/bash
# Puts the built qmgr.dll and qmgrprxy.dll into a Wine prefix, and takes them out again.
# SPDX-License-Identifier: LGPL-2.1-or-later
set -euo pipefail
. "$(dirname "$0")/tools/common.sh"

usage='usage: setup_qmgr.sh install [--build DIR]
       setup_qmgr.sh uninstall [--keep-jobs]
       setup_qmgr.sh status

  install      put the BITS service of this project into the Wine prefix; jobs that
               an earlier version has left go on
  uninstall    take it out again, with its jobs, and put back what was there before
  status       say which BITS service the prefix has, and whether it runs
  --build DIR  where the build folders are (default: build/ beside this script)
  --keep-jobs  leave the jobs, and what they have downloaded, for the next install

The prefix is $WINEPREFIX (default: ~/.wine). $WINE names the command that runs Windows programs (default: wine).'

clsid='{4991d34b-80a1-4291-83b6-3328366b9097}'
service_key='HKLM\System\CurrentControlSet\Services\BITS'
svchost_key='HKLM\Software\Microsoft\Windows NT\CurrentVersion\SvcHost'

# Wine loads a qmgr.dll of the prefix, but always its own qmgrprxy.dll. So ours also stands there under the name that
# newer Windows versions have for it, and is registered as that. Under its first name it keeps wineboot from registering
# Wine's own again.
dlls='qmgr.dll qmgrprxy.dll bitsproxy.dll'
our_servers='qmgr.dll bitsproxy.dll'
wine_servers='qmgr.dll qmgrprxy.dll'
deletion_limit=30 # seconds

# run COMMAND ARGUMENT...: what Wine's command interpreter makes of a command, with Unix line ends.
run()
{
    WINEPREFIX=$prefix WINEDEBUG=${WINEDEBUG:--all} timeout -k 5 60 "$wine" cmd /c "$@" < /dev/null | tr -d '\r'
}

# Where Wine starts 32-bit programs by default, these see syswow64 under the name system32, and the real system32 as
# "sysnative".
find_system32()
{
    system32='C:\windows\system32'
    if [ "$(run 'echo %PROCESSOR_ARCHITEW6432%')" = AMD64 ]; then
        system32='C:\windows\sysnative'
    fi
}

# native PROGRAM ARGUMENT...: a program of the same kind as the service.
native()
{
    run "$system32\\$1.exe" "${@:2}"
}

# native_or_die TEXT PROGRAM ARGUMENT...: TEXT and what the program said, where it fails.
native_or_die()
{
    local output
    output=$(native "${@:2}") || die "$1${output:+: $output}"
}

services_answer()
{
    native sc query rpcss | grep -q STATE
}

# Wine ends its services after the last program, and a program that starts meanwhile finds none. The one of this script
# stays as long as the script; it has to come after such an end.
reach_wine()
{
    local attempt
    for attempt in 1 2 3 4 5; do
        coproc keeper { WINEPREFIX=$prefix WINEDEBUG=-all exec "$wine" cmd /c pause > /dev/null 2>&1; }
        find_system32
        ! services_answer || return 0
        kill "$keeper_PID"
        wait "$keeper_PID" || true
        sleep 2
    done
    die "the services of Wine do not answer in $prefix; nothing was changed"
}

parse_arguments()
{
    command=${1:-}
    build=$top/build
    keep_jobs=
    case "$# $*" in
        '1 install'|'1 uninstall'|'1 status') ;;
        '3 install --build '*) build=$3;;
        '2 uninstall --keep-jobs') keep_jobs=yes;;
        '1 -h'|'1 --help') echo "$usage"; exit 0;;
        *) die "$usage";;
    esac
}

# pe_machine FILE: 8664 for a 64-bit DLL, 014c for a 32-bit one.
pe_machine()
{
    local offset
    offset=$(od -An -tu4 -j60 -N4 "$1" | tr -d ' ')
    od -An -tx2 -j$((offset + 4)) -N2 "$1" | tr -d ' '
}

is_wine_dll()
{
    [ -f "$1" ] && head -c 96 "$1" | tail -c 32 | grep -aq '^Wine '
}

# build_folder MACHINE: the build folder that holds DLLs for MACHINE.
build_folder()
{
    local dir
    for dir in "$build" "$build"/*; do
        if [ -f "$dir/dlls/qmgr/qmgr.dll" ] && [ -f "$dir/dlls/qmgrprxy/qmgrprxy.dll" ] &&
            [ "$(pe_machine "$dir/dlls/qmgr/qmgr.dll")" = "$1" ]; then
            echo "$dir"
            return 0
        fi
    done
}

# Sets $sides: the folders of the prefix that hold DLLs. The one that the service is loaded from comes first: Wine runs
# a service that a 32-bit program creates as a 32-bit program.
look_at_prefix()
{
    wine=${WINE:-wine}
    prefix=$(realpath -m "${WINEPREFIX:-$HOME/.wine}")
    windows=$prefix/drive_c/windows
    command -v "$wine" > /dev/null || die "there is no command $wine; set WINE to the one that runs Windows programs"
    [ -f "$prefix/system.reg" ] ||
        die "there is no Wine prefix in $prefix; set WINEPREFIX to yours, or make one with: wineboot -i"
    [ -O "$prefix" ] || die "the Wine prefix $prefix belongs to another user"
    sides=system32
    [ ! -f "$windows/syswow64/kernel32.dll" ] || sides='system32 syswow64'
}

machine_of()
{
    if [ "$1" = syswow64 ] || grep -q '^#arch=win32' "$prefix/system.reg"; then
        echo 014c
    else
        echo 8664
    fi
}

service_state()
{
    local state
    state=$(native sc query bits | sed -n 's/.*STATE *: *[0-9]* *//p') || true
    echo "${state:-not registered}" | tr 'A-Z_' 'a-z '
}

stop_service()
{
    case $(service_state) in
        stopped|'not registered') return 0;;
    esac
    say 'stopping the BITS service'
    native net stop bits > /dev/null || true
    case $(service_state) in
        stopped|'not registered') ;;
        *) die 'the BITS service is running and does not stop; nothing was changed';;
    esac
}

# regsvr32 SIDE ARGUMENT... DLL: every regsvr32.exe sees the DLLs of its own side in system32.
regsvr32()
{
    local folder=$system32
    [ "$1" = system32 ] || folder="C:\\windows\\$1"
    run "$folder\\regsvr32.exe" /s "${@:2:$#-2}" "C:\\windows\\system32\\${!#}"
}

# register SIDE DLL...
register()
{
    local dll
    for dll in "${@:2}"; do
        regsvr32 "$1" "$dll" || return 1
    done
}

# unregister SIDE DLL...: the service takes its jobs along, unless it is asked to keep them.
unregister()
{
    local dll
    for dll in "${@:2}"; do
        if [ "$dll" = qmgr.dll ] && [ -n "$keep_jobs" ]; then
            regsvr32 "$1" /u /n /i:keep-jobs "$dll" || return 1
        else
            regsvr32 "$1" /u "$dll" || return 1
        fi
    done
}

# Keeps what our registration replaces: the entry of the service, unless it is kept from an uninstallation that has
# failed, and the DLLs.
keep_original()
{
    local side dll
    if [ ! -e "$windows/bits.reg.original" ] && [ ! -e "$windows/system32/qmgr.dll.original" ] &&
        [ "$(service_state)" != 'not registered' ]; then
        native_or_die 'the entry of the BITS service cannot be saved; nothing was changed' \
            reg export "$service_key" 'C:\windows\bits.reg.original' /y
    fi
    for side in $sides; do
        for dll in $dlls; do
            dll=$windows/$side/$dll
            [ -e "$dll" ] || continue
            if is_wine_dll "$dll" || [ ! -e "$dll.original" ]; then
                cp -p "$dll" "$dll.part"
                mv "$dll.part" "$dll.original"
            fi
        done
    done
}

# A program that has the old DLL open keeps it: the new one takes over its name only.
copy_dll()
{
    cp "$1" "$2.part"
    mv "$2.part" "$2"
}

# copy_dlls SIDE BUILD
copy_dlls()
{
    copy_dll "$2/dlls/qmgr/qmgr.dll" "$windows/$1/qmgr.dll"
    copy_dll "$2/dlls/qmgrprxy/qmgrprxy.dll" "$windows/$1/qmgrprxy.dll"
    copy_dll "$2/dlls/qmgrprxy/qmgrprxy.dll" "$windows/$1/bitsproxy.dll"
}

# The DLL that stood there before, or none.
put_back_dll()
{
    if [ -e "$1.original" ]; then
        mv "$1.original" "$1"
    else
        rm -f "$1"
    fi
}

# The entry of a service that was deleted stays until the last program that has the service open lets go of it.
wait_for_deletion()
{
    local end=$((SECONDS + deletion_limit))
    [ "$(service_state)" != 'not registered' ] || return 0
    say 'waiting for the programs that have the BITS service open'
    while [ "$(service_state)" != 'not registered' ]; do
        [ $SECONDS -lt $end ] || die 'the BITS service is still open; end the program that has it, and try again'
        sleep 0.1
    done
}

create_service()
{
    [ "$(service_state)" = 'not registered' ] || return 0
    native_or_die "Wine's own BITS service cannot be registered; try again" \
        sc create BITS binpath= 'C:\windows\system32\svchost.exe -k netsvcs' type= own start= demand
}

# Makes the service a member of the group that it is started in.
join_group()
{
    local group
    group=$(native reg query "$svchost_key" /v netsvcs | sed -n 's/.*REG_MULTI_SZ *//p') || true
    case "\\0$group\\0" in
        *'\0BITS\0'*) return 0;;
    esac
    native_or_die "Wine's own BITS service cannot be put into its group; try again" \
        reg add "$svchost_key" /v netsvcs /t REG_MULTI_SZ /d "BITS\\0$group" /f
}

# Wine's own DLLs register their classes, but not the service.
restore_service()
{
    [ -f "$windows/bits.reg.original" ] || return 0
    create_service
    native_or_die "the entry of Wine's own BITS service cannot be put back; try again" \
        reg import 'C:\windows\bits.reg.original'
    join_group
    rm "$windows/bits.reg.original"
}

put_back()
{
    local side dll
    for side in $sides; do
        [ -e "$windows/$side/qmgr.dll.original" ] || continue
        unregister "$side" $our_servers || say "our DLLs in $side did not unregister"
    done
    [ ! -e "$windows/system32/qmgr.dll.original" ] || wait_for_deletion
    for side in $sides; do
        [ -e "$windows/$side/qmgr.dll.original" ] || continue
        for dll in $dlls; do
            put_back_dll "$windows/$side/$dll"
        done
    done
    for side in $sides; do
        register "$side" $wine_servers || say "the DLLs in $side did not register"
    done
    restore_service
}

install()
{
    local side from available=
    for side in $sides; do
        if [ -n "$(build_folder "$(machine_of "$side")")" ]; then
            available="$available $side"
        elif [ "$side" = system32 ]; then
            die "there is no build in $build that fits this prefix; run tools/build first"
        else
            say "there is no 32-bit build in $build; 32-bit programs keep Wine's own qmgrprxy.dll"
        fi
    done
    sides=$available
    keep_jobs=yes # also where this installation fails
    reach_wine
    stop_service
    keep_original
    for side in $sides; do
        from=$(build_folder "$(machine_of "$side")")
        copy_dlls "$side" "$from"
        if ! register "$side" $our_servers; then
            put_back
            die "the DLLs from $from did not register; everything is as it was before"
        fi
    done
    say "the BITS service of this project is installed in $prefix"
}

# Whether there is anything to put back.
is_installed()
{
    [ -e "$windows/system32/qmgr.dll.original" ] || [ -e "$windows/bits.reg.original" ]
}

uninstall()
{
    is_installed || die "the BITS service of this project is not installed in $prefix"
    reach_wine
    stop_service
    put_back
    say "Wine's own BITS service is back in $prefix"
}

which_dlls()
{
    if is_wine_dll "$windows/$1/qmgr.dll"; then
        echo "Wine's own"
    elif [ -e "$windows/$1/qmgr.dll.original" ]; then
        echo "this project's"
    else
        echo "neither Wine's own nor this project's"
    fi
}

status()
{
    local side registered=no
    reach_wine
    if native reg query "HKLM\\Software\\Classes\\CLSID\\$clsid" /v AppID > /dev/null; then
        registered=yes
    fi
    echo "prefix:      $prefix"
    for side in $sides; do
        printf '%-12s %s\n' "$side:" "$(which_dlls "$side")"
    done
    echo "registered:  $registered"
    echo "service:     $(service_state)"
}

parse_arguments "$@"
look_at_prefix
"$command"
