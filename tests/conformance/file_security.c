/* The owner and the access control lists of copied files: nf-bits2_0-ibackgroundcopyjob3-setfileaclflags.
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include "bits_test.h"
#include <bits2_0.h>
#include <bits5_0.h>
#include <aclapi.h>

static IBackgroundCopyJob3 *get_job3(IBackgroundCopyJob *job)
{
    IBackgroundCopyJob3 *job3;

    assert_hr(IBackgroundCopyJob_QueryInterface(job, &IID_IBackgroundCopyJob3, (void **)&job3), S_OK);
    return job3;
}

static HRESULT set_flags(IBackgroundCopyJob *job, DWORD flags)
{
    IBackgroundCopyJob3 *job3 = get_job3(job);
    HRESULT hr = IBackgroundCopyJob3_SetFileACLFlags(job3, flags);

    IBackgroundCopyJob3_Release(job3);
    return hr;
}

static DWORD get_flags(IBackgroundCopyJob *job)
{
    IBackgroundCopyJob3 *job3 = get_job3(job);
    DWORD flags = 42;

    assert_hr(IBackgroundCopyJob3_GetFileACLFlags(job3, &flags), S_OK);
    IBackgroundCopyJob3_Release(job3);
    return flags;
}

static void test_flags_are_kept(void **state)
{
    IBackgroundCopyJob *job = create_job(*state);
    DWORD flags;

    assert_int_equal(get_flags(job), 0);
    for (flags = 0; flags <= BG_COPY_FILE_ALL; ++flags)
    {
        assert_hr(set_flags(job, flags), S_OK);
        assert_int_equal(get_flags(job), flags);
    }
}

static void test_unknown_flags_are_refused(void **state)
{
    static const DWORD unknown[] = {0x10, 0x1f, 0x80000000, 0xffffffff};
    IBackgroundCopyJob *job = create_job(*state);
    size_t i;

    assert_hr(set_flags(job, BG_COPY_FILE_DACL), S_OK);
    for (i = 0; i < ARRAYSIZE(unknown); ++i)
        assert_hr(set_flags(job, unknown[i]), E_INVALIDARG);
    assert_int_equal(get_flags(job), BG_COPY_FILE_DACL);
}

static void test_null_is_refused(void **state)
{
    IBackgroundCopyJob3 *job3 = get_job3(create_job(*state));

    assert_failed(IBackgroundCopyJob3_GetFileACLFlags(job3, NULL));
    IBackgroundCopyJob3_Release(job3);
}

/* "You must call this method before the job transitions to the BG_JOB_STATE_TRANSFERRED state." */
static void test_flags_come_before_the_end_of_the_transfer(void **state)
{
    struct http_reply reply = {.size = 10};
    struct bits_test *test = *state;
    IBackgroundCopyJob *job = start_download(test, &reply);

    wait_for_state(job, BG_JOB_STATE_TRANSFERRED);
    assert_hr(set_flags(job, BG_COPY_FILE_DACL), BG_E_INVALID_STATE);
    assert_hr(IBackgroundCopyJob_Complete(job), S_OK);
    assert_hr(set_flags(job, BG_COPY_FILE_DACL), BG_E_INVALID_STATE);
    assert_int_equal(get_flags(job), 0);
}

/* "BITS ignores the flags for HTTP transfers." */
static void test_http_ignores_the_flags(void **state)
{
    struct bits_test *test = *state;
    IBackgroundCopyJob *job = create_job(test);

    serve_pattern(test, "/file", 1000, 1);
    add_file(test, job, "/file", L"file");
    assert_hr(set_flags(job, BG_COPY_FILE_ALL), S_OK);
    download(job);
    assert_file_is_pattern(test, L"file", 1000, 1);
}

/* Lets everybody do everything with the file. */
static void let_everybody_in(const WCHAR *path)
{
    SECURITY_DESCRIPTOR descriptor;
    BYTE everyone[SECURITY_MAX_SID_SIZE], buffer[256];
    DWORD size = sizeof(everyone);
    ACL *acl = (ACL *)buffer;

    assert_true(CreateWellKnownSid(WinWorldSid, NULL, everyone, &size));
    assert_true(InitializeAcl(acl, sizeof(buffer), ACL_REVISION));
    assert_true(AddAccessAllowedAce(acl, ACL_REVISION, FILE_ALL_ACCESS, everyone));
    assert_true(InitializeSecurityDescriptor(&descriptor, SECURITY_DESCRIPTOR_REVISION));
    assert_true(SetSecurityDescriptorDacl(&descriptor, TRUE, acl, FALSE));
    assert_true(SetFileSecurityW(path, DACL_SECURITY_INFORMATION, &descriptor));
}

