/* Whether jobs and files are the same in all that is stored.
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include "queue/group.h"
#include "record_test.h"

BOOL same_text(const WCHAR *a, const WCHAR *b)
{
    return a && b ? CompareStringOrdinal(a, -1, b, -1, FALSE) == CSTR_EQUAL : a == b;
}

#define assert_same(member) assert_memory_equal(&a->member, &b->member, sizeof(a->member))
#define assert_same_text(member) assert_true(same_text(a->member, b->member))

static void assert_same_settings(const struct job *a, const struct job *b)
{
    assert_same(type);
    assert_same(priority);
    assert_same_text(display_name);
    assert_same_text(description);
    assert_same(minimum_retry_delay);
    assert_same(no_progress_timeout);
    assert_same(maximum_download_time);
    assert_same(maximum_download_time_is_set);
    assert_same(file_acl_flags);
    assert_same(peer_caching_flags);
    assert_same_text(reply_file_name);
    assert_same(helper_token.flags);
    assert_same(properties);
}

static void assert_same_owner(const struct owner *a, const struct owner *b)
{
    assert_same_text(sid);
    assert_same(integrity_level);
    assert_same(elevated);
    assert_same(exempt);
}

static void assert_same_notification(const struct notification *a, const struct notification *b)
{
    assert_same(flags);
    assert_same(clsid);
    assert_same(interval);
    assert_same_text(program);
    assert_same_text(parameters);
}

static void assert_same_proxy(const struct proxy_settings *a, const struct proxy_settings *b)
{
    assert_same(usage);
    assert_same_text(list);
    assert_same_text(bypass_list);
}

static const struct credentials *find_credentials(const struct credentials *list, const struct credentials *kind)
{
    for (; list && (list->target != kind->target || list->scheme != kind->scheme); list = list->next)
        ;
    return list;
}

static size_t count_credentials(const struct credentials *list)
{
    size_t count;

    for (count = 0; list; list = list->next)
        count++;
    return count;
}

static void assert_same_credentials(const struct credentials *list, const struct credentials *expected)
{
    const struct credentials *a, *b;

    assert_int_equal(count_credentials(list), count_credentials(expected));
    for (a = list; a; a = a->next)
    {
        assert_non_null(b = find_credentials(expected, a));
        assert_same_text(user_name);
        assert_same_text(password);
    }
}

static void assert_same_certificate(const struct client_certificate *a, const struct client_certificate *b)
{
    assert_int_equal(!a, !b);
    if (!a)
        return;
    assert_same(location);
    assert_same(hash);
    assert_same_text(store);
    assert_same_text(subject);
}

static void assert_same_http(const struct http_options *a, const struct http_options *b)
{
    assert_same_text(headers);
    assert_same(headers_are_write_only);
    assert_same(security_flags);
    assert_same_text(method);
    assert_same_certificate(a->certificate, b->certificate);
}

static void assert_same_group(const struct group *a, const struct group *b)
{
    assert_int_equal(!a, !b);
    if (!a)
        return;
    assert_same(has_job);
    assert_same(job_id);
    assert_same(notify_flags);
    assert_same(notify_clsid);
}

static void assert_same_error(const struct job *a, const struct job *b)
{
    assert_same(error.context);
    assert_same(error.code);
    assert_same(error_count);
}

static void assert_same_state(const struct job *a, const struct job *b)
{
    assert_same(state);
    assert_same(times);
    assert_same(resumed);
    assert_same(awaits_requests);
    assert_same(completing);
    assert_same(events.outcome);
    assert_same(events.modification);
    assert_same(download_time);
    assert_same(activity_time);
    assert_same(stalled);
    if (a->stalled)
        assert_same(stall_time);
    if (a->state == BG_JOB_STATE_TRANSIENT_ERROR)
        assert_same(retry_time);
    assert_same_error(a, b);
}

void assert_same_job(const struct job *job, const struct job *expected)
{
    assert_true(IsEqualGUID(&job->id, &expected->id));
    assert_same_settings(job, expected);
    assert_same_owner(&job->owner, &expected->owner);
    assert_same_notification(&job->notification, &expected->notification);
    assert_same_proxy(&job->proxy, &expected->proxy);
    assert_same_credentials(job->credentials, expected->credentials);
    assert_same_http(&job->http, &expected->http);
    assert_same_group(job->group, expected->group);
    assert_same_state(job, expected);
}

static void assert_same_set(const struct range_set *a, const struct range_set *b)
{
    assert_same(count);
    if (a->count)
        assert_memory_equal(a->ranges, b->ranges, a->count * sizeof(*a->ranges));
}

static void assert_same_ranges(const struct file *a, const struct file *b)
{
    assert_same(range_count);
    if (a->range_count)
        assert_memory_equal(a->ranges, b->ranges, a->range_count * sizeof(*a->ranges));
    assert_same_set(&a->filled, &b->filled);
    assert_same_set(&a->requested, &b->requested);
    assert_same_set(&a->awaited, &b->awaited);
}

static void assert_same_flags(const struct file *a, const struct file *b)
{
    assert_same(name_is_told);
    assert_same(output_exists);
    assert_same(ranges_refused);
    assert_same(redirected);
    assert_same(transferred);
    assert_same(completed);
    assert_same(announced);
    assert_same(valid);
}

static void assert_same_bytes(const struct file *a, const struct file *b)
{
    assert_same(remote_size);
    assert_same(bytes_total);
    assert_same(bytes_transferred);
    assert_same(download_position);
    assert_int_equal(!a->validator, !b->validator);
    if (a->validator)
        assert_string_equal(a->validator, b->validator);
}

void assert_same_file(const struct file *a, const struct file *b)
{
    assert_same_text(remote_name);
    assert_same_text(local_name);
    assert_same_text(real_name);
    assert_same_text(temporary_name);
    assert_same_text(response_headers);
    assert_same_bytes(a, b);
    assert_same_ranges(a, b);
    assert_same_flags(a, b);
}
