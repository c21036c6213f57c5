/* Running a part of a test program as a standard user.
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include <stdio.h>
#include <string.h>
#include <wchar.h>

#include "standard_user.h"
#include <sddl.h>

#define PROGRAM_TIMEOUT 60000

static const char *given_text;

static HANDLE open_own_token(void)
{
    HANDLE token;

    assert_true(OpenProcessToken(GetCurrentProcess(), TOKEN_QUERY | TOKEN_DUPLICATE | TOKEN_ASSIGN_PRIMARY, &token));
    return token;
}

static BOOL token_is_elevated(HANDLE token)
{
    TOKEN_ELEVATION elevation;
    DWORD size;

    assert_true(GetTokenInformation(token, TokenElevation, &elevation, sizeof(elevation), &size));
    return elevation.TokenIsElevated != 0;
}

/* An elevated user has a token that is not, too. Windows gives it to the system only; Wine to everyone. */
static HANDLE open_plain_token(HANDLE token)
{
    TOKEN_LINKED_TOKEN linked;
    HANDLE plain;
    DWORD size;
    BOOL usable;

    if (!token_is_elevated(token) || !GetTokenInformation(token, TokenLinkedToken, &linked, sizeof(linked), &size))
        return token;
    usable = DuplicateTokenEx(linked.LinkedToken, TOKEN_ALL_ACCESS, NULL, SecurityAnonymous, TokenPrimary, &plain);
    CloseHandle(linked.LinkedToken);
    if (!usable)
        return token;
    CloseHandle(token);
    return plain;
}

static HANDLE create_standard_token(void)
{
    HANDLE token = open_plain_token(open_own_token()), standard;
    BYTE administrators[SECURITY_MAX_SID_SIZE];
    SID_AND_ATTRIBUTES disabled = {administrators, 0};
    DWORD size = sizeof(administrators);

    assert_true(CreateWellKnownSid(WinBuiltinAdministratorsSid, NULL, administrators, &size));
    assert_true(CreateRestrictedToken(token, 0, 1, &disabled, 0, NULL, 0, NULL, &standard));
    CloseHandle(token);
    return standard;
}

/* What the program prints is no test result of this one, and goes to the log. */
static HANDLE start_program(HANDLE token, const char *test, const char *text)
{
    STARTUPINFOA startup = {.cb = sizeof(startup), .dwFlags = STARTF_USESTDHANDLES};
    char path[MAX_PATH], command[2 * MAX_PATH];
    PROCESS_INFORMATION process;

    startup.hStdInput = GetStdHandle(STD_INPUT_HANDLE);
    startup.hStdOutput = startup.hStdError = GetStdHandle(STD_ERROR_HANDLE);
    assert_true(GetModuleFileNameA(NULL, path, sizeof(path)) < sizeof(path));
    snprintf(command, sizeof(command), "\"%s\" --standard-user %s %s", path, test, text);
    if (!CreateProcessAsUserA(token, NULL, command, NULL, NULL, TRUE, 0, NULL, NULL, &startup, &process))
        assert_int_equal(GetLastError(), ERROR_SUCCESS);
    CloseHandle(process.hThread);
    return process.hProcess;
}

void run_as_standard_user(const char *test, const char *text)
{
    HANDLE token = create_standard_token(), process = start_program(token, test, text);
    BOOL ended = WaitForSingleObject(process, PROGRAM_TIMEOUT) == WAIT_OBJECT_0;
    DWORD code;

    if (!ended)
        TerminateProcess(process, 1);
    assert_true(GetExitCodeProcess(process, &code));
    CloseHandle(process);
    CloseHandle(token);
    assert_true(ended);
    assert_int_equal(code, 0);
}

BOOL is_standard_user_program(int argc, char **argv)
{
    return argc == 4 && !strcmp(argv[1], "--standard-user");
}

const char *standard_user_text(void)
{
    return given_text;
}

static const struct CMUnitTest *find_test(const char *name, const struct CMUnitTest *tests, size_t count)
{
    size_t i;

    for (i = 0; i < count; ++i)
    {
        if (!strcmp(tests[i].name, name))
            return &tests[i];
    }
    return NULL;
}

int standard_user_program(char **argv, const struct CMUnitTest *tests, size_t count)
{
    const struct CMUnitTest *found = find_test(argv[2], tests, count);
    struct CMUnitTest test[1];

    if (!found)
        return 1;
    test[0] = *found;
    given_text = argv[3];
    return cmocka_run_group_tests_name("standard user", test, bits_program_setup, bits_program_teardown);
}

static void get_sid(HANDLE token, WCHAR *text, size_t size)
{
    BYTE buffer[sizeof(TOKEN_USER) + SECURITY_MAX_SID_SIZE];
    DWORD returned;
    WCHAR *sid;

    assert_true(GetTokenInformation(token, TokenUser, buffer, sizeof(buffer), &returned));
    assert_true(ConvertSidToStringSidW(((TOKEN_USER *)buffer)->User.Sid, &sid));
    assert_true(wcslen(sid) < size);
    wcscpy(text, sid);
    LocalFree(sid);
}

static ULONG get_integrity_level(HANDLE token)
{
    BYTE buffer[sizeof(TOKEN_MANDATORY_LABEL) + SECURITY_MAX_SID_SIZE];
    DWORD returned;
    SID *sid;

    assert_true(GetTokenInformation(token, TokenIntegrityLevel, buffer, sizeof(buffer), &returned));
    sid = ((TOKEN_MANDATORY_LABEL *)buffer)->Label.Sid;
    return *GetSidSubAuthority(sid, *GetSidSubAuthorityCount(sid) - 1);
}

void get_token_facts(struct token_facts *facts)
{
    HANDLE token = open_own_token();

    get_sid(token, facts->sid, ARRAYSIZE(facts->sid));
    facts->integrity_level = get_integrity_level(token);
    facts->elevated = token_is_elevated(token);
    CloseHandle(token);
}
