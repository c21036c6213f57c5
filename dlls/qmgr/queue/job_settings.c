/* What can be set on a job, beside its files: the defaults, and how each setting is replaced and freed.
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "queue/queue.h"

/* NULL if the string is NULL, or there is no memory. To be freed with free. */
WCHAR *string_copy(const WCHAR *string)
{
    size_t size;
    WCHAR *copy;

    if (!string)
        return NULL;
    size = (lstrlenW(string) + 1) * sizeof(*string);
    copy = malloc(size);
    return copy ? memcpy(copy, string, size) : NULL;
}

/* As string_copy, but tells NULL from a lack of memory, for which it returns FALSE. */
BOOL string_copy_to(WCHAR **copy, const WCHAR *string)
{
    *copy = string_copy(string);
    return *copy || !string;
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
    job->notification.flags = BG_NOTIFY_JOB_TRANSFERRED | BG_NOTIFY_JOB_ERROR;
    job->notification.interval = DEFAULT_NOTIFICATION_INTERVAL;
    job->properties.cost_flags = BITS_COST_STATE_TRANSFER_ALWAYS;
    job->properties.maximum_download_size = UINT64_MAX;
    job->reply_progress.BytesTotal = BG_SIZE_UNKNOWN;
}

void notification_free_command_line(struct notification *notification)
{
    free(notification->program);
    free(notification->parameters);
    if (notification->token)
        CloseHandle(notification->token);
    notification->program = notification->parameters = NULL;
    notification->token = NULL;
}

static void proxy_settings_free(struct proxy_settings *proxy)
{
    free(proxy->list);
    free(proxy->bypass_list);
}

void client_certificate_free(struct client_certificate *certificate)
{
    if (!certificate)
        return;
    free(certificate->store);
    free(certificate->subject);
    free(certificate);
}

static void helper_token_free(struct helper_token *token)
{
    if (token->token)
        CloseHandle(token->token);
    free(token->sid);
}

/* Takes over the token and the text of its SID; NULL is for none. The flags stay:
 * nf-bits4_0-ibitstokenoptions-clearhelpertoken. */
void job_set_helper_token(struct job *job, HANDLE token, WCHAR *sid)
{
    helper_token_free(&job->helper_token);
    job->helper_token.token = token;
    job->helper_token.sid = sid;
    job_touch(job);
}

void job_settings_free(struct job *job)
{
    free(job->display_name);
    free(job->description);
    free(job->owner.sid);
    free(job->reply_file_name);
    notification_free_command_line(&job->notification);
    proxy_settings_free(&job->proxy);
    credentials_free(job->credentials);
    string_wipe(job->http.headers);
    free(job->http.method);
    client_certificate_free(job->http.certificate);
    job_forget_certificates(job);
    helper_token_free(&job->helper_token);
    free(job->group);
}

/* Replaces one of the job's strings; NULL is a value of its own. */
HRESULT job_set_string(struct job *job, WCHAR **member, const WCHAR *value)
{
    WCHAR *copy;

    if (!string_copy_to(&copy, value))
        return E_OUTOFMEMORY;
    free(*member);
    *member = copy;
    job_touch(job);
    return S_OK;
}

/* Another HTTP method than the default fixes the priority at FOREGROUND:
 * nf-bits10_2-ibackgroundcopyjobhttpoptions2-sethttpmethod. */
HRESULT job_set_priority(struct job *job, BG_JOB_PRIORITY priority)
{
    HRESULT hr;

    if (priority > BG_JOB_PRIORITY_LOW)
        return E_NOTIMPL;
    if (FAILED(hr = job_check_call(job, JOB_CALL_SET_PROPERTY)))
        return hr;
    if (job->http.method && priority != BG_JOB_PRIORITY_FOREGROUND)
        return BG_E_NOT_SUPPORTED_WITH_CUSTOM_HTTP_METHOD;
    job->priority = priority;
    job_touch(job);
    queue_changed();
    return S_OK;
}

/* NULL leaves the name to be chosen. It cannot be changed after the reply has begun to arrive, whatever the state is
 * then: nf-bits1_5-ibackgroundcopyjob2-setreplyfilename. */
HRESULT job_set_reply_file_name(struct job *job, const WCHAR *name)
{
    HRESULT hr;

    if (FAILED(hr = job_check_call(job, JOB_CALL_SET_REPLY_FILE_NAME)))
        return hr;
    if (job->reply_progress.BytesTotal != BG_SIZE_UNKNOWN)
        return BG_E_INVALID_STATE;
    return job_set_string(job, &job->reply_file_name, name);
}

/* Lists belong to BG_JOB_PROXY_USAGE_OVERRIDE only; the bypass list may be missing there, too: S_OK, E_NOTIMPL,
 * E_INVALIDARG, BG_E_PROXY_LIST_TOO_LARGE or BG_E_PROXY_BYPASS_LIST_TOO_LARGE. What the lists say is not looked at
 * before they are used: nf-bits-ibackgroundcopyjob-setproxysettings. */
HRESULT proxy_settings_check(const struct proxy_settings *proxy)
{
    BOOL override = proxy->usage == BG_JOB_PROXY_USAGE_OVERRIDE;

    if (proxy->usage > BG_JOB_PROXY_USAGE_AUTODETECT)
        return E_NOTIMPL;
    if (override ? !proxy->list : proxy->list || proxy->bypass_list)
        return E_INVALIDARG;
    if (override && lstrlenW(proxy->list) > PROXY_LIST_MAX)
        return BG_E_PROXY_LIST_TOO_LARGE;
    if (proxy->bypass_list && lstrlenW(proxy->bypass_list) > PROXY_LIST_MAX)
        return BG_E_PROXY_BYPASS_LIST_TOO_LARGE;
    return S_OK;
}

/* Copies settings that proxy_settings_check accepts: S_OK or E_OUTOFMEMORY. */
HRESULT job_set_proxy(struct job *job, const struct proxy_settings *proxy)
{
    struct proxy_settings copy = {proxy->usage};

    if (!string_copy_to(&copy.list, proxy->list) || !string_copy_to(&copy.bypass_list, proxy->bypass_list))
    {
        proxy_settings_free(&copy);
        return E_OUTOFMEMORY;
    }
    proxy_settings_free(&job->proxy);
    job->proxy = copy;
    job_touch(job);
    return S_OK;
}
