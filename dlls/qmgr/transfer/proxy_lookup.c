/* The proxy settings of the user and of the network, from WinHTTP. Asking the network takes milliseconds at least, so
 * that a thread of the system's pool does it, and what the network has said is kept for a while.
 * https://learn.microsoft.com/windows/win32/winhttp/winhttp-autoproxy-support
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include <stdlib.h>
#include <windows.h>
#include <winhttp.h>

#include "queue/clock.h"
#include "queue/queue.h"
#include "transfer/background.h"
#include "transfer/proxy_lookup.h"
#include "transfer/transfer.h"
#include "transfer/utf8.h"
#include "wine/debug.h"

WINE_DEFAULT_DEBUG_CHANNEL(qmgr);

/* Milliseconds for which answers are kept. */
#define SETTINGS_LIFETIME 1000
#define DETECTION_LIFETIME 300000

#define SCRIPT_TIMEOUT 5000  /* milliseconds for each step of getting a script */
#define LOOKUP_TIMEOUT 30000 /* milliseconds for all of it: a script may never end */
#define LOOKUPS_MAX 32       /* at a time; more mean that scripts do not end */
#define LOOKUP_PAUSE 60000   /* milliseconds without lookups after one that did not end */

struct proxy_lookup
{
    LONG refs;      /* the request's, and the thread's while it works */
    LONG done;
    ULONGLONG deadline; /* the clock_ticks() from which on nothing is awaited */
    BG_JOB_PROXY_USAGE usage;
    WCHAR *url;     /* NULL for the one that asks ahead of all requests */
    WCHAR *proxies;
    WCHAR *hosts;
};

/* What is known of the user's settings and of the network. */
static struct
{
    SRWLOCK lock;
    BOOL running;
    unsigned int working;          /* threads at work */
    ULONGLONG pause_end;           /* clock_ticks() */
    ULONGLONG settings_expiry;     /* clock_ticks() from which on what follows is to be asked for again */
    WCHAR *proxies, *hosts;        /* the user's lists */
    WCHAR *script;                 /* the URL of a script that knows better, or NULL */
    ULONGLONG detection_expiry;
    WCHAR *detected_script;
} known;

static void replace(WCHAR **string, WCHAR *copy)
{
    free(*string);
    *string = copy;
}

/* Strings of WinHTTP's become ours. */
static WCHAR *adopt(WCHAR *string)
{
    WCHAR *copy = string && *string ? string_copy(string) : NULL;

    GlobalFree(string);
    return copy;
}

static void lookup_release(struct proxy_lookup *lookup)
{
    if (InterlockedDecrement(&lookup->refs))
        return;
    free(lookup->url);
    free(lookup->proxies);
    free(lookup->hosts);
    free(lookup);
}

/* The URL of the script that the network offers, or NULL. */
static WCHAR *detect_script(void)
{
    WCHAR *url = NULL;

    if (!WinHttpDetectAutoProxyConfigUrl(WINHTTP_AUTO_DETECT_TYPE_DHCP | WINHTTP_AUTO_DETECT_TYPE_DNS_A, &url))
        return NULL;
    TRACE("the network offers %s\n", debugstr_w(url));
    return adopt(url);
}

/* As detect_script, from what is known if that is not too old. */
static WCHAR *detect_script_once(void)
{
    WCHAR *script;
    BOOL fresh;

    AcquireSRWLockExclusive(&known.lock);
    fresh = clock_ticks() < known.detection_expiry;
    script = fresh ? string_copy(known.detected_script) : NULL;
    ReleaseSRWLockExclusive(&known.lock);
    if (fresh)
        return script;

    script = detect_script();
    AcquireSRWLockExclusive(&known.lock);
    replace(&known.detected_script, string_copy(script));
    known.detection_expiry = clock_ticks() + DETECTION_LIFETIME;
    ReleaseSRWLockExclusive(&known.lock);
    return script;
}

