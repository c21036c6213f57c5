/* Which object answers for which interface, and COM's rules for what it gives.
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include "bits_test.h"
#include <bits10_1.h>
#include <bits10_3.h>
#include <qmgr.h>

/* The kinds of objects, as bits. */
enum
{
    MANAGER = 0x01,
    JOB = 0x02,
    JOB_FILE = 0x04,
    JOB_ERROR = 0x08,
    JOB_LIST = 0x10,
    FILE_LIST = 0x20,
    RECORD_LIST = 0x40,
    PEER_LIST = 0x80,
    EVERY_KIND = ~0,
};

static void call_manager(IUnknown *object)
{
    IBackgroundCopyManager *manager = (IBackgroundCopyManager *)object;
    IEnumBackgroundCopyJobs *jobs;

    assert_hr(IBackgroundCopyManager_EnumJobs(manager, 0, &jobs), S_OK);
    IEnumBackgroundCopyJobs_Release(jobs);
}

static void call_peer_cache(IUnknown *object)
{
    assert_hr(IBitsPeerCacheAdministration_ClearPeers((IBitsPeerCacheAdministration *)object), S_FALSE);
}

static void call_job(IUnknown *object)
{
    BG_JOB_TYPE type;

    assert_hr(IBackgroundCopyJob_GetType((IBackgroundCopyJob *)object, &type), S_OK);
    assert_int_equal(type, BG_JOB_TYPE_DOWNLOAD);
}

static void call_http_options(IUnknown *object)
{
    ULONG flags;

    assert_hr(IBackgroundCopyJobHttpOptions_GetSecurityFlags((IBackgroundCopyJobHttpOptions *)object, &flags), S_OK);
    assert_int_equal(flags, 0);
}

static void call_token_options(IUnknown *object)
{
    DWORD flags;

    assert_hr(IBitsTokenOptions_GetHelperTokenFlags((IBitsTokenOptions *)object, &flags), S_OK);
    assert_int_equal(flags, 0);
}

static void call_file(IUnknown *object)
{
    BG_FILE_PROGRESS progress;

    assert_hr(IBackgroundCopyFile_GetProgress((IBackgroundCopyFile *)object, &progress), S_OK);
    assert_int_equal(progress.BytesTransferred, 0);
}

static void call_error(IUnknown *object)
{
    BG_ERROR_CONTEXT context;
    HRESULT code;

    assert_hr(IBackgroundCopyError_GetError((IBackgroundCopyError *)object, &context, &code), S_OK);
    assert_hr(code, BG_E_HTTP_ERROR_404);
}

/* The enumerators have the same methods, but for the type of what they give. */
static void call_enumerator(IUnknown *object)
{
    ULONG count;

    assert_hr(IEnumBackgroundCopyJobs_GetCount((IEnumBackgroundCopyJobs *)object, &count), S_OK);
}

