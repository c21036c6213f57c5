/* What is known of a job's files is known after a new start of the service, too: names, ranges, progress.
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include <stdio.h>
#include <wchar.h>

#include "job_settings.h"
#include "persistence_test.h"
#include "range_test.h"

#define ODD_NAME L"local \x00fc\x30d5\xd83d\xde00 ;=%PATH%"
#define ODD_URL L"http://server/a%20b;c=d?e=f&g=%25#h"
#define UNKNOWN ((UINT64)-1)

static IBackgroundCopyJob *base_of(IBackgroundCopyJob5 *job)
{
    return (IBackgroundCopyJob *)job;
}

static void assert_names(struct bits_test *test, IBackgroundCopyJob5 *job, ULONG index, const WCHAR *remote,
        const WCHAR *local)
{
    IBackgroundCopyFile6 *file = get_file6(base_of(job), index);
    WCHAR path[MAX_PATH], *text;

    local_name(test, local, path);
    assert_hr(IBackgroundCopyFile6_GetRemoteName(file, &text), S_OK);
    assert_task_string(text, remote);
    assert_hr(IBackgroundCopyFile6_GetLocalName(file, &text), S_OK);
    assert_task_string(text, path);
    IBackgroundCopyFile6_Release(file);
}

static void assert_ranges(const BG_FILE_RANGE *ranges, DWORD count, const BG_FILE_RANGE *expected,
        DWORD expected_count)
{
    DWORD i;

    assert_int_equal(count, expected_count);
    for (i = 0; i < count; ++i)
    {
        assert_int_equal(ranges[i].InitialOffset, expected[i].InitialOffset);
        assert_int_equal(ranges[i].Length, expected[i].Length);
    }
}

static void assert_filled(IBackgroundCopyJob5 *job, const BG_FILE_RANGE *expected, DWORD expected_count)
{
    IBackgroundCopyFile6 *file = get_file6(base_of(job), 0);
    BG_FILE_RANGE *ranges;
    DWORD count;

    assert_hr(IBackgroundCopyFile6_GetFilledFileRanges(file, &count, &ranges), S_OK);
    assert_ranges(ranges, count, expected, expected_count);
    CoTaskMemFree(ranges);
    IBackgroundCopyFile6_Release(file);
}

static void assert_range_header(struct bits_test *test, const char *path, const char *expected)
{
    assert_string_equal(last_header(test->server, path, "Range"), expected);
}

static void prepare_names(struct bits_test *test, IBackgroundCopyJob5 *job)
{
    add_url(test, base_of(job), ODD_URL, ODD_NAME);
    add_url(test, base_of(job), L"\\\\server\\share\\file", L"share");
    add_url(test, base_of(job), ODD_URL, L"again");
}

/* In the order in which they were added. */
static void check_names(struct bits_test *test, IBackgroundCopyJob5 *job)
{
    BG_FILE_PROGRESS progress = get_file_progress(base_of(job), 0);

    assert_int_equal(count_files(base_of(job)), 3);
    assert_names(test, job, 0, ODD_URL, ODD_NAME);
    assert_names(test, job, 1, L"\\\\server\\share\\file", L"share");
    assert_names(test, job, 2, ODD_URL, L"again");
    assert_int_equal(progress.BytesTotal, UNKNOWN);
    assert_int_equal(progress.BytesTransferred, 0);
    assert_false(progress.Completed);
}

static void prepare_many_files(struct bits_test *test, IBackgroundCopyJob5 *job)
{
    WCHAR name[16];
    unsigned int i;

    for (i = 0; i < 30; ++i)
    {
        swprintf(name, ARRAYSIZE(name), L"many%u", i);
        add_url(test, base_of(job), ODD_URL, name);
    }
}

static void check_many_files(struct bits_test *test, IBackgroundCopyJob5 *job)
{
    assert_int_equal(count_files(base_of(job)), 30);
    assert_names(test, job, 9, ODD_URL, L"many9");
    assert_names(test, job, 29, ODD_URL, L"many29");
}

