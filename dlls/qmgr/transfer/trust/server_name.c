/* The server of a request, by the name that its certificate has to have.
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include <string.h>

#include "transfer/trust/certificate_extension.h"
#include "transfer/trust/server_name.h"

/* Tells an address from a name. libcurl has already made all spellings of an IPv4 address one. */
static void server_read_address(struct server *server, const char *host)
{
    if (inet_pton(AF_INET, host, server->address) == 1)
        server->address_size = sizeof(IN_ADDR);
    else if (inet_pton(AF_INET6, host, server->address) == 1)
        server->address_size = sizeof(IN6_ADDR);
    else
        server->address_size = 0;
}

BOOL server_init(struct server *server, char *host)
{
    size_t length = strlen(host);

    if (length && (host[length - 1] == '.' || host[length - 1] == ']'))
        host[--length] = 0;
    if (host[0] == '[')
        host++;
    server_read_address(server, host);
    return *host && MultiByteToWideChar(CP_UTF8, 0, host, -1, server->name, ARRAYSIZE(server->name));
}

static BOOL names_include_address(const CERT_ALT_NAME_INFO *names, const struct server *server)
{
    DWORD i;

    for (i = 0; i < names->cAltEntry; i++)
    {
        const CERT_ALT_NAME_ENTRY *entry = &names->rgAltEntry[i];

        if (entry->dwAltNameChoice == CERT_ALT_NAME_IP_ADDRESS && entry->IPAddress.cbData == server->address_size
                && !memcmp(entry->IPAddress.pbData, server->address, server->address_size))
            return TRUE;
    }
    return FALSE;
}

/* RFC 2818: an address has to be among the certificate's addresses. Wine would look for it among the names. */
BOOL server_has_address_of(const struct server *server, PCCERT_CONTEXT certificate)
{
    CERT_ALT_NAME_INFO *names = certificate_extension_decode(certificate, szOID_SUBJECT_ALT_NAME2);
    BOOL found = names && names_include_address(names, server);

    LocalFree(names);
    return found;
}