/* What the file's access control list grants everybody by name. */
static DWORD access_of_everybody(const WCHAR *path)
{
    BYTE everyone[SECURITY_MAX_SID_SIZE];
    DWORD size = sizeof(everyone), granted = 0, i;
    SECURITY_DESCRIPTOR *descriptor;
    ACCESS_ALLOWED_ACE *ace;
    ACL *acl;

    assert_true(CreateWellKnownSid(WinWorldSid, NULL, everyone, &size));
    assert_int_equal(GetNamedSecurityInfoW((WCHAR *)path, SE_FILE_OBJECT, DACL_SECURITY_INFORMATION, NULL, NULL, &acl,
                             NULL, (PSECURITY_DESCRIPTOR *)&descriptor),
            ERROR_SUCCESS);
    for (i = 0; acl && i < acl->AceCount; ++i)
    {
        assert_true(GetAce(acl, i, (void **)&ace));
        if (ace->Header.AceType == ACCESS_ALLOWED_ACE_TYPE && EqualSid(&ace->SidStart, everyone))
            granted |= ace->Mask;
    }
    LocalFree(descriptor);
    return granted;
}

/* Makes the job copy "source", which everybody may write to, to "target". */
static void add_copy(struct bits_test *test, IBackgroundCopyJob *job)
{
    WCHAR source[MAX_PATH], target[MAX_PATH];

    write_file(test, L"source", "some text");
    local_name(test, L"source", source);
    local_name(test, L"target", target);
    let_everybody_in(source);
    assert_hr(IBackgroundCopyJob_AddFile(job, source, target), S_OK);
}

static IBackgroundCopyJob *create_copy(struct bits_test *test)
{
    IBackgroundCopyJob *job = create_job(test);

    add_copy(test, job);
    return job;
}

static BOOL everybody_may_write_to_the_target(const struct bits_test *test)
{
    WCHAR path[MAX_PATH];

    local_name(test, L"target", path);
    return (access_of_everybody(path) & FILE_WRITE_DATA) != 0;
}

static void test_the_access_control_list_is_copied(void **state)
{
    struct bits_test *test = *state;
    IBackgroundCopyJob *job = create_copy(test);

    assert_hr(set_flags(job, BG_COPY_FILE_DACL), S_OK);
    download(job);
    assert_true(everybody_may_write_to_the_target(test));
    assert_file_is_text(test, L"target", "some text");
    assert_true(remove_file(test, L"source"));
}

static void test_nothing_is_copied_without_a_flag(void **state)
{
    struct bits_test *test = *state;
    IBackgroundCopyJob *job = create_copy(test);

    download(job);
    assert_false(everybody_may_write_to_the_target(test));
    assert_true(remove_file(test, L"source"));
}

/* The flags are those at the end of the file: the page says to set them before Resume. */
static void test_all_flags_together(void **state)
{
    struct bits_test *test = *state;
    IBackgroundCopyJob *job = create_copy(test);

    assert_hr(set_flags(job, BG_COPY_FILE_ALL), S_OK);
    download(job);
    assert_true(everybody_may_write_to_the_target(test));
    assert_file_is_text(test, L"target", "some text");
    assert_true(remove_file(test, L"source"));
}

/* Such a job writes straight into the target: ne-bits5_0-bits_job_property_id. */
static void test_a_job_of_high_performance(void **state)
{
    struct bits_test *test = *state;
    IBackgroundCopyJob5 *job5 = create_job5(test, BG_JOB_TYPE_DOWNLOAD);
    IBackgroundCopyJob *job = (IBackgroundCopyJob *)job5;
    BITS_JOB_PROPERTY_VALUE value = {.Enable = TRUE};

    assert_hr(IBackgroundCopyJob5_SetProperty(job5, BITS_JOB_PROPERTY_HIGH_PERFORMANCE, value), S_OK);
    add_copy(test, job);
    assert_hr(set_flags(job, BG_COPY_FILE_DACL), S_OK);
    download(job);
    assert_true(everybody_may_write_to_the_target(test));
    assert_file_is_text(test, L"target", "some text");
    assert_true(remove_file(test, L"source"));
}

int main(void)
{
    static const struct CMUnitTest tests[] =
    {
        bits_unit_test(test_flags_are_kept),
        bits_unit_test(test_unknown_flags_are_refused),
        bits_unit_test(test_null_is_refused),
        bits_unit_test(test_flags_come_before_the_end_of_the_transfer),
        bits_unit_test(test_http_ignores_the_flags),
        bits_unit_test(test_the_access_control_list_is_copied),
        bits_unit_test(test_nothing_is_copied_without_a_flag),
        bits_unit_test(test_all_flags_together),
        bits_unit_test(test_a_job_of_high_performance),
    };

    return cmocka_run_group_tests_name("file_security", tests, bits_program_setup, bits_program_teardown);
}
