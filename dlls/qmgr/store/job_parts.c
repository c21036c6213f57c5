/* The parts of a job's record: owner, group, command line and proxy.
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include "queue/access.h"
#include "queue/events.h"
#include "queue/group.h"
#include "store/job_parts.h"
#include "store/lines.h"

#define OWNER L"Owner"
#define GROUP L"Group"
#define COMMAND_LINE L"NotifyCommandLine"
#define PROXY L"Proxy"

enum
{
    OWNER_SID,
    OWNER_INTEGRITY,
    OWNER_ELEVATED,
    OWNER_EXEMPT,
    OWNER_LINES
};

static const WCHAR *const owner_lines[OWNER_LINES] =
{
    [OWNER_SID] = L"Sid",
    [OWNER_INTEGRITY] = L"IntegrityLevel",
    [OWNER_ELEVATED] = L"Elevated",
    [OWNER_EXEMPT] = L"Exempt",
};

void owner_write(const struct job *job, struct values *values)
{
    const struct owner *owner = &job->owner;
    struct lines lines = {0};

    lines_add_string(&lines, owner_lines[OWNER_SID], owner->sid);
    lines_add_code(&lines, owner_lines[OWNER_INTEGRITY], owner->integrity_level);
    lines_add_flag(&lines, owner_lines[OWNER_ELEVATED], owner->elevated);
    lines_add_flag(&lines, owner_lines[OWNER_EXEMPT], owner->exempt);
    lines_to_value(&lines, values, OWNER);
}

/* A job without an owner would be nobody's. */
void owner_read(HRESULT *hr, const struct values *values, struct job *job)
{
    struct owner *owner = &job->owner;
    const WCHAR *found[OWNER_LINES];

    decode_lines(hr, values, OWNER, owner_lines, found, OWNER_LINES);
    decode_string(hr, found[OWNER_SID], SID_TEXT_MAX, &owner->sid);
    decode_dword(hr, found[OWNER_INTEGRITY], &owner->integrity_level);
    decode_flag(hr, found[OWNER_ELEVATED], &owner->elevated);
    decode_flag(hr, found[OWNER_EXEMPT], &owner->exempt);
    decode_check(hr, owner->sid != NULL);
}

enum
{
    GROUP_IS_GROUP,
    GROUP_JOB,
    GROUP_NOTIFY_FLAGS,
    GROUP_NOTIFY_CLSID,
    GROUP_LINES
};

static const WCHAR *const group_lines[GROUP_LINES] =
{
    [GROUP_IS_GROUP] = L"QueueManager",
    [GROUP_JOB] = L"Job",
    [GROUP_NOTIFY_FLAGS] = L"NotifyFlags",
    [GROUP_NOTIFY_CLSID] = L"NotifyClsid",
};

void group_write(const struct job *job, struct values *values)
{
    const struct group *group = job->group;
    struct lines lines = {0};

    if (!group)
        return;
    lines_add_flag(&lines, group_lines[GROUP_IS_GROUP], TRUE);
    lines_add_code(&lines, group_lines[GROUP_NOTIFY_FLAGS], group->notify_flags);
    lines_add_guid(&lines, group_lines[GROUP_NOTIFY_CLSID], &group->notify_clsid);
    if (group->has_job)
        lines_add_guid(&lines, group_lines[GROUP_JOB], &group->job_id);
    lines_to_value(&lines, values, GROUP);
}

/* The flags of the job's own notification follow from the group's, and may have been changed since. */
void group_read(HRESULT *hr, const struct values *values, struct job *job)
{
    const WCHAR *found[GROUP_LINES];

    if (!decode_lines(hr, values, GROUP, group_lines, found, GROUP_LINES))
        return;
    decode_check(hr, found[GROUP_IS_GROUP] != NULL);
    if (SUCCEEDED(*hr))
        *hr = job_make_group(job, &job->id);
    if (FAILED(*hr))
        return;
    decode_dword(hr, found[GROUP_NOTIFY_FLAGS], &job->group->notify_flags);
    decode_guid(hr, found[GROUP_NOTIFY_CLSID], &job->group->notify_clsid);
    decode_guid(hr, found[GROUP_JOB], &job->group->job_id);
    job->group->has_job = found[GROUP_JOB] != NULL;
}

enum
{
    COMMAND_PROGRAM,
    COMMAND_PARAMETERS,
    COMMAND_LINES
};

static const WCHAR *const command_lines[COMMAND_LINES] =
{
    [COMMAND_PROGRAM] = L"Program",
    [COMMAND_PARAMETERS] = L"Parameters",
};

void command_line_write(const struct job *job, struct values *values)
{
    struct lines lines = {0};

    lines_add_string(&lines, command_lines[COMMAND_PROGRAM], job->notification.program);
    lines_add_string(&lines, command_lines[COMMAND_PARAMETERS], job->notification.parameters);
    lines_to_value(&lines, values, COMMAND_LINE);
}

void command_line_read(HRESULT *hr, const struct values *values, struct job *job)
{
    const WCHAR *found[COMMAND_LINES];

    if (!decode_lines(hr, values, COMMAND_LINE, command_lines, found, COMMAND_LINES))
        return;
    decode_string(hr, found[COMMAND_PROGRAM], COMMAND_PROGRAM_MAX, &job->notification.program);
    decode_string(hr, found[COMMAND_PARAMETERS], COMMAND_PARAMETERS_MAX, &job->notification.parameters);
}

enum
{
    PROXY_USAGE,
    PROXY_LIST,
    PROXY_BYPASS_LIST,
    PROXY_LINES
};

static const WCHAR *const proxy_lines[PROXY_LINES] =
{
    [PROXY_USAGE] = L"Usage",
    [PROXY_LIST] = L"List",
    [PROXY_BYPASS_LIST] = L"BypassList",
};

static const WCHAR *const usages[] =
{
    [BG_JOB_PROXY_USAGE_PRECONFIG] = L"Preconfig",
    [BG_JOB_PROXY_USAGE_NO_PROXY] = L"NoProxy",
    [BG_JOB_PROXY_USAGE_OVERRIDE] = L"Override",
    [BG_JOB_PROXY_USAGE_AUTODETECT] = L"AutoDetect",
};

void proxy_write(const struct job *job, struct values *values)
{
    const struct proxy_settings *proxy = &job->proxy;
    struct lines lines = {0};

    if (proxy->usage == BG_JOB_PROXY_USAGE_PRECONFIG)
        return;
    lines_add_string(&lines, proxy_lines[PROXY_USAGE], usages[proxy->usage]);
    lines_add_string(&lines, proxy_lines[PROXY_LIST], proxy->list);
    lines_add_string(&lines, proxy_lines[PROXY_BYPASS_LIST], proxy->bypass_list);
    lines_to_value(&lines, values, PROXY);
}

void proxy_read(HRESULT *hr, const struct values *values, struct job *job)
{
    struct proxy_settings *proxy = &job->proxy;
    const WCHAR *found[PROXY_LINES];
    ULONG usage = BG_JOB_PROXY_USAGE_PRECONFIG;

    if (!decode_lines(hr, values, PROXY, proxy_lines, found, PROXY_LINES))
        return;
    decode_word(hr, found[PROXY_USAGE], usages, ARRAYSIZE(usages), &usage);
    proxy->usage = usage;
    decode_string(hr, found[PROXY_LIST], PROXY_LIST_MAX, &proxy->list);
    decode_string(hr, found[PROXY_BYPASS_LIST], PROXY_LIST_MAX, &proxy->bypass_list);
    decode_check(hr, proxy_settings_check(proxy) == S_OK);
}
