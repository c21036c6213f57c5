/* The server of a request, by the name that its certificate has to have.
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#ifndef QMGR_TRANSFER_TRUST_SERVER_NAME_H
#define QMGR_TRANSFER_TRUST_SERVER_NAME_H

#include <winsock2.h>
#include <ws2tcpip.h>
#include <windows.h>
#include <wincrypt.h>

struct server
{
    WCHAR name[256];
    BYTE address[sizeof(IN6_ADDR)];
    DWORD address_size;         /* 0 if the name is no address */
};

/* Takes the host as it is in a URL, an IPv6 address in brackets, a name maybe with the dot of the DNS root; the string
 * is changed. FALSE for a name that is empty or too long. */
BOOL server_init(struct server *server, char *host);

/* Whether a server that is an address is among the addresses of the certificate. */
BOOL server_has_address_of(const struct server *server, PCCERT_CONTEXT certificate);

#endif
