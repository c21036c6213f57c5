/* The answer to a server or a proxy that wants to know who asks. BITS names nobody before it is asked:
 * nf-bits1_5-ibackgroundcopyjob2-setcredentials
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include "queue/queue.h"
#include "transfer/http_auth.h"
#include "transfer/utf8.h"

/* The strongest first. libcurl does not know Passport. */
static const struct auth_scheme
{
    BG_AUTH_SCHEME scheme;
    unsigned long bit;
    BOOL is_of_logon; /* without a name, the one of who is logged on counts, and a connection is one user's for good */
} schemes[] =
{
    {BG_AUTH_SCHEME_NEGOTIATE, CURLAUTH_NEGOTIATE, TRUE},
    {BG_AUTH_SCHEME_NTLM,      CURLAUTH_NTLM,      TRUE},
    {BG_AUTH_SCHEME_DIGEST,    CURLAUTH_DIGEST,    FALSE},
    {BG_AUTH_SCHEME_BASIC,     CURLAUTH_BASIC,     FALSE},
};

static const struct credentials *find_credentials(const struct credentials *list, BG_AUTH_TARGET target,
        BG_AUTH_SCHEME scheme)
{
    while (list && (list->target != target || list->scheme != scheme))
        list = list->next;
    return list;
}

static BOOL has_target(const struct credentials *list, BG_AUTH_TARGET target)
{
    while (list && list->target != target)
        list = list->next;
    return list != NULL;
}

/* The strings may be NULL. */
static BOOL credentials_add(struct credentials **list, BG_AUTH_TARGET target, BG_AUTH_SCHEME scheme,
        const WCHAR *user_name, const WCHAR *password)
{
    struct credentials *entry = credentials_create(target, scheme, user_name, password);

    if (!entry)
        return FALSE;
    entry->next = *list;
    *list = entry;
    return TRUE;
}

static BOOL credentials_add_logon(struct credentials **list, BG_AUTH_TARGET target)
{
    BOOL good = TRUE;
    size_t i;

    for (i = 0; i < ARRAYSIZE(schemes) && good; i++)
    {
        if (schemes[i].is_of_logon && !find_credentials(*list, target, schemes[i].scheme))
            good = credentials_add(list, target, schemes[i].scheme, NULL, NULL);
    }
    return good;
}

/* Whether who is logged on is to be named to the proxy. */
static BOOL uses_logon_for_proxy(const struct credentials *list)
{
    for (; list; list = list->next)
    {
        if (list->target == BG_AUTH_TARGET_PROXY && !list->user_name)
            return TRUE;
    }
    return FALSE;
}

BOOL credentials_copy(const struct credentials *from, BG_AUTH_TARGET stored, struct credentials **copy)
{
    BOOL for_server = uses_logon_for_proxy(from) && !has_target(from, BG_AUTH_TARGET_SERVER), good = TRUE;

    for (*copy = NULL; from && good; from = from->next)
        good = credentials_add(copy, from->target, from->scheme, from->user_name, from->password);
    if (good && for_server)
        good = credentials_add_logon(copy, BG_AUTH_TARGET_SERVER);
    if (good && stored == BG_AUTH_TARGET_PROXY)
        good = credentials_add_logon(copy, BG_AUTH_TARGET_PROXY);
    return good;
}

BOOL credentials_add_password(struct credentials **credentials, const char *user_name, const char *password)
{
    WCHAR *name = wide_from_utf8(user_name), *word = wide_from_utf8(password);
    BOOL good = name && word;
    size_t i;

    for (i = 0; i < ARRAYSIZE(schemes) && good; i++)
    {
        if (!find_credentials(*credentials, BG_AUTH_TARGET_SERVER, schemes[i].scheme))
            good = credentials_add(credentials, BG_AUTH_TARGET_SERVER, schemes[i].scheme, name, word);
    }
    string_wipe(name);
    string_wipe(word);
    return good;
}

const struct credentials *credentials_choose(const struct credentials *credentials, BG_AUTH_TARGET target,
        unsigned long offered, unsigned long *tried)
{
    const struct credentials *found;
    size_t i;

    for (i = 0; i < ARRAYSIZE(schemes); i++)
    {
        if (!(schemes[i].bit & offered & ~*tried))
            continue;
        *tried |= schemes[i].bit;
        if ((found = find_credentials(credentials, target, schemes[i].scheme)))
            return found;
    }
    return NULL;
}

static const struct auth_scheme *find_scheme(BG_AUTH_SCHEME scheme)
{
    static const struct auth_scheme unknown = {.bit = CURLAUTH_NONE};
    size_t i;

    for (i = 0; i < ARRAYSIZE(schemes) && schemes[i].scheme != scheme; i++)
        ;
    return i < ARRAYSIZE(schemes) ? &schemes[i] : &unknown;
}

static const struct auth_options
{
    CURLoption schemes, user_name, password;
} server_options = {CURLOPT_HTTPAUTH, CURLOPT_USERNAME, CURLOPT_PASSWORD},
  proxy_options = {CURLOPT_PROXYAUTH, CURLOPT_PROXYUSERNAME, CURLOPT_PROXYPASSWORD};

static const struct auth_options *options_for(BG_AUTH_TARGET target)
{
    return target == BG_AUTH_TARGET_PROXY ? &proxy_options : &server_options;
}

/* An empty name stands for who is logged on: libcurl asks SSPI. */
static void apply_name(CURL *easy, CURLoption option, const WCHAR *value)
{
    char *text = value ? utf8_from_wide(value, 0) : NULL;

    curl_easy_setopt(easy, option, text ? text : "");
    utf8_wipe(text);
}

/* A connection that is somebody's serves no other job. */
void credentials_apply(const struct credentials *credentials, BG_AUTH_TARGET target, CURL *easy)
{
    const struct auth_options *options = options_for(target);
    const struct auth_scheme *scheme;

    if (!credentials)
    {
        curl_easy_setopt(easy, options->user_name, NULL);
        curl_easy_setopt(easy, options->password, NULL);
        return;
    }
    scheme = find_scheme(credentials->scheme);
    curl_easy_setopt(easy, options->schemes, scheme->bit);
    if (scheme->is_of_logon)
        curl_easy_setopt(easy, CURLOPT_FORBID_REUSE, 1L);
    apply_name(easy, options->user_name, credentials->user_name);
    apply_name(easy, options->password, credentials->password);
}
