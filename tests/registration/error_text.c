/* The texts of errors: every code has one of its own, in the languages that are served.
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <setjmp.h>
#include <cmocka.h>

#include <stdio.h>
#include <wchar.h>
#include <windows.h>

#include "com/error_text.h"

#define assert_hr(call, expected) assert_int_equal((ULONG)(call), (ULONG)(expected))

#define ENGLISH MAKELANGID(LANG_ENGLISH, SUBLANG_ENGLISH_US)
#define NO_LANGUAGE HRESULT_FROM_WIN32(ERROR_RESOURCE_LANG_NOT_FOUND)
#define NO_TEXT HRESULT_FROM_WIN32(ERROR_MR_MID_NOT_FOUND)

#define BITS_CODE(code) ((HRESULT)(0x80200000 | (code)))
#define HTTP_CODE(status) ((HRESULT)(0x80190000 | (status)))
#define WIN32_CODE(error) ((HRESULT)(0x80070000 | (error)))
#define MAX_CODES 256

/* The numbers of BITS skip 4a to 4f and 5a to 5f. */
static const struct
{
    HRESULT first, last;
}
code_ranges[] =
{
    {BITS_CODE(0x01), BITS_CODE(0x05)}, {0x00200006, 0x00200006},
    {BITS_CODE(0x07), BITS_CODE(0x16)}, {0x00200017, 0x00200017},
    {BITS_CODE(0x18), BITS_CODE(0x19)}, {0x0020001a, 0x0020001a},
    {BITS_CODE(0x1b), BITS_CODE(0x29)}, {0x0020002a, 0x0020002a},
    {BITS_CODE(0x2b), BITS_CODE(0x49)},
    {BITS_CODE(0x50), BITS_CODE(0x54)}, {0x00200055, 0x00200055},
    {BITS_CODE(0x56), BITS_CODE(0x59)},
    {BITS_CODE(0x60), BITS_CODE(0x76)},
    {HTTP_CODE(100), HTTP_CODE(101)}, {HTTP_CODE(200), HTTP_CODE(206)},
    {HTTP_CODE(300), HTTP_CODE(305)}, {HTTP_CODE(307), HTTP_CODE(307)},
    {HTTP_CODE(400), HTTP_CODE(417)}, {HTTP_CODE(449), HTTP_CODE(449)},
    {HTTP_CODE(500), HTTP_CODE(505)},
    {WIN32_CODE(12002), WIN32_CODE(12002)}, {WIN32_CODE(12005), WIN32_CODE(12007)},
    {WIN32_CODE(12015), WIN32_CODE(12015)}, {WIN32_CODE(12029), WIN32_CODE(12030)},
    {WIN32_CODE(12037), WIN32_CODE(12038)}, {WIN32_CODE(12044), WIN32_CODE(12045)},
    {WIN32_CODE(12057), WIN32_CODE(12057)}, {WIN32_CODE(12152), WIN32_CODE(12152)},
    {WIN32_CODE(12156), WIN32_CODE(12157)}, {WIN32_CODE(12169), WIN32_CODE(12170)},
    {WIN32_CODE(12175), WIN32_CODE(12175)}, {WIN32_CODE(12179), WIN32_CODE(12180)},
    {WIN32_CODE(12185), WIN32_CODE(12186)},
};

static WCHAR *get_text(HRESULT code)
{
    WCHAR *text = NULL;

    assert_hr(error_text(code, ENGLISH, &text), S_OK);
    assert_non_null(text);
    return text;
}

static void assert_sentence(HRESULT code, const WCHAR *text)
{
    size_t length = wcslen(text);

    if (length < 20 || text[length - 1] != '.')
        fail_msg("The text for %08lx is \"%ls\".", (ULONG)code, text);
}

static void test_every_code_has_a_text_of_its_own(void **state)
{
    size_t range, count = 0, other;
    WCHAR *texts[MAX_CODES];
    HRESULT code;

    for (range = 0; range < ARRAYSIZE(code_ranges); ++range)
    {
        for (code = code_ranges[range].first; code <= code_ranges[range].last; ++code)
        {
            assert_in_range(count, 0, MAX_CODES - 1);
            texts[count] = get_text(code);
            assert_sentence(code, texts[count]);
            for (other = 0; other < count; ++other)
            {
                if (!wcscmp(texts[count], texts[other]))
                    fail_msg("The text for %08lx is also that of another code.", (ULONG)code);
            }
            ++count;
        }
    }
    while (count)
        CoTaskMemFree(texts[--count]);
}

