/* Calls of the client's object that has a say on the certificates of servers.
 * nn-bits10_3-ibackgroundcopyservercertificatevalidationcallback
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include "com/com.h"

#include <stdlib.h>
#include <wincrypt.h>

#include "notify/notify.h"
#include "queue/queue.h"
#include "wine/debug.h"

WINE_DEFAULT_DEBUG_CHANNEL(qmgr);

/* It holds a reference to the job and one to the callback. */
struct call
{
    struct job *job;
    struct certificate_question *question;
    IBackgroundCopyServerCertificateValidationCallback *callback;
};

static struct call *call_create(struct job *job, struct certificate_question *question)
{
    struct call *call = malloc(sizeof(*call));

    if (!call)
        return NULL;
    call->job = job;
    call->question = question;
    call->callback = (IBackgroundCopyServerCertificateValidationCallback *)job->http.certificate_callback;
    job_addref(job);
    IBackgroundCopyServerCertificateValidationCallback_AddRef(call->callback);
    return call;
}

static void call_free(struct call *call)
{
    IBackgroundCopyServerCertificateValidationCallback_Release(call->callback);
    job_release(call->job);
    free(call);
}

static HRESULT call_validate(const struct call *call, IBackgroundCopyJob *job, IBackgroundCopyFile *file)
{
    const struct certificate_question *question = call->question;
    HRESULT hr;

    hr = IBackgroundCopyServerCertificateValidationCallback_ValidateServerCertificate(call->callback, job, file,
            question->certificate_size, question->certificate, X509_ASN_ENCODING, question->store_size,
            question->store);
    TRACE("job %s, server %s: %#lx\n", debugstr_guid(&call->job->id), debugstr_a(question->server), hr);
    return callback_is_gone(hr) ? BG_E_SERVER_CERT_VALIDATION_INTERFACE_REQUIRED : hr;
}

static HRESULT call_client(const struct call *call)
{
    IBackgroundCopyFile *file = NULL;
    IBackgroundCopyJob *job = NULL;
    HRESULT hr;

    queue_lock();
    if (SUCCEEDED(hr = job_object_get(call->job, &job)))
        hr = file_object_get(call->question->file, &file);
    queue_unlock();
    if (SUCCEEDED(hr))
        hr = call_validate(call, job, file);
    if (file)
        IBackgroundCopyFile_Release(file);
    if (job)
        IBackgroundCopyJob_Release(job);
    return hr;
}

static void CALLBACK call_worker(PTP_CALLBACK_INSTANCE instance, void *arg)
{
    struct call *call = arg;
    HRESULT hr;

    CoInitializeEx(NULL, COINIT_MULTITHREADED);
    hr = call_client(call);
    queue_lock();
    job_answer_certificate(call->job, call->question, hr);
    queue_unlock();
    call_free(call);
    queue_lock();
    notify_end_worker();
    queue_unlock();
    CoUninitialize();
}

/* The job keeps its own reference to the callback, so that none is given up for good under the lock. */
void certificate_callback_ask(struct job *job, struct certificate_question *question)
{
    struct call *call = call_create(job, question);

    if (call && notify_start_worker(call_worker, call))
        return;
    if (call)
        call_free(call);
    job_answer_certificate(job, question, E_OUTOFMEMORY);
}
