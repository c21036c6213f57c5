/* The properties of a job that the load changes and the check reads.
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include <stdlib.h>
#include <string.h>

#include "properties.h"
#include <bits1_5.h>
#include <bits2_5.h>
#include <bits3_0.h>
#include <bits5_0.h>

/* A property that is a number, in any interface of the job: set_NAME and get_NAME. */
#define NUMBER(interface, name, type) \
    static HRESULT set_##name(IBackgroundCopyJob *job, const char *text) \
    { \
        interface *object; \
        HRESULT hr; \
        if (FAILED(hr = IBackgroundCopyJob_QueryInterface(job, &IID_##interface, (void **)&object))) \
            return hr; \
        hr = interface##_Set##name(object, strtoul(text, NULL, 10)); \
        interface##_Release(object); \
        return hr; \
    } \
    static HRESULT get_##name(IBackgroundCopyJob *job, char text[TEXT_MAX]) \
    { \
        interface *object; \
        type value = 0; \
        HRESULT hr; \
        if (FAILED(hr = IBackgroundCopyJob_QueryInterface(job, &IID_##interface, (void **)&object))) \
            return hr; \
        hr = interface##_Get##name(object, &value); \
        interface##_Release(object); \
        snprintf(text, TEXT_MAX, "%lu", (ULONG)value); \
        return hr; \
    }

NUMBER(IBackgroundCopyJob, Priority, BG_JOB_PRIORITY)
NUMBER(IBackgroundCopyJob, NotifyFlags, ULONG)
NUMBER(IBackgroundCopyJob, MinimumRetryDelay, ULONG)
NUMBER(IBackgroundCopyJob, NoProgressTimeout, ULONG)
NUMBER(IBackgroundCopyJob4, PeerCachingFlags, DWORD)
NUMBER(IBackgroundCopyJob4, MaximumDownloadTime, ULONG)
NUMBER(IBackgroundCopyJobHttpOptions, SecurityFlags, ULONG)

/* The text of a string from the service, which is freed. */
static HRESULT take_string(HRESULT hr, WCHAR *string, char text[TEXT_MAX])
{
    text[0] = 0;
    if (string)
        narrow(string, text);
    CoTaskMemFree(string);
    return SUCCEEDED(hr) ? S_OK : hr;
}

static HRESULT set_DisplayName(IBackgroundCopyJob *job, const char *text)
{
    WCHAR wide[1024];

    return IBackgroundCopyJob_SetDisplayName(job, widen(text, wide));
}

static HRESULT get_DisplayName(IBackgroundCopyJob *job, char text[TEXT_MAX])
{
    WCHAR *string = NULL;
    HRESULT hr = IBackgroundCopyJob_GetDisplayName(job, &string);

    return take_string(hr, string, text);
}

static HRESULT set_Description(IBackgroundCopyJob *job, const char *text)
{
    WCHAR wide[1024];

    return IBackgroundCopyJob_SetDescription(job, widen(text, wide));
}

static HRESULT get_Description(IBackgroundCopyJob *job, char text[TEXT_MAX])
{
    WCHAR *string = NULL;
    HRESULT hr = IBackgroundCopyJob_GetDescription(job, &string);

    return take_string(hr, string, text);
}

static HRESULT set_ProxyUsage(IBackgroundCopyJob *job, const char *text)
{
    return IBackgroundCopyJob_SetProxySettings(job, strtoul(text, NULL, 10), NULL, NULL);
}

static HRESULT get_ProxyUsage(IBackgroundCopyJob *job, char text[TEXT_MAX])
{
    BG_JOB_PROXY_USAGE usage = 0;
    WCHAR *list = NULL, *bypass_list = NULL;
    HRESULT hr = IBackgroundCopyJob_GetProxySettings(job, &usage, &list, &bypass_list);

    CoTaskMemFree(list);
    CoTaskMemFree(bypass_list);
    snprintf(text, TEXT_MAX, "%u", usage);
    return hr;
}

static HRESULT set_CommandLine(IBackgroundCopyJob *job, const char *text)
{
    IBackgroundCopyJob2 *job2;
    WCHAR wide[1024];
    HRESULT hr;

    if (FAILED(hr = IBackgroundCopyJob_QueryInterface(job, &IID_IBackgroundCopyJob2, (void **)&job2)))
        return hr;
    hr = IBackgroundCopyJob2_SetNotifyCmdLine(job2, *text ? widen(text, wide) : NULL, NULL);
    IBackgroundCopyJob2_Release(job2);
    return hr;
}

static HRESULT get_CommandLine(IBackgroundCopyJob *job, char text[TEXT_MAX])
{
    WCHAR *program = NULL, *parameters = NULL;
    IBackgroundCopyJob2 *job2;
    HRESULT hr;

    if (FAILED(hr = IBackgroundCopyJob_QueryInterface(job, &IID_IBackgroundCopyJob2, (void **)&job2)))
        return hr;
    hr = IBackgroundCopyJob2_GetNotifyCmdLine(job2, &program, &parameters);
    IBackgroundCopyJob2_Release(job2);
    CoTaskMemFree(parameters);
    return take_string(hr, program, text);
}

static HRESULT set_CustomHeaders(IBackgroundCopyJob *job, const char *text)
{
    IBackgroundCopyJobHttpOptions *options;
    WCHAR wide[1024];
    HRESULT hr;

    if (FAILED(hr = IBackgroundCopyJob_QueryInterface(job, &IID_IBackgroundCopyJobHttpOptions, (void **)&options)))
        return hr;
    hr = IBackgroundCopyJobHttpOptions_SetCustomHeaders(options, *text ? widen(text, wide) : NULL);
    IBackgroundCopyJobHttpOptions_Release(options);
    return hr;
}

static HRESULT get_CustomHeaders(IBackgroundCopyJob *job, char text[TEXT_MAX])
{
    IBackgroundCopyJobHttpOptions *options;
    WCHAR *headers = NULL;
    HRESULT hr;

    if (FAILED(hr = IBackgroundCopyJob_QueryInterface(job, &IID_IBackgroundCopyJobHttpOptions, (void **)&options)))
        return hr;
    hr = IBackgroundCopyJobHttpOptions_GetCustomHeaders(options, &headers);
    IBackgroundCopyJobHttpOptions_Release(options);
    return take_string(hr, headers, text);
}

static HRESULT set_CostFlags(IBackgroundCopyJob *job, const char *text)
{
    BITS_JOB_PROPERTY_VALUE value = {.Dword = strtoul(text, NULL, 10)};
    IBackgroundCopyJob5 *job5;
    HRESULT hr;

    if (FAILED(hr = IBackgroundCopyJob_QueryInterface(job, &IID_IBackgroundCopyJob5, (void **)&job5)))
        return hr;
    hr = IBackgroundCopyJob5_SetProperty(job5, BITS_JOB_PROPERTY_ID_COST_FLAGS, value);
    IBackgroundCopyJob5_Release(job5);
    return hr;
}

static HRESULT get_CostFlags(IBackgroundCopyJob *job, char text[TEXT_MAX])
{
    BITS_JOB_PROPERTY_VALUE value = {0};
    IBackgroundCopyJob5 *job5;
    HRESULT hr;

    if (FAILED(hr = IBackgroundCopyJob_QueryInterface(job, &IID_IBackgroundCopyJob5, (void **)&job5)))
        return hr;
    hr = IBackgroundCopyJob5_GetProperty(job5, BITS_JOB_PROPERTY_ID_COST_FLAGS, &value);
    IBackgroundCopyJob5_Release(job5);
    snprintf(text, TEXT_MAX, "%lu", value.Dword);
    return hr;
}

static void choose_number(char text[TEXT_MAX], unsigned int first, unsigned int count)
{
    snprintf(text, TEXT_MAX, "%u", first + random_below(count));
}

static void choose_name(unsigned int job_number, char text[TEXT_MAX])
{
    snprintf(text, TEXT_MAX, "%u name %u", job_number, random_below(1000000));
}

static void choose_description(unsigned int job_number, char text[TEXT_MAX])
{
    unsigned int i, length = random_below(TEXT_MAX - 1);

    for (i = 0; i < length; i++)
        text[i] = '!' + random_below('~' - '!');
    text[length] = 0;
}

static void choose_priority(unsigned int job_number, char text[TEXT_MAX])
{
    choose_number(text, BG_JOB_PRIORITY_FOREGROUND, BG_JOB_PRIORITY_LOW + 1);
}

/* Without BG_NOTIFY_DISABLE the service would try to start programs. */
static void choose_notify_flags(unsigned int job_number, char text[TEXT_MAX])
{
    snprintf(text, TEXT_MAX, "%u", BG_NOTIFY_DISABLE | random_below(16));
}

/* The download of a job that the kills interrupt may take no longer than these. */
static void choose_seconds(unsigned int job_number, char text[TEXT_MAX])
{
    choose_number(text, 3600, 1000000);
}

static void choose_peer_caching(unsigned int job_number, char text[TEXT_MAX])
{
    choose_number(text, 0, 8);
}

static void choose_security(unsigned int job_number, char text[TEXT_MAX])
{
    static const ULONG policies[] =
    {
        BG_HTTP_REDIRECT_POLICY_ALLOW_SILENT, BG_HTTP_REDIRECT_POLICY_ALLOW_REPORT, BG_HTTP_REDIRECT_POLICY_DISALLOW,
    };

    snprintf(text, TEXT_MAX, "%lu", policies[random_below(ARRAYSIZE(policies))]);
}

static void choose_proxy_usage(unsigned int job_number, char text[TEXT_MAX])
{
    choose_number(text, BG_JOB_PROXY_USAGE_PRECONFIG, 2);
}

/* There is no such program. */
static void choose_command_line(unsigned int job_number, char text[TEXT_MAX])
{
    snprintf(text, TEXT_MAX, "C:\\nothing\\%u.exe", random_below(1000000));
}

static void choose_headers(unsigned int job_number, char text[TEXT_MAX])
{
    snprintf(text, TEXT_MAX, "X-Crash-Test: %u", random_below(1000000));
}

static void choose_cost_flags(unsigned int job_number, char text[TEXT_MAX])
{
    snprintf(text, TEXT_MAX, "%u", one_in(2) ? BITS_COST_STATE_TRANSFER_ALWAYS : BITS_COST_STATE_TRANSFER_NOT_ROAMING);
}

#define PROPERTY(name, initial, choose) {"Set" #name, initial, set_##name, get_##name, choose}

/* The initial values are those of the documentation. */
const struct property properties[PROPERTY_COUNT] =
{
    [DISPLAY_NAME] = PROPERTY(DisplayName, "", choose_name),
    PROPERTY(Description, "", choose_description),
    PROPERTY(Priority, "2", choose_priority),
    PROPERTY(NotifyFlags, "3", choose_notify_flags),
    PROPERTY(MinimumRetryDelay, "600", choose_seconds),
    PROPERTY(NoProgressTimeout, "1209600", choose_seconds),
    PROPERTY(PeerCachingFlags, "0", choose_peer_caching),
    PROPERTY(MaximumDownloadTime, "7776000", choose_seconds),
    PROPERTY(SecurityFlags, "0", choose_security),
    PROPERTY(ProxyUsage, "0", choose_proxy_usage),
    PROPERTY(CommandLine, "", choose_command_line),
    PROPERTY(CustomHeaders, "", choose_headers),
    PROPERTY(CostFlags, "2147483903", choose_cost_flags),
};
