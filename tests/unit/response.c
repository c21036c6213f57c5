/* What a response means for the piece of a file that was asked for.
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include "unit.h"
#include <string.h>

#include "transfer/response.h"

#define TAG "\"one\""
#define DATE "Tue, 05 Mar 2019 10:20:30 GMT"
#define UNKNOWN BG_SIZE_UNKNOWN

/* Requests for all of a file; for a range of it, alone and after others; and for the rest after an interruption. */
static const struct piece_request whole = {{{0, UNKNOWN, 0}}, 1, .is_whole = TRUE, .remote_size = UNKNOWN};
static const struct piece_request dynamic = {{{0, UNKNOWN, 0}}, 1, .is_whole = TRUE, .allows_no_end = TRUE,
        .remote_size = UNKNOWN};
static const struct piece_request range = {{{0, 10, 50}}, 1, .refusal = BG_E_INSUFFICIENT_RANGE_SUPPORT,
        .remote_size = UNKNOWN};
static const struct piece_request next_range = {{{10, 20, 80}}, 1, .refusal = BG_E_INSUFFICIENT_RANGE_SUPPORT,
        .continues = TRUE, .validator = TAG, .remote_size = 100};
static const struct piece_request to_the_end = {{{0, UNKNOWN, 50}}, 1, .refusal = BG_E_RANDOM_ACCESS_NOT_SUPPORTED,
        .remote_size = UNKNOWN};
static const struct piece_request rest = {{{60, 100, 60}}, 1, .continues = TRUE, .validator = TAG, .remote_size = 100};
static const struct piece_request dated_rest = {{{60, 100, 60}}, 1, .continues = TRUE, .validator = DATE,
        .remote_size = 100};
static const struct piece_request blind_rest = {{{60, 100, 60}}, 1, .continues = TRUE, .remote_size = 100};

