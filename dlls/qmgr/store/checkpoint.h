/* A copy of the jobs' registry key in a file of its own. Wine writes its registry to the disk only every 30 seconds; a
 * checkpoint is there at once, and survives the end of every process at any moment.
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#ifndef QMGR_STORE_CHECKPOINT_H
#define QMGR_STORE_CHECKPOINT_H

#include <windows.h>

/* Creates the folder of the checkpoints if it is missing, for the system and administrators alone. */
HRESULT checkpoint_create_folder(const WCHAR *folder);

/* Gives the key the next generation and saves it and what is below it. The file is replaced in one step, when the new
 * one is whole and on the disk. A folder that is missing is created. One thread at a time. */
HRESULT checkpoint_save(HKEY jobs, const WCHAR *folder);

/* Replaces what is below the key by the checkpoint, if that is whole and of a later generation than the key. S_OK if it
 * was, S_FALSE if there was no need. After an error the key may have lost a part: it must not be saved, and the next
 * call begins again. */
HRESULT checkpoint_restore(HKEY jobs, const WCHAR *folder);

/* Deletes the checkpoint, and the folder if nothing else is in it. */
HRESULT checkpoint_delete(const WCHAR *folder);

#endif
