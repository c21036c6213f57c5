/* The certificate by which a job names itself to a server.
 * nf-bits2_5-ibackgroundcopyjobhttpoptions-setclientcertificatebyid
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "queue/queue.h"
#include "transfer/trust/client_certificate.h"
#include "transfer/utf8.h"

/* libcurl's names of the stores' locations. */
static const char *const locations[] =
{
    [BG_CERT_STORE_LOCATION_CURRENT_USER] = "CurrentUser",
    [BG_CERT_STORE_LOCATION_LOCAL_MACHINE] = "LocalMachine",
    [BG_CERT_STORE_LOCATION_CURRENT_SERVICE] = "CurrentService",
    [BG_CERT_STORE_LOCATION_SERVICES] = "Services",
    [BG_CERT_STORE_LOCATION_USERS] = "Users",
    [BG_CERT_STORE_LOCATION_CURRENT_USER_GROUP_POLICY] = "CurrentUserGroupPolicy",
    [BG_CERT_STORE_LOCATION_LOCAL_MACHINE_GROUP_POLICY] = "LocalMachineGroupPolicy",
    [BG_CERT_STORE_LOCATION_LOCAL_MACHINE_ENTERPRISE] = "LocalMachineEnterprise",
};

static void write_thumbprint(const BYTE hash[CERTIFICATE_HASH_SIZE], char *out)
{
    size_t i;

    for (i = 0; i < CERTIFICATE_HASH_SIZE; i++)
        sprintf(out + 2 * i, "%02X", hash[i]);
}

char *client_certificate_path(const struct client_certificate *certificate)
{
    const char *location = locations[certificate->location];
    char thumbprint[2 * CERTIFICATE_HASH_SIZE + 1], *store = utf8_from_wide(certificate->store, 0), *path = NULL;
    size_t size;

    if (store)
    {
        size = strlen(location) + strlen(store) + sizeof(thumbprint) + 2;
        write_thumbprint(certificate->hash, thumbprint);
        if ((path = malloc(size)))
            snprintf(path, size, "%s\\%s\\%s", location, store, thumbprint);
    }
    free(store);
    return path;
}