static const struct
{
    const struct piece_request *request;
    struct response response;
    enum response_meaning meaning;
    HRESULT error;
}
cases[] =
{
    {&whole, {200, 100}, RESPONSE_IS_WHOLE},
    {&whole, {200, 0}, RESPONSE_IS_WHOLE},
    {&whole, {200, UNKNOWN, .is_chunked = TRUE}, RESPONSE_IS_WHOLE},
    {&whole, {200, UNKNOWN}, RESPONSE_IS_BAD, BG_E_MISSING_FILE_SIZE},
    {&dynamic, {200, UNKNOWN}, RESPONSE_IS_WHOLE},
    {&whole, {206, 100, .content_range = "bytes 0-99/100"}, RESPONSE_IS_BAD, BG_E_INVALID_SERVER_RESPONSE},
    {&whole, {200, 100, .is_unclear = TRUE}, RESPONSE_IS_BAD, BG_E_INVALID_SERVER_RESPONSE},
    {&whole, {302, 10, .is_unclear = TRUE}, RESPONSE_IS_BAD, BG_E_INVALID_SERVER_RESPONSE},
    {&whole, {404, 10, .is_unclear = TRUE}, RESPONSE_IS_BAD, BG_E_INVALID_SERVER_RESPONSE},
    {&whole, {404, 10}, RESPONSE_IS_NO_FILE},
    {&whole, {302, 10}, RESPONSE_IS_NO_FILE},
    {&whole, {100, 0}, RESPONSE_IS_NO_FILE},
    {&whole, {416, 0}, RESPONSE_IS_NO_FILE},

    {&range, {206, 10, .content_range = "bytes 50-59/100"}, RESPONSE_IS_PART},
    {&range, {206, 10, .content_range = "bytes 50-59/*"}, RESPONSE_IS_PART},
    {&range, {206, 5, .content_range = "bytes 50-54/100"}, RESPONSE_IS_PART},
    {&range, {206, UNKNOWN, .is_chunked = TRUE, .content_range = "bytes 50-59/100"}, RESPONSE_IS_PART},
    {&range, {206, 10, .is_unclear = TRUE, .content_range = "bytes 50-59/100"}, RESPONSE_IS_BAD,
            BG_E_INVALID_SERVER_RESPONSE},
    {&range, {206, 9, .content_range = "bytes 50-59/100"}, RESPONSE_IS_BAD, BG_E_INVALID_SERVER_RESPONSE},
    {&range, {206, 11, .content_range = "bytes 50-60/100"}, RESPONSE_IS_BAD, BG_E_INVALID_SERVER_RESPONSE},
    {&range, {206, 10, .content_range = "bytes 51-60/100"}, RESPONSE_IS_BAD, BG_E_INVALID_SERVER_RESPONSE},
    {&range, {206, 0, .content_range = "bytes */100"}, RESPONSE_IS_BAD, BG_E_INVALID_SERVER_RESPONSE},
    {&range, {206, 10}, RESPONSE_IS_BAD, BG_E_INVALID_SERVER_RESPONSE},
    {&range, {200, 100}, RESPONSE_IS_BAD, BG_E_INSUFFICIENT_RANGE_SUPPORT},
    {&range, {416, 0}, RESPONSE_IS_BAD, BG_E_INVALID_RANGE},
    {&range, {503, 0}, RESPONSE_IS_NO_FILE},

    {&next_range, {206, 10, .content_range = "bytes 80-89/100", .entity_tag = TAG}, RESPONSE_IS_PART},
    {&next_range, {206, 10, .content_range = "bytes 80-89/100"}, RESPONSE_IS_PART},
    {&next_range, {206, 10, .content_range = "bytes 80-89/100", .entity_tag = "\"two\""}, RESPONSE_IS_STALE},
    {&next_range, {206, 10, .content_range = "bytes 80-89/101", .entity_tag = TAG}, RESPONSE_IS_BAD,
            BG_E_INVALID_SERVER_RESPONSE},
    {&next_range, {200, 100, .entity_tag = TAG}, RESPONSE_IS_STALE},
    {&next_range, {416, 0}, RESPONSE_IS_STALE},

    {&to_the_end, {206, 50, .content_range = "bytes 50-99/100"}, RESPONSE_IS_PART},
    {&to_the_end, {206, 50, .content_range = "bytes 50-99/*"}, RESPONSE_IS_BAD, BG_E_MISSING_FILE_SIZE},
    {&to_the_end, {200, 100}, RESPONSE_IS_BAD, BG_E_RANDOM_ACCESS_NOT_SUPPORTED},

    {&rest, {206, 40, .content_range = "bytes 60-99/100", .entity_tag = TAG}, RESPONSE_IS_PART},
    {&rest, {206, 40, .content_range = "bytes 60-99/*", .entity_tag = TAG}, RESPONSE_IS_PART},
    {&rest, {206, 40, .content_range = "bytes 60-99/100", .entity_tag = "W/" TAG}, RESPONSE_IS_STALE},
    {&rest, {206, 40, .content_range = "bytes 60-99/100", .last_modified = DATE}, RESPONSE_IS_PART},
    {&rest, {200, 100, .entity_tag = TAG}, RESPONSE_IS_WHOLE},
    {&rest, {200, 70}, RESPONSE_IS_WHOLE},
    {&rest, {416, 0}, RESPONSE_IS_STALE},

    {&dated_rest, {206, 40, .content_range = "bytes 60-99/100", .last_modified = DATE}, RESPONSE_IS_PART},
    {&dated_rest, {206, 40, .content_range = "bytes 60-99/100", .entity_tag = TAG}, RESPONSE_IS_PART},
    {&dated_rest, {206, 40, .content_range = "bytes 60-99/100", .last_modified = "today"}, RESPONSE_IS_STALE},
    {&dated_rest, {206, 41, .content_range = "bytes 60-100/101", .last_modified = DATE}, RESPONSE_IS_STALE},
    {&dated_rest, {206, 30, .content_range = "bytes 60-89/90", .last_modified = DATE}, RESPONSE_IS_STALE},
    {&dated_rest, {206, 40, .content_range = "bytes 60-99/*", .last_modified = DATE}, RESPONSE_IS_PART},
    {&rest, {206, 41, .content_range = "bytes 60-100/101", .entity_tag = TAG}, RESPONSE_IS_BAD,
            BG_E_INVALID_SERVER_RESPONSE},

    {&blind_rest, {206, 40, .content_range = "bytes 60-99/100", .entity_tag = TAG}, RESPONSE_IS_PART},
    {&blind_rest, {206, 40, .content_range = "bytes 60-99/101", .entity_tag = TAG}, RESPONSE_IS_STALE},
};

static void test_meanings(void **state)
{
    size_t i;

    for (i = 0; i < ARRAYSIZE(cases); i++)
    {
        struct response response = cases[i].response;
        HRESULT error = S_OK;

        if (response_judge(&response, cases[i].request, &error) != cases[i].meaning || error != cases[i].error)
            fail_msg("response %zu of the table is not judged so", i);
    }
}

/* What would make a request too long for a server. */
static void test_long_validators(void **state)
{
    char text[2000] = "";
    struct response tag = {.entity_tag = text, .last_modified = DATE}, date = {.last_modified = text};

    memset(text, '"', sizeof(text) - 1);
    assert_string_equal(response_validator(&tag), DATE);
    assert_null(response_validator(&date));
}

/* RFC 9110, 13.1.5: a weak tag is no validator for ranges. */
static void test_validators(void **state)
{
    static const struct response none = {200};
    static const struct response tag = {.entity_tag = TAG, .last_modified = DATE};
    static const struct response weak = {.entity_tag = "W/" TAG, .last_modified = DATE};
    static const struct response only_weak = {.entity_tag = "W/" TAG};

    assert_null(response_validator(&none));
    assert_string_equal(response_validator(&tag), TAG);
    assert_string_equal(response_validator(&weak), DATE);
    assert_null(response_validator(&only_weak));
}

int main(void)
{
    static const struct CMUnitTest tests[] =
    {
        cmocka_unit_test(test_meanings),
        cmocka_unit_test(test_validators),
        cmocka_unit_test(test_long_validators),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
