/* The files of a job.
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include <stdlib.h>

#include "com/job_object.h"
#include "queue/queue.h"
#include "transfer/target_folder.h"
#include "transfer/url.h"
#include "wine/debug.h"

WINE_DEFAULT_DEBUG_CHANNEL(qmgr);

/* There is no SMB for the uploads that want a reply: ns-bits-bg_file_info. */
static HRESULT check_remote_name(BG_JOB_TYPE type, const WCHAR *name)
{
    HRESULT hr = remote_name_check(name);

    if (SUCCEEDED(hr) && type == BG_JOB_TYPE_UPLOAD_REPLY && remote_name_is_local(name))
        hr = E_INVALIDARG;
    return hr;
}

static HRESULT check_names(BG_JOB_TYPE type, const BG_FILE_INFO *files, ULONG count)
{
    HRESULT hr = S_OK;
    ULONG i;

    for (i = 0; i < count && SUCCEEDED(hr); i++)
    {
        if (SUCCEEDED(hr = check_remote_name(type, files[i].RemoteName)))
            hr = local_name_check(files[i].LocalName);
    }
    return hr;
}

/* Uploads only read what is in their folder. */
static HRESULT find_target(BG_JOB_TYPE type, const WCHAR *file, WCHAR **target)
{
    if (type == BG_JOB_TYPE_DOWNLOAD)
        return target_folder_check(file, target);
    return target_folder_exists(file) ? S_OK : E_INVALIDARG;
}

static BOOL is_in_same_folder(const WCHAR *a, const WCHAR *b)
{
    size_t length = folder_length(a);

    return length == folder_length(b) && !memcmp(a, b, length * sizeof(*a));
}

/* The files of a set are mostly in one folder, which is then looked at once. */
static HRESULT find_targets(BG_JOB_TYPE type, const BG_FILE_INFO *files, ULONG count, WCHAR **targets)
{
    HRESULT hr = S_OK;
    ULONG i;

    for (i = 0; i < count && SUCCEEDED(hr); i++)
    {
        if (i && is_in_same_folder(files[i - 1].LocalName, files[i].LocalName))
            hr = target_folder_check_next(files[i].LocalName, targets[i - 1], &targets[i]);
        else
            hr = find_target(type, files[i].LocalName, &targets[i]);
    }
    return hr;
}

static void targets_free(WCHAR **targets, ULONG count)
{
    while (targets && count)
        free(targets[--count]);
    free(targets);
}

/* The rules of ns-bits-bg_file_info and nf-bits-ibackgroundcopyjob-addfile: S_OK, E_INVALIDARG or E_ACCESSDENIED. Gives
 * the real names of the local files, NULL where a name is real, to be freed with targets_free. */
static HRESULT check_files(const struct job *job, const BG_FILE_INFO *files, ULONG count, WCHAR ***targets)
{
    HRESULT hr;

    *targets = NULL;
    if (FAILED(hr = check_names(job->type, files, count)))
        return hr;
    if (!(*targets = calloc(count, sizeof(**targets))))
        return E_OUTOFMEMORY;
    if (SUCCEEDED(hr = find_targets(job->type, files, count, *targets)))
        return S_OK;
    targets_free(*targets, count);
    *targets = NULL;
    return hr;
}

/* Gives the targets to the files that were just added. The queue's lock is held. */
static void job_set_targets(struct job *job, WCHAR **targets, ULONG count)
{
    size_t first = job->file_count - count;
    ULONG i;

    for (i = 0; i < count; i++)
    {
        if (targets[i])
            file_set_target(job->files[first + i], targets[i]);
        targets[i] = NULL;
    }
}

static HRESULT job_add_checked_files(struct job *job, const BG_FILE_INFO *files, ULONG count, WCHAR **targets)
{
    struct limits limits;
    HRESULT hr;

    if (FAILED(hr = job_get_limits(job, &limits)))
        return hr;
    queue_lock();
    if (SUCCEEDED(hr = job_check_call(job, JOB_CALL_ADD_FILES))
            && SUCCEEDED(hr = limits_check_files(&limits, job, count))
            && SUCCEEDED(hr = job_add_files(job, files, count)))
        job_set_targets(job, targets, count);
    queue_commit();
    return hr;
}

HRESULT WINAPI job_AddFileSet(IBackgroundCopyJob5 *iface, ULONG count, BG_FILE_INFO *files)
{
    struct job *job = job_from_iface(iface);
    WCHAR **targets;
    HRESULT hr;

    TRACE("iface %p, count %lu, files %p\n", iface, count, files);

    if (!count || !files)
        return E_INVALIDARG;
    if (FAILED(hr = check_files(job, files, count, &targets)))
        return hr;
    hr = job_add_checked_files(job, files, count, targets);
    targets_free(targets, count);
    return hr;
}

HRESULT WINAPI job_AddFile(IBackgroundCopyJob5 *iface, LPCWSTR remote_name, LPCWSTR local_name)
{
    BG_FILE_INFO file = {(WCHAR *)remote_name, (WCHAR *)local_name};

    TRACE("iface %p, remote %s, local %s\n", iface, debugstr_w(remote_name_without_password(remote_name)),
            debugstr_w(local_name));
    return job_AddFileSet(iface, 1, &file);
}

