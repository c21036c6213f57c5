/* What a chain of certificates says of a server.
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include <winsock2.h>
#include <windows.h>
#include <wincrypt.h>
#include <winhttp.h>

#include "bits2_5.h"
#include "transfer/trust/certificate_extension.h"
#include "transfer/trust/certificate_store.h"
#include "transfer/trust/certificate_strength.h"
#include "transfer/trust/chain_policy.h"
#include "transfer/trust/server_name.h"

#define WINHTTP(error) __HRESULT_FROM_WIN32(ERROR_WINHTTP_##error)

/* The bits of CERT_TRUST_STATUS, the gravest first, and the security flag under which they do not count. */
static const struct trust_error
{
    DWORD bits;
    HRESULT code;
    ULONG ignored_by;
} trust_errors[] =
{
    {CERT_TRUST_IS_REVOKED,                                      WINHTTP(SECURE_CERT_REVOKED)},
    {CERT_TRUST_IS_NOT_SIGNATURE_VALID,                          WINHTTP(SECURE_INVALID_CERT)},
    {CERT_TRUST_IS_UNTRUSTED_ROOT | CERT_TRUST_IS_PARTIAL_CHAIN, WINHTTP(SECURE_INVALID_CA), BG_SSL_IGNORE_UNKNOWN_CA},
    {CERT_TRUST_IS_NOT_VALID_FOR_USAGE, WINHTTP(SECURE_CERT_WRONG_USAGE), BG_SSL_IGNORE_CERT_WRONG_USAGE},
    {CERT_TRUST_IS_NOT_TIME_VALID,      WINHTTP(SECURE_CERT_DATE_INVALID), BG_SSL_IGNORE_CERT_DATE_INVALID},
    {CERT_TRUST_REVOCATION_STATUS_UNKNOWN | CERT_TRUST_IS_OFFLINE_REVOCATION, WINHTTP(SECURE_CERT_REV_FAILED)},
    {~0u,                               WINHTTP(SECURE_INVALID_CERT)},
};

/* What the system's policy calls the security flags. */
static const struct policy_flag
{
    ULONG flag;
    DWORD check;
} policy_flags[] =
{
    {BG_SSL_IGNORE_CERT_CN_INVALID,   SECURITY_FLAG_IGNORE_CERT_CN_INVALID},
    {BG_SSL_IGNORE_CERT_DATE_INVALID, SECURITY_FLAG_IGNORE_CERT_DATE_INVALID},
    {BG_SSL_IGNORE_UNKNOWN_CA,        SECURITY_FLAG_IGNORE_UNKNOWN_CA},
    {BG_SSL_IGNORE_CERT_WRONG_USAGE,  SECURITY_FLAG_IGNORE_CERT_WRONG_USAGE},
};

/* The errors of CertVerifyCertificateChainPolicy; any other is a SECURE_FAILURE. */
static const struct policy_error
{
    HRESULT error;
    HRESULT code;
} policy_errors[] =
{
    {CERT_E_CN_NO_MATCH,     WINHTTP(SECURE_CERT_CN_INVALID)},
    {CERT_E_EXPIRED,         WINHTTP(SECURE_CERT_DATE_INVALID)},
    {CERT_E_UNTRUSTEDROOT,   WINHTTP(SECURE_INVALID_CA)},
    {CERT_E_UNTRUSTEDCA,     WINHTTP(SECURE_INVALID_CA)},
    {CERT_E_CHAINING,        WINHTTP(SECURE_INVALID_CA)},
    {CERT_E_WRONG_USAGE,     WINHTTP(SECURE_CERT_WRONG_USAGE)},
    {CERT_E_PURPOSE,         WINHTTP(SECURE_CERT_WRONG_USAGE)},
    {CERT_E_ROLE,            WINHTTP(SECURE_INVALID_CERT)},
    {CERT_E_CRITICAL,        WINHTTP(SECURE_INVALID_CERT)},
    {TRUST_E_CERT_SIGNATURE, WINHTTP(SECURE_INVALID_CERT)},
    {CERT_E_REVOKED,         WINHTTP(SECURE_CERT_REVOKED)},
    {CRYPT_E_REVOKED,        WINHTTP(SECURE_CERT_REVOKED)},
};

