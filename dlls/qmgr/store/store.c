/* When the jobs are stored: at the end of a call that changes one, by the thread of that call, and else by the store's
 * own thread, which also makes the checkpoints. It waits for work, not for the time.
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include <windows.h>
#include <sddl.h>
#include <shlobj.h>
#include <wchar.h>

#include "queue/clock.h"
#include "queue/queue.h"
#include "store/checkpoint.h"
#include "store/load.h"
#include "store/name_log.h"
#include "store/registry.h"
#include "store/save.h"
#include "store/store.h"
#include "wine/debug.h"

WINE_DEFAULT_DEBUG_CHANNEL(qmgr);

/* Milliseconds. */
#define SAVE_DELAY 50         /* from a change that no call has waited for until it is stored */
#define PROGRESS_DELAY 1000   /* from the first progress until it is stored */
#define CHECKPOINT_DELAY 300  /* at least, from the first change until a checkpoint begins */
#define NEVER (~0ull)

/* Jobs tell where their owners download from: they are for the system and for administrators. */
#define PROTECTION L"D:P(A;OICI;GA;;;SY)(A;OICI;GA;;;BA)"

#define FOLDER L"\\Microsoft\\Network\\Downloader"

static SRWLOCK lock = SRWLOCK_INIT; /* held while the registry is written; taken before the queue's */
static HKEY jobs_key;
static WCHAR folder[MAX_PATH];
static ULONGLONG checkpoint_due = NEVER; /* clock_ticks(); guarded by lock */
static ULONGLONG checkpoint_delay = CHECKPOINT_DELAY; /* of the next one; guarded by lock */

static void (*follow_jobs)(void);
static HANDLE thread, work;
static LONG woken;   /* the thread has been told that there is work */
static BOOL stopping;

/* The thread is told only once until it has looked. */
static void store_wake(void)
{
    if (!InterlockedExchange(&woken, TRUE))
        SetEvent(work);
}

static void note_change(void)
{
    if (checkpoint_due == NEVER)
        checkpoint_due = clock_ticks() + checkpoint_delay;
}

static struct job *take_job(struct job *(*take)(void))
{
    struct job *job;

    queue_lock();
    job = take();
    queue_unlock();
    return job;
}

/* Saves jobs as long as there is one to be taken; FALSE if there was none. */
static BOOL save_each(struct job *(*take)(void))
{
    BOOL found = FALSE;
    struct job *job;

    while ((job = take_job(take)))
    {
        save_job(job);
        job_release(job);
        found = TRUE;
    }
    return found;
}

/* Progress alone is worth no checkpoint: it is on the disk with the next one, or half a minute later. */
static void save_marked(void)
{
    if (save_each(queue_take_marked))
        note_change();
}

static void store_commit(void)
{
    AcquireSRWLockExclusive(&lock);
    save_marked();
    ReleaseSRWLockExclusive(&lock);
}

static const struct saver saver = {store_wake, store_commit};

void store_begin_removal(struct job *job)
{
    HRESULT hr;

    AcquireSRWLockExclusive(&lock);
    if (FAILED(hr = save_removal(job)))
        ERR("job %s: %#lx\n", wine_dbgstr_guid(&job->id), hr);
    ReleaseSRWLockExclusive(&lock);
}

void store_remove(struct job *job)
{
    HRESULT hr;

    AcquireSRWLockExclusive(&lock);
    if (FAILED(hr = save_remove(&job->id)))
        ERR("job %s: %#lx\n", wine_dbgstr_guid(&job->id), hr);
    note_change();
    ReleaseSRWLockExclusive(&lock);
    store_wake();
}

/* A checkpoint costs the more the more jobs there are, and keeps all calls waiting: no more than a third of the time is
 * spent on them, however many changes there are. One that takes less than a third of a second is on the disk within a
 * second after the change. One that fails is tried again after the next change. */
static void make_checkpoint(void)
{
    ULONGLONG start = clock_ticks();
    HRESULT hr;

    checkpoint_due = NEVER;
    if (SUCCEEDED(hr = checkpoint_save(jobs_key, folder)))
        name_log_clear();
    else
        ERR("no checkpoint in %s: %#lx\n", debugstr_w(folder), hr);
    checkpoint_delay = max(CHECKPOINT_DELAY, 2 * (clock_ticks() - start));
}

static BOOL progress_is_marked(void)
{
    BOOL marked;

    queue_lock();
    marked = queue_progress_is_marked();
    queue_unlock();
    return marked;
}

/* Does what is due; returns when something will be, in clock_ticks(). */
static ULONGLONG attend(ULONGLONG *progress_due)
{
    ULONGLONG due, now = clock_ticks();
    BOOL is_settled;

    AcquireSRWLockExclusive(&lock);
    save_marked();
    if (*progress_due == NEVER && progress_is_marked())
        *progress_due = now + PROGRESS_DELAY;
    if (*progress_due <= now)
    {
        save_each(queue_take_progress);
        *progress_due = NEVER;
    }
    if ((is_settled = checkpoint_due <= now))
        make_checkpoint();
    due = min(*progress_due, checkpoint_due);
    ReleaseSRWLockExclusive(&lock);
    if (is_settled)
        follow_jobs();
    return due;
}

