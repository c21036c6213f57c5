/* The COM classes. Each object outlives what it speaks for: it holds a reference to its job.
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#ifndef QMGR_COM_COM_H
#define QMGR_COM_COM_H

#define COBJMACROS
#include <windows.h>
#include "bits10_1.h"
#include "bits10_3.h"
#include "bitsmsg.h"

struct file;
struct job;
struct job_error;

/* factory.c */
HRESULT factories_register(void);
void factories_revoke(void);

/* disconnect.c */
void clients_disconnect(void);

/* pins.c */
void interfaces_pin(void);

/* manager.c */
HRESULT manager_create(REFIID iid, void **out);

/* job.c: the one object of a job. The queue's lock is held. */
HRESULT job_object_get(struct job *job, IBackgroundCopyJob **out);

/* job_owner.c: whether the caller owns the job: S_OK or E_ACCESSDENIED. The queue's lock is not held. */
HRESULT job_owner_check(struct job *job);

/* file.c: the one object of a file. The queue's lock is held. */
HRESULT file_object_get(struct file *file, IBackgroundCopyFile **out);

/* error.c */
HRESULT error_object_create(struct job *job, const struct job_error *error, IBackgroundCopyError **out);

/* snapshot.c: an enumerator over a frozen list of interface pointers, of any of the IEnum... interfaces of BITS, which
 * differ in the type of the pointers only. It takes over the array and the references in it, also on failure. */
HRESULT snapshot_create(REFIID iid, IUnknown **items, ULONG count, void **out);
void snapshot_free_items(IUnknown **items, ULONG count);

/* The same over ids, which come from malloc. */
HRESULT snapshot_create_of_ids(REFIID iid, GUID *ids, ULONG count, void **out);

/* strings.c */
HRESULT string_to_caller(const WCHAR *string, WCHAR **out);

/* values.c: they read a member of a job or file under the lock, and refuse NULL with E_INVALIDARG. */
HRESULT read_string(WCHAR *const *member, WCHAR **out);
HRESULT read_number(const ULONG *member, ULONG *out);
HRESULT read_flag(const BOOL *member, BOOL *out);

#endif
