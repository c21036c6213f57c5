/* The group policies of BITS, in the registry.
 * https://learn.microsoft.com/windows/win32/bits/group-policies
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include "store/policy.h"

#define NUMBER_MAX 4294967200u /* policy-csp-admx-bits */
#define DAYS_MAX 999           /* policy-csp-bits */

/* One number, and where it goes. One outside of its bounds counts as not set. */
struct number_policy
{
    const WCHAR *name;
    size_t offset;
    ULONG min;
    ULONG max;
};

static const struct number_policy limit_policies[] =
{
    {L"MaxJobsPerMachine", FIELD_OFFSET(struct limits, jobs_per_machine), 0, NUMBER_MAX},
    {L"MaxJobsPerUser", FIELD_OFFSET(struct limits, jobs_per_user), 0, NUMBER_MAX},
    {L"MaxFilesPerJob", FIELD_OFFSET(struct limits, files_per_job), 0, NUMBER_MAX},
    {L"MaxRangesPerFile", FIELD_OFFSET(struct limits, ranges_per_file), 0, NUMBER_MAX},
};

static const struct number_policy timeout_policies[] =
{
    {L"JobInactivityTimeout", FIELD_OFFSET(struct timeouts, job_inactivity), 1, DAYS_MAX},
    {L"MaxDownloadTime", FIELD_OFFSET(struct timeouts, maximum_download), 1, NUMBER_MAX},
};

static void read_number(HKEY key, const struct number_policy *policy, void *target)
{
    DWORD value, type, size = sizeof(value);

    if (RegQueryValueExW(key, policy->name, NULL, &type, (BYTE *)&value, &size) == ERROR_SUCCESS && type == REG_DWORD
            && size == sizeof(value) && value >= policy->min && value <= policy->max)
        *(ULONG *)((BYTE *)target + policy->offset) = value;
}

static void read_numbers(const struct number_policy *policies, size_t count, void *target)
{
    HKEY key;
    size_t i;

    if (RegOpenKeyExW(HKEY_LOCAL_MACHINE, POLICY_KEY, 0, KEY_QUERY_VALUE, &key))
        return;
    for (i = 0; i < count; i++)
        read_number(key, &policies[i], target);
    RegCloseKey(key);
}

void policy_get_limits(struct limits *limits)
{
    *limits = limits_default;
    read_numbers(limit_policies, ARRAYSIZE(limit_policies), limits);
}

void policy_get_timeouts(struct timeouts *timeouts)
{
    *timeouts = timeouts_default;
    read_numbers(timeout_policies, ARRAYSIZE(timeout_policies), timeouts);
}
