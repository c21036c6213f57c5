/* Setting what the newer interfaces of a job have, for tests of what it does to a transfer.
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#ifndef JOB_SETTINGS_H
#define JOB_SETTINGS_H

#include "bits_test.h"

void set_headers(IBackgroundCopyJob *job, const WCHAR *headers);
void set_method(IBackgroundCopyJob *job, const WCHAR *method);
void set_security_flags(IBackgroundCopyJob *job, ULONG flags);
void set_credentials(IBackgroundCopyJob *job, BG_AUTH_TARGET target, BG_AUTH_SCHEME scheme, const WCHAR *name,
        const WCHAR *password);
void set_property(IBackgroundCopyJob *job, BITS_JOB_PROPERTY_ID id, BITS_JOB_PROPERTY_VALUE value);
void enable_property(IBackgroundCopyJob *job, BITS_JOB_PROPERTY_ID id);
void set_maximum_time(IBackgroundCopyJob *job, ULONG seconds);

/* The headers of the last response for a file, NULL if there are none; to be freed with CoTaskMemFree. */
WCHAR *get_response_headers(IBackgroundCopyJob *job, ULONG index);

/* Where the bytes of a file go; to be freed with CoTaskMemFree. */
WCHAR *get_temporary_name(IBackgroundCopyJob *job, ULONG index);

/* Adds a file of any URL, to be stored under a name in the fixture's folder. */
void add_url(struct bits_test *test, IBackgroundCopyJob *job, const WCHAR *url, const WCHAR *file);

/* What the server's last request for a path has in a header, "" if it has none. */
const char *last_header(struct http_server *server, const char *path, const char *name);

#endif
