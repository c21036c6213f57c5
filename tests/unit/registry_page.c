/* docs/REGISTRY.md names each value that is stored, and each of its lines.
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "record_test.h"
#include "store/file_record.h"
#include "store/job_record.h"

static char page[64 * 1024];

static int read_page(void **state)
{
    const char *folder = getenv("top_srcdir");
    char path[1024];
    FILE *file;

    snprintf(path, sizeof(path), "%s/docs/REGISTRY.md", folder ? folder : ".");
    if (!(file = fopen(path, "r")))
        return -1;
    page[fread(page, 1, sizeof(page) - 1, file)] = 0;
    fclose(file);
    return 0;
}

/* The name ends with the string, or where a line's text begins. */
static void assert_named(const WCHAR *name)
{
    char quoted[64] = "`";
    size_t i;

    for (i = 0; name[i] && name[i] != '=' && i < sizeof(quoted) - 3; i++)
        quoted[i + 1] = name[i];
    quoted[i + 1] = '`';
    if (!strstr(page, quoted))
        fail_msg("docs/REGISTRY.md says nothing of %s", quoted);
}

static void assert_lines_named(const struct value *value)
{
    const WCHAR *line;

    for (line = (const WCHAR *)value->data; value->type == REG_MULTI_SZ && *line; line += lstrlenW(line) + 1)
        assert_named(line);
}

static void test_each_value_is_described(void **state)
{
    struct job *job = create_full_job();
    struct values values = {NULL};
    size_t i;

    job->completing = TRUE;
    job->type = BG_JOB_TYPE_DOWNLOAD;
    add_file_in_progress(job);
    job->error.file = add_finished_file(job);
    job_record_encode(job, &values);
    file_record_encode(job->files[0], L"00000001", &values);
    file_record_encode(job->files[1], L"00000001", &values);
    for (i = 0; i < values.count; i++)
    {
        assert_named(values.items[i].name);
        assert_lines_named(&values.items[i]);
    }
    values_free(&values);
    job_release(job);
}

int main(void)
{
    static const struct CMUnitTest tests[] =
    {
        queue_unit_test(test_each_value_is_described),
    };

    return cmocka_run_group_tests(tests, read_page, NULL);
}
