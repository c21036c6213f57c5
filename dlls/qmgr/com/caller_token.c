/* The tokens of the client that calls a method.
 *
 * Windows gives a server the client's token, or that of the thread which called if the client cloaks. Wine 8.0 gives it
 * the server's own instead, whoever calls; what the client is can then be seen from its process.
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include <stdlib.h>
#include <windows.h>
#include <rpc.h>
#include <rpcdcep.h>
#include <sddl.h>

#include "com/caller_token.h"
#include "queue/queue.h"
#include "wine/debug.h"

WINE_DEFAULT_DEBUG_CHANNEL(qmgr);

static HRESULT last_error(void)
{
    return HRESULT_FROM_WIN32(GetLastError());
}

static HRESULT open_process_token(HANDLE *token)
{
    HRESULT hr = S_OK;
    RPC_STATUS status;
    HANDLE process;
    ULONG pid;

    if ((status = I_RpcBindingInqLocalClientPID(NULL, &pid)))
        return HRESULT_FROM_WIN32(status);
    if (!(process = OpenProcess(PROCESS_QUERY_INFORMATION, FALSE, pid)))
        return last_error();
    if (!OpenProcessToken(process, TOKEN_QUERY | TOKEN_DUPLICATE, token))
        hr = last_error();
    CloseHandle(process);
    return hr;
}

/* The identity that the client presents with this call. */
static HRESULT open_call_token(HANDLE *token)
{
    HRESULT hr = S_OK;

    if (RpcImpersonateClient(NULL))
        return CO_E_FAILEDTOIMPERSONATE;
    if (!OpenThreadToken(GetCurrentThread(), TOKEN_QUERY | TOKEN_DUPLICATE, TRUE, token))
        hr = last_error();
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

static TOKEN_USER *get_user(HANDLE token)
{
    TOKEN_USER *user;
    DWORD size = 0;

    GetTokenInformation(token, TokenUser, NULL, 0, &size);
    if (!(user = malloc(size)) || GetTokenInformation(token, TokenUser, user, size, &size))
        return user;
    free(user);
    return NULL;
}

/* Whether it is the service's own user. */
static BOOL is_own(HANDLE token)
{
    TOKEN_USER *user = get_user(token), *own = NULL;
    HANDLE own_token;
    BOOL equal;

    if (OpenProcessToken(GetCurrentProcess(), TOKEN_QUERY, &own_token))
    {
        own = get_user(own_token);
        CloseHandle(own_token);
    }
    equal = user && own && EqualSid(user->User.Sid, own->User.Sid);
    free(user);
    free(own);
    return equal;
}

/* Replaces what Wine gives by the token of the process. A client that is the service's own user loses nothing by it. */
static HRESULT prefer_process_token(HANDLE *token)
{
    HANDLE process_token;
    HRESULT hr;

    if (!is_own(*token))
        return S_OK;
    if (FAILED(hr = open_process_token(&process_token)))
        return hr;
    CloseHandle(*token);
    *token = process_token;
    return S_OK;
}

static HRESULT copy_token(HANDLE token, HANDLE *copy)
{
    if (!DuplicateTokenEx(token, TOKEN_QUERY | TOKEN_DUPLICATE | TOKEN_IMPERSONATE, NULL, SecurityImpersonation,
                TokenImpersonation, copy))
        return last_error();
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

HRESULT caller_impersonate(void)
{
    HANDLE token;
    HRESULT hr;

    if (FAILED(hr = open_process_token(&token)))
        return hr;
    if (!ImpersonateLoggedOnUser(token))
        hr = last_error();
    CloseHandle(token);
    return hr;
}

void caller_stop_impersonating(void)
{
    if (!RevertToSelf())
        ERR("cannot stop impersonating: %lu\n", GetLastError());
}

HRESULT token_get_sid(HANDLE token, WCHAR **sid)
{
    TOKEN_USER *user = get_user(token);
    HRESULT hr = S_OK;
    WCHAR *text;

    if (!user || !ConvertSidToStringSidW(user->User.Sid, &text))
        hr = last_error();
    else
    {
        if (!(*sid = string_copy(text)))
            hr = E_OUTOFMEMORY;
        LocalFree(text);
    }
    free(user);
    return hr;
}
