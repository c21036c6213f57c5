/* The files of the web server: their names tell what is in them.
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#ifndef CONTENT_H
#define CONTENT_H

#include "session.h"

#define RANGES_MAX 4

/* A file of a job: "PLACE/SIZE-SEED" or, of a file with ranges, "PLACE/SIZE-SEED@OFFSET+LENGTH,OFFSET+LENGTH". */
struct file_spec
{
    char remote[TEXT_MAX];
    ULONG size;
    ULONG seed;
    DWORD range_count;
    BG_FILE_RANGE ranges[RANGES_MAX];
};

/* Writes every file that a job may want into a folder; FALSE if that fails. */
BOOL content_prepare(const char *folder);

BOOL file_spec_parse(const char *text, struct file_spec *spec);
void file_spec_format(const struct file_spec *spec, char text[TEXT_MAX]);
void file_spec_choose_small(char text[TEXT_MAX]);
void file_spec_choose_large(char text[TEXT_MAX]);
void file_spec_choose_ranges(char text[TEXT_MAX]);

/* Whether the file has just what the spec says. */
BOOL content_is_right(const char *path, const struct file_spec *spec);

#endif
