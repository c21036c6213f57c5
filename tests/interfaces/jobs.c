/* The manager, the error object, the enumerator of jobs, and IBackgroundCopyJob to IBackgroundCopyJob4.
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "marshal.h"

static HRESULT STDMETHODCALLTYPE create_job_fake(IBackgroundCopyManager *iface, const WCHAR *name, BG_JOB_TYPE type,
        GUID *id, IBackgroundCopyJob **result)
{
    *id = guid_of(3);
    *result = (IBackgroundCopyJob *)fake_create(&job);
    return reply_if(3, text_is(name, 3, 0) && (int)type == enum_of(3));
}

static void create_job_call(IUnknown *object, const struct method *method)
{
    IBackgroundCopyManager *iface = (IBackgroundCopyManager *)object;
    const WCHAR *name = text_of(3, 0);
    IBackgroundCopyJob *result = NULL;
    GUID id;

    check_reply(method, IBackgroundCopyManager_CreateJob(iface, name, enum_of(3), &id, &result));
    check(method, bytes_are(&id, sizeof(id), 3));
    check(method, fake_is((IUnknown *)result, &job));
    IBackgroundCopyJob_Release(result);
    check_failure(method, IBackgroundCopyManager_CreateJob(iface, NULL, enum_of(3), &id, &result));
    check_failure(method, IBackgroundCopyManager_CreateJob(iface, name, enum_of(3), NULL, &result));
    check_failure(method, IBackgroundCopyManager_CreateJob(iface, name, enum_of(3), &id, NULL));
}
SINGLE_SHAPE(create_job);

static HRESULT STDMETHODCALLTYPE describe_fake(IBackgroundCopyManager *iface, HRESULT code, DWORD language,
        WCHAR **text)
{
    HRESULT hr = text_copy(6, 0, text);

    return FAILED(hr) ? hr : reply_if(6, code == BG_E_EMPTY && language == number_of(6));
}

static void describe_call(IUnknown *object, const struct method *method)
{
    IBackgroundCopyManager *iface = (IBackgroundCopyManager *)object;
    WCHAR *text = NULL;

    check_reply(method, IBackgroundCopyManager_GetErrorDescription(iface, BG_E_EMPTY, number_of(6), &text));
    check(method, text_taken(text, 6, 0));
    check_failure(method, IBackgroundCopyManager_GetErrorDescription(iface, BG_E_EMPTY, number_of(6), NULL));
}
SINGLE_SHAPE(describe);

static const struct method manager_methods[] =
{
    {3, "CreateJob", &create_job},
    {4, "GetJob", &get_object_by_guid, 0, &job},
    {5, "EnumJobs", &get_object_by_number, 0, &enum_jobs},
    {6, "GetErrorDescription", &describe},
};
const struct contract manager = CONTRACT(IBackgroundCopyManager, NULL, manager_methods);

static HRESULT STDMETHODCALLTYPE get_error_fake(IBackgroundCopyError *iface, BG_ERROR_CONTEXT *context, HRESULT *code)
{
    *context = enum_of(3);
    *code = BG_E_EMPTY;
    return reply(3);
}

static void get_error_call(IUnknown *object, const struct method *method)
{
    IBackgroundCopyError *iface = (IBackgroundCopyError *)object;
    BG_ERROR_CONTEXT context;
    HRESULT code;

    check_reply(method, IBackgroundCopyError_GetError(iface, &context, &code));
    check(method, (int)context == enum_of(3) && code == BG_E_EMPTY);
    check_failure(method, IBackgroundCopyError_GetError(iface, NULL, &code));
    check_failure(method, IBackgroundCopyError_GetError(iface, &context, NULL));
}
SINGLE_SHAPE(get_error);

static const struct method error_methods[] =
{
    {3, "GetError", &get_error},
    {4, "GetFile", &get_object, 0, &file},
    {5, "GetErrorDescription", &get_text_by_number},
    {6, "GetErrorContextDescription", &get_text_by_number},
    {7, "GetProtocol", &get_text},
};
const struct contract error = CONTRACT(IBackgroundCopyError, NULL, error_methods);

static const struct method enum_jobs_methods[] =
{
    {3, "Next", &next_object, 0, &job},
    {4, "Skip", &set_number},
    {5, "Reset", &no_argument},
    {6, "Clone", &get_object, 0, &enum_jobs},
    {7, "GetCount", &get_value, sizeof(ULONG)},
};
const struct contract enum_jobs = CONTRACT(IEnumBackgroundCopyJobs, NULL, enum_jobs_methods);

static HRESULT STDMETHODCALLTYPE add_file_set_fake(IBackgroundCopyJob *iface, ULONG count, BG_FILE_INFO *files)
{
    ULONG i;

    for (i = 0; i < count; ++i)
    {
        if (!text_is(files[i].RemoteName, i, 0) || !text_is(files[i].LocalName, i, 1))
            return E_UNEXPECTED;
    }
    return reply_if(3, count == 10);
}

static void add_file_set_call(IUnknown *object, const struct method *method)
{
    IBackgroundCopyJob *iface = (IBackgroundCopyJob *)object;
    BG_FILE_INFO files[10];
    unsigned int i;

    for (i = 0; i < ARRAY_SIZE(files); ++i)
    {
        files[i].RemoteName = (WCHAR *)text_of(i, 0);
        files[i].LocalName = (WCHAR *)text_of(i, 1);
    }
    check_reply(method, IBackgroundCopyJob_AddFileSet(iface, ARRAY_SIZE(files), files));
    check_failure(method, IBackgroundCopyJob_AddFileSet(iface, ARRAY_SIZE(files), NULL));
    files[0].LocalName = NULL;
    check_failure(method, IBackgroundCopyJob_AddFileSet(iface, ARRAY_SIZE(files), files));
}
SINGLE_SHAPE(add_file_set);

static HRESULT STDMETHODCALLTYPE set_proxy_fake(IBackgroundCopyJob *iface, BG_JOB_PROXY_USAGE usage,
        const WCHAR *list, const WCHAR *bypass)
{
    if (!list && !bypass)
        return S_FALSE;
    return reply_if(32, (int)usage == enum_of(32) && text_is(list, 32, 0) && text_is(bypass, 32, 1));
}

static void set_proxy_call(IUnknown *object, const struct method *method)
{
    IBackgroundCopyJob *iface = (IBackgroundCopyJob *)object;
    const WCHAR *list = text_of(32, 0), *bypass = text_of(32, 1);

    check_reply(method, IBackgroundCopyJob_SetProxySettings(iface, enum_of(32), list, bypass));
    check_result(method, IBackgroundCopyJob_SetProxySettings(iface, enum_of(32), NULL, NULL), S_FALSE);
}
SINGLE_SHAPE(set_proxy);

static HRESULT STDMETHODCALLTYPE get_proxy_fake(IBackgroundCopyJob *iface, BG_JOB_PROXY_USAGE *usage, WCHAR **list,
        WCHAR **bypass)
{
    *usage = enum_of(33);
    *bypass = NULL;
    return FAILED(text_copy(33, 0, list)) ? E_OUTOFMEMORY : reply(33);
}

static void get_proxy_call(IUnknown *object, const struct method *method)
{
    IBackgroundCopyJob *iface = (IBackgroundCopyJob *)object;
    WCHAR *list = NULL, *bypass = (WCHAR *)L"";
    BG_JOB_PROXY_USAGE usage;

    check_reply(method, IBackgroundCopyJob_GetProxySettings(iface, &usage, &list, &bypass));
    check(method, (int)usage == enum_of(33));
    check(method, text_taken(list, 33, 0));
    check(method, !bypass);
    check_failure(method, IBackgroundCopyJob_GetProxySettings(iface, NULL, &list, &bypass));
    check_failure(method, IBackgroundCopyJob_GetProxySettings(iface, &usage, NULL, &bypass));
    check_failure(method, IBackgroundCopyJob_GetProxySettings(iface, &usage, &list, NULL));
}
SINGLE_SHAPE(get_proxy);

static const struct method job_methods[] =
{
    {3, "AddFileSet", &add_file_set},
    {4, "AddFile", &set_two_texts},
    {5, "EnumFiles", &get_object, 0, &enum_files},
    {6, "Suspend", &no_argument},
    {7, "Resume", &no_argument},
    {8, "Cancel", &no_argument},
    {9, "Complete", &no_argument},
    {10, "GetId", &get_value, sizeof(GUID)},
    {11, "GetType", &get_enum},
    {12, "GetProgress", &get_value, sizeof(BG_JOB_PROGRESS)},
    {13, "GetTimes", &get_value, sizeof(BG_JOB_TIMES)},
    {14, "GetState", &get_enum},
    {15, "GetError", &get_object, 0, &error},
    {16, "GetOwner", &get_text},
    {17, "SetDisplayName", &set_text},
    {18, "GetDisplayName", &get_text},
    {19, "SetDescription", &set_text},
    {20, "GetDescription", &get_text},
    {21, "SetPriority", &set_enum},
    {22, "GetPriority", &get_enum},
    {23, "SetNotifyFlags", &set_number},
    {24, "GetNotifyFlags", &get_value, sizeof(ULONG)},
    {25, "SetNotifyInterface", &set_object, 0, &callback3},
    {26, "GetNotifyInterface", &get_object, 0, &callback3},
    {27, "SetMinimumRetryDelay", &set_number},
    {28, "GetMinimumRetryDelay", &get_value, sizeof(ULONG)},
    {29, "SetNoProgressTimeout", &set_number},
    {30, "GetNoProgressTimeout", &get_value, sizeof(ULONG)},
    {31, "GetErrorCount", &get_value, sizeof(ULONG)},
    {32, "SetProxySettings", &set_proxy},
    {33, "GetProxySettings", &get_proxy},
    {34, "TakeOwnership", &no_argument},
};
const struct contract job = CONTRACT(IBackgroundCopyJob, NULL, job_methods);

/* As a service must: the length may be missing, and there may be no reply yet. */
static HRESULT STDMETHODCALLTYPE get_reply_data_fake(IBackgroundCopyJob2 *iface, byte **buffer, UINT64 *length)
{
    if (!length)
        return E_INVALIDARG;
    if (!(*buffer = CoTaskMemAlloc(5000)))
        return E_OUTOFMEMORY;
    *length = 5000;
    fill_bytes(*buffer, *length, 38);
    return reply(38);
}

