/* Connections to servers on this machine.
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#ifndef QMGR_TRANSFER_LOOPBACK_H
#define QMGR_TRANSFER_LOOPBACK_H

#include <winsock2.h>
#include <curl/curl.h>

/* A CURLOPT_OPENSOCKETFUNCTION: one to a loopback address gets a large receive buffer, where the system grants it. */
curl_socket_t loopback_open_socket(void *client, curlsocktype purpose, struct curl_sockaddr *address);

#endif
