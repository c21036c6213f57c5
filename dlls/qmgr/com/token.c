/* What a token says of its holder.
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include <stdlib.h>
#include <windows.h>
#include <sddl.h>

#include "com/caller.h"

/* Memory to be freed, or NULL. */
static void *token_get(HANDLE token, TOKEN_INFORMATION_CLASS class)
{
    void *information;
    DWORD size = 0;

    GetTokenInformation(token, class, NULL, 0, &size);
    if (!(information = malloc(size)))
        return NULL;
    if (GetTokenInformation(token, class, information, size, &size))
        return information;
    free(information);
    return NULL;
}

static BOOL sid_to_text(SID *sid, WCHAR *text)
{
    BOOL fits;
    WCHAR *copy;

    if (!ConvertSidToStringSidW(sid, &copy))
        return FALSE;
    if ((fits = lstrlenW(copy) <= SID_TEXT_MAX))
        lstrcpyW(text, copy);
    LocalFree(copy);
    return fits;
}

static BOOL is_service_account(SID *sid)
{
    return IsWellKnownSid(sid, WinLocalSystemSid) || IsWellKnownSid(sid, WinLocalServiceSid)
            || IsWellKnownSid(sid, WinNetworkServiceSid);
}

static BOOL token_get_user(HANDLE token, struct caller *caller)
{
    TOKEN_USER *user = token_get(token, TokenUser);
    BOOL found = user && sid_to_text(user->User.Sid, caller->sid);

    if (found)
        caller->service = is_service_account(user->User.Sid);
    free(user);
    return found;
}

static BOOL token_get_groups(HANDLE token, struct caller *caller)
{
    TOKEN_GROUPS *groups = token_get(token, TokenGroups);
    DWORD i;

    if (!groups)
        return FALSE;
    for (i = 0; i < groups->GroupCount; i++)
    {
        if (!(groups->Groups[i].Attributes & SE_GROUP_ENABLED))
            continue;
        if (IsWellKnownSid(groups->Groups[i].Sid, WinBuiltinAdministratorsSid))
            caller->administrator = TRUE;
        else if (IsWellKnownSid(groups->Groups[i].Sid, WinServiceSid))
            caller->service = TRUE;
    }
    free(groups);
    return TRUE;
}

static BOOL token_get_integrity_level(HANDLE token, struct caller *caller)
{
    TOKEN_MANDATORY_LABEL *label = token_get(token, TokenIntegrityLevel);

    if (!label)
        return FALSE;
    caller->integrity_level = *GetSidSubAuthority(label->Label.Sid, *GetSidSubAuthorityCount(label->Label.Sid) - 1);
    free(label);
    return TRUE;
}

static BOOL token_get_elevation(HANDLE token, struct caller *caller)
{
    TOKEN_ELEVATION elevation;
    DWORD size;

    if (!GetTokenInformation(token, TokenElevation, &elevation, sizeof(elevation), &size))
        return FALSE;
    caller->elevated = elevation.TokenIsElevated != 0;
    return TRUE;
}

/* A primary token, which has no level, is that of a whole process. */
static void token_get_impersonation_level(HANDLE token, struct caller *caller)
{
    DWORD size;

    if (!GetTokenInformation(token, TokenImpersonationLevel, &caller->impersonation_level,
                sizeof(caller->impersonation_level), &size))
        caller->impersonation_level = SecurityImpersonation;
}

HRESULT token_get_facts(HANDLE token, struct caller *caller)
{
    memset(caller, 0, sizeof(*caller));
    if (!token_get_user(token, caller) || !token_get_groups(token, caller) || !token_get_integrity_level(token, caller)
            || !token_get_elevation(token, caller))
        return E_ACCESSDENIED;
    caller->restricted = IsTokenRestricted(token);
    token_get_impersonation_level(token, caller);
    return S_OK;
}
