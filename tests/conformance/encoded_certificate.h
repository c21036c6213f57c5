/* Making certificates for a store.
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#ifndef ENCODED_CERTIFICATE_H
#define ENCODED_CERTIFICATE_H

#include "bits_test.h"
#include <wincrypt.h>

struct encoded
{
    BYTE data[1024];
    DWORD size;
};

/* A certificate for this use, an object identifier, or for every use if it is NULL. */
void encode_certificate(const WCHAR *subject, const char *usage, struct encoded *certificate);

#endif
