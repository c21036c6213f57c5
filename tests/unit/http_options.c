/* The HTTP options and the helper token of a job, and what may stand in a request.
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include <stdlib.h>
#include <string.h>

#include "queue_test.h"

struct text
{
    const WCHAR *text;
    HRESULT expected;
};

static void check_texts(const struct text *texts, size_t count, HRESULT (*check)(const WCHAR *))
{
    size_t i;

    for (i = 0; i < count; i++)
    {
        if (check(texts[i].text) != texts[i].expected)
            fail_msg("text %zu of the table: not %#x", i, (unsigned int)texts[i].expected);
    }
}

static void test_methods(void **state)
{
    static const struct text methods[] =
    {
        {L"GET", S_OK},
        {L"get", S_OK},
        {L"BITS_POST", S_OK},
        {L"!#$%&'*+-.^_`|~09azAZ", S_OK},
        {L"CONNECTED", S_OK},
        {L"CONNECT", E_INVALIDARG},
        {L"Connect", E_INVALIDARG},
        {L"", E_INVALIDARG},
        {L" GET", E_INVALIDARG},
        {L"GET ", E_INVALIDARG},
        {L"GET /other HTTP/1.1", E_INVALIDARG},
        {L"GET\r\nA: b", E_INVALIDARG},
        {L"G\tT", E_INVALIDARG},
        {L"GET:", E_INVALIDARG},
        {L"G\x00c4T", E_INVALIDARG},
        {L"G\x0147", E_INVALIDARG},
        {L"\xd83d\xde00", E_INVALIDARG},
        {L"\xd800", E_INVALIDARG},
    };

    check_texts(methods, ARRAYSIZE(methods), http_method_check);
}

static void test_headers(void **state)
{
    static const struct text headers[] =
    {
        {L"", S_OK},
        {L"A: b", S_OK},
        {L"A: b\r\n", S_OK},
        {L"A: b\n", S_OK},
        {L"A: b\r\n\r\n", S_OK},
        {L"A: b\n\n", S_OK},
        {L"\r\n", S_OK},
        {L"A:b\r\nC-d_e: f g\r\nA: b", S_OK},
        {L"MyHeader_1: One\nMyHeader_2: Two\nMyHeader_3: Three\n", S_OK},
        {L"A:\r\n", S_OK},
        {L"A: \tb: \"c\", d; e=f\r\n", S_OK},
        {L"A: \x00e4\x00a0\x30d5\xd83d\xde00\r\n", S_OK},
        {L"A", E_INVALIDARG},
        {L": b", E_INVALIDARG},
        {L"A b: c", E_INVALIDARG},
        {L"A : b", E_INVALIDARG},
        {L" A: b", E_INVALIDARG},
        {L"A: b\r\n c\r\n", E_INVALIDARG},
        {L"A: b\rC: d", E_INVALIDARG},
        {L"A: b\r", E_INVALIDARG},
        {L"A: b\n\r", E_INVALIDARG},
        {L"A: b\r\n\r\nC: d\r\n", E_INVALIDARG},
        {L"A: b\r\n\r\n\r\n", E_INVALIDARG},
        {L"\r\nA: b\r\n", E_INVALIDARG},
        {L"A: b\r\nno field\r\n", E_INVALIDARG},
        {L"GET / HTTP/1.1\r\n", E_INVALIDARG},
        {L"A: b\x0001\r\n", E_INVALIDARG},
        {L"A: b\x007f\r\n", E_INVALIDARG},
        {L"A: b\x0085\r\n", E_INVALIDARG},
        {L"\x00c4: b\r\n", E_INVALIDARG},
        {L"A: \xd800\r\n", E_INVALIDARG},
        {L"A: \xde00\xd83d\r\n", E_INVALIDARG},
        {L"A: \xd83d", E_INVALIDARG},
    };

    check_texts(headers, ARRAYSIZE(headers), custom_headers_check);
}

/* nf-bits2_5-ibackgroundcopyjobhttpoptions-setsecurityflags */
static void test_security_flags(void **state)
{
    ULONG flags;

    for (flags = 0; flags < 0x2000; flags++)
    {
        ULONG policy = flags & BG_HTTP_REDIRECT_POLICY_MASK;
        BOOL known = !(flags & ~0xf1ful) && (!policy || policy == 0x100 || policy == 0x200);

        assert_hresult(security_flags_check(flags), known ? S_OK : E_NOTIMPL);
    }
    assert_hresult(security_flags_check(0x80000000), E_NOTIMPL);
}

