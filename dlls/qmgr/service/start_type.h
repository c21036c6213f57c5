/* When the service starts: https://learn.microsoft.com/windows/win32/bits/bits-startup-type
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#ifndef QMGR_SERVICE_START_TYPE_H
#define QMGR_SERVICE_START_TYPE_H

/* Makes the service start with the machine, some time after the others, while there are jobs that go on by themselves;
 * else only when it is asked for. One thread at a time. */
void start_type_follow_jobs(void);

#endif
