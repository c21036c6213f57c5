/* Who may do what.
 * https://learn.microsoft.com/windows/win32/bits/user-account-control-and-bits
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include <string.h>

#include "queue/access.h"

static HRESULT permit(BOOL permitted)
{
    return permitted ? S_OK : E_ACCESSDENIED;
}

static BOOL strings_are_equal(const WCHAR *a, const WCHAR *b)
{
    int length = lstrlenW(a);

    return length == lstrlenW(b) && !memcmp(a, b, length * sizeof(*a));
}

/* Since User Account Control, membership alone is not enough. */
static BOOL is_administrator(const struct caller *caller)
{
    return caller->administrator && caller->elevated;
}

HRESULT access_check_caller(const struct caller *caller)
{
    return permit(caller->impersonation_level >= SecurityIdentification);
}

HRESULT access_check_new_job(const struct caller *caller)
{
    return permit(access_check_caller(caller) == S_OK && !caller->restricted);
}

/* Access is checked once, where a job is handed out, so that the right to read a job is the right to change it. */
HRESULT access_check_job(const struct caller *caller, const struct owner *owner)
{
    if (access_check_new_job(caller) != S_OK || caller->integrity_level < owner->integrity_level)
        return E_ACCESSDENIED;
    if (owner->elevated && !caller->elevated)
        return E_ACCESSDENIED;
    return permit(access_is_owner(caller, owner) || is_administrator(caller));
}

HRESULT access_check_owner(const struct caller *caller, const struct owner *owner)
{
    return permit(access_check_job(caller, owner) == S_OK && access_is_owner(caller, owner));
}

HRESULT access_check_all_jobs(const struct caller *caller)
{
    return permit(access_check_caller(caller) == S_OK && is_administrator(caller));
}

HRESULT access_check_take_ownership(const struct caller *caller, const struct owner *owner)
{
    return permit(access_check_job(caller, owner) == S_OK && is_administrator(caller));
}

BOOL access_is_owner(const struct caller *caller, const struct owner *owner)
{
    return owner->sid && strings_are_equal(caller->sid, owner->sid);
}

BOOL access_is_exempt(const struct caller *caller)
{
    return is_administrator(caller) || caller->service;
}