/* Files that are whole are not affected. */
static void test_the_revocation_check_restarts_files(void **state)
{
    struct job *job = *state;

    job->state = BG_JOB_STATE_TRANSFERRING;
    file_set_transferred(job->files[0], 10);
    job->files[1]->bytes_transferred = 10;
    assert_hresult(job_set_security_flags(job, BG_SSL_IGNORE_UNKNOWN_CA), S_OK);
    assert_int_equal(job->files[1]->bytes_transferred, 10);
    assert_hresult(job_set_security_flags(job, BG_SSL_ENABLE_CRL_CHECK), S_OK);
    assert_int_equal(job->http.security_flags, BG_SSL_ENABLE_CRL_CHECK);
    assert_int_equal(job->state, BG_JOB_STATE_QUEUED);
    assert_int_equal(job->files[0]->bytes_transferred, 10);
    assert_int_equal(job->files[1]->bytes_transferred, 0);
    assert_false(job->claimed);
    job->files[1]->bytes_transferred = 10;
    assert_hresult(job_set_security_flags(job, BG_SSL_ENABLE_CRL_CHECK), S_OK);
    assert_int_equal(job->files[1]->bytes_transferred, 10);
}

static void assert_method(const struct job *job, const char *expected)
{
    const WCHAR *method = job_http_method(job);

    while (*method && *method == *expected)
        method++, expected++;
    assert_int_equal(*method, *expected);
}

/* nf-bits10_2-ibackgroundcopyjobhttpoptions2-sethttpmethod */
static void test_http_method(void **state)
{
    struct job *job = *state;

    assert_method(job, "GET");
    assert_hresult(job_set_http_method(job, L"GET"), S_OK);
    assert_int_equal(job->priority, BG_JOB_PRIORITY_NORMAL);
    assert_hresult(job_set_http_method(job, L"POST"), S_OK);
    assert_method(job, "POST");
    assert_int_equal(job->priority, BG_JOB_PRIORITY_FOREGROUND);
    assert_hresult(job_set_priority(job, BG_JOB_PRIORITY_LOW), BG_E_NOT_SUPPORTED_WITH_CUSTOM_HTTP_METHOD);
    assert_hresult(job_set_priority(job, BG_JOB_PRIORITY_FOREGROUND), S_OK);
    assert_hresult(job_set_http_method(job, L"GET"), S_OK);
    assert_method(job, "GET");
    assert_hresult(job_set_priority(job, BG_JOB_PRIORITY_LOW), S_OK);
    job->type = BG_JOB_TYPE_UPLOAD;
    assert_method(job, "BITS_POST");
}

static void test_http_method_excludes_other_properties(void **state)
{
    struct job *job = *state;

    job->properties.dynamic_content = TRUE;
    assert_hresult(job_set_http_method(job, L"POST"), BG_E_NOT_SUPPORTED_WITH_CUSTOM_HTTP_METHOD);
    assert_hresult(job_set_http_method(job, L"GET"), S_OK);
    job->properties.dynamic_content = FALSE;
    job->properties.on_demand_mode = TRUE;
    assert_hresult(job_set_http_method(job, L"POST"), BG_E_NOT_SUPPORTED_WITH_CUSTOM_HTTP_METHOD);
    assert_method(job, "GET");
    assert_int_equal(job->priority, BG_JOB_PRIORITY_NORMAL);
}

