/* What the tests of the Queue Manager share.
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#ifndef GROUP_TEST_H
#define GROUP_TEST_H

#include "bits_test.h"
#include <qmgr.h>

IBackgroundCopyQMgr *create_queue_manager(void);
GUID new_id(void);

/* The fixture cancels the group in the end. */
IBackgroundCopyGroup *create_group(struct bits_test *test);
HRESULT create_group_with_id(GUID id, IBackgroundCopyGroup **group);
HRESULT get_group(GUID id, IBackgroundCopyGroup **group);
GUID group_id(IBackgroundCopyGroup *group);

/* The group as a job of BITS, which the fixture then holds and cancels in the end. */
IBackgroundCopyJob *group_as_job(struct bits_test *test, IBackgroundCopyGroup *group);

IBackgroundCopyJob1 *create_job1(IBackgroundCopyGroup *group);
HRESULT add_names(IBackgroundCopyJob1 *job, const WCHAR *remote, const WCHAR *local);
void add_file1(struct bits_test *test, IBackgroundCopyJob1 *job, const char *path, const WCHAR *file);
DWORD file_count(IBackgroundCopyJob1 *job);

/* A group of one file, /file, that the server answers in this way; it is stored as "file". */
IBackgroundCopyGroup *start_group(struct bits_test *test, const struct http_reply *reply, IBackgroundCopyJob1 **job);

DWORD group_status(IBackgroundCopyGroup *group);
DWORD job_status(IBackgroundCopyJob1 *job);
void wait_for_status(IBackgroundCopyGroup *group, DWORD flags);

#endif
