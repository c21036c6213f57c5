/* A callback that notes what BITS tells it, and answers as told.
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#ifndef CALLBACK_H
#define CALLBACK_H

#include "bits_test.h"
#include <bits10_1.h>

/* What was called: a letter for each call of a method, in order. */
#define CALLED_JOB_TRANSFERRED 'T'
#define CALLED_JOB_ERROR 'E'
#define CALLED_JOB_MODIFICATION 'M'
#define CALLED_FILE_TRANSFERRED 'F'
#define CALLED_FILE_RANGES 'R'

#define CALLBACK_MAX_CALLS 256

struct callback
{
    IBackgroundCopyCallback3 IBackgroundCopyCallback3_iface;
    LONG refs;
    unsigned int version;           /* of the interfaces that it has; 0 for IUnknown alone */
    unsigned int failures;          /* so many calls of JobTransferred, JobError and FileTransferred fail */
    HANDLE hold;                    /* or NULL: each call waits for this event */
    HRESULT (*action)(struct callback *callback, IBackgroundCopyJob *job); /* made in JobTransferred and JobError */
    HRESULT action_result;          /* to be looked at once the callback is released */
    HRESULT error;                  /* what JobError was told */
    HANDLE called;                  /* an event */
    SRWLOCK lock;
    char calls[CALLBACK_MAX_CALLS + 1];
    UINT64 arrived;                 /* bytes in all ranges that FileRangesTransferred was told */
    WCHAR files[CALLBACK_MAX_CALLS]; /* the last letter of each file's name that FileTransferred was told, in order */
};

/* It has every interface, and answers S_OK. */
struct callback *create_callback(void);
void release_callback(struct callback *callback);

/* A job of one file, /file, that tells the callback of these events; not yet started. */
IBackgroundCopyJob *create_job_with_callback(struct bits_test *test, struct callback *callback, ULONG flags);
void set_callback(IBackgroundCopyJob *job, struct callback *callback);

unsigned int count_calls(struct callback *callback, char method);

/* Waits until the method was called so many times. A single-threaded apartment gets its calls meanwhile. */
void wait_for_calls(struct callback *callback, char method, unsigned int count);

/* Waits until BITS has given up all its references. */
void wait_for_release(struct callback *callback);

#endif
