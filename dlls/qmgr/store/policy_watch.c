/* Tells of changes of the group policies.
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include <wchar.h>
#include <windows.h>

#include "store/policy.h"
#include "store/policy_watch.h"
#include "wine/debug.h"

WINE_DEFAULT_DEBUG_CHANNEL(qmgr);

static struct
{
    void (*changed)(void);
    HKEY key;
    HANDLE event;
    HANDLE wait;
} watch;

/* The key that holds the policies' own, which may come and go; or the nearest one above that exists. */
static HKEY open_watched_key(void)
{
    WCHAR path[] = POLICY_KEY, *end;
    HKEY key;

    while ((end = wcsrchr(path, '\\')))
    {
        *end = 0;
        if (!RegOpenKeyExW(HKEY_LOCAL_MACHINE, path, 0, KEY_NOTIFY, &key))
            return key;
    }
    return NULL;
}

/* Asks to be told of one change. */
static void watch_arm(void)
{
    DWORD filter = REG_NOTIFY_CHANGE_NAME | REG_NOTIFY_CHANGE_LAST_SET | REG_NOTIFY_THREAD_AGNOSTIC;

    if (watch.key)
        RegCloseKey(watch.key);
    watch.key = open_watched_key();
    if (!watch.key || RegNotifyChangeKeyValue(watch.key, TRUE, filter, watch.event, TRUE))
        WARN("changes of policies are not seen\n");
}

/* What changes after the first line comes with another event. */
static void CALLBACK key_has_changed(void *arg, BOOLEAN timeout)
{
    watch_arm();
    watch.changed();
}

void policy_watch_start(void (*changed)(void))
{
    watch.changed = changed;
    watch.event = CreateEventW(NULL, FALSE, FALSE, NULL);
    if (watch.event && RegisterWaitForSingleObject(&watch.wait, watch.event, key_has_changed, NULL, INFINITE, 0))
        watch_arm();
    else
        WARN("changes of policies are not seen: %lu\n", GetLastError());
    changed();
}

void policy_watch_stop(void)
{
    if (watch.wait)
        UnregisterWaitEx(watch.wait, INVALID_HANDLE_VALUE);
    if (watch.key)
        RegCloseKey(watch.key);
    if (watch.event)
        CloseHandle(watch.event);
    memset(&watch, 0, sizeof(watch));
}