static void get_reply_data_call(IUnknown *object, const struct method *method)
{
    IBackgroundCopyJob2 *iface = (IBackgroundCopyJob2 *)object;
    byte *buffer = NULL;
    UINT64 length = 1;

    check_reply(method, IBackgroundCopyJob2_GetReplyData(iface, &buffer, &length));
    check(method, buffer && length == 5000 && bytes_are(buffer, length, 38));
    CoTaskMemFree(buffer);
    check_failure(method, IBackgroundCopyJob2_GetReplyData(iface, &buffer, NULL));
    check_failure(method, IBackgroundCopyJob2_GetReplyData(iface, NULL, &length));
}
SINGLE_SHAPE(get_reply_data);

static HRESULT STDMETHODCALLTYPE set_credentials_fake(IBackgroundCopyJob2 *iface, BG_AUTH_CREDENTIALS *credentials)
{
    const BG_BASIC_CREDENTIALS *basic = &credentials->Credentials.Basic;

    if (credentials->Scheme < BG_AUTH_SCHEME_BASIC || credentials->Scheme > BG_AUTH_SCHEME_PASSPORT)
        return BG_E_INVALID_AUTH_SCHEME;
    if (!basic->UserName && !basic->Password)
        return S_FALSE;
    if (credentials->Target != BG_AUTH_TARGET_PROXY)
        return BG_E_INVALID_AUTH_TARGET;
    return reply_if(41, text_is(basic->UserName, 41, 0) && text_is(basic->Password, 41, 1));
}

