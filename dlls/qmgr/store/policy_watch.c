/* Tells of changes of the group policies.
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include <wchar.h>

#include "store/policy.h"
#include "store/policy_watch.h"
#include "wine/debug.h"

WINE_DEFAULT_DEBUG_CHANNEL(qmgr);

static HKEY watched_key;

/* The key above that of the policies, which may come and go; or the nearest one above that exists. */
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

void policy_watch_arm(HANDLE event)
{
    DWORD filter = REG_NOTIFY_CHANGE_NAME | REG_NOTIFY_CHANGE_LAST_SET;

    policy_watch_stop();
    watched_key = open_watched_key();
    if (!watched_key || RegNotifyChangeKeyValue(watched_key, TRUE, filter, event, TRUE))
        WARN("changes of policies are not seen\n");
}

void policy_watch_stop(void)
{
    if (watched_key)
        RegCloseKey(watched_key);
    watched_key = NULL;
}
