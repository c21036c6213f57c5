/* Which calls a job permits, by its type and state, as the documentation has it: a statement of its own, which is
 * compared with the service's table call by call.
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include <stdio.h>
#include <string.h>

#include "queue_test.h"

/* A column for each state, in the order of BG_JOB_STATE. */
static const char *const state_names[] =
{
    "QUEUED", "CONNECTING", "TRANSFERRING", "SUSPENDED", "ERROR", "TRANSIENT_ERROR", "TRANSFERRED", "ACKNOWLEDGED",
    "CANCELLED",
};

/* A letter for each type, in the order of BG_JOB_TYPE: download, upload, upload with a reply. */
static const char type_letters[] = "DUR";

struct row
{
    const char *name;
    enum job_call call;
    const char *types;   /* the types that the row is about */
    const char *allowed; /* a + for each state that permits the call; NULL if the types do not know it, E_NOTIMPL */
    HRESULT refusal;     /* in the other states */
    const char *page;
};

/* QUEUED, CONNECTING, TRANSFERRING, SUSPENDED, ERROR, TRANSIENT_ERROR, TRANSFERRED, ACKNOWLEDGED, CANCELLED */
static const struct row rows[] =
{
    {"AddFile", JOB_CALL_ADD_FILES, "DUR", "+++++++--", BG_E_INVALID_STATE,
        "adding-files-to-a-job, life-cycle-of-a-bits-job"},
    {"AddFileWithRanges", JOB_CALL_ADD_FILE_WITH_RANGES, "D", "+++++++--", BG_E_INVALID_STATE,
        "nf-bits2_0-ibackgroundcopyjob3-addfilewithranges"},
    {"AddFileWithRanges", JOB_CALL_ADD_FILE_WITH_RANGES, "UR", NULL, 0,
        "nf-bits2_0-ibackgroundcopyjob3-addfilewithranges"},
    {"SetDisplayName and its like", JOB_CALL_SET_PROPERTY, "DUR", "+++++++--", BG_E_INVALID_STATE,
        "nf-bits-ibackgroundcopyjob-setdisplayname"},
    {"SetRemoteName", JOB_CALL_SET_REMOTE_NAME, "D", "+++++++--", BG_E_INVALID_STATE,
        "nf-bits2_0-ibackgroundcopyfile2-setremotename"},
    {"SetRemoteName", JOB_CALL_SET_REMOTE_NAME, "UR", NULL, 0, "nf-bits2_0-ibackgroundcopyfile2-setremotename"},
    {"SetFileACLFlags", JOB_CALL_SET_FILE_ACL_FLAGS, "DUR", "++++++---", BG_E_INVALID_STATE,
        "nf-bits2_0-ibackgroundcopyjob3-setfileaclflags"},
    {"SetReplyFileName", JOB_CALL_SET_REPLY_FILE_NAME, "R", "++++++---", BG_E_INVALID_STATE,
        "nf-bits1_5-ibackgroundcopyjob2-setreplyfilename"},
    {"SetReplyFileName", JOB_CALL_SET_REPLY_FILE_NAME, "DU", NULL, 0,
        "nf-bits1_5-ibackgroundcopyjob2-setreplyfilename"},
    {"GetReplyFileName, GetReplyProgress", JOB_CALL_GET_REPLY, "R", "+++++++++", 0,
        "nf-bits1_5-ibackgroundcopyjob2-getreplyfilename"},
    {"GetReplyFileName, GetReplyProgress", JOB_CALL_GET_REPLY, "DU", NULL, 0,
        "nf-bits1_5-ibackgroundcopyjob2-getreplyfilename"},
    {"GetReplyData", JOB_CALL_GET_REPLY_DATA, "R", "------++-", BG_E_INVALID_STATE,
        "nf-bits1_5-ibackgroundcopyjob2-getreplydata"},
    {"GetReplyData", JOB_CALL_GET_REPLY_DATA, "DU", NULL, 0, "nf-bits1_5-ibackgroundcopyjob2-getreplydata"},
    {"SetServerCertificateValidationInterface", JOB_CALL_SET_CERTIFICATE_CALLBACK, "DUR", "---++-+--",
        BG_E_READ_ONLY_WHEN_JOB_ACTIVE,
        "nf-bits10_3-ibackgroundcopyjobhttpoptions3-setservercertificatevalidationinterface, bitsmsg.h"},
    {"SetValidationState", JOB_CALL_SET_VALIDATION_STATE, "D", "+++++++--", BG_E_INVALID_STATE,
        "nf-bits3_0-ibackgroundcopyfile3-setvalidationstate"},
    {"SetValidationState", JOB_CALL_SET_VALIDATION_STATE, "UR", NULL, 0,
        "nf-bits3_0-ibackgroundcopyfile3-setvalidationstate"},
    {"RequestFileRanges", JOB_CALL_REQUEST_FILE_RANGES, "DUR", "+++++++--", BG_E_INVALID_STATE,
        "nf-bits10_1-ibackgroundcopyfile6-requestfileranges"},
    {"TakeOwnership", JOB_CALL_TAKE_OWNERSHIP, "DUR", "+++++++--", BG_E_INVALID_STATE,
        "nf-bits-ibackgroundcopyjob-takeownership"},
    {"Suspend", JOB_CALL_SUSPEND, "DUR", "+++++++--", BG_E_INVALID_STATE, "nf-bits-ibackgroundcopyjob-suspend"},
    {"Resume", JOB_CALL_RESUME, "DUR", "+++++++--", BG_E_INVALID_STATE, "nf-bits-ibackgroundcopyjob-resume"},
    {"Cancel", JOB_CALL_CANCEL, "DUR", "+++++++--", BG_E_INVALID_STATE, "nf-bits-ibackgroundcopyjob-cancel"},
    {"Complete", JOB_CALL_COMPLETE, "D", "+++++++--", BG_E_INVALID_STATE, "nf-bits-ibackgroundcopyjob-complete"},
    {"Complete", JOB_CALL_COMPLETE, "UR", "------+--", BG_E_INVALID_STATE, "nf-bits-ibackgroundcopyjob-complete"},
};

