/* The enumerators: each goes through a list that was frozen when it was made. nn-bits-ienumbackgroundcopyjobs
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include <stdlib.h>

#include "com/com.h"
#include "wine/debug.h"

WINE_DEFAULT_DEBUG_CHANNEL(qmgr);

/* The frozen list, which clones share. */
struct list
{
    LONG refs;
    ULONG count;
    size_t item_size;
    BOOL has_references; /* the items are interface pointers */
    void *items;
};

/* IEnumBackgroundCopyFiles stands for all of them: the vtables are alike, but for the type of Next's items. */
struct snapshot
{
    IEnumBackgroundCopyFiles IEnumBackgroundCopyFiles_iface;
    LONG refs;
    IID iid;
    struct list *list;
    SRWLOCK lock; /* guards the position */
    ULONG position;
};

static HRESULT snapshot_create_at(REFIID iid, struct list *list, ULONG position, IEnumBackgroundCopyFiles **out);

static struct snapshot *impl_from_IEnumBackgroundCopyFiles(IEnumBackgroundCopyFiles *iface)
{
    return CONTAINING_RECORD(iface, struct snapshot, IEnumBackgroundCopyFiles_iface);
}

void snapshot_free_items(IUnknown **items, ULONG count)
{
    ULONG i;

    for (i = 0; i < count; i++)
        IUnknown_Release(items[i]);
    free(items);
}

static void list_release(struct list *list)
{
    if (InterlockedDecrement(&list->refs))
        return;
    snapshot_free_items(list->items, list->has_references ? list->count : 0);
    free(list);
}

static void list_copy_items(const struct list *list, ULONG first, ULONG count, void *out)
{
    IUnknown **references = out;
    ULONG i;

    memcpy(out, (BYTE *)list->items + first * list->item_size, count * list->item_size);
    for (i = 0; list->has_references && i < count; i++)
        IUnknown_AddRef(references[i]);
}

/* Moves on by as many items as there are, up to count; returns how many, and where they begin. */
static ULONG snapshot_advance(struct snapshot *snapshot, ULONG count, ULONG *first)
{
    AcquireSRWLockExclusive(&snapshot->lock);
    *first = snapshot->position;
    count = min(count, snapshot->list->count - snapshot->position);
    snapshot->position += count;
    ReleaseSRWLockExclusive(&snapshot->lock);
    return count;
}

static HRESULT WINAPI snapshot_QueryInterface(IEnumBackgroundCopyFiles *iface, REFIID iid, void **out)
{
    struct snapshot *snapshot = impl_from_IEnumBackgroundCopyFiles(iface);

    if (!out)
        return E_POINTER;
    *out = NULL;
    if (!IsEqualIID(iid, &IID_IUnknown) && !IsEqualIID(iid, &snapshot->iid))
        return E_NOINTERFACE;
    IEnumBackgroundCopyFiles_AddRef(iface);
    *out = iface;
    return S_OK;
}

static ULONG WINAPI snapshot_AddRef(IEnumBackgroundCopyFiles *iface)
{
    return InterlockedIncrement(&impl_from_IEnumBackgroundCopyFiles(iface)->refs);
}

static ULONG WINAPI snapshot_Release(IEnumBackgroundCopyFiles *iface)
{
    struct snapshot *snapshot = impl_from_IEnumBackgroundCopyFiles(iface);
    ULONG refs = InterlockedDecrement(&snapshot->refs);

    if (!refs)
    {
        list_release(snapshot->list);
        free(snapshot);
    }
    return refs;
}

static HRESULT WINAPI snapshot_Next(IEnumBackgroundCopyFiles *iface, ULONG count, IBackgroundCopyFile **out,
        ULONG *fetched)
{
    struct snapshot *snapshot = impl_from_IEnumBackgroundCopyFiles(iface);
    const struct list *list = snapshot->list;
    ULONG first, found;

    TRACE("iface %p, count %lu, out %p, fetched %p\n", iface, count, out, fetched);

    if (fetched)
        *fetched = 0;
    if (!out || (!fetched && count != 1))
        return E_INVALIDARG;
    found = snapshot_advance(snapshot, count, &first);
    memset(out, 0, count * list->item_size);
    list_copy_items(list, first, found, out);
    if (fetched)
        *fetched = found;
    return found == count ? S_OK : S_FALSE;
}

