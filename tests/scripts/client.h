/* What the programs of the scripts share. What fails ends the program with status 2.
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#ifndef CLIENT_H
#define CLIENT_H

#define COBJMACROS
#include <windows.h>
#include <bits.h>

void check(HRESULT hr, const char *what);

/* The first call of a program: enters the multithreaded apartment. */
IBackgroundCopyManager *create_manager(void);
IBackgroundCopyJob *create_manager_job(IBackgroundCopyManager *manager, const WCHAR *name);

/* A download job of a manager of its own. */
IBackgroundCopyJob *create_job(const WCHAR *name);

void set_security_flags(IBackgroundCopyJob *job, ULONG flags);
void set_credentials(IBackgroundCopyJob *job, BG_AUTH_CREDENTIALS *credentials);

/* Transfers and completes the job; one that fails is cancelled, and its error printed. Releases it. */
BOOL download(IBackgroundCopyJob *job);

#endif
