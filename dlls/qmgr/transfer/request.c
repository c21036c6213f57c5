/* A request for a file: what a job's settings make of it, and where it goes next. libcurl sends one request at a time;
 * redirects, questions for credentials and proxies that fail come back here, where the job's settings are known.
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <windows.h>
#include <winhttp.h>

#include "queue/queue.h"
#include "transfer/trust/client_certificate.h"
#include "transfer/custom_headers.h"
#include "transfer/http_auth.h"
#include "transfer/loopback.h"
#include "transfer/redirect.h"
#include "transfer/request.h"
#include "transfer/request_proxy.h"
#include "transfer/url.h"
#include "transfer/utf8.h"
#include "wine/debug.h"

WINE_DEFAULT_DEBUG_CHANNEL(qmgr);

#define CONNECT_TIMEOUT 30         /* seconds */
#define STALL_TIMEOUT 60           /* seconds without a byte */
#define REDIRECTS_MAX 10           /* as many as WinHTTP follows */
#define CHALLENGES_MAX 5           /* for credentials, one after the other, that one request answers */
#define DISCARD_MAX (1024 * 1024)  /* bytes of bodies that are thrown away before the request is given up */
#define USER_AGENT "Microsoft BITS/7.8"

static void request_clear_condition(struct request *request)
{
    if (request->condition)
        request->condition->next = NULL;
    curl_slist_free_all(request->condition);
    request->condition = NULL;
}

void request_free(struct request *request)
{
    request_clear_condition(request);
    request_clear_proxies(request);
    string_wipe(request->remote_name);
    free(request->method);
    free(request->certificate);
    free(request->proxy_list);
    free(request->bypass_list);
    credentials_free(request->credentials);
    slist_wipe(request->headers);
    curl_url_cleanup(request->url);
    response_headers_free(&request->response);
    tls_guard_release(&request->guard);
    memset(request, 0, sizeof(*request));
}

/* Copies a setting that may be NULL; FALSE if there is no memory. */
static BOOL copy_setting_as_utf8(char **copy, const WCHAR *string)
{
    return !string || (*copy = utf8_from_wide(string, 0));
}

static BOOL copy_certificate(char **copy, const struct client_certificate *certificate)
{
    return !certificate || (*copy = client_certificate_path(certificate));
}

/* The first header is for methods that come with a body, which is empty: request_apply_method. */
static BOOL request_copy_headers(struct request *request, const WCHAR *custom)
{
    request->headers = curl_slist_append(NULL, "Content-Length: 0");
    return request->headers && curl_slist_append(request->headers, "Accept-Encoding: identity")
            && custom_headers_append(&request->headers, custom);
}

/* A name and a password in the URL serve as if they had been set, and go no further: authentication */
static BOOL request_take_password(struct request *request)
{
    char *user_name = NULL, *password = NULL;
    BOOL good = TRUE;

    curl_url_get(request->url, CURLUPART_USER, &user_name, CURLU_URLDECODE);
    curl_url_get(request->url, CURLUPART_PASSWORD, &password, CURLU_URLDECODE);
    if (user_name)
        good = credentials_add_password(&request->credentials, user_name, password ? password : "");
    if (password)
        SecureZeroMemory(password, strlen(password));
    curl_free(user_name);
    curl_free(password);
    curl_url_set(request->url, CURLUPART_USER, NULL, 0);
    curl_url_set(request->url, CURLUPART_PASSWORD, NULL, 0);
    return good;
}

/* What is meant for the server that the program has named. */
static BOOL request_copy_secrets(struct request *request, const struct http_options *http)
{
    if (request->left_origin)
        return request_copy_headers(request, NULL);
    return copy_certificate(&request->certificate, http->certificate) && request_copy_headers(request, http->headers);
}

static BOOL request_copy_job(struct request *request, const struct job *job)
{
    request->security_flags = job->http.security_flags;
    request->proxy_usage = job->proxy.usage;
    return copy_setting_as_utf8(&request->method, job->http.method)
            && string_copy_to(&request->proxy_list, job->proxy.list)
            && string_copy_to(&request->bypass_list, job->proxy.bypass_list)
            && request_copy_secrets(request, &job->http)
            && credentials_copy(job->credentials, job->properties.stored_credentials_target, &request->credentials);
}

