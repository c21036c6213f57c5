/* Secrets are in the registry only as CryptProtectData makes them.
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#ifndef QMGR_STORE_SECRETS_H
#define QMGR_STORE_SECRETS_H

#include "store/values.h"

/* The values that are always secrets. A file's is one where its name has a password. */
#define CREDENTIALS L"Credentials"
#define CUSTOM_HEADERS L"CustomHeaders"

/* Replace the data of a secret value, and wipe what it was. Both fail with an HRESULT and leave the value as it is. */
HRESULT secret_protect(struct value *value);
HRESULT secret_unprotect(struct value *value);

/* Whether a value that was read is a secret. */
BOOL value_is_secret(const struct value *value);

#endif
