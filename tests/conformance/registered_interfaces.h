/* Interfaces of this process that stay registered with RPC.
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#ifndef REGISTERED_INTERFACES_H
#define REGISTERED_INTERFACES_H

/* Keeps those of the callbacks, in the multithreaded apartment, until the program ends. It may be called often. */
void keep_callbacks_registered(void);

#endif
