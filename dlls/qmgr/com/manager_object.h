/* The manager's COM object, whose methods stand in several files.
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#ifndef QMGR_COM_MANAGER_OBJECT_H
#define QMGR_COM_MANAGER_OBJECT_H

#include "com/com.h"

struct manager
{
    IBackgroundCopyManager IBackgroundCopyManager_iface;
    IBitsPeerCacheAdministration IBitsPeerCacheAdministration_iface;
    LONG refs;
};

/* manager.c: puts a job that was just made into the queue, and gives its object, or leaves *out NULL. */
HRESULT manager_add_job(struct job *job, IBackgroundCopyJob **out);

/* peer_cache.c */
extern const IBitsPeerCacheAdministrationVtbl peer_cache_vtbl;

#endif
