/* The memory of libcurl.
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#ifndef QMGR_TRANSFER_CURL_MEMORY_H
#define QMGR_TRANSFER_CURL_MEMORY_H

#include <curl/curl.h>

/* curl_global_init, for memory that is wiped when it is freed. */
CURLcode curl_memory_init(void);

#endif
