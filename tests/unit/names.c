/* The rules for names: ns-bits-bg_file_info.
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include "unit.h"
#include <curl/curl.h>

#include "queue/job.h"
#include "transfer/url.h"

struct name
{
    const WCHAR *name;
    HRESULT expected;
};

static void check_names(const struct name *names, size_t count, HRESULT (*check)(const WCHAR *))
{
    size_t i;

    for (i = 0; i < count; i++)
    {
        if (check(names[i].name) != names[i].expected)
            fail_msg("name %zu of the table: not %#x", i, (unsigned int)names[i].expected);
    }
}

static void test_local_names(void **state)
{
    static const struct name names[] =
    {
        {L"C:\\file", S_OK},
        {L"c:\\folder\\file.txt", S_OK},
        {L"C:/folder/file.txt", S_OK},
        {L"\\\\server\\share\\file", S_OK},
        {L"C:\\\x00e9\xd83d\xde00", S_OK},
        {L"C:\\unpaired\xd800", S_OK},
        {L"C:\\folder\\..\\file", S_OK},
        {L"C:\\folder\\\\file", S_OK},
        {L"C:\\file.", S_OK},
        {L"C:\\file ", S_OK},
        {NULL, E_INVALIDARG},
        {L"", E_INVALIDARG},
        {L"file", E_INVALIDARG},
        {L"folder\\file", E_INVALIDARG},
        {L"\\file", E_INVALIDARG},
        {L"C:", E_INVALIDARG},
        {L"C:\\", E_INVALIDARG},
        {L"C:file", E_INVALIDARG},
        {L"C:\\folder\\", E_INVALIDARG},
        {L"1:\\file", E_INVALIDARG},
        {L"\\\\?\\C:\\file", E_INVALIDARG},
        {L"\\\\.\\C:\\file", E_INVALIDARG},
        {L"//./C:/file", E_INVALIDARG},
        {L"\\??\\C:\\file", E_INVALIDARG},
        {L"C:\\.", E_INVALIDARG},
        {L"C:\\folder\\..", E_INVALIDARG},
        {L"C:\\folder\\. .", E_INVALIDARG},
        {L"C:\\folder\\ ", E_INVALIDARG},
        {L"C:\\file:stream", E_INVALIDARG},
        {L"C:\\fil*", E_INVALIDARG},
        {L"C:\\fil?", E_INVALIDARG},
        {L"C:\\a<b", E_INVALIDARG},
        {L"C:\\a\nb", E_INVALIDARG},
        {L"http://server/file", E_INVALIDARG},
    };

    check_names(names, ARRAYSIZE(names), local_name_check);
}

/* naming-a-file: names of devices, in any folder, in any case, with any extension. */
static void test_devices(void **state)
{
    static const struct name names[] =
    {
        {L"C:\\CON", E_INVALIDARG},
        {L"C:\\con.txt", E_INVALIDARG},
        {L"C:\\Nul.tar.gz", E_INVALIDARG},
        {L"C:\\PRN .txt", E_INVALIDARG},
        {L"C:\\AUX.", E_INVALIDARG},
        {L"C:\\aux\\file", E_INVALIDARG},
        {L"C:\\COM1.txt", E_INVALIDARG},
        {L"C:\\com9", E_INVALIDARG},
        {L"C:\\COM\x00b2", E_INVALIDARG},
        {L"C:\\LPT1", E_INVALIDARG},
        {L"C:\\lpt\x00b9.log", E_INVALIDARG},
        {L"C:\\conin$", E_INVALIDARG},
        {L"C:\\CONOUT$", E_INVALIDARG},
        {L"C:\\CONTENT", S_OK},
        {L"C:\\CO", S_OK},
        {L"C:\\COM", S_OK},
        {L"C:\\COM0", S_OK},
        {L"C:\\COM10", S_OK},
        {L"C:\\COMX", S_OK},
        {L"C:\\LPT", S_OK},
        {L"C:\\a.con", S_OK},
        {L"C:\\.nul", S_OK},
    };

    check_names(names, ARRAYSIZE(names), local_name_check);
}

/* ns-bits-bg_file_info: no named pipes and no devices of other machines. */
static void test_shares(void **state)
{
    static const struct name names[] =
    {
        {L"\\\\server\\share\\folder\\file", S_OK},
        {L"//server/share/file", S_OK},
        {L"\\\\server\\pipes\\file", S_OK},
        {L"\\\\server\\share\\pipe", S_OK},
        {L"\\\\server\\pipe\\name", E_INVALIDARG},
        {L"\\\\server\\PIPE\\name", E_INVALIDARG},
        {L"\\\\server\\mailslot\\name", E_INVALIDARG},
        {L"\\\\server\\IPC$\\name", E_INVALIDARG},
        {L"\\\\server\\share\\COM1", E_INVALIDARG},
        {L"\\\\server\\share", E_INVALIDARG},
        {L"\\\\server\\share\\", E_INVALIDARG},
        {L"\\\\server\\\\file", E_INVALIDARG},
        {L"\\\\server", E_INVALIDARG},
        {L"\\\\\\share\\file", E_INVALIDARG},
        {L"\\\\ser*ver\\share\\file", E_INVALIDARG},
        {L"\\\\server\\sh?re\\file", E_INVALIDARG},
    };

    check_names(names, ARRAYSIZE(names), local_name_check);
}

static void fill(WCHAR *name, size_t from, size_t length)
{
    size_t i;

    for (i = from; i < length; i++)
        name[i] = i % 100 == 99 ? '/' : 'x';
    name[length] = 0;
}

