/* Texts for people: what an error means and what can be done about it.
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "error_text.h"

#include <stdio.h>
#include <wchar.h>
#include <winhttp.h>

#include "com/com.h"
#include "qmgr.h"
#include "error_messages.h"

#define HTTP_TEXT_MAX 160

/* For the statuses without a text of their own, by their first digit. */
static const WCHAR *const http_class_texts[] =
{
    [1] = L"The server sent only an interim answer (HTTP status %u). Try again later.",
    [2] = L"The server's answer does not carry the file (HTTP status %u). Check the address.",
    [3] = L"The server points to another place (HTTP status %u). Use the new address of the file.",
    [4] = L"The server refused the request (HTTP status %u). Check the address and your right to the file.",
    [5] = L"The server has a problem (HTTP status %u). Try again later.",
};

/* The BG_E_ERROR_CONTEXT_ codes exist only for the texts of the contexts. */
static const HRESULT context_codes[] =
{
    [BG_ERROR_CONTEXT_NONE] = BG_S_ERROR_CONTEXT_NONE,
    [BG_ERROR_CONTEXT_UNKNOWN] = BG_E_ERROR_CONTEXT_UNKNOWN,
    [BG_ERROR_CONTEXT_GENERAL_QUEUE_MANAGER] = BG_E_ERROR_CONTEXT_GENERAL_QUEUE_MANAGER,
    [BG_ERROR_CONTEXT_QUEUE_MANAGER_NOTIFICATION] = BG_E_ERROR_CONTEXT_QUEUE_MANAGER_NOTIFICATION,
    [BG_ERROR_CONTEXT_LOCAL_FILE] = BG_E_ERROR_CONTEXT_LOCAL_FILE,
    [BG_ERROR_CONTEXT_REMOTE_FILE] = BG_E_ERROR_CONTEXT_REMOTE_FILE,
    [BG_ERROR_CONTEXT_GENERAL_TRANSPORT] = BG_E_ERROR_CONTEXT_GENERAL_TRANSPORT,
    [BG_ERROR_CONTEXT_REMOTE_APPLICATION] = BG_E_ERROR_CONTEXT_REMOTE_APPLICATION,
    [BG_ERROR_CONTEXT_SERVER_CERTIFICATE_CALLBACK] = BG_E_ERROR_CONTEXT_SERVER_CERTIFICATE_CALLBACK,
};

/* GetErrorDescription's page has callers pass the language of the thread's locale, which need not be that of the
 * user interface. */
static BOOL is_language_served(LANGID language)
{
    return !language || PRIMARYLANGID(language) == LANG_ENGLISH
            || language == GetUserDefaultUILanguage() || language == GetUserDefaultLangID()
            || language == GetSystemDefaultUILanguage() || language == GetSystemDefaultLangID();
}

static const WCHAR *find_message(HRESULT code)
{
    size_t i;

    for (i = 0; i < ARRAYSIZE(error_messages); ++i)
    {
        if (error_messages[i].code == code)
            return error_messages[i].text;
    }
    return NULL;
}

static BOOL is_http_status(HRESULT code)
{
    return FAILED(code) && HRESULT_FACILITY(code) == FACILITY_HTTP
            && HRESULT_CODE(code) >= 100 && HRESULT_CODE(code) < 600;
}

static HRESULT http_status_text(UINT status, WCHAR **text)
{
    WCHAR buffer[HTTP_TEXT_MAX];

    swprintf(buffer, ARRAYSIZE(buffer), http_class_texts[status / 100], status);
    return string_to_caller(buffer, text);
}

/* Messages end with a line break, or with a blank in its place. */
static void trim_end(WCHAR *text)
{
    size_t length = wcslen(text);

    while (length && iswspace(text[length - 1]))
        text[--length] = 0;
}

/* Any language, since a specific one would find only itself and not, for instance, American English for British. */
static HRESULT format_message(DWORD source, HMODULE module, DWORD id, WCHAR **text)
{
    const DWORD layout = FORMAT_MESSAGE_IGNORE_INSERTS | FORMAT_MESSAGE_ALLOCATE_BUFFER | FORMAT_MESSAGE_MAX_WIDTH_MASK;
    WCHAR *message;
    HRESULT hr;

    if (!FormatMessageW(source | layout, module, id, 0, (WCHAR *)&message, 0, NULL))
        return HRESULT_FROM_WIN32(ERROR_MR_MID_NOT_FOUND);
    trim_end(message);
    hr = string_to_caller(message, text);
    LocalFree(message);
    return hr;
}

static HRESULT winhttp_text(DWORD error, WCHAR **text)
{
    HMODULE module;
    HRESULT hr;

    if (!(module = LoadLibraryExW(L"winhttp.dll", NULL, LOAD_LIBRARY_AS_DATAFILE | LOAD_LIBRARY_SEARCH_SYSTEM32)))
        return HRESULT_FROM_WIN32(ERROR_MR_MID_NOT_FOUND);
    hr = format_message(FORMAT_MESSAGE_FROM_HMODULE, module, error, text);
    FreeLibrary(module);
    return hr;
}

static HRESULT system_text(HRESULT code, WCHAR **text)
{
    DWORD error = HRESULT_FACILITY(code) == FACILITY_WIN32 ? HRESULT_CODE(code) : (DWORD)code;

    if (error >= WINHTTP_ERROR_BASE && error <= WINHTTP_ERROR_LAST)
        return winhttp_text(error, text);
    return format_message(FORMAT_MESSAGE_FROM_SYSTEM, NULL, error, text);
}

HRESULT error_text(HRESULT code, DWORD language, WCHAR **text)
{
    const WCHAR *message;

    if (!is_language_served(LANGIDFROMLCID(language)))
        return HRESULT_FROM_WIN32(ERROR_RESOURCE_LANG_NOT_FOUND);
    if ((message = find_message(code)))
        return string_to_caller(message, text);
    if (is_http_status(code))
        return http_status_text(HRESULT_CODE(code), text);
    return system_text(code, text);
}

HRESULT error_context_text(BG_ERROR_CONTEXT context, DWORD language, WCHAR **text)
{
    if ((UINT)context >= ARRAYSIZE(context_codes))
        return E_INVALIDARG;
    return error_text(context_codes[context], language, text);
}