static void test_http_method_is_set_before_Resume(void **state)
{
    struct job *job = *state;

    assert_hresult(job_resume(job), S_OK);
    assert_hresult(job_suspend(job), S_OK);
    assert_hresult(job_set_http_method(job, L"POST"), BG_E_READ_ONLY_PROPERTY_AFTER_RESUME);
    assert_hresult(job_set_http_method(job, L"GET"), S_OK);
    assert_method(job, "GET");
}

static void test_a_request_with_its_own_method_is_not_repeated(void **state)
{
    struct job_error error = {BG_ERROR_CONTEXT_REMOTE_FILE, E_FAIL, NULL};
    struct job *job = *state;

    assert_hresult(job_set_http_method(job, L"POST"), S_OK);
    job->state = BG_JOB_STATE_CONNECTING;
    job_fail(job, &error, TRUE);
    assert_int_equal(job->state, BG_JOB_STATE_ERROR);
}

static void test_helper_token_is_closed(void **state)
{
    struct job *job = create_download(0);

    job->helper_token.flags = BG_TOKEN_NETWORK;
    shim_closed_handles = 0;
    job_set_helper_token(job, (HANDLE)1, string_copy(L"S-1-1"));
    assert_int_equal(shim_closed_handles, 0);
    job_set_helper_token(job, (HANDLE)2, string_copy(L"S-1-2"));
    assert_int_equal(shim_closed_handles, 1);
    job_set_helper_token(job, NULL, NULL);
    assert_int_equal(shim_closed_handles, 2);
    assert_int_equal(job->helper_token.flags, BG_TOKEN_NETWORK);
    job_set_helper_token(job, (HANDLE)3, string_copy(L"S-1-3"));
    job_release(job);
    assert_int_equal(shim_closed_handles, 3);
}

static IUnknown *const callback = (IUnknown *)1, *const other_callback = (IUnknown *)2;
static struct certificate_question *asked;
static IUnknown *released;

static void ignore_notification(struct job *job)
{
}

static void note_release(IUnknown *object)
{
    released = object;
}

static void note_question(struct job *job, struct certificate_question *question)
{
    asked = question;
}

static HRESULT check_certificate(struct job *job, const char *server, BYTE certificate)
{
    struct certificate_question *question = calloc(1, sizeof(*question));

    asked = NULL;
    question->file = job->files[0];
    question->server = strdup(server);
    question->certificate = malloc(1);
    question->certificate[0] = certificate;
    question->certificate_size = 1;
    return job_check_certificate(job, question);
}

/* nf-bits10_3-ibackgroundcopyservercertificatevalidationcallback-validateservercertificate */
static void test_certificates_are_asked_about_once(void **state)
{
    struct job *job = *state;

    certificate_questions_start(note_question);
    assert_hresult(check_certificate(job, "server:443", 1), S_OK);
    job_set_certificate_callback(job, callback);
    job->state = BG_JOB_STATE_CONNECTING;
    assert_hresult(check_certificate(job, "server:443", 1), E_PENDING);
    assert_non_null(asked);
    assert_false(job_may_transfer(job));
    assert_int_equal(queue_changes, 1);
    job_answer_certificate(job, asked, S_OK);
    assert_int_equal(queue_changes, 2);
    assert_true(job_may_transfer(job));
    assert_hresult(check_certificate(job, "server:443", 1), S_OK);
    assert_hresult(check_certificate(job, "server:444", 1), E_PENDING);
    job_answer_certificate(job, asked, S_OK);
    assert_hresult(check_certificate(job, "server:443", 2), E_PENDING);
    job_answer_certificate(job, asked, E_ABORT);
    assert_int_equal(job->state, BG_JOB_STATE_TRANSIENT_ERROR);
    assert_hresult(job->error.code, E_ABORT);
    assert_int_equal(job->error.context, BG_ERROR_CONTEXT_SERVER_CERTIFICATE_CALLBACK);
    assert_ptr_equal(job->error.file, job->files[0]);
}