static void set_credentials_call(IUnknown *object, const struct method *method)
{
    IBackgroundCopyJob2 *iface = (IBackgroundCopyJob2 *)object;
    BG_AUTH_CREDENTIALS credentials = {.Target = BG_AUTH_TARGET_PROXY};
    BG_BASIC_CREDENTIALS *basic = &credentials.Credentials.Basic;
    int scheme;

    basic->UserName = (WCHAR *)text_of(41, 0);
    basic->Password = (WCHAR *)text_of(41, 1);
    for (scheme = BG_AUTH_SCHEME_BASIC; scheme <= BG_AUTH_SCHEME_PASSPORT; ++scheme)
    {
        credentials.Scheme = scheme;
        check_reply(method, IBackgroundCopyJob2_SetCredentials(iface, &credentials));
    }
    credentials.Scheme = 99;
    check_result(method, IBackgroundCopyJob2_SetCredentials(iface, &credentials), BG_E_INVALID_AUTH_SCHEME);
    credentials.Scheme = BG_AUTH_SCHEME_NEGOTIATE;
    basic->UserName = basic->Password = NULL;
    check_result(method, IBackgroundCopyJob2_SetCredentials(iface, &credentials), S_FALSE);
    check_failure(method, IBackgroundCopyJob2_SetCredentials(iface, NULL));
}
SINGLE_SHAPE(set_credentials);

