/* What the tests of the Queue Manager share.
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include "group_test.h"

IBackgroundCopyQMgr *create_queue_manager(void)
{
    IBackgroundCopyQMgr *manager;

    assert_hr(CoCreateInstance(&CLSID_BackgroundCopyQMgr, NULL, CLSCTX_LOCAL_SERVER, &IID_IBackgroundCopyQMgr,
                      (void **)&manager),
            S_OK);
    return manager;
}

GUID new_id(void)
{
    GUID id;

    assert_hr(CoCreateGuid(&id), S_OK);
    return id;
}

HRESULT create_group_with_id(GUID id, IBackgroundCopyGroup **group)
{
    IBackgroundCopyQMgr *manager = create_queue_manager();
    HRESULT hr = IBackgroundCopyQMgr_CreateGroup(manager, id, group);

    IBackgroundCopyQMgr_Release(manager);
    return hr;
}

HRESULT get_group(GUID id, IBackgroundCopyGroup **group)
{
    IBackgroundCopyQMgr *manager = create_queue_manager();
    HRESULT hr = IBackgroundCopyQMgr_GetGroup(manager, id, group);

    IBackgroundCopyQMgr_Release(manager);
    return hr;
}

GUID group_id(IBackgroundCopyGroup *group)
{
    GUID id;

    assert_hr(IBackgroundCopyGroup_get_GroupID(group, &id), S_OK);
    return id;
}

IBackgroundCopyJob *group_as_job(struct bits_test *test, IBackgroundCopyGroup *group)
{
    GUID id = group_id(group);
    IBackgroundCopyJob *job;

    assert_hr(IBackgroundCopyManager_GetJob(test->manager, &id, &job), S_OK);
    hold_job(test, job);
    return job;
}

IBackgroundCopyGroup *create_group(struct bits_test *test)
{
    IBackgroundCopyGroup *group;

    assert_hr(create_group_with_id(new_id(), &group), S_OK);
    group_as_job(test, group);
    return group;
}

IBackgroundCopyJob1 *create_job1(IBackgroundCopyGroup *group)
{
    IBackgroundCopyJob1 *job;

    assert_hr(IBackgroundCopyGroup_CreateJob(group, new_id(), &job), S_OK);
    return job;
}

HRESULT add_names(IBackgroundCopyJob1 *job, const WCHAR *remote, const WCHAR *local)
{
    FILESETINFO file = {SysAllocString(remote), SysAllocString(local), 0}, *files[] = {&file};
    HRESULT hr = IBackgroundCopyJob1_AddFiles(job, 1, files);

    SysFreeString(file.bstrRemoteFile);
    SysFreeString(file.bstrLocalFile);
    return hr;
}

void add_file1(struct bits_test *test, IBackgroundCopyJob1 *job, const char *path, const WCHAR *file)
{
    WCHAR url[256], local[MAX_PATH];

    remote_name(test, path, url, ARRAYSIZE(url));
    local_name(test, file, local);
    assert_hr(add_names(job, url, local), S_OK);
}

DWORD file_count(IBackgroundCopyJob1 *job)
{
    DWORD count;

    assert_hr(IBackgroundCopyJob1_GetFileCount(job, &count), S_OK);
    return count;
}

DWORD group_status(IBackgroundCopyGroup *group)
{
    DWORD status, index = 1;

    assert_hr(IBackgroundCopyGroup_GetStatus(group, &status, &index), S_OK);
    assert_int_equal(index, 0);
    return status;
}

DWORD job_status(IBackgroundCopyJob1 *job)
{
    DWORD status, win32, transport, retries;

    assert_hr(IBackgroundCopyJob1_GetStatus(job, &status, &win32, &transport, &retries), S_OK);
    return status;
}

/* The status of a group changes without the program's doing, and only asking shows it. */
void wait_for_status(IBackgroundCopyGroup *group, DWORD flags)
{
    ULONGLONG end = GetTickCount64() + BITS_TEST_TIMEOUT;

    while ((group_status(group) & flags) != flags)
    {
        if (GetTickCount64() > end)
            fail_msg("the status is %#lx", group_status(group));
        Sleep(10);
    }
}

IBackgroundCopyGroup *start_group(struct bits_test *test, const struct http_reply *reply, IBackgroundCopyJob1 **job)
{
    IBackgroundCopyGroup *group = create_group(test);

    http_server_serve(test->server, "/file", reply);
    *job = create_job1(group);
    add_file1(test, *job, "/file", L"file");
    assert_hr(IBackgroundCopyGroup_ResumeGroup(group), S_OK);
    return group;
}
