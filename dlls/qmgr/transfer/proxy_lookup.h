/* The proxy settings of the user and of the network.
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#ifndef QMGR_TRANSFER_PROXY_LOOKUP_H
#define QMGR_TRANSFER_PROXY_LOOKUP_H

#include <windows.h>
#include "bits.h"

struct proxy_lookup;

/* Begins to look for the proxies of a URL, as BG_JOB_PROXY_USAGE_PRECONFIG or _AUTODETECT asks. What takes time is done
 * on a thread of its own, which calls transfer_wakeup when it is done. NULL if there is no memory. */
struct proxy_lookup *proxy_lookup_start(BG_JOB_PROXY_USAGE usage, const char *url);
void proxy_lookup_free(struct proxy_lookup *lookup);

/* Whether the answer is here, or has not come in time; if so, gives the lists, NULL where there are none, which belong
 * to the lookup. */
BOOL proxy_lookup_finish(const struct proxy_lookup *lookup, const WCHAR **proxies, const WCHAR **hosts);

void proxy_lookup_startup(void);

/* Threads that still work find nobody who wants their answers. */
void proxy_lookup_shutdown(void);

#endif
