/* proxy_client URL FILE PROXIES [SCHEME NAME PASSWORD]: downloads through BITS, with a header for the server, through
 * one of these proxies, or "none", or "preconfigured" for those of the user's settings. The name is for the proxy, and
 * SCHEME is basic, digest, ntlm or negotiate. Prints the error of a job that fails.
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include <wchar.h>

#include "client.h"

static void set_proxies(IBackgroundCopyJob *job, const WCHAR *proxies)
{
    HRESULT hr;

    if (!wcscmp(proxies, L"none"))
        hr = IBackgroundCopyJob_SetProxySettings(job, BG_JOB_PROXY_USAGE_NO_PROXY, NULL, NULL);
    else if (!wcscmp(proxies, L"preconfigured"))
        hr = IBackgroundCopyJob_SetProxySettings(job, BG_JOB_PROXY_USAGE_PRECONFIG, NULL, NULL);
    else
        hr = IBackgroundCopyJob_SetProxySettings(job, BG_JOB_PROXY_USAGE_OVERRIDE, proxies, NULL);
    check(hr, "SetProxySettings");
}

static void set_header(IBackgroundCopyJob *job, const WCHAR *header)
{
    IBackgroundCopyJobHttpOptions *options;

    check(IBackgroundCopyJob_QueryInterface(job, &IID_IBackgroundCopyJobHttpOptions, (void **)&options),
            "QueryInterface");
    check(IBackgroundCopyJobHttpOptions_SetCustomHeaders(options, header), "SetCustomHeaders");
    IBackgroundCopyJobHttpOptions_Release(options);
}

static BG_AUTH_SCHEME find_scheme(const WCHAR *name)
{
    static const WCHAR *const names[] =
    {
        [BG_AUTH_SCHEME_BASIC] = L"basic", [BG_AUTH_SCHEME_DIGEST] = L"digest",
        [BG_AUTH_SCHEME_NTLM] = L"ntlm", [BG_AUTH_SCHEME_NEGOTIATE] = L"negotiate",
    };
    BG_AUTH_SCHEME scheme = BG_AUTH_SCHEME_BASIC;

    while (scheme < ARRAYSIZE(names) && wcscmp(names[scheme], name))
        scheme++;
    return scheme;
}

/* SCHEME NAME PASSWORD */
static void set_proxy_credentials(IBackgroundCopyJob *job, WCHAR **words)
{
    BG_AUTH_CREDENTIALS credentials = {BG_AUTH_TARGET_PROXY, find_scheme(words[0]), {{words[1], words[2]}}};

    set_credentials(job, &credentials);
}

int wmain(int argc, WCHAR **argv);

int wmain(int argc, WCHAR **argv)
{
    IBackgroundCopyJob *job;
    WCHAR path[MAX_PATH];

    if ((argc != 4 && argc != 7) || !GetFullPathNameW(argv[2], ARRAYSIZE(path), path, NULL))
        return 2;
    job = create_job(L"proxy");
    set_proxies(job, argv[3]);
    set_header(job, L"X-Secret: word\r\n");
    if (argc == 7)
        set_proxy_credentials(job, argv + 4);
    check(IBackgroundCopyJob_AddFile(job, argv[1], path), "AddFile");
    return !download(job);
}
