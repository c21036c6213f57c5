/* What an error of a transfer means for its job: the code, the context, and whether it is worth another try.
 * life-cycle-of-a-bits-job: a transient error may resolve itself; a fatal one needs somebody who does something.
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include <windows.h>
#include <winhttp.h>

#include "bitsmsg.h"
#include "transfer/errors.h"

#define BG_E_HTTP_ERROR(status) ((HRESULT)(0x80190000 + (status)))
#define WINHTTP(error) __HRESULT_FROM_WIN32(ERROR_WINHTTP_##error)

#define REMOTE_FILE BG_ERROR_CONTEXT_REMOTE_FILE
#define TRANSPORT BG_ERROR_CONTEXT_GENERAL_TRANSPORT

struct curl_failure
{
    CURLcode result;
    HRESULT code;
    BG_ERROR_CONTEXT context;
    BOOL transient;
};

/* Windows' BITS reports WinHTTP's codes for what happens on the way to the server. */
static const struct curl_failure curl_failures[] =
{
    {CURLE_OK,                       S_OK,                             REMOTE_FILE, FALSE},
    {CURLE_COULDNT_RESOLVE_HOST,     WINHTTP(NAME_NOT_RESOLVED),       REMOTE_FILE, TRUE},
    {CURLE_COULDNT_RESOLVE_PROXY,    WINHTTP(NAME_NOT_RESOLVED),       REMOTE_FILE, TRUE},
    {CURLE_COULDNT_CONNECT,          WINHTTP(CANNOT_CONNECT),          REMOTE_FILE, TRUE},
    {CURLE_PROXY,                    WINHTTP(CANNOT_CONNECT),          REMOTE_FILE, TRUE},
    {CURLE_OPERATION_TIMEDOUT,       WINHTTP(TIMEOUT),                 REMOTE_FILE, TRUE},
    {CURLE_GOT_NOTHING,              WINHTTP(CONNECTION_ERROR),        REMOTE_FILE, TRUE},
    {CURLE_RECV_ERROR,               WINHTTP(CONNECTION_ERROR),        REMOTE_FILE, TRUE},
    {CURLE_SEND_ERROR,               WINHTTP(CONNECTION_ERROR),        REMOTE_FILE, TRUE},
    {CURLE_SEND_FAIL_REWIND,         WINHTTP(CONNECTION_ERROR),        REMOTE_FILE, TRUE},
    {CURLE_PARTIAL_FILE,             WINHTTP(CONNECTION_ERROR),        REMOTE_FILE, TRUE},
    {CURLE_HTTP2,                    WINHTTP(CONNECTION_ERROR),        REMOTE_FILE, TRUE},
    {CURLE_HTTP2_STREAM,             WINHTTP(CONNECTION_ERROR),        REMOTE_FILE, TRUE},
    {CURLE_SSL_CERTPROBLEM,          WINHTTP(CLIENT_AUTH_CERT_NEEDED), REMOTE_FILE, FALSE},
    {CURLE_SSL_CLIENTCERT,           WINHTTP(CLIENT_AUTH_CERT_NEEDED), REMOTE_FILE, FALSE},
    {CURLE_SSL_CONNECT_ERROR,        WINHTTP(SECURE_CHANNEL_ERROR),    REMOTE_FILE, FALSE},
    {CURLE_SSL_CIPHER,               WINHTTP(SECURE_CHANNEL_ERROR),    REMOTE_FILE, FALSE},
    {CURLE_PEER_FAILED_VERIFICATION, WINHTTP(SECURE_FAILURE),          REMOTE_FILE, FALSE},
    {CURLE_SSL_INVALIDCERTSTATUS,    WINHTTP(SECURE_FAILURE),          REMOTE_FILE, FALSE},
    {CURLE_LOGIN_DENIED,             WINHTTP(LOGIN_FAILURE),           REMOTE_FILE, FALSE},
    {CURLE_AUTH_ERROR,               WINHTTP(LOGIN_FAILURE),           REMOTE_FILE, FALSE},
    {CURLE_TOO_MANY_REDIRECTS,       WINHTTP(REDIRECT_FAILED),         REMOTE_FILE, FALSE},
    {CURLE_URL_MALFORMAT,            WINHTTP(INVALID_URL),             REMOTE_FILE, FALSE},
    {CURLE_UNSUPPORTED_PROTOCOL,     BG_E_INVALID_SERVER_RESPONSE,     REMOTE_FILE, FALSE},
    {CURLE_WEIRD_SERVER_REPLY,       BG_E_INVALID_SERVER_RESPONSE,     REMOTE_FILE, FALSE},
    {CURLE_BAD_CONTENT_ENCODING,     BG_E_INVALID_SERVER_RESPONSE,     REMOTE_FILE, FALSE},
    {CURLE_RANGE_ERROR,              BG_E_INSUFFICIENT_RANGE_SUPPORT,  REMOTE_FILE, FALSE},
    {CURLE_OUT_OF_MEMORY,            E_OUTOFMEMORY,                    TRANSPORT,   TRUE},
    {CURLE_NO_CONNECTION_AVAILABLE,  WINHTTP(CANNOT_CONNECT),          TRANSPORT,   TRUE},
};

