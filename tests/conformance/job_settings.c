/* Setting what the newer interfaces of a job have, for tests of what it does to a transfer.
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include "job_settings.h"

static void *query(IBackgroundCopyJob *job, const IID *iid)
{
    void *out;

    assert_hr(IBackgroundCopyJob_QueryInterface(job, iid, &out), S_OK);
    return out;
}

void set_headers(IBackgroundCopyJob *job, const WCHAR *headers)
{
    IBackgroundCopyJobHttpOptions *options = query(job, &IID_IBackgroundCopyJobHttpOptions);

    assert_hr(IBackgroundCopyJobHttpOptions_SetCustomHeaders(options, headers), S_OK);
    IBackgroundCopyJobHttpOptions_Release(options);
}

void set_method(IBackgroundCopyJob *job, const WCHAR *method)
{
    IBackgroundCopyJobHttpOptions2 *options = query(job, &IID_IBackgroundCopyJobHttpOptions2);

    assert_hr(IBackgroundCopyJobHttpOptions2_SetHttpMethod(options, method), S_OK);
    IBackgroundCopyJobHttpOptions2_Release(options);
}

void set_security_flags(IBackgroundCopyJob *job, ULONG flags)
{
    IBackgroundCopyJobHttpOptions *options = query(job, &IID_IBackgroundCopyJobHttpOptions);

    assert_hr(IBackgroundCopyJobHttpOptions_SetSecurityFlags(options, flags), S_OK);
    IBackgroundCopyJobHttpOptions_Release(options);
}

void set_credentials(IBackgroundCopyJob *job, BG_AUTH_TARGET target, BG_AUTH_SCHEME scheme, const WCHAR *name,
        const WCHAR *password)
{
    BG_AUTH_CREDENTIALS credentials = {target, scheme, {{(WCHAR *)name, (WCHAR *)password}}};
    IBackgroundCopyJob2 *job2 = query(job, &IID_IBackgroundCopyJob2);

    assert_hr(IBackgroundCopyJob2_SetCredentials(job2, &credentials), S_OK);
    IBackgroundCopyJob2_Release(job2);
}

void set_property(IBackgroundCopyJob *job, BITS_JOB_PROPERTY_ID id, BITS_JOB_PROPERTY_VALUE value)
{
    IBackgroundCopyJob5 *job5 = query(job, &IID_IBackgroundCopyJob5);

    assert_hr(IBackgroundCopyJob5_SetProperty(job5, id, value), S_OK);
    IBackgroundCopyJob5_Release(job5);
}

void enable_property(IBackgroundCopyJob *job, BITS_JOB_PROPERTY_ID id)
{
    BITS_JOB_PROPERTY_VALUE value = {.Enable = TRUE};

    set_property(job, id, value);
}

void set_maximum_time(IBackgroundCopyJob *job, ULONG seconds)
{
    IBackgroundCopyJob4 *job4 = query(job, &IID_IBackgroundCopyJob4);

    assert_hr(IBackgroundCopyJob4_SetMaximumDownloadTime(job4, seconds), S_OK);
    IBackgroundCopyJob4_Release(job4);
}

WCHAR *get_response_headers(IBackgroundCopyJob *job, ULONG index)
{
    IBackgroundCopyFile *file = get_file(job, index);
    BITS_FILE_PROPERTY_VALUE value = {NULL};
    IBackgroundCopyFile5 *file5;

    assert_hr(IBackgroundCopyFile_QueryInterface(file, &IID_IBackgroundCopyFile5, (void **)&file5), S_OK);
    assert_hr(IBackgroundCopyFile5_GetProperty(file5, BITS_FILE_PROPERTY_ID_HTTP_RESPONSE_HEADERS, &value), S_OK);
    IBackgroundCopyFile5_Release(file5);
    IBackgroundCopyFile_Release(file);
    return value.String;
}

WCHAR *get_temporary_name(IBackgroundCopyJob *job, ULONG index)
{
    IBackgroundCopyFile *file = get_file(job, index);
    IBackgroundCopyFile3 *file3;
    WCHAR *name = NULL;

    assert_hr(IBackgroundCopyFile_QueryInterface(file, &IID_IBackgroundCopyFile3, (void **)&file3), S_OK);
    assert_hr(IBackgroundCopyFile3_GetTemporaryName(file3, &name), S_OK);
    IBackgroundCopyFile3_Release(file3);
    IBackgroundCopyFile_Release(file);
    return name;
}

void add_url(struct bits_test *test, IBackgroundCopyJob *job, const WCHAR *url, const WCHAR *file)
{
    WCHAR path[MAX_PATH];

    local_name(test, file, path);
    assert_hr(IBackgroundCopyJob_AddFile(job, url, path), S_OK);
}

const char *last_header(struct http_server *server, const char *path, const char *name)
{
    static struct http_request request;
    static char value[1024];

    assert_true(http_server_last_request(server, NULL, path, &request));
    return http_request_header(&request, name, value, sizeof(value)) ? value : "";
}
