/* The HTTP options of a job. nn-bits10_3-ibackgroundcopyjobhttpoptions3
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include <stdlib.h>
#include <string.h>

#include "queue/queue.h"

/* BG_HTTP_REDIRECT_POLICY_ALLOW_SILENT, which is 0, and these are the policies that there are. */
#define REDIRECT_POLICIES (BG_HTTP_REDIRECT_POLICY_ALLOW_REPORT | BG_HTTP_REDIRECT_POLICY_DISALLOW)

#define SECURITY_FLAGS (BG_SSL_ENABLE_CRL_CHECK | BG_SSL_IGNORE_CERT_CN_INVALID | BG_SSL_IGNORE_CERT_DATE_INVALID \
        | BG_SSL_IGNORE_UNKNOWN_CA | BG_SSL_IGNORE_CERT_WRONG_USAGE | REDIRECT_POLICIES \
        | BG_HTTP_REDIRECT_POLICY_ALLOW_HTTPS_TO_HTTP)

/* Replaces the custom headers, which have been checked; NULL is for none. They may hold secrets. */
HRESULT job_set_custom_headers(struct job *job, const WCHAR *headers)
{
    WCHAR *copy;

    if (!string_copy_to(&copy, headers))
        return E_OUTOFMEMORY;
    string_wipe(job->http.headers);
    job->http.headers = copy;
    job_touch(job);
    return S_OK;
}

/* Takes over the certificate; NULL is for none. */
void job_set_client_certificate(struct job *job, struct client_certificate *certificate)
{
    client_certificate_free(job->http.certificate);
    job->http.certificate = certificate;
    job_touch(job);
}

/* Whether the flags are known, and name one redirect policy: S_OK or E_NOTIMPL.
 * nf-bits2_5-ibackgroundcopyjobhttpoptions-setsecurityflags */
HRESULT security_flags_check(ULONG flags)
{
    return flags & ~SECURITY_FLAGS || (flags & REDIRECT_POLICIES) == REDIRECT_POLICIES ? E_NOTIMPL : S_OK;
}

static void job_restart_files(struct job *job)
{
    size_t i;

    for (i = 0; i < job->file_count; i++)
    {
        if (!job->files[i]->transferred)
            file_start_again(job->files[i]);
    }
    if (job_is_active(job))
        job_set_state(job, BG_JOB_STATE_QUEUED);
}

/* What has arrived before the revocation check is turned on does not count: the job starts its files again.
 * nf-bits2_5-ibackgroundcopyjobhttpoptions-setsecurityflags */
HRESULT job_set_security_flags(struct job *job, ULONG flags)
{
    BOOL restart;
    HRESULT hr;

    if (FAILED(hr = job_check_call(job, JOB_CALL_SET_PROPERTY)))
        return hr;
    restart = (flags & ~job->http.security_flags & BG_SSL_ENABLE_CRL_CHECK) != 0;
    if (restart && FAILED(hr = job_claim(job, JOB_CALL_SET_PROPERTY)))
        return hr;
    job->http.security_flags = flags;
    job_touch(job);
    if (restart)
    {
        job_restart_files(job);
        job_unclaim(job);
    }
    return S_OK;
}

static const WCHAR *job_default_http_method(const struct job *job)
{
    static const WCHAR download[] = {'G', 'E', 'T', 0}, upload[] = {'B', 'I', 'T', 'S', '_', 'P', 'O', 'S', 'T', 0};

    return job->type == BG_JOB_TYPE_DOWNLOAD ? download : upload;
}

const WCHAR *job_http_method(const struct job *job)
{
    return job->http.method ? job->http.method : job_default_http_method(job);
}

/* Methods are told apart by case: RFC 9110, 9.1. */
static BOOL is_same_method(const WCHAR *a, const WCHAR *b)
{
    size_t length = lstrlenW(a);

    return length == (size_t)lstrlenW(b) && !memcmp(a, b, length * sizeof(*a));
}

/* Another method than the default makes the job a foreground job.
 * nf-bits10_2-ibackgroundcopyjobhttpoptions2-sethttpmethod */
static HRESULT job_override_http_method(struct job *job, const WCHAR *method)
{
    HRESULT hr;

    if (job->properties.dynamic_content || job->properties.on_demand_mode)
        return BG_E_NOT_SUPPORTED_WITH_CUSTOM_HTTP_METHOD;
    if (SUCCEEDED(hr = job_set_string(job, &job->http.method, method)))
        job->priority = BG_JOB_PRIORITY_FOREGROUND;
    return hr;
}

/* Sets the method, which has been checked. Nothing happens if it is the job's already. */
HRESULT job_set_http_method(struct job *job, const WCHAR *method)
{
    HRESULT hr;

    if (FAILED(hr = job_check_call(job, JOB_CALL_SET_PROPERTY)))
        return hr;
    if (is_same_method(method, job_http_method(job)))
        return S_OK;
    if (job->resumed)
        return BG_E_READ_ONLY_PROPERTY_AFTER_RESUME;
    if (is_same_method(method, job_default_http_method(job)))
        return job_set_string(job, &job->http.method, NULL);
    return job_override_http_method(job, method);
}
