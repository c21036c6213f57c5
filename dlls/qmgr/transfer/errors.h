/* What an error of a transfer means for its job.
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#ifndef QMGR_TRANSFER_ERRORS_H
#define QMGR_TRANSFER_ERRORS_H

#include <windows.h>
#include <curl/curl.h>
#include "bits.h"

struct failure
{
    HRESULT code;
    BG_ERROR_CONTEXT context;
    BOOL transient; /* worth another try after the minimum retry delay */
};

struct failure failure_from_curl(CURLcode result);
struct failure failure_from_http_status(long status);
struct failure failure_of_local_file(HRESULT code);
struct failure failure_of_local_source(DWORD error);
struct failure failure_of_remote_file(HRESULT code);
struct failure failure_of_transport(HRESULT code);

#endif
