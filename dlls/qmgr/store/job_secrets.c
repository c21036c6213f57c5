/* The parts of a job's record that tell servers who its owner is: credentials, custom headers, client certificate.
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include <stdlib.h>
#include <string.h>

#include "store/job_parts.h"
#include "store/lines.h"
#include "store/secrets.h"

#define CLIENT_CERTIFICATE L"ClientCertificate"

#define SCHEME_COUNT BG_AUTH_SCHEME_PASSPORT

/* One line each: "Server.Basic=name", a tab, and the password; nothing follows "=" for the credentials of the logon.
 * No name has a tab: credentials_check. */
static const WCHAR *const credential_lines[] =
{
    L"Server.Basic",
    L"Server.Digest",
    L"Server.Ntlm",
    L"Server.Negotiate",
    L"Server.Passport",
    L"Proxy.Basic",
    L"Proxy.Digest",
    L"Proxy.Ntlm",
    L"Proxy.Negotiate",
    L"Proxy.Passport",
};

static size_t credential_line(const struct credentials *entry)
{
    return (entry->target - BG_AUTH_TARGET_SERVER) * SCHEME_COUNT + entry->scheme - BG_AUTH_SCHEME_BASIC;
}

static void add_entry(struct lines *lines, const struct credentials *entry)
{
    const WCHAR *name = credential_lines[credential_line(entry)];

    if (entry->user_name)
        lines_add_pair(lines, name, entry->user_name, entry->password);
    else
        lines_add_string(lines, name, L"");
}

void credentials_write(const struct job *job, struct values *values)
{
    const struct credentials *entry;
    struct lines lines = {0};

    for (entry = job->credentials; entry; entry = entry->next)
        add_entry(&lines, entry);
    lines_to_secret(&lines, values, CREDENTIALS);
}

/* The password in a copy of a line, whose user name ends before it; NULL if there is none. */
static WCHAR *split_line(WCHAR *line)
{
    WCHAR *tab;

    for (tab = line; *tab && *tab != '\t'; tab++)
        ;
    if (!*tab)
        return NULL;
    *tab = 0;
    return tab + 1;
}

static struct credentials *make_entry(HRESULT *hr, BG_AUTH_CREDENTIALS *from)
{
    const BG_BASIC_CREDENTIALS *basic = &from->Credentials.Basic;
    struct credentials *entry = NULL;

    decode_check(hr, credentials_check(from) == S_OK);
    if (SUCCEEDED(*hr) && !(entry = credentials_create(from->Target, from->Scheme, basic->UserName, basic->Password)))
        *hr = E_OUTOFMEMORY;
    return entry;
}

/* A whole line is name and password; an empty one stands for the logon's own. */
static void read_entry(HRESULT *hr, const WCHAR *text, BG_AUTH_CREDENTIALS *kind, struct job *job)
{
    BG_BASIC_CREDENTIALS *basic = &kind->Credentials.Basic;
    struct credentials *entry;
    WCHAR *copy = NULL;

    decode_string(hr, text, MAXDWORD, &copy);
    if (FAILED(*hr))
        return;
    if (*copy)
    {
        basic->Password = split_line(copy);
        basic->UserName = copy;
    }
    if ((entry = make_entry(hr, kind)))
    {
        entry->next = job->credentials;
        job->credentials = entry;
    }
    SecureZeroMemory(copy, lstrlenW(text) * sizeof(*copy));
    free(copy);
}

void credentials_read(HRESULT *hr, const struct values *values, struct job *job)
{
    const WCHAR *found[ARRAYSIZE(credential_lines)];
    size_t i;

    decode_lines(hr, values, CREDENTIALS, credential_lines, found, ARRAYSIZE(credential_lines));
    for (i = 0; i < ARRAYSIZE(credential_lines); i++)
    {
        BG_AUTH_CREDENTIALS kind = {BG_AUTH_TARGET_SERVER + i / SCHEME_COUNT, BG_AUTH_SCHEME_BASIC + i % SCHEME_COUNT};

        if (found[i])
            read_entry(hr, found[i], &kind, job);
    }
}

enum
{
    HEADERS_TEXT,
    HEADERS_WRITE_ONLY,
    HEADERS_LINES
};

static const WCHAR *const headers_lines[HEADERS_LINES] =
{
    [HEADERS_TEXT] = L"Headers",
    [HEADERS_WRITE_ONLY] = L"WriteOnly",
};

