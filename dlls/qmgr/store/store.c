/* The jobs in the registry: written as they change, read at the start of the service.
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include "store/store.h"

/* Jobs are not stored yet. */

void store_begin_removal(const struct job *job)
{
}

void store_remove(struct job *job)
{
}