static HRESULT copy_files(const struct job *job, IUnknown ***items, ULONG *count)
{
    HRESULT hr;
    size_t i;

    *count = 0;
    if (!(*items = malloc(max(job->file_count, 1) * sizeof(**items))))
        return E_OUTOFMEMORY;
    for (i = 0; i < job->file_count; i++)
    {
        if (FAILED(hr = file_object_get(job->files[i], (IBackgroundCopyFile **)&(*items)[i])))
            return hr;
        ++*count;
    }
    return S_OK;
}

HRESULT WINAPI job_EnumFiles(IBackgroundCopyJob5 *iface, IEnumBackgroundCopyFiles **out)
{
    IUnknown **items;
    ULONG count;
    HRESULT hr;

    TRACE("iface %p, out %p\n", iface, out);

    if (!out)
        return E_INVALIDARG;
    *out = NULL;
    queue_lock();
    hr = copy_files(job_from_iface(iface), &items, &count);
    queue_unlock();
    if (FAILED(hr))
    {
        snapshot_free_items(items, count);
        return hr;
    }
    return snapshot_create(&IID_IEnumBackgroundCopyFiles, items, count, (void **)out);
}

/* nf-bits2_0-ibackgroundcopyjob3-replaceremoteprefix */
HRESULT WINAPI job_ReplaceRemotePrefix(IBackgroundCopyJob5 *iface, LPCWSTR old_prefix, LPCWSTR new_prefix)
{
    struct job *job = job_from_iface(iface);
    HRESULT hr;

    TRACE("iface %p, old prefix %p, new prefix %p\n", iface, old_prefix, new_prefix);

    if (!old_prefix || !*old_prefix || !new_prefix || !*new_prefix)
        return E_INVALIDARG;
    queue_lock();
    if (SUCCEEDED(hr = job_check_call(job, JOB_CALL_SET_REMOTE_NAME)))
        hr = job_replace_remote_prefix(job, old_prefix, new_prefix, remote_name_check);
    queue_commit();
    return hr;
}

/* Ranges come over HTTP only, and to downloads only. */
static HRESULT check_file_with_ranges(const struct job *job, const BG_FILE_INFO *info, const BG_FILE_RANGE *ranges,
        DWORD count, WCHAR ***target)
{
    HRESULT hr;

    if (job->type != BG_JOB_TYPE_DOWNLOAD)
        return E_NOTIMPL;
    if (FAILED(hr = file_ranges_check(ranges, count)))
        return hr;
    if (FAILED(hr = check_files(job, info, 1, target)))
        return hr;
    if (!remote_name_is_local(info->RemoteName))
        return S_OK;
    targets_free(*target, 1);
    return E_INVALIDARG;
}

static HRESULT job_add_checked_file_with_ranges(struct job *job, const BG_FILE_INFO *info, const BG_FILE_RANGE *ranges,
        DWORD count, WCHAR **target)
{
    struct limits limits;
    HRESULT hr;

    if (FAILED(hr = job_get_limits(job, &limits)))
        return hr;
    queue_lock();
    if (SUCCEEDED(hr = job_check_call(job, JOB_CALL_ADD_FILE_WITH_RANGES))
            && SUCCEEDED(hr = limits_check_ranges(&limits, count))
            && SUCCEEDED(hr = limits_check_files(&limits, job, 1))
            && SUCCEEDED(hr = job_add_file_with_ranges(job, info, ranges, count)))
        job_set_targets(job, target, 1);
    queue_commit();
    return hr;
}

/* nf-bits2_0-ibackgroundcopyjob3-addfilewithranges */
HRESULT WINAPI job_AddFileWithRanges(IBackgroundCopyJob5 *iface, LPCWSTR remote_name, LPCWSTR local_name, DWORD count,
        BG_FILE_RANGE ranges[])
{
    BG_FILE_INFO info = {(WCHAR *)remote_name, (WCHAR *)local_name};
    struct job *job = job_from_iface(iface);
    WCHAR **target;
    HRESULT hr;

    TRACE("iface %p, remote %s, local %s, count %lu, ranges %p\n", iface,
            debugstr_w(remote_name_without_password(remote_name)), debugstr_w(local_name), count, ranges);

    if (FAILED(hr = check_file_with_ranges(job, &info, ranges, count, &target)))
        return hr;
    hr = job_add_checked_file_with_ranges(job, &info, ranges, count, target);
    targets_free(target, 1);
    return hr;
}

/* nf-bits2_0-ibackgroundcopyjob3-setfileaclflags. The copying of local files reads the flags. */
HRESULT WINAPI job_SetFileACLFlags(IBackgroundCopyJob5 *iface, DWORD flags)
{
    struct job *job = job_from_iface(iface);
    HRESULT hr;

    TRACE("iface %p, flags %#lx\n", iface, flags);

    if (flags & ~BG_COPY_FILE_ALL)
        return E_INVALIDARG;
    queue_lock();
    if (SUCCEEDED(hr = job_check_call(job, JOB_CALL_SET_FILE_ACL_FLAGS)))
    {
        job->file_acl_flags = flags;
        job_touch(job);
    }
    queue_commit();
    return hr;
}

HRESULT WINAPI job_GetFileACLFlags(IBackgroundCopyJob5 *iface, DWORD *flags)
{
    TRACE("iface %p, flags %p\n", iface, flags);
    return read_number(&job_from_iface(iface)->file_acl_flags, flags);
}