static HRESULT WINAPI snapshot_Skip(IEnumBackgroundCopyFiles *iface, ULONG count)
{
    ULONG first;

    TRACE("iface %p, count %lu\n", iface, count);
    return snapshot_advance(impl_from_IEnumBackgroundCopyFiles(iface), count, &first) == count ? S_OK : S_FALSE;
}

static HRESULT WINAPI snapshot_Reset(IEnumBackgroundCopyFiles *iface)
{
    struct snapshot *snapshot = impl_from_IEnumBackgroundCopyFiles(iface);

    TRACE("iface %p\n", iface);

    AcquireSRWLockExclusive(&snapshot->lock);
    snapshot->position = 0;
    ReleaseSRWLockExclusive(&snapshot->lock);
    return S_OK;
}

static HRESULT WINAPI snapshot_Clone(IEnumBackgroundCopyFiles *iface, IEnumBackgroundCopyFiles **out)
{
    struct snapshot *snapshot = impl_from_IEnumBackgroundCopyFiles(iface);
    ULONG position;

    TRACE("iface %p, out %p\n", iface, out);

    if (!out)
        return E_INVALIDARG;
    snapshot_advance(snapshot, 0, &position);
    InterlockedIncrement(&snapshot->list->refs);
    return snapshot_create_at(&snapshot->iid, snapshot->list, position, out);
}

static HRESULT WINAPI snapshot_GetCount(IEnumBackgroundCopyFiles *iface, ULONG *count)
{
    TRACE("iface %p, count %p\n", iface, count);

    if (!count)
        return E_INVALIDARG;
    *count = impl_from_IEnumBackgroundCopyFiles(iface)->list->count;
    return S_OK;
}

static const IEnumBackgroundCopyFilesVtbl snapshot_vtbl =
{
    snapshot_QueryInterface,
    snapshot_AddRef,
    snapshot_Release,
    snapshot_Next,
    snapshot_Skip,
    snapshot_Reset,
    snapshot_Clone,
    snapshot_GetCount,
};

/* Takes over the caller's reference to the list. */
static HRESULT snapshot_create_at(REFIID iid, struct list *list, ULONG position, IEnumBackgroundCopyFiles **out)
{
    struct snapshot *snapshot = malloc(sizeof(*snapshot));

    *out = NULL;
    if (!snapshot)
    {
        list_release(list);
        return E_OUTOFMEMORY;
    }
    snapshot->IEnumBackgroundCopyFiles_iface.lpVtbl = &snapshot_vtbl;
    snapshot->refs = 1;
    snapshot->iid = *iid;
    snapshot->list = list;
    InitializeSRWLock(&snapshot->lock);
    snapshot->position = position;
    *out = &snapshot->IEnumBackgroundCopyFiles_iface;
    return S_OK;
}

static HRESULT list_create(void *items, size_t item_size, ULONG count, BOOL has_references, struct list **out)
{
    struct list *list = malloc(sizeof(*list));

    if (!list)
        return E_OUTOFMEMORY;
    list->refs = 1;
    list->count = count;
    list->item_size = item_size;
    list->has_references = has_references;
    list->items = items;
    *out = list;
    return S_OK;
}

HRESULT snapshot_create(REFIID iid, IUnknown **items, ULONG count, void **out)
{
    struct list *list;
    HRESULT hr;

    if (SUCCEEDED(hr = list_create(items, sizeof(*items), count, TRUE, &list)))
        return snapshot_create_at(iid, list, 0, (IEnumBackgroundCopyFiles **)out);
    snapshot_free_items(items, count);
    return hr;
}

HRESULT snapshot_create_of_ids(REFIID iid, GUID *ids, ULONG count, void **out)
{
    struct list *list;
    HRESULT hr;

    if (SUCCEEDED(hr = list_create(ids, sizeof(*ids), count, FALSE, &list)))
        return snapshot_create_at(iid, list, 0, (IEnumBackgroundCopyFiles **)out);
    free(ids);
    return hr;
}
