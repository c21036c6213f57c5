/* Running a part of a test program as a standard user, who is no administrator.
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#ifndef STANDARD_USER_H
#define STANDARD_USER_H

#include "bits_test.h"

/* Starts this program again, with Administrators disabled in its token, and waits for it to end well. It gets the name
 * of a test, and text for it, which may have no spaces. */
void run_as_standard_user(const char *test, const char *text);

/* Whether this is the program that was started so; it runs the named one of its tests. */
BOOL is_standard_user_program(int argc, char **argv);
int standard_user_program(char **argv, const struct CMUnitTest *tests, size_t count);

/* The text that the test was given. */
const char *standard_user_text(void);

/* What the token of this process says. */
struct token_facts
{
    WCHAR sid[200];
    ULONG integrity_level;
    BOOL elevated;
};

void get_token_facts(struct token_facts *facts);

#endif
