/* Jobs whose settings hold a secret:
 *   secrets_client make URL FILE USER SECRET
 * downloads URL, in which %ls stands for the secret, and leaves another job behind, with the secret wherever it can be.
 *   secrets_client finish
 * transfers and completes that job.
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include <stdio.h>
#include <wchar.h>

#include "client.h"
#include <bits2_5.h>

#define LENGTH_MAX 300

static const WCHAR *user, *secret;

/* Writes the format's text, in which each %ls is the secret. */
static const WCHAR *with_secret(const WCHAR *format, WCHAR text[LENGTH_MAX])
{
    swprintf(text, LENGTH_MAX, format, secret, secret);
    return text;
}

static void set_all_credentials(IBackgroundCopyJob *job)
{
    BG_AUTH_CREDENTIALS credentials = {.Credentials = {{(WCHAR *)user, (WCHAR *)secret}}};

    for (credentials.Target = BG_AUTH_TARGET_SERVER; credentials.Target <= BG_AUTH_TARGET_PROXY; ++credentials.Target)
    {
        for (credentials.Scheme = BG_AUTH_SCHEME_BASIC; credentials.Scheme <= BG_AUTH_SCHEME_PASSPORT;
                ++credentials.Scheme)
            set_credentials(job, &credentials);
    }
}

static void set_headers(IBackgroundCopyJob *job)
{
    IBackgroundCopyJobHttpOptions *options;
    WCHAR headers[LENGTH_MAX];

    check(IBackgroundCopyJob_QueryInterface(job, &IID_IBackgroundCopyJobHttpOptions, (void **)&options),
            "QueryInterface");
    check(IBackgroundCopyJobHttpOptions_SetCustomHeaders(options, with_secret(L"X-Key: %ls\r\n", headers)),
            "SetCustomHeaders");
    IBackgroundCopyJobHttpOptions_Release(options);
}

/* Calls that take a URL, the last of which gives back the one that was added. */
static void change_names(IBackgroundCopyJob *job, const WCHAR *url)
{
    IEnumBackgroundCopyFiles *files;
    IBackgroundCopyFile *file;
    IBackgroundCopyFile2 *file2;
    IBackgroundCopyJob3 *job3;
    WCHAR other[LENGTH_MAX], another[LENGTH_MAX];

    check(IBackgroundCopyJob_EnumFiles(job, &files), "EnumFiles");
    check(IEnumBackgroundCopyFiles_Next(files, 1, &file, NULL), "Next");
    check(IBackgroundCopyFile_QueryInterface(file, &IID_IBackgroundCopyFile2, (void **)&file2), "QueryInterface");
    check(IBackgroundCopyJob_QueryInterface(job, &IID_IBackgroundCopyJob3, (void **)&job3), "QueryInterface");
    check(IBackgroundCopyFile2_SetRemoteName(file2, with_secret(L"http://a:%ls@server.invalid/x", other)),
            "SetRemoteName");
    check(IBackgroundCopyJob3_ReplaceRemotePrefix(job3, with_secret(L"http://a:%ls@", other),
                  with_secret(L"http://%ls:%ls@", another)),
            "ReplaceRemotePrefix");
    check(IBackgroundCopyFile2_SetRemoteName(file2, url), "SetRemoteName");
    IBackgroundCopyJob3_Release(job3);
    IBackgroundCopyFile2_Release(file2);
    IBackgroundCopyFile_Release(file);
    IEnumBackgroundCopyFiles_Release(files);
}

static int make(const WCHAR *url_format, const WCHAR *file)
{
    IBackgroundCopyManager *manager = create_manager();
    IBackgroundCopyJob *used = create_manager_job(manager, L"used"), *kept = create_manager_job(manager, L"kept");
    WCHAR url[LENGTH_MAX], path[MAX_PATH], kept_path[MAX_PATH];

    with_secret(url_format, url);
    check(GetFullPathNameW(file, ARRAYSIZE(path), path, NULL) ? S_OK : E_FAIL, "GetFullPathName");
    swprintf(kept_path, ARRAYSIZE(kept_path), L"%ls.2", path);
    check(IBackgroundCopyJob_AddFile(used, url, path), "AddFile");
    check(IBackgroundCopyJob_AddFile(kept, url, kept_path), "AddFile");
    set_all_credentials(kept);
    set_headers(kept);
    change_names(kept, url);
    return !download(used);
}

static int finish(void)
{
    IEnumBackgroundCopyJobs *jobs;
    IBackgroundCopyJob *job;

    check(IBackgroundCopyManager_EnumJobs(create_manager(), 0, &jobs), "EnumJobs");
    if (IEnumBackgroundCopyJobs_Next(jobs, 1, &job, NULL) != S_OK)
        return 2;
    IEnumBackgroundCopyJobs_Release(jobs);
    return !download(job);
}

int wmain(int argc, WCHAR **argv);

int wmain(int argc, WCHAR **argv)
{
    if (argc == 2 && !wcscmp(argv[1], L"finish"))
        return finish();
    if (argc != 6 || wcscmp(argv[1], L"make"))
        return 2;
    user = argv[4];
    secret = argv[5];
    return make(argv[2], argv[3]);
}
