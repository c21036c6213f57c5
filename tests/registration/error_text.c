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

#include "bitsmsg.h"
#include "com/error_text.h"
#include "../error_codes.h"

#define assert_hr(call, expected) assert_int_equal((ULONG)(call), (ULONG)(expected))

#define ENGLISH MAKELANGID(LANG_ENGLISH, SUBLANG_ENGLISH_US)
#define NO_LANGUAGE HRESULT_FROM_WIN32(ERROR_RESOURCE_LANG_NOT_FOUND)
#define NO_TEXT HRESULT_FROM_WIN32(ERROR_MR_MID_NOT_FOUND)

static WCHAR *get_text(HRESULT code)
{
    WCHAR *text = NULL;
    HRESULT hr = error_text(code, ENGLISH, &text);

    if (hr != S_OK || !text || !*text)
        fail_msg("%08lx has no text: %08lx", (ULONG)code, (ULONG)hr);
    return text;
}

static void assert_sentence(HRESULT code, const WCHAR *text)
{
    size_t length = wcslen(text);

    if (length < 20 || text[length - 1] != '.')
        fail_msg("The text for %08lx is \"%ls\".", (ULONG)code, text);
}

struct texts
{
    WCHAR *texts[MAX_CODES];
    size_t count;
};

static void add_text(struct texts *texts, HRESULT code)
{
    WCHAR *text = get_text(code);
    size_t i;

    for (i = 0; i < texts->count; ++i)
    {
        if (!wcscmp(text, texts->texts[i]))
            fail_msg("The text for %08lx is also that of another code.", (ULONG)code);
    }
    assert_in_range(texts->count, 0, MAX_CODES - 1);
    texts->texts[texts->count++] = text;
}

static void add_texts(struct texts *texts, const struct code_range *ranges, size_t count)
{
    HRESULT code;
    size_t i;

    for (i = 0; i < count; ++i)
    {
        for (code = ranges[i].first; code <= ranges[i].last; ++code)
            add_text(texts, code);
    }
}

static void free_texts(struct texts *texts)
{
    while (texts->count)
        CoTaskMemFree(texts->texts[--texts->count]);
}

static void test_every_code_has_a_text_of_its_own(void **state)
{
    struct texts texts = {{NULL}, 0};

    add_texts(&texts, bits_codes, ARRAYSIZE(bits_codes));
    add_texts(&texts, foreign_codes, ARRAYSIZE(foreign_codes));
    add_texts(&texts, old_codes, ARRAYSIZE(old_codes));
    free_texts(&texts);
}

/* The system's own texts are as they are. */
static void assert_sentences(const struct code_range *ranges, size_t count)
{
    HRESULT code;
    WCHAR *text;
    size_t i;

    for (i = 0; i < count; ++i)
    {
        for (code = ranges[i].first; code <= ranges[i].last; ++code)
        {
            text = get_text(code);
            assert_sentence(code, text);
            CoTaskMemFree(text);
        }
    }
}

static void test_our_texts_are_sentences(void **state)
{
    assert_sentences(bits_codes, ARRAYSIZE(bits_codes));
    assert_sentences(old_codes, ARRAYSIZE(old_codes));
}

/* Where a file has no known size, or comes only as a whole, it does so at any priority. */
static void test_no_text_advises_what_does_not_help(void **state)
{
    static const HRESULT codes[] = {BG_E_MISSING_FILE_SIZE, BG_E_INSUFFICIENT_RANGE_SUPPORT};
    WCHAR *text;
    size_t i;

    for (i = 0; i < ARRAYSIZE(codes); ++i)
    {
        text = get_text(codes[i]);
        assert_null(wcsstr(text, L"priority"));
        CoTaskMemFree(text);
    }
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
        cmocka_unit_test(test_our_texts_are_sentences),
        cmocka_unit_test(test_no_text_advises_what_does_not_help),
        cmocka_unit_test(test_every_http_status_is_named),
        cmocka_unit_test(test_other_errors_have_the_text_of_the_system),
        cmocka_unit_test(test_a_code_may_have_no_text),
        cmocka_unit_test(test_every_context_has_a_text),
        cmocka_unit_test(test_languages_that_are_served),
        cmocka_unit_test(test_other_languages_are_refused),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
