/* Who may do what: every combination of what a token says and of what an owner is, against the sentences of the pages.
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include <stdlib.h>

#include "queue_test.h"
#include "queue/access.h"

#define LOW SECURITY_MANDATORY_LOW_RID
#define MEDIUM SECURITY_MANDATORY_MEDIUM_RID
#define HIGH SECURITY_MANDATORY_HIGH_RID
#define SYSTEM SECURITY_MANDATORY_SYSTEM_RID

static WCHAR alice[] = L"S-1-5-21-1-2-3-1001", bob[] = L"S-1-5-21-1-2-3-1002";

static const ULONG integrity_levels[] = {LOW, MEDIUM, HIGH, SYSTEM};

typedef void (*visitor)(const struct caller *caller, const struct owner *owner);

static void set_sid(struct caller *caller, const WCHAR *sid)
{
    memcpy(caller->sid, sid, (lstrlenW(sid) + 1) * sizeof(*sid));
}

/* One bit of the number for each fact that is true or false. */
static struct caller caller_from_bits(unsigned int bits)
{
    struct caller caller = {0};

    set_sid(&caller, bits & 1 ? alice : bob);
    caller.elevated = (bits >> 1) & 1;
    caller.administrator = (bits >> 2) & 1;
    caller.service = (bits >> 3) & 1;
    caller.restricted = (bits >> 4) & 1;
    caller.impersonation_level = (bits >> 5) & 3;
    caller.integrity_level = integrity_levels[bits >> 7];
    return caller;
}

static struct owner owner_from_bits(unsigned int bits)
{
    struct owner owner = {.sid = alice, .elevated = bits & 1, .integrity_level = integrity_levels[bits >> 1]};

    return owner;
}

static void visit_all(visitor visit)
{
    unsigned int c, o;

    for (c = 0; c < 1 << 9; c++)
    {
        struct caller caller = caller_from_bits(c);

        for (o = 0; o < 1 << 3; o++)
        {
            struct owner owner = owner_from_bits(o);

            visit(&caller, &owner);
        }
    }
}

static BOOL is_alice(const struct caller *caller)
{
    return caller->sid[lstrlenW(caller->sid) - 1] == '1';
}

/* connecting-to-the-bits-service: either of the two upper levels. */
static BOOL can_be_identified(const struct caller *caller)
{
    return caller->impersonation_level == SecurityIdentification || caller->impersonation_level == SecurityImpersonation
            || caller->impersonation_level == SecurityDelegation;
}

/* user-account-control-and-bits: an administrator with standard user access is none. */
static BOOL is_elevated_administrator(const struct caller *caller)
{
    return caller->elevated ? caller->administrator : FALSE;
}

static HRESULT expected(BOOL permitted)
{
    return permitted ? S_OK : E_ACCESSDENIED;
}

static BOOL may_have_job(const struct caller *caller, const struct owner *owner)
{
    if (!can_be_identified(caller))
        return FALSE;
    if (caller->restricted) /* users-and-network-connections */
        return FALSE;
    if (owner->integrity_level > caller->integrity_level)
        return FALSE;
    if (owner->elevated && !caller->elevated)
        return FALSE;
    if (is_alice(caller))
        return TRUE;
    return is_elevated_administrator(caller);
}

static void check_caller(const struct caller *caller, const struct owner *owner)
{
    assert_hresult(access_check_caller(caller), expected(can_be_identified(caller)));
    assert_hresult(access_check_new_job(caller), expected(can_be_identified(caller) && !caller->restricted));
    assert_hresult(access_check_all_jobs(caller),
            expected(can_be_identified(caller) && is_elevated_administrator(caller)));
    assert_int_equal(access_is_exempt(caller), is_elevated_administrator(caller) || caller->service);
}

static void check_job(const struct caller *caller, const struct owner *owner)
{
    BOOL permitted = may_have_job(caller, owner);

    assert_hresult(access_check_job(caller, owner), expected(permitted));
    assert_hresult(access_check_owner(caller, owner), expected(permitted && is_alice(caller)));
    assert_hresult(access_check_take_ownership(caller, owner),
            expected(permitted && is_elevated_administrator(caller)));
    assert_int_equal(access_is_owner(caller, owner), is_alice(caller));
}

static void test_every_caller(void **state)
{
    visit_all(check_caller);
}

static void test_every_caller_and_every_owner(void **state)
{
    visit_all(check_job);
}

enum people
{
    STANDARD_USER,
    PLAIN_ADMINISTRATOR,
    ELEVATED_ADMINISTRATOR,
    LOCAL_SYSTEM,
    NETWORK_SERVICE,
    PEOPLE_COUNT
};