static DWORD time_until(ULONGLONG due)
{
    ULONGLONG now = clock_ticks();

    return due == NEVER ? INFINITE : due - min(due, now);
}

static DWORD WINAPI store_thread(void *arg)
{
    ULONGLONG due = NEVER, progress_due = NEVER;

    while (!stopping)
    {
        if (WaitForSingleObject(work, time_until(due)) == WAIT_OBJECT_0)
            due = min(due, clock_ticks() + SAVE_DELAY);
        else
        {
            InterlockedExchange(&woken, FALSE);
            due = attend(&progress_due);
        }
    }
    return 0;
}

static HRESULT start_thread(void)
{
    if (!(work = CreateEventW(NULL, FALSE, FALSE, NULL)))
        return HRESULT_FROM_WIN32(GetLastError());
    stopping = FALSE;
    if ((thread = CreateThread(NULL, 0, store_thread, NULL, 0, NULL)))
        return S_OK;
    CloseHandle(work);
    return HRESULT_FROM_WIN32(GetLastError());
}

static void stop_thread(void)
{
    stopping = TRUE;
    SetEvent(work);
    WaitForSingleObject(thread, INFINITE);
    CloseHandle(thread);
    CloseHandle(work);
}

static HRESULT find_folder(void)
{
    HRESULT hr = SHGetFolderPathW(NULL, CSIDL_COMMON_APPDATA, NULL, SHGFP_TYPE_CURRENT, folder);

    if (SUCCEEDED(hr) && wcslen(folder) + ARRAYSIZE(FOLDER) > ARRAYSIZE(folder))
        hr = HRESULT_FROM_WIN32(ERROR_FILENAME_EXCED_RANGE);
    if (SUCCEEDED(hr))
        wcscat(folder, FOLDER);
    return hr;
}

/* A service whose jobs cannot be read must not begin anew, and lose them. */
static HRESULT read_jobs(void)
{
    HRESULT hr;

    if (FAILED(hr = find_folder()) || FAILED(hr = checkpoint_restore(jobs_key, folder)))
    {
        ERR("the checkpoint cannot be read: %#lx\n", hr);
        return hr;
    }
    save_start(jobs_key);
    if (FAILED(hr = load_jobs(jobs_key)))
        return hr;
    if (FAILED(hr = checkpoint_create_folder(folder)) || FAILED(hr = name_log_open(folder))
            || FAILED(hr = name_log_remove_strangers()))
        WARN("temporary files of lost jobs are not found: %#lx\n", hr);
    return S_OK;
}

static HRESULT open_jobs_key(void)
{
    SECURITY_ATTRIBUTES attributes = {sizeof(attributes)};
    LSTATUS status;

    if (!ConvertStringSecurityDescriptorToSecurityDescriptorW(PROTECTION, SDDL_REVISION_1,
                &attributes.lpSecurityDescriptor, NULL))
        return HRESULT_FROM_WIN32(GetLastError());
    status = RegCreateKeyExW(HKEY_LOCAL_MACHINE, JOBS_KEY, 0, NULL, 0, KEY_ALL_ACCESS, &attributes, &jobs_key, NULL);
    LocalFree(attributes.lpSecurityDescriptor);
    return registry_result(status);
}

/* An earlier service may have been killed between its last change and the checkpoint of it. */
static void checkpoint_soon(void)
{
    AcquireSRWLockExclusive(&lock);
    note_change();
    ReleaseSRWLockExclusive(&lock);
    store_wake();
}

HRESULT store_start(void (*follow)(void))
{
    HRESULT hr;

    follow_jobs = follow;
    if (FAILED(hr = open_jobs_key()))
        return hr;
    if (SUCCEEDED(hr = read_jobs()) && SUCCEEDED(hr = start_thread()))
    {
        queue_set_saver(&saver);
        checkpoint_soon();
        return S_OK;
    }
    name_log_close();
    save_stop();
    RegCloseKey(jobs_key);
    return hr;
}

void store_stop(void)
{
    stop_thread();
    AcquireSRWLockExclusive(&lock);
    save_marked();
    save_each(queue_take_progress);
    make_checkpoint();
    ReleaseSRWLockExclusive(&lock);
    follow_jobs();
    queue_set_saver(NULL);
    name_log_close();
    save_stop();
    RegCloseKey(jobs_key);
}

/* Where Wine was killed, only the checkpoint tells of the last jobs and their files. */
static HRESULT erase_jobs(void)
{
    HRESULT hr;

    if (FAILED(hr = find_folder()))
        return hr;
    if (FAILED(hr = checkpoint_restore(jobs_key, folder)))
        WARN("no checkpoint is read: %#lx\n", hr);
    if (FAILED(hr = discard_jobs(jobs_key)))
        return hr;
    return checkpoint_delete(folder);
}

HRESULT store_erase(void)
{
    HRESULT hr;

    if (FAILED(hr = open_jobs_key()))
        return hr;
    hr = erase_jobs();
    RegCloseKey(jobs_key);
    return FAILED(hr) ? hr : registry_result(RegDeleteTreeW(HKEY_LOCAL_MACHINE, JOBS_KEY));
}