static HRESULT trust_status_to_hresult(DWORD status, ULONG flags)
{
    size_t i;

    for (i = 0; i < ARRAYSIZE(trust_errors); i++)
    {
        if (!(status & trust_errors[i].bits))
            continue;
        if (!(flags & trust_errors[i].ignored_by))
            return trust_errors[i].code;
        status &= ~trust_errors[i].bits;
    }
    return S_OK;
}

static HRESULT policy_error_to_hresult(HRESULT error)
{
    size_t i;

    if (!error)
        return S_OK;
    for (i = 0; i < ARRAYSIZE(policy_errors); i++)
    {
        if (policy_errors[i].error == error)
            return policy_errors[i].code;
    }
    return WINHTTP(SECURE_FAILURE);
}

/* An authority's usage limits what it issues. Wine looks at the usage of the server's own certificate only. */
static HRESULT judge_usage(const CERT_SIMPLE_CHAIN *chain)
{
    CERT_ENHKEY_USAGE *usage;
    BOOL fits = TRUE;
    DWORD i;

    for (i = 1; i < chain->cElement && fits; i++)
    {
        if ((usage = certificate_extension_decode(chain->rgpElement[i]->pCertContext, szOID_ENHANCED_KEY_USAGE)))
            fits = usage_includes(usage, szOID_PKIX_KP_SERVER_AUTH);
        LocalFree(usage);
    }
    return fits ? S_OK : WINHTTP(SECURE_CERT_WRONG_USAGE);
}

static DWORD policy_checks(ULONG flags)
{
    DWORD checks = 0;
    size_t i;

    for (i = 0; i < ARRAYSIZE(policy_flags); i++)
    {
        if (flags & policy_flags[i].flag)
            checks |= policy_flags[i].check;
    }
    return checks;
}

static HRESULT judge_policy(PCCERT_CHAIN_CONTEXT chain, struct server *server, ULONG flags)
{
    SSL_EXTRA_CERT_CHAIN_POLICY_PARA ssl = {{sizeof(ssl)}, AUTHTYPE_SERVER};
    CERT_CHAIN_POLICY_PARA para = {sizeof(para), 0, &ssl};
    CERT_CHAIN_POLICY_STATUS status = {sizeof(status)};

    ssl.pwszServerName = server->name;
    ssl.fdwChecks = policy_checks(server->address_size ? flags | BG_SSL_IGNORE_CERT_CN_INVALID : flags);
    if (!CertVerifyCertificateChainPolicy(CERT_CHAIN_POLICY_SSL, chain, &para, &status))
        return WINHTTP(SECURE_FAILURE);
    return policy_error_to_hresult(status.dwError);
}

static HRESULT judge_address(PCCERT_CHAIN_CONTEXT chain, const struct server *server, ULONG flags)
{
    if (!server->address_size || (flags & BG_SSL_IGNORE_CERT_CN_INVALID)
            || server_has_address_of(server, chain->rgpChain[0]->rgpElement[0]->pCertContext))
        return S_OK;
    return WINHTTP(SECURE_CERT_CN_INVALID);
}

/* The policy alone passes a chain that does not end in a root, so that the chain's own status counts as well. */
HRESULT chain_judge(PCCERT_CHAIN_CONTEXT chain, struct server *server, ULONG flags)
{
    HRESULT hr;

    if (FAILED(hr = trust_status_to_hresult(chain->TrustStatus.dwErrorStatus, flags)))
        return hr;
    if (!(flags & BG_SSL_IGNORE_CERT_WRONG_USAGE) && FAILED(hr = judge_usage(chain->rgpChain[0])))
        return hr;
    if (FAILED(hr = judge_policy(chain, server, flags)) || FAILED(hr = judge_address(chain, server, flags)))
        return hr;
    return chain_is_strong(chain->rgpChain[0]) ? S_OK : WINHTTP(SECURE_INVALID_CERT);
}