/* nf-bits2_0-ibackgroundcopyfile2-setremotename: Resume, and no call before it, has to keep the name. */
static void prepare_new_remote_name(struct bits_test *test, IBackgroundCopyJob5 *job)
{
    IBackgroundCopyFile6 *file;
    WCHAR url[256];

    fetch_half(test, job, "/new_remote_name", 1);
    serve_whole(test, "/other_name", 1);
    remote_name(test, "/other_name", url, ARRAYSIZE(url));
    file = get_file6(base_of(job), 0);
    assert_hr(IBackgroundCopyFile6_SetRemoteName(file, url), S_OK);
    IBackgroundCopyFile6_Release(file);
    assert_hr(IBackgroundCopyJob5_Resume(job), S_OK);
    wait_for_state(base_of(job), BG_JOB_STATE_TRANSFERRED);
}

static void check_new_remote_name(struct bits_test *test, IBackgroundCopyJob5 *job)
{
    WCHAR url[256];

    remote_name(test, "/other_name", url, ARRAYSIZE(url));
    assert_names(test, job, 0, url, L"new_remote_name");
    assert_completes(test, job, "/new_remote_name", 1);
}

/* nf-bits2_5-ibackgroundcopyjobhttpoptions-setsecurityflags: the name that a redirect has led to. */
static char location[128];

static void prepare_redirected(struct bits_test *test, IBackgroundCopyJob5 *job)
{
    struct http_reply moved = {.status = 302, .headers = location};

    snprintf(location, sizeof(location), "Location: http://127.0.0.1:%u/target\r\n", http_server_port(test->server));
    serve_whole(test, "/target", 2);
    set_security_flags(base_of(job), BG_HTTP_REDIRECT_POLICY_ALLOW_REPORT);
    start_file(test, job, "/redirected", &moved);
    wait_for_state(base_of(job), BG_JOB_STATE_TRANSFERRED);
}

static void check_redirected(struct bits_test *test, IBackgroundCopyJob5 *job)
{
    WCHAR url[256];

    remote_name(test, "/target", url, ARRAYSIZE(url));
    assert_names(test, job, 0, url, L"redirected");
}

/* nf-bits2_0-ibackgroundcopyjob3-addfilewithranges */
static const BG_FILE_RANGE three_ranges[] = {{5000, 1000}, {100, 50}, {200000, BG_LENGTH_TO_EOF}};

static void add_ranges(struct bits_test *test, IBackgroundCopyJob5 *job, const char *path, const WCHAR *file,
        const BG_FILE_RANGE *ranges, DWORD count)
{
    WCHAR url[256], local[MAX_PATH];

    remote_name(test, path, url, ARRAYSIZE(url));
    local_name(test, file, local);
    assert_hr(IBackgroundCopyJob5_AddFileWithRanges(job, url, local, count, (BG_FILE_RANGE *)ranges), S_OK);
}

static void prepare_ranges(struct bits_test *test, IBackgroundCopyJob5 *job)
{
    add_ranges(test, job, "/ranges", L"ranges", three_ranges, ARRAYSIZE(three_ranges));
}

static void check_ranges(struct bits_test *test, IBackgroundCopyJob5 *job)
{
    IBackgroundCopyFile6 *file = get_file6(base_of(job), 0);
    BG_FILE_RANGE *ranges;
    DWORD count;

    assert_hr(IBackgroundCopyFile6_GetFileRanges(file, &count, &ranges), S_OK);
    assert_ranges(ranges, count, three_ranges, ARRAYSIZE(three_ranges));
    CoTaskMemFree(ranges);
    IBackgroundCopyFile6_Release(file);
}

/* Half of a range has come. */
static const BG_FILE_RANGE one_range = {1000, 200000};

