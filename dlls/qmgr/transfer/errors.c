/* What an error of a transfer means for its job: the code, the context, and whether it is worth another try.
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include <windows.h>
#include <winhttp.h>

#include "bitsmsg.h"
#include "transfer/errors.h"

#define BG_E_HTTP_ERROR(status) ((HRESULT)(0x80190000 + (status)))

struct curl_failure
{
    CURLcode result;
    HRESULT code;
    BOOL transient;
};

#define WINHTTP(error) __HRESULT_FROM_WIN32(ERROR_WINHTTP_##error)

/* Windows' BITS reports WinHTTP's codes for what happens on the way to the server. */
static const struct curl_failure curl_failures[] =
{
    {CURLE_OK,                       S_OK,                          FALSE},
    {CURLE_COULDNT_RESOLVE_HOST,     WINHTTP(NAME_NOT_RESOLVED),    TRUE},
    {CURLE_COULDNT_RESOLVE_PROXY,    WINHTTP(NAME_NOT_RESOLVED),    TRUE},
    {CURLE_COULDNT_CONNECT,          WINHTTP(CANNOT_CONNECT),       TRUE},
    {CURLE_PROXY,                    WINHTTP(CANNOT_CONNECT),       TRUE},
    {CURLE_OPERATION_TIMEDOUT,       WINHTTP(TIMEOUT),              TRUE},
    {CURLE_GOT_NOTHING,              WINHTTP(CONNECTION_ERROR),     TRUE},
    {CURLE_RECV_ERROR,               WINHTTP(CONNECTION_ERROR),     TRUE},
    {CURLE_SEND_ERROR,               WINHTTP(CONNECTION_ERROR),     TRUE},
    {CURLE_PARTIAL_FILE,             WINHTTP(CONNECTION_ERROR),     TRUE},
    {CURLE_SSL_CERTPROBLEM,          WINHTTP(CLIENT_AUTH_CERT_NEEDED), FALSE},
    {CURLE_SSL_CONNECT_ERROR,        WINHTTP(SECURE_CHANNEL_ERROR), FALSE},
    {CURLE_PEER_FAILED_VERIFICATION, WINHTTP(SECURE_FAILURE),       FALSE},
    {CURLE_TOO_MANY_REDIRECTS,       WINHTTP(REDIRECT_FAILED),      FALSE},
    {CURLE_UNSUPPORTED_PROTOCOL,     BG_E_INVALID_SERVER_RESPONSE,  FALSE},
    {CURLE_WEIRD_SERVER_REPLY,       BG_E_INVALID_SERVER_RESPONSE,  FALSE},
    {CURLE_OUT_OF_MEMORY,            E_OUTOFMEMORY,                 TRUE},
};

/* The failure for a libcurl result that no callback of ours caused; its code is S_OK for CURLE_OK. */
struct failure failure_from_curl(CURLcode result)
{
    struct failure failure = {E_FAIL, BG_ERROR_CONTEXT_REMOTE_FILE, FALSE};
    size_t i;

    for (i = 0; i < ARRAYSIZE(curl_failures); i++)
    {
        if (curl_failures[i].result == result)
        {
            failure.code = curl_failures[i].code;
            failure.transient = curl_failures[i].transient;
        }
    }
    return failure;
}

/* handling-server-application-errors names what is fatal and what is not. */
static BOOL http_status_is_transient(long status)
{
    if (status >= 300 && status < 400)
        return status > 305 && status != 307;
    if (status >= 400 && status < 500)
        return status == 408 || status == 409;
    return status != 501 && status != 505;
}

/* The failure for a response that does not carry the file. 407 is a proxy's. */
struct failure failure_from_http_status(long status)
{
    struct failure failure = {BG_E_HTTP_ERROR(status), BG_ERROR_CONTEXT_REMOTE_FILE, http_status_is_transient(status)};

    if (status == 407)
        failure.context = BG_ERROR_CONTEXT_GENERAL_TRANSPORT;
    return failure;
}

/* The failure to write. Another program that has the file, or has made one in its place, may let go of it:
 * nf-bits3_0-ibackgroundcopyfile3-gettemporaryname. */
struct failure failure_of_local_file(HRESULT code)
{
    struct failure failure = {code, BG_ERROR_CONTEXT_LOCAL_FILE, FALSE};

    failure.transient = code == HRESULT_FROM_WIN32(ERROR_SHARING_VIOLATION)
            || code == HRESULT_FROM_WIN32(ERROR_FILE_EXISTS);
    return failure;
}

/* A fatal failure of the remote side. */
struct failure failure_of_remote_file(HRESULT code)
{
    struct failure failure = {code, BG_ERROR_CONTEXT_REMOTE_FILE, FALSE};

    return failure;
}

/* A fatal failure on the way to the remote side. */
struct failure failure_of_transport(HRESULT code)
{
    struct failure failure = {code, BG_ERROR_CONTEXT_GENERAL_TRANSPORT, FALSE};

    return failure;
}

/* The failure to read a source on a disk or a share. One that cannot be reached may come back; one that is not there,
 * or may not be read, is final: nf-bits2_0-ibackgroundcopyfile2-setremotename. */
struct failure failure_of_local_source(DWORD error)
{
    static const DWORD transient[] =
    {
        ERROR_SHARING_VIOLATION, ERROR_LOCK_VIOLATION, ERROR_REM_NOT_LIST, ERROR_BAD_NETPATH, ERROR_NETWORK_BUSY,
        ERROR_UNEXP_NET_ERR, ERROR_NETNAME_DELETED, ERROR_SEM_TIMEOUT, ERROR_NETWORK_UNREACHABLE,
    };
    struct failure failure = failure_of_remote_file(HRESULT_FROM_WIN32(error));
    size_t i;

    for (i = 0; i < ARRAYSIZE(transient); i++)
        failure.transient |= transient[i] == error;
    return failure;
}
