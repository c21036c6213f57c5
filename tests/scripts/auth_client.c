/* auth_client SCHEME USER PASSWORD URL FILE: downloads through BITS with these credentials for the server; SCHEME is
 * NTLM, Negotiate or none, and USER is - for who is logged on. Prints the error of a job that fails.
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include <wchar.h>

#include "client.h"

static void set_server_credentials(IBackgroundCopyJob *job, const WCHAR *scheme, WCHAR *user, WCHAR *password)
{
    BG_AUTH_CREDENTIALS credentials = {BG_AUTH_TARGET_SERVER, BG_AUTH_SCHEME_NTLM};

    if (!wcscmp(scheme, L"Negotiate"))
        credentials.Scheme = BG_AUTH_SCHEME_NEGOTIATE;
    if (wcscmp(user, L"-"))
    {
        credentials.Credentials.Basic.UserName = user;
        credentials.Credentials.Basic.Password = password;
    }
    set_credentials(job, &credentials);
}

int wmain(int argc, WCHAR **argv);

int wmain(int argc, WCHAR **argv)
{
    IBackgroundCopyJob *job;
    WCHAR path[MAX_PATH];

    if (argc != 6 || !GetFullPathNameW(argv[5], ARRAYSIZE(path), path, NULL))
        return 2;
    job = create_job(L"credentials");
    if (wcscmp(argv[1], L"none"))
        set_server_credentials(job, argv[1], argv[2], argv[3]);
    check(IBackgroundCopyJob_AddFile(job, argv[4], path), "AddFile");
    return !download(job);
}