static void prepare_half_of_a_range(struct bits_test *test, IBackgroundCopyJob5 *job)
{
    struct http_reply dropping =
    {
        .size = PERSISTENCE_SIZE, .seed = 3, .fault = HTTP_FAULT_DROP, .fault_at = 100000,
    };

    http_server_serve(test->server, "/half_of_a_range", &dropping);
    add_ranges(test, job, "/half_of_a_range", L"file", &one_range, 1);
    assert_hr(IBackgroundCopyJob5_SetPriority(job, BG_JOB_PRIORITY_FOREGROUND), S_OK);
    assert_hr(IBackgroundCopyJob5_Resume(job), S_OK);
    wait_for_state(base_of(job), BG_JOB_STATE_TRANSIENT_ERROR);
    assert_hr(IBackgroundCopyJob5_Suspend(job), S_OK);
    serve_whole(test, "/half_of_a_range", 3);
}

static void check_half_of_a_range(struct bits_test *test, IBackgroundCopyJob5 *job)
{
    struct http_reply whole = {.size = PERSISTENCE_SIZE, .seed = 3};
    BG_FILE_PROGRESS progress = get_file_progress(base_of(job), 0);

    assert_int_equal(progress.BytesTotal, 200000);
    assert_int_equal(progress.BytesTransferred, 99000);
    download(base_of(job));
    assert_range_header(test, "/half_of_a_range", "bytes=100000-200999");
    assert_file_is_ranges(test, &whole, &one_range, 1);
}

static void request(IBackgroundCopyJob5 *job, UINT64 offset, UINT64 length)
{
    IBackgroundCopyFile6 *file = get_file6(base_of(job), 0);
    BG_FILE_RANGE range = {offset, length};

    assert_hr(IBackgroundCopyFile6_RequestFileRanges(file, 1, &range), S_OK);
    IBackgroundCopyFile6_Release(file);
}

static void start_on_demand(struct bits_test *test, IBackgroundCopyJob5 *job, const char *path,
        const struct http_reply *reply)
{
    enable_property(base_of(job), BITS_JOB_PROPERTY_ON_DEMAND_MODE);
    start_file(test, job, path, reply);
    wait_for_state(base_of(job), BG_JOB_STATE_SUSPENDED);
}

/* nf-bits10_1-ibackgroundcopyfile6-getfilledfileranges. The job waits for requests still, and the next one makes it go
 * on. */
static const BG_FILE_RANGE filled[] = {{1000, 2000}, {100000, 500}}, more_filled[] = {{1000, 9000}, {100000, 500}};

static void prepare_filled_ranges(struct bits_test *test, IBackgroundCopyJob5 *job)
{
    start_on_demand(test, job, "/filled_ranges", &(struct http_reply){.size = PERSISTENCE_SIZE, .seed = 4});
    request(job, filled[1].InitialOffset, filled[1].Length);
    request(job, filled[0].InitialOffset, filled[0].Length);
    wait_for_bytes(base_of(job), 2500);
    wait_for_state(base_of(job), BG_JOB_STATE_SUSPENDED);
}

static void check_filled_ranges(struct bits_test *test, IBackgroundCopyJob5 *job)
{
    assert_state(base_of(job), BG_JOB_STATE_SUSPENDED);
    assert_filled(job, filled, ARRAYSIZE(filled));
    request(job, 2000, 8000);
    wait_for_bytes(base_of(job), 9500);
    assert_filled(job, more_filled, ARRAYSIZE(more_filled));
    assert_range_header(test, "/filled_ranges", "bytes=3000-9999");
}

/* What was asked for and has not come is fetched unasked. */
static const BG_FILE_RANGE requested = {70000, 3000};