/* Every interface of BITS, the kinds of objects that have it, and how to call a method of it. */
static const struct
{
    const char *name;
    const IID *iid;
    unsigned int kinds;
    void (*call)(IUnknown *object);
}
interfaces[] =
{
    {"IUnknown", &IID_IUnknown, EVERY_KIND},
    {"IBackgroundCopyManager", &IID_IBackgroundCopyManager, MANAGER, call_manager},
    {"IBackgroundCopyJob", &IID_IBackgroundCopyJob, JOB, call_job},
    {"IBackgroundCopyError", &IID_IBackgroundCopyError, JOB_ERROR, call_error},
    {"IBackgroundCopyFile", &IID_IBackgroundCopyFile, JOB_FILE, call_file},
    {"IEnumBackgroundCopyFiles", &IID_IEnumBackgroundCopyFiles, FILE_LIST, call_enumerator},
    {"IEnumBackgroundCopyJobs", &IID_IEnumBackgroundCopyJobs, JOB_LIST, call_enumerator},
    {"IBackgroundCopyCallback", &IID_IBackgroundCopyCallback},
    {"IBackgroundCopyJob2", &IID_IBackgroundCopyJob2, JOB, call_job},
    {"IBackgroundCopyJob3", &IID_IBackgroundCopyJob3, JOB, call_job},
    {"IBackgroundCopyFile2", &IID_IBackgroundCopyFile2, JOB_FILE, call_file},
    {"IBackgroundCopyJobHttpOptions", &IID_IBackgroundCopyJobHttpOptions, JOB, call_http_options},
    {"IBackgroundCopyCallback2", &IID_IBackgroundCopyCallback2},
    {"IBackgroundCopyFile3", &IID_IBackgroundCopyFile3, JOB_FILE, call_file},
    {"IBackgroundCopyJob4", &IID_IBackgroundCopyJob4, JOB, call_job},
    {"IBitsPeerCacheRecord", &IID_IBitsPeerCacheRecord},
    {"IEnumBitsPeerCacheRecords", &IID_IEnumBitsPeerCacheRecords, RECORD_LIST, call_enumerator},
    {"IBitsPeer", &IID_IBitsPeer},
    {"IEnumBitsPeers", &IID_IEnumBitsPeers, PEER_LIST, call_enumerator},
    {"IBitsPeerCacheAdministration", &IID_IBitsPeerCacheAdministration, MANAGER, call_peer_cache},
    {"IBackgroundCopyFile4", &IID_IBackgroundCopyFile4, JOB_FILE, call_file},
    {"IBitsTokenOptions", &IID_IBitsTokenOptions, JOB, call_token_options},
    {"IBackgroundCopyJob5", &IID_IBackgroundCopyJob5, JOB, call_job},
    {"IBackgroundCopyFile5", &IID_IBackgroundCopyFile5, JOB_FILE, call_file},
    {"IBackgroundCopyCallback3", &IID_IBackgroundCopyCallback3},
    {"IBackgroundCopyFile6", &IID_IBackgroundCopyFile6, JOB_FILE, call_file},
    {"IBackgroundCopyJobHttpOptions2", &IID_IBackgroundCopyJobHttpOptions2, JOB, call_http_options},
    {"IBackgroundCopyJobHttpOptions3", &IID_IBackgroundCopyJobHttpOptions3, JOB, call_http_options},
    {"IBackgroundCopyServerCertificateValidationCallback", &IID_IBackgroundCopyServerCertificateValidationCallback},
    /* The objects of qmgr.h. */
    {"IBackgroundCopyQMgr", &IID_IBackgroundCopyQMgr},
    {"IBackgroundCopyGroup", &IID_IBackgroundCopyGroup},
    {"IBackgroundCopyJob1", &IID_IBackgroundCopyJob1},
    {"IBackgroundCopyCallback1", &IID_IBackgroundCopyCallback1},
    {"IEnumBackgroundCopyGroups", &IID_IEnumBackgroundCopyGroups},
    {"IEnumBackgroundCopyJobs1", &IID_IEnumBackgroundCopyJobs1},
    /* Interfaces that are not of BITS. */
    {"IClassFactory", &IID_IClassFactory},
    {"IDispatch", &IID_IDispatch},
    {"IPersist", &IID_IPersist},
    {"IEnumUnknown", &IID_IEnumUnknown},
    {"GUID_NULL", &GUID_NULL},
};

/* NULL if the BITS of the machine is too old to know the class. */
static IUnknown *new_manager(struct bits_test *test, const CLSID *clsid)
{
    IUnknown *manager;
    HRESULT hr = CoCreateInstance(clsid, NULL, CLSCTX_LOCAL_SERVER, &IID_IUnknown, (void **)&manager);

    if (hr == REGDB_E_CLASSNOTREG && !is_wine())
        return NULL;
    assert_hr(hr, S_OK);
    return manager;
}

static IUnknown *new_job(struct bits_test *test, const CLSID *unused)
{
    IBackgroundCopyJob *job = create_job(test);

    IBackgroundCopyJob_AddRef(job);
    return (IUnknown *)job;
}

static IUnknown *new_job_by_id(struct bits_test *test, const CLSID *unused)
{
    GUID id = get_id(create_job(test));
    IBackgroundCopyJob *job;

    assert_hr(IBackgroundCopyManager_GetJob(test->manager, &id, &job), S_OK);
    return (IUnknown *)job;
}

static IUnknown *new_cancelled_job(struct bits_test *test, const CLSID *unused)
{
    IUnknown *job = new_job(test, NULL);

    assert_hr(IBackgroundCopyJob_Cancel((IBackgroundCopyJob *)job), S_OK);
    return job;
}

static IBackgroundCopyJob *create_job_with_file(struct bits_test *test)
{
    IBackgroundCopyJob *job = create_job(test);

    add_file(test, job, "/file", L"file");
    return job;
}