static HRESULT documented(const struct row *row, BG_JOB_STATE state)
{
    if (!row->allowed)
        return E_NOTIMPL;
    return row->allowed[state] == '+' ? S_OK : row->refusal;
}

static void check_states(const struct row *row, struct job *job)
{
    BG_JOB_STATE state;

    for (state = BG_JOB_STATE_QUEUED; state <= BG_JOB_STATE_CANCELLED; state++)
    {
        HRESULT hr;

        job->state = state;
        if ((hr = job_check_call(job, row->call)) != documented(row, state))
            fail_msg("%c, %s: %#x, and %s says %#x", type_letters[job->type], state_names[state], (UINT)hr, row->page,
                    (UINT)documented(row, state));
        assert_hresult(job_check_read(job, row->call), hr);
    }
}

/* Every state of every type that the row is about. */
static void test_row(void **state)
{
    const struct row *row = *state;
    const char *letter;

    for (letter = row->types; *letter; letter++)
    {
        struct job *job = create_job(strchr(type_letters, *letter) - type_letters);

        check_states(row, job);
        job_release(job);
    }
}

/* The rows speak of every call and every type, and of none twice. */
static void test_the_rows_are_complete(void **state)
{
    unsigned int count[JOB_CALL_COUNT][3] = {{0}};
    const char *letter;
    size_t i, type;

    for (i = 0; i < ARRAYSIZE(rows); i++)
    {
        assert_true(!rows[i].allowed || strlen(rows[i].allowed) == ARRAYSIZE(state_names));
        for (letter = rows[i].types; *letter; letter++)
            count[rows[i].call][strchr(type_letters, *letter) - type_letters]++;
    }
    for (i = 0; i < JOB_CALL_COUNT; i++)
    {
        for (type = 0; type < ARRAYSIZE(count[i]); type++)
        {
            if (count[i][type] != 1)
                fail_msg("call %zu, %c: %u rows", i, type_letters[type], count[i][type]);
        }
    }
}

/* One test for each row. */
int main(void)
{
    static struct CMUnitTest tests[ARRAYSIZE(rows) + 1] = {cmocka_unit_test(test_the_rows_are_complete)};
    static char names[ARRAYSIZE(rows)][80];
    size_t i;

    for (i = 0; i < ARRAYSIZE(rows); i++)
    {
        struct CMUnitTest test = {names[i], test_row, start_queue, stop_queue, (void *)&rows[i]};

        snprintf(names[i], sizeof(names[i]), "%s, %s", rows[i].name, rows[i].types);
        tests[i + 1] = test;
    }
    return cmocka_run_group_tests(tests, NULL, NULL);
}
