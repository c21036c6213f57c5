/* Asking the program that owns a job about the certificate of a server.
 * nf-bits10_3-ibackgroundcopyjobhttpoptions3-setservercertificatevalidationinterface
 *
 * A program may take its time to answer, and one thread serves all transfers. So the question ends the request; when
 * the program has accepted the certificate, the job begins anew.
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include <stdlib.h>
#include <string.h>

#include "queue/queue.h"
#include "transfer/trust/certificate_ask.h"
#include "transfer/trust/tls.h"

/* "name:port" */
static char *copy_server(CURL *easy)
{
    char *host = tls_get_url_part(easy, CURLUPART_HOST), *port = tls_get_url_part(easy, CURLUPART_PORT), *server = NULL;

    if (host && port && (server = malloc(strlen(host) + strlen(port) + 2)))
    {
        strcpy(server, host);
        strcat(server, ":");
        strcat(server, port);
    }
    curl_free(host);
    curl_free(port);
    return server;
}

/* The certificates of a store without their properties: Wine 8.0 cannot read back each that it has written. */
static HCERTSTORE copy_store(HCERTSTORE store)
{
    HCERTSTORE copy = CertOpenStore(CERT_STORE_PROV_MEMORY, 0, 0, 0, NULL);
    PCCERT_CONTEXT context = NULL;

    while (copy && (context = CertEnumCertificatesInStore(store, context)))
        CertAddEncodedCertificateToStore(copy, context->dwCertEncodingType, context->pbCertEncoded,
                context->cbCertEncoded, CERT_STORE_ADD_ALWAYS, NULL);
    return copy;
}

static BOOL save_store(HCERTSTORE store, CRYPT_DATA_BLOB *blob)
{
    return CertSaveStore(store, X509_ASN_ENCODING, CERT_STORE_SAVE_AS_STORE, CERT_STORE_SAVE_TO_MEMORY, blob, 0);
}

static BYTE *serialize_store(HCERTSTORE store, DWORD *size)
{
    CRYPT_DATA_BLOB blob = {0};

    if (!save_store(store, &blob) || !(blob.pbData = malloc(blob.cbData)))
        return NULL;
    if (!save_store(store, &blob))
    {
        free(blob.pbData);
        return NULL;
    }
    *size = blob.cbData;
    return blob.pbData;
}

/* Completes the question, which is costly, with all certificates that the server sent. */
static BOOL copy_sent_certificates(struct certificate_question *question, HCERTSTORE sent)
{
    HCERTSTORE store;

    if (!(store = copy_store(sent)))
        return FALSE;
    question->store = serialize_store(store, &question->store_size);
    CertCloseStore(store, 0);
    return question->store != NULL;
}

/* The store is still missing. */
static struct certificate_question *create_question(CURL *easy, struct file *file, PCCERT_CONTEXT context)
{
    struct certificate_question *question = calloc(1, sizeof(*question));

    if (!question)
        return NULL;
    question->file = file;
    question->server = copy_server(easy);
    if (!question->server || !(question->certificate = malloc(context->cbCertEncoded)))
    {
        certificate_question_free(question);
        return NULL;
    }
    question->certificate_size = context->cbCertEncoded;
    memcpy(question->certificate, context->pbCertEncoded, context->cbCertEncoded);
    return question;
}

static BOOL has_callback(const struct job *job)
{
    BOOL has;

    queue_lock();
    has = job->http.certificate_callback != NULL;
    queue_unlock();
    return has;
}

static BOOL is_accepted(const struct certificate_question *question)
{
    BOOL accepted;

    queue_lock();
    accepted = job_accepts_certificate(question->file->job, question);
    queue_unlock();
    return accepted;
}

/* Takes over the question. */
static HRESULT pose_question(struct certificate_question *question, HCERTSTORE sent)
{
    BOOL accepted = is_accepted(question);
    HRESULT hr;

    if (accepted || !copy_sent_certificates(question, sent))
    {
        certificate_question_free(question);
        return accepted ? S_OK : E_OUTOFMEMORY;
    }
    queue_lock();
    hr = job_check_certificate(question->file->job, question);
    queue_unlock();
    return hr;
}

HRESULT certificate_ask(CURL *easy, struct file *file)
{
    struct certificate_question *question;
    PCCERT_CONTEXT context;
    HRESULT hr;

    if (!has_callback(file->job))
        return S_OK;
    if (!(context = tls_get_certificate(easy)))
        return E_OUTOFMEMORY;
    question = create_question(easy, file, context);
    hr = question ? pose_question(question, context->hCertStore) : E_OUTOFMEMORY;
    CertFreeCertificateContext(context);
    return hr;
}
