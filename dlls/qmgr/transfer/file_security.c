/* The owner and the access control lists of a copied file: nf-bits2_0-ibackgroundcopyjob3-setfileaclflags.
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include <windows.h>
#include <aclapi.h>

#include "bits2_0.h"
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

/* What the target's folder hands down is added to what the source has of its own. */
static DWORD copy_information(WCHAR *source, WCHAR *target, SECURITY_INFORMATION information)
{
    SECURITY_DESCRIPTOR *descriptor;
    SID *owner, *group;
    ACL *dacl, *sacl;
    DWORD error;

    error = GetNamedSecurityInfoW(source, SE_FILE_OBJECT, information, (PSID *)&owner, (PSID *)&group, &dacl, &sacl,
            (PSECURITY_DESCRIPTOR *)&descriptor);
    if (error)
        return error;
    error = SetNamedSecurityInfoW(target, SE_FILE_OBJECT, information, owner, group, dacl, sacl);
    LocalFree(descriptor);
    return error;
}

/* FAT keeps none of it, which is no failure. */
static BOOL volume_has_no_security(DWORD error)
{
    return error == ERROR_INVALID_FUNCTION || error == ERROR_NOT_SUPPORTED;
}

/* Copies what the flags (BG_COPY_FILE_...) name; an error code of Windows, ERROR_ACCESS_DENIED if the service lacks a
 * privilege. */
DWORD file_security_copy(WCHAR *source, WCHAR *target, DWORD flags)
{
    DWORD error;

    if (!flags)
        return ERROR_SUCCESS;
    if (!ImpersonateSelf(SecurityImpersonation))
        return GetLastError();
    if (!(error = enable_privileges(flags)))
        error = copy_information(source, target, information_from_flags(flags));
    RevertToSelf();
    return volume_has_no_security(error) ? ERROR_SUCCESS : error;
}