static IUnknown *new_file(struct bits_test *test, const CLSID *unused)
{
    return (IUnknown *)get_file(create_job_with_file(test), 0);
}

static IUnknown *new_error(struct bits_test *test, const CLSID *unused)
{
    struct http_reply reply = {.status = 404};
    IBackgroundCopyJob *job = start_download(test, &reply);
    IBackgroundCopyError *error;

    wait_for_failure(job);
    assert_hr(IBackgroundCopyJob_GetError(job, &error), S_OK);
    return (IUnknown *)error;
}

static IUnknown *new_job_list(struct bits_test *test, const CLSID *unused)
{
    IEnumBackgroundCopyJobs *jobs;

    assert_hr(IBackgroundCopyManager_EnumJobs(test->manager, 0, &jobs), S_OK);
    return (IUnknown *)jobs;
}

static IUnknown *new_file_list(struct bits_test *test, const CLSID *unused)
{
    IBackgroundCopyJob *job = create_job_with_file(test);
    IEnumBackgroundCopyFiles *files;

    assert_hr(IBackgroundCopyJob_EnumFiles(job, &files), S_OK);
    return (IUnknown *)files;
}

static IBitsPeerCacheAdministration *get_peer_cache(struct bits_test *test)
{
    IBitsPeerCacheAdministration *cache;

    assert_hr(IBackgroundCopyManager_QueryInterface(test->manager, &IID_IBitsPeerCacheAdministration, (void **)&cache),
            S_OK);
    return cache;
}

/* No page says that there are enumerators of the peer cache since BITS 4.0. */
static IUnknown *new_record_list(struct bits_test *test, const CLSID *unused)
{
    IBitsPeerCacheAdministration *cache = get_peer_cache(test);
    IEnumBitsPeerCacheRecords *records = NULL;

    assert_hr(IBitsPeerCacheAdministration_EnumRecords(cache, &records), S_FALSE);
    IBitsPeerCacheAdministration_Release(cache);
    assert_true(records || !is_wine());
    return (IUnknown *)records;
}

static IUnknown *new_peer_list(struct bits_test *test, const CLSID *unused)
{
    IBitsPeerCacheAdministration *cache = get_peer_cache(test);
    IEnumBitsPeers *peers = NULL;

    assert_hr(IBitsPeerCacheAdministration_EnumPeers(cache, &peers), S_FALSE);
    IBitsPeerCacheAdministration_Release(cache);
    assert_true(peers || !is_wine());
    return (IUnknown *)peers;
}

/* Every way to every object of BITS. */
static const struct object
{
    const char *name;
    unsigned int kind;
    IUnknown *(*create)(struct bits_test *test, const CLSID *clsid);
    const CLSID *clsid;
}
objects[] =
{
    {"a manager of 1.0", MANAGER, new_manager, &CLSID_BackgroundCopyManager},
    {"a manager of 1.5", MANAGER, new_manager, &CLSID_BackgroundCopyManager1_5},
    {"a manager of 2.0", MANAGER, new_manager, &CLSID_BackgroundCopyManager2_0},
    {"a manager of 2.5", MANAGER, new_manager, &CLSID_BackgroundCopyManager2_5},
    {"a manager of 3.0", MANAGER, new_manager, &CLSID_BackgroundCopyManager3_0},
    {"a manager of 4.0", MANAGER, new_manager, &CLSID_BackgroundCopyManager4_0},
    {"a manager of 5.0", MANAGER, new_manager, &CLSID_BackgroundCopyManager5_0},
    {"a manager of 10.1", MANAGER, new_manager, &CLSID_BackgroundCopyManager10_1},
    {"a manager of 10.2", MANAGER, new_manager, &CLSID_BackgroundCopyManager10_2},
    {"a manager of 10.3", MANAGER, new_manager, &CLSID_BackgroundCopyManager10_3},
    {"a job", JOB, new_job},
    {"a job of GetJob", JOB, new_job_by_id},
    {"a cancelled job", JOB, new_cancelled_job},
    {"a file", JOB_FILE, new_file},
    {"an error", JOB_ERROR, new_error},
    {"an enumerator of jobs", JOB_LIST, new_job_list},
    {"an enumerator of files", FILE_LIST, new_file_list},
    {"an enumerator of records of the peer cache", RECORD_LIST, new_record_list},
    {"an enumerator of peers", PEER_LIST, new_peer_list},
    /* Here come the objects of qmgr.h, with kinds of their own. */
};