/* Asks for the user's settings. A script that the network offers comes before one that the user has named. */
static void renew_settings(void)
{
    WINHTTP_CURRENT_USER_IE_PROXY_CONFIG config = {0};
    WCHAR *script = NULL, *named;

    if (!WinHttpGetIEProxyConfigForCurrentUser(&config))
        WARN("no proxy settings, error %lu\n", GetLastError());
    named = adopt(config.lpszAutoConfigUrl);
    if (config.fAutoDetect)
        script = detect_script_once();
    if (!script)
        script = named;
    else
        free(named);

    AcquireSRWLockExclusive(&known.lock);
    replace(&known.proxies, adopt(config.lpszProxy));
    replace(&known.hosts, adopt(config.lpszProxyBypass));
    replace(&known.script, script);
    known.settings_expiry = clock_ticks() + SETTINGS_LIFETIME;
    ReleaseSRWLockExclusive(&known.lock);
}

static BOOL ask_script(HINTERNET session, struct proxy_lookup *lookup, const WCHAR *script)
{
    WINHTTP_AUTOPROXY_OPTIONS options = {WINHTTP_AUTOPROXY_CONFIG_URL};
    WINHTTP_PROXY_INFO info;

    options.lpszAutoConfigUrl = script;
    WinHttpSetTimeouts(session, SCRIPT_TIMEOUT, SCRIPT_TIMEOUT, SCRIPT_TIMEOUT, SCRIPT_TIMEOUT);
    if (!WinHttpGetProxyForUrl(session, lookup->url, &options, &info))
    {
        WARN("%s gives no answer, error %lu\n", debugstr_w(script), GetLastError());
        return FALSE;
    }
    lookup->proxies = adopt(info.lpszProxy);
    lookup->hosts = adopt(info.lpszProxyBypass);
    return TRUE;
}

/* Runs the script for the lookup's URL; FALSE if it cannot be had. */
static BOOL lookup_ask_script(struct proxy_lookup *lookup, const WCHAR *script)
{
    HINTERNET session;
    BOOL answered;

    if (!(session = WinHttpOpen(NULL, WINHTTP_ACCESS_TYPE_NO_PROXY, NULL, NULL, 0)))
        return FALSE;
    answered = ask_script(session, lookup, script);
    WinHttpCloseHandle(session);
    return answered;
}

/* Takes the user's lists, if they are not too old, and no script knows better. */
static BOOL lookup_use_settings(struct proxy_lookup *lookup)
{
    BOOL used;

    AcquireSRWLockExclusive(&known.lock);
    if ((used = clock_ticks() < known.settings_expiry && !known.script))
    {
        lookup->proxies = string_copy(known.proxies);
        lookup->hosts = string_copy(known.hosts);
    }
    ReleaseSRWLockExclusive(&known.lock);
    return used;
}

static void lookup_ask_user(struct proxy_lookup *lookup)
{
    WCHAR *script;

    renew_settings();
    AcquireSRWLockExclusive(&known.lock);
    script = string_copy(known.script);
    ReleaseSRWLockExclusive(&known.lock);
    if (!lookup->url || (script && lookup_ask_script(lookup, script)))
    {
        free(script);
        return;
    }
    free(script);
    AcquireSRWLockExclusive(&known.lock);
    lookup->proxies = string_copy(known.proxies);
    lookup->hosts = string_copy(known.hosts);
    ReleaseSRWLockExclusive(&known.lock);
}

/* The network is asked for each file anew: ne-bits-bg_job_proxy_usage. */
static void lookup_ask_network(struct proxy_lookup *lookup)
{
    WCHAR *script = detect_script();

    if (script)
        lookup_ask_script(lookup, script);
    free(script);
}