static void test_every_http_status_is_named(void **state)
{
    WCHAR expected[32], *text;
    unsigned int status;

    for (status = 100; status < 600; ++status)
    {
        text = get_text(HTTP_CODE(status));
        swprintf(expected, ARRAYSIZE(expected), L"(HTTP status %u)", status);
        if (!wcsstr(text, expected))
            fail_msg("The text for status %u is \"%ls\".", status, text);
        CoTaskMemFree(text);
    }
}

static void test_other_errors_have_the_text_of_the_system(void **state)
{
    WCHAR expected[256], *text;

    assert_true(FormatMessageW(FORMAT_MESSAGE_FROM_SYSTEM | FORMAT_MESSAGE_IGNORE_INSERTS, NULL,
            ERROR_FILE_NOT_FOUND, 0, expected, ARRAYSIZE(expected), NULL));
    text = get_text(HRESULT_FROM_WIN32(ERROR_FILE_NOT_FOUND));
    assert_true(wcslen(text));
    assert_false(wcsncmp(expected, text, wcslen(text)));
    assert_null(wcspbrk(text, L"\r\n"));
    CoTaskMemFree(text);
}

static void test_a_code_may_have_no_text(void **state)
{
    static const HRESULT codes[] =
    {
        BITS_CODE(0), BITS_CODE(0x4a), BITS_CODE(0x4f), BITS_CODE(0x5a), BITS_CODE(0x77), BITS_CODE(0xffff),
        HTTP_CODE(99), HTTP_CODE(600), WIN32_CODE(12199), (HRESULT)0xa0001234,
    };
    WCHAR *text;
    size_t i;

    for (i = 0; i < ARRAYSIZE(codes); ++i)
        assert_hr(error_text(codes[i], ENGLISH, &text), NO_TEXT);
}

static void test_every_context_has_a_text(void **state)
{
    BG_ERROR_CONTEXT context;
    WCHAR *text;

    for (context = BG_ERROR_CONTEXT_NONE; context <= BG_ERROR_CONTEXT_SERVER_CERTIFICATE_CALLBACK; ++context)
    {
        assert_hr(error_context_text(context, ENGLISH, &text), S_OK);
        assert_sentence(context, text);
        CoTaskMemFree(text);
    }
    assert_hr(error_context_text(BG_ERROR_CONTEXT_SERVER_CERTIFICATE_CALLBACK + 1, ENGLISH, &text), E_INVALIDARG);
    assert_hr(error_context_text((BG_ERROR_CONTEXT)-1, ENGLISH, &text), E_INVALIDARG);
}

static void test_languages_that_are_served(void **state)
{
    const DWORD languages[] =
    {
        0, ENGLISH, MAKELANGID(LANG_ENGLISH, SUBLANG_ENGLISH_UK), MAKELANGID(LANG_ENGLISH, SUBLANG_NEUTRAL),
        GetUserDefaultUILanguage(), GetSystemDefaultUILanguage(), LANGIDFROMLCID(GetThreadLocale()),
    };
    WCHAR *text;
    size_t i;

    for (i = 0; i < ARRAYSIZE(languages); ++i)
    {
        assert_hr(error_text(BITS_CODE(1), languages[i], &text), S_OK);
        CoTaskMemFree(text);
        assert_hr(error_context_text(BG_ERROR_CONTEXT_LOCAL_FILE, languages[i], &text), S_OK);
        CoTaskMemFree(text);
    }
}

static LANGID foreign_language(void)
{
    LANGID german = MAKELANGID(LANG_GERMAN, SUBLANG_GERMAN), welsh = MAKELANGID(LANG_WELSH, SUBLANG_DEFAULT);

    if (GetUserDefaultUILanguage() == welsh || GetSystemDefaultUILanguage() == welsh)
        return german;
    return welsh;
}

static void test_other_languages_are_refused(void **state)
{
    WCHAR *text;

    assert_hr(error_text(BITS_CODE(1), foreign_language(), &text), NO_LANGUAGE);
    assert_hr(error_text(WIN32_CODE(2), foreign_language(), &text), NO_LANGUAGE);
    assert_hr(error_context_text(BG_ERROR_CONTEXT_LOCAL_FILE, foreign_language(), &text), NO_LANGUAGE);
}

int main(void)
{
    const struct CMUnitTest tests[] =
    {
        cmocka_unit_test(test_every_code_has_a_text_of_its_own),
        cmocka_unit_test(test_every_http_status_is_named),
        cmocka_unit_test(test_other_errors_have_the_text_of_the_system),
        cmocka_unit_test(test_a_code_may_have_no_text),
        cmocka_unit_test(test_every_context_has_a_text),
        cmocka_unit_test(test_languages_that_are_served),
        cmocka_unit_test(test_other_languages_are_refused),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