void custom_headers_write(const struct job *job, struct values *values)
{
    struct lines lines = {0};

    lines_add_string(&lines, headers_lines[HEADERS_TEXT], job->http.headers);
    lines_add_flag(&lines, headers_lines[HEADERS_WRITE_ONLY], job->http.headers_are_write_only);
    lines_to_secret(&lines, values, CUSTOM_HEADERS);
}

void custom_headers_read(HRESULT *hr, const struct values *values, struct job *job)
{
    struct http_options *http = &job->http;
    const WCHAR *found[HEADERS_LINES];

    decode_lines(hr, values, CUSTOM_HEADERS, headers_lines, found, HEADERS_LINES);
    decode_string(hr, found[HEADERS_TEXT], CUSTOM_HEADERS_MAX, &http->headers);
    decode_flag(hr, found[HEADERS_WRITE_ONLY], &http->headers_are_write_only);
    decode_check(hr, !http->headers || custom_headers_check(http->headers) == S_OK);
}

enum
{
    CERTIFICATE_LOCATION,
    CERTIFICATE_STORE,
    CERTIFICATE_HASH,
    CERTIFICATE_SUBJECT,
    CERTIFICATE_LINES
};

static const WCHAR *const certificate_lines[CERTIFICATE_LINES] =
{
    [CERTIFICATE_LOCATION] = L"Location",
    [CERTIFICATE_STORE] = L"Store",
    [CERTIFICATE_HASH] = L"Hash",
    [CERTIFICATE_SUBJECT] = L"Subject",
};

static const WCHAR *const locations[] =
{
    [BG_CERT_STORE_LOCATION_CURRENT_USER] = L"CurrentUser",
    [BG_CERT_STORE_LOCATION_LOCAL_MACHINE] = L"LocalMachine",
    [BG_CERT_STORE_LOCATION_CURRENT_SERVICE] = L"CurrentService",
    [BG_CERT_STORE_LOCATION_SERVICES] = L"Services",
    [BG_CERT_STORE_LOCATION_USERS] = L"Users",
    [BG_CERT_STORE_LOCATION_CURRENT_USER_GROUP_POLICY] = L"CurrentUserGroupPolicy",
    [BG_CERT_STORE_LOCATION_LOCAL_MACHINE_GROUP_POLICY] = L"LocalMachineGroupPolicy",
    [BG_CERT_STORE_LOCATION_LOCAL_MACHINE_ENTERPRISE] = L"LocalMachineEnterprise",
};

void client_certificate_write(const struct job *job, struct values *values)
{
    const struct client_certificate *certificate = job->http.certificate;
    struct lines lines = {0};

    if (!certificate)
        return;
    lines_add_string(&lines, certificate_lines[CERTIFICATE_LOCATION], locations[certificate->location]);
    lines_add_string(&lines, certificate_lines[CERTIFICATE_STORE], certificate->store);
    lines_add_hash(&lines, certificate_lines[CERTIFICATE_HASH], certificate->hash, sizeof(certificate->hash));
    lines_add_string(&lines, certificate_lines[CERTIFICATE_SUBJECT], certificate->subject);
    lines_to_value(&lines, values, CLIENT_CERTIFICATE);
}

/* The certificate's own subject may be longer than what a program looks for. */
static void read_certificate(HRESULT *hr, const WCHAR **found, struct client_certificate *certificate)
{
    ULONG location = 0;

    decode_check(hr, found[CERTIFICATE_LOCATION] && found[CERTIFICATE_STORE] && found[CERTIFICATE_SUBJECT]);
    decode_word(hr, found[CERTIFICATE_LOCATION], locations, ARRAYSIZE(locations), &location);
    certificate->location = location;
    decode_string(hr, found[CERTIFICATE_STORE], CERTIFICATE_STORE_MAX, &certificate->store);
    decode_hash(hr, found[CERTIFICATE_HASH], certificate->hash, sizeof(certificate->hash));
    decode_string(hr, found[CERTIFICATE_SUBJECT], MAXDWORD, &certificate->subject);
}

void client_certificate_read(HRESULT *hr, const struct values *values, struct job *job)
{
    const WCHAR *found[CERTIFICATE_LINES];

    if (!decode_lines(hr, values, CLIENT_CERTIFICATE, certificate_lines, found, CERTIFICATE_LINES))
        return;
    if ((job->http.certificate = calloc(1, sizeof(*job->http.certificate))))
        read_certificate(hr, found, job->http.certificate);
    else
        *hr = E_OUTOFMEMORY;
}
