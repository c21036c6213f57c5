/* IBackgroundCopyCallback1: what the Queue Manager tells of its groups.
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include "class_object.h"
#include "group_test.h"
#include "registered_interfaces.h"

/* What OnStatus was told at last. */
struct callback
{
    IBackgroundCopyCallback1 IBackgroundCopyCallback1_iface;
    HANDLE called; /* a semaphore: one for each call */
    unsigned int failures; /* so many calls fail */
    GUID group, job;
    DWORD file_index, status, retries, win32, transport;
};

static struct callback *impl_from_IBackgroundCopyCallback1(IBackgroundCopyCallback1 *iface)
{
    return CONTAINING_RECORD(iface, struct callback, IBackgroundCopyCallback1_iface);
}

static HRESULT WINAPI callback_QueryInterface(IBackgroundCopyCallback1 *iface, REFIID iid, void **out)
{
    BOOL known = IsEqualIID(iid, &IID_IUnknown) || IsEqualIID(iid, &IID_IBackgroundCopyCallback1);

    *out = known ? iface : NULL;
    return known ? S_OK : E_NOINTERFACE;
}

/* There is one callback, which is static. */
static ULONG WINAPI callback_AddRef(IBackgroundCopyCallback1 *iface)
{
    return 2;
}

static ULONG WINAPI callback_Release(IBackgroundCopyCallback1 *iface)
{
    return 1;
}

static HRESULT WINAPI callback_OnStatus(IBackgroundCopyCallback1 *iface, IBackgroundCopyGroup *group,
        IBackgroundCopyJob1 *job, DWORD file_index, DWORD status, DWORD retries, DWORD win32, DWORD transport)
{
    struct callback *callback = impl_from_IBackgroundCopyCallback1(iface);
    HRESULT hr = callback->failures ? E_FAIL : S_OK;

    IBackgroundCopyGroup_get_GroupID(group, &callback->group);
    if (job)
        IBackgroundCopyJob1_get_JobID(job, &callback->job);
    callback->file_index = file_index;
    callback->status = status;
    callback->retries = retries;
    callback->win32 = win32;
    callback->transport = transport;
    if (callback->failures)
        callback->failures--;
    ReleaseSemaphore(callback->called, 1, NULL);
    return hr;
}

/* nn-qmgr-ibackgroundcopycallback1: the other two are not called. */
static HRESULT WINAPI callback_OnProgress(IBackgroundCopyCallback1 *iface, DWORD type, IBackgroundCopyGroup *group,
        IBackgroundCopyJob1 *job, DWORD file_index, DWORD value)
{
    ReleaseSemaphore(impl_from_IBackgroundCopyCallback1(iface)->called, 100, NULL);
    return S_OK;
}

static HRESULT WINAPI callback_OnProgressEx(IBackgroundCopyCallback1 *iface, DWORD type, IBackgroundCopyGroup *group,
        IBackgroundCopyJob1 *job, DWORD file_index, DWORD value, DWORD size, BYTE *bytes)
{
    return callback_OnProgress(iface, type, group, job, file_index, value);
}

static IBackgroundCopyCallback1Vtbl callback_vtbl =
{
    callback_QueryInterface,
    callback_AddRef,
    callback_Release,
    callback_OnStatus,
    callback_OnProgress,
    callback_OnProgressEx,
};

static struct callback callback = {{&callback_vtbl}};

/* The class of the callback, of which this program has the one object. */
static const CLSID callback_class = {0x5ae0a1c1, 0x3a0c, 0x4f6e, {0x9b, 0x0d, 0x5e, 0x1c, 0x7a, 0x62, 0x9d, 0x11}};
#define CALLBACK_CLASS L"{5ae0a1c1-3a0c-4f6e-9b0d-5e1c7a629d11}"

static struct class_object class_object;

static int program_setup(void **state)
{
    if (bits_program_setup(state))
        return -1;
    keep_callbacks_registered();
    return FAILED(register_class_object(&class_object, &callback_class,
                   (IUnknown *)&callback.IBackgroundCopyCallback1_iface, CLSCTX_INPROC_SERVER))
            ? -1
            : 0;
}

static int program_teardown(void **state)
{
    revoke_class_object(&class_object);
    return bits_program_teardown(state);
}

static int setup(void **state)
{
    callback = (struct callback){.IBackgroundCopyCallback1_iface = {&callback_vtbl}};
    callback.called = CreateSemaphoreW(NULL, 0, 1000, NULL);
    return callback.called ? bits_test_setup(state) : -1;
}