static const struct caller people[] =
{
    [STANDARD_USER]          = {L"S-1-5-21-1-2-3-1002", MEDIUM, FALSE, FALSE, FALSE, FALSE, SecurityIdentification},
    [PLAIN_ADMINISTRATOR]    = {L"S-1-5-21-1-2-3-1001", MEDIUM, FALSE, FALSE, FALSE, FALSE, SecurityIdentification},
    [ELEVATED_ADMINISTRATOR] = {L"S-1-5-21-1-2-3-1001", HIGH, TRUE, TRUE, FALSE, FALSE, SecurityIdentification},
    [LOCAL_SYSTEM]           = {L"S-1-5-18", SYSTEM, TRUE, TRUE, TRUE, FALSE, SecurityImpersonation},
    [NETWORK_SERVICE]        = {L"S-1-5-20", SYSTEM, FALSE, FALSE, TRUE, FALSE, SecurityImpersonation},
};

/* A row for each caller, a column for each owner, in this order. */
static const BOOL may_have[PEOPLE_COUNT][PEOPLE_COUNT] =
{
    [STANDARD_USER]          = {TRUE,  FALSE, FALSE, FALSE, FALSE},
    [PLAIN_ADMINISTRATOR]    = {FALSE, TRUE,  FALSE, FALSE, FALSE},
    [ELEVATED_ADMINISTRATOR] = {TRUE,  TRUE,  TRUE,  FALSE, FALSE},
    [LOCAL_SYSTEM]           = {TRUE,  TRUE,  TRUE,  TRUE,  TRUE},
    [NETWORK_SERVICE]        = {FALSE, FALSE, FALSE, FALSE, TRUE},
};

/* The people of user-account-control-and-bits, and each other's jobs. */
static void test_well_known_callers(void **state)
{
    size_t c, o;

    for (c = 0; c < PEOPLE_COUNT; c++)
    {
        for (o = 0; o < PEOPLE_COUNT; o++)
        {
            struct owner owner = {(WCHAR *)people[o].sid, people[o].integrity_level, people[o].elevated};

            assert_hresult(access_check_job(&people[c], &owner), expected(may_have[c][o]));
        }
    }
}

/* A SID that begins like another is another. */
static void test_a_sid_is_compared_as_a_whole(void **state)
{
    WCHAR longer[] = L"S-1-5-21-1-2-3-10011";
    struct caller caller = {.impersonation_level = SecurityImpersonation};
    struct owner owner = {.sid = longer};

    set_sid(&caller, alice);
    assert_false(access_is_owner(&caller, &owner));
    owner.sid = alice;
    assert_true(access_is_owner(&caller, &owner));
    owner.sid = NULL;
    assert_false(access_is_owner(&caller, &owner));
}

static void assert_owner(const struct job *job, const struct caller *caller)
{
    assert_true(access_is_owner(caller, &job->owner));
    assert_int_equal(job->owner.integrity_level, caller->integrity_level);
    assert_int_equal(job->owner.elevated, caller->elevated);
    assert_int_equal(job->owner.exempt, access_is_exempt(caller));
}

/* nf-bits-ibackgroundcopyjob-takeownership */
static void test_a_job_that_is_taken_over_loses_what_its_owner_gave_it(void **state)
{
    static const WCHAR text[] = L"text";
    const struct caller *first = &people[STANDARD_USER], *second = &people[ELEVATED_ADMINISTRATOR];
    struct job *job = create_download(0);

    assert_hresult(job_set_owner(job, first), S_OK);
    assert_owner(job, first);
    job->credentials = calloc(1, sizeof(*job->credentials));
    job->credentials->password = string_copy(text);
    job->http.certificate = calloc(1, sizeof(*job->http.certificate));
    job->http.headers = string_copy(text);
    job->http.headers_are_write_only = TRUE;
    job->notification.program = string_copy(text);
    job->notification.parameters = string_copy(text);
    job->notification.flags = BG_NOTIFY_JOB_MODIFICATION;
    assert_hresult(job_take_over(job, second), S_OK);
    assert_owner(job, second);
    assert_null(job->credentials);
    assert_null(job->http.certificate);
    assert_null(job->http.headers);
    assert_false(job->http.headers_are_write_only);
    assert_null(job->notification.program);
    assert_null(job->notification.parameters);
    assert_int_equal(job->notification.flags, BG_NOTIFY_JOB_MODIFICATION);
    job_release(job);
}

int main(void)
{
    static const struct CMUnitTest tests[] =
    {
        cmocka_unit_test(test_every_caller),
        cmocka_unit_test(test_every_caller_and_every_owner),
        cmocka_unit_test(test_well_known_callers),
        cmocka_unit_test(test_a_sid_is_compared_as_a_whole),
        cmocka_unit_test(test_a_job_that_is_taken_over_loses_what_its_owner_gave_it),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
