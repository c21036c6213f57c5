/* What wine/debug.h calls: Wine's own functions where there are any, the debugger's output elsewhere.
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include <stdio.h>
#include <string.h>
#include <windows.h>

#include "wine/debug.h"

#define STRING_COUNT 16 /* how many strings of debugstr_w and its like are alive at a time */
#define STRING_SIZE 300

struct wine_functions
{
    unsigned char (__cdecl *get_channel_flags)(struct __wine_debug_channel *);
    const char *(__cdecl *duplicate)(const char *);
    int (__cdecl *output)(const char *);
    int (__cdecl *header)(enum __wine_debug_class, struct __wine_debug_channel *, const char *);
};

static struct wine_functions wine;
static INIT_ONCE wine_once = INIT_ONCE_STATIC_INIT;

static BOOL CALLBACK find_wine(INIT_ONCE *once, void *arg, void **context)
{
    HMODULE ntdll = GetModuleHandleW(L"ntdll.dll");
    struct wine_functions found;

    found.get_channel_flags = (void *)GetProcAddress(ntdll, "__wine_dbg_get_channel_flags");
    found.duplicate = (void *)GetProcAddress(ntdll, "__wine_dbg_strdup");
    found.output = (void *)GetProcAddress(ntdll, "__wine_dbg_output");
    found.header = (void *)GetProcAddress(ntdll, "__wine_dbg_header");
    if (found.get_channel_flags && found.duplicate && found.output && found.header)
        wine = found;
    return TRUE;
}

static BOOL have_wine(void)
{
    InitOnceExecuteOnce(&wine_once, find_wine, NULL, NULL);
    return wine.output != NULL;
}

/* On Windows, errors and what is missing go to the debugger. */
unsigned char __cdecl __wine_dbg_get_channel_flags(struct __wine_debug_channel *channel)
{
    if (have_wine())
        return wine.get_channel_flags(channel);
    return (1 << __WINE_DBCL_ERR) | (1 << __WINE_DBCL_FIXME);
}

const char *__cdecl __wine_dbg_strdup(const char *string)
{
    static char strings[STRING_COUNT][STRING_SIZE];
    static LONG next;
    char *copy;

    if (have_wine())
        return wine.duplicate(string);
    copy = strings[(ULONG)InterlockedIncrement(&next) % STRING_COUNT];
    snprintf(copy, STRING_SIZE, "%s", string);
    return copy;
}

int __cdecl __wine_dbg_output(const char *string)
{
    if (have_wine())
        return wine.output(string);
    OutputDebugStringA(string);
    return strlen(string);
}

int __cdecl __wine_dbg_header(enum __wine_debug_class class, struct __wine_debug_channel *channel,
        const char *function)
{
    char line[128];

    if (have_wine())
        return wine.header(class, channel, function);
    if (!(__wine_dbg_get_channel_flags(channel) & (1 << class)))
        return -1;
    snprintf(line, sizeof(line), "%s:%s ", channel->name, function);
    return __wine_dbg_output(line);
}
