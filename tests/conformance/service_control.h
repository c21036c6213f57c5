/* The BITS service, as the service control manager has it.
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#ifndef SERVICE_CONTROL_H
#define SERVICE_CONTROL_H

#include "bits_test.h"

/* To be closed. Skips the test where Windows does not allow the access, which takes an administrator. */
SC_HANDLE open_service(DWORD access);

SERVICE_STATUS_PROCESS query_service(SC_HANDLE service);

/* Milliseconds, at most. */
#define STOP_TIME 5000

void ask_service_to_stop(SC_HANDLE service);
void wait_for_service(SC_HANDLE service, DWORD state, DWORD timeout);

/* Both wait until it is done. After the end a client meets the next service, not the process of this one. */
void stop_service(SC_HANDLE service);
void start_service(SC_HANDLE service);

#endif
