/* The interfaces of qmgr.h.
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "marshal.h"

static const struct method queue_manager_methods[] =
{
    {3, "CreateGroup", &get_object_by_guid_value, 0, &group},
    {4, "GetGroup", &get_object_by_guid_value, 0, &group},
    {5, "EnumGroups", &get_object_by_number, 0, &enum_groups},
};
const struct contract queue_manager = CONTRACT(IBackgroundCopyQMgr, NULL, queue_manager_methods);

static HRESULT STDMETHODCALLTYPE get_prop_fake(IBackgroundCopyGroup *iface, GROUPPROP prop, VARIANT *value)
{
    V_VT(value) = VT_BSTR;
    V_BSTR(value) = SysAllocString(text_of(3, 0));
    return reply_if(3, (int)prop == enum_of(3));
}

static void get_prop_call(IUnknown *object, const struct method *method)
{
    IBackgroundCopyGroup *iface = (IBackgroundCopyGroup *)object;
    VARIANT value;

    VariantInit(&value);
    check_reply(method, IBackgroundCopyGroup_GetProp(iface, enum_of(3), &value));
    check(method, V_VT(&value) == VT_BSTR && text_is(V_BSTR(&value), 3, 0));
    VariantClear(&value);
    check_failure(method, IBackgroundCopyGroup_GetProp(iface, enum_of(3), NULL));
}
SINGLE_SHAPE(get_prop);

static HRESULT STDMETHODCALLTYPE set_prop_fake(IBackgroundCopyGroup *iface, GROUPPROP prop, VARIANT *value)
{
    return reply_if(4, (int)prop == enum_of(4) && V_VT(value) == VT_BSTR && text_is(V_BSTR(value), 4, 0));
}

static void set_prop_call(IUnknown *object, const struct method *method)
{
    IBackgroundCopyGroup *iface = (IBackgroundCopyGroup *)object;
    VARIANT value;

    V_VT(&value) = VT_BSTR;
    V_BSTR(&value) = SysAllocString(text_of(4, 0));
    check_reply(method, IBackgroundCopyGroup_SetProp(iface, enum_of(4), &value));
    VariantClear(&value);
    check_failure(method, IBackgroundCopyGroup_SetProp(iface, enum_of(4), NULL));
}
SINGLE_SHAPE(set_prop);

static HRESULT STDMETHODCALLTYPE query_job_fake(IBackgroundCopyGroup *iface, REFIID iid, IUnknown **result)
{
    *result = fake_create(&job);
    return reply_if(16, IsEqualGUID(iid, job.iid));
}

static void query_job_call(IUnknown *object, const struct method *method)
{
    IBackgroundCopyGroup *iface = (IBackgroundCopyGroup *)object;
    IUnknown *result = NULL;

    check_reply(method, IBackgroundCopyGroup_QueryNewJobInterface(iface, job.iid, &result));
    check(method, fake_is(result, &job));
    IUnknown_Release(result);
    check_failure(method, IBackgroundCopyGroup_QueryNewJobInterface(iface, NULL, &result));
    check_failure(method, IBackgroundCopyGroup_QueryNewJobInterface(iface, job.iid, NULL));
}
SINGLE_SHAPE(query_job);

static HRESULT STDMETHODCALLTYPE set_notification_fake(IBackgroundCopyGroup *iface, REFIID iid, IUnknown *pointer)
{
    if (!pointer)
        return S_FALSE;
    return reply_if(17, IsEqualGUID(iid, callback1.iid) && fake_is(pointer, &callback1));
}

static void set_notification_call(IUnknown *object, const struct method *method)
{
    IBackgroundCopyGroup *iface = (IBackgroundCopyGroup *)object;
    IUnknown *pointer = fake_create(&callback1);

    check_reply(method, IBackgroundCopyGroup_SetNotificationPointer(iface, callback1.iid, pointer));
    check_result(method, IBackgroundCopyGroup_SetNotificationPointer(iface, callback1.iid, NULL), S_FALSE);
    IUnknown_Release(pointer);
}
SINGLE_SHAPE(set_notification);

static const struct method group_methods[] =
{
    {3, "GetProp", &get_prop},
    {4, "SetProp", &set_prop},
    {5, "GetProgress", &get_value_by_number, sizeof(DWORD)},
    {6, "GetStatus", &get_two_values, sizeof(DWORD)},
    {7, "GetJob", &get_object_by_guid_value, 0, &job1},
    {8, "SuspendGroup", &no_argument},
    {9, "ResumeGroup", &no_argument},
    {10, "CancelGroup", &no_argument},
    {11, "get_Size", &get_value, sizeof(DWORD)},
    {12, "get_GroupID", &get_value, sizeof(GUID)},
    {13, "CreateJob", &get_object_by_guid_value, 0, &job1},
    {14, "EnumJobs", &get_object_by_number, 0, &enum_jobs1},
    {15, "SwitchToForeground", &no_argument},
    {16, "QueryNewJobInterface", &query_job},
    {17, "SetNotificationPointer", &set_notification},
};
const struct contract group = CONTRACT(IBackgroundCopyGroup, NULL, group_methods);

static HRESULT STDMETHODCALLTYPE get_status_fake(IBackgroundCopyJob1 *iface, DWORD *status, DWORD *win32,
        DWORD *transport, DWORD *retries)
{
    *status = number_of(5);
    *win32 = number_of(6);
    *transport = number_of(7);
    *retries = number_of(8);
    return reply(5);
}

static void get_status_call(IUnknown *object, const struct method *method)
{
    IBackgroundCopyJob1 *iface = (IBackgroundCopyJob1 *)object;
    DWORD status, win32, transport, retries;

    check_reply(method, IBackgroundCopyJob1_GetStatus(iface, &status, &win32, &transport, &retries));
    check(method, status == number_of(5) && win32 == number_of(6));
    check(method, transport == number_of(7) && retries == number_of(8));
    check_failure(method, IBackgroundCopyJob1_GetStatus(iface, &status, &win32, &transport, NULL));
}
SINGLE_SHAPE(get_status);

static bool is_file_set(const FILESETINFO *info, unsigned int which)
{
    return info && text_is(info->bstrRemoteFile, which, 0) && text_is(info->bstrLocalFile, which, 1)
            && info->dwSizeHint == number_of(which);
}

static void make_file_set(FILESETINFO *info, unsigned int which)
{
    info->bstrRemoteFile = SysAllocString(text_of(which, 0));
    info->bstrLocalFile = SysAllocString(text_of(which, 1));
    info->dwSizeHint = number_of(which);
}

static void free_file_set(FILESETINFO *info)
{
    SysFreeString(info->bstrRemoteFile);
    SysFreeString(info->bstrLocalFile);
}

static HRESULT STDMETHODCALLTYPE add_files_fake(IBackgroundCopyJob1 *iface, ULONG count, FILESETINFO **files)
{
    return reply_if(6, count == 2 && is_file_set(files[0], 0) && is_file_set(files[1], 1));
}

static void add_files_call(IUnknown *object, const struct method *method)
{
    IBackgroundCopyJob1 *iface = (IBackgroundCopyJob1 *)object;
    FILESETINFO first, second, *files[] = {&first, &second};

    make_file_set(&first, 0);
    make_file_set(&second, 1);
    check_reply(method, IBackgroundCopyJob1_AddFiles(iface, ARRAY_SIZE(files), files));
    check_failure(method, IBackgroundCopyJob1_AddFiles(iface, ARRAY_SIZE(files), NULL));
    free_file_set(&first);
    free_file_set(&second);
}
SINGLE_SHAPE(add_files);

static HRESULT STDMETHODCALLTYPE get_file_fake(IBackgroundCopyJob1 *iface, ULONG index, FILESETINFO *info)
{
    make_file_set(info, 7);
    return reply_if(7, index == number_of(7));
}

static void get_file_call(IUnknown *object, const struct method *method)
{
    IBackgroundCopyJob1 *iface = (IBackgroundCopyJob1 *)object;
    FILESETINFO info = {0};

    check_reply(method, IBackgroundCopyJob1_GetFile(iface, number_of(7), &info));
    check(method, is_file_set(&info, 7));
    free_file_set(&info);
    check_failure(method, IBackgroundCopyJob1_GetFile(iface, number_of(7), NULL));
}
SINGLE_SHAPE(get_file);

static const struct method job1_methods[] =
{
    {3, "CancelJob", &no_argument},
    {4, "GetProgress", &get_value_by_number, sizeof(DWORD)},
    {5, "GetStatus", &get_status},
    {6, "AddFiles", &add_files},
    {7, "GetFile", &get_file},
    {8, "GetFileCount", &get_value, sizeof(DWORD)},
    {9, "SwitchToForeground", &no_argument},
    {10, "get_JobID", &get_value, sizeof(GUID)},
};
const struct contract job1 = CONTRACT(IBackgroundCopyJob1, NULL, job1_methods);

static const struct method enum_groups_methods[] =
{
    {3, "Next", &next_guid},
    {4, "Skip", &set_number},
    {5, "Reset", &no_argument},
    {6, "Clone", &get_object, 0, &enum_groups},
    {7, "GetCount", &get_value, sizeof(ULONG)},
};
const struct contract enum_groups = CONTRACT(IEnumBackgroundCopyGroups, NULL, enum_groups_methods);

static const struct method enum_jobs1_methods[] =
{
    {3, "Next", &next_guid},
    {4, "Skip", &set_number},
    {5, "Reset", &no_argument},
    {6, "Clone", &get_object, 0, &enum_jobs1},
    {7, "GetCount", &get_value, sizeof(ULONG)},
};
const struct contract enum_jobs1 = CONTRACT(IEnumBackgroundCopyJobs1, NULL, enum_jobs1_methods);

static bool concerns(IBackgroundCopyGroup *whole, IBackgroundCopyJob1 *part, DWORD index, unsigned int slot)
{
    return fake_is((IUnknown *)whole, &group) && fake_is((IUnknown *)part, &job1) && index == number_of(slot);
}

/* What a callback is about. */
struct subject
{
    IBackgroundCopyGroup *whole;
    IBackgroundCopyJob1 *part;
};

