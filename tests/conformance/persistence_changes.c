/* What a download does after a new start of the service when something has changed while that was stopped:
 * file-transfer-consistency.
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include <wchar.h>

#include "job_settings.h"
#include "persistence_test.h"

/* Where the temporary file of each job is. */
static WCHAR truncated_name[MAX_PATH], deleted_name[MAX_PATH], longer_name[MAX_PATH], deleted_whole_name[MAX_PATH],
        truncated_whole_name[MAX_PATH], first_name[MAX_PATH];

static void note_temporary_name(IBackgroundCopyJob5 *job, WCHAR *name)
{
    WCHAR *text = get_temporary_name((IBackgroundCopyJob *)job, 0);

    wcscpy(name, text);
    CoTaskMemFree(text);
}

static void set_size(const WCHAR *name, LONG size)
{
    HANDLE file = CreateFileW(name, GENERIC_WRITE, 0, NULL, OPEN_EXISTING, 0, NULL);

    assert_ptr_not_equal(file, INVALID_HANDLE_VALUE);
    assert_int_equal(SetFilePointer(file, size, NULL, FILE_BEGIN), size);
    assert_true(SetEndOfFile(file));
    CloseHandle(file);
}

static void resume_and_complete(struct bits_test *test, IBackgroundCopyJob5 *job, const char *path, unsigned char seed)
{
    assert_hr(IBackgroundCopyJob5_Resume(job), S_OK);
    assert_completes(test, job, path, seed);
}

/* The server answers with all of a new version. */
static void prepare_remote_file_changed(struct bits_test *test, IBackgroundCopyJob5 *job)
{
    fetch_half(test, job, "/remote_file_changed", 1);
}

static void alter_remote_file_changed(struct bits_test *test)
{
    serve_whole(test, "/remote_file_changed", 2);
}

static void check_remote_file_changed(struct bits_test *test, IBackgroundCopyJob5 *job)
{
    resume_and_complete(test, job, "/remote_file_changed", 2);
    assert_string_equal(last_header(test->server, "/remote_file_changed", "If-Range"), "\"493e0-1\"");
}

/* A server that knows no If-Range answers with a part of the new version, which fits to nothing. */
static void prepare_changed_without_if_range(struct bits_test *test, IBackgroundCopyJob5 *job)
{
    fetch_half(test, job, "/changed_without_if_range", 3);
}

static void alter_changed_without_if_range(struct bits_test *test)
{
    struct http_reply changed = {.size = PERSISTENCE_SIZE, .seed = 4, .flags = HTTP_NO_IF_RANGE};

    http_server_serve(test->server, "/changed_without_if_range", &changed);
}

static void check_changed_without_if_range(struct bits_test *test, IBackgroundCopyJob5 *job)
{
    resume_and_complete(test, job, "/changed_without_if_range", 4);
}

static void prepare_temporary_file_truncated(struct bits_test *test, IBackgroundCopyJob5 *job)
{
    fetch_half(test, job, "/temporary_file_truncated", 5);
    serve_whole(test, "/temporary_file_truncated", 5);
    note_temporary_name(job, truncated_name);
}

static void alter_temporary_file_truncated(struct bits_test *test)
{
    set_size(truncated_name, PERSISTENCE_HALF / 2);
}

static void check_temporary_file_truncated(struct bits_test *test, IBackgroundCopyJob5 *job)
{
    resume_and_complete(test, job, "/temporary_file_truncated", 5);
}

static void prepare_temporary_file_deleted(struct bits_test *test, IBackgroundCopyJob5 *job)
{
    fetch_half(test, job, "/temporary_file_deleted", 6);
    serve_whole(test, "/temporary_file_deleted", 6);
    note_temporary_name(job, deleted_name);
}

static void alter_temporary_file_deleted(struct bits_test *test)
{
    assert_true(DeleteFileW(deleted_name));
}

static void check_temporary_file_deleted(struct bits_test *test, IBackgroundCopyJob5 *job)
{
    resume_and_complete(test, job, "/temporary_file_deleted", 6);
}

