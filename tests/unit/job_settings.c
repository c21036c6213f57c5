/* What can be set on a job, as far as the model decides it.
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include <stdlib.h>

#include "queue_test.h"

static WCHAR local[] = L"C:\\file", method[] = L"POST";

static HRESULT set_credentials(struct job *job, BG_AUTH_TARGET target, BG_AUTH_SCHEME scheme, WCHAR *name)
{
    BG_AUTH_CREDENTIALS credentials = {target, scheme, {{name, name}}};
    HRESULT hr = credentials_check(&credentials);

    return FAILED(hr) ? hr : job_set_credentials(job, &credentials);
}

static size_t count_credentials(const struct job *job)
{
    const struct credentials *credentials;
    size_t count = 0;

    for (credentials = job->credentials; credentials; credentials = credentials->next)
        count++;
    return count;
}

/* nf-bits1_5-ibackgroundcopyjob2-setcredentials */
static void test_credentials_replace_those_of_their_kind(void **state)
{
    static WCHAR first[] = L"first", second[] = L"second";
    struct job *job = *state;

    assert_hresult(set_credentials(job, BG_AUTH_TARGET_SERVER, BG_AUTH_SCHEME_BASIC, first), S_OK);
    assert_hresult(set_credentials(job, BG_AUTH_TARGET_PROXY, BG_AUTH_SCHEME_NTLM, NULL), S_OK);
    assert_null(job->credentials->user_name);
    assert_hresult(set_credentials(job, BG_AUTH_TARGET_SERVER, BG_AUTH_SCHEME_BASIC, second), S_OK);
    assert_int_equal(count_credentials(job), 2);
    assert_memory_equal(job->credentials->user_name, second, sizeof(second));
    assert_hresult(job_remove_credentials(job, BG_AUTH_TARGET_SERVER, BG_AUTH_SCHEME_NTLM), S_FALSE);
    assert_hresult(job_remove_credentials(job, BG_AUTH_TARGET_PROXY, BG_AUTH_SCHEME_NTLM), S_OK);
    assert_int_equal(count_credentials(job), 1);
}

/* nf-bits1_5-ibackgroundcopyjob2-setreplyfilename: whatever the state is, once the reply has begun to arrive. */
static void test_the_reply_file_is_named_before_the_reply(void **state)
{
    struct job *job = *state;

    assert_hresult(job_set_reply_file_name(job, local), E_NOTIMPL);
    job->type = BG_JOB_TYPE_UPLOAD_REPLY;
    assert_hresult(job_set_reply_file_name(job, local), S_OK);
    job->state = BG_JOB_STATE_TRANSFERRING;
    assert_hresult(job_set_reply_file_name(job, NULL), S_OK);
    assert_null(job->reply_file_name);
    job->reply_progress.BytesTotal = 0;
    assert_hresult(job_set_reply_file_name(job, local), BG_E_INVALID_STATE);
    job->state = BG_JOB_STATE_SUSPENDED;
    assert_hresult(job_set_reply_file_name(job, local), BG_E_INVALID_STATE);
}

static HRESULT enable(struct job *job, BITS_JOB_PROPERTY_ID id, BOOL on)
{
    BITS_JOB_PROPERTY_VALUE value = {.Enable = on};

    return job_set_property(job, id, &value);
}

/* nf-bits10_2-ibackgroundcopyjobhttpoptions2-sethttpmethod */
static void test_another_http_method_excludes_options(void **state)
{
    struct job *job = *state;

    job->http.method = string_copy(method);
    assert_hresult(enable(job, BITS_JOB_PROPERTY_DYNAMIC_CONTENT, TRUE), BG_E_NOT_SUPPORTED_WITH_CUSTOM_HTTP_METHOD);
    assert_hresult(enable(job, BITS_JOB_PROPERTY_ON_DEMAND_MODE, TRUE), BG_E_NOT_SUPPORTED_WITH_CUSTOM_HTTP_METHOD);
    assert_hresult(enable(job, BITS_JOB_PROPERTY_DYNAMIC_CONTENT, FALSE), S_OK);
    assert_hresult(job_set_priority(job, BG_JOB_PRIORITY_NORMAL), BG_E_NOT_SUPPORTED_WITH_CUSTOM_HTTP_METHOD);
    assert_int_equal(job->priority, BG_JOB_PRIORITY_NORMAL);
    assert_hresult(job_set_priority(job, BG_JOB_PRIORITY_FOREGROUND), S_OK);
    assert_hresult(job_set_priority(job, BG_JOB_PRIORITY_LOW + 1), E_NOTIMPL);
}

/* ne-bits5_0-bits_job_property_id */
static void test_ranges_exclude_dynamic_content(void **state)
{
    struct job *job = *state;

    assert_hresult(enable(job, BITS_JOB_PROPERTY_DYNAMIC_CONTENT, TRUE), S_OK);
    assert_hresult(enable(job, BITS_JOB_PROPERTY_DYNAMIC_CONTENT, FALSE), S_OK);
    job->files[0]->ranges = calloc(1, sizeof(*job->files[0]->ranges));
    assert_hresult(enable(job, BITS_JOB_PROPERTY_DYNAMIC_CONTENT, TRUE), BG_E_UNSUPPORTED_JOB_CONFIGURATION);
    assert_hresult(enable(job, BITS_JOB_PROPERTY_ON_DEMAND_MODE, TRUE), BG_E_RANDOM_ACCESS_NOT_SUPPORTED);
    assert_hresult(enable(job, BITS_JOB_PROPERTY_ON_DEMAND_MODE, FALSE), S_OK);
}

int main(void)
{
    static const struct CMUnitTest tests[] =
    {
        job_unit_test(test_credentials_replace_those_of_their_kind),
        job_unit_test(test_the_reply_file_is_named_before_the_reply),
        job_unit_test(test_another_http_method_excludes_options),
        job_unit_test(test_ranges_exclude_dynamic_content),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
