/* Lines "Name=Value", of which a REG_MULTI_SZ is made: what changes together stands in one value of the registry.
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#ifndef QMGR_STORE_LINES_H
#define QMGR_STORE_LINES_H

#include "queue/job.h"
#include "store/values.h"

#define GUID_TEXT_LENGTH 38

/* Each line ends with a zero. Zero everywhere is no line. */
struct lines
{
    WCHAR *text;
    size_t length, room; /* in characters */
    BOOL failed;         /* there was no memory */
};

/* lines.c: these add a line, but for what need not be said: NULL, 0, FALSE, the date 0, GUID_NULL, and no ranges. */
void lines_add_string(struct lines *lines, const WCHAR *name, const WCHAR *string);
void lines_add_pair(struct lines *lines, const WCHAR *name, const WCHAR *first, const WCHAR *second); /* with a tab */
void lines_add_number(struct lines *lines, const WCHAR *name, UINT64 number);
void lines_add_size(struct lines *lines, const WCHAR *name, UINT64 size); /* but for BG_SIZE_UNKNOWN, also 0 */
void lines_add_code(struct lines *lines, const WCHAR *name, DWORD code); /* hexadecimal */
void lines_add_flag(struct lines *lines, const WCHAR *name, BOOL flag);
void lines_add_date(struct lines *lines, const WCHAR *name, FILETIME date);
void lines_add_guid(struct lines *lines, const WCHAR *name, const GUID *guid);
void lines_add_ranges(struct lines *lines, const WCHAR *name, const BG_FILE_RANGE *ranges, DWORD count);
void lines_add_range_set(struct lines *lines, const WCHAR *name, const struct range_set *set);
void lines_add_bytes(struct lines *lines, const WCHAR *name, const char *string); /* each a character */
void lines_add_hash(struct lines *lines, const WCHAR *name, const BYTE *hash, size_t size);

/* These add lines as they are; a list of lines ends with another zero, and NULL is for none. */
void lines_add_line(struct lines *lines, const WCHAR *line);
void lines_add_all(struct lines *lines, const WCHAR *list);

/* The lines as a list, which is left as it is if there are none: FALSE if there is no memory. */
BOOL lines_to_list(struct lines *lines, WCHAR **list);

void lines_free(struct lines *lines);

/* Makes a value of the lines, none if there are none, and frees them. */
void lines_to_value(struct lines *lines, struct values *values, const WCHAR *name);
void lines_to_secret(struct lines *lines, struct values *values, const WCHAR *name);

/* lines_parse.c: finds what follows "Name=" for each of the names, or NULL, in a value that is a REG_MULTI_SZ, or a
 * secret. Lines of other names go into unknown, if that is not NULL. HRESULT_FROM_WIN32(ERROR_INVALID_DATA) if these
 * are no lines, or two of them have the same of the names; or E_OUTOFMEMORY. */
HRESULT lines_parse(const struct value *value, const WCHAR *const *names, const WCHAR **found, size_t count,
        struct lines *unknown);

/* The same of the value with this name; FALSE, with nothing found, if there is none, or *hr is a failure already, or
 * becomes one. */
BOOL decode_lines(HRESULT *hr, const struct values *values, const WCHAR *name, const WCHAR *const *names,
        const WCHAR **found, size_t count);

/* These decode what was found, and leave the result as it is if that is NULL. If *hr is a failure already, or becomes
 * one because there is something else than is expected, they do nothing. */
void decode_string(HRESULT *hr, const WCHAR *text, size_t length_max, WCHAR **string); /* frees the old one */
void decode_number(HRESULT *hr, const WCHAR *text, UINT64 *number);                    /* decimal, or 0x... */
void decode_dword(HRESULT *hr, const WCHAR *text, DWORD *number);
void decode_flag(HRESULT *hr, const WCHAR *text, BOOL *flag);
void decode_word(HRESULT *hr, const WCHAR *text, const WCHAR *const *words, size_t count, ULONG *index);
void decode_date(HRESULT *hr, const WCHAR *text, FILETIME *date);
void decode_guid(HRESULT *hr, const WCHAR *text, GUID *guid);
void decode_ranges(HRESULT *hr, const WCHAR *text, BG_FILE_RANGE **ranges, DWORD *count);
void decode_range_set(HRESULT *hr, const WCHAR *text, struct range_set *set);
void decode_bytes(HRESULT *hr, const WCHAR *text, char **string);
void decode_hash(HRESULT *hr, const WCHAR *text, BYTE *hash, size_t size);

/* Makes *hr the failure of damaged data, if it is none yet and the condition does not hold. */
void decode_check(HRESULT *hr, BOOL condition);

#endif