/* As after an end of the service between writing the bytes and noting them. */
static void prepare_temporary_file_longer(struct bits_test *test, IBackgroundCopyJob5 *job)
{
    fetch_half(test, job, "/temporary_file_longer", 7);
    serve_whole(test, "/temporary_file_longer", 7);
    note_temporary_name(job, longer_name);
}

static void alter_temporary_file_longer(struct bits_test *test)
{
    set_size(longer_name, 2 * PERSISTENCE_SIZE);
}

static void check_temporary_file_longer(struct bits_test *test, IBackgroundCopyJob5 *job)
{
    resume_and_complete(test, job, "/temporary_file_longer", 7);
}

static void prepare_transferred(struct bits_test *test, IBackgroundCopyJob5 *job, const char *path, unsigned char seed,
        WCHAR *name)
{
    start_file(test, job, path, &(struct http_reply){.size = PERSISTENCE_SIZE, .seed = seed});
    wait_for_state((IBackgroundCopyJob *)job, BG_JOB_STATE_TRANSFERRED);
    note_temporary_name(job, name);
}

/* nf-bits-ibackgroundcopyjob-complete: it fails where a file is not there, or has fetched it again. */
static void assert_complete_is_true(struct bits_test *test, IBackgroundCopyJob5 *job, const WCHAR *file,
        unsigned char seed)
{
    wait_for_state((IBackgroundCopyJob *)job, BG_JOB_STATE_TRANSFERRED);
    if (SUCCEEDED(IBackgroundCopyJob5_Complete(job)))
        assert_file_is_pattern(test, file, PERSISTENCE_SIZE, seed);
    else
        assert_false(is_wine());
}

static void prepare_transferred_file_deleted(struct bits_test *test, IBackgroundCopyJob5 *job)
{
    prepare_transferred(test, job, "/transferred_file_deleted", 8, deleted_whole_name);
}

static void alter_transferred_file_deleted(struct bits_test *test)
{
    assert_true(DeleteFileW(deleted_whole_name));
}

static void check_transferred_file_deleted(struct bits_test *test, IBackgroundCopyJob5 *job)
{
    assert_complete_is_true(test, job, L"transferred_file_deleted", 8);
}

static void prepare_transferred_file_truncated(struct bits_test *test, IBackgroundCopyJob5 *job)
{
    prepare_transferred(test, job, "/transferred_file_truncated", 9, truncated_whole_name);
}

static void alter_transferred_file_truncated(struct bits_test *test)
{
    set_size(truncated_whole_name, PERSISTENCE_HALF);
}

static void check_transferred_file_truncated(struct bits_test *test, IBackgroundCopyJob5 *job)
{
    assert_complete_is_true(test, job, L"transferred_file_truncated", 9);
}

/* The first file of a job whose second one is not there yet. */
static void prepare_first_file_deleted(struct bits_test *test, IBackgroundCopyJob5 *job)
{
    serve_whole(test, "/first_file_deleted", 10);
    add_file(test, (IBackgroundCopyJob *)job, "/first_file_deleted", L"first_file_deleted");
    fetch_half(test, job, "/second_file", 11);
    serve_whole(test, "/second_file", 11);
    note_temporary_name(job, first_name);
}

static void alter_first_file_deleted(struct bits_test *test)
{
    assert_true(DeleteFileW(first_name));
}

static void check_first_file_deleted(struct bits_test *test, IBackgroundCopyJob5 *job)
{
    assert_hr(IBackgroundCopyJob5_Resume(job), S_OK);
    assert_complete_is_true(test, job, L"first_file_deleted", 10);
}

int main(void)
{
    static struct survivor survivors[] =
    {
        SURVIVES_ALTERED(remote_file_changed),
        SURVIVES_ALTERED(changed_without_if_range),
        SURVIVES_ALTERED(temporary_file_truncated),
        SURVIVES_ALTERED(temporary_file_deleted),
        SURVIVES_ALTERED(temporary_file_longer),
        SURVIVES_ALTERED(transferred_file_deleted),
        SURVIVES_ALTERED(transferred_file_truncated),
        SURVIVES_ALTERED(first_file_deleted),
    };

    return run_survivors("persistence_changes", survivors, ARRAYSIZE(survivors));
}