static struct subject create_subject(void)
{
    struct subject subject;

    subject.whole = (IBackgroundCopyGroup *)fake_create(&group);
    subject.part = (IBackgroundCopyJob1 *)fake_create(&job1);
    return subject;
}

static void release_subject(struct subject *subject)
{
    IBackgroundCopyGroup_Release(subject->whole);
    IBackgroundCopyJob1_Release(subject->part);
}

static HRESULT STDMETHODCALLTYPE on_status_fake(IBackgroundCopyCallback1 *iface, IBackgroundCopyGroup *whole,
        IBackgroundCopyJob1 *part, DWORD index, DWORD status, DWORD retries, DWORD win32, DWORD transport)
{
    bool right = concerns(whole, part, index, 3);

    right = right && status == number_of(4) && retries == number_of(5);
    return reply_if(3, right && win32 == number_of(6) && transport == number_of(7));
}

static void on_status_call(IUnknown *object, const struct method *method)
{
    IBackgroundCopyCallback1 *iface = (IBackgroundCopyCallback1 *)object;
    struct subject subject = create_subject();
    HRESULT hr;

    hr = IBackgroundCopyCallback1_OnStatus(iface, subject.whole, subject.part, number_of(3), number_of(4),
            number_of(5), number_of(6), number_of(7));
    check_reply(method, hr);
    release_subject(&subject);
}
SINGLE_SHAPE(on_status);

