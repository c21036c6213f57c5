/* What can be set on a job, beside its files: the defaults, and how each setting is replaced and freed.
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "queue/queue.h"

WCHAR *string_copy(const WCHAR *string)
{
    size_t size = (lstrlenW(string) + 1) * sizeof(*string);
    WCHAR *copy = malloc(size);

    return copy ? memcpy(copy, string, size) : NULL;
}

/* Frees a string that may hold a secret, and leaves nothing of it in memory. */
void string_wipe(WCHAR *string)
{
    if (string)
        SecureZeroMemory(string, lstrlenW(string) * sizeof(*string));
    free(string);
}

void job_settings_init(struct job *job)
{
    job->priority = BG_JOB_PRIORITY_NORMAL;
    job->minimum_retry_delay = DEFAULT_MINIMUM_RETRY_DELAY;
    job->no_progress_timeout = DEFAULT_NO_PROGRESS_TIMEOUT;
    job->maximum_download_time = DEFAULT_MAXIMUM_DOWNLOAD_TIME;
    job->notification.flags = BG_NOTIFY_JOB_TRANSFERRED | BG_NOTIFY_JOB_ERROR;
    job->notification.interval = DEFAULT_NOTIFICATION_INTERVAL;
    job->properties.maximum_download_size = UINT64_MAX;
}

void credentials_free(struct credentials *credentials)
{
    struct credentials *next;

    for (; credentials; credentials = next)
    {
        next = credentials->next;
        string_wipe(credentials->user_name);
        string_wipe(credentials->password);
        free(credentials);
    }
}

void client_certificate_free(struct client_certificate *certificate)
{
    if (!certificate)
        return;
    free(certificate->store);
    free(certificate->subject);
    free(certificate);
}

void job_settings_free(struct job *job)
{
    free(job->display_name);
    free(job->description);
    free(job->owner.sid);
    free(job->reply_file_name);
    free(job->notification.program);
    free(job->notification.parameters);
    free(job->proxy.list);
    free(job->proxy.bypass_list);
    credentials_free(job->credentials);
    string_wipe(job->http.headers);
    free(job->http.method);
    client_certificate_free(job->http.certificate);
    free(job->helper_token.sid);
}

/* Replaces one of the job's strings; NULL is a value of its own. */
HRESULT job_set_string(struct job *job, WCHAR **member, const WCHAR *value)
{
    WCHAR *copy = value ? string_copy(value) : NULL;

    if (value && !copy)
        return E_OUTOFMEMORY;
    free(*member);
    *member = copy;
    job_touch(job);
    return S_OK;
}