/* A call that has the job for itself decides what becomes of it. */
static void test_a_refusal_does_not_fail_a_claimed_job(void **state)
{
    struct job *job = *state;

    certificate_questions_start(note_question);
    job_set_certificate_callback(job, callback);
    job->state = BG_JOB_STATE_CONNECTING;
    assert_hresult(check_certificate(job, "server:443", 1), E_PENDING);
    job->claimed = TRUE;
    job_answer_certificate(job, asked, E_ABORT);
    assert_int_equal(job->state, BG_JOB_STATE_CONNECTING);
    assert_null(job->http.question);
}

static void test_one_question_at_a_time(void **state)
{
    struct certificate_question *first;
    struct job *job = *state;

    certificate_questions_start(note_question);
    job_set_certificate_callback(job, callback);
    assert_hresult(check_certificate(job, "server:443", 1), E_PENDING);
    first = asked;
    assert_hresult(check_certificate(job, "server:444", 1), E_PENDING);
    assert_null(asked);
    job_answer_certificate(job, first, BG_E_SERVER_CERT_VALIDATION_INTERFACE_REQUIRED);
    assert_int_equal(job->state, BG_JOB_STATE_SUSPENDED);
}

/* Setting the callback anew clears what the old one has accepted, and its late answer does not count. */
static void test_a_new_callback_forgets_answers(void **state)
{
    struct certificate_question *late;
    struct job *job = *state;

    certificate_questions_start(note_question);
    job_set_certificate_callback(job, callback);
    job->state = BG_JOB_STATE_CONNECTING;
    assert_hresult(check_certificate(job, "server:443", 1), E_PENDING);
    late = asked;
    job_set_certificate_callback(job, other_callback);
    assert_null(job->http.question);
    assert_hresult(check_certificate(job, "server:443", 1), E_PENDING);
    job_answer_certificate(job, late, S_OK);
    assert_false(job_may_transfer(job));
    job_answer_certificate(job, asked, BG_E_SERVER_CERT_VALIDATION_INTERFACE_REQUIRED);
    assert_int_equal(job->state, BG_JOB_STATE_ERROR);
}

/* The program's object is given up when another takes its place, and with the job, whoever still holds that. */
static void test_a_certificate_callback_is_given_up(void **state)
{
    static const struct notifier notifier = {ignore_notification, note_release};
    struct certificate_question *late;
    struct job *job = *state;

    certificate_questions_start(note_question);
    queue_set_notifier(&notifier);
    released = NULL;
    job_set_certificate_callback(job, callback);
    assert_null(released);
    job_set_certificate_callback(job, other_callback);
    assert_ptr_equal(released, callback);
    assert_hresult(queue_add(job), S_OK);
    assert_hresult(check_certificate(job, "server:443", 1), E_PENDING);
    late = asked;
    queue_remove(job);
    assert_ptr_equal(released, other_callback);
    assert_null(job->http.certificate_callback);
    job_answer_certificate(job, late, S_OK);
    assert_null(job->http.accepted);
    queue_set_notifier(NULL);
}

int main(void)
{
    static const struct CMUnitTest tests[] =
    {
        cmocka_unit_test(test_methods),
        cmocka_unit_test(test_headers),
        cmocka_unit_test(test_security_flags),
        job_unit_test(test_the_revocation_check_restarts_files),
        job_unit_test(test_http_method),
        job_unit_test(test_http_method_excludes_other_properties),
        job_unit_test(test_http_method_is_set_before_Resume),
        job_unit_test(test_a_request_with_its_own_method_is_not_repeated),
        job_unit_test(test_certificates_are_asked_about_once),
        job_unit_test(test_a_refusal_does_not_fail_a_claimed_job),
        job_unit_test(test_one_question_at_a_time),
        job_unit_test(test_a_new_callback_forgets_answers),
        job_unit_test(test_a_certificate_callback_is_given_up),
        job_unit_test(test_helper_token_is_closed),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
