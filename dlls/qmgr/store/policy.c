/* The group policies of BITS, in the registry.
 * https://learn.microsoft.com/windows/win32/bits/group-policies
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include "store/policy.h"

#define POLICY_KEY L"Software\\Policies\\Microsoft\\Windows\\BITS"
#define POLICY_NUMBER_MAX 4294967200u /* policy-csp-admx-bits */

static const struct
{
    const WCHAR *name;
    size_t offset; /* in struct limits */
}
limit_policies[] =
{
    {L"MaxJobsPerMachine", FIELD_OFFSET(struct limits, jobs_per_machine)},
    {L"MaxJobsPerUser", FIELD_OFFSET(struct limits, jobs_per_user)},
    {L"MaxFilesPerJob", FIELD_OFFSET(struct limits, files_per_job)},
    {L"MaxRangesPerFile", FIELD_OFFSET(struct limits, ranges_per_file)},
};

static void read_number(HKEY key, const WCHAR *name, ULONG *number)
{
    DWORD value, type, size = sizeof(value);

    if (RegQueryValueExW(key, name, NULL, &type, (BYTE *)&value, &size) == ERROR_SUCCESS && type == REG_DWORD
            && size == sizeof(value) && value <= POLICY_NUMBER_MAX)
        *number = value;
}

void policy_get_limits(struct limits *limits)
{
    HKEY key;
    size_t i;

    *limits = limits_default;
    if (RegOpenKeyExW(HKEY_LOCAL_MACHINE, POLICY_KEY, 0, KEY_QUERY_VALUE, &key))
        return;
    for (i = 0; i < ARRAYSIZE(limit_policies); i++)
        read_number(key, limit_policies[i].name, (ULONG *)((BYTE *)limits + limit_policies[i].offset));
    RegCloseKey(key);
}