static void test_local_name_length(void **state)
{
    WCHAR name[LOCAL_NAME_MAX + 2] = L"C:\\";

    fill(name, 3, LOCAL_NAME_MAX);
    assert_hresult(local_name_check(name), S_OK);
    fill(name, 3, LOCAL_NAME_MAX + 1);
    assert_hresult(local_name_check(name), E_INVALIDARG);
}

static void test_remote_names(void **state)
{
    static const struct name names[] =
    {
        {L"http://server/file", S_OK},
        {L"https://server:8443/folder/file?query=1", S_OK},
        {L"HTTP://SERVER/FILE", S_OK},
        {L"http://server", S_OK},
        {L"http://server/a file", S_OK},
        {L"http://[::1]:80/file", S_OK},
        {L"http://user:password@server/file", S_OK},
        {L"\\\\server\\share\\file", S_OK},
        {L"C:\\folder\\file", S_OK},
        {L"file://C:\\folder\\file", S_OK},
        {L"file:///C:/folder/file", S_OK},
        {L"file://server/share/file", S_OK},
        {NULL, E_INVALIDARG},
        {L"", E_INVALIDARG},
        {L"server/file", E_INVALIDARG},
        {L"http://", E_INVALIDARG},
        {L"http:///file", E_INVALIDARG},
        {L"http:server", E_INVALIDARG},
        {L"http://server:99999/file", E_INVALIDARG},
        {L"http://server/\r\nHeader: x", E_INVALIDARG},
        {L"http://server/a\x01", E_INVALIDARG},
        {L"http://server/a\tb", E_INVALIDARG},
        {L"http://server/a\nb", E_INVALIDARG},
        {L"http://server/\x7f", E_INVALIDARG},
        {L"http://ser ver/file", E_INVALIDARG},
        {L"http://server\\file", E_INVALIDARG},
        {L"http://user:password@/file", E_INVALIDARG},
        {L"http://server/\xd800", E_INVALIDARG},
        {L"http://server/\xdc00\xd800", E_INVALIDARG},
        {L"\\\\server\\pipe\\name", E_INVALIDARG},
        {L"file://server/pipe/name", E_INVALIDARG},
        {L"C:\\NUL", E_INVALIDARG},
        {L"\\\\.\\COM1", E_INVALIDARG},
        {L"file:////./C:/file", E_INVALIDARG},
        {L"ftp://server/file", E_INVALIDARG},
        {L"file://", E_INVALIDARG},
        {L"file://server/share/f*", E_INVALIDARG},
        {L"gopher://server/file", E_INVALIDARG},
        {L"mailto:someone@server", E_INVALIDARG},
    };

    check_names(names, ARRAYSIZE(names), remote_name_check);
}

static void test_remote_name_length(void **state)
{
    WCHAR name[REMOTE_NAME_MAX + 2] = L"http://server/";

    fill(name, 14, REMOTE_NAME_MAX);
    assert_hresult(remote_name_check(name), S_OK);
    fill(name, 14, REMOTE_NAME_MAX + 1);
    assert_hresult(remote_name_check(name), E_INVALIDARG);
}

static void test_remote_name_segment(void **state)
{
    WCHAR name[REMOTE_NAME_MAX + 1] = L"http://server/";
    size_t i;

    for (i = 14; i < 14 + MAX_PATH; i++)
        name[i] = 'x';
    assert_hresult(remote_name_check(name), S_OK);
    name[i] = 'x';
    assert_hresult(remote_name_check(name), E_INVALIDARG);
    name[i] = '?';
    for (i++; i < 2000; i++)
        name[i] = 'x';
    assert_hresult(remote_name_check(name), S_OK);
}

static void test_what_is_not_legal_in_a_url_is_escaped(void **state)
{
    CURLU *url = url_from_remote_name(L"http://server/a file");
    char *text;

    assert_int_equal(curl_url_get(url, CURLUPART_URL, &text, 0), CURLUE_OK);
    assert_string_equal(text, "http://server/a%20file");
    curl_free(text);
    curl_url_cleanup(url);
}

static void test_what_may_be_shown_of_a_remote_name(void **state)
{
    static const struct
    {
        const WCHAR *name, *shown;
    }
    names[] =
    {
        {L"http://server/a@b", L"http://server/a@b"}, {L"http://server?a@b", L"http://server?a@b"},
        {L"http://server#a@b", L"http://server#a@b"}, {L"C:\\folder\\a@b", L"C:\\folder\\a@b"}, {L"", L""},
        {L"http://name:word@server/file", L"server/file"}, {L"HTTPS://name@server:8/f", L"server:8/f"},
        {L"http://name:w@rd@server/a@b", L"server/a@b"}, {L"http://:word@server", L"server"},
    };
    size_t i;

    for (i = 0; i < ARRAYSIZE(names); i++)
        assert_memory_equal(remote_name_without_password(names[i].name), names[i].shown,
                (lstrlenW(names[i].shown) + 1) * sizeof(*names[i].shown));
    assert_null(remote_name_without_password(NULL));
}

int main(void)
{
    static const struct CMUnitTest tests[] =
    {
        cmocka_unit_test(test_local_names),
        cmocka_unit_test(test_devices),
        cmocka_unit_test(test_shares),
        cmocka_unit_test(test_local_name_length),
        cmocka_unit_test(test_remote_names),
        cmocka_unit_test(test_remote_name_length),
        cmocka_unit_test(test_remote_name_segment),
        cmocka_unit_test(test_what_may_be_shown_of_a_remote_name),
        cmocka_unit_test(test_what_is_not_legal_in_a_url_is_escaped),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