static void for_each_object(struct bits_test *test, void (*check)(const struct object *, IUnknown *))
{
    size_t i;

    for (i = 0; i < ARRAYSIZE(objects); ++i)
    {
        IUnknown *object = objects[i].create(test, objects[i].clsid);

        if (object)
            check(&objects[i], object);
    }
}

/* An interface of the object that the table names, or NULL if it is none of its own; an older BITS on Windows need not
 * know it. */
static IUnknown *query(const struct object *kind, IUnknown *object, size_t i)
{
    IUnknown *out = (IUnknown *)&objects;
    HRESULT hr = IUnknown_QueryInterface(object, interfaces[i].iid, (void **)&out);
    BOOL own = (interfaces[i].kinds & kind->kind) != 0;

    if (hr == S_OK ? !out || !own : hr != E_NOINTERFACE || out || (own && is_wine()))
        fail_msg("%s, asked for %s: %#lx, %p", kind->name, interfaces[i].name, hr, out);
    return out;
}

static void check_interfaces(const struct object *kind, IUnknown *object)
{
    size_t i;

    for (i = 0; i < ARRAYSIZE(interfaces); ++i)
    {
        IUnknown *out = query(kind, object, i);

        if (out)
            IUnknown_Release(out);
    }
    IUnknown_Release(object);
}

static void test_each_object_has_its_interfaces_and_no_others(void **state)
{
    for_each_object(*state, check_interfaces);
}

static IUnknown *identity(IUnknown *object)
{
    IUnknown *out;

    assert_hr(IUnknown_QueryInterface(object, &IID_IUnknown, (void **)&out), S_OK);
    IUnknown_Release(out);
    return out;
}

static void check_identity_from(const struct object *kind, IUnknown *from, IUnknown *expected)
{
    size_t i;

    for (i = 0; i < ARRAYSIZE(interfaces); ++i)
    {
        IUnknown *to = query(kind, from, i);

        if (!to)
            continue;
        if (identity(to) != expected)
            fail_msg("%s is another one as %s", kind->name, interfaces[i].name);
        IUnknown_Release(to);
    }
}

static void check_identity(const struct object *kind, IUnknown *object)
{
    size_t i;

    for (i = 0; i < ARRAYSIZE(interfaces); ++i)
    {
        IUnknown *from = query(kind, object, i);

        if (!from)
            continue;
        check_identity_from(kind, from, identity(object));
        IUnknown_Release(from);
    }
    IUnknown_Release(object);
}

/* The rules of COM: each interface leads to each other one, and all to one IUnknown. */
static void test_each_object_is_one_object(void **state)
{
    for_each_object(*state, check_identity);
}

static void check_calls(const struct object *kind, IUnknown *object)
{
    size_t i;

    for (i = 0; i < ARRAYSIZE(interfaces); ++i)
    {
        IUnknown *out = query(kind, object, i);

        if (!out)
            continue;
        if (interfaces[i].call)
            interfaces[i].call(out);
        IUnknown_Release(out);
    }
    IUnknown_Release(object);
}

static void test_each_interface_can_be_called(void **state)
{
    for_each_object(*state, check_calls);
}

/* Goes from each interface to the next, and holds no more than one of them. */
static void check_references(const struct object *kind, IUnknown *object)
{
    size_t i;

    for (i = 0; i < ARRAYSIZE(interfaces); ++i)
    {
        IUnknown *next = query(kind, object, i);

        if (!next)
            continue;
        IUnknown_Release(object);
        object = next;
        if (interfaces[i].call)
            interfaces[i].call(object);
    }
    IUnknown_Release(object);
}

static void test_each_interface_outlives_the_one_it_came_from(void **state)
{
    for_each_object(*state, check_references);
}

int main(void)
{
    static const struct CMUnitTest tests[] =
    {
        bits_unit_test(test_each_object_has_its_interfaces_and_no_others),
        bits_unit_test(test_each_object_is_one_object),
        bits_unit_test(test_each_interface_can_be_called),
        bits_unit_test(test_each_interface_outlives_the_one_it_came_from),
    };

    return cmocka_run_group_tests_name("query_interface", tests, bits_program_setup, bits_program_teardown);
}
