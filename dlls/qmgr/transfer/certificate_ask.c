/* Asking the program that owns a job about the certificate of a server.
 * nf-bits10_3-ibackgroundcopyjobhttpoptions3-setservercertificatevalidationinterface
 *
 * A program may take its time to answer, and one thread serves all transfers. So the question ends the request; when
 * the program has accepted the certificate, the job begins anew.
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include <stdlib.h>
#include <string.h>

#include "queue/queue.h"
#include "transfer/certificate_ask.h"
#include "transfer/tls.h"

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

static void copy_certificates(struct certificate_question *question, PCCERT_CONTEXT context)
{
    HCERTSTORE store;

    if (!context || !(question->certificate = malloc(context->cbCertEncoded)))
        return;
    question->certificate_size = context->cbCertEncoded;
    memcpy(question->certificate, context->pbCertEncoded, context->cbCertEncoded);
    if (!(store = copy_store(context->hCertStore)))
        return;
    question->store = serialize_store(store, &question->store_size);
    CertCloseStore(store, 0);
}

static struct certificate_question *create_question(CURL *easy, struct file *file)
{
    struct certificate_question *question = calloc(1, sizeof(*question));
    PCCERT_CONTEXT context;

    if (!question)
        return NULL;
    question->file = file;
    question->server = copy_server(easy);
    context = tls_get_certificate(easy);
    copy_certificates(question, context);
    CertFreeCertificateContext(context);
    if (question->server && question->store)
        return question;
    certificate_question_free(question);
    return NULL;
}

static BOOL has_callback(const struct job *job)
{
    BOOL has;

    queue_lock();
    has = job->http.certificate_callback != NULL;
    queue_unlock();
    return has;
}

HRESULT certificate_ask(CURL *easy, struct file *file)
{
    struct certificate_question *question;
    HRESULT hr;

    if (!has_callback(file->job))
        return S_OK;
    if (!(question = create_question(easy, file)))
        return E_OUTOFMEMORY;
    queue_lock();
    hr = job_check_certificate(file->job, question);
    queue_unlock();
    return hr;
}
