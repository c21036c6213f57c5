/* Whose a job is, and what it loses when it changes hands.
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include <stdlib.h>

#include "queue/access.h"
#include "queue/events.h"

/* Makes the caller the owner of the job. */
HRESULT job_set_owner(struct job *job, const struct caller *caller)
{
    HRESULT hr;

    if (FAILED(hr = job_set_string(job, &job->owner.sid, caller->sid)))
        return hr;
    job->owner.integrity_level = caller->integrity_level;
    job->owner.elevated = caller->elevated;
    job->owner.exempt = access_is_exempt(caller);
    return S_OK;
}

static void job_forget_secrets(struct job *job)
{
    credentials_free(job->credentials);
    job->credentials = NULL;
    client_certificate_free(job->http.certificate);
    job->http.certificate = NULL;
    string_wipe(job->http.headers);
    job->http.headers = NULL;
    job->http.headers_are_write_only = FALSE;
}

/* Gives the job to the caller, without what its former owner has entrusted to it:
 * nf-bits-ibackgroundcopyjob-takeownership. */
HRESULT job_take_over(struct job *job, const struct caller *caller)
{
    HRESULT hr;

    if (FAILED(hr = job_set_owner(job, caller)))
        return hr;
    job_forget_secrets(job);
    return job_set_command_line(job, NULL, NULL, NULL);
}
