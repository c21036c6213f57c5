/* The names and passwords that a job answers a server's or a proxy's challenge with.
 * nf-bits1_5-ibackgroundcopyjob2-setcredentials
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include <stdlib.h>

#include "queue/queue.h"

/* ns-bits1_5-bg_basic_credentials, in characters without the terminator. */
#define USER_NAME_MAX 300
#define PASSWORD_MAX 65536

/* Whether the values are those of the enumerations: S_OK, BG_E_INVALID_AUTH_TARGET or BG_E_INVALID_AUTH_SCHEME. */
HRESULT credentials_check_kind(BG_AUTH_TARGET target, BG_AUTH_SCHEME scheme)
{
    if (target != BG_AUTH_TARGET_SERVER && target != BG_AUTH_TARGET_PROXY)
        return BG_E_INVALID_AUTH_TARGET;
    if (scheme < BG_AUTH_SCHEME_BASIC || scheme > BG_AUTH_SCHEME_PASSPORT)
        return BG_E_INVALID_AUTH_SCHEME;
    return S_OK;
}

/* Basic and Digest know no credentials of a logon. */
static BOOL scheme_needs_name(BG_AUTH_SCHEME scheme)
{
    return scheme == BG_AUTH_SCHEME_BASIC || scheme == BG_AUTH_SCHEME_DIGEST;
}

/* What would end a header's line, or hide a part of the name. */
static BOOL has_control_characters(const WCHAR *string)
{
    for (; *string; string++)
    {
        if (*string < ' ' || *string == 0x7f)
            return TRUE;
    }
    return FALSE;
}

static HRESULT check_name_and_password(const BG_BASIC_CREDENTIALS *basic)
{
    if (lstrlenW(basic->UserName) > USER_NAME_MAX)
        return BG_E_USERNAME_TOO_LARGE;
    if (lstrlenW(basic->Password) > PASSWORD_MAX)
        return BG_E_PASSWORD_TOO_LARGE;
    return has_control_characters(basic->UserName) ? E_INVALIDARG : S_OK;
}

/* Whether these can be set: S_OK, E_INVALIDARG, BG_E_INVALID_AUTH_TARGET, BG_E_INVALID_AUTH_SCHEME,
 * BG_E_USERNAME_TOO_LARGE or BG_E_PASSWORD_TOO_LARGE. Name and password are both there, or both are NULL for those of
 * the logon. */
HRESULT credentials_check(const BG_AUTH_CREDENTIALS *credentials)
{
    const BG_BASIC_CREDENTIALS *basic = &credentials->Credentials.Basic;
    HRESULT hr;

    if (FAILED(hr = credentials_check_kind(credentials->Target, credentials->Scheme)))
        return hr;
    if (basic->UserName && basic->Password)
        return check_name_and_password(basic);
    if (basic->UserName || basic->Password || scheme_needs_name(credentials->Scheme))
        return E_INVALIDARG;
    return S_OK;
}

/* NULL if there is no memory. The strings may be NULL. */
struct credentials *credentials_create(BG_AUTH_TARGET target, BG_AUTH_SCHEME scheme, const WCHAR *user_name,
        const WCHAR *password)
{
    struct credentials *credentials = calloc(1, sizeof(*credentials));

    if (!credentials)
        return NULL;
    credentials->target = target;
    credentials->scheme = scheme;
    if (string_copy_to(&credentials->user_name, user_name) && string_copy_to(&credentials->password, password))
        return credentials;
    credentials_free(credentials);
    return NULL;
}

/* Frees a list, and leaves no secret in memory. */
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

static BOOL remove_entry(struct job *job, BG_AUTH_TARGET target, BG_AUTH_SCHEME scheme)
{
    struct credentials **link = &job->credentials, *entry;

    while ((entry = *link) && (entry->target != target || entry->scheme != scheme))
        link = &entry->next;
    if (!entry)
        return FALSE;
    *link = entry->next;
    entry->next = NULL;
    credentials_free(entry);
    return TRUE;
}

/* Adds credentials that credentials_check accepts, or replaces those of the same target and scheme: S_OK or
 * E_OUTOFMEMORY. */
HRESULT job_set_credentials(struct job *job, const BG_AUTH_CREDENTIALS *credentials)
{
    const BG_BASIC_CREDENTIALS *basic = &credentials->Credentials.Basic;
    struct credentials *entry = credentials_create(credentials->Target, credentials->Scheme, basic->UserName,
            basic->Password);

    if (!entry)
        return E_OUTOFMEMORY;
    remove_entry(job, entry->target, entry->scheme);
    entry->next = job->credentials;
    job->credentials = entry;
    job_touch(job);
    return S_OK;
}

/* S_OK, or S_FALSE if there are none: nf-bits1_5-ibackgroundcopyjob2-removecredentials. */
HRESULT job_remove_credentials(struct job *job, BG_AUTH_TARGET target, BG_AUTH_SCHEME scheme)
{
    if (!remove_entry(job, target, scheme))
        return S_FALSE;
    job_touch(job);
    return S_OK;
}
