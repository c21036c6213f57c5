/* The job's COM object, whose methods stand in several files.
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#ifndef QMGR_COM_JOB_OBJECT_H
#define QMGR_COM_JOB_OBJECT_H

#include "com/com.h"
#include "com/permissions.h"

struct job_object
{
    IBackgroundCopyJob5 IBackgroundCopyJob5_iface;
    IBackgroundCopyJobHttpOptions3 IBackgroundCopyJobHttpOptions3_iface;
    IBitsTokenOptions IBitsTokenOptions_iface;
    LONG refs; /* reaches 0 under the queue's lock only */
    struct job *job;
};

static inline struct job *job_from_iface(IBackgroundCopyJob5 *iface)
{
    return CONTAINING_RECORD(iface, struct job_object, IBackgroundCopyJob5_iface)->job;
}

static inline struct job *job_from_http_options(IBackgroundCopyJobHttpOptions3 *iface)
{
    return CONTAINING_RECORD(iface, struct job_object, IBackgroundCopyJobHttpOptions3_iface)->job;
}

static inline struct job *job_from_token_options(IBitsTokenOptions *iface)
{
    return CONTAINING_RECORD(iface, struct job_object, IBitsTokenOptions_iface)->job;
}

/* job_values.c */
HRESULT job_put_string(struct job *job, WCHAR **member, const WCHAR *value, int length_max);
HRESULT job_put_number(struct job *job, ULONG *member, ULONG value);

/* job_properties.c */
HRESULT WINAPI job_GetId(IBackgroundCopyJob5 *iface, GUID *id);
HRESULT WINAPI job_GetType(IBackgroundCopyJob5 *iface, BG_JOB_TYPE *type);
HRESULT WINAPI job_GetProgress(IBackgroundCopyJob5 *iface, BG_JOB_PROGRESS *progress);
HRESULT WINAPI job_GetTimes(IBackgroundCopyJob5 *iface, BG_JOB_TIMES *times);
HRESULT WINAPI job_GetState(IBackgroundCopyJob5 *iface, BG_JOB_STATE *state);
HRESULT WINAPI job_GetError(IBackgroundCopyJob5 *iface, IBackgroundCopyError **out);
HRESULT WINAPI job_SetDisplayName(IBackgroundCopyJob5 *iface, LPCWSTR name);
HRESULT WINAPI job_GetDisplayName(IBackgroundCopyJob5 *iface, LPWSTR *name);
HRESULT WINAPI job_SetDescription(IBackgroundCopyJob5 *iface, LPCWSTR description);
HRESULT WINAPI job_GetDescription(IBackgroundCopyJob5 *iface, LPWSTR *description);
HRESULT WINAPI job_SetPriority(IBackgroundCopyJob5 *iface, BG_JOB_PRIORITY priority);
HRESULT WINAPI job_GetPriority(IBackgroundCopyJob5 *iface, BG_JOB_PRIORITY *priority);
HRESULT WINAPI job_SetMinimumRetryDelay(IBackgroundCopyJob5 *iface, ULONG seconds);
HRESULT WINAPI job_GetMinimumRetryDelay(IBackgroundCopyJob5 *iface, ULONG *seconds);
HRESULT WINAPI job_SetNoProgressTimeout(IBackgroundCopyJob5 *iface, ULONG seconds);
HRESULT WINAPI job_GetNoProgressTimeout(IBackgroundCopyJob5 *iface, ULONG *seconds);
HRESULT WINAPI job_GetErrorCount(IBackgroundCopyJob5 *iface, ULONG *count);

/* job_notify.c */
HRESULT WINAPI job_SetNotifyFlags(IBackgroundCopyJob5 *iface, ULONG flags);
HRESULT WINAPI job_GetNotifyFlags(IBackgroundCopyJob5 *iface, ULONG *flags);
HRESULT WINAPI job_SetNotifyInterface(IBackgroundCopyJob5 *iface, IUnknown *callback);
HRESULT WINAPI job_GetNotifyInterface(IBackgroundCopyJob5 *iface, IUnknown **callback);
HRESULT WINAPI job_SetNotifyCmdLine(IBackgroundCopyJob5 *iface, LPCWSTR program, LPCWSTR parameters);
HRESULT WINAPI job_GetNotifyCmdLine(IBackgroundCopyJob5 *iface, LPWSTR *program, LPWSTR *parameters);

/* job_owner.c */
HRESULT WINAPI job_GetOwner(IBackgroundCopyJob5 *iface, LPWSTR *owner);
HRESULT WINAPI job_TakeOwnership(IBackgroundCopyJob5 *iface);
HRESULT WINAPI job_GetOwnerIntegrityLevel(IBackgroundCopyJob5 *iface, ULONG *level);
HRESULT WINAPI job_GetOwnerElevationState(IBackgroundCopyJob5 *iface, BOOL *elevated);

