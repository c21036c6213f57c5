/* What the program that owns a job has been asked about the certificates of servers, and what it has accepted.
 * nf-bits10_3-ibackgroundcopyservercertificatevalidationcallback-validateservercertificate
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include <stdlib.h>
#include <string.h>

#include "queue/queue.h"

static void (*ask)(struct job *job, struct certificate_question *question);

/* From now on questions go to this function. It is called under the lock, and sees that job_answer_certificate is
 * called for each, sooner or later. */
void certificate_questions_start(void (*asker)(struct job *job, struct certificate_question *question))
{
    ask = asker;
}

void certificate_question_free(struct certificate_question *question)
{
    if (!question)
        return;
    free(question->server);
    free(question->certificate);
    free(question->store);
    free(question);
}

/* What was accepted no longer counts, nor does an answer that is still to come. */
void job_forget_certificates(struct job *job)
{
    struct certificate_question *accepted, *next;

    for (accepted = job->http.accepted; accepted; accepted = next)
    {
        next = accepted->next;
        certificate_question_free(accepted);
    }
    job->http.accepted = NULL;
    job->http.question = NULL;
}

/* Replaces the callback, of which a reference goes over to the job, or removes it. Certificates that were accepted
 * before say nothing about what this one accepts. */
void job_set_certificate_callback(struct job *job, IUnknown *callback)
{
    if (job->http.certificate_callback)
        queue_release(job->http.certificate_callback);
    job->http.certificate_callback = callback;
    job_forget_certificates(job);
}

static BOOL is_same_certificate(const struct certificate_question *a, const struct certificate_question *b)
{
    return !strcmp(a->server, b->server) && a->certificate_size == b->certificate_size
            && !memcmp(a->certificate, b->certificate, a->certificate_size);
}

/* Whether the job's program need not be asked: it does not want to be, or has accepted the certificate before. The
 * question need not be complete: its store is not looked at. */
BOOL job_accepts_certificate(const struct job *job, const struct certificate_question *question)
{
    const struct certificate_question *accepted;

    if (!job->http.certificate_callback)
        return TRUE;
    for (accepted = job->http.accepted; accepted && !is_same_certificate(accepted, question); accepted = accepted->next)
        ;
    return accepted != NULL;
}

/* Whether the job may use the server of the question, which is taken over: S_OK, or E_PENDING if its program has to be
 * asked. Then the job waits for the answer, and does not transfer. */
HRESULT job_check_certificate(struct job *job, struct certificate_question *question)
{
    if (job_accepts_certificate(job, question))
    {
        certificate_question_free(question);
        return S_OK;
    }
    if (job->http.question)
        certificate_question_free(question);
    else
    {
        job->http.question = question;
        queue_changed();
        ask(job, question);
    }
    return E_PENDING;
}

/* The program's answer: S_OK accepts the certificate, BG_E_SERVER_CERT_VALIDATION_INTERFACE_REQUIRED says that it could
 * not be asked. The question is taken over. */
void job_answer_certificate(struct job *job, struct certificate_question *question, HRESULT answer)
{
    struct job_error error = {BG_ERROR_CONTEXT_SERVER_CERTIFICATE_CALLBACK, answer, question->file};
    BOOL is_awaited = job->http.question == question;

    if (is_awaited)
    {
        job->http.question = NULL;
        queue_changed();
    }
    if (is_awaited && answer == S_OK)
    {
        question->next = job->http.accepted;
        job->http.accepted = question;
        return;
    }
    if (is_awaited && job_is_active(job) && !job->claimed)
        job_fail(job, &error, answer != BG_E_SERVER_CERT_VALIDATION_INTERFACE_REQUIRED);
    certificate_question_free(question);
}