static void CALLBACK lookup_work(TP_CALLBACK_INSTANCE *instance, void *arg)
{
    struct proxy_lookup *lookup = arg;

    if (lookup->usage == BG_JOB_PROXY_USAGE_AUTODETECT)
        lookup_ask_network(lookup);
    else
        lookup_ask_user(lookup);
    TRACE("%s: proxies %s, not for %s\n", debugstr_w(lookup->url), debugstr_w(lookup->proxies),
            debugstr_w(lookup->hosts));
    InterlockedExchange(&lookup->done, TRUE);
    AcquireSRWLockExclusive(&known.lock);
    known.working--;
    if (known.running)
        transfer_wakeup();
    ReleaseSRWLockExclusive(&known.lock);
    lookup_release(lookup);
}

static BOOL take_thread(void)
{
    BOOL taken;

    AcquireSRWLockExclusive(&known.lock);
    if ((taken = known.working < LOOKUPS_MAX && clock_ticks() >= known.pause_end))
        known.working++;
    ReleaseSRWLockExclusive(&known.lock);
    return taken;
}

static void give_thread_back(void)
{
    AcquireSRWLockExclusive(&known.lock);
    known.working--;
    ReleaseSRWLockExclusive(&known.lock);
}

/* Without a thread no proxy is found. */
static void lookup_begin(struct proxy_lookup *lookup)
{
    lookup->deadline = clock_ticks() + LOOKUP_TIMEOUT;
    if (take_thread())
    {
        InterlockedIncrement(&lookup->refs);
        if (background_start(lookup_work, lookup))
            return;
        InterlockedDecrement(&lookup->refs);
        give_thread_back();
    }
    WARN("%s: nobody looks for proxies\n", debugstr_w(lookup->url));
    lookup->done = TRUE;
}

struct proxy_lookup *proxy_lookup_start(BG_JOB_PROXY_USAGE usage, const char *url)
{
    struct proxy_lookup *lookup = calloc(1, sizeof(*lookup));

    if (!lookup)
        return NULL;
    lookup->refs = 1;
    lookup->usage = usage;
    if (usage != BG_JOB_PROXY_USAGE_AUTODETECT && lookup_use_settings(lookup))
        lookup->done = TRUE;
    else if ((lookup->url = wide_from_utf8(url)))
        lookup_begin(lookup);
    else
    {
        lookup_release(lookup);
        return NULL;
    }
    return lookup;
}

void proxy_lookup_free(struct proxy_lookup *lookup)
{
    if (lookup)
        lookup_release(lookup);
}

BOOL proxy_lookup_finish(const struct proxy_lookup *lookup, const WCHAR **proxies, const WCHAR **hosts)
{
    *proxies = *hosts = NULL;
    if (InterlockedCompareExchange((LONG *)&lookup->done, TRUE, TRUE))
    {
        *proxies = lookup->proxies;
        *hosts = lookup->hosts;
        return TRUE;
    }
    if (clock_ticks() < lookup->deadline)
        return FALSE;
    WARN("%s: no proxies in time\n", debugstr_w(lookup->url));
    AcquireSRWLockExclusive(&known.lock);
    known.pause_end = clock_ticks() + LOOKUP_PAUSE;
    ReleaseSRWLockExclusive(&known.lock);
    return TRUE;
}

/* Asks ahead, so that the first request need not wait for the network. */
void proxy_lookup_startup(void)
{
    struct proxy_lookup *lookup = calloc(1, sizeof(*lookup));

    AcquireSRWLockExclusive(&known.lock);
    known.running = TRUE;
    ReleaseSRWLockExclusive(&known.lock);
    if (!lookup)
        return;
    lookup->refs = 1;
    lookup->usage = BG_JOB_PROXY_USAGE_PRECONFIG;
    lookup_begin(lookup);
    lookup_release(lookup);
}

void proxy_lookup_shutdown(void)
{
    AcquireSRWLockExclusive(&known.lock);
    known.running = FALSE;
    known.settings_expiry = known.detection_expiry = known.pause_end = 0;
    replace(&known.proxies, NULL);
    replace(&known.hosts, NULL);
    replace(&known.script, NULL);
    replace(&known.detected_script, NULL);
    ReleaseSRWLockExclusive(&known.lock);
}