HRESULT request_copy_settings(struct request *request, struct file *file)
{
    request_free(request);
    request->file = file;
    request->left_origin = file->redirected;
    if (!(request->url = url_from_remote_name(file->remote_name)))
        return E_INVALIDARG;
    if (!string_copy_to(&request->remote_name, file->remote_name) || !request_copy_job(request, file->job)
            || !request_take_password(request))
        return E_OUTOFMEMORY;
    return S_OK;
}

BOOL request_ask_for_headers(struct request *request)
{
    free(request->method);
    request->method = strdup("HEAD");
    request->only_headers = TRUE;
    return request->method != NULL;
}

void request_fail(struct request *request, struct failure failure)
{
    if (SUCCEEDED(request->failure.code))
        request->failure = failure;
}

void request_fail_if(struct request *request, CURLcode result)
{
    if (result)
        request_fail(request, failure_from_curl(result));
}

BOOL request_is_ready(struct request *request)
{
    return tls_guard_is_ready(&request->guard) && request_has_proxies(request);
}

/* The request is for another URL than before. */
static void request_use_url(struct request *request)
{
    char *url;

    if (curl_url_get(request->url, CURLUPART_URL, &url, 0))
    {
        request_fail_if(request, CURLE_OUT_OF_MEMORY);
        return;
    }
    TRACE("%s\n", debugstr_a(url));
    request_fail_if(request, curl_easy_setopt(request->easy, CURLOPT_URL, url));
    request_choose_proxies(request, url);
    curl_free(url);
}

BOOL request_wants_no_body(const struct request *request)
{
    return request->method && !strcmp(request->method, "HEAD");
}

/* RFC 9110: a request whose method is meant to have a body says so when it has none. */
static BOOL method_has_body(const char *method)
{
    return method && (!strcmp(method, "POST") || !strcmp(method, "PUT") || !strcmp(method, "PATCH"));
}

/* The first header says that there is no body. */
static void request_apply_headers(struct request *request)
{
    struct curl_slist *first = request->headers;

    if (first && !method_has_body(request->method))
        first = first->next;
    if (request->condition)
    {
        request->condition->next = first;
        first = request->condition;
    }
    curl_easy_setopt(request->easy, CURLOPT_HTTPHEADER, first);
}

/* A method other than GET may ask for a body that is not there, or, as HEAD, for an answer without one. */
static void request_apply_method(struct request *request)
{
    curl_easy_setopt(request->easy, CURLOPT_NOBODY, (long)request_wants_no_body(request));
    curl_easy_setopt(request->easy, CURLOPT_CUSTOMREQUEST, request->method);
    request_apply_headers(request);
}

static struct curl_slist *make_condition(const char *validator)
{
    static const char format[] = "If-Range: %s";
    size_t size = sizeof(format) + strlen(validator);
    struct curl_slist *condition;
    char *header = malloc(size);

    if (!header)
        return NULL;
    snprintf(header, size, format, validator);
    condition = curl_slist_append(NULL, header);
    free(header);
    return condition;
}

void request_set_range(struct request *request, const char *range, const char *validator)
{
    memset(&request->lines, 0, sizeof(request->lines));
    request_clear_condition(request);
    if (range && validator && !(request->condition = make_condition(validator)))
        request_fail_if(request, CURLE_OUT_OF_MEMORY);
    request_apply_headers(request);
    request_fail_if(request, curl_easy_setopt(request->easy, CURLOPT_RANGE, range));
}

void request_apply(struct request *request, CURL *easy)
{
    request->easy = easy;
    curl_easy_reset(easy);
    curl_easy_setopt(easy, CURLOPT_HTTP_VERSION, (long)CURL_HTTP_VERSION_1_1);
    curl_easy_setopt(easy, CURLOPT_USERAGENT, USER_AGENT);
    curl_easy_setopt(easy, CURLOPT_HEADEROPT, (long)CURLHEADER_SEPARATE);
    curl_easy_setopt(easy, CURLOPT_SUPPRESS_CONNECT_HEADERS, 1L);
    curl_easy_setopt(easy, CURLOPT_PROTOCOLS_STR, "http,https");
    curl_easy_setopt(easy, CURLOPT_NOPROXY, "");
    curl_easy_setopt(easy, CURLOPT_MAXREDIRS, (long)CHALLENGES_MAX);
    curl_easy_setopt(easy, CURLOPT_SSL_OPTIONS, (long)CURLSSLOPT_NO_REVOKE);
    curl_easy_setopt(easy, CURLOPT_SSLCERT, request->certificate);
    curl_easy_setopt(easy, CURLOPT_OPENSOCKETFUNCTION, loopback_open_socket);
    curl_easy_setopt(easy, CURLOPT_CONNECTTIMEOUT, (long)CONNECT_TIMEOUT);
    curl_easy_setopt(easy, CURLOPT_LOW_SPEED_LIMIT, 1L);
    curl_easy_setopt(easy, CURLOPT_LOW_SPEED_TIME, (long)STALL_TIMEOUT);
    request_apply_method(request);
    request->guard.file = request->file;
    request_fail_if(request, tls_guard_install(&request->guard, easy, request->security_flags));
    request_use_url(request);
}

