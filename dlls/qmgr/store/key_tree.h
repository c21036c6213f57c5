/* All that is below a registry key.
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#ifndef QMGR_STORE_KEY_TREE_H
#define QMGR_STORE_KEY_TREE_H

#include <windows.h>

/* Both return an error code of Windows. A part of the work may be done then. */

/* Deletes the values and the subkeys of the key. */
LSTATUS key_empty(HKEY key);

/* Copies the values but one and the subkeys of the source, which nobody changes meanwhile, to the target. */
LSTATUS key_copy(HKEY source, HKEY target, const WCHAR *left_out);

#endif