static HRESULT STDMETHODCALLTYPE on_progress_fake(IBackgroundCopyCallback1 *iface, DWORD type,
        IBackgroundCopyGroup *whole, IBackgroundCopyJob1 *part, DWORD index, DWORD value)
{
    return reply_if(4, concerns(whole, part, index, 4) && type == number_of(5) && value == number_of(6));
}

static void on_progress_call(IUnknown *object, const struct method *method)
{
    IBackgroundCopyCallback1 *iface = (IBackgroundCopyCallback1 *)object;
    struct subject subject = create_subject();
    HRESULT hr;

    hr = IBackgroundCopyCallback1_OnProgress(iface, number_of(5), subject.whole, subject.part, number_of(4),
            number_of(6));
    check_reply(method, hr);
    release_subject(&subject);
}
SINGLE_SHAPE(on_progress);

static HRESULT STDMETHODCALLTYPE on_progress_ex_fake(IBackgroundCopyCallback1 *iface, DWORD type,
        IBackgroundCopyGroup *whole, IBackgroundCopyJob1 *part, DWORD index, DWORD value, DWORD size, BYTE *bytes)
{
    bool right = concerns(whole, part, index, 5) && type == number_of(6) && value == number_of(7);

    return reply_if(5, right && size == 99 && bytes_are(bytes, size, 5));
}

static void on_progress_ex_call(IUnknown *object, const struct method *method)
{
    IBackgroundCopyCallback1 *iface = (IBackgroundCopyCallback1 *)object;
    struct subject subject = create_subject();
    BYTE bytes[99];
    HRESULT hr;

    fill_bytes(bytes, sizeof(bytes), 5);
    hr = IBackgroundCopyCallback1_OnProgressEx(iface, number_of(6), subject.whole, subject.part, number_of(5),
            number_of(7), sizeof(bytes), bytes);
    check_reply(method, hr);
    release_subject(&subject);
}
SINGLE_SHAPE(on_progress_ex);

static const struct method callback1_methods[] =
{
    {3, "OnStatus", &on_status},
    {4, "OnProgress", &on_progress},
    {5, "OnProgressEx", &on_progress_ex},
};
const struct contract callback1 = CONTRACT(IBackgroundCopyCallback1, NULL, callback1_methods);
