/* The client's object that has a say on the certificates of servers.
 * nf-bits10_3-ibackgroundcopyjobhttpoptions3-setservercertificatevalidationinterface
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include <stdlib.h>
#include <windows.h>
#include <wincrypt.h>

#include "com/job_object.h"
#include "queue/queue.h"
#include "wine/debug.h"

WINE_DEFAULT_DEBUG_CHANNEL(qmgr);

/* Replaces the job's callback, and returns the one that is no longer its own. The queue's lock is held. */
static IUnknown *exchange_callback(struct job *job, IUnknown *callback)
{
    IUnknown *old = job->http.certificate_callback;

    job->http.certificate_callback = callback;
    job_forget_certificates(job);
    return old;
}

/* Takes over the reference. To release the client's object is a call to the client, made without the lock. */
static HRESULT put_callback(struct job *job, IUnknown *callback)
{
    IUnknown *unused = callback;
    HRESULT hr;

    queue_lock();
    if (SUCCEEDED(hr = job_check_call(job, JOB_CALL_SET_CERTIFICATE_CALLBACK)))
    {
        unused = exchange_callback(job, callback);
        job_touch(job);
    }
    queue_unlock();
    if (unused)
        IUnknown_Release(unused);
    return hr;
}

HRESULT WINAPI http_options_SetServerCertificateValidationInterface(IBackgroundCopyJobHttpOptions3 *iface,
        IUnknown *callback)
{
    const IID *iid = &IID_IBackgroundCopyServerCertificateValidationCallback;
    IUnknown *validation = NULL;

    TRACE("iface %p, callback %p\n", iface, callback);

    if (callback && FAILED(IUnknown_QueryInterface(callback, iid, (void **)&validation)))
        return E_NOINTERFACE;
    return put_callback(job_from_http_options(iface), validation);
}

/* Lets go of the client's object once the job has left the queue. The queue's lock is not held. */
void certificate_callback_release(struct job *job)
{
    IUnknown *callback = NULL;

    queue_lock();
    if (!job->queued)
        callback = exchange_callback(job, NULL);
    queue_unlock();
    if (callback)
        IUnknown_Release(callback);
}

/* A call to the client. It holds a reference to the job and one to the callback. */
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

/* What a call fails with when the client is gone. */
static BOOL is_unreachable(HRESULT hr)
{
    static const HRESULT codes[] =
    {
        CO_E_OBJNOTCONNECTED, RPC_E_DISCONNECTED, RPC_E_SERVER_DIED, RPC_E_SERVER_DIED_DNE, RPC_E_CONNECTION_TERMINATED,
        __HRESULT_FROM_WIN32(RPC_S_SERVER_UNAVAILABLE), __HRESULT_FROM_WIN32(RPC_S_CALL_FAILED),
        __HRESULT_FROM_WIN32(RPC_S_CALL_FAILED_DNE), __HRESULT_FROM_WIN32(RPC_S_UNKNOWN_IF),
    };
    size_t i;

    for (i = 0; i < ARRAYSIZE(codes) && codes[i] != hr; i++)
        ;
    return i < ARRAYSIZE(codes);
}

static HRESULT call_validate(const struct call *call, IBackgroundCopyJob *job, IBackgroundCopyFile *file)
{
    const struct certificate_question *question = call->question;
    HRESULT hr;

    hr = IBackgroundCopyServerCertificateValidationCallback_ValidateServerCertificate(call->callback, job, file,
            question->certificate_size, question->certificate, X509_ASN_ENCODING, question->store_size,
            question->store);
    TRACE("job %s, server %s: %#lx\n", wine_dbgstr_guid(&call->job->id), debugstr_a(question->server), hr);
    return is_unreachable(hr) ? BG_E_SERVER_CERT_VALIDATION_INTERFACE_REQUIRED : hr;
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

static DWORD WINAPI call_thread(void *arg)
{
    HRESULT hr, init = CoInitializeEx(NULL, COINIT_MULTITHREADED);
    struct call *call = arg;

    hr = FAILED(init) ? init : call_client(call);
    queue_lock();
    job_answer_certificate(call->job, call->question, hr);
    queue_unlock();
    call_free(call);
    if (SUCCEEDED(init))
        CoUninitialize();
    return 0;
}

/* A thread of its own waits for the client, however long that takes. */
static void ask_client(struct job *job, struct certificate_question *question)
{
    struct call *call = call_create(job, question);
    HANDLE thread = call ? CreateThread(NULL, 0, call_thread, call, 0, NULL) : NULL;

    if (thread)
    {
        CloseHandle(thread);
        return;
    }
    if (call)
        call_free(call);
    job_answer_certificate(job, question, E_OUTOFMEMORY);
}

void certificate_callbacks_start(void)
{
    certificate_questions_start(ask_client);
}
