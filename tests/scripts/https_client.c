/* https_client FLAGS URL FILE: downloads through BITS with these security flags, in hexadecimal. Prints the error of a
 * job that fails.
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include <wchar.h>

#include "client.h"

int wmain(int argc, WCHAR **argv);

int wmain(int argc, WCHAR **argv)
{
    IBackgroundCopyJob *job;
    WCHAR path[MAX_PATH];

    if (argc != 4 || !GetFullPathNameW(argv[3], ARRAYSIZE(path), path, NULL))
        return 2;
    job = create_job(L"https");
    set_security_flags(job, wcstoul(argv[1], NULL, 16));
    check(IBackgroundCopyJob_AddFile(job, argv[2], path), "AddFile");
    return !download(job);
}
