/* Who calls.
 *
 * On Windows, RPC lends the thread a token of its client. Wine's is the service's own, whoever calls; there the token
 * of the client's process tells the truth. To ask for it takes Wine about ten calls of its server, so the answers for
 * the last clients are kept.
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include <windows.h>
#include <rpc.h>
#include <rpcdcep.h>

#include "com/caller.h"
#include "wine/debug.h"

WINE_DEFAULT_DEBUG_CHANNEL(qmgr);

#define CLIENT_COUNT 8 /* how many clients are remembered */

/* While its handle is open, no other process gets its number. */
struct client
{
    HANDLE process;
    DWORD pid;
    struct caller facts;
};

static SRWLOCK clients_lock = SRWLOCK_INIT;
static struct client clients[CLIENT_COUNT];
static unsigned int next_client; /* the one to be replaced when all are in use */

static HRESULT caller_from_process(HANDLE process, struct caller *caller)
{
    HANDLE token;
    HRESULT hr;

    if (!OpenProcessToken(process, TOKEN_QUERY, &token))
        return HRESULT_FROM_WIN32(GetLastError());
    hr = token_get_facts(token, caller);
    CloseHandle(token);
    return hr;
}

/* A token at the anonymous level cannot be opened: nothing is known of such a client but that. */
static HRESULT caller_from_thread(struct caller *caller)
{
    HANDLE token;
    HRESULT hr;

    if (!OpenThreadToken(GetCurrentThread(), TOKEN_QUERY, TRUE, &token))
    {
        memset(caller, 0, sizeof(*caller));
        return GetLastError() == ERROR_CANT_OPEN_ANONYMOUS ? S_OK : HRESULT_FROM_WIN32(GetLastError());
    }
    hr = token_get_facts(token, caller);
    CloseHandle(token);
    return hr;
}

static HRESULT caller_from_impersonation(struct caller *caller)
{
    RPC_STATUS status = RpcImpersonateClient(NULL);
    HRESULT hr;

    if (status == RPC_S_NO_CALL_ACTIVE)
        return caller_from_process(GetCurrentProcess(), caller);
    if (status != RPC_S_OK)
        return HRESULT_FROM_WIN32(status);
    hr = caller_from_thread(caller);
    RpcRevertToSelf();
    return hr;
}

static void client_forget(struct client *client)
{
    if (client->process)
        CloseHandle(client->process);
    client->process = NULL;
}

static void clients_forget_ended(void)
{
    size_t i;

    for (i = 0; i < CLIENT_COUNT; i++)
    {
        if (clients[i].process && WaitForSingleObject(clients[i].process, 0) == WAIT_OBJECT_0)
            client_forget(&clients[i]);
    }
}

static struct client *client_choose_place(void)
{
    struct client *client;
    size_t i;

    for (i = 0; i < CLIENT_COUNT; i++)
    {
        if (!clients[i].process)
            return &clients[i];
    }
    client = &clients[next_client++ % CLIENT_COUNT];
    client_forget(client);
    return client;
}

static HRESULT client_open(DWORD pid, struct client *client)
{
    HRESULT hr;

    if (!(client->process = OpenProcess(PROCESS_QUERY_INFORMATION | SYNCHRONIZE, FALSE, pid)))
        return HRESULT_FROM_WIN32(GetLastError());
    client->pid = pid;
    if (FAILED(hr = caller_from_process(client->process, &client->facts)))
        client_forget(client);
    return hr;
}

static struct client *client_find(DWORD pid)
{
    size_t i;

    for (i = 0; i < CLIENT_COUNT; i++)
    {
        if (clients[i].process && clients[i].pid == pid)
            return &clients[i];
    }
    return NULL;
}

static HRESULT caller_from_pid(DWORD pid, struct caller *caller)
{
    struct client *client;
    HRESULT hr = S_OK;

    AcquireSRWLockExclusive(&clients_lock);
    if (!(client = client_find(pid)))
    {
        clients_forget_ended();
        client = client_choose_place();
        hr = client_open(pid, client);
    }
    if (SUCCEEDED(hr))
        *caller = client->facts;
    ReleaseSRWLockExclusive(&clients_lock);
    return hr;
}

/* The process that calls; without a call, this one. */
static HRESULT get_client_pid(ULONG *pid)
{
    RPC_STATUS status = I_RpcBindingInqLocalClientPID(NULL, pid);

    if (status == RPC_S_NO_CALL_ACTIVE)
        *pid = GetCurrentProcessId();
    else if (status != RPC_S_OK)
        return HRESULT_FROM_WIN32(status);
    return S_OK;
}

static HRESULT caller_from_client_process(struct caller *caller)
{
    HRESULT hr;
    ULONG pid;

    if (FAILED(hr = get_client_pid(&pid)))
        return hr;
    return caller_from_pid(pid, caller);
}

static BOOL is_wine(void)
{
    return GetProcAddress(GetModuleHandleW(L"ntdll.dll"), "wine_get_version") != NULL;
}

HRESULT caller_get(struct caller *caller)
{
    HRESULT hr = is_wine() ? caller_from_client_process(caller) : caller_from_impersonation(caller);

    if (FAILED(hr))
        WARN("the caller is unknown: %#lx\n", hr);
    return hr;
}

HRESULT caller_open_process_token(HANDLE *token)
{
    HANDLE process;
    HRESULT hr;
    ULONG pid;

    if (FAILED(hr = get_client_pid(&pid)))
        return hr;
    if (!(process = OpenProcess(PROCESS_QUERY_INFORMATION, FALSE, pid)))
        return HRESULT_FROM_WIN32(GetLastError());
    if (!OpenProcessToken(process, TOKEN_QUERY | TOKEN_DUPLICATE, token))
        hr = HRESULT_FROM_WIN32(GetLastError());
    CloseHandle(process);
    return hr;
}

HRESULT caller_impersonate(void)
{
    HANDLE token;
    HRESULT hr;

    if (FAILED(hr = caller_open_process_token(&token)))
        return hr;
    if (!ImpersonateLoggedOnUser(token))
        hr = HRESULT_FROM_WIN32(GetLastError());
    CloseHandle(token);
    return hr;
}

void caller_stop_impersonating(void)
{
    if (!RevertToSelf())
        ERR("cannot stop impersonating: %lu\n", GetLastError());
}

void callers_forget(void)
{
    size_t i;

    AcquireSRWLockExclusive(&clients_lock);
    for (i = 0; i < CLIENT_COUNT; i++)
        client_forget(&clients[i]);
    ReleaseSRWLockExclusive(&clients_lock);
}
