/* The names of temporary files that no checkpoint has yet. Where all of Wine is killed, the youngest changes are lost;
 * the files of jobs that have gone with them are found here.
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#ifndef QMGR_STORE_NAME_LOG_H
#define QMGR_STORE_NAME_LOG_H

#include "store/lines.h"

/* The log in a folder. Without it everything works but this. */
HRESULT name_log_open(const WCHAR *folder);
void name_log_close(void);

/* Notes the names, before a file of them is created. */
void name_log_add(const struct lines *names);

/* A checkpoint has all names. */
void name_log_clear(void);

/* Deletes the files of the log that no job of the queue has. At the start, before there are other ones. */
HRESULT name_log_remove_strangers(void);

#endif
