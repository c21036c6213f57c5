/* Every method of every interface, called through the proxies in another process and in another apartment.
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "marshal.h"

#include <stdio.h>

const struct contract *const contracts[] =
{
    &manager, &error, &enum_jobs, &job, &job2, &job3, &job4, &job5,
    &file, &file2, &file3, &file4, &file5, &file6, &enum_files,
    &callback, &callback2, &callback3, &certificate_callback,
    &http_options, &http_options2, &http_options3, &token_options,
    &peer, &enum_peers, &peer_record, &enum_peer_records, &peer_administration,
    &queue_manager, &group, &enum_groups, &job1, &enum_jobs1, &callback1,
};
const size_t contract_count = ARRAY_SIZE(contracts);

static void call_every_method(IUnknown *object, const struct contract *contract)
{
    unsigned int slot;

    for (slot = FIRST_SLOT; slot < contract->slots; ++slot)
    {
        const struct method *method = find_method(contract, slot);

        method->shape->call(object, method);
    }
}

static void test_process(void **state)
{
    const struct contract *contract = *state;

    call_every_method(server_object(contract), contract);
}

static void test_apartment(void **state)
{
    const struct contract *contract = *state;
    IUnknown *object;
    HANDLE thread;

    object = apartment_object(contract, &thread);
    call_every_method(object, contract);
    IUnknown_Release(object);
    apartment_leave(thread);
}

int main(int argc, char **argv)
{
    static char names[2 * ARRAY_SIZE(contracts)][96];
    struct CMUnitTest tests[2 * ARRAY_SIZE(contracts)];
    size_t i;

    if (argc > 1)
        return serve();
    memset(tests, 0, sizeof(tests));
    for (i = 0; i < ARRAY_SIZE(tests); ++i)
    {
        const struct contract *contract = contracts[i / 2];

        snprintf(names[i], sizeof(names[i]), "%s from another %s", contract->name, i % 2 ? "apartment" : "process");
        tests[i].name = names[i];
        tests[i].test_func = i % 2 ? test_apartment : test_process;
        tests[i].initial_state = (void *)contract;
    }
    return cmocka_run_group_tests(tests, server_start, server_stop);
}