/* The failure for a libcurl result that no callback of ours caused; its code is S_OK for CURLE_OK. What is not in the
 * table is no fault of network or server, which another try might cure: libcurl itself lacks something, or is used in
 * the wrong way. */
struct failure failure_from_curl(CURLcode result)
{
    struct failure failure = {WINHTTP(INTERNAL_ERROR), TRANSPORT, FALSE};
    size_t i;

    for (i = 0; i < ARRAYSIZE(curl_failures); i++)
    {
        if (curl_failures[i].result == result)
        {
            failure.code = curl_failures[i].code;
            failure.context = curl_failures[i].context;
            failure.transient = curl_failures[i].transient;
        }
    }
    return failure;
}

struct status_class
{
    long first, last;
    BOOL transient;
};

/* handling-server-application-errors names what is fatal and what is not; what it does not name is transient. */
static const struct status_class status_classes[] =
{
    {300, 305, FALSE},
    {307, 307, FALSE},
    {400, 407, FALSE},
    {410, 499, FALSE},
    {501, 501, FALSE},
    {505, 505, FALSE},
};

/* The failure for a response that does not carry the file. */
struct failure failure_from_http_status(long status)
{
    struct failure failure = {BG_E_HTTP_ERROR(status), REMOTE_FILE, TRUE};
    size_t i;

    for (i = 0; i < ARRAYSIZE(status_classes); i++)
    {
        if (status_classes[i].first <= status && status <= status_classes[i].last)
            failure.transient = status_classes[i].transient;
    }
    return failure;
}

struct file_failure
{
    DWORD error;
    HRESULT local_code; /* what BITS calls it where a local file is concerned; S_OK for Windows' own code */
    BOOL transient;
};

/* Errors of disks and shares that are transient, or that BITS has a name for; the others keep Windows' code and are
 * fatal: a full disk, a folder that is gone, a file that may not be read or written. Another program that has the file,
 * or has made one in its place, may let go of it: nf-bits3_0-ibackgroundcopyfile3-gettemporaryname. A share that cannot
 * be reached may come back. */
static const struct file_failure file_failures[] =
{
    {ERROR_SHARING_VIOLATION,    S_OK,                    TRUE},
    {ERROR_LOCK_VIOLATION,       S_OK,                    TRUE},
    {ERROR_FILE_EXISTS,          S_OK,                    TRUE},
    {ERROR_NOT_ENOUGH_MEMORY,    S_OK,                    TRUE},
    {ERROR_OUTOFMEMORY,          S_OK,                    TRUE},
    {ERROR_NO_SYSTEM_RESOURCES,  S_OK,                    TRUE},
    {ERROR_DRIVE_LOCKED,         BG_E_DESTINATION_LOCKED, TRUE},
    {ERROR_WRONG_DISK,           BG_E_VOLUME_CHANGED,     FALSE},
    {ERROR_FILE_INVALID,         BG_E_VOLUME_CHANGED,     FALSE},
    {ERROR_MEDIA_CHANGED,        BG_E_VOLUME_CHANGED,     FALSE},
    {ERROR_REM_NOT_LIST,         S_OK,                    TRUE},
    {ERROR_BAD_NETPATH,          S_OK,                    TRUE},
    {ERROR_NETWORK_BUSY,         S_OK,                    TRUE},
    {ERROR_UNEXP_NET_ERR,        S_OK,                    TRUE},
    {ERROR_NETNAME_DELETED,      S_OK,                    TRUE},
    {ERROR_SEM_TIMEOUT,          S_OK,                    TRUE},
    {ERROR_NETWORK_UNREACHABLE,  S_OK,                    TRUE},
    {ERROR_HOST_UNREACHABLE,     S_OK,                    TRUE},
    {ERROR_CONNECTION_ABORTED,   S_OK,                    TRUE},
};

static const struct file_failure *find_file_failure(HRESULT code)
{
    size_t i;

    for (i = 0; i < ARRAYSIZE(file_failures); i++)
    {
        if (HRESULT_FROM_WIN32(file_failures[i].error) == code)
            return &file_failures[i];
    }
    return NULL;
}

/* The failure to write to a disk or a share. */
struct failure failure_of_local_file(HRESULT code)
{
    const struct file_failure *found = find_file_failure(code);
    struct failure failure = {code, BG_ERROR_CONTEXT_LOCAL_FILE, found && found->transient};

    if (found && found->local_code)
        failure.code = found->local_code;
    return failure;
}

/* The failure to read a source on a disk or a share. One that is not there, or may not be read, is final:
 * nf-bits2_0-ibackgroundcopyfile2-setremotename. */
struct failure failure_of_local_source(DWORD error)
{
    const struct file_failure *found = find_file_failure(HRESULT_FROM_WIN32(error));
    struct failure failure = {HRESULT_FROM_WIN32(error), REMOTE_FILE, found && found->transient};

    return failure;
}

/* A fatal failure of the remote side. */
struct failure failure_of_remote_file(HRESULT code)
{
    struct failure failure = {code, REMOTE_FILE, FALSE};

    return failure;
}

/* A fatal failure on the way to the remote side. */
struct failure failure_of_transport(HRESULT code)
{
    struct failure failure = {code, TRANSPORT, FALSE};

    return failure;
}
