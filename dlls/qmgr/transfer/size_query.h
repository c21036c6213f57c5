/* Asks for the sizes of files whose turn is far away.
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#ifndef QMGR_TRANSFER_SIZE_QUERY_H
#define QMGR_TRANSFER_SIZE_QUERY_H

struct size_query;
struct transfer;

/* For the files of the transfer's job. NULL if there is no memory. */
struct size_query *size_query_create(struct transfer *transfer);

/* Asks for the next size unless an answer is awaited. To be called again and again; the lock is free. */
void size_query_advance(struct size_query *query);

/* Ends it at once; NULL is allowed. */
void size_query_free(struct size_query *query);

#endif