static int teardown(void **state)
{
    int failed = bits_test_teardown(state);

    CloseHandle(callback.called);
    return failed;
}

static void set_class(IBackgroundCopyGroup *group, const WCHAR *class)
{
    VARIANT value = {0};

    V_VT(&value) = VT_BSTR;
    V_BSTR(&value) = SysAllocString(class);
    assert_hr(IBackgroundCopyGroup_SetProp(group, GROUPPROP_NOTIFYCLSID, &value), S_OK);
    VariantClear(&value);
}

static void set_flags(IBackgroundCopyGroup *group, LONG flags)
{
    VARIANT value = {0};

    V_VT(&value) = VT_I4;
    V_I4(&value) = flags;
    assert_hr(IBackgroundCopyGroup_SetProp(group, GROUPPROP_NOTIFYFLAGS, &value), S_OK);
}

static void wait_for_call(void)
{
    assert_int_equal(WaitForSingleObject(callback.called, BITS_TEST_TIMEOUT), WAIT_OBJECT_0);
}

static void assert_not_called(void)
{
    assert_int_equal(WaitForSingleObject(callback.called, 0), WAIT_TIMEOUT);
}

/* Whatever was due before this has been delivered. */
static void assert_never_called(struct bits_test *test)
{
    struct http_reply reply = {.size = 10};
    IBackgroundCopyGroup *group = create_group(test);
    IBackgroundCopyJob1 *job = create_job1(group);
    GUID id = group_id(group);

    http_server_serve(test->server, "/last", &reply);
    add_file1(test, job, "/last", L"last");
    set_class(group, CALLBACK_CLASS);
    set_flags(group, QM_NOTIFY_GROUP_DONE);
    assert_hr(IBackgroundCopyGroup_ResumeGroup(group), S_OK);
    wait_for_call();
    assert_memory_equal(&callback.group, &id, sizeof(id));
    assert_not_called();
    IBackgroundCopyJob1_Release(job);
    IBackgroundCopyGroup_Release(group);
}

/* A group of one file that tells the callback, not yet started. */
static IBackgroundCopyGroup *create_group_with_callback(struct bits_test *test, const struct http_reply *reply)
{
    IBackgroundCopyGroup *group = create_group(test);
    IBackgroundCopyJob1 *job = create_job1(group);

    http_server_serve(test->server, "/file", reply);
    add_file1(test, job, "/file", L"file");
    set_class(group, CALLBACK_CLASS);
    IBackgroundCopyJob1_Release(job);
    return group;
}

/* nf-qmgr-ibackgroundcopycallback1-onstatus: the group is complete, and its files are there. */
static void test_OnStatus_tells_that_a_group_is_complete(void **state)
{
    struct http_reply reply = {.size = 1000, .seed = 4};
    struct bits_test *test = *state;
    IBackgroundCopyGroup *group = create_group_with_callback(test, &reply);
    GUID id = group_id(group);

    set_flags(group, QM_NOTIFY_GROUP_DONE);
    assert_hr(IBackgroundCopyGroup_ResumeGroup(group), S_OK);
    wait_for_call();
    assert_file_is_pattern(test, L"file", 1000, 4);
    assert_memory_equal(&callback.group, &id, sizeof(id));
    assert_int_equal(callback.file_index, (DWORD)-1);
    assert_true(callback.status & QM_STATUS_GROUP_COMPLETE);
    assert_false(callback.status & QM_STATUS_GROUP_ERROR);
    IBackgroundCopyGroup_Release(group);
}

/* nf-qmgr-ibackgroundcopygroup-setnotificationpointer: internal, but there. */
static void test_SetNotificationPointer(void **state)
{
    struct http_reply reply = {.size = 1000, .seed = 4};
    IBackgroundCopyGroup *group = create_group_with_callback(*state, &reply);
    IUnknown *pointer = (IUnknown *)&callback.IBackgroundCopyCallback1_iface;

    set_class(group, L"");
    set_flags(group, QM_NOTIFY_GROUP_DONE);
    assert_hr(IBackgroundCopyGroup_SetNotificationPointer(group, &IID_IBackgroundCopyCallback, pointer), E_NOINTERFACE);
    assert_hr(IBackgroundCopyGroup_SetNotificationPointer(group, &IID_IBackgroundCopyCallback1, pointer), S_OK);
    assert_hr(IBackgroundCopyGroup_ResumeGroup(group), S_OK);
    wait_for_call();
    IBackgroundCopyGroup_Release(group);
}