long request_status(const struct request *request)
{
    long status = 0;

    curl_easy_getinfo(request->easy, CURLINFO_RESPONSE_CODE, &status);
    return status;
}

/* Gives the file its new name, unless a program has meanwhile set another one. */
static void request_report_url(const struct request *request, CURLU *url)
{
    struct file *file = request->file;
    WCHAR *name = NULL;
    char *text;

    if (request->only_headers || curl_url_get(url, CURLUPART_URL, &text, 0))
        return;
    name = wide_from_utf8(text);
    curl_free(text);
    queue_lock();
    if (name && lstrlenW(name) <= REMOTE_NAME_MAX && !lstrcmpW(file->remote_name, request->remote_name))
    {
        string_wipe(file->remote_name);
        file->remote_name = name;
        file->redirected = request->left_origin;
        name = NULL;
        file_mark(file);
        job_touch(file->job);
    }
    queue_unlock();
    free(name);
}

static ULONG request_redirect_policy(const struct request *request)
{
    return request->security_flags & BG_HTTP_REDIRECT_POLICY_MASK;
}

static void request_publish_headers(struct request *request)
{
    WCHAR *text = response_headers_text(&request->response), *old;

    queue_lock();
    old = request->file->response_headers;
    request->file->response_headers = text;
    queue_unlock();
    free(old);
}

/* All headers of a response are here. */
static void request_take_response(struct request *request)
{
    request_publish_headers(request);
    if (request->redirects && request_redirect_policy(request) == BG_HTTP_REDIRECT_POLICY_ALLOW_REPORT
            && request_status(request) / 100 == 2)
        request_report_url(request, request->url);
}

BOOL request_take_header(struct request *request, const char *line, size_t size)
{
    if (!header_lines_take(&request->lines, line, size))
        return FALSE;
    response_headers_take(&request->response, line, size);
    if (size == strspn(line, "\r\n") && !request->only_headers)
        request_take_response(request);
    return TRUE;
}

BOOL request_discards(struct request *request, size_t size)
{
    long status = request_status(request);

    if (!status_is_redirect(status) && status != 401 && status != 407)
        return FALSE;
    request->discarded += size;
    return request->discarded <= DISCARD_MAX;
}

/* Nothing that was meant for the first server is for another: no credentials, no headers, no certificate. */
static void request_leave_origin(struct request *request)
{
    request->left_origin = TRUE;
    credentials_apply(NULL, BG_AUTH_TARGET_SERVER, request->easy);
    slist_wipe(request->headers);
    request->headers = NULL;
    if (!request_copy_headers(request, NULL))
        request_fail_if(request, CURLE_OUT_OF_MEMORY);
    request_apply_headers(request);
    curl_easy_setopt(request->easy, CURLOPT_SSLCERT, NULL);
}

/* RFC 9110: 303 asks for a GET, and so do, by custom, 301 and 302 in answer to a POST. */
static void request_redirect_method(struct request *request, long status)
{
    if (!request->method || request->only_headers)
        return;
    if (status != 303 && (status > 302 || strcmp(request->method, "POST")))
        return;
    free(request->method);
    request->method = NULL;
    request_apply_method(request);
}

static void request_follow(struct request *request, CURLU *target, long status)
{
    request->redirects++;
    request_redirect_method(request, status);
    if (!urls_have_same_origin(request->url, target))
        request_leave_origin(request);
    curl_url_cleanup(request->url);
    request->url = target;
    request_use_url(request);
}

