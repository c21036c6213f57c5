/* The owner and the access control lists of a copied file: nf-bits2_0-ibackgroundcopyjob3-setfileaclflags.
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include <windows.h>
#include <aclapi.h>

#include "bits2_0.h"
#include "disk/real_name.h"
#include "store/privilege.h"
#include "transfer/file_security.h"

/* What a flag copies, and the privilege that this takes. */
struct security_part
{
    DWORD flag;
    SECURITY_INFORMATION information;
    const WCHAR *privilege;
};

static const struct security_part parts[] =
{
    {BG_COPY_FILE_OWNER, OWNER_SECURITY_INFORMATION, SE_RESTORE_NAME},
    {BG_COPY_FILE_GROUP, GROUP_SECURITY_INFORMATION, SE_RESTORE_NAME},
    {BG_COPY_FILE_DACL,  DACL_SECURITY_INFORMATION,  NULL},
    {BG_COPY_FILE_SACL,  SACL_SECURITY_INFORMATION,  SE_SECURITY_NAME},
};

/* Of a thread that impersonates its own process for it. */
static DWORD enable_privileges(DWORD flags)
{
    DWORD error = ERROR_SUCCESS;
    size_t i;

    for (i = 0; i < ARRAYSIZE(parts) && !error; i++)
    {
        if ((flags & parts[i].flag) && parts[i].privilege)
            error = privilege_enable(parts[i].privilege);
    }
    return error;
}

static SECURITY_INFORMATION information_from_flags(DWORD flags)
{
    SECURITY_INFORMATION information = 0;
    size_t i;

    for (i = 0; i < ARRAYSIZE(parts); i++)
        information |= (flags & parts[i].flag) ? parts[i].information : 0;
    return information;
}

/* What the rights to the target have to be for writing it. */
static DWORD access_for(SECURITY_INFORMATION information)
{
    DWORD access = FILE_READ_ATTRIBUTES;

    if (information & (OWNER_SECURITY_INFORMATION | GROUP_SECURITY_INFORMATION))
        access |= WRITE_OWNER;
    if (information & DACL_SECURITY_INFORMATION)
        access |= WRITE_DAC | READ_CONTROL;
    if (information & SACL_SECURITY_INFORMATION)
        access |= ACCESS_SYSTEM_SECURITY;
    return access;
}

/* Opens the target, and nothing that a link leads to. */
static DWORD open_target(const WCHAR *target, SECURITY_INFORMATION information, HANDLE *handle)
{
    HRESULT hr;

    *handle = CreateFileW(target, access_for(information), FILE_SHARE_READ | FILE_SHARE_WRITE | FILE_SHARE_DELETE, NULL,
            OPEN_EXISTING, FILE_FLAG_BACKUP_SEMANTICS | FILE_FLAG_OPEN_REPARSE_POINT, NULL);
    if (*handle == INVALID_HANDLE_VALUE)
        return GetLastError();
    if (SUCCEEDED(hr = real_name_check(*handle, target)))
        return ERROR_SUCCESS;
    CloseHandle(*handle);
    return HRESULT_CODE(hr);
}

/* What the target's folder hands down is added to what the source has of its own. */
static DWORD copy_information(WCHAR *source, HANDLE target, SECURITY_INFORMATION information)
{
    SECURITY_DESCRIPTOR *descriptor;
    SID *owner, *group;
    ACL *dacl, *sacl;
    DWORD error;

    error = GetNamedSecurityInfoW(source, SE_FILE_OBJECT, information, (PSID *)&owner, (PSID *)&group, &dacl, &sacl,
            (PSECURITY_DESCRIPTOR *)&descriptor);
    if (error)
        return error;
    error = SetSecurityInfo(target, SE_FILE_OBJECT, information, owner, group, dacl, sacl);
    LocalFree(descriptor);
    return error;
}

static DWORD copy_to_target(WCHAR *source, const WCHAR *target, SECURITY_INFORMATION information)
{
    HANDLE handle;
    DWORD error = open_target(target, information, &handle);

    if (error)
        return error;
    error = copy_information(source, handle, information);
    CloseHandle(handle);
    return error;
}

/* FAT keeps none of it, which is no failure. */
static BOOL volume_has_no_security(DWORD error)
{
    return error == ERROR_INVALID_FUNCTION || error == ERROR_NOT_SUPPORTED;
}

/* Copies what the flags (BG_COPY_FILE_...) name; an error code of Windows, ERROR_ACCESS_DENIED if the service lacks a
 * privilege. */
DWORD file_security_copy(WCHAR *source, const WCHAR *target, DWORD flags)
{
    DWORD error;

    if (!flags)
        return ERROR_SUCCESS;
    if (!ImpersonateSelf(SecurityImpersonation))
        return GetLastError();
    if (!(error = enable_privileges(flags)))
        error = copy_to_target(source, target, information_from_flags(flags));
    RevertToSelf();
    return volume_has_no_security(error) ? ERROR_SUCCESS : error;
}