static void prepare_requested_range(struct bits_test *test, IBackgroundCopyJob5 *job)
{
    struct http_reply silent = {.size = PERSISTENCE_SIZE, .fault = HTTP_FAULT_SILENT};

    start_on_demand(test, job, "/requested_range", &silent);
    request(job, requested.InitialOffset, requested.Length);
    wait_for_state(base_of(job), BG_JOB_STATE_CONNECTING);
}

static void alter_requested_range(struct bits_test *test)
{
    serve_whole(test, "/requested_range", 5);
}

static void check_requested_range(struct bits_test *test, IBackgroundCopyJob5 *job)
{
    wait_for_bytes(base_of(job), requested.Length);
    assert_filled(job, &requested, 1);
    wait_for_state(base_of(job), BG_JOB_STATE_SUSPENDED);
}

/* BITS_FILE_PROPERTY_ID_HTTP_RESPONSE_HEADERS in ne-bits5_0-bits_file_property_id */
static void prepare_response_headers(struct bits_test *test, IBackgroundCopyJob5 *job)
{
    start_file(test, job, "/response_headers",
            &(struct http_reply){.headers = "X-Odd: a=b;c\r\nX-Two: 2\r\n", .size = PERSISTENCE_SIZE});
    wait_for_state(base_of(job), BG_JOB_STATE_TRANSFERRED);
}

static void check_response_headers(struct bits_test *test, IBackgroundCopyJob5 *job)
{
    WCHAR *headers = get_response_headers(base_of(job), 0);

    assert_non_null(headers);
    assert_non_null(wcsstr(headers, L"X-Odd: a=b;c\r\n"));
    assert_non_null(wcsstr(headers, L"X-Two: 2\r\n"));
    CoTaskMemFree(headers);
}

/* nf-bits3_0-ibackgroundcopyfile3-setvalidationstate */
static void prepare_validation_state(struct bits_test *test, IBackgroundCopyJob5 *job)
{
    IBackgroundCopyFile6 *file;

    start_file(test, job, "/validation_state", &(struct http_reply){.size = PERSISTENCE_SIZE});
    wait_for_state(base_of(job), BG_JOB_STATE_TRANSFERRED);
    file = get_file6(base_of(job), 0);
    assert_hr(IBackgroundCopyFile6_SetValidationState(file, TRUE), S_OK);
    IBackgroundCopyFile6_Release(file);
}

static void check_validation_state(struct bits_test *test, IBackgroundCopyJob5 *job)
{
    IBackgroundCopyFile6 *file = get_file6(base_of(job), 0);
    BOOL valid = FALSE;

    assert_hr(IBackgroundCopyFile6_GetValidationState(file, &valid), S_OK);
    assert_true(valid);
    IBackgroundCopyFile6_Release(file);
}

/* nf-bits3_0-ibackgroundcopyfile3-gettemporaryname: programs read from it. */
static WCHAR temporary_name[MAX_PATH];

static void prepare_temporary_name(struct bits_test *test, IBackgroundCopyJob5 *job)
{
    WCHAR *name;

    fetch_half(test, job, "/temporary_name", 6);
    name = get_temporary_name(base_of(job), 0);
    wcscpy(temporary_name, name);
    CoTaskMemFree(name);
}

static void check_temporary_name(struct bits_test *test, IBackgroundCopyJob5 *job)
{
    assert_task_string(get_temporary_name(base_of(job), 0), temporary_name);
    assert_true(file_exists(test, temporary_name + wcslen(test->folder)));
}

int main(void)
{
    static struct survivor survivors[] =
    {
        SURVIVES(names),
        SURVIVES(many_files),
        SURVIVES(new_remote_name),
        SURVIVES(redirected),
        SURVIVES(ranges),
        SURVIVES(half_of_a_range),
        SURVIVES(filled_ranges),
        SURVIVES_ALTERED(requested_range),
        SURVIVES(response_headers),
        SURVIVES(validation_state),
        SURVIVES(temporary_name),
    };

    return run_survivors("persistence_files", survivors, ARRAYSIZE(survivors));
}