/* ne-qmgr-groupprop: errors are told by default. */
static void test_OnStatus_tells_an_error(void **state)
{
    struct http_reply reply = {.status = 404};
    struct bits_test *test = *state;
    IBackgroundCopyGroup *group = create_group_with_callback(test, &reply);

    assert_hr(IBackgroundCopyGroup_ResumeGroup(group), S_OK);
    wait_for_call();
    assert_true(callback.status & QM_STATUS_GROUP_ERROR);
    assert_int_equal(callback.file_index, 0);
    assert_int_equal(callback.transport, 404);
    assert_int_equal(callback.win32, 0);
    assert_int_equal(callback.retries, 0);
    IBackgroundCopyGroup_Release(group);
}

/* ne-qmgr-groupprop: only with QM_NOTIFY_GROUP_DONE. */
static void test_a_complete_group_is_told_on_demand(void **state)
{
    struct http_reply reply = {.size = 1000};
    struct bits_test *test = *state;
    IBackgroundCopyGroup *group = create_group_with_callback(test, &reply);

    set_flags(group, QM_NOTIFY_FILE_DONE | QM_NOTIFY_JOB_DONE);
    assert_hr(IBackgroundCopyGroup_ResumeGroup(group), S_OK);
    wait_for_status(group, QM_STATUS_GROUP_COMPLETE);
    assert_never_called(test);
    IBackgroundCopyGroup_Release(group);
}

static void test_notifications_can_be_disabled(void **state)
{
    struct http_reply reply = {.status = 404};
    struct bits_test *test = *state;
    IBackgroundCopyGroup *group = create_group_with_callback(test, &reply);

    set_flags(group, QM_NOTIFY_GROUP_DONE | QM_NOTIFY_DISABLE_NOTIFY);
    assert_hr(IBackgroundCopyGroup_ResumeGroup(group), S_OK);
    wait_for_status(group, QM_STATUS_GROUP_ERROR);
    assert_never_called(test);
    IBackgroundCopyGroup_Release(group);
}

static void test_a_callback_can_be_removed(void **state)
{
    struct http_reply reply = {.status = 404};
    struct bits_test *test = *state;
    IBackgroundCopyGroup *group = create_group_with_callback(test, &reply);
    VARIANT value = {0};

    assert_hr(IBackgroundCopyGroup_GetProp(group, GROUPPROP_NOTIFYCLSID, &value), S_OK);
    assert_int_equal(CompareStringOrdinal(V_BSTR(&value), -1, CALLBACK_CLASS, -1, TRUE), CSTR_EQUAL);
    VariantClear(&value);
    set_class(group, L"");
    assert_hr(IBackgroundCopyGroup_ResumeGroup(group), S_OK);
    wait_for_status(group, QM_STATUS_GROUP_ERROR);
    assert_never_called(test);
    IBackgroundCopyGroup_Release(group);
}

/* nf-qmgr-ibackgroundcopycallback1-onstatus: called until it returns S_OK, at an interval that is not documented. */
static void test_OnStatus_is_repeated(void **state)
{
    struct http_reply reply = {.size = 1000};
    struct bits_test *test = *state;
    IBackgroundCopyGroup *group = create_group_with_callback(test, &reply);

    if (!is_wine())
        skip();
    set_flags(group, QM_NOTIFY_GROUP_DONE);
    assert_hr(IBackgroundCopyJob_SetMinimumRetryDelay(test->jobs[0], 5), S_OK);
    callback.failures = 1;
    assert_hr(IBackgroundCopyGroup_ResumeGroup(group), S_OK);
    wait_for_call();
    wait_for_call();
    assert_int_equal(callback.failures, 0);
    IBackgroundCopyGroup_Release(group);
}

#define callback_test(f) cmocka_unit_test_setup_teardown(f, setup, teardown)

int main(void)
{
    static const struct CMUnitTest tests[] =
    {
        callback_test(test_OnStatus_tells_that_a_group_is_complete),
        callback_test(test_SetNotificationPointer),
        callback_test(test_OnStatus_tells_an_error),
        callback_test(test_a_complete_group_is_told_on_demand),
        callback_test(test_notifications_can_be_disabled),
        callback_test(test_a_callback_can_be_removed),
        callback_test(test_OnStatus_is_repeated),
    };

    return cmocka_run_group_tests_name("group_callback", tests, program_setup, program_teardown);
}
