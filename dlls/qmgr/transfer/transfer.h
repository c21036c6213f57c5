/* How bytes move. All of it runs on the scheduler's thread, but for transfer_wakeup and the copying of local files.
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#ifndef QMGR_TRANSFER_TRANSFER_H
#define QMGR_TRANSFER_TRANSFER_H

#include <windows.h>
#include <curl/curl.h>

struct failure;
struct file;
struct job;
struct temporary_file;
struct transfer;

/* A way to move the files of a job, one after the other, until none is left, one fails, or the job may not go on.
 * attach: with the queue's lock held, sets job->transfer and references the job.
 * start: begins to move bytes. The lock is free.
 * stop: called once. Stops soon, keeps what has arrived, and clears job->transfer. The lock is free. */
struct protocol
{
    HRESULT (*attach)(struct job *job);
    void (*start)(struct job *job);
    void (*stop)(struct job *job);
};

struct transfer
{
    const struct protocol *protocol;
    struct job *job;
    BOOL stopping; /* the scheduler calls stop; guarded by the queue's lock */
};

/* Who uses an easy handle, whose CURLOPT_PRIVATE points to this. finish: called when libcurl is done with it. */
struct transfer_client
{
    void (*finish)(struct transfer_client *client, CURLcode result);
};

/* transfer.c */
HRESULT transfer_startup(void);
void transfer_shutdown(void);
void transfer_wakeup(void);
void transfer_wait(int timeout);
BOOL transfer_add(CURL *easy);
void transfer_remove(CURL *easy);
HRESULT transfer_attach(struct job *job);
void transfer_detach(struct transfer *transfer);
void transfer_fail(struct transfer *transfer, struct file *file, const struct failure *failure);

/* output.c */
HRESULT transfer_open_output(struct temporary_file *output, struct file *file);

/* download.c */
extern const struct protocol http_download;
int downloads_advance(int timeout);

/* local_copy.c */
extern const struct protocol local_copy;

#endif