/* job_files.c */
HRESULT WINAPI job_AddFileSet(IBackgroundCopyJob5 *iface, ULONG count, BG_FILE_INFO *files);
HRESULT WINAPI job_AddFile(IBackgroundCopyJob5 *iface, LPCWSTR remote_name, LPCWSTR local_name);
HRESULT WINAPI job_EnumFiles(IBackgroundCopyJob5 *iface, IEnumBackgroundCopyFiles **out);
HRESULT WINAPI job_ReplaceRemotePrefix(IBackgroundCopyJob5 *iface, LPCWSTR old_prefix, LPCWSTR new_prefix);
HRESULT WINAPI job_AddFileWithRanges(IBackgroundCopyJob5 *iface, LPCWSTR remote_name, LPCWSTR local_name, DWORD count,
        BG_FILE_RANGE ranges[]);
HRESULT WINAPI job_SetFileACLFlags(IBackgroundCopyJob5 *iface, DWORD flags);
HRESULT WINAPI job_GetFileACLFlags(IBackgroundCopyJob5 *iface, DWORD *flags);

/* job_network.c */
HRESULT WINAPI job_SetProxySettings(IBackgroundCopyJob5 *iface, BG_JOB_PROXY_USAGE usage, const WCHAR *list,
        const WCHAR *bypass_list);
HRESULT WINAPI job_GetProxySettings(IBackgroundCopyJob5 *iface, BG_JOB_PROXY_USAGE *usage, LPWSTR *list,
        LPWSTR *bypass_list);
HRESULT WINAPI job_SetCredentials(IBackgroundCopyJob5 *iface, BG_AUTH_CREDENTIALS *credentials);
HRESULT WINAPI job_RemoveCredentials(IBackgroundCopyJob5 *iface, BG_AUTH_TARGET target, BG_AUTH_SCHEME scheme);
HRESULT WINAPI job_SetPeerCachingFlags(IBackgroundCopyJob5 *iface, DWORD flags);
HRESULT WINAPI job_GetPeerCachingFlags(IBackgroundCopyJob5 *iface, DWORD *flags);
HRESULT WINAPI job_SetMaximumDownloadTime(IBackgroundCopyJob5 *iface, ULONG seconds);
HRESULT WINAPI job_GetMaximumDownloadTime(IBackgroundCopyJob5 *iface, ULONG *seconds);

/* job_reply.c */
HRESULT WINAPI job_GetReplyProgress(IBackgroundCopyJob5 *iface, BG_JOB_REPLY_PROGRESS *progress);
HRESULT WINAPI job_GetReplyData(IBackgroundCopyJob5 *iface, byte **buffer, UINT64 *length);
HRESULT WINAPI job_SetReplyFileName(IBackgroundCopyJob5 *iface, LPCWSTR name);
HRESULT WINAPI job_GetReplyFileName(IBackgroundCopyJob5 *iface, LPWSTR *name);

/* job_property_ids.c */
HRESULT WINAPI job_SetProperty(IBackgroundCopyJob5 *iface, BITS_JOB_PROPERTY_ID property,
        BITS_JOB_PROPERTY_VALUE value);
HRESULT WINAPI job_GetProperty(IBackgroundCopyJob5 *iface, BITS_JOB_PROPERTY_ID property,
        BITS_JOB_PROPERTY_VALUE *value);

/* http_options.c */
extern const IBackgroundCopyJobHttpOptions3Vtbl http_options_vtbl;

/* client_certificate.c */
HRESULT WINAPI http_options_SetClientCertificateByID(IBackgroundCopyJobHttpOptions3 *iface,
        BG_CERT_STORE_LOCATION location, LPCWSTR store, BYTE *hash);
HRESULT WINAPI http_options_SetClientCertificateByName(IBackgroundCopyJobHttpOptions3 *iface,
        BG_CERT_STORE_LOCATION location, LPCWSTR store, LPCWSTR subject);
HRESULT WINAPI http_options_RemoveClientCertificate(IBackgroundCopyJobHttpOptions3 *iface);
HRESULT WINAPI http_options_GetClientCertificate(IBackgroundCopyJobHttpOptions3 *iface,
        BG_CERT_STORE_LOCATION *location, LPWSTR *store, BYTE **hash, LPWSTR *subject);

/* token_options.c */
extern const IBitsTokenOptionsVtbl token_options_vtbl;

#endif