static HRESULT STDMETHODCALLTYPE remove_credentials_fake(IBackgroundCopyJob2 *iface, BG_AUTH_TARGET target,
        BG_AUTH_SCHEME scheme)
{
    return reply_if(42, (int)target == enum_of(42) && (int)scheme == enum_of(43));
}

static void remove_credentials_call(IUnknown *object, const struct method *method)
{
    IBackgroundCopyJob2 *iface = (IBackgroundCopyJob2 *)object;

    check_reply(method, IBackgroundCopyJob2_RemoveCredentials(iface, enum_of(42), enum_of(43)));
}
SINGLE_SHAPE(remove_credentials);

static const struct method job2_methods[] =
{
    {35, "SetNotifyCmdLine", &set_two_optional_texts},
    {36, "GetNotifyCmdLine", &get_two_texts},
    {37, "GetReplyProgress", &get_value, sizeof(BG_JOB_REPLY_PROGRESS)},
    {38, "GetReplyData", &get_reply_data},
    {39, "SetReplyFileName", &set_optional_text},
    {40, "GetReplyFileName", &get_text},
    {41, "SetCredentials", &set_credentials},
    {42, "RemoveCredentials", &remove_credentials},
};
const struct contract job2 = CONTRACT(IBackgroundCopyJob2, &job, job2_methods);

static HRESULT STDMETHODCALLTYPE add_ranges_fake(IBackgroundCopyJob3 *iface, const WCHAR *url, const WCHAR *name,
        DWORD count, BG_FILE_RANGE ranges[])
{
    return reply_if(44, text_is(url, 44, 0) && text_is(name, 44, 1) && count == 6 && ranges_are(ranges, count, 44));
}

static void add_ranges_call(IUnknown *object, const struct method *method)
{
    IBackgroundCopyJob3 *iface = (IBackgroundCopyJob3 *)object;
    const WCHAR *url = text_of(44, 0), *name = text_of(44, 1);
    BG_FILE_RANGE ranges[6];

    fill_ranges(ranges, 6, 44);
    check_reply(method, IBackgroundCopyJob3_AddFileWithRanges(iface, url, name, 6, ranges));
    check_failure(method, IBackgroundCopyJob3_AddFileWithRanges(iface, url, NULL, 6, ranges));
    check_failure(method, IBackgroundCopyJob3_AddFileWithRanges(iface, url, name, 6, NULL));
}
SINGLE_SHAPE(add_ranges);

static const struct method job3_methods[] =
{
    {43, "ReplaceRemotePrefix", &set_two_texts},
    {44, "AddFileWithRanges", &add_ranges},
    {45, "SetFileACLFlags", &set_number},
    {46, "GetFileACLFlags", &get_value, sizeof(DWORD)},
};
const struct contract job3 = CONTRACT(IBackgroundCopyJob3, &job2, job3_methods);

static const struct method job4_methods[] =
{
    {47, "SetPeerCachingFlags", &set_number},
    {48, "GetPeerCachingFlags", &get_value, sizeof(DWORD)},
    {49, "GetOwnerIntegrityLevel", &get_value, sizeof(ULONG)},
    {50, "GetOwnerElevationState", &get_value, sizeof(BOOL)},
    {51, "SetMaximumDownloadTime", &set_number},
    {52, "GetMaximumDownloadTime", &get_value, sizeof(ULONG)},
};
const struct contract job4 = CONTRACT(IBackgroundCopyJob4, &job3, job4_methods);
