/* The properties of a job that have a number, and the rules for setting them. ne-bits5_0-bits_job_property_id
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include <stddef.h>
#include <string.h>

#include "queue/events.h"
#include "queue/queue.h"

/* bits-cost-state: the states of a network, and an option. */
#define COST_STATES 0xff
#define COST_FLAGS (COST_STATES | BITS_COST_OPTION_IGNORE_CONGESTION)

/* When and on which jobs a property can be set. */
#define ANY_TIME 0
#define DOWNLOADS_ONLY 1
#define BEFORE_FILES 2  /* not after AddFile */
#define BEFORE_RESUME 4 /* not after the first Resume */

struct property
{
    BITS_JOB_PROPERTY_ID id;
    unsigned int rules;
    size_t offset, size; /* of the member of struct job, which has the type of the union's arm */
    HRESULT (*check)(const struct job *job, const BITS_JOB_PROPERTY_VALUE *value); /* NULL if every value will do */
};

static BOOL has_ranges(const struct job *job)
{
    size_t i;

    for (i = 0; i < job->file_count && !job->files[i]->ranges; i++)
        ;
    return i < job->file_count;
}

/* No page says which masks are valid. One without any state of a network would let no transfer pass. */
static HRESULT check_cost_flags(const struct job *job, const BITS_JOB_PROPERTY_VALUE *value)
{
    return (value->Dword & COST_STATES) && !(value->Dword & ~COST_FLAGS) ? S_OK : E_INVALIDARG;
}

/* It goes neither with ranges nor with another HTTP method: ne-bits5_0-bits_job_property_id,
 * nf-bits10_2-ibackgroundcopyjobhttpoptions2-sethttpmethod. */
static HRESULT check_dynamic_content(const struct job *job, const BITS_JOB_PROPERTY_VALUE *value)
{
    if (!value->Enable)
        return S_OK;
    if (job->http.method)
        return BG_E_NOT_SUPPORTED_WITH_CUSTOM_HTTP_METHOD;
    return has_ranges(job) || job->properties.on_demand_mode ? BG_E_UNSUPPORTED_JOB_CONFIGURATION : S_OK;
}

static HRESULT check_maximum_download_size(const struct job *job, const BITS_JOB_PROPERTY_VALUE *value)
{
    return value->Uint64 ? S_OK : BG_E_MAX_DOWNLOAD_SIZE_INVALID_VALUE;
}

static HRESULT check_stored_credentials(const struct job *job, const BITS_JOB_PROPERTY_VALUE *value)
{
    return value->Target == BG_AUTH_TARGET_PROXY ? S_OK : BG_E_USE_STORED_CREDENTIALS_NOT_SUPPORTED;
}

/* Ranges can be asked for only where the content stands still and is wanted as a whole: bitsmsg.h. */
static HRESULT check_on_demand_mode(const struct job *job, const BITS_JOB_PROPERTY_VALUE *value)
{
    if (!value->Enable)
        return S_OK;
    if (job->http.method)
        return BG_E_NOT_SUPPORTED_WITH_CUSTOM_HTTP_METHOD;
    return has_ranges(job) || job->properties.dynamic_content ? BG_E_RANDOM_ACCESS_NOT_SUPPORTED : S_OK;
}

#define MEMBER(member) offsetof(struct job, member), sizeof(((struct job *)NULL)->member)

static const struct property properties[] =
{
    {BITS_JOB_PROPERTY_ID_COST_FLAGS, ANY_TIME, MEMBER(properties.cost_flags), check_cost_flags},
    {BITS_JOB_PROPERTY_NOTIFICATION_CLSID, ANY_TIME, MEMBER(notification.clsid), NULL},
    {BITS_JOB_PROPERTY_DYNAMIC_CONTENT, DOWNLOADS_ONLY | BEFORE_RESUME, MEMBER(properties.dynamic_content),
        check_dynamic_content},
    {BITS_JOB_PROPERTY_HIGH_PERFORMANCE, DOWNLOADS_ONLY | BEFORE_FILES, MEMBER(properties.high_performance), NULL},
    {BITS_JOB_PROPERTY_MAX_DOWNLOAD_SIZE, DOWNLOADS_ONLY | BEFORE_RESUME, MEMBER(properties.maximum_download_size),
        check_maximum_download_size},
    {BITS_JOB_PROPERTY_USE_STORED_CREDENTIALS, ANY_TIME, MEMBER(properties.stored_credentials_target),
        check_stored_credentials},
    {BITS_JOB_PROPERTY_MINIMUM_NOTIFICATION_INTERVAL_MS, ANY_TIME, MEMBER(notification.interval), NULL},
    {BITS_JOB_PROPERTY_ON_DEMAND_MODE, DOWNLOADS_ONLY, MEMBER(properties.on_demand_mode), check_on_demand_mode},
};

static const struct property *find_property(BITS_JOB_PROPERTY_ID id)
{
    size_t i;

    for (i = 0; i < ARRAYSIZE(properties); i++)
    {
        if (properties[i].id == id)
            return &properties[i];
    }
    return NULL;
}

static HRESULT check_rules(struct job *job, unsigned int rules)
{
    HRESULT hr;

    if ((rules & DOWNLOADS_ONLY) && job->type != BG_JOB_TYPE_DOWNLOAD)
        return BG_E_PROPERTY_SUPPORTED_FOR_DOWNLOAD_JOBS_ONLY;
    if (FAILED(hr = job_check_call(job, JOB_CALL_SET_PROPERTY)))
        return hr;
    if ((rules & BEFORE_FILES) && job->file_count)
        return BG_E_READ_ONLY_PROPERTY_AFTER_ADDFILE;
    if ((rules & BEFORE_RESUME) && job->resumed)
        return BG_E_READ_ONLY_PROPERTY_AFTER_RESUME;
    return S_OK;
}

/* S_OK, BG_E_UNKNOWN_PROPERTY_ID, BG_E_INVALID_STATE, or the code that the rules of the property have. */
HRESULT job_set_property(struct job *job, BITS_JOB_PROPERTY_ID id, const BITS_JOB_PROPERTY_VALUE *value)
{
    const struct property *property = find_property(id);
    HRESULT hr;

    if (!property)
        return BG_E_UNKNOWN_PROPERTY_ID;
    if (FAILED(hr = check_rules(job, property->rules)))
        return hr;
    if (property->check && FAILED(hr = property->check(job, value)))
        return hr;
    memcpy((BYTE *)job + property->offset, value, property->size);
    if (id == BITS_JOB_PROPERTY_NOTIFICATION_CLSID)
        job_forget_instance(job);
    job_touch(job);
    queue_changed();
    return S_OK;
}

/* S_OK or BG_E_UNKNOWN_PROPERTY_ID. A property of downloads has its default value on other jobs. */
HRESULT job_get_property(const struct job *job, BITS_JOB_PROPERTY_ID id, BITS_JOB_PROPERTY_VALUE *value)
{
    const struct property *property = find_property(id);

    memset(value, 0, sizeof(*value));
    if (!property)
        return BG_E_UNKNOWN_PROPERTY_ID;
    memcpy(value, (const BYTE *)job + property->offset, property->size);
    return S_OK;
}
