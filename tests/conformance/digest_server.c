/* The server's part of Digest access authentication.
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <winsock2.h>
#include <windows.h>
#include <wincrypt.h>

#include "digest_server.h"

#define REALM "the realm, of tests"
#define OPAQUE_DATA "5ccc069c403ebaf9f0171e9517f40e41"

#define HASH_MAX 32 /* bytes */
#define TEXT_MAX 2048

typedef char hash_text[2 * HASH_MAX + 1];

static ALG_ID hash_of(const struct digest *digest)
{
    return digest->algorithm && !strncmp(digest->algorithm, "SHA-256", 7) ? CALG_SHA_256 : CALG_MD5;
}

static DWORD hash_data(ALG_ID id, const char *text, BYTE value[HASH_MAX])
{
    DWORD size = HASH_MAX;
    HCRYPTPROV provider;
    HCRYPTHASH hash;

    if (!CryptAcquireContextW(&provider, NULL, NULL, PROV_RSA_AES, CRYPT_VERIFYCONTEXT))
        return 0;
    if (!CryptCreateHash(provider, id, 0, 0, &hash))
        size = 0;
    else if (!CryptHashData(hash, (const BYTE *)text, strlen(text), 0)
            || !CryptGetHashParam(hash, HP_HASHVAL, value, &size, 0))
        size = 0;
    CryptDestroyHash(hash);
    CryptReleaseContext(provider, 0);
    return size;
}

/* The hash of what is printed, in hexadecimal digits. */
static void __attribute__((format(__MINGW_PRINTF_FORMAT, 3, 4)))
hash_print(ALG_ID id, hash_text out, const char *format, ...)
{
    char text[TEXT_MAX];
    BYTE value[HASH_MAX];
    DWORD size, i;
    va_list args;

    va_start(args, format);
    vsnprintf(text, sizeof(text), format, args);
    va_end(args);
    size = hash_data(id, text, value);
    for (i = 0; i < size; ++i)
        sprintf(out + 2 * i, "%02x", value[i]);
    out[2 * size] = 0;
}

void digest_challenge(const struct digest *digest, const char *parameters, char *line, size_t size)
{
    int length = snprintf(line, size, "%s: Digest realm=\"" REALM "\", nonce=\"%s\", opaque=\"" OPAQUE_DATA "\"%s",
            digest->is_proxy ? "Proxy-Authenticate" : "WWW-Authenticate", digest->nonce, parameters);

    if (digest->algorithm)
        length += snprintf(line + length, size - length, ", algorithm=%s", digest->algorithm);
    if (digest->qop)
        length += snprintf(line + length, size - length, ", qop=\"%s\"", digest->qop);
    snprintf(line + length, size - length, "\r\n");
}

static BOOL get_answer(const struct digest *digest, const struct http_request *request, char text[TEXT_MAX])
{
    const char *header = digest->is_proxy ? "Proxy-Authorization" : "Authorization";

    return http_request_header(request, header, text, TEXT_MAX) && !strncmp(text, "Digest ", 7);
}

/* Copies the value of a parameter as it is sent, without its quotes; "" if there is none. */
static const char *parameter(const char *answer, const char *name, char value[TEXT_MAX])
{
    const char *text = answer;
    size_t length = strlen(name);
    char *out = value;
    BOOL quoted;

    while ((text = strstr(text, name)) && (text[length] != '=' || (text[-1] != ' ' && text[-1] != ',')))
        ++text;
    if (text)
    {
        text += length + 1;
        quoted = *text == '"';
        for (text += quoted; *text && (quoted ? *text != '"' : *text != ','); ++text)
        {
            if (quoted && *text == '\\')
                ++text;
            *out++ = *text;
        }
    }
    *out = 0;
    return value;
}

static BOOL parameter_is(const char *answer, const char *name, const char *expected)
{
    char value[TEXT_MAX];

    return !strcmp(parameter(answer, name, value), expected);
}

/* The hash of name, realm and password; for a session, together with the nonces. */
static void hash_secret(const struct digest *digest, const char *answer, hash_text out)
{
    char nonce[TEXT_MAX];
    hash_text secret;

    hash_print(hash_of(digest), out, "%s:%s:%s", digest->name, REALM, digest->password);
    if (!digest->algorithm || !strstr(digest->algorithm, "-sess"))
        return;
    strcpy(secret, out);
    hash_print(hash_of(digest), out, "%s:%s:%s", secret, digest->nonce, parameter(answer, "cnonce", nonce));
}

/* What the answer's response has to be. */
static void hash_response(const struct digest *digest, const char *method, const char *answer, hash_text out)
{
    char uri[TEXT_MAX], count[TEXT_MAX], nonce[TEXT_MAX];
    hash_text secret, request;

    hash_secret(digest, answer, secret);
    hash_print(hash_of(digest), request, "%s:%s", method, parameter(answer, "uri", uri));
    if (digest->qop)
        hash_print(hash_of(digest), out, "%s:%s:%s:%s:auth:%s", secret, digest->nonce, parameter(answer, "nc", count),
                parameter(answer, "cnonce", nonce), request);
    else
        hash_print(hash_of(digest), out, "%s:%s:%s", secret, digest->nonce, request);
}

BOOL digest_is_answered(const struct digest *digest, const struct http_request *request)
{
    char answer[TEXT_MAX];

    return get_answer(digest, request, answer);
}

/* A request that goes through a proxy names all of the URL; what it says in the answer may be the path. */
static BOOL is_about_request(const char *answer, const struct http_request *request)
{
    char uri[TEXT_MAX];
    size_t length = strlen(request->path), uri_length = strlen(parameter(answer, "uri", uri));

    return uri_length && uri_length <= length && !strcmp(request->path + length - uri_length, uri)
            && (*request->path != '/' || uri_length == length);
}

BOOL digest_is_right(const struct digest *digest, const struct http_request *request)
{
    char answer[TEXT_MAX];
    hash_text response;

    if (!get_answer(digest, request, answer))
        return FALSE;
    hash_response(digest, request->method, answer, response);
    return is_about_request(answer, request) && parameter_is(answer, "username", digest->name)
            && parameter_is(answer, "realm", REALM) && parameter_is(answer, "nonce", digest->nonce)
            && parameter_is(answer, "opaque", OPAQUE_DATA) && parameter_is(answer, "response", response)
            && (!digest->algorithm || parameter_is(answer, "algorithm", digest->algorithm))
            && (!digest->qop || parameter_is(answer, "qop", "auth"));
}
