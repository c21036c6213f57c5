/* Setting one value of a job under the lock, for methods that do no more.
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include "com/job_object.h"
#include "queue/queue.h"

HRESULT job_put_string(struct job *job, WCHAR **member, const WCHAR *value, int length_max)
{
    HRESULT hr;

    if (!value)
        return E_INVALIDARG;
    if (lstrlenW(value) > length_max)
        return BG_E_STRING_TOO_LONG;
    queue_lock();
    if (SUCCEEDED(hr = job_check_call(job, JOB_CALL_SET_PROPERTY)))
        hr = job_set_string(job, member, value);
    queue_commit();
    return hr;
}

/* Sets a number that the scheduler looks at. */
HRESULT job_put_number(struct job *job, ULONG *member, ULONG value)
{
    HRESULT hr;

    queue_lock();
    if (SUCCEEDED(hr = job_check_call(job, JOB_CALL_SET_PROPERTY)))
    {
        *member = value;
        job_touch(job);
        queue_changed();
    }
    queue_commit();
    return hr;
}