/* nf-bits2_5-ibackgroundcopyjobhttpoptions-setsecurityflags */
static BOOL request_redirect(struct request *request, long status)
{
    struct curl_header *location;
    HRESULT hr = __HRESULT_FROM_WIN32(ERROR_WINHTTP_REDIRECT_FAILED);
    CURLU *target;

    if (curl_easy_header(request->easy, "Location", 0, CURLH_HEADER, -1, &location))
        return FALSE;
    if (request->redirects < REDIRECTS_MAX)
        hr = redirect_resolve(request->url, location->value, request->security_flags, &target);
    if (FAILED(hr))
    {
        request_fail(request, failure_of_remote_file(hr));
        return FALSE;
    }
    if (request_redirect_policy(request) != BG_HTTP_REDIRECT_POLICY_DISALLOW)
    {
        request_follow(request, target, status);
        return TRUE;
    }
    request->left_origin |= !urls_have_same_origin(request->url, target);
    request_report_url(request, target);
    curl_url_cleanup(target);
    return FALSE;
}

/* Whether there are credentials left for those that the server or the proxy asks for. */
static BOOL request_answer(struct request *request, BG_AUTH_TARGET target)
{
    BOOL is_proxy = target == BG_AUTH_TARGET_PROXY;
    const struct credentials *credentials;
    long offered = 0;

    if (!is_proxy && request->left_origin)
        return FALSE;
    curl_easy_getinfo(request->easy, is_proxy ? CURLINFO_PROXYAUTH_AVAIL : CURLINFO_HTTPAUTH_AVAIL, &offered);
    credentials = credentials_choose(request->credentials, target, offered,
            &request->tried[is_proxy ? TRIED_PROXY : TRIED_SERVER]);
    if (!credentials)
        return FALSE;
    credentials_apply(credentials, target, request->easy);
    request->challenge = is_proxy ? 407 : 401;
    return TRUE;
}

/* Whether libcurl has given up on a challenge: SSPI has no answer, or there is no end of them. It follows no
 * redirects, and so counts nothing else. */
static BOOL result_is_of_challenge(CURLcode result)
{
    return result == CURLE_LOGIN_DENIED || result == CURLE_AUTH_ERROR || result == CURLE_TOO_MANY_REDIRECTS;
}

BOOL request_continues(struct request *request, CURLcode result)
{
    long status = request_status(request);

    if (FAILED(request->failure.code))
        return FALSE;
    if (FAILED(request->guard.verdict))
        return request->guard.checking;
    if (request_missed_proxy(request, result))
        return request_try_next_proxy(request);
    if (request_proxy_status(request) == 407)
        return request_answer(request, BG_AUTH_TARGET_PROXY);
    if (result || !request->response.complete)
        return FALSE;
    if (status == 401)
        return request_answer(request, BG_AUTH_TARGET_SERVER);
    return status_is_redirect(status) && request_redirect(request, status);
}

/* libcurl has no code of its own for a line that it has no room for, or cannot read: when the head of a response has
 * begun to come, these stand for it. */
static BOOL request_got_bad_head(const struct request *request, CURLcode result)
{
    curl_off_t begun = 0;

    if (request->response.complete || (result != CURLE_OUT_OF_MEMORY && result != CURLE_BAD_FUNCTION_ARGUMENT))
        return FALSE;
    curl_easy_getinfo(request->easy, CURLINFO_STARTTRANSFER_TIME_T, &begun);
    return begun != 0;
}

struct failure request_judge(const struct request *request, CURLcode result)
{
    long proxy_status = request_proxy_status(request);
    struct failure failure;

    if (FAILED(request->failure.code))
        return request->failure;
    if (FAILED(request->guard.verdict))
        return failure_of_remote_file(request->guard.verdict);
    if (request_got_bad_head(request, result))
        return failure_of_remote_file(BG_E_INVALID_SERVER_RESPONSE);
    if (proxy_status >= 300)
        failure = failure_from_http_status(proxy_status);
    else if (!result && !request->response.complete)
        failure = failure_from_curl(CURLE_GOT_NOTHING);
    else if (request->challenge && result_is_of_challenge(result))
        failure = failure_from_http_status(request->challenge);
    else
        failure = failure_from_curl(result);
    if (proxy_status >= 300 || request_missed_proxy(request, result))
        failure.context = BG_ERROR_CONTEXT_GENERAL_TRANSPORT;
    return failure;
}
