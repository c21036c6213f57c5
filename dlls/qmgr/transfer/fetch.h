/* The download of one file: requests, one after the other, and the file that the answers go to.
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#ifndef QMGR_TRANSFER_FETCH_H
#define QMGR_TRANSFER_FETCH_H

#include <windows.h>
#include <curl/curl.h>

#include "transfer/multipart.h"
#include "transfer/request.h"
#include "transfer/response.h"
#include "transfer/temporary_file.h"
#include "transfer/transfer.h"

struct file;

struct fetch
{
    struct transfer_client client;
    struct fetch *next;        /* in its download's list, in the order of the files */
    struct download *download;
    struct file *file;
    CURL *easy;
    struct request request;
    struct temporary_file output;
    ULONGLONG flush_time;      /* clock_ticks() at which buffered bytes are to be written */
    struct piece_request wanted;
    char *validator;           /* a copy of the file's */
    struct multipart multipart;
    UINT64 offset;             /* in the remote file, of the next byte of the response */
    UINT64 left;               /* bytes of the response, or of its present part, that have not arrived */
    UINT64 run;                /* position of the first byte that was written since the last seek */
    UINT64 total;              /* the size of the file as the parts of a response have it */
    UINT64 size;               /* of the whole file; BG_SIZE_UNKNOWN until the server tells */
    long buffer_size;          /* of libcurl's buffer, in bytes; set before fetch_start */
    unsigned int restarts;     /* how often the file turned out to be another one than before */
    BOOL accepted;             /* the response carries bytes of the file */
    BOOL has_parts;            /* it is a multipart */
    BOOL has_chunks;           /* it comes in chunks, which may be broken */
    BOOL stale;                /* the response is of another version than the bytes on the disk */
    BOOL refused;              /* the server does not answer several ranges at once */
    BOOL one_by_one;           /* it has not done so since the transfer began */
    BOOL first;                /* no file of the job comes before it: its progress is the job's */
    BOOL waiting;              /* the request is not ready to be sent */
    BOOL finished;
    BOOL whole;                /* it has finished with all of the file */
    struct failure failure;    /* why it failed, if it did */
};

/* fetch.c: the life of a fetch. */
struct fetch *fetch_create(struct download *download);
void fetch_free(struct fetch *fetch);
BOOL fetch_assign(struct fetch *fetch, struct file *file);
void fetch_start(struct fetch *fetch);
void fetch_stop(struct fetch *fetch);
void fetch_make_first(struct fetch *fetch);
int fetch_attend(struct fetch *fetch, int timeout);

/* fetch_response.c: what the answers bring. */
void fetch_listen(struct fetch *fetch);
size_t fetch_abort(struct fetch *fetch, struct failure failure);
struct failure fetch_judge(struct fetch *fetch, CURLcode result);

/* fetch_output.c: where their bytes go. */
HRESULT fetch_publish_progress(struct fetch *fetch);
HRESULT fetch_settle_run(struct fetch *fetch);
HRESULT fetch_distribute(struct fetch *fetch, const char *data, size_t size);
HRESULT fetch_close_output(struct fetch *fetch);

#endif
