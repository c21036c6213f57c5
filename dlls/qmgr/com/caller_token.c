/* The identity that a client presents with a call.
 *
 * Windows gives a server the client's token, or that of the thread which called if the client cloaks. Wine 8.0 gives it
 * the server's own instead, whoever calls; what the client is can then be seen from its process.
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include <windows.h>
#include <rpc.h>

#include "com/caller.h"

/* The identity that the client presents with this call. */
static HRESULT open_call_token(HANDLE *token)
{
    HRESULT hr = S_OK;

    if (RpcImpersonateClient(NULL))
        return CO_E_FAILEDTOIMPERSONATE;
    if (!OpenThreadToken(GetCurrentThread(), TOKEN_QUERY | TOKEN_DUPLICATE, TRUE, token))
        hr = HRESULT_FROM_WIN32(GetLastError());
    RpcRevertToSelf();
    return hr;
}

static BOOL allows_impersonation(HANDLE token)
{
    SECURITY_IMPERSONATION_LEVEL level;
    DWORD size;

    return GetTokenInformation(token, TokenImpersonationLevel, &level, sizeof(level), &size)
            && level >= SecurityImpersonation;
}

/* Whether it is the service's own user. */
static BOOL is_own(HANDLE token)
{
    struct caller user, own;
    HANDLE own_token;
    HRESULT hr;

    if (!OpenProcessToken(GetCurrentProcess(), TOKEN_QUERY, &own_token))
        return FALSE;
    hr = token_get_facts(own_token, &own);
    CloseHandle(own_token);
    return SUCCEEDED(hr) && SUCCEEDED(token_get_facts(token, &user)) && !lstrcmpW(user.sid, own.sid);
}

/* Replaces what Wine gives by the token of the process. A client that is the service's own user loses nothing by it. */
static HRESULT prefer_process_token(HANDLE *token)
{
    HANDLE process_token;
    HRESULT hr;

    if (!is_own(*token))
        return S_OK;
    if (FAILED(hr = caller_open_process_token(&process_token)))
        return hr;
    CloseHandle(*token);
    *token = process_token;
    return S_OK;
}

HRESULT caller_copy_process_token(HANDLE *token)
{
    HANDLE process_token;
    HRESULT hr;

    if (FAILED(hr = caller_open_process_token(&process_token)))
        return hr;
    if (!DuplicateTokenEx(process_token, TOKEN_QUERY | TOKEN_DUPLICATE | TOKEN_ASSIGN_PRIMARY, NULL,
                SecurityImpersonation, TokenPrimary, token))
        hr = HRESULT_FROM_WIN32(GetLastError());
    CloseHandle(process_token);
    return hr;
}

static HRESULT copy_token(HANDLE token, HANDLE *copy)
{
    if (!DuplicateTokenEx(token, TOKEN_QUERY | TOKEN_DUPLICATE | TOKEN_IMPERSONATE, NULL, SecurityImpersonation,
                TokenImpersonation, copy))
        return HRESULT_FROM_WIN32(GetLastError());
    return S_OK;
}

HRESULT caller_copy_token(HANDLE *token)
{
    HANDLE call_token;
    HRESULT hr;

    if (FAILED(hr = open_call_token(&call_token)))
        return hr;
    if (!allows_impersonation(call_token))
        hr = CO_E_FAILEDTOIMPERSONATE;
    else if (SUCCEEDED(hr = prefer_process_token(&call_token)))
        hr = copy_token(call_token, token);
    CloseHandle(call_token);
    return hr;
}
