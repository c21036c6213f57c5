/* The values of a key of the registry: reading all of them, writing one.
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#ifndef QMGR_STORE_REGISTRY_H
#define QMGR_STORE_REGISTRY_H

#include "store/values.h"

/* Adds all values of the key. Secrets come in clear; one that cannot be read is passed over with a trace. */
HRESULT registry_read(HKEY key, struct values *values);

/* Writes the value, a secret encrypted. */
HRESULT registry_write(HKEY key, const struct value *value);

/* Opens or creates a key below another one. */
HRESULT registry_create(HKEY parent, const WCHAR *name, HKEY *key);

/* What a function of the registry has answered. */
HRESULT registry_result(LSTATUS status);

#endif
